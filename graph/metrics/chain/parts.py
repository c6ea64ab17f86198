"""What the metrics of the chain share: findings once per scope, tables by id, carried rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from graph.chain.findings import Findings
from graph.ecosystem.design import Segment
from graph.ecosystem.evidence import Evidence, carrying
from graph.ecosystem.scope import Scope
from graph.metrics.ground import making_ground
from graph.metrics.result import Result, undefined

Value = TypeVar("Value")


def findings(scope: Scope) -> Findings:
    """The findings of a scope's design, computed once for all metrics."""
    return scope.once("chain", lambda: Findings(scope.design, scope.conventions))


def stated(
    scope: Scope, value: float | None, evidence: Evidence, *, table: Any = None,
    error: float | None = None,
) -> Result:  # fmt: skip
    """A value or a table of the design; coverage counts its linked among the counted segments."""
    observed, of = covers(scope)
    return Result(value, observed=observed, of=of, evidence=evidence, table=table, error=error)


def missing(scope: Scope, reason: str, evidence: Evidence | None = None) -> Result:
    """A value of the design that is undefined; by default it stands on who makes what."""
    return undefined(reason, *covers(scope), evidence or making_ground(scope))


def covers(scope: Scope) -> tuple[int, int]:
    """Linked segments, out of those counted."""
    return len(scope.design.linked), len(scope.design.segments)


def by_segment(scope: Scope, values: Mapping[int, Value]) -> dict[str, Value]:
    """A table by segment id, ascending, from positions."""
    segments = scope.design.segments
    return {segments[i].id: values[i] for i in sorted(values, key=lambda i: segments[i].id)}


def by_actor(scope: Scope, values: Mapping[int, Value]) -> dict[str, Value]:
    """A table by actor id, ascending, from rows."""
    names = actor_ids(scope, values)
    return {names[row]: values[row] for row in sorted(values, key=lambda row: names[row])}


def actor_ids(scope: Scope, rows: Iterable[int]) -> dict[int, str]:
    """Ids of makers: of the store's entities, or of the document's actors."""
    if scope.making is not None:
        return {row: scope.making.snapshot.ids[row] for row in rows}
    names = {row: scope.actors[i] for row, i in scope.positions_by_row.items()}
    return {row: names[row] for row in rows}


def spread(segment: Segment, kind: str, part: float) -> Evidence:
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


def traded(scope: Scope) -> dict[tuple[int, int], float]:
    """Supply ties among the actors of the scope, by row, with their values."""
    return scope.design.supplies.among(scope.positions_by_row)
