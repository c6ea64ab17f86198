"""Mappings: how a table's columns become entities, relations and properties, as data.

A mapping is YAML. It is read and checked whole against the schema; every mistake is reported
with its place. The engine that applies it is `loaders.apply`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from graph.errors import MappingError, nearest
from graph.schema import Property, Schema


@dataclass(frozen=True)
class Cell:
    """Where a value comes from: a column (split, with unit, classified) or a literal."""

    column: str | None = None
    split: str | None = None
    unit_column: str | None = None
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
        """Whether a row meets the condition; an absent column counts as empty."""
        return ((cells.get(self.column) or "").strip() in self.words) != self.negated


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


def load_mapping(path: Path, schema: Schema) -> Mapping:
    """Read one mapping file.

    Raises
    ------
    MappingError
        Unreadable YAML, or a list of every mistake with its place.
    """
    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"{path.name}" + (f", line {line + 1}" if line is not None else "")
        raise MappingError(f"{where}: 不是可读的 YAML / not readable YAML: {error}") from error
    return parse_mapping(body, schema, path.name)


def parse_mapping(body: Any, schema: Schema, file: str) -> Mapping:
    """Check a decoded mapping whole and build it."""
    if not isinstance(body, dict):
        raise MappingError(f"{file}: 应为键值结构 / it should be a mapping of keys")
    return _Parser(body, schema, file).parse()


_TOP = {
    "source", "title", "columns", "cite", "invented", "row_key", "entities", "relations",
    "flags", "marks", "document", "complete",
}  # fmt: skip


class _Parser:
    """Collects mistakes while it reads; raises once at the end."""

    def __init__(self, body: dict[str, Any], schema: Schema, file: str) -> None:
        self.body, self.schema, self.file = body, schema, file
        self.mistakes: list[str] = []
        declared = body.get("columns") or {}
        if not isinstance(declared, dict):
            declared = dict.fromkeys(declared)
        self.columns = {
            str(name): tuple((spec or {}).get("aliases") or ()) for name, spec in declared.items()
        }
        self.required = tuple(
            str(name) for name, spec in declared.items() if (spec or {}).get("required")
        )

    def parse(self) -> Mapping:
        body = self.body
        for key in sorted(set(body) - _TOP):
            self.wrong(key, f"unknown key {key!r}", nearest(key, _TOP))
        if not body.get("source"):
            self.wrong("source", "missing")
        if not self.columns:
            self.wrong("columns", "missing")
        entities = {
            str(alias): self.entity(f"entities.{alias}", spec)
            for alias, spec in (body.get("entities") or {}).items()
        }
        relations = tuple(
            self.relation(f"relations[{i}]", spec)
            for i, spec in enumerate(body.get("relations") or ())
        )
        built = Mapping(
            str(body.get("source")),
            body.get("title") or {},
            self.columns,
            self.required,
            self.cell("cite", body["cite"]) if body.get("cite") else None,
            self.column("invented", body.get("invented")),
            tuple(self.column("row_key", one) or "" for one in body.get("row_key") or ()),
            {k: v for k, v in entities.items() if v},
            tuple(one for one in relations if one),
            tuple(self.flag(f"flags[{i}]", one) for i, one in enumerate(body.get("flags") or ())),
            self.marks(body.get("marks")),
            self.document(body.get("document")),
            self.complete(body.get("complete")),
            any(
                known.type == "reference"
                for rule in entities.values()
                if rule
                for name, known in self.schema.nodes[rule.type].properties.items()
                if name in rule.properties
            ),
        )
        if self.mistakes:
            raise MappingError(
                f"{self.file}: {len(self.mistakes)} 处错误 / mistakes: " + "; ".join(self.mistakes)
            )
        return built

    def wrong(self, place: str, problem: str, near: str | None = None) -> None:
        hint = f"; did you mean {near!r}?" if near else ""
        self.mistakes.append(f"{place}: {problem}{hint}")

    def column(self, place: str, name: Any) -> str | None:
        if name is None:
            return None
        if name not in self.columns:
            self.wrong(place, f"column {name!r} is not declared", nearest(str(name), self.columns))
        return str(name)

    def cell(self, place: str, spec: Any) -> Cell:
        if isinstance(spec, str):
            return Cell(self.column(place, spec))
        if not isinstance(spec, dict):
            self.wrong(place, "should be a column name or {column: …}")
            return Cell()
        allowed = {"column", "split", "unit_column", "match", "literal", "key", "prefix", "also"}
        for key in sorted(set(spec) - allowed):
            self.wrong(place, f"unknown key {key!r}", nearest(key, allowed))
        rules = []
        for pattern, value in (spec.get("match") or {}).items():
            try:
                rules.append((re.compile(pattern), value))
            except re.error as error:
                self.wrong(place, f"bad pattern {pattern!r}: {error}")
        return Cell(
            self.column(place, spec.get("column")),
            spec.get("split"),
            self.column(place, spec.get("unit_column")),
            tuple(rules),
            spec.get("literal"),
            tuple(self.column(place, one) or "" for one in spec.get("key") or ()),
            str(spec.get("prefix") or "").removesuffix(":"),
            tuple(spec.get("also") or ()),
        )

    def when(self, place: str, spec: Any) -> tuple[When, ...]:
        if not spec:
            return ()
        found = []
        for one in spec if isinstance(spec, list) else [spec]:
            words = one.get("in", one.get("not_in"))
            if words is None:
                self.wrong(place, "a condition needs 'in' or 'not_in'")
            texts = tuple(str(word) for word in words or ())
            found.append(When(self.column(place, one.get("column")) or "", texts, "not_in" in one))
        return tuple(found)

    def properties(self, place: str, spec: Any, known: Table[str, Property]) -> dict[str, Cell]:
        found = {}
        for name, one in (spec or {}).items():
            if name not in known:
                self.wrong(f"{place}.{name}", "no such property", nearest(str(name), known))
            found[str(name)] = self.cell(f"{place}.{name}", one)
        return found

    def entity(self, place: str, spec: dict[str, Any]) -> EntityRule | None:
        kind = self.schema.nodes.get(spec.get("type", ""))
        if not kind:
            near = nearest(str(spec.get("type")), self.schema.nodes)
            self.wrong(place, f"no node type {spec.get('type')!r}", near)
            return None
        if "id" not in spec:
            self.wrong(place, "id is missing")
        for name, one in kind.properties.items():
            if one.required and name not in (spec.get("properties") or {}):
                self.wrong(place, f"the required property {name!r} is not mapped")
        return EntityRule(
            kind.name,
            self.cell(f"{place}.id", spec.get("id", "")),
            self.properties(f"{place}.properties", spec.get("properties"), kind.properties),
            self.when(f"{place}.when", spec.get("when")),
        )

    def relation(self, place: str, spec: dict[str, Any]) -> RelationRule | None:
        repeats = tuple(spec.get("repeats") or ())
        kind = spec.get("type")
        names: dict[str, tuple[str, bool]] = {}
        column = None
        if isinstance(kind, dict):
            column = self.column(f"{place}.type", kind.get("column"))
            for word, target in (kind.get("names") or {}).items():
                body = target if isinstance(target, dict) else {"type": target}
                names[str(word)] = (str(body.get("type")), bool(body.get("reverse")))
            kind = None
        for name in [*repeats, *([kind] if kind else []), *(one for one, _ in names.values())]:
            if name not in self.schema.relations:
                near = nearest(name, self.schema.relations)
                self.wrong(place, f"no relation type {name!r}", near)
        if not (repeats or kind or column):
            self.wrong(place, "needs type or repeats")
        known: dict[str, Property] = {}
        for one in self.schema.relations.values():
            if column or one.name == kind:
                known.update(one.properties)
        return RelationRule(
            kind,
            column,
            names,
            self.end(f"{place}.from", spec.get("from")),
            self.end(f"{place}.to", spec.get("to")),
            self.properties(f"{place}.qualifiers", spec.get("qualifiers"), known),
            self.when(f"{place}.when", spec.get("when")),
            repeats,
        )

    def end(self, place: str, spec: Any) -> Cell:
        """An end: ``{entity: alias}`` takes the id of an entity of the row."""
        if isinstance(spec, dict) and "entity" in spec:
            alias = spec["entity"]
            body = (self.body.get("entities") or {}).get(alias)
            if not body:
                self.wrong(place, f"no entity {alias!r} in this mapping")
                return Cell()
            kind = self.schema.nodes.get(body.get("type", ""))
            found = self.cell(place, body.get("id", ""))
            return replace(found, prefix=kind.prefix) if kind and found.key else found
        return self.cell(place, spec if spec is not None else {})

    def flag(self, place: str, spec: dict[str, Any]) -> FlagRule:
        return FlagRule(
            When(
                self.column(place, spec.get("column")) or "",
                tuple(str(word) for word in spec.get("when") or ()),
            ),
            str(spec.get("code") or "doubtful"),
            spec.get("property"),
        )

    def marks(self, spec: dict[str, Any] | None) -> MarkRule | None:
        if not spec:
            return None
        parts = [self.column("marks", spec.get(one)) or "" for one in ("file", "key", "zh", "en")]
        code = str(spec.get("code") or "doubtful")
        return MarkRule(parts[0], parts[1], parts[2], parts[3], code)

    def document(self, spec: dict[str, Any] | None) -> DocumentRule | None:
        if not spec:
            return None
        fields = ("title", "publisher", "url", "date", "retrieved_on", "note")
        columns = {
            one: self.column(f"document.{one}", spec[one]) or "" for one in fields if one in spec
        }
        unlinked = self.when("document.unlinked", spec.get("unlinked"))
        return DocumentRule(
            self.column("document.id", spec.get("id")) or "",
            columns,
            unlinked[0] if unlinked else None,
        )

    def complete(self, spec: dict[str, Any] | None) -> CompleteRule | None:
        if not spec:
            return None
        parts = [
            self.column("complete", spec.get(one)) or ""
            for one in ("center", "relation", "from", "to")
        ]
        return CompleteRule(*parts)
