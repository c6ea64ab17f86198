"""An invented ecosystem as a document (METRICS.md section F), and as a scope in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.ecosystem import (
    EVENTS,
    FIRST,
    HOST,
    KINDS,
    LAST,
    PERSON,
    REGIONS,
    UNDATED,
    Drawn,
    Ints,
    projected,
    sectors,
)  # fmt: skip
from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scope import Scope
from graph.ecosystem.turnover import Pairs, Turnover

Element = dict[str, Any]


def document(drawn: Drawn, *, ties: bool = True) -> Element:
    """The ecosystem as a document; without ``ties`` no collaborations and no events."""
    meta = {
        "name": "虚构的性能测试数据 / invented data for measuring",
        "window": [FIRST, LAST], "regions": [f"r{i}" for i in range(REGIONS)],
    }  # fmt: skip
    edges = list(_works(drawn))
    if ties:
        edges += _collaborations(drawn)
        edges += _memberships(drawn)
    return {"meta": meta, "nodes": list(_nodes(drawn, ties)), "edges": edges}


def _nodes(drawn: Drawn, events: bool) -> Iterator[Element]:
    columns = (drawn.kind, drawn.external, drawn.region, drawn.places)
    told = sectors(drawn)
    for i, (kind, external, region, (lat, lon)) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        node = {"id": f"a{i:07}", "type": KINDS[kind], "region": f"r{region}"}
        if told[i] != KINDS[kind]:
            node["sector"] = told[i]
        if external:
            node["origin"] = "external"
        yield node if lat != lat else node | {"lat": lat, "lon": lon}
    for s in range(drawn.segments):
        yield {"id": f"s{s:07}", "type": "segment", "importance": 1 + s % 3}
    if events:
        kinds = list(EVENTS)
        for e, kind in enumerate(drawn.event_kind.tolist()):
            yield {"id": f"e{e:07}", "type": kinds[kind]}


def _dated(year: int) -> Element:
    return {} if year == UNDATED else {"year": year}


def _collaborations(drawn: Drawn) -> Iterator[Element]:
    for (one, two), weight, year in zip(
        drawn.ties.tolist(), drawn.weight.tolist(), drawn.year.tolist(), strict=True
    ):
        yield {"source": f"a{one:07}", "target": f"a{two:07}", "type": "collaborates",
               "weight": weight, **_dated(year)}  # fmt: skip
    for one, two in drawn.earlier.tolist():
        yield {"source": f"a{one:07}", "target": f"a{two:07}", "type": "collaborates",
               "year": FIRST - 1}  # fmt: skip


def _memberships(drawn: Drawn) -> Iterator[Element]:
    relations = list(EVENTS.values())
    kinds = drawn.event_kind.tolist()
    for (event, actor), year in zip(
        drawn.members.tolist(), drawn.member_year.tolist(), strict=True
    ):
        ends, kind = (f"a{actor:07}", f"e{event:07}"), relations[kinds[event]]
        source, target = ends[::-1] if kind == "employed_by" else ends
        yield {"source": source, "target": target, "type": kind, **_dated(year)}


def _works(drawn: Drawn) -> Iterator[Element]:
    hosts = drawn.kind == HOST
    for center, other in drawn.formal.tolist():
        if hosts[other]:
            yield {"source": f"a{other:07}", "target": f"a{center:07}", "type": "hosts"}
        else:
            yield {"source": f"a{center:07}", "target": f"a{other:07}", "type": "has_base"}
    for (actor, s), capacity in zip(drawn.makes.tolist(), drawn.capacity.tolist(), strict=True):
        yield {"source": f"a{actor:07}", "target": f"s{s:07}", "type": "produces",
               "weight": capacity}  # fmt: skip
    for actor, s in drawn.researches.tolist():
        yield {"source": f"a{actor:07}", "target": f"s{s:07}", "type": "researches"}
    for low, high in drawn.links.tolist():
        yield {"source": f"s{low:07}", "target": f"s{high:07}", "type": "upstream_of"}


def scope_of_arrays(drawn: Drawn) -> Scope:
    """The same scope, with ties, events and what is dated taken from the arrays."""
    n = len(drawn)
    pairs, weight, which = projected(drawn.members)
    ends = np.sort(np.concatenate([drawn.ties, pairs]), axis=1)
    parts = np.concatenate([drawn.weight, weight])
    key, tie = np.unique(ends[:, 0] * n + ends[:, 1], return_inverse=True)
    order = np.lexsort((parts, tie))  # by size: the sum does not depend on the order
    total = np.zeros(len(key))
    np.add.at(total, tie[order], parts[order])
    event, member = drawn.members.astype(np.int32).T
    several = np.bincount(event, minlength=len(drawn.event_kind)) > 1
    kept = several[event] | (drawn.event_kind[event] != PERSON)
    told = drawn.members[drawn.member_year != UNDATED] @ (n, 1)  # one member's year dates a pair
    dated = np.isin(which * n + pairs[:, 0], told) | np.isin(which * n + pairs[:, 1], told)
    now = np.concatenate([drawn.ties[drawn.year != UNDATED], pairs[dated]])
    names = [f"a{i:07}" for i in range(n)]
    return replace(
        scope_of_document(document(drawn, ties=False)),
        u=(key // n).astype(np.int32), v=(key % n).astype(np.int32), weight=total,
        ties=np.arange(len(key), dtype=np.int32), dropped={},
        event=np.unique(event[kept], return_inverse=True)[1].astype(np.int32),
        member=member[kept].copy(),
        dated=lambda: Turnover(_named(names, now), _named(names, drawn.earlier)),
    )  # fmt: skip


def _named(names: list[str], pairs: Ints) -> Pairs:
    low, high = np.sort(pairs, axis=1).T.tolist()
    return frozenset((names[one], names[two]) for one, two in zip(low, high, strict=True))
