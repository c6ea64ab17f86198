"""The domain model as data: ``schema.yaml`` read and checked whole.

All mistakes of the file are reported at once. Nothing is read at import: call `load_schema`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from graph.errors import SchemaError, nearest
from graph.values import VALUE_TYPES

Label = Mapping[str, str]
_T = TypeVar("_T")
_COLOR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Property:
    """One property of a node or relation type."""

    name: str
    type: str
    label: Label
    required: bool = False
    many: bool = False
    unit: str | None = None
    vocabulary: str | None = None
    to: tuple[str, ...] = ()
    identifier: bool = False
    range: tuple[float, float] | None = None  # of a number, both ends included


@dataclass(frozen=True)
class NodeType:
    """A kind of entity: its id prefix, look, and properties (common ones included)."""

    name: str
    prefix: str
    label: Label
    color: str
    shape: str
    properties: Mapping[str, Property]


@dataclass(frozen=True)
class RelationType:
    """A kind of relation: layer, domain, range, direction, qualifiers."""

    name: str
    layer: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    directed: bool
    label: Label
    properties: Mapping[str, Property]


@dataclass(frozen=True)
class Schema:
    """The checked model."""

    layers: Mapping[str, Label]
    vocabularies: Mapping[str, Mapping[str, Label]]
    nodes: Mapping[str, NodeType]
    relations: Mapping[str, RelationType]

    def node(self, name: str) -> NodeType:
        """The node type ``name``; SchemaError with the nearest name otherwise."""
        return _look_up(self.nodes, name, "node type")

    def relation(self, name: str) -> RelationType:
        """The relation type ``name``; SchemaError with the nearest name otherwise."""
        return _look_up(self.relations, name, "relation type")

    def type_of_prefix(self, identity: str) -> str | None:
        """The node type that an id's prefix declares, or None.

        >>> load_schema().type_of_prefix("org:zju")
        'Organization'
        """
        prefix = identity.partition(":")[0]
        return next((node.name for node in self.nodes.values() if node.prefix == prefix), None)

    def is_single(self, kind: str | None, name: str) -> bool:
        """Whether things of a type have at most one value of a property."""
        node = self.nodes.get(kind or "")
        return node is not None and name in node.properties and not node.properties[name].many

    def of_layer(self, *layers: str) -> tuple[str, ...]:
        """Names of the relation types in the given layers, in file order."""
        return tuple(name for name, one in self.relations.items() if one.layer in layers)


def _look_up(table: Mapping[str, _T], name: str, what: str) -> _T:
    if name in table:
        return table[name]
    near = nearest(name, table)
    raise SchemaError(f"no {what} {name!r}", f"did you mean {near!r}?" if near else "")


def load_schema() -> Schema:
    """The schema that ships with the package, read once."""
    return _bundled()


@functools.cache
def _bundled() -> Schema:
    path = Path(__file__).with_name("schema.yaml")
    return parse_schema(yaml.safe_load(path.read_text(encoding="utf-8")))


def parse_schema(data: Mapping[str, Any]) -> Schema:
    """Check a decoded schema file whole.

    Raises
    ------
    SchemaError
        One error that lists every mistake, each with its place.
    """
    mistakes: list[str] = []
    layers = data.get("layers") or {}
    vocabularies = data.get("vocabularies") or {}
    node_names = set(data.get("nodes") or {})
    _check_labels("layers", layers, mistakes)
    for name, words in vocabularies.items():
        _check_labels(f"vocabularies.{name}", words, mistakes)
    common = _properties("common_properties", data, "common_properties", vocabularies, mistakes)
    shared = _properties("relation_properties", data, "relation_properties", vocabularies, mistakes)
    nodes = {}
    for name, body in (data.get("nodes") or {}).items():
        place = f"nodes.{name}"
        own = _properties(place, body, "properties", vocabularies, mistakes)
        _check_label(place, body.get("label"), mistakes)
        _check_references(place, own, node_names, mistakes)
        if not re.fullmatch(r"[a-z]+", str(body.get("prefix", ""))):
            mistakes.append(f"{place}: prefix must be lower-case letters")
        if not _COLOR.fullmatch(str(body.get("color", ""))):
            mistakes.append(f"{place}: color must look like #1f6fb2")
        if not body.get("shape"):
            mistakes.append(f"{place}: shape is missing")
        nodes[name] = NodeType(
            name,
            str(body.get("prefix")),
            body.get("label") or {},
            str(body.get("color")),
            str(body.get("shape")),
            {**common, **own},
        )
    prefixes = [node.prefix for node in nodes.values()]
    for prefix in sorted({p for p in prefixes if prefixes.count(p) > 1}):
        mistakes.append(f"nodes: prefix {prefix!r} is used by two types")
    relations = {}
    for name, body in (data.get("relations") or {}).items():
        relations[name] = _relation(name, body, shared, layers, node_names, vocabularies, mistakes)
    if mistakes:
        raise SchemaError(f"schema has {len(mistakes)} mistakes: " + "; ".join(mistakes))
    return Schema(layers, vocabularies, nodes, relations)


def _relation(
    name: str,
    body: Mapping[str, Any],
    shared: Mapping[str, Property],
    layers: Mapping[str, Label],
    node_names: set[str],
    vocabularies: Mapping[str, Any],
    mistakes: list[str],
) -> RelationType:
    place = f"relations.{name}"
    _check_label(place, body.get("label"), mistakes)
    if body.get("layer") not in layers:
        mistakes.append(f"{place}: layer {body.get('layer')!r} is not declared")
    for side in ("from", "to"):
        if not body.get(side):
            mistakes.append(f"{place}: {side} is missing")
        for end in body.get(side) or ():
            if end not in node_names:
                mistakes.append(f"{place}: {side} names the unknown type {end!r}")
    own = _properties(place, body, "properties", vocabularies, mistakes)
    return RelationType(
        name,
        str(body.get("layer")),
        tuple(body.get("from") or ()),
        tuple(body.get("to") or ()),
        bool(body.get("directed", True)),
        body.get("label") or {},
        {**shared, **own},
    )


def _properties(
    place: str,
    body: Mapping[str, Any],
    key: str,
    vocabularies: Mapping[str, Any],
    mistakes: list[str],
) -> dict[str, Property]:
    found = {}
    for name, one in (body.get(key) or {}).items():
        here = f"{place}.{name}"
        unknown = set(one) - {
            "type", "label", "required", "many", "unit", "vocabulary", "to", "identifier", "range",
        }  # fmt: skip
        mistakes += [f"{here}: unknown key {word!r}" for word in sorted(unknown)]
        kind = one.get("type")
        if kind not in VALUE_TYPES:
            mistakes.append(f"{here}: unknown value type {kind!r}")
        if kind == "choice" and one.get("vocabulary") not in vocabularies:
            mistakes.append(f"{here}: vocabulary {one.get('vocabulary')!r} is not declared")
        if kind in ("number", "money") and not one.get("unit"):
            mistakes.append(f"{here}: a {kind} needs a unit")
        if kind == "reference" and not one.get("to"):
            mistakes.append(f"{here}: a reference needs its types in 'to'")
        ends = one.get("range")
        if ends is not None and (kind != "number" or not _is_range(ends)):
            mistakes.append(f"{here}: range is for numbers and looks like [0, 100]")
            ends = None
        _check_label(here, one.get("label"), mistakes)
        found[name] = Property(
            name,
            str(kind),
            one.get("label") or {},
            bool(one.get("required", False)),
            bool(one.get("many", False)),
            one.get("unit"),
            one.get("vocabulary"),
            tuple(one.get("to") or ()),
            bool(one.get("identifier", False)),
            (ends[0], ends[1]) if ends else None,
        )
    return found


def _is_range(ends: Any) -> bool:
    return (
        isinstance(ends, list)
        and len(ends) == 2
        and all(isinstance(end, int | float) for end in ends)
        and ends[0] < ends[1]
    )


def _check_references(
    place: str, properties: Mapping[str, Property], node_names: set[str], mistakes: list[str]
) -> None:
    for one in properties.values():
        for end in one.to:
            if end not in node_names:
                mistakes.append(f"{place}.{one.name}: refers to the unknown type {end!r}")


def _check_label(place: str, label: Any, mistakes: list[str]) -> None:
    if not isinstance(label, Mapping) or not label.get("zh") or not label.get("en"):
        mistakes.append(f"{place}: label needs zh and en")


def _check_labels(place: str, table: Mapping[str, Any], mistakes: list[str]) -> None:
    for name, label in table.items():
        _check_label(f"{place}.{name}", label, mistakes)


def dictionary(schema: Schema, lang: str) -> Iterator[str]:
    """The data dictionary as Markdown lines, Chinese (``zh``) or English (``en``)."""
    words = _WORDS[lang]
    yield f"# {words['title']}"
    yield ""
    yield words["generated"]
    for node in schema.nodes.values():
        yield from ("", f"## {node.name} {node.label[lang]}", "")
        yield f"{words['id']} `{node.prefix}:…`"
        yield from _table(node.properties.values(), schema, lang)
    yield from ("", f"# {words['relations']}", "")
    for name, one in schema.relations.items():
        ends = " / ".join(one.sources), " / ".join(one.targets)
        arrow = "→" if one.directed else "—"
        layer = schema.layers[one.layer][lang]
        yield f"- **{name}** {one.label[lang]} · {layer} · {ends[0]} {arrow} {ends[1]}"
        extra = [
            f"{p.name} {p.label[lang]}" + (" {:g}–{:g}".format(*p.range) if p.range else "")
            for p in one.properties.values()
        ]
        yield f"  - {words['qualifiers']} " + ", ".join(extra)
    yield from ("", f"# {words['vocabularies']}", "")
    for name, choices in schema.vocabularies.items():
        spelled = ", ".join(f"`{word}` {label[lang]}" for word, label in choices.items())
        yield f"- **{name}** {spelled}"


_WORDS = {
    "zh": {
        "title": "数据字典",
        "generated": "由 `graph/schema.yaml` 生成（`make docs`），请勿手改。",
        "id": "编号前缀",
        "relations": "关系",
        "qualifiers": "限定：",
        "vocabularies": "词表",
        "head": "| 属性 | 名称 | 类型 | 单位 | 必填 | 多值 |",
    },
    "en": {
        "title": "Data dictionary",
        "generated": "Generated from `graph/schema.yaml` (`make docs`); do not edit.",
        "id": "Id prefix",
        "relations": "Relations",
        "qualifiers": "qualifiers:",
        "vocabularies": "Vocabularies",
        "head": "| property | label | type | unit | required | many |",
    },
}


def _table(properties: Any, schema: Schema, lang: str) -> Iterator[str]:
    yield from ("", _WORDS[lang]["head"], "|---|---|---|---|---|---|")
    for one in properties:
        kind = one.type
        if one.vocabulary:
            kind += f" ({one.vocabulary})"
        if one.to:
            kind += " → " + " / ".join(one.to)
        marks = ("✓" if one.required else "", "✓" if one.many else "")
        cells = f"`{one.name}` | {one.label[lang]} | {kind} | {one.unit or ''}"
        yield f"| {cells} | {marks[0]} | {marks[1]} |"
