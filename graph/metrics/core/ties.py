"""How much of the collaboration, and of the registered ties, is the core's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.ecosystem.counting import Mask
from graph.ecosystem.evidence import joined, supporting
from graph.ecosystem.ranking import listed
from graph.ecosystem.scope import WITH_HOSTS, Scope
from graph.metrics.observation import of_core, per_center
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, bounded, undefined


@metric(of_core)
def core_tie_share(scope: Scope) -> Result:
    """Share of the weight of ties that have an end in the core.

    Dimensionless, in [0, 1]; a star has 1. None without ties.
    """
    return _tie_share(scope.seen, lambda seen: seen.is_center)


@metric(of_core)
def core_tier_tie_share(scope: Scope) -> Result:
    """Share of the weight of ties that have an end in the core or at a base.

    Dimensionless, in [0, 1]; a tree of center, bases and firms has 1. None without ties.
    """
    return _tie_share(scope.seen, lambda seen: seen.is_center | seen.is_base)


def _tie_share(seen: Scope, tier: Callable[[Scope], Mask]) -> Result:
    total = float(seen.weight.sum())
    if not total:
        return undefined("no_tie")
    core = tier(seen)
    mine = core[seen.u] | core[seen.v]
    value = float(seen.weight[mine].sum()) / total
    with_core = seen.matrix @ core.astype(np.float64)
    partners = seen.ranked(np.where(core, 0.0, with_core) / total)
    return Result(
        value, evidence=seen.tie_evidence(mine / total),
        contributors=Contributors("partner", partners),
    )  # fmt: skip


@metric(per_center)
def core_independence(scope: Scope) -> Result:
    """Mean share of a center's tie weight that is not with its hosts.

    Dimensionless, in [0, 1]. Over observed centers with a host and a tie; None if there is none,
    and in the reading `with_hosts`.
    """
    if scope.reading == WITH_HOSTS:
        return undefined("contracted")
    values = []
    for center in scope.centers[scope.observed[scope.centers]].tolist():
        hosts, strength = scope.hosts.get(center, ()), float(scope.strength[center])
        if hosts and strength:
            row = scope.matrix[[center]].toarray().ravel()
            values.append(1 - float(row[list(hosts)].sum()) / strength)
    if not values:
        hosted = any(scope.hosts.values())
        return undefined("no_tie" if hosted else "no_host")
    return Result(float(np.mean(values)))


@metric(per_center)
def core_strength_percentile(scope: Scope) -> Result:
    """Mid-rank percentile of a center's strength among the actors outside the core, mean.

    Dimensionless, in [0, 1]; 1 means that nobody outside is as strong, 0.5 where all are equal.
    None without ties or with nobody outside.
    """
    seen = scope.seen
    if not len(seen.u):
        return undefined("no_tie")
    outside = np.round(seen.strength[~seen.is_center], 9)
    if not len(outside):
        return undefined("too_few")
    own = np.round(seen.strength[seen.centers], 9)
    ranks = [(outside < s).mean() + (outside == s).mean() / 2 for s in own.tolist()]
    above = ~seen.is_center & (np.round(seen.strength, 9) > own.max())
    return Result(
        float(np.mean(ranks)),
        contributors=Contributors("above", seen.ranked(np.where(above, seen.strength, 0.0))),
    )


@metric(of_core)
def formal_activity_gap(scope: Scope) -> Result:
    """Share of the registered ties of centers that carry no activity.

    Over the pairs of a center with its hosts, co-builders and bases. Dimensionless, in [0, 1]. A
    pair with an unobserved end and no tie counts as active in ``low``, as inactive in ``high``.
    None where nothing is registered.
    """
    center, other = scope.formal[:, 0], scope.formal[:, 1]
    of = len(center)
    if not of:
        return undefined("too_few")
    matrix = scope.matrix
    tied = np.array(
        [matrix[c, x] > 0 for c, x in scope.formal.tolist()], dtype=bool
    )  # a center has few formal ties
    known = scope.observed[center] & scope.observed[other]
    idle = ~tied & known
    return bounded(
        int(idle.sum()) / of, int((~tied).sum()) / of,
        evidence=joined(
            scope.actor_evidence(other[idle], np.full(int(idle.sum()), 1 / of)),
            supporting(scope.formal_statements),
        ),
        contributors=Contributors("paper", listed(scope.actors, scope.formal[idle], 1 / of)),
    )  # fmt: skip
