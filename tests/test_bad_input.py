"""Bad rows and files: each named with file, row, column and remedy, everything else loaded."""

from __future__ import annotations

import csv
import random
import sqlite3

import pytest

from loaders.problems import CODES

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


def row_count(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for row in csv.reader(stream) if row) - 1


def adds_up(body):
    for rows in [one["rows"] for one in body["files"]] + [body["totals"]]:
        assert rows["read"] == sum(rows[key] for key in KEYS)
    for key in ("read", *KEYS):
        assert body["totals"][key] == sum(one["rows"][key] for one in body["files"])


# (file, the bad row, code, column, value)
QUARANTINED = {
    "dangling end": ("ties", "org:a,PARTNERS_WITH,org:nobody,,,,",
                     "dangling-reference", "object_id", "org:nobody"),
    "wrong type": ("ties", "org:a,EMPLOYS,org:b,,,,", "wrong-type", "object_id", "org:b"),
    "self loop": ("ties", "org:a,PARTNERS_WITH,org:a,,,,", "self-loop", "object_id", "org:a"),
    "end before start": ("ties", "org:a,SERVES,org:b,2023,2021,,",
                         "end-before-start", "end_year", "2021"),
    "unknown relation": ("ties", "org:a,PARTNER_WITH,org:b,,,,",
                         "unknown-relation", "relation", "PARTNER_WITH"),
    "no relation": ("ties", "org:a,,org:b,,,,", "missing-value", "relation", None),
    "no end": ("ties", "org:a,SERVES,,,,,", "missing-value", "object_id", None),
    "no name": ("orgs", "org:x, ,enterprise,,,", "missing-value", "name", None),
    "no id": ("orgs", ",丁厂,enterprise,,,", "missing-value", "org_id", None),
    "other prefix": ("orgs", "ctr:x,丁厂,enterprise,,,", "bad-id", "org_id", "ctr:x"),
    "two ids": ("orgs", "org:x;org:y,丁厂,enterprise,,,", "bad-id", "org_id", "org:x;org:y"),
    "no such kind": ("orgs", "org:x,丁厂,enterprize,,,", "bad-choice", "type", "enterprize"),
    "surplus cells": ("orgs", "org:x,丁厂,enterprise,,,,多,余", "ragged-row", None, "多 | 余"),
}  # fmt: skip
FLAGGED = {
    "wrong check digit": ("orgs", "org:x,丁厂,enterprise,,91110000600037342L,",
                          "check-digit", "credit_code", "91110000600037342L"),
    "lost digits": ("orgs", "org:x,丁厂,enterprise,,9.1110000600037E+17,",
                    "bad-credit-code", "credit_code", "9.1110000600037E+17"),
    "wrong year": ("ties", "org:a,SERVES,org:b,2202,,,", "bad-date", "start_year", "2202"),
    "future": ("ties", "org:a,SERVES,org:b,2099-05,,,", "future-date", "start_year", "2099-05"),
    "unknown citation": ("ties", "org:a,SERVES,org:b,,,,src:nowhere",
                         "dangling-reference", "source_ids", "src:nowhere"),
}  # fmt: skip


def prepare(data, name, line):
    fill(data, **{name: (line,)})
    file = {"orgs": "organizations.csv", "ties": "relations.csv"}[name]
    return file, 1 + row_count(data / file)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", QUARANTINED)
def test_a_bad_row_is_quarantined_and_named(ask, data, case, lang):
    name, line, code, column, value = QUARANTINED[case]
    file, row = prepare(data, name, line)

    done = ask("build", data, "--lang", lang)

    (problem,) = done.body["problems"]
    assert [problem[k] for k in ("file", "row", "column", "value", "code", "severity")] == [
        file, row, column, value, code, "error"
    ]  # fmt: skip
    assert problem["message"]
    assert problem["suggestion"]
    assert done.status == 0
    assert done.body["totals"]["quarantined"] == 1
    assert done.body["totals"]["loaded"] == len(GOOD_ORGS) + len(GOOD_TIES)
    adds_up(done.body)


@pytest.mark.parametrize("case", QUARANTINED)
def test_a_quarantined_row_leaves_no_trace_in_the_graph(ask, data, case, tmp_path):
    name, line, *_ = QUARANTINED[case]
    prepare(data, name, line)
    good = tmp_path / "good"
    good.mkdir()
    fill(good)

    assert (
        ask("build", data, "--store", "bad.db").body["digest"]
        == (ask("build", good, "--store", "good.db").body["digest"])
    )


@pytest.mark.parametrize("case", FLAGGED)
def test_a_bad_optional_value_flags_the_row_which_stands(ask, data, case):
    name, line, code, column, value = FLAGGED[case]
    file, row = prepare(data, name, line)

    body = ask("build", data).body

    (problem,) = body["problems"]
    assert [problem[k] for k in ("file", "row", "column", "value", "code", "severity")] == [
        file, row, column, value, code, "warning"
    ]  # fmt: skip
    assert problem["message"]
    assert problem["suggestion"]
    assert (body["totals"]["flagged"], body["totals"]["quarantined"]) == (1, 0)
    assert body["entities"]["Organization"] == len(GOOD_ORGS) + (name == "orgs")
    adds_up(body)


@pytest.mark.parametrize("case", FLAGGED)
def test_a_flag_stays_visible_on_the_thing(ask, data, case):
    name, line, code, *_ = FLAGGED[case]
    prepare(data, name, line)
    ask("build", data)

    body = ask("entity", "org:x" if name == "orgs" else "org:a").body

    flags = [*body["flags"], *(flag for one in body["relations"] for flag in one["flags"])]
    assert code in [flag["code"] for flag in flags]


def test_a_bad_value_is_left_out_not_kept(ask, data):
    prepare(data, *FLAGGED["wrong check digit"][:2])
    ask("build", data)

    assert "credit_code" not in [fact["property"] for fact in ask("entity", "org:x").body["facts"]]


@pytest.mark.parametrize("relation", ["OWNS", "OWNS_COMPANY", "OWNS_IP"])
@pytest.mark.parametrize("share", ["150", "-1", "100.5", "101%", "１５０"])
def test_a_share_outside_0_to_100_percent_is_flagged_and_left_out(ask, data, relation, share):
    fill(data)  # org:a has one tie already
    table(data / "ip.csv", "ip_id,name,type", "ip:p,某专利,patent")
    other = "ip:p" if relation == "OWNS_IP" else "org:b"
    head = "subject_id,relation,object_id,share"
    table(data / "shares.csv", head, f"org:a,{relation},{other},{share}")

    body = ask("build", data).body

    (problem,) = body["problems"]
    assert [problem[k] for k in ("file", "row", "column", "value", "code", "severity")] == [
        "shares.csv", 2, "share", share, "out-of-range", "warning"
    ]  # fmt: skip
    assert "0–100" in problem["message"]
    assert problem["suggestion"]
    assert (body["totals"]["flagged"], body["totals"]["quarantined"]) == (1, 0)
    (tie,) = ask("entity", "org:a").body["relations"][1:]
    assert tie["other"]["id"] == other
    assert "share" not in tie["properties"]
    assert [flag["code"] for flag in tie["flags"]] == ["out-of-range"]


@pytest.mark.parametrize("share", ["0", "100", "33.3%"])
def test_a_share_of_0_to_100_percent_stands(ask, data, share):
    fill(data)
    table(
        data / "s.csv", "subject_id,relation,object_id,share", f"org:a,OWNS_COMPANY,org:c,{share}"
    )

    body = ask("build", data).body

    assert body["problems"] == []
    (tie,) = ask("entity", "org:c").body["relations"]
    assert tie["properties"]["share"] == float(share.rstrip("%"))


@pytest.mark.parametrize("year", ["3022", "2202-05", "0999"])
def test_a_year_out_of_range_says_so_with_the_limits(ask, data, year):
    fill(data, ties=(f"org:a,SERVES,org:b,{year},,,",))

    (problem,) = ask("build", data, "--lang", "en").body["problems"]

    assert problem["code"] == "bad-date"
    assert str(int(year[:4])) in problem["message"]
    assert "1000" in problem["message"]
    assert "2100" in problem["message"]


@pytest.mark.parametrize(
    "bad", ["\u202e甲厂", "甲\x1b[31m厂", "甲\x9b厂", "甲\u2067厂", "甲\x07厂"]
)
def test_control_and_direction_characters_of_a_name_flag_the_row(ask, data, bad):
    """They are taken out, the row says so, and the mark stays."""
    table(data / "o.csv", "org_id,name,type", f"org:a,{bad},enterprise", "org:b,乙厂,enterprise")

    body = ask("build", data).body

    (problem,) = body["problems"]
    assert [problem[k] for k in ("row", "column", "value", "code", "severity", "entity")] == [
        2, "name", bad, "control-characters", "warning", "org:a"
    ]  # fmt: skip
    assert "U+" in problem["message"]
    assert (body["totals"]["flagged"], body["totals"]["loaded"]) == (1, 1)
    thing = ask("entity", "org:a").body
    assert thing["name"].isprintable()
    assert [flag["code"] for flag in thing["flags"]] == ["control-characters"]
    assert thing["flags"][0]["property"] == "name"
    assert ask("entity", "org:b").body["flags"] == []


@pytest.mark.parametrize("text", ["甲\u200b厂", "甲\ufeff厂", "甲\xad厂", "甲　厂", '"甲\n厂"'])
def test_what_ordinary_copying_brings_is_no_doubt(ask, data, text):
    table(data / "o.csv", "org_id,name,type", f"org:a,{text},enterprise")

    assert ask("build", data).body["problems"] == []


def test_an_unknown_relation_offers_the_nearest(ask, data):
    prepare(data, *QUARANTINED["unknown relation"][:2])

    assert "PARTNERS_WITH" in ask("build", data).body["problems"][0]["suggestion"]


def everything_bad(data):
    for file, cases in (("orgs", []), ("ties", [])):
        cases += [line for name, line, *_ in (*QUARANTINED.values(), *FLAGGED.values())
                  if name == file]  # fmt: skip
        path = data / {"orgs": "organizations.csv", "ties": "relations.csv"}[file]
        good = GOOD_ORGS if file == "orgs" else GOOD_TIES
        table(path, ORGS if file == "orgs" else TIES, *good, *cases)


def test_all_at_once_adds_up(ask, data):
    """One bad row costs no other: every row read is counted once, in files and in totals."""
    everything_bad(data)

    body = ask("build", data).body

    adds_up(body)
    for one in body["files"]:
        assert one["rows"]["read"] == row_count(data / one["file"])
    assert body["totals"]["quarantined"] == len(QUARANTINED)


def test_strict_writes_nothing_and_fails(ask, data):
    everything_bad(data)
    fine = table(data.parent / "fine.csv", ORGS, "org:fine,好厂,enterprise,,,")
    before = ask("build", fine).body["digest"]

    done = ask("build", data, "--strict")

    assert done.status == 1
    assert done.body["digest"] is None
    assert ask("store", "info").body["digest"] == before


def test_strict_without_problems_writes(ask, data):
    fill(data)

    done = ask("build", data, "--strict")

    assert (done.status, done.body["totals"]["loaded"]) == (0, 4)
    assert ask("store", "info").body["digest"] == done.body["digest"]


@pytest.mark.parametrize("case", sorted({**QUARANTINED, **FLAGGED}))
def test_strict_stops_at_each_kind_of_bad_row(ask, data, case):
    prepare(data, *{**QUARANTINED, **FLAGGED}[case][:2])

    done = ask("build", data, "--strict")

    assert done.status == 1
    assert ask("store", "info").body["error"]["code"] == "store"  # none was left behind


def test_loading_twice_changes_nothing(ask, data):
    everything_bad(data)
    first = ask("build", data).body

    second = ask("build", data).body

    assert second["digest"] == first["digest"]
    assert second["data_version"] == first["data_version"]
    assert second["totals"]["loaded"] == 0
    for key in ("read", "flagged", "quarantined"):
        assert second["totals"][key] == first["totals"][key]
    adds_up(second)


@pytest.mark.parametrize("seed", range(4))
def test_order_of_rows_and_files_does_not_show(ask, data, seed):
    everything_bad(data)
    first = ask("build", data, "--store", "one.db").body
    shuffle = random.Random(seed).shuffle
    names = ["z.csv", "a.csv"]
    shuffle(names)
    for path, name in zip(sorted(data.iterdir()), names, strict=True):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        shuffle(rows)
        table(data.parent / name, head, *rows)
    shuffle(names)

    other = ask("build", *(data.parent / one for one in names), "--store", "two.db").body

    assert other["digest"] == first["digest"]
    assert other["totals"] == first["totals"]


def test_integrity_after_many_bad_loads(ask, data):
    """The database holds nothing of a refused call, and says that it is sound."""
    everything_bad(data)
    ask("build", data)
    ask("build", data, "--strict")
    ask("check", data)

    assert ask("store", "check").body["sound"]
    assert len(ask("store", "loads").body["loads"]) == 1
    with sqlite3.connect("chuangpu.db") as database:
        orphans = database.execute(
            "SELECT count(*) FROM provenance WHERE since NOT IN (SELECT number FROM load)"
        ).fetchone()
    database.close()
    assert orphans == (0,)


def test_every_code_used_here_is_documented():
    used = {code for _, _, code, *_ in (*QUARANTINED.values(), *FLAGGED.values())}
    used |= {"out-of-range", "control-characters"}

    assert used <= set(CODES)
