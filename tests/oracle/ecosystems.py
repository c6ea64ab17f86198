"""Named, deterministic ecosystem JSON bodies (METRICS.md section F) for comparing programs.

ecosystems() holds accepted files, refused() files that must be refused.
Names that begin with amb_ rest on a reading of an ambiguous sentence, see ambiguous().
"""

import json
import random

SCIENCE = ("university", "institute")
OTHER = ("fund", "government")


def node(id_, type_, **more):
    """One node."""
    return {"id": id_, "type": type_, **more}


def nodes(text, **more):
    """Nodes from 'type: id id, type: id'."""
    out = []
    for part in text.split(","):
        type_, _, ids = part.partition(":")
        out += [node(i, type_.strip(), **more) for i in ids.split()]
    return out


def edge(source, target, type_="collaborates", **more):
    """One edge."""
    return {"source": source, "target": target, "type": type_, **more}


def ties(text, type_="collaborates", **more):
    """Edges from 'a-b c-d'."""
    return [edge(*pair.split("-"), type_, **more) for pair in text.split()]


def members(event, ids, type_="participates"):
    """Membership edges of one event."""
    if type_ == "employed_by":
        return [edge(event, a, type_) for a in ids.split()]
    return [edge(a, event, type_) for a in ids.split()]


def body(node_list, edge_list, **meta):
    """One ecosystem."""
    return {"meta": {"name": "case", **meta}, "nodes": node_list, "edges": edge_list}


# ---------------------------------------------------------------- degenerate


def degenerate():
    """Empty and nearly empty files."""
    kinds = [
        "center",
        "host",
        "base",
        "enterprise",
        "university",
        "institute",
        "fund",
        "government",
    ]
    out = {f"one_{kind}": body([node("a", kind)], []) for kind in kinds}
    mixed = nodes("center: c, base: b1 b2, enterprise: e1 e2, university: u")
    out.update(
        empty=body([], []),
        only_non_actors=body(nodes("project: p, ip: i, talent: t, segment: s"), []),
        two_nodes_no_tie=body(nodes("center: c, base: b"), []),
        two_nodes_one_tie=body(nodes("center: c, base: b"), ties("c-b")),
        two_centers_only=body(nodes("center: c d"), ties("c-d")),
        no_ties=body(mixed, []),
        only_formal=body(
            [*mixed, node("h", "host")],
            ties("h-c", "hosts") + ties("c-b1 c-b2", "has_base"),
        ),
        one_tie_elsewhere=body(mixed, ties("e1-u")),
        one_tie_center=body(mixed, ties("c-b1")),
        center_isolated=body(mixed, ties("b1-e1 b1-e2 b2-e2 e1-u b1-b2")),
        no_center=body(nodes("base: b1 b2, enterprise: e1 e2"), ties("b1-e1 b1-e2 b2-e2")),
        no_base=body(nodes("center: c, enterprise: e1 e2, fund: f"), ties("c-e1 c-e2 e1-e2")),
        no_enterprise=body(nodes("center: c, base: b1 b2, university: u"), ties("c-b1 b1-u b2-u")),
        only_bases=body(nodes("base: b1 b2 b3 b4"), ties("b1-b2 b2-b3 b1-b3")),
        only_bases_no_tie=body(nodes("base: b1 b2 b3"), []),
        all_centers=body(nodes("center: c1 c2 c3 c4"), ties("c1-c2 c2-c3 c3-c4")),
        all_centers_clique=body(nodes("center: c1 c2 c3"), ties("c1-c2 c2-c3 c1-c3")),
        one_outside=body(nodes("center: c1 c2, base: b"), ties("c1-c2 c2-b")),
        single_pair_rest=body(nodes("center: c, enterprise: e f"), ties("e-f")),
    )
    return out


# ---------------------------------------------------------------- shapes


def names(letter, count):
    """letter1 .. letterN."""
    return [f"{letter}{i}" for i in range(1, count + 1)]


def shapes():
    """Textbook shapes with a center in them."""
    leaves = names("e", 8)
    star = nodes("center: c, enterprise: " + " ".join(leaves))
    ring = nodes("center: c, base: b1, enterprise: e1 e2, university: u, institute: i")
    order = ["c", "b1", "e1", "u", "e2", "i"]
    circle = [edge(a, b) for a, b in zip(order, order[1:] + order[:1], strict=True)]
    clique = [edge(a, b) for k, a in enumerate(order) for b in order[k + 1 :]]
    tree_nodes = nodes("center: c, base: " + " ".join(names("b", 5)))
    tree_ties = [edge("c", b) for b in names("b", 5)]
    target_ties = []
    for k in range(15):
        tree_nodes.append(node(f"e{k}", "enterprise"))
        tree_ties.append(edge(f"b{k % 5 + 1}", f"e{k}"))
        target_ties.append(edge(f"e{k}", f"e{(k + 2) % 15}", weight=1 + k % 3))
    target_ties += [*ties("c-e0 c-e4 b1-b2 b2-b3"), edge("b4", "e0"), edge("b5", "e1")]
    core = names("k", 4)
    ideal_nodes = [node("k1", "center"), *[node(k, "base") for k in core[1:]]]
    ideal_nodes += [node(e, "enterprise") for e in names("e", 6)]
    ideal = [edge(a, b) for i, a in enumerate(core) for b in core[i + 1 :]]
    ideal += [edge(a, e) for a in core for e in names("e", 6)]
    return {
        "star": body(star, [edge("c", e) for e in leaves]),
        "star_center_is_leaf": body(
            nodes("enterprise: hub e1 e2 e3, center: c, base: b"),
            ties("hub-e1 hub-e2 hub-e3 hub-c hub-b"),
        ),
        "star_of_two_sectors": body(
            nodes("center: c, enterprise: e1 e2 e3, university: u1 u2"),
            ties("c-e1 c-e2 c-e3 c-u1 c-u2"),
        ),
        "star_weighted": body(
            star, [edge("c", e, weight=round(0.1 * k, 1)) for k, e in enumerate(leaves, 1)]
        ),
        "two_tier": body(tree_nodes, tree_ties),
        "target_form": body(tree_nodes, tree_ties + target_ties),
        "clique": body(ring, clique),
        "cycle": body(ring, circle),
        "path": body(ring, circle[:-1]),
        "path_center_inside": body(ring, [*circle[1:]]),
        "near_clique": body(ring, clique[1:]),
        "ideal_core_periphery": body(ideal_nodes, ideal),
        "complete_bipartite": body(
            nodes("center: c, base: b1 b2, enterprise: e1 e2 e3"),
            [edge(a, e) for a in ("c", "b1", "b2") for e in names("e", 3)],
        ),
        "two_stars_bridge": body(
            nodes("center: c d, enterprise: e1 e2 e3 e4 e5 e6"),
            ties("c-e1 c-e2 c-e3 d-e4 d-e5 d-e6 e3-e4"),
        ),
        "pieces": body(
            nodes("center: c, base: b1 b2, enterprise: e1 e2 e3 e4, university: u1 u2, fund: f"),
            ties("c-b1 b1-e1 c-e1 e2-e3 e3-u1 e2-u1 b2-u2"),
        ),
    }


# ---------------------------------------------------------------- centers, hosts, bases


def cores():
    """Several centers, hosts and sectors."""
    two = nodes("center: c d, base: b1 b2, enterprise: e1 e2 e3, university: u")
    apart = ties("c-b1 c-e1 b1-e1 d-b2 d-e3 b2-e2 e2-u")
    hosted = [
        *nodes("center: c d, base: b, enterprise: e1 e2, institute: i"),
        node("h1", "host", sector="university"),
        node("h2", "host", sector="institute"),
        node("h3", "host"),
    ]
    work = ties("c-h1 c-b c-e1 h1-e2 h1-i h2-e1 h2-d d-e2 h3-i b-e2", weight=2) + ties("c-e1 h2-c")
    return {
        "two_centers_apart": body(two, apart),
        "two_centers_tied": body(two, [*apart, edge("c", "d", weight=3)]),
        "two_centers_one_isolated": body(two, ties("c-b1 c-e1 b1-e2 b2-e3 e1-u")),
        "two_centers_shared_partner": body(two, ties("c-e1 d-e1 c-u d-u b1-e1 c-b1 d-b2")),
        "three_centers_chain": body(
            nodes("center: c1 c2 c3, enterprise: e1 e2 e3"), ties("c1-c2 c2-c3 c1-e1 c3-e2 e2-e3")
        ),
        "center_sector": body(
            [node("c", "center", sector="institute"), *nodes("institute: i1 i2, enterprise: e")],
            ties("c-i1 c-i2 c-e i1-e"),
        ),
        "host_one": body(hosted, ties("h1-c", "hosts") + work),
        "host_two_of_one_center": body(hosted, ties("h1-c h2-c", "hosts") + work),
        "host_of_two_centers": body(hosted, ties("h2-c h2-d", "hosts") + work),
        "hosts_mixed": body(hosted, ties("h1-c h2-c h2-d h3-d", "hosts") + work),
        "host_twice": body(hosted, ties("h1-c h1-c", "hosts") + work),
        "host_without_tie": body(hosted, ties("h1-c h3-c", "hosts") + ties("c-e1 c-b h1-i e1-i")),
        "host_only_partner": body(nodes("center: c, host: h, fund: f"), [
            edge("h", "c", "hosts"), edge("c", "h", weight=4)]),
        "host_of_isolated_center": body(
            nodes("center: c d, host: h k, enterprise: e f"),
            ties("h-c k-d", "hosts") + ties("h-e h-f d-k d-f e-f"),
        ),
        "host_events": body(
            [*hosted, *nodes("project: p q r, ip: x, talent: t v")],
            ties("h1-c h2-c", "hosts")
            + members("p", "c h1 e1") + members("q", "c h1 h2") + members("r", "h1 e2 i")
            + members("x", "h2 e1", "owns") + members("t", "c h1", "employed_by")
            + members("v", "h2 i", "employed_by") + ties("c-h1 b-c b-h2"),
        ),
        "sectors_override": body(
            [
                node("c", "center"),
                node("b1", "base", sector="enterprise"),
                node("b2", "base", sector="park"),
                node("e1", "enterprise", sector="hospital"),
                node("e2", "enterprise", sector="university"),
                node("u", "university", sector="center"),
                node("p", "project"),
                node("q", "project"),
            ],
            ties("c-b1 c-b2 c-u b1-e1 b2-e2 e1-e2 c-e1") + members("p", "e1 u") +
            members("q", "b1 e2"),
        ),
    }  # fmt: skip


def base_cases():
    """Bases: dead, regional, competing, mediating, and the segments around them."""
    regions = ["hz", "nb", "wz"]
    spread = [
        node("c", "center", region="hz"),
        node("b1", "base", region="hz"),
        node("b2", "base", region="hz"),
        node("b3", "base", region="nb"),
        node("b4", "base", region="sh"),
        node("b5", "base"),
        node("b6", "base", region="wz"),
        node("e1", "enterprise", region="nb"),
        node("e2", "enterprise", region="sh"),
        node("e3", "enterprise"),
    ]
    work = ties("c-b1 b1-e1 b2-e1 b3-e2 b4-e3 b5-e3 c-e2")
    plain = nodes("center: c, base: b1 b2 b3, enterprise: e1 e2 e3 e4, university: u")
    chain = nodes("segment: s1 s2 s3 s4")
    making = (
        ties("b1-s1 e1-s2 e2-s3 e3-s1", "produces", weight=2)
        + ties("b2-s2 u-s4 e4-s3", "researches")
        + ties("s1-s2 s2-s3 s2-s4", "upstream_of")
    )
    seven = [node("c", "center"), node("u", "university")]
    seven += [node(f"b{k}", "base", region=f"r{k}") for k in range(7)]
    seven_ties = [edge("c", f"b{k}") for k in range(7)] + [edge("u", f"b{k}") for k in range(7)]
    return {
        "bases_dead": body(plain, ties("c-b1", "has_base") + ties("c-b1 b1-e1 c-e2 e2-u")),
        "bases_all_dead": body(plain, ties("c-b1 c-b2", "has_base") + ties("c-e1 e1-e2 c-u")),
        "bases_only_core_ties": body(plain, ties("c-b1 c-b2 c-b3 c-e1")),
        "bases_uneven": body(plain, ties("b1-e1 b1-e2 b2-e3 c-b1 c-b2") + ties("b1-e3", weight=7)),
        "bases_3_to_1": body(plain, [edge("b1", "e1", weight=3), edge("b2", "e2")]),
        "bases_mesh": body(plain, ties("b1-b2 b2-b3 b1-b3 c-b1 c-b2 c-b3 b1-e1 b2-e2 b3-e3")),
        "bases_half_mediation": body(plain, ties("c-b1 b1-e1 c-u u-e1 c-e2 b2-e2 c-b2 b2-b3 b3-e3")),
        "bases_long_mediation": body(plain, ties("c-u u-b1 u-e2 b1-e1 e2-e1 e1-b2 b2-e3 e3-e4")),
        "base_external_firm": body(
            [*plain, node("x1", "enterprise", origin="external"), node("x2", "base", origin="external")],
            ties("c-b1 b1-x1 b1-e1 b2-x1 x2-e2 c-x1 x1-e3"),
        ),
        "base_all_firms_external": body(
            [*nodes("center: c, base: b"), *nodes("enterprise: e1 e2", origin="external")],
            ties("c-b b-e1 c-e2"),
        ),
        "base_origin_local": body(
            [*nodes("center: c, base: b"), *nodes("enterprise: e1 e2", origin="local")],
            ties("c-b b-e1 c-e2"),
        ),
        "regions": body(spread, work, regions=regions),
        "regions_missing_meta": body(spread, work),
        "regions_empty_list": body(spread, work, regions=[]),
        "regions_one": body(spread, work, regions=["hz"]),
        "regions_none_active": body(spread, work, regions=["wz", "jx"]),
        "regions_one_active": body(spread, work, regions=["hz", "jx"]),
        "regions_many": body(spread, work, regions=[*regions, "sh", "jx", "sx"]),
        "regions_seven_bases": body(seven, seven_ties, regions=[f"r{k}" for k in range(9)]),
        "segments": body(plain + chain, making + ties("c-b1 c-b2 b1-e1 b2-e2 b2-u b3-e3 e3-e4")),
        "segments_same_sets": body(
            plain + chain, ties("b1-s1 b2-s1", "produces") + ties("b1-e1 b2-e2 c-b3")
        ),
        "segments_one_set": body(plain + chain, ties("b1-s1", "produces") + ties("b1-e1 c-b2")),
        "segments_out_of_window": body(
            plain + chain,
            ties("b1-s1 b2-s2", "produces", year=2020) + ties("b1-s3 b3-s3", "researches", year=2010)
            + ties("b1-e1 b2-e2 b3-e3 c-b1"),
            window=[2018, 2022],
        ),
        "segments_host_makes": body(
            [*plain, node("h", "host"), *chain],
            ties("h-c", "hosts") + ties("h-s1 c-s2", "produces") + ties("c-b1 h-b2 b1-e1 b3-e1")
            + ties("e1-s3", "researches"),
        ),
    }  # fmt: skip


# ---------------------------------------------------------------- events and dirty input


def events():
    """Projects, rights and persons of every size."""
    base = nodes("center: c, base: b, enterprise: e1 e2 e3, university: u, institute: i, fund: f")
    sizes = ["e1", "e1 u", "c b e2", "c b u i", "e1 e2 e3 u f", "c b e1 e2 u i"]
    one_to_six = [x for k, ids in enumerate(sizes) for x in members(f"p{k}", ids)]
    projects = nodes("project: " + " ".join(f"p{k}" for k in range(6)))
    rights = nodes("ip: x y z")
    people = nodes("talent: t v w")
    return {
        "events_one_to_six": body(base + projects, one_to_six),
        "events_and_ties": body(base + projects, one_to_six + ties("c-b e1-u e3-f", weight=0.5)),
        "events_sole_members": body(base + projects, members("p0", "e1") + members("p1", "u")),
        "events_no_members": body(base + projects, ties("c-b b-e1")),
        "events_repeated_members": body(
            base + projects, members("p0", "e1 e1 u") + members("p1", "c c") + members("p2", "e1 u")
        ),
        "events_one_project": body(base + projects, members("p0", "c b e1 u")),
        "events_same_pair": body(base + projects, [*members("p0", "e1 u"), *members("p1", "e1 u"),
                                                   *members("p2", "e1 u i")]),
        "ip_rights": body(
            base + rights,
            members("x", "u e1", "owns") + members("y", "i", "owns") + members("z", "c u e2", "owns"),
        ),
        "talents": body(
            base + people,
            members("t", "u", "employed_by") + members("v", "u e1", "employed_by")
            + members("w", "c i e2", "employed_by"),
        ),
        "talent_repeated_employer": body(
            base + people, members("t", "u u", "employed_by") + members("v", "u e1 u", "employed_by")
        ),
        "talents_single_with_project": body(
            base + people + projects,
            members("t", "u", "employed_by") + members("p0", "u e1") + members("p1", "u"),
        ),
        "events_all_kinds": body(
            base + rights + people + projects,
            [*one_to_six, *members("x", "u e1", "owns"), *members("t", "u e1", "employed_by"),
             *members("v", "b i", "employed_by"), *members("y", "c", "owns")],
        ),
        "events_weighted_membership": body(
            base + projects,
            ties("e1-p0 u-p0", "participates", weight=5) + ties("i-p1", "participates", weight=0)
            + ties("e2-p1 u-p1", "participates", weight=0.25),
        ),
        "events_window": body(
            base + projects + people,
            ties("e1-p0 u-p0", "participates", year=2019) + ties("i-p0", "participates", year=2001)
            + ties("e2-p1 b-p1", "participates", year=2001) + ties("c-p2 f-p2", "participates")
            + ties("t-u", "employed_by", year=2020) + ties("t-e3", "employed_by", year=2030),
            window=[2018, 2022],
        ),
    }  # fmt: skip


def dirty():
    """Input that the cleaning of section 1 has to sort out."""
    base = nodes("center: c, host: h, base: b, enterprise: e1 e2, university: u")
    extra = nodes("project: p, ip: x, talent: t, segment: s1 s2 s3")
    good = ties("c-b b-e1 c-u e1-u")
    years = [edge("c", "b", year=2018), edge("b", "e1", year=2022), edge("c", "u", year=2017),
             edge("e1", "u", year=2023), edge("e1", "e2"), edge("b", "e2", year=None)]  # fmt: skip
    wrong = ties("c-p p-x e1-s1 t-u", "collaborates") + ties("p-c c-x u-t", "participates")
    wrong += ties("c-p t-x", "owns") + ties("u-t c-e1 t-p", "employed_by")
    wrong += ties("c-h b-c h-b e1-c", "hosts") + ties("b-c h-b c-e1", "has_base")
    wrong += ties("s1-e1 c-e1 t-s1", "produces") + ties("p-s1 c-p", "researches")
    wrong += ties("c-s1 s1-c", "upstream_of") + ties("s1-e1 c-s1", "supplies")
    weights = [edge("c", "b", weight=0), edge("c", "u", weight=-2), edge("b", "e1", weight=None),
               edge("c", "e1"), edge("e1", "e2", weight=""), edge("e2", "u", weight=0.25),
               edge("u", "e2", weight=1.5), edge("c", "e2", weight=-0.0)]  # fmt: skip
    importance = [node("s1", "segment", importance=0), node("s2", "segment", importance=-1),
                  node("s3", "segment", importance="high"), node("s4", "segment", importance=2.5),
                  node("s5", "segment", importance=None)]  # fmt: skip
    return {
        "dirty_unknown_edge_types": body(base, good + ties("c-e1 b-u", "likes") + [edge("e2", "u", "")]),
        "dirty_dangling": body(base + extra, [*good, *ties("c-zz zz-e1 yy-zz"), edge("e2", None),
                                              *ties("zz-p e2-p u-p", "participates")]),
        "dirty_wrong_kinds": body(base + extra, good + wrong),
        "dirty_self_loops": body(base + extra, good + ties("c-c b-b e2-e2") + ties("e1-e1", "supplies")
                                 + ties("s1-s1", "upstream_of")),
        "dirty_weights": body(base, weights),
        "dirty_all_dropped": body(base, [edge("c", "b", weight=0), edge("b", "b")]),
        "dirty_years": body(base, years, window=[2018, 2022]),
        "dirty_years_no_window": body(base, years),
        "dirty_window_one_year": body(base, years, window=[2022, 2022]),
        "dirty_formal_not_windowed": body(
            base,
            [edge("h", "c", "hosts", year=1999), edge("c", "b", "has_base", year=1999),
             edge("h", "c", year=2020, weight=2), edge("c", "e1", year=2020), edge("h", "u", year=1999),
             edge("h", "e2", year=2021)],
            window=[2018, 2022],
        ),
        "dirty_host_weight_zero": body(base, [edge("h", "c", "hosts", weight=0), *ties("h-c c-b h-u")]),
        "dirty_empty_year": body(base, [edge("c", "b", year=""), *good[1:]], window=[2018, 2022]),
        "dirty_duplicate_edges": body(base, good + good + ties("b-c u-e1", weight=0.5)),
        "dirty_duplicate_nodes": body(base + base[:3] + extra + extra, good + members("p", "c u e2")),
        "dirty_empty_strings": body(
            [node("c", "center", region="", sector=""), node("b", "base", region="hz", origin=""),
             node("b2", "base", region=""), node("e1", "enterprise", sector="", origin="", region="hz"),
             node("e2", "enterprise", sector="", region="nb"), node("u", "university", region="nb")],
            ties("c-b b-e1 b-e2 b2-e2 e1-e2 e2-u c-u"),
            regions=["hz", "nb"],
        ),
        "dirty_null_attributes": body(
            [node("c", "center", region=None, sector=None), node("b", "base", region="hz", origin=None),
             node("e1", "enterprise", origin=None, sector=None), node("u", "university", region="nb")],
            ties("c-b b-e1 e1-u c-u"),
            regions=["hz", "nb"],
        ),
        "dirty_importance": body(base + importance, good + ties("e1-s1 e2-s2 b-s4", "produces")
                                 + ties("s1-s2 s2-s3 s3-s4", "upstream_of")),
        "dirty_upstream_cycle_dropped": body(
            base + extra,
            good + ties("s1-s2 s2-s3", "upstream_of") + [edge("s3", "s1", "upstream_of", weight=0)],
        ),
        "dirty_supplies_no_ties": body(base, good[:2] + ties("e1-e2 e2-u", "supplies", weight=3)),
        "weights_fractional": body(
            base, [edge("c", "b", weight=0.1), edge("b", "e1", weight=0.2), edge("c", "u", weight=0.3),
                   edge("e1", "u", weight=1e-3), edge("e2", "b", weight=12.75)]
        ),
        "weights_equal_by_sum": body(
            base, [edge("c", "b", weight=0.3), edge("e1", "u", weight=0.1), edge("e1", "u", weight=0.2),
                   edge("e2", "h", weight=0.3)]
        ),
    }  # fmt: skip


def ambiguous():
    """Bodies whose values rest on a reading of the definition; see the report."""
    plain = nodes("enterprise: e1 e2, university: u")
    return {
        "amb_duplicate_node_empty_attribute": body(
            [node("c", "center"), node("c", "center", region=""), *plain], ties("c-e1 c-u e1-e2")
        ),
        "amb_meta_regions_repeated": body(
            [node("c", "center"), *nodes("base: b1 b2", region="hz"), node("b3", "base", region="nb")],
            ties("c-b1 c-b2 c-b3"),
            regions=["hz", "hz", "nb", "wz", ""],
        ),
        "amb_center_sector_contracted": body(
            [node("c", "center", sector="institute"), node("i", "institute"), *plain],
            ties("c-i c-e1 c-e2 c-u"),
        ),
        "amb_contracted_region": body(
            [node("c", "center"), node("h", "host", region="hz"), node("d", "center", region="nb"),
             node("k", "host", region="hz"), *nodes("enterprise: e f", region="hz")],
            ties("h-c k-d", "hosts") + ties("c-e h-f d-e k-f e-f"),
        ),
        "amb_no_region_anywhere": body(nodes("center: c, base: b1 b2"), ties("c-b1 c-b2")),
    }  # fmt: skip


# ---------------------------------------------------------------- random


def random_ecosystem(seed, size, density=0.2, clean=False):
    """One mixed ecosystem of so many actors, with events, a chain and a little dirt."""
    rng = random.Random(seed)
    centers, hosts = rng.choice([(1, 0), (1, 1), (1, 2), (2, 2), (3, 3)]) if size > 5 else (1, 0)
    bases = min(rng.randint(0, 6), max(0, size - centers - hosts))
    types = (["center"] * centers + ["host"] * hosts + ["base"] * bases)[:size]
    others = ["enterprise"] * 5 + list(SCIENCE) * 2 + list(OTHER)
    types += [rng.choice(others) for _ in range(size - len(types))]
    regions = ["hz", "nb", "wz", "jx"]
    actors, all_nodes = [], []
    for k, kind in enumerate(types):
        more = {}
        if rng.random() < 0.7:
            more["region"] = rng.choice([*regions, "sh"])
        if kind == "host" and rng.random() < 0.7:
            more["sector"] = rng.choice(["university", "institute", "enterprise"])
        if kind == "enterprise" and rng.random() < 0.2:
            more["origin"] = "external"
        if rng.random() < 0.1:
            more["sector"] = rng.choice(["hospital", "enterprise", ""])
        actors.append(f"{kind[0]}{k}")
        all_nodes.append(node(actors[-1], kind, **more))
    edges = []

    def dated(more):
        if rng.random() < 0.7:
            more["year"] = rng.randint(2016, 2023)
        return more

    def weighted(more):
        if rng.random() < 0.6:
            more["weight"] = rng.choice([1, 2, 3, 0.5, 0.25, 1.7, 10, None])
        return more

    center_ids = actors[:centers]
    for k in range(hosts):
        host = actors[centers + k]
        for c in rng.sample(center_ids, rng.choice([1, 1, 1, min(2, centers)])):
            edges.append(edge(host, c, "hosts", **dated({})))
    for a, n in zip(actors, all_nodes, strict=True):
        if n["type"] == "base":
            edges.append(edge(rng.choice(center_ids), a, "has_base"))
            if rng.random() < 0.6:
                edges.append(edge(rng.choice(center_ids), a, **weighted(dated({}))))
    for i, a in enumerate(actors):
        for b in actors[i + 1 :]:
            if rng.random() < density:
                pair = (a, b) if rng.random() < 0.5 else (b, a)
                edges.append(edge(*pair, **weighted(dated({}))))
                if rng.random() < 0.1:
                    edges.append(edge(*pair, **weighted({})))
    for k in range(rng.randint(0, 2 + size // 4)):
        kind = rng.choice(["project", "project", "ip", "talent"])
        all_nodes.append(node(f"v{k}", kind))
        group = [rng.choice(actors) for _ in range(rng.randint(1, 5))]
        name = {"project": "participates", "ip": "owns", "talent": "employed_by"}[kind]
        for a in group:
            ends = (f"v{k}", a) if kind == "talent" else (a, f"v{k}")
            edges.append(edge(*ends, name, **dated({})))
    count = rng.randint(0, 6)
    for k in range(count):
        more = {"importance": rng.choice([1, 2, 0.5])} if rng.random() < 0.5 else {}
        all_nodes.append(node(f"s{k}", "segment", **more))
        for a in rng.sample(actors, min(len(actors), rng.randint(0, 3))):
            edges.append(edge(a, f"s{k}", rng.choice(["produces", "researches"]), **weighted({})))
        for j in range(k):
            if rng.random() < 0.4:
                more = {"group": rng.choice(["g1", "g2"])} if rng.random() < 0.4 else {}
                edges.append(edge(f"s{j}", f"s{k}", "upstream_of", **more))
    if size >= 2:
        for _ in range(rng.randint(0, size)):
            edges.append(edge(*rng.sample(actors, 2), "supplies", **weighted({})))
    if not clean:
        edges.append(edge(actors[0], "nobody"))
        edges.append(edge(actors[-1], actors[-1]))
        edges.append(edge(actors[0], actors[-1], "visits"))
        edges.append(edge(actors[0], actors[-1], weight=rng.choice([0, -1])))
        all_nodes.append(dict(all_nodes[0]))
    rng.shuffle(edges)
    rng.shuffle(all_nodes)
    meta = {"window": [2018, 2022]} if rng.random() < 0.6 else {}
    if rng.random() < 0.7:
        meta["regions"] = regions
    return body(all_nodes, edges, **meta)


def random_cases():
    """Small ones (be_fit_best defined), bigger ones (it is null), and two of 60 actors."""
    small = [3, 4, 5, 6, 7, 8, 8, 9, 10, 10, 11, 12, 12, 13, 13, 14, 14, 14]
    big = [15, 16, 18, 20, 24, 27, 30, 30]
    out = {}
    for k, size in enumerate(small + big):
        density = (0.1, 0.2, 0.35, 0.6)[k % 4] if size <= 14 else (0.08, 0.15)[k % 2]
        out[f"random_{k:02}_{size}"] = random_ecosystem(1000 + k, size, density, clean=k % 3 == 0)
    out["random_60_sparse"] = random_ecosystem(77, 60, 0.03)
    out["random_60_dense"] = random_ecosystem(78, 60, 0.1)
    return out


# ---------------------------------------------------------------- all of them


def ecosystems():
    """Every accepted body by name; no two share an object."""
    out = {}
    parts = (degenerate, shapes, cores, base_cases, events, dirty, ambiguous, random_cases)
    for part in parts:
        for name, case in part().items():
            out[name] = json.loads(json.dumps(case))
            out[name]["meta"]["name"] = name
    return out


def refused():
    """Bodies that must be refused, by name."""
    plain = nodes("center: c, base: b, segment: s1 s2 s3")
    return {
        "node_twice_other_region": body([*plain, node("b", "base", region="hz")], ties("c-b")),
        "node_twice_other_type": body([*plain, node("b", "fund")], []),
        "upstream_cycle_of_two": body(plain, ties("s1-s2 s2-s1", "upstream_of")),
        "upstream_cycle_of_three": body(plain, ties("s1-s2 s2-s3 s3-s1 c-b", "upstream_of")),
    }
