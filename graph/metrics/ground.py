"""Rows that values about segments stand on."""

from __future__ import annotations

from collections.abc import Iterable

from graph.ecosystem.design import Design
from graph.ecosystem.evidence import NOTHING, Evidence, joined, supporting
from graph.ecosystem.scope import Scope


def making_ground(scope: Scope) -> Evidence:
    """Rows that make segments, links and makers what they are, lending segments included.

    Gathered once per scope: nearly every value of the chain stands on them.
    """
    return scope.once("making ground", lambda: _making(scope))


def supply_ground(scope: Scope) -> Evidence:
    """Supply ties of the makers of linked segments, and declarations that they are complete."""
    return scope.once("supply ground", lambda: _supply(scope))


def link_ground(scope: Scope) -> Evidence:
    """Rows that values about links stand on: both."""
    return scope.once("link ground", lambda: joined(making_ground(scope), supply_ground(scope)))


def _making(scope: Scope) -> Evidence:
    design, making = scope.design, scope.making
    if making is None:
        return NOTHING
    statements: list[int] = [*design.structure, *scope.window.derived_from]
    snapshot = making.snapshot
    chain_of = snapshot.column("chain")
    for one in design.segments:
        statements += one.made.rows()
        for row in one.rows:
            for lender in making.lenders[row]:
                statements += snapshot.declaring(lender)
                if chain_of[lender] in snapshot:
                    statements += snapshot.declaring(snapshot.row(chain_of[lender]))
                statements += making.same_statements.get(lender, [])
    return supporting(statements)


def _supply(scope: Scope) -> Evidence:
    design: Design = scope.design
    if scope.making is None:
        return NOTHING
    makers = {
        actor
        for i in design.linked
        for found in design.segments[i].entered.makers.values()
        for actor in found
    }
    rows = _rows(found for (a, b), found in design.supplies.items() if a in makers or b in makers)
    rows += _rows(link.declared for link in design.links)
    return supporting(rows)


def _rows(found: Iterable[list[int]]) -> list[int]:
    return [statement for rows in found for statement in rows]
