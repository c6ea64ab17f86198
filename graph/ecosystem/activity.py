"""The activity layer A of the whole store: ties from activity rows and projected events.

An event with k >= 2 members adds 1/(k-1) to each pair (Newman 2001, PNAS 98:404), so that it adds
k/2 in all. Rows that share an ``evt:`` id are one event that ties only the pairs its activity
rows name, with k/(2r) on each of the r pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.conventions import Conventions
from graph.ecosystem.counting import Mask, Window, in_window, runs_on, status_counts
from graph.ecosystem.evidence import Floats, Ints
from graph.snapshot import Snapshot

_BODIES_FIRST = ("PARTICIPATES_IN", "LEADS", "OWNS_IP", "DEVELOPS_IP", "TRANSFERS_IP", "EMPLOYS")
_PERSON_FIRST = ("DIRECTS", "CHIEF_SCIENTIST_OF")
_PLACES = ("seat", "host_campus")


@dataclass(frozen=True)
class Activity:
    """Ties between actors, with every row that makes them.

    Attributes
    ----------
    actors : ndarray of int32, shape (n,)
        Snapshot rows, ascending; positions in it are used below.
    u, v, weight : ndarrays, shape (m,)
        Ties with u < v, ordered by (u, v).
    part_tie, part_weight, part_statement, part_event : ndarrays, shape (p,)
        What each tie is made of: an activity statement, or an event (the other one is -1).
    member_event, member_actor, member_statement : ndarrays, shape (q,)
        Rows that make a body a member of an event that makes a tie.
    """

    snapshot: Snapshot
    window: Window
    actors: Ints
    bases: frozenset[int]  # snapshot rows of the bases that count
    centers: frozenset[int]  # snapshot rows of the centers
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
    event_sizes: Ints
    dropped: dict[str, int]

    def position(self, rows: Ints) -> Ints:
        """Positions of snapshot rows among the actors (all must be actors)."""
        return np.searchsorted(self.actors, rows).astype(np.int32)


def counting_bases(snapshot: Snapshot, counts: Mask) -> set[int]:
    """Rows of the bases with a HAS_BASE that counts, seats and host campuses left out."""
    roles = snapshot.column("role")
    rows = snapshot.edge_rows("HAS_BASE")
    targets = snapshot.edges.target[rows[counts[rows]]].tolist()
    return {row for row in targets if roles[row] not in _PLACES}


def activity_layer(snapshot: Snapshot, window: Window, conventions: Conventions) -> Activity:
    """Build A over all actors of a snapshot.

    Cost is linear in the rows plus the pairs of event members.
    """
    counts = status_counts(snapshot)
    bases = counting_bases(snapshot, counts)
    actors = np.array(sorted([*snapshot.of_type("Organization", "Center"), *bases]), dtype=np.int32)
    last = runs_on(snapshot, conventions)
    met = in_window(snapshot, last, window)
    place = np.full(len(snapshot) + 1, -1, dtype=np.int32)
    place[actors] = np.arange(len(actors))
    builder = _Builder(snapshot, place, counts & met, conventions)
    dropped = {
        "status": int(np.count_nonzero(~counts[builder.tie_rows])),
        "window": int(np.count_nonzero(counts[builder.tie_rows] & ~met[builder.tie_rows])),
    }
    builder.activity()
    builder.events()
    dropped["not_an_actor"] = builder.outside
    return builder.finish(window, actors, bases, dropped)


class _Builder:
    """Collects parts (tie pieces) and members as columns."""

    def __init__(
        self, snapshot: Snapshot, place: Ints, held: Mask, conventions: Conventions
    ) -> None:
        self.snapshot, self.place, self.held = snapshot, place, held
        self.conventions = conventions
        layers = snapshot.schema.of_layer("activity", "event")
        self.tie_rows = snapshot.edge_rows(*layers)
        self.outside = 0
        self.pieces: list[tuple[Ints, Ints, Floats, Ints, Ints]] = []
        self.members: list[tuple[int, int, int]] = []  # project row, actor, statement
        self.joined: dict[str, list[tuple[int, int, int]]] = {}  # evt id -> u, v, statement

    def activity(self) -> None:
        """Activity rows: ties of their own, parts of an evt event, or of a project's event."""
        snapshot, edges = self.snapshot, self.snapshot.edges
        rows = snapshot.edge_rows(*snapshot.schema.of_layer("activity"))
        rows = rows[self.held[rows]]
        u, v = self.place[edges.source[rows]], self.place[edges.target[rows]]
        self.outside += int(np.count_nonzero((u < 0) | (v < 0)))
        keep = (u >= 0) & (v >= 0) & (u != v)
        rows, u, v = rows[keep], u[keep], v[keep]
        events = [q.get("event") for q in snapshot.qualifiers or [{}]]
        weights = np.array([_weight(q) for q in snapshot.qualifiers or [{}]])
        told = np.array([e is not None for e in events])[edges.qualifier[rows]]
        alone = ~told
        statement = edges.statement[rows]
        self._piece(u[alone], v[alone], weights[edges.qualifier[rows]][alone], statement[alone])
        for row, one, two in zip(
            rows[told].tolist(), u[told].tolist(), v[told].tolist(), strict=True
        ):
            event = str(events[edges.qualifier[row]])
            number = int(edges.statement[row])
            if event in snapshot and snapshot.types[snapshot.row(event)] == "Project":
                project = snapshot.row(event)
                self.members += [(project, one, number), (project, two, number)]
            else:
                self.joined.setdefault(event, []).append((one, two, number))

    def events(self) -> None:
        """Projects, IP rights and persons, and the evt events gathered before."""
        snapshot, edges = self.snapshot, self.snapshot.edges
        rows = snapshot.edge_rows(*_BODIES_FIRST, *_PERSON_FIRST)
        rows = rows[self.held[rows]]
        turned = np.isin(
            edges.type[rows], [snapshot.relation_types.index(n) for n in _PERSON_FIRST]
        )
        employs = edges.type[rows] == snapshot.relation_types.index("EMPLOYS")
        body = np.where(turned, edges.target[rows], edges.source[rows])
        event = np.where(turned, edges.source[rows], edges.target[rows])
        keep = self._makes_events(event) & (turned | employs | self._no_person(event))
        actor = self.place[body]
        persons = self._is("Person", body)
        self.outside += int(np.count_nonzero(keep & (actor < 0) & ~persons))
        keep &= actor >= 0
        twins = self._twins(rows[keep])
        own = np.array(self.members, dtype=np.int32).reshape(len(self.members), 3)
        self._project(
            np.concatenate([event[keep].astype(np.int32), own[:, 0]]),
            np.concatenate([actor[keep], own[:, 1]]),
            np.concatenate([edges.statement[rows[keep]], own[:, 2]]),
            np.concatenate([twins, np.zeros(len(own), dtype=bool)]),
        )

    def _is(self, kind: str, rows: NDArray[np.intp] | Ints) -> Mask:
        mask = np.zeros(len(self.snapshot) + 1, dtype=bool)
        mask[self.snapshot.of_type(kind)] = True
        found: Mask = mask[rows]
        return found

    def _no_person(self, event: Ints) -> Mask:
        return ~self._is("Person", event)

    def _makes_events(self, event: Ints) -> Mask:
        """Projects and persons; IP rights but bundles and claims; no teams."""
        snapshot = self.snapshot
        kinds, counts = snapshot.column("kind"), snapshot.column("count")
        mask = np.zeros(len(snapshot) + 1, dtype=bool)
        mask[snapshot.of_type("Project", "Person")] = True
        for row in snapshot.of_type("Ip"):
            bundle = isinstance(counts[row], int | float) and counts[row] > 1
            mask[row] = not bundle and kinds[row] != "claim"
        found: Mask = mask[event]
        return found

    def _twins(self, rows: NDArray[np.intp]) -> Mask:
        noted = np.array(
            [
                self.conventions.twin_note in str(q.get("note") or "")
                for q in self.snapshot.qualifiers
            ]
            or [False]
        )
        found: Mask = noted[self.snapshot.edges.qualifier[rows]]
        return found

    def _project(self, event: Ints, actor: Ints, statement: Ints, twin: Mask) -> None:
        """Newman's projection, one event size at a time."""
        order = np.lexsort((statement, actor, event))
        event, actor, statement, twin = event[order], actor[order], statement[order], twin[order]
        first = np.ones(len(event), dtype=bool)
        first[1:] = (event[1:] != event[:-1]) | (actor[1:] != actor[:-1])
        pairs_event, pairs_actor = event[first], actor[first]
        group = np.cumsum(first) - 1
        noted = np.zeros(len(pairs_event), dtype=bool)
        noted[group[twin]] = True
        ids, start, size = np.unique(pairs_event, return_index=True, return_counts=True)
        for k in sorted(set(size[size >= 2].tolist())):
            chosen = np.flatnonzero(size == k)
            table = pairs_actor[start[chosen][:, None] + np.arange(k)]
            marks = noted[start[chosen][:, None] + np.arange(k)]
            one, two = np.triu_indices(k, 1)
            u, v = table[:, one].ravel(), table[:, two].ravel()
            apart = (marks[:, one] & marks[:, two]).ravel()
            which = np.repeat(ids[chosen], len(one)).astype(np.int32)
            weight = np.full(len(u), 1.0 / (k - 1))
            self._piece(u[~apart], v[~apart], weight[~apart], None, which[~apart])
        tied = np.isin(event, ids[size >= 2])
        self.member_event, self.member_actor = event[tied], actor[tied]
        self.member_statement = statement[tied]
        self.event_counts = size

    def _piece(
        self, u: Ints, v: Ints, weight: Floats, statement: Ints | None, event: Ints | None = None
    ) -> None:
        none = np.full(len(u), -1, dtype=np.int32)
        low, high = np.minimum(u, v), np.maximum(u, v)
        self.pieces.append((low, high, weight, none if statement is None else statement,
                            none if event is None else event))  # fmt: skip

    def _joined(self) -> list[tuple[int, int, int]]:
        """Pieces of evt events; returns their membership rows under fresh event numbers."""
        rows: list[tuple[int, int, int]] = []
        for number, event in enumerate(sorted(self.joined), len(self.snapshot)):
            found = self.joined[event]
            bodies = {body for one, two, _ in found for body in (one, two)}
            pairs = sorted({(min(one, two), max(one, two)) for one, two, _ in found})
            each = len(bodies) / (2 * len(pairs))
            u, v = (np.array([pair[i] for pair in pairs], dtype=np.int32) for i in (0, 1))
            which = np.full(len(pairs), number, dtype=np.int32)
            self._piece(u, v, np.full(len(pairs), each), None, which)
            rows += [(number, body, s) for one, two, s in found for body in (one, two)]
        return rows

    def finish(
        self, window: Window, actors: Ints, bases: set[int], dropped: dict[str, int]
    ) -> Activity:
        """Sum the pieces of each pair."""
        extra = self._joined()
        more = np.array(extra, dtype=np.int32).reshape(len(extra), 3)
        u, v, weight, statement, event = (
            np.concatenate([piece[i] for piece in self.pieces]) for i in range(5)
        )
        key = u.astype(np.int64) * max(len(actors), 1) + v
        unique, tie = np.unique(key, return_inverse=True)
        order = np.lexsort((weight, tie))  # by size: the sum does not depend on row order
        total = np.zeros(len(unique))
        np.add.at(total, tie[order], weight[order])
        n = max(len(actors), 1)
        return Activity(
            self.snapshot, window, actors, frozenset(bases),
            frozenset(self.snapshot.of_type("Center")),
            (unique // n).astype(np.int32), (unique % n).astype(np.int32), total,
            tie[order].astype(np.int32), weight[order], statement[order], event[order],
            np.concatenate([self.member_event, more[:, 0]]),
            np.concatenate([self.member_actor, more[:, 1]]),
            np.concatenate([self.member_statement, more[:, 2]]),
            self.event_counts[self.event_counts >= 2].astype(np.int32), dropped,
        )  # fmt: skip


def _weight(qualifiers: dict[str, object]) -> float:
    value = qualifiers.get("weight")
    return float(value) if isinstance(value, int | float) and value > 0 else 1.0
