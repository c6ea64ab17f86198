"""Closed formulas of the planned shapes: star, clique, and no tie at all.

N pairs, T ties, D pairs with an end in the core, X ties with an end in the core: the fit of a core
is r = (N X - T D) / sqrt(T (N - T) D (N - D)).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Worked = float | dict[str, int] | tuple[float, float] | None
Hand = dict[str, Worked]


def undefined(*keys: str) -> Hand:
    """Keys without a value."""
    return dict.fromkeys(keys)


def fit(pairs: int, tied: int, drawn: int, touching: int) -> float:
    """Pearson r of two yes-or-no answers over all pairs."""
    spread = tied * (pairs - tied) * drawn * (pairs - drawn)
    return (pairs * touching - tied * drawn) / math.sqrt(spread)


def brokerage(consultant: int, liaison: int) -> Hand:
    """Nobody shares the centre's sector, so no coordinator and no gatekeeper."""
    whole = consultant + liaison
    return {
        "core_brokerage": {
            "coordinator": 0,
            "consultant": consultant,
            "gatekeeper_or_representative": 0,
            "liaison": liaison,
        },
        "core_cross_type_brokerage_share": liaison / whole if whole else None,
    }


def mixing(within: float, ends: Sequence[float]) -> float:
    """Assortativity from the share of ties within a sector and the tie ends by sector."""
    chance = sum((end / sum(ends)) ** 2 for end in ends)
    return (within - chance) / (1 - chance)


def leaf() -> Hand:
    """A centre with one tie: constraint 1^2, one contact, none of it redundant, no pair."""
    return {
        "core_constraint": 1,
        "core_effective_size": 1,
        "core_efficiency": 1,
        "core_betweenness": 0,
    } | brokerage(0, 0)


def base_values(regions: Iterable[int], idle: int = 0) -> Hand:
    """Bases of equal strength, some more idle: p = 1/a each, so exp(H) = a and HHI = 1/a.

    ``regions`` counts the active bases by city. Gini over all b in ascending order: the last a of b
    equal, sum of (2i - b - 1) over i = b-a+1..b is a (b - a), by b a: (b - a)/b.
    """
    counts = list(regions)
    active = sum(counts)
    count = active + idle
    several = count > 1
    entropy = -sum(one / active * math.log(one / active) for one in counts)
    return {
        "bases_registered": count,
        "bases_active": active,
        "base_activation": active / count,
        "bases_effective": active,
        "base_evenness": math.log(active) / math.log(count) if several else None,
        "base_gini": idle / count if several else None,
        "base_hhi": 1 / active,
        "base_region_coverage": len(counts) / 6,
        "base_region_entropy": abs(entropy) / math.log(6),
    }


NO_BASE = undefined(
    *("base_activation", "bases_effective", "base_evenness", "base_gini", "base_hhi"),
    *("base_region_coverage", "base_region_entropy", "base_core_link", "base_base_density"),
    *("base_enterprise_reach", "base_exclusive_reach", "base_mediation", "base_participation"),
    *("base_complementarity", "base_service_distance"),
) | {"bases_registered": 0, "bases_active": 0}
UNMADE = undefined("base_complementarity", "base_service_distance")  # No chain, no coordinates.


def star(sectors: Sequence[int]) -> Hand:
    """Star with k leaves, three of them bases; ``sectors`` are the sizes of the leaves' sectors.

    Fit of the tier of four: every tie touches it, the pairs outside it are C(k-3, 2). Brokerage:
    all C(k, 2) pairs are open; consultant those within a sector. Distances: k of 1, C(k, 2) of 2.
    Assortativity: no tie within, the centre has k of 2k ends. R: the hub goes first, then single
    actors stay until the last has gone: k of them. No event but one of shared rows, centre and
    three firms: no three-path, and no science in it.
    """
    k = sum(sectors)
    pairs, leaf_pairs = math.comb(k + 1, 2), math.comb(k, 2)
    same = sum(math.comb(size, 2) for size in sectors)
    return {
        "core_tie_share": 1,
        "degree_centralization": 1,
        "core_betweenness": 1,
        "betweenness_centralization": 1,
        "be_fit_designated": 1,
        "be_fit_core_tier": fit(pairs, k, pairs - math.comb(k - 3, 2), k),
        "be_fit_best": None,
        "core_tier_tie_share": 1,
        "core_coreness_ratio": 1,
        "core_reach_1": 1,
        "core_reach_2": 1,
        "core_constraint": 1 / k,
        "core_effective_size": k,
        "core_efficiency": 1,
        **brokerage(same, leaf_pairs - same),
        "core_strength_percentile": 1,
        "formal_activity_gap": 0,
        # The bases work with the centre only: s = 0.
        **base_values([1, 1, 1]),
        **undefined("bases_effective", "base_evenness", "base_gini", "base_hhi"),
        "base_core_link": 1,
        "base_base_density": 0,
        "base_enterprise_reach": 0,
        "base_exclusive_reach": 0,
        "base_mediation": 0,
        "base_participation": 0,
        **UNMADE,
        "n_actors": k + 1,
        "n_ties": k,
        "density": 2 / (k + 1),
        "isolate_share": 0,
        "giant_share": 1,
        "pair_connectivity": 1,
        "coreless_pair_connectivity": 0,
        "global_efficiency": (k + leaf_pairs / 2) / pairs,
        "coreless_efficiency": 0,
        "ei_index_type": 1,
        "type_assortativity": mixing(0, [k, *sectors]),
        "transitivity": 0,
        "bipartite_clustering_ra": None,
        "robustness_R": k / (k + 1) ** 2,
        "articulation_share": 1 / (k + 1),
        "bridge_share": 1,
        "avg_node_connectivity": 1,
        "cycle_redundancy_alpha": 0,
        "cross_sector_event_share": 0,
    }


def clique(firms: int, universities: int) -> Hand:
    """One project of n = centre, base, institute, the firms and the universities (host included).

    Every pair has 1/(n-1), so every strength is 1. Constraint: (1/(n-1) + (n-2)/(n-1)^2)^2, n-1
    times; effective size n-1 - (n-2) = 1. Fit undefined: all are tied. In a clique within =
    sum n_g (n_g - 1)/(n (n-1)) and chance = sum (n_g/n)^2, so r = -1/(n-1) for any sectors.
    R: whoever goes, the rest is whole: (n-1 + ... + 1)/n^2. The project is of 2024, and five years
    before there is nothing.
    """
    n = 3 + firms + universities
    near = n - 1
    within = math.comb(firms, 2) + math.comb(universities, 2)
    ties = math.comb(n, 2)
    return {
        "core_tie_share": 2 / n,
        "degree_centralization": 0,
        "core_betweenness": 0,
        "betweenness_centralization": 0,
        **undefined("be_fit_designated", "be_fit_core_tier", "be_fit_best"),
        "core_tier_tie_share": (2 * n - 3) / ties,
        "core_coreness_ratio": 1,
        "core_reach_1": 1,
        "core_reach_2": 1,
        "core_constraint": near * (1 / near + (n - 2) / near**2) ** 2,
        "core_effective_size": 1,
        "core_efficiency": 1 / near,
        **brokerage(0, 0),
        "core_strength_percentile": 1 / 2,
        "formal_activity_gap": 0,
        **base_values([1]),
        "base_core_link": 1,
        "base_base_density": None,
        "base_enterprise_reach": 1,
        "base_exclusive_reach": 0,
        "base_mediation": 0,
        # Neighbours of the base: centre, institute, firms, universities.
        "base_participation": 1 - (2 + firms**2 + universities**2) / near**2,
        **UNMADE,
        "n_actors": n,
        "n_ties": ties,
        **dict.fromkeys(
            ("density", "giant_share", "pair_connectivity", "coreless_pair_connectivity"), 1
        ),
        **dict.fromkeys(("global_efficiency", "coreless_efficiency", "transitivity"), 1),
        "ei_index_type": (ties - 2 * within) / ties,
        "type_assortativity": -1 / near,
        "bipartite_clustering_ra": None,
        "robustness_R": near / (2 * n),
        **dict.fromkeys(("isolate_share", "articulation_share", "bridge_share"), 0),
        "avg_node_connectivity": near,
        "cycle_redundancy_alpha": 1,
        "cross_sector_event_share": 1,
        "tie_persistence": 0,
    }


def silent(actors: int, registered: int) -> Hand:
    """Nobody has a tie and all are known to have none: METRICS.md 0, defined as 0, else None."""
    return {
        **undefined("core_tie_share", "degree_centralization", "core_betweenness"),
        **undefined("betweenness_centralization", "be_fit_designated", "be_fit_core_tier"),
        **undefined("be_fit_best", "core_tier_tie_share", "core_coreness_ratio"),
        **undefined("core_constraint", "core_effective_size", "core_efficiency"),
        **undefined("core_strength_percentile", "core_independence"),
        "core_reach_1": 0,
        "core_reach_2": 0,
        **brokerage(0, 0),
        "formal_activity_gap": registered / registered,
        **NO_BASE,
        "n_actors": actors,
        **dict.fromkeys(("n_ties", "density", "pair_connectivity", "global_efficiency"), 0),
        **dict.fromkeys(("coreless_pair_connectivity", "coreless_efficiency"), 0),
        "isolate_share": 1,
        "giant_share": 1 / actors,
        **undefined("ei_index_type", "ei_index_region", "type_assortativity", "transitivity"),
        **undefined("bipartite_clustering_ra", "robustness_R", "articulation_share"),
        **undefined("bridge_share", "cross_sector_event_share", "tie_persistence"),
        "avg_node_connectivity": 0,
        "cycle_redundancy_alpha": 0,
    }
