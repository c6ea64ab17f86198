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

from graph.errors import SourceError, reason_of
from graph.values.text import clean_text
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
    csv.field_size_limit(_CELL_LIMIT)
    try:
        sha256, encoding = _inspect(path, file, encoding)
        _check_structure(path, file, encoding)
        stream = path.open(encoding=encoding, newline="")
    except OSError as error:
        zh, en = reason_of(error)
        raise SourceError(
            "unreadable-file", f"{file}：读不了（{zh}） / {file} cannot be read ({en})",
            "检查权限，或关闭正在使用它的程序 / check its permissions, or close the other program",
        ) from error  # fmt: skip
    records = _records(stream)
    header_row, header = next(
        ((number, cells) for number, cells in records if any(cell.strip() for cell in cells)),
        (0, []),
    )
    names = tuple(clean_text(cell) for cell in header)
    problem = _header_problem(file, names)
    if problem:
        stream.close()
        raise problem
    skipped = [header_row - 1]
    rows = _rows(stream, records, names, skipped)
    return Table(file, None, encoding, sha256, names, header_row, rows, stream.close, skipped)


def _header_problem(file: str, names: tuple[str, ...]) -> SourceError | None:
    if not names:
        return SourceError(
            "empty-file", f"{file}：空文件 / {file} is empty",
            "至少要有表头行 / it needs at least a header row",
        )  # fmt: skip
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if not repeated:
        return None
    places = ", ".join(
        f"{name} ({', '.join(str(i) for i, n in enumerate(names, 1) if n == name)})"
        for name in repeated
    )
    return SourceError(
        "duplicate-header", f"{file}：表头重名 {places} / {file}: header names stand twice: {places}",
        "给每列不同的名字 / give each column its own name",
    )  # fmt: skip


def _check_structure(path: Path, file: str, encoding: str) -> None:
    """Read the file once for its structure: an unclosed quote would swallow what follows."""
    with path.open(encoding=encoding, newline="") as stream:
        row = 0
        try:
            for number, _ in _records(stream):
                row = number
        except csv.Error as error:
            raise SourceError(
                "unreadable-file",
                f"{file}：第 {row + 1} 行起结构有误（{error}） / {file}: broken from row {row + 1} on "
                f"({error})",
                "检查这一行的引号是否成对 / check that the quotes of this row are closed",
            ) from error


def _inspect(path: Path, file: str, encoding: str | None) -> tuple[str, str]:
    """SHA-256 and encoding of the whole file, read once in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(0)
        marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
        if encoding is not None:
            encoding = known_encoding(encoding, marked)
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
            "undecodable", f"{file}：第 {line} 行起不能按 {tried} 解码 / "
            f"{file}: line {line} cannot be decoded as {tried}",
            "另存为 UTF-8，或用 --encoding 指定 / save it as UTF-8, or name it with --encoding",
        )  # fmt: skip
    return digest.hexdigest(), next(iter(decoders))


def known_encoding(encoding: str, marked: str | None = None) -> str:
    """The encoding asked for, its byte-order mark taken off where there is one."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError as error:
        raise SourceError(
            "undecodable", f"没有编码 {encoding} / there is no encoding {encoding}",
            "常用：utf-8、gb18030、utf-16 / common ones: utf-8, gb18030, utf-16",
        ) from error  # fmt: skip
    return "utf-8-sig" if name == "utf-8" and marked == "utf-8-sig" else name


def _records(stream: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of each record, blank ones included."""
    sample = next((line for line in stream if line.strip()), "")
    stream.seek(0)
    delimiter = max(",;\t", key=lambda mark: (sample.count(mark), -",;\t".index(mark)))
    yield from enumerate(csv.reader(stream, delimiter=delimiter, strict=True), 1)


def _rows(
    stream: io.TextIOWrapper,
    records: Iterator[tuple[int, list[str]]],
    names: tuple[str, ...],
    skipped: list[int],
) -> Iterator[Row]:
    width = len(names)
    with stream:
        for number, cells in records:
            if not any(cell.strip() for cell in cells):
                skipped[0] += 1
                continue
            kept = dict(zip(names, cells, strict=False))
            surplus = tuple(cells[width:])
            if any(cell.strip() for cell in surplus):
                yield Row(number, kept, surplus=surplus)
            else:
                yield Row(number, kept, missing=len(cells) < width)
