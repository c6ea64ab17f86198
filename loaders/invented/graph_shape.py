"""More plain counts on small planned graphs, written from the definitions of METRIC_KEYS.md."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import combinations

from loaders.invented.graph_sums import Graph, component_sizes, distances, paths, without

MOST_TRIED = 14  # Above this many actors no best-fitting core is sought.


def ties(graph: Graph) -> list[tuple[str, str]]:
    """Every tie once, ends in order."""
    return [(one, other) for one in sorted(graph) for other in sorted(graph[one]) if one < other]


def core_numbers(graph: Graph) -> dict[str, int]:
    """Core number of each node: peel away what has fewest neighbours left."""
    left, number, reached = {node: set(near) for node, near in graph.items()}, {}, 0
    while left:
        node = min(left, key=lambda one: (len(left[one]), one))
        reached = max(reached, len(left[node]))
        number[node] = reached
        for other in left.pop(node):
            left[other].discard(node)
    return number


def constraint(graph: Graph, center: str) -> Fraction:
    """Burt's constraint of one node with a tie, every tie counting 1."""
    share = {node: Fraction(1, len(near)) for node, near in graph.items() if near}
    return sum(
        (
            (share[center] * (1 + sum(share[between] for between in graph[center] & graph[one])))
            ** 2
            for one in graph[center]
        ),
        Fraction(0),
    )


def effective_size(graph: Graph, center: str) -> Fraction:
    """Degree less the mean degree of the neighbours among themselves."""
    near = graph[center]
    return len(near) - Fraction(sum(len(graph[one] & near) for one in near), len(near))


def fit(graph: Graph, core: Set[str]) -> float | None:
    """Pearson r, over pairs, of "tied" and "one of the two is in the core"."""
    total = ties(graph)
    touching = sum(one in core or other in core for one, other in total)
    return _fit(len(graph), len(total), len(core & set(graph)), touching)


def _fit(count: int, tied: int, core: int, touching: int) -> float | None:
    pairs = math.comb(count, 2)
    drawn = pairs - math.comb(count - core, 2)
    spread = tied * (pairs - tied) * drawn * (pairs - drawn)
    return (pairs * touching - tied * drawn) / math.sqrt(spread) if spread else None


def best_fit(graph: Graph) -> float | None:
    """The best of all cores; None above the limit or where none is defined."""
    names = sorted(graph)
    if len(names) > MOST_TRIED:
        return None
    near = [sum(1 << names.index(other) for other in graph[name]) for name in names]
    tied = sum(map(int.bit_count, near)) // 2
    found = []
    for core in range(1, (1 << len(names)) - 1):
        members = [place for place in range(len(names)) if core >> place & 1]
        inside = sum((near[place] & core).bit_count() for place in members) // 2
        touching = sum(near[place].bit_count() for place in members) - inside
        found.append(_fit(len(names), tied, len(members), touching))
    return max((one for one in found if one is not None), default=None)


def on_the_way(graph: Graph, start: str, end: str, between: Iterable[str]) -> Fraction:
    """Share of the shortest paths of a joined pair with one of these strictly inside."""
    around = without(graph, set(between) - {start, end})
    steps, number = distances(graph, start), paths(graph, start)
    others = paths(around, start) if distances(around, start).get(end) == steps[end] else {}
    return 1 - Fraction(others.get(end, 0), number[end])


def transitivity(graph: Graph) -> Fraction | None:
    """Closed by all two-paths."""
    closed = open_ = 0
    for near in graph.values():
        for one, other in combinations(near, 2):
            closed += other in graph[one]
            open_ += other not in graph[one]
    return Fraction(closed, closed + open_) if closed + open_ else None


def assortativity(graph: Graph, sector: Mapping[str, str]) -> Fraction | None:
    """Newman's, by sector; None with fewer than two sectors among the tied."""
    ends = Counter(sector[node] for node in graph for _ in graph[node])
    if len(ends) < 2:
        return None
    count = sum(ends.values())
    within = Fraction(2 * sum(sector[one] == sector[two] for one, two in ties(graph)), count)
    chance = sum((Fraction(number, count) ** 2 for number in ends.values()), Fraction(0))
    return (within - chance) / (1 - chance)


def across_less_within(pairs: Sequence[tuple[str, str]]) -> Fraction | None:
    """Ties across less ties within, by all; each tie given as the groups of its two ends."""
    across = sum(one != other for one, other in pairs)
    return Fraction(2 * across - len(pairs), len(pairs)) if pairs else None


def two_mode_clustering(events: Sequence[Set[str]]) -> Fraction | None:
    """Four times the four-cycles by the three-paths of events and their members."""
    degree = Counter(member for event in events for member in event)
    long = sum((len(event) - 1) * (degree[member] - 1) for event in events for member in event)
    cycles = sum(math.comb(len(one & other), 2) for one, other in combinations(events, 2))
    return Fraction(4 * cycles, long) if long else None


def bridges(graph: Graph) -> int:
    """Ties whose loss leaves more components than before."""
    before, found = len(component_sizes(graph)), 0
    for one, other in ties(graph):
        cut = {node: set(near) for node, near in graph.items()}
        cut[one].discard(other)
        cut[other].discard(one)
        found += len(component_sizes(cut)) > before
    return found


def disjoint_paths(graph: Graph, start: str, end: str) -> int:
    """Greatest number of paths that share no node but their two ends (Menger, unit flow)."""
    flow: set[tuple[str, str, str, str]] = set()  # (node, side) -> (node, side), one unit each
    direct = end in graph[start]

    def onward(node: str, side: str) -> Iterator[tuple[str, str]]:
        """Where one more unit may go: unused arcs forward, used ones back."""
        arcs = (
            [(other, "in") for other in graph[node] if {node, other} != {start, end}]
            if side == "out"
            else [(node, "out")]
        )
        yield from (to for to in arcs if (node, side, *to) not in flow)
        back = [(node, "in")] if side == "out" else [(other, "out") for other in graph[node]]
        yield from (to for to in back if (*to, node, side) in flow)

    found = int(direct)
    while True:
        came: dict[tuple[str, str], tuple[str, str]] = {}
        queue = [(start, "out")]
        for here in queue:
            for to in onward(*here):
                if to not in came and to[0] != start:
                    came[to] = here
                    queue.append(to)
            if (end, "in") in came:
                break
        if (end, "in") not in came:
            return found
        found += 1
        to = (end, "in")
        while to != (start, "out"):
            here = came[to]
            if (*to, *here) in flow:
                flow.remove((*to, *here))
            else:
                flow.add((*here, *to))
            to = here


def node_connectivity(graph: Graph) -> Fraction:
    """Mean over pairs of the number of internally disjoint paths."""
    pairs = list(combinations(sorted(graph), 2))
    return Fraction(sum(disjoint_paths(graph, *pair) for pair in pairs), len(pairs))
