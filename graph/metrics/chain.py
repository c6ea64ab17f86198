"""产业链: how well the chain is covered and joined; registers functions of `graph.chain`."""

from __future__ import annotations

from graph.chain.availability import availability_at_sinks
from graph.chain.gaps import feasible_bounds
from graph.chain.status import all_statuses, feasible, open_segment, share
from graph.ecosystem.design import Segment, covered
from graph.ecosystem.evidence import Evidence, carrying, joined
from graph.ecosystem.making import EXTERNAL, LOCAL, UNKNOWN
from graph.ecosystem.scope import Scope
from graph.metrics.ground import making_ground, supply_ground
from graph.metrics.observation import of_chain
from graph.metrics.registry import metric
from graph.metrics.result import Result, bounded, undefined


@metric(of_chain)
def segment_coverage(scope: Scope) -> Result:
    """Importance share of the counted segments with a local maker.

    Dimensionless, in [0, 1]. A segment without one that is not surveyed, or whose makers are of
    unknown origin, counts as without in ``low`` and as with in ``high``.
    """
    design = scope.design
    counted = list(range(len(design.segments)))
    made = {i for i in counted if covered(design.segments[i])}
    may = {i for i in counted if open_segment(design.segments[i])}
    low, high = share(design, made, counted), share(design, made | may, counted)
    assert low is not None
    assert high is not None
    total = sum(one.importance for one in design.segments)
    carried = [
        _spread(design.segments[i], LOCAL, design.segments[i].importance / total) for i in made
    ]
    evidence = joined(*carried, making_ground(scope))
    return bounded(low, high, len(made), len(counted), evidence)


@metric(of_chain)
def link_realisation(scope: Scope) -> Result:
    """Share of the links whose status is local.

    Dimensionless, in [0, 1]. An unknown link counts as not realized in ``low`` and as realized in
    ``high``; in an ecosystem file, which is complete, it is left out. None without (known) links.
    """
    design = scope.design
    if not design.links:
        return undefined("no_link", 0, 0, making_ground(scope))
    statuses = all_statuses(design)
    found = list(statuses.values())
    local, unknown, of = found.count("local"), found.count("unknown"), len(found)
    rows = [
        (link.statements[0], 1 / of)
        for link in design.links
        if link.statements and statuses[link.source, link.target] == "local"
    ]
    carried = carrying((row for row, _ in rows), (part for _, part in rows))
    evidence = joined(carried, making_ground(scope), supply_ground(scope))
    if design.closed:  # a document is complete: over the links whose status is known
        known = of - unknown
        if not known:
            return undefined("no_link", 0, of, evidence)
        return Result(local / known, observed=known, of=of, evidence=evidence)
    return bounded(local / of, (local + unknown) / of, of - unknown, of, evidence)


@metric(of_chain)
def feasible_value(scope: Scope) -> Result:
    """Importance share of the linked segments that can be made here, inputs included.

    Dimensionless, in [0, 1]. ``low`` counts local links between covered segments only; ``high``
    lets unknown links and segments that nobody surveyed hold. Stated only where both agree and
    every counted segment is linked; in an ecosystem file, which is complete, the upper bound is
    the value and all segments count. None without links.
    """
    design = scope.design
    linked, of = design.linked, len(design.segments)
    if not linked:
        return undefined("no_link", 0, of, making_ground(scope))
    statuses = all_statuses(design)
    low, high = feasible_bounds(design, statuses)
    assert low is not None
    assert high is not None
    works = feasible(
        design,
        lambda i: covered(design.segments[i]),
        lambda s, t: statuses[s, t] == "local",
    )
    total = sum(design.segments[i].importance for i in linked)
    carried = [
        _spread(design.segments[i], LOCAL, design.segments[i].importance / total) for i in works
    ]
    evidence = joined(*carried, making_ground(scope), supply_ground(scope))
    found = bounded(low, high, len(linked), of, evidence)
    if design.closed:  # a document is complete: what is unknown holds
        return Result(high, None, low, high, None, of, of, evidence)
    if len(linked) < of:
        return Result(None, "partly_observed", low, high, None, len(linked), of, evidence)
    return found


@metric(of_chain)
def local_share(scope: Scope) -> Result:
    """Importance-weighted mean local share of capacity over all counted segments.

    Dimensionless, in [0, 1]. A segment without maker of known origin counts 0 in ``low`` and 1 in
    ``high``; capacity of unknown origin counts as external in ``low``, as local in ``high``.
    """
    design = scope.design
    low = high = same = 0.0
    total = sum(one.importance for one in design.segments)
    carried = []
    for one in design.segments:
        least, most = _local_bounds(one)
        low += one.importance * least
        high += one.importance * most
        same += least == most
        carried.append(_spread(one, LOCAL, one.importance * least / total))
    evidence = joined(*carried, making_ground(scope))
    return bounded(low / total, high / total, int(same), len(design.segments), evidence)


@metric(of_chain)
def n_minus_1_retention(scope: Scope) -> Result:
    """Availability of the final segments that the worst single failure leaves, relative to now.

    Dimensionless, in [0, 1]. Computed on what is recorded. None without links, and where no final
    segment is available to begin with.
    """
    design = scope.design
    coverage = (len(design.linked), len(design.segments))
    if not design.sinks():
        return undefined("no_link", *coverage, making_ground(scope))
    makers = sorted({
        actor for i in design.linked for actor in design.segments[i].made.makers[LOCAL]
    })  # fmt: skip
    base, without = availability_at_sinks(design, makers)
    evidence = making_ground(scope)
    if round(base, 9) == 0:
        return undefined("base_zero", *coverage, evidence)
    worst = float((base - without).max(initial=0.0))
    return Result(1 - worst / base, observed=coverage[0], of=coverage[1], evidence=evidence)


def _local_bounds(segment: Segment) -> tuple[float, float]:
    makers = {kind: sum(found.values()) for kind, found in segment.made.makers.items()}
    known, total = makers[LOCAL] + makers[EXTERNAL], sum(makers.values())
    if not known:
        return 0.0, 1.0
    return makers[LOCAL] / total, (makers[LOCAL] + makers[UNKNOWN]) / total


def _spread(segment: Segment, kind: str, part: float) -> Evidence:
    """A part carried by the rows of a segment's makers of one origin, capacity-weighted."""
    makers = segment.made.makers[kind]
    total = sum(makers.values())
    statements, shares = [], []
    for actor, capacity in makers.items():
        rows = segment.made.statements.get(actor, [])
        if not rows:
            continue  # a document has no rows behind it
        statements += rows
        shares += [part * capacity / total / len(rows)] * len(rows)
    return carrying(statements, shares)
