"""Who works with whom: across sectors and regions, in triangles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.ecosystem.counting import Mask
from graph.ecosystem.scope import Scope
from graph.metrics.observation import of_network
from graph.metrics.registry import metric
from graph.metrics.result import Result, undefined


def _across_sectors(seen: Scope) -> Mask:
    code = seen.sector_codes
    found: Mask = code[seen.u] != code[seen.v]
    return found


@metric(of_network)
def cross_sector_tie_share(scope: Scope) -> Result:
    """Share of the ties, each counting once, whose two ends differ in sector.

    Dimensionless, in [0, 1]. None without ties.
    """
    seen = scope.seen
    m = len(seen.u)
    if not m:
        return undefined("no_tie")
    across = _across_sectors(seen)
    return Result(float(across.sum()) / m, evidence=seen.tie_evidence(across / m / seen.weight))


@metric(of_network)
def ei_index_type(scope: Scope) -> Result:
    """Ties across sectors less ties within, over their sum.

    Dimensionless, in [-1, 1]; -1 all within, 1 all across. None without ties.
    """
    return _e_i(_across_sectors(scope.seen))


@metric(of_network)
def ei_index_region(scope: Scope) -> Result:
    """The same by region, over the ties whose two ends have one.

    Dimensionless, in [-1, 1]. None without such a tie.
    """
    seen = scope.seen
    names = np.array([one or "" for one in seen.region], dtype=str)
    one, two = names[seen.u], names[seen.v]
    told = (one != "") & (two != "")
    return _e_i(one[told] != two[told])


def _e_i(across: Mask) -> Result:
    return Result(2 * float(across.mean()) - 1) if len(across) else undefined("no_tie")


@metric(of_network)
def type_assortativity(scope: Scope) -> Result:
    """Newman's assortativity of the ties by sector, unweighted.

    Dimensionless, in [-1, 1]; 1 where all ties lie within sectors. None without ties, and where
    the tied actors share one sector.
    """
    seen = scope.seen
    m = len(seen.u)
    if not m:
        return undefined("no_tie")
    code = seen.sector_codes
    ends = np.bincount(np.concatenate([code[seen.u], code[seen.v]])) / (2 * m)
    if np.count_nonzero(ends) < 2:
        return undefined("too_few")
    chance = float((ends**2).sum())
    within = 1 - float(_across_sectors(seen).mean())
    return Result((within - chance) / (1 - chance))


@metric(of_network)
def transitivity(scope: Scope) -> Result:
    """Share of the two-paths whose ends are tied.

    Dimensionless, in [0, 1]; 3 triangles over two-paths. None without a two-path.
    """
    seen = scope.seen
    degree = seen.degree.astype(np.int64)
    paths = int((degree * (degree - 1) // 2).sum())
    if not paths:
        return undefined("too_few")
    return Result(3 * triangles(seen.u, seen.v, degree) / paths)


def triangles(u: NDArray[np.int32], v: NDArray[np.int32], degree: NDArray[np.int64]) -> int:
    """Number of triangles of ties with u < v. Each tie points to the end of higher degree, among
    equals to v, so that no actor has more than sqrt(2m) ties out: O(m^1.5), hubs or not."""
    turned = degree[u] > degree[v]
    low, high = np.where(turned, v, u), np.where(turned, u, v)
    n = len(degree)
    out = sparse.coo_array((np.ones(len(low), np.int64), (low, high)), shape=(n, n)).tocsr()
    return int((out @ out).multiply(out).sum())
