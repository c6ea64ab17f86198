"""The supporting keys of the invented province: by hand, by definition, and by the product."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph.metrics.cards import compute_cards
from loaders.invented import graph_shape
from loaders.invented.expected_by_hand import ALONE, BY_HAND, NO_FORMULA, WITH_HOSTS
from loaders.invented.expected_cards import OPEN, Card, Observed
from loaders.invented.expected_chain import ChainWorld
from loaders.invented.expected_core import brokerage
from loaders.invented.expected_keys import all_keys
from loaders.invented.plan import plan

_CONTRACT = json.loads(
    (Path(__file__).parent / "fixtures" / "metric_keys.json").read_text(encoding="utf-8")
)
MORE = {"core": ["formal_activity_gap"], "bases": ["base_service_distance"],
        "network": ["tie_persistence"]}  # fmt: skip
KEYS = {card: [*_CONTRACT[card], *MORE[card]] for card in MORE}
CARD = {key: card for card, keys in KEYS.items() for key in keys}
READINGS = (ALONE, WITH_HOSTS)
# (centre, reading, key) -> why the product differs from METRIC_KEYS.md. Empty: it nowhere does.
FAULTS: dict[tuple[str, str, str], str] = {}


@pytest.fixture(scope="module")
def wanted() -> dict[str, dict[str, Any]]:
    """{reading: {centre: {card: {key: value}}}} from the plan; brokerage is a plain object."""
    _, scopes, chains = plan(2026)
    world = ChainWorld(chains)
    found: dict[str, dict[str, Any]] = {reading: {} for reading in READINGS}
    for scope in scopes:
        for reading, read in ((ALONE, scope), (WITH_HOSTS, scope.contracted())):
            cards: dict[str, Card] = dict(all_keys(read, world))
            counts = brokerage(Observed(read))
            found[reading][scope.center] = {**cards, "brokerage": counts}
    return found


@pytest.fixture(scope="module")
def computed(province: Any, wanted: Any) -> dict[str, dict[str, Any]]:
    """{reading: {centre: cards}} from the product."""
    return {
        reading: {
            one.scope.id: one.cards
            for one in compute_cards(province.snapshot, wanted[reading], reading=reading)
        }
        for reading in READINGS
    }


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    return bool(one == other)


@pytest.mark.parametrize("reading", READINGS)
def test_cards_of_each_center_follow_from_its_plan(
    computed: Any, wanted: Any, reading: str
) -> None:
    """Value, bounds, what is recorded, and the reason wherever METRIC_KEYS.md names one."""
    wrong, compared = [], 0
    for center, cards in wanted[reading].items():
        found = computed[reading][center]
        for card in (*KEYS, "chain"):
            for key, value in cards[card].items():
                for field, expected in value.items():
                    shown = getattr(found[card][key], field)
                    compared += 1
                    if field == "reason" and expected == OPEN:
                        fits = shown is not None
                    else:
                        fits = same(expected, shown)
                    if not fits and (center, reading, key) not in FAULTS:
                        wrong.append((center, key, field, expected, shown))
        if found["core"]["core_brokerage"].table != cards["brokerage"]:
            wrong.append((center, "core_brokerage", found["core"]["core_brokerage"].table))
    assert wrong == []
    assert compared > 3000


@pytest.mark.parametrize(("center", "reading"), BY_HAND)
def test_supporting_keys_by_hand(wanted: Any, computed: Any, center: str, reading: str) -> None:
    """The plan's own count and the product give what is worked by hand."""
    cards = wanted[reading][f"ctr:inv-{center}"]
    product = computed[reading][f"ctr:inv-{center}"]
    for key, value in BY_HAND[center, reading].items():
        found = product[CARD[key]][key]
        if key == "core_brokerage":
            assert cards["brokerage"] == found.table == value
            continue
        planned = cards[CARD[key]][key]
        if isinstance(value, tuple):
            assert (planned["low"], planned["high"]) == pytest.approx(value, abs=1e-9), key
            assert (found.low, found.high) == pytest.approx(value, abs=1e-6), key
            value = None
        assert planned["value"] == pytest.approx(value, abs=1e-9), key
        assert found.value == pytest.approx(value, abs=1e-6), key


def test_no_key_of_the_contract_is_forgotten(wanted: Any) -> None:
    """Every centre has every key, and each has a value by hand at some centre in each reading."""
    for reading in READINGS:
        for center, cards in wanted[reading].items():
            for card, keys in KEYS.items():
                assert set(keys) - set(cards[card]) <= {"core_brokerage"}, (center, card)
        by_hand = {
            key
            for (_, read), values in BY_HAND.items()
            for key, value in values.items()
            if read == reading and value is not None
        }
        # Read with hosts, independence is undefined everywhere.
        assert set(CARD) - by_hand == ({"core_independence"} if reading == WITH_HOSTS else set())


@pytest.mark.parametrize(("center", "reading"), NO_FORMULA)
def test_a_shape_is_worked_in_full_but_for_what_the_table_names(center: str, reading: str) -> None:
    worked, left_out = set(BY_HAND[center, reading]), set(NO_FORMULA[center, reading])

    assert worked & left_out == set()
    assert (worked | left_out) & set(CARD) == set(CARD)


def test_faults_name_real_keys(wanted: Any) -> None:
    assert all(key in CARD and f"ctr:inv-{center}" in wanted[reading]
               for center, reading, key in FAULTS)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_the_counts_of_the_plan_against_networkx(seed: int) -> None:
    """What the expectations are counted with, on small random graphs."""
    drawn = nx.gnp_random_graph(9, (0.25, 0.4, 0.6)[seed % 3], seed=seed)
    net = nx.relabel_nodes(drawn, {node: f"n{node}" for node in drawn})
    graph = {node: set(net[node]) for node in net}
    sector = {node: "abc"[int(node[1:]) % 3] for node in net}
    nx.set_node_attributes(net, sector, "sector")

    assert graph_shape.core_numbers(graph) == nx.core_number(net)
    assert graph_shape.bridges(graph) == len(list(nx.bridges(net)))
    connectivity = nx.average_node_connectivity(net)
    assert float(graph_shape.node_connectivity(graph)) == pytest.approx(connectivity)
    assert float(graph_shape.transitivity(graph) or 0) == pytest.approx(nx.transitivity(net))
    mixing = graph_shape.assortativity(graph, sector)
    assert mixing is not None
    assert float(mixing) == pytest.approx(nx.attribute_assortativity_coefficient(net, "sector"))
    for node in (node for node in net if net.degree(node)):
        burt = float(graph_shape.constraint(graph, node))
        assert burt == pytest.approx(nx.constraint(net, [node])[node])
        size = float(graph_shape.effective_size(graph, node))
        assert size == pytest.approx(nx.effective_size(net, [node])[node])


def test_two_mode_clustering_and_fit_against_published_figures() -> None:
    """Davis women .4678 and the Florentine families with the Medici .2378 (METRICS.md)."""
    women = nx.davis_southern_women_graph()
    events = [set(women[node]) for node, side in women.nodes(data="bipartite") if side]
    families = nx.florentine_families_graph()
    graph = {node: set(families[node]) for node in families}

    assert float(graph_shape.two_mode_clustering(events) or 0) == pytest.approx(0.4678, abs=5e-5)
    assert graph_shape.fit(graph, {"Medici"}) == pytest.approx(0.238, abs=5e-4)
