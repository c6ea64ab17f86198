"""Average node connectivity: how many internally disjoint paths join two actors.

Most pairs need no flow: the tie itself and common neighbors are disjoint paths, the smaller
degree inside the pair's biconnected block bounds them, and different blocks are joined once.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from graph.metrics.algorithms.cuts import binary, component_sizes

Counts = NDArray[np.int64]
Capacities = NDArray[np.int32]


def average_node_connectivity(matrix: sparse.csr_array) -> float:
    """Mean over all pairs of the number of internally disjoint paths; at least two actors.

    Beineke, Oellermann & Pippert, Discrete Mathematics 252:31, 2002. A tie is a path. Costs one
    maximum flow for each pair that simple bounds do not settle.
    """
    n = matrix.shape[0]
    sizes = component_sizes(matrix)
    joined = int((sizes * (sizes - 1) // 2).sum())  # one path each
    more = 0  # paths beyond the first, inside biconnected blocks
    for block in nx.biconnected_components(nx.from_scipy_sparse_array(matrix)):
        if len(block) > 2:
            inside = np.array(sorted(block))
            more += _beyond_first(binary(sparse.csr_array(matrix[inside][:, inside])))
    return (joined + more) / (n * (n - 1) / 2)


def _beyond_first(block: sparse.csr_array) -> int:
    """Sum over the pairs of a biconnected block of their disjoint paths less one."""
    tied = block.toarray().astype(np.int64)
    degree = tied.sum(axis=1)
    low = tied + tied @ tied
    high = np.minimum.outer(degree, degree)
    one, two = np.triu_indices(len(tied), 1)
    low, high = np.maximum(low[one, two], 2), high[one, two]
    settled = low >= high
    total = int(high[settled].sum())
    split = _split(tied)
    for u, v in zip(one[~settled].tolist(), two[~settled].tolist(), strict=True):
        total += _disjoint_paths(split, len(tied), u, v)
    return total - len(one)


def _split(tied: Counts) -> Capacities:
    """Each actor as an arc of capacity one from its entry (i) to its exit (n + i)."""
    n = len(tied)
    split = np.zeros((2 * n, 2 * n), dtype=np.int32)
    split[n:, :n] = tied
    split[np.arange(n), n + np.arange(n)] = 1
    return split


def _disjoint_paths(split: Capacities, n: int, u: int, v: int) -> int:
    """Maximum flow from the exit of u to the entry of v."""
    network = sparse.csr_array(split)
    return int(maximum_flow(network, n + u, v, method="dinic").flow_value)
