"""What a memory store holds, and the questions it answers about it."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from graph.records import (
    TYPE,
    Dataset,
    Document,
    FileVersion,
    Judgement,
    LoadRecord,
    Provenance,
    Statement,
    digest_of,
)
from graph.store.base import Columns, Places, compressed
from graph.store.bookkeeping import provenance_order


@dataclass
class MemoryState:
    """Everything a memory store holds; copied whole when a session begins."""

    statements: dict[bytes, Statement] = field(default_factory=dict)
    # statement -> {(version, provenance): number of the first load that said it there}
    said: dict[bytes, dict[tuple[FileVersion, Provenance], int]] = field(default_factory=dict)
    load_files: dict[int, set[FileVersion]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    datasets: dict[str, Dataset] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    judgements: list[Judgement] = field(default_factory=list)
    loads: list[LoadRecord] = field(default_factory=list)
    version: int = 0

    def copy(self) -> MemoryState:
        other = copy.copy(self)
        other.statements, other.said = (
            dict(self.statements),
            {key: dict(places) for key, places in self.said.items()},
        )
        other.load_files = {key: set(files) for key, files in self.load_files.items()}
        other.documents, other.datasets = dict(self.documents), dict(self.datasets)
        other.withdrawn, other.judgements = set(self.withdrawn), list(self.judgements)
        other.loads = list(self.loads)
        return other

    def living(self) -> set[tuple[FileVersion, int]]:
        undone = {one.number for one in self.loads if one.undone}
        return {
            (version, number)
            for number, files in self.load_files.items()
            if number not in undone
            for version in files
        }

    def last(self) -> dict[FileVersion, int]:
        """The last load in force of each file version."""
        last: dict[FileVersion, int] = {}
        for version, number in self.living():
            last[version] = max(number, last.get(version, 0))
        return last

    def in_force(self) -> list[Statement]:
        last = self.last()
        return [
            one
            for key, one in self.statements.items()
            if one.dataset not in self.withdrawn
            and any(since <= last.get(place[0], -1) for place, since in self.said[key].items())
        ]

    def digest(self) -> str:
        return digest_of(sorted(one.id for one in self.in_force()), self.judgements)


def provenances_in(
    state: MemoryState, ids: Iterable[bytes], current: int = -1
) -> dict[bytes, list[Provenance]]:
    last = state.last()
    found = {}
    for key in ids:
        places = state.said.get(key)
        if places:
            # A place of the load that is being written is not living yet and counts.
            kept = {
                place
                for (version, place), since in places.items()
                if since == current or since <= last.get(version, -1)
            }
            found[key] = sorted(kept, key=provenance_order)
    return found


def counts_of(statements: Iterable[Statement]) -> tuple[dict[str, int], dict[str, int]]:
    entities: dict[str, set[str]] = {}
    relations: dict[str, set[tuple[str, str, str]]] = {}
    for one in statements:
        if one.predicate == TYPE:
            entities.setdefault(one.value, set()).add(one.subject)
        elif one.is_relation:
            ends = (one.subject, one.value_json, one.qualifiers_json)
            relations.setdefault(one.predicate, set()).add(ends)
    return (
        {kind: len(found) for kind, found in sorted(entities.items())},
        {kind: len(found) for kind, found in sorted(relations.items())},
    )


def places_of(state: MemoryState, statements: list[Statement]) -> Places:
    files: dict[tuple[str, str], int] = {}
    citations: dict[str, int] = {}
    rows = set()
    last = state.last()
    for i, one in enumerate(statements):
        for (version, place), since in state.said[one.id].items():
            if since <= last.get(version, -1):
                file = files.setdefault((place.file, place.sheet or ""), len(files))
                cited = citations.setdefault(";".join(place.documents), len(citations))
                rows.add((i, file, place.row or 0, cited))
    table = np.array(sorted(rows), dtype=np.int32).reshape(len(rows), 4).T
    return compressed(list(files), list(citations), table, len(statements))


def columns_of(statements: list[Statement], places: Places) -> Columns:
    entities: dict[str, int] = {}
    predicates: dict[str, int] = {}
    qualifiers: dict[str, int] = {}
    datasets: dict[str, int] = {}

    def place(table: dict[str, int], word: str) -> int:
        return table.setdefault(word, len(table))

    rows = [
        (
            place(entities, one.subject),
            place(predicates, one.predicate),
            place(entities, one.value) if one.is_relation else -1,
            place(qualifiers, one.qualifiers_json),
            place(datasets, one.dataset),
        )
        for one in statements
    ]
    table = np.array(rows, dtype=np.int32).reshape(len(rows), 5)
    values = [None if one.is_relation else one.value_json for one in statements]
    identities = np.frombuffer(b"".join(one.id for one in statements), dtype="V16")
    return Columns(
        list(entities),
        list(predicates),
        list(qualifiers),
        list(datasets),
        table[:, 0].copy(),
        table[:, 1].copy(),
        table[:, 2].copy(),
        table[:, 3].copy(),
        table[:, 4].copy(),
        values,
        identities,
        places,
    )
