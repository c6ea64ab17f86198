"""Values against their null models: each random scope is drawn once, for all metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from graph.ecosystem.scope import Scope
from graph.metrics.nulls.samplers import NULLS, bare, designated, designations
from graph.metrics.nulls.statistics import FEW_ACTORS, NullResult, adjusted, compared
from graph.metrics.registry import Function

Keys = Mapping[str, tuple[Function, tuple[str, ...]]]
Results = dict[str, dict[str, NullResult]]
Progress = Callable[[str, int, int], None]


def null_results(
    scope: Scope,
    keys: Keys,
    *,
    samples: int,
    seed: int | None = None,
    cards: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Results:
    """Each metric against each of its null models.

    The draw number i of a null depends on ``seed``, the null and i only: what is asked beside it,
    and in which order, changes nothing but ``p_adjusted``. The cost is that of ``samples`` times
    the metrics of each null; N3 with one center takes its n alternatives.

    Parameters
    ----------
    keys : mapping
        {key: (function, names of nulls)}.
    samples : int
        B, the scopes drawn from each null.
    seed : int, optional
        By default that of the conventions.
    cards : mapping, optional
        The card of each key: p-values are adjusted within it.
    progress : function, optional
        Called with the null, the scopes done and their number.

    Returns
    -------
    dict
        {key: {null: NullResult}} in the order of ``keys`` and of `NULLS`; a key whose value is
        None on the scope is left out.

    Raises
    ------
    ValueError
        ``samples`` is under 1, or a null is unknown.
    """
    if samples < 1:
        raise ValueError(f"samples must be at least 1, not {samples}")
    asked = {null for _, nulls in keys.values() for null in nulls}
    if asked - set(NULLS):
        raise ValueError(f"unknown null model: {', '.join(sorted(asked - set(NULLS)))}")
    start = scope.conventions.seed if seed is None else seed
    values = {key: function(scope).value for key, (function, _) in keys.items()}
    base = bare(scope)
    found: Results = {key: {} for key, value in values.items() if value is not None}
    for null in NULLS:
        functions = {key: keys[key][0] for key in found if null in keys[key][1]}
        if not functions:
            continue
        if len(base) < FEW_ACTORS and null != "N3":
            for key in functions:
                found[key][null] = NullResult(null, seed=start, reason="too_few")
            continue
        draws, exact = _draws(null, base, functions, samples, start, progress)
        for key in functions:
            value = values[key]
            if value is not None:
                found[key][null] = compared(
                    null, value, draws[key], actors=len(base), seed=start, exact=exact
                )
    return adjusted(found, cards or {})


def _draws(
    null: str, base: Scope, functions: Mapping[str, Function], samples: int, seed: int,
    progress: Progress | None,
) -> tuple[dict[str, list[float | None]], bool]:  # fmt: skip
    """The value of each metric on each random scope, and whether these are all there are."""
    every = designations(base, samples) if null == "N3" else None
    total = samples if every is None else len(every)
    found: dict[str, list[float | None]] = {key: [] for key in functions}
    for i in range(total):
        sequence = np.random.SeedSequence([seed, NULLS[null].number, i])
        generator = np.random.default_rng(sequence)
        sample = NULLS[null].sample
        drawn = designated(base, every[i], generator) if every else sample(base, generator)
        for key, function in functions.items():
            found[key].append(function(drawn).value)
        if progress:
            progress(null, i + 1, total)
    return found, every is not None
