"""The body of ``metrics FILE.json``: one ecosystem, complete by definition (METRICS.md, F)."""

from __future__ import annotations

from typing import Any

from graph.metrics.cards import Cards
from graph.metrics.registry import REGISTRY
from graph.report.scores import brief, head


def document_body(cards: Cards) -> dict[str, dict[str, Any]]:
    """{card: {key: value}} with exactly the keys of the interchange; undefined is None."""
    return {
        card: {key: one.shown for key, one in results.items() if REGISTRY[key].interchange}
        for card, results in cards.cards.items()
    }


def document_scope(cards: Cards) -> dict[str, Any]:
    """The same ecosystem as a scope of a store, without evidence: nothing was read from rows."""
    return {
        **head(cards),
        "dropped": cards.scope.dropped,
        "cards": {
            card: {
                key: {
                    **brief(one), "error": one.error, "headline": REGISTRY[key].headline,
                }
                for key, one in results.items()
            }
            for card, results in cards.cards.items()
        },
    }  # fmt: skip
