"""Four cards per scope: the registered values, rounded, in registry order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.conventions import Conventions
from graph.ecosystem.counting import Window
from graph.ecosystem.scope import CENTER, Scope
from graph.ecosystem.scopes import Scopes
from graph.errors import UnknownIdError, did_you_mean
from graph.metrics.bases import place, reach, variety, work
from graph.metrics.chain import coverage, failure, feasibility, gaps, links, makers
from graph.metrics.core import brokerage, fit, position, ties
from graph.metrics.network import events, holding, mixing, size
from graph.metrics.registry import CARDS, REGISTRY, complete
from graph.metrics.result import Result
from graph.snapshot import Snapshot

MODULES = (
    ties, position, fit, brokerage, work, place, reach, variety, size, holding, mixing, events,
    coverage, makers, links, feasibility, failure, gaps,
)  # fmt: skip
"""They fill the registry when they are imported."""
complete()


@dataclass(frozen=True)
class Cards:
    """The cards of one scope: {card: {key: Result}}."""

    scope: Scope
    cards: dict[str, dict[str, Result]]


def compute_cards(
    snapshot: Snapshot,
    scopes: Iterable[str] | None = None,
    *,
    window: Window | None = None,
    conventions: Conventions | None = None,
    reading: str = CENTER,
    progress: Callable[[str], None] | None = None,
) -> list[Cards]:
    """Cards of the given scopes, by default of every center and of the province.

    Parameters
    ----------
    snapshot : Snapshot
    scopes : iterable of str, optional
        Center ids, or ``province``.
    window : Window, optional
        Years; by default the five up to the latest dated tie.
    reading : str
        Who the core is: `center`, or `with_hosts` (centers and their hosts contracted).

    Raises
    ------
    UnknownIdError
        An id is no center.
    """
    return cards_in(Scopes(snapshot, window, conventions, reading=reading), scopes, progress)


def cards_in(
    built: Scopes,
    scopes: Iterable[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Cards]:
    """The same from scopes that are at hand: another reading of them shares what was read.

    Raises
    ------
    UnknownIdError
        An id is no center.
    """
    known = built.ids()
    found = []
    for key in known if scopes is None else scopes:
        if key not in known:
            raise UnknownIdError(
                f"没有中心 {key} / there is no center {key}", did_you_mean(key, known)
            )
        if progress:
            progress(key)
        found.append(cards_of(built[key]))
    return found


def cards_of(scope: Scope) -> Cards:
    """All registered metrics of one scope."""
    cards: dict[str, dict[str, Result]] = {card: {} for card in CARDS}
    alone = scope.alone() if scope.alone else scope
    for key, one in REGISTRY.items():
        cards[one.card][key] = one.function(alone if one.card == "chain" else scope).rounded()
    return Cards(scope, cards)
