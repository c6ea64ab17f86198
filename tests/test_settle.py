"""One id with two values, and files that are mended and built again."""

from __future__ import annotations

import pytest

ORGS = "org_id,name,type,city,credit_code,source_ids"
TIES = "subject_id,relation,object_id,start_year,end_year,role,source_ids"
GOOD_ORGS = (
    "org:a,甲厂,enterprise,杭州,,",
    "org:b,乙大学,university,,,",
    "org:c,丙所,institute,,,",
)
GOOD_TIES = ("org:a,PARTNERS_WITH,org:b,2021,2023,联合研发,",)
KEYS = ("loaded", "merged", "flagged", "quarantined")


def table(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def fill(folder, orgs=(), ties=()):
    """A folder with three good organizations and one good tie, and more rows of each."""
    table(folder / "organizations.csv", ORGS, *GOOD_ORGS, *orgs)
    table(folder / "relations.csv", TIES, *GOOD_TIES, *ties)


# one id, two values


def test_a_conflict_in_one_file_flags_both_rows(ask, data):
    fill(data, orgs=("org:a,甲厂,enterprise,宁波,,",))

    body = ask("build", data).body

    found = [p for p in body["problems"] if p["code"] == "duplicate-id-conflict"]
    assert [p["row"] for p in found] == [2, 5]
    assert "organizations.csv:5" in found[0]["message"]
    assert "organizations.csv:2" in found[1]["message"]
    assert all(p["suggestion"] and p["entity"] == "org:a" for p in found)
    assert body["totals"]["flagged"] == 2
    assert body["totals"]["read"] == sum(body["totals"][key] for key in KEYS)


def test_both_values_of_a_conflict_are_shown(ask, data):
    fill(data, orgs=("org:a,甲厂,enterprise,宁波,,",))
    ask("build", data)

    body = ask("entity", "org:a").body

    cities = [one["value"] for one in body["facts"] if one["property"] == "region"]
    assert sorted(cities) == ["宁波", "杭州"]
    assert {"code": "duplicate-id-conflict", "property": "region"} in body["flags"]


def test_a_conflict_across_two_files_flags_both_rows(ask, data):
    fill(data)
    table(data / "more.csv", ORGS, "org:a,甲厂,enterprise,宁波,,")

    body = ask("build", data).body

    found = {p["file"]: p for p in body["problems"]}
    assert set(found) == {"more.csv", "organizations.csv"}
    assert "more.csv:2" in found["organizations.csv"]["message"]
    assert "organizations.csv:2" in found["more.csv"]["message"]
    assert body["totals"]["flagged"] == 2


def test_a_conflict_across_two_builds_flags_the_new_row(ask, data):
    fill(data)
    ask("build", data)
    other = table(data.parent / "later.csv", ORGS, "org:a,甲厂,enterprise,宁波,,")

    body = ask("build", other).body

    (problem,) = body["problems"]
    assert (problem["file"], problem["row"], problem["code"]) == (
        "later.csv", 2, "duplicate-id-conflict")  # fmt: skip
    assert "organizations.csv:2" in problem["message"]
    assert body["totals"]["flagged"] == 1
    flags = ask("entity", "org:a").body["flags"]
    assert [flag["code"] for flag in flags] == ["duplicate-id-conflict"]


def test_strict_refuses_a_conflict(ask, data):
    fill(data)
    table(data.parent / "later.csv", ORGS, "org:a,甲厂,enterprise,宁波,,")
    ask("build", data)
    before = ask("store", "info").body

    done = ask("build", data, data.parent / "later.csv", "--strict")

    assert done.status == 1
    assert ask("store", "info").body == before


def test_an_exact_repeat_is_merged(ask, data):
    fill(data, orgs=(GOOD_ORGS[0],), ties=GOOD_TIES)

    body = ask("build", data).body

    assert (body["totals"]["loaded"], body["totals"]["merged"]) == (4, 2)
    assert body["problems"] == []


def test_a_conflict_names_column_and_value_as_they_stand(ask, data):
    table(data / "机构.csv", "机构编号,机构名称,机构类型,设区市", "org:a,甲,enterprise,杭州",
          "org:a,甲,enterprise,宁波")  # fmt: skip

    found = ask("build", data).body["problems"]

    assert [(p["column"], p["value"]) for p in found] == [("设区市", "杭州"), ("设区市", "宁波")]


# mended files


def test_a_dangling_row_loads_when_its_end_was_added(ask, data):
    """And the result is that of a clean first load."""
    fill(data, ties=("org:a,SERVES,org:late,2022,,,",))
    first = ask("build", data, "--store", "mended.db").body
    assert first["totals"]["quarantined"] == 1
    table(data / "late.csv", ORGS, "org:late,晚到厂,enterprise,,,")

    ask("build", data / "late.csv", "--store", "mended.db")
    again = ask("build", data / "relations.csv", "--store", "mended.db").body

    assert (again["totals"]["loaded"], again["totals"]["merged"]) == (1, 1)
    assert again["digest"] == ask("build", data, "--store", "clean.db").body["digest"]


# what refers to a quarantined row

LOST = {
    "no name": ("org:x,,enterprise,,,", "name"),
    "no such kind": ("org:x,丁厂,enterprize,,,", "type"),
    "surplus cells": ("org:x,丁厂,enterprise,,,,多", "header"),
    "missing cells": ("org:x,丁厂,enterprise", "header"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", LOST)
def test_a_reference_to_a_quarantined_row_names_that_row_and_why(ask, data, case, lang):
    row, why = LOST[case]
    fill(data, orgs=(row,), ties=("org:a,SERVES,org:x,2022,,,",))

    body = ask("build", data, "--lang", lang).body

    first, second = body["problems"]
    assert (first["file"], first["row"]) == ("organizations.csv", 5)
    assert (second["file"], second["row"], second["code"], second["value"]) == (
        "relations.csv", 3, "dangling-reference", "org:x")  # fmt: skip
    assert "organizations.csv" in second["message"]
    assert "5" in second["message"]
    assert first["message"] in second["message"]
    assert lang == "zh" or why in second["message"]
    assert second["suggestion"]
    assert "there is no" not in second["message"]
    assert "没有编号" not in second["message"]


def test_a_reference_to_nothing_still_says_that_there_is_nothing(ask, data):
    fill(data, ties=("org:a,SERVES,org:x,2022,,,",))

    (problem,) = ask("build", data, "--lang", "en").body["problems"]

    assert problem["message"] == "there is no org:x"


def test_a_row_that_falls_with_another_names_it_whatever_the_order(ask, data):
    """A segment falls with its chain, a sub-segment with the segment, each naming the next."""
    table(data / "chain_segments.csv", "chain_id,segment_id,name,parent_segment_id",
          "chn:none,seg:a,甲,", "chn:none,seg:b,乙,seg:a")  # fmt: skip
    table(data / "chain_links.csv", "from_segment_id,to_segment_id", "seg:a,seg:b")

    found = {(p["file"], p["row"], p["value"]): p["message"]
             for p in ask("build", data, "--lang", "en").body["problems"]}  # fmt: skip

    assert found["chain_segments.csv", 2, "chn:none"] == "there is no chn:none"
    told = found["chain_links.csv", 2, "seg:b"]
    assert "chain_segments.csv, row 3" in told
    assert "there is no chn:none" in told


def test_a_citation_of_a_quarantined_page_names_its_row(ask, data):
    fill(data)
    table(data / "sources.csv", "source_id,url,title,publisher", "src:p,https://a.example,甲,社,多")
    table(data / "more.csv", ORGS, "org:z,戊厂,enterprise,,,src:p")

    found = {p["file"]: p["message"] for p in ask("build", data, "--lang", "en").body["problems"]}

    assert "sources.csv, row 2" in found["more.csv"]


def test_a_doubt_about_a_quarantined_row_names_that_row(ask, data):
    fill(data, orgs=("org:x,,enterprise,,,",))
    table(data / "doubts.csv", "file,key,reason_zh,reason_en", "organizations.csv,org:x,疑,doubt")

    found = {p["file"]: p["message"] for p in ask("build", data, "--lang", "en").body["problems"]}

    assert "organizations.csv, row 5" in found["doubts.csv"]
    assert "has no such row" not in found["doubts.csv"]


def test_an_id_that_another_row_declares_is_found_though_one_row_of_it_is_bad(ask, data):
    fill(data, orgs=("org:a,,enterprise,,,",))

    body = ask("build", data).body

    assert [p["code"] for p in body["problems"]] == ["missing-value"]
    assert body["totals"]["loaded"] == 4


def test_ends_are_looked_up_in_the_whole_call_and_in_the_store(ask, data):
    fill(data)
    ask("build", data)
    table(data.parent / "r.csv", TIES, "org:a,SERVES,org:new,,,,", "org:new,SERVES,org:b,,,,")
    table(data.parent / "z.csv", ORGS, "org:new,新厂,enterprise,,,")

    body = ask("build", data.parent / "r.csv", data.parent / "z.csv").body

    assert body["totals"]["loaded"] == 3


@pytest.mark.xfail(
    strict=True, reason="statements of the file's older version, flags too, stay in force"
)
@pytest.mark.parametrize("bad", ["91110000600037342L", "9111"])
def test_a_mended_value_loses_its_flag(ask, data, bad):
    """Building the file again after mending it equals a clean first load (LOADERS.md 6)."""
    fill(data, orgs=(f"org:x,丁厂,enterprise,,{bad},",))
    ask("build", data, "--store", "mended.db")
    fill(data, orgs=("org:x,丁厂,enterprise,,91110000600037341L,",))

    again = ask("build", data, "--store", "mended.db").body

    assert again["digest"] == ask("build", data, "--store", "clean.db").body["digest"]
    assert ask("entity", "org:x", "--store", "mended.db").body["flags"] == []


@pytest.mark.xfail(
    strict=True, reason="a corrected cell conflicts with its own file's older version"
)
def test_a_corrected_cell_does_not_conflict_with_its_older_version(ask, data):
    fill(data)
    ask("build", data)
    table(data / "organizations.csv", ORGS, GOOD_ORGS[0].replace("杭州", "宁波"), *GOOD_ORGS[1:])

    assert ask("build", data).body["problems"] == []


def test_undoing_the_first_load_clears_a_mended_conflict(ask, data):
    """The way out that exists: take back the load of the older version."""
    fill(data)
    ask("build", data)
    table(data / "organizations.csv", ORGS, GOOD_ORGS[0].replace("杭州", "宁波"), *GOOD_ORGS[1:])
    ask("build", data)

    ask("store", "undo-load", 1)

    assert ask("entity", "org:a").body["flags"] == []
    digest = ask("build", data, "--store", "clean.db").body["digest"]
    assert ask("store", "info").body["digest"] == digest


def test_a_conflict_with_an_older_version_flags_no_innocent_row(ask, data):
    """Row 2 was org:a, now it is org:n; only the new row of org:a may be flagged."""
    fill(data)
    ask("build", data)
    table(data / "organizations.csv", ORGS, "org:n,新厂,enterprise,,,",
          GOOD_ORGS[0].replace("杭州", "宁波"))  # fmt: skip

    body = ask("build", data / "organizations.csv").body

    assert [p["row"] for p in body["problems"]] == [3]


def test_a_conflict_on_the_second_entity_of_a_row_is_seen(ask, data):
    mapping = table(
        data.parent / "m.yaml",
        "source: people_of", "columns: {机构: {required: true}, 人: {required: true}, 层次: }",
        "entities:",
        "  org: {type: Organization, id: {column: 机构, prefix: org},"
        " properties: {name: 机构, kind: {literal: enterprise}}}",
        "  per: {type: Person, id: {column: 人, prefix: per}, properties: {name: 人, tier: 层次}}",
    )  # fmt: skip
    table(data / "l.csv", "机构,人,层次", "甲厂,某人,科研人员", "乙厂,某人,国家级领军")

    body = ask("build", data, "--mapping", mapping).body

    assert {p["code"] for p in body["problems"]} == {"duplicate-id-conflict"}
    assert body["totals"]["flagged"] == 2


def test_two_descriptions_of_one_source_are_a_conflict(ask, data):
    table(data / "sources.csv", "source_id,url,title,publisher",
          "src:a,https://a.example,甲页,甲社", "src:a,https://b.example,乙页,乙社")  # fmt: skip

    assert ask("build", data).body["problems"]
