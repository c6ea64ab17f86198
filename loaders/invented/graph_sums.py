"""Plain counts on small planned graphs, written from the definitions of METRIC_KEYS.md."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from itertools import combinations

Graph = dict[str, set[str]]
MOST_SETS = 60_000  # Above this many sets of remaining actors the plan leaves robustness open.


def graph_of(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Graph:
    """Neighbours of each node; pairs with an end outside are left out."""
    graph: Graph = {node: set() for node in nodes}
    for one, other in pairs:
        if one in graph and other in graph:
            graph[one].add(other)
            graph[other].add(one)
    return graph


def without(graph: Graph, gone: Iterable[str]) -> Graph:
    """The graph left when these nodes go."""
    left = set(graph) - set(gone)
    return {node: graph[node] & left for node in graph if node in left}


def distances(graph: Graph, start: str) -> dict[str, int]:
    """Steps from one node to every node it reaches."""
    found = {start: 0}
    queue = [start]
    for node in queue:
        for other in sorted(graph[node]):
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return found


def paths(graph: Graph, start: str) -> dict[str, int]:
    """How many shortest paths lead from one node to every node it reaches."""
    steps = distances(graph, start)
    number = {start: 1}
    for node in sorted(steps, key=lambda node: (steps[node], node)):
        for other in graph[node]:
            if steps[other] == steps[node] + 1:
                number[other] = number.get(other, 0) + number[node]
    return number


def betweenness(graph: Graph, center: str) -> Fraction:
    """Mean over the pairs without the centre of the share of shortest paths through it."""
    total = Fraction(0)
    to_center, center_paths = distances(graph, center), paths(graph, center)
    others = sorted(set(graph) - {center})
    for one in others:
        steps, number = distances(graph, one), paths(graph, one)
        for other in others:
            through = to_center.get(one, 0) + to_center.get(other, 0)
            if one < other and other in steps and center in steps and through == steps[other]:
                total += Fraction(center_paths[one] * center_paths[other], number[other])
    count = len(graph)
    return total / Fraction((count - 1) * (count - 2), 2)


def component_sizes(graph: Graph) -> list[int]:
    """Sizes of the components."""
    sizes, seen = [], set[str]()
    for node in sorted(graph):
        if node not in seen:
            part = distances(graph, node)
            seen |= set(part)
            sizes.append(len(part))
    return sizes


def pair_connectivity(graph: Graph) -> Fraction:
    """Share of pairs that can still find each other."""
    count = len(graph)
    return Fraction(sum(size * (size - 1) for size in component_sizes(graph)), count * (count - 1))


def efficiency(graph: Graph) -> Fraction:
    """Mean over pairs of one by the distance, 0 where there is no path."""
    total = Fraction(0)
    for node in graph:
        for other, steps in distances(graph, node).items():
            if other != node:
                total += Fraction(1, steps)
    return total / (len(graph) * (len(graph) - 1))


def cut_nodes(graph: Graph) -> set[str]:
    """Nodes whose removal leaves more components than before."""
    before = len(component_sizes(graph))
    return {
        node
        for node in graph
        if graph[node] and len(component_sizes(without(graph, [node]))) > before
    }


def open_pairs(graph: Graph, center: str) -> list[tuple[str, str]]:
    """Pairs of neighbours of the centre that are not tied to each other."""
    return [
        (one, other)
        for one, other in combinations(sorted(graph[center]), 2)
        if other not in graph[one]
    ]


def robustness(graph: Graph) -> Fraction | None:
    """R: remove an actor of highest degree, expectation over equals; None above the limit."""
    names = sorted(graph)
    index = {name: place for place, name in enumerate(names)}
    near = [sum(1 << index[other] for other in graph[name]) for name in names]

    def largest(mask: int) -> int:
        best = 0
        while mask:
            part, grown = 0, mask & -mask
            while grown != part:
                part = grown
                for place in range(len(names)):
                    if part >> place & 1:
                        grown |= near[place] & mask
            best = max(best, part.bit_count())
            mask &= ~part
        return best

    @cache
    def rest(mask: int) -> Fraction:
        if rest.cache_info().currsize > MOST_SETS:
            raise OverflowError
        degrees = {
            place: (near[place] & mask).bit_count()
            for place in range(len(names))
            if mask >> place & 1
        }
        highest = max(degrees.values(), default=0)
        if highest == 0:
            return Fraction(max(len(degrees) - 1, 0))
        equal = [place for place, degree in degrees.items() if degree == highest]
        sums = [largest(mask & ~(1 << place)) + rest(mask & ~(1 << place)) for place in equal]
        return sum(sums, Fraction(0)) / len(equal)

    try:
        return rest((1 << len(names)) - 1) / len(names) ** 2
    except OverflowError:
        return None
