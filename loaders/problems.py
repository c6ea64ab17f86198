"""Problems of rows and files, and the one list of their codes."""

from __future__ import annotations

from dataclasses import dataclass

_VALUE_LIMIT = 200


@dataclass(frozen=True)
class Problem:
    """One line of the report. ``row`` is None for a problem of the whole file."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    code: str
    severity: str  # error | warning
    zh: str
    en: str
    suggestion_zh: str = ""
    suggestion_en: str = ""
    entity: str | None = None

    def as_json(self, lang: str) -> dict[str, object]:
        """The problem as CLI.md prints it, its text in one language."""
        value = self.value
        if value is not None and len(value) > _VALUE_LIMIT:
            value = value[:_VALUE_LIMIT] + "…"
        return {
            "file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column,
            "value": value, "code": self.code, "severity": self.severity,
            "message": _cut(self.zh if lang == "zh" else self.en),
            "suggestion": self.suggestion_zh if lang == "zh" else self.suggestion_en,
            "entity": self.entity,
        }  # fmt: skip


def _cut(text: str) -> str:
    return text if len(text) <= 2 * _VALUE_LIMIT else text[: 2 * _VALUE_LIMIT] + "…"


CODES: dict[str, tuple[str, str]] = {
    "bad-boolean": ("不是是/否", "neither yes nor no"),
    "bad-choice": ("不在词表内", "not in the vocabulary"),
    "bad-credit-code": ("不是统一社会信用代码", "not a unified social credit code"),
    "bad-date": ("不是日期", "not a date"),
    "bad-former-name": ("不是曾用名格式", "not in the form of a former name"),
    "bad-id": ("编号格式不对", "an id of the wrong form"),
    "bad-money": ("不是金额", "not a sum of money"),
    "bad-number": ("不是数字", "not a number"),
    "bad-url": ("不是网址", "not a web address"),
    "check-digit": ("校验位不对", "wrong check digit"),
    "control-characters": ("去掉了控制字符", "control characters were removed"),
    "dangling-reference": ("引用的编号不存在", "refers to an id that is not there"),
    "doubtful": ("来源自称存疑", "doubtful according to the source"),
    "duplicate-header": ("表头重名", "a header name stands twice"),
    "duplicate-id-conflict": ("同一编号的值不同", "one id with different values"),
    "empty-file": ("空文件", "empty file"),
    "end-before-start": ("结束早于开始", "ends before it starts"),
    "future-date": ("日期在采集日之后", "dated after the day of retrieval"),
    "inferred": ("推定，非原文所述", "inferred, not stated by a page"),
    "missing-column": ("缺少必需的列", "a required column is missing"),
    "missing-value": ("缺少必填值", "a required value is missing"),
    "no-table": ("没有可读的表格", "no table to read"),
    "not-applicable": ("该关系没有此属性", "the relation has no such property"),
    "out-of-range": ("超出允许的范围", "outside the allowed range"),
    "ragged-row": ("单元格多于表头", "more cells than the header"),
    "self-loop": ("两端相同", "both ends are the same"),
    "undecodable": ("不能解码", "cannot be decoded"),
    "unknown-column": ("不认识的列", "unknown column"),
    "unknown-relation": ("不认识的关系", "unknown relation"),
    "unknown-source": ("没有映射认得这个表头", "no mapping knows this header"),
    "unmatched-repeat": ("该列没有重复任何一行关系", "the column repeats no relation row"),
    "unreadable-file": ("读不了的文件", "unreadable file"),
    "withdrawn-dataset": ("该数据集已撤回", "the dataset is withdrawn"),
    "wrong-type": ("两端类型不符", "an end of the wrong type"),
}
"""Every code with its meaning, Chinese and English; ``chuangpu check --codes`` lists them."""
