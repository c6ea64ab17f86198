"""All statements of a SQLite store as columns."""

from __future__ import annotations

import sqlite3
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.store.base import Columns, Places, compressed
from graph.store.sqlite_schema import LIVING, PLACES


def read_columns(db: sqlite3.Connection) -> Columns:
    """All statements in force."""
    values: list[str | None] = []
    hashes: list[bytes] = []
    table = _integers(
        db,
        "SELECT number, subject, predicate, ifnull(object, -1), qualifier, dataset, hash, "
        "value FROM statement WHERE active = 1 ORDER BY number",
        6, hashes, values,
    )  # fmt: skip
    return Columns(
        _lookup(db, "SELECT number, id FROM entity"),
        _lookup(db, "SELECT number, name FROM predicate"),
        _lookup(db, "SELECT number, json FROM qualifier"),
        _lookup(db, "SELECT number, name FROM dataset"),
        np.ascontiguousarray(table[1]),
        np.ascontiguousarray(table[2]),
        np.ascontiguousarray(table[3]),
        np.ascontiguousarray(table[4]),
        np.ascontiguousarray(table[5]),
        values,
        np.frombuffer(b"".join(hashes), dtype="V16"),
        _places(db, table[0]),
    )


def _places(db: sqlite3.Connection, numbers: NDArray[np.int32]) -> Places:
    """Where the statements of these numbers (ascending) were read."""
    *table, since = _integers(db, PLACES, 5)
    at = np.searchsorted(numbers, table[0])
    living = dict(db.execute(LIVING).fetchall())
    last = np.array([living.get(one, -1) for one in range(max(living, default=0) + 1)])
    place = np.minimum(table[1], len(last) - 1)
    good = (np.append(numbers, -1)[at] == table[0]) & (table[1] == place) & (since <= last[place])
    rows = np.stack([at.astype(np.int32), *table[1:]])[:, good]
    files = db.execute("SELECT number, file, sheet FROM file_version").fetchall()
    of: list[tuple[str, str]] = [("", "")] * (max((one[0] for one in files), default=-1) + 1)
    for number, file, sheet in files:
        of[number] = (file, sheet)
    cited = _lookup(db, "SELECT number, documents FROM citation")
    return compressed(of, cited, rows, len(numbers))


def _integers(
    db: sqlite3.Connection, query: str, width: int, *others: list[Any]
) -> NDArray[np.int32]:
    """The first ``width`` columns of a query, shape (width, n); further ones extend ``others``."""
    cursor = db.execute(query)
    parts: list[NDArray[np.int32]] = []
    while rows := cursor.fetchmany(10_000):
        columns = list(zip(*rows, strict=True))
        parts.append(np.stack([np.fromiter(one, np.int32, len(rows)) for one in columns[:width]]))
        for other, column in zip(others, columns[width:], strict=True):
            other.extend(column)
    return np.concatenate(parts, axis=1) if parts else np.empty((width, 0), dtype=np.int32)


def _lookup(db: sqlite3.Connection, query: str) -> list[str]:
    """A list in which position ``number`` holds the text (0 and gaps are empty)."""
    rows = db.execute(query).fetchall()
    table = [""] * (max((number for number, _ in rows), default=-1) + 1)
    for number, text in rows:
        table[number] = text
    return table
