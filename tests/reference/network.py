"""The network card: robustness, and what holds without the core."""

import math
import random
from fractions import Fraction

import networkx as nx

EXACT_SETS = 60000
RUNS = 20000
SEED = 20261122


def robustness(graph):
    """R: (value, how, standard error, number of sets or runs).

    Exact by memoised recursion over the sets of actors that still hold a tie, at most EXACT_SETS
    of them; else the mean of RUNS seeded runs.
    """
    n = graph.number_of_nodes()
    names = sorted(graph)
    index = {v: i for i, v in enumerate(names)}
    near = [0] * n
    for u, v in graph.edges:
        near[index[u]] |= 1 << index[v]
        near[index[v]] |= 1 << index[u]

    def bits(mask):
        while mask:
            low = mask & -mask
            yield low.bit_length() - 1
            mask ^= low

    def tied(mask):
        return sum(1 << i for i in bits(mask) if near[i] & mask)

    def largest(mask):
        best = 0
        while mask:
            part = front = mask & -mask
            while front:
                grown = 0
                for i in bits(front):
                    grown |= near[i]
                front = grown & mask & ~part
                part |= front
            best = max(best, part.bit_count())
            mask &= ~part
        return best

    def hubs(mask):
        degree = {i: (near[i] & mask).bit_count() for i in bits(mask)}
        top = max(degree.values())
        return [i for i, d in degree.items() if d == top]

    # Sum over the n removals = (n - 1) + sum of (largest - 1) while a tie is left.
    start = tied((1 << n) - 1)
    steps, todo = {}, [start]
    while todo and len(steps) <= EXACT_SETS:
        mask = todo.pop()
        if mask in steps or not mask:
            continue
        steps[mask] = [tied(mask & ~(1 << i)) for i in hubs(mask)]
        todo.extend(steps[mask])
    if len(steps) <= EXACT_SETS:
        value = {0: 0.0}
        for mask in sorted(steps, key=int.bit_count):
            after = steps[mask]
            value[mask] = sum((largest(m) - 1 if m else 0) + value[m] for m in after) / len(after)
        return (n - 1 + value[start]) / n**2, "exact", 0.0, len(steps)
    rng = random.Random(SEED)
    runs = []
    for _ in range(RUNS):
        mask, total = start, n - 1
        while mask:
            mask = tied(mask & ~(1 << rng.choice(hubs(mask))))
            total += largest(mask) - 1 if mask else 0
        runs.append(total / n**2)
    mean = sum(runs) / RUNS
    spread = sum((x - mean) ** 2 for x in runs) / (RUNS - 1)
    return mean, "seeded", math.sqrt(spread / RUNS), RUNS


def pair_connectivity(graph):
    """Share of pairs joined by a path."""
    n = graph.number_of_nodes()
    if n < 2:
        return None
    return sum(len(c) * (len(c) - 1) for c in nx.connected_components(graph)) / (n * (n - 1))


def efficiency(graph):
    """Mean over pairs of 1/distance."""
    n = graph.number_of_nodes()
    if n < 2:
        return None
    total = Fraction(0)
    for node in graph:
        for other, steps in nx.single_source_shortest_path_length(graph, node).items():
            if other != node:
                total += Fraction(1, steps)
    return float(total / (n * (n - 1)))


def network_values(graph, core, sector):
    """{headline: value or None} of the network card over the observed actors, and R's how."""
    out = {}
    rest = graph.subgraph(set(graph) - core)
    out["coreless_pair_connectivity"] = pair_connectivity(rest)
    out["coreless_efficiency"] = efficiency(rest)
    n, m = graph.number_of_nodes(), graph.number_of_edges()
    if m == 0:
        return {
            **out,
            "robustness_normalized": None,
            "non_articulation_share": None,
            "cross_sector_tie_share": None,
        }, None
    value, how, error, sets = robustness(graph)
    out["robustness_normalized"] = value * 2 * n / (n - 1)
    out["non_articulation_share"] = 1 - len(set(nx.articulation_points(graph))) / n
    out["cross_sector_tie_share"] = sum(sector[u] != sector[v] for u, v in graph.edges) / m
    detail = {"R": value, "how": how, "standard_error": error, "sets_or_runs": sets}
    detail["standard_error_normalized"] = error * 2 * n / (n - 1)
    return out, detail
