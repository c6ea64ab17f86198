"""Dates with their precision: day, month, quarter or year. Nothing is filled in."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from typing import Any

from graph.values.problem import ValueProblem

_SHAPES = (
    re.compile(r"(?P<y>\d{4})(?:年|\.0)?"),
    re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})月?"),
    re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})[-/.年 ]?(?:第)?[Qq]?(?P<q>[1-4一二三四])(?:季度)"),
    re.compile(r"(?P<y>\d{4})[-/. ]?[Qq](?P<q>[1-4])"),
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_FIRST_YEAR = 1000
_LAST_YEAR = 2100

NO_YEAR = -(2**15)
"""Stands for no year in columns of int32."""


def clean_date(text: str) -> dict[str, Any]:
    """A date as far as it is known.

    >>> clean_date("2022年5月")
    {'date': '2022-05', 'precision': 'month'}
    >>> clean_date("2022-05-26")["precision"], clean_date("2021")["precision"]
    ('day', 'year')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = next((m for m in (shape.fullmatch(plain) for shape in _SHAPES) if m), None)
    if not found:
        raise _problem(text)
    part = found.groupdict()
    year = int(part["y"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueProblem(
            "bad-date", f"年份 {year} 超出 {_FIRST_YEAR}–{_LAST_YEAR}",
            f"the year {year} is not between {_FIRST_YEAR} and {_LAST_YEAR}",
            "核对年份", "check the year",
        )  # fmt: skip
    if part.get("q"):
        quarter = _QUARTERS.get(part["q"]) or int(part["q"])
        return {"date": f"{year:04d}-Q{quarter}", "precision": "quarter"}
    try:
        day = datetime.date(year, int(part.get("m") or 1), int(part.get("d") or 1))
    except ValueError as error:
        raise _problem(text) from error
    if part.get("d"):
        return {"date": day.isoformat(), "precision": "day"}
    if part.get("m"):
        return {"date": day.isoformat()[:7], "precision": "month"}
    return {"date": f"{year:04d}", "precision": "year"}


def year_of(value: Any) -> int | None:
    """The year of a cleaned date, or None.

    >>> year_of({"date": "2022-05", "precision": "month"})
    2022
    """
    if isinstance(value, dict) and value.get("date"):
        return int(str(value["date"])[:4])
    return None


def first_day(value: dict[str, Any]) -> str:
    """The first day that a cleaned date may mean, ISO.

    >>> first_day({"date": "2022-Q4", "precision": "quarter"})
    '2022-10-01'
    """
    year, month, day = _parts(value)
    return f"{year:04d}-{month or 1:02d}-{day or 1:02d}"


def last_day(value: dict[str, Any]) -> str:
    """The last day that a cleaned date may mean, ISO.

    >>> last_day({"date": "2022-Q1", "precision": "quarter"})
    '2022-03-31'
    >>> last_day({"date": "2022", "precision": "year"})
    '2022-12-31'
    """
    year, month, day = _parts(value)
    month = month + 2 if value["precision"] == "quarter" else month or 12
    return f"{year:04d}-{month:02d}-{day or calendar.monthrange(year, month)[1]:02d}"


def _parts(value: dict[str, Any]) -> tuple[int, int, int]:
    """Year, month, day; 0 where not told, the first month of a quarter."""
    text = str(value["date"])
    if "Q" in text:
        return int(text[:4]), int(text[-1]) * 3 - 2, 0
    parts = [*map(int, text.split("-")), 0, 0]
    return parts[0], parts[1], parts[2]


def _problem(text: str) -> ValueProblem:
    return ValueProblem(
        "bad-date", f"“{text}”不是日期", f"{text!r} is not a date",
        "例如 2022、2022-05、2022-05-26", "for example 2022, 2022-05 or 2022-05-26",
    )  # fmt: skip
