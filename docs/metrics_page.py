"""The page of metrics, from the registry: each in a sentence, with a worked example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite

from example_page import example_section

from graph.metrics.cards import MODULES
from graph.metrics.nulls.samplers import NULLS
from graph.metrics.registry import CARDS, REGISTRY, Metric
from graph.metrics.result import REASONS
from graph.schema import load_schema

DIRECTIONS = {
    "up": {"zh": "越大越好", "en": "higher is better"},
    "down": {"zh": "越小越好", "en": "lower is better"},
    "none": {"zh": "无好坏之分", "en": "neither way is better"},
}
UNITS = {
    "1": {"zh": "无量纲", "en": "dimensionless"},
    "bases": {"zh": "个基地", "en": "bases"},
    "actors": {"zh": "家机构", "en": "actors"},
    "ties": {"zh": "条联系", "en": "ties"},
    "pairs": {"zh": "对机构", "en": "pairs"},
    "paths": {"zh": "条路径", "en": "paths"},
    "km": {"zh": "公里", "en": "km"},
}
_WORDS = {
    "zh": {
        "title": "指标",
        "from": "由指标登记表（`graph/metrics/registry.py`）生成（`{}`），请勿手改。",
        "how": (
            "四张卡，每张先列卡上的五个数，再列支撑它们的值。每个指标先用一句话说明，再给公式、"
            "算例和注意事项。值、上下界、已收录值与原因的读法见[指南](指南.md)；"
            "阈值与默认口径见 `graph/conventions.yaml`，随 `metrics --json` 一同输出。"
        ),
        "ours": (
            "这些指标是本项目对“强核心、多基地、网络化”的一种量法，"
            "《工作指引》本身没有规定网络指标。"
            "公式与文献按原文（英文）：K 为中心，B 为基地，A 为活动联系，n 为机构数，m 为联系数，"
            "d 为联系数或步数，s 为权重合计。"
        ),
        "headlines": "卡上五个数",
        "supporting": "支撑值",
        "overview": "| 指标 | 说的是什么 | 算例 |",
        "formula": "公式",
        "example": "算例",
        "caveat": "注意",
        "range": "范围",
        "layer": "层",
        "nulls": "零模型",
        "no_null": "不比较",
        "undefined": "何时没有值",
        "always": "总有值",
        "reference": "出处",
        "cost": "计算量",
        "null_models": "零模型",
        "null_about": "零模型回答“随便一个网络也会这样吗”：按保留什么，分为五种。",
        "null_head": "| 代码 | 名称 | 保留什么，检验什么 |",
        "reasons": "没有值的原因",
        "head": "| 代码 | 意思 |",
        "sum": "依据各行的贡献相加等于该值（或它的下界）。",
        "colon": "：",
        "comma": "，",
        "to": " 到 ",
        "list": "；",
    },
    "en": {
        "title": "Metrics",
        "from": "Generated from the registry (`graph/metrics/registry.py`) by `{}`; do not edit.",
        "how": (
            "Four cards, each with its five numbers first, then the values that support them. "
            "Every metric is told in one sentence, then with formula, worked example and caveat. "
            "The [guide](guide.md) says how to read value, bounds, recorded value and reason. "
            "Thresholds and default conventions are in `graph/conventions.yaml` and are printed "
            "with `metrics --json`."
        ),
        "ours": (
            "The metrics are this project's way of measuring strong core, multiple bases, network; "
            "the guideline itself states no network indicator. In the formulas K is the set of "
            "centers, B of bases, A the activity ties, n the number of actors, m of ties; d is a "
            "number of ties or of steps, s a sum of weights."
        ),
        "headlines": "The five numbers on the card",
        "supporting": "Supporting values",
        "overview": "| metric | what it says | example |",
        "formula": "formula",
        "example": "example",
        "caveat": "caveat",
        "range": "range",
        "layer": "layer",
        "nulls": "null models",
        "no_null": "not compared",
        "undefined": "no value when",
        "always": "always has one",
        "reference": "reference",
        "cost": "cost",
        "null_models": "Null models",
        "null_about": "A null model asks whether any network would look like this. There are "
        "five, by what they keep.",
        "null_head": "| code | name | what it keeps and tests |",
        "reasons": "Reasons for a missing value",
        "head": "| code | meaning |",
        "sum": "The contributions of the evidence rows add up to the value (or to its lower bound).",
        "colon": ": ",
        "comma": ", ",
        "to": " to ",
        "list": "; ",
    },
}


def metrics_page(lang: str, command: str) -> Iterator[str]:
    """The example ecosystem, every registered metric by card, nulls and reasons."""
    words = _WORDS[lang]
    assert MODULES, "importing them fills the registry"
    yield from (f"# {words['title']}", "", words["from"].format(command), "")
    yield from (words["how"], "", words["ours"], "")
    yield from example_section(lang)
    for card, label in CARDS.items():
        yield from ("", f"## {label[lang]}", "", words["overview"], "|---|---|--:|")
        own = [one for one in REGISTRY.values() if one.card == card]
        yield from (_row(one, lang) for one in own if one.headline)
        yield from (_row(one, lang) for one in own if not one.headline)
        for kind, chosen in (("headlines", True), ("supporting", False)):
            found = [one for one in own if one.headline is chosen]
            if found:
                yield from ("", f"### {label[lang]}{words['colon']}{words[kind]}")
            for one in found:
                yield from _metric(one, lang)
    yield from ("", f"## {words['null_models']}", "", words["null_about"], "")
    yield from (words["null_head"], "|---|---|---|")
    for name, null in NULLS.items():
        yield f"| {name} | {null.label[lang]} | {null.sentence[lang]} |"
    yield from ("", f"## {words['reasons']}", "", words["head"], "|---|---|")
    for code, text in REASONS.items():
        yield f"| `{code}` | {text[lang]} |"


def _heading(one: Metric, lang: str) -> str:
    return f"{one.label[lang]} `{one.key}`"


def _row(one: Metric, lang: str) -> str:
    """The line of the overview, with a link to the metric."""
    anchor = re.sub(r"[^\w\- ]", "", _heading(one, lang).lower()).replace(" ", "-")
    name = f"[{one.label[lang]}](#{anchor})"
    if one.headline:
        name = f"**{name}**"
    return f"| {name} | {one.sentence[lang]} | {_value(one, lang)} |"


def _value(one: Metric, lang: str) -> str:
    """The value of the example as it is read: three places, its unit, a table by its parts."""
    value = one.example["value"]
    if value is None:
        return "–"
    if isinstance(value, dict):
        words = _WORDS[lang]
        return words["comma"].join(
            f"{one.parts[key][lang]} {number:g}" for key, number in value.items()
        )
    text = f"{value:.3f}".rstrip("0").rstrip(".").replace("-", "−")
    return text if one.unit == "1" else f"{text} {UNITS[one.unit][lang]}"


def _metric(one: Metric, lang: str) -> Iterator[str]:
    words, layers = _WORDS[lang], load_schema().layers
    low, high = (
        f"{bound:g}".replace("-", "−") if isfinite(bound) else "∞" for bound in one.range
    )  # fmt: skip
    span = words["comma"].join(
        (f"{low}{words['to']}{high}", UNITS[one.unit][lang], DIRECTIONS[one.direction][lang])
    )
    nulls = words["list"].join(f"{name} {NULLS[name].label[lang]}" for name in one.nulls)
    missing = words["list"].join(f"{REASONS[code][lang]} (`{code}`)" for code in one.undefined)
    layer = f"{layers[one.layer][lang]} (`{one.layer}`)"
    yield from ("", f"#### {_heading(one, lang)}", "", f"**{one.sentence[lang]}**", "")
    for name, text in (
        ("formula", f"`{one.formula}`"),
        ("example", one.example[lang]),
        ("caveat", one.caveat[lang]),
        ("range", span),
        ("layer", layer),
        ("nulls", nulls or words["no_null"]),
        ("undefined", missing or words["always"]),
        ("reference", one.reference),
        ("cost", one.cost),
    ):
        yield f"- {words[name]}{words['colon']}{text}"
    if one.additive:
        yield f"- {words['sum']}"
