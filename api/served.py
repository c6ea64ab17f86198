"""What a running server answers from: one snapshot at a time, with what was computed on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph.chain.gaps import ChainGaps, find_gaps
from graph.ecosystem.counting import Window
from graph.ecosystem.scopes import Scopes
from graph.metrics.cards import Cards, cards_of
from graph.report.entity import Entities
from graph.report.evidence import Tracer
from graph.snapshot import Snapshot
from graph.store import Store


@dataclass
class View:
    """A snapshot and everything computed on it; never changes but for its caches."""

    snapshot: Snapshot
    scopes: Scopes
    cache: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def once(self, key: tuple[Any, ...], compute: Callable[[], Any]) -> Any:
        """Compute a thing once; concurrent askers wait for the first."""
        if key not in self.cache:
            with self.lock:
                if key not in self.cache:
                    self.cache[key] = compute()
        return self.cache[key]

    def cards(self, scope: str, reading: str) -> Cards:
        """Cards of a center or the province in the default window."""
        found: Cards = self.once(
            ("cards", scope, reading), lambda: cards_of(self.scopes.read(reading)[scope])
        )
        return found

    def gaps(self) -> dict[str, ChainGaps]:
        """Findings of all chains in the default window."""
        found: dict[str, ChainGaps] = self.once(
            ("gaps",),
            lambda: {one.id: one for one in find_gaps(self.snapshot, window=self.window)},
        )
        return found

    @property
    def window(self) -> Window:
        """The default window."""
        return self.scopes.window


class Served:
    """Opens one store per thread and rebuilds the view when the data version has moved on."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._local = threading.local()
        self._lock = threading.Lock()
        self._view: View | None = None

    @property
    def store(self) -> Store:
        """This thread's store."""
        if not hasattr(self._local, "store"):
            self._local.store = self._open_store()
        found: Store = self._local.store
        return found

    def view(self) -> View:
        """The view of what the store holds now."""
        load = self.store.last_load()
        view = self._view
        if view is None or view.snapshot.last_load != load:
            with self._lock:
                view = self._view
                if view is None or view.snapshot.last_load != self.store.last_load():
                    snapshot = Snapshot.take(self.store)
                    view = View(snapshot, Scopes(snapshot))
                    self._view = view
        return view

    def tracer(self, view: View) -> Tracer:
        """The tracer of a view."""
        found: Tracer = view.once(("tracer",), lambda: Tracer(view.snapshot, self.store))
        return found

    def entities(self, view: View) -> Entities:
        """A look-up on this thread's store."""
        return Entities(self.store, view.snapshot)
