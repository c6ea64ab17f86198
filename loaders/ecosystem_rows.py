"""Nodes and edges of an ecosystem document as drafts, like the rows of a table."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from graph.ecosystem.cleaning import ACTORS, NO_END, OTHERS, UNKNOWN_END, Node, importance
from graph.errors import nearest
from graph.records import TYPE, Statement, statement
from graph.schema import Property, Schema
from graph.values.text import clean_text
from loaders.apply import ID, RowReader
from loaders.drafts import Draft, End, Relation
from loaders.ecosystem import (
    NODES,
    RELATIONS,
    SOURCE,
    TYPES,
    Ecosystem,
    Known,
    Tie,
    allowed,
)
from loaders.mapping import Cell, Mapping
from loaders.readers.rows import Row, Table

ATTRIBUTES = ("name", "name_en", "region", "lat", "lon", "importance", "surveyed", "chain")
_READ_APART = ("id", "type", "origin", "sector")
_TITLE = {"zh": "生态文件", "en": "Ecosystem document"}
MAPPINGS = {
    "nodes": Mapping(
        SOURCE, _TITLE, dict.fromkeys((*_READ_APART, *ATTRIBUTES), ()), (), row_key=("id",)
    ),
    "edges": Mapping(
        SOURCE, _TITLE, dict.fromkeys(("source", "target", "type", "weight", "year", "group"), ()),
        (), row_key=("source", "type", "target"),
    ),
}  # fmt: skip
_ORIGINS = {"local": "local", "external": "other_province"}
# Why an edge does not count -> code of the problem, field, what to say, what to do.
_REASONS: dict[str, tuple[str, str, tuple[str, str], tuple[str, str]]] = {
    "unknown edge type": (
        "unknown-relation", "type", ("不认识的边类型", "unknown type of edge"),
        ("可用：" + "、".join(RELATIONS), "one of: " + ", ".join(RELATIONS)),
    ),
    NO_END: (
        "wrong-type", "source", ("一端没有写，或不是这种边所连的类型",
                                 "an end is missing, or not of the kind that the type joins"),
        ("改正这一端或边的类型", "correct the end or the type of edge"),
    ),
    UNKNOWN_END: (
        "dangling-reference", "source", ("一端的编号不存在", "an end is not there"),
        ("补一个节点，或改正编号", "add a node or correct the id"),
    ),
    "self-loop": (
        "self-loop", "target", ("两端是同一个编号", "both ends are the same id"),
        ("改正其中一端", "correct one of the ends"),
    ),
    "weight not a number": (
        "bad-number", "weight", ("权重不是数字", "the weight is not a number"),
        ("写数字，或不写", "write a number, or nothing"),
    ),
    "weight not positive": (
        "out-of-range", "weight", ("权重不大于 0", "the weight is not above 0"),
        ("写大于 0 的数，或删去这条边", "write a number above 0, or take the edge out"),
    ),
    "year not a number": (
        "bad-date", "year", ("年份不是 1000–2100 的整数", "the year is no whole number in 1000–2100"),
        ("改正年份", "correct the year"),
    ),
}  # fmt: skip


class DocumentReader(RowReader):
    """Makes drafts of the nodes, or of the edges, of one document.

    Parameters
    ----------
    ecosystem : Ecosystem
    known : Known, optional
        What the store holds already. A node says what a document means by silence (its origin
        is local, a segment is surveyed) only of an entity that is new.
    """

    def __init__(
        self, ecosystem: Ecosystem, table: Table, schema: Schema, dataset: str, horizon: str,
        known: Known | None = None,
    ) -> None:  # fmt: skip
        super().__init__(MAPPINGS[table.sheet or NODES], table, schema, dataset, horizon)
        self.ecosystem, self.known = ecosystem, known

    def read(self, row: Row) -> Draft:
        """The draft of the node or edge with the number of a row."""
        draft = Draft(row.number)
        if self.table.sheet == NODES:
            self._node(draft, self.ecosystem.nodes[row.number - 1])
        else:
            self._edge(draft, self.ecosystem.ties[row.number - 1])
        if not draft.fatal:
            for value in draft.marks:
                self.mark(draft, value)
        return draft

    def declares(self, draft: Draft) -> list[str]:
        """The entity that a node would declare if it could be used."""
        return [draft.cells["id"]] if "id" in draft.cells else []

    # nodes

    def _node(self, draft: Draft, node: Node) -> None:
        kind = node.get("type")
        entity = self.ecosystem.ids[str(node["id"])]
        draft.cells = {"id": entity}
        if not isinstance(kind, str) or kind not in TYPES:
            self._unknown_type(draft, kind)
            return
        found = self.schema.nodes[TYPES[kind]]
        of_prefix = self.schema.type_of_prefix(entity) if ":" in entity else None
        wrong = of_prefix not in (None, found.name)
        if wrong or not (ID.fullmatch(entity) or (self.known and self.known(entity))):
            self._problem(
                draft, "id", entity, "bad-id", "error",
                f"{kind} 的编号应写作 {found.prefix}:…，或不带前缀",
                f"the id of a {kind} should look like {found.prefix}:…, or have no prefix",
                "改正编号或类型", "correct the id or the type",
            )  # fmt: skip
            draft.fatal = True
            return
        said = [statement(entity, TYPE, found.name, self.dataset)]
        draft.entities.append((entity, said))
        for name in ATTRIBUTES:
            if name in node:
                known = found.properties.get(name)
                if known is None:
                    self._not_kept(draft, name, node[name], kind)
                else:
                    self._attribute(draft, entity, known, node, said)
        self._origin(draft, entity, node, said)
        self._sector(draft, entity, node, said)
        silent = self.known is None or self.known(entity) is None
        if kind == "segment" and "surveyed" not in node and silent:
            said.append(statement(entity, "surveyed", True, self.dataset))

    def _unknown_type(self, draft: Draft, kind: Any) -> None:
        known = (*ACTORS, *OTHERS)
        near = nearest(str(kind), known)
        self._problem(
            draft, "type", str(kind), "bad-choice", "error", "不认识的节点类型",
            "unknown type of node", f"是不是 {near}？" if near else "可用：" + "、".join(known),
            f"did you mean {near}?" if near else "one of: " + ", ".join(known),
        )  # fmt: skip
        draft.fatal = True

    def _attribute(
        self, draft: Draft, entity: str, known: Property, node: Node, said: list[Statement]
    ) -> None:
        told, name = node[known.name], known.name
        if name == "importance" and importance(node) is None:
            self._left_out(draft, name, told, "out-of-range", "不是大于 0 的数",
                           "no number above 0", entity)  # fmt: skip
            return
        # What a document need not tell, a row may leave out.
        optional = replace(known, required=False)
        value = self._clean(draft, optional, Cell(name), {}, _spelled(told), entity)
        if value is None:
            return
        one = statement(entity, name, value, self.dataset)
        if known.type == "reference":
            draft.references.append((one, End(value, known.to, name, False, name)))
        else:
            said.append(one)

    def _origin(self, draft: Draft, entity: str, node: Node, said: list[Statement]) -> None:
        told, kind = node.get("origin"), TYPES[node["type"]]
        if kind != "Organization":
            if told not in (None, "local"):
                self._not_kept(draft, "origin", told, node["type"])
            return
        if told is None:
            if self.known is None or self.known(entity) is None:
                said.append(statement(entity, "origin", "local", self.dataset))
            return
        known = self.schema.nodes[kind].properties["origin"]
        word = _ORIGINS.get(told, told) if isinstance(told, str) else told
        value = self._clean(draft, known, Cell("origin"), {}, _spelled(word), entity)
        if value is not None:
            said.append(statement(entity, "origin", value, self.dataset))

    def _sector(self, draft: Draft, entity: str, node: Node, said: list[Statement]) -> None:
        """The kind of an organization: its type; of a host its sector, where that is told."""
        told, kind = node.get("sector"), node["type"]
        if TYPES[kind] == "Organization" and kind != "host":
            said.append(statement(entity, "kind", kind, self.dataset))
        elif kind == "host" and told is not None:
            known = replace(self.schema.nodes["Organization"].properties["kind"], required=False)
            value = self._clean(draft, known, Cell("sector"), {}, _spelled(told), entity)
            if value is not None:
                said.append(statement(entity, "kind", value, self.dataset))
            return
        if told not in (None, kind):
            self._not_kept(draft, "sector", told, kind)

    def _not_kept(self, draft: Draft, name: str, told: Any, kind: str) -> None:
        entity = draft.cells["id"]
        self._left_out(draft, name, told, "not-applicable", f"{kind} 没有“{name}”",
                       f"a {kind} has no {name}", entity)  # fmt: skip

    def _left_out(
        self, draft: Draft, name: str, told: Any, code: str, zh: str, en: str, entity: str
    ) -> None:
        text = _spelled(told)
        self._problem(draft, name, text, code, "warning", zh, en, "改正或删去",
                      "correct it or take it out", entity)  # fmt: skip
        draft.marks.append({"code": code, "property": name, "original": text[:200]})

    # edges

    def _edge(self, draft: Draft, tie: Tie | str) -> None:
        if isinstance(tie, str):
            code, column, (zh, en), (remedy_zh, remedy_en) = _REASONS[tie]
            self._problem(draft, column, None, code, "error", zh, en, remedy_zh, remedy_en)
            draft.fatal = True
            return
        known = self.schema.relations[tie.relation].properties["start"]
        if "start" in tie.qualifiers:  # a year to come is told
            self._clean(draft, known, Cell("year"), {}, tie.qualifiers["start"]["date"], None)
        said = statement(tie.source, tie.relation, tie.target, self.dataset,
                         qualifiers=tie.qualifiers, relation=True)  # fmt: skip
        sources, targets = allowed(tie.relation)
        draft.relations.append(Relation(
            said, End(tie.source, sources, tie.columns[0], True),
            End(tie.target, targets, tie.columns[1], True),
        ))  # fmt: skip


def _spelled(value: Any) -> str:
    """A JSON value as a cell spells it."""
    return clean_text(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
