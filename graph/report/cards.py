"""The body of ``metrics``: cards with values, bounds, coverage and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from graph.ecosystem.scope import Scope
from graph.errors import UnknownIdError, did_you_mean
from graph.metrics.cards import Cards
from graph.metrics.registry import REGISTRY, Metric
from graph.metrics.result import ROLES, Result, significant
from graph.report.evidence import Tracer

EVIDENCE_ROWS = 5


def cards_body(
    tracer: Tracer,
    cards: Sequence[Cards],
    *,
    evidence: str | None = None,
) -> dict[str, Any]:
    """Cards as CLI.md prints them; all evidence rows of the key ``evidence``, else five.

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
        "core": "center",
        "conventions": asdict(cards[0].scope.conventions) if cards else {},
        "scopes": [_scope(tracer, one, evidence) for one in cards],
    }


def _scope(tracer: Tracer, one: Cards, evidence: str | None) -> dict[str, Any]:
    scope = one.scope
    return {
        "id": scope.id,
        "name": scope.name,
        "actors": len(scope),
        "observed": int(scope.observed.sum()),
        "cards": {
            card: {
                key: _value(tracer, REGISTRY[key], scope, result, everything=evidence == key)
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
        "value": result.shown, "low": result.low, "high": result.high,
        "recorded": result.recorded, "reason": result.reason,
        "window": scope.window.years, "unit": metric.unit, "headline": metric.headline,
        "layer": metric.layer, "coverage": {"observed": result.observed, "of": result.of},
        "percentile": None, "error": result.error,
        "contributors": _contributors(tracer, result, first),
        "evidence": {
            "total": trail.total, "carrying": trail.carrying, "rows": trail.rows,
        },
    }  # fmt: skip


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
