"""The rest of ``known_graphs.json``: two-mode data, clubs, digraphs, against the product."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from graph.ecosystem.document import scope_of_document
from graph.metrics.cards import cards_of

KNOWN = json.loads(
    (Path(__file__).parent / "fixtures" / "known_graphs.json").read_text(encoding="utf-8")
)


def cards(nodes, edges):
    """Cards of an ecosystem of (id, type) nodes and (source, type, target) edges."""
    return cards_of(scope_of_document({
        "nodes": [{"id": key, "type": kind, **more} for key, kind, more in nodes],
        "edges": [{"source": a, "type": kind, "target": b} for a, kind, b in edges],
    }))  # fmt: skip


def davis(kind, relation):
    """The women as enterprises, the events as projects or as segments."""
    graph = nx.davis_southern_women_graph()
    women = set(graph.graph["top"])
    nodes = [(x, "enterprise", {}) for x in women]
    nodes += [(x, kind, {}) for x in graph.graph["bottom"]]
    edges = [(a, relation, b) if a in women else (b, relation, a) for a, b in graph.edges]
    return cards(nodes, edges)


def test_davis_women_as_events():
    """Robins–Alexander clustering .4678; every event adds k/2: 44.5 in all."""
    found, wanted = davis("project", "participates"), KNOWN["davis_southern_women"]
    scope = found.scope

    clustering = found.cards["network"]["bipartite_clustering_ra"].value
    assert clustering == pytest.approx(wanted["robins_alexander"], abs=1e-6)
    assert scope.weight.sum() == pytest.approx(wanted["newman_total_weight"], abs=1e-6)
    one, two = (scope.actors.index(x) for x in ("Evelyn Jefferson", "Laura Mandeville"))
    weight = scope.matrix[one, two]
    assert weight == pytest.approx(wanted["newman_weight_Evelyn_Laura"], abs=1e-6)


def test_davis_women_as_makers():
    """NODF 48.58."""
    found = davis("segment", "produces").cards["network"]["nestedness"].value

    assert found == pytest.approx(KNOWN["davis_southern_women"]["NODF"], abs=1e-6)


def test_karate_clubs():
    """Mixing by club, and the participation of bases 0 and 2."""
    graph, wanted = nx.karate_club_graph(), KNOWN["karate"]
    clubs = nx.get_node_attributes(graph, "club")
    nodes = [(str(i), "base" if i in (0, 2) else "enterprise", {"sector": clubs[i]}) for i in graph]
    found = cards(nodes, [(str(a), "collaborates", str(b)) for a, b in graph.edges]).cards

    network = found["network"]
    assert network["ei_index_type"].value == pytest.approx(wanted["ei_index_club"], abs=1e-6)
    mixing = network["type_assortativity"].value
    assert mixing == pytest.approx(wanted["attr_assortativity_club"], abs=1e-6)
    mean = sum(wanted["participation_coef_node0_2_mean"][:2]) / 2
    assert found["bases"]["base_participation"].value == pytest.approx(mean, abs=1e-6)
    assert network["transitivity"].value == pytest.approx(wanted["transitivity"], abs=1e-6)


DIGRAPHS = {
    "digraph_path_a_b_c": ["ab", "bc"],
    "digraph_feedforward_abc": ["ab", "ac", "bc"],
    "digraph_cycle3": ["ab", "bc", "ca"],
    "digraph_diamond": ["ab", "ac", "bd", "cd"],
}


@pytest.mark.parametrize("name", DIGRAPHS)
def test_trophic_incoherence(name):
    """As supply ties, where a cycle may stand; as a chain, where it may not."""
    letters = sorted(set("".join(DIGRAPHS[name])))
    wanted = KNOWN[name]["F0_mackay2020"]
    nodes = [*((x, "enterprise", {}) for x in letters), ("s", "segment", {})]
    supply = cards(nodes, [(a, "supplies", b) for a, b in DIGRAPHS[name]]).cards["chain"]

    assert supply["trophic_incoherence_supply"].value == pytest.approx(wanted, abs=1e-6)
    if name != "digraph_cycle3":
        segments = [(x, "segment", {}) for x in letters]
        chain = cards(segments, [(a, "upstream_of", b) for a, b in DIGRAPHS[name]]).cards["chain"]
        assert chain["trophic_incoherence_design"].value == pytest.approx(wanted, abs=1e-6)


def test_dominators_of_the_diamond():
    """Only a dominates d: one of three segments before the last; all three by and-or."""
    assert KNOWN["digraph_diamond"]["dominators_of_d"] == ["a"]
    segments = [(x, "segment", {}) for x in "abcd"]
    ties = [(a, "upstream_of", b) for a, b in DIGRAPHS["digraph_diamond"]]
    chain = cards(segments, ties).cards["chain"]

    assert chain["design_spof_share_dominator_or"].value == pytest.approx(1 / 3)
    assert chain["design_spof_share_andor"].value == 1
