"""Tests of the oracle itself: textbook graphs, hand-worked cases, second ways of computing."""

import copy
import json
import random
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from .chain import dominators_of, measure_chain, measure_chain_detail
from .chain_reading import link_status, read_chain
from .chain_repair import ROOT_LABELS, repaired_value
from .chain_supply import disjoint_paths, fixed_point, sectors_of
from .chains import DIAMOND, LINE, OR_DIAMOND, chain, chains, node, plus, refused_chains

FIXTURES = Path(__file__).parent.parent / "fixtures"
KNOWN = json.loads((FIXTURES / "known_graphs.json").read_text(encoding="utf-8"))
KEYS = json.loads((FIXTURES / "metric_keys.json").read_text(encoding="utf-8"))["chain"]
CASES = chains()
SOME = sorted(CASES)[::8]
"""Enough for the second ways of computing; all cases meet the code in `test_against`."""
MANY = [n for n in CASES if len(CASES[n]["nodes"]) > 30]


@cache
def detail(name):
    """The card of a named body with its details, computed once."""
    return measure_chain_detail(CASES[name])


def card(name):
    """The card of a named body."""
    return detail(name)["values"]


def near(value):
    """Equality far inside the tolerance of the definitions."""
    return pytest.approx(value, abs=1e-9)


def check(measured, **expected):
    """Compare the named keys; objects and numbers within the tolerance."""
    for key, value in expected.items():
        exact = value is None or isinstance(value, str | list)
        nested = isinstance(value, dict) and not all(
            isinstance(x, int | float) for x in value.values()
        )
        assert measured[key] == (value if exact or nested else near(value)), key


# ---------------------------------------------------------------- textbook values


DIGRAPHS = {
    "digraph_path_a_b_c": "a>b b>c",
    "digraph_feedforward_abc": "a>b a>c b>c",
    "digraph_diamond": DIAMOND,
}


@pytest.mark.parametrize("name", sorted(DIGRAPHS))
def test_trophic_incoherence_of_known_digraphs(name):
    f0 = pytest.approx(KNOWN[name]["F0_mackay2020"], abs=1e-8)
    assert measure_chain(chain(DIGRAPHS[name]))["trophic_incoherence_design"] == f0
    supply = chain(segments="s", supplies=DIGRAPHS[name])
    assert measure_chain(supply)["trophic_incoherence_supply"] == f0


def test_trophic_incoherence_of_a_cycle_is_one():
    # Every level is equal, so each of the three links misses its step of 1: 3 * 1 / 3.
    known = KNOWN["digraph_cycle3"]["F0_mackay2020"]
    measured = measure_chain(chain(segments="s", supplies="a>b*5 b>c c>a"))
    assert measured["trophic_incoherence_supply"] == near(known)


def test_dominators_of_the_known_diamond():
    found = dominators_of(read_chain(chain(DIAMOND)), "d")
    assert sorted(found) == KNOWN["digraph_diamond"]["dominators_of_d"]


def upstream_formula(allocation):
    """Antras et al. 2012: (I - Delta)^-1 1."""
    size = len(allocation)
    return np.linalg.solve(np.eye(size) - np.array(allocation), np.ones(size))


def test_upstreamness_by_the_matrix_formula():
    # Miller-Blair: output (1000, 2000), so Delta_ij = a_ij x_j / x_i.
    table, output = np.array(KNOWN["io_miller_blair_2x2"]["A"]), np.array([1000, 2000])
    delta = table * output[None, :] / output[:, None]
    assert upstream_formula(delta) == pytest.approx(
        KNOWN["io_miller_blair_2x2"]["upstreamness_antras"], abs=1e-8
    )
    for name in CASES:
        design = read_chain(CASES[name]).D
        if len(design):
            order = sorted(design)
            share = nx.to_numpy_array(design, nodelist=order, weight=None)
            share /= np.maximum(share.sum(axis=1, keepdims=True), 1)
            expected = dict(zip(order, upstream_formula(share), strict=True))
            assert card(name)["upstreamness"] == near(expected), name


# ---------------------------------------------------------------- worked by hand


def test_shapley_of_a_line_with_two_gaps():
    # s1 > s2 > s3, only s1 made. v() = 1/3, v(s2) = 2/3, v(s3) = 1/3 (s2 still missing), v(both) = 1.
    # s2: ((2/3 - 1/3) + (1 - 1/3)) / 2 = 1/2.  s3: ((1/3 - 1/3) + (1 - 2/3)) / 2 = 1/6.
    check(
        card("line_two_gaps"),
        feasible_value=1 / 3,
        feasible_value_all_repaired=1.0,
        repair_shapley={"s2": 1 / 2, "s3": 1 / 6},
        repair_order=["s2", "s3"],
        gap_labels={"s1": ["single_source"], "s2": ["missing"], "s3": ["missing"]},
    )


def test_shapley_of_a_diamond_with_two_gaps():
    # d needs b and c: v() = 1/4, v(b) = v(c) = 1/2, v(bc) = 1: ((1/2 - 1/4) + (1 - 1/2)) / 2 = 3/8.
    check(
        card("diamond_two_gaps"),
        repair_shapley={"b": 3 / 8, "c": 3 / 8},
        repair_order=["b", "c"],
        gap_labels={
            "a": ["single_source"], "b": ["missing"], "c": ["missing"],
            "d": ["single_source", "stranded"],
        },
    )  # fmt: skip
    # b or c is enough: v(b) = v(c) = 3/4, v(bc) = 1: ((3/4 - 1/4) + (1 - 3/4)) / 2 = 3/8 as well.
    check(card("or_diamond_two_gaps"), repair_shapley={"b": 3 / 8, "c": 3 / 8})


def test_shapley_with_importance():
    # Importance 1/2, 2, 17/4, sum 27/4; s2 made. v() = 0, v(s1) = 2.5, v(s3) = 0, v(13) = 6.75.
    # s1: (2.5 + 6.75) / 2 / 6.75 = 37/54.  s3: (0 + 4.25) / 2 / 6.75 = 17/54.
    check(
        card("shapley_weighted_line"),
        repair_shapley={"s1": 37 / 54, "s3": 17 / 54},
        repair_order=["s1", "s3"],
        segment_coverage=2 / 6.75,
    )


def test_repair_of_a_link():
    # e1 makes s, e2 makes t, both supply somebody else: the link is none, t is the root cause.
    # v() = 1/2 (s), v(t) = 1: the links into t hold.
    check(
        card("label_blocked"),
        link_status={"s>t": "none"},
        gap_labels={"s": ["single_source"], "t": ["blocked_input", "single_source"]},
        feasible_value=0.5,
        feasible_value_all_repaired=1.0,
        repair_shapley={"t": 0.5},
    )


def test_an_external_link_is_no_root_cause():
    # s is covered, but only its external maker supplies t: t is stranded, nothing to repair.
    check(
        card("label_stranded_by_external_link"),
        link_status={"s>t": "external"},
        gap_labels={"s": ["single_source"], "t": ["single_source", "stranded"]},
        repair_shapley={},
        repair_order=[],
        feasible_value=0.5,
        feasible_value_all_repaired=0.5,
    )


def test_order_of_ties():
    # Each gap is worth 1/5: by id as text, so capitals first and 10 before 2.
    order = ["S3", "s1", "s10", "s2", "z"]
    check(card("shapley_tie_by_id"), repair_order=order)
    # 1 and 1.0000000001 of 2.0000000001 round to .5: by id, not by value.
    check(card("shapley_tie_by_rounding"), repair_order=["a", "b"])
    # a, b, c, d missing of five, z made. a: alone + .2, and z after a + .2 = .4.
    # b: .2, and c needs b: (0 + .2) / 2 more = .3. c: .1. d: .2.
    check(
        card("shapley_tie_by_descendants"),
        repair_shapley={"a": 0.4, "b": 0.3, "c": 0.1, "d": 0.2},
        repair_order=["a", "b", "d", "c"],
    )


def test_link_statuses():
    # a>b: e1 supplies e2. b>c: e3 has no supply tie. c>d: the external x supplies e4.
    # d>e: e4 and e5 have ties, not with each other. e>f: nobody makes f.
    # Known 4 of 5, local 1: 1/4. Both ends covered and known: a>b, c>d, d>e: 1/3.
    check(
        card("status_all_five"),
        link_status={"a>b": "local", "b>c": "unknown", "c>d": "external", "d>e": "none",
                     "e>f": "no_maker"},
        link_unknown_share=1 / 5,
        link_realisation=1 / 4,
        link_realisation_feasible=1 / 3,
        through_share=0.0,
        through_share_upper=0.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("status_local_before_external", "local"),
        ("status_external_only", "external"),
        ("status_external_beside_local", "external"),
        ("status_external_buyer", "no_maker"),
        ("status_external_and_local_buyer", "unknown"),
        ("status_reverse_supply", "none"),
        ("status_none_elsewhere", "none"),
        ("status_none_by_external_maker", "none"),
        ("status_none_by_external_partner", "none"),
        ("status_unknown_seller", "unknown"),
        ("status_unknown_buyer", "unknown"),
        ("status_none_needs_one_each", "none"),
        ("status_external_same_firm", "unknown"),
        ("supply_dropped_by_window", "unknown"),
        ("makers_dropped_by_window", "no_maker"),
        ("partners_do_not_supply", "unknown"),
    ],
)
def test_one_link(name, status):
    assert list(card(name)["link_status"].values()) == [status]


def test_labels_of_external_makers():
    # s1: 3 local of 10, external share exactly .7, the only input of the line: a choke.
    assert card("share_exactly_07")["gap_labels"]["s1"] == ["external_choke", "single_source"]
    # .699 is below; .6999999999 rounds to .7; .69999999 does not.
    assert card("share_just_below_07")["gap_labels"]["s1"] == ["single_source"]
    assert "external_choke" in card("share_rounds_up_to_07")["gap_labels"]["s"]
    assert card("share_rounds_below_07")["gap_labels"]["s"] == ["single_source"]
    # s1: .1 + .2 against .3 + .4; s2: .3 against .7; the dropped row of -1 changes nothing.
    labels = card("share_07_in_fractions")["gap_labels"]
    assert "external_choke" in labels["s1"]
    assert "external_choke" in labels["s2"]
    # b or c is enough for d, so the external b can be replaced; not if another sink needs it.
    assert card("external_substitute")["gap_labels"]["b"] == ["external_substitutable"]
    assert card("external_substitute_feeds_other_sink")["gap_labels"]["b"] == ["external_choke"]


def test_labels_of_gaps_and_concentration():
    check(
        card("unlinked_mixed"),
        gap_labels={"s1": ["single_source"], "s2": ["external_choke"], "s3": ["single_source"],
                    "s4": ["missing"], "s5": ["missing_unverified"]},
    )  # fmt: skip
    # s1 5:5 -> 1/2. s2 4:1:1 -> (16 + 1 + 1)/36 = 1/2. s3 .3:(.1 + .2) -> 1/2. Not above .5.
    check(
        card("hhi_exactly_half"),
        segment_hhi={"s1": 0.5, "s2": 0.5, "s3": 0.5},
        gap_labels={"s1": [], "s2": [], "s3": []},
        mean_effective_suppliers=2.0,
    )
    # .5 +- e: HHI = .5 + 2e^2, so e = 1e-5 rounds to .5 and e = 1e-4 (2e-8) does not.
    labels = card("hhi_rounds_to_half")["gap_labels"]
    assert [labels[s] for s in ("s1", "s2", "s3")] == [[], ["concentrated"], ["concentrated"]]


def test_blocked_and_stranded():
    # A group with one link that works is not blocked; with all none it is.
    assert "blocked_input" not in card("label_group_half_blocked")["gap_labels"]["t"]
    assert "blocked_input" in card("label_group_all_blocked")["gap_labels"]["t"]
    # An uncovered or external-only member of the group neither helps nor hurts.
    assert "blocked_input" in card("label_group_blocked_and_uncovered")["gap_labels"]["t"]
    assert "blocked_input" in card("label_group_blocked_and_external")["gap_labels"]["t"]
    # Only external makers of s: no covered member, so t is stranded and not blocked.
    labels = card("label_none_from_external_only")["gap_labels"]
    assert labels == {"s": ["external_choke"], "t": ["single_source", "stranded"]}
    # v behind a blocked t is a victim; a choke is not called stranded, a substitutable one is.
    assert card("label_blocked_and_stranded")["gap_labels"]["v"] == ["single_source", "stranded"]
    choke = card("label_stranded_and_choke")["gap_labels"]
    assert choke["s2"] == ["external_choke", "single_source"]
    assert choke["s3"] == ["single_source", "stranded"]
    substitutable = card("label_stranded_and_substitutable")["gap_labels"]["b"]
    assert substitutable == ["external_substitutable", "single_source", "stranded"]


def test_retention_of_a_line():
    # s1 3:1, s2 one maker, s3 1:1. Base 1. Without e1 1/4, e2 3/4, e3 0, e4 or e5 1/2.
    measured = measure_chain(chain(LINE, makes="e1>s1*3 e2>s1 e3>s2 e4>s3 e5>s3"))
    check(
        measured,
        sink_availability_base=1.0,
        actor_value_at_risk={"e1": 0.75, "e2": 0.25, "e3": 1.0, "e4": 0.5, "e5": 0.5},
        max_actor_value_at_risk=1.0,
        n_minus_1_retention=0.0,
        critical_actors=["e3"],
        single_source_share=1 / 3,
        mean_effective_suppliers=(1.6 + 1 + 2) / 3,  # s1: 1/(9/16 + 1/16)
    )
    # Complete line of two equal makers each, all different: 1/2.
    two = measure_chain(chain(LINE, makes="a1>s1 a2>s1 a3>s2 a4>s2 a5>s3 a6>s3"))
    check(two, n_minus_1_retention=0.5, critical_actors=[])


def test_retention_with_substitutes():
    # a 1:1, b 3:1, c one maker, d 1:4; d takes the better of b and c.
    # Without e1: a .5, b min(.25, .5) = .25, c .5, d .5. Without e2: a .5, b .5, d .5.
    # Without e3: c 0, b 1, d 1. Without e4: d .8. Without e5: d .2.
    check(
        card("availability_or"),
        actor_value_at_risk={"e1": 0.5, "e2": 0.5, "e3": 0.0, "e4": 0.2, "e5": 0.8},
        max_actor_value_at_risk=0.8,
        n_minus_1_retention=0.2,
        critical_actors=[],
    )


def test_retention_of_two_sinks():
    # Sinks b (importance 2, made) and c (5, not made): base 2/7. a 1:2, b one maker.
    # Without e1 b has 2/3: loss 1/3 * 2/7; e2 2/3 * 2/7; e3 2/7, all there is.
    check(
        card("availability_one_sink_of_two"),
        sink_availability_base=2 / 7,
        actor_value_at_risk={"e1": 2 / 21, "e2": 4 / 21, "e3": 2 / 7},
        n_minus_1_retention=0.0,
        critical_actors=["e3"],
    )
    # A broken line: base 0, losses 0, retention undefined, nobody critical.
    check(
        card("availability_base_zero"),
        sink_availability_base=0.0,
        actor_value_at_risk={"e1": 0.0, "e2": 0.0},
        max_actor_value_at_risk=0.0,
        n_minus_1_retention=None,
        critical_actors=[],
    )


def test_single_points_of_a_diamond():
    # d needs both sides: a, b and c each break it (3/3); only a is on every path (1/3).
    check(
        card("diamond"),
        design_value_at_risk={"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0},
        design_spof_share_andor=1.0,
        design_spof_share_dominator_or=1 / 3,
    )
    # One side is enough: only a breaks it.
    check(
        card("or_diamond"),
        design_value_at_risk={"a": 1.0, "b": 0.0, "c": 0.0, "d": 1.0},
        design_spof_share_andor=1 / 3,
        design_spof_share_dominator_or=1 / 3,
    )


def test_a_link_in_two_groups():
    # t needs (p or q) and (p or r). Without p both others stand in; with p alone t works.
    check(
        card("link_in_two_groups"),
        design_value_at_risk={"p": 0.0, "q": 0.0, "r": 0.0, "t": 1.0},
        # q and r made, q>t local, r>t unknown (e3 has no tie): strict fails, upper holds.
        link_status={"p>t": "no_maker", "q>t": "local", "r>t": "unknown"},
        sink_feasible_strict=0.0,
        sink_feasible_strict_upper=1.0,
        feasible_value=3 / 4,
        feasible_value_strict=2 / 4,
    )
    check(card("link_in_two_groups_only_p"), sink_feasible_strict_upper=1.0)


def test_coverage_and_external_dependence():
    # Importance 5, .5, 9. s1 half external, s2 all, s3 has no maker:
    # (5 * 1/2 + .5 * 1) / 5.5 = 3/5.5; coverage 5/14.5.
    check(
        card("external_dependence_weighted"),
        external_share={"s1": 0.5, "s2": 1.0, "s3": None},
        external_dependence=3 / 5.5,
        segment_coverage=5 / 14.5,
        gap_rd_coverage=0.0,
    )
    # u local, v external, only s1 made: s1 and s3 researched, s1 both; of the gaps s2, s3 one.
    check(
        card("research_local_and_external"),
        research_coverage=2 / 3,
        dual_chain_coverage=1 / 3,
        gap_rd_coverage=1 / 2,
    )
    # Importance a 1.5, b 2, c .25, d 1 (weight 0 dropped, a researched by e9): (1.5 + 2 + .25)/4.75.
    # Uncovered c and d, of them c is researched: 1/2.
    check(
        card("research_weighted"),
        research_coverage=3.75 / 4.75,
        dual_chain_coverage=3.5 / 4.75,
        gap_rd_coverage=0.5,
    )


def test_through_share():
    # a, b, c > d > e, f, g: nine pairs. Made: a, b, d, e, f. a>d, b>d, d>e, d>f local: 2 * 2 of 9.
    check(card("three_sources_three_sinks"), through_share=4 / 9, through_share_upper=4 / 9)
    # The or-diamond's way over b is broken, over c it works; feed-forward over the direct link.
    check(card("external_substitute"), through_share=1.0)
    check(card("feed_forward"), through_share=1.0)
    # No supplies: nothing is known, everything may hold.
    check(card("no_supply"), through_share=0.0, through_share_upper=1.0, link_realisation=None)


def test_sinks_of_different_importance():
    # e 3, f 1/2, g 2 (not made): coverage 3.5/5.5. Only d>e is realized: strict needs c>d, which
    # nobody knows to be local: 0. e2 makes c too and supplies e3: local. So e 3/5.5.
    # f: e5 and e6 have no tie: unknown, so upper e and f 3.5/5.5.
    check(
        card("fan_weighted_sinks"),
        sink_feasible_coverage=3.5 / 5.5,
        sink_feasible_strict=3 / 5.5,
        sink_feasible_strict_upper=3.5 / 5.5,
        sink_feasible_with_external=3.5 / 5.5,
        design_value_at_risk={"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0, "e": 3 / 5.5,
                              "f": 0.5 / 5.5, "g": 2 / 5.5},
    )  # fmt: skip


def test_exposure_by_hand():
    # a > b, a > c > d; sinks b (3) and d (.5). At risk: a 1, b 6/7, c and d 1/7.
    # a 5:1 -> 5/6 (HHI 26/36), b, d single, c 4:1 -> 4/5 * 1/7.
    check(
        card("exposure_weighted"),
        exposure={"a": 5 / 6, "b": 6 / 7, "c": 4 / 35, "d": 1 / 7},
        exposure_order=["b", "a", "d", "c"],
    )
    # All 1: a has two descendants, b one, c none.
    check(card("exposure_tie_by_descendants"), exposure_order=["a", "b", "c"])
    check(card("exposure_equal"), exposure={"a": 1.0, "b": 1.0}, exposure_order=["a", "b"])


def test_upstreamness_and_levels_by_hand():
    # c 1, b 1 + 1 = 2, a 1 + (2 + 1)/2 = 5/2. Levels 0, 2/3, 4/3: gaps -1/3, 1/3, -1/3: F0 = 1/9.
    check(
        card("feed_forward"),
        upstreamness={"a": 2.5, "b": 2.0, "c": 1.0},
        trophic_incoherence_design=1 / 9,
    )


def test_esri_of_lines():
    # Without any firm of a line everything stops, downstream of it or upstream: 1, 1, 1.
    check(card("esri_line"), esri={"e1": 1.0, "e2": 1.0, "e3": 1.0})
    # e1 sells 3 to e2 and 1 to e3. Without e2 it keeps a quarter (loss 3/4), without e3 3/4.
    check(card("esri_two_customers"), esri={"e1": 1.0, "e2": 0.75, "e3": 0.25})
    check(card("esri_cycle"), esri={"e1": 1.0, "e2": 1.0, "e3": 1.0})


def test_esri_with_substitutes():
    # e1 (1) and e2 (3) of one sector supply e3, which sells 4 to e4; sum of out-strengths 8.
    # Without e1: sigma 1/3, e3 keeps 1 - 1/3 * 1/4 = 11/12: (1 + 4/12)/8 = 1/6.
    # Without e2: sigma min(1, 3/1), e3 keeps 1/4: (3 + 4 * 3/4)/8 = 3/4. e3, e4: all stops: 1.
    body = chain(LINE, makes="e1>s1 e2>s1 e3>s2 e4>s3", supplies="e1>e3 e2>e3*3 e3>e4*4")
    check(measure_chain(body), esri={"e1": 1 / 6, "e2": 3 / 4, "e3": 1.0, "e4": 1.0})


def test_esri_is_undefined():
    for name in ("null_makes_none", "null_makes_several", "null_supplier_makes_none"):
        assert card(f"esri_{name}")["esri"] is None
    assert card("no_supply")["esri"] is None
    assert card("esri_maker_without_supply")["esri"] is not None  # e4 is not in S
    assert card("esri_same_segment_twice")["esri"] is not None


def test_supply_paths_by_hand():
    # Two ways that share no firm; a bottleneck e3; no way but through the external x; e1 itself.
    assert card("supply_two_disjoint_paths")["supply_vertex_connectivity"] == 2
    assert card("supply_bottleneck")["supply_vertex_connectivity"] == 1
    assert card("supply_through_external")["supply_vertex_connectivity"] == 0
    assert card("supply_of_non_makers")["supply_vertex_connectivity"] == 1
    assert card("supply_wrong_direction")["supply_vertex_connectivity"] == 0
    # e1 makes source and sink: a path by itself; e2 > e3 is another.
    assert card("supply_maker_is_both")["supply_vertex_connectivity"] == 2
    assert card("no_supply")["supply_vertex_connectivity"] is None


def test_core_chain_reach_by_hand():
    # Importance 3, 1, 1, 2. e1 tied to c, e2 to b; e3 and u to neither: 4/7.
    check(card("reach_by_ties"), core_chain_reach=4 / 7)
    check(card("reach_core_itself"), core_chain_reach=1 / 3)
    check(card("reach_by_events"), core_chain_reach=2 / 3)
    # All tied to b: x makes s1 (counts, external or not), v and x only research s3 and are
    # external (do not count), u researches s4 (counts): 2/4.
    check(card("reach_external_and_research"), core_chain_reach=2 / 4)
    check(card("reach_hosts_and_formal_do_not_count"), core_chain_reach=1 / 3)
    check(card("reach_no_core"), core_chain_reach=None)


def test_nothing_to_measure():
    assert set(card("no_segment").values()) == {None}
    one = card("one_segment")
    check(
        one,
        segment_coverage=0.0,
        link_status={},
        actor_value_at_risk={},
        max_actor_value_at_risk=None,
        n_minus_1_retention=None,
        critical_actors=[],
        design_value_at_risk={"s": 1.0},
        design_spof_share_andor=None,
        upstreamness={"s": 1.0},
        gap_labels={"s": ["missing"]},
        repair_shapley={"s": 1.0},
        exposure={},
        trophic_incoherence_design=None,
        through_share=None,
    )
    check(card("one_segment_unsurveyed"), repair_shapley={}, feasible_value_all_repaired=0.0)


# ---------------------------------------------------------------- the corpus


def test_the_corpus_holds_every_kind():
    labels, statuses = Counter(), Counter()
    for name in CASES:
        labels.update(x for one in (card(name)["gap_labels"] or {}).values() for x in one)
        statuses.update((card(name)["link_status"] or {}).values())
    assert min(labels[x] for x in labels) >= 9
    assert len(labels) == 8
    assert min(statuses.values()) >= 20
    assert len(statuses) == 5
    assert len(CASES) >= 200
    assert sum(not detail(name)["repair"]["exact"] for name in CASES) >= 4
    assert any(detail(name)["repair"]["root_causes"] == 12 for name in CASES)


@pytest.mark.parametrize("name", SOME)
def test_keys_and_kinds(name):
    kinds = {"number": (int, float), "object": dict, "list": list}
    assert list(card(name)) == list(KEYS) or set(card(name)) == set(KEYS)
    for key, value in card(name).items():
        kind = KEYS[key].split(" | ")[1]
        assert value is None or (isinstance(value, kinds[kind]) and not isinstance(value, bool))
    json.dumps(card(name), allow_nan=False)


@pytest.mark.parametrize("name", sorted(refused_chains()))
def test_contradictions_are_refused(name):
    with pytest.raises(ValueError, match=r"cycle|twice"):
        measure_chain(refused_chains()[name])


@pytest.mark.parametrize("name", SOME)
def test_order_of_rows_does_not_matter(name):
    if not detail(name)["repair"]["exact"]:
        pytest.skip("sampled values, seconds each")
    body = copy.deepcopy(CASES[name])
    random.Random(5).shuffle(body["nodes"])
    random.Random(6).shuffle(body["edges"])
    for key, value in measure_chain(body).items():
        expected = card(name)[key]
        if key.startswith(("esri", "trophic")) and expected is not None:
            assert value == near(expected), key
        else:
            assert value == expected, key


# ---------------------------------------------------------------- second ways


@pytest.mark.parametrize("name", SOME)
def test_bounds(name):
    c = card(name)
    if c["gap_labels"] is None:
        return
    assert c["sink_feasible_strict"] <= c["sink_feasible_strict_upper"]
    assert c["sink_feasible_strict_upper"] <= c["sink_feasible_coverage"]
    assert c["sink_feasible_coverage"] <= c["sink_feasible_with_external"]
    assert c["feasible_value_strict"] <= c["feasible_value"] <= c["feasible_value_all_repaired"]
    gain = c["feasible_value_all_repaired"] - c["feasible_value"]
    assert sum(c["repair_shapley"].values()) == near(gain)
    assert sorted(c["repair_order"]) == sorted(c["repair_shapley"])
    assert sorted(c["exposure_order"]) == sorted(c["exposure"])
    if c["design_spof_share_andor"] is not None and name != "amb_tiny_sink_importance":
        assert c["design_spof_share_dominator_or"] <= c["design_spof_share_andor"] + 1e-12


@pytest.mark.parametrize("name", SOME)
def test_feasibility_as_a_least_fixed_point(name):
    data = read_chain(CASES[name])
    if not data.segments:
        return
    status = {(s, t): link_status(data, s, t) for s, t in data.D.edges}
    for key, good in (("_strict", {"local"}), ("", {"local", "unknown"})):
        found, grown = set(), True
        while grown:
            new = {
                t
                for t in data.segments
                if data.local[t]
                and not [
                    g
                    for g in data.groups[t]
                    if not [s for s in g if s in found and status[s, t] in good]
                ]
            }
            grown, found = new != found, new
        total = sum(data.importance.values())
        value = sum(data.importance[s] for s in found) / total
        assert card(name)["feasible_value" + key] == near(float(value))


@pytest.mark.parametrize("name", SOME)
def test_shapley_over_all_orders(name):
    data = read_chain(CASES[name])
    labels = card(name)["gap_labels"] or {}
    causes = [s for s in labels if set(labels[s]) & ROOT_LABELS]
    if not 1 <= len(causes) <= 6:
        return
    status = {(s, t): link_status(data, s, t) for s, t in data.D.edges}
    gains, orders = dict.fromkeys(causes, Fraction(0)), list(permutations(causes))
    known = {}
    for order in orders:
        for k, cause in enumerate(order):
            before, after = frozenset(order[:k]), frozenset(order[: k + 1])
            for team in (before, after):
                known.setdefault(team, repaired_value(data, status, team))
            gains[cause] += known[after] - known[before]
    expected = {s: float(gain / len(orders)) for s, gain in gains.items()}
    assert card(name)["repair_shapley"] == near(expected)


@pytest.mark.parametrize("name", ["causes_13_line", "causes_13_bush", "causes_13_pairs"])
def test_sampled_shapley_agrees_with_enumeration(name):
    exact = measure_chain_detail(CASES[name], exact_causes=13)
    assert exact["repair"]["exact"]
    assert not detail(name)["repair"]["exact"]
    expected = pytest.approx(exact["values"]["repair_shapley"], abs=0.005)
    assert card(name)["repair_shapley"] == expected
    assert detail(name)["repair"]["standard_error"] < 0.0025


def test_shapley_of_a_missing_line_in_closed_form():
    # n gaps in a line: the k-th segment is feasible once the first k are repaired, which is worth
    # 1/n and shared by those k: segment i gets the sum over k >= i of 1/(k n).
    values = card("shapley_equal_gaps")["repair_shapley"]
    assert values == near({"a": 1 / 4 + 1 / 12, "b": 1 / 4 + 1 / 12, "c": 1 / 4 + 1 / 12})
    n, line = 5, chain("s1>s2 s2>s3 s3>s4 s4>s5")
    expected = {f"s{i}": sum(1 / (k * n) for k in range(i, n + 1)) for i in range(1, n + 1)}
    assert measure_chain(line)["repair_shapley"] == near(expected)


@pytest.mark.parametrize("name", SOME)
def test_dominators_by_removal(name):
    data = read_chain(CASES[name])
    if not data.segments:
        return
    for sink in data.sinks:
        needed = set()
        for x in data.segments:
            left = data.D.subgraph(set(data.D) - {x})
            starts = [s for s in data.sources if s != x]
            if x != sink and not any(nx.has_path(left, s, sink) for s in starts):
                needed.add(x)
        assert dominators_of(data, sink) == needed


@pytest.mark.parametrize("name", sorted(set(SOME) - set(MANY)))
def test_disjoint_paths_by_smallest_cut(name):
    data = read_chain(CASES[name])
    inside = data.S.subgraph(set(data.S) - data.external_actors)
    if data.S.number_of_edges() == 0 or len(inside) > 12 or not data.segments:
        return
    starts = {a for s in data.sources for a in data.local[s]} & set(inside)
    ends = {a for s in data.sinks for a in data.local[s]} & set(inside)
    for size in range(len(inside) + 1):  # Menger: the fewest firms without whom no way is left
        if any(
            not any(
                a in left and b in left and nx.has_path(left, a, b) for a in starts for b in ends
            )
            for cut in combinations(inside, size)
            for left in [inside.subgraph(set(inside) - set(cut))]
        ):
            break
    assert card(name)["supply_vertex_connectivity"] == size
    assert disjoint_paths(inside, starts, ends) == size


def exact_levels(graph):
    """Trophic levels in Fractions, one node per component at 0, by elimination."""
    level = {}
    for part in nx.weakly_connected_components(graph):
        free = sorted(part)[1:]
        rows = []
        for a in free:
            near_by = list(graph.predecessors(a)) + list(graph.successors(a))
            row = [Fraction(len(near_by) * (a == b) - near_by.count(b)) for b in free]
            rows.append([*row, Fraction(graph.in_degree(a) - graph.out_degree(a))])
        for k in range(len(free)):
            pivot = next(i for i in range(k, len(free)) if rows[i][k])
            rows[k], rows[pivot] = rows[pivot], rows[k]
            rows[k] = [x / rows[k][k] for x in rows[k]]
            for i in range(len(free)):
                if i != k and rows[i][k]:
                    rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k], strict=True)]
        level |= {sorted(part)[0]: Fraction(0)}
        level |= {a: rows[k][-1] for k, a in enumerate(free)}
    return level


@pytest.mark.parametrize("name", SOME)
def test_trophic_incoherence_in_exact_numbers(name):
    data = read_chain(CASES[name])
    for key, graph in (("design", data.D), ("supply", data.S)):
        if data.segments and graph.number_of_edges():
            level = exact_levels(graph)
            total = sum((level[t] - level[s] - 1) ** 2 for s, t in graph.edges)
            expected = float(total / graph.number_of_edges())
            assert card(name)[f"trophic_incoherence_{key}"] == near(expected)


@pytest.mark.parametrize("name", [n for n in sorted(CASES) if "esri" in n][::3])
def test_esri_by_matrices(name):
    data = read_chain(CASES[name])
    sector = sectors_of(data)
    if sector is None or not len(data.S):
        return
    firms = sorted(data.S)
    n, weights = len(firms), nx.to_numpy_array(data.S, nodelist=firms)
    out = weights.sum(axis=1)
    same = np.array([[sector[a] == sector[b] for b in firms] for a in firms], dtype=float)
    bought = same @ weights  # row l, column i: all that i buys from l's sector
    for j, gone in enumerate(firms):
        down, up = np.ones(n), np.ones(n)
        down[j] = up[j] = 0
        for _ in range(5_000):
            before = np.concatenate([down, up])
            rest = same @ (out * down)
            sigma = np.where(rest > 0, np.minimum(1, out / np.where(rest > 0, rest, 1)), 1)
            lost = same @ ((sigma * (1 - down))[:, None] * weights)
            down = (1 - np.divide(lost, bought, out=np.zeros((n, n)), where=bought > 0)).min(axis=0)
            down = np.maximum(down, 0)
            up = np.where(out > 0, weights @ up / np.where(out > 0, out, 1), 1)
            down[j] = up[j] = 0
            if np.abs(np.concatenate([down, up]) - before).max() < 1e-15:
                break
        lost_sales = (out * (1 - np.minimum(down, up))).sum() / out.sum()
        assert card(name)["esri"][gone] == pytest.approx(lost_sales, abs=1e-9)


def test_fixed_point_says_when_it_does_not_settle():
    with pytest.raises(ArithmeticError, match="still moves"):
        fixed_point(["a", "b"], lambda h: {"a": 1 - h["a"], "b": h["a"]}, "a")


def test_equal_nodes_given_twice_are_one():
    body = chain(OR_DIAMOND, makes="e1>a e2>b")
    twice = plus(body, [*body["nodes"], node("zz", "segment"), node("zz", "segment")])
    once = plus(body, [node("zz", "segment")])
    assert measure_chain(twice) == measure_chain(once)
