"""Scopes: the ecosystem of one center, or of the province, as arrays (METRIC_KEYS.md section 7)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.conventions import Conventions
from graph.ecosystem.activity import Activity
from graph.ecosystem.counting import Mask, Window
from graph.ecosystem.design import Design
from graph.ecosystem.evidence import (
    NOTHING,
    Evidence,
    Floats,
    Ints,
    joined,
    supporting,
)
from graph.ecosystem.making import Making
from graph.ecosystem.ranking import Ranking, ranked
from graph.ecosystem.tracing import events_of, member_rows, tie_rows
from graph.ecosystem.turnover import Dated, among

CENTER, WITH_HOSTS = "center", "with_hosts"
READINGS = {
    CENTER: {"zh": "中心本身", "en": "the center itself"},
    WITH_HOSTS: {"zh": "中心与牵头单位合并", "en": "center and hosts contracted"},
}
Found = TypeVar("Found")


def _empty() -> Ints:
    return np.empty(0, np.int32)


@dataclass(frozen=True)
class Scope:
    """One ecosystem. Positions index ``actors``; ``u``, ``v`` are positions with u < v.

    Attributes
    ----------
    type, sector : list of str
        ``sector`` is the actor's sector, ``type`` its type in the scope (a host is a host, its
        own type stays its sector).
    local : list of bool or None
        Whether the actor is local; None where no source tells.
    observed : ndarray of bool, shape (n,)
        Actors with a tie here, or that a source which declares completeness speaks of;
        ``declared`` holds the declarations that speak of each.
    event, member : ndarrays of int32, shape (q,)
        Who takes part in what: numbers of events (projects, IP rights, persons with two
        employers) with positions of actors, ordered, each pair once, sole members included.
    formal : ndarray of int32, shape (f, 2)
        Positions of a center with each of its hosts, co-builders and bases, ordered;
        ``formal_statements`` say so.
    coordinates : ndarray of float64, shape (n, 2)
        Latitude and longitude in degrees; NaN where no source tells.
    regions : tuple of str
        The regions that the ecosystem is spread over, those without an actor included;
        ``regions_statements`` declare them.
    dated : function or None
        Gives the dated ties of the window and those of the window of equal length before it,
        among the same actors, as pairs of ids in ascending order. None without a window.
    alone : function or None
        Gives the same scope in the reading `center`, where this is another: contraction leaves
        the card of the chain as it is.
    topology : dict
        What `once` has computed. It starts empty in every copy but one of `relabeled`.
    rows : ndarray of int32, shape (n,)
        The row that each actor has in the snapshot and in `Segment.made`. In a document: its
        position among all actors, before contraction.
    merged : dict of int to tuple of int
        Further rows that a position stands for: those of the hosts contracted into a center.
        What an actor makes or researches is looked up under all of its `rows_of`.
    """

    id: str
    name: str
    window: Window
    conventions: Conventions
    actors: list[str]
    type: list[str]
    sector: list[str]
    local: list[bool | None]
    region: list[str | None]
    centers: Ints
    bases: Ints
    hosts: dict[int, tuple[int, ...]]
    u: Ints
    v: Ints
    weight: Floats
    observed: Mask
    declared: dict[int, list[int]]
    design: Design
    making: Making | None
    rows: Ints
    registered: list[int] = field(default_factory=list)  # statements that make the actor set
    activity: Activity | None = None
    ties: Ints = field(default_factory=lambda: np.empty(0, np.int32))  # rows of activity ties
    dropped: dict[str, int] = field(default_factory=dict)
    region_statements: dict[int, list[int]] = field(default_factory=dict)
    reading: str = CENTER
    event: Ints = field(default_factory=_empty)
    member: Ints = field(default_factory=_empty)
    formal: Ints = field(default_factory=lambda: np.empty((0, 2), np.int32))
    coordinates: Floats = field(default_factory=lambda: np.empty((0, 2)))
    regions: tuple[str, ...] = ()
    formal_statements: list[int] = field(default_factory=list)
    regions_statements: list[int] = field(default_factory=list)
    merged: dict[int, tuple[int, ...]] = field(default_factory=dict)
    dated: Dated | None = None
    alone: Callable[[], Scope] | None = None
    topology: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.actors)

    def once(self, name: str, compute: Callable[[], Found]) -> Found:
        """A value that depends on ties, weights, events and conventions only, computed once.

        Scopes that differ in labels only (who is a center or a base, sectors, regions) share it:
        permuting the designation over n actors computes betweenness once, not n times.
        """
        if name not in self.topology:
            self.topology[name] = compute()
        found: Found = self.topology[name]
        return found

    def relabeled(self, **labels: Any) -> Scope:
        """The same ties, weights and events under other labels, sharing what `once` computed.

        ``labels`` are fields as for `dataclasses.replace`, none that changes who is tied to whom.
        """
        found = replace(self, **labels)
        found.__dict__["topology"] = self.topology
        return found

    @property
    def matrix(self) -> sparse.csr_array:
        """A as a symmetric CSR array of shape (n, n), float64 weights."""
        return self.once("matrix", self._matrix)

    def _matrix(self) -> sparse.csr_array:
        n = len(self.actors)
        ends = (np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u]))
        values = np.concatenate([self.weight, self.weight])
        return sparse.coo_array((values, ends), shape=(n, n)).tocsr()

    @property
    def degree(self) -> NDArray[np.intp]:
        """Number of ties of each actor, shape (n,)."""
        return self.once("degree", self._degree)

    def _degree(self) -> NDArray[np.intp]:
        ends = np.concatenate([self.u, self.v])
        return np.bincount(ends, minlength=len(self.actors))

    @property
    def strength(self) -> Floats:
        """Weight of the ties of each actor, shape (n,)."""
        return self.once("strength", self._strength)

    def _strength(self) -> Floats:
        found: Floats = self.matrix @ np.ones(len(self.actors))
        return found

    @functools.cached_property
    def is_center(self) -> Mask:
        """Whether each actor is one of K."""
        mask = np.zeros(len(self.actors), dtype=bool)
        mask[self.centers] = True
        return mask

    @functools.cached_property
    def is_base(self) -> Mask:
        """Whether each actor is one of B."""
        mask = np.zeros(len(self.actors), dtype=bool)
        mask[self.bases] = True
        return mask

    @functools.cached_property
    def is_local_enterprise(self) -> Mask:
        """Enterprises (by type) known to be local, shape (n,)."""
        return self._enterprises(local=True)

    @functools.cached_property
    def is_enterprise_of_unknown_origin(self) -> Mask:
        """Enterprises (by type) whose origin no source tells, shape (n,)."""
        return self._enterprises(local=None)

    def _enterprises(self, *, local: bool | None) -> Mask:
        kinds = zip(self.type, self.local, strict=True)
        return np.array([k == "enterprise" and one is local for k, one in kinds], dtype=bool)

    @functools.cached_property
    def positions_by_row(self) -> dict[int, int]:
        """Positions of the actors by row, as makers and researchers are keyed; the rows of
        contracted hosts lead to their center."""
        found = {row: i for i, row in enumerate(self.rows.tolist())}
        return found | {row: i for i, rows in self.merged.items() for row in rows}

    @functools.cached_property
    def sector_codes(self) -> Ints:
        """The sector of each actor as a number, in the order of the names, shape (n,)."""
        return np.unique(np.array(self.sector, dtype=str), return_inverse=True)[1].astype(np.int32)

    def ranked(self, values: Floats, then: Floats | None = None) -> Ranking:
        """Actors with a positive value, the largest first."""
        return ranked(self.actors, values, then)

    def restrict(self, keep: Mask) -> Scope:
        """The same scope over fewer actors; ties among them, evidence as before."""
        place = np.cumsum(keep) - 1
        chosen = np.flatnonzero(keep)
        tied = keep[self.u] & keep[self.v]
        moved = {old: int(place[old]) for old in chosen.tolist()}
        inside = keep[self.member]
        both = keep[self.formal].all(axis=1)
        return replace(
            self,
            actors=[self.actors[i] for i in chosen], type=[self.type[i] for i in chosen],
            sector=[self.sector[i] for i in chosen], local=[self.local[i] for i in chosen],
            region=[self.region[i] for i in chosen],
            centers=place[self.centers[keep[self.centers]]].astype(np.int32),
            bases=place[self.bases[keep[self.bases]]].astype(np.int32),
            hosts={moved[c]: tuple(moved[h] for h in hosts if h in moved)
                   for c, hosts in self.hosts.items() if c in moved},
            u=place[self.u[tied]].astype(np.int32), v=place[self.v[tied]].astype(np.int32),
            weight=self.weight[tied], observed=self.observed[keep],
            declared={moved[i]: found for i, found in self.declared.items() if i in moved},
            rows=self.rows[keep], ties=self.ties[tied],
            region_statements={
                moved[i]: found for i, found in self.region_statements.items() if i in moved
            },
            event=self.event[inside], member=place[self.member[inside]].astype(np.int32),
            formal=place[self.formal[both]].astype(np.int32),
            coordinates=self.coordinates[keep] if len(self.coordinates) else self.coordinates,
            merged={moved[i]: rows for i, rows in self.merged.items() if i in moved},
            dated=self.dated and among(self.dated, {self.actors[i] for i in chosen}),
        )  # fmt: skip

    @property
    def seen(self) -> Scope:
        """The scope over its observed actors: what `core` and `network` are computed on.

        Where all are observed it is the scope itself, so that `once` is shared.
        """
        return self if self.observed.all() else self._seen

    @functools.cached_property
    def _seen(self) -> Scope:
        return self.restrict(self.observed)

    @functools.cached_property
    def without_core(self) -> Scope:
        """The scope over its actors outside K."""
        return self.restrict(~self.is_center)

    def rows_of(self, positions: Iterable[int]) -> set[int]:
        """All rows that some positions stand for: what `Segment.made` knows them by."""
        found = {int(self.rows[i]) for i in positions}
        return found.union(*(self.merged.get(int(i), ()) for i in positions))

    # evidence

    def tie_evidence(self, per_weight: Floats) -> Evidence:
        """Rows of ties; each carries ``per_weight`` of its tie times its part of the weight.

        An event's part is shared by the rows that make its two bodies members.
        """
        return tie_rows(self.activity, self.ties, per_weight) if self.activity else NOTHING

    def event_evidence(self) -> Evidence:
        """Rows that make anybody, here or outside, a member of the events of the scope."""
        return supporting(member_rows(self.activity, self.event)) if self.activity else NOTHING

    def actor_evidence(self, positions: Ints, each: Floats) -> Evidence:
        """The rows that declare some actors, each actor carrying its part."""
        if self.activity is None:
            return NOTHING
        start, statement = self.activity.snapshot.declarations
        found = Evidence(statement[start[self.rows[positions]]], np.asarray(each, np.float64))
        hosts = [h for i in positions.tolist() for h in self.merged.get(i, ())]
        return joined(found, supporting(statement[start[hosts]].tolist())) if hosts else found

    @functools.cached_property
    def ground(self) -> Evidence:
        """What every value of the scope rests on: its ties with all members of their events, the
        rows that make its actors, its declarations, and the rows that fix a default window."""
        layer = self.activity
        members = [] if layer is None else member_rows(layer, events_of(layer, self.ties))
        spoken = [s for found in self.declared.values() for s in found]
        ties = self.tie_evidence(np.zeros(len(self.ties)))
        return joined(
            supporting(ties.statements.tolist()),
            supporting([*members, *self.registered, *spoken, *self.window.derived_from]),
        )
