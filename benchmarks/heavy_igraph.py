"""The heavy metrics with igraph (GPL: benchmarks and tests only), from the drawn arrays.

igraph counts no shortest paths but those it lists, so it has no mediation of bases.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import igraph
import numpy as np

from benchmarks.ecosystem import BASE, CENTER, Drawn, Ints, sectors
from benchmarks.heavy_networkx import ROLES, events
from benchmarks.stages import Value


class Given:
    """An ecosystem with its graph, and the actors that sampled metrics start from."""

    def __init__(self, drawn: Drawn, sources: list[int], coreless_sources: list[int]) -> None:
        self.drawn, self.sources, self.coreless_sources = drawn, sources, coreless_sources
        self.centers, self.bases = drawn.of(CENTER).tolist(), drawn.of(BASE).tolist()
        self.graph = igraph.Graph(len(drawn), drawn.pairs)


def _betweenness(given: Given) -> list[float]:
    n, many = given.graph.vcount(), len(given.sources)
    sources = None if many == n else given.sources
    found = given.graph.betweenness(sources=sources)
    scale = n / many / ((n - 1) * (n - 2) / 2)
    return [score * scale for score in found]


def core_betweenness(given: Given) -> Value:
    found = _betweenness(given)
    return {"value": sum(found[one] for one in given.centers) / len(given.centers)}


def betweenness_centralization(given: Given) -> Value:
    found = _betweenness(given)
    return {"value": (len(found) * max(found) - sum(found)) / (len(found) - 1)}


def global_efficiency(given: Given) -> Value:
    return {"value": float(np.mean(given.graph.harmonic_centrality(given.sources)))}


def coreless_efficiency(given: Given) -> Value:
    rest = given.graph.copy()
    rest.delete_vertices(given.centers)
    gone = set(given.centers)
    place = {one: i for i, one in enumerate(i for i in range(len(given.drawn)) if i not in gone)}
    found = rest.harmonic_centrality([place[one] for one in given.coreless_sources])
    return {"value": float(np.mean(found))}


def robustness_R(given: Given) -> Value:
    """One order of attack, equals in a seeded order; components after every removal."""
    graph, n = given.graph.copy(), given.graph.vcount()
    chance, total = random.Random(1), 0
    while graph.vcount() > 1:
        degree = graph.degree()
        most = max(degree)
        graph.delete_vertices(chance.choice([i for i, d in enumerate(degree) if d == most]))
        total += max(graph.connected_components().sizes())
    return {"value": total / n**2}


def articulation_share(given: Given) -> Value:
    return {"value": len(given.graph.articulation_points()) / given.graph.vcount()}


def bridge_share(given: Given) -> Value:
    return {"value": len(given.graph.bridges()) / given.graph.ecount()}


def pair_connectivity(given: Given) -> Value:
    n, sizes = given.graph.vcount(), given.graph.connected_components().sizes()
    return {"value": sum(k * (k - 1) for k in sizes) / (n * (n - 1))}


def transitivity(given: Given) -> Value:
    return {"value": given.graph.transitivity_undirected()}


def core_coreness_ratio(given: Given) -> Value:
    found = given.graph.coreness()
    return {"value": sum(found[one] for one in given.centers) / len(given.centers) / max(found)}


def core_constraint(given: Given) -> Value:
    return {"value": float(np.mean(given.graph.constraint(given.centers)))}


def core_brokerage(given: Given) -> Value:
    """Pairs of sectors around a center, less the tied ones."""
    graph = given.graph
    names = np.unique(sectors(given.drawn), return_inverse=True)
    code, kinds = names[1], len(names[0])
    roles = dict.fromkeys(ROLES, 0)
    for center in given.centers:
        around = np.array(graph.neighbors(center))
        size, own = np.bincount(code[around], minlength=kinds), int(code[center])
        inside = np.array(graph.induced_subgraph(around).get_edgelist(), int).reshape(-1, 2)
        # An induced subgraph keeps the order of the vertices.
        low, high = np.sort(code[np.sort(around)][inside], axis=1).T
        tied = np.bincount(low * kinds + high, minlength=kinds**2).reshape(kinds, kinds)
        pairs = np.triu(np.outer(size, size), 1) + np.diag(size * (size - 1) // 2) - tied
        same = np.diag(pairs)
        mine = int(pairs[own].sum() + pairs[:, own].sum() - 2 * same[own])
        roles["coordinator"] += int(same[own])
        roles["consultant"] += int(same.sum() - same[own])
        roles["gatekeeper_or_representative"] += mine
        roles["liaison"] += int(pairs.sum() - same.sum()) - mine
    return {"value": list(roles.values())}


def type_assortativity(given: Given) -> Value:
    code = np.unique(sectors(given.drawn), return_inverse=True)[1]
    return {"value": given.graph.assortativity_nominal(code.tolist(), directed=False)}


def bipartite_clustering_ra(given: Given) -> Value:
    """Four-cycles from how many events two actors share, as the projection counts them."""
    found = events(given.drawn)
    joins = [(len(given.drawn) + event, one) for event, all_ in enumerate(found) for one in all_]
    graph = _two_mode(len(given.drawn), len(found), np.array(joins))
    shared = np.array(graph.bipartite_projection(which=0).es["weight"])
    degree = np.array(graph.degree())
    paths = int(np.prod(degree[np.array(joins)] - 1, axis=1).sum())
    return {"value": 4 * float((shared * (shared - 1) / 2).sum()) / paths}


def _two_mode(first: int, second: int, pairs: Ints) -> igraph.Graph:
    graph = igraph.Graph(first + second, pairs)
    graph.vs["type"] = [False] * first + [True] * second
    return graph


def base_complementarity(given: Given) -> Value:
    drawn, graph = given.drawn, given.graph
    works: dict[int, set[int]] = {}
    for actor, segment in np.concatenate([drawn.makes, drawn.researches]).tolist():
        works.setdefault(actor, set()).add(segment)
    sets = [
        set().union(*(works.get(one, ()) for one in (base, *graph.neighbors(base))))
        for base in given.bases
    ]
    sets = [one for one in sets if one]
    joins = [(base, len(sets) + one) for base, found in enumerate(sets) for one in found]
    pairs = list(combinations(range(len(sets)), 2))
    two_mode = igraph.Graph(len(sets) + drawn.segments, joins)
    found = two_mode.similarity_jaccard(pairs=pairs, loops=False)
    return {"value": 1 - float(np.mean(found))}


def nestedness(given: Given) -> Value:
    """What each two of a side share, as the projections count it, over the smaller fill."""
    actors, row = np.unique(given.drawn.makes[:, 0], return_inverse=True)
    segments, column = np.unique(given.drawn.makes[:, 1], return_inverse=True)
    many, few = len(actors), len(segments)
    graph = _two_mode(many, few, np.column_stack([row, many + column]))
    total = 0.0
    for side, fill in enumerate((graph.degree(range(many)), graph.degree(range(many, many + few)))):
        shared = graph.bipartite_projection(which=side)
        one, two = np.array(fill)[np.array(shared.get_edgelist()).reshape(-1, 2)].T
        overlap = np.array(shared.es["weight"]) / np.minimum(one, two)
        total += float(overlap[one != two].sum())
    return {"value": 100 * total / (many * (many - 1) / 2 + few * (few - 1) / 2)}


HEAVY: dict[str, Callable[[Any], Value]] = {
    one.__name__: one
    for one in (
        core_betweenness, betweenness_centralization, core_coreness_ratio, core_constraint,
        core_brokerage, base_complementarity, pair_connectivity, global_efficiency,
        coreless_efficiency, robustness_R, articulation_share, bridge_share, transitivity,
        type_assortativity, bipartite_clustering_ra, nestedness,
    )
}  # fmt: skip
