"""Cards over several windows: alternatives of one length or another, and time series."""

from __future__ import annotations

from collections.abc import Sequence

from graph.conventions import Conventions
from graph.ecosystem.counting import Window, status_counts
from graph.ecosystem.scope import CENTER
from graph.metrics.cards import Cards, compute_cards
from graph.snapshot import Snapshot
from graph.values.date import NO_YEAR


def alternatives(window: Window, rules: Conventions) -> list[Window]:
    """Windows of other lengths that end in the same year."""
    return [Window(window.last - years + 1, window.last) for years in rules.score_windows]


def windows_over_time(snapshot: Snapshot, window: Window, rules: Conventions) -> list[Window]:
    """Windows of the same length, one for each last year up to the given window's, oldest first.

    The first one begins with the earliest dated tie that counts; at most the last
    ``series_windows`` of them.
    """
    rows = snapshot.edge_rows(*snapshot.schema.of_layer("activity", "event"))
    rows = rows[status_counts(snapshot)[rows]]
    years = snapshot.edges.start[rows]
    years = years[years != NO_YEAR]
    length = window.last - window.first
    first = min(int(years.min()) if len(years) else window.first, window.first)
    ends = range(max(first + length, window.last - rules.series_windows + 1), window.last + 1)
    return [Window(last - length, last) for last in ends]


def cards_over(
    snapshot: Snapshot, scopes: Sequence[str], windows: Sequence[Window], *,
    reading: str = CENTER, conventions: Conventions | None = None,
) -> list[list[Cards]]:  # fmt: skip
    """The cards of some scopes in each of several windows."""
    return [
        compute_cards(snapshot, scopes, window=one, conventions=conventions, reading=reading)
        for one in windows
    ]
