"""Whom the bases are in touch with: the center, each other, the enterprises."""

from __future__ import annotations

import numpy as np

from graph.ecosystem.counting import Mask
from graph.ecosystem.evidence import Floats
from graph.ecosystem.ranking import listed
from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.paths import path_counts
from graph.metrics.observation import of_bases
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, bounded, undefined


def _tied_to(scope: Scope, some: Mask) -> Mask:
    found: Mask = scope.matrix @ some.astype(np.float64) > 0
    return found


@metric(of_bases)
def base_core_link(scope: Scope) -> Result:
    """Share of the registered bases with a direct activity tie to a center.

    Dimensionless, in [0, 1]. Unobserved bases count as without in ``low``, as with in ``high``.
    None without a center.
    """
    if not len(scope.centers):
        return undefined("no_center")
    bases, of = scope.bases, len(scope.bases)
    linked = _tied_to(scope, scope.is_center)[bases]
    unseen = ~scope.observed[bases]
    tied, apart = bases[linked], bases[~linked & ~unseen]
    return bounded(
        len(tied) / of, (len(tied) + int(unseen.sum())) / of,
        evidence=scope.actor_evidence(tied, np.full(len(tied), 1 / of)),
        contributors=Contributors("paper", listed(scope.actors, apart[:, None])),
    )  # fmt: skip


@metric(of_bases)
def base_base_density(scope: Scope) -> Result:
    """Share of the pairs of bases that are tied.

    Dimensionless, in [0, 1]. None with one base.
    """
    n = len(scope.bases)
    if n < 2:
        return undefined("too_few")
    both = scope.is_base[scope.u] & scope.is_base[scope.v]
    return Result(int(both.sum()) / (n * (n - 1) / 2))


@metric(of_bases)
def base_enterprise_reach(scope: Scope) -> Result:
    """Share of the local enterprises that are tied to a base.

    Dimensionless, in [0, 1]. An untied enterprise that no source speaks of may be tied to a base
    that no source speaks of: ``low`` counts it as without, ``high`` as with. ``high`` counts an
    enterprise of unknown origin as local. None without a local enterprise.
    """
    return _reached(scope, _tied_to(scope, scope.is_base))


@metric(of_bases)
def base_exclusive_reach(scope: Scope) -> Result:
    """Share of the local enterprises that are tied to a base and to no center.

    Dimensionless, in [0, 1]. Bounds as for `base_enterprise_reach`. None without a local
    enterprise.
    """
    through = _tied_to(scope, scope.is_base) & ~_tied_to(scope, scope.is_center)
    return _reached(scope, through)


def _reached(scope: Scope, tied: Mask) -> Result:
    local, unknown = scope.is_local_enterprise, scope.is_enterprise_of_unknown_origin
    of = int(local.sum())
    if not of:
        return undefined("too_few")
    all_spoken = all(b in scope.declared for b in scope.bases.tolist())
    may = np.zeros(len(scope), dtype=bool) if all_spoken else ~scope.observed
    reached = np.flatnonzero(local & tied).astype(np.int32)
    high = int(((local | unknown) & (tied | may)).sum()) / int((local | unknown).sum())
    by_strength = scope.ranked(np.where(local & tied, scope.strength, 0.0))
    return bounded(
        len(reached) / of, high,
        evidence=scope.actor_evidence(reached, np.full(len(reached), 1 / of)),
        contributors=Contributors("enterprise", by_strength),
    )  # fmt: skip


@metric(of_bases)
def base_mediation(scope: Scope) -> Result:
    """Mean share of the shortest paths from a center to a local enterprise that pass a base.

    Over centers and the local enterprises they reach; a base must lie strictly inside the path.
    Dimensionless, in [0, 1]. None without a center, and where no enterprise is reached.
    """
    if not len(scope.centers):
        return undefined("no_center")
    total, reached = 0.0, 0
    for center in scope.centers.tolist():
        share = _mediated(scope, center)
        total += float(share.sum())
        reached += len(share)
    return Result(total / reached) if reached else undefined("too_few")


def _mediated(scope: Scope, center: int) -> Floats:
    """For each local enterprise reached from a center, the share of paths through a base."""
    everything = np.ones(len(scope), dtype=bool)
    distance, count = path_counts(scope.matrix, center, everything)
    around, bypassing = path_counts(scope.matrix, center, ~scope.is_base)
    firms = np.flatnonzero(scope.is_local_enterprise & (distance > 0))
    direct = np.where(around[firms] == distance[firms], bypassing[firms], 0.0)
    found: Floats = 1 - direct / count[firms]
    return found
