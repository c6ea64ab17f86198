"""What a row says, before anybody knows whether the ids it names exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.records import Document, Statement
from loaders.problems import Problem


@dataclass(frozen=True, slots=True)
class End:
    """An id that must exist, the types it may have, and the column that names it."""

    id: str
    types: tuple[str, ...]
    column: str | None
    required: bool
    property: str = ""


@dataclass(slots=True)
class Relation:
    """One relation of a row, to be written when both ends exist."""

    statement: Statement
    source: End
    target: End


@dataclass(slots=True)
class Repeat:
    """A column that adds its source to the relations between two ids, of some types."""

    left: str
    right: str
    types: tuple[str, ...]
    column: str | None


@dataclass(slots=True)
class Draft:
    """What one row says, before anybody knows whether the ids it names exist."""

    row: int
    cells: dict[str, str] = field(default_factory=dict)
    entities: list[tuple[str, list[Statement]]] = field(default_factory=list)
    references: list[tuple[Statement, End]] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    declarations: list[tuple[Statement, End]] = field(default_factory=list)
    document: Document | None = None
    citations: tuple[str, ...] = ()
    originals: dict[bytes, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    fatal: bool = False

    def ends(self) -> list[End]:
        """Every id that the row needs or refers to."""
        found = [end for _, end in (*self.references, *self.declarations)]
        for relation in self.relations:
            found += [relation.source, relation.target]
        return found
