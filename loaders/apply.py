"""The one engine that applies a mapping: a row in, statements and problems out.

It reads nothing and writes nothing; whether the ids it names exist is judged by `loaders.build`.
"""

from __future__ import annotations

import re
from typing import Any

from graph.errors import nearest
from graph.records import (
    COMPLETE,
    FLAG,
    FLAG_SCOPE,
    NO_QUALIFIERS,
    TYPE,
    Document,
    Statement,
    canonical_json,
    restore_statement,
    statement,
)
from graph.schema import Property, RelationType
from graph.values.date import first_day, last_day
from graph.values.text import clean_text
from loaders.cells import CellReader
from loaders.drafts import Draft, End, Relation, Repeat
from loaders.mapping import Cell, EntityRule, RelationRule
from loaders.readers.rows import Row

_ID = re.compile(r"[a-z]+:[^\s;|\x00-\x1f\x7f]{1,200}")


class RowReader(CellReader):
    """Applies one mapping to the rows of one table."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._qualified: dict[tuple[object, ...], tuple[dict[str, Any], str]] = {}

    def read(self, row: Row) -> Draft:
        """Turn a row into a draft; problems that cost the whole row set ``fatal``."""
        draft = Draft(row.number)
        cells = {self.names[name]: text for name, text in row.cells.items() if name in self.names}
        draft.cells = cells
        if row.surplus:
            self._problem(
                draft, None, " | ".join(row.surplus), "ragged-row", "error",
                "单元格多于表头", "more cells than the header",
                "检查分隔符或引号", "check separators and quotes",
            )  # fmt: skip
            return draft
        if row.missing:
            self._problem(
                draft, None, str(len(row.cells)), "ragged-row", "error",
                "单元格少于表头", "fewer cells than the header",
                "补齐分隔符", "complete the separators",
            )  # fmt: skip
            return draft
        for name in self.mapping.required:
            if not (cells.get(name) or "").strip() and self._needed(name):
                self._missing(draft, name)
        if draft.fatal:
            return draft
        if self.mapping.cite:
            draft.citations = tuple(self._split(self.mapping.cite, cells))
        if self.mapping.document:
            self._document(draft, cells)
        for alias, rule in self.mapping.entities.items():
            if all(one.holds(cells) for one in rule.when):
                self._entity(draft, cells, rule, alias)
        for relation in self.mapping.relations:
            if all(one.holds(cells) for one in relation.when):
                self._relation(draft, cells, relation)
        if self.mapping.complete:
            self._complete(draft, cells)
        self._flags(draft, cells)
        if not draft.fatal:
            for value in draft.marks:
                self.mark(draft, value)
        return draft

    def declares(self, draft: Draft) -> list[str]:
        """Ids of the things and the page that a row would declare if it could be used."""
        found = []
        for rule in self.mapping.entities.values():
            if all(one.holds(draft.cells) for one in rule.when):
                prefix = self.schema.nodes[rule.type].prefix
                found.append(self._identity(draft.cells, rule.id, prefix))
        if self.mapping.document:
            found.append(clean_text(draft.cells.get(self.mapping.document.id) or ""))
        return [one for one in found if one]

    # parts of a row

    def _needed(self, name: str) -> bool:
        """Required columns must be there; only those that a key or name needs must be filled."""
        rules = self.mapping.entities.values()
        kinds = (self.schema.nodes[rule.type].properties for rule in rules)
        needed = {
            cell.column
            for rule, known in zip(rules, kinds, strict=True)
            for key, cell in rule.properties.items()
            if known[key].required
        }
        for rule in rules:
            needed |= rule.id.columns
        for relation in self.mapping.relations:
            if relation.type or relation.type_column:
                needed |= {relation.type_column}
                if not self.mapping.entities:
                    needed |= relation.source.columns | relation.target.columns
        if self.mapping.document:
            needed |= {self.mapping.document.id}
        if self.mapping.complete:
            needed |= {self.mapping.complete.subject, self.mapping.complete.relation}
        if self.mapping.marks:
            needed |= {self.mapping.marks.file, self.mapping.marks.key}
        return name in needed

    def _document(self, draft: Draft, cells: dict[str, str]) -> None:
        rule = self.mapping.document
        assert rule is not None
        found = {one: clean_text(cells.get(column) or "") for one, column in rule.columns.items()}
        url: str | None = found.get("url") or None
        if url and rule.unlinked and rule.unlinked.holds(cells):
            url = None
        if url and not url.startswith(("http://", "https://")):
            self._problem(
                draft, rule.columns["url"], url, "bad-url", "warning", "不是网址",
                "not a web address", "应以 http:// 或 https:// 开头",
                "it should begin with http:// or https://",
            )  # fmt: skip
            url = None
        draft.document = Document(
            clean_text(cells[rule.id]), self.dataset, found.get("title") or cells[rule.id],
            found.get("publisher") or None, url, found.get("date") or None,
            found.get("retrieved_on") or None, found.get("note") or None,
        )  # fmt: skip

    def _entity(self, draft: Draft, cells: dict[str, str], rule: EntityRule, alias: str) -> None:
        kind = self.schema.nodes[rule.type]
        identity = self._identity(cells, rule.id, kind.prefix)
        if not _ID.fullmatch(identity) or not identity.startswith(kind.prefix + ":"):
            self._problem(
                draft, rule.id.column, identity, "bad-id", "error",
                f"编号应写作 {kind.prefix}:…", f"the id should look like {kind.prefix}:…",
                "补上前缀，去掉空格和分号", "add the prefix, remove spaces and semicolons",
            )  # fmt: skip
            draft.fatal = True
            return
        said = [statement(identity, TYPE, rule.type, self.dataset)]
        for name, cell in rule.properties.items():
            for text in self._split(cell, cells):
                self._property(draft, cells, identity, kind.properties[name], cell, text, said)
        said_of = {one.predicate for one in said} | {one.predicate for one, _ in draft.references}
        for name, known in kind.properties.items():
            if known.required and name not in said_of and not draft.fatal:
                self._missing(draft, rule.properties[name].column or name)
        draft.entities.append((identity, said))

    def _property(
        self, draft: Draft, cells: dict[str, str], identity: str, known: Property, cell: Cell,
        text: str, said: list[Statement],
    ) -> None:  # fmt: skip
        value = self._clean(draft, known, cell, cells, text, identity)
        if value is None:
            return
        one = statement(identity, known.name, value, self.dataset)
        if known.type == "reference":
            end = End(value, known.to, cell.column, known.required, known.name)
            draft.references.append((one, end))
        else:
            said.append(one)
        if value != text:
            draft.originals[one.id] = text

    def _relation(self, draft: Draft, cells: dict[str, str], rule: RelationRule) -> None:
        lefts, rights = self._ids(rule.source, cells), self._ids(rule.target, cells)
        if rule.repeats:
            draft.repeats += [
                Repeat(left, right, rule.repeats, rule.source.column or rule.target.column)
                for left in lefts
                for right in rights
            ]
            return
        kind, reverse = self._kind(draft, cells, rule)
        if kind is None:
            return
        qualifiers, spelled = self._qualifiers(draft, cells, rule, kind)
        start, end = qualifiers.get("start"), qualifiers.get("end")
        if start and end and last_day(end) < first_day(start):
            self._problem(
                draft, rule.qualifiers["end"].column, end["date"], "end-before-start", "error",
                "结束早于开始", "it ends before it starts", "改正起止日期", "correct the dates",
            )  # fmt: skip
            draft.fatal = True
            return
        columns = (rule.source.column, rule.target.column)
        for left in lefts:
            for right in rights:
                self._tie(draft, kind, (left, right), columns, spelled, reverse=reverse)

    def _tie(
        self, draft: Draft, kind: RelationType, ends: tuple[str, str],
        columns: tuple[str | None, str | None], qualifiers: str, *, reverse: bool,
    ) -> None:  # fmt: skip
        if reverse:
            ends, columns = (ends[1], ends[0]), (columns[1], columns[0])
        if ends[0] == ends[1]:
            self._problem(
                draft, columns[1], ends[1], "self-loop", "error", "两端是同一个编号",
                "both ends are the same id", "改正其中一端", "correct one of the ends",
            )  # fmt: skip
            draft.fatal = True
            return
        if not kind.directed and ends[0] > ends[1]:
            ends, columns = (ends[1], ends[0]), (columns[1], columns[0])
        allowed = (kind.sources, kind.targets)
        if not kind.directed:
            both = tuple(dict.fromkeys((*kind.sources, *kind.targets)))
            allowed = (both, both)
        made = restore_statement(
            ends[0], kind.name, canonical_json(ends[1]), True, qualifiers, self.dataset
        )
        draft.relations.append(
            Relation(
                made, End(ends[0], allowed[0], columns[0], True),
                End(ends[1], allowed[1], columns[1], True),
            )
        )  # fmt: skip

    def _kind(
        self, draft: Draft, cells: dict[str, str], rule: RelationRule
    ) -> tuple[RelationType | None, bool]:
        if rule.type:
            return self.schema.relations[rule.type], False
        word = clean_text(cells.get(rule.type_column or "") or "")
        name, reverse = rule.names.get(word, (word, False))
        found = self.schema.relations.get(name)
        if not found:
            near = nearest(word, [*rule.names, *self.schema.relations])
            self._problem(
                draft, rule.type_column, word, "unknown-relation", "error",
                f"不认识的关系“{word}”", f"unknown relation {word!r}",
                f"是不是 {near}？" if near else "见数据字典",
                f"did you mean {near}?" if near else "see the data dictionary",
            )  # fmt: skip
            draft.fatal = True
        return found, reverse

    def _qualifiers(
        self, draft: Draft, cells: dict[str, str], rule: RelationRule, kind: RelationType
    ) -> tuple[dict[str, Any], str]:
        """Qualifiers and their JSON; rows that say the same share them unless there is a problem."""
        key = (id(rule), kind.name, *map(cells.get, rule.qualifier_columns))
        known_before = self._qualified.get(key)
        if known_before:
            return known_before
        before = len(draft.problems), len(draft.marks)
        found = self._read_qualifiers(draft, cells, rule, kind)
        made = found, canonical_json(found) if found else NO_QUALIFIERS
        if (len(draft.problems), len(draft.marks)) == before:
            if len(self._qualified) > 100_000:
                self._qualified.clear()
            self._qualified[key] = made
        return made

    def _read_qualifiers(
        self, draft: Draft, cells: dict[str, str], rule: RelationRule, kind: RelationType
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, cell in rule.qualifiers.items():
            for text in self._split(cell, cells):
                known = kind.properties.get(name)
                if known is None:
                    if not cell.match:
                        self._problem(
                            draft, cell.column, text, "not-applicable", "warning",
                            f"{kind.name} 没有“{name}”", f"{kind.name} has no {name}",
                            "移到适用的关系，或清空",
                            "move it to a relation that has it, or clear it",
                        )  # fmt: skip
                        draft.marks.append(
                            {"code": "not-applicable", "property": name, "original": text[:200]}
                        )
                    continue
                value = self._clean(draft, known, cell, cells, text, None)
                if value is not None and value is not False:
                    found[name] = value
        return found

    def _complete(self, draft: Draft, cells: dict[str, str]) -> None:
        rule = self.mapping.complete
        assert rule is not None
        subject, name = clean_text(cells[rule.subject]), clean_text(cells[rule.relation])
        if name not in self.schema.relations:
            near = nearest(name, self.schema.relations)
            self._problem(
                draft, rule.relation, name, "unknown-relation", "error",
                f"不认识的关系“{name}”", f"unknown relation {name!r}",
                f"是不是 {near}？" if near else "", f"did you mean {near}?" if near else "",
            )  # fmt: skip
            draft.fatal = True
            return
        known = self.schema.relations["LOCATED_IN"].properties
        years = {}
        for side, column in (("start", rule.start), ("end", rule.end)):
            text = (cells.get(column) or "").strip()
            if text:
                value = self._clean(draft, known[side], Cell(column), cells, text, subject)
                draft.fatal |= value is None
                if value is not None:
                    years[side] = value
        if len(years) == 2 and last_day(years["end"]) < first_day(years["start"]):
            self._problem(
                draft, rule.end, years["end"]["date"], "end-before-start", "error",
                "结束早于开始", "it ends before it starts", "改正起止年份", "correct the years",
            )  # fmt: skip
            draft.fatal = True
        made = statement(subject, COMPLETE, name, self.dataset, qualifiers=years)
        types = tuple(self.schema.nodes)
        draft.declarations.append((made, End(subject, types, rule.subject, True)))

    def _flags(self, draft: Draft, cells: dict[str, str]) -> None:
        for rule in self.mapping.flags:
            if rule.when.words and rule.when.holds(cells):
                value: dict[str, Any] = {"code": rule.code}
                if rule.property:
                    value["property"] = rule.property
                draft.marks.append(value)
                label = {"inferred": ("推定，非原文所述", "inferred, not stated by a page")}
                zh, en = label.get(rule.code, ("来源自称存疑", "doubtful according to the source"))
                self._problem(
                    draft, rule.when.column, cells[rule.when.column], rule.code, "warning", zh, en
                )

    def mark(self, draft: Draft, value: dict[str, Any]) -> None:
        """Flag what the row became, as a statement of the row itself."""
        for flag, end in self.flags_on(draft, value):
            if draft.entities:
                draft.entities[0][1].append(flag)
            else:
                draft.declarations.append((flag, end))

    def flags_on(self, draft: Draft, value: dict[str, Any]) -> list[tuple[Statement, End]]:
        """Flag statements on what the row became: its entity, else each of its relations."""
        if draft.entities:
            identity, said = draft.entities[0]
            end = End(identity, (str(said[0].value),), None, True)
            return [(statement(identity, FLAG, value, self.dataset), end)]
        made = []
        for relation in draft.relations:
            one = relation.statement
            scope = {key: text for key, text in one.qualifiers.items() if key in FLAG_SCOPE}
            scope |= {"relation": one.predicate, "other": one.value}
            flag = statement(one.subject, FLAG, value, self.dataset, qualifiers=scope)
            made.append((flag, relation.source))
        return made

    def _ids(self, cell: Cell, cells: dict[str, str]) -> list[str]:
        """Ids that a cell names, cleaned like those that rows declare."""
        return [one for one in map(clean_text, self._split(cell, cells)) if one]
