"""Tests of the oracle itself: textbook graphs, hand-worked cases, second ways of computing."""

import copy
import json
import math
import random
from fractions import Fraction
from itertools import combinations, permutations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from .ecosystems import body, ecosystems, edge, members, node, nodes, refused, ties
from .measures import be_fit, measure, measure_detail
from .reading import read, robustness, strength

SHARED = Path(__file__).parent.parent / "fixtures"
KNOWN = json.loads((SHARED / "known_graphs.json").read_text())
KEYS = json.loads((SHARED / "metric_keys.json").read_text())
CASES = ecosystems()
SMALL = [name for name in CASES if not name.startswith("random_60")]


def near(value):
    """Equality at the tolerance of the definitions."""
    return pytest.approx(value, abs=1e-8)


def textbook(name):
    """The known graph under its name, node names as strings."""
    if name == "two_tier_1_5_15":
        graph = nx.Graph([(0, b) for b in range(1, 6)])
        graph.add_edges_from((1 + k % 5, 6 + k) for k in range(15))
    elif name == "ideal_core4_periphery6":
        graph = nx.Graph((i, j) for i in range(4) for j in range(i + 1, 10))
    else:
        graph = {
            "karate": nx.karate_club_graph,
            "florentine": nx.florentine_families_graph,
            "krackhardt_kite": nx.krackhardt_kite_graph,
            "star_K1_10": lambda: nx.star_graph(10),
            "complete_K6": lambda: nx.complete_graph(6),
            "path_P5": lambda: nx.path_graph(5),
        }[name]()
    return nx.relabel_nodes(graph, str)


def as_body(graph, centers=(), kind="enterprise", sector=None):
    """A plain graph as an ecosystem with unit weights."""
    people = [
        node(a, "center" if a in centers else kind, **({"sector": sector(a)} if sector else {}))
        for a in graph
    ]
    return body(people, [edge(u, v) for u, v in graph.edges])


# ---------------------------------------------------------------- textbook values


TEXTBOOK = {
    "n": ("network", "n_actors"),
    "m": ("network", "n_ties"),
    "degree_centralization": ("core", "degree_centralization"),
    "betweenness_centralization": ("core", "betweenness_centralization"),
    "hub_betweenness": ("core", "core_betweenness"),
    "hub_tie_share": ("core", "core_tie_share"),
    "be_fit_hub": ("core", "be_fit_designated"),
    "hub_constraint": ("core", "core_constraint"),
    "hub_effective_size": ("core", "core_effective_size"),
    "coreless_pair_connectivity(hub)": ("network", "coreless_pair_connectivity"),
    "global_efficiency": ("network", "global_efficiency"),
    "transitivity": ("network", "transitivity"),
    "robustness_R": ("network", "robustness_R"),
    "R_normalised": ("cards", "robustness_normalized"),
    "articulation_share": ("network", "articulation_share"),
    "bridge_share": ("network", "bridge_share"),
    "avg_node_connectivity": ("network", "avg_node_connectivity"),
    "cycle_redundancy_alpha": ("network", "cycle_redundancy_alpha"),
}
GRAPHS = [name for name, values in KNOWN.items() if "hub" in values]


@pytest.mark.parametrize("name", GRAPHS)
def test_textbook_graph(name):
    """Every shared value of known_graphs.json."""
    known, graph = KNOWN[name], textbook(name)
    got = measure_detail(as_body(graph, [known["hub"]]))
    assert got["robustness"]["exact"]
    for key, (card, ours) in TEXTBOOK.items():
        value = got["values"][card][ours]
        assert value == (None if known[key] is None else near(known[key])), key
    cores = nx.core_number(graph)
    ratio = cores[known["hub"]] / known["max_core_number"]
    assert got["values"]["core"]["core_coreness_ratio"] == near(ratio)
    if known["be_fit_best"]:
        best, group = known["be_fit_best"]
        assert be_fit(graph, set(group)) == near(best)
        if len(graph) <= 14:
            assert got["values"]["core"]["be_fit_best"] == near(best)
    if known["be_fit_best"] is None or len(graph) > 14:
        assert got["values"]["core"]["be_fit_best"] is None


def test_karate_clubs():
    """Mixing and participation by club."""
    graph = textbook("karate")
    got = measure(as_body(graph, sector=lambda a: graph.nodes[a]["club"]))
    assert got["network"]["ei_index_type"] == near(KNOWN["karate"]["ei_index_club"])
    known = KNOWN["karate"]["attr_assortativity_club"]
    assert got["network"]["type_assortativity"] == near(known)
    got = measure(as_body(graph, kind="base", sector=lambda a: graph.nodes[a]["club"]))
    known = KNOWN["karate"]["participation_coef_node0_2_mean"][2]
    assert got["bases"]["base_participation"] == near(known)
    assert got["core"]["core_tie_share"] is None


def test_davis_women():
    """Robins-Alexander clustering and the total weight of the projection."""
    graph = nx.davis_southern_women_graph()
    women = graph.graph["top"]
    people = [node(w, "enterprise") for w in women]
    people += [node(e, "project") for e in graph.graph["bottom"]]
    davis = body(people, [edge(w, e, "participates") for w in women for e in graph[w]])
    known, eco = KNOWN["davis_southern_women"], read(davis)
    ra = measure(davis)["network"]["bipartite_clustering_ra"]
    assert ra == near(known["robins_alexander"])
    assert eco.A.size("weight") == near(known["newman_total_weight"])
    weight = eco.A["Evelyn Jefferson"]["Laura Mandeville"]["weight"]
    assert float(weight) == near(known["newman_weight_Evelyn_Laura"])


# ---------------------------------------------------------------- worked by hand


def test_brokerage_of_a_star():
    """a = 3 firms, b = 2 universities: consultant 3 + 1, liaison 3 x 2; share 6/10."""
    core = measure(CASES["star_of_two_sectors"])["core"]
    expected = {"coordinator": 0, "consultant": 4, "gatekeeper_or_representative": 0, "liaison": 6}
    assert core["core_brokerage"] == expected
    assert core["core_cross_type_brokerage_share"] == near(0.6)
    # the same center with sector enterprise: firm pairs coordinator 3, university pair
    # consultant 1, mixed pairs gatekeeper 6
    star = copy.deepcopy(CASES["star_of_two_sectors"])
    star["nodes"][0]["sector"] = "enterprise"
    expected = {"coordinator": 3, "consultant": 1, "gatekeeper_or_representative": 6, "liaison": 0}
    assert measure(star)["core"]["core_brokerage"] == expected


def test_brokerage_with_two_centers():
    """c1-c2-c3 chain with c1-e1, c3-e2: three open pairs, one for each center."""
    # c1: c2,e1 (center, enterprise; c1 a center) gatekeeper; c3 alike; c2: c1,c3 coordinator
    core = measure(CASES["three_centers_chain"])["core"]["core_brokerage"]
    expected = {"coordinator": 1, "consultant": 0, "gatekeeper_or_representative": 2, "liaison": 0}
    assert core == expected


def test_base_inequality():
    """Three bases with s = 0, 1, 3."""
    bases = measure(CASES["bases_3_to_1"])["bases"]
    # Gini: n = 3, (2-4) x 0 + (4-4) x 1 + (6-4) x 3 = 6, over 3 x 4 = 12 -> 1/2
    assert bases["base_gini"] == near(0.5)
    assert bases["base_hhi"] == near(10 / 16)  # (1/4)^2 + (3/4)^2
    effective = math.exp(-0.75 * math.log(0.75) - 0.25 * math.log(0.25))
    assert effective == pytest.approx(1.755, abs=5e-4)
    assert bases["bases_effective"] == near(effective)
    assert bases["base_evenness"] == near(math.log(effective) / math.log(3))
    assert bases["base_activation"] == near(2 / 3)
    assert measure(CASES["bases_3_to_1"])["cards"]["bases_effective_of_5"] == near(effective / 5)


def test_base_strength_leaves_out_the_center_only():
    """Ties to the center do not count, ties to other bases do."""
    # every base has weight 1 to each of two bases and 1 to its firm: s = 3, 3, 3
    assert measure(CASES["bases_mesh"])["bases"]["bases_effective"] == near(3)
    assert measure(CASES["bases_only_core_ties"])["bases"]["bases_effective"] is None


def test_base_complementarity():
    """Sets b1 {s1} + e1 {s2}; b2 {s2} + e2 {s3} + u {s4}; b3 + e3 {s1}."""
    # b1 {1,2}, b2 {2,3,4}, b3 {1}: Jaccard 1/4, 1/2, 0 -> mean of 3/4, 1/2, 1 is 3/4
    assert measure(CASES["segments"])["bases"]["base_complementarity"] == near(0.75)
    assert measure(CASES["segments_same_sets"])["bases"]["base_complementarity"] == near(0)
    assert measure(CASES["segments_one_set"])["bases"]["base_complementarity"] is None
    # window 2018-2022: b1 {s1}, b2 {s2}, the two rows of 2010 fall out, b3 is empty -> 1
    assert measure(CASES["segments_out_of_window"])["bases"]["base_complementarity"] == near(1)


def test_complementarity_after_contraction():
    """c-b1, h-b2, b1-e1, b3-e1; h makes s1, c makes s2, e1 researches s3."""
    host = CASES["segments_host_makes"]
    # center: b1 {2,3}, b2 {1}, b3 {3}: 1 - 0, 1 - 1/2, 1 - 0 -> 5/6
    assert measure(host)["bases"]["base_complementarity"] == near(5 / 6)
    # with_hosts: b1 {1,2,3}, b2 {1,2}, b3 {3}: 1 - 2/3, 1 - 1/3, 1 -> (1/3 + 2/3 + 1)/3
    assert measure(host, "with_hosts")["bases"]["base_complementarity"] == near(2 / 3)


def test_base_mediation():
    """e1 by b1 or u: 1/2; e2 direct: 0; e3 only by b2-b3: 1; e4 not reachable."""
    bases = measure(CASES["bases_half_mediation"])["bases"]
    assert bases["base_mediation"] == near((0.5 + 0 + 1) / 3)
    # c-u, u-b1, u-e2, b1-e1, e2-e1, e1-b2, b2-e3, e3-e4. e1: one of two paths; e2: 0;
    # e3 and e4: every path passes b2 -> (1/2 + 0 + 1 + 1)/4
    assert measure(CASES["bases_long_mediation"])["bases"]["base_mediation"] == near(2.5 / 4)


def test_type_assortativity():
    """Ties e-e and e-u: within 1/2; ends 3 e, 1 u: expected 9/16 + 1/16."""
    case = body(nodes("enterprise: e f, university: u"), ties("e-f f-u"))
    # (1/2 - 10/16)/(1 - 10/16) = -1/3
    assert measure(case)["network"]["type_assortativity"] == near(-1 / 3)
    assert measure(case)["network"]["ei_index_type"] == near(0)
    assert measure(case)["cards"]["cross_sector_tie_share"] == near(0.5)
    one = body(nodes("enterprise: e f, university: u"), ties("e-f"))
    assert measure(one)["network"]["type_assortativity"] is None


def test_regions():
    """Active: b1 hz, b2 hz, b3 nb, b4 sh (not listed), b5 none; b6 wz is not tied."""
    bases = measure(CASES["regions"])["bases"]
    assert bases["base_region_coverage"] == near(2 / 3)
    expected = -(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3)) / math.log(3)
    assert bases["base_region_entropy"] == near(expected)
    assert measure(CASES["regions"])["cards"]["base_regions_of_5"] == near(3 / 5)  # hz nb sh
    missing = measure(CASES["regions_missing_meta"])["bases"]
    assert missing["base_region_coverage"] is None
    assert missing["base_region_entropy"] is None
    one = measure(CASES["regions_one"])["bases"]
    assert one["base_region_coverage"] == near(1)
    assert one["base_region_entropy"] is None
    none = measure(CASES["regions_none_active"])["bases"]
    assert none["base_region_coverage"] == 0
    assert none["base_region_entropy"] is None
    assert measure(CASES["regions_one_active"])["bases"]["base_region_entropy"] == 0


def test_enterprise_reach():
    """Local e1 (b1), e2 (x2); e3, e4 without base; x1 is external; e1 and e2 not tied to c."""
    bases = measure(CASES["base_external_firm"])["bases"]
    assert bases["base_enterprise_reach"] == near(2 / 4)
    assert bases["base_exclusive_reach"] == near(2 / 4)
    assert measure(CASES["base_all_firms_external"])["bases"]["base_enterprise_reach"] is None


def test_independence_and_percentile():
    """host_two_of_one_center: c has h1 2, b 2, e1 2 + 1, h2 1, so s(c) = 8."""
    core = measure(CASES["host_two_of_one_center"])["core"]
    assert core["core_independence"] == near(1 - (2 + 1) / 8)
    # d (2 + 2 = 4); outside K: b 4, e1 5, e2 6, i 4, h1 6, h2 5, h3 2. c: 7/7;
    # d: one smaller, two equal -> 2/7; mean 9/14
    assert core["core_strength_percentile"] == near(9 / 14)
    assert measure(CASES["host_only_partner"])["core"]["core_independence"] == near(0)
    assert measure(CASES["host_without_tie"])["core"]["core_independence"] == near(1)
    assert measure(CASES["host_one"], "with_hosts")["core"]["core_independence"] is None


def test_percentile_rounds_before_comparing():
    """0.1 + 0.2 equals 0.3: c .3, b .3, e1 .3, u .3, e2 .3, h .3 -> all equal, 1/2."""
    core = measure(CASES["weights_equal_by_sum"])["core"]
    assert core["core_strength_percentile"] == near(0.5)


def test_events():
    """k = 1..6: the weight of A is the sum of k/2 over events with k >= 2: 1+1.5+2+2.5+3."""
    eco = read(CASES["events_one_to_six"])
    assert sum(strength(eco.A, a) for a in eco.A) / 2 == 10
    # shared events: e1 u yes; c b e2 no; c b u i no; e1 e2 e3 u f yes; c b e1 e2 u i yes
    network = measure(CASES["events_one_to_six"])["network"]
    assert network["cross_sector_event_share"] == near(3 / 5)
    # a person with one employer is no event, with the same employer twice neither
    eco = read(CASES["talent_repeated_employer"])
    assert eco.events == [frozenset({"u", "e1"})]
    assert read(CASES["events_sole_members"]).A.number_of_edges() == 0
    # two events on one pair: degrees 2,2,2,2 in a four-cycle: 4 x 1/4 three-paths = 1
    pair = body(
        nodes("enterprise: e, university: u, project: p q"),
        members("p", "e u") + members("q", "e u"),
    )
    assert measure(pair)["network"]["bipartite_clustering_ra"] == near(1)
    # p with e and u, q with u alone: three-path e-p-u-q exists, no cycle -> 0
    sole = body(pair["nodes"], members("p", "e u") + members("q", "u"))
    assert measure(sole)["network"]["bipartite_clustering_ra"] == 0
    # the membership of i has weight 0 and falls out, so p1 holds e2 and u only
    eco = read(CASES["events_weighted_membership"])
    assert sorted(map(sorted, eco.A.edges)) == [["e1", "u"], ["e2", "u"]]
    assert all(w == 1 for _, _, w in eco.A.edges(data="weight"))
    # window 2018-2022: p0 {e1, u}, p1 empty, p2 {c, f} undated, t with u only: no event
    eco = read(CASES["events_window"])
    assert sorted(map(sorted, eco.events)) == [["c", "f"], ["e1", "u"]]


def test_cleaning():
    """Weights, years and kinds of dirty input."""
    detail = measure_detail(CASES["dirty_weights"])
    assert detail["cleaning"]["weight_not_positive"] == 3
    assert detail["cleaning"]["missing_weight"] == 3
    eco = read(CASES["dirty_weights"])
    assert eco.A["e2"]["u"]["weight"] == Fraction(7, 4)
    assert eco.A.number_of_edges() == 4
    # in the window: 2018, 2022, undated, null; out: 2017, 2023
    assert read(CASES["dirty_years"]).A.number_of_edges() == 4
    assert read(CASES["dirty_years_no_window"]).A.number_of_edges() == 6
    # only 2022, undated and null
    assert read(CASES["dirty_window_one_year"]).A.number_of_edges() == 3
    # the host edge of 1999 stays: c has h 2 and e1 1
    core = measure(CASES["dirty_formal_not_windowed"])["core"]
    assert core["core_independence"] == near(1 / 3)
    assert measure(CASES["dirty_host_weight_zero"])["core"]["core_independence"] is None
    plain = body(CASES["dirty_wrong_kinds"]["nodes"], ties("c-b b-e1 c-u e1-u"))
    assert measure(CASES["dirty_wrong_kinds"]) == measure(plain)
    assert measure(CASES["dirty_dangling"])["network"]["n_ties"] == 5
    assert measure(CASES["dirty_duplicate_nodes"])["network"]["n_actors"] == 6


@pytest.mark.parametrize("name", refused())
def test_refused(name):
    """Contradicting nodes and cycles of upstream_of."""
    for reading in ("center", "with_hosts"):
        with pytest.raises(ValueError, match=r"."):
            measure(refused()[name], reading)


def test_degenerate():
    """What stays defined without ties, and what is undefined without actors or center."""
    got = measure(CASES["no_ties"])
    network = {k: v for k, v in got["network"].items() if v is not None}
    assert network == {
        "n_actors": 6,
        "n_ties": 0,
        "density": 0,
        "isolate_share": 1,
        "giant_share": near(1 / 6),
        "pair_connectivity": 0,
        "coreless_pair_connectivity": 0,
        "global_efficiency": 0,
        "coreless_efficiency": 0,
        "avg_node_connectivity": 0,
        "cycle_redundancy_alpha": 0,
    }
    zeros = dict.fromkeys(
        ["coordinator", "consultant", "gatekeeper_or_representative", "liaison"], 0
    )
    core = {k: v for k, v in got["core"].items() if v is not None}
    assert core == {"core_brokerage": zeros, "core_reach_1": 0, "core_reach_2": 0}
    empty = measure(CASES["empty"])
    assert {k: v for k, v in empty["network"].items() if v is not None} == {
        "n_actors": 0,
        "n_ties": 0,
    }
    assert empty["bases"]["bases_registered"] == 0
    assert empty["bases"]["bases_active"] == 0
    no_center = measure(CASES["no_center"])
    assert set(no_center["core"].values()) == {None}
    assert no_center["network"]["coreless_efficiency"] is None
    assert no_center["bases"]["base_core_link"] is None
    assert no_center["bases"]["base_enterprise_reach"] == 1
    all_centers = measure(CASES["all_centers"])
    assert all_centers["core"]["core_reach_1"] is None
    assert all_centers["core"]["core_tie_share"] == 1
    assert all_centers["core"]["be_fit_designated"] is None
    assert all_centers["network"]["coreless_pair_connectivity"] is None


def test_contraction():
    """hosts_mixed: h1 into c, h3 into d, h2 of both stays."""
    case = CASES["hosts_mixed"]
    eco = read(case, "with_hosts")
    assert sorted(eco.A) == ["b", "c", "d", "e1", "e2", "h2", "i"]
    # c-h1 becomes a loop and goes; h1-e2 2, h1-i 2, c-b 2, c-e1 3, h2-c 1 meet in c: 10
    assert strength(eco.A, "c") == 10
    # h2-d 2, d-e2 2, h3-i 2: 6
    assert strength(eco.A, "d") == 6
    # host_events: q {c, h1, h2} and t {c, h1} hold one actor after contraction: t is no event
    eco = read(CASES["host_events"], "with_hosts")
    found = sorted(map(sorted, eco.events))
    assert found == [["c"], ["c", "e1"], ["c", "e1"], ["c", "e2", "i"], ["c", "i"]]
    # p 1, r 1/2 + 1/2 + (e2-i 1/2), x 1, v 1, b 2 -> s(c) = 1 + 1 + 1 + 1 + 2
    assert strength(eco.A, "c") == 6


# ---------------------------------------------------------------- second ways of computing


@pytest.mark.parametrize("name", CASES)
def test_keys_and_ranges(name):
    """Exactly the keys of metric_keys.json, numbers finite, shares in their range."""
    signed = {"be_fit", "ei_index", "type_assortativity"}
    for reading in ("center", "with_hosts") if name in SMALL else ("center",):
        got = measure(CASES[name], reading)
        for card in ("core", "bases", "network"):
            assert set(got[card]) == set(KEYS[card])
        json.dumps(got, allow_nan=False)
        for key, value in (pair for card in got.values() for pair in card.items()):
            if isinstance(value, float) and not any(key.startswith(s) for s in signed):
                assert value >= 0, key
                free = {"core_constraint", "core_effective_size", "bases_effective"}
                if key not in free | {"avg_node_connectivity"}:
                    assert value <= 1 + 1e-12, key


@pytest.mark.parametrize("name", SMALL)
def test_second_way(name):
    """Networkx, numpy or brute force give the same numbers."""
    eco, got = read(CASES[name]), measure(CASES[name])
    A, K, B, m = eco.A, eco.K, eco.B, eco.A.number_of_edges()
    pairs = list(combinations(A, 2))
    network = got["network"]
    if len(A) >= 2:
        assert network["global_efficiency"] == near(nx.global_efficiency(A))
        assert network["density"] == near(nx.density(A))
        joined = sum(nx.has_path(A, u, v) for u, v in pairs) / len(pairs)
        assert network["pair_connectivity"] == near(joined)
        if len(A) <= 12:
            disjoint = [
                len(list(nx.node_disjoint_paths(A, u, v))) if nx.has_path(A, u, v) else 0
                for u, v in pairs
            ]
            assert network["avg_node_connectivity"] == near(sum(disjoint) / len(pairs))
    assert (network["transitivity"] or 0) == near(nx.transitivity(A))
    if network["type_assortativity"] is not None:
        nx.set_node_attributes(A, eco.sector, "sector")
        known = nx.attribute_assortativity_coefficient(A, "sector")
        assert network["type_assortativity"] == near(known)
    two_mode = nx.Graph((("event", k), a) for k, e in enumerate(eco.events) for a in e)
    known = nx.bipartite.robins_alexander_clustering(two_mode) if eco.events else 0
    assert (network["bipartite_clustering_ra"] or 0) == near(known)
    if m:
        parts = nx.number_connected_components(A)
        cut = [
            a
            for a in A
            if nx.number_connected_components(A.subgraph(set(A) - {a})) > parts - (not A.degree(a))
            and A.degree(a) > 0
        ]
        assert network["articulation_share"] == near(len(cut) / len(A))
    tied = [c for c in K if A.degree(c)]
    if tied:
        known = nx.constraint(A, tied)
        assert got["core"]["core_constraint"] == near(sum(known.values()) / len(tied))
        known = nx.effective_size(A, tied)
        assert got["core"]["core_effective_size"] == near(sum(known.values()) / len(tied))
        share = sum(known[c] / A.degree(c) for c in tied) / len(tied)
        assert got["core"]["core_efficiency"] == near(share)
    for key, group in {"be_fit_designated": set(K), "be_fit_core_tier": set(K) | set(B)}.items():
        x = [A.has_edge(u, v) for u, v in pairs]
        y = [u in group or v in group for u, v in pairs]
        if K and len(set(x)) == 2 and len(set(y)) == 2:
            assert got["core"][key] == near(np.corrcoef(x, y)[0, 1])
        else:
            assert got["core"][key] is None
    check_paths(eco, got)


def check_paths(eco, got):
    """Betweenness of the centers and base mediation by listing all shortest paths."""
    A, n = eco.A, len(eco.A)
    if n > 14 or not eco.K:
        return
    if got["core"]["core_betweenness"] is not None:
        total = 0
        for c in eco.K:
            for i, j in combinations(set(A) - {c}, 2):
                if nx.has_path(A, i, j):
                    paths = list(nx.all_shortest_paths(A, i, j))
                    total += sum(c in p for p in paths) / len(paths)
        value = total / ((n - 1) * (n - 2) / 2) / len(eco.K)
        assert got["core"]["core_betweenness"] == near(value)
    shares = []
    for c in eco.K:
        for e in eco.firms:
            if nx.has_path(A, c, e):
                paths = list(nx.all_shortest_paths(A, c, e))
                shares.append(sum(bool(set(p[1:-1]) & set(eco.B)) for p in paths) / len(paths))
    known = near(sum(shares) / len(shares)) if shares and eco.B else None
    assert got["bases"]["base_mediation"] == known


def removal_orders_mean(graph):
    """R by listing every order of removals that always takes a highest current degree."""

    def sums(left):
        if not left:
            return Fraction(0)
        part = graph.subgraph(left)
        top = max(d for _, d in part.degree)
        values = []
        for a in left:
            if part.degree(a) == top:
                rest = left - {a}
                parts = nx.connected_components(graph.subgraph(rest))
                values.append(max(map(len, parts), default=0) + sums(rest))
        return sum(values, Fraction(0)) / len(values)

    return sums(frozenset(graph)) / len(graph) ** 2


@pytest.mark.parametrize("seed", range(12))
def test_robustness_by_listing(seed):
    """The layered expectation equals the plain recursion, and the sampling is close to it."""
    graph = nx.gnm_random_graph(7, 3 + seed, seed=seed)
    exact, how = robustness(graph)
    assert how["exact"]
    assert exact == near(float(removal_orders_mean(graph)))
    sampled, how = robustness(graph, limit=0, runs=4000)
    assert not how["exact"]
    assert sampled == pytest.approx(exact, abs=0.005)


def test_robustness_counts_sets():
    """Path a-b-c-d: {abcd}, {acd}, {abd} hold a tie, and {cd}, {ad}.. after them do not all."""
    # b first: {a, c, d}: c or d next, {a, d} or {a, c} hold no tie. c first alike: 3 sets
    assert robustness(nx.path_graph(4))[1]["sets"] == 3
    # R: after b: 2 (c-d), then 1, 1, 0 -> 4/16
    assert robustness(nx.path_graph(4))[0] == near(0.25)


def renamed(case, seed):
    """The same ecosystem under other ids and in another order."""
    rng = random.Random(seed)
    case = copy.deepcopy(case)
    ids = sorted({n["id"] for n in case["nodes"]})
    other = dict(zip(ids, rng.sample([f"x{k}" for k in range(len(ids))], len(ids)), strict=True))
    for n in case["nodes"]:
        n["id"] = other[n["id"]]
    for e in case["edges"]:
        e["source"] = other.get(e["source"], e["source"])
        e["target"] = other.get(e["target"], e["target"])
        if e["type"] == "collaborates" and rng.random() < 0.5:
            e["source"], e["target"] = e["target"], e["source"]
    rng.shuffle(case["nodes"])
    rng.shuffle(case["edges"])
    return case


@pytest.mark.parametrize("name", SMALL)
def test_label_invariance(name):
    """No value depends on ids or on the order of the input."""
    for reading in ("center", "with_hosts"):
        ours, other = measure(CASES[name], reading), measure(renamed(CASES[name], 5), reading)
        for card, values in ours.items():
            for key, value in values.items():
                got = other[card][key]
                assert got == (near(value) if isinstance(value, float) else value), key


def test_catalogue():
    """Deterministic, plain JSON, and at least sixty."""
    assert len(CASES) >= 60
    assert ecosystems() == CASES == json.loads(json.dumps(CASES))
    assert sum(len(read(c).A) <= 14 for c in CASES.values()) >= 50
    for order in permutations(["c", "h1", "h2"]):
        assert read(CASES["host_events"], "center").A.has_edge(*order[:2])
