"""The algorithms below the metrics, against NetworkX, brute force, and numbers worked by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph.metrics.core.fit import correlation

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
