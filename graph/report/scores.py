"""Bodies that put scopes or windows side by side: means on request, comparison, time series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any

import numpy as np

from graph.conventions import Conventions
from graph.ecosystem.evidence import Floats
from graph.metrics.cards import Cards
from graph.metrics.registry import CARDS, REGISTRY
from graph.metrics.result import Result, significant
from graph.metrics.score import draws, has_score, interval, score, wins
from graph.report.evidence import Tracer

_BRIEF = ("value", "low", "high", "recorded", "reason")
Alternatives = Sequence[Sequence[Cards]]  # windows, then scopes


def aggregate(one: Cards, alternatives: Sequence[Cards]) -> dict[str, Any]:
    """Three means of each card with their bounds, the weakest headline, and the Monte Carlo.

    Parameters
    ----------
    one : Cards
        The cards of a scope.
    alternatives : sequence of Cards
        The same scope in the windows that the Monte Carlo draws from.
    """
    rules = one.scope.conventions
    return {card: _aggregate(card, one, alternatives, rules) for card in CARDS}


def _aggregate(
    card: str, one: Cards, alternatives: Sequence[Cards], rules: Conventions
) -> dict[str, Any]:
    found = score(one.cards[card], rules)
    usable = [other for other in alternatives if has_score(other.cards[card], rules)]
    drawn = draws([other.cards[card] for other in usable], rules) if usable else None
    return {
        "arithmetic_mean": _pair(found.arithmetic), "geometric_mean": _pair(found.geometric),
        "minimum": _pair(found.minimum),
        "known": found.known, "of": found.of,
        "monte_carlo": None if drawn is None or found.minimum is None else {
            **_interval(drawn, rules), "draws": rules.score_draws, "seed": rules.seed,
            "windows": [other.scope.window.years for other in usable],
        },
    }  # fmt: skip


def _interval(drawn: Floats, rules: Conventions) -> dict[str, float]:
    low, median, high = interval(drawn, rules)
    return {"low": low, "median": median, "high": high}


def _pair(found: tuple[float, float] | None) -> dict[str, float] | None:
    return None if found is None else {"low": found[0], "high": found[1]}


def weakest(results: Mapping[str, Result], rules: Conventions) -> dict[str, Any] | None:
    """The lowest headline, and whether another could be lower."""
    found = score(results, rules)
    return None if found.weakest is None else {"key": found.weakest, "certain": found.certain}


def compare_body(
    tracer: Tracer, cards: Sequence[Cards], alternatives: Alternatives
) -> dict[str, Any]:
    """Scopes side by side as intervals, never ranks.

    Per card the interval of each scope over the Monte Carlo, and for each pair the share of the
    draws in which one is above the other; ``above`` names it only from 95 % on.
    """
    rules = cards[0].scope.conventions
    return {
        "digest": tracer.snapshot.digest, "invented": tracer.invented,
        "window": cards[0].scope.window.years, "core": cards[0].scope.reading,
        "conventions": asdict(rules),
        "scopes": [
            head(one) for one in cards
        ],
        "headlines": {
            key: {one.scope.id: brief(one.cards[metric.card][key]) for one in cards}
            for key, metric in REGISTRY.items()
            if metric.headline
        },
        "cards": {card: _compare(card, cards, alternatives, rules) for card in CARDS},
    }  # fmt: skip


def _compare(
    card: str, cards: Sequence[Cards], alternatives: Alternatives, rules: Conventions
) -> dict[str, Any]:
    """Over the windows in which every one that ever has a score has one."""
    ids = [one.scope.id for one in cards]
    scored = {
        key: [n for n, window in enumerate(alternatives) if has_score(window[i].cards[card], rules)]
        for i, key in enumerate(ids)
    }
    common = set(range(len(alternatives))).intersection(*(set(x) for x in scored.values() if x))
    drawn = {
        key: draws([alternatives[n][i].cards[card] for n in sorted(common)], rules)
        for i, key in enumerate(ids)
        if scored[key] and common
    }
    pairs = []
    for left, right in combinations(ids, 2):
        share = wins(drawn[left], drawn[right]) if left in drawn and right in drawn else None
        above = _above(left, right, share, rules)
        pairs.append({"left": left, "right": right, "left_wins": share, "above": above})
    return {
        "windows": [alternatives[n][0].scope.window.years for n in sorted(common)],
        "intervals": {key: _interval(drawn[key], rules) if key in drawn else None for key in ids},
        "pairs": pairs,
    }


def _above(left: str, right: str, share: float | None, rules: Conventions) -> str | None:
    if share is None:
        return None
    if share >= rules.wins:
        return left
    return right if 1 - share >= rules.wins else None


def series_body(tracer: Tracer, windows: Sequence[Sequence[Cards]]) -> dict[str, Any]:
    """The cards of some scopes window by window, oldest first, without evidence."""
    first = windows[0][0].scope
    return {
        "digest": tracer.snapshot.digest, "invented": tracer.invented, "core": first.reading,
        "conventions": asdict(first.conventions),
        "series": [
            {
                "window": cards[0].scope.window.years,
                "scopes": [
                    {
                        **head(one),
                        "cards": {
                            card: {key: brief(result) for key, result in results.items()}
                            for card, results in one.cards.items()
                        },
                    }
                    for one in cards
                ],
            }
            for cards in windows
        ],
    }  # fmt: skip


def head(one: Cards) -> dict[str, Any]:
    """What a scope is called, and how much of it is observed."""
    scope = one.scope
    return {
        "id": scope.id, "name": scope.name, "actors": len(scope),
        "observed": int(scope.observed.sum()),
    }  # fmt: skip


def brief(result: Result) -> dict[str, Any]:
    """A value with its bounds, its reason and its coverage."""
    found = {name: getattr(result, name) for name in _BRIEF}
    return {**found, "value": result.shown, "coverage": {
        "observed": result.observed, "of": result.of}}  # fmt: skip


def difference(before: Result, after: Result) -> float | None:
    """After less before, where both are numbers."""
    if before.value is None or after.value is None:
        return None
    return significant(float(np.float64(after.value) - before.value))
