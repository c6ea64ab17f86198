"""Rules of an open world: when a value may be stated at all (METRIC_KEYS.md section 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from graph.ecosystem.evidence import joined
from graph.ecosystem.scope import Scope
from graph.metrics.result import Result, undefined

Function = Callable[[Scope], Result]


def of_core(function: Function, *, per_center: bool = False) -> Function:
    """No center, or all centers unobserved: null. The evidence gets the scope's ground.

    ``per_center`` values are means over centers, and their coverage counts centers.
    """

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        seen = scope.seen
        coverage = (len(seen), len(scope))
        if per_center:
            coverage = (len(seen.centers), len(scope.centers))
        if not len(scope.centers):
            return undefined("no_center", *coverage, scope.ground)
        if not len(seen.centers):
            return undefined("unobserved", *coverage, scope.ground)
        found = function(scope)
        return replace(
            found, observed=coverage[0], of=coverage[1],
            evidence=joined(found.evidence, scope.ground),
        )  # fmt: skip

    return guarded


def of_network(function: Function, *, coreless: bool = False) -> Function:
    """A map of what was read is no finding: null where too few actors are observed."""

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        seen, rules = scope.seen, scope.conventions
        if coreless and not len(scope.centers):
            return undefined("no_center", len(seen), len(scope), scope.ground)
        if coreless and not len(seen.centers):
            return undefined("unobserved", len(seen), len(scope), scope.ground)
        found = function(scope)
        found = replace(
            found, observed=len(seen), of=len(scope),
            evidence=joined(found.evidence, scope.ground),
        )  # fmt: skip
        few = len(seen) < rules.observed_share * len(scope) or len(seen) < rules.observed_actors
        if not few:
            return found
        return replace(found, value=None, reason="partly_observed", recorded=found.value)

    return guarded


def of_bases(function: Function) -> Function:
    """No base, or all bases unobserved: null."""

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        observed = int(scope.observed[scope.bases].sum())
        of = len(scope.bases)
        if not of:
            return undefined("no_base", 0, 0, scope.ground)
        if not observed:
            return undefined("unobserved", 0, of, scope.ground)
        found = function(scope)
        return replace(
            found, observed=observed, of=of, evidence=joined(found.evidence, scope.ground)
        )

    return guarded


def of_chain(function: Function) -> Function:
    """No counted segment, or a cycle: null."""

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        of = len(scope.design.segments)
        if not of:
            return undefined("no_segment", 0, 0)
        if scope.design.cycle:
            return undefined("cycle", 0, of)
        return function(scope)

    return guarded
