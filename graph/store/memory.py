"""The reference store: plain dictionaries, obviously right rather than fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph.records import (
    TYPE,
    Dataset,
    Document,
    FileVersion,
    Judgement,
    LoadRecord,
    Provenance,
    Statement,
)
from graph.store.base import Columns, StoreInfo, naming_text, refuse_mixture, statement_order
from graph.store.bookkeeping import (
    already_undone,
    no_such_dataset,
    no_such_load,
    now,
    toggle_load,
)
from graph.store.memory_state import (
    MemoryState,
    columns_of,
    counts_of,
    places_of,
    provenances_in,
)
from graph.values.text import search_key


class MemoryStore:
    """Keeps everything in this process; the oracle of the conformance suite."""

    kind = "memory"
    url = "memory:"

    def __init__(self) -> None:
        self._state = MemoryState()

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
        return self.info(), columns_of(statements, places_of(self._state, statements))

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
        return provenances_in(self._state, ids)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        return counts_of(self._state.in_force())

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

    def _record(self, state: MemoryState, kind: str, target: str) -> LoadRecord:
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
        return provenances_in(self._state, ids, self._number)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        return counts_of(one for key, one in self._state.statements.items() if key in self._force)

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
        self._state = MemoryState()
