"""Text, addresses, yes/no cells, and former names with their years."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from graph.values.problem import ValueProblem

_INVISIBLE = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA0),
        0xAD,
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *range(0xD800, 0xE000),
    ]
)
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]"
)
_TRUE = {"1", "是", "有", "true", "yes", "y", "√", "✓"}
_FALSE = {"0", "否", "无", "false", "no", "n", "×"}


def clean_text(text: str) -> str:
    """Text without control, zero-width and direction characters, spaces folded.

    >>> clean_text("  浙江\\u200b大学 ")
    '浙江大学'
    """
    if text.isprintable() and " " not in text:  # no space, control or invisible character
        return text
    folded = re.sub(r"[\s\u3000]+", " ", text)
    return folded.translate(_INVISIBLE).strip()


def control_characters(text: str) -> list[str]:
    """Characters of a text that steer terminals or turn its direction, without line breaks.

    Zero-width spaces and soft hyphens are not among them: they come with ordinary copying.

    >>> [f"U+{ord(one):04X}" for one in control_characters("\u202e甲\x1b厂\u200b\\n")]
    ['U+202E', 'U+001B']
    """
    return _CONTROL.findall(text)


def search_key(text: str) -> str:
    """The form in which names are compared: NFKC, no control characters, case folded.

    >>> search_key("ＣＭＯＳ（杭州）")
    'cmos(杭州)'
    """
    return unicodedata.normalize("NFKC", clean_text(text)).casefold()


def says_yes(text: str) -> bool:
    """Whether a cell is a plain yes."""
    return search_key(text) in _TRUE


def says_no(text: str) -> bool:
    """Whether a cell is a plain no."""
    return search_key(text) in _FALSE


def clean_url(text: str) -> str:
    """An http or https address; anything else is refused, so that no page links to a script."""
    address = clean_text(text)
    if not re.fullmatch(r"https?://[^\s<>\"']+", address):
        raise ValueProblem(
            "bad-url", f"“{address}”不是网址", f"{address!r} is not a web address",
            "应以 http:// 或 https:// 开头", "it should begin with http:// or https://",
        )  # fmt: skip
    return address


def clean_boolean(text: str) -> bool:
    """Yes or no, in the words people use.

    >>> clean_boolean("是"), clean_boolean("0")
    (True, False)
    """
    word = search_key(text)
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueProblem(
        "bad-boolean", f"“{text}”不是是/否", f"{text!r} is neither yes nor no",
        "填 1 或 0、是或否", "write 1 or 0, yes or no",
    )  # fmt: skip


def clean_former_name(text: str) -> dict[str, Any]:
    """A former name, alone or as ``name|first year read|last year read``.

    >>> clean_former_name("海门化工厂||")
    {'name': '海门化工厂'}
    >>> clean_former_name("奔腾激光|2016|2017")
    {'name': '奔腾激光', 'first': 2016, 'last': 2017}
    """
    parts = [clean_text(part) for part in text.split("|")]
    if len(parts) not in (1, 3) or not parts[0]:
        raise ValueProblem(
            "bad-former-name", f"“{text}”不是“曾用名|首见年|末见年”",
            f"{text!r} is not name|first year|last year",
            "年份可留空，竖线保留", "years may be empty, keep the bars",
        )  # fmt: skip
    found: dict[str, Any] = {"name": parts[0]}
    for key, year in zip(("first", "last"), parts[1:], strict=False):
        if not re.fullmatch(r"(\d{4})?", year):
            raise ValueProblem("bad-date", f"“{year}”不是年份", f"{year!r} is not a year")
        if year:
            found[key] = int(year)
    return found
