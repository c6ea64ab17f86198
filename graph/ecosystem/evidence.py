"""Which statements a value rests on, and how much of it each one carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """Statements (rows of ``Snapshot.statements``) with their contributions.

    ``contributions`` has the length of ``statements``; NaN marks a statement that the value
    depends on without carrying a part of it (who is an actor, who else took part, which source
    declares completeness). For an additive metric the other entries sum to the value.
    """

    statements: Ints
    contributions: Floats

    def __len__(self) -> int:
        return len(self.statements)

    def ordered(self) -> Evidence:
        """By contribution descending, supporting statements last, ties by statement."""
        size = np.where(np.isnan(self.contributions), -np.inf, np.abs(self.contributions))
        order = np.lexsort((self.statements, -np.round(size, 12)))
        return Evidence(self.statements[order], self.contributions[order])


def unrolled(begin: NDArray[Any], count: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Spans of compressed rows one entry at a time.

    Returns
    -------
    (owner, place) : ndarrays of shape (count.sum(),)
        Each entry's span, and its place: ``begin[i]``, ``begin[i] + 1``, … for span i.
    """
    owner = np.repeat(np.arange(len(count)), count)
    within = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    return owner, begin[owner] + within


NOTHING = Evidence(np.empty(0, np.int32), np.empty(0))


def carrying(statements: Iterable[int], contributions: Iterable[float]) -> Evidence:
    """Statements that each carry a part of the value."""
    return Evidence(
        np.fromiter(statements, dtype=np.int32), np.fromiter(contributions, dtype=np.float64)
    )


def supporting(statements: Iterable[int]) -> Evidence:
    """Statements that the value depends on without carrying a part."""
    found = np.unique(np.fromiter(statements, dtype=np.int32))
    return Evidence(found, np.full(len(found), np.nan))


def joined(*parts: Evidence) -> Evidence:
    """One entry per statement: contributions add up, support yields to contribution."""
    statements = np.concatenate([part.statements for part in parts] or [NOTHING.statements])
    shares = np.concatenate([part.contributions for part in parts] or [NOTHING.contributions])
    unique, place = np.unique(statements, return_inverse=True)
    total, carried = np.zeros(len(unique)), np.zeros(len(unique), dtype=bool)
    counted = ~np.isnan(shares)
    np.add.at(total, place[counted], shares[counted])
    carried[place[counted]] = True
    total[~carried] = np.nan
    return Evidence(unique.astype(np.int32), total)
