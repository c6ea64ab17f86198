"""Supporting keys worked by hand or by a closed formula of the shape; the derivation stands here.

``BY_HAND`` maps (centre, reading) to {key: value}: None where the key is undefined, a pair for low
and high where what is unobserved leaves bounds. ``NO_FORMULA`` names, for each shape worked in
full, the keys left out and why; ``expected_keys`` counts those from the definitions alone.
"""

from __future__ import annotations

import math

from loaders.invented.expected_bases import EARTH_KM
from loaders.invented.expected_shapes import (
    NO_BASE,
    UNMADE,
    Hand,
    base_values,
    brokerage,
    clique,
    fit,
    leaf,
    mixing,
    silent,
    star,
)

ALONE, WITH_HOSTS = "center", "with_hosts"

CHORD = {"core_betweenness", "coreless_efficiency"}  # No formula once the host is the centre.
MESH: Hand = {
    # Ring lattice of 12, two neighbours a side: 24 ties; the centre hangs on body 0. N = C(13, 2).
    "core_tie_share": 1 / 25,
    "degree_centralization": (13 * 5 - 50) / (12 * 11),
    **leaf(),
    "be_fit_designated": fit(78, 25, 12, 1),
    "be_fit_core_tier": fit(78, 25, 12, 1),  # No base.
    "core_tier_tie_share": 1 / 25,
    "core_coreness_ratio": 1 / 4,  # Each body of the lattice keeps its four.
    "core_reach_1": 1 / 12,
    "core_reach_2": 5 / 12,
    "core_strength_percentile": 0,
    "core_independence": 1,
    "formal_activity_gap": 11 / 12,
    **NO_BASE,
    "n_actors": 13,
    "n_ties": 25,
    "density": 25 / 78,
    "isolate_share": 0,
    "giant_share": 1,
    "pair_connectivity": 1,
    "coreless_pair_connectivity": 1,
    # From each body 4 at one step, 4 at two, 3 at three: 12 x 7 / 2; the centre is one further:
    # 1 + 4/2 + 4/3 + 3/4.
    "global_efficiency": (42 + 61 / 12) / 78,
    "coreless_efficiency": 7 / 11,
    # Six firms in a row: 5 + 4 ties within; hospital; three universities: 3; two institutes: 1.
    "ei_index_type": (12 - 13) / 25,
    "type_assortativity": mixing(13 / 25, [25, 4, 12, 8, 1]),
    # Twelve triangles; C(4, 2) two-paths at 11 bodies, C(5, 2) at the one that holds the centre.
    "transitivity": 36 / (11 * 6 + 10),
    "bipartite_clustering_ra": None,
    "articulation_share": 1 / 13,
    "bridge_share": 1 / 25,
    "avg_node_connectivity": (66 * 4 + 12) / 78,  # The lattice is 4-connected.
    "cycle_redundancy_alpha": (25 - 13 + 1) / math.comb(12, 2),
    "cross_sector_event_share": None,
}

MESH_WITH_HOSTS: Hand = {
    **{key: value for key, value in MESH.items() if key not in CHORD},
    # The host is body 6: the centre takes its place and adds the tie 6-0, a chord. n = 12.
    "core_tie_share": 5 / 25,
    "degree_centralization": (12 * 5 - 50) / (11 * 10),
    "be_fit_designated": fit(66, 25, 11, 5),
    "be_fit_core_tier": fit(66, 25, 11, 5),
    "core_tier_tie_share": 5 / 25,
    "core_coreness_ratio": 1,
    "core_reach_1": 5 / 11,
    "core_reach_2": 1,  # 4 5 7 8 and 0; then 2 3 9 10 by the lattice, 1 and 11 by 0.
    # Neighbours 4 5 7 8 0, tied 4-5, 5-7, 7-8. p = 1/5; a lattice neighbour gives 1/4 of its own:
    # 4 and 8: (1/5 x 5/4)^2; 5 and 7: (1/5 x 6/4)^2; 0: (1/5)^2.
    "core_constraint": 2 / 16 + 2 * 0.09 + 0.04,
    "core_effective_size": 5 - 6 / 5,
    "core_efficiency": (5 - 6 / 5) / 5,
    **brokerage(2, 5),  # Open: 4-0, 5-0 of firms; 4-7, 4-8, 5-8, 7-0, 8-0 of firm and university.
    "core_strength_percentile": (10 + 1 / 2) / 11,
    "core_independence": None,
    "formal_activity_gap": 6 / 11,  # Co-builders 4 5 7 8 0 of 11 are tied.
    "n_actors": 12,
    "density": 25 / 66,
    # The chord: 0-6 from 1/3 to 1; 0 with 5 and 7, 6 with 1 and 11 from 1/3 to 1/2.
    "global_efficiency": (42 + 2 / 3 + 4 / 6) / 66,
    "type_assortativity": mixing(13 / 25, [25, 12, 8, 5]),
    "transitivity": 36 / (10 * 6 + 2 * 10),
    "articulation_share": 0,
    "bridge_share": 0,
    "avg_node_connectivity": (65 * 4 + 5) / 66,
    "cycle_redundancy_alpha": (25 - 12 + 1) / math.comb(11, 2),
}

TREE: Hand = {
    # 1 + 5 + 15, every weight 1: N = C(21, 2), T = 20; degrees 5, 4, 1 add up to 40.
    "core_tie_share": 5 / 20,
    "degree_centralization": (21 * 5 - 40) / (20 * 19),
    "core_betweenness": 160 / 190,
    # A base lies between its 3 firms and the other 17, and between the 3: 51 + 3 of 190.
    "betweenness_centralization": (21 * 160 - (160 + 5 * 54)) / 190 / 20,
    "be_fit_designated": fit(210, 20, 20, 5),
    "be_fit_core_tier": fit(210, 20, 210 - math.comb(15, 2), 20),
    "be_fit_best": None,
    "core_tier_tie_share": 1,
    "core_coreness_ratio": 1,
    "core_reach_1": 5 / 20,
    "core_reach_2": 1,
    "core_constraint": 1 / 5,
    "core_effective_size": 5,
    "core_efficiency": 1,
    **brokerage(10, 0),
    "core_strength_percentile": 1,  # 5 against 4 and 1.
    "core_independence": None,
    "formal_activity_gap": 0,
    **base_values([1] * 5),
    "base_core_link": 1,
    "base_base_density": 0,
    "base_enterprise_reach": 1,
    "base_exclusive_reach": 1,
    "base_mediation": 1,
    "base_participation": 1 - (1 + 9) / 16,
    # In their partners' hands: {2, 3}, {3, 6}, {7, 8}, {5}; the fifth has none. One pair of six
    # shares one of three; a plant abroad makes 5 all the same, and headings do not count.
    "base_complementarity": (5 + 2 / 3) / 6,
    # Kilometres by degrees north: six firms at .1 and four at .2 and five at .4. The two makers of
    # segment 2 have capacity 10, at .1 both: 24 of 33, so .1; by heads it would be .2.
    "base_service_distance": EARTH_KM * math.radians(0.1),
    "n_actors": 21,
    "n_ties": 20,
    "density": 20 / 210,
    "isolate_share": None,  # Three makers from outside are unobserved.
    "giant_share": 1,
    "pair_connectivity": 1,
    "coreless_pair_connectivity": 60 / 380,
    # 20 pairs at 1; 15 + 10 + 15 at 2; 5 x 12 at 3; the other 90 at 4.
    "global_efficiency": (20 + 40 / 2 + 60 / 3 + 90 / 4) / 210,
    "coreless_efficiency": 5 * (3 + 3 / 2) / 190,
    "ei_index_type": 1,
    # Centre in the city of the fifth base; two firms in the city of their base, one in the next.
    "ei_index_region": ((4 + 5) - (1 + 10)) / 20,
    "type_assortativity": mixing(0, [5, 20, 15]),
    "transitivity": 0,
    "bipartite_clustering_ra": 0,  # Events of two: no pair of actors shares two of them.
    "robustness_R": 35 / 21**2,
    "articulation_share": 6 / 21,
    "bridge_share": 1,
    "avg_node_connectivity": 1,
    "cycle_redundancy_alpha": 0,
    "cross_sector_event_share": 0,
    # Five laboratories of 2016 and a double post of 2015 run on; the other 14 began later.
    "tie_persistence": 6 / 20,
}

DEAD: Hand = {
    # s = 0 0 0 0 4 2: exp(H) = 3/4^(1/3); Gini (3 x 2 + 5 x 4)/(6 x 6).
    "bases_registered": 6,
    "bases_active": 2,
    "bases_effective": 3 / 4 ** (1 / 3),
    "base_evenness": math.log(3 / 4 ** (1 / 3)) / math.log(6),
    "base_gini": 26 / 36,
    "base_hhi": (16 + 4) / 36,
    "base_region_coverage": 2 / 6,
    "base_region_entropy": math.log(2) / math.log(6),
    "base_core_link": 2 / 6,
    "base_base_density": 0,
    "base_enterprise_reach": 6 / 8,
    "base_exclusive_reach": 6 / 8,
    "base_mediation": 6 / 8,
    "base_participation": (1 - 17 / 25 + 1 - 5 / 9) / 2,  # Centre and 4 firms; centre and 2.
    **UNMADE,
    "formal_activity_gap": 4 / 7,
    # n = 19, a tree of 15 and four bases alone.
    "isolate_share": 4 / 19,
    "giant_share": 15 / 19,
    "pair_connectivity": 15 * 14 / (19 * 18),
    "coreless_pair_connectivity": (5 * 4 + 3 * 2) / (18 * 17),
    "avg_node_connectivity": 15 * 14 / (19 * 18),
    "articulation_share": 3 / 19,
    "bridge_share": 1,
    "cycle_redundancy_alpha": 0,
    "transitivity": 0,
    "bipartite_clustering_ra": None,
    "cross_sector_event_share": None,
}

HOST_ONLY: Hand = {
    # Centre - host - base - four firms; weights 3, 1, 4. N = 21, T = 6.
    "core_tie_share": 3 / 8,
    "degree_centralization": (7 * 5 - 12) / (6 * 5),
    **leaf(),
    # The base between C(4, 2) + 4 x 2 of 15 pairs, the host between the centre and five.
    "betweenness_centralization": (7 * 14 - (14 + 5)) / 15 / 6,
    "be_fit_designated": fit(21, 6, 6, 1),
    "be_fit_core_tier": fit(21, 6, 21 - math.comb(5, 2), 6),
    "be_fit_best": fit(21, 6, 6, 5),  # The base; two actors touch all six, with D = 11.
    "core_tier_tie_share": 1,
    "core_coreness_ratio": 1,
    "core_reach_1": 1 / 6,
    "core_reach_2": 2 / 6,
    "core_strength_percentile": 4 / 6,  # 3 against 1 1 1 1, 4 and 5.
    "core_independence": 0,
    "formal_activity_gap": 1 / 2,
    **base_values([1]),
    "base_core_link": 0,
    "base_base_density": None,
    "base_enterprise_reach": 1,
    "base_exclusive_reach": 1,
    "base_mediation": 1,
    "base_participation": 0,  # The host is an enterprise, too.
    **UNMADE,
}

HOST_ONLY_MERGED: Hand = HOST_ONLY | {
    # A star around the base: centre (1) and four firms. N = 15, T = 5.
    "core_tie_share": 1 / 5,
    "degree_centralization": 1,
    "betweenness_centralization": 1,
    "be_fit_designated": fit(15, 5, 5, 1),
    "be_fit_core_tier": fit(15, 5, 15 - math.comb(4, 2), 5),
    "be_fit_best": 1,  # The base.
    "core_reach_1": 1 / 5,
    "core_reach_2": 1,
    "core_strength_percentile": (4 / 2) / 5,
    "core_independence": None,
    "formal_activity_gap": 0,
    "base_core_link": 1,
    "base_participation": 1 - (1 + 16) / 25,
}

BY_HAND: dict[tuple[str, str], Hand] = {
    # Leaves: 9 firms, 4 universities (the host one of them), 3 bases, 4 of a kind of their own.
    ("01", ALONE): star([9, 4, 3, 1, 1, 1, 1]) | {"core_independence": 1 - 2 / 20},
    ("01", WITH_HOSTS): star([9, 3, 3, 1, 1, 1, 1]) | {"core_independence": None},
    ("02", ALONE): {
        # 18 firms with two bases each: 36; centre with host, 6 bases, 6 firms, 4 universities: 17;
        # ring of bases 6, host - base 1, universities with two bases each: 8; f0 - u0, f4 - u1.
        "n_actors": 30,
        "n_ties": 70,
        "cycle_redundancy_alpha": (70 - 30 + 1) / math.comb(29, 2),
        "base_base_density": 6 / 15,
        "base_core_link": 1,
        "base_enterprise_reach": 1,
        "base_exclusive_reach": 12 / 18,
        "formal_activity_gap": 0,
        # Six pairs of centre and firm, the shared person, a project of 4 with the first of these
        # firms, a right of 3. Three-paths: 6 x 7 + 7 + 3 x 7, then 1 + 3 by the firm; one cycle.
        "bipartite_clustering_ra": 4 / (42 + 7 + 21 + 1 + 3),
        "cross_sector_event_share": 2 / 9,
    },
    ("02", WITH_HOSTS): {
        "n_actors": 29,  # Host - base becomes centre - base, which there is.
        "n_ties": 68,
        "cycle_redundancy_alpha": (68 - 29 + 1) / math.comb(28, 2),
        "formal_activity_gap": 0,
    },
    ("03", ALONE): MESH,
    ("03", WITH_HOSTS): MESH_WITH_HOSTS,
    ("04", ALONE): TREE,
    ("04", WITH_HOSTS): TREE,  # It has no host.
    ("05", ALONE): DEAD | {"core_tie_share": 8 / 14, "n_actors": 19, "n_ties": 14},
    ("05", WITH_HOSTS): DEAD
    | {
        "core_tie_share": 7 / 13,
        "formal_activity_gap": 4 / 6,
        "n_actors": 18,
        "n_ties": 13,
        "isolate_share": 4 / 18,
        "giant_share": 14 / 18,
        "pair_connectivity": 14 * 13 / (18 * 17),
        "coreless_pair_connectivity": (5 * 4 + 3 * 2) / (17 * 16),
        "avg_node_connectivity": 14 * 13 / (18 * 17),
        "articulation_share": 3 / 18,
    },
    ("06", ALONE): {
        **base_values([2, 1, 1, 1]),
        "base_core_link": 0,
        "base_base_density": 0,
        "base_enterprise_reach": 10 / 12,
        "base_exclusive_reach": 10 / 12,
        "base_mediation": 0,  # The centre reaches two firms, both without a base.
        "base_participation": 0,
        "base_complementarity": 2 / 3,  # {1}, {2}, {2}.
        "formal_activity_gap": 5 / 6,
        "cross_sector_event_share": 0,  # The shared person of two firms, probable twins.
    },
    ("06", WITH_HOSTS): {"formal_activity_gap": 1, "base_core_link": 0},
    ("08", ALONE): {
        # Host and one base tied, one base not; two bases and 11 co-builders unseen.
        "formal_activity_gap": (1 / 16, 14 / 16),
        "base_exclusive_reach": (5 / 16, 15 / 16),
        "base_mediation": 3 / 4,  # Of the four firms it reaches, one directly.
        "base_gini": 11 / 20,  # s = 0 0 2 3: (2 + 3 x 3)/(4 x 5).
    },
    ("08", WITH_HOSTS): {"formal_activity_gap": (1 / 15, 14 / 15)},
    ("09", ALONE): HOST_ONLY,
    ("09", WITH_HOSTS): HOST_ONLY_MERGED,
    ("10", ALONE): silent(13, 12),
    ("10", WITH_HOSTS): silent(11, 10),  # Two hosts; the ten co-builders are left.
    ("11", ALONE): clique(6, 3) | {"core_independence": 1 - 1 / 11},
    ("11", WITH_HOSTS): clique(6, 2) | {"core_independence": None},
    ("12", ALONE): {"formal_activity_gap": 2 / 4, "base_core_link": 1 / 3},
    ("12", WITH_HOSTS): {"formal_activity_gap": 0, "base_core_link": 1},
}

DRAWN = "years and cities are drawn by the seed; the plan knows the draw"
SEARCH = "a search over all cores"
UNEVEN = "one tie more breaks the symmetry of the ring"
LATTICE = {
    "ei_index_region": DRAWN,
    "tie_persistence": DRAWN,
    "be_fit_best": SEARCH,
    "betweenness_centralization": UNEVEN,
    "robustness_R": UNEVEN,
}
# Centres of one shape, worked in full in both readings but for these.
NO_FORMULA: dict[tuple[str, str], dict[str, str]] = {
    ("01", ALONE): {"ei_index_region": DRAWN, "tie_persistence": DRAWN},
    ("01", WITH_HOSTS): {"ei_index_region": DRAWN, "tie_persistence": DRAWN},
    ("03", ALONE): LATTICE,
    ("03", WITH_HOSTS): LATTICE | dict.fromkeys(CHORD, UNEVEN),
    ("04", ALONE): {},
    ("04", WITH_HOSTS): {},
    ("10", ALONE): {},
    ("10", WITH_HOSTS): {},
    ("11", ALONE): {"ei_index_region": DRAWN},
    ("11", WITH_HOSTS): {"ei_index_region": DRAWN},
}
