"""The algorithms below the metrics, against NetworkX, brute force, and numbers worked by hand."""

from __future__ import annotations

import functools
from dataclasses import replace
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from graph.conventions import load_conventions
from graph.metrics.algorithms import paths
from graph.metrics.algorithms.connectivity import average_node_connectivity
from graph.metrics.algorithms.cuts import component_sizes, core_numbers, cuts, pair_share
from graph.metrics.algorithms.paths import betweenness, efficiency, harmonic, path_counts
from graph.metrics.algorithms.robustness import _attack, robustness
from graph.metrics.core.fit import correlation

RULES = load_conventions()
NOBODY = np.empty(0, np.int32)


def mixed(seed):
    """Sparse parts of three kinds beside each other, with isolates, under shuffled numbers."""
    draw = np.random.default_rng(seed)
    n, m = int(draw.integers(4, 12)), int(draw.integers(3, 16))
    parts = [
        nx.gnm_random_graph(n, m, seed=seed), nx.random_labeled_tree(7, seed=seed),
        nx.gnm_random_graph(6, 11, seed=seed), nx.cycle_graph(4), nx.empty_graph(2),
    ]  # fmt: skip
    graph = nx.disjoint_union_all(parts)
    graph.add_edge(0, n)  # a bridge between two of them
    return nx.relabel_nodes(graph, dict(enumerate(draw.permutation(len(graph)).tolist())))


GRAPHS = {f"mixed-{seed}": mixed(seed) for seed in range(12)} | {
    "karate": nx.karate_club_graph(),
    "clique": nx.complete_graph(7),
    "bipartite": nx.complete_bipartite_graph(3, 5),
    "ladder": nx.ladder_graph(6),
    "barbell": nx.barbell_graph(4, 2),
    "two-triangles": nx.Graph([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)]),
    "one-tie": nx.path_graph(2),
}
LONG = nx.disjoint_union(nx.star_graph(9), nx.path_graph(260))  # deep, not from its hub


@pytest.fixture(params=GRAPHS)
def graph(request):
    return GRAPHS[request.param]


def matrix_of(graph):
    """The adjacency in the order of the numbers, with weights that no algorithm may read."""
    found = nx.to_scipy_sparse_array(graph, nodelist=range(len(graph)), weight=None, format="csr")
    return sparse.csr_array(found * 0.25)


def in_order(values):
    return [values[i] for i in range(len(values))]


# cuts and cores


def test_cut_actors_bridges_components_and_cores(graph):
    matrix = matrix_of(graph)
    found = cuts(matrix)

    assert found.actors == sorted(nx.articulation_points(graph))
    assert found.bridges == sorted(tuple(sorted(tie)) for tie in nx.bridges(graph))
    assert core_numbers(matrix).tolist() == in_order(nx.core_number(graph))
    assert sorted(component_sizes(matrix)) == sorted(map(len, nx.connected_components(graph)))


def test_the_pairs_that_a_path_joins():
    """Components of 3 and 1: 3 * 2 of 4 * 3 pairs; nobody: no components."""
    assert pair_share(np.array([3, 1])) == 6 / 12
    assert component_sizes(sparse.csr_array((0, 0))).tolist() == []


# paths


def test_betweenness_and_efficiency(graph):
    matrix, n = matrix_of(graph), len(graph)
    value, error = efficiency(matrix, RULES)

    assert (value, error) == (pytest.approx(nx.global_efficiency(graph)), None)
    if n > 2:
        found = betweenness(matrix, NOBODY, RULES)
        assert found.scores == pytest.approx(in_order(nx.betweenness_centrality(graph)))
        assert (found.error, found.centralization_error) == (None, None)


def test_nobody_tied_has_no_efficiency():
    assert efficiency(sparse.csr_array((3, 3)), RULES) == (0.0, None)


def test_sums_of_inverse_distances_for_more_sources_than_a_word_has_bits():
    graph = nx.gnm_random_graph(150, 200, seed=1)
    wanted = [
        sum(1 / d for d in nx.single_source_shortest_path_length(graph, i).values() if d)
        for i in range(150)
    ]

    assert harmonic(matrix_of(graph), np.arange(150)) == pytest.approx(wanted)


def test_batches_hold_every_source_once():
    for n, width in ((10, 64), (10**6, 4), (10**9, 1)):
        found = list(paths.batches(np.arange(130), n))

        assert np.concatenate(found).tolist() == list(range(130))
        assert {len(one) for one in found[:-1]} == {width}


def test_path_counts_enter_only_whom_they_may(graph):
    inside = np.arange(len(graph)) % 3 != 1
    allowed = graph.subgraph({0, *np.flatnonzero(inside).tolist()})

    distance, count = path_counts(matrix_of(graph), 0, inside)

    wanted = nx.single_source_shortest_path_length(allowed, 0)
    assert distance.tolist() == [wanted.get(i, -1) for i in range(len(graph))]
    for i in range(len(graph)):
        ways = len(list(nx.all_shortest_paths(allowed, 0, i))) if i in wanted else 0
        assert count[i] == ways


def dependency(graph, source):
    """Share of the shortest paths from a source that pass each actor, over all targets."""
    found = nx.betweenness_centrality_subset(graph, [source], list(graph), normalized=False)
    return 2 * np.array(in_order(found))


@pytest.mark.parametrize("graph", [nx.karate_club_graph(), LONG], ids=["karate", "long"])
def test_sampled_paths_and_their_standard_errors(graph):
    """With every actor as a source the mean is exact; the errors are those of the draws."""
    n, watched = len(graph), np.array([0, 5], np.int32)
    rules = replace(RULES, exact_actors=20, sampled_sources=n)
    each = np.array([dependency(graph, i) for i in range(n)]) * n / ((n - 1) * (n - 2))
    wanted = np.array(in_order(nx.betweenness_centrality(graph)))

    found = betweenness(matrix_of(graph), watched, rules)

    assert each.mean(axis=0) == pytest.approx(wanted)
    assert found.scores == pytest.approx(wanted)
    core = each[:, watched].mean(axis=1)
    assert found.error == pytest.approx(core.std(ddof=1) / np.sqrt(n))
    apart = (each[:, [wanted.argmax()]] - each).sum(axis=1) / (n - 1)
    assert found.centralization_error == pytest.approx(apart.std(ddof=1) / np.sqrt(n))
    assert betweenness(matrix_of(graph), NOBODY, rules).error == 0

    steps = [nx.single_source_shortest_path_length(graph, i) for i in range(n)]
    draws = np.array([sum(1 / d for d in one.values() if d) for one in steps]) / (n - 1)
    value, error = efficiency(matrix_of(graph), rules)
    assert value == pytest.approx(draws.mean())
    assert error == pytest.approx(draws.std(ddof=1) / np.sqrt(n))


def test_sources_are_drawn_once_each_and_seeded():
    rules = replace(RULES, sampled_sources=30)
    one, two = paths.sampled_sources(40, rules), paths.sampled_sources(40, rules)

    assert one.tolist() == sorted(set(one.tolist())) == two.tolist()
    assert len(one) == 30
    assert one.tolist() != paths.sampled_sources(40, replace(rules, seed=1)).tolist()


def test_the_exact_limit_is_still_exact():
    graph = nx.karate_club_graph()
    rules = replace(RULES, exact_actors=34, sampled_sources=5)

    assert betweenness(matrix_of(graph), NOBODY, rules).error is None
    assert efficiency(matrix_of(graph), rules)[1] is None


def test_long_chains_are_searched_source_by_source():
    """In blocks they would keep all levels of all sources: memory quadratic in the chain."""
    assert paths._is_deep(matrix_of(LONG))  # from the second actor of 103 the last is 101 steps off
    assert [paths._is_deep(matrix_of(nx.path_graph(n))) for n in (102, 103)] == [False, True]
    found = betweenness(matrix_of(LONG), NOBODY, RULES)

    assert found.scores == pytest.approx(in_order(nx.betweenness_centrality(LONG)))
    value, _ = efficiency(matrix_of(LONG), RULES)
    assert value == pytest.approx(nx.global_efficiency(LONG))


# independent paths


def test_average_node_connectivity(graph):
    wanted = nx.average_node_connectivity(graph)

    assert average_node_connectivity(matrix_of(graph)) == pytest.approx(wanted)


# robustness


def expected_R(graph):
    """The expectation over all orders of equals, by recursion on what remains."""

    @functools.cache
    def rest(here):
        if not here:
            return Fraction(0)
        inner = graph.subgraph(here)
        top = max(d for _, d in inner.degree)
        after = [here - {i} for i, d in inner.degree if d == top]
        largest = [
            max(map(len, nx.connected_components(graph.subgraph(one))), default=0) for one in after
        ]
        return sum((rest(one) + size for one, size in zip(after, largest, strict=True)),
                   Fraction(0)) / len(after)  # fmt: skip

    return rest(frozenset(graph)) / len(graph) ** 2


SMALL = [
    nx.path_graph(7), nx.cycle_graph(6), nx.complete_graph(5), nx.star_graph(4),
    nx.disjoint_union(nx.path_graph(4), nx.empty_graph(2)), nx.barbell_graph(3, 1),
    nx.gnm_random_graph(9, 12, seed=1), nx.gnm_random_graph(9, 8, seed=2), nx.path_graph(2),
    nx.gnm_random_graph(8, 16, seed=3),
]  # fmt: skip


@pytest.mark.parametrize("graph", SMALL)
def test_robustness_is_the_expectation(graph):
    value, error = robustness(matrix_of(graph), RULES)

    assert (value, error) == (pytest.approx(float(expected_R(graph))), None)


@pytest.mark.parametrize("graph", SMALL)
def test_robustness_of_seeded_runs_comes_near(graph):
    rules = replace(RULES, robustness_sets=1)

    value, error = robustness(matrix_of(graph), rules)

    assert error < rules.robustness_error
    assert abs(value - float(expected_R(graph))) <= 5 * error + 1e-12


def matching(k):
    """k ties without a common actor: 2^k sets can remain, and all orders are alike."""
    return nx.disjoint_union_all([nx.path_graph(2)] * k)


@pytest.mark.parametrize(("k", "exact"), [(1, True), (10, True), (16, False), (300, False)])
def test_many_equal_sets_are_not_enumerated(k, exact):
    """The first k removals leave 2 together, the last of them 1; then come k - 1 isolates and
    nobody: 2(k-1) + 1 + (k-1) = 3k - 2 over (2k)^2. Of 2^16 sets more than 60,000."""
    value, error = robustness(matrix_of(matching(k)), RULES)

    assert value == pytest.approx((3 * k - 2) / (4 * k * k))
    assert error == (None if exact else 0.0)


@pytest.mark.parametrize("graph", [matching(12), nx.star_graph(12), nx.cycle_graph(40)])
def test_an_attack_removes_an_actor_of_highest_degree(graph):
    """None has 2^29. Without a limit each order removes an actor of highest degree."""
    around = [list(graph[i]) for i in range(len(graph))]
    generator = np.random.default_rng(0)

    assert _attack(around, generator, 2**29)[1] is False
    for order in {tuple(_attack(around, generator, 0)[0]) for _ in range(5)}:
        left = graph.copy()
        assert sorted(order) == sorted(graph)
        for actor in order:
            assert left.degree[actor] == max(d for _, d in left.degree)
            left.remove_node(actor)


def test_runs_go_on_until_the_error_is_small_enough():
    """At least 20 runs, at least 3 above the limit; fewer tell less."""
    graph = nx.gnm_random_graph(30, 40, seed=5)
    matrix = matrix_of(graph)
    loose = replace(RULES, robustness_sets=1, robustness_error=1.0)
    tight = replace(loose, robustness_error=0.0005)

    small, large = (robustness(matrix, replace(loose, large_actors=limit)) for limit in (30, 29))

    assert robustness(matrix, tight)[1] < 0.0005
    around = [sorted(graph[i]) for i in range(30)]
    for (value, error), runs in ((small, 20), (large, 3)):
        generator = np.random.default_rng(RULES.seed)
        found = []
        for _ in range(runs):
            order, left = _attack(around, generator, 0)[0], graph.copy()
            total = 0
            for actor in order:
                left.remove_node(actor)
                total += max(map(len, nx.connected_components(left)), default=0)
            found.append(total / 900)
        assert value == pytest.approx(np.mean(found))
        assert error == pytest.approx(np.std(found, ddof=1) / np.sqrt(runs))


# core and periphery


def fit(graph, core):
    """`correlation` of one core."""
    touching = sum(u in core or v in core for u, v in graph.edges)
    one, two = np.array([len(core)]), np.array([touching])
    return correlation(len(graph), graph.number_of_edges(), one, two)[0]


def test_a_star_of_many_leaves_fits_its_center():
    """Tied and touching the core are the same: r is 1. The products pass 64 bits."""
    assert fit(nx.star_graph(3000), {0}) == pytest.approx(1)


@pytest.mark.parametrize("n", [12, 1600])
def test_fit_is_the_correlation_over_all_pairs(n):
    graph, core = nx.gnm_random_graph(n, 4 * n, seed=n), set(range(n // 4))
    one, two = np.triu_indices(n, 1)

    tied = nx.to_numpy_array(graph)[one, two]
    touching = (one < n // 4) | (two < n // 4)

    assert fit(graph, core) == pytest.approx(np.corrcoef(tied, touching)[0, 1], abs=1e-9)
