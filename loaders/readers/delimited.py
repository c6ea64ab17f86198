"""Delimited text: UTF-8, UTF-16 or GB18030, comma, semicolon or tab; streamed.

Encodings are tried in a fixed order, byte-order mark first, then strict UTF-8, then strict
GB18030; guessing libraries were measured to be wrong on short files (LOADERS.md).
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from loaders.readers.rows import Row, Table

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_CELL_LIMIT = 16 * 1024 * 1024


def open_delimited(path: Path, file: str, encoding: str | None = None) -> Table:
    """Open a text table and read its header.

    Parameters
    ----------
    path : Path
        Where the file is.
    file : str
        What it is called in reports (relative to what the user gave).
    encoding : str, optional
        Overrides detection.

    Raises
    ------
    SourceError
        Unreadable, empty, of no known encoding, or with a header name twice.
    """
    try:
        sha256, encoding = _inspect(path, encoding)
        stream = path.open(encoding=encoding, newline="")
    except OSError as error:
        raise SourceError(
            "unreadable-file", f"{file}：读不了（{error.strerror}） / {file} cannot be read",
            "检查权限，或关闭正在使用它的程序 / check its permissions, or close the other program",
        ) from error  # fmt: skip
    csv.field_size_limit(_CELL_LIMIT)
    records = _records(stream, file)
    header_row, header = next(
        ((number, cells) for number, cells in records if any(cell.strip() for cell in cells)),
        (0, []),
    )
    if not header:
        stream.close()
        raise SourceError(
            "empty-file", f"{file}：空文件 / {file} is empty",
            "至少要有表头行 / it needs at least a header row",
        )  # fmt: skip
    names = tuple(cell.strip() for cell in header)
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        places = ", ".join(
            f"{name} ({', '.join(str(i) for i, n in enumerate(names, 1) if n == name)})"
            for name in repeated
        )
        stream.close()
        raise SourceError(
            "duplicate-header", f"{file}：表头重名 {places} / {file}: header names stand twice: {places}",
            "给每列不同的名字 / give each column its own name",
        )  # fmt: skip
    return Table(file, None, encoding, sha256, names, header_row, _rows(stream, records, names))


def _inspect(path: Path, encoding: str | None) -> tuple[str, str]:
    """SHA-256 and encoding of the whole file, read once in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(0)
        marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
        wanted = [encoding or marked] if encoding or marked else ["utf-8", "gb18030"]
        decoders = {name: codecs.getincrementaldecoder(name)("strict") for name in wanted if name}
        failed: dict[str, int] = {}
        position = 0
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            for name in list(decoders):
                try:
                    decoders[name].decode(chunk)
                except UnicodeDecodeError as error:
                    failed[name] = position + error.start
                    del decoders[name]
            position += len(chunk)
        for name in list(decoders):
            try:
                decoders[name].decode(b"", final=True)
            except UnicodeDecodeError:
                failed[name] = position
                del decoders[name]
    if not decoders:
        line = 1 + path.read_bytes()[: max(failed.values())].count(b"\n")
        tried = ", ".join(failed)
        raise SourceError(
            "undecodable", f"{path.name}：第 {line} 行起不能按 {tried} 解码 / "
            f"line {line} cannot be decoded as {tried}",
            "另存为 UTF-8，或用 --encoding 指定 / save it as UTF-8, or name it with --encoding",
        )  # fmt: skip
    return digest.hexdigest(), next(iter(decoders))


def _records(stream: io.TextIOWrapper, file: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of each record, blank ones included."""
    sample = stream.readline()
    stream.seek(0)
    delimiter = max(",;\t", key=lambda mark: (sample.count(mark), -",;\t".index(mark)))
    try:
        yield from enumerate(csv.reader(stream, delimiter=delimiter, strict=False), 1)
    except csv.Error as error:
        raise SourceError(
            "unreadable-file", f"{file}：{error}",
            "检查引号是否成对 / check that quotes are closed",
        ) from error  # fmt: skip


def _rows(
    stream: io.TextIOWrapper, records: Iterator[tuple[int, list[str]]], names: tuple[str, ...]
) -> Iterator[Row]:
    width = len(names)
    with stream:
        for number, cells in records:
            if not any(cell.strip() for cell in cells):
                continue
            kept = dict(zip(names, cells, strict=False))
            surplus = tuple(cells[width:])
            if any(cell.strip() for cell in surplus):
                yield Row(number, kept, surplus=surplus)
            else:
                yield Row(number, kept, missing=len(cells) < width)
