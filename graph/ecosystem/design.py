"""The design of one or several chains: segments, links, makers, as plain data for the metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.ecosystem.making import LOCAL, UNKNOWN, Made, Making, Supplies, is_counted
from graph.records import COMPLETE
from graph.snapshot import Snapshot

Group = tuple[str, ...]


@dataclass
class Segment:
    """One counted segment (or several joined by `same`)."""

    id: str
    name: str
    rows: tuple[int, ...]
    importance: float
    surveyed: bool
    chokepoint: bool
    choke_solved: bool
    made: Made
    entered: Made
    linked: bool = False


@dataclass
class Link:
    """An upstream link between positions of segments."""

    source: int
    target: int
    groups: list[str]
    statements: list[int]
    declared: list[int] = field(default_factory=list)  # statements that its chain is complete


@dataclass
class Design:
    """AND-OR graph of the counted segments of some chains.

    ``inputs[t]`` holds the groups of t: each a list of positions of which one is enough.
    """

    chains: tuple[int, ...]
    segments: list[Segment]
    links: list[Link]
    inputs: list[list[list[int]]]
    order: list[int]  # linked segments, inputs before outputs; empty if there is a cycle
    cycle: list[str]
    supplies: Supplies
    traders: set[int]
    closed: bool = False  # everything is known: what is not recorded is not there
    shown: dict[str, int] = field(default_factory=dict)  # heading, collection, use
    structure: list[int] = field(default_factory=list)  # statements behind segments and links

    @property
    def linked(self) -> list[int]:
        """Positions of the segments in D."""
        return [i for i, one in enumerate(self.segments) if one.linked]

    def outputs(self) -> list[list[int]]:
        """Positions downstream of each segment."""
        found: list[list[int]] = [[] for _ in self.segments]
        for link in self.links:
            found[link.source].append(link.target)
        return found

    def sinks(self) -> list[int]:
        """Linked segments without a link out (uses are taken out before)."""
        out = self.outputs()
        return [i for i in self.linked if not out[i]]

    def descendants(self) -> list[int]:
        """Number of segments downstream of each, any number of steps."""
        below: list[set[int]] = [set() for _ in self.segments]
        out = self.outputs()
        for i in reversed(self.order):
            for j in out[i]:
                below[i] |= {j} | below[j]
        return [len(one) for one in below]


def chain_design(making: Making, chains: Sequence[int], *, join: bool) -> Design:
    """The design of chains given as snapshot rows.

    Parameters
    ----------
    making : Making
        Makers and researchers of all segments.
    chains : sequence of int
        Snapshot rows of the chains.
    join : bool
        Whether a `same` pair inside the chains is one segment (scopes) or two (a chain's gaps).
    """
    snapshot = making.snapshot
    wanted = {snapshot.ids[row] for row in chains}
    of_chain = snapshot.column("chain")
    mine = [
        row for row in snapshot.of_type("Segment") if _canonical(snapshot, of_chain[row]) in wanted
    ]
    counted = [row for row in mine if is_counted(snapshot, row)]
    kinds = [snapshot.column("kind")[row] for row in mine]
    groups: dict[int, list[int]] = {}
    for row in counted:
        groups.setdefault(making.same_of[row] if join else row, []).append(row)
    clusters = sorted(groups.values())
    segments = [_segment(making, tuple(rows)) for rows in clusters]
    place = {row: i for i, rows in enumerate(clusters) for row in rows}
    links, touched, to_uses = _links(making, place, mine)
    for i in touched:
        segments[i].linked = True
    found = linked_design(tuple(chains), segments, links, making.supplies)
    _declare(making, links, clusters)
    found.shown = {kind: kinds.count(kind) for kind in ("heading", "collection", "use")}
    found.structure = [s for row in (*chains, *mine) for s in snapshot.declaring(row)]
    found.structure += [*to_uses, *(s for link in links for s in link.statements)]
    found.structure += [s for row in counted for s in making.same_statements.get(row, ())]
    found.structure += [one for row, _, _, one in snapshot.facts("center") if row in set(chains)]
    return found


def linked_design(
    chains: tuple[int, ...],
    segments: list[Segment],
    links: list[Link],
    supplies: Supplies,
    *,
    closed: bool = False,
) -> Design:
    """A design from its segments and links: groups of inputs, order, traders."""
    inputs: list[list[list[int]]] = [[] for _ in segments]
    by_group: dict[tuple[int, str], list[int]] = {}
    for link in links:
        for group in link.groups:
            by_group.setdefault((link.target, group), []).append(link.source)
    for (target, _), members in sorted(by_group.items()):
        inputs[target].append(sorted(set(members)))
    order, cycle = _topological(segments, links)
    traders = supplies.traders
    return Design(chains, segments, links, inputs, order, cycle, supplies, traders, closed)


def _canonical(snapshot: Snapshot, value: str | None) -> str | None:
    return snapshot.canonical(value) if value else None


def _segment(making: Making, rows: tuple[int, ...]) -> Segment:
    snapshot = making.snapshot
    importance = [snapshot.column("importance")[row] for row in rows]
    positive = [float(x) for x in importance if isinstance(x, int | float) and x > 0]
    solved = [snapshot.column("choke_solved")[row] for row in rows]
    return Segment(
        snapshot.ids[rows[0]],
        snapshot.name(rows[0]),
        rows,
        max(positive, default=1.0),
        any(snapshot.column("surveyed")[row] is True for row in rows),
        any(snapshot.column("chokepoint")[row] is True for row in rows),
        any(bool(one) for one in solved),
        making.rolled[rows[0]],
        making.same[rows[0]],
    )


def _links(
    making: Making, place: dict[int, int], mine: list[int]
) -> tuple[list[Link], set[int], list[int]]:
    """Links between counted segments; a segment linked to a use alone is linked, too.

    Returns the links, the positions in any link, and the statements of links to uses.
    """
    snapshot = making.snapshot
    found: dict[tuple[int, int], Link] = {}
    touched: set[int] = set()
    to_uses: list[int] = []
    inside = set(mine)
    kinds = snapshot.column("kind")
    for edge in snapshot.edge_rows("UPSTREAM_OF").tolist():
        source, target = int(snapshot.edges.source[edge]), int(snapshot.edges.target[edge])
        ends = [row for row in (source, target) if row in place]
        if len(ends) == 1 and kinds[target if ends[0] == source else source] == "use":
            touched.add(place[ends[0]])
            to_uses.append(int(snapshot.edges.statement[edge]))
        if len(ends) < 2 or not {source, target} <= inside:
            continue
        one, two = place[source], place[target]
        if one == two:
            continue
        touched |= {one, two}
        group = snapshot.edge_qualifiers(edge).get("group") or f"{edge}"
        link = found.setdefault((one, two), Link(one, two, [], []))
        link.groups.append(f"{snapshot.ids[target]} {group}")
        link.statements.append(int(snapshot.edges.statement[edge]))
    return [found[key] for key in sorted(found)], touched, to_uses


def _topological(segments: list[Segment], links: list[Link]) -> tuple[list[int], list[str]]:
    """Linked segments in order, or the ids of a cycle."""
    out: dict[int, list[int]] = {}
    waiting = dict.fromkeys((i for i, one in enumerate(segments) if one.linked), 0)
    for link in links:
        out.setdefault(link.source, []).append(link.target)
        waiting[link.target] += 1
    order: list[int] = []
    ready = [i for i, n in waiting.items() if n == 0]
    while ready:
        here = ready.pop()
        order.append(here)
        for other in out.get(here, ()):
            waiting[other] -= 1
            if waiting[other] == 0:
                ready.append(other)
    if len(order) == len(waiting):
        return order, []
    left = set(waiting) - set(order)
    first: dict[int, int] = {}  # the first input that is left, which every segment left has
    for link in links:
        if link.source in left:
            first[link.target] = min(link.source, first.get(link.target, link.source))
    path: dict[int, int] = {}  # in order, each with its place
    here = min(left)
    while here not in path:
        path[here] = len(path)
        here = first[here]
    loop = [*list(path)[path[here] :], here]
    return [], [segments[i].id for i in reversed(loop)]


def _declare(making: Making, links: list[Link], clusters: list[list[int]]) -> None:
    """Links whose chain's supply ties a source declares complete, in the window."""
    snapshot = making.snapshot
    declared: dict[str, list[int]] = {}
    for row, value, qualifiers, one in snapshot.facts(COMPLETE):
        if value == "SUPPLIES" and overlaps(qualifiers, making.window.first, making.window.last):
            declared.setdefault(snapshot.ids[row], []).append(one)
    of_chain = snapshot.column("chain")
    for link in links:
        for end in (link.source, link.target):
            chains = {_canonical(snapshot, of_chain[row]) for row in clusters[end]}
            found = [s for chain in chains for s in declared.get(chain or "", ())]
            if not found:
                link.declared = []
                break
            link.declared += found


def overlaps(qualifiers: dict[str, object], first: int, last: int) -> bool:
    """Whether a declaration's years meet a window; a missing side is open."""
    years = []
    for side in ("start", "end"):
        value = qualifiers.get(side)
        years.append(int(str(value["date"])[:4]) if isinstance(value, dict) else None)
    return (years[0] is None or years[0] <= last) and (years[1] is None or years[1] >= first)


def covered(segment: Segment) -> bool:
    """Whether a local maker is recorded."""
    return bool(segment.made.makers[LOCAL])


def only_unknown(segment: Segment) -> bool:
    """Whether all recorded makers are of unknown origin."""
    makers = segment.made.makers
    return bool(makers[UNKNOWN]) and not any(makers[k] for k in makers if k != UNKNOWN)
