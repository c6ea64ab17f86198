"""Robustness R: how long the largest component lasts under attack by degree.

Schneider et al., PNAS 108:3838, 2011. Among actors of equal highest degree the next one is drawn
uniformly; the value is the expectation over these draws, exact where few enough sets of
remaining actors can arise.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from graph.conventions import Conventions


def robustness(matrix: sparse.csr_array, rules: Conventions) -> tuple[float, float | None]:
    """R of an undirected network with at least one tie.

    Returns
    -------
    value : float
        (1/n^2) times the sum over the n removals of the largest component left.
    error : float or None
        Standard error of the mean of seeded runs; None when exact, or of one run.

    Notes
    -----
    Without any set (``robustness_sets`` 0) it goes to the runs at once; with an infinite
    ``robustness_error`` it stops after the least number of them, which may be one.
    """
    n = matrix.shape[0]
    indptr, indices = matrix.indptr.tolist(), matrix.indices.tolist()
    around = [indices[indptr[i] : indptr[i + 1]] for i in range(n)]
    if rules.robustness_sets:
        _, many = _attack(around, np.random.default_rng(rules.seed), rules.robustness_sets)
        exact = None if many else _exact(around, rules.robustness_sets)
        if exact is not None:
            return exact / n**2, None
    least = rules.robustness_runs if n <= rules.large_actors else rules.robustness_runs_large
    generator = np.random.default_rng(rules.seed)
    found: list[float] = []
    while True:
        order, _ = _attack(around, generator, 0)
        found.append(_largest_sum(around, order) / n**2)
        if len(found) < least:
            continue
        error = float(np.std(found, ddof=1) / np.sqrt(len(found))) if len(found) > 1 else np.inf
        if error < rules.robustness_error or np.isinf(rules.robustness_error):
            return float(np.mean(found)), error if len(found) > 1 else None


def _exact(around: list[list[int]], limit: int) -> float | None:
    """Expected sum of largest components, or None above ``limit`` sets.

    A set is a bit mask of the actors that still hold a tie. With g the expected sum while ties
    last and h the expected number of removals until then, the whole sum is g + (n - h - 1): the
    actors left over are isolated, and the last removal leaves nothing.
    """
    n = len(around)
    mask = [sum(1 << j for j in near) for near in around]
    start = sum(1 << i for i in range(n) if mask[i])
    known: dict[int, tuple[float, float]] = {0: (0.0, 0.0)}
    largest = {0: 1}  # of each set, once: one is reached in a dozen ways
    pending: dict[int, list[int]] = {}
    stack = [start]
    while stack:
        here = stack[-1]
        if here in known:
            stack.pop()
            continue
        if here not in pending:
            pending[here] = [_without(i, here, mask) for i in _highest(here, mask)]
            if len(pending) > limit:
                return None
        waiting = [one for one in pending[here] if one not in known]
        if waiting:
            stack.extend(waiting)
            continue
        total = removals = 0.0
        for after in pending[here]:
            g, h = known[after]
            if after not in largest:
                largest[after] = _largest(after, mask)
            total += g + largest[after]
            removals += h + 1
        count = len(pending[here])
        known[here] = (total / count, removals / count)
        stack.pop()
    g, h = known[start]
    return g + (n - h - 1)


def _bits(value: int) -> list[int]:
    found = []
    while value:
        low = value & -value
        found.append(low.bit_length() - 1)
        value ^= low
    return found


def _highest(here: int, mask: list[int]) -> list[int]:
    degrees = [((mask[i] & here).bit_count(), i) for i in _bits(here)]
    most = max(degrees)[0]
    return [i for degree, i in degrees if degree == most]


def _without(i: int, here: int, mask: list[int]) -> int:
    """The actors that still hold a tie when one leaves a set in which all do: only its neighbors
    can lose their last."""
    rest = left = here & ~(1 << i)
    for j in _bits(mask[i] & rest):
        if not mask[j] & rest:
            left &= ~(1 << j)
    return left


def _largest(here: int, mask: list[int]) -> int:
    largest = 0
    while here:
        component = frontier = here & -here
        while frontier:
            spread = 0
            for i in _bits(frontier):
                spread |= mask[i]
            frontier = spread & here & ~component
            component |= frontier
        largest = max(largest, component.bit_count())
        here &= ~component
    return largest


def _attack(
    around: list[list[int]], generator: np.random.Generator, limit: int
) -> tuple[list[int], bool]:
    """One order of removal, ties broken at random.

    With a ``limit`` it also tells whether certainly more than so many sets can arise: t actors of
    equal highest degree that are not tied to each other can go in any order, hence 2^t sets. It
    stops as soon as that is certain.
    """
    degree = [len(near) for near in around]
    buckets: list[list[int]] = [[] for _ in range(max(degree, default=0) + 1)]
    for i, d in enumerate(degree):
        buckets[d].append(i)
    gone = [False] * len(around)
    enough = max(limit, 1).bit_length()
    draws = _uniform(generator)
    order: list[int] = []
    top = len(buckets) - 1
    while top >= 0:
        bucket = buckets[top]
        if not bucket:
            top -= 1
            continue
        place = int(next(draws) * len(bucket))
        bucket[place], bucket[-1] = bucket[-1], bucket[place]
        i = bucket.pop()
        if gone[i] or degree[i] != top:
            continue
        if limit and top and len(bucket) >= enough - 1:
            bucket.append(i)
            if _independent(bucket, around, gone, degree, top, enough):
                return order, True
            bucket.pop()
        gone[i] = True
        order.append(i)
        for j in around[i]:
            if not gone[j]:
                degree[j] -= 1
                buckets[degree[j]].append(j)
    return order, False


def _independent(
    bucket: list[int], around: list[list[int]], gone: list[bool], degree: list[int], top: int,
    enough: int,
) -> bool:  # fmt: skip
    """Whether ``enough`` actors of the bucket are pairwise untied (greedy, so a lower bound)."""
    blocked: set[int] = set()
    chosen = 0
    for i in dict.fromkeys(bucket[-8 * enough :]):
        if gone[i] or degree[i] != top or i in blocked:
            continue
        chosen += 1
        if chosen >= enough:
            return True
        blocked.update(around[i])
        blocked.add(i)
    return False


def _uniform(generator: np.random.Generator) -> Iterator[float]:
    while True:
        yield from generator.random(4096).tolist()


def _largest_sum(around: list[list[int]], order: list[int]) -> int:
    """Sum of the largest components after each removal, by adding actors back in reverse."""
    parent = list(range(len(around)))
    size = [0] * len(around)
    largest = total = 0
    for i in reversed(order):
        total += largest  # the state after i was removed
        size[i] = 1
        root = i
        for j in around[i]:
            if size[j]:
                while parent[j] != j:
                    parent[j] = parent[parent[j]]
                    j = parent[j]
                if j != root:
                    if size[j] > size[root]:
                        root, j = j, root
                    parent[j] = root
                    size[root] += size[j]
        largest = max(largest, size[root])
    return total
