"""The map of forms: core tie share against coreless connectivity (METRICS.md, B).

They pull apart by construction: a star has all of the first and none of the second. What a sum
hides, the place on the map shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.metrics.cards import Cards
from graph.metrics.registry import REGISTRY
from graph.metrics.result import Result
from graph.report.evidence import Tracer

X, Y = "core_tie_share", "coreless_pair_connectivity"
FORMS: dict[str, dict[str, str]] = {
    "target": {"zh": "强核网络", "en": "strong core in a network"},
    "star": {"zh": "单核放射", "en": "star around one core"},
    "mesh": {"zh": "扁平网状", "en": "flat mesh"},
    "fragmented": {"zh": "松散", "en": "fragmented"},
}
"""What the four fields of the map are called."""


def map_body(tracer: Tracer, readings: Sequence[Sequence[Cards]]) -> dict[str, Any]:
    """Where each scope lies, in each reading of the core.

    Parameters
    ----------
    readings : sequence of sequences of Cards
        The same scopes in one reading or in both.
    """
    first = readings[0][0].scope
    return {
        "digest": tracer.snapshot.digest, "invented": tracer.invented,
        "window": first.window.years, "cut": first.conventions.map_cut,
        "axes": {"x": X, "y": Y, "x_label": REGISTRY[X].label, "y_label": REGISTRY[Y].label},
        "forms": FORMS,
        "points": [
            {
                "id": one.scope.id, "name": one.scope.name, "core": one.scope.reading,
                "x": _axis(one.cards["core"][X]), "y": _axis(one.cards["network"][Y]),
                "form": form(one),
            }
            for cards in readings
            for one in cards
        ],
    }  # fmt: skip


def _axis(result: Result) -> dict[str, Any]:
    return {"value": result.value, "recorded": result.recorded, "reason": result.reason,
            "coverage": {"observed": result.observed, "of": result.of}}  # fmt: skip


def form(one: Cards) -> str | None:
    """The field of the map that a scope lies in; None where either value is missing."""
    x, y = one.cards["core"][X].value, one.cards["network"][Y].value
    if x is None or y is None:
        return None
    cut = one.scope.conventions.map_cut
    if round(x, 9) >= cut:
        return "target" if round(y, 9) >= cut else "star"
    return "mesh" if round(y, 9) >= cut else "fragmented"
