"""The worked examples: every metric on one small ecosystem, by hand.

The values stand beside the metrics in ``graph/metrics/*.yaml`` and were derived on paper from the
definitions, before the code was read. Where one differs from the code, derive it again; never copy.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.ecosystem.document import scope_of_document
from graph.metrics.cards import MODULES
from graph.metrics.registry import REGISTRY
from graph.metrics.result import REASONS

FILE = Path(__file__).parents[1] / "docs" / "example" / "ecosystem.json"
assert MODULES, "importing them fills the registry"


@pytest.fixture(scope="module")
def scope():
    return scope_of_document(json.loads(FILE.read_text("utf-8")))


@pytest.mark.parametrize("key", REGISTRY)
def test_value_is_the_one_worked_by_hand(key, scope):
    metric = REGISTRY[key]

    found = metric.function(scope).rounded()

    wanted = metric.example["value"]
    if wanted is None or isinstance(wanted, dict):
        assert found.shown == wanted
    else:
        assert found.value == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("key", REGISTRY)
def test_words_come_to_the_value(key):
    """Both texts hold the value to three places; without a value they say why."""
    example = REGISTRY[key].example
    value = example["value"]
    assert set(example) == {"value", "zh", "en"}

    for lang in ("zh", "en"):
        if value is None:
            assert any(text[lang] in example[lang] for text in REASONS.values())
            continue
        for number in value.values() if isinstance(value, dict) else (value,):
            shown = f"{number:.3f}".rstrip("0").rstrip(".").replace("-", "−")
            assert shown in example[lang], lang


def test_every_edge_of_the_example_counts_but_the_ties_of_the_window_before(scope):
    assert {reason: n for reason, n in scope.dropped.items() if n} == {
        "missing weight": 24, "undated": 10, "outside the window": 4,
    }  # fmt: skip
