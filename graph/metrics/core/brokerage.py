"""Between whom the center stands: structural holes and brokerage roles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.cuts import binary
from graph.metrics.observation import of_core, per_center
from graph.metrics.registry import metric
from graph.metrics.result import Result, undefined

ROLES = ("coordinator", "consultant", "gatekeeper_or_representative", "liaison")


@metric(per_center)
def core_constraint(scope: Scope) -> Result:
    """Mean of Burt's constraint over the observed centers with a tie, unweighted.

    Dimensionless, in (0, 1.125]; the hub of a star of n leaves has 1/n. None if no center has a
    tie.
    """

    def constraint(ties: sparse.csr_array, around: NDArray[np.int32], degree: int) -> float:
        share = 1 / np.diff(ties.indptr)[around]  # p_qj of a neighbor q
        via = (share @ ties[around][:, around]) / degree
        return float(((1 / degree + via) ** 2).sum())

    return _over_centers(scope.seen, constraint)


@metric(per_center)
def core_effective_size(scope: Scope) -> Result:
    """Mean effective size of the observed centers' neighborhoods.

    In actors, at least 1; the degree less the mean degree of the neighbors among themselves.
    None if no center has a tie.
    """
    return _over_centers(scope.seen, _effective_size)


@metric(per_center)
def core_efficiency(scope: Scope) -> Result:
    """Mean of effective size over degree of the observed centers.

    Dimensionless, in (0, 1]. None if no center has a tie.
    """
    return _over_centers(scope.seen, lambda *found: _effective_size(*found) / found[2])


def _effective_size(ties: sparse.csr_array, around: NDArray[np.int32], degree: int) -> float:
    among = float(ties[around][:, around].sum())
    return degree - among / degree


def _over_centers(
    seen: Scope, measure: Callable[[sparse.csr_array, NDArray[np.int32], int], float]
) -> Result:
    ties = binary(seen.matrix)
    values = []
    for center in seen.centers.tolist():
        around = ties.indices[ties.indptr[center] : ties.indptr[center + 1]]
        if len(around):
            values.append(measure(ties, around, len(around)))
    return Result(float(np.mean(values))) if values else undefined("no_tie")


@metric(of_core)
def core_brokerage(scope: Scope) -> Result:
    """Open pairs around the centers by Gould and Fernandez' role, by sector.

    Counts of pairs i-c-j, both tied to c and not to each other: coordinator (all three of one
    sector), consultant (i and j alike, c not), gatekeeper_or_representative (c like one of them),
    liaison (all differ). Zeros where there is no open pair; None without a center.
    """
    return Result(None, table=_roles(scope.seen))


@metric(of_core)
def core_cross_type_brokerage_share(scope: Scope) -> Result:
    """Share of the open pairs around centers whose two ends differ in sector.

    Over pairs i-c-j, both tied to c and not to each other. Dimensionless, in [0, 1]; None where
    no center has an open pair.
    """
    roles = _roles(scope.seen)
    total = sum(roles.values())
    if not total:
        return undefined("no_open_pair")
    return Result((roles["gatekeeper_or_representative"] + roles["liaison"]) / total)


def _roles(seen: Scope) -> dict[str, int]:
    """Open pairs by role: all pairs of sectors around a center, less those that are tied."""
    code, sectors = seen.sector_codes, len(set(seen.sector))
    ties = binary(seen.matrix)
    roles = dict.fromkeys(ROLES, 0)
    for center in seen.centers.tolist():
        around = ties.indices[ties.indptr[center] : ties.indptr[center + 1]]
        kind = code[around]
        size = np.bincount(kind, minlength=sectors)
        inside = sparse.coo_array(ties[around][:, around])
        tied = np.zeros((sectors, sectors), dtype=np.int64)
        np.add.at(tied, (kind[inside.row], kind[inside.col]), 1)
        pairs = np.outer(size, size) - np.diag(size) - tied  # both ways round
        same, own = np.diag(pairs), int(code[center])
        mine = int(pairs[own].sum()) - int(same[own])
        apart = int(pairs.sum()) - int(same.sum())
        roles["coordinator"] += int(same[own]) // 2
        roles["consultant"] += (int(same.sum()) - int(same[own])) // 2
        roles["gatekeeper_or_representative"] += mine
        roles["liaison"] += apart // 2 - mine
    return roles
