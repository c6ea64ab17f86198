"""Components, cut actors, bridges and core numbers of a sparse adjacency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components, depth_first_order

from graph.ecosystem.evidence import unrolled

Positions = NDArray[np.intp]


def component_sizes(matrix: sparse.csr_array) -> Positions:
    """Sizes of the connected components, isolates included."""
    if not matrix.shape[0]:
        return np.empty(0, dtype=np.intp)
    _, label = connected_components(matrix, directed=False)
    return np.bincount(label)


def pair_share(sizes: Positions) -> float:
    """Share of the pairs that lie in one component: sum of n_c(n_c-1) over n(n-1), n > 1."""
    n, each = float(sizes.sum()), sizes.astype(np.float64)
    return float((each * (each - 1)).sum() / (n * (n - 1)))


@dataclass(frozen=True)
class Cuts:
    """Cut actors, ascending, and bridges as pairs of positions in ascending order."""

    actors: list[int]
    bridges: list[tuple[int, int]]


def cuts(matrix: sparse.csr_array) -> Cuts:
    """Actors and ties whose loss splits a component. Linear in the ties.

    Tarjan's low points over SciPy's depth-first order (NetworKit 11.3 crashed on one of our
    scopes; NetworkX needs 40 times as long at 100,000 actors).
    """
    n = matrix.shape[0]
    if not matrix.nnz:
        return Cuts([], [])
    first = _component_starts(matrix)
    rooted = with_root(matrix, first)
    order, before = depth_first_order(rooted, n, directed=False)
    rank = np.empty(n + 1, dtype=np.int64)
    rank[order] = np.arange(n + 1)
    back = rank[rooted.indices]
    owner = np.repeat(np.arange(n + 1), np.diff(rooted.indptr))
    back[rooted.indices == before[owner]] = n + 1  # the tie one came by is no way back
    low = np.minimum(np.minimum.reduceat(back, rooted.indptr[:-1]), rank)
    lowest, parent, place = low.tolist(), before.tolist(), rank.tolist()
    cut, bridges = set(), []
    children = dict.fromkeys(first.tolist(), 0)
    for v in order[:0:-1].tolist():
        p = parent[v]
        if p == n:
            continue  # the added root
        if lowest[v] > place[p]:
            bridges.append((min(p, v), max(p, v)))
        if p in children:
            children[p] += 1
        elif lowest[v] >= place[p]:
            cut.add(p)
        lowest[p] = min(lowest[p], lowest[v])
    cut |= {start for start, count in children.items() if count > 1}
    return Cuts(sorted(cut), sorted(bridges))


def _component_starts(matrix: sparse.csr_array) -> Positions:
    """The smallest position of each component."""
    _, label = connected_components(matrix, directed=False)
    return np.unique(label, return_index=True)[1]


def with_root(matrix: sparse.csr_array, first: Positions) -> sparse.csr_array:
    """The adjacency with one more node, the last, tied to one actor of each component."""
    spoke = np.zeros(matrix.shape[0])
    spoke[first] = 1.0
    column = sparse.csr_array(spoke[:, None])
    built = sparse.block_array([[binary(matrix), column], [column.T, None]], format="csr")
    return sparse.csr_array(built)


def binary(matrix: sparse.csr_array) -> sparse.csr_array:
    """The adjacency with 1 for every tie."""
    return sparse.csr_array(
        (np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape
    )


def core_numbers(matrix: sparse.csr_array) -> NDArray[np.int64]:
    """Core number of each actor, shape (n,): the largest k whose k-core holds it.

    Peels all actors of degree at most k at once; linear in the ties.
    """
    ties = np.diff(matrix.indptr)
    degree = ties.astype(np.int64)
    core = np.zeros(len(degree), dtype=np.int64)
    left = np.ones(len(degree), dtype=bool)
    waiting: Positions = np.arange(len(degree))
    k = 0
    while len(waiting):
        k = max(k, int(degree[waiting].min()))
        peeled = waiting[degree[waiting] <= k]
        while len(peeled):
            core[peeled] = k
            left[peeled] = False
            _, place = unrolled(matrix.indptr[peeled], ties[peeled])
            near = matrix.indices[place]
            near = near[left[near]]
            np.subtract.at(degree, near, 1)
            near = np.unique(near)
            peeled = near[degree[near] <= k].astype(np.intp)
        waiting = waiting[left[waiting]]
    return core
