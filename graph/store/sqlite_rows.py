"""Reading and bookkeeping that both the store and its session need."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from graph.records import (
    NO_QUALIFIERS,
    TYPE,
    Judgement,
    LoadRecord,
    Provenance,
    Statement,
    canonical_json,
    digest_of,
)
from graph.store.base import statement_order
from graph.store.bookkeeping import provenance_order
from graph.store.sqlite_schema import PROVENANCES, READ


def read_statements(db: sqlite3.Connection, where: str, *values: Any) -> list[Statement]:
    """Statements in force under a condition, in the stable order."""
    found = [
        Statement(
            subject, predicate, canonical_json(target) if target is not None else value,
            target is not None, qualifier or NO_QUALIFIERS, dataset, identity,
        )
        for _, identity, subject, predicate, target, value, qualifier, dataset in db.execute(
            READ + where, values
        )
    ]  # fmt: skip
    return sorted(found, key=statement_order)


def read_provenances(
    db: sqlite3.Connection, ids: Iterable[bytes], current: int
) -> dict[bytes, list[Provenance]]:
    """Places in force of each statement; places of load ``current`` count while it is written."""
    found = {}
    for identity in ids:
        row = db.execute("SELECT number FROM statement WHERE hash = ?", (identity,)).fetchone()
        if not row:
            continue
        found[identity] = sorted(
            (
                Provenance(
                    file, sheet or None, line or None, original or None,
                    tuple(documents.split(";")) if documents else (),
                )
                for file, sheet, line, original, documents in db.execute(
                    PROVENANCES, (row[0], current)
                )
            ),
            key=provenance_order,
        )  # fmt: skip
    return found


def read_counts(db: sqlite3.Connection) -> tuple[dict[str, int], dict[str, int]]:
    """Entities and relations in force per type, whatever the number of datasets that say so."""
    entities = db.execute(
        "SELECT s.value, count(DISTINCT s.subject) FROM statement s "
        "JOIN predicate p ON p.number = s.predicate WHERE p.name = ? AND s.active = 1 "
        "GROUP BY s.value ORDER BY s.value",
        (TYPE,),
    ).fetchall()
    relations = db.execute(
        "SELECT p.name, count(*) FROM (SELECT DISTINCT subject, predicate, object, qualifier "
        "FROM statement WHERE active = 1 AND object IS NOT NULL) s "
        "JOIN predicate p ON p.number = s.predicate GROUP BY p.name ORDER BY p.name"
    ).fetchall()
    return {json.loads(kind): n for kind, n in entities}, dict(relations)


def stored_digest(db: sqlite3.Connection) -> str:
    """The digest over what the tables hold now."""
    rows = db.execute("SELECT hash FROM statement WHERE active = 1").fetchall()
    judged = [
        Judgement(left, right, verdict)
        for left, right, verdict in db.execute(
            "SELECT left, right, verdict FROM judgement ORDER BY number"
        )
    ]
    return digest_of(sorted(row[0] for row in rows), judged)


def write_load(db: sqlite3.Connection, record: LoadRecord) -> None:
    """Append one line to the list of loads."""
    body = asdict(record)
    db.execute(
        "INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.number, record.time, record.kind, canonical_json(list(record.files)),
            canonical_json(body["counts"]), record.digest_before, record.digest_after,
            int(record.undone), record.target,
        ),
    )  # fmt: skip


def note_version(db: sqlite3.Connection, before: str, after: str) -> None:
    """Keep the digest and raise the data version if it changed."""
    db.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (after,))
    if before != after:
        db.execute(
            "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) "
            "WHERE key = 'data_version'"
        )
