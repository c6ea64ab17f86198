"""Writes an invented ecosystem of any size: same size and seed, same bytes; row by row.

Everything in it is made up and marked so. Bodies are drawn with a popularity that falls with
their number (index = n * u^2), seven times of ten within one of twenty fields, so that the
network has hubs and communities. It imports nothing of the code that it measures.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from pathlib import Path

from benchmarks.shape import COLUMNS, FIRST_YEAR, LAST_YEAR, MARK, Shape

FIELDS = 20  # communities of bodies
CITIES = "甲乙丙丁戊己庚辛壬癸子"
KINDS = ("university", "institute", "hospital", "platform")  # one body of twenty each
IP_KINDS = ("patent", "patent", "patent", "standard", "software", "product", "paper")
ROLES = ("pilot_base", "branch", "transfer_base", "pilot_base", "seat")
Cells = tuple[object, ...]

MANIFEST = """\
dataset: benchmark
title: {zh: 虚构的性能测试数据, en: Invented data for measuring}
licence: Apache-2.0
retrieved_on: "2026-01-01"
invented: true
note: 虚构：由 benchmarks 按种子生成 / Invented, made from a seed by benchmarks
"""


class Writer:
    """Writes tables into a folder and keeps how many rows each has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: dict[str, int] = {}

    def table(self, name: str, rows: Iterable[Cells]) -> int:
        """Write one file; every row ends with the mark. Returns the number of rows."""
        count = 0
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([*COLUMNS[name], "invented"])
            for row in rows:
                writer.writerow([*row, MARK])
                count += 1
        self.rows[name] = count
        return count


class Draw:
    """Random choices of one table, seeded by its name."""

    def __init__(self, shape: Shape, seed: int, name: str) -> None:
        self.shape = shape
        self.random = random.Random(f"{seed}:{name}").random
        self.choices = random.Random(f"{seed}:{name}:choices").choices

    def number(self, n: int) -> int:
        """A number under n."""
        return int(self.random() * n)

    def of(self, words: tuple[str, ...]) -> str:
        """One of some words."""
        return words[int(self.random() * len(words))]

    def organization(self, field: int | None = None) -> int:
        """A body, popular ones more often; of a field seven times of ten if one is given."""
        n, u = self.shape.organizations, self.random() ** 2
        if field is None or self.random() > 0.7:
            return int(n * u)
        return min(n - 1, int(n / FIELDS * u) * FIELDS + field % FIELDS)

    def body(self, field: int | None, share: float) -> str:
        """An id: a center or a base with probability ``share`` each, else an organization."""
        u = self.random()
        if u < share:
            return f"ctr:bench-{self.number(self.shape.centers)}"
        if u < 2 * share:
            return f"base:bench-{self.number(self.shape.bases)}"
        return f"org:bench-{self.organization(field)}"

    def year(self) -> int:
        """A year of the ten."""
        return FIRST_YEAR + int(self.random() * (LAST_YEAR - FIRST_YEAR + 1))

    def status(self) -> str:
        """Mostly done."""
        u = self.random()
        return "done" if u < 0.7 else "signed" if u < 0.85 else "" if u < 0.93 else "planned"

    def dates(self) -> tuple[str, str]:
        """Start and end: some with a month, one of six with an end, one of twenty without."""
        u, year = self.random(), self.year()
        if u < 0.05:
            return "", ""
        if u < 0.35:
            return f"{year}-{1 + self.number(12):02}", ""
        end = str(min(LAST_YEAR, year + self.number(4))) if u < 0.52 else ""
        return str(year), end


def source(table: str, number: int) -> str:
    """The page that a row cites: one of fifty per table."""
    return f"src:bench-{table}-{number % 50}"


def write_entities(writer: Writer, shape: Shape, seed: int) -> dict[str, list[int]]:
    """Everything but ties. Returns the first employer of each person and owner of each right."""
    firsts: dict[str, list[int]] = {}
    for name, count in (("people", shape.people), ("ip", shape.ip)):
        draw = Draw(shape, seed, f"first {name}")
        firsts[name] = [draw.organization() for _ in range(count)]
    writer.table("sources", (
        (f"src:bench-{table}-{i}", "", f"虚构来源 {table} {i}", "虚构出版者", "2025", "", "0")
        for table in COLUMNS if table != "sources" for i in range(50)
    ))  # fmt: skip
    writer.table("places", (
        (f"city:bench-{i}", f"虚构{CITIES[i]}市", "city", source("places", i), "")
        for i in range(shape.places)
    ))  # fmt: skip
    writer.table("centers", (
        (f"ctr:bench-{i}", f"虚构技术创新中心{i}", f"Invented center {i}", "", "",
         f"虚构{CITIES[i % 11]}市", "", "第一批", "approved", "provincial", 2016 + i % 6,
         f"虚构领域{i}", "", f"per:bench-{i}", "", source("centers", i), "")
        for i in range(shape.centers)
    ))  # fmt: skip
    writer.table("bases", (
        (f"base:bench-{i}", f"ctr:bench-{i % shape.centers}", f"虚构基地{i}", "虚构基地",
         ROLES[i % 5], "in_use", f"虚构{CITIES[i % 11]}市", "", source("bases", i), "")
        for i in range(shape.bases)
    ))  # fmt: skip
    writer.table("organizations", _organizations(shape, seed))
    writer.table("people", (
        (f"per:bench-{i}", f"虚构人员{i}", "", "研究员;项目负责人" if i % 7 == 0 else "研究员",
         f"org:bench-{first}", source("people", i), "")
        for i, first in enumerate(firsts["people"])
    ))  # fmt: skip
    writer.table("projects", _projects(shape, seed))
    writer.table("ip", _ip(shape, seed, firsts["ip"]))
    return firsts


def _organizations(shape: Shape, seed: int) -> Iterable[Cells]:
    draw = Draw(shape, seed, "organizations")
    for i in range(shape.organizations):
        u, city = draw.random(), f"虚构{CITIES[draw.number(11)]}市"
        origin = "local" if u < 0.7 else "other_province" if u < 0.9 else ""
        place = {"local": "虚构省", "other_province": "虚构外省"}.get(origin, "")
        kind = KINDS[i % 20] if i % 20 < len(KINDS) else "enterprise"
        english = f"Invented {kind} {i}" if i % 3 == 0 else ""
        yield (
            f"org:bench-{i}", f"虚构机构{i}", english, f"虚构简称{i}" if i % 4 == 0 else "", "",
            kind, city, place, origin, "", source("organizations", i), "",
        )  # fmt: skip


def _projects(shape: Shape, seed: int) -> Iterable[Cells]:
    draw = Draw(shape, seed, "projects")
    for i in range(shape.projects):
        center = f"ctr:bench-{i % shape.centers}" if i % 10 == 0 else ""
        yield (
            f"prj:bench-{i}", f"虚构项目{i}", draw.of(("攻关", "示范", "平台建设")), center, "",
            draw.year(), 100 + draw.number(900), "万元", "approx", "research_funding",
            source("projects", i), "",
        )  # fmt: skip


def _ip(shape: Shape, seed: int, owners: list[int]) -> Iterable[Cells]:
    draw = Draw(shape, seed, "ip")
    for i, owner in enumerate(owners):
        bundle = i % 10 == 0
        yield (
            f"ip:bench-{i}", f"虚构专利{i}", draw.of(IP_KINDS), f"org:bench-{owner}", draw.year(),
            2 + draw.number(40) if bundle else 1, "held" if bundle else "", "",
            source("ip", i), "",
        )  # fmt: skip
