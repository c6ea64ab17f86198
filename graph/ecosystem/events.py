"""What the ties of a store are made of: activity rows, and who takes part in which event.

Gathered once per window, as columns. `activity.project` makes ties of them, in either reading.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.conventions import Conventions
from graph.ecosystem.counting import Mask, Window, in_window, runs_on, status_counts
from graph.ecosystem.evidence import Floats, Ints
from graph.snapshot import Snapshot
from graph.values.date import NO_YEAR

_BODIES_FIRST = ("PARTICIPATES_IN", "LEADS", "OWNS_IP", "DEVELOPS_IP", "TRANSFERS_IP", "EMPLOYS")
_PERSON_FIRST = ("DIRECTS", "CHIEF_SCIENTIST_OF")
_PLACES = ("seat", "host_campus")


@dataclass(frozen=True)
class Bodies:
    """The actors of a store in a window.

    Attributes
    ----------
    actors : ndarray of int32, shape (n,)
        Snapshot rows, ascending; positions in it are used by what is built on it.
    bases, centers : frozenset of int
        Snapshot rows of the bases that count, and of the centers.
    dropped : dict
        Rows of ties that do not count, or count undated, by reason.
    """

    snapshot: Snapshot
    window: Window
    actors: Ints
    bases: frozenset[int]
    centers: frozenset[int]
    dropped: dict[str, int]

    def position(self, rows: Ints) -> Ints:
        """Positions of snapshot rows among the actors (all must be actors)."""
        return np.searchsorted(self.actors, rows).astype(np.int32)


@dataclass(frozen=True)
class Gathered(Bodies):
    """Rows that count in a window, before any tie is made.

    Attributes
    ----------
    u, v, weight, statement : ndarrays
        Activity rows that are ties of their own.
    event, member, member_statement, noted : ndarrays, ordered by event, member, statement
        Rows that make an actor a member of a project, IP right or person (a snapshot row);
        ``noted``: the row says that its bodies are probably twins.
    named_event, named_u, named_v, named_statement : ndarrays, ordered by event
        Activity rows that share an ``evt:`` id, under numbers that are no snapshot row.
    """

    u: Ints
    v: Ints
    weight: Floats
    statement: Ints
    event: Ints
    member: Ints
    member_statement: Ints
    noted: Mask
    named_event: Ints
    named_u: Ints
    named_v: Ints
    named_statement: Ints


def counting_bases(snapshot: Snapshot, counts: Mask) -> set[int]:
    """Rows of the bases with a HAS_BASE that counts, seats and host campuses left out."""
    roles = snapshot.column("role")
    rows = snapshot.edge_rows("HAS_BASE")
    targets = snapshot.edges.target[rows[counts[rows]]].tolist()
    return {row for row in targets if roles[row] not in _PLACES}


def gather(snapshot: Snapshot, window: Window, conventions: Conventions) -> Gathered:
    """Read the activity and event layers of a snapshot in a window; cost linear in the rows."""
    counts = status_counts(snapshot)
    bases = counting_bases(snapshot, counts)
    actors = np.array(sorted([*snapshot.of_type("Organization", "Center"), *bases]), dtype=np.int32)
    met = in_window(snapshot, runs_on(snapshot, conventions), window)
    place = np.full(len(snapshot) + 1, -1, dtype=np.int32)
    place[actors] = np.arange(len(actors))
    reader = _Reader(snapshot, place, counts & met, conventions)
    u, v, weight, statement = reader.activity()
    event, member, member_statement, noted = reader.members()
    named_event, named_u, named_v, named_statement = reader.named().T
    tie_rows = snapshot.edge_rows(*snapshot.schema.of_layer("activity", "event"))
    years = np.maximum(snapshot.edges.start, snapshot.edges.end)[tie_rows]
    dropped = {
        "status": int(np.count_nonzero(~counts[tie_rows])),
        "window": int(np.count_nonzero(counts[tie_rows] & ~met[tie_rows])),
        "not_an_actor": reader.outside,
        "undated": int(np.count_nonzero((counts & met)[tie_rows] & (years == NO_YEAR))),
    }
    return Gathered(
        snapshot, window, actors, frozenset(bases), frozenset(snapshot.of_type("Center")),
        dropped, u, v, weight, statement, event, member, member_statement, noted,
        named_event, named_u, named_v, named_statement,
    )  # fmt: skip


class _Reader:
    """Sorts the rows that count into ties of their own, members, and rows of evt events."""

    def __init__(
        self, snapshot: Snapshot, place: Ints, held: Mask, conventions: Conventions
    ) -> None:
        self.snapshot, self.place, self.held = snapshot, place, held
        self.conventions = conventions
        self.outside = 0
        self.joining: list[tuple[int, int, int]] = []  # project row, actor, statement
        self.sharing: dict[str, list[tuple[int, int, int]]] = {}  # evt id -> u, v, statement

    def activity(self) -> tuple[Ints, Ints, Floats, Ints]:
        """Activity rows that are ties of their own; the others belong to an event."""
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
        for row, one, two in zip(
            rows[told].tolist(), u[told].tolist(), v[told].tolist(), strict=True
        ):
            event, number = str(events[edges.qualifier[row]]), int(edges.statement[row])
            if event in snapshot and snapshot.types[snapshot.row(event)] == "Project":
                project = snapshot.row(event)
                self.joining += [(project, one, number), (project, two, number)]
            else:
                self.sharing.setdefault(event, []).append((one, two, number))
        return (
            u[alone], v[alone], weights[edges.qualifier[rows]][alone], edges.statement[rows][alone]
        )  # fmt: skip

    def members(self) -> tuple[Ints, Ints, Ints, Mask]:
        """Who takes part in projects, IP rights and persons."""
        snapshot, edges = self.snapshot, self.snapshot.edges
        rows = snapshot.edge_rows(*_BODIES_FIRST, *_PERSON_FIRST)
        rows = rows[self.held[rows]]
        turned = np.isin(
            edges.type[rows], [snapshot.relation_types.index(n) for n in _PERSON_FIRST]
        )
        employs = edges.type[rows] == snapshot.relation_types.index("EMPLOYS")
        body = np.where(turned, edges.target[rows], edges.source[rows])
        event = np.where(turned, edges.source[rows], edges.target[rows])
        is_person = rows_of_type(snapshot, "Person")
        keep = self._makes_events()[event] & (turned | employs | ~is_person[event])
        actor = self.place[body]
        self.outside += int(np.count_nonzero(keep & (actor < 0) & ~is_person[body]))
        keep &= actor >= 0
        noted = self._noted()[edges.qualifier[rows[keep]]]
        own = np.array(self.joining, dtype=np.int32).reshape(len(self.joining), 3)
        event = np.concatenate([event[keep].astype(np.int32), own[:, 0]])
        actor = np.concatenate([actor[keep], own[:, 1]])
        statement = np.concatenate([edges.statement[rows[keep]], own[:, 2]])
        noted = np.concatenate([noted, np.zeros(len(own), dtype=bool)])
        order = np.lexsort((statement, actor, event))
        return event[order], actor[order], statement[order], noted[order]

    def _makes_events(self) -> Mask:
        """Rows of projects and persons; of IP rights but bundles and claims; of no team."""
        snapshot = self.snapshot
        kinds, counts = snapshot.column("kind"), snapshot.column("count")
        mask = rows_of_type(snapshot, "Project", "Person")
        for row in snapshot.of_type("Ip"):
            bundle = isinstance(counts[row], int | float) and counts[row] > 1
            mask[row] = not bundle and kinds[row] != "claim"
        return mask

    def _noted(self) -> Mask:
        """Qualifiers whose note says that the bodies are probably twins."""
        note = self.conventions.twin_note
        return np.array(
            [note in str(q.get("note") or "") for q in self.snapshot.qualifiers or [{}]]
        )

    def named(self) -> Ints:
        """Rows of the evt events: number, both bodies, statement; shape (r, 4)."""
        found = [
            (number, *row)
            for number, event in enumerate(sorted(self.sharing), len(self.snapshot))
            for row in self.sharing[event]
        ]
        return np.array(found, dtype=np.int32).reshape(len(found), 4)


def rows_of_type(snapshot: Snapshot, *kinds: str) -> Mask:
    """Whether each row is of one of some node types; one more entry, so that -1 is none."""
    mask = np.zeros(len(snapshot) + 1, dtype=bool)
    mask[snapshot.of_type(*kinds)] = True
    return mask


def _weight(qualifiers: dict[str, object]) -> float:
    value = qualifiers.get("weight")
    return float(value) if isinstance(value, int | float) and value > 0 else 1.0
