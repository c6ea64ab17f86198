"""Values that the example ecosystem and the textbook graphs do not tell apart, worked by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from graph.conventions import load_conventions
from graph.ecosystem.document import scope_of_document
from graph.metrics.bases.place import great_circle
from graph.metrics.cards import MODULES
from graph.metrics.network.mixing import triangles
from graph.metrics.registry import REGISTRY

assert MODULES, "importing them fills the registry"
RULES = load_conventions()
RADIUS = 6371.0088


def scope_of(nodes, edges=(), **meta):
    """Nodes as (id, type, properties), edges as (source, type, target, properties)."""
    return scope_of_document({
        "meta": meta,
        "nodes": [{"id": key, "type": kind, **told} for key, kind, told in nodes],
        "edges": [{"source": u, "type": kind, "target": v, **told} for u, kind, v, told in edges],
    })  # fmt: skip


def asked(scope, key):
    return REGISTRY[key].function(scope)


# distance


def between(one, two):
    """By the spherical law of cosines."""
    (a, x), (b, y) = np.radians(one), np.radians(two)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(x - y)
    return RADIUS * math.acos(cosine)


@pytest.mark.parametrize(
    ("one", "two", "share"),
    [
        ((0, 0), (0, 90), 1 / 4), ((0, 0), (90, 17), 1 / 4), ((60, 0), (60, 180), 1 / 6),
        ((-30, 10), (30, 10), 1 / 6), ((0, 170), (0, -170), 1 / 18), ((5, 5), (5, 5), 0),
    ],
)  # fmt: skip
def test_distances_on_the_globe_as_shares_of_its_circumference(one, two, share):
    found = great_circle(np.array([one], dtype=float), np.array(two, dtype=float))

    assert found == pytest.approx([share * 2 * math.pi * RADIUS], abs=1e-6)


def test_distances_from_several_places():
    places = [(30.25, 120.17), (29.87, 121.54), (28.0, 120.7)]

    found = great_circle(np.array(places), np.array([30.0, 121.0]))

    assert found == pytest.approx([between(one, (30.0, 121.0)) for one in places])


def at(lat, lon=120.0):
    return {"lat": lat, "lon": lon}


def served(*more, weights=(1, 1, 1), firms=(30.1, 30.2, 30.3)):
    """An active base at 30 degrees north and three firms north of it, with what they make."""
    nodes = [("c", "center", {}), ("b", "base", at(30.0)), ("idle", "base", at(30.3)),
             ("s", "segment", {}),
             *((f"e{i}", "enterprise", at(lat)) for i, lat in enumerate(firms)), *more]  # fmt: skip
    edges = [("c", "collaborates", "b", {})]
    edges += [(f"e{i}", "produces", "s", {"weight": w}) for i, w in enumerate(weights) if w]
    return scope_of(nodes, edges)


@pytest.mark.parametrize(
    ("weights", "steps"),
    [
        ((1, 1, 1), 2),  # 3/2 is reached with the second
        ((1, 0, 0), 2),  # who makes nothing weighs one
        ((3, 2, 1), 1),  # the first has just half: the lower median
        ((1, 1, 5), 3),
        ((0.25, 0.25, 0.25), 2),
        ((0.2, 0.2, 0.9), 3),
    ],
)
def test_service_distance_is_a_weighted_median(weights, steps):
    """From the active base: the idle one is nearer and does not count. In tenths of a degree."""
    found = asked(served(weights=weights), "base_service_distance")

    assert found.value == pytest.approx(steps / 3600 * 2 * math.pi * RADIUS)


def test_service_distance_leaves_out_who_has_no_place_or_is_not_local():
    """Half a place is none; a firm outside and a university are none of the local firms."""
    more = [("e8", "enterprise", {"lat": 31.0}), ("e9", "enterprise", {"lon": 120.0}),
            ("x", "enterprise", {**at(35.0), "origin": "external"}),
            ("u", "university", at(36.0)), ("u2", "university", at(37.0)),
            ("u3", "university", at(37.0))]  # fmt: skip
    found = asked(served(*more), "base_service_distance")

    assert found.value == pytest.approx(2 / 3600 * 2 * math.pi * RADIUS)


def test_the_nearest_base_serves():
    more = [("b2", "base", at(30.3)), ("e7", "enterprise", {})]
    scope = served(*more)
    tied = replace(scope, u=np.array([0, 1], np.int32), v=np.array([2, 2], np.int32),
                   weight=np.ones(2))  # fmt: skip
    assert [scope.actors[i] for i in (0, 1, 2)] == ["b", "b2", "c"]

    found = asked(tied, "base_service_distance")  # 1, 1 and 0 tenths

    assert found.value == pytest.approx(1 / 3600 * 2 * math.pi * RADIUS)


@pytest.mark.parametrize("missing", ["b", "e0"])
def test_no_service_distance_without_a_placed_base_or_firm(missing):
    scope = scope_of(
        [("c", "center", {}), ("b", "base", {} if missing == "b" else at(30.0)),
         ("e0", "enterprise", {} if missing == "e0" else at(30.0))],
        [("c", "collaborates", "b", {})],
    )  # fmt: skip

    assert asked(scope, "base_service_distance").reason == "too_few"


def test_at_most_five_regions_count():
    regions = ["r1", "r2", "r3", "r4", "r5", "r6"]
    nodes = [("c", "center", {}), *((f"b-{r}", "base", {"region": r}) for r in regions)]
    ties = [("c", "collaborates", f"b-{r}", {}) for r in regions]

    found = [asked(scope_of(nodes, ties[:k]), "base_regions_of_5").value for k in (0, 2, 5, 6)]

    assert found == [0, 2 / 5, 1, 1]


def test_effective_bases_reach_the_target_and_no_more():
    """Six bases with a firm each count as six of five."""
    nodes = [(f"b{i}", "base", {}) for i in range(6)] + [("e", "enterprise", {})]
    ties = [(f"b{i}", "collaborates", "e", {"weight": 2}) for i in range(6)]

    scope = scope_of(nodes, ties)

    assert asked(scope, "bases_effective").value == pytest.approx(6)
    assert asked(scope, "bases_effective_of_5").value == 1
    assert asked(scope_of(nodes, ties[:3]), "bases_effective_of_5").value == pytest.approx(3 / 5)


# mixing


def test_triangles_of_known_graphs():
    """Of a clique of five 10, a wheel of six spokes 6, a bipartite graph none; ties both ways."""
    for graph, wanted in (
        (nx.complete_graph(5), 10), (nx.wheel_graph(7), 6), (nx.complete_bipartite_graph(3, 3), 0),
        (nx.karate_club_graph(), 45), (nx.gnm_random_graph(30, 120, seed=1), None),
    ):  # fmt: skip
        ends = np.array([sorted(tie) for tie in graph.edges], dtype=np.int32)
        degree = np.array([graph.degree[i] for i in range(len(graph))], dtype=np.int64)
        counted = sum(nx.triangles(graph).values()) // 3
        assert triangles(ends[:, 0], ends[:, 1], degree) == (counted if wanted is None else wanted)


def test_regions_on_both_ends_are_compared():
    """a and b in one region, c in another, d in none: one tie within, one across."""
    nodes = [("a", "enterprise", {"region": "r"}), ("b", "enterprise", {"region": "r"}),
             ("c", "enterprise", {"region": "q"}), ("d", "enterprise", {})]  # fmt: skip
    ties = [(u, "collaborates", v, {}) for u, v in ("ab", "bc", "bd", "cd")]

    assert asked(scope_of(nodes, ties), "ei_index_region").value == 0
    assert asked(scope_of(nodes, ties[1:2]), "ei_index_region").value == 1
    assert asked(scope_of(nodes, ties[2:]), "ei_index_region").reason == "no_tie"


# segments and events


@pytest.mark.parametrize(
    ("made", "value"),
    [
        # Fills 2, 1 of both rows and columns: the smaller row and column lie in the larger.
        ("a1 a2 b1", 100),
        # Both have both, or one each: no fill decreases.
        ("a1 a2 b1 b2", 0),
        ("a1 b2", 0),
        # Rows {1, 2, 3}, {1, 4}: 1/2. Columns 1 {a, b}, 2 {a}, 3 {a}, 4 {b}: the last three lie in
        # the first, 3. Over one pair of rows and six of columns: 3.5/7.
        ("a1 a2 a3 b1 b4", 50),
    ],
)
def test_nestedness_by_hand(made, value):
    """d makes nothing and nobody makes 5: they are left out."""
    pairs = made.split()
    nodes = [(x, "enterprise", {}) for x in "abd"] + [(s, "segment", {}) for s in "12345"]
    scope = scope_of(nodes, [(x, "produces", s, {}) for x, s in pairs])

    assert asked(scope, "nestedness").value == pytest.approx(value)


@pytest.mark.parametrize("made", ["", "a1", "a1 a2", "a1 b1"])
def test_nestedness_needs_two_makers_and_two_segments(made):
    nodes = [(x, "enterprise", {}) for x in "ab"] + [(s, "segment", {}) for s in "12"]
    scope = scope_of(nodes, [(x, "produces", s, {}) for x, s in made.split()])

    assert asked(scope, "nestedness").reason == "too_few"


def test_ties_over_time_by_hand():
    """Now a-b and a-c; before a-b and b-c: one of three stands in both."""
    nodes = [(x, "enterprise", {}) for x in "abc"]
    edges = [(u, "collaborates", v, {"year": y})
             for u, v, y in (("a", "b", 2021), ("a", "c", 2025), ("b", "a", 2020),
                             ("b", "c", 2016), ("a", "c", 2015))]  # fmt: skip

    assert asked(scope_of(nodes, edges, window=[2021, 2025]), "tie_persistence").value == 1 / 3


# errors


def test_sampled_values_carry_the_error_of_their_algorithm():
    """Robustness over its maximum (n-1)/(2n) has an error 2n/(n-1) as large."""
    graph = nx.gnm_random_graph(40, 80, seed=2)
    nodes = [(str(i), "enterprise" if i else "center", {}) for i in graph]
    scope = scope_of(nodes, [(str(u), "collaborates", str(v), {}) for u, v in graph.edges])
    rules = replace(RULES, exact_actors=20, sampled_sources=30, robustness_sets=1)

    sampled = {
        key: asked(replace(scope, conventions=rules), key)
        for key in ("core_betweenness", "betweenness_centralization", "global_efficiency",
                    "coreless_efficiency", "robustness_R", "robustness_normalized")
    }  # fmt: skip

    for key, found in sampled.items():
        assert found.error > 0, key
        assert asked(scope, key).error is None or key.startswith("robustness")
    assert sampled["core_betweenness"].error != sampled["betweenness_centralization"].error
    R, normalized = sampled["robustness_R"], sampled["robustness_normalized"]
    assert (normalized.value / R.value, normalized.error / R.error) == pytest.approx((80 / 39,) * 2)
