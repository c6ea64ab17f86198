"""Core-periphery fit: how close the network is to an ideal core and periphery."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.ecosystem.counting import Mask
from graph.ecosystem.scope import Scope
from graph.metrics.observation import of_core
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, undefined


@metric(of_core)
def be_fit_designated(scope: Scope) -> Result:
    """Correlation over pairs between "tied" and "one of the two is a center".

    Dimensionless, in [-1, 1]; a star around its center has 1. None with fewer than two pairs, and
    where all pairs or none are tied or touch the core.
    """
    return _fit(scope.seen, scope.seen.is_center)


@metric(of_core)
def be_fit_core_tier(scope: Scope) -> Result:
    """The same with centers and bases as the core.

    Dimensionless, in [-1, 1]. None as for the designated core.
    """
    return _fit(scope.seen, scope.seen.is_center | scope.seen.is_base)


def _fit(seen: Scope, core: Mask) -> Result:
    n, inside = len(seen), int(core.sum())
    touching = int((core[seen.u] | core[seen.v]).sum())
    value = correlation(n, len(seen.u), np.array([inside]), np.array([touching]))[0]
    return undefined("too_few") if np.isnan(value) else Result(float(value))


@metric(of_core)
def be_fit_best(scope: Scope) -> Result:
    """The highest fit over all non-empty proper subsets of the actors as core.

    Dimensionless, in [-1, 1]. None above 14 actors (cost), and where no subset has a fit.
    """
    seen = scope.seen
    n = len(seen)
    if n > seen.conventions.exhaustive_core_actors:
        return undefined("cost")
    subsets = np.arange(1, max(2**n - 1, 1), dtype=np.int64)
    u, v = seen.u.astype(np.int64), seen.v.astype(np.int64)
    touching = np.zeros(len(subsets), dtype=np.int64)
    for one, two in zip(u.tolist(), v.tolist(), strict=True):
        touching += ((subsets >> one) | (subsets >> two)) & 1
    sizes = np.zeros(len(subsets), dtype=np.int64)
    for i in range(n):
        sizes += (subsets >> i) & 1
    found = correlation(n, len(u), sizes, touching)
    if not len(found) or np.isnan(found).all():
        return undefined("too_few")
    best = int(np.nanargmax(np.round(found, 12)))
    members = np.array([bool(subsets[best] >> i & 1) for i in range(n)], dtype=np.float64)
    return Result(float(found[best]), contributors=Contributors("core", seen.ranked(members)))


def correlation(
    n: int, m: int, core: NDArray[np.int64], touching: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Pearson r over the pairs of n actors of two marks: tied, and touching the core.

    Parameters
    ----------
    n, m : int
        Number of actors and of ties.
    core, touching : ndarray of int64, shape (k,)
        Size of each core, and the number of ties that touch it.

    Returns
    -------
    ndarray of shape (k,)
        In [-1, 1]; NaN where a mark is the same for all pairs.
    """
    pairs = n * (n - 1) // 2
    marked = pairs - (n - core) * (n - core - 1) // 2
    # Floats: the product of the four passes 64 bits from some 1,500 actors on.
    spread = float(m * (pairs - m)) * marked.astype(np.float64) * (pairs - marked)
    safe = np.where(spread > 0, spread, 1.0)
    found: NDArray[np.float64] = np.where(
        spread > 0, (pairs * touching - m * marked) / np.sqrt(safe), np.nan
    )
    return found
