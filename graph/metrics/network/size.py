"""How large the network is, and how much of it hangs together."""

from __future__ import annotations

import numpy as np

from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.cuts import component_sizes, pair_share
from graph.metrics.observation import coreless, of_all_actors, of_network
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, undefined


@metric(of_network)
def n_actors(scope: Scope) -> Result:
    """Number of observed actors; never None but where too few are observed."""
    return Result(float(len(scope.seen)))


@metric(of_network)
def n_ties(scope: Scope) -> Result:
    """Number of ties, a pair of actors counting once; None where too few are observed."""
    return Result(float(len(scope.seen.u)))


@metric(of_network)
def density(scope: Scope) -> Result:
    """Share of the pairs of actors that are tied.

    Dimensionless, in [0, 1]. None under two actors.
    """
    n, m = len(scope.seen), len(scope.seen.u)
    return Result(2 * m / (n * (n - 1))) if n > 1 else undefined("too_few")


@metric(of_all_actors)
def isolate_share(scope: Scope) -> Result:
    """Share of the actors without a tie.

    Dimensionless, in [0, 1]. None without actors, and unless all of them are observed.
    """
    seen = scope.seen
    alone = seen.degree == 0
    if not len(seen):
        return undefined("too_few")
    names = seen.ranked(alone.astype(np.float64) / len(seen))
    return Result(float(alone.mean()), contributors=Contributors("isolate", names))


@metric(of_network)
def giant_share(scope: Scope) -> Result:
    """Share of the actors in the largest connected component.

    Dimensionless, in [1/n, 1]. None without actors.
    """
    seen = scope.seen
    if not len(seen):
        return undefined("too_few")
    return Result(int(component_sizes(seen.matrix).max()) / len(seen))


@metric(of_network)
def pair_connectivity(scope: Scope) -> Result:
    """Share of the pairs of actors that a path joins.

    Dimensionless, in [0, 1]; 1 where all are connected. None under two actors.
    """
    return _connected(scope.seen)


@metric(coreless)
def coreless_pair_connectivity(scope: Scope) -> Result:
    """Share of the pairs of actors outside the core that a path joins without the core.

    Dimensionless, in [0, 1]; a star has 0. None with fewer than two actors left.
    """
    return _connected(scope.seen.without_core)


def _connected(scope: Scope) -> Result:
    if len(scope) < 2:
        return undefined("too_few")
    return Result(pair_share(component_sizes(scope.matrix)))


@metric(of_network)
def cycle_redundancy_alpha(scope: Scope) -> Result:
    """Independent cycles over the most that so many actors can have.

    Dimensionless, in [0, 1]; a tree has 0, a clique 1. None under three actors.
    """
    seen = scope.seen
    n = len(seen)
    if n < 3:
        return undefined("too_few")
    components = len(component_sizes(seen.matrix))
    return Result((len(seen.u) - n + components) / ((n - 1) * (n - 2) / 2))
