"""Fixed words of reports, Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from graph.ecosystem.cleaning import NO_END, UNKNOWN_END
from graph.ecosystem.counting import ALL_YEARS

WORDS: dict[str, dict[str, str]] = {
    "product": {"zh": "创谱 · 区域创新生态知识图谱", "en": "Chuangpu · regional innovation ecosystem"},
    "province": {"zh": "全省", "en": "The province"},
    "invented": {"zh": "虚构数据：用于演示与测试", "en": "Invented data, for demonstration and tests"},
    "sample": {
        "zh": "示例数据：据公开报道整理，未经机构确认",
        "en": "Sample: compiled from public reports, not confirmed by the institutions",
    },
    "window": {"zh": "窗口", "en": "window"},
    "no_dated_tie": {"zh": "没有带日期的联系，不限年份", "en": "no dated tie, so no window"},
    "observed": {"zh": "观测到的机构", "en": "actors observed"},
    "supporting": {"zh": "支撑值", "en": "Supporting values"},
    "coverage": {"zh": "覆盖", "en": "coverage"},
    "at_least": {"zh": "至少", "en": "at least"},
    "recorded": {"zh": "已收录部分算得", "en": "what is recorded gives"},
    "between": {"zh": "真值在其间：有的环节或机构没有来源涉及",
                "en": "the true value lies between: nobody spoke of some of it"},
    "itself": {"zh": "中心本身", "en": "the center itself"},
    "merged": {"zh": "与牵头单位合并", "en": "with its hosts"},
    "merged_note": {
        "zh": "“与牵头单位合并”把中心和它的牵头单位当作一个机构来算，二者之间的联系不计。",
        "en": "“With its hosts” takes the center and its hosts as one actor; ties among them do not "
        "count.",
    },
    "weakest": {"zh": "最弱一项", "en": "weakest"},
    "weakest_unless": {"zh": "最弱一项，或更弱的未知项", "en": "weakest, or an unknown one"},
    "weakest_short": {"zh": "最弱", "en": "weakest"},
    "weakest_short_unless": {"zh": "最弱？", "en": "weakest?"},
    "map": {"zh": "强核心与网络化对照图", "en": "Map of forms"},
    "rows": {"zh": "依据：全部行", "en": "evidence: all rows"},
    "same_rows": {"zh": "与此项所列相同：", "en": "the same as listed under"},
    "formula": {"zh": "公式", "en": "formula"},
    "reference": {"zh": "出处", "en": "reference"},
    "entity": {"zh": "实体或关系", "en": "entity or relation"},
    "contribution": {"zh": "贡献", "en": "contribution"},
    "support": {"zh": "（前提）", "en": "(support)"},
    "place": {"zh": "文件与行", "en": "file and row"},
    "pages": {"zh": "来源页", "en": "pages"},
    "doubtful": {"zh": "存疑", "en": "doubtful"},
    "scope": {"zh": "范围", "en": "scope"},
    "centers": {"zh": "各中心对照", "en": "Centers side by side"},
    "chain_title": {"zh": "产业链", "en": "Industrial chain"},
    "not_none": {"zh": "未收录不等于不存在。", "en": "Not recorded is not the same as none."},
    "assumed": {
        "zh": "未标可替代组的上下游关系一律按必需计。",
        "en": "Links without a group of substitutes are taken as essential.",
    },
    "segments_counted": {"zh": "个环节", "en": "segments"},
    "segments_linked": {"zh": "个有上下游", "en": "linked"},
    "links": {"zh": "上下游", "en": "links"},
    "segment": {"zh": "环节", "en": "segment"},
    "label": {"zh": "标签", "en": "label"},
    "value_at_risk": {"zh": "设计风险值", "en": "value at risk"},
    "exposure": {"zh": "暴露值", "en": "exposure"},
    "downstream": {"zh": "下游数", "en": "downstream"},
    "said": {"zh": "来源称", "en": "per a source"},
    "choke": {"zh": "卡脖子", "en": "choke point"},
    "broken": {"zh": "报道已突破", "en": "reported broken"},
    "breaks": {"zh": "断裂（断点、卡脖子候选、堵点）", "en": "Breaks (missing, choke candidates, blocked)"},
    "exposures": {"zh": "暴露（单点、过度集中）", "en": "Exposures (single source, concentrated)"},
    "to_verify": {"zh": "待核实（未调查，或厂家归属不明）",
                  "en": "To verify (not surveyed, or origin unknown)"},
    "no_breaks": {
        "zh": "没有已确认的断裂。没有收录厂家、也没有来源声明调查过的环节，列在待核实。",
        "en": "No confirmed break. Segments without a recorded maker that no source says it "
        "surveyed stand under “to verify”.",
    },
    "no_exposures": {
        "zh": "没有暴露点：没有哪个有上下游的环节只靠一家本地厂家，或集中于少数厂家。",
        "en": "No exposure: no linked segment hangs on one local maker or is concentrated in few.",
    },
    "no_to_verify": {"zh": "没有待核实的环节。", "en": "Nothing to verify."},
    "no_chain": {"zh": "没有登记对应的产业链。", "en": "No chain is registered for it."},
    "more": {"zh": "其余", "en": "the others"},
    "makers": {"zh": "厂家", "en": "makers"},
    "researchers": {"zh": "研究单位", "en": "researchers"},
    "local": {"zh": "本地", "en": "local"},
    "external": {"zh": "外部", "en": "external"},
    "unknown": {"zh": "归属不明", "en": "origin unknown"},
    "all_segments": {"zh": "全部环节", "en": "All segments"},
    "licence": {"zh": "数据与许可", "en": "Data and licence"},
    "retrieved": {"zh": "采集", "en": "retrieved"},
    "digest": {"zh": "数据摘要", "en": "digest of the data"},
    "how": {
        "zh": "未定义与未观测不写作 0；两端相同才给单一数值，否则给上下限。⚑ 表示该行存疑。",
        "en": "Undefined and unobserved are never written as 0; a single value is given only where "
        "both bounds agree. ⚑ marks a doubtful row.",
    },
}  # fmt: skip

SHORT_REASONS: dict[str, tuple[str, str]] = {
    "unobserved": ("未观测", "unobs."), "partly_observed": ("部分", "partly"),
    "no_base": ("无基地", "no base"), "no_center": ("无中心", "no center"),
    "no_segment": ("无环节", "no seg."), "no_link": ("无上下游", "no link"),
    "no_tie": ("无联系", "no tie"), "no_host": ("无牵头", "no host"),
    "no_open_pair": ("无可居间", "no pair"), "base_zero": ("不通", "blocked"),
    "too_few": ("太少", "too few"), "cost": ("未算", "cost"), "cycle": ("成环", "cycle"),
    "contracted": ("已合并", "contr."),
}  # fmt: skip
"""Reasons in one or two words, for narrow columns: Chinese, English."""


def window_words(window: Sequence[int], lang: str) -> str:
    """The window of a result; where no tie is dated there is none, and all years count.

    >>> window_words([2021, 2025], "en"), window_words([0, 9999], "en")
    ('window 2021–2025', 'no dated tie, so no window')
    """
    first, last = window
    if [first, last] == ALL_YEARS.years:
        return WORDS["no_dated_tie"][lang]
    return f"{WORDS['window'][lang]} {first}–{last}"


CLEANING: dict[str, dict[str, str]] = {
    "unknown node type": {"zh": "类型不认识的节点", "en": "nodes of unknown type"},
    "importance not a positive number": {
        "zh": "重要性不是正数，按 1 计", "en": "importance not a positive number, taken as 1"},
    "unknown edge type": {"zh": "类型不认识的边", "en": "edges of unknown type"},
    NO_END: {"zh": "端点不存在或类型不合", "en": NO_END},
    UNKNOWN_END: {"zh": "端点不在文件里也不在库里", "en": UNKNOWN_END},
    "self-loop": {"zh": "自己连自己", "en": "self-loops"},
    "weight not a number": {"zh": "权重不是数", "en": "weight not a number"},
    "weight not positive": {"zh": "权重不为正", "en": "weight not positive"},
    "year not a number": {"zh": "年份不是数", "en": "year not a number"},
    "outside the window": {"zh": "不在窗口内", "en": "outside the window"},
    "missing weight": {"zh": "没有权重，按 1 计", "en": "without weight, taken as 1"},
    "undated": {"zh": "没有年份，保留", "en": "undated, kept"},
    "status": {"zh": "计划、洽谈等，不计", "en": "planned, in talks and the like, not counted"},
    "window": {"zh": "不在窗口内，不计", "en": "outside the window, not counted"},
    "not_an_actor": {"zh": "一端不是参与分析的机构，不计", "en": "with an end that is no actor, not counted"},
}  # fmt: skip
"""What cleaning left out or filled in, by the reason that counts it."""
