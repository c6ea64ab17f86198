"""What a sample of values says about an observed one: pure functions (METRICS.md section 0)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from graph.metrics.result import significant

FEW_ACTORS = 30
"""Below so many actors only N3 is run and no z-score is given."""
NULL_REASONS: dict[str, dict[str, str]] = {
    "fixed_by_null": {
        "zh": "由零模型固定，无从比较", "en": "fixed by the null model: nothing to compare",
    },
    "too_few": {"zh": "对象太少，无从比较", "en": "too few to compare"},
}  # fmt: skip
_FIXED, _DECIMALS = 1e-9, 9
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NullResult:
    """One value against one null model.

    Attributes
    ----------
    null : str
        Its name, as in `NULLS`.
    mean, sd : float or None
        Over the samples in which the value is defined; sd with n - 1, if ``exact`` with n.
    percentile : float or None
        Mid-rank, in (0, 1); None with a ``reason`` of `NULL_REASONS`.
    p : float or None
        Two-sided. ``p_adjusted`` is corrected within the card; see `adjusted`.
    z : float or None
        (value - mean) / sd from `FEW_ACTORS` actors on.
    samples : int
        How many scopes were drawn, or are all if ``exact``.
    undefined_samples : int
        Those among them without a value, left out of everything.
    """

    null: str
    mean: float | None = None
    sd: float | None = None
    percentile: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    z: float | None = None
    samples: int = 0
    seed: int = 0
    reason: str | None = None
    exact: bool = False
    undefined_samples: int = 0


def percentile_and_p(value: float, draws: Floats, *, exact: bool) -> tuple[float, float]:
    """Mid-rank percentile and two-sided p of a value; numbers compared to 9 decimals.

    Drawn: the value counts as one of B + 1, percentile (less + (equal + 1)/2) / (B + 1), and p is
    twice the smaller of (b_le + 1)/(B + 1), (b_ge + 1)/(B + 1). If ``exact`` it is one of the
    ``draws`` already: (less + equal/2) / B, and p from b_le/B, b_ge/B.

    >>> percentile_and_p(3.0, np.array([1.0, 2.0, 3.0, 4.0]), exact=False)
    (0.6, 1.0)
    >>> percentile_and_p(4.0, np.array([1.0, 2.0, 3.0, 4.0]), exact=True)
    (0.875, 0.5)
    """
    rounded = np.round(draws, _DECIMALS)
    here = np.round(value, _DECIMALS)
    itself = 0 if exact else 1
    less, equal = int((rounded < here).sum()), int((rounded == here).sum()) + itself
    size = len(draws) + itself
    tail = min(less + equal, size - less) / size
    return (less + equal / 2) / size, min(1.0, 2 * tail)


def compared(
    null: str, value: float, draws: Sequence[float | None], *, actors: int, seed: int, exact: bool
) -> NullResult:
    """The statistics of a value over the samples of a null; numbers to 12 significant digits."""
    defined = np.array([one for one in draws if one is not None], dtype=np.float64)
    missing = len(draws) - len(defined)
    found = NullResult(null, samples=len(draws), seed=seed, exact=exact, undefined_samples=missing)
    least = 1 if exact else 2
    if missing > len(draws) / 2 or len(defined) < least:
        return replace(found, reason="too_few")
    mean, sd = float(defined.mean()), float(defined.std(ddof=0 if exact else 1))
    found = replace(found, mean=significant(mean), sd=significant(sd))
    if sd < _FIXED:
        return replace(found, sd=0.0, reason="fixed_by_null")
    percentile, p = percentile_and_p(value, defined, exact=exact)
    z = (value - mean) / sd if actors >= FEW_ACTORS else None
    return replace(found, percentile=significant(percentile), p=significant(p), z=significant(z))


def adjusted(
    results: Mapping[str, Mapping[str, NullResult]], cards: Mapping[str, str]
) -> dict[str, dict[str, NullResult]]:
    """The results with Benjamini-Hochberg adjusted p-values, over all tests of a card.

    ``cards`` names the card of each key; a key without one stays without an adjusted p.
    """
    found = {key: dict(tests) for key, tests in results.items()}
    for card in sorted(set(cards.values())):
        places = [
            (key, null)
            for key, tests in found.items()
            for null, one in tests.items()
            if cards.get(key) == card and one.p is not None
        ]
        if places:
            raised = false_discovery_control([found[key][null].p for key, null in places])
            for (key, null), p in zip(places, raised.tolist(), strict=True):
                found[key][null] = replace(found[key][null], p_adjusted=significant(p))
    return found
