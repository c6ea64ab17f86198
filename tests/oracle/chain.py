"""Independent oracle for the chain card, written from METRIC_KEYS.md only.

Slow and plain on purpose. measure_chain(body) reads one ecosystem JSON (METRICS.md section F).
"""

from fractions import Fraction

import networkx as nx

from .chain_reading import feasible, importance_share, link_status, read_chain, rounded
from .chain_repair import (
    EXACT_CAUSES,
    exposure_keys,
    external_share,
    hhi,
    labels_of,
    repair_keys,
)
from .chain_supply import esri, supply_vertex_connectivity, trophic_incoherence
from .reading import mean, ratio

KEYS = """segment_coverage research_coverage dual_chain_coverage gap_rd_coverage segment_hhi
mean_effective_suppliers single_source_share external_share external_dependence link_status
link_unknown_share link_realisation link_realisation_feasible through_share through_share_upper
sink_feasible_strict_upper sink_feasible_strict sink_feasible_coverage
sink_feasible_with_external design_value_at_risk design_spof_share_andor
design_spof_share_dominator_or sink_availability_base actor_value_at_risk
max_actor_value_at_risk n_minus_1_retention critical_actors supply_vertex_connectivity
trophic_incoherence_design trophic_incoherence_supply upstreamness core_chain_reach gap_labels
feasible_value_strict feasible_value feasible_value_all_repaired repair_shapley repair_order
exposure exposure_order esri"""


# ---------------------------------------------------------------- coverage and makers


def coverage_keys(chain):
    """Shares of segments with local makers, with local researchers, with both."""
    covered = {s for s in chain.segments if chain.local[s]}
    researched = {s for s in chain.segments if chain.researchers[s]}
    gaps = set(chain.segments) - covered
    return {
        "segment_coverage": importance_share(chain, covered, chain.segments),
        "research_coverage": importance_share(chain, researched, chain.segments),
        "dual_chain_coverage": importance_share(chain, covered & researched, chain.segments),
        "gap_rd_coverage": ratio(len(gaps & researched), len(gaps)),
    }


def maker_keys(chain):
    """Concentration of local capacity and share of external capacity."""
    covered = [s for s in chain.segments if chain.local[s]]
    index = {s: hhi(chain.local[s]) for s in chain.segments}
    outside = {s: external_share(chain, s) for s in chain.segments}
    known = [s for s in chain.segments if outside[s] is not None]
    single = [s for s in covered if len(chain.local[s]) == 1]
    return {
        "segment_hhi": index,
        "mean_effective_suppliers": mean(1 / index[s] for s in covered),
        "single_source_share": ratio(len(single), len(covered)),
        "external_share": outside,
        "external_dependence": ratio(
            sum(chain.importance[s] * outside[s] for s in known),
            sum(chain.importance[s] for s in known),
        ),
    }


def core_chain_reach(chain):
    """Importance share of segments that a center, a base or a partner makes or researches."""
    if not chain.tier:
        return None
    near = chain.tier | {a for core in chain.tier for a in chain.A[core]}
    reached = {
        s
        for s in chain.segments
        if near & (set(chain.local[s]) | set(chain.external[s]) | chain.researchers[s])
    }
    return importance_share(chain, reached, chain.segments)


# ---------------------------------------------------------------- links


def realization(statuses):
    """Local over known links, None when none is known."""
    known = [one for one in statuses if one != "unknown"]
    return ratio(known.count("local"), len(known))


def through_share(chain, status, good):
    """Joined source-sink pairs still joined by covered segments over good links."""
    left = nx.DiGraph()
    left.add_nodes_from(s for s in chain.segments if chain.local[s])
    left.add_edges_from(
        (s, t) for s, t in chain.D.edges if s in left and t in left and status[s, t] in good
    )
    pairs = [
        (s, t) for s in chain.sources for t in chain.sinks if s != t and nx.has_path(chain.D, s, t)
    ]
    joined = [(s, t) for s, t in pairs if s in left and t in left and nx.has_path(left, s, t)]
    return ratio(len(joined), len(pairs))


def link_keys(chain, status):
    """Status of each link and what is counted from it."""
    both = [st for (s, t), st in status.items() if chain.local[s] and chain.local[t]]
    every = list(status.values())
    return {
        "link_status": {f"{s}>{t}": one for (s, t), one in status.items()},
        "link_unknown_share": ratio(every.count("unknown"), len(every)),
        "link_realisation": realization(every),
        "link_realisation_feasible": realization(both),
        "through_share": through_share(chain, status, {"local"}),
        "through_share_upper": through_share(chain, status, {"local", "unknown"}),
    }


# ---------------------------------------------------------------- feasibility


def feasibility_keys(chain, strict, upper):
    """Shares of sinks and of all segments that are feasible, in each reading."""

    def every_link(s, t):
        return True

    coverage = feasible(chain, lambda s: chain.local[s], every_link)
    anyone = feasible(chain, lambda s: chain.local[s] or chain.external[s], every_link)
    return {
        "sink_feasible_strict": importance_share(chain, strict, chain.sinks),
        "sink_feasible_strict_upper": importance_share(chain, upper, chain.sinks),
        "sink_feasible_coverage": importance_share(chain, coverage, chain.sinks),
        "sink_feasible_with_external": importance_share(chain, anyone, chain.sinks),
        "feasible_value_strict": importance_share(chain, strict, chain.segments),
        "feasible_value": importance_share(chain, upper, chain.segments),
    }


def design_value_at_risk(chain, x):
    """Share of sinks not feasible when every segment but x is there."""
    found = feasible(chain, lambda s: s != x, lambda s, t: True)
    return 1 - importance_share(chain, found, chain.sinks)


def dominators_of(chain, sink):
    """Segments on every path from a virtual root before all sources to the sink."""
    rooted = nx.DiGraph([(("s", s), ("s", t)) for s, t in chain.D.edges])
    rooted.add_edges_from(("root", ("s", s)) for s in chain.sources)
    above = nx.immediate_dominators(rooted, "root")
    found, at = set(), above[("s", sink)]
    while at != "root":
        found.add(at[1])
        at = above[at]
    return found


def design_keys(chain, at_risk):
    """Value at risk of each segment, and the single points of failure among non-sinks."""
    inner = [s for s in chain.segments if s not in chain.sinks]
    dominating = set().union(*(dominators_of(chain, t) for t in chain.sinks))
    return {
        "design_value_at_risk": at_risk,
        "design_spof_share_andor": ratio(sum(rounded(at_risk[s]) > 0 for s in inner), len(inner)),
        "design_spof_share_dominator_or": ratio(sum(s in dominating for s in inner), len(inner)),
    }


# ---------------------------------------------------------------- availability


def sink_availability(chain, gone=None):
    """Importance-weighted mean availability of the sinks without an actor."""
    level = {}
    for t in chain.order:
        total = sum(chain.local[t].values())
        if not total:
            level[t] = Fraction(0)
            continue
        own = 1 - Fraction(chain.local[t].get(gone, 0)) / total
        level[t] = min([own, *(max(level[s] for s in members) for members in chain.groups[t])])
    weight = sum(chain.importance[t] for t in chain.sinks)
    return sum(chain.importance[t] * level[t] for t in chain.sinks) / weight


def actor_keys(chain):
    """What the sinks lose without each local maker."""
    base = sink_availability(chain)
    makers = sorted({a for s in chain.segments for a in chain.local[s]})
    without = {a: sink_availability(chain, a) for a in makers}
    loss = {a: base - without[a] for a in makers}
    largest = max(loss.values(), default=None)
    working = rounded(base) != 0
    return {
        "sink_availability_base": base,
        "actor_value_at_risk": loss,
        "max_actor_value_at_risk": largest,
        "n_minus_1_retention": 1 - largest / base if working else None,
        "critical_actors": [a for a in makers if working and rounded(without[a]) == 0],
    }


def upstreamness(chain):
    """1 for sinks, else 1 + mean over the direct downstream segments."""
    found = {}
    for s in reversed(chain.order):
        below = list(chain.D.successors(s))
        found[s] = 1 + (mean(found[t] for t in below) if below else 0)
    return found


# ---------------------------------------------------------------- the whole


def plain(value):
    """Fractions as floats, also inside objects; everything else as it is."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in sorted(value.items())}
    return value


def measure_chain_detail(body, exact_causes=EXACT_CAUSES):
    """The card under "values", how the repair values were found, and the cleaning counts."""
    chain = read_chain(body)
    card, how = dict.fromkeys(KEYS.split()), {"root_causes": 0, "exact": True}
    if chain.segments:
        status = {(s, t): link_status(chain, s, t) for s, t in chain.D.edges}
        covered = {s for s in chain.segments if chain.local[s]}
        strict = feasible(chain, covered.__contains__, lambda s, t: status[s, t] == "local")
        upper = feasible(
            chain, covered.__contains__, lambda s, t: status[s, t] in ("local", "unknown")
        )
        at_risk = {s: design_value_at_risk(chain, s) for s in chain.segments}
        labels = {s: labels_of(chain, status, at_risk, upper, s) for s in chain.segments}
        repair, how = repair_keys(chain, status, labels, exact_causes)
        card |= coverage_keys(chain) | maker_keys(chain) | link_keys(chain, status)
        card |= feasibility_keys(chain, strict, upper) | design_keys(chain, at_risk)
        card |= actor_keys(chain) | repair | exposure_keys(chain, labels, at_risk)
        card |= {
            "supply_vertex_connectivity": supply_vertex_connectivity(chain),
            "trophic_incoherence_design": trophic_incoherence(chain.D),
            "trophic_incoherence_supply": trophic_incoherence(chain.S),
            "upstreamness": upstreamness(chain),
            "core_chain_reach": core_chain_reach(chain),
            "gap_labels": labels,
            "esri": esri(chain),
        }
    values = {key: plain(card[key]) for key in KEYS.split()}
    return {"values": values, "repair": how, "cleaning": dict(chain.counts)}


def measure_chain(body, exact_causes=EXACT_CAUSES):
    """The chain card of one ecosystem JSON; repair values exact up to so many root causes."""
    return measure_chain_detail(body, exact_causes)["values"]
