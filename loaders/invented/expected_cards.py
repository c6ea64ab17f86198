"""The cards that follow from a planned scope: five headlines each (METRIC_KEYS.md 6 and 7)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NotRequired, TypedDict

from loaders.invented import graph_sums
from loaders.invented.chain import ChainPlan
from loaders.invented.expected_chain import ChainWorld
from loaders.invented.scope import Scope

Number = Fraction | float | int


class Value(TypedDict):
    """One value of a card; ``recorded`` stands where too little is observed for a finding."""

    value: float | None
    low: float | None
    high: float | None
    reason: str | None
    recorded: NotRequired[float | None]


Card = dict[str, Value]
CORE = (
    "core_tie_share",
    "core_betweenness",
    "core_reach_2",
    "core_cross_type_brokerage_share",
    "core_independence",
)
BASES = (
    "base_activation",
    "bases_effective_of_5",
    "base_regions_of_5",
    "base_core_link",
    "base_enterprise_reach",
)
NETWORK = (
    "coreless_pair_connectivity",
    "robustness_normalized",
    "coreless_efficiency",
    "non_articulation_share",
    "cross_sector_tie_share",
)
CHAIN = (
    "segment_coverage",
    "link_realisation",
    "feasible_value",
    "local_share",
    "n_minus_1_retention",
)
FEWEST = 10  # Under this many observed actors a network is no finding.


def _round(number: Number) -> float:
    return round(float(number), 12)


def plain(number: Number) -> Value:
    """A value without bounds."""
    return {"value": _round(number), "low": None, "high": None, "reason": None}


def undefined(reason: str) -> Value:
    """No value, and why."""
    return {"value": None, "low": None, "high": None, "reason": reason}


OPEN = "undefined"  # No value; METRIC_KEYS.md names no reason, any will do.


def plain_or_none(number: Number | None) -> Value:
    """A value without bounds, or none."""
    return undefined(OPEN) if number is None else plain(number)


def between(low: Number, high: Number) -> Value:
    """Bounds; a value only where they agree."""
    same = low == high
    return {
        "value": _round(low) if same else None,
        "low": _round(low),
        "high": _round(high),
        "reason": None if same else "partly_observed",
    }


class Observed:
    """The part of a scope that is observed: tied to somebody or declared complete."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        tied = {actor for pair in scope.ties for actor in pair}
        self.actors = sorted(tied | (scope.declared & set(scope.actors)))
        self.graph = graph_sums.graph_of(self.actors, scope.ties)
        self.total = sum(scope.ties.values(), Fraction(0))

    def sees(self, actor: str) -> bool:
        """Whether that actor is observed."""
        return actor in self.graph

    def weight(self, actor: str, *, outside: Iterable[str] = ()) -> Fraction:
        """Weight of an actor's ties, those to ``outside`` left out."""
        skip = set(outside)
        return sum(
            (
                weight
                for pair, weight in self.scope.ties.items()
                if actor in pair and not skip & set(pair)
            ),
            Fraction(0),
        )


def core_card(seen: Observed) -> Card:
    """强核心."""
    scope, graph, center = seen.scope, seen.graph, seen.scope.center
    if not seen.sees(center):
        return dict.fromkeys(CORE, undefined("unobserved"))
    card: Card = {}
    strength, count = seen.weight(center), len(graph)
    if seen.total:
        card["core_tie_share"] = plain(strength / seen.total)
        card["core_betweenness"] = plain(graph_sums.betweenness(graph, center))
    else:
        card["core_tie_share"] = card["core_betweenness"] = undefined("no_tie")
    near = [
        actor for actor, steps in graph_sums.distances(graph, center).items() if 1 <= steps <= 2
    ]
    card["core_reach_2"] = plain(Fraction(len(near), count - 1))
    pairs = graph_sums.open_pairs(graph, center)
    sector = {actor: scope.actors[actor].sector for actor in graph}
    # No other centre is in the scope, so nobody shares the centre's sector: two ends of one
    # sector make a consultant, two of different ones a liaison.
    mixed = [pair for pair in pairs if sector[pair[0]] != sector[pair[1]]]
    card["core_cross_type_brokerage_share"] = (
        plain(Fraction(len(mixed), len(pairs))) if pairs else undefined("no_open_pair")
    )
    to_hosts = strength - seen.weight(center, outside=scope.hosts)
    if scope.with_hosts:
        card["core_independence"] = undefined("contracted")
    elif not scope.hosts:
        card["core_independence"] = undefined("no_host")
    elif not strength:
        card["core_independence"] = undefined("no_tie")
    else:
        card["core_independence"] = plain(1 - to_hosts / strength)
    return card


def bases_card(seen: Observed) -> Card:
    """多基地."""
    scope, graph = seen.scope, seen.graph
    if not scope.bases:
        return dict.fromkeys(BASES, undefined("no_base"))
    if not any(map(seen.sees, scope.bases)):
        return dict.fromkeys(BASES, undefined("unobserved"))
    count = len(scope.bases)
    active = [base for base in scope.bases if graph.get(base)]
    linked = [base for base in active if scope.center in graph[base]]
    unseen = sum(not seen.sees(base) for base in scope.bases)
    card: Card = {
        "base_activation": between(
            Fraction(len(active), count), Fraction(len(active) + unseen, count)
        ),
        "base_core_link": between(
            Fraction(len(linked), count), Fraction(len(linked) + unseen, count)
        ),
    }
    weights = [seen.weight(base, outside=[scope.center]) for base in active]
    total = sum(weights, Fraction(0))
    if total:
        shares = [float(weight / total) for weight in weights if weight]
        effective = math.exp(-sum(share * math.log(share) for share in shares))
        card["bases_effective_of_5"] = plain(min(1.0, effective / 5))
    else:
        card["bases_effective_of_5"] = undefined("no_tie")
    regions = {scope.actors[base].region for base in active}
    card["base_regions_of_5"] = plain(min(Fraction(1), Fraction(len(regions), 5)))
    firms = [
        actor
        for actor, facts in scope.actors.items()
        if facts.kind == "enterprise" and facts.origin == "local"
    ]
    reached = [firm for firm in firms if graph.get(firm, set()) & set(scope.bases)]
    # An untied firm may yet be tied to a base only if nobody speaks for it or for some base.
    open_ends = [] if scope.center_declared else [firm for firm in firms if not seen.sees(firm)]
    if firms:
        card["base_enterprise_reach"] = between(
            Fraction(len(reached), len(firms)), Fraction(len(reached) + len(open_ends), len(firms))
        )
    return card


def network_card(seen: Observed) -> Card:
    """网络化."""
    scope, graph = seen.scope, seen.graph
    card: Card = {}
    if len(graph) < FEWEST or 2 * len(graph) < len(scope.actors):
        card = dict.fromkeys(NETWORK, undefined("partly_observed"))
        if not seen.sees(scope.center):
            for key in ("coreless_pair_connectivity", "coreless_efficiency"):
                card[key] = undefined("unobserved")
        return card
    coreless = graph_sums.without(graph, [scope.center])
    card["coreless_pair_connectivity"] = plain(graph_sums.pair_connectivity(coreless))
    card["coreless_efficiency"] = plain(graph_sums.efficiency(coreless))
    if not scope.ties:
        for key in ("robustness_normalized", "non_articulation_share", "cross_sector_tie_share"):
            card[key] = undefined("no_tie")
        return card
    count = len(graph)
    robustness = graph_sums.robustness(graph)
    if robustness is not None:
        card["robustness_normalized"] = plain(robustness * 2 * count / (count - 1))
    card["non_articulation_share"] = plain(1 - Fraction(len(graph_sums.cut_nodes(graph)), count))
    across = sum(
        scope.actors[one].sector != scope.actors[other].sector for one, other in scope.ties
    )
    card["cross_sector_tie_share"] = plain(Fraction(across, len(scope.ties)))
    return card


def chain_card(chains: list[ChainPlan], world: ChainWorld) -> Card:
    """产业链, over the union of the scope's chains."""
    if not chains:
        return dict.fromkeys(CHAIN, undefined("no_segment"))
    union = world.union(chains)
    card: Card = {
        "segment_coverage": between(*union.coverage_bounds()),
        "local_share": between(*union.local_share_bounds()),
    }
    bounds = union.realisation_bounds()
    card["link_realisation"] = between(*bounds) if bounds else undefined("no_link")
    if union.design:
        card["feasible_value"] = between(*union.feasible_bounds())
        left = union.retention()
        card["n_minus_1_retention"] = undefined("base_zero") if left is None else plain(left)
    return card


def cards(scope: Scope, world: ChainWorld) -> Mapping[str, Card]:
    """The four cards of one scope, without the keys that the plan leaves open."""
    seen = Observed(scope)
    whole = {
        "core": core_card(seen),
        "bases": bases_card(seen),
        "network": network_card(seen),
        "chain": chain_card(scope.chains, world),
    }
    return {
        name: {key: value for key, value in card.items() if key not in scope.omitted}
        for name, card in whole.items()
    }
