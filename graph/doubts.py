"""What is doubtful in a snapshot: flags, disputed values, inferred relations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from graph.records import FLAG, FLAG_SCOPE

if TYPE_CHECKING:
    from graph.snapshot import Snapshot


Flags = dict[int, list[dict[str, Any]]]
_K = TypeVar("_K")
_V = TypeVar("_V")


def written_flags(snapshot: Snapshot) -> Flags:
    """Flags that rows carry, by entity row: code, reasons, and the relation they speak of."""
    table: Flags = {}
    for row, value, qualifiers, _ in snapshot.facts(FLAG):
        table.setdefault(row, []).append({**value, **qualifiers})
    return table


def flags_of(snapshot: Snapshot) -> Flags:
    """Flags of each entity row, disputed values among them."""
    table = {row: list(flags) for row, flags in snapshot.written_flags.items()}
    for name in snapshot.fact_columns:
        if snapshot.is_single(name):
            for row in sorted(disputed((fact[0], fact[1]) for fact in snapshot.facts(name))):
                if snapshot.schema.is_single(snapshot.types[row], name):
                    table.setdefault(row, []).append(conflict(name))
    return table


def disputed(said: Iterable[tuple[_K, _V]]) -> set[_K]:
    """Keys (an entity, or a property of one) of which different values are said.

    >>> disputed([("region", "杭州"), ("state", "built"), ("region", "宁波")])
    {'region'}
    """
    first: dict[_K, _V] = {}
    return {key for key, value in said if first.setdefault(key, value) != value}


def conflict(name: str) -> dict[str, Any]:
    """The flag of a property that has different values."""
    return {"code": "duplicate-id-conflict", "property": name}


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


def speaks_of(flag: dict[str, Any], qualifiers: dict[str, Any]) -> bool:
    """Whether a flag's own qualifiers (role, title) fit those of the relation."""
    return all(flag.get(name) in (None, qualifiers.get(name)) for name in FLAG_SCOPE)
