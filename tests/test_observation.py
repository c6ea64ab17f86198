"""When a value may be stated, over how many of how many, and the reason where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.conventions import load_conventions
from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scopes import Scopes
from graph.metrics.cards import MODULES
from graph.metrics.registry import REGISTRY
from graph.metrics.result import Result, bounded, undefined

assert MODULES, "importing them fills the registry"
RULES = load_conventions()
KINDS = {"c": "center", "b": "base", "h": "host", "u": "university", "s": "segment",
         "e": "enterprise", "x": "enterprise"}  # fmt: skip


def scope_of(actors, ties="", **more):
    """Actors by the first letter of their names; ties as ``c1-e1 b1-e1``."""
    edges = [
        {"source": tie.split("-")[0], "target": tie.split("-")[1], "type": "collaborates"}
        for tie in ties.split()
    ]
    nodes = [
        {"id": one, "type": KINDS[one[0]], **({"origin": "external"} if one[0] == "x" else {})}
        for one in actors.split()
    ]
    return scope_of_document({"nodes": nodes, "edges": edges + more.pop("edges", []), **more})


def opened(scope, unseen=""):
    """As a store would tell it: complete for nobody, some actors unobserved."""
    seen = [one not in unseen.split() for one in scope.actors]
    return replace(
        scope, observed=np.array(seen), design=replace(scope.design, closed=False)
    )  # fmt: skip


def asked(scope, key):
    return REGISTRY[key].function(scope)


ALL = {
    card: {key for key, one in REGISTRY.items() if one.card == card}
    for card in ("core", "bases", "network")
}
COUNTS = {"bases_registered", "bases_active"}
CORELESS = {"coreless_pair_connectivity", "coreless_efficiency"}

# (actors, ties) -> the reason of each key
REASONS = [
    ("", "", dict.fromkeys(ALL["core"] | CORELESS, "no_center")),
    ("e1 e2", "e1-e2", dict.fromkeys(ALL["core"] | CORELESS, "no_center")),
    ("c1", "", dict.fromkeys(ALL["bases"] - COUNTS, "no_base")),
    ("c1", "", {
        **dict.fromkeys(ALL["core"], "too_few"),
        **dict.fromkeys(("core_tie_share", "core_tier_tie_share", "core_coreness_ratio",
                         "core_constraint", "core_effective_size", "core_efficiency",
                         "core_strength_percentile"), "no_tie"),
        "core_brokerage": None, "core_cross_type_brokerage_share": "no_open_pair",
        "core_independence": "no_host",
    }),
    ("c1", "", {
        **dict.fromkeys(ALL["network"], "too_few"), "n_actors": None, "n_ties": None,
        "giant_share": None, "isolate_share": None,
        **dict.fromkeys(("ei_index_type", "ei_index_region", "type_assortativity", "robustness_R",
                         "robustness_normalized", "articulation_share", "non_articulation_share",
                         "bridge_share", "cross_sector_tie_share"), "no_tie"),
    }),
    ("", "", dict.fromkeys(("n_actors", "n_ties"))
     | dict.fromkeys(("giant_share", "isolate_share", "density"), "too_few")),
    ("c1 e1 e2", "", dict.fromkeys(
        ("degree_centralization", "core_betweenness", "betweenness_centralization"), "no_tie")),
    ("c1 e1", "c1-e1", dict.fromkeys(
        ("degree_centralization", "core_betweenness", "betweenness_centralization",
         "be_fit_designated", "be_fit_best", "cycle_redundancy_alpha", "transitivity",
         *CORELESS), "too_few")),
    ("c1 e1 e2", "c1-e1", dict.fromkeys(
        ("be_fit_designated", "be_fit_core_tier", "core_betweenness", "transitivity"))
     | {"transitivity": "too_few"}),
    ("c1 c2", "c1-c2", dict.fromkeys(
        ("core_strength_percentile", "core_reach_1", "core_reach_2", "type_assortativity",
         *CORELESS), "too_few")),
    ("c1 e1 e2 e3", "e1-e2 e2-e3 e1-e3", {"type_assortativity": "too_few", "transitivity": None,
                                          "core_constraint": "no_tie"}),
    ("b1 e1", "", {
        **dict.fromkeys(("base_core_link", "base_mediation"), "no_center"),
        **dict.fromkeys(("bases_effective", "bases_effective_of_5", "base_evenness", "base_gini",
                         "base_hhi", "base_participation"), "no_tie"),
        **dict.fromkeys(("base_base_density", "base_region_coverage", "base_region_entropy",
                         "base_service_distance", "base_complementarity"), "too_few"),
        **dict.fromkeys((*COUNTS, "base_activation", "base_enterprise_reach",
                         "base_exclusive_reach", "base_regions_of_5")),
    }),
    ("b1 e1", "b1-e1", dict.fromkeys(("base_gini", "base_evenness"), "too_few")
     | dict.fromkeys(("base_hhi", "bases_effective"))),
    ("c1 b1 b2 x1", "c1-b1 b2-x1", {
        **dict.fromkeys(("base_enterprise_reach", "base_exclusive_reach", "base_mediation"),
                        "too_few"),
        **dict.fromkeys(("base_base_density", "base_gini", "base_evenness")),
    }),
    ("c1 b1 e1", "b1-e1", {"base_mediation": "too_few", "base_regions_of_5": "unobserved"}),
]  # fmt: skip


@pytest.mark.parametrize(("actors", "ties", "wanted"), REASONS)
def test_why_there_is_no_value(actors, ties, wanted):
    scope = scope_of(actors, ties)
    for key, reason in wanted.items():
        found = asked(scope, key)
        assert found.reason == reason, key
        assert (found.shown is None) == (reason is not None), key


def test_a_host_without_a_tie_of_the_center():
    hosts = [{"source": "h1", "target": "c1", "type": "hosts"}]

    assert asked(scope_of("c1 h1", edges=hosts), "core_independence").reason == "no_tie"
    merged = scope_of_document(
        {"nodes": [{"id": "c1", "type": "center"}, {"id": "h1", "type": "host"}], "edges": hosts},
        reading="with_hosts",
    )
    assert asked(merged, "core_independence").reason == "contracted"


@pytest.mark.parametrize(
    ("key", "limit", "convention"),
    [("be_fit_best", 4, "exhaustive_core_actors"), ("avg_node_connectivity", 4, "flow_actors")],
)
def test_what_costs_too_much_says_so(key, limit, convention):
    scope = scope_of("c1 e1 e2 e3", "c1-e1 c1-e2 c1-e3")

    at = asked(replace(scope, conventions=replace(RULES, **{convention: limit})), key)
    above = asked(replace(scope, conventions=replace(RULES, **{convention: limit - 1})), key)

    assert (at.value, above.reason) == (1, "cost")


def test_no_segment_is_the_reason_of_the_whole_chain():
    for key, one in REGISTRY.items():
        if one.card == "chain":
            assert asked(scope_of("c1 e1"), key).reason == "no_segment"


def test_a_spread_over_one_region_is_none():
    regions = ["r1"], ["r1", "r2"], ["r2", "r3"]
    nodes = [{"id": "b1", "type": "base", "region": "r1"}, {"id": "e1", "type": "enterprise"}]
    edges = [{"source": "b1", "target": "e1", "type": "collaborates"}]

    found = [
        asked(scope_of_document({"meta": {"regions": one}, "nodes": nodes, "edges": edges}), key)
        for one in regions
        for key in ("base_region_entropy", "base_region_coverage")
    ]

    assert [one.value for one in found] == [None, 1, 0, 1 / 2, None, 0]
    assert [one.reason for one in found if one.value is None] == ["too_few"] * 2


def test_a_cycle_in_a_store_is_the_reason_of_the_whole_chain(small):
    segments = {f"seg:{i}": ("Segment", {"chain": "chn:1"}) for i in (1, 2)}
    snapshot = small(
        {"ctr:a": ("Center", {}), "chn:1": ("Chain", {"center": "ctr:a"}), **segments},
        [("seg:1", "UPSTREAM_OF", "seg:2", {}), ("seg:2", "UPSTREAM_OF", "seg:1", {})],
    )
    scope = Scopes(snapshot)["ctr:a"]

    for key, one in REGISTRY.items():
        if one.card == "chain":
            found = asked(scope, key)
            assert (found.reason, found.observed, found.of) == ("cycle", 0, 2)


@pytest.mark.parametrize("meta", [{}, {"meta": {"window": [2021, 2025]}}])
def test_ties_over_time_need_a_window_and_a_dated_tie(meta):
    assert asked(scope_of("e1 e2", "e1-e2", **meta), "tie_persistence").reason == "too_few"


# an open world


def ring(n, *, center=True):
    """n actors in a ring, the first of them a center, and as many more without a tie."""
    names = ["c1" if center else "e0", *(f"e{i}" for i in range(1, n))]
    ties = " ".join(f"{a}-{b}" for a, b in zip(names, [*names[1:], names[0]], strict=True))
    return " ".join(names), ties


@pytest.mark.parametrize(
    ("seen", "unseen", "stated"),
    [
        (10, 0, True),
        (10, 10, True),
        (10, 11, False),
        (9, 0, False),
        (11, 11, True),
        (40, 41, False),
    ],
)
def test_a_map_of_what_was_read_is_no_finding(seen, unseen, stated):
    """Under half or under ten observed: withheld, the recorded value beside it."""
    actors, ties = ring(seen)
    hidden = " ".join(f"u{i}" for i in range(unseen))
    scope = opened(scope_of(f"{actors} {hidden}", ties), hidden)

    for key, value in {"n_actors": seen, "density": 2 / (seen - 1), "n_ties": seen,
                       "coreless_pair_connectivity": 1, "giant_share": 1}.items():  # fmt: skip
        found = asked(scope, key)
        assert (found.observed, found.of) == (seen, seen + unseen)
        if stated:
            assert (found.value, found.recorded, found.reason) == (
                pytest.approx(value), None, None,
            )  # fmt: skip
        else:
            assert (found.value, found.recorded, found.reason) == (
                None, pytest.approx(value), "partly_observed",
            )  # fmt: skip
    alone = asked(scope, "isolate_share")
    everybody = stated and not unseen
    assert (alone.value, alone.recorded) == ((0, None) if everybody else (None, 0))
    assert alone.reason == (None if everybody else "partly_observed")


def test_a_file_is_complete_however_small():
    scope = scope_of("c1 e1", "c1-e1")

    assert (asked(scope, "density").value, asked(scope, "isolate_share").value) == (1, 0)


def test_what_is_undefined_stays_so_where_it_is_withheld():
    """The reason is that too little is observed; nothing is recorded."""
    found = asked(opened(scope_of("c1 e1")), "type_assortativity")

    assert (found.value, found.recorded, found.reason) == (None, None, "partly_observed")


def test_centers_that_nobody_speaks_of():
    scope = opened(scope_of("c1 c2 c3 e1", "e1-c1"), "c2 c3")

    for key in ALL["core"]:
        found = asked(scope, key)
        over_centers = key in {
            "core_betweenness", "core_coreness_ratio", "core_constraint", "core_effective_size",
            "core_efficiency", "core_strength_percentile", "core_independence",
        }  # fmt: skip
        assert (found.observed, found.of) == ((1, 3) if over_centers else (2, 4)), key
    none = opened(scope_of("c1 e1 e2", "e1-e2"), "c1")
    for key in ALL["core"] | CORELESS:
        found = asked(none, key)
        assert (found.shown, found.recorded, found.reason) == (None, None, "unobserved"), key
        assert (found.low, found.high) == (None, None)


def test_bases_that_nobody_speaks_of():
    none = opened(scope_of("c1 b1 b2 e1", "c1-e1"), "b1 b2")

    for key in ALL["bases"] - {"bases_registered"}:
        found = asked(none, key)
        assert (found.value, found.reason) == (None, "unobserved"), key
        assert (found.observed, found.of, found.low) == (0, 2, None)
    assert asked(none, "bases_registered").value == 2
    some = opened(scope_of("c1 b1 b2 b3 e1", "c1-b1"), "b3")
    assert {key: (asked(some, key).observed, asked(some, key).of) for key in ALL["bases"]} == (
        dict.fromkeys(ALL["bases"], (2, 3))
    )
    assert (asked(some, "bases_active").value, asked(some, "bases_registered").value) == (1, 3)
    nobody = scope_of("c1 e1", "c1-e1")
    assert (asked(nobody, "bases_active").value, asked(nobody, "bases_registered").value) == (0, 0)


def test_bounds_over_bases_that_nobody_speaks_of():
    """b1 is tied to the center, b2 to a firm, b3 is known to be idle, b4 may be anything."""
    scope = opened(scope_of("c1 b1 b2 b3 b4 e1", "c1-b1 b2-e1"), "b4")

    def ends(key):
        found = asked(scope, key)
        return found.low, found.high, found.value, found.reason

    assert ends("base_activation") == (2 / 4, 3 / 4, None, "partly_observed")
    assert ends("base_core_link") == (1 / 4, 2 / 4, None, "partly_observed")
    known = opened(scope_of("c1 b1 b2 b3 e1", "c1-b1 b2-e1"))
    assert asked(known, "base_activation").value == pytest.approx(2 / 3)
    assert asked(known, "base_core_link").value == pytest.approx(1 / 3)


def test_bounds_over_firms_that_nobody_speaks_of():
    """e1 has a base, e2 a base and the center, e3 the center; of e4 nobody speaks, nor whether x1,
    untied, is local: 2/4 to 4/5, without the center 1/4 to 3/5."""
    scope = opened(
        scope_of("c1 b1 b2 e1 e2 e3 e4 x1", "b1-e1 b1-e2 c1-e2 c1-e3"), "b2 e4 x1"
    )  # fmt: skip
    local = [None if one == "x1" else True for one in scope.actors]
    scope = replace(scope, local=local)

    reach, alone = (asked(scope, key) for key in ("base_enterprise_reach", "base_exclusive_reach"))

    assert (reach.low, reach.high, reach.value) == (2 / 4, 4 / 5, None)
    assert (alone.low, alone.high, alone.value) == (1 / 4, 3 / 5, None)
    bases = [scope.actors.index(one) for one in ("b1", "b2")]
    half = replace(scope, local=[one is not None for one in local], declared={bases[0]: [7]})
    full = replace(half, declared={one: [7] for one in bases})
    assert (asked(half, "base_enterprise_reach").low, asked(half, "base_enterprise_reach").high) == (
        2 / 4, 3 / 4,
    )  # fmt: skip
    assert asked(full, "base_enterprise_reach").value == 2 / 4  # every base told all its ties


def test_registered_ties_that_nobody_speaks_of():
    """c1-b1 is active, c1-b2 idle though both are known; c1-b3 may be active: 1/3 to 2/3."""
    edges = [{"source": "c1", "target": f"b{i}", "type": "has_base"} for i in (1, 2, 3)]
    scope = opened(scope_of("c1 b1 b2 b3", "c1-b1", edges=edges), "b3")

    found = asked(scope, "formal_activity_gap")

    assert (found.low, found.high, found.value) == (1 / 3, 2 / 3, None)


def test_independence_is_over_observed_centers_with_a_host_and_a_tie():
    """c1 has half of its weight with h1; c2 no host; c3 is not observed."""
    edges = [{"source": "h1", "target": c, "type": "hosts"} for c in ("c1", "c3")]
    scope = opened(scope_of("c1 c2 c3 h1 e1", "c1-h1 c1-e1 c2-e1 c3-e1", edges=edges), "c3")

    assert asked(scope, "core_independence").value == 1 / 2


# results


def test_bounds_are_a_value_where_they_agree_to_nine_decimals():
    apart, same = bounded(0.25, 0.25 + 2e-9), bounded(0.25, 0.25 + 1e-10)

    assert (apart.value, apart.reason) == (None, "partly_observed")
    assert (same.value, same.reason) == (0.25, None)


def test_all_numbers_of_a_result_are_rounded_alike():
    third = 1 / 3
    found = Result(third, None, third, third, third, error=third, table={"a": third, "b": 2})

    rounded = found.rounded()

    cut = 0.333333333333
    assert (rounded.value, rounded.low, rounded.high, rounded.recorded, rounded.error) == (cut,) * 5
    assert rounded.table == {"a": cut, "b": 2}
    assert undefined("no_tie").rounded() == undefined("no_tie")


def test_a_result_without_value_needs_a_reason_that_exists():
    with pytest.raises(ValueError, match="needs a reason"):
        Result(None)
    with pytest.raises(ValueError, match="unknown reason"):
        Result(1.0, "because")
