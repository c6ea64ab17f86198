"""What can be made here, inputs included, and which segments everything hangs on."""

from __future__ import annotations

from graph.chain.findings import Findings
from graph.chain.routes import dominators_of_sinks
from graph.chain.status import share
from graph.ecosystem.evidence import joined
from graph.ecosystem.making import LOCAL
from graph.ecosystem.scope import Scope
from graph.metrics.chain.parts import by_segment, findings, missing, spread, stated
from graph.metrics.ground import link_ground, making_ground
from graph.metrics.observation import of_chain
from graph.metrics.registry import metric
from graph.metrics.result import Result, bounded


def _of_sinks(scope: Scope, found: set[int]) -> Result:
    return _share(scope, findings(scope).share_of_sinks(found))


def _share(scope: Scope, value: float | None) -> Result:
    return missing(scope, "no_link") if value is None else stated(scope, value, link_ground(scope))


@metric(of_chain)
def sink_feasible_strict(scope: Scope) -> Result:
    """Importance share of the final segments that can be made over local links.

    Dimensionless, in [0, 1]; unknown links fail. None without links.
    """
    return _of_sinks(scope, findings(scope).strict)


@metric(of_chain)
def sink_feasible_strict_upper(scope: Scope) -> Result:
    """The same where unknown links hold. Dimensionless, in [0, 1]. None without links."""
    return _of_sinks(scope, findings(scope).upper)


@metric(of_chain)
def sink_feasible_coverage(scope: Scope) -> Result:
    """The same with every link. Dimensionless, in [0, 1]. None without links."""
    return _of_sinks(scope, findings(scope).by_coverage)


@metric(of_chain)
def sink_feasible_with_external(scope: Scope) -> Result:
    """The same with makers of any origin and every link.

    Dimensionless, in [0, 1]. None without links.
    """
    return _of_sinks(scope, findings(scope).with_external)


@metric(of_chain)
def feasible_value_strict(scope: Scope) -> Result:
    """Importance share of the segments of D that can be made over local links.

    Dimensionless, in [0, 1]; unknown links fail. None without links.
    """
    return _share(scope, share(scope.design, findings(scope).strict, scope.design.linked))


@metric(of_chain)
def feasible_value(scope: Scope) -> Result:
    """Importance share of the linked segments that can be made here, inputs included.

    Dimensionless, in [0, 1]. ``low`` counts local links between covered segments only; ``high``
    lets unknown links and segments that nobody surveyed hold. Stated only where both agree and
    every counted segment is linked; in an ecosystem file, which is complete, unknown links hold
    and all segments count. None without links.
    """
    design, found = scope.design, findings(scope)
    linked, of = design.linked, len(design.segments)
    if not linked:
        return missing(scope, "no_link")
    if design.closed:
        return Result(share(design, found.upper, linked), observed=of, of=of)
    low, high = (share(design, one, linked) for one in (found.strict, found.for_all_we_know))
    assert low is not None
    assert high is not None
    total = sum(design.segments[i].importance for i in linked)
    carried = [
        spread(design.segments[i], LOCAL, design.segments[i].importance / total)
        for i in sorted(found.strict)
    ]
    evidence = joined(*carried, link_ground(scope))
    if len(linked) < of:
        return Result(None, "partly_observed", low, high, None, len(linked), of, evidence)
    return bounded(low, high, len(linked), of, evidence)


@metric(of_chain)
def design_value_at_risk(scope: Scope) -> Result:
    """Share of the final segments that the design cannot make without a segment, by segment.

    Dimensionless, in [0, 1], importance-weighted; for the segments of D, whoever makes them. Empty
    without links.
    """
    table = by_segment(scope, findings(scope).at_risk)
    return stated(scope, None, making_ground(scope), table=table)


@metric(of_chain)
def design_spof_share_andor(scope: Scope) -> Result:
    """Share of the segments before the last whose loss makes a final segment infeasible.

    With inputs needed across groups and one of a group enough. Dimensionless, in [0, 1]. None
    without a segment before the last.
    """
    found = findings(scope)
    return _single_points(scope, found, {i for i, x in found.at_risk.items() if round(x, 9) > 0})


@metric(of_chain)
def design_spof_share_dominator_or(scope: Scope) -> Result:
    """Share of the segments before the last that every path to some final segment passes.

    As if one input were always enough: a lower bound. Dimensionless, in [0, 1]. None without a
    segment before the last.
    """
    return _single_points(scope, findings(scope), dominators_of_sinks(scope.design))


def _single_points(scope: Scope, found: Findings, points: set[int]) -> Result:
    before = set(scope.design.linked) - set(found.sinks)
    if not before:
        return missing(scope, "no_link")
    return stated(scope, len(points & before) / len(before), making_ground(scope))
