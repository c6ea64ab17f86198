"""One SQLite transaction of writing, with the interning tables cached."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from graph.records import (
    TYPE,
    Dataset,
    Document,
    FileVersion,
    Judgement,
    LoadRecord,
    Provenance,
    Statement,
    canonical_json,
)
from graph.store.base import naming_text, refuse_mixture
from graph.store.bookkeeping import now
from graph.store.sqlite_rows import (
    note_version,
    read_counts,
    read_provenances,
    read_statements,
    stored_digest,
    write_load,
)
from graph.store.sqlite_schema import REFRESH, bigrams
from graph.values.text import search_key

_CACHE_LIMIT = 1_000_000
_BATCH = 5_000


class SqliteSession:
    """Writes inside an open transaction; memory does not grow with the number of rows."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._caches: dict[str, dict[str, int]] = {}
        self._versions: dict[FileVersion, int] = {}
        self._documents: set[str] = set()
        self._changed = False
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[object, ...]] = []
        self._last: tuple[FileVersion | None, int] = (None, 0)
        self._revived = False
        row = db.execute("SELECT ifnull(max(number), 0) + 1 FROM load").fetchone()
        self._number = int(row[0])

    def _intern(self, table: str, column: str, word: str) -> int:
        cache = self._caches.setdefault(table, {})
        number = cache.get(word)
        if number is None:
            row = self._db.execute(
                f"SELECT number FROM {table} WHERE {column} = ?", (word,)
            ).fetchone()
            if row:
                number = int(row[0])
            else:
                cursor = self._db.execute(f"INSERT INTO {table} ({column}) VALUES (?)", (word,))
                number = int(cursor.lastrowid or 0)
            if len(cache) >= _CACHE_LIMIT:
                cache.clear()
            cache[word] = number
        return number

    def type_of(self, entity: str) -> str | None:
        row = self._db.execute(
            "SELECT s.value FROM entity e JOIN statement s ON s.subject = e.number "
            "WHERE e.id = ? AND s.predicate = ? AND s.active = 1 ORDER BY s.value LIMIT 1",
            (entity, self._intern("predicate", "name", TYPE)),
        ).fetchone()
        return json.loads(row[0]) if row else None

    def add(self, version: FileVersion, statement: Statement, provenance: Provenance) -> bool:
        if self._last[0] is not version:
            self._last = version, self._version(version)
        place = self._last[1]
        subject = self._intern("entity", "id", statement.subject)
        target = self._intern("entity", "id", statement.value) if statement.is_relation else None
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO statement "
            "(hash, subject, predicate, object, value, qualifier, dataset) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                statement.id, subject, self._intern("predicate", "name", statement.predicate),
                target, None if statement.is_relation else statement.value_json,
                self._intern("qualifier", "json", statement.qualifiers_json),
                self._dataset(statement.dataset),
            ),
        )  # fmt: skip
        if cursor.rowcount == 1:
            number, new, revived = int(cursor.lastrowid or 0), True, False
            self._index_name(statement, number)
        else:
            number, active = self._db.execute(
                "SELECT number, active FROM statement WHERE hash = ?", (statement.id,)
            ).fetchone()
            new = revived = not active
            if new:
                self._db.execute("UPDATE statement SET active = 1 WHERE number = ?", (number,))
                self._revived = True
        self._place(number, place, provenance, again=revived)
        return new

    def _place(self, number: int, version: int, provenance: Provenance, *, again: bool) -> None:
        key = (
            number, version, provenance.row or 0,
            self._intern("citation", "documents", ";".join(provenance.documents)),
            provenance.original or "",
        )  # fmt: skip
        if again:
            self._flush()
            self._db.execute(
                "INSERT OR REPLACE INTO provenance VALUES (?, ?, ?, ?, ?, ?)", (*key, self._number)
            )
            self._changed = True
            return
        self._places.append((*key, self._number))
        if len(self._places) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        """Write the places and names that wait."""
        if self._places:
            cursor = self._db.executemany(
                "INSERT OR IGNORE INTO provenance VALUES (?, ?, ?, ?, ?, ?)", self._places
            )
            self._changed |= cursor.rowcount > 0
            self._places.clear()
        if self._names:
            self._db.executemany(
                "INSERT INTO name_index (tokens, entity, predicate, text, statement) "
                "VALUES (?, ?, ?, ?, ?)",
                self._names,
            )
            self._names.clear()

    def _index_name(self, statement: Statement, number: int) -> None:
        name = naming_text(statement)
        if name is not None:
            self._names.append(
                (bigrams(search_key(name)), statement.subject, statement.predicate, name, number)
            )

    def _dataset(self, name: str) -> int:
        cache = self._caches.setdefault("dataset", {})
        if name not in cache:
            row = self._db.execute("SELECT number FROM dataset WHERE name = ?", (name,)).fetchone()
            if not row:
                self.add_dataset(Dataset(name))
                return self._dataset(name)
            cache[name] = int(row[0])
        return cache[name]

    def _version(self, version: FileVersion) -> int:
        if version not in self._versions:
            key = (
                version.dataset,
                version.file,
                version.sheet or "",
                version.sha256,
                version.source,
            )
            self._db.execute(
                "INSERT OR IGNORE INTO file_version (dataset, file, sheet, sha256, source) "
                "VALUES (?, ?, ?, ?, ?)", key,
            )  # fmt: skip
            row = self._db.execute(
                "SELECT number FROM file_version WHERE dataset = ? AND file = ? AND sheet = ? "
                "AND sha256 = ? AND source = ?", key,
            ).fetchone()  # fmt: skip
            self._versions[version] = int(row[0])
        return self._versions[version]

    def add_document(self, document: Document) -> bool:
        body = canonical_json(asdict(document))
        row = self._db.execute("SELECT body FROM document WHERE id = ?", (document.id,)).fetchone()
        if row and row[0] == body:
            return False
        self._db.execute("INSERT OR REPLACE INTO document VALUES (?, ?)", (document.id, body))
        self._documents.add(document.id)
        self._changed = True
        return True

    def knows_document(self, document: str) -> bool:
        if document not in self._documents:
            found = self._db.execute("SELECT 1 FROM document WHERE id = ?", (document,)).fetchone()
            if not found:
                return False
            self._documents.add(document)
        return True

    def add_dataset(self, dataset: Dataset) -> None:
        rows = self._db.execute("SELECT body FROM dataset").fetchall()
        present = [Dataset(**json.loads(body)) for (body,) in rows]
        refuse_mixture(dataset, present)
        if dataset in present:
            return
        self._db.execute(
            "INSERT INTO dataset (name, body) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET body = excluded.body",
            (dataset.name, canonical_json(asdict(dataset))),
        )
        self._changed = True

    def judge(self, judgements: Sequence[Judgement]) -> None:
        self._db.executemany(
            "INSERT INTO judgement (left, right, verdict, reason, user, date) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [(j.left, j.right, j.verdict, j.reason, j.user, j.date) for j in judgements],
        )
        self._changed |= bool(judgements)

    def relations_between(self, subject: str, other: str) -> list[Statement]:
        return read_statements(self._db, "e.id = ? AND o.id = ?", subject, other)

    def statements_of(self, subject: str) -> list[Statement]:
        return read_statements(self._db, "e.id = ?", subject)

    def provenances(self, ids: Iterable[bytes]) -> dict[bytes, list[Provenance]]:
        self._flush()
        return read_provenances(self._db, ids, self._number)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        return read_counts(self._db)

    def commit(self, files: Sequence[str], counts: Mapping[str, int]) -> LoadRecord | None:
        self._flush()
        known = {
            int(row[0])
            for row in self._db.execute(
                "SELECT DISTINCT f.version FROM load_file f JOIN load l ON l.number = f.load "
                "WHERE l.undone = 0"
            )
        }
        if not self._changed and set(self._versions.values()) <= known:
            self._db.execute("ROLLBACK")
            return None
        before = self._db.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()[0]
        self._db.executemany(
            "INSERT INTO load_file VALUES (?, ?)",
            [(self._number, version) for version in sorted(self._versions.values())],
        )
        write_load(
            self._db,
            LoadRecord(self._number, now(), "load", tuple(files), dict(counts), before, before),
        )
        self._refresh()
        after = stored_digest(self._db)
        self._db.execute("UPDATE load SET digest_after = ? WHERE number = ?", (after, self._number))
        note_version(self._db, before, after)
        self._db.execute("COMMIT")
        return LoadRecord(self._number, now(), "load", tuple(files), dict(counts), before, after)

    def _refresh(self) -> None:
        """Withdrawn datasets stay out of force, whatever a load says anew."""
        if self._revived or self._db.execute("SELECT 1 FROM dataset WHERE withdrawn").fetchone():
            self._db.execute(REFRESH + "1")

    def rollback(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
