"""Laws over the whole registry, and textbook values."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from graph.conventions import load_conventions
from graph.ecosystem.document import scope_of_document
from graph.metrics import cards
from graph.metrics.registry import CARDS, REGISTRY
from graph.metrics.result import REASONS

TESTS = Path(__file__).parent.parent
_spec = importlib.util.spec_from_file_location("documents", TESTS / "documents.py")
documents = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(documents)

KNOWN = json.loads((TESTS / "fixtures" / "known_graphs.json").read_text(encoding="utf-8"))
SEEDS = range(12)
# Law -> metrics that do not obey it, each with the reason. A metric not named obeys.
EXEMPT = {
    "isolate": {
        "core_betweenness": "over all pairs of others",
        "core_reach_2": "an isolate counts as not reached",
        "base_enterprise_reach": "the new enterprise counts as not reached",
        "coreless_pair_connectivity": "over all pairs",
        "robustness_normalized": "over all removals",
        "coreless_efficiency": "over all pairs",
        "non_articulation_share": "over all actors",
    },
    "unit_weights": {
        "core_tie_share": "a share of tie weight",
        "core_independence": "a share of tie weight",
        "bases_effective_of_5": "an entropy of tie weight",
        "local_share": "a share of capacity",
        "n_minus_1_retention": "a share of capacity",
    },
}


def values(body):
    scope = scope_of_document(body)
    return {key: one.function(scope).rounded() for key, one in REGISTRY.items()}


def numbers(body):
    found = values(body)
    return {key: (one.value, one.low, one.high, one.reason) for key, one in found.items()}


def assert_same(left, right, keys):
    for key in keys:
        for one, two in zip(left[key], right[key], strict=True):
            if isinstance(one, float) and isinstance(two, float):
                assert one == pytest.approx(two, abs=1e-9), key
            else:
                assert one == two, key


def test_every_exemption_names_a_metric():
    for law, names in EXEMPT.items():
        assert set(names) <= set(REGISTRY), law


def test_every_pillar_has_five_headlines():
    assert len(cards.PILLARS) == len(CARDS)
    for card in CARDS:
        assert sum(one.card == card and one.headline for one in REGISTRY.values()) == 5


def test_every_metric_says_what_a_reader_must_know():
    for one in REGISTRY.values():
        assert one.formula, one.key
        assert one.reference, one.key
        assert one.cost, one.key
        assert set(one.label) == set(one.sentence) == {"zh", "en"}
        assert set(one.undefined) <= set(REASONS), one.key
        assert "None" in (one.function.__doc__ or "") or "high" in one.function.__doc__, one.key


@pytest.mark.parametrize("seed", SEEDS)
def test_renaming_changes_nothing(seed):
    body = documents.random_document(seed)
    names = [node["id"] for node in body["nodes"]]
    shuffled = names[:]
    random.Random(seed + 1).shuffle(shuffled)
    new = {old: f"x{name}" for old, name in zip(names, shuffled, strict=True)}
    renamed = copy.deepcopy(body)
    for node in renamed["nodes"]:
        node["id"] = new[node["id"]]
    for edge in renamed["edges"]:
        edge["source"], edge["target"] = new[edge["source"]], new[edge["target"]]

    assert_same(numbers(body), numbers(renamed), REGISTRY)


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_nodes_and_edges_changes_nothing(seed):
    body = documents.random_document(seed)
    mixed = copy.deepcopy(body)
    random.Random(seed).shuffle(mixed["nodes"])
    random.Random(seed).shuffle(mixed["edges"])

    assert numbers(body) == numbers(mixed)


@pytest.mark.parametrize("seed", SEEDS)
def test_scaling_all_weights_changes_nothing(seed):
    """Twice every weight and every event twice: all values are shares."""
    body = documents.random_document(seed)
    body["edges"] = [e for e in body["edges"] if e["type"] != "participates"]
    scaled = copy.deepcopy(body)
    for edge in scaled["edges"]:
        edge["weight"] = edge.get("weight", 1) * 2

    assert_same(numbers(body), numbers(scaled), REGISTRY)


@pytest.mark.parametrize("seed", SEEDS)
def test_splitting_a_tie_changes_nothing(seed):
    """One tie of weight w is two ties of weight w/2 between the same two."""
    body = documents.random_document(seed)
    split = copy.deepcopy(body)
    parts = [e for e in split["edges"] if e["type"] in ("collaborates", "produces")]
    for edge in parts:
        edge["weight"] /= 2
    split["edges"] += copy.deepcopy(parts)

    assert_same(numbers(body), numbers(split), REGISTRY)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_isolate_changes_only_what_says_so(seed):
    body = documents.random_document(seed)
    more = copy.deepcopy(body)
    more["nodes"].append({"id": "alone", "type": "enterprise", "region": "r0"})
    left, right = numbers(body), numbers(more)

    assert_same(left, right, set(REGISTRY) - set(EXEMPT["isolate"]))
    for key in EXEMPT["isolate"]:
        if left[key][0] and key != "non_articulation_share":
            assert right[key][0] < left[key][0], key


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_matter_only_where_they_should(seed):
    body = documents.random_document(seed)
    plain = copy.deepcopy(body)
    for edge in plain["edges"]:
        edge.pop("weight", None)

    assert_same(numbers(body), numbers(plain), set(REGISTRY) - set(EXEMPT["unit_weights"]))


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
        assert one.value is not None or one.reason in REASONS, key


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_textbook_values(name):
    """METRICS.md: karate, Florentine families, kite, star, clique, path, ideal core, two tiers."""
    graph, wanted = documents.known_graphs()[name], KNOWN[name]
    hub = next(node for node in graph if str(node) == wanted["hub"])
    found = values(documents.document(graph, hub))

    assert (len(graph), graph.number_of_edges()) == (wanted["n"], wanted["m"])
    expected = {
        "core_tie_share": wanted["hub_tie_share"],
        "core_betweenness": wanted["hub_betweenness"],
        "coreless_pair_connectivity": wanted["coreless_pair_connectivity(hub)"],
        "robustness_normalized": wanted["R_normalised"],
        "non_articulation_share": 1 - wanted["articulation_share"],
    }
    small = len(graph) < 10  # then the network card is withheld and shows what is recorded
    for key, value in expected.items():
        one = found[key]
        shown = one.recorded if small and REGISTRY[key].card == "network" else one.value
        assert shown == pytest.approx(value, abs=1e-6), key


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
