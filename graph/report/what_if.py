"""The body of ``metrics --with``: the cards of a store before and after a supposition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from graph.ecosystem.scopes import PROVINCE
from graph.metrics.cards import Cards
from graph.metrics.registry import CARDS
from graph.metrics.result import Result
from graph.report.scores import brief, difference


def what_if_body(
    before: Sequence[Cards], after: Sequence[Cards], *, digest: str, invented: bool,
    told: Mapping[str, Any], everything: bool,
) -> dict[str, Any]:  # fmt: skip
    """Each scope with every value before, after, and the difference.

    Parameters
    ----------
    before, after : sequence of Cards
        In the same window and reading; a scope that is new has no before.
    digest : str
        Of the store, which is not changed.
    told : mapping
        What was supposed, under ``with``.
    everything : bool
        Whether scopes in which nothing changes are shown too; the province always is.
    """
    earlier = {one.scope.id: one for one in before}
    first = after[0].scope
    scopes = [_scope(earlier.get(one.scope.id), one) for one in after]
    return {
        "what_if": True, "digest": digest, "invented": invented, "with": dict(told),
        "window": first.window.years, "core": first.reading,
        "conventions": asdict(first.conventions),
        "scopes": [
            one for one in scopes if everything or one["changed"] or one["id"] == PROVINCE
        ],
    }  # fmt: skip


def _scope(before: Cards | None, after: Cards) -> dict[str, Any]:
    cards = {
        card: {
            key: _value(before.cards[card][key] if before else None, result)
            for key, result in after.cards[card].items()
        }
        for card in CARDS
    }
    actors = {"before": len(before.scope) if before else None, "after": len(after.scope)}
    observed = {
        "before": int(before.scope.observed.sum()) if before else None,
        "after": int(after.scope.observed.sum()),
    }
    return {
        "id": after.scope.id, "name": after.scope.name, "actors": actors, "observed": observed,
        "changed": actors["before"] != actors["after"]
        or observed["before"] != observed["after"]
        or any(differs(one) for values in cards.values() for one in values.values()),
        "cards": cards,
    }  # fmt: skip


def _value(before: Result | None, after: Result) -> dict[str, Any]:
    return {
        "before": brief(before) if before else None,
        "after": brief(after),
        "difference": difference(before, after) if before else None,
    }


def differs(one: Mapping[str, Any]) -> bool:
    """Whether a value, its bounds, its reason or its coverage is another one after."""
    return bool(one["before"] != one["after"])
