"""The reference store: plain dictionaries, obviously right rather than fast."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from graph.errors import StoreError, did_you_mean
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
from graph.store.base import (
    Columns,
    Places,
    StoreInfo,
    compressed,
    naming_text,
    refuse_mixture,
    statement_order,
)
from graph.values.text import search_key


@dataclass
class _State:
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

    def copy(self) -> _State:
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


class MemoryStore:
    """Keeps everything in this process; the oracle of the conformance suite."""

    kind = "memory"
    url = "memory:"

    def __init__(self) -> None:
        self._state = _State()

    def info(self) -> StoreInfo:
        state = self._state
        return StoreInfo(
            self.url, self.kind, state.version, state.digest(), len(state.in_force()),
            self.last_load(),
        )  # fmt: skip

    def data_version(self) -> int:
        return self._state.version

    def last_load(self) -> int:
        return len(self._state.loads)

    def columns(self) -> tuple[StoreInfo, Columns]:
        statements = self._state.in_force()
        return self.info(), _columns(statements, _places(self._state, statements))

    def relations_between(self, subject: str, other: str) -> list[Statement]:
        return [
            one for one in self.statements_of(subject) if one.is_relation and one.value == other
        ]

    def statements_of(self, subject: str) -> list[Statement]:
        found = [one for one in self._state.in_force() if one.subject == subject]
        return sorted(found, key=statement_order)

    def statements_to(self, entity: str) -> list[Statement]:
        found = [one for one in self._state.in_force() if one.is_relation and one.value == entity]
        return sorted(found, key=lambda one: (one.subject, *statement_order(one)))

    def provenances(self, ids: Iterable[bytes]) -> dict[bytes, list[Provenance]]:
        return _provenances(self._state, ids)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        return _counts(self._state.in_force())

    def documents(self) -> dict[str, Document]:
        return dict(sorted(self._state.documents.items()))

    def datasets(self) -> dict[str, tuple[Dataset, bool]]:
        state = self._state
        return {
            name: (one, name in state.withdrawn) for name, one in sorted(state.datasets.items())
        }

    def judgements(self) -> list[Judgement]:
        return list(self._state.judgements)

    def find(self, text: str) -> Iterator[tuple[str, str, str]]:
        key = search_key(text)
        for one in sorted(self._state.in_force(), key=lambda s: (s.subject, *statement_order(s))):
            name = naming_text(one)
            if name is not None and key and key in search_key(name):
                yield one.subject, one.predicate, name

    def begin(self) -> MemorySession:
        return MemorySession(self)

    def loads(self) -> list[LoadRecord]:
        return list(self._state.loads)

    def undo_load(self, number: int) -> LoadRecord:
        state = self._state.copy()
        target = next((one for one in state.loads if one.number == number), None)
        if target is None:
            raise no_such_load(number)
        if target.undone:
            raise already_undone(number)
        toggle_load(state.loads, target, state.withdrawn)
        return self._record(state, "undo", str(number))

    def withdraw(self, dataset: str) -> LoadRecord:
        state = self._state.copy()
        if dataset not in state.datasets:
            raise no_such_dataset(dataset, state.datasets)
        state.withdrawn.add(dataset)
        return self._record(state, "withdraw", dataset)

    def restore(self, dataset: str) -> LoadRecord:
        state = self._state.copy()
        if dataset not in state.datasets:
            raise no_such_dataset(dataset, state.datasets)
        state.withdrawn.discard(dataset)
        return self._record(state, "restore", dataset)

    def check(self) -> list[str]:
        return []

    def close(self) -> None:
        """Nothing to release."""

    def _record(self, state: _State, kind: str, target: str) -> LoadRecord:
        before, after = self._state.digest(), state.digest()
        counts = {"facts": len(state.in_force()) - len(self._state.in_force())}
        state.version += after != before
        record = LoadRecord(
            len(state.loads) + 1, now(), kind, (), counts, before, after, target=target
        )
        state.loads.append(record)
        self._state = state
        return record


class MemorySession:
    """Writes into a copy; `commit` puts the copy in place."""

    def __init__(self, store: MemoryStore) -> None:
        self._store, self._state = store, store._state.copy()
        self._number = len(self._state.loads) + 1
        self._force = {one.id for one in self._state.in_force()}
        self._changed = False
        self._touched: set[FileVersion] = set()
        self._known = {one for one, _ in self._state.living()}
        self._types = {
            one.subject: one.value for one in self._state.in_force() if one.predicate == TYPE
        }

    def type_of(self, entity: str) -> str | None:
        return self._types.get(entity)

    def add(self, version: FileVersion, statement: Statement, provenance: Provenance) -> bool:
        state = self._state
        self._touched.add(version)
        state.datasets.setdefault(statement.dataset, Dataset(statement.dataset))
        places = state.said.setdefault(statement.id, {})
        state.statements[statement.id] = statement
        if (version, provenance) not in places or statement.id not in self._force:
            places[version, provenance] = self._number
            self._changed = True
        new = statement.id not in self._force
        self._force.add(statement.id)
        if statement.predicate == TYPE:
            self._types[statement.subject] = statement.value
        return new

    def add_document(self, document: Document) -> bool:
        new = self._state.documents.get(document.id) != document
        self._state.documents[document.id] = document
        self._changed |= new
        return new

    def knows_document(self, document: str) -> bool:
        return document in self._state.documents

    def add_dataset(self, dataset: Dataset) -> None:
        refuse_mixture(dataset, self._state.datasets.values())
        self._changed |= self._state.datasets.get(dataset.name) != dataset
        self._state.datasets[dataset.name] = dataset

    def judge(self, judgements: Sequence[Judgement]) -> None:
        self._state.judgements.extend(judgements)
        self._changed |= bool(judgements)

    def relations_between(self, subject: str, other: str) -> list[Statement]:
        return [
            one for one in self.statements_of(subject) if one.is_relation and one.value == other
        ]

    def statements_of(self, subject: str) -> list[Statement]:
        found = [
            one
            for key, one in self._state.statements.items()
            if one.subject == subject and key in self._force
        ]
        return sorted(found, key=statement_order)

    def provenances(self, ids: Iterable[bytes]) -> dict[bytes, list[Provenance]]:
        return _provenances(self._state, ids, self._number)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        return _counts(one for key, one in self._state.statements.items() if key in self._force)

    def commit(self, files: Sequence[str], counts: Mapping[str, int]) -> LoadRecord | None:
        if not self._changed and self._touched <= self._known:
            return None
        state = self._state
        before = self._store._state.digest()
        state.load_files[self._number] = self._touched
        record = LoadRecord(self._number, now(), "load", tuple(files), dict(counts), before, before)
        state.loads.append(record)
        after = state.digest()
        state.loads[-1] = replace(record, digest_after=after)
        state.version += after != before
        self._store._state = state
        return state.loads[-1]

    def rollback(self) -> None:
        self._state = _State()


def _provenances(
    state: _State, ids: Iterable[bytes], current: int = -1
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


def _counts(statements: Iterable[Statement]) -> tuple[dict[str, int], dict[str, int]]:
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


def _places(state: _State, statements: list[Statement]) -> Places:
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


def _columns(statements: list[Statement], places: Places) -> Columns:
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


def provenance_order(one: Provenance) -> tuple[str, str, int, str]:
    """The stable order of provenances: file, sheet, row, original."""
    return (one.file, one.sheet or "", one.row or 0, one.original or "")


def toggle_load(loads: list[LoadRecord], target: LoadRecord, withdrawn: set[str]) -> None:
    """Undo a load in the list; undoing an undo (or a withdrawal) turns its effect back."""
    if target.kind == "undo" and target.target:
        inner = next(one for one in loads if one.number == int(target.target))
        toggle_load(loads, inner, withdrawn)
    elif target.kind == "withdraw" and target.target:
        withdrawn.discard(target.target) if not target.undone else withdrawn.add(target.target)
    elif target.kind == "restore" and target.target:
        withdrawn.add(target.target) if not target.undone else withdrawn.discard(target.target)
    loads[target.number - 1] = replace(target, undone=not target.undone)


def no_such_load(number: int) -> StoreError:
    """The error for an unknown load number."""
    return StoreError(
        f"没有第 {number} 次装载 / there is no load {number}",
        "用 store loads 查看编号 / see the numbers with store loads",
    )


def already_undone(number: int) -> StoreError:
    """The error for undoing a load twice."""
    return StoreError(
        f"第 {number} 次装载已撤回 / load {number} is undone already",
        "要恢复它，撤回那次撤回 / to bring it back, undo the undo",
    )


def no_such_dataset(name: str, known: Iterable[str]) -> StoreError:
    """The error for an unknown dataset name."""
    return StoreError(f"没有数据集 {name} / there is no dataset {name}", did_you_mean(name, known))


def now() -> str:
    """UTC time for the audit trail of loads; never part of a digest or a result."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
