"""Nodes and edges of an ecosystem document that count (METRIC_KEYS.md section 1).

A file that is no such document is refused; an edge that cannot count is dropped, by reason.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from graph.ecosystem.counting import Window
from graph.errors import SourceError

ACTORS = ("center", "host", "base", "enterprise", "university", "institute", "fund", "government")
OTHERS = ("talent", "project", "ip", "segment")
FORMAL = ("hosts", "has_base")
ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "hosts": (("host",), ("center",)),
    "has_base": (("center",), ("base",)),
    "collaborates": (ACTORS, ACTORS),
    "participates": (ACTORS, ("project",)),
    "owns": (ACTORS, ("ip",)),
    "employed_by": (("talent",), ACTORS),
    "produces": (ACTORS, ("segment",)),
    "researches": (ACTORS, ("segment",)),
    "upstream_of": (("segment",), ("segment",)),
    "supplies": (ACTORS, ACTORS),
}
"""For each type of edge the types of node that it may begin and end with."""
UNKNOWN_END = "an end is neither in the file nor in the store"
NO_END = "an end is no node, or not of the kind that the type joins"
Node = dict[str, Any]
Kinds = Callable[[str], Collection[str]]
"""The types that an end may pass for; none if it is no node."""


class Edge(NamedTuple):
    """An edge that counts; ``dated`` if it tells a year."""

    source: str
    target: str
    type: str
    weight: float
    group: str | None
    year: int | None

    @property
    def dated(self) -> bool:
        return self.year is not None


@dataclass(frozen=True)
class Meta:
    """What a document says of itself."""

    name: str
    window: Window | None
    regions: tuple[str, ...]
    invented: bool = False


def meta_of(body: Mapping[str, Any]) -> Meta:
    """Name, window, regions, and whether it is invented; SourceError if they are malformed."""
    if not isinstance(body, Mapping):
        _refuse("文件不是一个 JSON 对象", "the document is no JSON object")
    meta = {} if absent(body.get("meta")) else body["meta"]
    if not isinstance(meta, Mapping):
        _refuse("meta 不是一个 JSON 对象", "meta is no JSON object")
    if not absent(meta.get("invented")) and not isinstance(meta["invented"], bool):
        _refuse("meta.invented 应为 true 或 false", "meta.invented should be true or false")
    regions = [] if absent(meta.get("regions")) else meta["regions"]
    if not isinstance(regions, list):
        _refuse("meta.regions 不是列表", "meta.regions is no list")
    told = (text(region) for region in regions)
    return Meta(
        text(meta.get("name")) or "", _window(meta.get("window")),
        tuple(dict.fromkeys(region for region in told if region is not None)),
        meta.get("invented") is True,
    )  # fmt: skip


def _window(value: Any) -> Window | None:
    if absent(value):
        return None
    years = [year(one) for one in value] if isinstance(value, list | tuple) else []
    if len(years) != 2 or years[0] is None or years[1] is None or years[0] > years[1]:
        _refuse(
            f"meta.window 应为 [起年, 止年]，不是 {value!r}",
            f"meta.window must be [first year, last year], not {value!r}",
        )
    return Window(years[0], years[1])


def nodes_of(body: Mapping[str, Any], counts: Counter[str]) -> dict[str, Node]:
    """Nodes by id, empty values taken out.

    Raises
    ------
    SourceError
        There is no list of nodes, a node has no id, or one id stands with different content.
    """
    if not isinstance(body.get("nodes"), list):
        _refuse("文件没有 nodes 列表", "the document has no list of nodes")
    found: dict[str, Node] = {}
    for number, node in enumerate(body["nodes"], 1):
        key = identity(node.get("id")) if isinstance(node, Mapping) else None
        if key is None:
            _refuse(f"第 {number} 个节点没有编号", f"node {number} has no id")
        kept = {name: value for name, value in node.items() if not absent(value)} | {"id": key}
        if found.setdefault(key, kept) != kept:
            raise SourceError(
                "duplicate-id-conflict", f"编号 {key} 有两种内容 / {key} stands twice, unlike",
                "合并成一条 / make them one",
            )  # fmt: skip
    for node in found.values():
        counts["unknown node type"] += node.get("type") not in (*ACTORS, *OTHERS)
        if node.get("type") == "segment" and "importance" in node:
            counts["importance not a positive number"] += importance(node) is None
    return found


def edges_of(
    body: Mapping[str, Any], nodes: Mapping[str, Node], window: Window | None, counts: Counter[str]
) -> list[Edge]:
    """Edges that count, in the order of the document; SourceError if they are no edges."""

    def kinds(end: str) -> tuple[str, ...]:
        return (str(nodes[end].get("type")),) if end in nodes else ()

    kept: list[Edge] = []
    for edge in listed(body):
        found = judged(edge, kinds, window)
        if isinstance(found, str):
            counts[found] += 1
            continue
        count_gaps(edge, counts)
        kept.append(found)
    return kept


def listed(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The edges as they stand; SourceError if they are no list of objects."""
    edges = [] if absent(body.get("edges")) else body["edges"]
    if not isinstance(edges, list):
        _refuse("edges 不是列表", "edges is no list")
    for number, edge in enumerate(edges, 1):
        if not isinstance(edge, Mapping):
            _refuse(f"第 {number} 条边不是 JSON 对象", f"edge {number} is no JSON object")
        yield edge


def count_gaps(edge: Mapping[str, Any], counts: Counter[str]) -> None:
    """Count what an edge that is kept does not tell."""
    counts["missing weight"] += absent(edge.get("weight"))
    counts["undated"] += absent(edge.get("year"))


def judged(edge: Mapping[str, Any], kinds: Kinds, window: Window | None) -> Edge | str:
    """The edge, or the first reason why it is dropped."""
    source, target = identity(edge.get("source")), identity(edge.get("target"))
    kind, when = edge.get("type"), year(edge.get("year"))
    if not isinstance(kind, str) or kind not in ENDS:
        return "unknown edge type"
    for end, allowed in zip((source, target), ENDS[kind], strict=True):
        if end is None or not any(one in allowed for one in kinds(end)):
            return NO_END
    if source == target:
        return "self-loop"
    weight = 1.0 if absent(edge.get("weight")) else number(edge["weight"])
    if weight is None:
        return "weight not a number"
    if weight <= 0:
        return "weight not positive"
    if not absent(edge.get("year")) and kind not in FORMAL:  # formal edges have no window
        if when is None:
            return "year not a number"
        if window is not None and not window.first <= when <= window.last:
            return "outside the window"
    return Edge(str(source), str(target), kind, weight, text(edge.get("group")), when)


def absent(value: Any) -> bool:
    """Whether nothing is told; an empty string is nothing."""
    return value is None or (isinstance(value, str) and value == "")


def text(value: Any) -> str | None:
    """What is told, as text."""
    return None if absent(value) else str(value)


def identity(value: Any) -> str | None:
    """An id: text or a number, not empty."""
    usable = isinstance(value, str | int | float) and not isinstance(value, bool)
    return text(value) if usable else None


def number(value: Any) -> float | None:
    """A finite number, also one written as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def year(value: Any) -> int | None:
    """A whole number of years, also one written as text."""
    found = number(value)
    return int(found) if found is not None and found.is_integer() else None


def importance(node: Mapping[str, Any]) -> float | None:
    """The importance of a segment where it is a positive number."""
    told = node.get("importance")
    found = None if isinstance(told, str) else number(told)
    return found if found is not None and found > 0 else None


def _refuse(zh: str, en: str) -> NoReturn:
    raise SourceError("unreadable-file", f"{zh} / {en}")
