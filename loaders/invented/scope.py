"""A planned scope: who is in the ecosystem of a centre, and every tie that counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from loaders.invented.chain import ChainPlan

Years = tuple[int, int]  # First and last year, both included.


@dataclass
class Actor:
    """What the plan says of one actor of a scope."""

    kind: str  # center, host, base, or the organization's type
    sector: str
    origin: str = "local"
    region: str = ""
    place: tuple[float, float] | None = None  # latitude and longitude, in degrees


@dataclass(frozen=True)
class Row:
    """A tie that rows name themselves; ``years`` is None where they are undated."""

    one: str
    other: str
    weight: Fraction
    years: Years | None


@dataclass(frozen=True)
class Event:
    """The members of a project, a right, a person or a shared event id.

    Every pair of k gets 1/(k-1), unless the event makes no tie of its own: its rows name the pairs,
    or its members are probably one body.
    """

    members: tuple[str, ...]
    years: Years | None
    tied: bool = True


@dataclass
class Scope:
    """The planned ecosystem of one centre: who is in it, and every tie that counts."""

    center: str
    zh: str
    en: str
    actors: dict[str, Actor] = field(default_factory=dict)
    hosts: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    co_builders: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    ties: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    center_declared: bool = False
    with_hosts: bool = False  # the reading: are centre and hosts one actor?
    chains: list[ChainPlan] = field(default_factory=list)
    omitted: set[str] = field(default_factory=set)  # keys the plan leaves open

    def row(self, row: Row) -> None:
        """A tie that rows name."""
        self.rows.append(row)
        self._tie(row.one, row.other, row.weight)

    def event(self, event: Event) -> None:
        """An event; its members are tied in pairs."""
        self.events.append(event)
        for one, other in combinations(event.members, 2) if event.tied else ():
            self._tie(one, other, Fraction(1, len(event.members) - 1))

    def dated(self, first: int, last: int) -> set[frozenset[str]]:
        """Pairs with a dated tie whose years meet these."""

        def meets(years: Years | None) -> bool:
            return years is not None and years[0] <= last and years[1] >= first

        pairs = {frozenset((row.one, row.other)) for row in self.rows if meets(row.years)}
        for event in self.events:
            if event.tied and meets(event.years):
                pairs |= {frozenset(pair) for pair in combinations(event.members, 2)}
        return pairs

    def contracted(self) -> Scope:
        """The reading with_hosts: centre and hosts are one actor before events are projected."""
        into = dict.fromkeys(self.hosts, self.center)
        whole = Scope(self.center, self.zh, self.en, with_hosts=True)
        whole.actors = {key: actor for key, actor in self.actors.items() if key not in into}
        whole.bases, whole.chains, whole.omitted = self.bases, self.chains, self.omitted
        whole.co_builders = [org for org in self.co_builders if org not in into]
        whole.declared = {into.get(actor, actor) for actor in self.declared}
        whole.center_declared = self.center_declared
        for row in self.rows:
            one, other = into.get(row.one, row.one), into.get(row.other, row.other)
            if one != other:
                whole.row(Row(one, other, row.weight, row.years))
        for event in self.events:
            if not event.tied and into.keys() & set(event.members):
                raise ValueError(f"{self.center}: a host is not planned in a shared event")
            members = tuple(dict.fromkeys(into.get(actor, actor) for actor in event.members))
            whole.event(Event(members, event.years, event.tied))
        return whole

    def _tie(self, one: str, other: str, weight: Fraction) -> None:
        """Add to the weight of a pair; both must be planned actors of the scope."""
        if one not in self.actors or other not in self.actors:
            raise ValueError(f"{self.center}: {one} or {other} is not planned in the scope")
        pair = (min(one, other), max(one, other))
        self.ties[pair] = self.ties.get(pair, Fraction(0)) + weight
