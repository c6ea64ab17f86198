"""Null models: what each keeps, what the statistics say, and that runs repeat."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy import sparse
from scipy.stats import chisquare, kstest

from graph.conventions import load_conventions
from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scopes import PROVINCE, Scopes
from graph.metrics import cards
from graph.metrics.algorithms import paths
from graph.metrics.algorithms.robustness import robustness
from graph.metrics.core import position
from graph.metrics.network.events import segments_made
from graph.metrics.nulls import cache
from graph.metrics.nulls.bipartite import bicm, fitted, model_of
from graph.metrics.nulls.cache import cached_null_results
from graph.metrics.nulls.run import null_results
from graph.metrics.nulls.samplers import NULLS, bare, designated, designations
from graph.metrics.nulls.statistics import (
    NULL_REASONS,
    NullResult,
    adjusted,
    compared,
    percentile_and_p,
)
from graph.metrics.nulls.switching import _round
from graph.metrics.registry import REGISTRY
from graph.metrics.result import Result, undefined

TESTS = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("documents", TESTS / "documents.py")
documents = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(documents)

DECLARED = {
    "core_tie_share": ("N1", "N3"),
    "core_betweenness": ("N1", "N2", "N3"),
    "core_reach_2": ("N1", "N3"),
    "core_cross_type_brokerage_share": ("N4",),
    "coreless_pair_connectivity": ("N2", "N3"),
    "robustness_normalized": ("N2",),
    "coreless_efficiency": ("N1",),
    "cross_sector_tie_share": ("N4",),
}
assert cards.MODULES, "importing the cards fills the registry"
KEYS = {key: (REGISTRY[key].function, nulls) for key, nulls in DECLARED.items()}
CARD_OF = {key: REGISTRY[key].card for key in KEYS}
KARATE = documents.known_graphs()["karate"]
MEDICI = documents.known_graphs()["florentine"]


def scope_of(graph, hub, **more):
    return scope_of_document(documents.document(graph, hub, **more))


def clubs():
    """Karate with two bases, three sectors, weights, regions and events."""
    graph = KARATE.copy()
    nx.set_edge_attributes(graph, {pair: 1 + i % 4 for i, pair in enumerate(graph.edges)}, "weight")
    sectors = {i: ("university", "institute", "enterprise")[i % 3] for i in graph}
    found = scope_of(graph, 33, bases=(0, 5), sectors=sectors)
    draw = np.random.default_rng(3)
    pairs = {(int(e), int(a)) for e, a in zip(draw.integers(0, 20, 60) * 3,
                                              draw.integers(0, 34, 60), strict=True)}  # fmt: skip
    event, member = np.array(sorted(pairs), dtype=np.int32).T
    regions = [f"r{i % 5}" for i in range(len(found))]
    return replace(found, event=event, member=member, region=regions)


def graphs_of(degrees):
    """All simple graphs of some degrees, by trying every set of pairs."""
    pairs = itertools.combinations(range(len(degrees)), 2)
    found = []
    for chosen in itertools.combinations(pairs, sum(degrees) // 2):
        count = Counter(itertools.chain(*chosen))
        if all(count[i] == d for i, d in enumerate(degrees)):
            found.append(chosen)
    return found


def drawn(scope, null, index=0):
    return NULLS[null].sample(bare(scope), np.random.default_rng([1, index]))


def ties(scope):
    return list(zip(scope.u.tolist(), scope.v.tolist(), strict=True))


# what each null keeps


@pytest.mark.parametrize("null", NULLS)
def test_a_random_scope_is_a_proper_one(null):
    """Simple, ordered, of as many ties; the same weights; all observed."""
    scope = clubs()

    found = drawn(scope, null)

    assert ties(found) == sorted(set(ties(found)))
    assert (found.u < found.v).all()
    assert len(found.u) == len(scope.u)
    assert sorted(found.weight) == sorted(scope.weight)
    assert found.observed.all()
    assert len(found.centers) == 1


@pytest.mark.parametrize("null", ["N1", "N2"])
def test_ties_are_drawn_and_labels_stay(null):
    scope = clubs()

    found = drawn(scope, null)

    assert ties(found) != ties(scope)
    assert (found.sector, found.type, found.region) == (scope.sector, scope.type, scope.region)
    assert found.centers.tolist() == scope.centers.tolist()


@pytest.mark.parametrize("null", NULLS)
def test_nothing_computed_of_other_ties_or_events_is_handed_over(null):
    base = bare(clubs())
    shared = base.once("shared", lambda: [base.matrix])

    found = NULLS[null].sample(base, np.random.default_rng(1))

    one, two = found.matrix.nonzero()
    assert sorted(pair for pair in zip(one, two, strict=True) if pair[0] < pair[1]) == ties(found)
    assert found.seen is found
    labels_only = null in ("N3", "N4")
    assert (found.once("shared", list) is shared) == labels_only
    assert (base.restrict(base.observed).once("shared", list) is shared) is False


def test_rewiring_keeps_each_degree():
    scope = clubs()

    for index in range(20):
        assert drawn(scope, "N2", index).degree.tolist() == scope.degree.tolist()


@pytest.mark.parametrize("null", ["N3", "N4"])
def test_labels_are_moved_and_ties_stay(null):
    scope = clubs()

    found = drawn(scope, null)

    assert ties(found) == ties(scope)
    assert found.weight.tolist() == scope.weight.tolist()


def test_designation_trades_the_label_and_leaves_the_sectors():
    base = bare(clubs())
    center, (one, two) = int(base.centers[0]), base.bases.tolist()

    found = designated(base, [one], np.random.default_rng(0))

    assert found.centers.tolist() == [one]
    assert found.bases.tolist() == sorted([center, two])
    assert (found.type[one], found.type[center]) == ("center", "base")
    assert found.sector == base.sector
    assert found.hosts == {}


def test_permuting_labels_keeps_their_numbers_and_the_designation():
    scope = clubs()

    found = drawn(scope, "N4")

    assert Counter(found.sector) == Counter(scope.sector)
    assert Counter(found.region) == Counter(scope.region)
    assert found.sector != scope.sector
    assert (found.type, found.centers.tolist()) == (scope.type, scope.centers.tolist())
    moved = [scope.sector.index(one) for one in found.sector]
    assert [scope.region[i] for i in moved] != found.region


def test_events_keep_the_expected_numbers():
    """Averaged over 2,000 draws, within five standard errors."""
    scope, draws = clubs(), 2000
    base = bare(scope)
    by_event, by_actor = np.zeros(60), np.zeros(len(scope))

    for index in range(draws):
        found = NULLS["N5"].sample(base, np.random.default_rng(index))
        pairs = list(zip(found.event.tolist(), found.member.tolist(), strict=True))
        assert pairs == sorted(set(pairs))
        by_event += np.bincount(found.event, minlength=60)
        by_actor += np.bincount(found.member, minlength=len(scope))

    for got, wanted in (
        (by_event, np.bincount(scope.event, minlength=60)),
        (by_actor, np.bincount(scope.member, minlength=len(scope))),
    ):
        assert (np.abs(got / draws - wanted) <= 5 * np.sqrt(wanted / draws)).all()
    assert ties(drawn(scope, "N5")) == ties(scope)


def test_nothing_to_draw_is_no_error():
    """A scope without ties or events, and one whose ties cannot be switched."""
    empty = scope_of(nx.empty_graph(3), 0)
    star = scope_of(nx.star_graph(5), 0)

    for null in NULLS:
        assert len(drawn(empty, null).u) == 0
    assert ties(drawn(star, "N2")) == ties(star)


@pytest.mark.parametrize("degrees", [(1, 2, 2, 2, 2, 1), (4, 3, 2, 2, 2, 1), (3, 3, 2, 2, 1, 1)])
def test_rewiring_gives_all_graphs_equally_often(degrees):
    """Chi-square over all simple graphs of the degrees."""
    every = graphs_of(degrees)
    base = bare(scope_of(nx.Graph(list(every[0])), 0))

    counts = Counter()
    for index in range(40 * len(every)):
        found = NULLS["N2"].sample(base, np.random.default_rng([7, index]))
        counts[tuple(ties(found))] += 1

    assert set(counts) == set(every)
    assert chisquare([counts[one] for one in every]).pvalue > 0.001


class Told:
    """A generator that says what it is told."""

    def __init__(self, order, taken, turned):
        self.order, self.told = order, [taken, turned]

    def permutation(self, size):
        return np.array(self.order)

    def random(self, size):
        return np.array(self.told.pop(0)[:size])


@pytest.mark.parametrize("degrees", [(2, 2, 2, 1, 1), (3, 2, 2, 2, 1), (1, 2, 2, 2, 2, 1)])
def test_a_round_of_switches_is_as_likely_as_its_reverse(degrees):
    """Over all that a generator may say: a chain with equal chances both ways is uniform."""
    every = graphs_of(degrees)
    m = sum(degrees) // 2
    coins = list(itertools.product((0.25, 0.75), repeat=m // 2))
    chances = Counter()

    for start in every:
        for told in itertools.product(itertools.permutations(range(m)), coins, coins):
            u, v = np.array(start).T.copy()
            _round(u, v, len(degrees), Told(*told))
            pairs = zip(np.minimum(u, v).tolist(), np.maximum(u, v).tolist(), strict=True)
            chances[start, tuple(sorted(pairs))] += 1

    assert {end for _, end in chances} == set(every)
    assert len(chances) > len(every)
    assert all(chances[end, start] == count for (start, end), count in chances.items())


def test_random_ties_gives_all_graphs_equally_often():
    base = bare(scope_of(nx.path_graph(4), 0))
    every = list(itertools.combinations(itertools.combinations(range(4), 2), 3))

    counts = Counter(
        tuple(ties(NULLS["N1"].sample(base, np.random.default_rng([7, i])))) for i in range(2000)
    )

    assert set(counts) == set(every)
    assert chisquare([counts[one] for one in every]).pvalue > 0.001


# the bipartite model


@pytest.mark.parametrize("seed", range(40))
def test_expected_sums_are_those_of_the_matrix(seed):
    draw = np.random.default_rng(seed)
    shape = draw.integers(1, 30, 2)
    chance = np.outer(draw.random(shape[0]), draw.random(shape[1])) * draw.choice([0.5, 2, 6])
    matrix = (draw.random(shape) < chance).astype(int)

    found = bicm(matrix)

    assert found.sum(axis=0) == pytest.approx(matrix.sum(axis=0), abs=1e-6)
    assert found.sum(axis=1) == pytest.approx(matrix.sum(axis=1), abs=1e-6)
    assert ((found >= 0) & (found <= 1)).all()
    assert (bicm(sparse.csr_array(matrix * 3)) == found).all()


def test_full_and_empty_rows_and_columns_are_certain():
    """Also after others are set aside: the sums of a staircase allow no other matrix."""
    staircase = np.triu(np.ones((5, 5), dtype=int))
    mixed = np.array([[1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 1, 0], [1, 1, 0, 0]])

    assert (bicm(staircase) == staircase).all()
    assert bicm(mixed) == pytest.approx(
        np.array([[1, 1, 1, 1], [0, 0, 0, 0], [1, 0.5, 0.5, 0], [1, 0.5, 0.5, 0]])
    )
    assert bicm(np.zeros((0, 3))).shape == (0, 3)


def test_sums_at_the_border_of_what_is_possible_are_reached():
    """A full and an empty block: probabilities tend to 1 and 0, the sums hold."""
    full, one = np.ones((4, 4)), np.eye(4)
    matrix = np.block([[full, one], [one, np.zeros((4, 4))]])

    found = bicm(matrix)

    assert found == pytest.approx(
        np.block([[full, full / 4], [full / 4, np.zeros((4, 4))]]), abs=1e-6
    )


def test_cells_of_equal_chance_are_drawn_independently():
    """Sums (1, 1) by (1, 1): each cell has 1/2, and the 16 matrices are equally likely."""
    model = model_of(np.eye(2))
    generator = np.random.default_rng(5)

    counts = Counter(tuple(model.matrix(generator).toarray().ravel()) for _ in range(3200))

    assert len(counts) == 16
    assert chisquare(list(counts.values())).pvalue > 0.001


def test_a_large_matrix_is_never_written_out():
    draw = np.random.default_rng(0)
    cells = np.unique(draw.integers(0, 10**9, 20000))
    row, column = np.divmod(cells, 10**4)

    model = fitted(row, column, (10**5, 10**4))

    sums = (model.probability * np.bincount(model.column)).sum(axis=1)
    assert sums[model.row] == pytest.approx(np.bincount(row, minlength=10**5), abs=1e-6)
    assert len(model.draw(draw)[0]) == pytest.approx(len(cells), rel=0.05)


# statistics


def test_percentile_and_p_by_hand():
    """Values 1 1 2 3 against 2: less 2, equal 1 and the value itself, greater 1."""
    draws = np.array([1.0, 1.0, 2.0, 3.0])

    assert percentile_and_p(2 + 1e-12, draws, exact=False) == (3 / 5, 1.0)
    assert percentile_and_p(9.0, draws, exact=False) == (4.5 / 5, 2 / 5)
    assert percentile_and_p(2.0, draws, exact=True) == (2.5 / 4, 1.0)
    assert percentile_and_p(3.0, draws, exact=True) == (3.5 / 4, 2 / 4)


def test_samples_without_a_value_are_counted_and_left_out():
    some = compared("N4", 2.0, [1.0, None, 3.0, 3.0], actors=40, seed=1, exact=False)
    few = compared("N4", 2.0, [1.0, None, None, None], actors=40, seed=1, exact=False)

    assert (some.samples, some.undefined_samples, some.percentile) == (4, 1, 1.5 / 4)
    assert some.mean == pytest.approx(7 / 3)
    assert (few.undefined_samples, few.percentile, few.reason) == (3, None, "too_few")


def test_no_z_score_below_thirty_actors():
    draws = [1.0, 2.0, 3.0]

    assert compared("N1", 4.0, draws, actors=29, seed=1, exact=False).z is None
    assert compared("N1", 4.0, draws, actors=30, seed=1, exact=False).z == 2.0


def test_benjamini_hochberg_by_hand():
    """p .01 .03 .04 .5: times 4/rank .04 .06 .0533 .5, then the least from above."""
    p = {"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.5, "other": 0.02, "none": 0.02}
    tests = {key: {"N1": NullResult("N1", p=one)} for key, one in p.items()}
    tests["fixed"] = {"N1": NullResult("N1", reason="fixed_by_null")}
    card = dict.fromkeys("abcd", "core") | {"fixed": "core", "other": "network"}

    found = {key: one["N1"].p_adjusted for key, one in adjusted(tests, card).items()}

    third = pytest.approx(0.16 / 3)
    assert found == {
        "a": 0.04, "b": third, "c": third, "d": 0.5, "other": 0.02, "none": None, "fixed": None,
    }  # fmt: skip


# runs


@pytest.mark.parametrize("leaves", [11, 40])
def test_the_hub_of_a_star_leads_its_alternatives(leaves):
    n = leaves + 1

    found = null_results(scope_of(nx.star_graph(leaves), 0), KEYS, samples=5)

    for key in ("core_tie_share", "core_betweenness"):
        one = found[key]["N3"]
        assert one.percentile == pytest.approx((n - 1 + 0.5) / n)
        assert one.p == pytest.approx(2 / n)
        assert (one.samples, one.exact, one.reason) == (n, True, None)
    lowest = found["coreless_pair_connectivity"]["N3"]
    assert lowest.percentile == pytest.approx(0.5 / n)


@pytest.mark.parametrize(("graph", "hub"), [(KARATE, 33), (KARATE, 0), (MEDICI, "Medici"),
                                            (MEDICI, "Strozzi")])  # fmt: skip
def test_tie_share_of_known_graphs_ranks_by_degree(graph, hub):
    """Karate 33 is first of 34, Medici of 15; Strozzi shares the second place."""
    degree = dict(nx.Graph(graph.edges).degree)
    n, m = len(graph), graph.number_of_edges()
    less = sum(d < degree[hub] for d in degree.values())
    equal = sum(d == degree[hub] for d in degree.values())

    found = null_results(scope_of(graph, hub), KEYS, samples=3)["core_tie_share"]["N3"]

    assert found.percentile == pytest.approx((less + equal / 2) / n)
    assert found.mean == pytest.approx(2 / n)
    assert found.sd == pytest.approx(np.std(list(degree.values())) / m)
    assert found.z == (None if n < 30 else pytest.approx((degree[hub] / m - found.mean) / found.sd))


def test_what_degrees_decide_is_fixed_under_rewiring():
    """Without weights the core's share of the ties and their centralization are constants."""
    keys = {"core_tie_share": (REGISTRY["core_tie_share"].function, ("N2",)),
            "density": (lambda scope: Result(len(scope.u) / len(scope)), ("N1", "N3"))}  # fmt: skip

    found = null_results(scope_of(KARATE, 33), keys, samples=20)

    for one in (found["core_tie_share"]["N2"], *found["density"].values()):
        assert (one.percentile, one.p, one.z, one.reason) == (None, None, None, "fixed_by_null")
        assert one.sd == 0
    assert {"fixed_by_null", "too_few"} == set(NULL_REASONS)


def test_few_actors_meet_only_the_designation():
    found = null_results(scope_of(MEDICI, "Medici"), KEYS, samples=20)

    for tests in found.values():
        for null, one in tests.items():
            if null == "N3":
                assert one.percentile is not None
            else:
                assert one == NullResult(null, seed=load_conventions().seed, reason="too_few")


def test_undefined_values_are_left_out():
    """A clique has no open pair."""
    found = null_results(scope_of(nx.complete_graph(9), 0), KEYS, samples=3)

    assert set(found) == set(KEYS) - {"core_cross_type_brokerage_share"}


def test_two_centers_are_moved_to_all_pairs_or_to_some():
    body = documents.document(nx.star_graph(11), 0)
    body["nodes"][1]["type"] = "center"
    scope = scope_of_document(body)

    every = null_results(scope, KEYS, samples=66)["core_tie_share"]["N3"]
    some = null_results(scope, KEYS, samples=65)["core_tie_share"]["N3"]

    assert (every.samples, every.exact) == (66, True)
    assert every.percentile == pytest.approx((55 + 11 / 2) / 66)
    assert (some.samples, some.exact) == (65, False)
    assert designations(bare(scope), 65) is None


@pytest.mark.parametrize("seed", range(3))
def test_a_graph_of_the_null_itself_is_not_extreme(seed):
    graph = nx.gnm_random_graph(40, 90, seed=seed)
    keys = {key: KEYS[key] for key in ("core_tie_share", "core_reach_2", "coreless_efficiency")}

    found = null_results(scope_of(graph, 0), keys, samples=199)

    for tests in found.values():
        assert 0.005 < tests["N1"].percentile < 0.995


@pytest.mark.parametrize(
    ("null", "key"),
    [("N1", "core_tie_share"), ("N1", "coreless_efficiency"), ("N2", "core_betweenness")],
)
def test_percentiles_of_the_null_itself_are_uniform(null, key):
    """Kolmogorov-Smirnov over forty graphs that the null itself drew."""
    base = bare(clubs())
    keys = {key: (REGISTRY[key].function, (null,))}

    ranks = [
        null_results(drawn(base, null, index), keys, samples=59)[key][null].percentile
        for index in range(40)
    ]

    assert kstest(ranks, "uniform").pvalue > 0.001


def test_neither_order_nor_company_changes_a_result():
    scope = clubs()
    alone = {"core_betweenness": (KEYS["core_betweenness"][0], ("N3", "N1"))}

    every = null_results(scope, KEYS, samples=9, seed=4)
    back = null_results(scope, dict(reversed(KEYS.items())), samples=9, seed=4)
    one = null_results(scope, alone, samples=9, seed=4)["core_betweenness"]

    assert every == back
    assert list(back) == list(reversed(KEYS))
    assert one == {null: every["core_betweenness"][null] for null in ("N1", "N3")}
    assert null_results(scope, KEYS, samples=9, seed=5) != every


def test_p_values_are_adjusted_within_a_card():
    found = null_results(clubs(), KEYS, samples=30, cards=CARD_OF)

    for card in ("core", "network"):
        tests = [
            one for key in found for one in found[key].values() if CARD_OF[key] == card and one.p
        ]
        assert len(tests) > 2
        assert all(one.p_adjusted >= one.p for one in tests)
        assert max(one.p_adjusted for one in tests) == max(one.p for one in tests)


def test_progress_counts_each_null():
    seen = []

    null_results(clubs(), KEYS, samples=2, progress=lambda *one: seen.append(one))

    assert seen == [
        *(("N1", i, 2) for i in (1, 2)), *(("N2", i, 2) for i in (1, 2)),
        *(("N3", i, 34) for i in range(1, 35)), *(("N4", i, 2) for i in (1, 2)),
    ]  # fmt: skip


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="samples must be at least 1"):
        null_results(clubs(), KEYS, samples=0)
    with pytest.raises(ValueError, match="unknown null model: N9"):
        null_results(clubs(), {"k": (KEYS["core_reach_2"][0], ("N9",))}, samples=1)


# shared work


def test_leaving_out_the_evidence_changes_no_value(province):
    """Robustness apart, of which a bare scope takes one attack."""
    scopes = Scopes(province.snapshot)
    for key in (*scopes.ids()[:2], PROVINCE):
        scope = scopes[key]
        for name, (function, _) in KEYS.items():
            found, whole = function(bare(scope)), function(scope)
            told = whole.value if whole.value is not None else whole.recorded
            if name != "robustness_normalized":
                assert (found.value if found.value is not None else found.recorded) == told


def test_betweenness_is_computed_once_for_all_alternatives(monkeypatch):
    calls = []
    whole = paths.betweenness

    def counted(*one):
        calls.append(one)
        return whole(*one)

    def center(scope):
        return REGISTRY["core_betweenness"].function(scope)

    monkeypatch.setattr(position, "betweenness", counted)
    found = null_results(scope_of(KARATE, 33), {"b": (center, ("N3",))}, samples=1)["b"]["N3"]

    assert len(calls) == 2  # the scope itself, and its alternatives
    expected = nx.betweenness_centrality(KARATE)
    assert found.mean == pytest.approx(np.mean(list(expected.values())))
    assert found.percentile == pytest.approx((32 + 0.5) / 34)


def test_one_attack_is_enough_inside_a_null():
    star, karate = bare(scope_of(nx.star_graph(9), 0)), bare(scope_of(KARATE, 33))

    assert robustness(star.matrix, star.conventions) == (pytest.approx(9 / 100), None)
    value, error = robustness(karate.matrix, karate.conventions)
    assert error is None
    assert value == pytest.approx(0.1324, abs=0.02)


# the same again


PROGRAM = """
import importlib.util, json, sys
from dataclasses import asdict
spec = importlib.util.spec_from_file_location("nulls", sys.argv[1])
tests = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tests)
found = tests.null_results(tests.clubs(), tests.KEYS, samples=5, cards=tests.CARD_OF)
print(json.dumps(found, default=asdict))
"""


def test_two_runs_give_equal_bytes():
    """In two processes with unlike hash seeds."""
    printed = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, __file__], env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=TESTS.parent, capture_output=True, check=True,
        ).stdout
        for seed in ("0", "1")
    ]  # fmt: skip

    assert printed[0] == printed[1]
    assert len(json.loads(printed[0])) == len(KEYS)


class Counted:
    """A metric that counts its calls."""

    def __init__(self):
        self.calls = 0

    def __call__(self, scope):
        self.calls += 1
        return Result(float(scope.degree[0])) if len(scope) else undefined("too_few", 0, 0)


def test_a_second_run_reads_the_first(tmp_path):
    metric = Counted()
    keys = {"z": (metric, ("N3", "N1")), "a": (metric, ("N1",))}
    scope = clubs()

    def run(**more):
        asked = {"digest": "d", "formulas": {"z": "f"}, "samples": 3, "folder": tmp_path} | more
        return cached_null_results(scope, keys, **asked)

    first = run()
    calls = metric.calls
    second = run()

    assert first == second == null_results(scope, keys, samples=3)
    assert list(second) == ["z", "a"]
    assert calls == 2 + 3 * 2 + 34
    metric.calls = 0
    for change in (
        {"digest": "e"}, {"formulas": {}}, {"samples": 4}, {"seed": 2}, {"cards": {"z": "core"}},
    ):  # fmt: skip
        before = metric.calls
        run(**change)
        assert metric.calls > before
    assert len(list(tmp_path.iterdir())) == 6


def test_another_scope_reading_window_or_convention_is_another_file(tmp_path):
    scope, rules = clubs(), load_conventions()
    for one in (
        scope, replace(scope, id="x"), replace(scope, reading="with_hosts"),
        replace(scope, window=replace(scope.window, last=2020)),
        replace(scope, conventions=replace(rules, base_target=6)),
        replace(scope, conventions=replace(rules, twin_note=("a", "b"))),
    ):  # fmt: skip
        for _ in range(2):
            metric = Counted()
            cached_null_results(
                one, {"z": (metric, ("N1",))}, digest="d", formulas={}, samples=2, folder=tmp_path
            )
        assert metric.calls == 0

    assert len(list(tmp_path.iterdir())) == 6


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"about": 1}', b"\xff\xfe"])
def test_a_corrupt_file_is_written_again(tmp_path, content):
    metric = Counted()
    asked = {"digest": "d", "formulas": {}, "samples": 2, "folder": tmp_path}
    first = cached_null_results(clubs(), {"z": (metric, ("N1",))}, **asked)
    (path,) = tmp_path.iterdir()
    good = path.read_bytes()
    path.write_bytes(content)

    assert cached_null_results(clubs(), {"z": (metric, ("N1",))}, **asked) == first
    assert metric.calls == 6
    assert path.read_bytes() == good
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    keys = {"z": (Counted(), ("N1",))}

    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        found = cached_null_results(
            clubs(), keys, digest="d", formulas={}, samples=2, folder=folder
        )
        assert found["z"]["N1"].samples == 2


def test_where_results_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("CHUANGPU_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.cache_folder() == tmp_path / ".cache" / "chuangpu"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert cache.cache_folder() == tmp_path / "x" / "chuangpu"
    monkeypatch.setenv("CHUANGPU_CACHE", str(tmp_path / "own"))
    assert cache.cache_folder() == tmp_path / "own"


# makers of segments


def test_makers_are_drawn_anew_for_nestedness():
    """N5 keeps how many segments an actor makes and how many makers one has, on average."""
    draw = random.Random(1)
    nodes = [{"id": "c", "type": "center"}]
    nodes += [{"id": f"e{i}", "type": "enterprise"} for i in range(35)]
    nodes += [{"id": f"s{i}", "type": "segment"} for i in range(8)]
    edges = [{"source": "c", "type": "collaborates", "target": "e1"}]
    edges += [{"source": f"e{draw.randrange(35)}", "type": "produces",
               "target": f"s{draw.randrange(8)}"} for _ in range(90)]  # fmt: skip
    scope = scope_of_document({"nodes": nodes, "edges": edges})
    one = REGISTRY["nestedness"]

    found = null_results(scope, {"nestedness": (one.function, one.nulls)}, samples=60)
    base = bare(scope)
    sample, generator = NULLS["N5"].sample, np.random.default_rng(2)
    mean = sum(segments_made(sample(base, generator)).toarray() for _ in range(400)) / 400

    assert found["nestedness"]["N5"].reason is None
    assert found["nestedness"]["N5"].sd > 0
    actual = segments_made(base).toarray()
    for axis in (0, 1):
        assert mean.sum(axis=axis) == pytest.approx(actual.sum(axis=axis), abs=0.35)
