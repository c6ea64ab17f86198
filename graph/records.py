"""Frozen values that travel between the parts: statements, their provenance, judgements.

A *statement* is what a dataset says: (subject, predicate, value or other end, qualifiers,
dataset). Where it was read (file, row, original text) is a *provenance* beside it, outside its
identity, so that the same fact read from two files is one statement with two provenances.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

TYPE = "type"
"""Predicate that declares an entity: its value is the name of a node type."""
FLAG_SCOPE = ("role", "title", "kind")
"""Qualifiers by which a flag tells one relation between two things from another."""
FLAG = "flag"
"""Predicate that marks an entity, or one of its relations, as doubtful."""
COMPLETE = "complete"
"""Predicate by which a dataset declares that it lists all ties of a kind for a body."""

NO_QUALIFIERS = "{}"
_ENCODER = json.JSONEncoder(  # json.dumps would make a new one for each value
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical_json(value: Any) -> str:
    """JSON with one spelling for equal content: sorted keys, no spaces, UTF-8 text.

    >>> canonical_json({"b": 1, "a": "浙"})
    '{"a":"浙","b":1}'
    """
    return _ENCODER.encode(value)


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact of one dataset; ``value_json`` holds the object's id for a relation."""

    subject: str
    predicate: str
    value_json: str
    is_relation: bool
    qualifiers_json: str
    dataset: str
    id: bytes

    @property
    def value(self) -> Any:
        """The decoded value; for a relation the id of the other end."""
        text = self.value_json
        if text.startswith('"') and "\\" not in text:
            return text[1:-1]  # most values are plain text: four times as fast
        return json.loads(text)

    @property
    def qualifiers(self) -> dict[str, Any]:
        """Decoded qualifiers: role, status, dates, unit."""
        decoded: dict[str, Any] = json.loads(self.qualifiers_json)
        return decoded


def statement(
    subject: str,
    predicate: str,
    value: Any,
    dataset: str,
    *,
    qualifiers: Mapping[str, Any] | None = None,
    relation: bool = False,
) -> Statement:
    """Make a statement with its identity.

    The identity is a 128-bit BLAKE2b hash over subject, predicate, kind, value, qualifiers and
    dataset; it does not know file names, rows or dates of reading.
    """
    value_json = canonical_json(value)
    qualifiers_json = canonical_json(qualifiers) if qualifiers else NO_QUALIFIERS
    return restore_statement(subject, predicate, value_json, relation, qualifiers_json, dataset)


def restore_statement(
    subject: str,
    predicate: str,
    value_json: str,
    is_relation: bool,
    qualifiers_json: str,
    dataset: str,
) -> Statement:
    """A statement from parts that are canonical JSON already (as a store keeps them)."""
    kind = "r" if is_relation else "p"
    text = "\x1f".join((subject, predicate, kind, value_json, qualifiers_json, dataset))
    identity = hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()
    return Statement(
        subject, predicate, value_json, is_relation, qualifiers_json, dataset, identity
    )


@dataclass(frozen=True, slots=True, order=True)
class Provenance:
    """Where a statement was read. ``row`` is the row a spreadsheet shows (header = 1)."""

    file: str
    sheet: str | None
    row: int | None
    original: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One content of one file, read by one mapping for one dataset."""

    dataset: str
    file: str
    sheet: str | None
    sha256: str
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page or publication that rows cite. ``url`` is None where it must not be linked."""

    id: str
    dataset: str
    title: str
    publisher: str | None = None
    url: str | None = None
    date: str | None = None
    retrieved_on: str | None = None
    note: str | None = None
    flags: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a set of files is: name, title, licence, date, and whether it is invented."""

    name: str
    title: Mapping[str, str] = field(default_factory=dict)
    licence: str | None = None
    url: str | None = None
    retrieved_on: str | None = None
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A written decision that two ids are, or are not, one thing."""

    left: str
    right: str
    verdict: str  # same | different | unsure | undone
    reason: str = ""
    user: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in ("same", "different", "unsure", "undone"):
            raise ValueError(f"unknown verdict {self.verdict!r}")


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One line of ``store loads``."""

    number: int
    time: str
    kind: str  # load | undo | withdraw | restore | judge
    files: tuple[str, ...]
    counts: Mapping[str, int]
    digest_before: str
    digest_after: str
    undone: bool = False
    target: str | None = None


def digest_of(statement_ids: Iterable[bytes], judgements: Iterable[Judgement]) -> str:
    """SHA-256 over the statements in force (ids in ascending order) and the judgements.

    Only left, right and verdict of a judgement count, the pair in ascending order; reasons,
    users and times do not. Equal content gives an equal digest over stores and machines.
    """
    total = hashlib.sha256()
    for identity in statement_ids:
        total.update(identity)
    for left, right, verdict in sorted(in_force(judgements)):
        total.update(f"\n{left}\x1f{right}\x1f{verdict}".encode())
    return total.hexdigest()


def in_force(judgements: Iterable[Judgement]) -> set[tuple[str, str, str]]:
    """The last verdict on each unordered pair; undone and unsure ones decide nothing."""
    last: dict[tuple[str, str], str] = {}
    for one in judgements:
        left, right = sorted((one.left, one.right))
        last[left, right] = one.verdict
    return {
        (left, right, verdict)
        for (left, right), verdict in last.items()
        if verdict in ("same", "different")
    }
