"""Which relations count, and in which window (METRIC_KEYS.md section 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.conventions import Conventions, load_conventions
from graph.snapshot import Snapshot
from graph.values.date import NO_YEAR

_POSTS = ("EMPLOYS", "DIRECTS", "CHIEF_SCIENTIST_OF")
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """Years, both included. ``derived_from`` are the statements that fix a default window."""

    first: int
    last: int
    derived_from: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Window:
        """Years as ``Y0-Y1``; ValueError if they are none, or in the wrong order."""
        found = re.fullmatch(r"(\d{4})-(\d{4})", text)
        if not found or found[1] > found[2]:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @property
    def years(self) -> list[int]:
        """[first, last], as results print it."""
        return [self.first, self.last]

    @property
    def before(self) -> Window:
        """The window of equal length just before."""
        return Window(2 * self.first - self.last - 1, self.first - 1)


ALL_YEARS = Window(0, 9999)
"""No window: where no tie is dated, or a document names none."""


def status_counts(snapshot: Snapshot) -> Mask:
    """Edges whose status is done, signed or not told; inferred ones only if formal.

    Returns
    -------
    ndarray of bool, shape (n_edges,)
    """
    qualifiers = snapshot.qualifiers or [{}]
    settled = np.array([q.get("status") in (None, "done", "signed") for q in qualifiers])
    inferred = np.array([bool(q.get("inferred")) for q in qualifiers])
    edges = snapshot.edges
    formal = np.zeros(len(edges), dtype=bool)
    formal[snapshot.edge_rows(*snapshot.schema.of_layer("formal"))] = True
    held: Mask = settled[edges.qualifier] & (formal | ~inferred[edges.qualifier])
    return held


def runs_on(snapshot: Snapshot, conventions: Conventions) -> NDArray[np.int32]:
    """The last year of an edge that tells a start only.

    Joint laboratories and production run on (year 9999), posts for ten years, everything else
    ends in the year it starts. Shape (n_edges,); meaningless without a start.
    """
    edges = snapshot.edges
    last = edges.start.copy()
    posts = snapshot.edge_rows(*_POSTS)
    last[posts] = edges.start[posts] + conventions.post_years
    last[snapshot.edge_rows("PRODUCES")] = 9999
    joint = joint_laboratories(snapshot, conventions)
    if joint:
        rows = np.fromiter(joint, dtype=np.int32)
        last[np.isin(edges.target, rows)] = 9999
        ids = {snapshot.ids[row] for row in joint}
        told = [
            q.get("event") in ids or q.get("lab_or_project") in ids for q in snapshot.qualifiers
        ]
        last[np.array(told)[edges.qualifier]] = 9999
    laboratory = np.array([q.get("kind") == "lab" for q in snapshot.qualifiers or [{}]])
    research = snapshot.edge_rows("RESEARCHES")
    last[research[laboratory[edges.qualifier[research]]]] = 9999
    return last


def joint_laboratories(snapshot: Snapshot, conventions: Conventions) -> set[int]:
    """Rows of the projects that are joint laboratories, by the beginning of their kind."""
    kinds = snapshot.column("kind")
    return {
        row
        for row in snapshot.of_type("Project")
        if str(kinds[row] or "").startswith(conventions.joint_laboratory)
    }


def in_window(snapshot: Snapshot, last: NDArray[np.int32], window: Window) -> Mask:
    """Edges whose time meets the window; undated ones do.

    ``last`` is the last year of edges that tell a start only (`runs_on`).
    """
    edges = snapshot.edges
    start = np.where(edges.start == NO_YEAR, -9999, edges.start)
    end = np.where(edges.end != NO_YEAR, edges.end, np.where(edges.start == NO_YEAR, 9999, last))
    met: Mask = (start <= window.last) & (end >= window.first)
    return met


def default_window(snapshot: Snapshot, counts: Mask, conventions: Conventions) -> Window | None:
    """The years up to the latest dated activity or event tie that counts, or None.

    The statements of the last year are kept with it: they fix the window.
    """
    rows = snapshot.edge_rows(*snapshot.schema.of_layer("activity", "event"))
    rows = rows[counts[rows] & (snapshot.edges.start[rows] != NO_YEAR)]
    if not len(rows):
        return None
    years = snapshot.edges.start[rows]
    last = int(years.max())
    fixed = snapshot.edges.statement[rows[years == last]]
    return Window(last - conventions.window_years + 1, last, tuple(sorted(fixed.tolist())))


def window_of(snapshot: Snapshot, conventions: Conventions | None = None) -> Window:
    """The default window of a snapshot; all years where no tie is dated."""
    rules = conventions or load_conventions()
    return default_window(snapshot, status_counts(snapshot), rules) or ALL_YEARS
