"""How well the network holds: distances, attack, cut actors, bridges, independent paths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.ecosystem.evidence import NOTHING
from graph.ecosystem.ranking import listed
from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.connectivity import average_node_connectivity
from graph.metrics.algorithms.cuts import Cuts, cuts
from graph.metrics.algorithms.paths import efficiency
from graph.metrics.algorithms.robustness import robustness
from graph.metrics.observation import coreless, of_network
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, undefined


@metric(of_network)
def global_efficiency(scope: Scope) -> Result:
    """Mean over the pairs of actors of 1/distance, 0 if unreachable.

    Dimensionless, in [0, 1]; a clique has 1. None under two actors. Sampled above 5,000 actors.
    """
    return _efficiency(scope.seen)


@metric(coreless)
def coreless_efficiency(scope: Scope) -> Result:
    """Global efficiency of the network without the core.

    Dimensionless, in [0, 1]; a clique has 1. None with fewer than two actors left.
    """
    return _efficiency(scope.seen.without_core)


def _efficiency(scope: Scope) -> Result:
    if len(scope) < 2:
        return undefined("too_few")
    value, error = efficiency(scope.matrix, scope.conventions)
    return Result(value, error=error)


@metric(of_network)
def robustness_R(scope: Scope) -> Result:
    """Mean share of the actors still together while the strongest are removed one by one.

    Dimensionless, in [0, (n-1)/(2n)]. Equals of highest degree are drawn uniformly; the value is
    the expectation, exact up to 60,000 sets of remaining actors, above it the mean of seeded runs
    with a standard error. None without ties.
    """
    return _robustness(scope.seen)


@metric(of_network)
def robustness_normalized(scope: Scope) -> Result:
    """Robustness R over its maximum (n-1)/(2n).

    Dimensionless, in [0, 1]; a complete graph has 1. None without ties.
    """
    seen = scope.seen
    found = _robustness(seen)
    if found.value is None:
        return found
    scale = 2 * len(seen) / (len(seen) - 1)
    return Result(found.value * scale, error=None if found.error is None else found.error * scale)


def _robustness(seen: Scope) -> Result:
    if not len(seen.u):
        return undefined("no_tie")
    value, error = seen.once("robustness", lambda: robustness(seen.matrix, seen.conventions))
    return Result(value, error=error)


def _cuts(seen: Scope) -> Cuts:
    return seen.once("cuts", lambda: cuts(seen.matrix))


@metric(of_network)
def articulation_share(scope: Scope) -> Result:
    """Share of the actors whose leaving would split their component.

    Dimensionless, in [0, 1]. None without ties.
    """
    return _cut_share(scope.seen)


@metric(of_network)
def non_articulation_share(scope: Scope) -> Result:
    """Share of the actors that are no articulation point.

    Dimensionless, in [0, 1]. None without ties.
    """
    found = _cut_share(scope.seen)
    if found.value is None:
        return found
    return replace(found, value=1 - found.value, evidence=NOTHING)


def _cut_share(seen: Scope) -> Result:
    if not len(seen.u):
        return undefined("no_tie")
    cut = np.array(_cuts(seen).actors, dtype=np.int32)
    by_strength = np.zeros(len(seen))
    by_strength[cut] = seen.strength[cut]
    return Result(
        len(cut) / len(seen),
        evidence=seen.actor_evidence(cut, np.full(len(cut), 1 / len(seen))),
        contributors=Contributors("cut", seen.ranked(by_strength)),
    )


@metric(of_network)
def bridge_share(scope: Scope) -> Result:
    """Share of the ties whose end would split their component.

    Dimensionless, in [0, 1]; 1 for a tree. None without ties.
    """
    seen = scope.seen
    m = len(seen.u)
    if not m:
        return undefined("no_tie")
    pairs = np.array(_cuts(seen).bridges, dtype=np.int32).reshape(-1, 2)
    return Result(
        len(pairs) / m, contributors=Contributors("bridge", listed(seen.actors, pairs, 1 / m))
    )


@metric(of_network)
def avg_node_connectivity(scope: Scope) -> Result:
    """Mean over the pairs of actors of the number of internally disjoint paths.

    In paths, from 0; a connected tree has 1. None under two actors, and above 200 (cost).
    """
    seen = scope.seen
    if len(seen) < 2:
        return undefined("too_few")
    if len(seen) > seen.conventions.flow_actors:
        return undefined("cost")
    return Result(seen.once("connectivity", lambda: average_node_connectivity(seen.matrix)))
