"""Laws over the whole registry, and textbook values."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from graph.conventions import load_conventions
from graph.ecosystem.document import scope_of_document
from graph.metrics.registry import CARDS, REGISTRY
from graph.metrics.result import REASONS

TESTS = Path(__file__).parent.parent
_spec = importlib.util.spec_from_file_location("documents", TESTS / "documents.py")
documents = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(documents)

KNOWN = json.loads((TESTS / "fixtures" / "known_graphs.json").read_text(encoding="utf-8"))
SEEDS = range(12)
# Law -> metrics that do not obey it, each with the reason. A metric not named obeys, and one that
# is named must break it on some seed.
EXEMPT = {
    "isolate": {
        "core_betweenness": "over all pairs of others",
        "core_reach_1": "an isolate counts as not reached",
        "core_reach_2": "an isolate counts as not reached",
        "core_strength_percentile": "an isolate is one more that is weaker",
        "degree_centralization": "over the number of actors",
        "betweenness_centralization": "over the number of actors",
        "be_fit_designated": "over all pairs",
        "be_fit_core_tier": "over all pairs",
        "be_fit_best": "over all pairs",
        "base_enterprise_reach": "the new enterprise counts as not reached",
        "base_exclusive_reach": "the new enterprise counts as not reached",
        "n_actors": "counts actors",
        "density": "over all pairs",
        "isolate_share": "counts isolates",
        "giant_share": "over all actors",
        "pair_connectivity": "over all pairs",
        "coreless_pair_connectivity": "over all pairs",
        "global_efficiency": "over all pairs",
        "coreless_efficiency": "over all pairs",
        "robustness_R": "over all removals",
        "robustness_normalized": "over all removals",
        "articulation_share": "over all actors",
        "non_articulation_share": "over all actors",
        "avg_node_connectivity": "over all pairs",
        "cycle_redundancy_alpha": "over the cycles that so many actors can have",
    },
    "unit_weights": {
        "core_tie_share": "a share of tie weight",
        "core_tier_tie_share": "a share of tie weight",
        "core_strength_percentile": "ranks tie weight",
        "core_independence": "a share of tie weight",
        "bases_effective": "an entropy of tie weight",
        "bases_effective_of_5": "an entropy of tie weight",
        "base_evenness": "an entropy of tie weight",
        "base_gini": "of tie weight",
        "base_hhi": "of tie weight",
        "base_service_distance": "weighted by capacity",
        "local_share": "a share of capacity",
        "n_minus_1_retention": "a share of capacity",
        "segment_hhi": "of capacity",
        "mean_effective_suppliers": "of capacity",
        "external_share": "of capacity",
        "external_dependence": "of capacity",
        "actor_value_at_risk": "a share of capacity",
        "max_actor_value_at_risk": "a share of capacity",
        "gap_labels": "concentration and external share are of capacity",
        "exposure": "the largest share of capacity",
        "exposure_order": "the largest share of capacity",
    },
    "scale": {"base_service_distance": "an enterprise that makes nothing weighs one"},
    "split": {},
    "rename": {
        "repair_order": "equals stand by id",
        "exposure_order": "equals stand by id",
    },
    "order": {},
}


def values(body):
    scope = scope_of_document(body)
    return {key: one.function(scope).rounded() for key, one in REGISTRY.items()}


def numbers(body):
    found = values(body)
    return {key: (one.shown, one.low, one.high, one.reason) for key, one in found.items()}


def assert_same(left, right, keys):
    for key in keys:
        for one, two in zip(left[key], right[key], strict=True):
            if isinstance(one, dict) and isinstance(two, dict):
                assert one.keys() == two.keys(), key
                assert_close([one[name] for name in one], [two[name] for name in one], key)
            else:
                assert_close([one], [two], key)


def renamed(seed):
    """Actors and segments under other names, in another order of names."""
    body = documents.random_document(seed)
    names = [node["id"] for node in body["nodes"]]
    shuffled = names[:]
    random.Random(seed + 1).shuffle(shuffled)
    new = {old: f"x{name}" for old, name in zip(names, shuffled, strict=True)}
    other = copy.deepcopy(body)
    for node in other["nodes"]:
        node["id"] = new[node["id"]]
    for edge in other["edges"]:
        edge["source"], edge["target"] = new[edge["source"]], new[edge["target"]]
    return body, other, new


def reordered(seed):
    """Nodes and edges in another order."""
    body = documents.random_document(seed)
    mixed = copy.deepcopy(body)
    random.Random(seed).shuffle(mixed["nodes"])
    random.Random(seed).shuffle(mixed["edges"])
    return body, mixed


def scaled(seed):
    """Twice every weight; without projects and people, whose members weigh nothing."""
    body = documents.random_document(seed)
    body["edges"] = [e for e in body["edges"] if e["type"] not in documents.MEMBERSHIPS]
    twice = copy.deepcopy(body)
    for edge in twice["edges"]:
        edge["weight"] = edge.get("weight", 1) * 2
    return body, twice


def split(seed):
    """One tie of weight w as two ties of weight w/2 between the same two."""
    body = documents.random_document(seed)
    halved = copy.deepcopy(body)
    parts = [e for e in halved["edges"] if e["type"] in ("collaborates", "produces")]
    for edge in parts:
        edge["weight"] /= 2
    halved["edges"] += copy.deepcopy(parts)
    return body, halved


def with_isolate(seed):
    """One more enterprise, without a tie."""
    body = documents.random_document(seed)
    more = copy.deepcopy(body)
    more["nodes"].append({"id": "alone", "type": "enterprise", "region": "r0"})
    return body, more


def unweighted(seed):
    """All ties of weight one."""
    body = documents.random_document(seed)
    plain = copy.deepcopy(body)
    for edge in plain["edges"]:
        edge.pop("weight", None)
    return body, plain


CHANGES = {
    "rename": renamed,
    "order": reordered,
    "scale": scaled,
    "split": split,
    "isolate": with_isolate,
    "unit_weights": unweighted,
}


def both(law, seed):
    """Numbers before and after; names in tables as they are after."""
    body, other, *names = CHANGES[law](seed)
    left, right = numbers(body), numbers(other)
    if names:
        left = {key: (translated(one[0], names[0]), *one[1:]) for key, one in left.items()}
        right = {key: (translated(one[0], {}), *one[1:]) for key, one in right.items()}
    return left, right


def translated(value, names):
    """A table under other names; a list that is no ranking in the order of the new ones."""
    if isinstance(value, dict):
        return {">".join(names.get(x, x) for x in key.split(">")): v for key, v in value.items()}
    if isinstance(value, list):
        return [names.get(x, x) for x in value]
    return value


def test_every_law_is_run():
    assert set(CHANGES) == set(EXEMPT)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_isolate_lowers_shares_of_actors(seed):
    left, right = (numbers(body) for body in with_isolate(seed))
    for key in ("core_reach_2", "giant_share", "pair_connectivity", "robustness_normalized"):
        if left[key][0]:
            assert right[key][0] < left[key][0], key


def assert_close(left, right, key):
    for one, two in zip(left, right, strict=True):
        if isinstance(one, float) and isinstance(two, float):
            assert one == pytest.approx(two, abs=1e-9), key
        else:
            assert one == two, key


def test_every_exemption_names_a_metric():
    for law, names in EXEMPT.items():
        assert set(names) <= set(REGISTRY), law


@pytest.mark.parametrize("law", sorted(EXEMPT))
def test_every_exemption_is_needed(law):
    """A metric that is excused from a law breaks it on some seed."""
    unbroken = set(EXEMPT[law])
    for seed in range(60):
        if not unbroken:
            break
        left, right = both(law, seed)
        unbroken -= {key for key in unbroken if left[key] != right[key]}
    assert not unbroken


@pytest.mark.parametrize("law", sorted(EXEMPT))
@pytest.mark.parametrize("seed", SEEDS)
def test_law(law, seed):
    """What is done to the ecosystem changes no metric but those excused."""
    left, right = both(law, seed)

    assert_same(left, right, set(REGISTRY) - set(EXEMPT[law]))


# Of core and network, what is not over the observed actors only.
BEYOND_THE_OBSERVED = {
    "core_independence": "over all ties of an observed center",
    "formal_activity_gap": "over all registered ties",
}


@pytest.mark.parametrize("seed", SEEDS)
def test_core_and_network_are_over_the_observed_actors(seed):
    """As if the others were not in the ecosystem; what is too little is recorded all the same."""
    scope = scope_of_document(documents.random_document(seed))
    observed = np.random.default_rng(seed).random(len(scope)) < 0.8
    observed[scope.centers] = True
    partly = replace(
        scope, observed=observed, design=replace(scope.design, closed=False)
    )  # fmt: skip
    alone = scope.restrict(observed)

    for key, one in REGISTRY.items():
        if one.card in ("core", "network") and key not in BEYOND_THE_OBSERVED:
            found, wanted = one.function(partly).rounded(), one.function(alone).rounded()
            told = found.recorded if found.reason == "partly_observed" else found.shown
            assert told == wanted.shown, key
            if found.contributors:
                assert [*found.contributors.ranking.first(None)] == [
                    *wanted.contributors.ranking.first(None)
                ], key


def test_every_pillar_has_five_headlines():
    for card in CARDS:
        assert sum(one.card == card and one.headline for one in REGISTRY.values()) == 5


def test_every_metric_says_what_a_reader_must_know():
    for one in REGISTRY.values():
        assert one.formula, one.key
        assert one.reference, one.key
        assert one.cost, one.key
        assert set(one.label) == set(one.sentence) == {"zh", "en"}
        assert set(one.undefined) <= set(REASONS), one.key
        told = one.function.__doc__ or ""
        assert any(word in told for word in ("None", "``high``", "ounds", "mpty")), one.key


@pytest.mark.parametrize("seed", SEEDS)
def test_values_lie_in_the_declared_range(seed):
    for key, one in values(documents.random_document(seed)).items():
        low, high = REGISTRY[key].range
        for value in (one.value, one.low, one.high, one.recorded):
            assert value is None or low - 1e-9 <= value <= high + 1e-9, key


@pytest.mark.parametrize(
    "body",
    [
        {"nodes": [], "edges": []},
        {"nodes": [{"id": "c", "type": "center"}], "edges": []},
        {"nodes": [{"id": str(i), "type": "enterprise"} for i in range(4)], "edges": []},
        {"nodes": [{"id": "s", "type": "segment"}], "edges": []},
    ],
    ids=["empty", "one-center", "no-tie", "one-segment"],
)
def test_degenerate_ecosystems_give_reasons(body):
    for key, one in values(body).items():
        assert one.shown is not None or one.reason in REASONS, key


@pytest.mark.parametrize("name", sorted(documents.known_graphs()))
def test_textbook_values(name):
    """METRICS.md: karate, Florentine families, kite, star, clique, path, ideal core, two tiers."""
    graph, wanted = documents.known_graphs()[name], KNOWN[name]
    hub = next(node for node in graph if str(node) == wanted["hub"])
    found = values(documents.document(graph, hub))

    assert (len(graph), graph.number_of_edges()) == (wanted["n"], wanted["m"])
    expected = {key: wanted[name] for key, name in NAMES.items()}
    expected["non_articulation_share"] = 1 - wanted["articulation_share"]
    best = wanted["be_fit_best"]
    expected["be_fit_best"] = best[0] if best and len(graph) <= 14 else None
    for key, value in expected.items():
        same = found[key].value == value if value is None else None
        assert same or found[key].value == pytest.approx(value, abs=1e-6), key
    if expected["be_fit_best"] is not None:
        members = [ids[0] for ids, _ in found["be_fit_best"].contributors.ranking.first(None)]
        assert members == best[1] or name == "complete_K6"
    assert found["core_coreness_ratio"].value <= 1


NAMES = {
    "core_tie_share": "hub_tie_share",
    "core_betweenness": "hub_betweenness",
    "degree_centralization": "degree_centralization",
    "betweenness_centralization": "betweenness_centralization",
    "be_fit_designated": "be_fit_hub",
    "core_constraint": "hub_constraint",
    "core_effective_size": "hub_effective_size",
    "coreless_pair_connectivity": "coreless_pair_connectivity(hub)",
    "global_efficiency": "global_efficiency",
    "robustness_R": "robustness_R",
    "robustness_normalized": "R_normalised",
    "articulation_share": "articulation_share",
    "bridge_share": "bridge_share",
    "avg_node_connectivity": "avg_node_connectivity",
    "cycle_redundancy_alpha": "cycle_redundancy_alpha",
}
"""Keys of ours, and the names of the same values in ``known_graphs.json``."""


@pytest.mark.parametrize("n", [1000, 20_000])
def test_the_fit_of_a_large_star_is_one(n):
    """The counts of pairs pass 64 bits when multiplied."""
    found = values(documents.document(nx.star_graph(n), 0))

    assert found["be_fit_designated"].value == pytest.approx(1.0)


def test_efficiency_against_networkx():
    """Global efficiency of the network without its core, against NetworkX."""
    for graph, hub in ((nx.karate_club_graph(), 33), (nx.florentine_families_graph(), "Medici")):
        rest = nx.Graph(graph.subgraph(set(graph) - {hub}).edges)
        rest.add_nodes_from(set(graph) - {hub})
        one = values(documents.document(nx.Graph(graph.edges), hub))["coreless_efficiency"]
        assert one.value == pytest.approx(nx.global_efficiency(rest), abs=1e-9)


def test_brokerage_roles_of_a_star():
    """Two kinds of leaves: consultant C(a,2)+C(b,2), liaison ab (METRICS.md C9)."""
    graph = nx.star_graph(7)
    sectors = dict.fromkeys(range(1, 4), "university")
    one = values(documents.document(graph, 0, sectors=sectors))["core_cross_type_brokerage_share"]

    assert one.value == pytest.approx(3 * 4 / (3 + 6 + 3 * 4))


def test_sampled_paths_agree_with_exact_ones():
    """Above the exact limit: within five standard errors of the exact value."""
    graph = nx.gnm_random_graph(600, 1800, seed=3)
    body = documents.document(graph, 0)
    exact = scope_of_document(body)
    few = replace(load_conventions(), exact_actors=100, sampled_sources=200)
    sampled = scope_of_document(body, few)
    for key in ("core_betweenness", "coreless_efficiency"):
        one, two = (REGISTRY[key].function(scope) for scope in (exact, sampled))
        assert one.error is None
        assert two.error
        assert abs(one.value - two.value) < 5 * two.error
