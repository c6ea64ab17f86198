"""A frozen, columnar copy of a store: what metrics, layouts and graph answers read.

Rows of ``ids`` are the declared entities under their canonical ids, in ascending order. Facts and
edges are parallel columns that index into them. A snapshot carries the digest and data version of
the store it was taken from and never changes.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from graph.doubts import flagged_relations, flags_of, written_flags
from graph.forms import tables, to_networkx
from graph.judgements import canonical_ids
from graph.records import NO_QUALIFIERS, TYPE
from graph.schema import Schema, load_schema
from graph.store.base import Columns, Store, StoreInfo
from graph.values.date import NO_YEAR, year_of

Ints = NDArray[np.int32]
NO_INTS = np.empty(0, dtype=np.int32)


@dataclass(frozen=True)
class Edges:
    """Relations as parallel columns, ordered by source, type, target, qualifiers, identity.

    ``type`` indexes ``Snapshot.relation_types``; ``qualifier`` indexes ``Snapshot.qualifiers``;
    ``start`` and ``end`` are years or `NO_YEAR`; ``statement`` indexes ``Snapshot.statements``.
    """

    source: Ints
    target: Ints
    type: Ints
    qualifier: Ints
    statement: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.source)


class Snapshot:
    """The frozen copy. Make one with `Snapshot.take`."""

    def __init__(
        self, info: StoreInfo, columns: Columns, aliases: dict[str, str], schema: Schema
    ) -> None:
        self.digest, self.data_version, self.url = info.digest, info.data_version, info.url
        self.last_load = info.last_load
        self.schema = schema
        self.aliases = aliases
        self.statements, self.places = columns.id, columns.places
        self._build(columns)

    @classmethod
    def take(cls, store: Store, schema: Schema | None = None) -> Snapshot:
        """Copy what is in force in a store now.

        ``subjects`` is the row of each statement's subject, parallel to ``statements``;
        ``places`` is where each of them was read.
        """
        info, columns = store.columns()
        aliases = canonical_ids(store.judgements())
        return cls(info, columns, aliases, schema or load_schema())

    def is_current(self, store: Store) -> bool:
        """Whether the store still holds what this snapshot shows."""
        return store.last_load() == self.last_load and store.info().digest == self.digest

    def _build(self, columns: Columns) -> None:
        names = [self.aliases.get(key, key) for key in columns.entities]
        codes = {name: code for code, name in enumerate(columns.predicates)}
        declared = columns.predicate == codes.get(TYPE, -1)
        self.ids: list[str] = sorted({names[i] for i in set(columns.subject[declared].tolist())})
        self._index = {key: row for row, key in enumerate(self.ids)}
        to_row = np.array([self._index.get(name, -1) for name in names] or [0], dtype=np.int32)
        subject = to_row[columns.subject] if len(columns.subject) else columns.subject
        self.subjects = subject
        target = np.where(columns.object >= 0, to_row[columns.object], -1).astype(np.int32)
        self.qualifiers = [json.loads(text or NO_QUALIFIERS) for text in columns.qualifiers]
        self._datasets, self._dataset = columns.datasets, columns.dataset
        self._build_edges(columns, subject, target)
        self._build_facts(columns, subject, codes)

    def _build_edges(self, columns: Columns, subject: Ints, target: Ints) -> None:
        self.relation_types = tuple(self.schema.relations)
        code_of = {name: i for i, name in enumerate(self.relation_types)}
        kind = np.array([code_of.get(p, -1) for p in columns.predicates] or [-1], dtype=np.int32)
        kinds = kind[columns.predicate] if len(subject) else subject
        keep = np.flatnonzero((target >= 0) & (subject >= 0) & (kinds >= 0))
        rank = np.argsort(np.argsort(np.array(columns.qualifiers or [""], dtype=object)))
        order = np.lexsort((
            columns.dataset[keep], rank[columns.qualifier[keep]], target[keep], kinds[keep],
            subject[keep],
        ))  # fmt: skip
        rows = keep[order]
        starts = np.array([_year(q.get("start")) for q in self.qualifiers] or [0], dtype=np.int32)
        ends = np.array([_year(q.get("end")) for q in self.qualifiers] or [0], dtype=np.int32)
        qualifier = columns.qualifier[rows]
        self.edges = Edges(
            subject[rows], target[rows], kinds[rows], qualifier, rows.astype(np.int32),
            starts[qualifier], ends[qualifier],
        )  # fmt: skip
        for column in vars(self.edges).values():
            column.flags.writeable = False

    def _build_facts(self, columns: Columns, subject: Ints, codes: dict[str, int]) -> None:
        rows = np.flatnonzero((columns.object < 0) & (subject >= 0))
        predicate = columns.predicate[rows]
        order = np.argsort(predicate, kind="stable")
        rows, predicate = rows[order], predicate[order]
        bounds = np.searchsorted(predicate, np.arange(len(columns.predicates) + 1))
        self.fact_columns: dict[str, tuple[Ints, list[str], Ints, Ints]] = {}
        for name, code in codes.items():
            part = rows[bounds[code] : bounds[code + 1]]
            if len(part):
                texts = [columns.values[i] or "null" for i in part.tolist()]
                self.fact_columns[name] = (
                    subject[part], texts, columns.qualifier[part], part.astype(np.int32),
                )  # fmt: skip

    # nodes

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, entity: str) -> bool:
        return self.canonical(entity) in self._index

    def canonical(self, entity: str) -> str:
        """The canonical id of an id (itself unless merged)."""
        return self.aliases.get(entity, entity)

    def row(self, entity: str) -> int:
        """Row of an entity; KeyError if it is not declared."""
        return self._index[self.canonical(entity)]

    @functools.cached_property
    def types(self) -> list[str]:
        """Node type of each row."""
        found = self.column(TYPE)
        return [str(one) for one in found]

    @functools.cached_property
    def _of_type(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for row, kind in enumerate(self.types):
            table.setdefault(kind, []).append(row)
        return table

    def of_type(self, *kinds: str) -> list[int]:
        """Rows of the given node types, ascending."""
        return sorted(row for kind in kinds for row in self._of_type.get(kind, ()))

    def dataset_of(self, statement: int) -> str:
        """Name of the dataset that makes a statement."""
        return self._datasets[int(self._dataset[statement])]

    # properties

    def facts(self, name: str) -> list[tuple[int, Any, dict[str, Any], int]]:
        """(row, value, qualifiers, statement) of each property statement of that name."""
        if name not in self.fact_columns:
            return []
        subject, texts, qualifier, statement = self.fact_columns[name]
        decoded = {text: json.loads(text) for text in set(texts)}  # few texts, many rows
        order = np.argsort(subject, kind="stable")
        found = [
            (row, decoded[texts[i]], self.qualifiers[q], one)
            for i, row, q, one in zip(
                order.tolist(), subject[order].tolist(), qualifier[order].tolist(),
                statement[order].tolist(), strict=True,
            )
        ]  # fmt: skip
        if len(np.unique(subject)) < len(subject):
            found.sort(key=lambda fact: (fact[0], str(fact[1])))
        return found

    @functools.cache  # noqa: B019  (a snapshot lives as long as its columns)
    def column(self, name: str) -> list[Any]:
        """One value of a property per row; None where there is none or it is disputed.

        Among different values the one with the latest ``as_of`` holds; without such dates none
        does until somebody decides. ``type`` takes the first in alphabetical order.
        """
        values: list[Any] = [None] * len(self.ids)
        facts = self.facts(name)
        if len({fact[0] for fact in facts}) == len(facts):  # nothing to settle
            for row, value, _, _ in facts:
                values[row] = value
            return values
        dates: dict[int, list[tuple[str, Any]]] = {}
        for row, value, qualifiers, _ in facts:
            dates.setdefault(row, []).append((_as_of(qualifiers), value))
        for row, found in dates.items():
            values[row] = found[0][1] if name == TYPE else _settle(found)
        return values

    @functools.cache  # noqa: B019
    def columns_many(self, name: str) -> list[list[Any]]:
        """All distinct values of a property per row, in ascending order of their JSON."""
        values: list[list[Any]] = [[] for _ in self.ids]
        for row, value, _, _ in self.facts(name):
            if value not in values[row]:
                values[row].append(value)
        return values

    @functools.cached_property
    def declarations(self) -> tuple[NDArray[np.intp], Ints]:
        """The statements that declare each entity, as compressed rows (start, statement)."""
        subject, _, _, statement = self.fact_columns.get(TYPE, (NO_INTS, [], NO_INTS, NO_INTS))
        order = np.argsort(subject, kind="stable")
        start = np.searchsorted(subject[order], np.arange(len(self.ids) + 1))
        return start, statement[order]

    def declaring(self, row: int) -> list[int]:
        """The statements that declare the entity of a row."""
        start, statement = self.declarations
        found: list[int] = statement[start[row] : start[row + 1]].tolist()
        return found

    def name(self, row: int, lang: str = "zh") -> str:
        """The name to show: Chinese or English, else the other, else the id."""
        order = ("name", "name_en") if lang == "zh" else ("name_en", "name")
        found = (self.column(one)[row] for one in order)
        return next((str(one) for one in found if one), self.ids[row])

    # relations

    def edge_rows(self, *types: str) -> NDArray[np.intp]:
        """Rows of `edges` of the given relation types."""
        codes = [self.relation_types.index(one) for one in types]
        return np.flatnonzero(np.isin(self.edges.type, codes))

    @functools.cached_property
    def degree(self) -> NDArray[np.intp]:
        """Number of relations of each entity, in either direction, shape (n_nodes,)."""
        ends = np.concatenate([self.edges.source, self.edges.target])
        return np.bincount(ends, minlength=len(self.ids))

    @functools.cached_property
    def incidence(self) -> tuple[NDArray[np.intp], Ints, Ints]:
        """Edges of each entity in either direction, as compressed rows.

        Returns
        -------
        (start, other, edge)
            Entity i has the edges ``edge[start[i]:start[i+1]]``, to the entities ``other[...]``.
        """
        ends = np.concatenate([self.edges.source, self.edges.target])
        others = np.concatenate([self.edges.target, self.edges.source])
        order = np.argsort(ends, kind="stable")
        start = np.searchsorted(ends[order], np.arange(len(self.ids) + 1))
        edge = (order % max(len(self.edges), 1)).astype(np.int32)
        return start, others[order].astype(np.int32), edge

    @functools.cached_property
    def hosts(self) -> frozenset[int]:
        """Rows of the entities that host a center."""
        return frozenset(self.edges.target[self.edge_rows("HOSTED_BY")].tolist())

    def edge_qualifiers(self, edge: int) -> dict[str, Any]:
        """The decoded qualifiers of one edge."""
        found: dict[str, Any] = self.qualifiers[int(self.edges.qualifier[edge])]
        return found

    # doubts

    def is_single(self, name: str) -> bool:
        """Whether a property holds one value per entity, in some type at least."""
        return any(self.schema.is_single(kind, name) for kind in self.schema.nodes)

    @functools.cached_property
    def written_flags(self) -> dict[int, list[dict[str, Any]]]:
        """Flags that rows carry, by entity row; without disputed values, which take longer."""
        return written_flags(self)

    @functools.cached_property
    def flags(self) -> dict[int, list[dict[str, Any]]]:
        """Flags of each entity row: code, reasons, and the relation they speak of, if any."""
        return flags_of(self)

    def own_flags(self, row: int) -> list[dict[str, Any]]:
        """Flags of an entity that speak of itself, not of one of its relations."""
        return [dict(flag) for flag in self.flags.get(row, ()) if not flag.get("relation")]

    @functools.cached_property
    def flagged_statements(self) -> frozenset[int]:
        """Statements of relations that a flag speaks of, or that are inferred."""
        return flagged_relations(self)

    # other forms

    def matrix(self, *types: str, undirected: bool = False) -> sparse.csr_array:
        """Number of edges between entities as a sparse matrix.

        Returns
        -------
        scipy.sparse.csr_array of shape (n_nodes, n_nodes)
            Rows and columns in ``ids`` order, float64. With ``undirected`` the matrix is
            symmetric.
        """
        rows = self.edge_rows(*types) if types else np.arange(len(self.edges))
        n = len(self.ids)
        ones = np.ones(len(rows))
        ends = (self.edges.source[rows], self.edges.target[rows])
        built = sparse.coo_array((ones, ends), shape=(n, n)).tocsr()
        return (built + built.T).tocsr() if undirected else built

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """A NetworkX multigraph: nodes with type and properties, edges with type and qualifiers."""
        return to_networkx(self)

    def tables(self) -> dict[str, pa.Table]:
        """Arrow tables ``nodes`` (id, type, name), ``edges`` and ``facts``; JSON for values."""
        return tables(self)


def _year(value: Any) -> int:
    year = year_of(value)
    return NO_YEAR if year is None else year


def _as_of(qualifiers: dict[str, Any]) -> str:
    value = qualifiers.get("as_of")
    return str(value["date"]) if isinstance(value, dict) else ""


def _settle(found: Sequence[tuple[str, Any]]) -> Any:
    """The value that holds among (date, value) pairs, or None."""
    latest = max(date for date, _ in found)
    last = [value for date, value in found if date == latest]
    return last[0] if all(value == last[0] for value in last) else None


def open_snapshot(store: Store, last: Snapshot | None = None) -> Snapshot:
    """The snapshot of what a store holds now.

    ``last``, an earlier snapshot, is given back while the store has not changed.
    """
    if last is not None and last.url == store.url and last.is_current(store):
        return last
    return Snapshot.take(store)
