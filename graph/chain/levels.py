"""Positions along a chain: trophic levels and upstreamness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import cg

from graph.ecosystem.design import Design

_DENSE = 200


def trophic_incoherence(ties: Sequence[tuple[int, int]]) -> float:
    """Mean over links of (h_target - h_source - 1)^2, with the levels that make it least.

    Dimensionless, in [0, 1]: 0 for clean tiers, 1 for a cycle. Every link counts one. At least
    one link. MacKay, Johnson & Sansom, Royal Society Open Science 7:201138, 2020.

    >>> round(trophic_incoherence([(0, 1), (0, 2), (1, 2)]), 6)
    0.111111
    """
    names = sorted({end for pair in ties for end in pair})
    place = {name: i for i, name in enumerate(names)}
    low = np.array([place[a] for a, _ in ties])
    high = np.array([place[b] for _, b in ties])
    n = len(names)
    ones = np.ones(len(ties))
    forward = sparse.coo_array((ones, (low, high)), shape=(n, n)).tocsr()
    both = sparse.csr_array(forward + forward.T)
    into, out = np.bincount(high, minlength=n), np.bincount(low, minlength=n)
    laplacian = sparse.csr_array(sparse.diags_array((into + out).astype(np.float64)) - both)
    if n <= _DENSE:
        levels = np.linalg.lstsq(laplacian.toarray(), (into - out).astype(float), rcond=None)[0]
    else:
        levels = _solved(laplacian, (into - out).astype(np.float64), both)
    return float(((levels[high] - levels[low] - 1) ** 2).mean())


def _solved(
    laplacian: sparse.csr_array, wanted: np.ndarray[tuple[int], np.dtype[np.float64]],
    both: sparse.csr_array,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:  # fmt: skip
    """Levels of a large network; the singular system is consistent in each component."""
    _, label = connected_components(both, directed=False)
    mean = np.bincount(label, wanted) / np.bincount(label)
    degree = laplacian.diagonal()
    found, status = cg(
        laplacian, wanted - mean[label], rtol=1e-9, maxiter=20 * len(wanted),
        M=sparse.diags_array(1 / np.where(degree > 0, degree, 1.0)),
    )  # fmt: skip
    if status:
        raise ArithmeticError("trophic levels did not converge")
    return np.asarray(found)


def upstreamness(design: Design) -> dict[int, float]:
    """Mean number of steps to final use, counting from 1: sinks have 1.

    1 plus the mean over the segments directly downstream. Antràs et al., American Economic
    Review 102(3):412, 2012, with equal shares.
    """
    out = design.outputs()
    found: dict[int, float] = {}
    for i in reversed(design.order):
        found[i] = 1 + (sum(found[j] for j in out[i]) / len(out[i]) if out[i] else 0.0)
    return found
