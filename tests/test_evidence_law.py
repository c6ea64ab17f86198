"""A law over the whole registry: a row that a value hangs on is named by its evidence.

`test_evidence` asks it of the headlines, on whole folders. Here every row of a small province is
taken out in turn, and every metric is asked, in both readings of the core.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph.ecosystem.scope import CENTER, WITH_HOSTS
from graph.ecosystem.scopes import PROVINCE, Scopes
from graph.metrics.cards import MODULES
from graph.metrics.registry import REGISTRY
from graph.values.date import NO_YEAR

assert MODULES, "importing them fills the registry"
FIRM = {"kind": "enterprise", "origin": "local"}
NODES = {
    "ctr:a": ("Center", {"region": "city:j"}), "ctr:o": ("Center", {}),
    "base:1": ("Base", {"role": "branch", "region": "city:j", "lat": 30.0, "lon": 120.0}),
    "base:2": ("Base", {"role": "branch", "region": "city:y", "lat": 29.0, "lon": 120.5}),
    "base:3": ("Base", {"role": "branch", "place": "city:y"}),
    "base:o": ("Base", {"role": "branch"}),
    "org:h": ("Organization", {"kind": "university", "origin": "local", "region": "city:j"}),
    "org:u": ("Organization", {"kind": "institute", "origin": "local"}),
    "org:f": ("Organization", FIRM | {"lat": 30.1, "lon": 120.0, "region": "city:j"}),
    "org:g": ("Organization", FIRM | {"lat": 29.2, "lon": 120.6}),
    "org:i": ("Organization", FIRM), "org:k": ("Organization", FIRM),
    "org:l": ("Organization", FIRM), "org:m": ("Organization", FIRM),
    "org:far": ("Organization", {"kind": "enterprise", "origin": "abroad"}),
    "org:x": ("Organization", {"kind": "enterprise"}),
    "prj:1": ("Project", {}), "prj:2": ("Project", {}), "ip:1": ("Ip", {}), "ip:2": ("Ip", {}),
    "per:1": ("Person", {}),
    "chn:a": ("Chain", {"center": "ctr:a"}),
    **{f"seg:{i}": ("Segment", {"chain": "chn:a"}) for i in (1, 2, 3)},
    "city:j": ("Region", {"code": "330100"}), "city:y": ("Region", {"code": "330200"}),
    "city:z": ("Region", {"code": "330300"}),
}  # fmt: skip
RELATIONS = [
    ("ctr:a", "HOSTED_BY", "org:h", {}), ("ctr:a", "CO_BUILT_BY", "org:u", {}),
    ("ctr:o", "HAS_BASE", "base:o", {}),
    *(("ctr:a", "HAS_BASE", f"base:{i}", {}) for i in (1, 2, 3)),
    ("ctr:a", "COLLABORATES_WITH", "org:h", {"year": 2022}),
    ("ctr:a", "COLLABORATES_WITH", "base:1", {"year": 2023, "weight": 2}),
    ("ctr:a", "SERVES", "org:f", {"year": 2024}),
    ("base:1", "SERVES", "org:f", {"year": 2024}), ("base:1", "SERVES", "org:g", {"year": 2025}),
    ("base:2", "SERVES", "org:g", {"year": 2023}), ("base:2", "SERVES", "org:i", {"year": 2023}),
    ("base:1", "COLLABORATES_WITH", "base:2", {"year": 2022}),
    ("org:f", "COLLABORATES_WITH", "org:g", {"event": "evt:1", "year": 2023}),
    ("org:h", "COLLABORATES_WITH", "org:g", {"event": "evt:1", "year": 2023}),
    ("ctr:a", "COLLABORATES_WITH", "org:k", {}), ("org:k", "COLLABORATES_WITH", "org:l", {}),
    ("base:2", "COLLABORATES_WITH", "org:l", {}), ("ctr:o", "SERVES", "org:m", {}),
    ("base:1", "SERVES", "org:m", {}), ("base:1", "SERVES", "org:x", {}),
    ("base:2", "SERVES", "org:far", {}),
    ("ctr:a", "SERVES", "org:f", {"year": 2018}), ("org:f", "COLLABORATES_WITH", "org:g",
                                                   {"year": 2019}),
    ("base:2", "SERVES", "org:g", {"year": 2017}),
    *((one, "PARTICIPATES_IN", "prj:1", {"year": 2023}) for one in ("org:h", "org:f", "org:u")),
    *((one, "PARTICIPATES_IN", "prj:2", {"year": 2023}) for one in ("org:h", "org:f")),
    ("org:l", "OWNS_IP", "ip:1", {"year": 2022}), ("org:u", "OWNS_IP", "ip:1", {"year": 2022}),
    ("org:u", "OWNS_IP", "ip:2", {"year": 2022}),
    ("org:u", "EMPLOYS", "per:1", {}), ("org:i", "EMPLOYS", "per:1", {}),
    ("org:f", "PRODUCES", "seg:1", {"capacity": 3}), ("org:g", "PRODUCES", "seg:1", {}),
    ("org:g", "PRODUCES", "seg:2", {}), ("org:far", "PRODUCES", "seg:2", {"capacity": 2}),
    ("org:i", "PRODUCES", "seg:3", {}), ("org:f", "PRODUCES", "seg:3", {}),
    ("org:u", "RESEARCHES", "seg:2", {}), ("base:o", "RESEARCHES", "seg:1", {}),
    ("seg:1", "UPSTREAM_OF", "seg:2", {}), ("seg:2", "UPSTREAM_OF", "seg:3", {}),
    ("org:f", "SUPPLIES", "org:g", {}), ("org:i", "SUPPLIES", "org:f", {}),
]  # fmt: skip
FACTS = [
    ("base:3", "complete", "COLLABORATES_WITH", {}), ("chn:a", "complete", "SUPPLIES", {}),
]  # fmt: skip

ASKED = (("ctr:a", CENTER), ("ctr:a", WITH_HOSTS), (PROVINCE, CENTER))
UNDEFINED = {
    "gap_rd_coverage": "every segment has a local maker here",
    "esri": "the firms make several segments each",
}
SLOW = {"avg_node_connectivity": "stands on the ties alone, as n_ties does"}


def numbers(result):
    """What must stay if nothing that counts is taken out."""
    return result.shown, result.low, result.high, result.recorded, result.reason


def values(snapshot):
    """{(scope, reading, key): result} of every metric."""
    scopes = Scopes(snapshot)
    return {
        (key, reading, name): one.function(scope).rounded()
        for key, reading in ASKED
        for scope in [scopes.read(reading)[key]]
        for name, one in REGISTRY.items()
        if name not in SLOW
    }


def named(snapshot, result):
    """Relations that the evidence names, and entities: those of a relation stand with it."""
    edges = snapshot.edges
    edge = dict(zip(edges.statement.tolist(), range(len(edges)), strict=True))
    owner = {s: snapshot.ids[row] for row in range(len(snapshot)) for s in snapshot.declaring(row)}
    relations, others = set(), set()
    for one in result.evidence.statements.tolist():
        if one in edge:
            at = edge[one]
            ends = snapshot.ids[edges.source[at]], snapshot.ids[edges.target[at]]
            kind = snapshot.relation_types[edges.type[at]]
            relations.add((ends[0], kind, ends[1], int(edges.start[at])))
            others |= {*ends}
        else:
            others.add(owner.get(one, snapshot.ids[snapshot.subjects[one]]))
    return relations, others


@pytest.fixture(scope="module")
def whole(small):
    snapshot = small(NODES, RELATIONS, FACTS)
    return snapshot, values(snapshot)


def changed(before, after):
    return [key for key in before if numbers(before[key]) != numbers(after[key])]


def test_every_metric_has_a_value_here(whole):
    """Else the law says nothing of it."""
    _, found = whole
    without = {
        name for name in set(REGISTRY) - set(SLOW)
        if all(found[key, CENTER, name].shown is None and found[key, CENTER, name].low is None
               and found[key, CENTER, name].recorded is None for key in ("ctr:a", PROVINCE))
    }  # fmt: skip

    assert without == set(UNDEFINED)


@pytest.mark.parametrize("number", range(len(RELATIONS)))
def test_a_relation_that_changes_a_value_is_in_its_evidence(number, whole, small):
    snapshot, before = whole
    subject, kind, other, told = RELATIONS[number]

    after = values(small(NODES, RELATIONS[:number] + RELATIONS[number + 1 :], FACTS))

    year = told.get("year", NO_YEAR)
    for key in changed(before, after):
        assert (subject, kind, other, year) in named(snapshot, before[key])[0], key


@pytest.mark.parametrize("number", range(len(FACTS)))
def test_a_declaration_that_changes_a_value_is_in_its_evidence(number, whole, small):
    snapshot, before = whole

    after = values(small(NODES, RELATIONS, FACTS[:number] + FACTS[number + 1 :]))

    assert changed(before, after)
    for key in changed(before, after):
        assert FACTS[number][0] in named(snapshot, before[key])[1], key


@pytest.mark.parametrize(
    ("body", "name"), [(body, name) for body, (_, told) in NODES.items() for name in told]
)
def test_an_entity_whose_row_changes_a_value_is_in_its_evidence(body, name, whole, small):
    """The row that declares an entity tells its region, coordinates, kind and origin."""
    snapshot, before = whole
    kind, told = NODES[body]

    rest = {key: value for key, value in told.items() if key != name}
    after = values(small(NODES | {body: (kind, rest)}, RELATIONS, FACTS))

    for key in changed(before, after):
        assert body in named(snapshot, before[key])[1], key


def test_why_there_is_no_value_rests_on_rows_too(small):
    """prj:1 has a member outside; seg:1 a maker: rows behind "too few"."""
    nodes = {key: NODES[key] for key in ("ctr:a", "ctr:o", "org:f", "prj:1", "chn:a", "seg:1")}
    rows = [("ctr:a", "SERVES", "org:f", {"year": 2024}), ("ctr:o", "PARTICIPATES_IN", "prj:1", {}),
            ("ctr:a", "PARTICIPATES_IN", "prj:1", {}), ("org:f", "PRODUCES", "seg:1", {}),
            ("ctr:a", "HAS_BASE", "base:1", {}), ("org:f", "SERVES", "base:1", {})]  # fmt: skip
    snapshot = small(nodes | {"base:1": NODES["base:1"]}, rows)
    scope = Scopes(snapshot)["ctr:a"]

    for key, number in {"bipartite_clustering_ra": 1, "cross_sector_event_share": 1,
                        "nestedness": 3, "base_complementarity": 3}.items():  # fmt: skip
        found = REGISTRY[key].function(scope)
        assert (found.value, found.recorded) == (None, None)
        told = [(one[0], one[1]) for one in named(snapshot, found)[0]]
        assert (rows[number][0], rows[number][1]) in told, key


def test_parts_sum_to_the_value_where_they_are_said_to(whole):
    """And whoever carries a part carries an equal one where actors are counted."""
    _, found = whole
    for (_, _, name), one in found.items():
        if REGISTRY[name].additive and one.value is not None:
            assert np.nansum(one.evidence.contributions) == pytest.approx(one.value), name
    counted = {
        "bases_registered": 3, "bases_active": 2, "base_activation": 2 / 3, "core_reach_1": None,
        "core_reach_2": None, "base_enterprise_reach": None, "formal_activity_gap": None,
        "articulation_share": None,
    }  # fmt: skip
    for name, value in counted.items():
        one = found["ctr:a", CENTER, name]
        told = [x for x in one.evidence.contributions.tolist() if not math.isnan(x) and x]
        low = (
            one.low if one.low is not None else one.value if one.value is not None else one.recorded
        )
        assert sum(told) == pytest.approx(low if value is None else value), name
