"""A snapshot as a NetworkX graph and as Arrow tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import pyarrow as pa

from graph.records import FLAG, TYPE
from graph.values.date import NO_YEAR

if TYPE_CHECKING:
    from graph.snapshot import Snapshot


def to_networkx(snapshot: Snapshot) -> nx.MultiDiGraph[str]:
    """A NetworkX multigraph: nodes with type and properties, edges with type and qualifiers."""
    built: nx.MultiDiGraph[str] = nx.MultiDiGraph(digest=snapshot.digest)
    names = [one for one in snapshot.fact_columns if one not in (TYPE, FLAG)]
    for row, key in enumerate(snapshot.ids):
        properties = {one: snapshot.column(one)[row] for one in names if snapshot.is_single(one)}
        kept = {one: value for one, value in properties.items() if value is not None}
        built.add_node(key, type=snapshot.types[row], **kept)
    for edge in range(len(snapshot.edges)):
        kind = snapshot.relation_types[snapshot.edges.type[edge]]
        built.add_edge(
            snapshot.ids[snapshot.edges.source[edge]], snapshot.ids[snapshot.edges.target[edge]],
            key=f"{kind}#{edge}", type=kind, **snapshot.edge_qualifiers(edge),
        )  # fmt: skip
    return built


def tables(snapshot: Snapshot) -> dict[str, pa.Table]:
    """Arrow tables ``nodes`` (id, type, name), ``edges`` and ``facts``; JSON for values."""
    edges = snapshot.edges
    spelled = [json.dumps(q, ensure_ascii=False, sort_keys=True) for q in snapshot.qualifiers]
    years = {
        side: pa.array(getattr(edges, side), mask=getattr(edges, side) == NO_YEAR)
        for side in ("start", "end")
    }
    facts = [
        (snapshot.ids[row], name, text, spelled[q])
        for name in sorted(snapshot.fact_columns)
        for row, text, q in zip(
            snapshot.fact_columns[name][0].tolist(), snapshot.fact_columns[name][1],
            snapshot.fact_columns[name][2].tolist(), strict=True,
        )
    ]  # fmt: skip
    return {
        "nodes": pa.table({
            "id": snapshot.ids, "type": snapshot.types,
            "name": [snapshot.name(row) for row in range(len(snapshot.ids))],
        }),
        "edges": pa.table({
            "source": [snapshot.ids[i] for i in edges.source.tolist()],
            "target": [snapshot.ids[i] for i in edges.target.tolist()],
            "type": [snapshot.relation_types[i] for i in edges.type.tolist()],
            "start": years["start"], "end": years["end"],
            "qualifiers": [spelled[i] for i in edges.qualifier.tolist()],
        }),
        "facts": pa.table(
            [pa.array([fact[i] for fact in sorted(facts)], pa.string()) for i in range(4)],
            names=["subject", "predicate", "value", "qualifiers"],
        ),
    }  # fmt: skip
