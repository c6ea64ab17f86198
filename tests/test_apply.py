"""Rows that need a closer look: what one row may mean, and what must not be lost of it."""

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


def table(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def fill(folder, orgs=(), ties=()):
    """A folder with three good organizations and one good tie, and more rows of each."""
    table(folder / "organizations.csv", ORGS, *GOOD_ORGS, *orgs)
    table(folder / "relations.csv", TIES, *GOOD_TIES, *ties)


def test_an_entity_whose_row_falls_is_not_declared(ask, data):
    """A base with a dangling same_as waits, is declared, and is quarantined in the end."""
    table(data / "bases.csv", "base_id,name,role,same_as", "base:x,某基地,seat,base:nobody")

    body = ask("build", data).body

    assert body["totals"]["quarantined"] == 1
    assert body["entities"] == {}


@pytest.mark.parametrize(("start", "end"), [("2022-Q4", "2022-11"), ("2022-Q1", "2022-12-31")])
def test_a_quarter_does_not_end_before_it_starts(ask, data, start, end):
    fill(data, ties=(f"org:a,SERVES,org:b,{start},{end},,",))

    assert ask("build", data).body["totals"]["quarantined"] == 0


def test_a_quarter_of_the_past_is_not_in_the_future(ask, data):
    fill(data, ties=("org:a,SERVES,org:b,2026-Q1,,,",))
    table(data / "dataset.yaml", "dataset: told", "retrieved_on: 2026-11-22")

    assert ask("build", data).body["problems"] == []


def test_an_end_in_the_future_is_a_plan_not_a_mistake(ask, data):
    fill(data, ties=("org:a,SERVES,org:b,2021,2099,,",))

    assert ask("build", data).body["problems"] == []


def test_a_share_of_zero_is_not_no_share(ask, data):
    table(data / "o.csv", ORGS, *GOOD_ORGS)
    table(data / "r.csv", "subject_id,relation,object_id,share", "org:a,OWNS,org:b,0")
    ask("build", data)

    assert ask("entity", "org:a").body["relations"][0]["properties"] == {"share": 0}


@pytest.mark.parametrize("parent", ["seg:nobody", "org:a"])
def test_an_optional_end_that_dangles_stays_visible(ask, data, parent):
    """A parent that is not there, or is no segment, costs the reference; the row is flagged."""
    fill(data)
    table(data / "chains.csv", "chain_id,name,center_ids", "chn:a,某链,")
    table(data / "segments.csv", "chain_id,segment_id,name,parent_id", f"chn:a,seg:a,环节,{parent}")
    assert ask("build", data).body["totals"]["flagged"] == 1

    assert ask("entity", "seg:a").body["flags"]


def test_a_value_that_does_not_apply_stays_visible(ask, data):
    table(data / "o.csv", ORGS, *GOOD_ORGS)
    table(data / "r.csv", "subject_id,relation,object_id,employment", "org:a,SERVES,org:b,full")
    assert ask("build", data).body["problems"][0]["code"] == "not-applicable"

    assert ask("entity", "org:a").body["relations"][0]["flags"]


@pytest.mark.parametrize(("chain", "parent"), [("chn:a", "seg:a"), ("seg:a", "")])
def test_a_row_that_refers_to_itself_is_noticed(ask, data, chain, parent):
    """A segment is not its own parent, and no segment is a chain."""
    table(data / "chains.csv", "chain_id,name,center_ids", "chn:a,某链,")
    table(data / "segments.csv", "chain_id,segment_id,name,parent_id",
          f"{chain},seg:a,环节,{parent}")  # fmt: skip

    assert ask("build", data).body["problems"]


@pytest.mark.xfail(strict=True, reason="problems.py: only value is cut, the message is not")
def test_a_long_value_is_cut_in_the_message_too(ask, data):
    fill(data, orgs=(f"org:x,丁厂,enterprise,,{'9' * 5000},",))

    (problem,) = ask("build", data).body["problems"]

    assert len(problem["value"]) <= 201
    assert len(problem["message"]) < 400


@pytest.mark.xfail(strict=True, reason="nothing recognises or masks a personal id number")
def test_a_personal_id_number_is_masked(ask, data):
    """An identity card number (invented, its check digit right) in a column of codes."""
    fill(data, orgs=("org:x,丁厂,enterprise,,330102199001011237,",))

    done = ask("build", data)

    assert "19900101" not in done.out
    assert "19900101" not in ask("entity", "org:x").out


def test_two_files_of_one_name_are_counted_apart(ask, data, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    table(data / "o.csv", ORGS, *GOOD_ORGS)
    table(other / "o.csv", ORGS, "org:x,丁厂,enterprise,,,", "org:y,,enterprise,,,")

    body = ask("build", data, other).body

    assert sorted(one["rows"]["read"] for one in body["files"]) == [2, 3]
    assert body["totals"]["read"] == 5
    assert body["totals"]["quarantined"] == 1


COMPLETE = "subject_id,relation,from_year,to_year"


def test_a_declaration_of_completeness_is_shown(ask, data):
    fill(data)
    table(data / "completeness.csv", COMPLETE, "org:a,SERVES,2021,2025")
    ask("build", data)

    (declared,) = ask("entity", "org:a").body["complete"]

    assert declared["relation"] == "SERVES"
    assert (declared["start"]["date"], declared["end"]["date"]) == ("2021", "2025")


def test_a_bad_year_does_not_widen_a_declaration(ask, data):
    """Without its first year the source would be said to list all ties since ever."""
    fill(data)
    table(data / "completeness.csv", COMPLETE, "org:a,SERVES,20x1,2025")
    ask("build", data)

    assert ask("entity", "org:a").body["complete"] == []


def test_a_declaration_that_ends_before_it_starts_is_quarantined(ask, data):
    fill(data)
    table(data / "completeness.csv", COMPLETE, "org:a,SERVES,2025,2021")

    assert [p["code"] for p in ask("build", data).body["problems"]] == ["end-before-start"]


@pytest.mark.parametrize("word", ["是", "true", "√"])
def test_inferred_is_understood_in_every_word_for_yes(ask, data, word):
    table(data / "c.csv", "center_id,name,batch,state,approval_date,approval_inferred",
          f"ctr:a,某中心,第一批,approved,2021,{word}")  # fmt: skip
    ask("build", data)

    assert [flag["code"] for flag in ask("entity", "ctr:a").body["flags"]] == ["inferred"]


def test_an_invisible_character_in_an_id_does_not_part_two_rows(ask, data):
    fill(data, orgs=("org:x\u200b,丁厂,enterprise,,,",), ties=("org:x\u200b,SERVES,org:b,,,,",))

    assert ask("build", data).body["totals"]["quarantined"] == 0


def test_a_tie_without_direction_is_one_from_either_end(ask, data):
    fill(data, ties=("org:b,PARTNERS_WITH,org:a,2021,2023,联合研发,",))

    body = ask("build", data).body

    assert (body["totals"]["merged"], body["relations"]) == (1, {"COLLABORATES_WITH": 1})


def test_a_doubt_that_names_no_row_is_quarantined(ask, data):
    fill(data)
    table(data / "doubts.csv", "file,key,reason_zh,reason_en",
          "organizations.csv,org:nobody,疑,doubt", "organizations.csv,org:a,疑,doubt")  # fmt: skip

    body = ask("build", data).body

    rows = {one["file"]: one["rows"] for one in body["files"]}
    assert (rows["doubts.csv"]["quarantined"], rows["doubts.csv"]["loaded"]) == (1, 1)
    assert rows["organizations.csv"]["flagged"] == 1
    flag = {"code": "doubtful", "zh": "疑", "en": "doubt"}
    assert ask("entity", "org:a").body["flags"] == [flag]


@pytest.mark.xfail(strict=True, reason="skipped_rows is always 0, total rows are read as records")
def test_blank_and_total_rows_are_skipped_and_counted(ask, data):
    table(data / "o.csv", ORGS, GOOD_ORGS[0], "", "合计,1,,,,")

    (one,) = ask("build", data).body["files"]

    assert (one["rows"]["read"], one["skipped_rows"]) == (1, 2)


@pytest.mark.xfail(strict=True, reason="the first line that is not blank is taken for the header")
def test_a_title_above_the_header_is_skipped(ask, data):
    table(data / "o.csv", "浙江省机构名单（2025年）,,,,,", ORGS, GOOD_ORGS[0])

    assert ask("build", data).body["totals"]["loaded"] == 1
