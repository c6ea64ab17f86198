"""Dated ties now and in the window before: what changed, where a source tells when."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from graph.ecosystem.activity import Activity
from graph.ecosystem.evidence import Ints

Pairs = frozenset[tuple[str, str]]
Dated = Callable[[], tuple[Pairs, Pairs]]


def dated_ties(layer: Activity, before: Callable[[], Activity], rows: Ints) -> Dated:
    """A function that gives both sets among some actors; ``before`` is asked when it is called."""

    @functools.cache
    def dated() -> tuple[Pairs, Pairs]:
        return _pairs(layer, rows), _pairs(before(), rows)

    return dated


def among(dated: Dated, actors: set[str]) -> Dated:
    """The same among fewer actors."""

    def fewer() -> tuple[Pairs, Pairs]:
        now, before = dated()
        return (
            frozenset(pair for pair in now if actors.issuperset(pair)),
            frozenset(pair for pair in before if actors.issuperset(pair)),
        )

    return fewer


def _pairs(layer: Activity, rows: Ints) -> Pairs:
    inside = np.zeros(len(layer.actors), dtype=bool)
    inside[layer.position(rows)] = True
    chosen = layer.dated & inside[layer.u] & inside[layer.v]
    ids, actors = layer.snapshot.ids, layer.actors
    ends = (actors[layer.u[chosen]].tolist(), actors[layer.v[chosen]].tolist())
    return frozenset((ids[u], ids[v]) for u, v in zip(*ends, strict=True))
