"""How concentrated the makers are, and how much comes from outside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph.chain.labels import external_share as share_from_outside
from graph.chain.labels import hhi
from graph.ecosystem.design import Segment, covered
from graph.ecosystem.evidence import joined
from graph.ecosystem.making import EXTERNAL, LOCAL, UNKNOWN
from graph.ecosystem.scope import Scope
from graph.metrics.chain.parts import by_segment, spread
from graph.metrics.ground import making_ground
from graph.metrics.observation import of_chain
from graph.metrics.registry import metric
from graph.metrics.result import Result, bounded, undefined


@metric(of_chain)
def segment_hhi(scope: Scope) -> Result:
    """Herfindahl index of local capacity, by segment.

    Dimensionless, in [1/makers, 1]; None inside where nobody local makes the segment. On what is
    recorded; without capacities every maker counts the same.
    """
    return _table(scope, {i: hhi(one) for i, one in enumerate(scope.design.segments)})


@metric(of_chain)
def external_share(scope: Scope) -> Result:
    """Share of the capacity of known origin that is outside, by segment.

    Dimensionless, in [0, 1]; None inside where no maker of known origin is recorded.
    """
    segments = scope.design.segments
    return _table(scope, {i: share_from_outside(one) for i, one in enumerate(segments)})


def _table(scope: Scope, values: dict[int, float | None]) -> Result:
    known = sum(one is not None for one in values.values())
    return Result(
        None, observed=known, of=len(values), evidence=making_ground(scope),
        table=by_segment(scope, values),
    )  # fmt: skip


@metric(of_chain)
def mean_effective_suppliers(scope: Scope) -> Result:
    """Mean over segments with a local maker of 1 over the Herfindahl index.

    In makers, from 1: to how many equal makers they amount. None where no segment has one.
    """
    return _over_covered(scope, lambda one: 1 / (hhi(one) or 1.0))


@metric(of_chain)
def single_source_share(scope: Scope) -> Result:
    """Share of the segments with a local maker that have exactly one.

    Dimensionless, in [0, 1]. None where no segment has one.
    """
    return _over_covered(scope, lambda one: float(len(one.made.makers[LOCAL]) == 1))


def _over_covered(scope: Scope, measure: Callable[[Segment], float]) -> Result:
    segments = scope.design.segments
    found = [measure(one) for one in segments if covered(one)]
    evidence = making_ground(scope)
    if not found:
        return undefined("too_few", 0, len(segments), evidence)
    return Result(float(np.mean(found)), observed=len(found), of=len(segments), evidence=evidence)


@metric(of_chain)
def local_share(scope: Scope) -> Result:
    """Importance-weighted mean local share of capacity.

    Dimensionless, in [0, 1]. In a store over all counted segments: one without maker of known
    origin counts 0 in ``low`` and 1 in ``high``; capacity of unknown origin counts as external in
    ``low``, as local in ``high``. In an ecosystem file over the segments with a maker; None
    without one.
    """
    if scope.design.closed:
        return _of_document(scope, lambda outside: 1 - outside)
    low, high, same = _bounds(scope)
    segments = scope.design.segments
    total = sum(one.importance for one in segments)
    carried = [
        spread(one, LOCAL, one.importance * _local_bounds(one)[0] / total) for one in segments
    ]
    return bounded(low, high, same, len(segments), joined(*carried, making_ground(scope)))


@metric(of_chain)
def external_dependence(scope: Scope) -> Result:
    """Importance-weighted mean external share of capacity: 1 less the local share.

    Dimensionless, in [0, 1]. Bounds are those of the local share exchanged. In an ecosystem file
    over the segments with a maker; None without one.
    """
    if scope.design.closed:
        return _of_document(scope, lambda outside: outside)
    low, high, same = _bounds(scope)
    of = len(scope.design.segments)
    return bounded(1 - high, 1 - low, same, of, making_ground(scope))


def _of_document(scope: Scope, read: Callable[[float], float]) -> Result:
    known = [(one.importance, share_from_outside(one)) for one in scope.design.segments]
    told = [(weight, outside) for weight, outside in known if outside is not None]
    if not told:
        return undefined("too_few", 0, len(known))
    total = sum(weight for weight, _ in told)
    outside = sum(weight * outside for weight, outside in told) / total
    return Result(read(outside), observed=len(told), of=len(known))


def _bounds(scope: Scope) -> tuple[float, float, int]:
    """Lowest and highest local share, and in how many segments they agree."""
    low = high = 0.0
    same = 0
    segments = scope.design.segments
    for one in segments:
        least, most = _local_bounds(one)
        low += one.importance * least
        high += one.importance * most
        same += least == most
    total = sum(one.importance for one in segments)
    return low / total, high / total, same


def _local_bounds(segment: Segment) -> tuple[float, float]:
    makers = {kind: sum(found.values()) for kind, found in segment.made.makers.items()}
    known, total = makers[LOCAL] + makers[EXTERNAL], sum(makers.values())
    if not known:
        return 0.0, 1.0
    return makers[LOCAL] / total, (makers[LOCAL] + makers[UNKNOWN]) / total
