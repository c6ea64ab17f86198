"""What a store is: one protocol that memory, SQLite and servers answer alike.

A store keeps statements with their provenances, documents, datasets, judgements and the list of
loads. All writing happens in a `Session`, whole or not at all. The *statements in force* are those
that some load in force says, of a dataset that is not withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.errors import StoreError
from graph.records import (
    Dataset,
    Document,
    FileVersion,
    Judgement,
    LoadRecord,
    Provenance,
    Statement,
)

SCHEMA_VERSION = 1
"""Version of the stored layout; a store of another version is refused."""


@dataclass(frozen=True)
class StoreInfo:
    """The line that ``store info`` prints about the store itself."""

    url: str
    kind: str
    data_version: int
    digest: str
    facts: int
    last_load: int


@dataclass(frozen=True)
class Places:
    """Where the statements of `Columns` were read, as compressed rows.

    Statement i was read at ``version[start[i]:start[i+1]]`` (index into ``files``, pairs of file
    and sheet, "" for none), ``row`` (0 for none) and with the citation ``citation`` (index into
    ``citations``: ids of documents joined by ";").
    """

    files: list[tuple[str, str]]
    citations: list[str]
    start: NDArray[np.int64]  # length n + 1
    version: NDArray[np.int32]
    row: NDArray[np.int32]
    citation: NDArray[np.int32]


@dataclass(frozen=True)
class Columns:
    """All statements in force as parallel columns of length n, in no particular order.

    ``subject``, ``predicate``, ``object``, ``qualifier`` and ``dataset`` index into the lists
    ``entities``, ``predicates``, ``qualifiers`` and ``datasets``; ``object`` is -1 for a property,
    whose JSON text then stands in ``values`` (None for a relation).
    """

    entities: list[str]
    predicates: list[str]
    qualifiers: list[str]
    datasets: list[str]
    subject: NDArray[np.int32]
    predicate: NDArray[np.int32]
    object: NDArray[np.int32]
    qualifier: NDArray[np.int32]
    dataset: NDArray[np.int32]
    values: list[str | None]
    id: NDArray[np.void]  # dtype V16: raw 128-bit identities
    places: Places


class Session(Protocol):
    """One transaction of writing. Exactly one of `commit` and `rollback` ends it."""

    def type_of(self, entity: str) -> str | None:
        """The node type that a statement in force declares, writes of this session included."""

    def add(self, version: FileVersion, statement: Statement, provenance: Provenance) -> bool:
        """Write a statement read in a file; True if it was not in force before."""

    def add_document(self, document: Document) -> bool:
        """Write what rows cite; True if it was not known with this content."""

    def knows_document(self, document: str) -> bool:
        """Whether a document of that id is described."""

    def add_dataset(self, dataset: Dataset) -> None:
        """Describe a dataset; StoreError if invented and real data would share the store."""

    def judge(self, judgements: Sequence[Judgement]) -> None:
        """Append written decisions."""

    def statements_of(self, subject: str) -> list[Statement]:
        """Statements in force about one subject, writes of this session included."""

    def relations_between(self, subject: str, other: str) -> list[Statement]:
        """Relations in force from one entity to another, writes of this session included."""

    def provenances(self, ids: Iterable[bytes]) -> dict[bytes, list[Provenance]]:
        """Where statements were read, writes of this session included."""

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Entities and relations per type, writes of this session included."""

    def commit(self, files: Sequence[str], counts: Mapping[str, int]) -> LoadRecord | None:
        """Make all of it visible at once; None if it changed nothing."""

    def rollback(self) -> None:
        """Forget all of it."""


class Store(Protocol):
    """The whole protocol; ``tests/conformance`` holds its laws."""

    url: str
    kind: str

    def info(self) -> StoreInfo:
        """Kind, data version, digest and number of statements in force."""

    def data_version(self) -> int:
        """Rises with every change of the digest; cheap to ask."""

    def last_load(self) -> int:
        """Rises with every change at all, be it of a source only; cheap to ask."""

    def columns(self) -> tuple[StoreInfo, Columns]:
        """All statements in force, from one consistent view."""

    def statements_of(self, subject: str) -> list[Statement]:
        """Statements in force about one subject, ordered by predicate, value, qualifiers."""

    def statements_to(self, entity: str) -> list[Statement]:
        """Relations in force that end at one entity, in the same order."""

    def provenances(self, ids: Iterable[bytes]) -> dict[bytes, list[Provenance]]:
        """For each statement id where it was read, ordered; absent ids are left out."""

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Number of entities, and of relations, in force per type."""

    def documents(self) -> dict[str, Document]:
        """All documents by id."""

    def datasets(self) -> dict[str, tuple[Dataset, bool]]:
        """All datasets by name, each with whether it is withdrawn."""

    def judgements(self) -> list[Judgement]:
        """All written decisions, oldest first."""

    def find(self, text: str) -> Iterator[tuple[str, str, str]]:
        """(entity, property, text) of naming statements that contain ``text`` (search key)."""

    def begin(self) -> Session:
        """Start writing; other readers see the old state until `Session.commit`."""

    def loads(self) -> list[LoadRecord]:
        """All loads, oldest first."""

    def undo_load(self, number: int) -> LoadRecord:
        """Take back what only that load said; undoing an undo brings it back."""

    def withdraw(self, dataset: str) -> LoadRecord:
        """Take a dataset out of force; nothing is deleted."""

    def restore(self, dataset: str) -> LoadRecord:
        """Bring a withdrawn dataset back into force."""

    def check(self) -> list[str]:
        """Mistakes found in the store's own bookkeeping; empty when sound."""

    def close(self) -> None:
        """Release files and connections."""


NAMING = ("name", "name_en", "alias", "former_name", "credit_code", "orcid", "code")
"""Predicates whose text can be searched."""


def naming_text(statement: Statement) -> str | None:
    """The searchable text of a naming statement, else None."""
    if statement.is_relation or statement.predicate not in NAMING:
        return None
    value = statement.value
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else None


def compressed(
    files: list[tuple[str, str]], citations: list[str], table: NDArray[np.int32], statements: int
) -> Places:
    """Places from rows of (statement, version, row, citation), shape (4, m), in any order
    and as often as they come."""
    statement, version, row, citation = table
    spelled = sorted(set(files))
    rank = {pair: i for i, pair in enumerate(spelled)}
    place = np.array([rank[pair] for pair in files] or [0], dtype=np.int32)
    version = place[version]
    rows = np.stack([statement, version, row, citation])
    rows = rows[:, np.lexsort(rows[::-1])]
    fresh = np.ones(rows.shape[1], dtype=bool)
    fresh[1:] = (np.diff(rows, axis=1) != 0).any(axis=0)
    statement, version, row, citation = rows[:, fresh]
    start = np.searchsorted(statement, np.arange(statements + 1))
    return Places(spelled, citations, start, version, row, citation)


def statement_order(one: Statement) -> tuple[str, str, str, str]:
    """The stable order of statements about one subject."""
    return (one.predicate, one.value_json, one.qualifiers_json, one.dataset)


def holds_invented(store: Store) -> bool:
    """Whether a store holds invented data: then every output of it says so."""
    return any(one.invented for one, _ in store.datasets().values())


def refuse_mixture(dataset: Dataset, present: Iterable[Dataset]) -> None:
    """Raise StoreError when invented and real data would share a store, or a dataset."""
    zh, en = {True: "虚构", False: "真实"}, {True: "invented", False: "real"}
    for other in present:
        if other.invented != dataset.invented:
            raise StoreError(
                f"数据集 {dataset.name}（{zh[dataset.invented]}）不能与 {other.name}"
                f"（{zh[other.invented]}）同库 / the dataset {dataset.name} "
                f"({en[dataset.invented]}) must not share a store with {other.name} "
                f"({en[other.invented]})",
                "用 --store 另建一个库 / build it into a store of its own with --store",
            )
