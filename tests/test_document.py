"""Ecosystem documents: what is cleaned, refused and kept, and both readings of the core."""

from __future__ import annotations

import importlib.util
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scope import WITH_HOSTS
from graph.errors import SourceError, UsageError

_spec = importlib.util.spec_from_file_location(
    "documents", Path(__file__).with_name("documents.py")
)
documents = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(documents)

NODES = [
    {"id": "c", "type": "center", "region": "r1", "lat": 30.5, "lon": 120},
    {"id": "h", "type": "host", "sector": "university", "lat": "30", "lon": 120},
    {"id": "b", "type": "base", "lat": 29},
    {"id": "f", "type": "enterprise"}, {"id": "g", "type": "enterprise", "origin": "external"},
    {"id": "p", "type": "project"}, {"id": "i", "type": "ip"}, {"id": "t", "type": "talent"},
    {"id": "s1", "type": "segment"}, {"id": "s2", "type": "segment"},
    {"id": "s3", "type": "segment"},
]  # fmt: skip


def edge(source, kind, target, **more):
    return {"source": source, "target": target, "type": kind, **more}


def body(*edges, nodes=NODES, **meta):
    return {"meta": meta, "nodes": list(nodes), "edges": list(edges)}


def ties(scope):
    return {
        (scope.actors[u], scope.actors[v]): weight
        for u, v, weight in zip(scope.u, scope.v, scope.weight.tolist(), strict=True)
    }


def events(scope):
    """The members of each event, in order."""
    found = {}
    for event, member in zip(scope.event.tolist(), scope.member.tolist(), strict=True):
        found.setdefault(event, []).append(scope.actors[member])
    return sorted(found.values())


# What is dropped or counted, and why

NO_END = "an end is no node, or not of the kind that the type joins"
DROPPED = {
    "unknown type": (edge("f", "likes", "g"), "unknown edge type"),
    "type is no text": (edge("f", ["owns"], "g"), "unknown edge type"),
    "unknown type comes before a dangling end": (edge("f", "likes", "z"), "unknown edge type"),
    "dangling end": (edge("f", "collaborates", "z"), NO_END),
    "no end": ({"source": "f", "type": "collaborates"}, NO_END),
    "empty end": (edge("", "collaborates", "f"), NO_END),
    "end is no id": (edge(["f"], "collaborates", "g"), NO_END),
    "participates ends in a project": (edge("f", "participates", "i"), NO_END),
    "owns ends in an IP right": (edge("f", "owns", "p"), NO_END),
    "hosts ends in a center": (edge("h", "hosts", "b"), NO_END),
    "dangling comes before a loop": (edge("z", "collaborates", "z"), NO_END),
    "loop": (edge("f", "collaborates", "f", weight=0), "self-loop"),
    "zero": (edge("f", "collaborates", "g", weight=0, year=1900), "weight not positive"),
    "negative": (edge("f", "collaborates", "g", weight=-1), "weight not positive"),
    "text": (edge("f", "collaborates", "g", weight="much"), "weight not a number"),
    "list": (edge("f", "collaborates", "g", weight=[1]), "weight not a number"),
    "true": (edge("f", "collaborates", "g", weight=True), "weight not a number"),
    "NaN": (edge("f", "collaborates", "g", weight=float("nan")), "weight not a number"),
    "infinite": (edge("f", "produces", "s1", weight=float("inf")), "weight not a number"),
    "too large": (edge("f", "produces", "s1", weight=10**400), "weight not a number"),
    "no year": (edge("f", "collaborates", "g", year="soon"), "year not a number"),
    "half a year": (edge("f", "collaborates", "g", year=2022.5), "year not a number"),
    "a list of years": (edge("f", "collaborates", "g", year=[2022]), "year not a number"),
    "before": (edge("f", "supplies", "g", year=2020), "outside the window"),
    "after": (edge("f", "collaborates", "g", year="2026"), "outside the window"),
}  # fmt: skip


@pytest.mark.parametrize("name", DROPPED)
def test_an_edge_is_dropped_for_the_first_reason(name):
    bad, reason = DROPPED[name]
    good = edge("f", "collaborates", "g", weight=2, year=2021)

    scope = scope_of_document(body(good, bad, window=[2021, 2025]))

    assert ties(scope) == {("f", "g"): 2}
    assert scope.dropped == {reason: 1}


def test_missing_weights_and_years_are_kept_and_counted():
    """Null, absent and empty are the same: three ties of weight 1 add up to 3."""
    scope = scope_of_document(body(
        edge("f", "collaborates", "g"), edge("g", "collaborates", "f", weight=None, year=""),
        edge("f", "collaborates", "g", weight="", year=None), window=[2021, 2025],
    ))  # fmt: skip

    assert ties(scope) == {("f", "g"): 3}
    assert scope.dropped == {"missing weight": 3, "undated": 3}


def test_numbers_written_as_text_are_numbers():
    scope = scope_of_document(
        body(edge("f", "collaborates", "g", weight="1.5", year="2022"), window=["2021", 2025.0])
    )

    assert ties(scope) == {("f", "g"): 1.5}
    assert scope.window.years == [2021, 2025]


def test_formal_edges_have_no_window():
    """Neither an early year nor one that is no number drops them."""
    scope = scope_of_document(body(
        edge("h", "hosts", "c", year=1900), edge("c", "has_base", "b", year="early"),
        window=[2021, 2025],
    ))  # fmt: skip

    assert len(scope.formal) == 2


def test_importance_that_is_no_positive_number_is_one_and_counted():
    values = [0, -1, "2", True, float("nan"), None, "", 3]
    nodes = [{"id": f"s{i}", "type": "segment", "importance": x} for i, x in enumerate(values)]

    scope = scope_of_document(body(nodes=nodes))

    assert [one.importance for one in scope.design.segments] == [1, 1, 1, 1, 1, 1, 1, 3]
    assert scope.dropped == {"importance not a positive number": 5}


def test_an_empty_string_is_absent():
    """Sector falls back to the type, the origin is local, the region unknown; a node that stands
    twice with the same content but for empty values is one."""
    full = {"id": "h", "type": "host", "sector": "", "origin": "", "region": "", "lat": ""}
    scope = scope_of_document(body(nodes=[full, {"id": "h", "type": "host"}]))

    assert (scope.actors, scope.sector, scope.local, scope.region) == (
        ["h"], ["host"], [True], [None]
    )  # fmt: skip
    assert np.isnan(scope.coordinates).all()


def test_unknown_node_types_are_counted_and_no_actors():
    nodes = [*NODES, {"id": "x", "type": "planet"}, {"id": "x", "type": "planet"}, {"id": "y"}]
    scope = scope_of_document(body(edge("x", "collaborates", "f"), nodes=nodes))

    assert scope.actors == ["b", "c", "f", "g", "h"]
    assert scope.dropped == {"unknown node type": 2, NO_END: 1}


def test_ids_may_be_numbers():
    nodes = [
        {"id": 1, "type": "center"},
        {"id": "2", "type": "fund"},
        {"id": "1", "type": "center"},
    ]
    scope = scope_of_document(body(edge("1", "collaborates", 2), nodes=nodes))

    assert ties(scope) == {("1", "2"): 1}


REFUSED = {
    "a list": [],
    "no nodes": {},
    "nodes is no list": {"nodes": {"c": {}}},
    "node is no object": {"nodes": ["c"]},
    "node without id": {"nodes": [{"type": "center"}]},
    "node with an empty id": {"nodes": [{"id": "", "type": "center"}]},
    "edges is no list": {"nodes": [], "edges": {"a": 1}},
    "edge is no object": {"nodes": [], "edges": [["a", "b"]]},
    "meta is no object": {"nodes": [], "meta": [2021, 2025]},
    "regions is no list": {"nodes": [], "meta": {"regions": "r1"}},
    **{
        f"window {window!r}": {"nodes": [], "meta": {"window": window}}
        for window in (2021, [], [2021], [2025, 2021], ["a", "b"], [None, None], {"from": 2021},
                       [2021, 2025, 2030], "2021-2025", [2021.5, 2025])
    },
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_document_is_refused_in_both_languages(name):
    with pytest.raises(SourceError, match=" / ") as caught:
        scope_of_document(REFUSED[name])

    assert caught.value.code == "unreadable-file"


def test_one_id_with_different_content_is_refused():
    nodes = [{"id": "c", "type": "center"}, {"id": "c", "type": "center", "region": "r"}]
    with pytest.raises(SourceError, match="c stands twice") as caught:
        scope_of_document(body(nodes=nodes))

    assert caught.value.code == "duplicate-id-conflict"


def test_a_cycle_of_segments_is_refused():
    links = [("s1", "s2"), ("s2", "s3"), ("s3", "s1")]
    with pytest.raises(SourceError, match="s1 > s2 > s3 > s1"):
        scope_of_document(body(*(edge(a, "upstream_of", b) for a, b in links)))


@pytest.mark.parametrize("n", [2, 5, 5000])
def test_the_cycle_named_leaves_out_what_hangs_on_it(n):
    """a0 is fed by the last of a ring that s feeds: neither is in it. Linear in the links."""
    ring = [f"r{i:05}" for i in range(n)]
    links = [*zip(ring, [*ring[1:], ring[0]], strict=True), (ring[-1], "a0"), ("s", ring[0])]
    nodes = [{"id": one, "type": "segment"} for one in (*ring, "a0", "s")]
    with pytest.raises(SourceError) as caught:
        scope_of_document(body(*(edge(a, "upstream_of", b) for a, b in links), nodes=nodes))

    named = str(caught.value).split("form a cycle ")[1].split(" > ")
    assert named[0] == named[-1]
    assert sorted(named[1:]) == ring
    assert set(itertools.pairwise(named)) <= set(links)


# What is kept


def test_events_of_a_document():
    """Projects and IP rights with one member or more, persons with two; members are sets."""
    scope = scope_of_document(body(
        edge("f", "participates", "p"), edge("f", "participates", "p"), edge("g", "owns", "i"),
        edge("c", "owns", "i"), edge("t", "employed_by", "f"),
    ))  # fmt: skip

    assert events(scope) == [["c", "g"], ["f"]]
    assert ties(scope) == {("c", "g"): 1}


def test_formal_regions_and_coordinates():
    """hosts is read from the center's side; regions stand as given, once; a number as text or a
    latitude alone is no place. Actors: b, c, f, g, h."""
    scope = scope_of_document(body(
        edge("h", "hosts", "c"), edge("h", "hosts", "c"), edge("c", "has_base", "b"),
        regions=["r2", "r1", "r2", "", None],
    ))  # fmt: skip

    assert scope.formal.tolist() == [[1, 0], [1, 4]]
    assert scope.regions == ("r2", "r1")
    assert np.isnan(scope.coordinates).all(axis=1).tolist() == [True, False, True, True, True]
    assert scope.coordinates[1].tolist() == [30.5, 120]
    assert scope_of_document(body()).regions == ()


def test_dated_ties_of_a_document():
    """Window 2021-2025 and 2016-2020 before it; an event is dated by one of its two members."""
    scope = scope_of_document(body(
        edge("c", "collaborates", "f", year=2021), edge("c", "collaborates", "f"),
        edge("c", "collaborates", "g", year=2020), edge("c", "collaborates", "g"),
        edge("f", "collaborates", "g"), edge("c", "collaborates", "h", year=2015),
        edge("b", "participates", "p"), edge("h", "participates", "p", year=2018),
        edge("b", "owns", "i", year=2024), edge("f", "owns", "i"), window=[2021, 2025],
    ))  # fmt: skip

    assert scope.dated()[:2] == ({("c", "f"), ("b", "f")}, {("c", "g"), ("b", "h")})
    assert scope_of_document(body()).dated is None


def test_researchers_of_every_origin():
    """Numbers of the edges that count; only local researchers make a segment researched."""
    scope = scope_of_document(body(
        edge("f", "researches", "s1"), edge("g", "researches", "s1"), edge("f", "likes", "s1"),
        edge("g", "researches", "s1"),
    ))  # fmt: skip
    made = scope.design.segments[0].made

    assert scope.actors[2:4] == ["f", "g"]
    assert made.research == {2: [0], 3: [1, 2]}
    assert made.researchers == {2}


def test_a_link_in_two_groups_is_one_link_of_both():
    """s1 in groups x and y, s2 in x: groups {s1, s2} and {s1}. Repeated in one group, or without
    any, a link counts once."""
    scope = scope_of_document(body(
        edge("s1", "upstream_of", "s3", group="x"), edge("s1", "upstream_of", "s3", group="y"),
        edge("s1", "upstream_of", "s3", group="x"), edge("s2", "upstream_of", "s3", group="x"),
    ))  # fmt: skip
    essential = scope_of_document(body(*[edge("s1", "upstream_of", "s3", group="")] * 2))

    assert len(scope.design.links) == 2
    assert sorted(scope.design.inputs[2]) == [[0], [0, 1]]
    assert essential.design.inputs[2] == [[0]]


# The second reading


def test_center_and_host_as_one_actor():
    """The project of c, h, f has k = 3 and then 2: 1/2, then 1. Ties to both add up: 1 + 2 to g.
    The person employed by both is no event any more, the one with f has two employers left."""
    found = body(
        edge("h", "hosts", "c"), edge("c", "has_base", "b"), edge("c", "collaborates", "h"),
        *(edge(one, "participates", "p") for one in "chf"),
        edge("c", "collaborates", "g"), edge("h", "collaborates", "g", weight=2),
        edge("t", "employed_by", "c"), edge("t", "employed_by", "h"),
        edge("h", "produces", "s1"), edge("h", "owns", "i"),
    )  # fmt: skip
    alone, merged = scope_of_document(found), scope_of_document(found, reading=WITH_HOSTS)

    assert ties(alone) == {("c", "h"): 2.5, ("c", "f"): 0.5, ("f", "h"): 0.5, ("c", "g"): 1,
                           ("g", "h"): 2}  # fmt: skip
    assert ties(merged) == {("c", "f"): 1, ("c", "g"): 3}
    assert events(merged) == [["c"], ["c", "f"]]
    assert (merged.actors, merged.sector[1]) == (["b", "c", "f", "g"], "center")
    assert (merged.hosts, merged.formal.tolist()) == ({1: ()}, [[1, 0]])
    assert merged.design.segments[0].made.makers["local"] == {4: 1}  # h, as in the other reading
    assert merged.merged == {1: (4,)}
    assert merged.rows_of([1]) == {1, 4}


def test_only_hosts_host():
    """`hosts` joins a host to a center: other ends are dropped and counted."""
    nodes = [*NODES, {"id": "c2", "type": "center"}]
    scope = scope_of_document(body(
        edge("b", "hosts", "c"), edge("c", "has_base", "b"), edge("c", "hosts", "c2"),
        edge("h", "hosts", "c"), edge("h", "hosts", "c2"), nodes=nodes,
    ), reading=WITH_HOSTS)  # fmt: skip
    c, c2, h = (scope.actors.index(one) for one in ("c", "c2", "h"))

    assert scope.actors == ["b", "c", "c2", "f", "g", "h"]  # a host of two stays itself
    assert scope.hosts == {c: (h,), c2: (h,)}
    assert scope.formal.tolist() == [[c, 0], [c, h], [c2, h]]


def test_dated_ties_of_center_and_host():
    scope = scope_of_document(body(
        edge("h", "hosts", "c"), edge("h", "collaborates", "f", year=2022),
        edge("c", "collaborates", "h", year=2018), edge("h", "collaborates", "g", year=2018),
        window=[2021, 2025],
    ), reading=WITH_HOSTS)  # fmt: skip

    assert scope.dated()[:2] == ({("c", "f")}, {("c", "g")})


def by_hand(document):
    """The document in which a human wrote c0 wherever its host h0 stood, but for the chain."""
    chain = ("produces", "researches", "supplies")
    after = json.loads(json.dumps(document).replace('"h0"', '"c0"'))
    after["nodes"] = [node for node, was in zip(after["nodes"], document["nodes"], strict=True)
                      if was["id"] != "h0"]  # fmt: skip
    after["edges"] = [one for one in after["edges"] if one["type"] not in chain]
    return after


@pytest.mark.parametrize("seed", range(12))
def test_the_second_reading_is_the_document_merged_by_hand(seed):
    document = documents.random_document(seed)

    merged = scope_of_document(document, reading=WITH_HOSTS)
    wanted = scope_of_document(by_hand(document))

    assert merged.actors == wanted.actors
    assert ties(merged) == pytest.approx(ties(wanted))
    assert events(merged) == events(wanted)
    assert merged.formal.tolist() == wanted.formal.tolist()
    assert (merged.type, merged.sector, merged.local) == (wanted.type, wanted.sector, wanted.local)
    assert len(scope_of_document(document)) == len(merged) + 1


def test_an_unknown_reading_is_refused():
    with pytest.raises(UsageError, match="with_hosts"):
        scope_of_document(body(), reading="hosts")
