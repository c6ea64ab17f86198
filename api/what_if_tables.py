"""Before and after a supposition as tables in words."""

from __future__ import annotations

from typing import Any

from api.console import Console
from api.structure_tables import print_dropped
from api.tables import scope_name
from graph.metrics.registry import CARDS, REGISTRY
from graph.report.values import number, value_text
from graph.report.what_if import differs
from graph.report.words import window_words


def print_what_if(console: Console, body: dict[str, Any]) -> None:
    """What is supposed, then per scope the values that change, headlines first."""
    told = body["with"]
    console.heading(console.say(
        f"假设推演（what-if）：{told['file']}，{told['nodes']} 个节点、{told['edges']} 条边；"
        "“之后”是假设，不是事实，没有写入库",
        f"What if: {told['file']}, {told['nodes']} nodes and {told['edges']} edges; “after” is a "
        "supposition, no fact, and nothing was written",
    ))  # fmt: skip
    _print_left_out(console, told)
    console.line(console.say(
        f"两侧同一窗口：{window_words(body['window'], 'zh')}",
        f"both sides in one window: {window_words(body['window'], 'en')}",
    ))  # fmt: skip
    for scope in body["scopes"]:
        _print_scope(console, scope)


def _print_left_out(console: Console, told: dict[str, Any]) -> None:
    print_dropped(console, told["dropped"])
    for one in told["unknown"]:
        near = one["nearest"]
        hint = console.say(f"；是不是 {near}？", f"; did you mean {near}?") if near else ""
        console.line("  " + console.say(f"没有编号 {one['id']}", f"there is no {one['id']}") + hint)
    left = told["unknown_total"] - len(told["unknown"])
    if left:
        console.line("  " + console.say(f"……另有 {left} 个编号", f"… {left} more ids"))
    for one in told["problems"]:
        where = console.say(f"节点 {one['row']}", f"node {one['row']}")
        colon = "：" if console.lang == "zh" else ": "
        value = f"（{one['value']}）" if one["value"] else ""
        console.line(f"  {where}, {one['column']}{colon}{one['message']}{value}")
    for one in told["replaced"]:
        console.line("  " + console.say(
            f"{one['id']} 的 {one['property']}：以 {one['after']} 代替库里的 {one['before']}",
            f"{one['property']} of {one['id']}: {one['after']} in place of {one['before']}",
        ))  # fmt: skip
    if told["outside_window"]:
        console.line(console.say(
            f"{told['outside_window']} 条有日期的联系不在窗口内，不起作用；可用 --window 换窗口",
            f"{told['outside_window']} dated relations lie outside the window and have no effect; "
            "--window sets another one",
        ))  # fmt: skip
    if told["no_base"]["edges"]:
        ids = ", ".join(told["no_base"]["ids"])
        console.line(console.say(
            f"{told['no_base']['edges']} 条联系的一端不是计入的基地，不起作用：{ids}"
            "（中心所在地、牵头单位园区，或没有 has_base）",
            f"{told['no_base']['edges']} relations have an end that is no base that counts, and have no "
            f"effect: {ids} (a seat, a host campus, or without has_base)",
        ))  # fmt: skip


def _print_scope(console: Console, scope: dict[str, Any]) -> None:
    name = scope_name(console, scope, begins=True)
    actors, observed = scope["actors"], scope["observed"]
    if actors["before"] is None:
        counts = console.say(
            f"只在假设中，观测到 {observed['after']} / {actors['after']} 个机构",
            f"supposed only, {observed['after']} of {actors['after']} actors observed",
        )
    else:
        counts = console.say(
            f"观测到 {observed['before']} / {actors['before']} → {observed['after']} / "
            f"{actors['after']} 个机构",
            f"{observed['before']} of {actors['before']} → {observed['after']} of "
            f"{actors['after']} actors observed",
        )
    console.heading(f"{name} ({scope['id']})  {counts}")
    changed = rest = 0
    for card, values in scope["cards"].items():
        rows = [
            _row(console, key, one)
            for key, one in sorted(values.items(), key=lambda item: not REGISTRY[item[0]].headline)
            if _shows(one)
        ]
        changed += len(rows)
        rest += sum(differs(one) and not _shows(one) for one in values.values())
        if rows:
            head = [console.say(*pair) for pair in (
                ("指标", "metric"), ("之前", "before"), ("之后（假设）", "after (what if)"),
                ("差", "difference"), ("覆盖", "coverage"))]  # fmt: skip
            console.table(head, rows, right=[1, 2, 3, 4], title=console.label(CARDS[card]))
    if not changed:
        console.line(console.say("没有变化", "nothing changes"))
    if rest:
        console.line(console.say(
            f"另有 {rest} 个数只变了覆盖或已收录的部分（见 --json）",
            f"{rest} more differ only in coverage or in what is recorded (see --json)",
        ))  # fmt: skip


def _shows(one: dict[str, Any]) -> bool:
    """Whether a value, a bound or the reason for none is another one after."""
    if one["before"] is None:
        return True
    return any(
        one["before"][name] != one["after"][name] for name in ("value", "low", "high", "reason")
    )


def _row(console: Console, key: str, one: dict[str, Any]) -> tuple[str, ...]:
    metric, sides = REGISTRY[key], (one["before"], one["after"])
    before, after = (
        "–" if side is None else value_text(metric, side, console.lang) for side in sides
    )
    covered = [
        "–" if side is None else f"{side['coverage']['observed']}/{side['coverage']['of']}"
        for side in sides
    ]
    change = one["difference"]
    sign = "+" if change is not None and change > 0 else ""
    return (
        f"{console.label(metric.label)}\n{key}", before, after,
        "" if change is None else sign + number(change, metric.unit),
        covered[0] if covered[0] == covered[1] else " → ".join(covered),
    )  # fmt: skip
