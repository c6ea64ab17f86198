"""Who a value is about, the most important first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.ecosystem.evidence import Floats, Ints


@dataclass(frozen=True)
class Ranking:
    """Actors, or ties between two of them, in order.

    Attributes
    ----------
    actors : list of str
        Ids that the positions index.
    ends : ndarray of int32, shape (k, 1) or (k, 2)
        An actor each, or the two ends of a tie.
    parts : ndarray of float64, shape (k,)
        What each one carries of the value, or the number it is ranked by; NaN where none.
    """

    actors: list[str]
    ends: Ints
    parts: Floats

    def __len__(self) -> int:
        return len(self.ends)

    def first(self, count: int | None) -> Iterator[tuple[list[str], float | None]]:
        """Ids and part of the first ``count``, or of all."""
        for ends, part in zip(self.ends[:count].tolist(), self.parts[:count].tolist(), strict=True):
            yield [self.actors[i] for i in ends], None if np.isnan(part) else part


def ranked(actors: list[str], values: Floats, then: Floats | None = None) -> Ranking:
    """The actors with a positive value, by value descending, then ``then``, then id."""
    chosen = np.flatnonzero(values > 0)
    second = np.zeros(len(values)) if then is None else then
    order = np.lexsort((chosen, -np.round(second[chosen], 9), -np.round(values[chosen], 9)))
    chosen = chosen[order]
    return Ranking(actors, chosen.astype(np.int32)[:, None], values[chosen])


def listed(actors: list[str], ends: Ints, part: float = np.nan) -> Ranking:
    """Actors or ties in the order given, each with the same part."""
    return Ranking(actors, ends, np.full(len(ends), part))
