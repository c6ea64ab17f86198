"""The supporting keys of the bases that follow from a planned scope (METRIC_KEYS.md 3 and 7)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

from loaders.invented import graph_shape, graph_sums
from loaders.invented.expected_cards import (
    OPEN,
    Card,
    Number,
    Observed,
    between,
    plain,
    plain_or_none,
    undefined,
)
from loaders.invented.expected_chain import ChainWorld
from loaders.invented.province import CITIES

EARTH_KM = 6371.0088


def bases_keys(seen: Observed, world: ChainWorld) -> Card:
    """多基地: what stands behind its headlines."""
    scope, graph = seen.scope, seen.graph
    keys: dict[str, Callable[[], Number | None]] = {
        "bases_effective": lambda: effective(seen),
        "base_evenness": lambda: evenness(seen),
        "base_gini": lambda: gini(strengths(seen)),
        "base_hhi": lambda: hhi(strengths(seen)),
        "base_region_coverage": lambda: Fraction(len(regions(seen)), len(CITIES)),
        "base_region_entropy": lambda: region_entropy(seen),
        "base_base_density": lambda: base_base_density(seen),
        "base_mediation": lambda: mediation(seen),
        "base_participation": lambda: participation(seen),
        "base_complementarity": lambda: complementarity(seen, world),
        "base_service_distance": lambda: service_distance(seen),
    }
    card: Card = {"bases_registered": plain(len(scope.bases))}
    every = ("bases_active", *keys, "base_exclusive_reach")
    if not scope.bases:
        card |= dict.fromkeys(every, undefined("no_base"))
        card["bases_active"] = plain(0)
        return card
    if not any(map(seen.sees, scope.bases)):
        return card | dict.fromkeys(every, undefined("unobserved"))
    card |= {key: plain_or_none(value()) for key, value in keys.items()}
    card["bases_active"] = plain(len(active(seen)))
    firms = local_firms(seen)
    only = [
        firm
        for firm in firms
        if graph.get(firm, set()) & set(scope.bases) and scope.center not in graph[firm]
    ]
    open_ends = [] if scope.center_declared else [firm for firm in firms if not seen.sees(firm)]
    card["base_exclusive_reach"] = (
        between(Fraction(len(only), len(firms)), Fraction(len(only) + len(open_ends), len(firms)))
        if firms
        else undefined(OPEN)
    )
    return card


def active(seen: Observed) -> list[str]:
    """Bases with a tie."""
    return [base for base in seen.scope.bases if seen.graph.get(base)]


def local_firms(seen: Observed) -> list[str]:
    """Local enterprises of the scope, observed or not; a host is none."""
    return [
        actor
        for actor, facts in seen.scope.actors.items()
        if (facts.kind, facts.origin) == ("enterprise", "local")
    ]


def strengths(seen: Observed) -> list[Fraction]:
    """Weight of each registered base's ties to others than the centre, ascending."""
    return sorted(seen.weight(base, outside=[seen.scope.center]) for base in seen.scope.bases)


def effective(seen: Observed) -> float | None:
    """Effective number of bases: exp of the entropy of their shares."""
    values = strengths(seen)
    total = sum(values, Fraction(0))
    shares = [float(value / total) for value in values if value]
    return math.exp(-sum(share * math.log(share) for share in shares)) if shares else None


def evenness(seen: Observed) -> float | None:
    """Entropy of the shares by that of equal ones, over the registered bases."""
    number, count = effective(seen), len(seen.scope.bases)
    return None if number is None or count < 2 else math.log(number) / math.log(count)


def gini(values: list[Fraction]) -> Fraction | None:
    """Gini of values in ascending order."""
    count, total = len(values), sum(values, Fraction(0))
    if count < 2 or not total:
        return None
    spread = ((2 * place - count - 1) * value for place, value in enumerate(values, 1))
    return sum(spread, Fraction(0)) / (count * total)


def hhi(values: list[Fraction]) -> Fraction | None:
    """Sum of squared shares."""
    total = sum(values, Fraction(0))
    return sum(((value / total) ** 2 for value in values), Fraction(0)) if total else None


def regions(seen: Observed) -> Counter[str]:
    """Active bases by city; the regions of the province are its six cities."""
    return Counter(seen.scope.actors[base].region for base in active(seen))


def region_entropy(seen: Observed) -> float | None:
    """Entropy of the active bases over the cities, by the logarithm of their number."""
    counts = regions(seen).values()
    shares = [count / sum(counts) for count in counts]
    if not shares:
        return None
    return -sum(share * math.log(share) for share in shares) / math.log(len(CITIES)) or 0.0


def base_base_density(seen: Observed) -> Fraction | None:
    """Tied pairs by all pairs of registered bases."""
    pairs = list(combinations(seen.scope.bases, 2))
    tied = sum(other in seen.graph.get(one, ()) for one, other in pairs)
    return Fraction(tied, len(pairs)) if pairs else None


def mediation(seen: Observed) -> Fraction | None:
    """Mean share of the shortest paths from the centre to a local enterprise through a base."""
    scope, graph = seen.scope, seen.graph
    if not seen.sees(scope.center):
        return None
    reached = set(graph_sums.distances(graph, scope.center)) & set(local_firms(seen))
    shares = [
        graph_shape.on_the_way(graph, scope.center, firm, scope.bases) for firm in sorted(reached)
    ]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def participation(seen: Observed) -> Fraction | None:
    """Mean over the active bases of 1 - sum of squared shares of their neighbours' sectors."""
    values = []
    for base in active(seen):
        near = Counter(seen.scope.actors[other].sector for other in seen.graph[base])
        total = sum(near.values())
        same = (Fraction(number, total) ** 2 for number in near.values())
        values.append(1 - sum(same, Fraction(0)))
    return sum(values, Fraction(0)) / len(values) if values else None


def complementarity(seen: Observed, world: ChainWorld) -> Fraction | None:
    """Mean over pairs of bases of 1 - Jaccard of the segments in their and their partners' hands."""
    segments = world.union(seen.scope.chains).counted
    sets = []
    for base in seen.scope.bases:
        around = {base, *seen.graph.get(base, ())}
        sets.append({segment for segment in segments if world.hands(segment) & around})
    pairs = list(combinations(filter(None, sets), 2))
    total = sum((1 - Fraction(len(one & two), len(one | two)) for one, two in pairs), Fraction(0))
    return total / len(pairs) if pairs else None


def service_distance(seen: Observed) -> float | None:
    """Kilometres to the nearest active base, the median of local enterprises by capacity.

    Planned places lie on one meridian, where the distance is that of the latitudes.
    """
    actors = seen.scope.actors
    sites = [place for base in active(seen) if (place := actors[base].place)]
    found = []
    for firm in local_firms(seen):
        place = actors[firm].place
        if place and sites:
            away = min(abs(place[0] - site[0]) for site in sites if site[1] == place[1])
            made = [
                segment.makers[firm][1]
                for chain in seen.scope.chains
                for segment in chain.segments.values()
                if segment.kind == "segment" and firm in segment.makers
            ]
            found.append((away, sum(made) or 1))
    passed, half = 0, sum(capacity for _, capacity in found) / 2
    for away, capacity in sorted(found):
        passed += capacity
        if passed > half:
            return math.radians(away) * EARTH_KM
    return None
