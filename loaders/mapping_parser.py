"""Reads a mapping and checks it whole against the schema; every mistake has its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import MappingError, nearest
from graph.schema import Property, Schema
from loaders.mapping import (
    Cell,
    CompleteRule,
    DocumentRule,
    EntityRule,
    FlagRule,
    Mapping,
    MarkRule,
    RelationRule,
    When,
)
from loaders.yaml_file import read_yaml

_T = TypeVar("_T")


def load_mapping(path: Path, schema: Schema) -> Mapping:
    """Read one mapping file.

    Raises
    ------
    MappingError
        Unreadable YAML, or a list of every mistake with its place.
    """
    return parse_mapping(read_yaml(path), schema, path.name)


def parse_mapping(body: Any, schema: Schema, file: str) -> Mapping:
    """Check a decoded mapping whole and build it."""
    if not isinstance(body, dict):
        raise MappingError(
            f"{file}：应为键值结构 / {file}: it should be a mapping of keys",
            "见 docs 里的例子 / see the example in docs",
        )
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
        if isinstance(declared, list):
            for name in sorted({str(one) for one in declared if declared.count(one) > 1}):
                self.wrong("columns", f"{name!r} stands twice")
            declared = {str(name): None for name in declared}
        specs = {
            str(name): spec if isinstance(spec, dict) else self.shapeless(f"columns.{name}", spec)
            for name, spec in self.entries("columns", declared)
        }
        self.columns = {
            name: tuple(map(str, self.listed(f"columns.{name}.aliases", spec.get("aliases"))))
            for name, spec in specs.items()
        }
        self.required = tuple(name for name, spec in specs.items() if spec.get("required"))

    def parse(self) -> Mapping:
        body = self.body
        for key in sorted(set(map(str, body)) - _TOP):
            self.wrong(key, f"unknown key {key!r}", nearest(key, _TOP))
        if not isinstance(body.get("source"), str):
            self.wrong("source", "missing, or no text")
        if not self.columns:
            self.wrong("columns", "missing")
        entities = {
            str(alias): self.guard(f"entities.{alias}", self.entity, spec)
            for alias, spec in self.entries("entities", body.get("entities"))
        }
        flags = self.each("flags", self.flag)
        built = Mapping(
            str(body.get("source")),
            dict(self.entries("title", body.get("title"))),
            self.columns,
            self.required,
            self.guard("cite", self.cell, body["cite"]) if body.get("cite") else None,
            self.column("invented", body.get("invented")),
            tuple(
                self.column("row_key", one) or ""
                for one in self.listed("row_key", body.get("row_key"))
            ),
            {alias: rule for alias, rule in entities.items() if rule},
            tuple(one for one in self.each("relations", self.relation) if one),
            tuple(one for one in flags if one),
            self.guard("marks", self.marks, body.get("marks")),
            self.guard("document", self.document, body.get("document")),
            self.guard("complete", self.complete, body.get("complete")),
            any(
                known.type == "reference"
                for rule in entities.values()
                if rule
                for name, known in self.schema.nodes[rule.type].properties.items()
                if name in rule.properties
            ),
        )
        if self.mistakes:
            listed, count = "; ".join(self.mistakes), len(self.mistakes)
            raise MappingError(
                f"{self.file}：{count} 处错误：{listed} / {self.file}: {count} mistakes: {listed}",
                "改正后重试 / correct them and try again",
            )
        return built

    # shapes

    def guard(self, place: str, read: Callable[[str, Any], _T], spec: Any) -> _T | None:
        """Read a part; one of the wrong shape is a mistake like any other."""
        try:
            return read(place, spec)
        except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
            self.wrong(place, f"has the wrong shape: {error}")
            return None

    def each(self, place: str, read: Callable[[str, Any], _T]) -> list[_T | None]:
        """Read the parts of a list."""
        found = self.listed(place, self.body.get(place))
        return [self.guard(f"{place}[{i}]", read, spec) for i, spec in enumerate(found)]

    def entries(self, place: str, value: Any) -> list[tuple[Any, Any]]:
        """Items of a mapping of keys; anything else is a mistake."""
        if value is None:
            return []
        if not isinstance(value, dict):
            self.wrong(place, "should be a mapping of keys")
            return []
        return list(value.items())

    def listed(self, place: str, value: Any) -> list[Any]:
        """Items of a list; anything else is a mistake."""
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.wrong(place, "should be a list")
            return []
        return list(value)

    def shapeless(self, place: str, spec: Any) -> dict[str, Any]:
        """What stands for a part that is empty or of the wrong shape."""
        if spec is not None:
            self.wrong(place, "should be a mapping of keys")
        return {}

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
        allowed = {
            "column",
            "split",
            "unit_column",
            "unit",
            "match",
            "literal",
            "key",
            "prefix",
            "also",
        }
        for key in sorted(set(map(str, spec)) - allowed):
            self.wrong(place, f"unknown key {key!r}", nearest(key, allowed))
        for key in ("split", "unit", "prefix"):
            if not isinstance(spec.get(key, ""), str):
                self.wrong(place, f"{key} should be text")
        rules = []
        for pattern, value in self.entries(f"{place}.match", spec.get("match")):
            if not isinstance(pattern, str):
                self.wrong(place, f"the pattern {pattern!r} should be text")
            try:
                compiled = re.compile(str(pattern))
                _check_groups(compiled, str(value))
                rules.append((compiled, value))
            except re.error as error:
                self.wrong(place, f"bad pattern {pattern!r}: {error}")
        return Cell(
            self.column(place, spec.get("column")),
            spec.get("split"),
            self.column(place, spec.get("unit_column")),
            str(spec.get("unit") or ""),
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
            texts = tuple(map(str, self.listed(place, words)))
            if not one.get("column"):
                self.wrong(place, "a condition needs a column")
            found.append(When(self.column(place, one.get("column")) or "", texts, "not_in" in one))
        return tuple(found)

    def properties(self, place: str, spec: Any, known: Table[str, Property]) -> dict[str, Cell]:
        found = {}
        for name, one in self.entries(place, spec):
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
        repeats = tuple(map(str, self.listed(f"{place}.repeats", spec.get("repeats"))))
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
                tuple(map(str, self.listed(f"{place}.when", spec.get("when")))),
            ),
            str(spec.get("code") or "doubtful"),
            spec.get("property"),
        )

    def marks(self, place: str, spec: dict[str, Any] | None) -> MarkRule | None:
        if not spec:
            return None
        parts = [self.column(place, spec.get(one)) or "" for one in ("file", "key", "zh", "en")]
        code = str(spec.get("code") or "doubtful")
        return MarkRule(parts[0], parts[1], parts[2], parts[3], code)

    def document(self, place: str, spec: dict[str, Any] | None) -> DocumentRule | None:
        if not spec:
            return None
        fields = ("title", "publisher", "url", "date", "retrieved_on", "note")
        columns = {
            one: self.column(f"{place}.{one}", spec[one]) or "" for one in fields if one in spec
        }
        unlinked = self.when(f"{place}.unlinked", spec.get("unlinked"))
        return DocumentRule(
            self.column(f"{place}.id", spec.get("id")) or "",
            columns,
            unlinked[0] if unlinked else None,
        )

    def complete(self, place: str, spec: dict[str, Any] | None) -> CompleteRule | None:
        if not spec:
            return None
        parts = [
            self.column(place, spec.get(one)) or "" for one in ("center", "relation", "from", "to")
        ]
        return CompleteRule(*parts)


def _check_groups(pattern: re.Pattern[str], template: str) -> None:
    """Raise re.error if a template names a group that the pattern lacks."""
    for number in re.findall(r"\\(\d+)", template):
        if int(number) > pattern.groups:
            raise re.error(f"invalid group reference {number}")
