"""Link status and feasibility of the AND-OR chain model (METRIC_KEYS.md section 5)."""

from __future__ import annotations

from collections.abc import Callable

from graph.ecosystem.design import Design, Link, Segment, covered
from graph.ecosystem.making import EXTERNAL, LOCAL, UNKNOWN

STATUSES = ("local", "external", "none", "unknown", "no_maker")
_Sets = tuple[set[int], set[int]]


def link_status(design: Design, link: Link) -> str:
    """How one upstream link stands, unknown kept apart from none.

    ``no_maker`` and ``none`` are said only where a source has looked: the segment is surveyed, the
    chain's supply ties are declared complete. A status that would change with the origin of a
    maker of unknown origin is unknown.
    """
    source, target = design.segments[link.source], design.segments[link.target]
    found = {
        _status(design, link, source, target, _sides(source, s), _sides(target, t))
        for s in ((), (LOCAL,), (EXTERNAL,))
        for t in ((), (LOCAL,), (EXTERNAL,))
        if (not s or source.entered.makers[UNKNOWN]) and (not t or target.entered.makers[UNKNOWN])
    }
    return found.pop() if len(found) == 1 else "unknown"


def _sides(segment: Segment, unknown_as: tuple[str, ...]) -> _Sets:
    makers = segment.entered.makers
    local, external = set(makers[LOCAL]), set(makers[EXTERNAL])
    if LOCAL in unknown_as:
        local |= set(makers[UNKNOWN])
    if EXTERNAL in unknown_as:
        external |= set(makers[UNKNOWN])
    return local, external


def _status(
    design: Design, link: Link, source: Segment, target: Segment, s: _Sets, t: _Sets
) -> str:
    if not t[0]:
        return "no_maker" if target.surveyed or design.closed else "unknown"
    if not s[0] and not s[1]:
        return "no_maker" if source.surveyed or design.closed else "unknown"
    if s[0] & t[0] or design.supplies.joins(s[0], t[0]):
        return "local"
    if design.supplies.joins(s[1], t[0]):
        return "external"
    seen = (s[0] | s[1]) & design.traders and t[0] & design.traders
    return "none" if seen and link.declared else "unknown"


def all_statuses(design: Design) -> dict[tuple[int, int], str]:
    """Status of every link by (source, target) position."""
    return {(one.source, one.target): link_status(design, one) for one in design.links}


def feasible(
    design: Design,
    present: Callable[[int], bool],
    holds: Callable[[int, int], bool],
) -> set[int]:
    """Positions of the linked segments that can be made.

    A segment is feasible if it is present and each of its groups of inputs has a feasible member
    whose link to it holds. Linear in the links.
    """
    found: set[int] = set()
    for i in design.order:
        if present(i) and all(
            any(j in found and holds(j, i) for j in group) for group in design.inputs[i]
        ):
            found.add(i)
    return found


def share(design: Design, segments: set[int], among: list[int]) -> float | None:
    """Importance-weighted share of ``segments`` among positions; None if there are none."""
    total = sum(design.segments[i].importance for i in among)
    if not total:
        return None
    return sum(design.segments[i].importance for i in among if i in segments) / total


def value_at_risk(design: Design) -> dict[int, float]:
    """For each linked segment the share of sinks that the design cannot make without it."""
    sinks = design.sinks()
    found = {}
    for x in design.linked:
        kept = feasible(design, lambda i, x=x: i != x, lambda s, t: True)  # type: ignore[misc]
        left = share(design, kept, sinks)
        found[x] = 0.0 if left is None else 1.0 - left
    return found


def open_segments(design: Design) -> set[int]:
    """Segments that may be made here without our knowing: not surveyed, or with makers of unknown
    origin. None in a document, which is complete."""
    if design.closed:
        return set()
    return {
        i
        for i, one in enumerate(design.segments)
        if not covered(one) and (not one.surveyed or one.made.makers[UNKNOWN])
    }
