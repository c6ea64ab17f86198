"""Cells of a row: which text a rule means, and its canonical value or a problem."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any

from graph.errors import nearest
from graph.schema import Property, Schema
from graph.values import VALUE_TYPES, ValueProblem
from graph.values.date import first_day
from graph.values.text import clean_text, control_characters
from loaders.drafts import Draft
from loaders.mapping import Cell, Mapping
from loaders.problems import Problem
from loaders.readers.rows import Table

_OPEN_ENDED = ("end", "to")  # dates that may lie in the future
_WORDS = ("text", "former_name")
_UNIT = re.compile(r"[(\[]((?:万亿|千万|百万|亿|万)?(?:元|元人民币|人民币|美元|欧元|港元))[)\]]$")


class CellReader:
    """Reads single cells of one table under one mapping.

    Parameters
    ----------
    mapping, table
        The layout and the opened table.
    schema : Schema
        The model.
    dataset : str
        Name of the dataset that the statements belong to.
    horizon : str
        ISO day; later dates are marked as lying in the future.
    """

    def __init__(
        self, mapping: Mapping, table: Table, schema: Schema, dataset: str, horizon: str
    ) -> None:
        self.mapping, self.table, self.schema = mapping, table, schema
        self.dataset, self.horizon = dataset, horizon
        self.names = mapping.fold(table.header)  # header as it stands -> our column
        self.headers = {ours: theirs for theirs, ours in self.names.items()}
        self._cleaned: dict[tuple[Any, ...], Any] = {}

    def _identity(self, cells: dict[str, str], cell: Cell, prefix: str) -> str:
        if cell.key:
            parts = [clean_text(cells.get(name) or "") for name in cell.key]
            text = "\x1f".join(parts)
            return f"{prefix}:" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        return _prefixed(cell, clean_text(cells.get(cell.column or "") or ""))

    def _split(self, cell: Cell, cells: dict[str, str]) -> list[str]:
        if cell.literal is not None:
            return [str(cell.literal)]
        if cell.key:
            return [self._identity(cells, cell, cell.prefix)]
        text = (cells.get(cell.column or "") or "").strip()
        if not text:
            return []
        if not cell.split:
            return [_prefixed(cell, text)]
        if cell.split == ";":
            text = text.replace("；", ";")
        parts = (part.strip() for part in text.split(cell.split))
        return [_prefixed(cell, part) for part in parts if part]

    def _clean(
        self, draft: Draft, known: Property, cell: Cell, cells: dict[str, str], text: str,
        entity: str | None,
    ) -> Any:  # fmt: skip
        """The canonical value, or None with a problem noted."""
        if cell.match:
            found = next(
                ((m, value) for pattern, value in cell.match if (m := pattern.search(text))), None
            )
            if not found:
                return None
            text = found[0].expand(str(found[1]))
        if cell.unit_column:
            text += (cells.get(cell.unit_column) or "").strip()
        elif known.type == "money" and text[-1:].isdigit():
            text += cell.unit or self._unit_of_heading(cell.column)
        if text in cell.also:
            return text
        key = (known.vocabulary or known.type, known.range, text)
        if key not in self._cleaned:
            if len(self._cleaned) > 100_000:
                self._cleaned.clear()
            self._cleaned[key] = self._try(known, text)
        value = self._cleaned[key]
        if isinstance(value, ValueProblem):
            self._bad(draft, known, cell, text, value, entity)
            return None
        if known.type in _WORDS and not text.isprintable():
            self._controls(draft, known, cell, text, entity)
        late = known.type == "date" and first_day(value) > self.horizon
        if late and known.name not in _OPEN_ENDED:
            self._problem(
                draft, cell.column, text, "future-date", "warning",
                f"日期晚于采集日 {self.horizon}",
                f"dated after the day of retrieval {self.horizon}",
                "核对年份", "check the year", entity,
            )  # fmt: skip
            draft.marks.append({"code": "future-date", "property": known.name, "original": text})
        return value

    def _unit_of_heading(self, column: str | None) -> str:
        """The unit in brackets at the end of a heading, as in 合同金额（万元）."""
        heading = unicodedata.normalize("NFKC", self.headers.get(column or "", "")).strip()
        found = _UNIT.search(heading)
        return found[1] if found else ""

    def _try(self, known: Property, text: str) -> Any:
        try:
            value = VALUE_TYPES[known.type](text)
        except ValueProblem as problem:
            return problem
        if known.type == "choice":
            words = self.schema.vocabularies[known.vocabulary or ""]
            by_label = {label: word for word, body in words.items() for label in body.values()}
            value = value if value in words else by_label.get(value, value)
            if value not in words:
                near = nearest(text, [*words, *by_label])
                return ValueProblem(
                    "bad-choice", f"“{text}”不在词表 {known.vocabulary} 内",
                    f"{text!r} is not in the vocabulary {known.vocabulary}",
                    f"是不是 {near}？" if near else "可用：" + "、".join(words),
                    f"did you mean {near}?" if near else "one of: " + ", ".join(words),
                )  # fmt: skip
        if known.range and not known.range[0] <= value <= known.range[1]:
            low, high = known.range
            return ValueProblem(
                "out-of-range", f"“{text}”不在 {low:g}–{high:g} 之间",
                f"{text!r} is not between {low:g} and {high:g}",
                f"核对数值和单位（{known.unit}）", f"check the number and its unit ({known.unit})",
            )  # fmt: skip
        return value if value != "" else None

    def _bad(
        self, draft: Draft, known: Property, cell: Cell, text: str, problem: ValueProblem,
        entity: str | None,
    ) -> None:  # fmt: skip
        """A value that cannot be read: the row falls if it is required, else it is flagged."""
        self._problem(
            draft, cell.column, text, problem.code, "error" if known.required else "warning",
            problem.zh, problem.en, problem.suggestion_zh, problem.suggestion_en, entity,
        )  # fmt: skip
        if known.required:
            draft.fatal = True
        else:
            draft.marks.append(
                {"code": problem.code, "property": known.name, "original": text[:200]}
            )

    def _controls(
        self, draft: Draft, known: Property, cell: Cell, text: str, entity: str | None
    ) -> None:
        """Characters that steer a terminal or turn text around are taken out, and that is told."""
        found = ", ".join(f"U+{ord(one):04X}" for one in dict.fromkeys(control_characters(text)))
        if not found:
            return
        self._problem(
            draft, cell.column, text, "control-characters", "warning",
            f"去掉了控制字符或方向字符 {found}", f"control or direction characters removed: {found}",
            "核对原文后重新输入", "compare with the original and type it again", entity,
        )  # fmt: skip
        draft.marks.append(
            {"code": "control-characters", "property": known.name, "original": text[:200]}
        )

    def _missing(self, draft: Draft, name: str) -> None:
        self._problem(
            draft, name, None, "missing-value", "error", "必填值为空", "a required value is empty",
            "补填后重新装载", "fill it in and load the file again",
        )  # fmt: skip
        draft.fatal = True

    def _problem(
        self, draft: Draft, column: str | None, value: str | None, code: str, severity: str,
        zh: str, en: str, suggestion_zh: str = "", suggestion_en: str = "",
        entity: str | None = None,
    ) -> None:  # fmt: skip
        if code == "ragged-row":
            draft.fatal = True
        draft.problems.append(
            Problem(
                self.table.file, self.table.sheet, draft.row,
                self.headers.get(column or "", column), value, code, severity, zh, en,
                suggestion_zh, suggestion_en, entity,
            )
        )  # fmt: skip


def _prefixed(cell: Cell, text: str) -> str:
    """The text under the cell's id prefix, unless it carries it already."""
    if not cell.prefix or not text or text.startswith(cell.prefix + ":"):
        return text
    return f"{cell.prefix}:{text}"
