"""Trophic levels of larger networks agree with a dense least-squares solution."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph.chain.levels import trophic_incoherence


@pytest.mark.parametrize(("n", "m"), [(260, 500), (400, 2000)])
def test_sparse_levels_agree_with_dense_ones(n, m):
    """With several components and two-cycles, above the size that is solved densely."""
    graph = nx.gnm_random_graph(n, m, seed=n, directed=True)
    ties = list(graph.edges)
    into = np.array([graph.in_degree[i] for i in range(n)], dtype=float)
    out = np.array([graph.out_degree[i] for i in range(n)], dtype=float)
    adjacency = nx.to_numpy_array(graph, nodelist=range(n))
    laplacian = np.diag(into + out) - adjacency - adjacency.T
    levels = np.linalg.lstsq(laplacian, into - out, rcond=None)[0]
    expected = np.mean([(levels[b] - levels[a] - 1) ** 2 for a, b in ties])

    assert trophic_incoherence(ties) == pytest.approx(expected, abs=1e-8)


def test_a_long_path_is_coherent():
    assert trophic_incoherence([(i, i + 1) for i in range(3000)]) == pytest.approx(0, abs=1e-8)
