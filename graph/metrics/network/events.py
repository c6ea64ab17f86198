"""Shared events (projects, IP rights, people with several employers), segments, and time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.ecosystem.evidence import Floats, supporting
from graph.ecosystem.making import EXTERNAL, LOCAL, UNKNOWN
from graph.ecosystem.ranking import Ranking
from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.cuts import binary
from graph.metrics.ground import making_ground
from graph.metrics.observation import of_network
from graph.metrics.registry import metric
from graph.metrics.result import Contributors, Result, undefined


def memberships(scope: Scope) -> sparse.csr_array:
    """Who takes part in what: 0/1, shape (n events, n actors); events with a member only."""
    events, row = np.unique(scope.event, return_inverse=True)
    ones = np.ones(len(row))
    found = sparse.coo_array((ones, (row, scope.member)), shape=(len(events), len(scope)))
    return binary(sparse.csr_array(found))


@metric(of_network)
def bipartite_clustering_ra(scope: Scope) -> Result:
    """Robins and Alexander's clustering of the graph of events and actors.

    Four times the four-cycles over the three-paths, sole-member events included. Dimensionless,
    in [0, 1]. None without a three-path.
    """
    joins = memberships(scope.seen)
    size = np.diff(joins.indptr)
    taken = np.bincount(joins.indices, minlength=joins.shape[1])
    event = np.repeat(np.arange(joins.shape[0]), size)
    paths = int(((size[event] - 1) * (taken[joins.indices] - 1)).sum())
    if not paths:
        return undefined("too_few", evidence=scope.event_evidence())
    shared = sparse.triu(joins.T @ joins, k=1).data
    cycles = float((shared * (shared - 1) / 2).sum())
    return Result(4 * cycles / paths, evidence=scope.event_evidence())


@metric(of_network)
def cross_sector_event_share(scope: Scope) -> Result:
    """Share of the events with at least two members that hold industry and science.

    Industry is the sector enterprise, science university and institute. Dimensionless, in [0, 1].
    None without such an event.
    """
    seen, rules = scope.seen, scope.conventions
    joins = memberships(seen)
    sector = np.array(seen.sector, dtype=str)
    industry = joins @ np.isin(sector, rules.industry_sectors).astype(np.float64)
    science = joins @ np.isin(sector, rules.science_sectors).astype(np.float64)
    several = np.diff(joins.indptr) >= 2
    if not several.any():
        return undefined("too_few", evidence=scope.event_evidence())
    share = float(((industry > 0) & (science > 0))[several].mean())
    return Result(share, evidence=scope.event_evidence())


@metric(of_network)
def tie_persistence(scope: Scope) -> Result:
    """Share of the dated ties of two windows of equal length that stand in both.

    This window and the one before it, among the same actors. Dimensionless, in [0, 1]. None where
    no tie of either is dated.
    """
    if scope.dated is None:
        return undefined("too_few")
    now, before, statements = scope.dated()
    evidence = supporting(statements)
    either = now | before
    if not either:
        return undefined("too_few", evidence=evidence)
    place = {actor: i for i, actor in enumerate(scope.actors)}
    kept = sorted((place[a], place[b]) for a, b in now & before)
    ends = np.array(kept, dtype=np.int32).reshape(-1, 2)
    ranking = Ranking(scope.actors, ends, np.full(len(ends), 1 / len(either)))
    return Result(
        len(kept) / len(either), evidence=evidence, contributors=Contributors("kept", ranking)
    )


@metric(of_network)
def nestedness(scope: Scope) -> Result:
    """NODF of the actors and the segments they make.

    Mean paired overlap of decreasing fill over pairs of actors and pairs of segments. In percent,
    [0, 100]. None with fewer than two actors that make something or two segments made.
    """
    made = segments_made(scope.seen)
    made = made[np.diff(made.indptr) > 0]
    made = made[:, np.bincount(made.indices, minlength=made.shape[1]) > 0]
    rows, columns = made.shape
    evidence = making_ground(scope)
    if rows < 2 or columns < 2:
        return undefined("too_few", evidence=evidence)
    pairs = rows * (rows - 1) / 2 + columns * (columns - 1) / 2
    overlap = _paired(made) + _paired(sparse.csr_array(made.T))
    return Result(100 * overlap / pairs, evidence=evidence)


def segments_made(scope: Scope) -> sparse.csr_array:
    """Who makes what, as entered for the segment itself: 0/1, shape (n actors, n segments).

    A null model that draws makers anew puts its own in this place.
    """
    return scope.once("segments made", lambda: _segments_made(scope))


def _segments_made(scope: Scope) -> sparse.csr_array:
    position = scope.positions_by_row
    rows, columns = [], []
    for j, segment in enumerate(scope.design.segments):
        for kind in (LOCAL, EXTERNAL, UNKNOWN):
            for row in segment.entered.makers[kind]:
                if row in position:
                    rows.append(position[row])
                    columns.append(j)
    shape = (len(scope), len(scope.design.segments))
    found = sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    return binary(sparse.csr_array(found))


def _paired(made: sparse.csr_array) -> float:
    """Sum over pairs of rows i, j with fill_i > fill_j of the share of j's entries that i has."""
    fill: NDArray[np.int64] = np.diff(made.indptr).astype(np.int64)
    turned = sparse.csc_array(made)
    total = 0.0
    for j in range(made.shape[1]):
        each: Floats = np.sort(fill[turned.indices[turned.indptr[j] : turned.indptr[j + 1]]])
        fuller = len(each) - np.searchsorted(each, each, side="right")
        total += float((fuller / each).sum())
    return total
