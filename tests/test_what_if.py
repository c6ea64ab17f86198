"""Ecosystem documents in a store: built like a table, or laid over it without writing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scope import READINGS
from graph.errors import SourceError
from graph.metrics.cards import cards_of, compute_cards
from graph.records import TYPE, FileVersion, Judgement, Provenance, statement
from graph.report.scores import brief
from graph.schema import load_schema
from graph.snapshot import Snapshot
from graph.store import MemoryStore, open_store
from graph.store.base import holds_invented
from loaders.build import build
from loaders.ecosystem import entity_id
from loaders.what_if import Named, Replaced, suppose


def edge(source, kind, target, **more):
    return {"source": source, "target": target, "type": kind, **more}


def node(key, kind, **more):
    return {"id": key, "type": kind, **more}


def saved(folder, nodes=(), edges=(), file="what.json", **meta):
    path = folder / file
    body = {"meta": meta, "nodes": list(nodes), "edges": list(edges)}
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


# Center c with base b and five firms around it, nine ties:
# c-f1, c-f2, c-f3, c-f4, c-b, b-f5, f1-f2, f3-f4, f4-f5.
FIRMS = [f"org:f{i}" for i in range(1, 6)]
NODES = [
    node("ctr:c", "center", name="中心"), node("base:b", "base", region="杭州"),
    *(node(one, "enterprise", region="宁波") for one in FIRMS),
    node("org:g", "university"), node("org:h", "institute"), node("org:k", "enterprise"),
]  # fmt: skip
TIES = [
    ("ctr:c", "org:f1"), ("ctr:c", "org:f2"), ("ctr:c", "org:f3"), ("ctr:c", "org:f4"),
    ("ctr:c", "base:b"), ("base:b", "org:f5"), ("org:f1", "org:f2"), ("org:f3", "org:f4"),
    ("org:f4", "org:f5"), ("org:g", "org:f1"), ("org:h", "org:f2"), ("org:k", "org:f3"),
]  # fmt: skip
EDGES = [
    edge("ctr:c", "has_base", "base:b"),
    *(edge(one, "collaborates", two, year=2024) for one, two in TIES),
]


@pytest.fixture
def store(tmp_path):
    """A memory store of 10 actors, 12 ties, 5 of them with the center."""
    made = MemoryStore()
    build(made, [saved(tmp_path, NODES, EDGES, "store.json", name="store")])
    return made


def values(snapshot, *keys, scope="province", **options):
    """Values of the province by key."""
    one = compute_cards(snapshot, [scope], **options)[0]
    found = {key: result for results in one.cards.values() for key, result in results.items()}
    return [found[key].shown for key in keys]


def everything(snapshot, **options):
    """All values of all scopes with bounds, reasons and coverage."""
    return {
        one.scope.id: {
            card: {key: brief(result) for key, result in results.items()}
            for card, results in one.cards.items()
        }
        for one in compute_cards(snapshot, **options)
    }


# building


def test_a_document_is_built_like_a_table(tmp_path):
    """Every node and edge is a row; the sheet tells which of them the number counts."""
    path = saved(
        tmp_path,
        [node("c", "center"), node("h", "host", sector="university"), node("b", "base"),
         node("f", "enterprise", origin="external", region="宁波", lat=29.9, lon="121.5"),
         node("f", "enterprise", origin="external", region="宁波", lat=29.9, lon="121.5"),
         node("t", "talent", region="杭州"), node("x", "planet"),
         node("s", "segment", importance=2, chain="chn:none")],
        [edge("h", "hosts", "c"), edge("c", "has_base", "b", year=2022),
         edge("f", "collaborates", "b", year=2023), edge("b", "collaborates", "f", year=2023),
         edge("t", "employed_by", "f"), edge("f", "produces", "s", weight=3, year=2023),
         edge("f", "collaborates", "zz"), edge("f", "supplies", "f"), edge("f", "owns", "s")],
        window=[2021, 2025], name="eco",
    )  # fmt: skip
    store = MemoryStore()

    report = build(store, [path])

    sheets = {(one.file, one.sheet): (one.status, one.rows) for one in report.files}
    assert sheets == {
        ("what.json", "nodes"): ("partly", {
            "read": 8, "loaded": 4, "merged": 1, "flagged": 2, "quarantined": 1}),
        ("what.json", "edges"): ("partly", {
            "read": 9, "loaded": 5, "merged": 1, "flagged": 0, "quarantined": 3}),
    }  # fmt: skip
    assert report.totals["read"] == sum(
        report.totals[key] for key in ("loaded", "merged", "flagged", "quarantined")
    )
    assert {(p.sheet, p.row, p.column, p.code) for p in report.problems} == {
        ("nodes", 6, "region", "not-applicable"), ("nodes", 7, "type", "bad-choice"),
        ("nodes", 8, "chain", "dangling-reference"), ("edges", 7, "target", "dangling-reference"),
        ("edges", 8, "target", "self-loop"), ("edges", 9, "source", "wrong-type"),
    }  # fmt: skip
    assert report.relations == {
        "COLLABORATES_WITH": 1, "EMPLOYS": 1, "HAS_BASE": 1, "HOSTED_BY": 1, "PRODUCES": 1,
    }  # fmt: skip
    snapshot = Snapshot.take(store)
    firm = snapshot.row("org:f")
    told = {
        name: snapshot.column(name)[firm] for name in ("kind", "origin", "region", "lat", "lon")
    }
    assert told == {
        "kind": "enterprise", "origin": "other_province", "region": "宁波", "lat": 29.9, "lon": 121.5,
    }  # fmt: skip
    host = snapshot.row("org:h")
    assert (snapshot.column("kind")[host], snapshot.column("origin")[host]) == (
        "university",
        "local",
    )
    assert snapshot.column("surveyed")[snapshot.row("seg:s")] is True
    (tie,) = store.relations_between("base:b", "org:f")
    assert tie.qualifiers == {"start": {"date": "2023", "precision": "year"}, "weight": 2}
    assert {place.row for place in store.provenances([tie.id])[tie.id]} == {3, 4}
    (made,) = store.relations_between("org:f", "seg:s")
    assert made.qualifiers["capacity"] == 3
    assert set(store.datasets()) == {"eco"}


def test_what_is_built_gives_the_values_of_the_document(tmp_path):
    """A document is complete, so only values for which that matters may differ from a store's."""
    store = MemoryStore()
    path = saved(tmp_path, NODES, [*EDGES, EDGES[3]])
    build(store, [path])

    of_file = cards_of(scope_of_document(json.loads(path.read_text("utf-8"))))
    of_store = compute_cards(Snapshot.take(store), ["province"])[0]

    for card in ("core", "bases"):
        mine = {k: one.shown for k, one in of_store.cards[card].items() if one.reason is None}
        theirs = {key: of_file.cards[card][key].shown for key in mine}
        assert mine == theirs
    assert of_store.cards["core"]["core_tie_share"].value == pytest.approx(6 / 13)


def test_a_document_in_a_folder_is_found_and_other_json_is_not(tmp_path):
    saved(tmp_path, NODES, EDGES, "eco.json")
    saved(tmp_path, [{"id": "a", "type": "Organization"}], [], "export.json")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    store = MemoryStore()

    report = build(store, [tmp_path])

    read = {one.file: one.status for one in report.files}
    assert read == {"broken.json": "skipped", "eco.json": "loaded", "export.json": "skipped"}
    assert list(store.datasets()) == ["ecosystem"]


def test_an_invented_document_never_shares_a_store_with_real_data(tmp_path, store):
    path = saved(tmp_path, [node("x", "enterprise")], invented=True, name="made up")

    with pytest.raises(Exception, match="invented"):
        build(store, [path])

    other = MemoryStore()
    build(other, [path])
    assert holds_invented(other)


def test_the_examples_are_marked_as_made_up():
    """So that no store of real data takes them in."""
    examples = Path(__file__).parents[1] / "docs" / "example"
    store = MemoryStore()

    report = build(store, [examples / "ecosystem.json"])

    assert report.clean
    assert holds_invented(store)
    what_if = json.loads((examples / "what_if.json").read_text("utf-8"))
    assert what_if["meta"]["invented"] is True


@pytest.mark.parametrize(
    ("text", "what"),
    [("{", "valid JSON"), ("[]", "no object"), ('{"nodes": 1}', "list of nodes"),
     ('{"nodes": [{"type": "base"}]}', "node 1 has no id"),
     ('{"meta": {"invented": "no"}, "nodes": []}', "true or false"),
     ('{"nodes": [{"id": "a", "type": "base"}, {"id": "base:a", "type": "base"}]}', "one entity")],
)  # fmt: skip
def test_what_is_no_document_is_refused(tmp_path, store, text, what):
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")

    report = build(MemoryStore(), [path])
    with pytest.raises(SourceError, match=what):
        suppose(store, path)

    assert [one.status for one in report.files] == ["refused"]


def test_ids_get_the_prefix_of_their_type():
    schema = load_schema()
    cases = {
        ("a", "center"): "ctr:a", ("1", "ip"): "ip:1", ("ip", "ip"): "ip:ip",
        ("x:1", "talent"): "per:x:1", ("org:a", "fund"): "org:a", ("a;b c%", "base"): "base:a%3Bb%20c%25",
    }  # fmt: skip

    assert {case: entity_id(*case, schema) for case in cases} == cases


# before and after, by hand


def test_one_more_tie(tmp_path, store):
    """12 ties of which 5 touch the center become 13 with 6: 5/12 -> 6/13."""
    found = suppose(store, saved(tmp_path, edges=[edge("ctr:c", "collaborates", "org:f5")]))

    assert values(found.before, "core_tie_share", "n_ties") == [pytest.approx(5 / 12), 12]
    assert values(found.after, "core_tie_share", "n_ties") == [pytest.approx(6 / 13), 13]
    assert (found.nodes, found.edges) == (0, 1)
    assert found.dropped == {"missing weight": 1, "undated": 1}


def test_a_new_base_and_a_new_enterprise(tmp_path, store):
    """A second base with one tie to a new firm: bases 1 -> 2, both active; 12 actors, 13 ties."""
    path = saved(
        tmp_path,
        [node("新", "base", region="宁波"), node("firm", "enterprise")],
        [edge("ctr:c", "has_base", "新"), edge("新", "collaborates", "firm", year=2024)],
    )

    found = suppose(store, path)

    keys = ("bases_registered", "bases_active", "n_actors", "n_ties", "core_tie_share")
    assert values(found.before, *keys) == [1, 1, 10, 12, pytest.approx(5 / 12)]
    assert values(found.after, *keys) == [2, 2, 12, 13, pytest.approx(5 / 13)]
    assert "base:新" in found.after
    assert "base:新" not in found.before


def test_the_weight_of_edges_adds_up_as_in_a_document(tmp_path, store):
    """Twice 1 and once 2.5 in two years: 4.5 more with the center, (5+4.5)/(12+4.5)."""
    path = saved(tmp_path, edges=[
        edge("ctr:c", "collaborates", "org:f5", year=2023),
        edge("org:f5", "collaborates", "ctr:c", year=2023),
        edge("ctr:c", "collaborates", "org:f5", year=2024, weight=2.5),
    ])  # fmt: skip

    found = suppose(store, path)

    assert values(found.after, "core_tie_share") == [pytest.approx(9.5 / 16.5)]


@pytest.mark.parametrize("reading", READINGS)
def test_supposing_nothing_changes_nothing(tmp_path, store, reading):
    """Neither does repeating what the store holds."""
    empty = suppose(store, saved(tmp_path))
    same = suppose(store, saved(tmp_path, NODES, EDGES, name="store"))

    before = everything(empty.before, reading=reading)
    assert everything(empty.after, reading=reading) == before
    assert everything(same.after, reading=reading) == before


SECOND = (
    [node("c2", "center"), node("h2", "host", sector="university"), node("b2", "base", region="宁波"),
     node("p", "project"), node("i", "ip"), node("t", "talent"), node("s1", "segment", chain="chn:x"),
     node("s2", "segment", chain="chn:x"), node("alone", "segment"), node("org:f1", "enterprise")],
    [edge("h2", "hosts", "c2"), edge("c2", "has_base", "b2"), edge("c2", "collaborates", "org:f1"),
     edge("b2", "collaborates", "ctr:c", weight=2, year=2023), edge("c2", "participates", "p"),
     edge("org:f2", "participates", "p", year=2022), edge("h2", "owns", "i"), edge("org:g", "owns", "i"),
     edge("t", "employed_by", "c2", year=2020), edge("t", "employed_by", "org:f3", year=2024),
     edge("org:f4", "produces", "s1", weight=2), edge("org:f5", "produces", "s2"),
     edge("org:h", "researches", "s1"), edge("s1", "upstream_of", "s2", group="g"),
     edge("org:f4", "supplies", "org:f5", weight=3, year=2024)],
)  # fmt: skip


@pytest.mark.parametrize("reading", READINGS)
def test_an_overlay_equals_a_build(tmp_path, store, reading):
    """B over a store of A gives the cards of a store built from A and B together."""
    with_chain(store)
    path = saved(tmp_path, *SECOND, name="second")

    after = suppose(store, path).after
    build(store, [path])
    built = Snapshot.take(store)

    assert everything(after, reading=reading) == everything(built, reading=reading)
    # Only what a build says by silence of an entity that was there (a firm is local) is missing.
    assert len(set(map(bytes, built.statements)) - set(map(bytes, after.statements))) == 1
    assert set(map(bytes, after.statements)) < set(map(bytes, built.statements))


def with_chain(store):
    """A chain of the center in a store."""
    session = store.begin()
    for one in (
        statement("chn:x", TYPE, "Chain", "d"), statement("chn:x", "name", "链", "d"),
        statement("chn:x", "center", "ctr:c", "d"),
    ):  # fmt: skip
        session.add(FileVersion("d", "f.csv", None, "0", "m"), one, Provenance("f.csv", None, 2))
    session.commit(["f.csv"], {})


def test_a_segment_without_chain_belongs_to_none(tmp_path, store):
    """Two of the three segments name the chain; the third is nobody's."""
    with_chain(store)
    path = saved(tmp_path, [node("s1", "segment", chain="chn:x"), node("s2", "segment", chain="chn:x"),
                            node("s3", "segment")], [edge("org:f1", "produces", "s1")])  # fmt: skip

    assert values(suppose(store, path).after, "segment_coverage") == [0.5]


def test_ids_that_were_merged_are_those_they_became(tmp_path, store):
    """k is judged to be f5: a tie with k is one with f5, which the center has not yet."""
    session = store.begin()
    session.judge([Judgement("org:k", "org:f5", "same")])
    session.commit([], {})

    found = suppose(store, saved(tmp_path, edges=[edge("ctr:c", "collaborates", "org:k")]))

    row = found.after.row("org:f5")
    assert row in found.after.edges.target[found.after.edges.source == found.after.row("ctr:c")]


# what is left out, replaced, refused


def test_an_unknown_id_is_dropped_counted_and_named(tmp_path, store):
    path = saved(tmp_path, edges=[
        edge("ctr:c", "collaborates", "org:f9"), edge("org:f9", "collaborates", "base:b"),
        edge("中心", "collaborates", "org:f1"), edge("ctr:c", "collaborates", "ctr:c"),
        edge("ctr:c", "collaborates", "org:f5", weight=0), edge("base:b", "has_base", "org:f1"),
    ])  # fmt: skip

    found = suppose(store, path)

    assert found.edges == 0
    assert found.dropped == {
        "an end is neither in the file nor in the store": 3, "self-loop": 1, "weight not positive": 1,
        "an end is no node, or not of the kind that the type joins": 1,
    }  # fmt: skip
    assert [found.unknown[0].id, found.unknown[0].edges] == ["org:f9", 2]
    assert found.unknown[0].nearest in FIRMS
    assert found.unknown[1] == Named("中心", 1, "ctr:c")  # its name
    assert everything(found.after) == everything(found.before)


@pytest.mark.parametrize(
    ("one", "what"),
    [(node("org:f1", "university"), r"org:f1 is Organization \(enterprise\) .* university"),
     (node("f1", "fund"), "org:f1 is Organization")],
)  # fmt: skip
def test_a_node_of_another_type_than_in_the_store_is_refused(tmp_path, store, one, what):
    with pytest.raises(SourceError, match=what):
        suppose(store, saved(tmp_path, [one]))


def test_ids_of_a_store_without_prefixes_are_kept(tmp_path):
    """As in stores made by hand; the type of the node is compared with the store's."""
    store = MemoryStore()
    session = store.begin()
    for one in (statement("c", TYPE, "Center", "d"), statement("f", TYPE, "Organization", "d")):
        session.add(FileVersion("d", "f", None, "0", "m"), one, Provenance("f", None, 1))
    session.commit(["f"], {})

    found = suppose(store, saved(tmp_path, [node("f", "host")], [edge("c", "collaborates", "f")]))
    with pytest.raises(SourceError, match="f is Organization in the store, the file calls it base"):
        suppose(store, saved(tmp_path, [node("f", "base")]))

    assert len(found.after.edges) == 1
    assert len(found.after) == 2


def test_a_value_told_holds_in_place_of_the_stores(tmp_path, store):
    """The base moves; what is not told (origin, surveyed) replaces nothing."""
    found = suppose(store, saved(tmp_path, [node("base:b", "base", region="宁波"),
                                            node("org:f1", "enterprise")]))  # fmt: skip

    assert found.replaced == [Replaced("base:b", "region", "杭州", "宁波")]
    assert found.after.column("region")[found.after.row("base:b")] == "宁波"
    assert found.before.column("region")[found.before.row("base:b")] == "杭州"
    assert len(found.after.edges) == len(found.before.edges)


def test_what_is_kept_keeps_its_places(tmp_path, store):
    """One statement is taken out, others come to the end: each is still where it was read."""
    found = suppose(store, saved(tmp_path, [node("base:b", "base", region="宁波")]))

    before, after = where(found.before), where(found.after)

    assert len(before.keys() - after.keys()) == 1
    assert {key: after[key] for key in before if key in after} == {
        key: place for key, place in before.items() if key in after
    }
    assert {after[key] for key in after.keys() - before.keys()} == {("what.json", "nodes", 1)}


def where(snapshot):
    """The one place of each statement."""
    places = snapshot.places
    return {
        bytes(key): (*places.files[places.version[at]], int(places.row[at]))
        for key, at in zip(snapshot.statements, places.start[:-1].tolist(), strict=True)
    }


def test_what_has_no_effect_is_told(tmp_path, store):
    """An edge outside the window, and one to a base that no center has."""
    path = saved(tmp_path, [node("b2", "base")], [
        edge("ctr:c", "collaborates", "org:f5", year=2010), edge("ctr:c", "collaborates", "b2"),
    ], window=[2000, 2030])  # fmt: skip

    found = suppose(store, path)
    window = compute_cards(found.before, ["province"])[0].scope.window

    assert (found.outside(window), found.no_base()) == (1, (1, ["base:b2"]))
    assert found.window.years == [2000, 2030]
    assert everything(found.after, window=window) == everything(found.before, window=window)


# the command


@pytest.fixture
def desk(tmp_path, ask):
    """A folder with a store of the small ecosystem."""
    saved(tmp_path, NODES, EDGES, "store.json", name="store")
    assert ask("build", "store.json", "--store", "s.db").status == 0
    return tmp_path


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_store_is_not_changed(desk, ask):
    with_base = saved(desk, [node("b2", "base")], [edge("ctr:c", "has_base", "b2")])
    before, info = digest_of(desk / "s.db"), ask("store", "info", "--store", "s.db").body

    done = ask("metrics", "--with", with_base.name, "--store", "s.db")

    assert done.status == 0
    assert digest_of(desk / "s.db") == before
    assert ask("store", "info", "--store", "s.db").body == info
    assert done.body["digest"] == info["digest"]
    store = open_store("s.db")
    assert not [one for one in store.loads() if "what.json" in one.files]
    store.close()


def test_the_answer_tells_before_after_and_difference(desk, ask):
    path = saved(desk, [node("c2", "center"), node("x", "enterprise")],
                 [edge("ctr:c", "collaborates", "x", year=2024)], window=[2000, 2001])  # fmt: skip

    body = ask("metrics", "--with", path.name, "--store", "s.db").body

    assert set(body) == {
        "what_if", "digest", "with", "window", "core", "conventions", "invented", "scopes",
    }  # fmt: skip
    assert (body["what_if"], body["window"], body["core"]) == (True, [2020, 2024], "center")
    told = body["with"]
    assert (told["file"], told["nodes"], told["edges"]) == ("what.json", 2, 1)
    assert told["ignored_window"] == [2000, 2001]
    scopes = {one["id"]: one for one in body["scopes"]}
    assert list(scopes) == ["ctr:c", "ctr:c2", "province"]
    share = scopes["ctr:c"]["cards"]["core"]["core_tie_share"]
    assert set(share) == {"before", "after", "difference"}
    assert set(share["before"]) == {"value", "low", "high", "recorded", "reason", "coverage"}
    assert share["difference"] == pytest.approx(6 / 10 - 5 / 9)
    assert scopes["ctr:c"]["actors"] == {"before": 7, "after": 8}  # c, b, f1 to f5
    new = scopes["ctr:c2"]
    assert new["actors"]["before"] is None
    assert new["cards"]["core"]["core_tie_share"]["before"] is None
    assert new["cards"]["core"]["core_tie_share"]["difference"] is None


def test_one_center_may_be_asked_for_even_a_supposed_one(desk, ask):
    path = saved(desk, [node("c2", "center")], [edge("c2", "collaborates", "org:f1")])

    for center in ("ctr:c", "ctr:c2"):
        body = ask("metrics", "--with", path.name, "--store", "s.db", "--center", center).body
        assert [one["id"] for one in body["scopes"]] == [center]
    lost = ask("metrics", "--with", path.name, "--store", "s.db", "--center", "ctr:c3")

    assert (lost.status, lost.body["error"]["code"]) == (1, "unknown-id")


def test_words_say_that_it_is_supposed_and_that_nothing_changes(desk, chuangpu):
    empty = saved(desk)
    more = saved(
        desk,
        edges=[
            edge("ctr:c", "collaborates", "org:f5", year=2010),
            edge("ctr:c", "collaborates", "org:f6"),
        ],
        file="more.json", window=[1, 2],
    )  # fmt: skip

    zh = chuangpu("metrics", "--with", more.name, "--store", "s.db")
    en = chuangpu("--lang", "en", "metrics", "--with", more.name, "--store", "s.db")
    saved(desk)
    nothing = chuangpu("metrics", "--with", empty.name, "--store", "s.db")

    assert "假设" in zh.out
    assert "没有变化" in zh.out
    assert "org:f6" in zh.out
    assert "1–2" in zh.err
    assert "What if" in en.out
    assert "1 dated relations lie outside" in en.out
    assert "没有变化" in nothing.out


@pytest.mark.parametrize(
    "words",
    [["--nulls", "10"], ["--aggregate"], ["--evidence", "core_tie_share"], ["--series"],
     ["--compare", "a,b"], ["--map", "m.svg"]],
)  # fmt: skip
def test_what_does_not_go_together_is_wrong_usage(desk, ask, words):
    saved(desk)

    done = ask("metrics", "--with", "what.json", "--store", "s.db", *words)

    assert (done.status, done.body["error"]["code"]) == (2, "usage")


def test_a_document_that_is_measured_by_itself_takes_no_supposition(desk, ask):
    assert ask("metrics", "store.json", "--with", "store.json").status == 2


def test_a_missing_file_is_told(desk, ask):
    done = ask("metrics", "--with", "none.json", "--store", "s.db")

    assert (done.status, done.body["error"]["code"]) == (1, "unreadable-file")


@pytest.mark.parametrize("reading", READINGS)
def test_the_bases_of_the_textile_center_come_to_life(sample, tmp_path, reading):
    """Unobserved before; with a tie between center and pilot base activation and link are 1."""
    path = saved(tmp_path, edges=[
        edge("base:tex-pilot", "collaborates", other, year=2025)
        for other in ("ctr:modern-textile", "org:meisheng-newmat", "org:yuejian")
    ], invented=True)  # fmt: skip

    found = suppose(sample.store, path)

    keys = ("base_activation", "bases_active", "base_core_link")
    options = {"scope": "ctr:modern-textile", "reading": reading}
    assert values(found.before, *keys, **options) == [None, None, None]
    assert values(found.after, *keys, **options) == [1, 1, 1]
    assert found.says_invented
    assert not found.invented
