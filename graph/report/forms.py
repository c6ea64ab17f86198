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
from graph.report.forms_layout import layout, place_of

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
    rules = first.conventions
    cut = {"x": rules.map_cut_x, "y": rules.map_cut_y}
    points = [_point(one) for cards in readings for one in cards]
    return {
        "digest": tracer.snapshot.digest, "invented": tracer.invented,
        "window": first.window.years, "cut": cut,
        "axes": {"x": X, "y": Y, "x_label": REGISTRY[X].label, "y_label": REGISTRY[Y].label},
        "forms": FORMS, "points": points, "missing": _missing(points),
        "layout": layout(points, cut, FORMS),
    }  # fmt: skip


def _point(one: Cards) -> dict[str, Any]:
    point: dict[str, Any] = {
        "id": one.scope.id, "name": one.scope.name, "core": one.scope.reading,
        "x": _axis(one.cards["core"][X]), "y": _axis(one.cards["network"][Y]), "form": form(one),
    }  # fmt: skip
    return {**point, "at": place_of(point)}


def _missing(points: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who is not on the map and why, one entry where all readings lack it for one reason."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for point in points:
        if point["at"]:
            continue
        lacking = (one for one in (point["x"], point["y"])
                   if one["value"] is None and one["recorded"] is None)  # fmt: skip
        reason = next(lacking)["reason"]
        entry = {"id": point["id"], "name": point["name"], "reason": reason, "cores": []}
        found.setdefault((point["id"], reason), entry)["cores"].append(point["core"])
    order = list(dict.fromkeys(point["id"] for point in points))
    return sorted(found.values(), key=lambda one: order.index(one["id"]))


def _axis(result: Result) -> dict[str, Any]:
    return {"value": result.value, "recorded": result.recorded, "reason": result.reason,
            "coverage": {"observed": result.observed, "of": result.of}}  # fmt: skip


def form(one: Cards) -> str | None:
    """The field of the map that a scope lies in; None where either value is missing."""
    x, y = one.cards["core"][X].value, one.cards["network"][Y].value
    if x is None or y is None:
        return None
    rules = one.scope.conventions
    if round(x, 9) >= rules.map_cut_x:
        return "target" if round(y, 9) >= rules.map_cut_y else "star"
    return "mesh" if round(y, 9) >= rules.map_cut_y else "fragmented"
