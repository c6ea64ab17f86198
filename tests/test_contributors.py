"""Who each value is about, in which order, with which part: worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.ecosystem.document import scope_of_document
from graph.ecosystem.ranking import listed, ranked
from graph.metrics.cards import MODULES
from graph.metrics.registry import REGISTRY
from graph.metrics.result import ROLES

assert MODULES, "importing them fills the registry"
KINDS = {"c": "center", "b1": "base", "b2": "base", "b3": "base", "alone": "fund",
         "e1": "enterprise", "e2": "enterprise", "e3": "enterprise"}  # fmt: skip
TIES = {("c", "b1"): 2, ("c", "e1"): 1, ("b1", "e1"): 1, ("b1", "e2"): 3, ("e2", "e3"): 1}
"""Strength: b1 6, e2 4, c 3, e1 2, e3 1; degree: b1 3, c, e1 and e2 2, e3 1. Weight 8 in all."""
DATED = ("e2", "e3")  # in the window before, too


def body():
    edges = [
        {"source": u, "target": v, "type": "collaborates", "weight": w, "year": 2022}
        for (u, v), w in TIES.items()
    ]
    edges.append({"source": "e3", "target": "e2", "type": "collaborates", "year": 2018})
    edges.append({"source": "c", "target": "b2", "type": "collaborates", "year": 2017})
    edges += [{"source": "c", "target": b, "type": "has_base"} for b in ("b1", "b2", "b3")]
    return {
        "meta": {"window": [2021, 2025]},
        "nodes": [{"id": key, "type": kind} for key, kind in KINDS.items()], "edges": edges,
    }  # fmt: skip


@pytest.fixture(scope="module")
def scope():
    return scope_of_document(body())


def told(scope, key):
    found = REGISTRY[key].function(scope).contributors
    return found.role, [("-".join(ids), part) for ids, part in found.ranking.first(None)]


WANTED = {
    "core_tie_share": ("partner", [("b1", 2 / 8), ("e1", 1 / 8)]),
    # Partners of c or a base: e2 with 3; e1 with both, 1 + 1.
    "core_tier_tie_share": ("partner", [("e2", 3 / 8), ("e1", 2 / 8)]),
    "core_strength_percentile": ("above", [("b1", 6), ("e2", 4)]),
    "formal_activity_gap": ("paper", [("b2-c", 1 / 3), ("b3-c", 1 / 3)]),
    # By degree, equals by id.
    "degree_centralization": ("hub", [("b1", 3), ("c", 2), ("e1", 2), ("e2", 2), ("e3", 1)]),
    # Of the 21 pairs of others b1 joins c and e1 with e2 and e3; e2 joins e3 with three.
    "betweenness_centralization": ("broker", [("b1", 4 / 21), ("e2", 3 / 21)]),
    # Each is one of seven outside; the strongest first.
    "core_reach_1": ("reached", [("b1", 1 / 7), ("e1", 1 / 7)]),
    "core_reach_2": ("reached", [("b1", 1 / 7), ("e2", 1 / 7), ("e1", 1 / 7)]),
    # 28 pairs. {b1}: 3 ties of 7 pairs, (84 - 35)/sqrt(5 23 7 21) = .377; two actors touch 13
    # pairs and at most 4 ties, (112 - 65)/sqrt(5 23 13 15) = .314.
    "be_fit_best": ("core", [("b1", 1)]),
    "bases_registered": ("base", [("b1", None), ("b2", None), ("b3", None)]),
    "bases_active": ("base", [("b1", None)]),
    "base_activation": ("paper", [("b2", None), ("b3", None)]),
    "base_core_link": ("paper", [("b2", None), ("b3", None)]),
    "bases_effective": ("base", [("b1", 1)]),
    "bases_effective_of_5": ("base", [("b1", 1)]),
    # By strength.
    "base_enterprise_reach": ("enterprise", [("e2", 4), ("e1", 2)]),
    "base_exclusive_reach": ("enterprise", [("e2", 4)]),
    "isolate_share": ("isolate", [("alone", 1 / 8), ("b2", 1 / 8), ("b3", 1 / 8)]),
    "articulation_share": ("cut", [("b1", 6), ("e2", 4)]),
    "non_articulation_share": ("cut", [("b1", 6), ("e2", 4)]),
    "bridge_share": ("bridge", [("b1-e2", 1 / 5), ("e2-e3", 1 / 5)]),
    # e2-e3 stands in both windows, of six ties in either.
    "tie_persistence": ("kept", [("e2-e3", 1 / 6)]),
}


def in_id_order(pairs):
    return ["-".join(sorted(name.split("-"))) for name, _ in pairs]


@pytest.mark.parametrize("key", REGISTRY)
def test_contributors_of_each_metric(key, scope):
    """Those that name none name nobody."""
    if key not in WANTED:
        assert REGISTRY[key].function(scope).contributors is None
        return

    role, found = told(scope, key)

    assert role == WANTED[key][0]
    assert role in ROLES
    assert in_id_order(found) == in_id_order(WANTED[key][1])
    assert [part for _, part in found] == [
        part if part is None else pytest.approx(part) for _, part in WANTED[key][1]
    ]


def test_a_paper_tie_names_the_center_first(scope):
    assert [name for name, _ in told(scope, "formal_activity_gap")[1]] == ["c-b2", "c-b3"]


def test_who_is_not_observed_is_not_called_idle(scope):
    """b3 is declared without ties; of b2 nobody speaks."""
    observed = scope.degree > 0
    observed[scope.actors.index("b3")] = True
    seen = replace(scope, observed=observed)

    for key in ("base_activation", "base_core_link"):
        assert told(seen, key) == ("paper", [("b3", None)])
    assert in_id_order(told(seen, "formal_activity_gap")[1]) == ["b3-c"]


@pytest.mark.parametrize(
    ("apart", "share", "above"),
    [(0.0, 1 / 2, []), (4e-10, 1 / 2, []), (4e-9, 0, ["e2"]), (-4e-9, 1, [])],
)
def test_strengths_are_compared_at_nine_decimals(apart, share, above):
    """Of the two outside, d is stronger than the center, and e2 as strong, stronger or weaker."""
    nodes = {"c": "center", "d": "enterprise", "e2": "enterprise"}
    ties = {("c", "d"): 0.3, ("d", "e2"): 0.3 + apart}
    made = {
        "nodes": [{"id": key, "type": kind} for key, kind in nodes.items()],
        "edges": [{"source": u, "target": v, "type": "collaborates", "weight": w}
                  for (u, v), w in ties.items()],
    }  # fmt: skip
    one = scope_of_document(made)

    found = REGISTRY["core_strength_percentile"].function(one)

    assert found.value == pytest.approx(share / 2)
    assert [ids[0] for ids, _ in found.contributors.ranking.first(None)] == ["d", *above]


def test_a_value_without_ties_names_nobody(scope):
    alone = scope.restrict(np.array([one in ("alone", "c", "b2") for one in scope.actors]))

    assert told(alone, "isolate_share")[1] == [("alone", 1 / 3), ("b2", 1 / 3), ("c", 1 / 3)]
    assert told(alone, "bases_active")[1] == []


def test_a_ranking_is_by_value_then_by_the_second_value_then_by_position():
    """Both compared at nine decimals; what is not positive is left out."""
    actors = ["a", "b", "c", "d", "e", "f", "g"]
    values = np.array([0.3, 0.1 + 0.2, 0.0, -1.0, 0.3, 0.5, 0.3 + 4e-9])
    then = np.array([1.0, 2.0, 9.0, 9.0, 2.0 + 1e-12, 0.0, 0.0])

    found = ranked(actors, values, then)

    assert [ids[0] for ids, _ in found.first(None)] == ["f", "g", "b", "e", "a"]
    assert [ids[0] for ids, _ in found.first(2)] == ["f", "g"]
    assert len(found) == 5
    assert [ids[0] for ids, _ in ranked(actors, values).first(3)] == ["f", "g", "a"]
    close = ranked(actors[:2], np.ones(2), np.array([2.0, 2.0 + 4e-9]))
    assert [ids[0] for ids, _ in close.first(None)] == ["b", "a"]


def test_a_list_keeps_its_order_and_has_no_part_unless_told():
    ends = np.array([[2, 0], [1, 2]], dtype=np.int32)

    assert list(listed(["a", "b", "c"], ends).first(None)) == [
        (["c", "a"], None),
        (["b", "c"], None),
    ]
    assert [part for _, part in listed(["a", "b", "c"], ends, 0.5).first(None)] == [0.5, 0.5]
