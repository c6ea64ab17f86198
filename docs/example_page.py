"""The example ecosystem as a picture and tables: the part of the metrics page that shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from itertools import combinations
from pathlib import Path
from typing import Any

from graph.ecosystem.document import scope_of_document

BODY: dict[str, Any] = json.loads(
    (Path(__file__).parent / "example" / "ecosystem.json").read_text("utf-8")
)
SCOPE = scope_of_document(BODY)
NODES: dict[str, dict[str, Any]] = {node["id"]: node for node in BODY["nodes"]}
ACTORS = [key for key in NODES if key in SCOPE.actors]
MEMBERSHIPS = ("participates", "owns", "employed_by")
PICTURES = {"zh": "示例生态.svg", "en": "example_ecosystem.svg"}
TYPES = {
    "center": {"zh": "中心", "en": "center"},
    "host": {"zh": "牵头单位", "en": "host"},
    "base": {"zh": "基地", "en": "base"},
    "enterprise": {"zh": "企业", "en": "enterprise"},
    "university": {"zh": "高校", "en": "university"},
    "institute": {"zh": "院所", "en": "institute"},
    "project": {"zh": "项目", "en": "project"},
    "ip": {"zh": "知识产权", "en": "IP right"},
    "talent": {"zh": "两家同聘的人才", "en": "person with two employers"},
}
PLACES = {  # of the picture, in pixels
    "jia": (380, 160), "yi": (410, 45), "bing": (210, 160), "ji": (290, 65), "ren": (60, 160),
    "gui": (550, 75), "geng": (550, 190), "ding": (210, 300), "zi": (460, 300),
    "xin": (335, 365), "wu": (360, 240),
}  # fmt: skip
COLORS = {
    "center": "#c0392b", "host": "#7d5ba6", "base": "#d98200", "enterprise": "#2a6fb0",
    "university": "#2e8b57", "institute": "#7d5ba6",
}  # fmt: skip

_WORDS = {
    "zh": {
        "title": "示例生态",
        "about": (
            "下面每个指标都在这个小生态上手算一遍（[`ecosystem.json`](../example/ecosystem.json)，"
            "全部虚构）。算例里单说一个字即该机构：甲是甲中心，丙是丙基地。"
            "窗口为{first}–{last}年。改了数，自己再算："
        ),
        "alt": "示例生态：圆是机构，线是窗口内的合作，数字是权重，虚线是挂牌而没有直接合作的基地",
        "caption": "红为中心，橙为基地，蓝为企业，绿为高校，紫为院所。线上的数是合作权重；"
        "虚线是挂牌而没有直接合作的基地。",
        "actors": "| 机构 | 类型 | 地区 | 联系数 | 权重合计 | 说明 |",
        "ties": "| 联系 | 权重 | 由来 |",
        "together": "合作",
        "events": "| 事件 | 成员 | 每对成员的权重 |",
        "rule": "k家共同参与的事件，每对成员各得 1/(k−1)。",
        "before": "上一窗口（{first}–{last}年）还有这些联系，只用于关系延续率：{ties}。",
        "chain": "| 环节 | 重要度 | 厂家（产能） | 研究 | 需要 |",
        "supplies": "供货关系：{pairs}。",
        "or": "或",
        "and": "和",
        "list": "、",
        "comma": "，",
        "external": "外省",
        "hosts": "牵头甲中心",
        "idle": "已挂牌，没有任何合作",
        "kind": "类型按院所算",
        "undated": "没有年份",
    },
    "en": {
        "title": "The example ecosystem",
        "about": (
            "Each metric below is worked by hand on this small ecosystem "
            "([`ecosystem.json`](../example/ecosystem.json), all of it invented). In the examples "
            "one word names an actor: Jia is Jia Center, Bing is Bing Base. The window is "
            "{first}–{last}. To change it and compute again:"
        ),
        "alt": "The example ecosystem: circles are actors, lines ties within the window, numbers "
        "their weights, dashed lines bases that bear the name without a tie to the center",
        "caption": "Red is the center, orange a base, blue an enterprise, green a university, violet "
        "an institute. Numbers are weights of ties; a dashed line is a base registered without a "
        "tie to the center.",
        "actors": "| actor | type | region | ties | weight | remark |",
        "ties": "| tie | weight | from |",
        "together": "collaboration",
        "events": "| event | members | weight for each pair |",
        "rule": "An event of k members adds 1/(k−1) to each pair of them.",
        "before": "Ties of the window before ({first}–{last}), for tie persistence only: {ties}.",
        "chain": "| segment | importance | makers (capacity) | researched by | needs |",
        "supplies": "Supplies: {pairs}.",
        "or": " or ",
        "and": " and ",
        "list": ", ",
        "comma": ", ",
        "external": "external",
        "hosts": "host of Jia Center",
        "idle": "registered, works with nobody",
        "kind": "counts as institute",
        "undated": "no year",
    },
}


def example_section(lang: str) -> Iterator[str]:
    """Heading, picture and tables."""
    words, window = _WORDS[lang], SCOPE.window
    span = {"first": window.first, "last": window.last}
    yield from (f"## {words['title']}", "", words["about"].format(**span), "")
    yield from ("```sh", "chuangpu metrics docs/example/ecosystem.json --json", "```", "")
    yield from (f"![{words['alt']}]({PICTURES[lang]})", "", words["caption"], "")
    yield from (words["actors"], "|---|---|---|--:|--:|---|")
    yield from (_actor(key, lang) for key in ACTORS)
    yield from ("", words["ties"], "|---|--:|---|")
    yield from (_tie(one, two, lang) for one, two in _weights())
    yield from ("", words["rule"], "", words["events"], "|---|---|--:|")
    for key, members in _events().items():
        named = words["list"].join(_name(one, lang) for one in members)
        kind = TYPES[NODES[key]["type"]][lang]
        yield f"| {_called(key, lang, kind)} | {named} | {1 / (len(members) - 1):g} |"
    length = window.last - window.first + 1
    before = words["list"].join(
        f"{_name(e['source'], lang)}—{_name(e['target'], lang)}"
        for e in BODY["edges"]
        if e.get("year", window.first) < window.first
    )
    told = words["before"].format(first=window.first - length, last=window.first - 1, ties=before)
    yield from ("", told, "", words["chain"], "|---|--:|---|---|---|")
    yield from (_segment(key, lang) for key in NODES if NODES[key]["type"] == "segment")
    pairs = words["list"].join(
        f"{_name(e['source'], lang)} → {_name(e['target'], lang)}" for e in _edges("supplies")
    )
    yield from ("", words["supplies"].format(pairs=pairs))


def _name(key: str, lang: str) -> str:
    return str(NODES[key]["name" if lang == "zh" else "name_en"])


def _called(key: str, lang: str, remark: str) -> str:
    return f"{_name(key, lang)}（{remark}）" if lang == "zh" else f"{_name(key, lang)} ({remark})"


def _edges(*kinds: str) -> Iterator[dict[str, Any]]:
    """Edges of some kinds, those of the window before left out."""
    for edge in BODY["edges"]:
        if edge["type"] in kinds and edge.get("year", SCOPE.window.first) >= SCOPE.window.first:
            yield edge


def _weights() -> dict[tuple[str, str], float]:
    """Weight of each tie of the scope, in the order of the actors in the file."""
    found = {}
    for u, v, weight in zip(SCOPE.u, SCOPE.v, SCOPE.weight, strict=True):
        one, two = sorted((SCOPE.actors[u], SCOPE.actors[v]), key=ACTORS.index)
        found[one, two] = float(weight)
    return dict(sorted(found.items(), key=lambda item: tuple(map(ACTORS.index, item[0]))))


def _events() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for edge in _edges(*MEMBERSHIPS):
        ends = (edge["source"], edge["target"])
        event, member = ends if edge["type"] == "employed_by" else ends[::-1]
        found.setdefault(event, []).append(member)
    return found


def _actor(key: str, lang: str) -> str:
    words, node = _WORDS[lang], NODES[key]
    own = [weight for pair, weight in _weights().items() if key in pair]
    remarks = [words["external"]] if node.get("origin") == "external" else []
    remarks += [words["hosts"], words["kind"]] if node["type"] == "host" else []
    remarks += [words["idle"]] if not own else []
    remarks += [f"{node['lat']:.1f}°N {node['lon']:.1f}°E"] if "lat" in node else []
    regions = dict(zip(BODY["meta"]["regions"], BODY["meta"]["regions_en"], strict=True))
    region = node.get("region", "–")
    shown = region if lang == "zh" else regions.get(region, region)
    told = (_name(key, lang), TYPES[node["type"]][lang], shown, len(own), f"{sum(own):g}")
    return f"| {' | '.join(map(str, told))} | {words['comma'].join(remarks)} |"


def _tie(one: str, two: str, lang: str) -> str:
    words, parts = _WORDS[lang], []
    for edge in _edges("collaborates"):
        if {edge["source"], edge["target"]} == {one, two}:
            when = edge.get("year", words["undated"])
            parts.append((words["together"], f"{edge['weight']:g}", when))
    for event, members in _events().items():
        if (one, two) in combinations(sorted(members, key=ACTORS.index), 2):
            parts.append((_name(event, lang), f"{1 / (len(members) - 1):g}", None))
    told = words["list"].join(
        f"{name} {weight}" + (f"（{when}）" if lang == "zh" else f" ({when})") * (when is not None)
        for name, weight, when in parts
    )
    return f"| {_name(one, lang)}—{_name(two, lang)} | {_weights()[one, two]:g} | {told} |"


def _segment(key: str, lang: str) -> str:
    words = _WORDS[lang]
    makers = []
    for edge in _edges("produces"):
        if edge["target"] == key:
            outside = NODES[edge["source"]].get("origin") == "external"
            remark = f"{edge['weight']:g}" + f"{words['comma']}{words['external']}" * outside
            makers.append(_called(edge["source"], lang, remark))
    researchers = [
        _name(edge["source"], lang) for edge in _edges("researches") if edge["target"] == key
    ]
    groups: dict[str, list[str]] = {}
    for number, edge in enumerate(_edges("upstream_of")):
        if edge["target"] == key:
            group = edge.get("group", f"\0{number}")
            groups.setdefault(group, []).append(_name(edge["source"], lang))
    needs = words["and"].join(words["or"].join(group) for group in groups.values())
    cells = (
        _name(key, lang), f"{NODES[key].get('importance', 1):g}",
        words["list"].join(makers), words["list"].join(researchers) or "–", needs or "–",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def example_picture(lang: str) -> Iterator[str]:
    """The activity ties as SVG."""
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 410" width="620" height="410" '
        'font-family="sans-serif" font-size="13" text-anchor="middle">'
    )
    yield f"<title>{escape(_WORDS[lang]['alt'])}</title>"
    yield '<rect width="620" height="410" fill="#fff"/>'
    weights = _weights()
    for edge in _edges("has_base"):
        if (edge["source"], edge["target"]) not in weights:
            line = _line(edge["source"], edge["target"])
            yield f'<line {line} stroke="#bbb" stroke-dasharray="4 4"/>'
    for (one, two), weight in weights.items():
        line = _line(one, two)
        yield f'<line {line} stroke="#8a94a0" stroke-width="{1 + 1.5 * weight:g}"/>'
    for (one, two), weight in weights.items():
        x, y = ((a + b) // 2 for a, b in zip(PLACES[one], PLACES[two], strict=True))
        yield f'<rect x="{x - 13}" y="{y - 9}" width="26" height="17" rx="4" fill="#fff"/>'
        yield f'<text x="{x}" y="{y + 4}" fill="#333">{weight:g}</text>'
    for key in ACTORS:
        x, y = PLACES[key]
        color, size = COLORS[NODES[key]["type"]], 15 if NODES[key]["type"] == "center" else 11
        yield f'<circle cx="{x}" cy="{y}" r="{size}" fill="{color}"/>'
        below = y - size - 6 if y < 100 else y + size + 15
        yield (
            f'<text x="{x}" y="{below}" stroke="#fff" stroke-width="4" '
            f'paint-order="stroke" fill="#111">{escape(_name(key, lang))}</text>'
        )
    yield "</svg>"


def _line(one: str, two: str) -> str:
    (x1, y1), (x2, y2) = PLACES[one], PLACES[two]
    return f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
