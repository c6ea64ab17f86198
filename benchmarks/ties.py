"""The chains and the relations of the invented ecosystem; together exactly as many as asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from benchmarks.generate import MANIFEST, Cells, Draw, Writer, source, write_entities
from benchmarks.shape import LAST_YEAR, Shape

SIZES = range(2, 21)  # members of a project, with probability ~ size^-2
PRODUCES, RESEARCHES, SUPPLIES, LOCATED = 0.10, 0.02, 0.15, 0.06  # shares of all relations


def generate(folder: Path, shape: Shape, seed: int = 2026) -> dict[str, int]:
    """Write every file into a folder, made if it is not there.

    Returns
    -------
    dict of str to int
        Rows of each file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dataset.yaml").write_text(MANIFEST, encoding="utf-8")
    writer = Writer(folder)
    firsts = write_entities(writer, shape, seed)
    writer.table("chains", (
        (f"chn:bench-{c}", f"虚构产业链{c}", f"ctr:bench-{c % shape.centers}",
         source("chains", c), "")
        for c in range(shape.chains)
    ))  # fmt: skip
    writer.table("chain_segments", _segments(shape, seed))
    written = writer.table("chain_links", _links(shape, seed))
    written += writer.table("chain_actors", _actors(shape, seed))
    written += writer.table("segment_research", _research(shape, seed))
    writer.table("relations", _relations(shape, seed, firsts, shape.relations - written))
    return writer.rows


def _segment_kind(number: int) -> str:
    """Of sixty segments the first is a heading and the last a use."""
    return {0: "heading", 59: "use"}.get(number, "segment")


def _segments(shape: Shape, seed: int) -> Iterator[Cells]:
    draw = Draw(shape, seed, "segments")
    for c in range(shape.chains):
        for s in range(shape.segments):
            parent = f"seg:bench-{c}-{draw.number(s)}" if s > 10 and draw.random() < 0.15 else ""
            yield (
                f"chn:bench-{c}", f"seg:bench-{c}-{s}", f"虚构环节{c}之{s}", parent,
                _segment_kind(s), ("上游", "中游", "下游")[min(2, s // 20)], s,
                1 + draw.number(5), int(draw.random() < 0.05), int(draw.random() < 0.6),
                source("chain_segments", s), "",
            )  # fmt: skip


def _links(shape: Shape, seed: int) -> Iterator[Cells]:
    """From lower to higher numbers, so without a cycle; one target of six has substitutes."""
    draw = Draw(shape, seed, "links")
    for c in range(shape.chains):
        for s in range(6, shape.segments):
            inputs = sorted({max(1, s - 1 - draw.number(12)) for _ in range(1 + draw.number(3))})
            group = "替代1" if draw.random() < 1 / 6 else ""
            for i in inputs:
                yield (
                    f"seg:bench-{c}-{i}", f"seg:bench-{c}-{s}", "material", group,
                    source("chain_links", s), "",
                )  # fmt: skip


def _segment(draw: Draw) -> tuple[int, str]:
    """The chain's number and a counted segment of it; one segment of five has no entry."""
    shape = draw.shape
    c, s = draw.number(shape.chains), 1 + draw.number(shape.segments - 2)
    return c, f"seg:bench-{c}-{s - (s % 5 == 0)}"


def _actors(shape: Shape, seed: int) -> Iterator[Cells]:
    draw = Draw(shape, seed, "actors")
    for i in range(round(shape.relations * PRODUCES)):
        c, segment = _segment(draw)
        u = draw.random()
        place = "" if u < 0.5 else "虚构省" if u < 0.8 else "虚构外省" if u < 0.95 else "境外"
        yield (
            segment, f"org:bench-{draw.organization(c)}",
            "maker" if draw.random() < 0.93 else "planned", "",
            draw.year() if draw.random() < 0.8 else "", "", place,
            1 + draw.number(500) if draw.random() < 0.5 else "", source("chain_actors", i), "",
        )  # fmt: skip


def _research(shape: Shape, seed: int) -> Iterator[Cells]:
    draw = Draw(shape, seed, "research")
    for i in range(round(shape.relations * RESEARCHES)):
        c, segment = _segment(draw)
        yield (
            segment, draw.body(c, 0.02), draw.of(("lab", "project", "product", "team")),
            f"虚构研究{i % 97}", "", draw.year(), draw.status() or "done",
            source("segment_research", i), "",
        )  # fmt: skip


def _relations(
    shape: Shape, seed: int, firsts: dict[str, list[int]], wanted: int
) -> Iterator[Cells]:
    """Everything told first, then contracts until the number is reached."""
    told = chain(
        _formal(shape), _employs(shape, seed, firsts["people"]), _owns(shape, seed, firsts["ip"]),
        _events(shape, seed), _supplies(shape, seed), _located(shape, seed),
    )  # fmt: skip
    count = 0
    for count, row in enumerate(told, 1):
        yield _cells(count, *row)
    draw = Draw(shape, seed, "contracts")
    while count < wanted:
        field = draw.number(20)
        one, two = draw.body(field, 0.05), draw.body(field, 0.02)
        if one != two:
            count += 1
            start, end = draw.dates()
            role = draw.of(("", "委托研发", "联合攻关", "技术服务"))
            yield _cells(count, one, "PARTNERS_WITH", two, start, end, role, draw.status())


def _cells(
    number: int, subject: str, relation: str, other: str, start: object = "", end: object = "",
    role: str = "", status: str = "done", employment: str = "",
) -> Cells:  # fmt: skip
    return (
        subject, relation, other, start, end, role, status, "", "", "", "", "", employment,
        source("relations", number), "",
    )  # fmt: skip


def _formal(shape: Shape) -> Iterable[tuple[str, ...]]:
    for c in range(shape.centers):
        center = f"ctr:bench-{c}"
        yield center, "DIRECTED_BY", f"per:bench-{c}", "2020"
        yield center, "HOSTED_BY", f"org:bench-{c}", "2018"
        for k in range(1, 6):
            yield center, "CO_BUILT_BY", f"org:bench-{c + 20 * k}", "2018"
    for b in range(shape.bases):
        yield f"ctr:bench-{b % shape.centers}", "HAS_BASE", f"base:bench-{b}", "2019"


def _employs(shape: Shape, seed: int, firsts: list[int]) -> Iterator[tuple[str, ...]]:
    """The first employer; one person of seven has a second."""
    draw = Draw(shape, seed, "employs")
    for i, first in enumerate(firsts):
        start = str(draw.year())
        yield f"org:bench-{first}", "EMPLOYS", f"per:bench-{i}", start, "", "", "done", "full"
        other = draw.organization(first)
        if draw.random() < 1 / 7 and other != first:
            yield f"org:bench-{other}", "EMPLOYS", f"per:bench-{i}", start, "", "", "done", "dual"


def _owns(shape: Shape, seed: int, firsts: list[int]) -> Iterator[tuple[str, ...]]:
    """The first owner; three rights of ten have up to four more."""
    draw = Draw(shape, seed, "owns")
    for i, first in enumerate(firsts):
        start, owners = str(draw.year()), {f"org:bench-{first}": None}
        if draw.random() < 0.3:
            owners |= {draw.body(first, 0.03): None for _ in range(1 + draw.number(4))}
        for owner in owners:
            yield owner, "OWNS_IP", f"ip:bench-{i}", start


def _events(shape: Shape, seed: int) -> Iterator[tuple[str, ...]]:
    """One leader and the other members of each project, in one year with one status."""
    draw = Draw(shape, seed, "events")
    sizes = draw.choices(SIZES, weights=[k**-2.0 for k in SIZES], k=shape.projects)
    for i, size in enumerate(sizes):
        start, status = str(draw.year()), draw.status()
        end = str(min(LAST_YEAR, int(start) + 2)) if i % 3 == 0 else ""
        members: dict[str, None] = {}
        while len(members) < size:
            members[draw.body(i, 0.02)] = None
        for k, member in enumerate(members):
            relation = "LEADS_PROJECT" if k == 0 else "PARTICIPATES_IN"
            yield member, relation, f"prj:bench-{i}", start, end, "", status


def _supplies(shape: Shape, seed: int) -> Iterator[tuple[str, ...]]:
    draw = Draw(shape, seed, "supplies")
    for _ in range(round(shape.relations * SUPPLIES)):
        one = draw.organization()
        two = draw.organization(one)
        start, end = draw.dates()
        if one != two:
            yield f"org:bench-{one}", "SUPPLIES", f"org:bench-{two}", start, end, "", draw.status()


def _located(shape: Shape, seed: int) -> Iterator[tuple[str, ...]]:
    draw = Draw(shape, seed, "located")
    many = min(shape.organizations, round(shape.relations * LOCATED))
    for i in range(many):
        yield f"org:bench-{i}", "LOCATED_IN", f"city:bench-{draw.number(shape.places)}"
