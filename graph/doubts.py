"""What is doubtful in a snapshot: flags, disputed values, inferred relations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.records import FLAG, FLAG_SCOPE

if TYPE_CHECKING:
    from graph.snapshot import Snapshot


def flags_of(snapshot: Snapshot) -> dict[int, list[dict[str, Any]]]:
    """Flags of each entity row: code, reasons, and the relation they speak of, if any."""
    table: dict[int, list[dict[str, Any]]] = {}
    for row, value, qualifiers, _ in snapshot.facts(FLAG):
        table.setdefault(row, []).append({**value, **qualifiers})
    for name in snapshot.fact_columns:
        if snapshot.is_single(name):
            for row in _disputed(snapshot.facts(name)):
                table.setdefault(row, []).append(
                    {"code": "duplicate-id-conflict", "property": name}
                )
    return table


def flagged_relations(snapshot: Snapshot) -> frozenset[int]:
    """Statements of relations that a flag speaks of, or that are inferred."""
    wanted: dict[tuple[int, str, str], list[dict[str, Any]]] = {}
    for row, found in snapshot.flags.items():
        for one in found:
            if one.get("relation"):
                key = (row, one["relation"], snapshot.canonical(one["other"]))
                wanted.setdefault(key, []).append(one)
    marked = set()
    edges = snapshot.edges
    inferred = np.array([bool(q.get("inferred")) for q in snapshot.qualifiers] or [False])
    marked.update(edges.statement[inferred[edges.qualifier]].tolist())
    for key, flags in wanted.items():
        for edge in np.flatnonzero(edges.source == key[0]).tolist():
            if (
                snapshot.relation_types[edges.type[edge]] == key[1]
                and snapshot.ids[edges.target[edge]] == key[2]
                and any(speaks_of(flag, snapshot.edge_qualifiers(edge)) for flag in flags)
            ):
                marked.add(int(edges.statement[edge]))
    return frozenset(marked)


def _disputed(facts: Iterable[tuple[int, Any, dict[str, Any], int]]) -> list[int]:
    seen: dict[int, Any] = {}
    return sorted({row for row, value, _, _ in facts if seen.setdefault(row, value) != value})


def speaks_of(flag: dict[str, Any], qualifiers: dict[str, Any]) -> bool:
    """Whether a flag's own qualifiers (role, title) fit those of the relation."""
    return all(flag.get(name) in (None, qualifiers.get(name)) for name in FLAG_SCOPE)
