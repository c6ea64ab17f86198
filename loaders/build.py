"""Files into a store: read, check, resolve references, write whole or not at all.

Every row ends as exactly one of loaded, merged, flagged or quarantined. Ids may be named before
the row that declares them: such rows wait until all files of the call are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.errors import MappingError, SourceError, did_you_mean, nearest
from graph.records import FileVersion, LoadRecord, Provenance, Statement
from graph.schema import Schema, load_schema
from graph.store.base import Session, Store
from loaders.apply import Draft, RowReader
from loaders.dataset import MANIFEST, Manifest, read_manifest
from loaders.mapping import Mapping, fold_name, load_mapping
from loaders.problems import Problem
from loaders.readers.delimited import open_delimited
from loaders.readers.rows import Table
from loaders.settle import Ledger, Marks, settle

SUFFIXES = (".csv", ".tsv", ".txt")
Progress = Callable[[str, int], None]


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


@dataclass
class Report:
    """What became of a build or check."""

    files: list[FileReport]
    problems: list[Problem]
    entities: dict[str, int]
    relations: dict[str, int]
    written: LoadRecord | None = None
    refused: bool = False

    @property
    def totals(self) -> dict[str, int]:
        """Sums over the files."""
        return {
            key: sum(one.rows.get(key, 0) for one in self.files)
            for key in ("read", "loaded", "merged", "flagged", "quarantined")
        }

    @property
    def clean(self) -> bool:
        """Whether every row is loaded or merged and every file readable."""
        totals = self.totals
        bad = totals["flagged"] or totals["quarantined"]
        return not bad and all(one.status != "refused" for one in self.files)


@dataclass(frozen=True)
class Options:
    """How to read: one mapping for all files, one encoding, strictness."""

    mapping: Path | None = None
    source: str | None = None
    encoding: str | None = None
    strict: bool = False


@dataclass
class _Opened:
    table: Table
    mapping: Mapping
    manifest: Manifest
    report: FileReport


def bundled_mappings(schema: Schema | None = None) -> list[Mapping]:
    """All mappings that ship with the product, by name."""
    folder = Path(__file__).with_name("mappings")
    return [load_mapping(path, schema or load_schema()) for path in sorted(folder.glob("*.yaml"))]


def build(
    store: Store,
    paths: Sequence[Path],
    options: Options | None = None,
    *,
    write: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Load files (``write``) or only check them.

    Raises
    ------
    MappingError, StoreError
        The mapping or a dataset file is wrong, or the store refuses; nothing is written.
    """
    chosen = options or Options()
    schema = load_schema()
    mappings = (
        [load_mapping(chosen.mapping, schema)] if chosen.mapping else bundled_mappings(schema)
    )
    if chosen.source:
        mappings = _named(mappings, chosen.source)
    ledger = Ledger()
    withdrawn = {name for name, (_, gone) in store.datasets().items() if gone}
    opened, reports = _open_all(paths, mappings, chosen, ledger, withdrawn)
    session = store.begin()
    try:
        run = _Run(session, schema, ledger, progress)
        run.all(opened)
        report = Report(reports, ledger.sorted(), *session.counts())
        if not write or (chosen.strict and not report.clean):
            session.rollback()
            report.refused = write
            report.entities, report.relations = (
                store.counts() if write else (report.entities, report.relations)
            )
        else:
            report.written = session.commit(
                [one.file for one in reports if one.source], report.totals
            )
    except BaseException:
        session.rollback()
        raise
    return report


def _named(mappings: list[Mapping], source: str) -> list[Mapping]:
    found = [one for one in mappings if one.source == source]
    if not found:
        names = [one.source for one in mappings]
        raise MappingError(
            f"没有映射 {source} / there is no mapping {source}", did_you_mean(source, names)
        )
    return found


# opening


def _open_all(
    paths: Sequence[Path],
    mappings: list[Mapping],
    options: Options,
    ledger: Ledger,
    withdrawn: set[str],
) -> tuple[list[_Opened], list[FileReport]]:
    opened, reports = [], []
    for path, name in _files(paths):
        report = FileReport(name, rows=dict.fromkeys(Ledger.KEYS, 0))
        reports.append(report)
        if path.suffix.lower() not in SUFFIXES:
            continue
        try:
            table = open_delimited(path, name, options.encoding)
            mapping = _recognise(table, mappings)
        except SourceError as error:
            report.status = "refused"
            ledger.whole_file(name, error)
            continue
        report.source, report.encoding = mapping.source, table.encoding
        manifest = read_manifest(path.parent, mapping.source)
        if manifest.dataset.name in withdrawn:
            report.status = "refused"
            ledger.whole_file(name, _withdrawn(manifest.dataset.name, name))
            continue
        opened.append(_Opened(table, mapping, manifest, report))
        known = mapping.fold(table.header)
        for header in table.header:
            if header and header not in known:
                near = nearest(header, mapping.columns)
                ledger.add(
                    Problem(
                        name, None, None, header, None, "unknown-column", "warning",
                        f"映射 {mapping.source} 不认识这一列", "the mapping "
                        f"{mapping.source} does not know this column",
                        f"是不是 {near}？" if near else "该列未装载",
                        f"did you mean {near}?" if near else "the column is not loaded",
                    )
                )  # fmt: skip
    return opened, reports


def _withdrawn(dataset: str, file: str) -> SourceError:
    return SourceError(
        "withdrawn-dataset",
        f"{file}：数据集 {dataset} 已撤回 / {file}: the dataset {dataset} is withdrawn",
        f"先恢复：chuangpu store restore {dataset} / bring it back first: "
        f"chuangpu store restore {dataset}",
    )


def _files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """(path, name relative to what was given) of each file, in a stable order."""
    found: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file())
            for one in inside:
                name = one.relative_to(path)
                hidden = any(part.startswith((".", "__")) for part in name.parts)
                if not hidden and one.name != MANIFEST:
                    found.setdefault(one.resolve(), name.as_posix())
        elif path.is_file():
            found.setdefault(path.resolve(), path.name)
        else:
            raise SourceError(
                "unreadable-file", f"没有 {path} / there is no {path}",
                "检查路径 / check the path",
            )  # fmt: skip
    return sorted(found.items(), key=lambda item: item[1])


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


class _Run:
    """One pass over all files inside one session."""

    def __init__(
        self, session: Session, schema: Schema, ledger: Ledger, progress: Progress | None
    ) -> None:
        self.session, self.schema, self.ledger = session, schema, ledger
        self.progress = progress or (lambda file, rows: None)
        self.marks = Marks()
        self.waiting: list[tuple[_Opened, RowReader, FileVersion, Draft]] = []
        self.repeats: list[tuple[_Opened, FileVersion, Draft]] = []
        self._types: dict[str, str | None] = {}

    def all(self, opened: list[_Opened]) -> None:
        """Marks and documents first, entities before relations, the waiting rows last."""
        for one in sorted(opened, key=lambda o: (o.mapping.rank, not o.mapping.marks)):
            self.file(one)
        self._declare_waiting()
        for one, reader, version, draft in self.waiting:
            self.write(one, reader, version, draft, final=True)
        for one, version, draft in self.repeats:
            self.repeat(one, version, draft)
        for one in opened:
            if one.mapping.marks:
                self.unmatched(one)
        settle(self.session, self.schema, self.ledger)
        for one in opened:
            one.report.rows = self.ledger.counts(one.report.file)
            bad = one.report.rows["flagged"] or one.report.rows["quarantined"]
            one.report.status = "partly" if bad else "loaded"

    def file(self, one: _Opened) -> None:
        """Read a file's rows and write those whose ends are known."""
        dataset = one.manifest.dataset
        self.session.add_dataset(dataset)
        reader = RowReader(one.mapping, one.table, self.schema, dataset.name, one.manifest.horizon)
        version = FileVersion(
            dataset.name, one.table.file, one.table.sheet, one.table.sha256, one.mapping.source
        )
        count = 0
        invented = _column_as_it_stands(one)
        try:
            for count, row in enumerate(one.table.rows, 1):
                if invented and not dataset.invented and (row.cells.get(invented) or "").strip():
                    dataset = replace(dataset, invented=True)
                    self.session.add_dataset(dataset)
                self.ledger.open(one.table.file, row.number)
                if one.mapping.marks:
                    self.mark_row(one, version, row.number, row.cells)
                else:
                    self.write(one, reader, version, reader.read(row), final=False)
                if count % 1000 == 0:
                    self.progress(one.table.file, count)
        except (SourceError, UnicodeDecodeError) as error:
            self.ledger.whole_file(one.table.file, error)
            one.report.status = "refused"
        self.progress(one.table.file, count)

    def mark_row(
        self, one: _Opened, version: FileVersion, row: int, cells: Any
    ) -> None:  # fmt: skip
        """Remember a row that calls other rows doubtful."""
        rule = one.mapping.marks
        assert rule is not None
        names = {ours: theirs for theirs, ours in one.mapping.fold(one.table.header).items()}
        file, key, zh, en = (
            (cells.get(names[column]) or "").strip()
            for column in (rule.file, rule.key, rule.zh, rule.en)
        )
        value = {"code": rule.code, "zh": zh, "en": en}
        self.marks.add(file, key, value, version, row)

    # writing

    def type_of(self, entity: str) -> str | None:
        """Type of an id, remembered while it is known."""
        found = self._types.get(entity)
        if found is None:
            found = self.session.type_of(entity)
            if found is not None:
                if len(self._types) > 1_000_000:
                    self._types.clear()
                self._types[entity] = found
        return found

    def write(
        self, one: _Opened, reader: RowReader, version: FileVersion, draft: Draft, *, final: bool
    ) -> None:
        """Write a draft; a draft with an unknown end waits until ``final``."""
        if draft.fatal:
            self.ledger.quarantine(one.table.file, draft.row, draft.problems)
            return
        declared = {identity for identity, _ in draft.entities}
        ends = draft.ends()
        unknown = [end for end in ends if end.id not in declared and self.type_of(end.id) is None]
        if unknown and not final:
            self.waiting.append((one, reader, version, draft))
            return
        bad = [
            end for end in ends
            if end not in unknown and end.id not in declared
            and self.type_of(end.id) not in end.types
        ]  # fmt: skip
        for end in unknown:
            self._end_problem(one, reader, draft, end, "dangling-reference")
        for end in bad:
            self._end_problem(one, reader, draft, end, "wrong-type")
        lost = {id(end) for end in (*unknown, *bad)}
        if any(end.required for end in (*unknown, *bad)):
            self.ledger.quarantine(one.table.file, draft.row, draft.problems)
            return
        self._cited(one, reader, draft)
        self._doubts(one, reader, draft)
        self._write(one, version, draft, lost)

    def _declare_waiting(self) -> None:
        """Rows that wait may name each other: their entities count as declared, but for those
        whose own needs are met by nobody (the greatest set that stands on itself)."""
        standing = [(one, draft) for one, _, _, draft in self.waiting]
        while True:
            pending = {
                identity: str(said[0].value)
                for _, draft in standing
                for identity, said in draft.entities
            }
            kept = [
                (one, draft)
                for one, draft in standing
                if all(
                    (pending.get(end.id) or self.type_of(end.id)) in end.types
                    for end in draft.ends()
                    if end.required
                )
            ]
            if len(kept) == len(standing):
                break
            standing = kept
        for one, draft in standing:
            if any(self.type_of(identity) is None for identity, _ in draft.entities):
                self.ledger.declared_here.add((one.table.file, draft.row))
        self._types.update(pending)

    def _write(self, one: _Opened, version: FileVersion, draft: Draft, lost: set[int]) -> None:
        row = Provenance(one.table.file, one.table.sheet, draft.row, None, draft.citations)
        new = (one.table.file, draft.row) in self.ledger.declared_here
        for identity, said in draft.entities:
            if self.type_of(identity) is None:
                new = True
            elif not new:
                self.ledger.suspects.add(identity)
            for each in said:
                self.session.add(version, each, _original(row, draft, each))
            self._types[identity] = said[0].value
        for each, end in draft.references:
            if id(end) not in lost:
                self.session.add(version, each, _original(row, draft, each))
        for relation in draft.relations:
            each = relation.statement
            new |= self.session.add(version, each, _original(row, draft, each))
        for each, _ in draft.declarations:
            added = self.session.add(version, each, _original(row, draft, each))
            new |= added and not draft.relations
        if draft.document:
            new |= self.session.add_document(draft.document)
        if draft.repeats:
            self.repeats.append((one, version, draft))
        self.ledger.close(one.table.file, draft.row, draft.problems, new=new)

    def _cited(self, one: _Opened, reader: RowReader, draft: Draft) -> None:
        """A page that no table of sources describes is a warning: the row stands."""
        for document in draft.citations:
            if document.startswith("src:") and not self.session.knows_document(document):
                column = one.mapping.cite.column if one.mapping.cite else None
                draft.problems.append(
                    Problem(
                        one.table.file, one.table.sheet, draft.row,
                        reader.headers.get(column or "", column), document, "dangling-reference",
                        "warning", f"来源表里没有 {document}",
                        f"no table of sources describes {document}",
                        "在来源表中补一行", "add a row to the table of sources",
                    )
                )  # fmt: skip

    def _doubts(self, one: _Opened, reader: RowReader, draft: Draft) -> None:
        """Flags that a doubts file puts on this row."""
        found = self.marks.of(one.table.file, one.mapping, draft, reader)
        for mark in found:
            mark.matched = True
            if draft.document:
                flags = (*draft.document.flags, mark.value)
                draft.document = replace(draft.document, flags=flags)
                mark.new |= not self.session.knows_document(draft.document.id)
            else:
                place = Provenance(mark.version.file, None, mark.row)
                for flag, _ in reader.flags_on(draft, mark.value):
                    mark.new |= self.session.add(mark.version, flag, place)
            entity = draft.entities[0][0] if draft.entities else None
            draft.problems.append(
                Problem(
                    one.table.file, one.table.sheet, draft.row, None, None, mark.value["code"],
                    "warning", mark.value["zh"], mark.value["en"],
                    f"见 {mark.version.file} 第 {mark.row} 行",
                    f"see {mark.version.file}, row {mark.row}", entity,
                )
            )  # fmt: skip

    def _end_problem(
        self, one: _Opened, reader: RowReader, draft: Draft, end: Any, code: str
    ) -> None:
        types = " / ".join(end.types)
        texts = {
            "dangling-reference": (
                f"没有编号 {end.id}", f"there is no {end.id}",
                "补上它的行，或改正编号，再装载本文件",
                "add its row or correct the id, then load this file again",
            ),
            "wrong-type": (
                f"{end.id} 应为 {types}", f"{end.id} should be one of {types}",
                "改正编号或关系", "correct the id or the relation",
            ),
        }[code]  # fmt: skip
        draft.problems.append(
            Problem(
                one.table.file, one.table.sheet, draft.row,
                reader.headers.get(end.column or "", end.column), end.id, code,
                "error" if end.required else "warning", *texts,
            )
        )  # fmt: skip

    def repeat(self, one: _Opened, version: FileVersion, draft: Draft) -> None:
        """Add this row as a source to relations that its column repeats."""
        for wish in draft.repeats:
            matched = False
            for subject, other in ((wish.left, wish.right), (wish.right, wish.left)):
                for each in self.session.relations_between(subject, other):
                    if each.predicate in wish.types:
                        self.session.add(version, each, _place(one, draft, each))
                        matched = True
            if not matched:
                self.ledger.add(
                    Problem(
                        one.table.file, one.table.sheet, draft.row, wish.column, wish.left,
                        "unmatched-repeat", "warning",
                        f"没有 {' / '.join(wish.types)} 关系与本列相同，不另建关系",
                        f"no {' / '.join(wish.types)} relation says the same; none is made",
                        "在关系表中补一行", "add a row to the table of relations",
                    )
                )  # fmt: skip

    def unmatched(self, one: _Opened) -> None:
        """Doubts that name no row of this call, and the outcome of those that do."""
        for mark in self.marks.of_file(one.table.file):
            if mark.matched:
                self.ledger.close(one.table.file, mark.row, [], new=mark.new)
                continue
            problem = Problem(
                one.table.file, None, mark.row, one.mapping.marks.key if one.mapping.marks else "",
                mark.key, "dangling-reference", "error",
                f"{mark.file} 里没有这一行", f"{mark.file} has no such row",
                "与它所指的文件一起装载，或改正键",
                "load it together with the file it names, or correct the key",
            )  # fmt: skip
            self.ledger.quarantine(one.table.file, mark.row, [problem])


def _place(one: _Opened, draft: Draft, statement: Statement) -> Provenance:
    return Provenance(
        one.table.file, one.table.sheet, draft.row, draft.originals.get(statement.id),
        draft.citations,
    )  # fmt: skip


def _original(row: Provenance, draft: Draft, statement: Statement) -> Provenance:
    """The place of one statement of a row; most share the row's."""
    original = draft.originals.get(statement.id) if draft.originals else None
    return row if original is None else replace(row, original=original)


def _column_as_it_stands(one: _Opened) -> str | None:
    names = {ours: theirs for theirs, ours in one.mapping.fold(one.table.header).items()}
    return names.get(one.mapping.invented or "")


__all__ = ["FileReport", "Options", "Report", "build", "bundled_mappings"]
