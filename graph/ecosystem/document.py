"""One ecosystem as a JSON document (METRICS.md section F): complete by definition.

It gives the same `Scope` as a store does, without evidence, so that each metric is one function.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from graph.conventions import Conventions, load_conventions
from graph.ecosystem.cleaning import (
    ACTORS,
    FORMAL,
    Edge,
    Node,
    edges_of,
    importance,
    meta_of,
    nodes_of,
    text,
)
from graph.ecosystem.contraction import checked, contracted, left, stood_for
from graph.ecosystem.counting import ALL_YEARS
from graph.ecosystem.design import Design, Link, Segment, linked_design
from graph.ecosystem.evidence import Ints
from graph.ecosystem.making import EXTERNAL, LOCAL, Made, Supplies
from graph.ecosystem.places import coordinates
from graph.ecosystem.scope import CENTER, Scope
from graph.ecosystem.turnover import Pairs, Turnover
from graph.errors import SourceError

Place = Mapping[str, int]  # position of an actor, or of the center it is contracted into


def scope_of_document(
    body: Mapping[str, Any], conventions: Conventions | None = None, *, reading: str = CENTER
) -> Scope:
    """The scope that a document describes.

    Raises
    ------
    SourceError
        It is no such document (nodes, edges or meta malformed), one id stands with different
        content, or the segments form a cycle.
    UsageError
        There is no such reading of the core.
    """
    checked(reading)
    counts: Counter[str] = Counter()
    meta, nodes = meta_of(body), nodes_of(body, counts)
    edges = edges_of(body, nodes, meta.window, counts)
    everyone = sorted(key for key, node in nodes.items() if node.get("type") in ACTORS)
    row = {key: i for i, key in enumerate(everyone)}
    hosts = _hosts(edges, nodes, row)
    into = contracted(reading, hosts)
    rows = [i for i in range(len(everyone)) if i not in into]
    actors = [everyone[i] for i in rows]
    told = [nodes[key] for key in actors]
    position = {i: at for at, i in enumerate(rows)}
    position |= {host: position[center] for host, center in into.items()}
    place = {key: position[i] for key, i in row.items()}
    types = [str(node["type"]) for node in told]
    ties: dict[tuple[int, int], list[float]] = {}
    for pair, weight, _ in _parts(edges, place):
        ties.setdefault(pair, []).append(weight)
    columns = _table(sorted(ties))
    event, member = _events(edges, place)

    @functools.cache
    def dated() -> Turnover:
        earlier = edges_of(body, nodes, meta.window and meta.window.before, Counter())
        return Turnover(_dated(edges, place, actors), _dated(earlier, place, actors))

    return Scope(
        "document", meta.name, meta.window or ALL_YEARS, conventions or load_conventions(),
        actors, types, [_sector(node, reading) for node in told],
        [_origin(node) == LOCAL for node in told],
        [text(node.get("region")) for node in told],
        np.array([i for i, kind in enumerate(types) if kind == "center"], dtype=np.int32),
        np.array([i for i, kind in enumerate(types) if kind == "base"], dtype=np.int32),
        {position[center]: tuple(position[host] for host in found)
         for center, found in left(hosts, into).items()},
        columns[:, 0].copy(), columns[:, 1].copy(),
        # By size: the sum does not depend on the order of the edges.
        np.array([sum(sorted(ties[pair])) for pair in sorted(ties)], dtype=np.float64),
        np.ones(len(actors), dtype=bool), {}, _design(nodes, edges, row), None,
        np.array(rows, dtype=np.int32), ties=np.arange(len(ties), dtype=np.int32),
        dropped=dict(+counts), reading=reading, event=event, member=member,
        formal=_formal(edges, place), regions=meta.regions,
        coordinates=np.array(
            [coordinates(node.get("lat"), node.get("lon")) for node in told], dtype=np.float64
        ).reshape(len(told), 2),
        merged={position[center]: found for center, found in stood_for(into).items()},
        dated=dated if meta.window else None,
    )  # fmt: skip


def _sector(node: Node, reading: str) -> str:
    """The sector told, else the type; a center that stands for its hosts is a center."""
    kind = str(node["type"])
    told = None if kind == "center" and reading != CENTER else text(node.get("sector"))
    return told or kind


def _origin(node: Node) -> str:
    return EXTERNAL if node.get("origin") == "external" else LOCAL


def _hosts(
    edges: Iterable[Edge], nodes: Mapping[str, Node], row: Mapping[str, int]
) -> dict[int, list[int]]:
    """The hosts of each center."""
    found: dict[int, set[int]] = {i: set() for key, i in row.items()
                                  if nodes[key]["type"] == "center"}  # fmt: skip
    for edge in edges:
        if edge.type == "hosts":
            found[row[edge.target]].add(row[edge.source])
    return {center: sorted(hosts) for center, hosts in found.items()}


def _formal(edges: Iterable[Edge], place: Place) -> Ints:
    pairs = {
        (place[edge.target], place[edge.source])
        if edge.type == "hosts"
        else (place[edge.source], place[edge.target])
        for edge in edges
        if edge.type in FORMAL
    }
    return _table(sorted(pair for pair in pairs if pair[0] != pair[1]))


def _table(pairs: list[tuple[int, int]]) -> Ints:
    return np.array(pairs, dtype=np.int32).reshape(len(pairs), 2)


def _members(edges: Iterable[Edge], place: Place) -> dict[str, dict[int, bool]]:
    """Members of each event, and whether an edge that makes them one is dated.

    A project or IP right has one or more, a person two or more.
    """
    events: dict[str, dict[int, bool]] = {}
    persons = set()
    for edge in edges:
        if edge.type in ("participates", "owns"):
            event, actor = edge.target, place[edge.source]
        elif edge.type == "employed_by":
            event, actor = edge.source, place[edge.target]
            persons.add(event)
        else:
            continue
        known = events.setdefault(event, {})
        known[actor] = known.get(actor, False) or edge.dated
    return {
        key: events[key] for key in sorted(events) if key not in persons or len(events[key]) > 1
    }


def _events(edges: Iterable[Edge], place: Place) -> tuple[Ints, Ints]:
    members = enumerate(_members(edges, place).values())
    pairs = _table([(number, actor) for number, found in members for actor in sorted(found)])
    return pairs[:, 0].copy(), pairs[:, 1].copy()


def _parts(edges: list[Edge], place: Place) -> Iterator[tuple[tuple[int, int], float, bool]]:
    """What ties are made of: pair, weight, and whether it is dated."""
    for edge in edges:
        one, two = sorted((place.get(edge.source, -1), place.get(edge.target, -1)))
        if edge.type == "collaborates" and one != two:
            yield (one, two), edge.weight, edge.dated
    for members in _members(edges, place).values():
        ordered = sorted(members)
        for i, one in enumerate(ordered):
            for two in ordered[i + 1 :]:
                yield (one, two), 1 / (len(ordered) - 1), members[one] or members[two]


def _dated(edges: list[Edge], place: Place, actors: list[str]) -> Pairs:
    return frozenset(
        (actors[one], actors[two]) for (one, two), _, dated in _parts(edges, place) if dated
    )


def _design(nodes: Mapping[str, Node], edges: list[Edge], row: Mapping[str, int]) -> Design:
    keys = sorted(key for key, node in nodes.items() if node.get("type") == "segment")
    position = {key: i for i, key in enumerate(keys)}
    made = [Made() for _ in keys]
    supplies = Supplies()
    links: dict[tuple[int, int], Link] = {}
    for number, (source, target, kind, weight, group, _) in enumerate(edges):
        if kind == "produces":
            makers = made[position[target]].makers[_origin(nodes[source])]
            makers[row[source]] = makers.get(row[source], 0.0) + weight
        elif kind == "researches":
            made[position[target]].research.setdefault(row[source], []).append(number)
            if _origin(nodes[source]) == LOCAL:
                made[position[target]].researchers.add(row[source])
        elif kind == "supplies":
            supplies.setdefault((row[source], row[target]), []).append(number)
        elif kind == "upstream_of":
            ends = (position[source], position[target])
            link = links.setdefault(ends, Link(*ends, [], [], declared=[number]))
            # Without a group a link is a group of its own, however often it stands.
            link.groups.append(group if group is not None else f"\0{source}")
    touched = {end for pair in links for end in pair}
    segments = [
        Segment(
            key, text(nodes[key].get("name")) or key, (i,), importance(nodes[key]) or 1.0,
            nodes[key].get("surveyed") is not False, False, False, made[i], made[i], i in touched,
        )
        for i, key in enumerate(keys)
    ]  # fmt: skip
    found = linked_design((), segments, [links[k] for k in sorted(links)], supplies, closed=True)
    if found.cycle:
        loop = " > ".join(found.cycle)
        raise SourceError("cycle", f"环节成环 {loop} / the segments form a cycle {loop}")
    return found
