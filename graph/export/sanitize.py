"""Attributes that every format can hold: no lists, no None, no control characters, no NaN."""

from __future__ import annotations

import math
from typing import Any

from graph.records import canonical_json

_XML_BAD = dict.fromkeys(
    [*range(0x20), 0x7F, *range(0x80, 0xA0), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)]
)
for _kept in (0x09, 0x0A, 0x0D):
    _XML_BAD.pop(_kept)

_SIGNS = tuple("=+-@＝＋－＠")
_LEADS = ("\t", "\r", "\n")


def clean(value: Any) -> str | int | float | bool | None:
    """One scalar: lists joined by ``;``, records as JSON, not-a-number dropped.

    >>> clean(["a", "b"]), clean(float("nan")), clean("a\\x00b")
    ('a;b', None, 'ab')
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return ";".join(str(clean(one)) for one in value if one is not None)
    if isinstance(value, dict):
        date = value.get("date")
        return str(date) if date else clean(canonical_json(value))
    return str(value).translate(_XML_BAD)


def attributes(body: dict[str, Any], *left_out: str) -> dict[str, str | int | float | bool]:
    """Cleaned attributes of a node or edge, without None and without some keys."""
    cleaned = {key: clean(value) for key, value in body.items() if key not in left_out}
    return {key: value for key, value in cleaned.items() if value is not None}


def cell(value: Any) -> str:
    """A spreadsheet cell: text that would run as a formula is marked as text.

    >>> cell("=cmd()"), cell(-3), cell("-")
    ("'=cmd()", '-3', "'-")
    """
    cleaned = clean(value)
    if cleaned is None:
        return ""
    return as_text(cleaned) if isinstance(cleaned, str) else str(cleaned)


def as_text(text: str) -> str:
    """Text as a spreadsheet should take it, with an apostrophe before what it might run.

    Full-width signs count too: some spreadsheets read them as the plain ones. So do tab and
    carriage return, which hide a sign that follows.

    >>> as_text("＝1+1"), as_text("\\t1"), as_text("甲＝乙")
    ("'＝1+1", "'\\t1", '甲＝乙')
    """
    risky = text[:1] in _LEADS or text.lstrip()[:1] in _SIGNS
    return "'" + text if text and risky else text
