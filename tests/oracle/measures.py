"""Independent oracle for the core, bases and network cards, written from METRIC_KEYS.md only.

Slow and plain on purpose. measure(body) reads one ecosystem JSON (METRICS.md section F).
The reading, the shared helpers and robustness are in reading.py.
"""

import math
from collections import Counter
from fractions import Fraction
from itertools import combinations

import networkx as nx

from .reading import (
    efficiency,
    ei_index,
    entropy,
    mean,
    pair_connectivity,
    path_counts,
    ratio,
    read,
    robustness,
    strength,
    tie_share,
)

BEST_FIT_ACTORS = 14
CONNECTIVITY_ACTORS = 200
KEYS = {
    "core": """core_tie_share degree_centralization core_betweenness betweenness_centralization
be_fit_designated be_fit_core_tier core_tier_tie_share core_coreness_ratio core_reach_1
core_reach_2 core_constraint core_effective_size core_efficiency core_brokerage
core_cross_type_brokerage_share core_strength_percentile core_independence be_fit_best""",
    "bases": """bases_registered bases_active base_activation bases_effective base_evenness
base_gini base_hhi base_region_coverage base_region_entropy base_core_link base_base_density
base_enterprise_reach base_exclusive_reach base_mediation base_participation
base_complementarity""",
    "network": """n_actors n_ties density isolate_share giant_share pair_connectivity
coreless_pair_connectivity global_efficiency coreless_efficiency ei_index_type ei_index_region
type_assortativity transitivity bipartite_clustering_ra robustness_R articulation_share
bridge_share avg_node_connectivity cycle_redundancy_alpha cross_sector_event_share""",
}


# ---------------------------------------------------------------- core


def be_fit(graph, group):
    """Pearson r over all pairs of 'tied' and 'an end in the group', from the 2 x 2 counts."""
    n = len(graph)
    pairs, tied = math.comb(n, 2), graph.number_of_edges()
    touched = pairs - math.comb(n - len(group), 2)
    both = sum(1 for u, v in graph.edges if u in group or v in group)
    spread = tied * (pairs - tied) * touched * (pairs - touched)
    if pairs < 2 or spread == 0:
        return None
    return (pairs * both - tied * touched) / math.sqrt(spread)


def be_fit_best(graph):
    """The largest be_fit over all non-empty proper subsets, None above 14 actors."""
    if len(graph) > BEST_FIT_ACTORS:
        return None
    fits = []
    for size in range(1, len(graph)):
        fits += [be_fit(graph, set(group)) for group in combinations(graph, size)]
    return max((f for f in fits if f is not None), default=None)


def constraint(graph, c):
    """Burt's constraint of c on the binary graph, None for an isolate."""
    if graph.degree(c) == 0:
        return None

    def p(i, j):
        return Fraction(1, graph.degree(i)) if graph.has_edge(i, j) else Fraction(0)

    return sum((p(c, j) + sum(p(c, q) * p(q, j) for q in graph[c])) ** 2 for j in graph[c])


def effective_size(graph, c):
    """Degree minus the mean degree of the neighbors among themselves, None for an isolate."""
    d = graph.degree(c)
    if d == 0:
        return None
    inner = [sum(1 for q in graph[c] if graph.has_edge(q, j)) for j in graph[c]]
    return d - Fraction(sum(inner), d)


def brokerage(graph, centers, sector):
    """Counts of the four roles over centers and open pairs i-c-j."""
    roles = {"coordinator": 0, "consultant": 0, "gatekeeper_or_representative": 0, "liaison": 0}
    for c in centers:
        for i, j in combinations(graph[c], 2):
            if graph.has_edge(i, j):
                continue
            if sector[i] == sector[j]:
                role = "coordinator" if sector[i] == sector[c] else "consultant"
            elif sector[c] in (sector[i], sector[j]):
                role = "gatekeeper_or_representative"
            else:
                role = "liaison"
            roles[role] += 1
    return roles


def reach(graph, centers, steps):
    """Share of the actors outside K within so many steps of any center."""
    near = set()
    for c in centers:
        near |= set(nx.single_source_shortest_path_length(graph, c, cutoff=steps))
    return ratio(len(near - set(centers)), len(graph) - len(centers))


def strength_percentile(graph, centers, c):
    """Mid-rank percentile of c's strength among the actors outside K, at 9 decimals."""
    others = [round(float(strength(graph, a)), 9) for a in graph if a not in centers]
    own = round(float(strength(graph, c)), 9)
    points = sum(Fraction(s < own) + Fraction(s == own, 2) for s in others)
    return ratio(points, len(others))


def independence(graph, c, hosts):
    """1 - weight of c's ties to its hosts / strength, None without host or tie."""
    if not hosts or graph.degree(c) == 0:
        return None
    to_hosts = sum((graph[c][h]["weight"] for h in hosts if graph.has_edge(c, h)), Fraction(0))
    return 1 - to_hosts / strength(graph, c)


def core_card(eco, keys):
    """The core card; no center, no value."""
    A, K, n, m = eco.A, eco.K, len(eco.A), eco.A.number_of_edges()
    if not K:
        return dict.fromkeys(keys)
    tier = set(K) | set(eco.B)
    card = dict.fromkeys(keys)
    if n >= 3 and m > 0:
        top = max(d for _, d in A.degree)
        card["degree_centralization"] = ratio(sum(top - d for _, d in A.degree), (n - 1) * (n - 2))
        raw = nx.betweenness_centrality(A, normalized=False)
        b = {a: value / ((n - 1) * (n - 2) / 2) for a, value in raw.items()}
        card["core_betweenness"] = math.fsum(b[c] for c in K) / len(K)
        card["betweenness_centralization"] = math.fsum(max(b.values()) - x for x in b.values()) / (
            n - 1
        )
    if m > 0:
        cores = nx.core_number(A)
        card["core_coreness_ratio"] = mean(Fraction(cores[c], max(cores.values())) for c in K)
        card["core_strength_percentile"] = mean(strength_percentile(A, set(K), c) for c in K)
    if eco.reading == "center":
        card["core_independence"] = mean(independence(A, c, eco.hosts[c]) for c in K)
    roles = brokerage(A, K, eco.sector)
    sizes = {c: effective_size(A, c) for c in K}
    card.update(
        core_tie_share=tie_share(A, set(K)),
        core_tier_tie_share=tie_share(A, tier),
        be_fit_designated=be_fit(A, set(K)),
        be_fit_core_tier=be_fit(A, tier),
        be_fit_best=be_fit_best(A),
        core_reach_1=reach(A, K, 1),
        core_reach_2=reach(A, K, 2),
        core_constraint=mean(constraint(A, c) for c in K),
        core_effective_size=mean(sizes.values()),
        core_efficiency=mean(s / A.degree(c) for c, s in sizes.items() if s is not None),
        core_brokerage=roles,
        core_cross_type_brokerage_share=ratio(
            roles["gatekeeper_or_representative"] + roles["liaison"], sum(roles.values())
        ),
    )
    return card


# ---------------------------------------------------------------- bases


def gini(values):
    """Gini coefficient by sum (2i - n - 1) x_i / (n sum x), values in ascending order."""
    n = len(values)
    ranked = enumerate(sorted(values), start=1)
    return ratio(sum((2 * i - n - 1) * x for i, x in ranked), n * sum(values))


def base_mediation(eco):
    """Mean share of shortest center-enterprise paths that have a base strictly inside."""
    without_bases = eco.A.subgraph(set(eco.A) - set(eco.B))
    shares = []
    for c in eco.K:
        distance, paths = path_counts(eco.A, c)
        free_distance, free_paths = path_counts(without_bases, c)
        for e in eco.firms:
            if e in distance:
                same = free_distance.get(e) == distance[e]
                shares.append(1 - Fraction(free_paths[e] if same else 0, paths[e]))
    return mean(shares)


def participation(graph, b, sector):
    """1 - sum over sectors of the squared share of b's neighbors."""
    counts = Counter(sector[j] for j in graph[b])
    return 1 - sum(Fraction(k, graph.degree(b)) ** 2 for k in counts.values())


def complementarity(eco):
    """Mean over pairs of bases of 1 - Jaccard of their non-empty segment sets."""
    sets = []
    for b in eco.B:
        found = set(eco.segments[b]).union(*(eco.segments[j] for j in eco.A[b]))
        if found:
            sets.append(found)
    return mean(1 - Fraction(len(x & y), len(x | y)) for x, y in combinations(sets, 2))


def bases_card(eco, keys):
    """The bases card; no base, no value but the two counts."""
    A, K, B, firms = eco.A, set(eco.K), eco.B, eco.firms
    active = [b for b in B if A.degree(b) > 0]
    card = dict.fromkeys(keys)
    card.update(bases_registered=len(B), bases_active=len(active))
    if not B:
        return card
    outside = [strength(A.subgraph(set(A) - K), b) for b in B]
    if sum(outside) > 0:
        card["bases_effective"] = math.exp(entropy(outside))
        card["base_hhi"] = sum((s / sum(outside)) ** 2 for s in outside)
        if len(B) >= 2:
            card["base_evenness"] = math.log(card["bases_effective"]) / math.log(len(B))
            card["base_gini"] = gini(outside)
    regions = Counter(eco.region[b] for b in active if eco.region[b] in eco.meta_regions)
    card["base_region_coverage"] = ratio(len(regions), len(eco.meta_regions))
    if len(eco.meta_regions) >= 2 and regions:
        spread = entropy([Fraction(c) for c in regions.values()])
        card["base_region_entropy"] = spread / math.log(len(eco.meta_regions))
    if K:
        card["base_core_link"] = ratio(sum(1 for b in B if K & set(A[b])), len(B))
    reached = [e for e in firms if set(B) & set(A[e])]
    inner = A.subgraph(B).number_of_edges()
    card.update(
        base_activation=ratio(len(active), len(B)),
        base_base_density=ratio(inner, math.comb(len(B), 2)),
        base_enterprise_reach=ratio(len(reached), len(firms)),
        base_exclusive_reach=ratio(sum(1 for e in reached if not K & set(A[e])), len(firms)),
        base_mediation=base_mediation(eco),
        base_participation=mean(participation(A, b, eco.sector) for b in active),
        base_complementarity=complementarity(eco),
    )
    return card


# ---------------------------------------------------------------- network


def assortativity(graph, sector):
    """Newman's attribute assortativity by sector, None with one sector among tied actors."""
    m = graph.number_of_edges()
    ends = Counter(sector[a] for tie in graph.edges for a in tie)
    if len(ends) < 2:
        return None
    within = Fraction(sum(1 for u, v in graph.edges if sector[u] == sector[v]), m)
    expected = sum(Fraction(k, 2 * m) ** 2 for k in ends.values())
    return (within - expected) / (1 - expected)


def ra_clustering(events):
    """Robins-Alexander: 4 x four-cycles / three-paths on the graph of events and actors."""
    held = Counter(a for event in events for a in event)
    three_paths = sum((len(event) - 1) * (held[a] - 1) for event in events for a in event)
    four_cycles = sum(math.comb(len(x & y), 2) for x, y in combinations(events, 2))
    return ratio(4 * four_cycles, three_paths)


def network_card(eco, keys):
    """The network card, and how robustness_R was found."""
    A, n, m = eco.A, len(eco.A), eco.A.number_of_edges()
    card = dict.fromkeys(keys)
    components = [len(c) for c in nx.connected_components(A)]
    two_paths = sum(math.comb(d, 2) for _, d in A.degree)
    card.update(
        n_actors=n,
        n_ties=m,
        density=ratio(2 * m, n * (n - 1)),
        isolate_share=ratio(sum(1 for _, d in A.degree if d == 0), n),
        giant_share=ratio(max(components, default=0), n),
        pair_connectivity=pair_connectivity(A),
        global_efficiency=efficiency(A),
        ei_index_type=ei_index([(eco.sector[u], eco.sector[v]) for u, v in A.edges]),
        ei_index_region=ei_index(
            [
                (eco.region[u], eco.region[v])
                for u, v in A.edges
                if eco.region[u] is not None and eco.region[v] is not None
            ]
        ),
        type_assortativity=assortativity(A, eco.sector),
        transitivity=ratio(sum(nx.triangles(A).values()), two_paths),  # each counted 3 times
        bipartite_clustering_ra=ra_clustering(eco.events),
    )
    if eco.K:
        rest = A.subgraph(set(A) - set(eco.K))
        card["coreless_pair_connectivity"] = pair_connectivity(rest)
        card["coreless_efficiency"] = efficiency(rest)
    if m > 0:
        card["articulation_share"] = ratio(len(set(nx.articulation_points(A))), n)
        card["bridge_share"] = ratio(len(list(nx.bridges(A))), m)
    if n >= 3:
        spare = m - n + len(components)
        card["cycle_redundancy_alpha"] = ratio(2 * spare, (n - 1) * (n - 2))
    if 2 <= n <= CONNECTIVITY_ACTORS:
        card["avg_node_connectivity"] = nx.average_node_connectivity(A)
    shared = [{eco.sector[a] for a in event} for event in eco.events if len(event) >= 2]
    mixed = [s for s in shared if "enterprise" in s and s & {"university", "institute"}]
    card["cross_sector_event_share"] = ratio(len(mixed), len(shared))
    card["robustness_R"], how = robustness(A)
    return card, how


def extra_cards(eco, bases, network):
    """The headlines of section 6 that are not keys themselves."""
    n, R, cut = len(eco.A), network["robustness_R"], network["articulation_share"]
    effective, ei = bases["bases_effective"], network["ei_index_type"]
    active = [b for b in eco.B if eco.A.degree(b) > 0]
    regions = {eco.region[b] for b in active if eco.region[b] is not None}
    return {
        "bases_effective_of_5": None if effective is None else min(1, effective / 5),
        "base_regions_of_5": min(1, Fraction(len(regions), 5)) if eco.B else None,
        "robustness_normalized": None if R is None else R * 2 * n / (n - 1),
        "non_articulation_share": None if cut is None else 1 - cut,
        "cross_sector_tie_share": None if ei is None else (1 + ei) / 2,
    }


# ---------------------------------------------------------------- the whole


def plain(value):
    """Fractions as floats; everything else as it is."""
    return float(value) if isinstance(value, Fraction) else value


def measure_detail(body, reading="center"):
    """The four cards under "values", how R was found, and the counts of the cleaning."""
    eco = read(body, reading)
    core, bases = core_card(eco, KEYS["core"].split()), bases_card(eco, KEYS["bases"].split())
    network, how = network_card(eco, KEYS["network"].split())
    cards = {"core": core, "bases": bases, "network": network}
    cards["cards"] = extra_cards(eco, bases, network)
    values = {name: {k: plain(v) for k, v in card.items()} for name, card in cards.items()}
    return {"values": values, "robustness": how, "cleaning": dict(eco.counts)}


def measure(body, reading="center"):
    """Core, bases, network and the extra headlines of one ecosystem JSON."""
    return measure_detail(body, reading)["values"]
