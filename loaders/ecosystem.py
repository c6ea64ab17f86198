"""Ecosystem documents (METRICS.md, F) from disk, and what each node and edge of one means here.

A node is an entity under an id with the prefix of its type; an edge is a relation. Edges that
say the same add up to one relation, as they do in a document that is measured by itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from graph.ecosystem.cleaning import (
    ACTORS,
    ENDS,
    FORMAL,
    NO_END,
    OTHERS,
    UNKNOWN_END,
    Edge,
    Meta,
    Node,
    absent,
    count_gaps,
    identity,
    judged,
    listed,
    meta_of,
    nodes_of,
)
from graph.errors import SourceError
from graph.schema import Schema
from graph.values import ValueProblem
from graph.values.date import clean_date
from loaders.readers.rows import Row, Table

SOURCE = "ecosystem"
NODES, EDGES = "nodes", "edges"
TYPES = dict.fromkeys(ACTORS, "Organization") | {
    "center": "Center", "base": "Base", "talent": "Person", "project": "Project", "ip": "Ip",
    "segment": "Segment",
}  # fmt: skip
"""The entity type of each type of node."""


class Kind(NamedTuple):
    """What an edge becomes: relation, whether it is read the other way, where its weight goes."""

    relation: str
    turned: bool = False
    weight: str | None = None


RELATIONS: dict[str, Kind] = {
    "hosts": Kind("HOSTED_BY", turned=True),
    "has_base": Kind("HAS_BASE"),
    "collaborates": Kind("COLLABORATES_WITH", weight="weight"),
    "participates": Kind("PARTICIPATES_IN"),
    "owns": Kind("OWNS_IP"),
    "employed_by": Kind("EMPLOYS", turned=True),
    "produces": Kind("PRODUCES", weight="capacity"),
    "researches": Kind("RESEARCHES"),
    "upstream_of": Kind("UPSTREAM_OF"),
    "supplies": Kind("SUPPLIES", weight="weight"),
}
Known = Callable[[str], str | None]
"""The entity type of an id that a store holds, else None."""
_UNFIT = re.compile(r"[\s;|%\x00-\x1f\x7f]")


class Tie(NamedTuple):
    """An edge that counts, its ends as entities and in the direction of the relation."""

    relation: str
    source: str
    target: str
    columns: tuple[str, str]  # the fields that name the ends, in the same order
    qualifiers: dict[str, Any]


@dataclass(frozen=True)
class Ecosystem:
    """A document taken apart.

    Attributes
    ----------
    nodes : list of Node
        As they stand, in order; ``ids`` is the entity that each node id means.
    ties : list of Tie or str
        Each edge in order, or the reason why it does not count.
    counts : Counter
        What cleaning left out or filled in, by reason.
    unknown : Counter
        Ends that are nowhere, with the number of edges that name them.
    """

    meta: Meta
    nodes: list[Node]
    ids: dict[str, str]
    ties: list[Tie | str]
    counts: Counter[str]
    unknown: Counter[str]


def read_document(path: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises
    ------
    SourceError
        The file is not there, is not UTF-8, is no JSON (NaN included), or holds no object.
    """
    name = path.as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise SourceError(
            "unreadable-file", f"没有文件 {name} / there is no file {name}",
            "检查路径 / check the path",
        ) from None  # fmt: skip
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            "unreadable-file", f"{name} 读不出：不是 UTF-8 文本 / {name} is no UTF-8 text",
            "存为 UTF-8 / save it as UTF-8",
        ) from error  # fmt: skip
    try:
        body = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        where = f"{name}:{error.lineno}:{error.colno}"
        raise SourceError(
            "unreadable-file", f"{where} 不是合法的 JSON / {where} is not valid JSON",
            "改正此处 / mend it there",
        ) from error  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise SourceError(
            "unreadable-file", f"{name} 含 NaN、无穷大或嵌套过深 / {name} holds NaN or infinity, "
            "or is nested too deeply",
            "用 null 表示没有 / write null for nothing",
        ) from error  # fmt: skip
    if not isinstance(body, dict):
        raise SourceError(
            "unreadable-file", f"{name} 不是生态文件：要一个对象 / {name} holds no object",
            '{"meta": {}, "nodes": [], "edges": []}',
        )  # fmt: skip
    return body


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def is_ecosystem(path: Path) -> bool:
    """Whether a file found in a folder is an ecosystem document: nodes, one of them of a type
    that we know, and edges. Other graphs are kept as nodes and edges too."""
    try:
        body = read_document(path)
    except SourceError:
        return False
    nodes, edges = body.get("nodes"), body.get("edges")
    return (
        isinstance(nodes, list)
        and isinstance(edges, list)
        and any(isinstance(one, dict) and one.get("type") in (*ACTORS, *OTHERS) for one in nodes)
    )


def ecosystem_of(body: Mapping[str, Any], schema: Schema, known: Known | None = None) -> Ecosystem:
    """Take a document apart.

    Parameters
    ----------
    body : mapping
        ``meta.window`` is not applied: a store has windows of its own.
    known : function, optional
        What the store holds. Without it an end that is no node may be anything; whoever writes
        the relation has to find out.

    Raises
    ------
    SourceError
        It is no such document, one id stands with different content, or two mean one entity.
    """
    counts: Counter[str] = Counter()
    meta, nodes = meta_of(body), nodes_of(body, counts)
    ids = {key: entity_id(key, node.get("type"), schema, known) for key, node in nodes.items()}
    _refuse_twins(ids)
    taker = _Edges(nodes, ids, known)
    ties = [taker.tie(edge) for edge in listed(body)]
    counts += taker.counts
    told = [nodes[str(identity(node["id"]))] for node in body["nodes"]]
    return Ecosystem(meta, told, ids, taker.summed(ties), counts, taker.unknown)


def entity_id(key: str, kind: Any, schema: Schema, known: Known | None = None) -> str:
    """The entity that a node means: an id that the store holds or that carries a prefix stays as
    it is, another gets the prefix of its type, characters that ids must not hold as %XX.

    >>> from graph.schema import load_schema
    >>> entity_id("浙 大", "university", load_schema()), entity_id("org:zju", "host", load_schema())
    ('org:浙%20大', 'org:zju')
    """
    prefixed = ":" in key and schema.type_of_prefix(key) is not None
    if not isinstance(kind, str) or kind not in TYPES or prefixed or (known and known(key)):
        return key
    spelled = _UNFIT.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), key)
    return f"{schema.nodes[TYPES[kind]].prefix}:{spelled}"


def _refuse_twins(ids: Mapping[str, str]) -> None:
    first: dict[str, str] = {}
    for key, entity in ids.items():
        other = first.setdefault(entity, key)
        if other != key:
            raise SourceError(
                "duplicate-id-conflict",
                f"节点 {other} 和 {key} 是同一个实体 {entity} / the nodes {other} and {key} are one "
                f"entity, {entity}",
                "合并成一条 / make them one",
            )


class _Edges:
    """Turns edges into ties."""

    def __init__(
        self, nodes: Mapping[str, Node], ids: Mapping[str, str], known: Known | None
    ) -> None:
        self.nodes, self.ids, self.known = nodes, ids, known
        self.counts: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.weights: dict[str, list[float]] = {}
        self.weighed: set[str] = set()  # keys of which some edge tells a weight

    def kinds(self, end: str) -> tuple[str, ...]:
        """The types of node that an end may pass for."""
        if end in self.nodes:
            return (str(self.nodes[end].get("type")),)
        if self.known is None:
            return (*ACTORS, *OTHERS)
        found = self.known(end)
        return tuple(kind for kind, entity in TYPES.items() if entity == found)

    def tie(self, edge: Mapping[str, Any]) -> Tie | str:
        """The tie of an edge, or why it does not count."""
        found = judged(edge, self.kinds, None)
        if found == NO_END:
            found = self._nowhere(edge) or found
        if isinstance(found, Edge) and self.ids.get(found.source, found.source) == self.ids.get(
            found.target, found.target
        ):
            found = "self-loop"
        qualifiers: dict[str, Any] = {}
        if isinstance(found, Edge) and found.year is not None:
            try:
                qualifiers["start"] = clean_date(f"{found.year:04d}")
            except ValueProblem:  # a year that no date of ours can have
                if found.type not in FORMAL:
                    found = "year not a number"
        if isinstance(found, str):
            self.counts[found] += 1
            return found
        count_gaps(edge, self.counts)
        if found.type == "upstream_of" and found.group is not None:
            qualifiers["group"] = found.group
        return self._tie(found, qualifiers, weighed=not absent(edge.get("weight")))

    def _tie(self, edge: Edge, qualifiers: dict[str, Any], *, weighed: bool) -> Tie:
        kind = RELATIONS[edge.type]
        ends = [(self.ids.get(edge.source, edge.source), "source"),
                (self.ids.get(edge.target, edge.target), "target")]  # fmt: skip
        if kind.turned:
            ends.reverse()
        if edge.type == "collaborates":
            ends.sort()
        tie = Tie(kind.relation, ends[0][0], ends[1][0], (ends[0][1], ends[1][1]), qualifiers)
        key = _key(tie)
        self.weights.setdefault(key, []).append(edge.weight)
        if weighed:
            self.weighed.add(key)
        return tie

    def _nowhere(self, edge: Mapping[str, Any]) -> str | None:
        ends = [identity(edge.get(side)) for side in ("source", "target")]
        lost = {end for end in ends if end is not None and self.known and not self.is_known(end)}
        self.unknown.update(lost)
        return UNKNOWN_END if lost else None

    def is_known(self, end: str) -> bool:
        """Whether an end is a node of the file or an entity of the store."""
        return end in self.nodes or bool(self.known and self.known(end))

    def summed(self, ties: list[Tie | str]) -> list[Tie | str]:
        """Ties that say the same carry the sum of their weights; it is left out where it is 1
        and no edge tells it."""
        columns = {kind.relation: kind.weight for kind in RELATIONS.values()}
        for tie in ties:
            if isinstance(tie, str) or columns[tie.relation] is None:
                continue
            key = _key(tie)
            # By size: the sum does not depend on the order of the edges.
            total = float(sum(sorted(self.weights[key])))
            if total != 1 or key in self.weighed:
                whole = total.is_integer() and total < 2**53
                name = str(columns[tie.relation])
                tie.qualifiers[name] = int(total) if whole else total
        return ties


def _key(tie: Tie) -> str:
    told = {name: one for name, one in tie.qualifiers.items() if name in ("start", "group")}
    return json.dumps([tie.relation, tie.source, tie.target, told], sort_keys=True)


def tables_of_document(path: Path, name: str, body: Mapping[str, Any]) -> tuple[Table, Table]:
    """Nodes and edges as two tables; row i is the i-th of them, counted from 1."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    nodes = body["nodes"]
    edges = body.get("edges") or []
    tables = []
    for sheet, rows in ((NODES, nodes), (EDGES, edges)):
        told = dict.fromkeys(str(one) for row in rows for one in row)
        tables.append(Table(
            name, sheet, "utf-8", sha256, tuple(told), 0, _numbered(len(rows)), _nothing, [0]
        ))  # fmt: skip
    return tables[0], tables[1]


def _numbered(count: int) -> Iterator[Row]:
    return (Row(number, {}) for number in range(1, count + 1))


def _nothing() -> None:
    """Nothing to close: the document is read whole."""


def allowed(relation: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The entity types that a relation made of an edge may begin and end with."""
    name, kind = next((n, k) for n, k in RELATIONS.items() if k.relation == relation)
    sides = [tuple(dict.fromkeys(TYPES[one] for one in side)) for side in ENDS[name]]
    return (sides[1], sides[0]) if kind.turned else (sides[0], sides[1])
