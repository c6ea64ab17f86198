"""Where the center stands: between others, within reach, inside the densest shell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.cuts import core_numbers
from graph.metrics.algorithms.paths import Betweenness, betweenness
from graph.metrics.observation import of_core, per_center
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, undefined


@metric(of_core)
def degree_centralization(scope: Scope) -> Result:
    """How far the degrees are from being equal, over the maximum (a star).

    Dimensionless, in [0, 1]; a clique or cycle has 0. None under three actors or without ties.
    """
    seen = scope.seen
    why = _why_not(seen)
    if why:
        return undefined(why)
    n, degree = len(seen), seen.degree.astype(np.float64)
    value = float((degree.max() - degree).sum()) / ((n - 1) * (n - 2))
    return Result(value, contributors=Contributors("hub", seen.ranked(degree)))


@metric(per_center)
def core_betweenness(scope: Scope) -> Result:
    """Mean normalized betweenness of the observed centers, unweighted.

    Dimensionless, in [0, 1]; the hub of a star has 1. None under three actors or without ties.
    Above 5,000 actors it is estimated from seeded sources and carries a standard error.
    """
    seen = scope.seen
    why = _why_not(seen)
    if why:
        return undefined(why)
    found = _betweenness(seen)
    return Result(float(found.scores[seen.centers].mean()), error=found.error)


@metric(of_core)
def betweenness_centralization(scope: Scope) -> Result:
    """How far betweenness is one actor's, over the maximum (a star).

    Dimensionless, in [0, 1]. None under three actors or without ties. Sampled like
    `core_betweenness`.
    """
    seen = scope.seen
    why = _why_not(seen)
    if why:
        return undefined(why)
    found = _betweenness(seen)
    scores = found.scores
    return Result(
        float((scores.max() - scores).sum()) / (len(seen) - 1), error=found.centralization_error,
        contributors=Contributors("broker", seen.ranked(scores)),
    )  # fmt: skip


def _why_not(seen: Scope) -> str | None:
    if len(seen) < 3:
        return "too_few"
    return None if len(seen.u) else "no_tie"


def _betweenness(seen: Scope) -> Betweenness:
    return seen.once(
        "betweenness", lambda: betweenness(seen.matrix, seen.centers, seen.conventions)
    )


@metric(of_core)
def core_reach_1(scope: Scope) -> Result:
    """Share of the actors outside the core that a center is tied to.

    Dimensionless, in [0, 1]. None if nobody is outside.
    """
    return _reach(scope.seen, 1)


@metric(of_core)
def core_reach_2(scope: Scope) -> Result:
    """Share of the actors outside the core within two steps of any center.

    Dimensionless, in [0, 1]; isolates count as not reached. None if nobody is outside.
    """
    return _reach(scope.seen, 2)


def _reach(seen: Scope, steps: int) -> Result:
    outside = len(seen) - len(seen.centers)
    if not outside:
        return undefined("too_few")
    reached = seen.is_center.copy()
    for _ in range(steps):
        reached = reached | (seen.matrix @ reached.astype(np.float64) > 0)
    members: NDArray[np.int32] = np.flatnonzero(reached & ~seen.is_center).astype(np.int32)
    each = np.where(reached & ~seen.is_center, 1 / outside, 0.0)
    return Result(
        len(members) / outside, evidence=seen.actor_evidence(members, each[members]),
        contributors=Contributors("reached", seen.ranked(each, then=seen.strength)),
    )  # fmt: skip


@metric(per_center)
def core_coreness_ratio(scope: Scope) -> Result:
    """Mean core number of the observed centers over the highest core number.

    Dimensionless, in [0, 1]; 1 on every tree. None without ties.
    """
    seen = scope.seen
    if not len(seen.u):
        return undefined("no_tie")
    numbers = seen.once("core_numbers", lambda: core_numbers(seen.matrix))
    return Result(float(numbers[seen.centers].mean()) / int(numbers.max()))
