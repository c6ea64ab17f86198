"""The supporting keys of core, bases and network that follow from a planned scope.

Each is written from its row in METRIC_KEYS.md 2 to 4, over the observed actors (7), and fits both
readings: ``Scope.contracted`` gives the planned scope as it is read with hosts.

Two keys are not in METRIC_KEYS.md. ``formal_activity_gap`` is the share of the registered pairs of
the centre with a host, co-builder or base that have no activity tie; a pair with an unobserved end
counts as active in ``low`` and as inactive in ``high``. ``tie_persistence`` is N10 of METRICS.md:
of the pairs tied in the window or in the five years before it, the share tied in both. Its
``base_service_distance`` is B11: the median distance of a local enterprise to the nearest active
base, weighted by capacity (1 where it makes nothing), over those with coordinates.
"""

from __future__ import annotations

from collections.abc import Mapping

from loaders.invented.expected_bases import bases_keys
from loaders.invented.expected_cards import Card, Observed, cards
from loaders.invented.expected_chain import ChainWorld
from loaders.invented.expected_core import core_keys
from loaders.invented.expected_network import network_keys
from loaders.invented.scope import Scope


def all_keys(scope: Scope, world: ChainWorld) -> Mapping[str, Card]:
    """Headlines and supporting keys of the four cards of a scope, in the reading of the scope."""
    seen = Observed(scope)
    whole = {name: dict(card) for name, card in cards(scope, world).items()}
    whole["core"] |= core_keys(seen)
    whole["bases"] |= bases_keys(seen, world)
    whole["network"] |= network_keys(seen)
    return whole
