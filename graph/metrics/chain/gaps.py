"""Labels of segments, what mending would bring, what hangs on one maker, positions."""

from __future__ import annotations

from graph.chain.levels import trophic_incoherence
from graph.chain.levels import upstreamness as steps_to_use
from graph.ecosystem.scope import Scope
from graph.metrics.chain.parts import by_segment, findings, missing, stated, traded
from graph.metrics.ground import link_ground, making_ground
from graph.metrics.observation import of_chain
from graph.metrics.registry import metric
from graph.metrics.result import Result


def _listed(scope: Scope, table: object, *, error: float | None = None) -> Result:
    return stated(scope, None, link_ground(scope), table=table, error=error)


@metric(of_chain)
def gap_labels(scope: Scope) -> Result:
    """What is wrong with each segment, as far as is known: sorted labels by segment.

    An empty list where nothing is. Choke points are candidates until an official list says so.
    """
    return _listed(scope, by_segment(scope, findings(scope).labels))


@metric(of_chain)
def feasible_value_all_repaired(scope: Scope) -> Result:
    """Importance share of the segments of D that could be made if all root causes were mended.

    Dimensionless, in [0, 1]. None without links.
    """
    value = findings(scope).repair.mended
    if value is None:
        return missing(scope, "no_link")
    return stated(scope, value, link_ground(scope))


@metric(of_chain)
def repair_shapley(scope: Scope) -> Result:
    """What mending each root cause is worth, by segment; they sum to what mending all brings.

    Dimensionless, in [0, 1]. Exact up to 12 root causes, above from seeded permutations with the
    largest standard error. Empty without a root cause.
    """
    found = findings(scope).repair
    return _listed(scope, by_segment(scope, found.shapley), error=found.error)


@metric(of_chain)
def repair_order(scope: Scope) -> Result:
    """The root causes by repair value, then number of segments downstream, then id.

    An empty list without a root cause.
    """
    found = findings(scope)
    segments = scope.design.segments
    return _listed(scope, [segments[i].id for i in found.ordered(found.repair.shapley)])


@metric(of_chain)
def exposure(scope: Scope) -> Result:
    """What hangs on the largest local maker of a segment with one maker or a dominant one.

    Design value at risk times its share of local capacity, by segment. Dimensionless, in [0, 1];
    empty where no segment is so exposed.
    """
    return _listed(scope, by_segment(scope, findings(scope).exposure))


@metric(of_chain)
def exposure_order(scope: Scope) -> Result:
    """The exposed segments by exposure, then number of segments downstream, then id.

    An empty list where no segment is exposed.
    """
    found = findings(scope)
    segments = scope.design.segments
    return _listed(scope, [segments[i].id for i in found.ordered(found.exposure)])


@metric(of_chain)
def trophic_incoherence_design(scope: Scope) -> Result:
    """How far the links of the design are from clean tiers.

    Dimensionless, in [0, 1]; 0 for any tree. None without links.
    """
    ties = [(link.source, link.target) for link in scope.design.links]
    if not ties:
        return missing(scope, "no_link")
    return stated(scope, trophic_incoherence(ties), making_ground(scope))


@metric(of_chain)
def trophic_incoherence_supply(scope: Scope) -> Result:
    """How far the supply ties are from clean tiers, every tie counting one.

    Dimensionless, in [0, 1]; 1 for a cycle. None without a supply tie.
    """
    ties = list(traded(scope))
    if not ties:
        return missing(scope, "no_tie", link_ground(scope))
    return stated(scope, trophic_incoherence(ties), link_ground(scope))


@metric(of_chain)
def upstreamness(scope: Scope) -> Result:
    """Mean number of steps from each segment of D to the end, counting from 1.

    In steps, from 1, by segment; final segments have 1. Empty without links.
    """
    return _listed(scope, by_segment(scope, steps_to_use(scope.design)))
