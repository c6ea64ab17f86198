"""The embedded default: one SQLite file, readers beside one writer (WAL)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from graph.errors import StoreError
from graph.records import (
    Dataset,
    Document,
    Judgement,
    LoadRecord,
    Provenance,
    Statement,
    digest_of,
)
from graph.store.base import SCHEMA_VERSION, Columns, StoreInfo, statement_order
from graph.store.bookkeeping import (
    already_undone,
    no_such_dataset,
    no_such_load,
    now,
    toggle_load,
)
from graph.store.columns_file import load_columns, save_columns
from graph.store.sqlite_columns import read_columns
from graph.store.sqlite_rows import (
    note_version,
    read_counts,
    read_provenances,
    read_statements,
    stored_digest,
    write_load,
)
from graph.store.sqlite_schema import LAYOUT, REFRESH, match_query
from graph.store.sqlite_session import SqliteSession
from graph.values.text import search_key

_BUSY_SECONDS = 30.0
_WORTH_KEEPING = 50_000  # statements from which a quick copy of the columns is kept


class SqliteStore:
    """Statements in one SQLite file.

    Parameters
    ----------
    path : Path
        The file; created with its layout unless ``create`` is false.
    vfs : str, optional
        A SQLite virtual file system, for folders without shared memory (``unix-dotfile``).

    Raises
    ------
    StoreError
        The file is missing, is no store, carries another schema version, or cannot be opened.
    """

    kind = "sqlite"

    def __init__(self, path: Path, *, create: bool = True, vfs: str | None = None) -> None:
        self.path = path
        self.url = f"sqlite:{path.as_posix()}"
        if not create and not path.exists():
            error = StoreError(
                f"没有库文件 {path} / there is no store {path}",
                "先运行 chuangpu build PATH / run chuangpu build PATH first",
            )
            error.missing = True
            raise error
        if not path.parent.is_dir():
            raise StoreError(
                f"文件夹不存在 {path.parent} / there is no folder {path.parent}",
                "先建文件夹 / create it first",
            )
        try:
            self._connect(vfs)
            self._open()
        except StoreError:
            self._db.close()
            raise
        except sqlite3.Error as error:
            if hasattr(self, "_db"):
                self._db.close()
            raise StoreError(
                f"打不开 {path}：{error} / cannot open {path}: {error}",
                "确认是创谱的库、磁盘可写；网络盘请改用本地盘 / check that it is a store of "
                "chuangpu on a writable disk; use a local disk instead of a network share",
            ) from error

    def _connect(self, vfs: str | None) -> None:
        uri = "file:" + quote(self.path.as_posix()) + (f"?vfs={vfs}" if vfs else "")
        self._db = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)

    def _open(self) -> None:
        try:
            self._db.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError:
            # No shared memory here: fall back to a rollback journal, readers then wait.
            self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA cache_size = -131072")
        tables = {
            name
            for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not tables:
            self._create()
        elif "meta" not in tables:
            raise StoreError(
                f"{self.path} 不是创谱的库 / {self.path} is not a store of chuangpu",
                "换一个文件名 / choose another file name",
            )
        stored = self._meta("schema_version", "0")
        if int(stored) != SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} 的结构版本是 {stored}，本程序需要 {SCHEMA_VERSION} / "
                f"{self.path} has schema version {stored}, this program needs {SCHEMA_VERSION}",
                "用源文件重新 build 到新库 / build the files again into a new store",
            )

    def _create(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            for one in filter(str.strip, LAYOUT.split(";\n")):
                self._db.execute(one)
            self._set_meta("schema_version", str(SCHEMA_VERSION))
            self._set_meta("data_version", "0")
            self._set_meta("digest", digest_of([], []))
        self._db.execute("COMMIT")

    def _meta(self, key: str, default: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # reading

    def info(self) -> StoreInfo:
        facts = self._db.execute("SELECT count(*) FROM statement WHERE active = 1").fetchone()[0]
        digest = self._meta("digest", "")
        return StoreInfo(
            self.url, self.kind, self.data_version(), digest, int(facts), self.last_load()
        )

    def data_version(self) -> int:
        return int(self._meta("data_version", "0"))

    def last_load(self) -> int:
        return int(self._db.execute("SELECT ifnull(max(number), 0) FROM load").fetchone()[0])

    def columns(self) -> tuple[StoreInfo, Columns]:
        self._db.execute("BEGIN")
        try:
            info = self.info()
            quick = self.path.with_name(self.path.name + "-snapshot")
            version = f"{info.digest} {info.last_load}"
            columns = load_columns(quick, version)
            if columns is None:
                columns = read_columns(self._db)
                if info.facts >= _WORTH_KEEPING:
                    save_columns(quick, version, columns)
            return info, columns
        finally:
            self._db.execute("COMMIT")

    def statements_of(self, subject: str) -> list[Statement]:
        return read_statements(self._db, "e.id = ?", subject)

    def statements_to(self, entity: str) -> list[Statement]:
        found = read_statements(self._db, "o.id = ?", entity)
        return sorted(found, key=lambda one: (one.subject, *statement_order(one)))

    def provenances(self, ids: Iterable[bytes]) -> dict[bytes, list[Provenance]]:
        return read_provenances(self._db, ids, -1)

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        return read_counts(self._db)

    def documents(self) -> dict[str, Document]:
        rows = self._db.execute("SELECT id, body FROM document ORDER BY id")
        return {key: Document(**json.loads(body)) for key, body in rows}

    def datasets(self) -> dict[str, tuple[Dataset, bool]]:
        rows = self._db.execute("SELECT name, body, withdrawn FROM dataset ORDER BY name")
        return {name: (Dataset(**json.loads(body)), bool(gone)) for name, body, gone in rows}

    def judgements(self) -> list[Judgement]:
        rows = self._db.execute(
            "SELECT left, right, verdict, reason, user, date FROM judgement ORDER BY number"
        )
        return [Judgement(*row) for row in rows]

    def find(self, text: str) -> Iterator[tuple[str, str, str]]:
        key = search_key(text)
        query = match_query(key)
        if query is None:
            return
        rows = self._db.execute(
            "SELECT n.entity, n.predicate, n.text FROM name_index n JOIN statement s "
            "ON s.number = n.statement WHERE n.name_index MATCH ? AND s.active = 1 "
            "ORDER BY n.entity, n.predicate, n.text",
            (query,),
        )
        for entity, predicate, name in rows:
            if key in search_key(name):
                yield entity, predicate, name

    # writing

    def begin(self) -> SqliteSession:
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"{self.path} 正被另一个程序写入，或不可写：{error} / "
                f"{self.path} is being written or is not writable: {error}",
                "等它结束后重试 / try again when it is done",
            ) from error
        return SqliteSession(self._db)

    def loads(self) -> list[LoadRecord]:
        rows = self._db.execute(
            "SELECT number, time, kind, files, counts, digest_before, digest_after, undone, "
            "target FROM load ORDER BY number"
        )
        return [
            LoadRecord(
                row[0], row[1], row[2], tuple(json.loads(row[3])), json.loads(row[4]), row[5],
                row[6], bool(row[7]), row[8],
            )
            for row in rows
        ]  # fmt: skip

    def undo_load(self, number: int) -> LoadRecord:
        loads = self.loads()
        target = next((one for one in loads if one.number == number), None)
        if target is None:
            raise no_such_load(number)
        if target.undone:
            raise already_undone(number)
        withdrawn = {name for name, (_, gone) in self.datasets().items() if gone}
        toggle_load(loads, target, withdrawn)
        return self._change("undo", str(number), loads, withdrawn)

    def withdraw(self, dataset: str) -> LoadRecord:
        return self._withdrawal("withdraw", dataset, gone=True)

    def restore(self, dataset: str) -> LoadRecord:
        return self._withdrawal("restore", dataset, gone=False)

    def _withdrawal(self, kind: str, dataset: str, *, gone: bool) -> LoadRecord:
        known = self.datasets()
        if dataset not in known:
            raise no_such_dataset(dataset, known)
        withdrawn = {name for name, (_, out) in known.items() if out} - {dataset}
        return self._change(kind, dataset, self.loads(), withdrawn | ({dataset} if gone else set()))

    def _change(
        self, kind: str, target: str, loads: list[LoadRecord], withdrawn: set[str]
    ) -> LoadRecord:
        self.begin()
        try:
            before, facts = self._meta("digest", ""), self.info().facts
            for one in loads:
                self._db.execute(
                    "UPDATE load SET undone = ? WHERE number = ?", (one.undone, one.number)
                )
            for name in self.datasets():
                self._db.execute(
                    "UPDATE dataset SET withdrawn = ? WHERE name = ?", (name in withdrawn, name)
                )
            self._db.execute(REFRESH + "1")
            after = stored_digest(self._db)
            number = len(loads) + 1
            counts = {"facts": self.info().facts - facts}
            record = LoadRecord(number, now(), kind, (), counts, before, after, target=target)
            write_load(self._db, record)
            note_version(self._db, before, after)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return record

    def check(self) -> list[str]:
        problems = [
            f"sqlite: {text}"
            for (text,) in self._db.execute("PRAGMA integrity_check")
            if text != "ok"
        ]
        digest = stored_digest(self._db)
        if digest != self._meta("digest", ""):
            problems.append("digest: 与语句不符 / does not match the statements")
        orphans = self._db.execute(
            "SELECT count(*) FROM statement s WHERE NOT EXISTS "
            "(SELECT 1 FROM provenance p WHERE p.statement = s.number)"
        ).fetchone()[0]
        if orphans:
            problems.append(f"provenance: {orphans} 条事实没有出处 / statements without a source")
        return problems

    def backup(self, target: Path) -> None:
        """Copy the whole file, consistent even while another process writes."""
        try:
            copy = sqlite3.connect(target)
            with copy:
                self._db.backup(copy)
            copy.close()
        except sqlite3.Error as error:
            raise StoreError(
                f"复制到 {target} 失败：{error} / copying to {target} failed: {error}",
                "检查磁盘空间和权限 / check disk space and permissions",
            ) from error

    def close(self) -> None:
        self._db.close()
