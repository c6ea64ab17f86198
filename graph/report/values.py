"""A value of a card in words, the same in tables, reports and pictures."""

from __future__ import annotations

from typing import Any

from graph.metrics.registry import Metric
from graph.metrics.result import REASONS
from graph.report.words import SHORT_REASONS


def number(value: float | None, unit: str = "1") -> str:
    """A value for the eye: three decimals, whole where it counts something."""
    if value is None:
        return "–"
    if unit not in ("1", "km") and float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:.1f} km" if unit == "km" else f"{value:.3f}"


def value_text(metric: Metric, one: dict[str, Any], lang: str) -> str:
    """A value, its bounds, or the short word for why there is none; never 0 for unknown."""
    value, low, unit = one["value"], one["low"], metric.unit
    if isinstance(value, dict | list):
        return _table_text(metric, value, lang)
    if value is not None:
        return number(value, unit) + (f" ±{one['error']:.1g}" if one.get("error") else "")
    if low is not None:
        if one["high"] == metric.range[1]:
            return f"至少 {number(low, unit)}" if lang == "zh" else f"≥ {number(low, unit)}"
        return f"{number(low, unit)}–{number(one['high'], unit)}"
    return SHORT_REASONS[one["reason"]][lang == "en"]


def _table_text(metric: Metric, value: dict[str, Any] | list[str], lang: str) -> str:
    """The parts by name where there are few of a kind; else how many there are."""
    comma = "，" if lang == "zh" else ", "
    if isinstance(value, dict) and metric.parts:
        return comma.join(
            f"{metric.parts[key][lang]} {number(x, metric.unit)}" for key, x in value.items()
        )
    inner = list(value.values()) if isinstance(value, dict) else value
    known = sum(one not in (None, []) for one in inner)
    if lang == "zh":
        return f"{known} 项" + (f"，共 {len(inner)}" if known < len(inner) else "")
    return f"{known} entries" + (f" of {len(inner)}" if known < len(inner) else "")


def because(metric: Metric, one: dict[str, Any], lang: str) -> str:
    """Why there is no single value, in words; empty where there is one."""
    if one["reason"] is None:
        return ""
    if one["low"] is not None:
        return (
            "有的没有来源涉及，只给上下限"
            if lang == "zh"
            else "nobody spoke of some of it: bounds only"
        )
    text = REASONS[one["reason"]][lang]
    if one["recorded"] is not None:
        recorded = number(one["recorded"], metric.unit)
        text += (
            f"；已收录部分算得 {recorded}"
            if lang == "zh"
            else f"; what is recorded gives {recorded}"
        )
    return text
