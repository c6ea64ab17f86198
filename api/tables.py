"""Cards and gaps as tables in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.console import Console
from graph.chain.labels import LABELS
from graph.ecosystem.scopes import PROVINCE
from graph.metrics.registry import CARDS, REGISTRY
from graph.metrics.result import REASONS
from graph.report.values import because, number, value_text
from graph.report.words import SHORT_REASONS, WORDS, window_words


def meaning(console: Console, key: str, one: dict[str, Any]) -> str:
    """What a value measures, and why it is not a single number."""
    metric = REGISTRY[key]
    sentence, why = console.label(metric.sentence), because(metric, one, console.lang)
    return f"{sentence}\n〔{why}〕" if why else sentence


def evidence_count(console: Console, one: dict[str, Any]) -> str:
    """Rows that carry the value, and rows that it depends on."""
    found = one.get("evidence")
    if found is None:
        return ""  # an ecosystem file has no rows
    return f"{found['carrying']}+{found['total'] - found['carrying']}"


def scope_name(console: Console, scope: dict[str, Any], *, begins: bool = False) -> str:
    """What a scope is called in a table, or where it begins a line."""
    if scope["id"] != PROVINCE:
        return str(scope["name"])
    return console.say("全省", "Province" if begins else "province")


def print_matrix(console: Console, body: dict[str, Any]) -> None:
    """One table per card: a row per scope, a column per headline."""
    for card in CARDS:
        keys = [key for key, one in REGISTRY.items() if one.card == card and one.headline]
        head = [console.say("范围", "scope"), *(console.label(REGISTRY[k].label) for k in keys)]
        rows = [
            [scope_name(console, one),
             *(_text(console, key, one["cards"][card][key]) for key in keys)]
            for one in body["scopes"]
        ]  # fmt: skip
        console.table(head, rows, right=range(1, 6), title=console.label(CARDS[card]))
        used = {one["cards"][card][key]["reason"] for one in body["scopes"] for key in keys} - {
            None
        }
        for reason in sorted(used):
            short, text = console.say(*SHORT_REASONS[reason]), console.label(REASONS[reason])
            console.line(f"  {text}" if text.startswith(short) else f"  {short} = {text}")


def _text(console: Console, key: str, one: dict[str, Any]) -> str:
    return value_text(REGISTRY[key], one, console.lang)


def _row(console: Console, key: str, one: dict[str, Any]) -> tuple[str, ...]:
    coverage = one["coverage"]
    return (
        f"{console.label(REGISTRY[key].label)}\n{key}", _text(console, key, one),
        f"{coverage['observed']}/{coverage['of']}", meaning(console, key, one),
        evidence_count(console, one),
    )  # fmt: skip


def print_scope(
    console: Console, scope: dict[str, Any], window: list[int], *, supporting: bool = False
) -> None:
    """The four cards of one scope with coverage and reasons in words."""
    name = scope_name(console, scope, begins=True)
    console.heading(console.say(
        f"{name}（{scope['id']}） {window_words(window, 'zh')}，观测到 {scope['observed']} / "
        f"{scope['actors']} 个机构",
        f"{name} ({scope['id']}), {window_words(window, 'en')}, {scope['observed']} of "
        f"{scope['actors']} actors observed",
    ))  # fmt: skip
    head = [console.say(*pair) for pair in (
        ("指标", "metric"), ("值", "value"), ("覆盖", "coverage"), ("含义", "meaning"),
        ("依据行（构成+前提）", "rows (part + support)"))]  # fmt: skip
    for card in CARDS:
        values = scope["cards"][card]
        rows = [_row(console, key, one) for key, one in values.items() if one["headline"]]
        console.table(head, rows, right=[1, 2, 4], title=console.label(CARDS[card]))
        rows = [_row(console, key, one) for key, one in values.items() if not one["headline"]]
        if supporting and rows:
            title = console.label(CARDS[card]) + console.say("：支撑值", ": supporting values")
            console.table(head, rows, right=[1, 2, 4], title=title)
    missing = _missing(console, scope)
    if missing:
        console.line(missing)


def _missing(console: Console, scope: dict[str, Any]) -> str:
    """What an empty card lacks, and which table would fill it."""
    reasons = {one["reason"] for card in ("core", "bases") for one in scope["cards"][card].values()}
    if "unobserved" not in reasons:
        return ""
    return console.say(
        "要填上未观测的值：在关系表（relations.csv）补中心或基地的合作、项目、知识产权、聘用各行，"
        "或在完整性声明（completeness.csv）写明某来源已列全。",
        "To fill unobserved values: add rows of cooperation, projects, IP or employment of the center "
        "or its bases to relations.csv, or declare in completeness.csv that a source lists them all.",
    )  # fmt: skip


def print_evidence(console: Console, body: dict[str, Any], key: str) -> None:
    """Every row behind one value."""
    metric = REGISTRY[key]
    for scope in body["scopes"]:
        one = scope["cards"][metric.card][key]
        console.heading(f"{scope['name']}  {console.label(metric.label)}  "
                        f"{_text(console, key, one)}  {because(metric, one, console.lang)}")  # fmt: skip
        console.line(f"{metric.formula}  [{metric.reference}]")
        head = [console.say(*pair) for pair in (
            ("实体或关系", "entity or relation"), ("贡献", "contribution"), ("文件", "file"), ("行", "row"),
            ("存疑", "doubtful"))]  # fmt: skip
        rows = [
            (_spelled(row), console.say("（前提）", "(support)") if row["contribution"] is None
             else f"{row['contribution']:.6f}", row["file"], row["row"],
             "⚑" if row["flagged"] else "")
            for row in one["evidence"]["rows"]
        ]  # fmt: skip
        console.table(head, rows, right=[1, 3])
        print_contributors(console, one)
        carrying = one["evidence"]["carrying"]
        console.line(console.say(
            f"共 {len(rows)} 行：{carrying} 行构成此值，其余是它的前提",
            f"{len(rows)} rows: {carrying} carry the value, the others support it",
        ))  # fmt: skip


def print_contributors(console: Console, one: dict[str, Any]) -> None:
    """The entities that a value is about."""
    found = one["contributors"]
    if not found or not found["rows"]:
        return
    head = [console.label(found["label"]), console.say("编号", "id"), console.say("数值", "number")]
    rows = [
        (" – ".join(row["names"]), " – ".join(row["ids"]),
         "" if row["part"] is None else f"{row['part']:.6g}")
        for row in found["rows"]
    ]  # fmt: skip
    console.table(head, rows, right=[2])


def _spelled(row: dict[str, Any]) -> str:
    relation = row["relation"]
    if relation is None:
        return str(row["id"])
    return f"{relation['source']} {relation['type']} {relation['target']}"


def print_gaps(console: Console, chain: dict[str, Any]) -> None:
    """Counts and three lists of one chain."""
    segments, links = chain["segments"], chain["links"]
    console.heading(f"{chain['name']} ({chain['id']})")
    counted, linked = segments["counted"], segments["linked"]
    console.line(console.say(
        f"{counted} 个环节（{linked} 个有上下游），上下游 {sum(links.values())} 条："
        f"本地接上 {links['local']}，外供 {links['external']}，确无 {links['none']}，"
        f"未知 {links['unknown']}，无厂家 {links['no_maker']}。未收录不等于不存在。",
        f"{counted} segments ({linked} linked), {sum(links.values())} links: local "
        f"{links['local']}, external {links['external']}, none {links['none']}, unknown "
        f"{links['unknown']}, no maker {links['no_maker']}. Not recorded is not the same as none.",
    ))  # fmt: skip
    if chain["cycle"]:
        console.line(
            console.say("上下游成环：", "the links form a cycle: ") + " → ".join(chain["cycle"])
        )
    for name in ("breaks", "exposures", "to_verify"):
        print_list(console, name, [{**gap, "chain": chain["name"]} for gap in chain[name]],
                   chain["totals"][name])  # fmt: skip


LISTS = {
    "breaks": ("断裂（断点、卡脖子候选、堵点）", "Breaks (missing, choke candidates, blocked)"),
    "exposures": ("暴露（按已收录：单点、过度集中）", "Exposures (as recorded: single source, concentrated)"),
    "to_verify": ("待核实（未调查，或厂家归属不明）", "To verify (not surveyed, or origin unknown)"),
}  # fmt: skip


def print_list(console: Console, name: str, gaps: Sequence[dict[str, Any]], total: int) -> None:
    """One of the three lists; an empty one says why."""
    title = console.say(*LISTS[name])
    if not gaps:
        console.line(f"{title}：" if console.lang == "zh" else f"{title}:")
        console.line("  " + console.label(WORDS[f"no_{name}"]))
        return
    value = {"breaks": ("设计风险值", "value at risk"), "exposures": ("暴露值", "exposure")}.get(
        name
    )
    head = [console.say(*pair) for pair in (
        ("环节", "segment"), ("链", "chain"), ("标签", "label"),
        *([value] if value else []), ("下游数", "downstream"), ("来源称", "per a source"),
        ("依据", "evidence"))]  # fmt: skip
    rows = []
    for gap in gaps:
        choke = gap["chokepoint"]
        said = ""
        if choke["says_a_source"]:
            said = console.say("卡脖子", "choke point")
            said += (
                console.say("，报道已突破", ", reported broken") if choke["reported_broken"] else ""
            )
        labels = "、".join(console.label(LABELS[label]) for label in gap["labels"])
        if name == "exposures" and not gap["because"][0]["surveyed"]:
            labels += console.say("（未调查）", " (not surveyed)")
        amount = gap.get("design_value_at_risk", gap.get("exposure"))
        places = list(dict.fromkeys(
            f"{one['file']}:{one['row']}{' ⚑' if one['flagged'] else ''}" for one in gap["evidence"]
        ))  # fmt: skip
        rows.append((
            f"{gap['name']}{' ⚑' if gap['flags'] else ''}\n{gap['segment']}", gap["chain"], labels,
            *([number(amount)] if value else []), gap["descendants"], said,
            ", ".join(places[:2]) + (f" +{len(places) - 2}" if len(places) > 2 else ""),
        ))  # fmt: skip
    if total > len(gaps):
        title += console.say(f"：前 {len(gaps)} 条，共 {total} 条", f": {len(gaps)} of {total}")
    console.table(head, rows, right=[3, 4] if value else [3], title=title)


def print_mark(console: Console, *, invented: bool) -> None:
    """The 虚构 line that every output on invented data begins with."""
    if invented:
        console.line(console.say(
            "虚构数据：用于演示与测试", "Invented data, for demonstration and tests"
        ))  # fmt: skip
