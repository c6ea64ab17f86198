"""One attack by degree with NetworkX, which has no such function."""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
from networkx.utils import UnionFind


def attacked(graph: nx.Graph[Any], rank: Mapping[Hashable, float]) -> int:
    """Sum of the largest components after each removal of a node of highest current degree.

    Equals go in the order of ``rank``; components are found by adding nodes back.
    """
    degree = dict(graph.degree())
    heap = [(-d, rank[one], one) for one, d in degree.items()]
    heapq.heapify(heap)
    order: list[Hashable] = []
    gone: set[Hashable] = set()
    while heap:
        d, _, one = heapq.heappop(heap)
        if one in gone or -d != degree[one]:
            continue
        gone.add(one)
        order.append(one)
        for other in graph[one]:
            if other not in gone:
                degree[other] -= 1
                heapq.heappush(heap, (-degree[other], rank[other], other))
    back, sizes = UnionFind(), dict.fromkeys(graph, 1)
    total = largest = 0
    for one in reversed(order):
        total += largest
        gone.discard(one)
        for other in graph[one]:
            a, b = back[one], back[other]
            if other not in gone and a != b:
                back.union(a, b)
                sizes[back[a]] = sizes[a] + sizes[b]
        largest = max(largest, sizes[back[one]])
    return total
