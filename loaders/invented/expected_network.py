"""The supporting keys of the network that follow from a planned scope (METRIC_KEYS.md 4 and 7)."""

from __future__ import annotations

import math
from fractions import Fraction

from loaders.invented import graph_shape, graph_sums
from loaders.invented.expected_cards import (
    FEWEST,
    Card,
    Number,
    Observed,
    plain_or_none,
    undefined,
)
from loaders.invented.province import FIRST_YEAR, LAST_YEAR
from loaders.invented.scope import Scope


def network_keys(seen: Observed) -> Card:
    """网络化: what stands behind its headlines, and what is recorded where it is no finding."""
    graph, scope = seen.graph, seen.scope
    card = _network_keys(seen)
    if len(graph) >= FEWEST and 2 * len(graph) >= len(scope.actors):
        if len(graph) < len(scope.actors):
            card["isolate_share"] = undefined("partly_observed")
        return card
    hidden: Card = {}
    for key, value in card.items():
        hidden[key] = undefined("partly_observed")
        if graph and key != "isolate_share":
            hidden[key]["recorded"] = value["value"]
    return hidden


def _network_keys(seen: Observed) -> Card:
    scope, graph = seen.scope, seen.graph
    count, ties = len(graph), graph_shape.ties(graph)
    pairs = math.comb(count, 2)
    sizes = graph_sums.component_sizes(graph)
    sector = {actor: scope.actors[actor].sector for actor in graph}
    region = {actor: scope.actors[actor].region for actor in graph}
    events = [set(event.members) for event in scope.events]
    robustness = graph_sums.robustness(graph) if ties else None
    values: dict[str, Number | None] = {
        "n_actors": count,
        "n_ties": len(ties),
        "density": Fraction(len(ties), pairs) if pairs else None,
        "isolate_share": Fraction(sizes.count(1), count) if count else None,
        "giant_share": Fraction(max(sizes), count) if count else None,
        "pair_connectivity": graph_sums.pair_connectivity(graph) if pairs else None,
        "global_efficiency": graph_sums.efficiency(graph) if pairs else None,
        "ei_index_type": graph_shape.across_less_within(
            [(sector[one], sector[other]) for one, other in ties]
        ),
        "ei_index_region": graph_shape.across_less_within(
            [(region[one], region[other]) for one, other in ties if region[one] and region[other]]
        ),
        "type_assortativity": graph_shape.assortativity(graph, sector),
        "transitivity": graph_shape.transitivity(graph),
        "bipartite_clustering_ra": graph_shape.two_mode_clustering(events),
        "robustness_R": robustness,
        "articulation_share": Fraction(len(graph_sums.cut_nodes(graph)), count) if ties else None,
        "bridge_share": Fraction(graph_shape.bridges(graph), len(ties)) if ties else None,
        "avg_node_connectivity": graph_shape.node_connectivity(graph) if pairs else None,
        "cycle_redundancy_alpha": (
            Fraction(len(ties) - count + len(sizes), math.comb(count - 1, 2))
            if count >= 3
            else None
        ),
        "cross_sector_event_share": cross_sector_events(seen),
        "tie_persistence": tie_persistence(scope),
    }
    card = {key: plain_or_none(value) for key, value in values.items()}
    if ties and robustness is None:  # Above the limit of the plan, not undefined.
        del card["robustness_R"]
    return card


def cross_sector_events(seen: Observed) -> Fraction | None:
    """Of the events with two members or more, those that hold industry and science."""
    shared = [event.members for event in seen.scope.events if len(event.members) > 1]
    mixed = 0
    for members in shared:
        sectors = {seen.scope.actors[member].sector for member in members}
        mixed += "enterprise" in sectors and bool(sectors & {"university", "institute"})
    return Fraction(mixed, len(shared)) if shared else None


def tie_persistence(scope: Scope) -> Fraction | None:
    """Pairs tied in the window and in the equal one before, by those tied in either."""
    years = LAST_YEAR - FIRST_YEAR + 1
    now = scope.dated(FIRST_YEAR, LAST_YEAR)
    before = scope.dated(FIRST_YEAR - years, LAST_YEAR - years)
    return Fraction(len(now & before), len(now | before)) if now | before else None
