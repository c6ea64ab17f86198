"""Draws an invented ecosystem of any size as arrays: same size and seed, same ecosystem.

A few centers have very many ties, the largest three of ten actors; some two hundred bases have
fewer, all others a popularity that falls with their number, seven ties of ten within one of
twenty fields. Projects, IP rights and persons are events; five alliances are very large. It
imports nothing of the code that it measures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

KINDS = ("center", "host", "base", "enterprise", "university", "institute", "fund", "government")
CENTER, HOST, BASE, ENTERPRISE = range(4)
OTHERS = (0.85, 0.05, 0.05, 0.02, 0.03)  # shares of the kinds from enterprise on
PERSON = 2
EVENTS = {"project": "participates", "ip": "owns", "talent": "employed_by"}
REGIONS = 11
FIELDS = 20
FIRST, LAST = 2021, 2025  # the window; what came before it is dated in the five years before
UNDATED = -1
LEAST = 4  # ties for each actor


@dataclass(frozen=True)
class Drawn:
    """An ecosystem as arrays; actors, events and segments are numbered from 0.

    ``ties`` (t, 2) are collaborations of the window, repeated ones included, with ``weight`` and
    ``year``; ``earlier`` those of the window before. ``members`` (q, 2) are pairs of event and
    actor, ``formal`` (f, 2) of a center with a host or base, ``makes`` and ``researches`` of actor
    and segment, ``links`` of segments from lower to higher.
    """

    kind: Ints
    external: NDArray[np.bool_]
    region: Ints
    places: Floats
    ties: Ints
    weight: Floats
    year: Ints
    earlier: Ints
    event_kind: Ints
    members: Ints
    member_year: Ints
    formal: Ints
    segments: int
    makes: Ints
    capacity: Floats
    researches: Ints
    links: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def of(self, kind: int) -> Ints:
        """The actors of one kind, ascending."""
        return np.flatnonzero(self.kind == kind)

    @property
    def pairs(self) -> Ints:
        """The distinct tied pairs, ascending: of collaborations and of events, shape (m, 2)."""
        n = len(self)
        key = np.unique(np.concatenate([_keys(self.ties, n), _keys(projected(self.members)[0], n)]))
        return np.column_stack([key // n, key % n])


def draw(actors: int, ties: int, seed: int = 2026) -> Drawn:
    """An ecosystem with exactly so many actors and tied pairs.

    Raises
    ------
    ValueError
        Under 500 actors, or under four ties for each.
    """
    if actors < 500 or ties < LEAST * actors:
        raise ValueError(f"at least 500 actors and {LEAST} ties for each: {actors}, {ties}")
    chance = np.random.default_rng(seed)
    centers = min(20, max(2, actors // 5000))
    bases = min(200, actors // 50)
    kind = np.concatenate([
        np.repeat([CENTER, HOST, BASE], [centers, centers, bases]),
        chance.choice(np.arange(3, 8), actors - 2 * centers - bases, p=OTHERS),
    ])  # fmt: skip
    places = np.column_stack([chance.uniform(27, 31, actors), chance.uniform(118, 123, actors)])
    places[chance.random(actors) < 0.1] = np.nan
    event_kind, members = _events(chance, kind)
    tied, weight = _ties(chance, kind, members, ties)
    before = tied[chance.random(len(tied)) < 0.3]
    moved = chance.random(len(before)) < 0.5
    before[moved, 1] = _popular(chance, kind, before[moved, 0])
    segments = int(np.clip(actors // 150, 20, 600))
    makes = _works(chance, kind, segments, actors * 3 // 10)
    lower = [np.unique(chance.integers(0, s, chance.integers(1, 4))) for s in range(1, segments)]
    return Drawn(
        kind, chance.random(actors) < 0.1, chance.integers(0, REGIONS, actors), places,
        tied, weight, _years(chance, len(tied)), before[before[:, 0] != before[:, 1]],
        event_kind, members, _years(chance, len(members)),
        np.array([(c, centers + c) for c in range(centers)]
                 + [(b % centers, 2 * centers + b) for b in range(bases)]),
        segments, makes, chance.choice([1.0, 5.0, 50.0], len(makes)),
        _works(chance, kind, segments, actors // 20),
        np.array([(int(low), s) for s, found in enumerate(lower, 1) for low in found]),
    )  # fmt: skip


def projected(members: Ints) -> tuple[Ints, Floats, Ints]:
    """Newman's projection: pairs of actors, 1/(k-1) each, and the event that gives it."""
    event, actor = members[:, 0], members[:, 1]
    ids, start, size = np.unique(event, return_index=True, return_counts=True)
    pairs, weight, which = [np.empty((0, 2), np.int64)], [np.empty(0)], [np.empty(0, np.int64)]
    for k in np.unique(size[size > 1]).tolist():
        chosen = np.flatnonzero(size == k)
        table = actor[start[chosen][:, None] + np.arange(k)]
        one, two = np.triu_indices(k, 1)
        pairs.append(np.column_stack([table[:, one].ravel(), table[:, two].ravel()]))
        weight.append(np.full(len(pairs[-1]), 1 / (k - 1)))
        which.append(np.repeat(ids[chosen], len(one)))
    return np.concatenate(pairs), np.concatenate(weight), np.concatenate(which)


def sectors(drawn: Drawn) -> list[str]:
    """The sector of each actor: a host's is university, that of every other center institute."""
    kinds = [KINDS[kind] for kind in drawn.kind.tolist()]
    told = {HOST: "university", CENTER: "institute"}
    for kind, sector in told.items():
        for i in drawn.of(kind).tolist():
            kinds[i] = sector if kind == HOST or i % 2 else kinds[i]
    return kinds


def _keys(pairs: Ints, n: int) -> Ints:
    """Each pair as one number, whichever end comes first."""
    found: Ints = pairs.min(axis=1) * n + pairs.max(axis=1)
    return found


def _years(chance: np.random.Generator, count: int) -> Ints:
    """Years of the window; one of twenty untold."""
    return np.where(
        chance.random(count) < 0.05, UNDATED, chance.integers(FIRST, LAST + 1, count)
    )  # fmt: skip


def _popular(chance: np.random.Generator, kind: Ints, near: Ints) -> Ints:
    """Others that are no center or base: seven of ten in the field of ``near``.

    The last thirtieth of all actors is never drawn.
    """
    first = int((kind < ENTERPRISE).sum())
    many = (len(kind) - first) * 29 // 30
    u, field = chance.random(len(near)) ** 2, near % FIELDS
    inside = np.minimum((many // FIELDS * u).astype(np.int64) * FIELDS + field, many - 1)
    return first + np.where(chance.random(len(near)) < 0.7, inside, (many * u).astype(np.int64))


def _events(chance: np.random.Generator, kind: Ints) -> tuple[Ints, Ints]:
    """The kind of each event, and pairs of event and member; one event of ten has a hub."""
    n = len(kind)
    sizes = np.arange(1, 21)
    law = sizes**-2.0 / (sizes**-2.0).sum()
    alliances = [int(n**0.5 / i) for i in range(1, 6)]
    size = np.concatenate([
        alliances, chance.choice(sizes, n // 20, p=law),
        chance.choice([1, 2, 3, 4, 5], n // 10, p=[0.7, 0.15, 0.08, 0.04, 0.03]),
        chance.choice([1, 2, 3], n // 50, p=[0.3, 0.6, 0.1]),
    ])  # fmt: skip
    event_kind = np.repeat([0, 1, 2], [5 + n // 20, n // 10, n // 50])
    event = np.repeat(np.arange(len(size)), size)
    member = _popular(chance, kind, event)
    first = np.cumsum(size) - size
    hub = first[chance.random(len(size)) < 0.1]
    hubs = np.flatnonzero((kind == CENTER) | (kind == BASE))
    member[hub] = hubs[(len(hubs) * chance.random(len(hub)) ** 2).astype(np.int64)]
    return event_kind, np.unique(np.column_stack([event, member]), axis=0)


def _ties(
    chance: np.random.Generator, kind: Ints, members: Ints, wanted: int
) -> tuple[Ints, Floats]:
    """Collaborations: the hubs' own, then any until the number of pairs is reached."""
    n = len(kind)
    known = np.unique(_keys(projected(members)[0], n))
    centers, bases = np.flatnonzero(kind == CENTER), np.flatnonzero(kind == BASE)
    many = (n * 3 // 10) // np.arange(1, len(centers) + 1)
    fewer = (0.03 * n * np.arange(1, len(bases) + 1) ** -0.6).astype(np.int64) + 1
    hub = np.repeat(np.concatenate([centers, bases]), np.concatenate([many, fewer]))
    rest = n - n // 30 - len(centers)
    found = [np.column_stack([hub, len(centers) + chance.integers(0, rest, len(hub))])]
    found[0] = found[0][hub != found[0][:, 1]]
    known = np.union1d(known, _keys(found[0], n))
    while len(known) < wanted:
        first = int((kind < ENTERPRISE).sum())
        one = _popular(chance, kind, chance.integers(0, FIELDS, 2 * (wanted - len(known))))
        pairs = np.column_stack([one, _popular(chance, kind, one - first)])
        key = _keys(pairs, n)
        place = np.unique(key, return_index=True)[1]
        place = place[~np.isin(key[place], known) & (pairs[place, 0] != pairs[place, 1])]
        place = np.sort(place)[: wanted - len(known)]
        found.append(pairs[place])
        known = np.union1d(known, key[place])
    tied = np.concatenate(found)
    again = tied[chance.random(len(tied)) < 0.05]
    tied = np.concatenate([tied, again[:, ::-1]])
    return tied, chance.choice([0.5, 1.0, 2.0], len(tied))


def _works(chance: np.random.Generator, kind: Ints, segments: int, count: int) -> Ints:
    """Distinct pairs of an actor and a segment, popular ones more often."""
    hubs = np.flatnonzero(kind == BASE)
    actor = np.concatenate([hubs, _popular(chance, kind, chance.integers(0, FIELDS, count))])
    segment = (segments * chance.random(len(actor)) ** 2).astype(np.int64)
    return np.unique(np.column_stack([actor, segment]), axis=0)
