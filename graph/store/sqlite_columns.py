"""All statements of a SQLite store as columns."""

from __future__ import annotations

import itertools
import sqlite3

import numpy as np
from numpy.typing import NDArray

from graph.store.base import Columns, Places, compressed
from graph.store.sqlite_schema import LIVING, PLACES

_FORCE = "FROM statement WHERE active = 1 ORDER BY number"


def read_columns(db: sqlite3.Connection) -> Columns:
    """All statements in force.

    Rows are taken one at a time: many kept at once would wake the garbage collector over and over
    (2.6 s instead of 6.4 for a million statements).
    """
    table = _integers(
        db,
        f"SELECT number, subject, predicate, ifnull(object, -1), qualifier, dataset {_FORCE}",
        6,
    )
    hashes = b"".join(one for (one,) in db.execute(f"SELECT hash {_FORCE}"))
    values: list[str | None] = [one for (one,) in db.execute(f"SELECT value {_FORCE}")]
    return Columns(
        _lookup(db, "SELECT number, id FROM entity"),
        _lookup(db, "SELECT number, name FROM predicate"),
        _lookup(db, "SELECT number, json FROM qualifier"),
        _lookup(db, "SELECT number, name FROM dataset"),
        table[1],
        table[2],
        table[3],
        table[4],
        table[5],
        values,
        np.frombuffer(hashes, dtype="V16"),
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


def _integers(db: sqlite3.Connection, query: str, width: int) -> NDArray[np.int32]:
    """The whole numbers that a query gives, one row per column of it."""
    flat = np.fromiter(itertools.chain.from_iterable(db.execute(query)), dtype=np.int32)
    return np.ascontiguousarray(flat.reshape(-1, width).T)


def _lookup(db: sqlite3.Connection, query: str) -> list[str]:
    """A list in which position ``number`` holds the text (0 and gaps are empty)."""
    rows = db.execute(query).fetchall()
    table = [""] * (max((number for number, _ in rows), default=-1) + 1)
    for number, text in rows:
        table[number] = text
    return table
