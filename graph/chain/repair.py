"""What mending the root causes of a chain would bring: Shapley values of repair.

The game v(T): importance share of the segments that are feasible when the members of T count as
made here and their links hold. Single repairs are useless where several things are broken: each
alone gains nothing. Shapley, Contributions to the Theory of Games II, 1953.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

from graph.conventions import Conventions
from graph.ecosystem.design import Design

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Repair:
    """The game over the root causes of a design.

    Attributes
    ----------
    now, mended : float or None
        v of nothing and of all root causes; None without a segment.
    shapley : dict of int to float
        Value of each root cause by position; they sum to ``mended - now``.
    error : float or None
        Largest standard error of a value; None where they are exact.
    """

    now: float | None
    mended: float | None
    shapley: dict[int, float]
    error: float | None = None


def repair(
    design: Design, roots: list[int], present: Mapping[int, bool],
    holds: Mapping[tuple[int, int], bool], rules: Conventions,
) -> Repair:  # fmt: skip
    """Values of all root causes: exact up to ``shapley_exact`` of them, else seeded permutations.

    Parameters
    ----------
    present, holds : mapping
        Which segments and links hold before anything is mended.
    """
    if not design.linked:
        return Repair(None, None, {})
    game = _Game(design, roots, present, holds)
    ends = game.values(np.array([[False] * len(roots), [True] * len(roots)], dtype=bool))
    now, mended = float(ends[0]), float(ends[1])
    if not roots:
        return Repair(now, mended, {})
    if len(roots) <= rules.shapley_exact:
        return Repair(now, mended, dict(zip(roots, _exact(game, len(roots)), strict=True)))
    values, error = _sampled(game, len(roots), rules)
    return Repair(now, mended, dict(zip(roots, values, strict=True)), error)


class _Game:
    """v for many coalitions at once: one row each, one column per root cause."""

    def __init__(
        self, design: Design, roots: list[int], present: Mapping[int, bool],
        holds: Mapping[tuple[int, int], bool],
    ) -> None:  # fmt: skip
        self.design, self.present, self.holds = design, present, holds
        self.column = {position: i for i, position in enumerate(roots)}
        weight = np.array([design.segments[i].importance for i in design.order])
        self.weight = weight / weight.sum()

    def values(self, coalitions: Flags) -> Floats:
        """Shape (n_coalitions,), in [0, 1]."""
        count = len(coalitions)
        mended = {i: coalitions[:, c] for i, c in self.column.items()}
        nothing = np.zeros(count, dtype=bool)
        found: dict[int, Flags] = {}
        total = np.zeros(count)
        for i, weight in zip(self.design.order, self.weight.tolist(), strict=True):
            here = mended.get(i, nothing)
            works = here | self.present[i]
            for group in self.design.inputs[i]:
                some = np.zeros(count, dtype=bool)
                for j in group:
                    holds = here | mended.get(j, nothing) | self.holds[j, i]
                    some |= found[j] & holds
                works = works & some
            found[i] = works
            total += weight * works
        return total


def _exact(game: _Game, n: int) -> list[float]:
    """Shapley values from all 2^n coalitions."""
    numbers = np.arange(2**n)
    coalitions = (numbers[:, None] >> np.arange(n) & 1).astype(bool)
    value = game.values(coalitions)
    size = coalitions.sum(axis=1)
    share = np.array([factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)])
    found = []
    for i in range(n):
        without = numbers[~coalitions[:, i]]
        gain = value[without | (1 << i)] - value[without]
        found.append(float((share[size[without]] * gain).sum()))
    return found


def _sampled(game: _Game, n: int, rules: Conventions) -> tuple[list[float], float]:
    """Means of marginal gains over seeded permutations, each with its reverse.

    Draws until the largest standard error is small enough, at most ``shapley_permutations_most``.
    """
    generator = np.random.default_rng(rules.seed)
    total, squares, pairs = np.zeros(n), np.zeros(n), 0
    while True:
        for _ in range(rules.shapley_permutations // 20):
            orders = [generator.permutation(n) for _ in range(10)]
            orders = [one for order in orders for one in (order, order[::-1])]
            gains = _gains(game, np.array(orders)).reshape(-1, 2, n).mean(axis=1)
            total += gains.sum(axis=0)
            squares += (gains**2).sum(axis=0)
            pairs += len(gains)
        mean = total / pairs
        spread = np.maximum(squares / pairs - mean**2, 0) * pairs / (pairs - 1)
        error = float(np.sqrt(spread / pairs).max())
        if error <= rules.shapley_error or 2 * pairs >= rules.shapley_permutations_most:
            return mean.tolist(), error


def _gains(game: _Game, orders: NDArray[np.int64]) -> Floats:
    """What each root cause adds when mended in some orders, shape (n_orders, n)."""
    count, n = orders.shape
    coalitions = np.zeros((count, n + 1, n), dtype=bool)
    for step in range(n):
        coalitions[:, step + 1] = coalitions[:, step]
        coalitions[np.arange(count), step + 1, orders[:, step]] = True
    value = game.values(coalitions.reshape(-1, n)).reshape(count, n + 1)
    gains = np.empty((count, n))
    np.put_along_axis(gains, orders, np.diff(value, axis=1), axis=1)
    return gains
