"""What is left when a maker fails: availability, N-1, critical actors, routes, systemic risk."""

from __future__ import annotations

import numpy as np

from graph.chain.routes import sources, vertex_connectivity
from graph.chain.systemic import systemic_risk
from graph.ecosystem.making import LOCAL
from graph.ecosystem.scope import Scope
from graph.metrics.chain.parts import actor_ids, by_actor, findings, missing, stated, traded
from graph.metrics.ground import link_ground, making_ground
from graph.metrics.observation import of_chain
from graph.metrics.registry import metric
from graph.metrics.result import Result


def _of_makers(scope: Scope, value: float | None, table: object = None) -> Result:
    return stated(scope, value, making_ground(scope), table=table)


@metric(of_chain)
def sink_availability_base(scope: Scope) -> Result:
    """Importance-weighted mean availability of the final segments, nobody removed.

    Availability is the smallest of a segment's own and, over its groups of inputs, the best in
    the group; 0 where nobody local makes it. Dimensionless, in [0, 1]. None without links.
    """
    if not findings(scope).sinks:
        return missing(scope, "no_link")
    return _of_makers(scope, findings(scope).availability[0])


def _losses(scope: Scope) -> dict[int, float]:
    found = findings(scope)
    base, without = found.availability
    return dict(zip(found.makers, (base - without).tolist(), strict=True))


@metric(of_chain)
def actor_value_at_risk(scope: Scope) -> Result:
    """What each local maker's failure takes from the availability of the final segments.

    Dimensionless, in [0, 1], by actor; empty where nobody local makes anything, None without
    links.
    """
    if not findings(scope).sinks:
        return missing(scope, "no_link")
    return _of_makers(scope, None, by_actor(scope, _losses(scope)))


@metric(of_chain)
def max_actor_value_at_risk(scope: Scope) -> Result:
    """The largest of them.

    Dimensionless, in [0, 1]. None where nobody local makes anything.
    """
    if not findings(scope).sinks:
        return missing(scope, "no_link")
    losses = _losses(scope)
    if not losses:
        return missing(scope, "too_few")
    return _of_makers(scope, max(losses.values()))


@metric(of_chain)
def n_minus_1_retention(scope: Scope) -> Result:
    """Availability of the final segments that the worst single failure leaves, relative to now.

    Dimensionless, in [0, 1]. Computed on what is recorded. None without links, and where no final
    segment is available to begin with.
    """
    found = findings(scope)
    if not found.sinks:
        return missing(scope, "no_link")
    base, without = found.availability
    if round(base, 9) == 0:
        return missing(scope, "base_zero")
    return _of_makers(scope, 1 - float((base - without).max(initial=0.0)) / base)


@metric(of_chain)
def critical_actors(scope: Scope) -> Result:
    """Local makers without whom no final segment is available at all, by id.

    An empty list where none is, or where nothing is available to begin with; None without links.
    """
    found = findings(scope)
    if not found.sinks:
        return missing(scope, "no_link")
    base, without = found.availability
    gone = np.round(without, 9) == 0 if round(base, 9) > 0 else np.zeros(len(without), dtype=bool)
    rows = [row for row, critical in zip(found.makers, gone.tolist(), strict=True) if critical]
    return _of_makers(scope, None, sorted(actor_ids(scope, rows).values()))


@metric(of_chain)
def supply_vertex_connectivity(scope: Scope) -> Result:
    """How many routes without a common actor lead from makers of first to makers of last segments.

    Over supply ties without external actors. In paths, from 0. None without a supply tie.
    """
    ties, place = traded(scope), scope.positions_by_row
    evidence = link_ground(scope)
    if not ties:
        return missing(scope, "no_tie", evidence)
    traders = {end for pair in ties for end in pair}
    inside = {row for row in traders if scope.local[place[row]] is not False}
    segments = scope.design.segments
    ends = [
        {row for i in chosen for row in segments[i].made.makers[LOCAL]}
        for chosen in (sources(scope.design), findings(scope).sinks)
    ]
    return stated(scope, float(vertex_connectivity(inside, ties, *ends)), evidence)


@metric(of_chain)
def esri(scope: Scope) -> Result:
    """Economic systemic risk index of each actor with a supply tie, all inputs essential.

    Share of all output that is lost in the end if it fails. Dimensionless, in [0, 1], by actor.
    None without a supply tie, where such an actor makes no or several segments, and above 5,000
    actors (cost).
    """
    ties = traded(scope)
    evidence = link_ground(scope)
    if not ties:
        return missing(scope, "no_tie", evidence)
    firms = {end for pair in ties for end in pair}
    sector: dict[int, list[int]] = {}
    for i, segment in enumerate(scope.design.segments):
        for makers in segment.entered.makers.values():
            for row in makers.keys() & firms:
                sector.setdefault(row, []).append(i)
    if any(len(sector.get(firm, ())) != 1 for firm in firms):
        return missing(scope, "too_few", evidence)
    if len(firms) > scope.conventions.esri_actors:
        return missing(scope, "cost", evidence)
    found = systemic_risk(ties, {firm: sector[firm][0] for firm in firms})
    return stated(scope, None, evidence, table=by_actor(scope, found))
