"""Finding and opening the tables of a build: files, mappings, datasets."""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.errors import SourceError, nearest
from loaders.dataset import MANIFEST, Manifest, read_manifest
from loaders.mapping import Mapping, fold_name
from loaders.problems import Problem
from loaders.readers.delimited import open_delimited
from loaders.readers.rows import Table
from loaders.settle import Ledger

SUFFIXES = (".csv", ".tsv", ".txt")


@dataclass
class FileReport:
    """What became of one file."""

    file: str
    sheet: str | None = None
    source: str | None = None
    encoding: str | None = None
    status: str = "skipped"
    rows: dict[str, int] = field(default_factory=dict)
    skipped_rows: int = 0


@dataclass(frozen=True)
class Options:
    """How to read: one mapping for all files, one encoding, strictness."""

    mapping: Path | None = None
    source: str | None = None
    encoding: str | None = None
    strict: bool = False


@dataclass
class Opened:
    """A table with the mapping and dataset that it is read by."""

    table: Table
    mapping: Mapping
    manifest: Manifest
    report: FileReport

    @functools.cached_property
    def headings(self) -> dict[str, str]:
        """The heading in the table of each column that the mapping knows."""
        return {ours: theirs for theirs, ours in self.mapping.fold(self.table.header).items()}


@dataclass(frozen=True)
class Found:
    """A file: where it is, the given path it lies under, its name in reports, whether it was
    given itself."""

    path: Path
    root: Path
    name: str
    given: bool


def open_all(
    paths: Sequence[Path],
    mappings: list[Mapping],
    options: Options,
    ledger: Ledger,
    withdrawn: set[str],
) -> tuple[list[Opened], list[FileReport]]:
    """Open every table; what cannot be read is noted in the ledger and the others go on."""
    opened, reports = [], []
    for found in tables_of(paths):
        report = FileReport(found.name, rows=dict.fromkeys(Ledger.KEYS, 0))
        reports.append(report)
        if found.path.suffix.lower() not in SUFFIXES and not found.given:
            continue
        try:
            one = _open(found, mappings, options, withdrawn, report)
        except SourceError as error:
            report.status = "refused"
            ledger.whole_file(found.name, error)
            continue
        opened.append(one)
        _unknown_columns(one, ledger)
    return opened, reports


def _open(
    found: Found,
    mappings: list[Mapping],
    options: Options,
    withdrawn: set[str],
    report: FileReport,
) -> Opened:
    if found.path.suffix.lower() not in SUFFIXES:
        raise SourceError(
            "unreadable-file",
            f"{found.name}：还不能读这种文件 / {found.name}: files of this kind cannot be read yet",
            "另存为 CSV（UTF-8） / save it as CSV (UTF-8)",
        )
    table = open_delimited(found.path, found.name, options.encoding)
    try:
        mapping = _recognise(table, mappings)
        _refuse_repeats(table, mapping)
        manifest = read_manifest(found.path.parent, mapping.source, found.root)
        if manifest.dataset.name in withdrawn:
            raise _withdrawn(manifest.dataset.name, found.name)
    except BaseException:
        table.close()
        raise
    report.source, report.encoding = mapping.source, table.encoding
    return Opened(table, mapping, manifest, report)


def _refuse_repeats(table: Table, mapping: Mapping) -> None:
    """Two headings of one column would overwrite each other."""
    ours: dict[str, list[str]] = {}
    for theirs, name in mapping.fold(table.header).items():
        ours.setdefault(name, []).append(theirs)
    twice = "；".join("、".join(found) for found in ours.values() if len(found) > 1)
    if twice:
        raise SourceError(
            "duplicate-header",
            f"{table.file}：几个表头是同一列：{twice} / {table.file}: several headings are one "
            f"column: {twice}",
            "只留一个 / keep one of them",
        )


def _unknown_columns(one: Opened, ledger: Ledger) -> None:
    known, mapping = one.mapping.fold(one.table.header), one.mapping
    for place, header in enumerate(one.table.header, 1):
        if header in known:
            continue
        near = nearest(header, mapping.columns) if header else None
        ledger.add(
            Problem(
                one.table.file, None, None, header, None, "unknown-column", "warning",
                f"映射 {mapping.source} 不认识这一列" if header else f"第 {place} 列没有表头",
                f"the mapping {mapping.source} does not know this column"
                if header else f"column {place} has no heading",
                f"是不是 {near}？" if near else "该列未装载",
                f"did you mean {near}?" if near else "the column is not loaded",
            )
        )  # fmt: skip


def _withdrawn(dataset: str, file: str) -> SourceError:
    return SourceError(
        "withdrawn-dataset",
        f"{file}：数据集 {dataset} 已撤回 / {file}: the dataset {dataset} is withdrawn",
        f"先恢复：chuangpu store restore {dataset} / bring it back first: "
        f"chuangpu store restore {dataset}",
    )


def files_of(paths: Sequence[Path]) -> list[Found]:
    """Each file once, under a name of its own relative to what was given, in a stable order."""
    found: dict[Path, Found] = {}
    for path in paths:
        if path.is_dir():
            for one in sorted(one for one in path.rglob("*") if one.is_file()):
                name = one.relative_to(path)
                hidden = any(part.startswith((".", "__")) for part in name.parts)
                if not hidden and one.name != MANIFEST and not _is_store(one):
                    found.setdefault(one.resolve(), Found(one, path, name.as_posix(), False))
        elif path.is_file():
            found.setdefault(path.resolve(), Found(path, path.parent, path.name, True))
        else:
            raise SourceError(
                "unreadable-file", f"没有 {path} / there is no {path}", "检查路径 / check the path"
            )
    names = Counter(one.name for one in found.values())
    apart: list[Found] = [
        replace(one, name=f"{one.root.resolve().name}/{one.name}") if names[one.name] > 1 else one
        for one in found.values()
    ]
    seen: Counter[str] = Counter()
    distinct = []
    for found_file in apart:
        seen[found_file.name] += 1
        count = seen[found_file.name]
        label = found_file.name if count == 1 else f"{found_file.name} ({count})"
        distinct.append(replace(found_file, name=_printable(label)))
    return sorted(distinct, key=lambda file: file.name)


def tables_of(paths: Sequence[Path]) -> list[Found]:
    """The files of the paths, if there is anything among them to read.

    Raises
    ------
    SourceError
        A path is missing, or no file was given by name and none has the suffix of a table.
    """
    found = files_of(paths)
    if not any(one.given or one.path.suffix.lower() in SUFFIXES for one in found):
        where = "、".join(_printable(str(path)) for path in paths)
        kinds = ", ".join(SUFFIXES)
        raise SourceError(
            "no-table",
            f"{where} 里没有表格（找的是 {kinds}） / no table in {where} (looked for {kinds})",
            "检查路径，或另存为 CSV（UTF-8） / check the path, or save the tables as CSV (UTF-8)",
        )
    return found


def _is_store(path: Path) -> bool:
    return path.name.endswith((".db", ".db-wal", ".db-shm", ".db-journal", ".db-snapshot"))


def _printable(name: str) -> str:
    """A file name as text, also where the locale cannot spell it."""
    return os.fsencode(name).decode("utf-8", "replace")


def _recognise(table: Table, mappings: list[Mapping]) -> Mapping:
    """The mapping whose required columns are all there and that knows most of the header."""
    scored = []
    for mapping in mappings:
        known = set(mapping.fold(table.header).values())
        missing = [name for name in mapping.required if name not in known]
        scored.append((len(missing), -len(known), mapping.source, mapping, missing))
    missing_count, _, _, best, missing = min(scored)[:5]
    if missing_count == 0:
        return best
    # A header that shares most required columns is that layout with a column lacking.
    if len(mappings) == 1 or missing_count * 2 < len(best.required):
        spelled = ", ".join(missing)
        near = [nearest(fold_name(name), map(fold_name, table.header)) for name in missing]
        hints = ", ".join(one for one in near if one)
        raise SourceError(
            "missing-column",
            f"{table.file}：缺少必需的列 {spelled}（映射 {best.source}） / "
            f"{table.file}: required columns are missing: {spelled} (mapping {best.source})",
            f"是不是表里的 {hints}？ / did you mean {hints} of the table?"
            if hints
            else "补上列 / add the columns",
        )
    raise SourceError(
        "unknown-source",
        f"{table.file}：没有映射认得这个表头 / {table.file}: no mapping knows this header",
        "用 --mapping 指定映射，或对照 docs 里的输入表改表头 / name a mapping with --mapping, or use "
        "the headings of the input tables in docs",
    )
