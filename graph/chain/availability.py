"""How much of the chain is left when one maker fails (METRICS.md L5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.ecosystem.design import Design
from graph.ecosystem.making import LOCAL

Floats = NDArray[np.float64]
_CHUNK = 2048


def availability_at_sinks(design: Design, actors: list[int]) -> tuple[float, Floats]:
    """Importance-weighted mean availability of the sinks: as it is, and without each actor.

    Availability of a segment is the smallest of the local capacity share that is left and, over
    its groups of inputs, the best availability in the group; 0 if nobody local makes it.

    Parameters
    ----------
    design : Design
        With at least one sink.
    actors : list of int
        Local makers, as snapshot rows.

    Returns
    -------
    base : float
        Nobody removed.
    without : ndarray of shape (n_actors,)
        Each actor removed in turn. O(actors * links) time, in chunks of 2,048 actors.
    """
    base = float(_mean(design, np.full(1, -1, dtype=np.int64))[0])
    rows = np.array(actors, dtype=np.int64)
    parts = [_mean(design, rows[i : i + _CHUNK]) for i in range(0, len(rows), _CHUNK)]
    return base, np.concatenate(parts) if parts else np.empty(0)


def _mean(design: Design, removed: NDArray[np.int64]) -> Floats:
    place = {int(actor): i for i, actor in enumerate(removed)}
    left: dict[int, Floats] = {}
    for i in design.order:
        makers = design.segments[i].made.makers[LOCAL]
        total = sum(makers.values())
        share = np.full(len(removed), 1.0 if total else 0.0)
        for actor, capacity in makers.items():
            if actor in place:
                share[place[actor]] = (total - capacity) / total
        for group in design.inputs[i]:
            best = left[group[0]]
            for j in group[1:]:
                best = np.maximum(best, left[j])
            share = np.minimum(share, best)
        left[i] = share
    sinks = design.sinks()
    weights = np.array([design.segments[i].importance for i in sinks])
    found: Floats = weights @ np.array([left[i] for i in sinks]) / weights.sum()
    return found
