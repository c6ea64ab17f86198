"""The map of forms as a picture: one SVG file without script, style sheet or request."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined

from graph.ecosystem.scope import READINGS, WITH_HOSTS
from graph.ecosystem.scopes import PROVINCE
from graph.metrics.result import REASONS
from graph.report.forms_layout import SIDE, shorten, text_width
from graph.report.values import number
from graph.report.words import WORDS, window_words

WIDTH = 900
_LEFT, _TOP = 70, 60
_COLUMN = _LEFT + SIDE + 32
_ROOM = WIDTH - _COLUMN - 14
_LINE = 16
_BELOW = 100  # under the square: ticks, axis, digest
_FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
_FILLS = {"mesh": "#f3f6f9", "target": "#e6f2ec", "fragmented": "#fafafa", "star": "#fbf3e6"}

_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {{ width }} {{ height }}" \
width="{{ width }}" height="{{ height }}" font-family="{{ font }}" font-size="12">
<title>{{ title }}</title>
<rect width="{{ width }}" height="{{ height }}" fill="#ffffff"/>
<text x="{{ left }}" y="28" font-size="17" font-weight="600" fill="#1d2733">{{ title }}</text>
<text x="{{ left }}" y="47" fill="#566373">{{ subtitle }}</text>
<g transform="translate({{ left }} {{ top }})">
{% for one in fields %}
<rect x="{{ one.x }}" y="{{ one.y }}" width="{{ one.width }}" height="{{ one.height }}" \
fill="{{ fills[one.form] }}"/>
{% endfor %}
{% for one in fields %}
<text x="{{ one.text_x }}" y="{{ one.text_y }}" text-anchor="{{ one.anchor }}" font-size="14" \
fill="#566373">{{ forms[one.form][lang] }}</text>
{% endfor %}
<rect width="{{ side }}" height="{{ side }}" fill="none" stroke="#8793a0"/>
{% for t in ticks %}
<text x="{{ side * t }}" y="{{ side + 18 }}" text-anchor="middle" fill="#566373">{{ t }}</text>
<text x="-8" y="{{ side * (1 - t) + 4 }}" text-anchor="end" fill="#566373">{{ t }}</text>
{% endfor %}
<text x="{{ side / 2 }}" y="{{ side + 40 }}" text-anchor="middle" fill="#1d2733">{{ x_label }} →</text>
<text transform="translate(-44 {{ side / 2 }}) rotate(-90)" text-anchor="middle" fill="#1d2733">\
{{ y_label }} →</text>
{% for a, b in moves %}
<line x1="{{ a.x }}" y1="{{ a.y }}" x2="{{ b.x }}" y2="{{ b.y }}" stroke="#9aa5b1" stroke-dasharray="3 3"/>
{% endfor %}
{% for one in labels if one.line %}
<line x1="{{ one.line[0] }}" y1="{{ one.line[1] }}" x2="{{ one.line[2] }}" y2="{{ one.line[3] }}" \
stroke="#566373" stroke-width=".7"/>
{% endfor %}
{% for p in points %}
<g class="mark" data-id="{{ p.id }}"><title>{{ p.tip }}</title>
{% if p.diamond %}
<path d="M{{ p.at.x }} {{ p.at.y - 7 }}l7 7l-7 7l-7 -7z" fill="{{ p.fill }}" stroke="{{ p.color }}" \
stroke-width="2"{% if not p.at.sure %} stroke-dasharray="2 2"{% endif %}/>
{% else %}
<circle cx="{{ p.at.x }}" cy="{{ p.at.y }}" r="6" fill="{{ p.fill }}" stroke="{{ p.color }}" \
stroke-width="2"{% if not p.at.sure %} stroke-dasharray="2 2"{% endif %}/>
{% endif %}
</g>
{% endfor %}
{% for one in labels %}
<text class="number" x="{{ one.x }}" y="{{ one.y }}" text-anchor="middle" fill="#1d2733" \
stroke="#ffffff" stroke-width="2.5" paint-order="stroke">{{ one.number }}</text>
{% endfor %}
</g>
{% for line in lines %}
<text class="line" x="{{ column }}" y="{{ line.y }}" fill="{{ line.color }}"\
{% if line.bold %} font-weight="600"{% endif %}>{{ line.text }}</text>
{% endfor %}
{% if invented %}<text x="{{ width - 16 }}" y="28" text-anchor="end" font-size="15" font-weight="600" \
fill="#a3341f">虚构 / invented</text>{% endif %}
<text x="{{ left }}" y="{{ height - 12 }}" font-size="10" fill="#566373">{{ foot }}</text>
</svg>
"""


def map_svg(body: dict[str, Any], lang: str) -> str:
    """Draw the body of `map_body`: filled marks are values, hollow ones what is recorded.

    A scope without either number is listed beside the map with its reason, never at zero.
    """
    placed = [point for point in body["points"] if point["at"]]
    lines = _lines(body, placed, lang)
    zh = lang == "zh"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(_TEMPLATE).render(
        width=WIDTH, height=max(_TOP + SIDE + _BELOW, _TOP + 40 + _LINE * len(lines)),
        left=_LEFT, top=_TOP, side=SIDE, column=_COLUMN, font=_FONT, lang=lang,
        title="强核心与网络化对照图" if zh else "Map of forms: core against network",
        subtitle=_subtitle(body, lang), ticks=(0, 0.25, 0.5, 0.75, 1),
        forms=body["forms"], fields=body["layout"]["fields"], fills=_FILLS,
        x_label=body["axes"]["x_label"][lang], y_label=body["axes"]["y_label"][lang],
        points=[_mark(point, lang) for point in placed], moves=_moves(placed),
        labels=body["layout"]["labels"], lines=lines, invented=body["invented"],
        foot=f"digest {body['digest']}",
    )  # fmt: skip


def _subtitle(body: dict[str, Any], lang: str) -> str:
    years = window_words(body["window"], lang)
    if lang == "zh":
        return f"{years} · 圆：中心本身，菱形：与牵头单位合并 · 空心虚线：观测不足，按已收录画出"
    return (f"{years} · circle: the center itself, diamond: with its hosts · "
            "hollow: too little observed, drawn as recorded")  # fmt: skip


def _mark(point: dict[str, Any], lang: str) -> dict[str, Any]:
    color = "#1f6f5c" if point["id"] == PROVINCE else "#2456a6"
    x, y = (
        number(one["value"] if one["value"] is not None else one["recorded"])
        for one in (point["x"], point["y"])
    )
    return {
        "id": point["id"], "at": point["at"], "color": color,
        "fill": color if point["at"]["sure"] else "#ffffff",
        "diamond": point["core"] == WITH_HOSTS,
        "tip": f"{_name(point, lang)} · {READINGS[point['core']][lang]} · {x}, {y}",
    }  # fmt: skip


def _moves(placed: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """From a scope's mark in one reading to its mark in the other."""
    found: dict[str, list[dict[str, Any]]] = {}
    for point in placed:
        found.setdefault(point["id"], []).append(point["at"])
    return [pair for pair in found.values() if len(pair) == 2]


def _lines(
    body: dict[str, Any], placed: list[dict[str, Any]], lang: str
) -> list[dict[str, Any]]:  # fmt: skip
    """The list of numbers beside the map, and who is not on it and why."""
    zh = lang == "zh"
    numbers = body["layout"]["numbers"]
    on_map = {point["id"]: point for point in placed}
    found: list[tuple[str, str, bool]] = []
    if on_map:
        found.append(("图上" if zh else "on the map", "#566373", True))
    for key in sorted(on_map, key=lambda one: int(numbers[one])):
        text = f"{numbers[key]} {_name(on_map[key], lang)}"
        found.append((shorten(text, _ROOM), "#1d2733", False))
    if body["missing"]:
        found.append(("", "", False))
        found.append(("未上图（不是零）" if zh else "not on the map (not zero)", "#566373", True))
    for one in body["missing"]:
        why = " · " + REASONS[one["reason"]][lang].split("：" if zh else ":")[0]
        signs = "".join("◇" if core == WITH_HOSTS else "○" for core in one["cores"])
        room = _ROOM - text_width(why) - 2
        found.append((shorten(f"{signs} {_name(one, lang)}", room) + why, "#566373", False))
    return [
        {"y": _TOP + 12 + i * _LINE, "text": text, "color": color, "bold": bold}
        for i, (text, color, bold) in enumerate(found)
    ]


def _name(one: dict[str, Any], lang: str) -> str:
    return WORDS["province"][lang] if one["id"] == PROVINCE else str(one["name"])
