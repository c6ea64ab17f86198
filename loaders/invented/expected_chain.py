"""What follows from planned chains: makers, link statuses, feasibility and shares.

Written from METRIC_KEYS.md 5 and 7 for small plans: importance is 1 everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from loaders.invented.chain import ChainPlan, Segment

Bounds = tuple[Fraction, Fraction]


class ChainWorld:
    """All planned segments together: who makes what, roll-up included."""

    def __init__(self, chains: Iterable[ChainPlan]) -> None:
        self.chains = list(chains)
        self.segments: dict[str, Segment] = {}
        self.supplies: set[tuple[str, str]] = set()
        self.same: dict[str, set[str]] = {}
        self.lenders: dict[str, set[str]] = {}
        for chain in self.chains:
            self.segments.update(chain.segments)
            self.supplies |= chain.supplies
        for segment_id in self.segments:
            self.same[segment_id] = {segment_id}
            self.lenders[segment_id] = set()
        for segment in self.segments.values():
            if segment.parent:
                self.lenders[segment.parent].add(segment.id)
        for chain in self.chains:
            for one, other in chain.same:
                joined = self.same[one] | self.same[other]
                for segment_id in joined:
                    self.same[segment_id] = joined
            for part, whole in chain.part_of:
                self.lenders[whole].add(part)

    def union(self, chains: Iterable[ChainPlan]) -> ChainView:
        """Several chains as one: a ``same`` pair among them is one segment."""
        return ChainView(self, list(chains))

    def makers(self, segment: str, *, lent: bool = True) -> dict[str, tuple[str, int]]:
        """Makers of a segment and its same; with ``lent`` those of parts and sub-segments too."""
        found: dict[str, tuple[str, int]] = {}
        for source in self._sources(segment, lent=lent):
            for org, (origin, capacity) in self.segments[source].makers.items():
                if org not in found or origin == "local":
                    found[org] = (origin, capacity)
        return found

    def hands(self, segment: str) -> set[str]:
        """Makers of any origin and researchers of a segment, its same, parts and sub-segments."""
        researchers = (
            org
            for source in self._sources(segment, lent=True)
            for org in self.segments[source].researchers
        )
        return {*self.makers(segment), *researchers}

    def _sources(self, segment: str, *, lent: bool) -> list[str]:
        sources, queue = set[str](), [segment]
        while queue:
            for twin in self.same[queue.pop()]:
                if twin not in sources:
                    sources.add(twin)
                    queue += self.lenders[twin] if lent else ()
        return sorted(sources)

    def status(self, upstream: str, downstream: str, *, complete: bool) -> str:
        """Status of a link by the makers entered for its two ends."""
        ends = [self.makers(end, lent=False) for end in (upstream, downstream)]
        if all(origin != "unknown" for end in ends for origin, _ in end.values()):
            return self._status(upstream, downstream, ends, complete)
        answers = {
            self._status(upstream, downstream, [_known(end, guess) for end in ends], complete)
            for guess in (None, "local", "external")
        }
        return answers.pop() if len(answers) == 1 else "unknown"

    def _status(
        self, upstream: str, downstream: str, ends: list[dict[str, tuple[str, int]]], complete: bool
    ) -> str:
        local, external = (
            {org for org, (origin, _) in ends[0].items() if origin == wanted}
            for wanted in ("local", "external")
        )
        buyers = {org for org, (origin, _) in ends[1].items() if origin == "local"}
        for end, makers in ((upstream, local | external), (downstream, buyers)):
            if not makers:
                return "no_maker" if self.segments[end].surveyed else "unknown"
        for name, makers in (("local", local), ("external", external)):
            if name == "local" and makers & buyers:
                return name
            if any((maker, buyer) in self.supplies for maker in makers for buyer in buyers):
                return name
        dealing = {org for pair in self.supplies for org in pair}
        if complete and dealing & (local | external) and dealing & buyers:
            return "none"
        return "unknown"


def _known(makers: dict[str, tuple[str, int]], guess: str | None) -> dict[str, tuple[str, int]]:
    """The makers with each unknown origin read as ``guess``, or left out."""
    return {
        org: (guess if origin == "unknown" and guess else origin, capacity)
        for org, (origin, capacity) in makers.items()
        if origin != "unknown" or guess
    }


class ChainView:
    """One or several chains read as one design."""

    def __init__(self, world: ChainWorld, chains: list[ChainPlan]) -> None:
        self.world = world
        self.segments = {
            segment.id: segment for chain in chains for segment in chain.segments.values()
        }
        self.name = {
            segment: min(self.world.same[segment] & set(self.segments)) for segment in self.segments
        }
        self.counted = sorted(
            {
                self.name[segment.id]
                for segment in self.segments.values()
                if segment.kind == "segment"
            }
        )
        self.status: dict[tuple[str, str], str] = {}
        self.groups: dict[str, dict[str, list[str]]] = {}
        linked = set[str]()
        for chain in chains:
            for upstream, downstream, group in chain.links:
                linked |= {upstream, downstream}
                one, other = self.name[upstream], self.name[downstream]
                if one in self.counted and other in self.counted:
                    self.status[one, other] = world.status(
                        upstream, downstream, complete=chain.supplies_complete
                    )
                    inputs = self.groups.setdefault(other, {})
                    inputs.setdefault(group or one, []).append(one)
        self.design = [
            segment for segment in self.counted if any(self.name[end] == segment for end in linked)
        ]
        self.sinks = [
            segment
            for segment in self.design
            if all(upstream != segment for upstream, _ in self.status)
        ]

    # Makers.

    def local(self, segment: str) -> dict[str, int]:
        """Local makers with their capacity."""
        return {
            org: capacity
            for org, (origin, capacity) in self.world.makers(segment).items()
            if origin == "local"
        }

    def covered(self, segment: str) -> bool:
        """Whether a local maker is known."""
        return bool(self.local(segment))

    def doubtful(self, segment: str) -> bool:
        """Nothing but makers of unknown origin."""
        makers = self.world.makers(segment)
        return bool(makers) and all(origin == "unknown" for origin, _ in makers.values())

    def unverified(self, segment: str) -> bool:
        """No maker at all, and nobody has looked."""
        return not self.world.makers(segment) and not self.segments[segment].surveyed

    def external_share(self, segment: str) -> Fraction | None:
        """External by all capacity of known origin."""
        shares = {"local": 0, "external": 0, "unknown": 0}
        for origin, capacity in self.world.makers(segment).values():
            shares[origin] += capacity
        known = shares["local"] + shares["external"]
        return Fraction(shares["external"], known) if known else None

    def largest_share(self, segment: str) -> Fraction:
        """Largest local maker's share of the local capacity."""
        local = self.local(segment)
        return Fraction(max(local.values()), sum(local.values()))

    # Feasibility.

    def feasible(self, present: Iterable[str], held: Iterable[tuple[str, str]]) -> set[str]:
        """Segments present with a feasible member, over a held link, in each group of inputs."""
        here, holding = set(present), set(held)
        found = set[str]()
        while True:
            more = {
                segment
                for segment in here - found
                if all(
                    any(member in found and (member, segment) in holding for member in members)
                    for members in self.groups.get(segment, {}).values()
                )
            }
            if not more:
                return found
            found |= more

    def _held(self, *statuses: str) -> set[tuple[str, str]]:
        return {link for link, status in self.status.items() if status in statuses}

    def _holding(self) -> set[str]:
        """Covered segments and those to verify, which are judged as holding."""
        return {
            segment
            for segment in self.design
            if self.covered(segment) or self.unverified(segment) or self.doubtful(segment)
        }

    def upper(self, repaired: Iterable[str] = ()) -> set[str]:
        """Segments feasible in the upper reading after these repairs."""
        fixed = set(repaired)
        links = self._held("local", "unknown") | {link for link in self.status if fixed & set(link)}
        return self.feasible(self._holding() | fixed, links)

    def value_at_risk(self, segment: str) -> Fraction:
        """Share of sinks that no longer stand when a segment is struck from the design."""
        stand = self.feasible(set(self.design) - {segment}, self.status)
        return Fraction(len(set(self.sinks) - stand), len(self.sinks))

    def descendants(self, segment: str) -> int:
        """How many segments lie downstream."""
        found, queue = set[str](), [segment]
        while queue:
            node = queue.pop()
            more = {down for up, down in self.status if up == node} - found
            found |= more
            queue += more
        return len(found)

    # Bounds and shares of the card.

    def coverage_bounds(self) -> Bounds:
        """Share covered, without and with the segments that nobody has looked into."""
        low = sum(map(self.covered, self.counted))
        unseen = sum(
            not self.covered(segment)
            and (not self.segments[segment].surveyed or self.doubtful(segment))
            for segment in self.counted
        )
        return Fraction(low, len(self.counted)), Fraction(low + unseen, len(self.counted))

    def local_share_bounds(self) -> Bounds:
        """Mean local share; a segment without maker of known origin is 0 and 1."""
        shares = [self.external_share(segment) for segment in self.counted]
        known = sum((1 - share for share in shares if share is not None), Fraction(0))
        return known / len(shares), (known + shares.count(None)) / len(shares)

    def realisation_bounds(self) -> Bounds | None:
        """Local links by all links, unknown ones against and for; None without a link."""
        if not self.status:
            return None
        statuses = list(self.status.values())
        local, unknown = statuses.count("local"), statuses.count("unknown")
        return Fraction(local, len(statuses)), Fraction(local + unknown, len(statuses))

    def feasible_bounds(self) -> Bounds:
        """Share of the design feasible in strict, and with all that is unknown holding."""
        strict = self.feasible(filter(self.covered, self.design), self._held("local"))
        unsurveyed = {segment for segment in self.design if not self.segments[segment].surveyed}
        best = self.feasible(self._holding() | unsurveyed, self._held("local", "unknown"))
        return Fraction(len(strict), len(self.design)), Fraction(len(best), len(self.design))

    def retention(self) -> Fraction | None:
        """Availability of the sinks left when the worst single maker stops; None if none was."""
        base = self._available("")
        if not base:
            return None
        actors = {org for segment in self.design for org in self.local(segment)}
        return min(self._available(actor) for actor in actors) / base

    def _available(self, gone: str) -> Fraction:
        known: dict[str, Fraction] = {}
        while len(known) < len(self.design):
            for segment in self.design:
                groups = self.groups.get(segment, {}).values()
                if segment not in known and all(one in known for group in groups for one in group):
                    local = self.local(segment)
                    left = sum(size for org, size in local.items() if org != gone)
                    share = Fraction(left, sum(local.values())) if local else Fraction(0)
                    known[segment] = min(
                        [share, *(max(known[one] for one in group) for group in groups)]
                    )
        return sum((known[sink] for sink in self.sinks), Fraction(0)) / len(self.sinks)
