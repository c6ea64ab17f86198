"""How unlike the bases' partners are, and how little the bases repeat each other."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.cuts import binary
from graph.metrics.ground import making_ground
from graph.metrics.observation import of_bases
from graph.metrics.registry import metric
from graph.metrics.result import Result, undefined


@metric(of_bases)
def base_participation(scope: Scope) -> Result:
    """Mean over active bases of 1 less the sum of squared shares of sectors among neighbors.

    Dimensionless, in [0, 1 - 1/sectors]; neighbors count by heads. None where no base is active.
    """
    sectors = np.zeros((len(scope), len(set(scope.sector))))
    sectors[np.arange(len(scope)), scope.sector_codes] = 1.0
    counts = (binary(scope.matrix) @ sectors)[scope.bases]
    degree = counts.sum(axis=1)
    counts, degree = counts[degree > 0], degree[degree > 0]
    if not len(degree):
        return undefined("no_tie")
    return Result(float((1 - ((counts / degree[:, None]) ** 2).sum(axis=1)).mean()))


@metric(of_bases)
def base_complementarity(scope: Scope) -> Result:
    """Mean over pairs of bases of 1 less the Jaccard index of their segments.

    A base's segments are those that it, or an actor tied to it, makes or researches. Bases
    without a segment are left out. Dimensionless, in [0, 1]. None with fewer than two sets.
    """
    works_on = segments_of_actors(scope)
    tied = binary(scope.matrix)[scope.bases]
    sets = works_on[scope.bases] + tied @ works_on
    sets = binary(sparse.csr_array(sets[np.diff(sets.indptr) > 0]))
    n = sets.shape[0]
    evidence = making_ground(scope)
    if n < 2:
        return undefined("too_few", evidence=evidence)
    size = np.diff(sets.indptr).astype(np.float64)
    shared = sparse.coo_array(sparse.triu(sets @ sets.T, k=1))
    jaccard = shared.data / (size[shared.row] + size[shared.col] - shared.data)
    return Result(1 - float(jaccard.sum()) / (n * (n - 1) / 2), evidence=evidence)


def segments_of_actors(scope: Scope) -> sparse.csr_array:
    """Who makes or researches what, of any origin: 0/1, shape (n actors, n segments)."""
    position = scope.positions_by_row
    rows, columns = [], []
    for j, segment in enumerate(scope.design.segments):
        made = segment.made
        bodies = set(made.research) | made.researchers
        for makers in made.makers.values():
            bodies |= makers.keys()
        for row in bodies:
            if row in position:
                rows.append(position[row])
                columns.append(j)
    shape = (len(scope), len(scope.design.segments))
    ones = np.ones(len(rows))
    found = sparse.coo_array((ones, (rows, columns)), shape=shape)
    return binary(sparse.csr_array(found))
