"""One pass over the rows of all files of a build, inside one session."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from graph.errors import StoreError
from graph.records import Dataset, Document, FileVersion, Provenance, Statement
from graph.schema import Schema
from graph.store.base import Session
from graph.values.text import says_no
from loaders.apply import RowReader
from loaders.drafts import Draft, End
from loaders.opening import Opened
from loaders.problems import Problem
from loaders.readers.rows import Row
from loaders.settle import Ledger, Lost, Marks, settle

Progress = Callable[[str, int], None]


class Run:
    """One pass over all files inside one session."""

    def __init__(
        self, session: Session, schema: Schema, ledger: Ledger, progress: Progress | None
    ) -> None:
        self.session, self.schema, self.ledger = session, schema, ledger
        self.progress = progress or (lambda file, rows: None)
        self.marks = Marks()
        self.waiting: list[tuple[Opened, RowReader, FileVersion, Draft]] = []
        self.pages: dict[str, tuple[Document, int]] = {}
        self.repeats: list[tuple[Opened, FileVersion, Draft]] = []
        self._types: dict[str, str | None] = {}

    def all(self, opened: list[Opened]) -> None:
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
            one.report.skipped_rows = one.table.skipped[0]
            bad = one.report.rows["flagged"] or one.report.rows["quarantined"]
            if one.report.status != "refused":
                one.report.status = "partly" if bad else "loaded"

    def file(self, one: Opened) -> None:
        """Read a file's rows and write those whose ends are known."""
        rows, dataset = self._dataset(one)
        self.session.add_dataset(dataset)
        reader = RowReader(one.mapping, one.table, self.schema, dataset.name, one.manifest.horizon)
        self.ledger.readers[one.table.file] = reader
        version = FileVersion(
            dataset.name, one.table.file, one.table.sheet, one.table.sha256, one.mapping.source
        )
        count = 0
        try:
            for count, row in enumerate(rows, 1):
                self.ledger.open(one.table.file, row.number)
                if not dataset.invented and _says_invented(one, row):
                    raise _mixed(one.table.file, row.number)
                if one.mapping.marks:
                    self.mark_row(one, version, row.number, row.cells)
                else:
                    self.write(one, reader, version, reader.read(row), final=False)
                if count % 1000 == 0:
                    self.progress(one.table.file, count)
        finally:
            one.table.close()
        self.progress(one.table.file, count)

    def _dataset(self, one: Opened) -> tuple[Iterator[Row], Dataset]:
        """The rows and their dataset: invented if the manifest or the first row says so."""
        dataset, rows = one.manifest.dataset, one.table.rows
        first = next(rows, None)
        if first is None:
            return rows, dataset
        if _says_invented(one, first):
            dataset = replace(dataset, invented=True)
        return itertools.chain([first], rows), dataset

    def mark_row(
        self, one: Opened, version: FileVersion, row: int, cells: Any
    ) -> None:  # fmt: skip
        """Remember a row that calls other rows doubtful."""
        rule = one.mapping.marks
        assert rule is not None
        file, key, zh, en = (
            (cells.get(one.headings[column]) or "").strip()
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
        self, one: Opened, reader: RowReader, version: FileVersion, draft: Draft, *, final: bool
    ) -> None:
        """Write a draft; a draft with an unknown end waits until ``final``."""
        if draft.fatal:
            self._quarantine(one, reader, draft)
            return
        own = {identity: str(said[0].value) for identity, said in draft.entities}
        ends = draft.ends()
        unknown = [end for end in ends if end.id not in own and self.type_of(end.id) is None]
        if unknown and not final:
            self.waiting.append((one, reader, version, draft))
            return
        bad = [
            end for end in ends
            if end not in unknown and (own.get(end.id) or self.type_of(end.id)) not in end.types
        ]  # fmt: skip
        loops = [end for one_, end in draft.references if end.id == one_.subject]
        for end in unknown:
            self._end_problem(one, reader, draft, end, "dangling-reference")
        for end in bad:
            self._end_problem(one, reader, draft, end, "wrong-type")
        for end in loops:
            self._end_problem(one, reader, draft, end, "self-loop")
        lost = {id(end) for end in (*unknown, *bad, *loops)}
        if any(end.required for end in (*unknown, *bad, *loops)):
            self._quarantine(one, reader, draft)
            return
        self._cited(one, reader, draft)
        self._doubts(one, reader, draft)
        self._write(one, version, draft, lost)

    def _quarantine(self, one: Opened, reader: RowReader, draft: Draft) -> None:
        """A row is not in the graph; what refers to it can say so."""
        self.ledger.quarantine(one.table.file, draft.row, draft.problems)
        errors = [one for one in draft.problems if one.severity == "error"]
        lost = Lost.of((errors or draft.problems)[0])
        for identity in reader.declares(draft):
            self.ledger.lost.setdefault(identity, lost)
        for mark in self.marks.of(one.table.file, one.mapping, draft, reader):
            mark.lost = lost

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
        stands = {id(draft) for _, draft in standing}
        for one, reader, _, draft in self.waiting:
            if id(draft) not in stands:
                self._will_be_lost(one, reader, draft)

    def _will_be_lost(self, one: Opened, reader: RowReader, draft: Draft) -> None:
        """Note why a waiting row cannot stand, before the rows that refer to it are judged."""
        own = {identity for identity, _ in draft.entities}
        for end in draft.ends():
            kind = self.type_of(end.id)
            if end.required and end.id not in own and kind not in end.types:
                code = "dangling-reference" if kind is None else "wrong-type"
                lost = Lost.of(self._problem_of_end(one, reader, draft, end, code))
                for identity in reader.declares(draft):
                    self.ledger.lost.setdefault(identity, lost)

    def _write(self, one: Opened, version: FileVersion, draft: Draft, lost: set[int]) -> None:
        row = _row_of(one, draft)
        here = (one.table.file, draft.row)
        new = here in self.ledger.declared_here
        for identity, said in draft.entities:
            self.ledger.declared(identity, here)
            if self.type_of(identity) is None:
                new = True
            elif here not in self.ledger.declared_here:
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
            self._document(one, draft)
            new |= self.session.add_document(draft.document)
        if draft.repeats:
            self.repeats.append((one, version, draft))
        self.ledger.close(one.table.file, draft.row, draft.problems, new=new)

    def _document(self, one: Opened, draft: Draft) -> None:
        """A page described twice, unlike: the row is flagged, the later description stands."""
        assert draft.document is not None
        known = self.pages.setdefault(draft.document.id, (draft.document, draft.row))
        if known[0] != draft.document:
            draft.problems.append(
                Problem(
                    one.table.file, one.table.sheet, draft.row, None, draft.document.id,
                    "duplicate-id-conflict", "warning", f"第 {known[1]} 行对它另有说法",
                    f"row {known[1]} describes it otherwise", "改正其中一行", "correct one of the rows",
                )
            )  # fmt: skip

    def _cited(self, one: Opened, reader: RowReader, draft: Draft) -> None:
        """A page that no table of sources describes is a warning: the row stands."""
        for document in draft.citations:
            if document.startswith("src:") and not self.session.knows_document(document):
                column = one.mapping.cite.column if one.mapping.cite else None
                reader.mark(
                    draft,
                    {"code": "dangling-reference", "property": "source", "original": document},
                )
                lost = self.ledger.lost.get(document)
                texts = lost.told(document) if lost else (
                    f"来源表里没有 {document}", f"no table of sources describes {document}",
                    "在来源表中补一行", "add a row to the table of sources",
                )  # fmt: skip
                draft.problems.append(
                    Problem(
                        one.table.file, one.table.sheet, draft.row,
                        reader.headers.get(column or "", column), document, "dangling-reference",
                        "warning", *texts,
                    )
                )  # fmt: skip

    def _doubts(self, one: Opened, reader: RowReader, draft: Draft) -> None:
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
        self, one: Opened, reader: RowReader, draft: Draft, end: End, code: str
    ) -> None:
        if not end.required:
            reader.mark(draft, {"code": code, "property": end.property, "original": end.id})
        draft.problems.append(self._problem_of_end(one, reader, draft, end, code))

    def _problem_of_end(
        self, one: Opened, reader: RowReader, draft: Draft, end: End, code: str
    ) -> Problem:
        types = "、".join(end.types)
        lost = self.ledger.lost.get(end.id)
        texts = {
            "dangling-reference": lost.told(end.id) if lost else (
                f"没有编号 {end.id}", f"there is no {end.id}",
                "补上它的行，或改正编号，再装载本文件",
                "add its row or correct the id, then load this file again",
            ),
            "self-loop": (
                f"{end.id} 指向自己", f"{end.id} refers to itself",
                "改正编号", "correct the id",
            ),
            "wrong-type": (
                f"{end.id} 应为 {types}", f"{end.id} should be one of {types}",
                "改正编号或关系", "correct the id or the relation",
            ),
        }[code]  # fmt: skip
        return Problem(
            one.table.file, one.table.sheet, draft.row,
            reader.headers.get(end.column or "", end.column), end.id, code,
            "error" if end.required else "warning", *texts,
        )  # fmt: skip

    def repeat(self, one: Opened, version: FileVersion, draft: Draft) -> None:
        """Add this row as a source to relations that its column repeats."""
        row = _row_of(one, draft)
        for wish in draft.repeats:
            matched = False
            for subject, other in ((wish.left, wish.right), (wish.right, wish.left)):
                for each in self.session.relations_between(subject, other):
                    if each.predicate in wish.types:
                        self.session.add(version, each, _original(row, draft, each))
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

    def unmatched(self, one: Opened) -> None:
        """Doubts that name no row of this call, and the outcome of those that do."""
        for mark in self.marks.of_file(one.table.file):
            if mark.matched:
                self.ledger.close(one.table.file, mark.row, [], new=mark.new)
                continue
            texts = mark.lost.told(mark.key) if mark.lost else (
                f"{mark.file} 里没有这一行", f"{mark.file} has no such row",
                "与它所指的文件一起装载，或改正键",
                "load it together with the file it names, or correct the key",
            )  # fmt: skip
            problem = Problem(
                one.table.file, None, mark.row, one.mapping.marks.key if one.mapping.marks else "",
                mark.key, "dangling-reference", "error", *texts,
            )  # fmt: skip
            self.ledger.quarantine(one.table.file, mark.row, [problem])


def _row_of(one: Opened, draft: Draft) -> Provenance:
    """The place that the statements of a row share."""
    return Provenance(one.table.file, one.table.sheet, draft.row, None, draft.citations)


def _original(row: Provenance, draft: Draft, statement: Statement) -> Provenance:
    """The place of one statement of a row; most share the row's."""
    original = draft.originals.get(statement.id) if draft.originals else None
    return row if original is None else replace(row, original=original)


def _says_invented(one: Opened, row: Row) -> bool:
    """Whether the row's own mark calls it invented; a plain no does not."""
    if one.mapping.invented is None:
        return False
    text = (row.cells.get(one.headings.get(one.mapping.invented, "")) or "").strip()
    return bool(text) and not says_no(text)


def _mixed(file: str, row: int) -> StoreError:
    return StoreError(
        f"{file} 第 {row} 行标为虚构，前面的行没有 / {file}, row {row}: marked as invented, the rows "
        "before it are not",
        "真实与虚构分成两个文件、两个库 / keep real and invented rows in files and stores of their own",
    )
