"""The activity layer A: ties from activity rows and projected events.

An event with k >= 2 members adds 1/(k-1) to each pair (Newman 2001, PNAS 98:404), so that it adds
k/2 in all. Rows that share an ``evt:`` id are one event that ties only the pairs its activity
rows name, with k/(2r) on each of the r pairs.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.conventions import Conventions
from graph.ecosystem.counting import Mask, Window
from graph.ecosystem.events import Bodies, Gathered, gather, rows_of_type
from graph.ecosystem.evidence import Floats, Ints
from graph.snapshot import Snapshot
from graph.values.date import NO_YEAR

Counts = NDArray[np.signedinteger]


@dataclass(frozen=True)
class Activity(Bodies):
    """Ties between actors, with every row that makes them.

    Attributes
    ----------
    u, v, weight : ndarrays, shape (m,)
        Ties with u < v, ordered by (u, v).
    part_tie, part_weight, part_statement, part_event : ndarrays, shape (p,)
        What each tie is made of: an activity statement, or an event (the other one is -1).
    member_event, member_actor, member_statement : ndarrays, shape (q,)
        Rows that make a body a member of an event, sole members included; a person with one
        employer is no event.
    """

    u: Ints
    v: Ints
    weight: Floats
    part_tie: Ints
    part_weight: Floats
    part_statement: Ints
    part_event: Ints
    member_event: Ints
    member_actor: Ints
    member_statement: Ints

    @functools.cached_property
    def dated(self) -> Mask:
        """Whether a row behind each tie tells a year, shape (m,).

        Behind a tie that an event makes stand the rows that make its two bodies members.
        """
        edges = self.snapshot.edges
        told = np.zeros(len(self.snapshot.statements) + 1, dtype=bool)
        told[edges.statement[(edges.start != NO_YEAR) | (edges.end != NO_YEAR)]] = True
        told[-1] = False  # no statement
        size = len(self.actors) + 1
        members = told[self.member_statement]
        joined = self.member_event[members].astype(np.int64) * size + self.member_actor[members]
        direct = told[self.part_statement]
        for ends in (self.u, self.v):
            direct = direct | np.isin(
                self.part_event.astype(np.int64) * size + ends[self.part_tie], joined
            )
        found = np.zeros(len(self.u), dtype=bool)
        found[self.part_tie[direct]] = True
        return found


def activity_layer(snapshot: Snapshot, window: Window, conventions: Conventions) -> Activity:
    """Build A over all actors of a snapshot.

    Cost is linear in the rows plus the pairs of event members.
    """
    return project(gather(snapshot, window, conventions))


def project(gathered: Gathered, into: Ints | None = None, within: Mask | None = None) -> Activity:
    """Make the ties of gathered rows.

    Parameters
    ----------
    gathered : Gathered
    into : ndarray of int32, shape (n,), optional
        The actor that each actor is contracted into (itself if into none), before events are
        projected: ties to itself vanish, and an event counts the distinct members left.
    within : ndarray of bool, shape (n,), optional
        Actors, after contraction, among whom ties are made. Only events that one of them takes
        part in are touched; all members of such an event are counted and kept.
    """
    n = len(gathered.actors)
    target = np.arange(n, dtype=np.int32) if into is None else into
    inside = np.ones(n, dtype=bool) if within is None else within
    builder = _Builder(inside)
    u, v = target[gathered.u], target[gathered.v]
    builder.pairs(u, v, gathered.weight, statement=gathered.statement)
    persons = rows_of_type(gathered.snapshot, "Person")
    builder.events(
        gathered.event, target[gathered.member], gathered.member_statement, gathered.noted, persons
    )
    builder.named(
        gathered.named_event, target[gathered.named_u], target[gathered.named_v],
        gathered.named_statement,
    )  # fmt: skip
    return builder.finish(gathered)


class _Builder:
    """Collects parts (tie pieces) and members as columns."""

    def __init__(self, inside: Mask) -> None:
        self.inside = inside
        self.pieces: list[tuple[Ints, Ints, Floats, Ints, Ints]] = []
        self.members: list[tuple[Ints, Ints, Ints]] = []  # event, actor, statement

    def pairs(
        self, u: Ints, v: Ints, weight: Floats, *, statement: Ints | None = None,
        event: Ints | None = None,
    ) -> None:  # fmt: skip
        """Pieces of ties; none outside, none of an actor with itself."""
        keep = (u != v) & self.inside[u] & self.inside[v]
        none = np.full(int(keep.sum()), -1, dtype=np.int32)
        low, high = np.minimum(u, v)[keep], np.maximum(u, v)[keep]
        self.pieces.append((low, high, weight[keep],
                            none if statement is None else statement[keep],
                            none if event is None else event[keep]))  # fmt: skip

    def events(self, event: Ints, actor: Ints, statement: Ints, noted: Mask, persons: Mask) -> None:
        """Newman's projection, one event size at a time."""
        touched = np.zeros(len(persons), dtype=bool)
        touched[event[self.inside[actor]]] = True
        mine = np.flatnonzero(touched[event])
        order = mine[np.lexsort((statement[mine], actor[mine], event[mine]))]
        event, actor, statement, noted = event[order], actor[order], statement[order], noted[order]
        first = np.ones(len(event), dtype=bool)
        first[1:] = (event[1:] != event[:-1]) | (actor[1:] != actor[:-1])
        pairs_event, pairs_actor = event[first], actor[first]
        marked = np.zeros(len(pairs_event), dtype=bool)
        marked[(np.cumsum(first) - 1)[noted]] = True
        ids, of_pair, size = np.unique(pairs_event, return_inverse=True, return_counts=True)
        near = self.inside[pairs_actor]
        self._pair_up(pairs_actor[near], marked[near], of_pair[near], ids, size)
        is_event = (size >= 2) | ~persons[ids]
        kept = is_event[of_pair[np.cumsum(first) - 1]]
        self.members.append((event[kept], actor[kept], statement[kept]))

    def _pair_up(self, actor: Ints, marked: Mask, owner: Counts, ids: Ints, size: Counts) -> None:
        """Ties among the members inside, ordered by event; ``size`` counts all members."""
        held = np.bincount(owner, minlength=len(ids))
        start = np.cumsum(held) - held
        for k in sorted(set(held[held >= 2].tolist())):
            chosen = np.flatnonzero(held == k)
            table = actor[start[chosen][:, None] + np.arange(k)]
            marks = marked[start[chosen][:, None] + np.arange(k)]
            one, two = np.triu_indices(k, 1)
            u, v = table[:, one].ravel(), table[:, two].ravel()
            apart = (marks[:, one] & marks[:, two]).ravel()
            which = np.repeat(ids[chosen], len(one)).astype(np.int32)
            weight = np.repeat(1.0 / (size[chosen] - 1), len(one))
            self.pairs(u[~apart], v[~apart], weight[~apart], event=which[~apart])

    def named(self, event: Ints, u: Ints, v: Ints, statement: Ints) -> None:
        """Events that tie only the pairs their rows name: k/(2r) each."""
        near = np.isin(event, event[self.inside[u] | self.inside[v]])
        event, u, v, statement = event[near], u[near], v[near], statement[near]
        twice, bodies = np.repeat(event, 2), np.stack([u, v], axis=1).ravel()
        self.members.append((twice, bodies, np.repeat(statement, 2)))
        ids, k = np.unique(_distinct(twice, bodies)[:, 0], return_counts=True)
        apart = u != v
        pairs = _distinct(event[apart], np.minimum(u, v)[apart], np.maximum(u, v)[apart])
        of, r = np.searchsorted(ids, pairs[:, 0]), np.zeros(len(ids), dtype=np.int64)
        np.add.at(r, of, 1)
        self.pairs(pairs[:, 1], pairs[:, 2], k[of] / (2 * r[of]), event=pairs[:, 0])

    def finish(self, gathered: Gathered) -> Activity:
        """Sum the pieces of each pair."""
        u, v, weight, statement, event = (
            np.concatenate([piece[i] for piece in self.pieces]) for i in range(5)
        )
        n = max(len(gathered.actors), 1)
        unique, tie = np.unique(u.astype(np.int64) * n + v, return_inverse=True)
        order = np.lexsort((weight, tie))  # by size: the sum does not depend on row order
        total = np.zeros(len(unique))
        np.add.at(total, tie[order], weight[order])
        one, two, three = (np.concatenate([found[i] for found in self.members]) for i in range(3))
        return Activity(
            gathered.snapshot, gathered.window, gathered.actors, gathered.bases, gathered.centers,
            gathered.dropped, (unique // n).astype(np.int32), (unique % n).astype(np.int32), total,
            tie[order].astype(np.int32), weight[order], statement[order], event[order],
            one, two, three,
        )  # fmt: skip


def _distinct(*columns: Ints) -> Ints:
    """Distinct rows of parallel columns, ordered."""
    table: Ints = np.unique(np.stack(columns, axis=1), axis=0)
    return table
