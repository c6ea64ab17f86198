"""Mappings: how a table's columns become entities, relations and properties, as data.

A mapping is YAML. It is read and checked whole against the schema; every mistake is reported
with its place. The engine that applies it is `loaders.apply`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any

from graph.values.text import says_no, says_yes


@dataclass(frozen=True)
class Cell:
    """Where a value comes from: a column (split, with unit, classified) or a literal."""

    column: str | None = None
    split: str | None = None
    unit_column: str | None = None
    unit: str = ""
    match: tuple[tuple[re.Pattern[str], Any], ...] = ()
    literal: Any = None
    key: tuple[str, ...] = ()
    prefix: str = ""
    also: tuple[str, ...] = ()  # words accepted besides the type's own

    @property
    def columns(self) -> set[str]:
        """The columns that it reads."""
        return {name for name in (self.column, self.unit_column, *self.key) if name}


@dataclass(frozen=True)
class When:
    """A row condition: the column's value is, or is not, among some words."""

    column: str
    words: tuple[str, ...]
    negated: bool = False

    def holds(self, cells: Table[str, str]) -> bool:
        """Whether a row meets the condition; an absent column counts as empty.

        Where the words are 1 and 0, any way to write yes and no will do.
        """
        text = (cells.get(self.column) or "").strip()
        if text and set(self.words) <= {"0", "1"}:
            text = "0" if says_no(text) else "1" if says_yes(text) else text
        return (text in self.words) != self.negated


@dataclass(frozen=True)
class EntityRule:
    """One entity per row."""

    type: str
    id: Cell
    properties: Table[str, Cell]
    when: tuple[When, ...] = ()


@dataclass(frozen=True)
class RelationRule:
    """One relation per row (or per split value); ``repeats`` only adds a source to one."""

    type: str | None
    type_column: str | None
    names: Table[str, tuple[str, bool]]
    source: Cell
    target: Cell
    qualifiers: Table[str, Cell]
    when: tuple[When, ...] = ()
    repeats: tuple[str, ...] = ()

    @functools.cached_property
    def qualifier_columns(self) -> tuple[str, ...]:
        """All columns that the qualifiers are read from, in order."""
        return tuple(sorted({one for cell in self.qualifiers.values() for one in cell.columns}))


@dataclass(frozen=True)
class FlagRule:
    """A row whose column holds one of the words is marked with a code."""

    when: When
    code: str
    property: str | None = None


@dataclass(frozen=True)
class MarkRule:
    """The row names rows of other files by their key, and says why they are doubtful."""

    file: str
    key: str
    zh: str
    en: str
    code: str


@dataclass(frozen=True)
class DocumentRule:
    """The row describes a page that others cite."""

    id: str
    columns: Table[str, str]
    unlinked: When | None


@dataclass(frozen=True)
class CompleteRule:
    """The row declares that a source lists all relations of a type for a body."""

    subject: str
    relation: str
    start: str
    end: str


@dataclass(frozen=True)
class Mapping:
    """One table layout."""

    source: str
    title: Table[str, str]
    columns: Table[str, tuple[str, ...]]
    required: tuple[str, ...]
    cite: Cell | None = None
    invented: str | None = None
    row_key: tuple[str, ...] = ()
    entities: Table[str, EntityRule] = field(default_factory=dict)
    relations: tuple[RelationRule, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    marks: MarkRule | None = None
    document: DocumentRule | None = None
    complete: CompleteRule | None = None
    refers: bool = False  # an entity of it needs another one to exist

    @property
    def rank(self) -> int:
        """Order in a build: marks and documents first, entities before relations."""
        if self.marks or self.document:
            return 0
        if not self.entities:
            return 3
        return 2 if self.refers else 1

    def fold(self, header: tuple[str, ...]) -> dict[str, str]:
        """Header names as they stand -> the mapping's column names (unknown ones left out)."""
        known = {fold_name(alias): name for name, aliases in self.columns.items()
                 for alias in (name, *aliases)}  # fmt: skip
        return {one: known[fold_name(one)] for one in header if fold_name(one) in known}


def fold_name(name: str) -> str:
    """Header names are compared after NFKC, without spaces, case folded.

    >>> fold_name("企业 名称（全称）")
    '企业名称(全称)'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()
