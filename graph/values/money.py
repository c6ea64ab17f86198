"""Sums of money in units of their currency, with range and qualifier kept."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from graph.values.problem import ValueProblem

_SCALES = {"": 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_CURRENCIES = {
    "": "CNY", "元": "CNY", "元人民币": "CNY", "人民币": "CNY", "rmb": "CNY", "cny": "CNY",
    "美元": "USD", "usd": "USD", "欧元": "EUR", "eur": "EUR", "港元": "HKD", "日元": "JPY",
}  # fmt: skip
_QUALIFIERS = {"约": "approx", "近": "approx", "超": "at_least", "超过": "at_least",
               "至少": "at_least", "不少于": "at_least"}  # fmt: skip
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?P<qualifier>{'|'.join(_QUALIFIERS)})?\s*(?P<low>{_NUMBER})"
    rf"(?:\s*[-~—–至]\s*(?P<high>{_NUMBER}))?\s*(?P<scale>万亿|千万|百万|亿|万)?"
    rf"\s*(?P<currency>{'|'.join(filter(None, _CURRENCIES))})?\s*(?P<above>以上)?"
)


def clean_money(text: str) -> dict[str, Any]:
    """A sum, its range and how exact it is.

    >>> clean_money("约3.5亿元")["amount"], clean_money("1-2万")["high"]
    (350000000, 20000)

    Returns
    -------
    dict
        ``amount`` in units of ``currency`` (None for a range), ``low``, ``high`` (None when open),
        ``qualifier`` exact | approx | at_least | range.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    found = _MONEY.fullmatch(plain)
    if not found:
        raise ValueProblem(
            "bad-money", f"“{text}”不是金额", f"{text!r} is not a sum of money",
            "例如 1200万元、3.5亿元", "for example 1200万元 or 3.5亿元",
        )  # fmt: skip
    scale = _SCALES[found["scale"] or ""]
    low = _scaled(found["low"], scale)
    high = _scaled(found["high"], scale) if found["high"] else low
    qualifier = _QUALIFIERS.get(found["qualifier"] or "", "exact")
    if found["above"]:
        qualifier = "at_least"
    if found["high"]:
        qualifier = "range"
    return {
        "amount": None if found["high"] else low,
        "currency": _CURRENCIES[found["currency"] or ""],
        "low": low,
        "high": None if qualifier == "at_least" else high,
        "qualifier": qualifier,
    }


def _scaled(text: str, scale: int) -> int | float:
    exact = Decimal(text.replace(",", "")) * scale
    return int(exact) if exact == exact.to_integral_value() else float(exact)
