"""Means, null models, comparisons and time series as tables in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.console import Console
from api.tables import scope_name
from graph.metrics.nulls.samplers import NULLS
from graph.metrics.registry import CARDS, REGISTRY
from graph.report.values import number, value_text
from graph.report.words import CLEANING


def print_dropped(console: Console, dropped: Mapping[str, int]) -> None:
    """What cleaning left out or filled in, by reason."""
    found = [f"{console.label(CLEANING[key])} {n}" for key, n in sorted(dropped.items()) if n]
    if found:
        console.line(console.say("清理计数：", "cleaning: ") + console.say("；", "; ").join(found))


def _pair(one: Mapping[str, float] | None) -> str:
    if one is None:
        return "–"
    low, high = number(one["low"]), number(one["high"])
    return low if low == high else f"{low}–{high}"


def _sure(one: Mapping[str, float] | None) -> str:
    return "–" if one is None else f"{number(one['low'])}–{number(one['high'])}"


def print_aggregates(console: Console, scopes: Sequence[dict[str, Any]]) -> None:
    """Three means side by side, never one number alone."""
    head = [console.say(*pair) for pair in (
        ("范围", "scope"), ("卡", "card"), ("算术平均", "arithmetic mean"),
        ("几何平均", "geometric mean"), ("最小值", "minimum"),
        ("90% 区间", "90 % interval"), ("最弱一项", "weakest"), ("已知", "known"))]  # fmt: skip
    rows = []
    for scope in scopes:
        for card, one in scope["aggregate"].items():
            least = scope["weakest"][card]
            weakest = ""
            if least:
                weakest = console.label(REGISTRY[least["key"]].label)
                weakest += (
                    ""
                    if least["certain"]
                    else console.say("（或更弱的未知项）", " (or one unknown)")
                )
            rows.append((
                scope_name(console, scope), console.label(CARDS[card]), _pair(one["arithmetic_mean"]),
                _pair(one["geometric_mean"]), _pair(one["minimum"]), _sure(one["monte_carlo"]),
                weakest, f"{one['known']}/{one['of']}",
            ))  # fmt: skip
    console.table(
        head,
        rows,
        right=[2, 3, 4, 5, 7],
        title=console.say(
            "三种平均并列（不作总分）", "Three means side by side (no overall score)"
        ),
    )
    console.line(console.say(
        "已知的值不足三项的卡不算平均。区间由权重、平均方式、窗口（3/5/7年）和未知值的抽取得出。",
        "A card with fewer than three known values has no mean. The interval draws weights, the kind "
        "of mean, the window (3/5/7 years) and unknown values.",
    ))  # fmt: skip


def print_nulls(console: Console, scopes: Sequence[dict[str, Any]]) -> None:
    """Values beside their null models; only those that could be compared."""
    head = [console.say(*pair) for pair in (
        ("范围", "scope"), ("指标", "metric"), ("值", "value"), ("零模型", "null model"),
        ("均值", "mean"), ("标准差", "sd"), ("百分位", "percentile"), ("校正p值", "adjusted p"))]  # fmt: skip
    rows = []
    for scope in scopes:
        for values in scope["cards"].values():
            for key, one in values.items():
                for null, found in (one["nulls"] or {}).items():
                    why = {"fixed_by_null": console.say("由零模型固定", "fixed by the null"),
                           "too_few": console.say("不足30个机构", "under 30 actors")}  # fmt: skip
                    rows.append((
                        scope_name(console, scope), console.label(REGISTRY[key].label),
                        value_text(REGISTRY[key], one, console.lang),
                        f"{null} {console.label(NULLS[null].label)}", number(found["mean"]),
                        number(found["sd"]),
                        why[found["reason"]] if found["reason"] else number(found["percentile"]),
                        number(found["p_adjusted"]),
                    ))  # fmt: skip
    console.table(head, rows, right=[2, 4, 5, 6, 7],
                  title=console.say("与零模型比较", "Compared with null models"))  # fmt: skip


def print_compare(console: Console, body: dict[str, Any]) -> None:
    """Headlines side by side, intervals per card, and who is surely above whom."""
    names = {one["id"]: scope_name(console, one) for one in body["scopes"]}
    for card in CARDS:
        head = [console.say("指标", "metric"), *names.values()]
        rows = [
            [console.label(REGISTRY[key].label),
             *(value_text(REGISTRY[key], found[i], console.lang) for i in names)]
            for key, found in body["headlines"].items()
            if REGISTRY[key].card == card
        ]  # fmt: skip
        found = body["cards"][card]
        rows.append([console.say("90% 区间", "90 % interval"),
                     *(_sure(found["intervals"][i]) for i in names)])  # fmt: skip
        console.table(head, rows, right=range(1, len(names) + 1), title=console.label(CARDS[card]))
        for pair in found["pairs"]:
            console.line("  " + _verdict(console, pair, names))


def _verdict(console: Console, pair: dict[str, Any], names: Mapping[str, str]) -> str:
    left, right = names[pair["left"]], names[pair["right"]]
    if pair["left_wins"] is None:
        return console.say(f"{left} 与 {right}：已知的值不足，无从比较",
                           f"{left}, {right}: too few known values to compare")  # fmt: skip
    share = f"{100 * pair['left_wins']:.0f}%"
    if pair["above"] is None:
        return console.say(f"{left} 与 {right}：分不出高下（前者在 {share} 的抽取中较高）",
                           f"{left}, {right}: not told apart (the first is higher in {share})")  # fmt: skip
    upper = names[pair["above"]]
    return console.say(f"{upper} 较高（{left} 在 {share} 的抽取中较高）",
                       f"{upper} is above ({left} is higher in {share} of the draws)")  # fmt: skip


def print_series(console: Console, body: dict[str, Any]) -> None:
    """Headlines window by window."""
    windows = body["series"]
    for at, scope in enumerate(windows[-1]["scopes"]):
        console.heading(scope_name(console, scope))
        head = [console.say("指标", "metric"),
                *(f"{one['window'][0]}–{one['window'][1]}" for one in windows)]  # fmt: skip
        for card in CARDS:
            rows = [
                [console.label(metric.label),
                 *(value_text(metric, one["scopes"][at]["cards"][card][key], console.lang) for one in windows)]
                for key, metric in REGISTRY.items()
                if metric.card == card and metric.headline
            ]  # fmt: skip
            rows.append([console.say("观测到的机构", "actors observed"),
                         *(str(one["scopes"][at]["observed"]) for one in windows)])  # fmt: skip
            console.table(head, rows, right=range(1, len(head)), title=console.label(CARDS[card]))
