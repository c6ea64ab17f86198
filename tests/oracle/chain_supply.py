"""Oracle of the chain card: what rests on the supply ties and on levels of a digraph."""

from collections import defaultdict

import networkx as nx
import numpy as np

ESRI_STEPS = 200_000
ESRI_CHANGE = 1e-15


def trophic_incoherence(graph):
    """F0 of MacKay et al. 2020, every link counting 1; None without link."""
    if graph.number_of_edges() == 0:
        return None
    place = {a: i for i, a in enumerate(sorted(graph))}
    laplacian, imbalance = np.zeros((len(place), len(place))), np.zeros(len(place))
    for s, t in graph.edges:
        i, j = place[s], place[t]
        laplacian[i, i] += 1
        laplacian[j, j] += 1
        laplacian[i, j] -= 1
        laplacian[j, i] -= 1
        imbalance[j] += 1
        imbalance[i] -= 1
    level = np.linalg.lstsq(laplacian, imbalance, rcond=None)[0]
    gaps = [(level[place[t]] - level[place[s]] - 1) ** 2 for s, t in graph.edges]
    return float(sum(gaps)) / graph.number_of_edges()


def disjoint_paths(graph, starts, ends):
    """Greatest number of vertex-disjoint paths from starts to ends, by maximum flow."""
    flow = nx.DiGraph()
    flow.add_nodes_from(["source", "sink"])
    for a in graph:
        flow.add_edge(("in", a), ("out", a), capacity=1)
        if a in starts:
            flow.add_edge("source", ("in", a), capacity=1)
        if a in ends:
            flow.add_edge(("out", a), "sink", capacity=1)
    for a, b in graph.edges:
        flow.add_edge(("out", a), ("in", b), capacity=1)
    return int(nx.maximum_flow_value(flow, "source", "sink"))


def supply_vertex_connectivity(chain):
    """Disjoint supply paths from local makers of sources to those of sinks; None without S."""
    if chain.S.number_of_edges() == 0:
        return None
    inside = chain.S.subgraph(set(chain.S) - chain.external_actors)
    starts = {a for s in chain.sources for a in chain.local[s]}
    ends = {a for s in chain.sinks for a in chain.local[s]}
    return disjoint_paths(inside, starts, ends)


# ---------------------------------------------------------------- ESRI


def sectors_of(chain):
    """The one segment that each actor in S makes; None if one makes none or several."""
    made = defaultdict(set)
    for s in chain.segments:
        for a in [*chain.local[s], *chain.external[s]]:
            made[a].add(s)
    if any(len(made[a]) != 1 for a in chain.S):
        return None
    return {a: next(iter(made[a])) for a in chain.S}


def downstream_step(firms, sector, inputs, out, h, removed):
    """One step of the downstream damage: the scarcest sector of inputs decides."""
    left = defaultdict(float)
    for a in firms:
        left[sector[a]] += out[a] * h[a]
    sigma = {a: min(1.0, out[a] / left[sector[a]]) if left[sector[a]] else 1.0 for a in firms}
    after = {}
    for a in firms:
        bought, lost = defaultdict(float), defaultdict(float)
        for supplier, weight in inputs[a].items():
            bought[sector[supplier]] += weight
            lost[sector[supplier]] += sigma[supplier] * weight * (1 - h[supplier])
        after[a] = max(0.0, min((1 - lost[k] / bought[k] for k in bought), default=1.0))
    return {**after, removed: 0.0}


def upstream_step(firms, customers, out, h, removed):
    """One step of the upstream damage: a firm sells what its customers still buy."""
    after = {}
    for a in firms:
        sold = sum(weight * h[b] for b, weight in customers[a].items())
        after[a] = sold / out[a] if customers[a] else 1.0
    return {**after, removed: 0.0}


def fixed_point(firms, step, removed):
    """Iterate a step from 'everything works but the removed firm' until nothing moves."""
    h = {a: 0.0 if a == removed else 1.0 for a in firms}
    for _ in range(ESRI_STEPS):
        after = step(h)
        moved = max(abs(after[a] - h[a]) for a in firms)
        h = after
        if moved < ESRI_CHANGE:
            return h
    raise ArithmeticError(f"ESRI without {removed!r} still moves by {moved}")


def esri(chain):
    """ESRI of every actor in S, all inputs essential; None where it is undefined."""
    firms, sector = sorted(chain.S), sectors_of(chain)
    if not firms or sector is None:
        return None
    inputs, customers = {a: {} for a in firms}, {a: {} for a in firms}
    for a, b, data in chain.S.edges(data=True):
        inputs[b][a] = customers[a][b] = float(data["weight"])
    out = {a: sum(customers[a].values()) for a in firms}
    result = {}
    for gone in firms:
        down = fixed_point(
            firms, lambda h, j=gone: downstream_step(firms, sector, inputs, out, h, j), gone
        )
        up = fixed_point(firms, lambda h, j=gone: upstream_step(firms, customers, out, h, j), gone)
        lost = sum(out[a] * (1 - min(down[a], up[a])) for a in firms)
        result[gone] = lost / sum(out.values())
    return result
