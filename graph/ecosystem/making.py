"""Who makes and who researches each segment, over the whole store (METRIC_KEYS.md section 7).

Makers are kept by origin: local, external, or of unknown origin. A maker of a sub-segment, of a
part, or of the same segment under another id counts for the whole: any number of steps, mixed.
"""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from graph.conventions import Conventions
from graph.ecosystem.counting import Window, in_window, runs_on, status_counts
from graph.snapshot import Snapshot

LOCAL, EXTERNAL, UNKNOWN = "local", "external", "unknown"
ORIGINS = {"local": LOCAL, "other_province": EXTERNAL, "abroad": EXTERNAL}  # by vocabulary
Makers = dict[int, float]  # snapshot row of the actor -> capacity


@dataclass
class Made:
    """Makers of one segment by origin, local researchers, and the statements that say so."""

    makers: dict[str, Makers] = field(
        default_factory=lambda: {LOCAL: {}, EXTERNAL: {}, UNKNOWN: {}}
    )
    researchers: set[int] = field(default_factory=set)
    statements: dict[int, list[int]] = field(default_factory=dict)  # actor -> PRODUCES rows
    research: dict[int, list[int]] = field(default_factory=dict)  # actor -> RESEARCHES rows

    def rows(self) -> list[int]:
        """All statements that say so, makers first."""
        found = (*self.statements.values(), *self.research.values())
        return [statement for rows in found for statement in rows]


class Supplies(dict[tuple[int, int], list[int]]):
    """(supplier, customer) -> statements; complete before the first question.

    ``amounts`` holds what each statement says is supplied; where one of them says nothing, all
    ties weigh one each time they are told.
    """

    def __init__(self) -> None:
        super().__init__()
        self.amounts: dict[int, float] = {}

    def among(self, actors: Container[int]) -> dict[tuple[int, int], float]:
        """Ties among some actors with their values."""
        ties = {
            pair: rows for pair, rows in self.items() if pair[0] in actors and pair[1] in actors
        }
        told = all(row in self.amounts for rows in ties.values() for row in rows)
        return {
            pair: sum(sorted(self.amounts[row] for row in rows)) if told else float(len(rows))
            for pair, rows in ties.items()
        }

    @functools.cached_property
    def customers(self) -> dict[int, set[int]]:
        """Customers of each supplier."""
        found: dict[int, set[int]] = {}
        for supplier, customer in self:
            found.setdefault(supplier, set()).add(customer)
        return found

    @functools.cached_property
    def traders(self) -> set[int]:
        """Actors with a supply tie in either direction."""
        return {end for pair in self for end in pair}

    def joins(self, suppliers: set[int], customers: set[int]) -> bool:
        """Whether one of some suppliers supplies one of some customers."""
        known = self.customers
        return any(a in known and not known[a].isdisjoint(customers) for a in suppliers)


@dataclass(frozen=True)
class Making:
    """Makers of every segment: as entered (``own``), with its same (``same``), rolled up."""

    snapshot: Snapshot
    own: dict[int, Made]
    rolled: dict[int, Made]
    same: dict[int, Made]
    same_of: dict[int, int]  # segment row -> smallest row of its `same` cluster
    same_statements: dict[int, list[int]]
    lenders: dict[int, set[int]]
    supplies: Supplies  # (supplier, customer) -> statements
    window: Window


def is_counted(snapshot: Snapshot, row: int) -> bool:
    """Whether a segment counts: headings, collections and uses are shown only."""
    return snapshot.column("kind")[row] in (None, "segment")


def make_research_supply(snapshot: Snapshot, window: Window, conventions: Conventions) -> Making:
    """Read the make, research and supply layers of a snapshot in a window."""
    held = status_counts(snapshot) & in_window(snapshot, runs_on(snapshot, conventions), window)
    own = {row: Made() for row in snapshot.of_type("Segment")}
    _enter(snapshot, own, [e for e in snapshot.edge_rows("PRODUCES").tolist() if held[e]])
    for edge in snapshot.edge_rows("RESEARCHES").tolist():
        if held[edge]:
            _research(snapshot, own, edge)
    same_of, pairs, parts = _sameness(snapshot, held)
    clusters: dict[int, set[int]] = {}
    for row, first in same_of.items():
        clusters.setdefault(first, set()).add(row)
    together = {row: clusters[first] for row, first in same_of.items()}
    lenders = _lenders(snapshot, together, parts)
    supplies = Supplies()
    for edge in snapshot.edge_rows("SUPPLIES").tolist():
        source, target = int(snapshot.edges.source[edge]), int(snapshot.edges.target[edge])
        if held[edge] and source != target:
            row = int(snapshot.edges.statement[edge])
            supplies.setdefault((source, target), []).append(row)
            amount = snapshot.edge_qualifiers(edge).get("amount")
            value = amount.get("amount") if isinstance(amount, dict) else None
            if isinstance(value, int | float) and value > 0:
                supplies.amounts[row] = float(value)
    return Making(
        snapshot, own,
        {row: _united(own, lenders[row]) for row in own},
        {row: _united(own, together.get(row, {row})) for row in own},
        same_of, pairs, lenders, supplies, window,
    )  # fmt: skip


def origin_of(snapshot: Snapshot, actor: int) -> str:
    """Local, external or unknown: a center or base here is local."""
    told = snapshot.column("origin")[actor]
    if snapshot.types[actor] in ("Center", "Base"):
        return EXTERNAL if snapshot.column("abroad")[actor] else LOCAL
    return ORIGINS.get(told, UNKNOWN)


def _enter(snapshot: Snapshot, own: dict[int, Made], edges: Iterable[int]) -> None:
    """PRODUCES rows: an actor counts once per segment, local if one row of it is local."""
    capacity: dict[tuple[int, int], float] = {}
    origins: dict[tuple[int, int], set[str]] = {}
    for edge in edges:
        actor, segment = int(snapshot.edges.source[edge]), int(snapshot.edges.target[edge])
        qualifiers = snapshot.edge_qualifiers(edge)
        if snapshot.types[actor] in ("Center", "Base"):
            # A pilot line counts as research; a market producer breaks the boundary rule.
            if qualifiers.get("mode") != "market":
                _research(snapshot, own, edge)
            continue
        plant = qualifiers.get("plant_origin")
        place = ORIGINS.get(str(plant))
        key = (segment, actor)
        origins.setdefault(key, set()).add(place or origin_of(snapshot, actor))
        given = qualifiers.get("capacity")
        if isinstance(given, int | float) and given > 0:
            capacity[key] = capacity.get(key, 0.0) + float(given)
        own[segment].statements.setdefault(actor, []).append(int(snapshot.edges.statement[edge]))
    for (segment, actor), found in origins.items():
        kind = next(one for one in (LOCAL, EXTERNAL, UNKNOWN) if one in found)
        own[segment].makers[kind][actor] = capacity.get((segment, actor), 1.0)


def _research(snapshot: Snapshot, own: dict[int, Made], edge: int) -> None:
    actor, segment = int(snapshot.edges.source[edge]), int(snapshot.edges.target[edge])
    made = own[segment]
    made.research.setdefault(actor, []).append(int(snapshot.edges.statement[edge]))
    if origin_of(snapshot, actor) == LOCAL:
        made.researchers.add(actor)


def _sameness(
    snapshot: Snapshot, held: Iterable[bool]
) -> tuple[dict[int, int], dict[int, list[int]], list[tuple[int, int]]]:
    """Clusters of `same` segments (uses taken out first) and (part, whole) pairs."""
    group: dict[int, set[int]] = {}
    statements: dict[int, list[int]] = {}
    parts = []
    for edge in snapshot.edge_rows("SEGMENT_SAME_AS").tolist():
        one, two = int(snapshot.edges.source[edge]), int(snapshot.edges.target[edge])
        if not (is_counted(snapshot, one) and is_counted(snapshot, two)):
            continue
        for row in (one, two):
            statements.setdefault(row, []).append(int(snapshot.edges.statement[edge]))
        if snapshot.edge_qualifiers(edge).get("kind") == "part_of":
            parts.append((one, two))
            continue
        merged = group.get(one, {one}) | group.get(two, {two})
        for row in merged:
            group[row] = merged
    rows = snapshot.of_type("Segment")
    return {row: min(group.get(row, {row})) for row in rows}, statements, parts


def _lenders(
    snapshot: Snapshot, together: dict[int, set[int]], parts: list[tuple[int, int]]
) -> dict[int, set[int]]:
    """For each segment all counted segments whose makers are its makers, itself included."""
    below: dict[int, set[int]] = {}
    parents = snapshot.column("parent")
    for row in snapshot.of_type("Segment"):
        if parents[row] in snapshot:
            below.setdefault(snapshot.row(parents[row]), set()).add(row)
    for part, whole in parts:
        below.setdefault(whole, set()).add(part)
    found = {}
    for row in snapshot.of_type("Segment"):
        seen, stack = {row}, [row]
        while stack:
            here = stack.pop()
            for other in (below.get(here, set()) | together.get(here, set())) - seen:
                if is_counted(snapshot, other):
                    seen.add(other)
                    stack.append(other)
        found[row] = seen
    return found


def _united(own: dict[int, Made], rows: Iterable[int]) -> Made:
    """Makers of several segments as those of one; an actor counts once."""
    chosen = sorted(rows)
    if len(chosen) == 1:
        return own[chosen[0]]  # already one kind per actor
    together = Made()
    for row in chosen:
        made = own[row]
        for kind, makers in made.makers.items():
            for actor, capacity in makers.items():
                known = together.makers[kind]
                known[actor] = max(capacity, known.get(actor, 0.0))
        together.researchers |= made.researchers
        for actor, found in made.statements.items():
            together.statements.setdefault(actor, []).extend(found)
        for actor, found in made.research.items():
            together.research.setdefault(actor, []).extend(found)
    local = together.makers[LOCAL]
    for kind in (EXTERNAL, UNKNOWN):
        together.makers[kind] = {
            actor: capacity
            for actor, capacity in together.makers[kind].items()
            if actor not in local and not (kind == UNKNOWN and actor in together.makers[EXTERNAL])
        }
    return together
