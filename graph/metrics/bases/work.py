"""How many bases work, and how the work is shared among them."""

from __future__ import annotations

import numpy as np
from scipy.stats import entropy

from graph.ecosystem.evidence import Floats
from graph.ecosystem.ranking import Ranking, listed, ranked
from graph.ecosystem.scope import Scope
from graph.metrics.observation import of_active_bases, of_bases, of_registered_bases
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, bounded, undefined


@metric(of_registered_bases)
def bases_registered(scope: Scope) -> Result:
    """Number of registered bases; 0 where there is none, never None."""
    bases = scope.bases
    return Result(
        float(len(bases)), evidence=scope.actor_evidence(bases, np.ones(len(bases))),
        contributors=Contributors("base", listed(scope.actors, bases[:, None])),
    )  # fmt: skip


@metric(of_active_bases)
def bases_active(scope: Scope) -> Result:
    """Number of bases with an activity tie; 0 without bases. None where all are unobserved."""
    active = scope.bases[scope.degree[scope.bases] > 0]
    return Result(
        float(len(active)), evidence=scope.actor_evidence(active, np.ones(len(active))),
        contributors=Contributors("base", listed(scope.actors, active[:, None])),
    )  # fmt: skip


@metric(of_bases)
def base_activation(scope: Scope) -> Result:
    """Share of the registered bases with an activity tie.

    Dimensionless, in [0, 1]. Unobserved bases count as without in ``low``, as with in ``high``.
    """
    bases, of = scope.bases, len(scope.bases)
    active = bases[scope.degree[bases] > 0]
    open_bases = int((~scope.observed[bases]).sum())
    idle = bases[(scope.degree[bases] == 0) & scope.observed[bases]]
    return bounded(
        len(active) / of, (len(active) + open_bases) / of,
        evidence=scope.actor_evidence(active, np.full(len(active), 1 / of)),
        contributors=Contributors("paper", listed(scope.actors, idle[:, None])),
    )  # fmt: skip


def base_strength(scope: Scope) -> Floats:
    """Weight of each base's ties to actors outside the core, shape (n_bases,)."""
    outside = (~scope.is_center).astype(np.float64)
    found: Floats = (scope.matrix @ outside)[scope.bases]
    return found


def _shares(scope: Scope) -> Floats | None:
    """Share of each base in the weight outside the core, or None where there is none."""
    strength = base_strength(scope)
    return strength / strength.sum() if strength.sum() else None


def _by_share(scope: Scope, shares: Floats) -> Contributors:
    order: Ranking = ranked([scope.actors[i] for i in scope.bases.tolist()], shares)
    return Contributors("base", order)


@metric(of_bases)
def bases_effective(scope: Scope) -> Result:
    """Effective number of bases: the exponential of the entropy of their shares of work.

    In bases, from 1 to the number registered; (1, 1, 1, 1, 1) gives 5. None where no base has a
    tie outside the core.
    """
    shares = _shares(scope)
    if shares is None:
        return undefined("no_tie")
    return Result(float(np.exp(entropy(shares))), contributors=_by_share(scope, shares))


@metric(of_bases)
def bases_effective_of_5(scope: Scope) -> Result:
    """Effective number of bases over the target of five, at most 1.

    Dimensionless, in [0, 1]. None where no base has a tie outside the core.
    """
    shares = _shares(scope)
    if shares is None:
        return undefined("no_tie")
    effective = float(np.exp(entropy(shares)))
    return Result(
        min(1.0, effective / scope.conventions.base_target), contributors=_by_share(scope, shares)
    )


@metric(of_bases)
def base_evenness(scope: Scope) -> Result:
    """Entropy of the bases' shares of work over its maximum, ln of the number registered.

    Dimensionless, in [0, 1]. None with one base, and where no base has a tie outside the core.
    """
    shares = _shares(scope)
    if shares is None:
        return undefined("no_tie")
    if len(shares) < 2:
        return undefined("too_few")
    return Result(float(entropy(shares)) / float(np.log(len(shares))))


@metric(of_bases)
def base_gini(scope: Scope) -> Result:
    """Gini coefficient of the bases' tie weight outside the core.

    Dimensionless, in [0, 1 - 1/n]. None with one base, and where no base has such a tie.
    """
    strength = np.sort(base_strength(scope))
    n = len(strength)
    if not strength.sum():
        return undefined("no_tie")
    if n < 2:
        return undefined("too_few")
    rank = 2 * np.arange(1, n + 1) - n - 1
    return Result(float(rank @ strength) / (n * float(strength.sum())))


@metric(of_bases)
def base_hhi(scope: Scope) -> Result:
    """Herfindahl index of the bases' shares of work.

    Dimensionless, in [1/n, 1]. None where no base has a tie outside the core.
    """
    shares = _shares(scope)
    return undefined("no_tie") if shares is None else Result(float((shares**2).sum()))
