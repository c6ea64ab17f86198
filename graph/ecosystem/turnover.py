"""Dated ties now and in the window before: what changed, where a source tells when."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from graph.ecosystem.activity import Activity
from graph.ecosystem.evidence import Ints
from graph.ecosystem.tracing import events_of, member_rows, tie_rows

Pairs = frozenset[tuple[str, str]]


class Turnover(NamedTuple):
    """Dated ties as pairs of ids in ascending order: in the window, and in the one before it;
    ``statements`` are the rows behind those of the one before."""

    now: Pairs
    before: Pairs
    statements: tuple[int, ...] = ()


Dated = Callable[[], Turnover]


def dated_ties(layer: Activity, before: Callable[[], Activity], rows: Ints) -> Dated:
    """A function that gives both sets among some actors; ``before`` is asked when it is called."""

    @functools.cache
    def dated() -> Turnover:
        earlier = before()
        chosen = _chosen(earlier, rows)
        ties = tie_rows(earlier, chosen, np.zeros(len(chosen))).statements.tolist()
        members = member_rows(earlier, events_of(earlier, chosen))
        return Turnover(
            _pairs(layer, _chosen(layer, rows)), _pairs(earlier, chosen), (*ties, *members)
        )

    return dated


def among(dated: Dated, actors: set[str]) -> Dated:
    """The same among fewer actors."""

    def fewer() -> Turnover:
        now, before, statements = dated()
        return Turnover(_inside(now, actors), _inside(before, actors), statements)

    return fewer


def _inside(pairs: Pairs, actors: set[str]) -> Pairs:
    return frozenset(pair for pair in pairs if actors.issuperset(pair))


def _chosen(layer: Activity, rows: Ints) -> Ints:
    """The dated ties among some actors."""
    inside = np.zeros(len(layer.actors), dtype=bool)
    inside[layer.position(rows)] = True
    found: Ints = np.flatnonzero(layer.dated & inside[layer.u] & inside[layer.v]).astype(np.int32)
    return found


def _pairs(layer: Activity, chosen: Ints) -> Pairs:
    ids, actors = layer.snapshot.ids, layer.actors
    ends = (actors[layer.u[chosen]].tolist(), actors[layer.v[chosen]].tolist())
    return frozenset((ids[u], ids[v]) for u, v in zip(*ends, strict=True))
