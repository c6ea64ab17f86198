"""Formal ties of the centers: hosts, co-builders and bases, whatever the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from graph.ecosystem.counting import Mask
from graph.ecosystem.evidence import Ints
from graph.snapshot import Snapshot

Table = dict[int, list[tuple[int, int]]]


class Formal:
    """For each center (or other subject) the other end and the statement of what counts."""

    def __init__(self, snapshot: Snapshot, counts: Mask) -> None:
        self.hosts = _table(snapshot, counts, "HOSTED_BY")
        self.builders = _table(snapshot, counts, "CO_BUILT_BY")
        self.has_base = _table(snapshot, counts, "HAS_BASE")

    def hosts_among(self, core: Iterable[int], rows: set[int]) -> dict[int, list[int]]:
        """The hosts of each center of the core, all of them among some rows."""
        return {
            center: sorted({h for h, _ in self.hosts.get(center, ()) if h in rows})
            for center in core
            if center in rows
        }

    def pairs(self, core: Iterable[int], position: Mapping[int, int]) -> tuple[Ints, list[int]]:
        """Positions of centers with their hosts, co-builders and bases; the rows that say so."""
        pairs, statements = set(), []
        for center in core:
            for table in (self.hosts, self.builders, self.has_base):
                for other, statement in table.get(center, ()):
                    if center in position and other in position:
                        pairs.add((position[center], position[other]))
                        statements.append(statement)
        apart = sorted(pair for pair in pairs if pair[0] != pair[1])
        return np.array(apart, dtype=np.int32).reshape(len(apart), 2), statements


def _table(snapshot: Snapshot, counts: Mask, name: str) -> Table:
    table: Table = {}
    edges = snapshot.edges
    for edge in snapshot.edge_rows(name).tolist():
        if counts[edge]:
            ends = (int(edges.target[edge]), int(edges.statement[edge]))
            table.setdefault(int(edges.source[edge]), []).append(ends)
    return table
