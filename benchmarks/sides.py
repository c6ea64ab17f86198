"""Ours, igraph and NetworkX on one drawn ecosystem: ``python -m benchmarks.sides``.

Arguments: actors, ties, seed, seconds that each value of the other two may take (0: ours alone).
One line of forks for each side: the child that made the graph forks one child per metric, so that
each tells its own peak and nothing is built twice.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.ecosystem import CENTER, Drawn, draw
from benchmarks.heavy_networkx import HEAVY
from benchmarks.scope import document, scope_of_arrays
from benchmarks.stages import Value, emit, forked, measured, stage
from benchmarks.structure_page import ADDRESSES, CARDS
from graph.conventions import load_conventions
from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scope import Scope
from graph.metrics.algorithms.paths import sampled_sources
from graph.metrics.cards import MODULES
from graph.metrics.registry import REGISTRY, Metric
from graph.metrics.result import Result

LARGEST_DOCUMENT = 200_000  # actors
RIVALS = {"igraph": "benchmarks.heavy_igraph", "NetworkX": "benchmarks.heavy_networkx"}
Sources = tuple[list[int], list[int]]
assert MODULES  # the registry is full


def ours(drawn: Drawn) -> None:
    """The scope, its cards, and each heavy metric alone.

    Up to 200,000 actors it is read from a document, above its ties go into it as arrays.
    """
    if len(drawn) <= LARGEST_DOCUMENT:
        body = measured("document", lambda: document(drawn))
        scope = measured("read", lambda: scope_of_document(body), _size)
    else:
        scope = measured("read", lambda: scope_of_arrays(drawn), _size)
    stage("cards", lambda: _cards(scope, *CARDS), _times)
    for card in CARDS:
        stage(f"card {card}", lambda card=card: _cards(scope, card), _times)  # type: ignore[misc]
    forked(lambda: _heavy(scope))


def _size(scope: Scope) -> Value:
    return {"actors": len(scope), "ties": len(scope.u), "bases": len(scope.bases),
            "centers": len(scope.centers), "events": len(set(scope.event.tolist())),
            "segments": len(scope.design.segments), "most": int(scope.degree.max())}  # fmt: skip


Timed = dict[str, tuple[float, Result]]


def _cards(scope: Scope, *cards: str) -> Timed:
    """Every key of some cards with its seconds, in the order of the registry."""
    found = {}
    for key, one in REGISTRY.items():
        if one.card in cards:
            start = time.perf_counter()
            result = one.function(scope).rounded()
            found[key] = (time.perf_counter() - start, result)
    return found


def _times(found: Timed) -> Value:
    slowest = sorted(found, key=lambda key: -found[key][0])[:5]
    odd = [key for key, (_, result) in found.items() if _out_of_range(REGISTRY[key], result)]
    return {"keys": len(found), "slowest": {key: found[key][0] for key in slowest}, "odd": odd}


def _out_of_range(metric: Metric, result: Result) -> bool:
    """Whether a number lies outside what the metric declares, or is missing without its cause."""
    low, high = metric.range
    numbers = [x for x in (result.value, *(result.table or {}).values()) if x is not None]
    if not numbers:
        return result.reason != "cost"
    return not all(low - 1e-9 <= x <= high + 1e-9 for x in numbers)


def _heavy(scope: Scope) -> None:
    measured("ours graph", lambda: _ready(scope))
    for key in HEAVY:
        stage(f"ours {key}", lambda key=key: REGISTRY[key].function(scope), _value)  # type: ignore[misc]


def _ready(scope: Scope) -> None:
    _ = scope.matrix, scope.seen.matrix


def _value(result: Result) -> Value:
    value = result.value if result.table is None else list(result.table.values())
    return {"value": value, "error": result.error, "reason": result.reason}


def rival(side: str, drawn: Drawn, sources: Sources, limit: float) -> None:
    """One of the others: its graph, then each heavy metric that it has."""
    module = import_module(RIVALS[side])
    given = measured(f"{side} graph", lambda: module.Given(drawn, *sources))
    for key, function in module.HEAVY.items():
        stage(f"{side} {key}", _limited(function, given), dict, limit=limit)


def _limited(function: Callable[[Any], Value], given: Any) -> Callable[[], Value]:
    """Within its memory: a machine that others use must not fall over."""

    def work() -> Value:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES << 30, ADDRESSES << 30))
        try:
            return function(given)
        except MemoryError:
            return {"lacking": ADDRESSES}

    return work


def sources_of(drawn: Drawn) -> Sources:
    """The actors that paths start from: with the core, and without it. All, or a sample."""
    rules = load_conventions()
    found = []
    for actors in (np.arange(len(drawn)), np.flatnonzero(drawn.kind != CENTER)):
        few = len(actors) <= rules.exact_actors
        found.append((actors if few else actors[sampled_sources(len(actors), rules)]).tolist())
    return found[0], found[1]


def main(actors: int, ties: int, seed: int, limit: float) -> None:
    """All stages, each line on standard output."""
    drawn = measured("draw", lambda: draw(actors, ties, seed))
    sources = sources_of(drawn)
    emit("sources", count=len(sources[0]), coreless=len(sources[1]))
    forked(lambda: ours(drawn))
    for side in RIVALS if limit else ():
        forked(lambda side=side: rival(side, drawn, sources, limit))  # type: ignore[misc]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), float(sys.argv[4]))
