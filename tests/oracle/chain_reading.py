"""Oracle of the chain card: from the ecosystem JSON to segments, links, makers and supply.

Weights are Fractions, so sums and comparisons are exact. None means undefined.
"""

from collections import defaultdict
from fractions import Fraction
from types import SimpleNamespace

import networkx as nx

from .reading import (
    ACTOR_TYPES,
    activity_graph,
    clean_edges,
    drop_reason,
    present,
    read_events,
    read_nodes,
    refuse_chain_cycle,
)


def importance_of(node):
    """Importance of a segment; what is not a positive number counts as 1."""
    value = node.get("importance")
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return Fraction(1)
    return Fraction(str(value))


def read_groups(body, nodes):
    """Groups of substitutes by segment: sets of suppliers; no group is a group of its own."""
    window = (body.get("meta") or {}).get("window")
    found = defaultdict(set)
    for edge in body.get("edges") or []:
        if edge.get("type") != "upstream_of" or drop_reason(edge, nodes, window):
            continue
        source, target, group = edge["source"], edge["target"], edge.get("group")
        name = ("group", group) if present(group) else ("alone", source)
        found[target, name].add(source)
    groups = defaultdict(list)
    for (target, _), members in found.items():
        groups[target].append(frozenset(members))
    return groups


def capacities(edges, actors):
    """Capacity by segment and actor, for the makers among these actors."""
    found = defaultdict(lambda: defaultdict(Fraction))
    for kind, source, target, weight in edges:
        if kind == "produces" and source in actors:
            found[target][source] += weight
    return found


def supply_graph(edges):
    """The graph S: directed, repeated ties add up; its nodes are the actors with a tie."""
    graph = nx.DiGraph()
    for kind, source, target, weight in edges:
        if kind == "supplies":
            before = graph[source][target]["weight"] if graph.has_edge(source, target) else 0
            graph.add_edge(source, target, weight=before + weight)
    return graph


def read_chain(body):
    """Everything the chain card needs from one ecosystem JSON."""
    nodes = read_nodes(body)
    edges, counts = clean_edges(body, nodes)
    refuse_chain_cycle(edges)
    actors = [a for a, node in nodes.items() if node.get("type") in ACTOR_TYPES]
    external = {a for a in actors if nodes[a].get("origin") == "external"}
    local = set(actors) - external
    segments = sorted(s for s, node in nodes.items() if node.get("type") == "segment")
    design = nx.DiGraph()
    design.add_nodes_from(segments)
    design.add_edges_from((s, t) for kind, s, t, _ in edges if kind == "upstream_of")
    local_makers, external_makers = capacities(edges, local), capacities(edges, external)
    return SimpleNamespace(
        counts=counts,
        segments=segments,
        importance={s: importance_of(nodes[s]) for s in segments},
        surveyed={s: nodes[s].get("surveyed") is not False for s in segments},
        D=design,
        order=list(nx.lexicographical_topological_sort(design)),
        groups=read_groups(body, nodes),
        sources=[s for s in segments if design.in_degree(s) == 0],
        sinks=[s for s in segments if design.out_degree(s) == 0],
        local={s: dict(local_makers[s]) for s in segments},
        external={s: dict(external_makers[s]) for s in segments},
        researchers={
            s: {a for kind, a, t, _ in edges if kind == "researches" and t == s and a in local}
            for s in segments
        },
        S=supply_graph(edges),
        external_actors=external,
        A=activity_graph(actors, edges, read_events(edges)),
        tier={a for a in actors if nodes[a]["type"] in ("center", "base")},
    )


# ---------------------------------------------------------------- small helpers


def rounded(value):
    """A number as it is compared: rounded to 9 decimals."""
    return round(Fraction(value), 9)


def importance_share(chain, chosen, among):
    """Importance of the chosen segments over the importance of all among which they are."""
    whole = sum((chain.importance[s] for s in among), Fraction(0))
    return sum((chain.importance[s] for s in among if s in chosen), Fraction(0)) / whole


def link_status(chain, s, t):
    """Status of the link s -> t, the first that fits."""
    local_s, external_s, local_t = chain.local[s], chain.external[s], chain.local[t]
    makers_s = set(local_s) | set(external_s)
    if not local_t or not makers_s:
        return "no_maker"
    if any(a == b or chain.S.has_edge(a, b) for a in local_s for b in local_t):
        return "local"
    if any(chain.S.has_edge(a, b) for a in external_s for b in local_t):
        return "external"
    if any(a in chain.S for a in makers_s) and any(b in chain.S for b in local_t):
        return "none"
    return "unknown"


def feasible(chain, is_present, holds):
    """Segments that are present and have in each group a feasible member whose link holds."""
    found = set()
    for t in chain.order:
        if is_present(t) and all(
            any(s in found and holds(s, t) for s in members) for members in chain.groups[t]
        ):
            found.add(t)
    return found
