"""Planned chains: segments, makers, links and supply ties, written as rows and kept as a plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.invented.province import MARK, Province


@dataclass
class Segment:
    """A planned segment; ``makers`` maps a body to (origin there, capacity)."""

    id: str
    kind: str = "segment"
    surveyed: bool = True
    flagged: bool = False  # a source calls it a choke point and none reports it broken
    parent: str = ""
    makers: dict[str, tuple[str, int]] = field(default_factory=dict)
    researchers: list[str] = field(default_factory=list)


@dataclass
class ChainPlan:
    """One chain; ``same`` and ``part_of`` may name segments of another one."""

    id: str
    zh: str
    en: str
    segments: dict[str, Segment] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    supplies: set[tuple[str, str]] = field(default_factory=set)
    supplies_complete: bool = False
    same: list[tuple[str, str]] = field(default_factory=list)
    part_of: list[tuple[str, str]] = field(default_factory=list)


class ChainWriter:
    """Writes the rows of one chain and keeps the plan beside them."""

    def __init__(
        self, province: Province, letter: str, word: str, zh: str, en: str, *, centers: str = ""
    ) -> None:
        self.province, self.letter = province, letter
        self.plan = ChainPlan(f"chn:inv-{letter}", zh, en)
        self.source = province.source(f"chain-{letter}", f"虚构{word}链调查")
        province.add(
            "chains",
            chain_id=self.plan.id,
            name=f"虚构{word}产业链",
            center_ids=centers,
            source_ids=self.source,
            note=f"{MARK}: {zh}",
        )

    def segment(
        self,
        slug: str,
        stage: str,
        *,
        kind: str = "segment",
        surveyed: str = "1",
        parent: str = "",
        choke_since: str = "",
        choke_solved: str = "",
    ) -> str:
        """A segment; only ``surveyed`` 1 makes it surveyed."""
        segment = f"seg:inv-{self.letter}-{slug}"
        position = str(len(self.plan.segments) + 1)
        chokepoint = "1" if choke_since or choke_solved else "0"
        self.province.add(
            "chain_segments",
            chain_id=self.plan.id,
            segment_id=segment,
            kind=kind,
            stage=stage,
            name=f"{MARK}环节{self.letter.upper()}-{slug}",
            parent_id=parent,
            position=position,
            chokepoint=chokepoint,
            choke_since=choke_since,
            choke_solved=choke_solved,
            choke_source_year="2022" if chokepoint == "1" else "",
            surveyed=surveyed if kind == "segment" else "",
            source_ids=self.source,
        )
        self.plan.segments[segment] = Segment(
            segment, kind, surveyed == "1", chokepoint == "1" and not choke_solved, parent
        )
        return segment

    def link(
        self, upstream: str, downstream: str, *, group: str = "", kind: str = "component"
    ) -> None:
        """An upstream link; links into one segment with one group are substitutes."""
        self.province.add(
            "chain_links",
            from_segment_id=upstream,
            to_segment_id=downstream,
            kind=kind,
            group=group,
            source_ids=self.source,
        )
        self.plan.links.append((upstream, downstream, group))

    def make(
        self, segment: str, org: str, *, capacity: int = 0, place: str = "", start: str = "2016"
    ) -> None:
        """A maker; the place of the plant decides, else the home of the body."""
        origin = self.province.organizations[org]["origin"]
        if place:
            origin = "local" if place.startswith("虚构省") else "external"
        elif origin in ("other_province", "abroad"):
            origin = "external"
        self.actor(
            segment,
            org,
            "maker",
            role="生产商",
            start=start,
            place=place,
            capacity=str(capacity) if capacity else "",
        )
        self.plan.segments[segment].makers[org] = (origin, capacity or 1)

    def actor(
        self,
        segment: str,
        org: str,
        kind: str,
        *,
        role: str,
        start: str = "",
        end: str = "",
        place: str = "",
        capacity: str = "",
    ) -> None:
        """A row of chain_actors.csv as it stands; no maker is planned for it."""
        self.province.add(
            "chain_actors",
            segment_id=segment,
            org_id=org,
            kind=kind,
            role=f"{MARK}{role}",
            to=end,
            plant_place=place,
            capacity=capacity,
            source_ids=self.source,
            **{"from": start},
        )

    def research(
        self,
        segment: str,
        org: str,
        *,
        kind: str = "project",
        status: str = "done",
        year: str = "2023",
        project: str = "",
    ) -> None:
        """A research row; a planned one makes no researcher."""
        serial = f"{self.province.number('research'):02d}"
        self.province.add(
            "segment_research",
            segment_id=segment,
            org_id=org,
            kind=kind,
            name=f"{MARK}研究{serial}",
            lab_or_project_id=project,
            year=year,
            status=status,
            source_ids=self.source,
        )
        if status == "done":
            self.plan.segments[segment].researchers.append(org)

    def supply(self, supplier: str, buyer: str) -> None:
        """A supply tie of the window."""
        self.province.relate(
            supplier,
            "SUPPLIES",
            buyer,
            year=self.province.recent(),
            role="供货",
            source=self.source,
        )
        self.plan.supplies.add((supplier, buyer))

    def join(self, segment: str, other: str, kind: str) -> None:
        """``same``: one thing; ``part_of``: the first is a part of the other."""
        self.province.add(
            "segment_same_as",
            segment_id=segment,
            same_as_id=other,
            kind=kind,
            source_ids=self.source,
            note=MARK,
        )
        pairs = self.plan.same if kind == "same" else self.plan.part_of
        pairs.append((segment, other))

    def complete(self) -> None:
        """A source says that the supply ties of this chain are all listed."""
        source = self.province.source(f"supplies-{self.letter}", "虚构供需完整清单")
        self.province.declare(self.plan.id, "SUPPLIES", source=source)
        self.plan.supplies_complete = True
