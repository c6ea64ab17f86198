"""Numbers as people write them: thousands separators, full width, percent signs."""

from __future__ import annotations

import math
import re
import unicodedata

from graph.values.problem import ValueProblem

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][+-]?\d+)?")


def clean_number(text: str) -> int | float:
    """A finite number; whole numbers stay whole.

    >>> clean_number("1,200"), clean_number("７３.7"), clean_number("2.0")
    (1200, 73.7, 2)
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").rstrip()
    if not plain or not _NUMBER.fullmatch(plain) or not any(c.isdigit() for c in plain):
        raise _problem(text)
    value = float(plain.replace(",", ""))
    if not math.isfinite(value):
        raise _problem(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _problem(text: str) -> ValueProblem:
    return ValueProblem(
        "bad-number", f"“{text}”不是数字", f"{text!r} is not a number",
        "只填数字，单位另列", "write digits only, the unit in its own column",
    )  # fmt: skip
