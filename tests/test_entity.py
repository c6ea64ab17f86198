"""``entity`` and ``search``: one thing with every source and flag, found by any of its names."""

from __future__ import annotations

import csv
import functools
from collections import Counter
from pathlib import Path

import pytest

from graph.report.entity import Entities
from graph.report.search import search_body
from graph.snapshot import Snapshot
from graph.store import SqliteStore
from loaders import zhejiang
from loaders.build import build

SAMPLE = Path(zhejiang.__file__).parent
# The columns that a key of doubts.csv joins, as the sample's README gives them.
KEYS = {
    "relations.csv": ("subject_id", "relation", "object_id", "role"),
    "metrics.csv": ("center_id", "metric"),
    "chain_actors.csv": ("segment_id", "org_id"),
    "chain_links.csv": ("from_segment_id", "to_segment_id"),
    "chain_segments.csv": ("segment_id",),
    "segment_same_as.csv": ("segment_id", "same_as_id"),
    "segment_research.csv": ("segment_id", "org_id", "name"),
}
HOSTILE = {
    "script": "<script>alert(1)</script>厂",
    "formula": '=HYPERLINK("http://x.example","y")',
    "markup": "[red]红[/red][/][link=http://x.example]厂",
    "backslash": "斜杠\\",
    "long": "长" * 5000,
}


def table(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def read(name):
    with (SAMPLE / name).open(encoding="utf-8", newline="") as stream:
        return list(enumerate(csv.DictReader(stream), 2))


@pytest.fixture(scope="module")
def entities(tmp_path_factory):
    """The sample, asked about."""
    store = SqliteStore(tmp_path_factory.mktemp("entities") / "z.db")
    build(store, [SAMPLE])
    found = Entities(store)
    found.body = functools.cache(found.body)
    snapshot = Snapshot.take(store)
    found.search = functools.partial(search_body, snapshot, store)
    yield found
    store.close()


def named_rows(file, key):
    """Numbers of the rows that a key names: by all of its columns, or by all but the last."""
    columns = KEYS.get(file)
    rows = read(file)
    first = next(iter(rows[0][1]))
    if not columns:
        return [number for number, row in rows if row[first] == key]
    return [
        number for number, row in rows
        if key in ("|".join(row[c] for c in columns), "|".join(row[c] for c in columns[:-1]))
    ]  # fmt: skip


def shown(entities, file, key):
    """(reason, file, row) of the flags that are to be seen on what a key names."""
    if file == "sources.csv":
        row = named_rows(file, key)[0]
        return {(flag["zh"], file, row) for flag in entities.store.documents()[key].flags}
    parts = key.split("|")
    if file == "metrics.csv":
        bodies = [entities.body(one) for one in entities.resolve(parts[1])]
        return {(flag.get("zh"), fact["source"]["file"], fact["source"]["row"])
                for body in bodies for flag in body["flags"] for fact in body["facts"]}  # fmt: skip
    if len(parts) == 1:
        body = entities.body(key)
        return {(flag.get("zh"), place["file"], place["row"]) for flag in body["flags"]
                for fact in body["facts"] for place in fact["sources"]}  # fmt: skip
    ends = [part for part in parts if ":" in part][:2]
    return {
        (flag.get("zh"), place["file"], place["row"])
        for one, other in (ends, ends[::-1])
        for tie in entities.body(one)["relations"] if tie["other"]["id"] == other
        for flag in tie["flags"] for place in tie["sources"]
    }  # fmt: skip


def test_every_doubt_of_the_sample_is_visible_on_the_row_it_names(entities):
    doubts = [row for _, row in read("doubts.csv")]
    assert len(doubts) == 377

    unseen = [
        (doubt["file"], doubt["key"]) for doubt in doubts
        if not any(
            (doubt["reason_zh"], doubt["file"], row) in shown(entities, doubt["file"], doubt["key"])
            for row in named_rows(doubt["file"], doubt["key"])
        )
    ]  # fmt: skip

    assert unseen == []


def test_a_doubt_on_a_relation_does_not_spread_to_others(entities):
    """A tie that carries a reason was read in a row that doubts.csv names for it."""
    doubted = {}
    for _, doubt in read("doubts.csv"):
        if doubt["file"] in KEYS and doubt["file"] != "metrics.csv":
            for row in named_rows(doubt["file"], doubt["key"]):
                doubted.setdefault(doubt["reason_zh"], set()).add((doubt["file"], row))

    spread = set()
    for end in sorted({row["subject_id"] for _, row in read("relations.csv")}):
        for tie in entities.body(end)["relations"]:
            for flag in tie["flags"]:
                rows = {(place["file"], place["row"]) for place in tie["sources"]}
                if flag["code"] == "doubtful" and not rows & doubted.get(flag["zh"], set()):
                    spread.add((tie["type"], *sorted(rows)))

    assert spread == set()


# one thing


def test_a_center_with_its_sources(ask, tmp_path, entities):
    row = next(row for _, row in read("centers.csv") if row["center_id"] == "ctr:modern-textile")

    body = entities.body("ctr:modern-textile")

    assert (body["id"], body["type"], body["name"]) == (row["center_id"], "Center", row["name"])
    assert (body["canonical_id"], body["merged_from"]) == (row["center_id"], [])
    for fact in body["facts"]:
        source = fact["source"]
        assert (source["dataset"], source["file"], source["licence"]) == (
            "zhejiang", "centers.csv", "Apache-2.0")  # fmt: skip
        assert source["row"] in named_rows("centers.csv", row["center_id"])
        assert {"title", "url", "sheet", "retrieved_on"} <= set(source)


class Counting:
    """A store that counts what is read from it."""

    def __init__(self, store):
        self.store, self.reads = store, Counter()

    def __getattr__(self, name):
        found = getattr(self.store, name)
        if not callable(found):
            return found

        def counted(*arguments):
            self.reads[name] += 1
            return found(*arguments)

        return counted


def test_the_number_of_reads_does_not_grow_with_the_relations(entities):
    """Names of others come from the snapshot; only the thing itself is read."""
    reads = {}
    for key in ("org:zju", "ctr:modern-textile", "base:tex-pilot"):
        store = Counting(entities.store)
        body = Entities(store, entities.snapshot).body(key)
        reads[key] = (len(body["relations"]), store.reads)

    assert len({ties for ties, _ in reads.values()}) == 3
    assert max(ties for ties, _ in reads.values()) > 30
    first = next(iter(reads.values()))[1]
    assert all(counted == first for _, counted in reads.values())
    assert (first["statements_of"], first["statements_to"], first["provenances"]) == (1, 1, 1)
    assert sum(first.values()) <= 8


def test_names_of_others_are_those_of_the_search(entities):
    ties = entities.body("ctr:modern-textile")["relations"]

    for other in (tie["other"] for tie in ties):
        row = entities.snapshot.row(other["id"])
        assert other["name"] == entities.snapshot.name(row)
        assert other["type"] == entities.snapshot.types[row]


def test_many_values_are_no_conflict_though_another_type_has_one(ask, data):
    """A chain may have several centers, a project one: what is single depends on the type."""
    table(data / "centers.csv", ("center_id", "name", "batch", "state"),
          ("ctr:a", "甲中心", "第一批", "approved"), ("ctr:b", "乙中心", "第一批", "approved"))  # fmt: skip
    table(data / "chains.csv", ("chain_id", "name", "center_ids"), ("chn:c", "某链", "ctr:a;ctr:b"))
    ask("build", data)
    store = SqliteStore(data.parent / "chuangpu.db")
    snapshot = Snapshot.take(store)
    store.close()
    row = snapshot.row("chn:c")

    assert snapshot.columns_many("center")[row] == ["ctr:a", "ctr:b"]
    assert snapshot.own_flags(row) == []
    assert ask("entity", "chn:c").body["flags"] == []


def test_a_conflict_is_the_same_wherever_it_is_found(ask, data):
    """By the build, on the thing, and in the snapshot that metrics and pictures read."""
    table(data / "o.csv", ("org_id", "name", "type", "city"), ("org:a", "甲", "enterprise", "杭州"),
          ("org:a", "甲", "university", "宁波"))  # fmt: skip
    problems = ask("build", data).body["problems"]
    store = SqliteStore(data.parent / "chuangpu.db")
    snapshot = Snapshot.take(store)
    store.close()
    wanted = [{"code": "duplicate-id-conflict", "property": name} for name in ("kind", "region")]

    assert [p["code"] for p in problems] == ["duplicate-id-conflict"] * 4
    assert ask("entity", "org:a").body["flags"] == wanted
    assert (
        sorted(snapshot.own_flags(snapshot.row("org:a")), key=lambda one: one["property"]) == wanted
    )


def test_relations_show_on_both_ends(entities):
    tie = next(one for one in entities.body("ctr:modern-textile")["relations"]
               if one["type"] == "HOSTED_BY")  # fmt: skip

    back = [one for one in entities.body(tie["other"]["id"])["relations"] if one["id"] == tie["id"]]

    assert tie["direction"] == "out"
    assert [(one["direction"], one["other"]["id"]) for one in back] == [
        ("in", "ctr:modern-textile")
    ]


def test_a_mirror_is_named_by_its_publisher_and_not_linked(entities):
    mirrors = {row["source_id"] for _, row in read("sources.csv") if row["mirror"] != "0"}
    assert mirrors

    documents = entities.store.documents()

    assert {key for key, one in documents.items() if one.url is None} >= mirrors
    assert all(documents[key].publisher for key in mirrors)


def test_dates_money_and_originals(ask, data):
    table(data / "c.csv", ("center_id", "name", "batch", "state", "registered_capital",
                           "approval_date"),
          ("ctr:a", "某中心", "第一批", "approved", "约1.2亿元", "2022年5月"))  # fmt: skip
    ask("build", data)

    facts = {one["property"]: one for one in ask("entity", "ctr:a").body["facts"]}

    assert facts["approval_date"]["value"] == {"date": "2022-05", "precision": "month"}
    assert facts["approval_date"]["original"] == "2022年5月"
    assert facts["registered_capital"]["value"] == {
        "amount": 120_000_000, "currency": "CNY", "low": 120_000_000, "high": 120_000_000,
        "qualifier": "approx",
    }  # fmt: skip
    assert facts["registered_capital"]["unit"] == "CNY"
    assert facts["registered_capital"]["original"] == "约1.2亿元"


# finding it


@pytest.fixture
def named(ask, data):
    head = ("org_id", "name", "name_en", "type", "aliases", "former_names", "credit_code")
    table(data / "o.csv", head,
          ("org:a", "某某纤维厂", "Some Fibre", "enterprise", "纤维一厂;同名", "海边化工厂|2001|2009",
           "91350100M000100Y43"),
          ("org:b", "某某大学", "", "university", "同名", "", ""))  # fmt: skip
    ask("build", data)


@pytest.mark.parametrize(
    "word",
    ["org:a", "某某纤维厂", "纤维一厂", "海边化工厂", "some fibre", "ＳＯＭＥ　ＦＩＢＲＥ",
     "91350100M000100Y43", "91350100m000100y43"],
)  # fmt: skip
def test_a_thing_is_found_by_any_exact_name(ask, named, word):
    assert ask("entity", word).body["id"] == "org:a"


@pytest.mark.parametrize("word", ["某某纤维", "纤维厂", "org:c", "", " "])
def test_a_part_of_a_name_is_not_its_name(chuangpu, named, word):
    done = chuangpu("entity", word)

    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


def test_a_name_of_two_lists_both(ask, chuangpu, named):
    done = ask("entity", "同名")

    assert done.status == 1
    assert [one["id"] for one in done.body["candidates"]] == ["org:a", "org:b"]
    out = chuangpu("entity", "同名").out
    assert all(word in out for word in ("org:a", "org:b", "某某纤维厂", "某某大学"))


def test_search_counts_what_the_tables_hold(entities):
    """One, two, three and more characters: every name that holds them, and no other."""
    names = {}
    for file in ("centers", "organizations", "bases", "people", "projects", "ip", "chains",
                 "chain_segments", "places"):  # fmt: skip
        for _, row in read(f"{file}.csv"):
            key = row["segment_id"] if file == "chain_segments" else next(iter(row.values()))
            names[key] = row["name"]

    for word in ("浙", "纺织", "大学", "江大学", "技术创新中心", "浙江大学"):
        hits = entities.search(word, limit=10_000)["hits"]
        wanted = {key for key, name in names.items() if word in name}
        found = {hit["id"] for hit in hits if hit["matched"]["property"] == "name"}
        assert wanted
        assert {hit["id"] for hit in hits} >= wanted, word
        assert found <= wanted | {h["id"] for h in hits if h["type"] == "IndicatorObservation"}


def test_an_exact_name_comes_first(entities):
    assert entities.search("浙江大学")["hits"][0]["id"] == "org:zju"


def test_a_center_comes_before_a_base_that_begins_with_the_same_words(entities):
    hits = entities.search("现代纺织技术")["hits"]

    assert hits[0]["id"] == "ctr:modern-textile"
    assert hits[1]["type"] == "Base"


def test_search_says_how_many_there_are(ask, chuangpu, named):
    done = ask("search", "某某", "--limit", "1")

    assert (done.body["total"], len(done.body["hits"]), done.body["truncated"]) == (2, 1, True)
    assert "2" in chuangpu("search", "某某", "--limit", "1").out.splitlines()[-1]


@pytest.mark.parametrize(
    "word",
    ['"', "*", "OR", "NEAR(", "a\"b", "(", "';DROP TABLE statement", "%", "_", "[red]", "name:x",
     "^厂", "😀"],
)  # fmt: skip
def test_hostile_words_find_nothing_and_break_nothing(ask, named, word):
    done = ask("search", word)

    assert (done.status, done.body["total"], done.err) == (0, 0, "")
    assert ask("store", "check").body["sound"]


@pytest.mark.parametrize("word", ["", " ", "\x00", "\u202e"])
def test_nothing_to_look_for_is_wrong_usage(chuangpu, named, word):
    done = chuangpu("search", word)

    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


# hostile text stays text


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_stays_text(ask, chuangpu, data, case):
    text = HOSTILE[case]
    table(data / "o.csv", ("org_id", "name", "type", "note"), ("org:a", text, "enterprise", text))
    assert ask("build", data).body["totals"]["loaded"] == 1

    body = ask("entity", "org:a").body

    assert body["name"] == text
    assert [f["value"] for f in body["facts"] if f["property"] == "note"] == [text]
    heading = chuangpu("entity", "org:a").out.splitlines()
    assert text[:40] in "".join(heading[1:3])
    assert ask("search", text[:2]).body["total"] == 1


def test_what_cannot_be_seen_is_taken_out_of_names(ask, data):
    table(data / "o.csv", ("org_id", "name", "type"),
          ("org:a", "\u202e甲\x1b[31m\u200b厂\x07\x00", "enterprise"))  # fmt: skip
    ask("build", data)

    assert ask("entity", "甲[31m厂").body["name"] == "甲[31m厂"


@pytest.mark.parametrize("place", ["name", "doubt"])
def test_nothing_printed_can_steer_a_terminal(chuangpu, data, place):
    """Escape sequences of a doubt's reason, and C1 controls of a name, reach the terminal."""
    name = "甲\x9b31m\u2067厂" if place == "name" else "甲厂"
    table(data / "o.csv", ("org_id", "name", "type"), ("org:a", name, "enterprise"))
    if place == "doubt":
        table(data / "doubts.csv", ("file", "key", "reason_zh", "reason_en"),
              ("o.csv", "org:a", "\x1b[31m疑", "\x1b[31mdoubt"))  # fmt: skip
    chuangpu("build", data)

    out = chuangpu("entity", "org:a").out

    assert [c for c in out if not c.isprintable() and c != "\n"] == []
