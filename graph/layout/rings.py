"""Rings: hosts inside, then centers, bases, partners, and people, IP and projects outside.

Each center has a sector of the circle, as wide as its share of the entities. An entity sits in
the sector of the center that it has most relations with, directly or through its neighbors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.snapshot import Snapshot

ROLES = ("host", "center", "base", "partner", "project", "ip", "person", "place", "other")
_RING = {"host": 0, "center": 1, "base": 2, "partner": 3, "place": 3, "other": 3,
         "project": 4, "ip": 4, "person": 4}  # fmt: skip
_OF_TYPE = {"Center": "center", "Base": "base", "Person": "person", "Team": "person",
            "Project": "project", "Ip": "ip", "Region": "place", "Park": "place"}  # fmt: skip
_SPACING = 26.0
_GAP = 70.0
_FIRST = 60.0
NOWHERE = ""


@dataclass(frozen=True)
class Sector:
    """One center's part of the circle, in radians; ``id`` is empty for entities of no center."""

    id: str
    start: float
    end: float
    count: int


@dataclass(frozen=True)
class Rings:
    """Positions by snapshot row, radii of the rings, sectors in order."""

    x: dict[int, float]
    y: dict[int, float]
    role: dict[int, str]
    sector: dict[int, str]
    radii: list[float]
    sectors: list[Sector]


def roles(snapshot: Snapshot, rows: Sequence[int]) -> dict[int, str]:
    """The part each entity plays in the picture."""
    found = {}
    for row in rows:
        kind = snapshot.types[row]
        role = _OF_TYPE.get(kind) or ("partner" if kind == "Organization" else "other")
        found[row] = "host" if row in snapshot.hosts else role
    return found


def sectors_of(snapshot: Snapshot, rows: Sequence[int]) -> dict[int, str]:
    """The center in whose sector each entity sits: breadth first from the centers, by majority.

    An entity with relations to several goes to the one with most of them, ties by id.
    """
    edges, inside = snapshot.edges, set(rows)
    near: dict[int, list[int]] = {row: [] for row in rows}
    for a, b in zip(edges.source.tolist(), edges.target.tolist(), strict=True):
        if a in inside and b in inside:
            near[a].append(b)
            near[b].append(a)
    found = {row: snapshot.ids[row] for row in rows if snapshot.types[row] == "Center"}
    frontier = sorted(found)
    while frontier:
        votes: dict[int, Counter[str]] = {}
        for row in frontier:
            for other in near[row]:
                if other not in found:
                    votes.setdefault(other, Counter())[found[row]] += 1
        for row, count in votes.items():
            found[row] = min(count, key=lambda center: (-count[center], center))
        frontier = sorted(votes)
    return {row: found.get(row, NOWHERE) for row in rows}


def rings(snapshot: Snapshot, rows: Sequence[int]) -> Rings:
    """Place some entities on rings; linear but for sorting."""
    role, sector = roles(snapshot, rows), sectors_of(snapshot, rows)
    members: dict[str, list[int]] = {}
    for row in sorted(rows, key=lambda r: snapshot.ids[r]):
        members.setdefault(sector[row], []).append(row)
    names = sorted(members, key=lambda name: (name == NOWHERE, name))
    widths = {name: max(len(members[name]), len(rows) / 40) for name in names}
    total = sum(widths.values()) or 1.0
    x: dict[int, float] = {}
    y: dict[int, float] = {}
    sectors, start = [], -math.pi / 2
    spans = {}
    for name in names:
        end = start + 2 * math.pi * widths[name] / total
        spans[name] = (start, end)
        sectors.append(Sector(name, start, end, len(members[name])))
        start = end
    radii, radius = [], _FIRST
    for ring in range(5):
        counts = [
            (name, [row for row in members[name] if _RING[role[row]] == ring]) for name in names
        ]
        depth = max((_lanes(len(found), spans[name], radius) for name, found in counts), default=1)
        for name, found in counts:
            _place(snapshot, found, spans[name], radius, depth, x, y)
        radii.append(radius + (depth - 1) * _SPACING)
        radius = radii[-1] + _GAP
    return Rings(x, y, role, sector, radii, sectors)


def _lanes(count: int, span: tuple[float, float], radius: float) -> int:
    """How many lanes a ring needs so that its members keep their distance."""
    lanes = 1
    while count > sum(
        max(1, int((span[1] - span[0]) * 0.92 * (radius + i * _SPACING) / _SPACING))
        for i in range(lanes)
    ):
        lanes += 1
    return lanes


def _place(
    snapshot: Snapshot, found: list[int], span: tuple[float, float], radius: float, lanes: int,
    x: dict[int, float], y: dict[int, float],
) -> None:  # fmt: skip
    ordered = sorted(found, key=lambda row: (snapshot.types[row], snapshot.ids[row]))
    width, middle = (span[1] - span[0]) * 0.92, (span[0] + span[1]) / 2
    for i, row in enumerate(ordered):
        share = (i + 0.5) / len(ordered) - 0.5
        r = radius + (i % lanes) * _SPACING
        angle = middle + width * share
        x[row], y[row] = round(r * math.cos(angle), 2), round(r * math.sin(angle), 2)
