"""Named, deterministic ecosystem JSON bodies (METRICS.md section F) about the chain card.

chains() holds accepted files, refused_chains() files that must be refused.
Names that begin with amb_ rest on a reading of an ambiguous sentence, see ambiguous().
"""

import json
import random
from itertools import pairwise

KINDS = {"c": "center", "b": "base", "h": "host", "u": "university", "i": "institute"}


def node(id_, type_, **more):
    """One node."""
    return {"id": id_, "type": type_, **more}


def edge(source, target, type_, **more):
    """One edge."""
    return {"source": source, "target": target, "type": type_, **more}


def edges(text, type_, **more):
    """Edges from 'a>b a>b*2.5 a>b*null s>t@group' (weight after *, group after @)."""
    out = []
    for part in text.split():
        part, _, weight = part.partition("*")
        part, _, group = part.partition("@")
        one = edge(*part.split(">"), type_, **more)
        if weight:
            one["weight"] = json.loads(weight)
        if group:
            one["group"] = group
        out.append(one)
    return out


def chain(links="", makes="", supplies="", researches="", ties="", external="", **more):
    """One ecosystem; the nodes are named by the edges, their kind by KINDS, else enterprise.

    more: segments and actors (further ones), importance, unsurveyed, kinds, extra (edges), meta.
    """
    all_edges = edges(links, "upstream_of") + edges(makes, "produces")
    all_edges += edges(supplies, "supplies") + edges(researches, "researches")
    all_edges += edges(ties, "collaborates") + more.get("extra", [])
    segments = dict.fromkeys(more.get("segments", "").split())
    actors = dict.fromkeys(more.get("actors", "").split())
    for one in all_edges:
        if one["type"] == "upstream_of":
            segments |= dict.fromkeys([one["source"], one["target"]])
        elif one["type"] in ("produces", "researches"):
            segments[one["target"]] = actors[one["source"]] = None
        elif one["type"] in ("supplies", "collaborates"):
            actors |= dict.fromkeys([one["source"], one["target"]])
    all_nodes = []
    for s in segments:
        all_nodes.append(node(s, "segment"))
        if s in more.get("importance", {}):
            all_nodes[-1]["importance"] = more["importance"][s]
        if s in more.get("unsurveyed", "").split():
            all_nodes[-1]["surveyed"] = False
    for a in actors:
        kind = more.get("kinds", {}).get(a) or KINDS.get(a.rstrip("0123456789"), "enterprise")
        all_nodes.append(node(a, kind))
        if a in external.split():
            all_nodes[-1]["origin"] = "external"
    meta = {"name": "case", **more.get("meta", {})}
    return {"meta": meta, "nodes": all_nodes, "edges": all_edges}


def plus(body, nodes=(), more_edges=()):
    """A body with further nodes and edges."""
    return {**body, "nodes": [*body["nodes"], *nodes], "edges": [*body["edges"], *more_edges]}


LINE = "s1>s2 s2>s3"
DIAMOND = "a>b a>c b>d c>d"
OR_DIAMOND = "a>b a>c b>d@g c>d@g"
ALL_FOUR = "e1>a e2>b e3>c e4>d"
FLOW_FOUR = "e1>e2 e1>e3 e2>e4 e3>e4"


# ---------------------------------------------------------------- degenerate


def degenerate():
    """Few or no segments, links, makers."""
    five = "s1>s2 s2>s3 s1>s4 s4>s5"
    return {
        "empty": chain(),
        "no_segment": chain(supplies="e1>e2 e2>e3", ties="c>e1"),
        "one_segment": chain(segments="s"),
        "one_segment_unsurveyed": chain(segments="s", unsurveyed="s"),
        "one_segment_made": chain(makes="e1>s"),
        "one_segment_external": chain(makes="x>s", external="x"),
        "one_segment_researched": chain(researches="u>s"),
        "one_segment_two_makers": chain(makes="e1>s e2>s*3", supplies="e1>e2"),
        "unlinked_made": chain(makes="e1>s1 e2>s2 e2>s3 e3>s3"),
        "unlinked_mixed": chain(
            makes="e1>s1 x>s2 x>s3 e2>s3", external="x", segments="s4 s5", unsurveyed="s5",
            importance={"s1": 2, "s4": 3},
        ),
        "unlinked_supply": chain(makes="e1>s1 e2>s2", supplies="e1>e2 e2>e1 e3>e1"),
        "no_maker_at_all": chain(DIAMOND),
        "no_maker_researched": chain(five, researches="u1>s1 u2>s3 u1>s5"),
        "no_maker_unsurveyed": chain(five, unsurveyed="s1 s2 s3 s4 s5"),
        "no_maker_but_supply": chain(five, supplies="e1>e2 e2>e3 e1>e3"),
        "only_actors": chain(actors="c b e1 e2"),
        "one_link": chain("s>t", makes="e1>s e2>t"),
        "one_link_supplied": chain("s>t", makes="e1>s e2>t", supplies="e1>e2"),
        "no_supply": chain(DIAMOND, makes=ALL_FOUR + " e5>d*2"),
    }  # fmt: skip


# ---------------------------------------------------------------- shapes


def shapes():
    """Lines, diamonds, substitutes, several sources and sinks."""
    chain_of_10 = " ".join(f"s{k}>s{k + 1}" for k in range(1, 10))
    ten = " ".join(f"e{k}>s{k}" for k in range(1, 11))
    flow = " ".join(f"e{k}>e{k + 1}" for k in range(1, 10))
    fan = "a>d b>d c>d d>e d>f d>g"
    return {
        "line_realized": chain(LINE, makes="e1>s1 e2>s2 e3>s3", supplies="e1>e2 e2>e3"),
        "line_two_gaps": chain(LINE, makes="e1>s1"),
        "line_gap_in_middle": chain(LINE, makes="e1>s1 e3>s3", supplies="e1>e3"),
        "line_gap_at_source": chain(LINE, makes="e2>s2 e3>s3", supplies="e2>e3"),
        "line_gap_at_sink": chain(LINE, makes="e1>s1 e2>s2", supplies="e1>e2"),
        "line_of_ten": chain(chain_of_10, makes=ten, supplies=flow),
        "line_of_ten_broken": chain(
            chain_of_10, makes=ten.replace("e4>s4", "e4>s1"), supplies=flow
        ),
        "diamond": chain(DIAMOND, makes=ALL_FOUR, supplies=FLOW_FOUR),
        "diamond_one_side_missing": chain(DIAMOND, makes="e1>a e2>b e4>d", supplies=FLOW_FOUR),
        "diamond_two_gaps": chain(DIAMOND, makes="e1>a e4>d"),
        "or_diamond": chain(OR_DIAMOND, makes=ALL_FOUR, supplies=FLOW_FOUR),
        "or_diamond_one_side_missing": chain(
            OR_DIAMOND, makes="e1>a e2>b e4>d", supplies=FLOW_FOUR
        ),
        "or_diamond_two_gaps": chain(OR_DIAMOND, makes="e1>a e4>d"),
        "feed_forward": chain("a>b a>c b>c", makes="e1>a e2>b e3>c", supplies="e1>e3 e2>e3"),
        "and_of_two_groups": chain(
            "p>t@g q>t@g r>t@k s>t@k", makes="e1>p e2>r e3>t", supplies="e1>e3"
        ),
        "group_and_essential": chain(
            "p>t@g q>t@g r>t", makes="e1>p e2>q e3>r e4>t e4>t", supplies="e2>e4 e3>e4"
        ),
        "link_in_two_groups": chain(
            "p>t@g q>t@g p>t@k r>t@k", makes="e2>q e3>r e4>t", supplies="e2>e4"
        ),
        "link_in_two_groups_only_p": chain("p>t@g q>t@g p>t@k r>t@k", makes="e1>p e4>t"),
        "same_group_name_two_targets": chain(
            "p>t@g q>t@g p>v@g r>v@g", makes="e1>q e2>t e3>v e3>p", supplies="e1>e2"
        ),
        "group_of_one": chain("p>t@g q>t@k", makes="e1>p e3>t"),
        "group_of_five": chain(
            "p1>t@g p2>t@g p3>t@g p4>t@g p5>t@g t>z", makes="e1>p4 e2>t e3>z e1>p5",
            supplies="e1>e2 e2>e3",
        ),
        "nested_or": chain(
            "a>c@g b>c@g c>e@h d>e@h e>f", makes="e1>b e2>c e3>d e4>e e5>f",
            supplies="e1>e2 e3>e4 e4>e5",
        ),
        "empty_group_name": chain(
            makes="e1>p e3>t", extra=[edge("p", "t", "upstream_of", group=""),
                                      edge("q", "t", "upstream_of", group=None)],
        ),
        "repeated_links": chain(LINE + " s1>s2 s2>s3*4", makes="e1>s1 e2>s2", supplies="e1>e2"),
        "three_sources_three_sinks": chain(
            fan, makes="e1>a e2>b e3>d e4>e e5>f", supplies="e1>e3 e2>e3 e3>e4 e3>e5"
        ),
        "fan_weighted_sinks": chain(
            fan, makes="e1>a e2>b e2>c e3>d e4>e e5>f*2 e6>f", importance={"e": 3, "f": 0.5, "g": 2},
            supplies="e1>e3 e2>e3 e3>e4",
        ),
        "two_chains": chain(
            "a>b b>c p>q q>r", makes="e1>a e2>b e3>c e4>p e6>r", supplies="e1>e2 e2>e3 e4>e6"
        ),
        "source_to_all": chain("a>b a>c a>d b>d c>d", makes="e1>a e1>b e2>c e2>d"),
        "wide_and": chain(
            " ".join(f"p{k}>t" for k in range(8)),
            makes=" ".join(f"e{k}>p{k}" for k in range(7)) + " f>t",
            supplies=" ".join(f"e{k}>f" for k in range(0, 7, 2)),
        ),
        "crossing": chain("a>c a>d b>c b>d c>e d>f", makes="e1>a e2>b e3>c e4>d e5>e e6>f",
                          supplies="e1>e3 e2>e3 e2>e4 e3>e5 e4>e6"),
        "long_substitute": chain("a>b b>d@g c>d@g d>e", makes="e1>a e2>c e3>d e4>e",
                                 supplies="e2>e3 e3>e4"),
        "unlinked_beside_line": chain(LINE, makes="e1>s1 e2>s2 e3>s3 e4>z", segments="y",
                                      importance={"y": 4}),
    }  # fmt: skip


# ---------------------------------------------------------------- links and supply


def links():
    """The five statuses of a link, supply in every direction, integration, paths in S."""
    two = "s>t"
    return {
        "status_all_five": chain(
            "a>b b>c c>d d>e e>f", external="x",
            makes="e1>a e2>b e3>c x>c e4>d e5>e", supplies="e1>e2 x>e4 e5>e9",
        ),
        "status_local_before_external": chain(
            two, makes="e1>s x>s e2>t", external="x", supplies="x>e2 e1>e2"
        ),
        "status_external_only": chain(two, makes="x>s e2>t", external="x", supplies="x>e2"),
        "status_external_beside_local": chain(
            two, makes="e1>s x>s e2>t", external="x", supplies="x>e2 e1>e3"
        ),
        "status_external_buyer": chain(two, makes="e1>s x>t", external="x", supplies="e1>x"),
        "status_external_and_local_buyer": chain(
            two, makes="e1>s x>t e2>t", external="x", supplies="e1>x"
        ),
        "status_reverse_supply": chain(two, makes="e1>s e2>t", supplies="e2>e1"),
        "status_none_elsewhere": chain(two, makes="e1>s e2>t", supplies="e1>e3 e4>e2"),
        "status_none_by_external_maker": chain(
            two, makes="e1>s x>s e2>t", external="x", supplies="x>e3 e3>e2"
        ),
        "status_none_by_external_partner": chain(
            two, makes="e1>s e2>t", external="x y", supplies="x>e1 e2>y"
        ),
        "status_unknown_seller": chain(two, makes="e1>s e2>t", supplies="e2>e3"),
        "status_unknown_buyer": chain(two, makes="e1>s e2>t", supplies="e1>e3"),
        "status_none_needs_one_each": chain(
            two, makes="e1>s e5>s e2>t e6>t", supplies="e5>e3 e6>e4"
        ),
        "status_external_same_firm": chain(two, makes="x>s x>t e2>t", external="x"),
        "supply_dropped_by_window": chain(
            two, makes="e1>s e2>t", meta={"window": [2018, 2022]},
            extra=[edge("e1", "e2", "supplies", year=2010), edge("e1", "e3", "supplies", year=2020)],
        ),
        "makers_dropped_by_window": chain(
            two, makes="e1>s", meta={"window": [2018, 2022]}, segments="t",
            extra=[edge("e2", "t", "produces", year=2017), edge("e3", "s", "produces", year=2022),
                   edge("u", "t", "researches", year=2018), edge("e2", "s", "produces", year=2023)],
        ),
        "vertical_integration": chain(LINE, makes="e1>s1 e1>s2 e1>s3"),
        "vertical_integration_partly": chain(
            LINE, makes="e1>s1 e1>s2 e2>s2 e3>s3", supplies="e2>e3"
        ),
        "integrated_source_and_sink": chain(
            LINE, makes="e1>s1 e1>s3 e2>s2 e3>s3", supplies="e1>e2 e2>e1 e2>e3"
        ),
        "partners_do_not_supply": chain(two, makes="e1>s e2>t", ties="e1>e2 e1>c"),
        "supply_two_disjoint_paths": chain(
            LINE, makes="e1>s1 e2>s1 e3>s2 e4>s2 e5>s3 e6>s3",
            supplies="e1>e3 e2>e4 e3>e5 e4>e6 e1>e4",
        ),
        "supply_bottleneck": chain(
            LINE, makes="e1>s1 e2>s1 e3>s2 e5>s3 e6>s3", supplies="e1>e3 e2>e3 e3>e5 e3>e6"
        ),
        "supply_through_external": chain(
            LINE, makes="e1>s1 x>s2 e2>s2 e3>s3", external="x", supplies="e1>x x>e3"
        ),
        "supply_of_non_makers": chain(
            LINE, makes="e1>s1 e3>s3", supplies="e1>f f>g g>e3 e1>g", segments="s2"
        ),
        "supply_cycle": chain(
            LINE, makes="e1>s1 e2>s2 e3>s3", supplies="e1>e2 e2>e3 e3>e1 e2>e1"
        ),
        "supply_wrong_direction": chain(LINE, makes="e1>s1 e2>s2 e3>s3", supplies="e3>e2 e2>e1"),
        "supply_repeated": chain(
            two, makes="e1>s e2>t", supplies="e1>e2*0.5 e1>e2*0.25 e1>e2 e2>e1*3"
        ),
        "supply_greedy_trap": chain(
            LINE, makes="e1>s1 e2>s1 e5>s3 e6>s3", supplies="e1>a e1>b e2>b a>e5 b>e5 b>e6 a>b",
        ),
        "supply_maker_is_both": chain(
            "s>t", makes="e1>s e1>t e2>s e3>t", supplies="e1>e2 e2>e1 e2>e3"
        ),
    }  # fmt: skip


# ---------------------------------------------------------------- makers, capacity, origin


def makers():
    """Capacities, external shares at the threshold, concentration, kinds of makers."""
    return {
        "share_exactly_07": chain(LINE, makes="e1>s1*3 x>s1*7 e2>s2 e3>s3", external="x"),
        "share_just_below_07": chain(LINE, makes="e1>s1*301 x>s1*699 e2>s2 e3>s3", external="x"),
        "share_07_in_fractions": chain(
            LINE, external="x y",
            makes="e1>s1*0.1 e2>s1*0.2 x>s1*0.3 y>s1*0.4 e2>s2*0.3 y>s2*0.7 e3>s3*1.1 x>s3*2.57"
                  " y>s3*-1 e1>s3*0.0014285714",
        ),
        "share_07_by_rows_of_a_tenth": chain(
            "s>t", external="x", makes=" ".join(["e1>s*0.1"] * 3 + ["x>s*0.1"] * 7) + " e1>t"
        ),
        "share_rounds_up_to_07": chain(
            "s>t", external="x", makes="e1>s*0.3000000001 x>s*0.6999999999 e1>t"
        ),
        "share_rounds_below_07": chain(
            "s>t", external="x", makes="e1>s*0.30000001 x>s*0.69999999 e1>t"
        ),
        "hhi_exactly_half": chain(
            LINE, makes="e1>s1*5 e2>s1*5 e1>s2*4 e2>s2 e3>s2 e1>s3*0.3 e2>s3*0.1 e2>s3*0.2"
        ),
        "hhi_rounds_to_half": chain(
            LINE, makes="e1>s1*0.50001 e2>s1*0.49999 e1>s2*0.5001 e2>s2*0.4999 e1>s3 e2>s3*1.01"
        ),
        "hhi_three_makers": chain(
            LINE, makes="e1>s1*2 e2>s1 e3>s1 e1>s2*8 e2>s2 e3>s2 e1>s3*0.7 e2>s3*0.2 e3>s3*0.1"
        ),
        "capacity_missing_null_fractional": chain(
            LINE, makes="e1>s1 e2>s1*null e3>s1*0.5 e1>s2*0.125 e2>s2*0.375 e3>s3*null"
        ),
        "capacity_rows_add_up": chain(
            LINE, makes="e1>s1*2 e2>s1 e1>s1 e1>s1*0.5 e1>s2 e1>s2 e2>s2*2 x>s3*3 x>s3 e3>s3",
            external="x",
        ),
        "external_only": chain(DIAMOND, makes="x>a y>b x>c y>d", external="x y",
                               supplies="x>y"),
        "external_source_only": chain(LINE, makes="x>s1 e2>s2 e3>s3", external="x",
                                      supplies="x>e2 e2>e3"),
        "external_substitute": chain(OR_DIAMOND, makes="e1>a x>b e3>c e4>d", external="x",
                                     supplies="e1>e3 e3>e4 x>e4"),
        "external_substitute_feeds_other_sink": chain(
            OR_DIAMOND + " b>z", makes="e1>a x>b e3>c e4>d e5>z", external="x",
            supplies="e1>e3 e3>e4 x>e5",
        ),
        "external_majority_still_covered": chain(
            LINE, makes="e1>s1 x>s1*9 e2>s2 x>s2*3 e3>s3", external="x", supplies="e1>e2 e2>e3"
        ),
        "external_dependence_weighted": chain(
            LINE, makes="e1>s1 x>s1 x>s2", external="x", importance={"s1": 5, "s2": 0.5, "s3": 9}
        ),
        "all_single": chain(DIAMOND, makes="e1>a e1>b e2>c e3>d"),
        "one_firm_makes_all": chain(DIAMOND, makes="e1>a e1>b e1>c e1>d"),
        "two_makers_each": chain(
            LINE, makes="e1>s1 e2>s1 e1>s2*3 e2>s2 e1>s3 e2>s3*2", supplies="e1>e2"
        ),
        "availability_or": chain(
            OR_DIAMOND, makes="e1>a e2>a e1>b*3 e2>b e3>c e4>d e5>d*4", supplies="e1>e4"
        ),
        "availability_base_zero": chain(LINE, makes="e1>s1 e2>s2", importance={"s3": 2}),
        "availability_one_sink_of_two": chain(
            "a>b a>c", makes="e1>a e2>a*2 e3>b", importance={"b": 2, "c": 5}
        ),
        "availability_ignores_links": chain(LINE, makes="e1>s1 e2>s2 e3>s3 e4>s3",
                                            supplies="e1>f e2>f e3>f e4>f"),
        "research_local_and_external": chain(
            LINE, makes="e1>s1", researches="u>s1 v>s2 u>s3 v>s3 e1>s1", external="v"
        ),
        "research_weighted": chain(
            DIAMOND, makes="e1>a e2>b", researches="u>b i>c e9>a*0.5 u>d*0",
            importance={"a": 1.5, "b": 2, "c": 0.25},
        ),
        "kinds_of_makers": chain(
            "p>q q>s r>s s>t", makes="c>p b>q h>r u>s i>t e1>t gov>p", kinds={"gov": "government"},
            supplies="c>b b>u h>u u>i",
        ),
        "reach_core_itself": chain(LINE, makes="c>s1 e2>s2 e3>s3"),
        "reach_by_ties": chain(
            LINE + " s3>s4", makes="e1>s1 e2>s2 e3>s3", researches="u>s4",
            ties="c>e1 b>e2 e1>e3 u>e3", importance={"s1": 3, "s4": 2},
        ),
        "reach_by_events": chain(
            LINE, makes="e1>s1 e2>s2 e3>s3",
            ties="e2>e3", kinds={"p": "project", "t": "talent"},
            actors="c b p t",
            extra=[edge("c", "p", "participates"), edge("e1", "p", "participates"),
                   edge("t", "b", "employed_by"), edge("t", "e2", "employed_by")],
        ),
        "reach_external_and_research": chain(
            LINE + " s3>s4", makes="x>s1 e2>s2", researches="v>s3 u>s4 x>s3", external="x v",
            ties="b>x b>v b>u",
        ),
        "reach_hosts_and_formal_do_not_count": chain(
            LINE, makes="h>s1 b>s2 e3>s3", actors="c",
            extra=[edge("h", "c", "hosts"), edge("c", "b", "has_base")],
        ),
        "reach_no_core": chain(LINE, makes="e1>s1 u>s2", ties="e1>u"),
    }  # fmt: skip


# ---------------------------------------------------------------- labels, repair, exposure


def gaps():
    """Every label, repair values with ties in their order, 12 and more root causes."""
    long_line = " ".join(f"s{k:02}>s{k + 1:02}" for k in range(1, 16))
    bush = " ".join(f"p{k:02}>t" for k in range(1, 14)) + " t>z"
    pairs = " ".join(f"a{k:02}>b{k:02}" for k in range(1, 14))
    return {
        "label_blocked": chain("s>t", makes="e1>s e2>t", supplies="e1>e3 e2>e3"),
        "label_blocked_and_stranded": chain(
            "s>t t>v", makes="e1>s e2>t e3>v", supplies="e1>e9 e2>e3"
        ),
        "label_group_half_blocked": chain(
            "p>t@g q>t@g", makes="e1>p e2>q e3>t", supplies="e1>e9 e3>e9"
        ),
        "label_group_all_blocked": chain(
            "p>t@g q>t@g", makes="e1>p e2>q e3>t", supplies="e1>e9 e2>e9 e3>e9"
        ),
        "label_group_blocked_and_uncovered": chain(
            "p>t@g q>t@g t>v", makes="e1>p e3>t e4>v", supplies="e1>e9 e3>e9"
        ),
        "label_group_blocked_and_external": chain(
            "p>t@g q>t@g", makes="e1>p x>q e3>t", external="x", supplies="e1>e9 x>e9 e3>e9"
        ),
        "label_none_from_external_only": chain(
            "s>t", makes="x>s e2>t", external="x", supplies="x>e9 e2>e9"
        ),
        "label_stranded": chain(LINE, makes="e2>s2 e3>s3", supplies="e2>e3"),
        "label_stranded_by_external_link": chain(
            "s>t", makes="e1>s x>s e2>t", external="x", supplies="x>e2 e1>e3"
        ),
        "label_stranded_and_choke": chain(
            LINE, makes="e2>s2 x>s2*9 e3>s3", external="x", supplies="e2>e3"
        ),
        "label_stranded_and_substitutable": chain(
            "a>b b>d@g c>d@g", makes="x>b*9 e2>b e3>c e4>d", external="x", supplies="e3>e4"
        ),
        "label_choke_not_feasible_but_external": chain(LINE, makes="x>s1 x>s2 e3>s3", external="x"),
        "label_unverified_in_line": chain(LINE, makes="e1>s1 e3>s3", unsurveyed="s2"),
        "label_unverified_but_made": chain(LINE, makes="e1>s1 x>s2 e3>s3", unsurveyed="s1 s2",
                                           external="x"),
        "label_choke_sink_itself": chain("s>t", makes="e1>s x>t", external="x"),
        "label_all_at_once": chain(
            "m>t n>t o>t@g p>t@g q>t r>t t>v w>v", external="x",
            makes="x>n x>o e1>p*3 e2>p e3>q e4>r e4>t e5>v", unsurveyed="w",
            supplies="e3>e9 e1>e4 e5>e9",
        ),
        "shapley_equal_gaps": chain("a>t b>t c>t", makes="e1>t"),
        "shapley_tie_by_descendants": chain("a>z b>c", makes="e1>z", segments="d"),
        "shapley_tie_by_id": chain("", segments="s10 s2 s1 S3 z"),
        "shapley_tie_by_rounding": chain(
            "", segments="a b", importance={"a": 1, "b": 1.0000000001}
        ),
        "shapley_tie_by_thirds": chain(
            "b>m c>m a>n m>n", importance={"a": 0.1, "b": 0.2, "c": 0.3, "n": 0.7}
        ),
        "shapley_weighted_line": chain(
            LINE, makes="e2>s2", importance={"s1": 0.5, "s2": 2, "s3": 4.25}
        ),
        "shapley_zero_value": chain("a>b b>c", segments="a b c", unsurveyed="a", makes="e3>c"),
        "shapley_substitutes": chain("p>t@g q>t@g r>t@g t>z", makes="e1>t e2>z"),
        "repair_link_into_repaired": chain(
            LINE, makes="e1>s1 x>s2 e3>s3", external="x", supplies="e1>e9 x>e3 e3>e9"
        ),
        "repair_external_link_remains": chain(
            "s>t", makes="e1>s*9 x>s e2>t", external="x", supplies="x>e2 e1>e3"
        ),
        "repair_blocked_twice": chain(LINE, makes="e1>s1 e2>s2 e3>s3",
                                      supplies="e1>e9 e2>e9 e3>e9"),
        "exposure_equal": chain("a>t b>t", makes="e1>a e2>b e3>t e4>t"),
        "exposure_tie_by_descendants": chain("a>b b>c", makes="e1>c e2>a e3>b"),
        "exposure_tie_by_thirds": chain(
            "a>t b>t t>z", makes="e1>a*0.7 e2>a*0.3 e1>b*7 e2>b*3 e3>t e3>z"
        ),
        "exposure_zero": chain(OR_DIAMOND, makes=ALL_FOUR),
        "exposure_weighted": chain(
            "a>b a>c c>d", makes="e1>a*5 e2>a e1>b e2>c*4 e1>c e2>d", importance={"b": 3, "d": 0.5}
        ),
        "causes_12_line": chain(
            " ".join(long_line.split()[:11]), makes="", importance={"s03": 2, "s12": 5}
        ),
        "causes_12_mixed": chain(
            bush, external="x",
            makes="x>p01 x>p02 e1>p03 e2>t e3>z x>t*5", supplies="e1>e9 e2>e9",
            unsurveyed="p05",
        ),
        "causes_13_line": chain(" ".join(long_line.split()[:12])),
        "causes_16_line": chain(long_line, importance={"s01": 3, "s16": 2}),
        "causes_13_bush": chain(bush, makes="e1>t e2>z", importance={"t": 4, "z": 9}),
        "causes_13_pairs": chain(pairs, makes=" ".join(f"e>b{k:02}" for k in range(1, 14))),
    }  # fmt: skip


# ---------------------------------------------------------------- ESRI


def esri_random(seed, firms, sectors, external=0):
    """A supply network of firms that make one segment each, with cycles and substitutes."""
    rng = random.Random(seed)
    ids = [f"f{k:02}" for k in range(1, firms + 1)]
    names = [f"s{k}" for k in range(1, sectors + 1)]
    made = {a: names[k] if k < sectors else rng.choice(names) for k, a in enumerate(ids)}
    ties = set()
    for a in ids:
        for b in rng.sample([x for x in ids if x != a], rng.randint(0, min(4, firms - 1))):
            ties.add((a, b))
    supplies = [f"{a}>{b}*{rng.choice([1, 2, 0.5, 3, 10, 0.25])}" for a, b in sorted(ties)]
    links = [f"{s}>{t}" for s, t in pairwise(names)]
    return chain(
        " ".join(links), makes=" ".join(f"{a}>{s}" for a, s in made.items()),
        supplies=" ".join(supplies), external=" ".join(ids[:external]),
    )  # fmt: skip


def systemic():
    """ESRI: lines, substitutes in a sector, cycles, and where it is undefined."""
    line = {"links": LINE, "makes": "e1>s1 e2>s2 e3>s3"}
    out = {
        "esri_line": chain(**line, supplies="e1>e2 e2>e3"),
        "esri_line_weights": chain(**line, supplies="e1>e2*3 e2>e3*2"),
        "esri_two_customers": chain(
            "s1>s2 s1>s3", makes="e1>s1 e2>s2 e3>s3", supplies="e1>e2*3 e1>e3"
        ),
        "esri_substitutes": chain("s1>s2", makes="e1>s1 e2>s1 e3>s2", supplies="e1>e3*3 e2>e3"),
        "esri_substitutes_split": chain(
            "s1>s2", makes="e1>s1 e2>s1 e3>s2 e4>s2", supplies="e1>e3 e2>e4*4 e2>e3"
        ),
        "esri_big_market": chain(
            "s1>s2", makes="e1>s1 e2>s1 e3>s2 e4>s2", supplies="e1>e3 e2>e4*99"
        ),
        "esri_two_inputs": chain(
            "a>t b>t", makes="e1>a e2>a e3>b e4>t", supplies="e1>e4 e2>e4*2 e3>e4"
        ),
        "esri_inside_one_sector": chain("", makes="e1>s e2>s e3>s", supplies="e1>e2 e2>e3*2"),
        "esri_cycle": chain(**line, supplies="e1>e2 e2>e3 e3>e1"),
        "esri_cycle_of_two": chain(**line, supplies="e1>e2 e2>e1*3 e2>e3*5"),
        "esri_feedback": chain(
            LINE, makes="e1>s1 e2>s2 e3>s3 e4>s1", supplies="e1>e2 e4>e2*3 e2>e3*2 e3>e1*0.5"
        ),
        "esri_external_firm": chain(
            LINE, makes="x>s1 e2>s2 e3>s3", external="x", supplies="x>e2*4 e2>e3"
        ),
        "esri_maker_without_supply": chain(
            LINE, makes="e1>s1 e2>s2 e3>s3 e4>s1 e4>s2", supplies="e1>e2 e2>e3"
        ),
        "esri_null_makes_none": chain(**line, supplies="e1>e2 e2>e3 e3>e4"),
        "esri_null_makes_several": chain(
            LINE, makes="e1>s1 e2>s2 e2>s3 e3>s3", supplies="e1>e2 e2>e3"
        ),
        "esri_null_supplier_makes_none": chain(**line, supplies="f>e1 e1>e2 e2>e3"),
        "esri_same_segment_twice": chain(
            LINE, makes="e1>s1 e1>s1*2 e2>s2 e3>s3", supplies="e1>e2 e2>e3"
        ),
        "esri_two_components": chain(
            "a>b p>q", makes="e1>a e2>b e3>p e4>q", supplies="e1>e2*2 e3>e4*3"
        ),
    }
    sizes = [(3, 2), (4, 2), (5, 3), (6, 3), (7, 3), (8, 4), (9, 4), (10, 5), (11, 4), (12, 5)]
    for k, (firms, sectors) in enumerate(sizes):
        out[f"esri_random_{k:02}_{firms}"] = esri_random(500 + k, firms, sectors, k % 3)
    return out


# ---------------------------------------------------------------- dirty input


def dirty():
    """Input that the cleaning of section 1 has to sort out."""
    good = chain(LINE, makes="e1>s1 e2>s2 e3>s3", supplies="e1>e2 e2>e3", researches="u>s2")
    ids = [node("p", "project"), node("t", "talent"), node("r", "ip"), node("c", "center")]
    wrong = edges("s1>e1 p>s1 t>s2 s2>s1 c>e1", "produces")
    wrong += edges("e1>s1 s1>e1 e1>e2 s1>p c>s1", "upstream_of")
    wrong += edges("s1>s2 e1>s1 p>e1 e1>t", "supplies") + edges("s1>s2 t>s1 r>s3", "researches")
    zero = edges("s3>s1*0", "upstream_of")
    importance = [
        node("i0", "segment", importance=0), node("i1", "segment", importance=-2),
        node("i2", "segment", importance="3"), node("i3", "segment", importance=None),
        node("i4", "segment", importance=""), node("i5", "segment", importance=2.5),
        node("i6", "segment", importance="high"),
    ]  # fmt: skip
    return {
        "dirty_wrong_kinds": plus(good, ids, wrong),
        "dirty_unknown_types": plus(good, ids, edges("s3>s1 e1>s3", "feeds") + edges("e3>e1", "")),
        "dirty_dangling": plus(
            good, more_edges=edges("s3>zz zz>s1", "upstream_of") + edges("zz>s1 e1>zz", "produces")
            + edges("e3>zz zz>e1", "supplies"),
        ),
        "dirty_self_loops": plus(
            good, more_edges=edges("s1>s1 s2>s2@g", "upstream_of") + edges("e1>e1*5", "supplies")
        ),
        "dirty_weights": plus(
            good, more_edges=edges("e3>s1*0 e3>s2*-1 e1>s3*0.0", "produces") + edges(
                "e3>e1*-2 e3>e2*0", "supplies") + edges("e3>s3*0", "researches"),
        ),
        "dirty_empty_weight": plus(
            good, more_edges=[edge("e3", "s1", "produces", weight=""),
                              edge("e3", "e1", "supplies", weight=None)],
        ),
        "dirty_cycle_dropped_by_weight": plus(good, more_edges=zero),
        "dirty_cycle_dropped_by_window": {
            **plus(good, more_edges=[edge("s3", "s1", "upstream_of", year=2001)]),
            "meta": {"name": "case", "window": [2018, 2022]},
        },
        "dirty_cycle_dropped_by_end": plus(
            good, ids, edges("s3>p", "upstream_of") + edges("p>s1", "upstream_of")
        ),
        "dirty_links_dropped_by_window": {
            **plus(
                good,
                [node("s4", "segment"), node("s5", "segment")],
                [edge("s3", "s4", "upstream_of", year=2023), edge("s4", "s5", "upstream_of"),
                 edge("s1", "s5", "upstream_of", year=2022, group="g"),
                 edge("s2", "s5", "upstream_of", year=2017, group="g")],
            ),
            "meta": {"name": "case", "window": [2018, 2022]},
        },
        "dirty_importance": plus(good, importance, edges("e1>i0 e2>i2 e3>i5", "produces")),
        "dirty_duplicate_nodes": plus(good, good["nodes"][:4]),
        "dirty_empty_attributes": {
            **good,
            "nodes": [{**one, "origin": "", "importance": ""} for one in good["nodes"]],
        },
        "dirty_surveyed_values": plus(
            good, [node("v1", "segment", surveyed=True), node("v2", "segment", surveyed=False),
                   node("v3", "segment", surveyed=None), node("v4", "segment", surveyed="")],
        ),
        "dirty_origin_values": chain(
            LINE, makes="e1>s1 e2>s2", extra=edges("x1>s1 x2>s2 x3>s3", "produces"),
        ) | {"nodes": [
            *(node(s, "segment") for s in ("s1", "s2", "s3")), node("e1", "enterprise"),
            node("e2", "enterprise", origin="local"), node("x1", "enterprise", origin="external"),
            node("x2", "fund", origin="external"), node("x3", "center", origin=""),
        ]},
        "dirty_everything_dropped": chain(
            segments="s1 s2", extra=edges("s1>s1 s1>s9", "upstream_of")
            + edges("e9>s1*0 e9>s2*-1", "produces"), actors="e9",
        ),
        "chinese_ids": chain(
            "光刻胶>曝光 光源>曝光 曝光>刻蚀", makes="甲公司>光源 甲公司>曝光*2 乙公司>曝光 国外>光刻胶",
            external="国外", supplies="国外>甲公司 甲公司>乙公司", researches="u>光刻胶",
        ),
        "ids_sort_as_text": chain(
            "s10>s9 s2>s9 s9>s100", makes="e10>s10 e9>s2 e1>s9 e2>s100", segments="s1 S1"
        ),
    }  # fmt: skip


def ambiguous():
    """Bodies whose values rest on a reading of the definition; see the report."""
    return {
        "amb_link_with_and_without_group": chain(
            "p>t@g q>t@g p>t", makes="e2>q e3>t", supplies="e2>e3"
        ),
        "amb_group_zero": chain(
            makes="e1>p e3>t", segments="p q t",
            extra=[edge("p", "t", "upstream_of", group=0), edge("q", "t", "upstream_of", group=0)],
        ),
        "amb_supply_tie_only_to_external": chain(
            "s>t", makes="e1>s e1>t e2>s e3>t", external="x", supplies="x>e1 e2>x x>e3"
        ),
        "amb_supply_all_external": chain(LINE, makes="e1>s1 e2>s3", external="x y",
                                         supplies="x>y y>x"),
        "amb_tiny_sink_importance": chain(
            "a>b a>c@g d>c@g", makes="x>a e2>b e3>c e4>d", external="x",
            importance={"b": 1e-10, "c": 1},
        ),
        "amb_tiny_base": chain("a>b a>c", makes="e1>a e2>b", importance={"b": 1e-10, "c": 1}),
        "amb_weighted_non_sinks": chain(
            "a>d b>d@g c>d@g", makes="e1>a e2>b e3>b e4>c e5>d",
            importance={"a": 5, "b": 3, "c": 0.5},
        ),
        "amb_external_core_maker": chain(
            LINE, makes="c>s1 b>s2", researches="c>s3", external="c b"
        ),
        "amb_importance_true": plus(
            chain(LINE, makes="e1>s1"), [node("s4", "segment", importance=True)]
        ),
    }  # fmt: skip


# ---------------------------------------------------------------- random


def random_chain(seed, segments, actors, richness):
    """One mixed ecosystem around a chain, with a little dirt; richness 0 (gaps) to 1."""
    rng = random.Random(seed)
    all_nodes, all_edges = [], []
    names = [f"s{k}" for k in rng.sample(range(1, 100), segments)]
    for s in names:
        all_nodes.append(node(s, "segment"))
        if rng.random() < 0.4:
            all_nodes[-1]["importance"] = rng.choice([2, 0.5, 3, 1.25, 10, 0, "2", None])
        if rng.random() < 0.3:
            all_nodes[-1]["surveyed"] = rng.choice([True, False, False])
    for k in range(1, segments):
        for j in rng.sample(range(k), min(k, rng.choice([0, 1, 1, 2, 2, 3]))):
            all_edges.append(edge(names[j], names[k], "upstream_of"))
            if rng.random() < 0.65:
                all_edges[-1]["group"] = rng.choice(["g", "g", "g", "h", ""])
            if rng.random() < 0.08:
                all_edges.append(edge(names[j], names[k], "upstream_of", group="i"))
    others = ["enterprise"] * 8 + ["university", "institute", "fund", "host", "base", "center"]
    ids = []
    for k in range(actors):
        ids.append(f"a{k}")
        all_nodes.append(node(ids[-1], rng.choice(others)))
        if rng.random() < 0.25:
            all_nodes[-1]["origin"] = rng.choice(["external", "external", "local", ""])
    outside = [one["id"] for one in all_nodes if one.get("origin") == "external"]

    def weighted(kind, a, b):
        one = edge(a, b, kind)
        if rng.random() < 0.6:
            one["weight"] = rng.choice([1, 2, 3, 0.5, 0.1, 0.7, 1.5, 10, None])
        if rng.random() < 0.5:
            one["year"] = rng.choice([2017, 2018, 2019, 2020, 2021, 2022, 2022])
        return one

    makers = {}
    for s in names:
        if rng.random() < richness:
            makers[s] = rng.sample(ids, min(actors, rng.choice([1, 1, 2, 2, 3, 5])))
            if outside and rng.random() < 0.15:
                makers[s] = [rng.choice(outside)]
            all_edges += [weighted("produces", a, s) for a in makers[s]]
            if rng.random() < 0.3:
                all_edges.append(weighted("produces", makers[s][0], s))
        if rng.random() < 0.4:
            all_edges.append(weighted("researches", rng.choice(ids), s))
    links = [one for one in all_edges if one["type"] == "upstream_of"]
    for one in links:
        sellers, buyers = makers.get(one["source"], []), makers.get(one["target"], [])
        if sellers and buyers and rng.random() < 0.6 * richness:
            a, b = rng.choice(sellers), rng.choice(buyers)
            all_edges.append(weighted("supplies", a, b))
    for _ in range(rng.randint(0, actors // 3)):
        all_edges.append(weighted("supplies", *rng.sample(ids, 2)))
    for _ in range(rng.randint(0, actors)):
        all_edges.append(weighted("collaborates", *rng.sample(ids, 2)))
    all_nodes.append(node("p1", "project"))
    all_edges += [weighted("participates", a, "p1") for a in rng.sample(ids, min(3, actors))]
    all_edges += [
        edge(names[-1], names[0], "upstream_of", weight=0),
        edge(ids[0], names[0], "uses"),
        edge(ids[0], "nobody", "supplies"),
        edge(names[0], ids[0], "produces"),
    ]
    rng.shuffle(all_nodes)
    rng.shuffle(all_edges)
    meta = {"window": [2018, 2022]} if rng.random() < 0.5 else {}
    return {"meta": {"name": "case", **meta}, "nodes": all_nodes, "edges": all_edges}


def random_cases():
    """Random ecosystems of 5 to 25 segments and 5 to 40 actors."""
    out = {}
    for k in range(34):
        rng = random.Random(9000 + k)
        segments, actors = rng.randint(5, 25), rng.randint(5, 40)
        richness = (0.6, 0.8, 0.9, 1.0)[k % 4] if segments > 12 else (0.5, 0.7, 0.85, 0.95)[k % 4]
        out[f"random_{k:02}_{segments}_{actors}"] = random_chain(
            7000 + k, segments, actors, richness
        )
    return out


# ---------------------------------------------------------------- all of them


def chains():
    """Every accepted body by name; no two share an object."""
    out = {}
    parts = (degenerate, shapes, links, makers, gaps, systemic, dirty, ambiguous, random_cases)
    for part in parts:
        for name, case in part().items():
            assert name not in out, name
            out[name] = json.loads(json.dumps(case))
            out[name]["meta"]["name"] = name
    return out


def refused_chains():
    """Bodies that must be refused, by name."""
    good = chain(LINE, makes="e1>s1 e2>s2")
    return {
        "cycle_of_two": chain("s1>s2 s2>s1"),
        "cycle_of_three": plus(good, more_edges=edges("s3>s1", "upstream_of")),
        "cycle_with_groups": plus(good, more_edges=edges("s3>s1@g s2>s1@g", "upstream_of")),
        "cycle_beside_a_line": plus(
            good, [node("p", "segment"), node("q", "segment")], edges("p>q q>p", "upstream_of")
        ),
        "cycle_dated_inside_window": {
            **plus(good, more_edges=[edge("s3", "s1", "upstream_of", year=2020)]),
            "meta": {"window": [2018, 2022]},
        },
        "cycle_dated_without_window": plus(
            good, more_edges=[edge("s3", "s1", "upstream_of", year=1990)]
        ),
        "segment_twice_other_importance": plus(good, [node("s1", "segment", importance=2)]),
        "segment_twice_other_survey": plus(good, [node("s1", "segment", surveyed=False)]),
        "actor_twice_other_origin": plus(good, [node("e1", "enterprise", origin="external")]),
        "actor_and_segment": plus(good, [node("e1", "segment")]),
    }
