"""The body of ``metrics``: cards with values, bounds, coverage and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from graph.ecosystem.scope import CENTER, Scope
from graph.errors import UnknownIdError, did_you_mean
from graph.metrics.cards import Cards
from graph.metrics.nulls.statistics import NullResult
from graph.metrics.registry import REGISTRY, Metric
from graph.metrics.result import ROLES, Result, significant
from graph.report.evidence import Tracer
from graph.report.scores import brief, head, weakest

EVIDENCE_ROWS = 5


def cards_body(
    tracer: Tracer,
    cards: Sequence[Cards],
    *,
    evidence: str | None = None,
    nulls: Sequence[Mapping[str, Mapping[str, NullResult]]] = (),
    means: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Cards as CLI.md prints them; all evidence rows of the key ``evidence``, else five.

    ``nulls`` holds for each scope the null results by key and model, ``means`` what
    `graph.report.scores.aggregate` gives; both are shown only where asked for.

    Raises
    ------
    UnknownIdError
        ``evidence`` is no key.
    """
    if evidence is not None and evidence not in REGISTRY:
        raise UnknownIdError(
            f"没有指标 {evidence} / there is no metric {evidence}", did_you_mean(evidence, REGISTRY)
        )
    return {
        "digest": tracer.snapshot.digest,
        "invented": tracer.invented,
        "window": cards[0].scope.window.years if cards else None,
        "core": cards[0].scope.reading if cards else CENTER,
        "conventions": asdict(cards[0].scope.conventions) if cards else {},
        "scopes": [
            _scope(tracer, one, evidence, nulls[i] if nulls else {})
            | ({"aggregate": means[i]} if means else {})
            for i, one in enumerate(cards)
        ],
    }


def _scope(
    tracer: Tracer, one: Cards, evidence: str | None, nulls: Mapping[str, Mapping[str, NullResult]]
) -> dict[str, Any]:
    scope = one.scope
    return {
        **head(one),
        "dropped": scope.dropped,
        "weakest": {card: weakest(found, scope.conventions) for card, found in one.cards.items()},
        "cards": {
            card: {
                key: _value(tracer, REGISTRY[key], scope, result, everything=evidence == key)
                | _compared(REGISTRY[key], nulls.get(key))
                for key, result in results.items()
            }
            for card, results in one.cards.items()
        },
    }


def _value(
    tracer: Tracer, metric: Metric, scope: Scope, result: Result, *, everything: bool
) -> dict[str, Any]:
    first = None if everything else EVIDENCE_ROWS
    trail = tracer.trail(result.evidence, first)
    return {
        **brief(result),
        "window": scope.window.years, "unit": metric.unit, "headline": metric.headline,
        "layer": metric.layer,
        "percentile": None, "nulls": None, "error": result.error,
        "contributors": _contributors(tracer, result, first),
        "evidence": {
            "total": trail.total, "carrying": trail.carrying, "rows": trail.rows,
        },
    }  # fmt: skip


def _compared(metric: Metric, found: Mapping[str, NullResult] | None) -> dict[str, Any]:
    """The percentile against the first null model of a metric, and all of them."""
    if not found:
        return {}
    first = next((found[null] for null in metric.nulls if null in found), None)
    return {
        "percentile": first.percentile if first else None,
        "nulls": {null: asdict(one) for null, one in found.items()},
    }


def _contributors(tracer: Tracer, result: Result, first: int | None) -> dict[str, Any] | None:
    """Who the value is about: role, number, and the first of them by name."""
    found = result.contributors
    if found is None:
        return None
    snapshot = tracer.snapshot
    rows = [
        {"ids": ids, "names": [snapshot.name(snapshot.row(one)) for one in ids],
         "part": significant(part)}
        for ids, part in found.ranking.first(first)
    ]  # fmt: skip
    return {
        "role": found.role, "label": ROLES[found.role], "total": len(found.ranking), "rows": rows,
    }  # fmt: skip
