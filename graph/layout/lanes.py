"""A chain from left to right: lanes upstream, midstream, downstream; columns inside a lane.

Columns follow the longest path inside the stage, rows are settled by sweeps of barycenters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STAGES = ("上游", "中游", "下游")
_WIDTH, _HEIGHT = 150.0, 46.0
_COLUMN, _ROW = 190.0, 62.0
_LEFT, _TOP = 24.0, 56.0
_LANE_GAP = 36.0
_SWEEPS = 12
_TALL = 14


@dataclass(frozen=True)
class Box:
    """A segment's place: top left corner, lane, column and row."""

    x: float
    y: float
    stage: str
    column: int
    row: int


@dataclass(frozen=True)
class Lane:
    """One stage's strip from ``x0`` to ``x1``."""

    stage: str
    x0: float
    x1: float


@dataclass(frozen=True)
class Lanes:
    """Boxes by node, lanes, and the size of the whole."""

    boxes: dict[str, Box]
    lanes: list[Lane]
    width: float
    height: float
    box: tuple[float, float] = (_WIDTH, _HEIGHT)


def lanes(stages: Mapping[str, str], links: Sequence[tuple[str, str]]) -> Lanes:
    """Lay out nodes by stage.

    Parameters
    ----------
    stages : mapping
        Stage of each node; an unknown stage counts as the middle one.
    links : sequence of (source, target)
        Links between nodes; those that would close a cycle inside a stage are passed over.
    """
    stage = {node: told if told in STAGES else STAGES[1] for node, told in stages.items()}
    columns: list[tuple[str, list[str]]] = []
    for name in STAGES:
        mine = sorted(node for node in stage if stage[node] == name)
        inside = [(a, b) for a, b in links if stage.get(a) == name == stage.get(b)]
        for _, found in sorted(_columns(mine, inside).items()):
            columns += [(name, found[i : i + _TALL]) for i in range(0, len(found), _TALL)]
    _sweep(columns, links)
    tallest = max((len(found) for _, found in columns), default=1)
    boxes, strips, x = {}, [], _LEFT
    for name in STAGES:
        mine_columns = [(i, found) for i, (told, found) in enumerate(columns) if told == name]
        if not mine_columns:
            continue
        start = x
        for i, found in mine_columns:
            offset = (tallest - len(found)) * _ROW / 2
            for row, node in enumerate(found):
                boxes[node] = Box(x, _TOP + offset + row * _ROW, name, i, row)
            x += _COLUMN
        strips.append(Lane(name, start - 12, x - _COLUMN + _WIDTH + 12))
        x += _LANE_GAP
    return Lanes(boxes, strips, max(x, _WIDTH), _TOP + tallest * _ROW + 10)


def _columns(nodes: list[str], links: list[tuple[str, str]]) -> dict[int, list[str]]:
    """Nodes of one stage by the length of the longest path that leads to them."""
    out: dict[str, list[str]] = {}
    waiting = dict.fromkeys(nodes, 0)
    for a, b in sorted(set(links)):
        out.setdefault(a, []).append(b)
        waiting[b] += 1
    depth = dict.fromkeys(nodes, 0)
    ready = sorted(node for node, n in waiting.items() if n == 0)
    while ready:
        node = ready.pop(0)
        for other in out.get(node, ()):
            depth[other] = max(depth[other], depth[node] + 1)
            waiting[other] -= 1
            if waiting[other] == 0:
                ready.append(other)
    found: dict[int, list[str]] = {}
    for node in nodes:
        found.setdefault(depth[node], []).append(node)
    return found


def _sweep(columns: list[tuple[str, list[str]]], links: Sequence[tuple[str, str]]) -> None:
    """Order the rows of each column by the mean row of their neighbors, back and forth."""
    near: dict[str, list[str]] = {}
    for a, b in links:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    place = {
        node: row / max(len(found), 1) for _, found in columns for row, node in enumerate(found)
    }
    for sweep in range(_SWEEPS):
        order = columns if sweep % 2 == 0 else columns[::-1]
        for _, found in order:
            heights = {}
            for node in found:
                known = [place[other] for other in near.get(node, ()) if other in place]
                heights[node] = sum(known) / len(known) if known else place[node]
            found.sort(key=lambda node: (round(heights[node], 9), node))
            for row, node in enumerate(found):
                place[node] = row / max(len(found), 1)
