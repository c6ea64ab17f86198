"""The body of ``graph``: nodes and edges with positions, totals, and honest truncation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.layout.rings import Rings, rings, roles
from graph.snapshot import Snapshot
from graph.values.date import NO_YEAR, year_of

HIDDEN = ("Segment", "Chain", "Region", "IndicatorObservation", "Evaluation")
"""Types that the network leaves out unless they are asked for."""


@dataclass(frozen=True)
class Filter:
    """Which entities and relations a picture or list is about; empty means all."""

    types: tuple[str, ...] = ()
    region: str | None = None
    rows: frozenset[int] | None = None
    year_from: int | None = None
    year_to: int | None = None
    layers: tuple[str, ...] = ()


def chosen_rows(snapshot: Snapshot, chosen: Filter) -> list[int]:
    """Rows that pass a filter, ascending."""
    kinds = chosen.types or tuple(k for k in snapshot.schema.nodes if k not in HIDDEN)
    found = snapshot.of_type(*(kind for kind in kinds if kind in snapshot.schema.nodes))
    if chosen.rows is not None:
        found = [row for row in found if row in chosen.rows]
    if chosen.region:
        regions, places = snapshot.column("region"), snapshot.column("place")
        found = [
            row
            for row in found
            if chosen.region == regions[row] or chosen.region in str(places[row] or "")
        ]
    if chosen.year_from is not None or chosen.year_to is not None:
        low, high = chosen.year_from or -9999, chosen.year_to or 9999
        years = {row: entity_year(snapshot, row) for row in found}
        found = [row for row in found if years[row] is None or low <= (years[row] or 0) <= high]
    return found


def entity_year(snapshot: Snapshot, row: int) -> int | None:
    """The year an entity carries: approval, start or date."""
    for name in ("approval_date", "start", "date"):
        year = year_of(snapshot.column(name)[row])
        if year is not None:
            return year
    return None


def graph_body(
    snapshot: Snapshot, chosen: Filter, *, limit: int = 500, layout: str = "rings"
) -> dict[str, Any]:
    """Nodes by degree, at most ``limit``, the edges among them, and what was left out."""
    rows = chosen_rows(snapshot, chosen)
    degree = snapshot.degree
    kept = sorted(rows, key=lambda row: (-int(degree[row]), snapshot.ids[row]))[:limit]
    edges = chosen_edges(snapshot, rows, chosen)
    among = chosen_edges(snapshot, kept, chosen)
    placed = rings(snapshot, kept) if layout == "rings" else None
    truncated = len(kept) < len(rows)
    return {
        "meta": {
            "digest": snapshot.digest, "data_version": snapshot.data_version,
            "total_nodes": len(rows), "total_edges": len(edges), "returned_nodes": len(kept),
            "returned_edges": len(among), "truncated": truncated,
            "truncated_by": "limit" if truncated else None, "order": "degree desc, id",
            "layout": {"name": layout, "seed": 1}, "rings": placed.radii if placed else [],
            "sectors": _sectors(snapshot, placed),
        },
        "nodes": [node_body(snapshot, row, int(degree[row]), placed) for row in kept],
        "edges": [edge_body(snapshot, edge) for edge in among],
    }  # fmt: skip


def ego_body(
    snapshot: Snapshot, center: int, *, depth: int = 1, limit: int = 500
) -> dict[str, Any]:
    """The surroundings of one entity: at most ``limit`` entities within some steps.

    Of each step the best connected come first, so that what a limit cuts is the far fringe; the
    totals count everything within the steps.
    """
    start, other, edge = snapshot.incidence
    seen = np.zeros(len(snapshot), dtype=bool)
    seen[center] = True
    steps = [np.array([center])]
    for _ in range(depth):
        spans = [other[start[row] : start[row + 1]] for row in steps[-1].tolist()]
        reached = np.unique(np.concatenate(spans)) if spans else np.empty(0, dtype=np.int32)
        fresh = reached[~seen[reached]]
        seen[fresh] = True
        steps.append(fresh[np.lexsort((fresh, -snapshot.degree[fresh]))])
    rows = np.concatenate(steps)
    kept = rows[:limit].tolist()
    inside = np.zeros(len(snapshot), dtype=bool)
    inside[kept] = True
    spans = [edge[start[row] : start[row + 1]] for row in kept]
    near = np.unique(np.concatenate(spans))
    among = near[inside[snapshot.edges.source[near]] & inside[snapshot.edges.target[near]]]
    truncated = len(kept) < len(rows)
    return {
        "meta": {
            "digest": snapshot.digest, "data_version": snapshot.data_version,
            "center": snapshot.ids[center], "depth": depth, "total_nodes": len(rows),
            "returned_nodes": len(kept), "returned_edges": len(among), "truncated": truncated,
            "truncated_by": "limit" if truncated else None, "order": "step, degree desc, id",
            "layout": {"name": "none", "seed": 1}, "rings": [], "sectors": [],
        },
        "nodes": [node_body(snapshot, row, int(snapshot.degree[row])) for row in kept],
        "edges": [edge_body(snapshot, one) for one in among.tolist()],
    }  # fmt: skip


def chosen_edges(snapshot: Snapshot, rows: Sequence[int], chosen: Filter) -> list[int]:
    """Edges among some rows that pass the filter's layers and years, in stable order."""
    inside = np.zeros(len(snapshot) + 1, dtype=bool)
    inside[list(rows)] = True
    edges = snapshot.edges
    keep = inside[edges.source] & inside[edges.target]
    if chosen.layers:
        mask = np.zeros(len(edges), dtype=bool)
        mask[snapshot.edge_rows(*snapshot.schema.of_layer(*chosen.layers))] = True
        keep &= mask
    dated = edges.start != NO_YEAR
    if chosen.year_from is not None:
        keep &= ~dated | (edges.start >= chosen.year_from)
    if chosen.year_to is not None:
        keep &= ~dated | (edges.start <= chosen.year_to)
    found: list[int] = np.flatnonzero(keep).tolist()
    return found


def node_body(
    snapshot: Snapshot, row: int, degree: int, placed: Rings | None = None
) -> dict[str, Any]:
    """One node as every picture format needs it."""
    name, english = snapshot.column("name")[row], snapshot.column("name_en")[row]
    role = placed.role[row] if placed else roles(snapshot, [row])[row]
    return {
        "id": snapshot.ids[row], "type": snapshot.types[row], "role": role,
        "label": name or english or snapshot.ids[row], "label_en": english,
        "year": entity_year(snapshot, row), "degree": degree,
        "region": snapshot.column("region")[row], "kind": snapshot.column("kind")[row],
        "flagged": bool(snapshot.own_flags(row)),
        "source_count": len(snapshot.declaring(row)),
        "x": placed.x[row] if placed else None, "y": placed.y[row] if placed else None,
        "sector": placed.sector[row] if placed else None,
    }  # fmt: skip


def edge_body(snapshot: Snapshot, edge: int) -> dict[str, Any]:
    """One edge; its id carries a prefix, as some libraries keep one namespace for all ids."""
    edges = snapshot.edges
    kind = snapshot.relation_types[edges.type[edge]]
    qualifiers = snapshot.edge_qualifiers(edge)
    statement = int(edges.statement[edge])
    year = int(edges.start[edge])
    return {
        "id": "rel:" + snapshot.statements[statement].tobytes().hex(),
        "source": snapshot.ids[edges.source[edge]], "target": snapshot.ids[edges.target[edge]],
        "type": kind, "layer": snapshot.schema.relations[kind].layer,
        "year": None if year == NO_YEAR else year, "status": qualifiers.get("status"),
        "role": qualifiers.get("role"), "weight": qualifiers.get("weight", 1),
        "flagged": statement in snapshot.flagged_statements,
    }  # fmt: skip


def _sectors(snapshot: Snapshot, placed: Rings | None) -> list[dict[str, Any]]:
    if placed is None:
        return []
    found = []
    for one in placed.sectors:
        row = snapshot.row(one.id) if one.id else None
        found.append({
            "id": one.id, "name": snapshot.name(row) if row is not None else None,
            "name_en": snapshot.column("name_en")[row] if row is not None else None,
            "count": one.count, "from": round(one.start, 6), "to": round(one.end, 6),
            "angle": round((one.start + one.end) / 2, 6),
        })  # fmt: skip
    return found
