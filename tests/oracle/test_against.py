"""Every key of the four cards, on ecosystems that the code has not seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.conventions import load_conventions
from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scope import READINGS
from graph.errors import SourceError
from graph.metrics.cards import cards_of
from graph.metrics.registry import REGISTRY

from .chain import measure_chain
from .chains import chains, refused_chains
from .ecosystems import ecosystems, refused
from .measures import measure_detail

BODIES, CHAINS = ecosystems(), chains()
REFUSED = refused() | refused_chains()
KEYS = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "metric_keys.json").read_text(encoding="utf-8")
)
CARDS = ("core", "bases", "network")


def test_the_registry_holds_every_key_of_the_contract():
    for card in KEYS:
        found = {key for key, one in REGISTRY.items() if one.card == card and one.interchange}
        assert found == set(KEYS[card])


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("name", sorted(BODIES))
def test_every_key_agrees(name, reading):
    """To 1e-6; robustness above its exact limit to .01, as METRIC_KEYS.md allows."""
    cards = cards_of(scope_of_document(BODIES[name], reading=reading)).cards
    wanted = measure_detail(BODIES[name], reading)["values"]

    for card in CARDS:
        for key, expected in wanted[card].items():
            result = cards[card][key]
            if isinstance(expected, dict) or expected is None:
                assert result.shown == expected, key
            else:
                tolerance = 0.01 if result.error else 1e-6
                assert result.shown == pytest.approx(float(expected), abs=tolerance), key


@pytest.mark.parametrize("name", sorted(CHAINS))
def test_every_key_of_the_chain_agrees(name):
    """To 1e-6; repair values above the exact limit would be allowed .005."""
    found = cards_of(scope_of_document(CHAINS[name])).cards["chain"]
    wanted = measure_chain(CHAINS[name], exact_causes=load_conventions().shapley_exact)

    assert wanted.keys() == set(KEYS["chain"])
    for key, expected in wanted.items():
        assert found[key].error is None
        assert same(found[key].shown, expected), key


def same(found, wanted):
    if isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(same(found[k], wanted[k]) for k in wanted)
    if isinstance(wanted, int | float) and not isinstance(wanted, bool) and found is not None:
        return found == pytest.approx(float(wanted), abs=1e-6)
    return found == wanted


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_contradictions_are_refused(name):
    with pytest.raises(SourceError, match="/"):
        scope_of_document(REFUSED[name])
