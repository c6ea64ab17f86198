"""Ecosystem documents for tests: known graphs and seeded random ones."""

from __future__ import annotations

import itertools
import random

import networkx as nx

MEMBERSHIPS = ("participates", "owns", "employed_by")
SECTORS = ("enterprise", "university", "institute", "fund", "government")


def document(graph, hub, bases=(), sectors=None, window=None):
    """A document whose activity layer is a graph, with one center."""
    kinds = dict.fromkeys(graph, "enterprise")
    kinds |= sectors or {}
    kinds |= dict.fromkeys(bases, "base")
    kinds[hub] = "center"
    nodes = [{"id": str(node), "type": kinds[node], "region": "r1"} for node in graph]
    edges = [
        {"source": str(u), "target": str(v), "type": "collaborates", "weight": w}
        for u, v, w in graph.edges(data="weight", default=1)
    ]
    edges += [{"source": str(hub), "target": str(b), "type": "has_base"} for b in bases]
    return {"meta": {"name": "test", "window": window}, "nodes": nodes, "edges": edges}


def known_graphs():
    """The textbook graphs of METRICS.md by the names of ``known_graphs.json``."""
    two_tier = nx.Graph((0, base) for base in range(1, 6))
    two_tier.add_edges_from((1 + i // 3, 6 + i) for i in range(15))
    ideal = nx.Graph(itertools.combinations(range(4), 2))
    ideal.add_edges_from((core, leaf) for core in range(4) for leaf in range(4, 10))
    karate = nx.Graph(nx.karate_club_graph().edges)
    return {
        "karate": karate,
        "florentine": nx.florentine_families_graph(),
        "krackhardt_kite": nx.krackhardt_kite_graph(),
        "star_K1_10": nx.star_graph(10),
        "complete_K6": nx.complete_graph(6),
        "path_P5": nx.path_graph(5),
        "ideal_core4_periphery6": ideal,
        "two_tier_1_5_15": two_tier,
    }


def random_document(seed):
    """A small ecosystem with every layer, drawn by seed."""
    draw = random.Random(seed)
    n = draw.randint(6, 18)
    nodes = [{"id": "c0", "type": "center", "region": "r0"}]
    nodes += [{"id": f"b{i}", "type": "base", "region": f"r{i % 3}"} for i in range(3)]
    nodes += [{"id": "h0", "type": "host", "sector": "university", "region": "r0"}]
    nodes += [
        {
            "id": f"a{i}", "type": draw.choice(SECTORS), "region": f"r{draw.randrange(4)}",
            **({"origin": "external"} if draw.random() < 0.2 else {}),
        }
        for i in range(n)
    ]  # fmt: skip
    actors = [node["id"] for node in nodes]
    nodes += [{"id": f"p{i}", "type": "project"} for i in range(4)]
    segments = [f"s{i}" for i in range(6)]
    nodes += [
        {"id": s, "type": "segment", "importance": draw.choice([1, 2]),
         "surveyed": draw.random() < 0.8}
        for s in segments
    ]  # fmt: skip
    edges = [{"source": "h0", "target": "c0", "type": "hosts"}]
    edges += [{"source": "c0", "target": f"b{i}", "type": "has_base"} for i in range(3)]
    for _ in range(2 * n):
        one, two = draw.sample(actors, 2)
        edges.append({"source": one, "target": two, "type": "collaborates",
                      "weight": draw.choice([0.5, 1, 2])})  # fmt: skip
    for i in range(4):
        for actor in draw.sample(actors, draw.randint(1, 4)):
            edges.append({"source": actor, "target": f"p{i}", "type": "participates"})
    nodes += [{"id": f"t{i}", "type": "talent"} for i in range(3)]
    for i in range(3):
        for actor in draw.sample(actors, draw.randint(1, 3)):
            edges.append({"source": f"t{i}", "target": actor, "type": "employed_by"})
    for one, two in itertools.combinations(segments, 2):
        if draw.random() < 0.4:
            group = {"group": "g"} if draw.random() < 0.4 else {}
            edges.append({"source": one, "target": two, "type": "upstream_of", **group})
    for segment in segments:
        for actor in draw.sample(actors, draw.randint(0, 3)):
            edges.append({"source": actor, "target": segment, "type": "produces",
                          "weight": draw.choice([1, 3])})  # fmt: skip
    for _ in range(n):
        one, two = draw.sample(actors, 2)
        edges.append({"source": one, "target": two, "type": "supplies"})
    for node in nodes:
        if node["type"] in ("base", "enterprise") and draw.random() < 0.7:
            node |= {"lat": draw.uniform(27, 31), "lon": draw.uniform(118, 122)}
    meta = {"name": f"random {seed}", "window": None, "regions": ["r0", "r1", "r2"]}
    return {"meta": meta, "nodes": nodes, "edges": edges}
