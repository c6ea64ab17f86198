"""Stores: one protocol, several keepers. `open_store` opens one by its address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from graph.errors import UsageError
from graph.store.base import Store
from graph.store.memory import MemoryStore
from graph.store.sqlite_store import SqliteStore


def open_store(url: str, *, create: bool = False) -> Store:
    """Open the store at an address.

    Parameters
    ----------
    url : str
        ``memory:``, ``sqlite:PATH`` or a plain path. ``sqlite:PATH?vfs=unix-dotfile`` names a
        SQLite file system for folders without shared memory.
    create : bool
        Make a SQLite file that is missing; otherwise a missing file is an error.

    Raises
    ------
    UsageError
        The address is empty, or its scheme is not known.
    StoreError
        The store is missing or cannot be opened.
    """
    scheme, colon, rest = url.partition(":")
    if url == "memory:":
        return MemoryStore()
    if scheme == "sqlite" or not colon or len(scheme) == 1 or "/" in scheme or "\\" in scheme:
        path, _, query = (rest if scheme == "sqlite" else url).partition("?")
        if not path.strip():
            raise UsageError(
                f"库地址 {url!r} 里没有文件名 / the store address {url!r} names no file",
                "用 --store 文件.db，或不写，默认 chuangpu.db / "
                "use --store FILE.db, or leave it out for chuangpu.db",
            )
        vfs = parse_qs(query).get("vfs", [None])[0]
        return SqliteStore(Path(path), create=create, vfs=vfs)
    raise UsageError(
        f"不认识的库地址 {url} / unknown store address {url}",
        "用 sqlite:PATH 或 memory: / use sqlite:PATH or memory:",
    )


__all__ = ["MemoryStore", "SqliteStore", "Store", "open_store"]
