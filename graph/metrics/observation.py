"""Rules of an open world: when a value may be stated at all (METRIC_KEYS.md section 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from graph.ecosystem.evidence import joined
from graph.ecosystem.scope import Scope
from graph.metrics.result import Result, undefined

Function = Callable[[Scope], Result]


def of_core(function: Function) -> Function:
    """No center, or all centers unobserved: null. Coverage counts actors."""
    return _core(function, lambda scope: (len(scope.seen), len(scope)))


def per_center(function: Function) -> Function:
    """The same for a mean over centers: coverage counts centers."""
    return _core(function, lambda scope: (len(scope.seen.centers), len(scope.centers)))


def _core(function: Function, covers: Callable[[Scope], tuple[int, int]]) -> Function:
    @wraps(function)
    def guarded(scope: Scope) -> Result:
        coverage = covers(scope)
        why = _no_core(scope)
        return (
            undefined(why, *coverage, scope.ground)
            if why
            else _over(function(scope), scope, *coverage)
        )

    return guarded


def _no_core(scope: Scope) -> str | None:
    if not len(scope.centers):
        return "no_center"
    return None if len(scope.seen.centers) else "unobserved"


def _over(found: Result, scope: Scope, observed: int, of: int) -> Result:
    """A result with its coverage, and the ground that every value of the scope stands on."""
    own = len(found.evidence) > 0  # else the scope's own object: it is traced once
    evidence = joined(found.evidence, scope.ground) if own else scope.ground
    return replace(found, observed=observed, of=of, evidence=evidence)


def of_network(function: Function) -> Function:
    """A map of what was read is no finding: null where too few actors are observed."""

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        seen, rules = scope.seen, scope.conventions
        found = _over(function(scope), scope, len(seen), len(scope))
        few = len(seen) < rules.observed_share * len(scope) or len(seen) < rules.observed_actors
        return _withheld(found) if few and not scope.design.closed else found

    return guarded


def coreless(function: Function) -> Function:
    """The same for a value without the core: null without a core, too."""
    within = of_network(function)

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        why = _no_core(scope)
        return undefined(why, len(scope.seen), len(scope), scope.ground) if why else within(scope)

    return guarded


def of_all_actors(function: Function) -> Function:
    """Null unless every actor is observed: what nobody looked at may be tied."""
    within = of_network(function)

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        found = within(scope)
        complete = scope.observed.all() or found.reason == "partly_observed"
        return found if complete else _withheld(found)

    return guarded


def _withheld(found: Result) -> Result:
    return replace(found, value=None, reason="partly_observed", recorded=found.value)


def of_bases(function: Function) -> Function:
    """No base, or all bases unobserved: null. Coverage counts bases."""

    @wraps(function)
    def guarded(scope: Scope) -> Result:
        observed, of = int(scope.observed[scope.bases].sum()), len(scope.bases)
        if of and observed:
            return _over(function(scope), scope, observed, of)
        return undefined("unobserved" if of else "no_base", observed, of, scope.ground)

    return guarded


def of_active_bases(function: Function) -> Function:
    """A count, which no base makes 0; null where all bases are unobserved."""
    return _counted(function, lambda scope: bool(scope.observed[scope.bases].any()))


def of_registered_bases(function: Function) -> Function:
    """A count of what is registered, which is never unobserved."""
    return _counted(function, lambda scope: True)


def _counted(function: Function, known: Callable[[Scope], bool]) -> Function:
    @wraps(function)
    def guarded(scope: Scope) -> Result:
        observed, of = int(scope.observed[scope.bases].sum()), len(scope.bases)
        if of and not known(scope):
            return undefined("unobserved", observed, of, scope.ground)
        return _over(function(scope), scope, observed, of)

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
