"""Mappings: headings in any dress, a user's own layout, and mistakes reported all at once."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
import yaml

from graph.errors import MappingError
from graph.schema import load_schema
from loaders import mappings, zhejiang
from loaders.build import bundled_mappings
from loaders.mapping import fold_name
from loaders.mapping_parser import load_mapping

PARTNERS = Path(__file__).with_name("fixtures") / "partners"
BUNDLED = sorted(Path(mappings.__file__).parent.glob("*.yaml"))
SAMPLE = Path(zhejiang.__file__).parent
ORG = "properties: {name: 名称, kind: {literal: enterprise}}"
ID = "id: {column: 编号, prefix: org}"


def table(path, *lines, encoding="utf-8"):
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


@pytest.fixture
def organizations(data):
    """Writes the same three organizations under any headings."""
    columns = ("org_id", "name", "name_en", "type", "credit_code")
    rows = ("org:a,甲厂,A Works,enterprise,91350100M000100Y43", "org:b,乙大学,,university,")

    def write(**headings):
        return table(data / "o.csv", ",".join(headings.get(one, one) for one in columns), *rows)

    return write


@pytest.mark.parametrize(
    "headings",
    [
        {"org_id": "机构编号", "name": "机构名称", "type": "机构类型", "name_en": "英文名称",
         "credit_code": "统一社会信用代码"},
        {"org_id": "ｏｒｇ＿ｉｄ", "name": "ＮＡＭＥ", "type": "Type"},
        {"org_id": " org_id ", "name": "机构　名称", "credit_code": "统一 社会 信用 代码"},
    ],
    ids=["chinese", "full-width", "spaces"],
)  # fmt: skip
def test_headings_in_any_dress_give_the_same_graph(ask, organizations, headings):
    plain = ask("build", organizations(), "--store", "plain.db").body

    found = ask("build", organizations(**headings), "--store", "dressed.db").body

    assert found["problems"] == []
    assert found["digest"] == plain["digest"]


def test_the_sample_under_chinese_headings_is_the_same_graph(ask, data, tmp_path):
    """Every alias of every bundled mapping leads to the column that it stands for."""
    aliases = {}
    for path in BUNDLED:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
        aliases[frozenset(body["columns"])] = {
            name: spec["aliases"][0] for name, spec in body["columns"].items()
            if spec and spec.get("aliases")
        }  # fmt: skip
    shutil.copy(SAMPLE / "dataset.yaml", data)
    for path in SAMPLE.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        known = next(names for columns, names in aliases.items() if set(head) <= columns)
        with (data / path.name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([[known.get(one, one) for one in head], *rows])

    found = ask("build", data, "--store", "chinese.db").body

    assert found["totals"]["quarantined"] == 0
    plain = ask("build", SAMPLE, "--store", "plain.db").body
    assert (found["digest"], found["totals"]) == (plain["digest"], plain["totals"])


def test_an_unknown_column_is_named_with_the_nearest(ask, data):
    table(data / "o.csv", "org_id,name,type,name_eng,电话", "org:a,甲厂,enterprise,A,1")

    body = ask("build", data).body

    found = {p["column"]: p for p in body["problems"]}
    assert set(found) == {"name_eng", "电话"}
    assert {(p["code"], p["severity"], p["row"]) for p in found.values()} == {
        ("unknown-column", "warning", None)
    }
    assert "name_en" in found["name_eng"]["suggestion"]
    assert found["电话"]["suggestion"]
    assert body["totals"]["loaded"] == 1


@pytest.mark.parametrize("again", ["机构名称", "Name", "ｎａｍｅ"])
def test_one_column_under_two_headings_is_refused(ask, data, again):
    """Today the later one wins and the earlier name is lost, unsaid."""
    table(data / "o.csv", f"org_id,name,{again},type", "org:a,甲厂,乙厂,enterprise")

    done = ask("build", data)

    assert done.status == 1
    assert [p["code"] for p in done.body["problems"]] == ["duplicate-header"]


def test_full_width_semicolons_separate_too(ask, data):
    table(data / "o.csv", "org_id,name,type,aliases", "org:a,甲厂,enterprise,甲；阿甲")
    ask("build", data)

    facts = ask("entity", "org:a").body["facts"]
    assert sorted(one["value"] for one in facts if one["property"] == "alias") == ["甲", "阿甲"]


# a user's own mapping


@pytest.fixture
def partners(ask, data):
    """The center that the partner list speaks of is in the store."""
    table(data / "c.csv", "center_id,name,batch,state", "ctr:example,示例中心,第一批,approved")
    ask("build", data)
    return lambda path, *more: ask(
        "build", path, "--mapping", PARTNERS / "partners.yaml", *more
    )  # fmt: skip


def test_a_short_mapping_loads_a_chinese_partner_list(ask, partners):
    """23 lines of YAML; six rows of which two are good, one is doubtful and three fall."""
    lines = (PARTNERS / "partners.yaml").read_text(encoding="utf-8").splitlines()
    assert 15 <= len(lines) <= 30

    body = partners(PARTNERS / "partners.csv").body

    assert body["totals"] == {
        "read": 6, "loaded": 2, "merged": 0, "flagged": 1, "quarantined": 3
    }  # fmt: skip
    assert [(p["row"], p["column"], p["code"]) for p in body["problems"]] == [
        (None, "联系人", "unknown-column"), (4, "合作结束", "end-before-start"),
        (5, "合作单位", "missing-value"), (6, "合作起始", "bad-date"),
        (6, "统一社会信用代码", "check-digit"), (7, "单位性质", "bad-choice"),
    ]  # fmt: skip
    assert body["relations"]["SUPPLIES"] == 3


def test_what_a_partner_row_says(ask, partners):
    partners(PARTNERS / "partners.csv")

    (tie,) = ask("entity", "示例纤维材料厂").body["relations"]

    assert (tie["type"], tie["other"]["id"]) == ("SUPPLIES", "ctr:example")
    assert tie["properties"]["start"] == {"date": "2021-03", "precision": "month"}
    assert tie["properties"]["amount"]["qualifier"] == "approx"
    assert (tie["source"]["file"], tie["source"]["row"]) == ("partners.csv", 2)


def test_the_unit_of_a_heading_counts(ask, partners):
    partners(PARTNERS / "partners.csv")

    (tie,) = ask("entity", "org:p01").body["relations"]

    assert tie["properties"]["amount"]["amount"] == 1_200_000


def test_the_partner_list_in_gb18030_is_the_same(ask, partners, tmp_path):
    text = (PARTNERS / "partners.csv").read_text(encoding="utf-8")
    table(tmp_path / "partners.csv", text.strip(), encoding="gb18030")
    first = partners(PARTNERS / "partners.csv").body

    second = partners(tmp_path / "partners.csv").body

    assert second["digest"] == first["digest"]
    assert second["totals"]["merged"] == 2


def test_ids_made_from_names_can_be_tied(ask, data):
    mapping = table(
        data / "m.yaml", "source: pairs", "columns: {甲方: {required: true}, 乙方: {required: true}}",
        "entities:",
        "  a: {type: Organization, id: {key: [甲方]}, properties: {name: 甲方, kind: {literal: enterprise}}}",
        "  b: {type: Organization, id: {key: [乙方]}, properties: {name: 乙方, kind: {literal: enterprise}}}",
        "relations:", "- {type: SERVES, from: {entity: a}, to: {entity: b}}",
    )  # fmt: skip
    path = table(data / "pairs.csv", "甲方,乙方", "甲厂,乙厂")

    body = ask("build", path, "--mapping", mapping).body

    assert (body["problems"], body["totals"]["loaded"]) == ([], 1)


def test_a_name_is_required_whatever_the_mapping_says(ask, data):
    mapping = table(data / "m.yaml", "source: x", "columns: {编号: , 名称: }",
                    f"entities: {{o: {{type: Organization, {ID}, {ORG}}}}}")  # fmt: skip
    path = table(data / "l.csv", "编号,名称", "a,", "b,乙厂")

    assert ask("build", path, "--mapping", mapping).body["totals"]["quarantined"] == 1


# mistakes in a mapping

WRONG = """source: x
colums: {}
columns: {编号: {required: true}, 名称: }
entities:
  a: {type: Organisation, id: 编号, properties: {name: 名称}}
  b: {type: Organization, id: 编码, properties: {nam: 名称, kind: {literal: enterprise}}}
relations:
- {type: SERVE, from: 编号, to: {entity: c}}
"""
TOLD = (
    "unknown key 'colums'; did you mean 'columns'",
    "no node type 'Organisation'; did you mean 'Organization'",
    "column '编码' is not declared",
    "entities.b.properties.nam: no such property; did you mean 'name'",
    "the required property 'name' is not mapped",
    "no relation type 'SERVE'; did you mean 'SERVES'",
    "no entity 'c' in this mapping",
)


def test_all_mistakes_are_reported_at_once(data):
    with pytest.raises(MappingError) as caught:
        load_mapping(table(data / "m.yaml", WRONG), load_schema())

    assert [one for one in TOLD if one not in caught.value.message] == []


@pytest.mark.parametrize(
    "lang",
    ["zh", "en"],
)  # fmt: skip
def test_the_command_names_every_mistake(chuangpu, data, lang):
    path = table(data / "l.csv", "编号,名称", "a,甲厂")

    done = chuangpu("build", path, "--mapping", table(data / "m.yaml", WRONG), "--lang", lang)

    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    for name in ("colums", "Organisation", "编码", "nam", "SERVE"):
        assert name in done.err


def test_broken_yaml_names_its_line(chuangpu, data):
    path = table(data / "l.csv", "编号,名称", "a,甲厂")

    words = ["build", path, "--mapping", table(data / "m.yaml", "source: x", "columns: [a")]

    zh, en = (chuangpu(*words, "--lang", one) for one in ("zh", "en"))

    assert [(done.status, done.err.count("\n")) for done in (zh, en)] == [(1, 1)] * 2
    assert "m.yaml 第 3 行" in zh.err
    assert "m.yaml, line 3" in en.err


SHAPES = {
    "entities as a list": "entities: [a]",
    "an entity as a word": "entities: {o: Organization}",
    "a type as a list": f"entities: {{o: {{type: [Organization], {ID}, {ORG}}}}}",
    "properties as a list": f"entities: {{o: {{type: Organization, {ID}, properties: [名称]}}}}",
    "a condition as a word": f"entities: {{o: {{type: Organization, {ID}, when: 编号, {ORG}}}}}",
    "a relation as a word": "relations: [SERVES]",
    "a flag as a word": "flags: [编号]",
    "marks as a word": "marks: 编号",
    "a document as a word": "document: 编号",
    "a declaration as a list": "complete: [编号]",
    "a row key as a number": "row_key: 3",
    "a column as a list": "cite: {column: [编号]}",
    "a pattern as a number": "cite: {column: 编号, match: {3: a}}",
    "a group that is not there": "cite: {column: 编号, match: {'.': '\\3'}}",
    "a separator as a number": "cite: {column: 编号, split: 3}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_part_of_the_wrong_shape_is_a_mistake_not_a_crash(data, shape):
    lines = ("source: x", "columns: {编号: {required: true}, 名称: }", SHAPES[shape])

    with pytest.raises(MappingError):
        load_mapping(table(data / "m.yaml", *lines), load_schema())


@pytest.mark.parametrize(
    "columns", ["{编号: 必填}", "{编号: {aliases: 3}}", "编号", "[编号, 编号]"]
)
def test_columns_of_the_wrong_shape_are_a_mistake(data, columns):
    with pytest.raises(MappingError):
        load_mapping(table(data / "m.yaml", "source: x", f"columns: {columns}"), load_schema())


@pytest.mark.xfail(
    strict=True, reason="mapping.py: a literal is not checked against the vocabulary"
)
def test_a_literal_outside_its_vocabulary_is_a_mistake(data):
    lines = ("source: x", "columns: {编号: {required: true}, 名称: {required: true}}",
             f"entities: {{o: {{type: Organization, {ID}, "
             "properties: {name: 名称, kind: {literal: firm}}}}")  # fmt: skip

    with pytest.raises(MappingError):
        load_mapping(table(data / "m.yaml", *lines), load_schema())


@pytest.mark.parametrize("text", ["", "[1]", "word"])
def test_a_mapping_that_is_no_mapping_is_one_line(chuangpu, data, text):
    path = table(data / "l.csv", "编号", "a")

    done = chuangpu("build", path, "--mapping", table(data / "m.yaml", text))

    assert (done.status, done.err.count("\n")) == (1, 1)


def test_a_missing_mapping_is_one_line(chuangpu, data):
    done = chuangpu("build", table(data / "l.csv", "编号", "a"), "--mapping", "none.yaml")

    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "none.yaml" in done.err


# the bundled ones


def test_bundled_mappings_are_sound_and_named_after_their_files():
    assert [one.source for one in bundled_mappings()] == [path.stem for path in BUNDLED]
    assert all(one.title["zh"] and one.title["en"] for one in bundled_mappings())


def test_no_two_aliases_of_a_mapping_fold_alike():
    for one in bundled_mappings():
        names = [fold_name(name) for column, aliases in one.columns.items()
                 for name in (column, *aliases)]  # fmt: skip
        assert len(names) == len(set(names)), one.source


def test_a_bundled_mapping_is_chosen_by_name(ask, chuangpu, organizations):
    assert ask("build", organizations(), "--source", "organizations").body["totals"]["loaded"] == 2

    done = chuangpu("build", organizations(), "--source", "organisations", "--lang", "en")

    assert done.status == 1
    assert "did you mean organizations?" in done.err
