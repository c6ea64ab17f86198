"""One number per card, on request only: three means side by side, and how sure they are.

Never shown by default: a sum hides what a card shows (METRICS.md, B). Missing values are not
imputed: they widen the bounds, and a card with fewer than three known headlines has no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.conventions import Conventions
from graph.ecosystem.evidence import Floats
from graph.metrics.registry import REGISTRY
from graph.metrics.result import Result, significant

_DOES_NOT_APPLY = ("no_host", "contracted")
Interval = tuple[float, float]


@dataclass(frozen=True)
class Score:
    """The five headlines of one card as one number.

    Attributes
    ----------
    arithmetic, geometric, minimum : tuple of float or None
        Lower and upper bound, both in [0, 1]; None with fewer than three known headlines.
    weakest : str or None
        Key of the headline with the lowest value or upper bound; unknown ones are left out.
    certain : bool
        Whether no other headline, known or not, could be lower.
    known, of : int
        Headlines with a value or bounds, out of those that apply.
    """

    arithmetic: Interval | None
    geometric: Interval | None
    minimum: Interval | None
    weakest: str | None
    certain: bool
    known: int
    of: int


def score(results: Mapping[str, Result], rules: Conventions) -> Score:
    """Arithmetic mean, geometric mean and minimum of a card's headlines, equally weighted.

    A headline without value enters with its bounds, or with 0 and 1. One that does not apply (no
    host is recorded, or host and center are contracted) is left out. A zero makes the geometric
    mean zero.
    """
    bounds = headline_bounds(results)
    known = _known(results, bounds)
    told = [key for key in bounds if results[key].reason is None or results[key].low is not None]
    weakest = min(told, key=lambda key: round(bounds[key][1], 9), default=None)
    certain = weakest is not None and all(
        round(low, 9) >= round(bounds[weakest][1], 9)
        for key, (low, _) in bounds.items()
        if key != weakest
    )
    if known < rules.score_headlines:
        return Score(None, None, None, weakest, certain, known, len(bounds))
    ends = np.array(list(bounds.values()))
    return Score(
        _ends(ends.mean(axis=0)), _ends(_geometric(ends.T, 0.0)), _ends(ends.min(axis=0)),
        weakest, certain, known, len(bounds),
    )  # fmt: skip


def headline_bounds(results: Mapping[str, Result]) -> dict[str, Interval]:
    """Bounds of each headline of a card that applies; 0 and 1 where nothing is known."""
    found: dict[str, Interval] = {}
    for key, one in results.items():
        if not REGISTRY[key].headline or one.reason in _DOES_NOT_APPLY:
            continue
        if one.value is not None:
            found[key] = (one.value, one.value)
        elif one.low is not None and one.high is not None:
            found[key] = (one.low, one.high)
        else:
            found[key] = (0.0, 1.0)
    return found


def _known(results: Mapping[str, Result], bounds: Mapping[str, Interval]) -> int:
    return sum(results[key].value is not None or results[key].low is not None for key in bounds)


def has_score(results: Mapping[str, Result], rules: Conventions) -> bool:
    """Whether enough headlines of a card are known."""
    return _known(results, headline_bounds(results)) >= rules.score_headlines


def _geometric(values: Floats, floor: float) -> Floats:
    """Geometric mean along the last axis; with a floor, zeros count as much."""
    kept = np.maximum(values, floor)
    positive = (kept > 0).all(axis=-1)
    logs = np.log(np.where(kept > 0, kept, 1.0)).mean(axis=-1)
    found: Floats = np.where(positive, np.exp(logs), 0.0)
    return found


def _ends(pair: Floats) -> Interval:
    low, high = (significant(float(x)) or 0.0 for x in pair)
    return low, high


def draws(alternatives: Sequence[Mapping[str, Result]], rules: Conventions) -> Floats:
    """Scores of one card under other choices that could have been made.

    Each draw takes weights from a flat Dirichlet distribution, the arithmetic or the geometric
    mean, one of the alternative windows, and for a headline without value a number between its
    bounds. All scopes get the same choices, so that two of them can be compared draw by draw.

    Parameters
    ----------
    alternatives : sequence of {key: Result}
        The card in each window, one or more, in all of which it has a score.

    Returns
    -------
    ndarray of float64, shape (draws,)
    """
    generator = np.random.default_rng(rules.seed)
    keys = [key for key, one in REGISTRY.items() if one.headline and key in alternatives[0]]
    count = rules.score_draws
    weights = generator.exponential(size=(count, len(keys)))
    between = generator.random((count, len(keys)))
    arithmetic = generator.random(count) < 0.5
    which = generator.integers(len(alternatives), size=count)
    found = np.zeros(count)
    for number, results in enumerate(alternatives):
        bounds = headline_bounds(results)
        mine = which == number
        columns = [i for i, key in enumerate(keys) if key in bounds]
        low, high = np.array([bounds[keys[i]] for i in columns]).T
        values = low + (high - low) * between[mine][:, columns]
        share = weights[mine][:, columns]
        share = share / share.sum(axis=1, keepdims=True)
        mean = (share * values).sum(axis=1)
        logs = np.log(np.maximum(values, rules.score_floor))
        found[mine] = np.where(arithmetic[mine], mean, np.exp((share * logs).sum(axis=1)))
    return found


def interval(found: Floats, rules: Conventions) -> tuple[float, float, float]:
    """Lower end, median and upper end of the draws."""
    tail = (1 - rules.score_interval) / 2
    low, middle, high = (float(x) for x in np.quantile(found, [tail, 0.5, 1 - tail]))
    return significant(low) or 0.0, significant(middle) or 0.0, significant(high) or 0.0


def wins(one: Floats, other: Floats) -> float:
    """Share of the draws in which one is above the other, equals counting half."""
    left, right = np.round(one, 9), np.round(other, 9)
    return float(((left > right) + 0.5 * (left == right)).mean())
