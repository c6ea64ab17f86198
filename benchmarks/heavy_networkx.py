"""The heavy metrics with NetworkX, from the drawn arrays and without our code.

Where NetworkX has the measure its own function is called; where it has none, the definition is
written down as one would with its graphs.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.attack import attacked
from benchmarks.ecosystem import BASE, CENTER, ENTERPRISE, PERSON, Drawn, sectors
from benchmarks.stages import Value

ROLES = ("coordinator", "consultant", "gatekeeper_or_representative", "liaison")
Graph = nx.Graph  # type: ignore[type-arg]


class Given:
    """An ecosystem with its graph, and the actors that sampled metrics start from."""

    def __init__(self, drawn: Drawn, sources: list[int], coreless_sources: list[int]) -> None:
        self.drawn, self.sources, self.coreless_sources = drawn, sources, coreless_sources
        self.centers, self.bases = drawn.of(CENTER).tolist(), drawn.of(BASE).tolist()
        self.graph: Graph = nx.Graph()
        self.graph.add_nodes_from(range(len(drawn)))
        self.graph.add_edges_from(drawn.ties.tolist())
        for members in events(drawn):
            self.graph.add_edges_from(combinations(members, 2))

    def coreless(self) -> Graph:
        """The graph without the core."""
        rest = self.graph.copy()
        rest.remove_nodes_from(self.centers)
        return rest


def events(drawn: Drawn) -> list[list[int]]:
    """The members of each event; without persons of one employer."""
    found: dict[int, list[int]] = {}
    for event, actor in drawn.members.tolist():
        found.setdefault(event, []).append(actor)
    kinds = drawn.event_kind.tolist()
    return [one for event, one in found.items() if len(one) > 1 or kinds[event] != PERSON]


def segments_of_bases(drawn: Drawn, graph: Graph) -> list[set[int]]:
    """What each base, or an actor tied to it, makes or researches."""
    works: dict[int, set[int]] = {}
    for actor, segment in np.concatenate([drawn.makes, drawn.researches]).tolist():
        works.setdefault(actor, set()).add(segment)
    found = [
        set().union(*(works.get(one, ()) for one in (base, *graph[base])))
        for base in drawn.of(BASE).tolist()
    ]
    return [one for one in found if one]


def _betweenness(given: Given) -> dict[int, float]:
    n = len(given.graph)
    if len(given.sources) == n:
        whole: dict[int, float] = nx.betweenness_centrality(given.graph)
        return whole
    found = nx.betweenness_centrality_subset(given.graph, given.sources, list(given.graph))
    scale = n / len(given.sources) / ((n - 1) * (n - 2) / 2)
    return {one: score * scale for one, score in found.items()}


def core_betweenness(given: Given) -> Value:
    found = _betweenness(given)
    return {"value": sum(found[one] for one in given.centers) / len(given.centers)}


def betweenness_centralization(given: Given) -> Value:
    found = _betweenness(given).values()
    return {"value": (len(found) * max(found) - sum(found)) / (len(found) - 1)}


def _efficiency(graph: Graph, sources: Collection[int]) -> Value:
    total = 0.0
    for one in sources:
        lengths = nx.single_source_shortest_path_length(graph, one)
        total += sum(1 / d for d in lengths.values() if d)
    return {"value": total / len(sources) / (len(graph) - 1)}


def global_efficiency(given: Given) -> Value:
    return _efficiency(given.graph, given.sources)


def coreless_efficiency(given: Given) -> Value:
    return _efficiency(given.coreless(), given.coreless_sources)


def robustness_R(given: Given) -> Value:
    """One order of attack, equals in a seeded order; components by adding actors back."""
    graph = given.graph
    rank = list(range(len(graph)))
    random.Random(1).shuffle(rank)
    total = attacked(graph, dict(enumerate(rank)))
    return {"value": total / len(graph) ** 2}


def articulation_share(given: Given) -> Value:
    return {"value": sum(1 for _ in nx.articulation_points(given.graph)) / len(given.graph)}


def bridge_share(given: Given) -> Value:
    return {"value": sum(1 for _ in nx.bridges(given.graph)) / given.graph.size()}


def pair_connectivity(given: Given) -> Value:
    n = len(given.graph)
    sizes = [len(one) for one in nx.connected_components(given.graph)]
    return {"value": sum(k * (k - 1) for k in sizes) / (n * (n - 1))}


def transitivity(given: Given) -> Value:
    return {"value": nx.transitivity(given.graph)}


def core_coreness_ratio(given: Given) -> Value:
    found = nx.core_number(given.graph)
    mean = sum(found[one] for one in given.centers) / len(given.centers)
    return {"value": mean / max(found.values())}


def core_constraint(given: Given) -> Value:
    found = nx.constraint(given.graph)  # of all: of the centers alone it is cubic in their ties
    return {"value": sum(found[one] for one in given.centers) / len(given.centers)}


def core_brokerage(given: Given) -> Value:
    """Pairs of sectors around a center, less the tied ones."""
    graph, sector = given.graph, sectors(given.drawn)
    roles = dict.fromkeys(ROLES, 0)
    for center in given.centers:
        around = Counter(sector[one] for one in graph[center])
        kinds = sorted(around)
        pairs = {(a, b): around[a] * around[b] for a, b in combinations(kinds, 2)}
        pairs |= {(a, a): around[a] * (around[a] - 1) // 2 for a in kinds}
        for one, two in graph.subgraph(graph[center]).edges:
            a, b = sorted((sector[one], sector[two]))
            pairs[a, b] -= 1
        for (a, b), count in pairs.items():
            roles[ROLES[2 * (a != b) + (sector[center] not in (a, b))]] += count
    return {"value": list(roles.values())}


def type_assortativity(given: Given) -> Value:
    graph = given.graph.copy()
    nx.set_node_attributes(graph, dict(enumerate(sectors(given.drawn))), "sector")
    return {"value": float(nx.attribute_assortativity_coefficient(graph, "sector"))}


def bipartite_clustering_ra(given: Given) -> Value:
    graph: Graph = nx.Graph()
    for event, members in enumerate(events(given.drawn)):
        graph.add_edges_from((f"e{event}", one) for one in members)
    return {"value": float(nx.bipartite.robins_alexander_clustering(graph))}


def base_mediation(given: Given) -> Value:
    """Numbers of shortest paths from each center, with the bases and without entering them."""
    drawn, graph = given.drawn, given.graph
    firms = drawn.of(ENTERPRISE)
    firms = firms[~drawn.external[firms]].tolist()
    without = set(given.bases)
    total, reached = 0.0, 0
    for center in given.centers:
        distance, count = _paths(graph, center, set())
        around, bypassing = _paths(graph, center, without)
        for one in firms:
            if one in distance:
                reached += 1
                same = around.get(one) == distance[one]
                total += 1 - (bypassing[one] / count[one] if same else 0)
    return {"value": total / reached}


def _paths(graph: Graph, start: int, barred: set[int]) -> tuple[dict[int, int], dict[int, float]]:
    distance, count, frontier, level = {start: 0}, {start: 1.0}, [start], 0
    while frontier:
        level += 1
        found: dict[int, float] = {}
        for one in frontier:
            for other in graph[one]:
                if other not in distance and other not in barred:
                    found[other] = found.get(other, 0.0) + count[one]
        distance |= dict.fromkeys(found, level)
        count |= found
        frontier = list(found)
    return distance, count


def base_complementarity(given: Given) -> Value:
    graph: Graph = nx.Graph()
    sets = segments_of_bases(given.drawn, given.graph)
    for base, found in enumerate(sets):
        graph.add_edges_from((base, f"s{one}") for one in found)
    pairs = list(combinations(range(len(sets)), 2))
    found = nx.jaccard_coefficient(graph, pairs)
    return {"value": 1 - sum(share for _, _, share in found) / len(pairs)}


def nestedness(given: Given) -> Value:
    """For every node of either side, what it shares with the others of its side."""
    graph: Graph = nx.Graph((one, f"s{segment}") for one, segment in given.drawn.makes.tolist())
    degree = dict(graph.degree())
    total = 0.0
    for one in graph:
        shared = Counter(two for middle in graph[one] for two in graph[middle])
        total += sum(k for two, k in shared.items() if degree[two] > degree[one]) / degree[one]
    segments = sum(isinstance(one, str) for one in graph)
    actors = len(graph) - segments
    pairs = segments * (segments - 1) / 2 + actors * (actors - 1) / 2
    return {"value": 100 * total / pairs}


HEAVY: dict[str, Callable[[Any], Value]] = {
    one.__name__: one
    for one in (
        core_betweenness, betweenness_centralization, core_coreness_ratio, core_constraint,
        core_brokerage, base_mediation, base_complementarity, pair_connectivity,
        global_efficiency, coreless_efficiency, robustness_R, articulation_share, bridge_share,
        transitivity, type_assortativity, bipartite_clustering_ra, nestedness,
    )
}  # fmt: skip
