"""The twenty headline values of one scope; the cards of core, bases and chains."""

from collections import Counter
from itertools import combinations

import networkx as nx

from .network import network_values

BASE_KEYS = (
    "base_activation",
    "bases_effective_of_5",
    "base_regions_of_5",
    "base_core_link",
    "base_enterprise_reach",
)
CORE_KEYS = (
    "core_tie_share",
    "core_betweenness",
    "core_reach_2",
    "core_cross_type_brokerage_share",
    "core_independence",
)
MEAN_OVER_CENTRES = {"core_betweenness", "core_independence"}


def core_values(graph, weight, core, host, sector):
    """{headline: (value, reason)} of the core card, over the observed actors."""
    out = {}
    n = graph.number_of_nodes()
    total = sum(weight.values())
    mine = sum(w for pair, w in weight.items() if pair & core)
    out["core_tie_share"] = (float(mine / total), None)
    if n < 3:
        out["core_betweenness"] = (None, "too_few")
    else:
        passing = nx.betweenness_centrality(graph, normalized=True)
        out["core_betweenness"] = (sum(passing[c] for c in core) / len(core), None)
    reach = set()
    for c in core:
        reach |= set(nx.single_source_shortest_path_length(graph, c, cutoff=2))
    rest = set(graph) - core
    out["core_reach_2"] = (len(reach & rest) / len(rest), None) if rest else (None, "too_few")
    roles = Counter()
    for c in core:
        for i, j in combinations(sorted(graph[c]), 2):
            if graph.has_edge(i, j):
                continue
            a, b, m = sector[i], sector[j], sector[c]
            if a == b == m:
                roles["coordinator"] += 1
            elif a == b:
                roles["consultant"] += 1
            elif m in (a, b):
                roles["gatekeeper_or_representative"] += 1
            else:
                roles["liaison"] += 1
    crossing = roles["gatekeeper_or_representative"] + roles["liaison"]
    share = crossing / sum(roles.values()) if roles else None
    out["core_cross_type_brokerage_share"] = (share, None if roles else "no_open_pair")
    free = []
    for c in sorted(core):
        strength = sum(w for pair, w in weight.items() if c in pair)
        if host[c] and strength:
            tied = sum(w for pair, w in weight.items() if c in pair and pair & host[c])
            free.append(1 - tied / strength)
    value = float(sum(free) / len(free)) if free else None
    out["core_independence"] = (value, None if free else "no_host")
    return out


def item(value, reason, seen, of, low=None, high=None, recorded=None):
    """One headline value in the shape of the contract."""
    return {
        "value": value,
        "low": low,
        "high": high,
        "recorded": recorded,
        "reason": None if value is not None else reason,
        "coverage": {"observed": seen, "of": of},
    }


def between(low, high, seen, of):
    """A headline with an interval: a value only where both ends agree (9 decimals)."""
    if round(low, 9) == round(high, 9):
        return item(low, None, seen, of, low, high)
    return item(None, "partly_observed", seen, of, low, high)


def headlines(actors, weight, core, bases, host, sector, design):
    """The twenty headline values of one scope in the reading `center`."""
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from(tuple(pair) for pair in weight)
    seen = {a for a in actors if graph.degree(a)}  # no source is `complete:`, so a tie decides
    graph = graph.subgraph(seen)
    core_seen, n, of = core & seen, len(seen), len(actors)
    out = {}
    values = core_values(graph, weight, core_seen, host, sector) if core_seen else {}
    for key in CORE_KEYS:
        # CHOICE 9: coverage counts centres for the means over centres, actors for the rest.
        cover = (len(core_seen), len(core)) if key in MEAN_OVER_CENTRES else (n, of)
        value, reason = values.get(key, (None, "unobserved"))
        out[key] = item(value, reason, *cover)
    base_seen = len(bases & seen)
    if base_seen:  # never so in this sample; say so rather than guess
        raise SystemExit("a base is observed: the base card needs its own code")
    for key in BASE_KEYS:
        out[key] = item(None, "unobserved" if bases else "no_base", 0, len(bases))
    values, detail = network_values(graph, core_seen, sector)
    for key, value in values.items():
        if key.startswith("coreless") and not core_seen:
            out[key] = item(None, "unobserved", n, of)
        elif 2 * n < of or n < 10:
            out[key] = item(None, "partly_observed", n, of, recorded=value)
        else:
            out[key] = item(value, "too_few", n, of)
    out.update(chain_headlines(design))
    return out, sorted(seen), detail


def chain_headlines(design):
    """The five headlines of the chain card."""
    of = len(design.counted)
    made = sum(design.covered(k) for k in design.counted)
    out = {}
    # CHOICE 10: an unobserved segment is one that is not surveyed (here: every one), so `high`
    # counts it as covered, also where external makers are known. Observed: covered ones.
    out["segment_coverage"] = between(made / of, 1.0, made, of)
    low, high, same = design.local_share()
    out["local_share"] = between(low, high, same, of)
    count = Counter(design.status.values())
    links = len(design.links)
    if links:
        known = links - count["unknown"]
        high = (count["local"] + count["unknown"]) / links
        out["link_realisation"] = between(count["local"] / links, high, known, links)
    else:
        out["link_realisation"] = item(None, "no_link", 0, 0)
    low, high = design.feasible_low(), design.feasible_high()
    value = between(low, high, len(design.linked), of)
    if len(design.linked) < of:
        value.update(value=None, reason="partly_observed")
    out["feasible_value"] = value
    kept, reason = design.retention()
    out["n_minus_1_retention"] = item(kept, reason, len(design.linked), of)
    return out
