"""The supporting keys of the core that follow from a planned scope (METRIC_KEYS.md 2 and 7)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from loaders.invented import graph_shape, graph_sums
from loaders.invented.expected_cards import (
    OPEN,
    Card,
    Number,
    Observed,
    Value,
    between,
    plain_or_none,
    undefined,
)

BROKERAGE = ("coordinator", "consultant", "gatekeeper_or_representative", "liaison")


def core_keys(seen: Observed) -> Card:
    """强核心: what stands behind its headlines."""
    scope, graph, center = seen.scope, seen.graph, seen.scope.center
    tied = len(graph.get(center, ()))
    keys: dict[str, Callable[[], Number | None]] = {
        "degree_centralization": lambda: degree_centralization(graph),
        "betweenness_centralization": lambda: betweenness_centralization(graph),
        "be_fit_designated": lambda: graph_shape.fit(graph, {center}),
        "be_fit_core_tier": lambda: graph_shape.fit(graph, {center, *scope.bases}),
        "be_fit_best": lambda: graph_shape.best_fit(graph),
        "core_tier_tie_share": lambda: tier_share(seen),
        "core_coreness_ratio": lambda: coreness_ratio(graph, center),
        "core_reach_1": lambda: Fraction(len(graph[center]), len(graph) - 1),
        "core_constraint": lambda: graph_shape.constraint(graph, center) if tied else None,
        "core_effective_size": lambda: graph_shape.effective_size(graph, center) if tied else None,
        "core_efficiency": lambda: (
            graph_shape.effective_size(graph, center) / tied if tied else None
        ),
        "core_strength_percentile": lambda: strength_percentile(seen),
    }
    if not seen.sees(center):
        return dict.fromkeys(
            (*keys, "core_brokerage", "formal_activity_gap"), undefined("unobserved")
        )
    card = {key: plain_or_none(value()) for key, value in keys.items()}
    card["formal_activity_gap"] = formal_activity_gap(seen)
    return card


def degree_centralization(graph: graph_sums.Graph) -> Fraction | None:
    """Distance from having equals, by degree."""
    degrees, count = [len(near) for near in graph.values()], len(graph)
    if count < 3 or not any(degrees):
        return None
    return Fraction(count * max(degrees) - sum(degrees), (count - 1) * (count - 2))


def betweenness_centralization(graph: graph_sums.Graph) -> Fraction | None:
    """Distance from having equals, by betweenness."""
    count = len(graph)
    if count < 3 or not any(graph.values()):
        return None
    values = [graph_sums.betweenness(graph, node) for node in graph]
    return (count * max(values) - sum(values)) / (count - 1)


def tier_share(seen: Observed) -> Fraction | None:
    """Weight of the ties with an end in the centre or its bases, by all."""
    tier = {seen.scope.center, *seen.scope.bases}
    touching = [weight for pair, weight in seen.scope.ties.items() if tier & set(pair)]
    return sum(touching, Fraction(0)) / seen.total if seen.total else None


def coreness_ratio(graph: graph_sums.Graph, center: str) -> Fraction | None:
    """Core number of the centre by the highest."""
    numbers = graph_shape.core_numbers(graph)
    highest = max(numbers.values())
    return Fraction(numbers[center], highest) if highest else None


def brokerage(seen: Observed) -> dict[str, int] | None:
    """Open pairs of the centre by the sectors of the three."""
    scope, center = seen.scope, seen.scope.center
    if not seen.sees(center):
        return None
    counts = dict.fromkeys(BROKERAGE, 0)
    for pair in graph_sums.open_pairs(seen.graph, center):
        one, own, other = (scope.actors[actor].sector for actor in (pair[0], center, pair[1]))
        if one == other:
            counts["coordinator" if one == own else "consultant"] += 1
        else:
            counts["gatekeeper_or_representative" if own in (one, other) else "liaison"] += 1
    return counts


def strength_percentile(seen: Observed) -> Fraction | None:
    """Share of the others that are weaker, equals counting half."""
    if not seen.total or len(seen.graph) < 2:
        return None
    own = seen.weight(seen.scope.center)
    others = [seen.weight(actor) for actor in seen.graph if actor != seen.scope.center]
    weaker = sum(strength < own for strength in others)
    return (weaker + Fraction(others.count(own), 2)) / len(others)


def formal_activity_gap(seen: Observed) -> Value:
    """Registered pairs without a tie, unobserved ends counting against only in ``high``."""
    scope, center = seen.scope, seen.scope.center
    ends = {*scope.hosts, *scope.co_builders, *scope.bases}
    if not ends:
        return undefined(OPEN)
    idle = sum(seen.sees(end) and end not in seen.graph[center] for end in ends)
    unseen = sum(not seen.sees(end) for end in ends)
    return between(Fraction(idle, len(ends)), Fraction(idle + unseen, len(ends)))
