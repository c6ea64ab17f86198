"""Bookkeeping of a build: what became of each row, doubts, and conflicts found at the end."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from graph.doubts import disputed
from graph.errors import SourceError, half
from graph.records import FileVersion, Statement
from graph.schema import Schema
from graph.store.base import Session
from graph.values.text import clean_text
from loaders.apply import RowReader
from loaders.drafts import Draft
from loaders.mapping import Mapping
from loaders.problems import Problem

_OPEN, _LOADED, _MERGED, _FLAGGED, _QUARANTINED = range(5)


@dataclass(frozen=True)
class Lost:
    """A row that is not in the graph, and why."""

    file: str
    row: int
    zh: str
    en: str

    @classmethod
    def of(cls, problem: Problem) -> Lost:
        """The row of a problem that cost it its place."""
        where = (f"{problem.column}：", f"{problem.column}: ") if problem.column else ("", "")
        return cls(problem.file, problem.row or 0, where[0] + problem.zh, where[1] + problem.en)

    def told(self, wanted: str) -> tuple[str, str, str, str]:
        """That ``wanted`` is declared by this row only, and the remedy, in both languages."""
        return (
            f"{wanted} 所在的行（{self.file} 第 {self.row} 行）被隔离：{self.zh}",
            f"the row that declares {wanted} ({self.file}, row {self.row}) is quarantined: {self.en}",
            "先改正那一行，再与本文件一起装载",
            "mend that row first, then load it together with this file",
        )


class Ledger:
    """The outcome of every row, one byte each, and the problems found."""

    KEYS = ("read", "loaded", "merged", "flagged", "quarantined")

    def __init__(self) -> None:
        self._outcome: dict[str, bytearray] = {}
        self.problems: list[Problem] = []
        self.suspects: set[str] = set()  # entities that were declared more than once
        self.declared_here: set[tuple[str, int]] = set()
        self.readers: dict[str, RowReader] = {}  # by file
        self.lost: dict[str, Lost] = {}  # by the id that a quarantined row would declare
        self._rows_of: dict[str, list[tuple[str, int]]] = {}

    def open(self, file: str, row: int) -> None:
        """A row was read."""
        table = self._outcome.setdefault(file, bytearray())
        if len(table) <= row:
            table.extend(b"\xff" * (row + 1 - len(table)))
        table[row] = _OPEN

    def close(self, file: str, row: int, problems: list[Problem], *, new: bool) -> None:
        """A row is in the graph: flagged if it has a problem, else loaded or merged."""
        self.problems += problems
        outcome = _FLAGGED if problems else _LOADED if new else _MERGED
        self._outcome[file][row] = outcome

    def quarantine(self, file: str, row: int, problems: list[Problem]) -> None:
        """A row is not in the graph."""
        self.problems += problems
        self._outcome[file][row] = _QUARANTINED

    def declared(self, entity: str, place: tuple[str, int]) -> None:
        """A row of this call speaks of an entity."""
        self._rows_of.setdefault(entity, []).append(place)

    def speaks_of(self, entity: str, file: str, row: int) -> bool:
        """Whether a row of this call speaks of an entity."""
        return (file, row) in self._rows_of.get(entity, ())

    def heading(self, file: str, name: str) -> str:
        """The heading in a file of the column that gives a property, else the property."""
        reader = self.readers.get(file)
        for rule in reader.mapping.entities.values() if reader else ():
            column = rule.properties[name].column if name in rule.properties else None
            if reader and column:
                return reader.headers.get(column, column)
        return name

    def flag(self, file: str, row: int, problem: Problem) -> bool:
        """A row of this call turns out to be doubtful; False if it is not of this call."""
        table = self._outcome.get(file)
        if table is None or row >= len(table) or table[row] in (0xFF, _QUARANTINED):
            return False
        table[row] = _FLAGGED
        self.problems.append(problem)
        return True

    def add(self, problem: Problem) -> None:
        """Note a problem; a problem of a row flags it."""
        if problem.row is None or not self.flag(problem.file, problem.row, problem):
            self.problems.append(problem)

    def whole_file(self, file: str, error: Exception) -> None:
        """A file cannot be read, or not to its end."""
        known = error if isinstance(error, SourceError) else SourceError("undecodable", str(error))
        self.problems.append(
            Problem(
                file, None, None, None, None, known.code, "error",
                *(half(text, lang) for text in (known.message, known.suggestion)
                  for lang in ("zh", "en")),
            )
        )  # fmt: skip

    def counts(self, file: str) -> dict[str, int]:
        """Rows read, loaded, merged, flagged, quarantined of one file."""
        table = self._outcome.get(file, bytearray())
        found = [table.count(bytes([code])) for code in range(5)]
        read = sum(found)
        return dict(zip(self.KEYS, (read, *found[1:]), strict=True))

    def sorted(self) -> list[Problem]:
        """Problems by file, row, column and code."""
        return sorted(
            self.problems,
            key=lambda p: (p.file, p.sheet or "", p.row or 0, p.column or "", p.code, p.zh),
        )


@dataclass
class Mark:
    """One row of a doubts file."""

    file: str
    key: str
    value: dict[str, str]
    version: FileVersion
    row: int
    matched: bool = False
    new: bool = False
    lost: Lost | None = None


@dataclass
class Marks:
    """Doubts by the file and key that they name."""

    _by_key: dict[tuple[str, str], list[Mark]] = field(default_factory=dict)

    def add(
        self, file: str, key: str, value: dict[str, str], version: FileVersion, row: int
    ) -> None:
        """Remember one doubt."""
        mark = Mark(file, key, value, version, row)
        self._by_key.setdefault((file, key), []).append(mark)

    def of(self, file: str, mapping: Mapping, draft: Draft, reader: RowReader) -> list[Mark]:
        """Doubts that name a row, by all its key columns or by all but the last."""
        if not self._by_key:
            return []
        key = tuple(clean_text(draft.cells.get(one) or "") for one in mapping.row_key)
        name = file.rpartition("/")[2]
        keys = dict.fromkeys(["|".join(key), "|".join(key[:-1])])
        return [mark for one in keys if one for mark in self._by_key.get((name, one), ())]

    def of_file(self, file: str) -> list[Mark]:
        """All doubts read from one file, in row order."""
        found = [m for marks in self._by_key.values() for m in marks if m.version.file == file]
        return sorted(found, key=lambda mark: mark.row)


def settle(session: Session, schema: Schema, ledger: Ledger) -> None:
    """Flag the rows that give one entity different values of a single-valued property."""
    for entity in sorted(ledger.suspects):
        kind = schema.type_of_prefix(entity)
        mine = [
            one for one in session.statements_of(entity) if schema.is_single(kind, one.predicate)
        ]
        for name in sorted(disputed((one.predicate, one.value_json) for one in mine)):
            values: dict[str, list[Statement]] = {}
            for one in mine:
                if one.predicate == name:
                    values.setdefault(one.value_json, []).append(one)
            _conflict(session, ledger, entity, name, values)


def _conflict(
    session: Session, ledger: Ledger, entity: str, name: str, values: dict[str, list[Statement]]
) -> None:
    places = {
        text: [
            place
            for one in found
            for place in session.provenances([one.id]).get(one.id, ())
        ]
        for text, found in values.items()
    }  # fmt: skip
    for text, mine in places.items():
        others = sorted(
            f"{place.file}:{place.row}" for key, found in places.items() if key != text
            for place in found
        )  # fmt: skip
        for place in mine:
            if not ledger.speaks_of(entity, place.file, place.row or 0):
                continue  # a place of an earlier load; its row may say something else by now
            ledger.flag(
                place.file,
                place.row or 0,
                Problem(
                    place.file, place.sheet, place.row, ledger.heading(place.file, name),
                    place.original or str(json.loads(text)), "duplicate-id-conflict",
                    "warning", f"{entity} 的 {name} 另有不同的值：{'、'.join(others)}",
                    f"{entity} has another {name} in {', '.join(others)}",
                    "核对后改正其中一行；在此之前两值并存", "correct one of the rows; until then "
                    "both values stand", entity,
                ),
            )  # fmt: skip
