"""Oracle, first half: from the ecosystem JSON to the layers, and shared graph helpers.

Weights are Fractions, so sums and comparisons are exact. None means undefined.
"""

import math
import random
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations
from types import SimpleNamespace

import networkx as nx

ACTOR_TYPES = {"center", "host", "base", "enterprise"}
ACTOR_TYPES |= {"university", "institute", "fund", "government"}
ENDS = {  # edge type: (kinds allowed as source, kinds allowed as target)
    "hosts": ({"host"}, {"center"}),
    "has_base": ({"center"}, {"base"}),
    "collaborates": (ACTOR_TYPES, ACTOR_TYPES),
    "participates": (ACTOR_TYPES, {"project"}),
    "owns": (ACTOR_TYPES, {"ip"}),
    "employed_by": ({"talent"}, ACTOR_TYPES),
    "produces": (ACTOR_TYPES, {"segment"}),
    "researches": (ACTOR_TYPES, {"segment"}),
    "upstream_of": ({"segment"}, {"segment"}),
    "supplies": (ACTOR_TYPES, ACTOR_TYPES),
}
FORMAL = {"hosts", "has_base"}
EXACT_SETS = 60_000  # robustness: the most sets of remaining actors handled exactly
SAMPLE_RUNS = 2_000  # robustness above that: seeded runs


# ---------------------------------------------------------------- reading the file


def present(value):
    """An absent value is null or the empty string."""
    return value is not None and value != ""


def read_nodes(body):
    """Nodes by id; the same node twice is one, with different content it is refused."""
    nodes = {}
    for raw in body.get("nodes") or []:
        node = {key: value for key, value in raw.items() if present(value)}
        if node["id"] in nodes and nodes[node["id"]] != node:
            raise ValueError(f"node {node['id']!r} given twice with different content")
        nodes[node["id"]] = node
    return nodes


def drop_reason(edge, nodes, window):
    """Why an edge is dropped, in the order of METRIC_KEYS.md section 1, or None."""
    kind, source, target = edge.get("type"), edge.get("source"), edge.get("target")
    if kind not in ENDS:
        return "unknown_edge_type"
    if source not in nodes or target not in nodes:
        return "bad_end"
    sources, targets = ENDS[kind]
    if nodes[source].get("type") not in sources or nodes[target].get("type") not in targets:
        return "bad_end"
    if source == target:
        return "self_loop"
    if present(edge.get("weight")) and edge["weight"] <= 0:
        return "weight_not_positive"
    dated = present(edge.get("year"))
    if dated and window and kind not in FORMAL and not window[0] <= edge["year"] <= window[1]:
        return "outside_window"
    return None


def clean_edges(body, nodes):
    """Kept edges as (type, source, target, weight), and the counts by reason."""
    window = (body.get("meta") or {}).get("window")
    kept, counts = [], Counter()
    for edge in body.get("edges") or []:
        reason = drop_reason(edge, nodes, window)
        if reason:
            counts[reason] += 1
            continue
        weight = Fraction(1)
        if present(edge.get("weight")):
            weight = Fraction(str(edge["weight"]))
        else:
            counts["missing_weight"] += 1
        if not present(edge.get("year")):
            counts["undated"] += 1
        kept.append((edge["type"], edge["source"], edge["target"], weight))
    return kept, counts


def refuse_chain_cycle(edges):
    """Raise ValueError if upstream_of has a cycle."""
    chain = nx.DiGraph((s, t) for kind, s, t, _ in edges if kind == "upstream_of")
    if not nx.is_directed_acyclic_graph(chain):
        raise ValueError(f"cycle in upstream_of: {nx.find_cycle(chain)}")


def contract_hosts(nodes, edges):
    """Each center and its own hosts become one actor of type and sector center."""
    centers_of = defaultdict(set)
    for kind, source, target, _ in edges:
        if kind == "hosts":
            centers_of[source].add(target)
    into = {host: min(cs) for host, cs in centers_of.items() if len(cs) == 1}
    merged = {}
    for key, node in nodes.items():
        if key not in into:
            is_center = node.get("type") == "center"
            merged[key] = {**node, "sector": "center"} if is_center else node
    moved = [(kind, into.get(s, s), into.get(t, t), w) for kind, s, t, w in edges]
    return merged, [edge for edge in moved if edge[1] != edge[2]]


def read_events(edges):
    """Member sets of projects, IP rights (1 or more members) and persons (2 or more)."""
    members, persons = defaultdict(set), set()
    for kind, source, target, _ in edges:
        if kind in ("participates", "owns"):
            members[target].add(source)
        elif kind == "employed_by":
            members[source].add(target)
            persons.add(source)
    return [frozenset(m) for e, m in members.items() if e not in persons or len(m) >= 2]


def activity_graph(actors, edges, events):
    """The graph A: collaborates weights plus 1/(k-1) for each event with k >= 2 members."""
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    weights = defaultdict(Fraction)
    for kind, source, target, weight in edges:
        if kind == "collaborates":
            weights[frozenset((source, target))] += weight
    for event in events:
        for pair in combinations(event, 2):
            weights[frozenset(pair)] += Fraction(1, len(event) - 1)
    for pair, weight in weights.items():
        graph.add_edge(*pair, weight=weight)
    return graph


def read(body, reading="center"):
    """Everything the three cards need from one ecosystem JSON, in one reading of the core."""
    if reading not in ("center", "with_hosts"):
        raise ValueError(f"unknown reading {reading!r}")
    nodes = read_nodes(body)
    edges, counts = clean_edges(body, nodes)
    refuse_chain_cycle(edges)
    if reading == "with_hosts":
        nodes, edges = contract_hosts(nodes, edges)
    actors = [a for a, node in nodes.items() if node.get("type") in ACTOR_TYPES]
    events = read_events(edges)
    hosts, segments = defaultdict(set), defaultdict(set)
    for kind, source, target, _ in edges:
        if kind == "hosts":
            hosts[target].add(source)
        if kind in ("produces", "researches"):
            segments[source].add(target)
    regions = [r for r in (body.get("meta") or {}).get("regions") or [] if present(r)]
    return SimpleNamespace(
        reading=reading,
        counts=counts,
        actors=actors,
        A=activity_graph(actors, edges, events),
        K=[a for a in actors if nodes[a]["type"] == "center"],
        B=[a for a in actors if nodes[a]["type"] == "base"],
        firms=[
            a
            for a in actors
            if nodes[a]["type"] == "enterprise" and nodes[a].get("origin") != "external"
        ],
        sector={a: nodes[a].get("sector", nodes[a]["type"]) for a in actors},
        region={a: nodes[a].get("region") for a in actors},
        events=events,
        hosts=hosts,
        segments=segments,
        meta_regions=list(dict.fromkeys(regions)),
    )


# ---------------------------------------------------------------- small helpers


def ratio(top, bottom):
    """A quotient, None where the denominator is 0."""
    return None if bottom == 0 else Fraction(top) / Fraction(bottom)


def mean(values):
    """Mean over the defined values, None over an empty set."""
    values = [v for v in values if v is not None]
    return ratio(sum(Fraction(v) for v in values), len(values))


def strength(graph, actor):
    """Sum of tie weights of one actor."""
    return sum((data["weight"] for _, _, data in graph.edges(actor, data=True)), Fraction(0))


def entropy(counts):
    """Natural-log entropy of counts."""
    total = sum(counts)
    return 0.0 - math.fsum(float(c / total) * math.log(c / total) for c in counts if c > 0)


def tie_share(graph, group):
    """Weight of ties with an end in the group over the weight of all ties."""
    total = touching = Fraction(0)
    for u, v, data in graph.edges(data=True):
        total += data["weight"]
        touching += data["weight"] if u in group or v in group else 0
    return ratio(touching, total)


def pair_connectivity(graph):
    """Share of pairs of actors that can reach each other."""
    n = len(graph)
    sizes = [len(c) for c in nx.connected_components(graph)]
    return ratio(sum(s * (s - 1) for s in sizes), n * (n - 1))


def efficiency(graph):
    """Mean over pairs of 1/distance, 0 if unreachable."""
    n = len(graph)
    total = Fraction(0)
    for source, lengths in nx.all_pairs_shortest_path_length(graph):
        total += sum((Fraction(1, d) for t, d in lengths.items() if t != source), Fraction(0))
    return ratio(total, n * (n - 1))


def path_counts(graph, source):
    """Distance to, and number of shortest paths to, every actor reachable from source."""
    distance = nx.single_source_shortest_path_length(graph, source)
    paths = {source: 1}
    for a in sorted(distance, key=distance.get):
        if a != source:
            paths[a] = sum(paths[q] for q in graph[a] if distance[q] == distance[a] - 1)
    return distance, paths


def ei_index(pairs):
    """(across - within)/(across + within) over pairs of labels."""
    across = sum(1 for a, b in pairs if a != b)
    return ratio(across - (len(pairs) - across), len(pairs))


# ---------------------------------------------------------------- robustness


def largest_component(neighbors, left):
    """Size of the largest component among the actors of the bit set left."""
    best = 0
    while left:
        seen = frontier = left & -left
        while frontier:
            bit = frontier & -frontier
            new = neighbors[bit.bit_length() - 1] & left & ~seen
            seen |= new
            frontier = (frontier ^ bit) | new
        best = max(best, seen.bit_count())
        left &= ~seen
    return best


def highest_degree(neighbors, left):
    """The bits of the actors of highest degree in left, [] when no tie is left."""
    degrees = {1 << i: (x & left).bit_count() for i, x in enumerate(neighbors) if left >> i & 1}
    top = max(degrees.values(), default=0)
    return [bit for bit, d in degrees.items() if d == top] if top > 0 else []


def robustness_exact(neighbors, limit):
    """Expected sum of largest components over all removals; None above the limit of sets."""
    layer, total, sets = {(1 << len(neighbors)) - 1: 1.0}, [], 0
    while layer:
        following = defaultdict(float)
        for left, chance in layer.items():
            top = highest_degree(neighbors, left)
            if not top:  # isolates only: 1 after each removal, 0 after the last
                total.append(chance * max(left.bit_count() - 1, 0))
                continue
            sets += 1
            if sets > limit:
                return None, sets
            for bit in top:
                following[left ^ bit] += chance / len(top)
        total += [chance * largest_component(neighbors, s) for s, chance in following.items()]
        layer = following
    return math.fsum(total), sets


def robustness_run(neighbors, rng):
    """Sum of largest components over one random course of removals."""
    left, total = (1 << len(neighbors)) - 1, 0
    while top := highest_degree(neighbors, left):
        left ^= rng.choice(top)
        total += largest_component(neighbors, left)
    return total + max(left.bit_count() - 1, 0)


def robustness(graph, limit=EXACT_SETS, runs=SAMPLE_RUNS):
    """R and how it was found; sampled only above the limit of sets."""
    n = len(graph)
    if graph.number_of_edges() == 0:
        return None, {"exact": True, "sets": 0}
    index = {a: i for i, a in enumerate(graph)}
    neighbors = [sum(1 << index[j] for j in graph[a]) for a in graph]
    total, sets = robustness_exact(neighbors, limit)
    if total is not None:
        return total / n**2, {"exact": True, "sets": sets}
    rng = random.Random(20240229)
    samples = [robustness_run(neighbors, rng) / n**2 for _ in range(runs)]
    middle = math.fsum(samples) / runs
    variance = math.fsum((x - middle) ** 2 for x in samples) / (runs - 1)
    return middle, {"exact": False, "runs": runs, "standard_error": math.sqrt(variance / runs)}
