"""Paths through a chain: from sources to sinks, through whom, and how many without meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from graph.ecosystem.design import Design

Holds = Callable[[int, int], bool]


def sources(design: Design) -> list[int]:
    """Segments of D without a link in."""
    fed = {link.target for link in design.links}
    return [i for i in design.linked if i not in fed]


def joined_pairs(design: Design, present: set[int] | None, holds: Holds) -> set[tuple[int, int]]:
    """Pairs of a source and another segment that is a sink, joined by a path.

    ``present`` (None for all) are the segments that a path may use, ends included; ``holds`` the
    links.
    """
    out: dict[int, list[int]] = {}
    for link in design.links:
        if holds(link.source, link.target):
            out.setdefault(link.source, []).append(link.target)
    ends = set(design.sinks())
    found = set()
    for start in sources(design):
        if present is not None and start not in present:
            continue
        seen, stack = {start}, [start]
        while stack:
            for j in out.get(stack.pop(), ()):
                if j not in seen and (present is None or j in present):
                    seen.add(j)
                    stack.append(j)
        found |= {(start, end) for end in seen & ends if end != start}
    return found


def dominators_of_sinks(design: Design) -> set[int]:
    """Segments other than sinks that every path to some sink passes (links read as OR).

    From a virtual root before all sources; Lengauer and Tarjan, TOPLAS 1:121, 1979.
    """
    graph = nx.DiGraph((link.source, link.target) for link in design.links)
    graph.add_nodes_from(design.linked)
    root = -1
    graph.add_node(root)
    graph.add_edges_from((root, start) for start in sources(design))
    above = nx.immediate_dominators(graph, root)
    ends = set(design.sinks())
    found: set[int] = set()
    for end in ends:
        here = above[end]
        while here is not None and here != root:
            found.add(here)
            here = above[here]
    return found - ends


def vertex_connectivity(
    actors: set[int], ties: Iterable[tuple[int, int]], starts: set[int], ends: set[int]
) -> int:
    """Greatest number of paths from starts to ends that share no actor.

    Over ``actors`` and the ties among them; one that is a start and an end is a path by itself.
    Menger, Fundamenta Mathematicae 10:96, 1927.
    """
    if not actors:
        return 0
    pairs = sorted({pair for pair in ties if actors.issuperset(pair)})
    place = {actor: i for i, actor in enumerate(sorted(actors))}
    n = len(place)
    first, last = 2 * n, 2 * n + 1  # before all starts, after all ends
    arcs = [(i, n + i) for i in range(n)]
    arcs += [(n + place[a], place[b]) for a, b in pairs]
    arcs += [(first, place[a]) for a in sorted(starts & place.keys())]
    arcs += [(n + place[a], last) for a in sorted(ends & place.keys())]
    row, column = np.array(arcs, dtype=np.int32).T
    ones = np.ones(len(arcs), dtype=np.int32)
    network = sparse.csr_array(
        sparse.coo_array((ones, (row, column)), shape=(2 * n + 2, 2 * n + 2))
    )
    return int(maximum_flow(network, first, last, method="dinic").flow_value)
