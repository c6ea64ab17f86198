"""One ecosystem as a JSON document (METRICS.md section F): complete by definition.

It gives the same `Scope` as a store does, without evidence, so that each metric is one function.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from graph.conventions import Conventions, load_conventions
from graph.ecosystem.counting import Window
from graph.ecosystem.design import Design, Link, Segment, linked_design
from graph.ecosystem.making import EXTERNAL, LOCAL, Made, Supplies
from graph.ecosystem.scope import Scope
from graph.errors import SourceError

ACTORS = ("center", "host", "base", "enterprise", "university", "institute", "fund", "government")
OTHERS = ("talent", "project", "ip", "segment")
_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "hosts": (ACTORS, ("center",)),
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
_FORMAL = ("hosts", "has_base")
Edge = tuple[str, str, str, float, str | None]  # source, target, type, weight, group


def scope_of_document(body: Mapping[str, Any], conventions: Conventions | None = None) -> Scope:
    """The scope that a document describes.

    Raises
    ------
    SourceError
        The document has no nodes list, one id with different content, or a cycle of segments.
    """
    counts: Counter[str] = Counter()
    nodes = _nodes(body, counts)
    meta = body.get("meta") or {}
    edges = _edges(body, nodes, meta.get("window"), counts)
    rules = conventions or load_conventions()
    actors = sorted(key for key, node in nodes.items() if node.get("type") in ACTORS)
    place = {key: i for i, key in enumerate(actors)}
    types = [str(nodes[key]["type"]) for key in actors]
    ties = _ties(edges, place)
    pairs = sorted(ties)
    hosts: dict[int, set[int]] = {i: set() for i, kind in enumerate(types) if kind == "center"}
    for source, target, kind, _, _ in edges:
        if kind == "hosts":
            hosts[place[target]].add(place[source])
    window = meta.get("window") or [0, 9999]
    columns = np.array(pairs, dtype=np.int32).reshape(len(pairs), 2)
    return Scope(
        "document", str(meta.get("name") or ""), Window(int(window[0]), int(window[1])), rules,
        actors, types, [_text(nodes[key].get("sector")) or nodes[key]["type"] for key in actors],
        [_origin(nodes[key]) == LOCAL for key in actors],
        [_text(nodes[key].get("region")) for key in actors],
        np.array(sorted(hosts), dtype=np.int32),
        np.array([i for i, kind in enumerate(types) if kind == "base"], dtype=np.int32),
        {center: tuple(sorted(found)) for center, found in hosts.items()},
        columns[:, 0].copy(), columns[:, 1].copy(), np.array([ties[pair] for pair in pairs]),
        np.ones(len(actors), dtype=bool), {}, _design(nodes, edges, place), None,
        np.arange(len(actors), dtype=np.int32), ties=np.arange(len(pairs), dtype=np.int32),
        dropped=dict(counts),
    )  # fmt: skip


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _origin(node: Mapping[str, Any]) -> str:
    return EXTERNAL if node.get("origin") == "external" else LOCAL


def _nodes(body: Mapping[str, Any], counts: Counter[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if not isinstance(body.get("nodes"), list):
        raise SourceError(
            "unreadable-file", "文件没有 nodes 列表 / the document has no list of nodes"
        )
    for node in body["nodes"]:
        key = str(node.get("id"))
        kept = {name: value for name, value in node.items() if value not in (None, "")}
        if found.setdefault(key, kept) != kept:
            raise SourceError(
                "duplicate-id-conflict", f"编号 {key} 有两种内容 / {key} stands twice, unlike",
                "合并成一条 / make them one",
            )  # fmt: skip
        if kept.get("type") not in (*ACTORS, *OTHERS):
            counts["unknown node type"] += 1
    return found


def _edges(
    body: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]], window: Any,
    counts: Counter[str],
) -> list[Edge]:  # fmt: skip
    kept: list[Edge] = []
    for edge in body.get("edges") or []:
        source, target, kind = str(edge.get("source")), str(edge.get("target")), edge.get("type")
        ends = _ENDS.get(kind)
        weight, year = edge.get("weight"), edge.get("year")
        if ends is None:
            counts["unknown edge type"] += 1
        elif (
            nodes.get(source, {}).get("type") not in ends[0]
            or nodes.get(target, {}).get("type") not in ends[1]
        ):
            counts["dangling end"] += 1
        elif source == target:
            counts["self-loop"] += 1
        elif weight not in (None, "") and not float(weight) > 0:
            counts["weight not positive"] += 1
        elif (
            window
            and kind not in _FORMAL
            and year not in (None, "")
            and not window[0] <= int(year) <= window[1]
        ):
            counts["outside the window"] += 1
        else:
            counts["missing weight"] += weight in (None, "")
            counts["undated"] += year in (None, "")
            value = 1.0 if weight in (None, "") else float(weight)
            kept.append((source, target, kind, value, _text(edge.get("group"))))
    return kept


def _ties(edges: list[Edge], place: Mapping[str, int]) -> dict[tuple[int, int], float]:
    parts: dict[tuple[int, int], list[float]] = {}
    events: dict[str, set[int]] = {}
    for source, target, kind, weight, _ in edges:
        if kind == "collaborates":
            one, two = sorted((place[source], place[target]))
            parts.setdefault((one, two), []).append(weight)
        elif kind in ("participates", "owns"):
            events.setdefault(target, set()).add(place[source])
        elif kind == "employed_by":
            events.setdefault(source, set()).add(place[target])
    for members in events.values():
        ordered = sorted(members)
        for i, one in enumerate(ordered):
            for two in ordered[i + 1 :]:
                parts.setdefault((one, two), []).append(1 / (len(ordered) - 1))
    # By size: the sum does not depend on the order of the edges.
    return {pair: sum(sorted(found)) for pair, found in parts.items()}


def _design(
    nodes: Mapping[str, Mapping[str, Any]], edges: list[Edge], place: Mapping[str, int]
) -> Design:
    keys = sorted(key for key, node in nodes.items() if node.get("type") == "segment")
    position = {key: i for i, key in enumerate(keys)}
    made = [Made() for _ in keys]
    supplies = Supplies()
    links: dict[tuple[int, int], Link] = {}
    for number, (source, target, kind, weight, group) in enumerate(edges):
        if kind == "produces":
            makers = made[position[target]].makers[_origin(nodes[source])]
            makers[place[source]] = makers.get(place[source], 0.0) + weight
        elif kind == "researches" and _origin(nodes[source]) == LOCAL:
            made[position[target]].researchers.add(place[source])
        elif kind == "supplies":
            supplies.setdefault((place[source], place[target]), []).append(number)
        elif kind == "upstream_of":
            ends = (position[source], position[target])
            link = links.setdefault(ends, Link(*ends, [], [], declared=[number]))
            link.groups.append(group if group is not None else f"\0{number}")
    touched = {end for pair in links for end in pair}
    segments = [
        Segment(
            key, str(nodes[key].get("name") or key), (i,), _importance(nodes[key]),
            nodes[key].get("surveyed") is not False, False, False, made[i], made[i], i in touched,
        )
        for i, key in enumerate(keys)
    ]  # fmt: skip
    found = linked_design((), segments, [links[k] for k in sorted(links)], supplies, closed=True)
    if found.cycle:
        loop = " > ".join(found.cycle)
        raise SourceError("cycle", f"环节成环 {loop} / the segments form a cycle {loop}")
    return found


def _importance(node: Mapping[str, Any]) -> float:
    value = node.get("importance")
    usable = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    return float(value) if usable and value is not None else 1.0
