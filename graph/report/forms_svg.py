"""The map of forms as a picture: one SVG file without script, style sheet or request."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, StrictUndefined

from graph.ecosystem.scope import READINGS, WITH_HOSTS
from graph.metrics.result import REASONS
from graph.report.values import number
from graph.report.words import window_words

WIDTH, HEIGHT = 900, 640
_LEFT, _TOP, _SIDE = 70, 60, 480
_COLUMN = _LEFT + _SIDE + 40
_LINE = 15
_FONT = "'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif"

_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {{ width }} {{ height }}" \
width="{{ width }}" height="{{ height }}" font-family="{{ font }}" font-size="12">
<title>{{ title }}</title>
<rect width="{{ width }}" height="{{ height }}" fill="#ffffff"/>
<text x="{{ left }}" y="28" font-size="17" font-weight="600" fill="#1d2733">{{ title }}</text>
<text x="{{ left }}" y="47" fill="#5b6673">{{ subtitle }}</text>
{% for one in fields %}
<rect x="{{ one.x }}" y="{{ one.y }}" width="{{ one.w }}" height="{{ one.h }}" fill="{{ one.fill }}"/>
<text x="{{ one.tx }}" y="{{ one.ty }}" text-anchor="{{ one.anchor }}" font-size="14" fill="#8793a0">\
{{ one.text }}</text>
{% endfor %}
<rect x="{{ left }}" y="{{ top }}" width="{{ side }}" height="{{ side }}" fill="none" stroke="#8793a0"/>
{% for t in ticks %}
<text x="{{ t.x }}" y="{{ top + side + 18 }}" text-anchor="middle" fill="#5b6673">{{ t.text }}</text>
<text x="{{ left - 8 }}" y="{{ t.y + 4 }}" text-anchor="end" fill="#5b6673">{{ t.text }}</text>
{% endfor %}
<text x="{{ left + side / 2 }}" y="{{ top + side + 40 }}" text-anchor="middle" fill="#1d2733">\
{{ x_label }} →</text>
<text transform="translate(22 {{ top + side / 2 }}) rotate(-90)" text-anchor="middle" fill="#1d2733">\
{{ y_label }} →</text>
{% for one in moves %}
<line x1="{{ one.x1 }}" y1="{{ one.y1 }}" x2="{{ one.x2 }}" y2="{{ one.y2 }}" stroke="#9aa5b1" \
stroke-dasharray="3 3"/>
{% endfor %}
{% for p in points %}
<g><title>{{ p.tip }}</title>
{% if p.diamond %}
<path d="M{{ p.x }} {{ p.y - 7 }}l7 7l-7 7l-7 -7z" fill="{{ p.fill }}" stroke="{{ p.color }}" \
stroke-width="2"{% if p.dashed %} stroke-dasharray="2 2"{% endif %}/>
{% else %}
<circle cx="{{ p.x }}" cy="{{ p.y }}" r="6" fill="{{ p.fill }}" stroke="{{ p.color }}" \
stroke-width="2"{% if p.dashed %} stroke-dasharray="2 2"{% endif %}/>
{% endif %}
<text x="{{ p.lx }}" y="{{ p.ly }}" text-anchor="{{ p.anchor }}" fill="#1d2733">{{ p.number }}</text>
</g>
{% endfor %}
{% for line in lines %}
<text x="{{ line.x }}" y="{{ line.y }}" fill="{{ line.color }}"{% if line.bold %} font-weight="600"{% endif %}>\
{{ line.text }}</text>
{% endfor %}
{% if invented %}<text x="{{ width - 16 }}" y="28" text-anchor="end" font-size="15" font-weight="600" \
fill="#a3341f">虚构 / invented</text>{% endif %}
<text x="{{ left }}" y="{{ height - 12 }}" font-size="10" fill="#8793a0">{{ foot }}</text>
</svg>
"""


def map_svg(body: dict[str, Any], lang: str) -> str:
    """Draw the body of `map_body`: filled marks are values, hollow ones what is recorded.

    A scope without either number is listed beside the map with its reason, never at zero.
    """
    numbers = {key: i for i, key in enumerate(dict.fromkeys(p["id"] for p in body["points"]), 1)}
    names = {p["id"]: p["name"] for p in body["points"]}
    placed: list[dict[str, Any]] = []
    missing: list[dict[str, Any]] = []
    for point in body["points"]:
        (placed if _place(point) else missing).append(point)
    points = [_mark(point, numbers[point["id"]], lang) for point in placed]
    _spread(points)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    zh = lang == "zh"
    return environment.from_string(_TEMPLATE).render(
        width=WIDTH, height=HEIGHT, left=_LEFT, top=_TOP, side=_SIDE, font=_FONT,
        title="强核心与网络化对照图" if zh else "Map of forms: core against network",
        subtitle=_subtitle(body, zh),
        fields=_fields(body, lang),
        ticks=[{"x": _LEFT + _SIDE * t, "y": _TOP + _SIDE * (1 - t), "text": f"{t:g}"}
               for t in (0, 0.25, 0.5, 0.75, 1)],
        x_label=body["axes"]["x_label"][lang], y_label=body["axes"]["y_label"][lang],
        points=points, moves=_moves(placed), invented=body["invented"],
        lines=_lines(numbers, names, placed, missing, lang),
        foot=f"digest {body['digest']}",
    )  # fmt: skip


def _subtitle(body: dict[str, Any], zh: bool) -> str:
    years = window_words(body["window"], "zh" if zh else "en")
    if zh:
        return f"{years} · 圆：中心本身，菱形：与牵头单位合并 · 空心虚线：观测不足，按已收录画出"
    return (f"{years} · circle: the center itself, diamond: with its hosts · "
            "hollow: too little observed, drawn as recorded")  # fmt: skip


def _place(point: dict[str, Any]) -> tuple[float, float] | None:
    ends = []
    for axis in ("x", "y"):
        one = point[axis]
        value = one["value"] if one["value"] is not None else one["recorded"]
        if value is None:
            return None
        ends.append(float(value))
    return _LEFT + _SIDE * ends[0], _TOP + _SIDE * (1 - ends[1])


def _mark(point: dict[str, Any], number_: int, lang: str) -> dict[str, Any]:
    place = _place(point)
    assert place is not None
    sure = point["x"]["value"] is not None and point["y"]["value"] is not None
    color = "#1f6f5c" if point["id"] == "province" else "#2456a6"
    x_text, y_text = (
        number(p["value"] if p["value"] is not None else p["recorded"])
        for p in (point["x"], point["y"])
    )
    reading = READINGS[point["core"]][lang]
    return {
        "x": round(place[0], 1), "y": round(place[1], 1), "color": color,
        "fill": color if sure else "#ffffff", "dashed": not sure, "number": number_,
        "diamond": point["core"] == WITH_HOSTS, "anchor": "start",
        "lx": round(place[0] + 10, 1), "ly": round(place[1] + 4, 1),
        "tip": f"{point['name']} · {reading} · {x_text}, {y_text}",
    }  # fmt: skip


def _spread(points: list[dict[str, Any]]) -> None:
    """Move labels that would lie on each other down, or to the left at the right edge."""
    taken: list[tuple[float, float]] = []
    for p in sorted(points, key=lambda one: (one["y"], one["x"])):
        if p["x"] > _LEFT + _SIDE - 24:
            p["lx"], p["anchor"] = round(p["x"] - 10, 1), "end"
        while any(abs(p["lx"] - x) < 20 and abs(p["ly"] - y) < 12 for x, y in taken):
            p["ly"] = round(p["ly"] + 12, 1)
        taken.append((p["lx"], p["ly"]))


def _fields(body: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    cut = body["cut"]
    right, top = _SIDE * (1 - cut), _SIDE * (1 - cut)
    left, low = _SIDE * cut, _SIDE * cut
    corners = {
        "mesh": (_LEFT, _TOP, left, top, "#f6f8fa"),
        "target": (_LEFT + left, _TOP, right, top, "#e6f2ec"),
        "fragmented": (_LEFT, _TOP + top, left, low, "#fafafa"),
        "star": (_LEFT + left, _TOP + top, right, low, "#fbf3e6"),
    }
    return [
        {
            "x": x, "y": y, "w": w, "h": h, "fill": fill, "text": body["forms"][key][lang],
            "tx": x + (w - 10 if key in ("target", "star") else 10),
            "anchor": "end" if key in ("target", "star") else "start",
            "ty": y + (22 if key in ("target", "mesh") else h - 10),
        }
        for key, (x, y, w, h, fill) in corners.items()
    ]  # fmt: skip


def _moves(placed: list[dict[str, Any]]) -> list[dict[str, float]]:
    """From a scope's mark in one reading to its mark in the other."""
    found: dict[str, list[tuple[float, float]]] = {}
    for point in placed:
        place = _place(point)
        if place:
            found.setdefault(point["id"], []).append(place)
    return [
        {"x1": round(a[0], 1), "y1": round(a[1], 1), "x2": round(b[0], 1), "y2": round(b[1], 1)}
        for (a, b) in (pair for pair in found.values() if len(pair) == 2)
    ]


def _lines(
    numbers: dict[str, int], names: dict[str, str], placed: list[dict[str, Any]],
    missing: list[dict[str, Any]], lang: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """The list of numbers beside the map, and who is not on it and why."""
    zh = lang == "zh"
    on_map = {point["id"] for point in placed}
    found: list[tuple[str, str, bool]] = []
    if on_map:
        found.append(("图上" if zh else "on the map", "#5b6673", True))
    found += [(f"{n} {_name(key, names, zh)}", "#1d2733", False)
              for key, n in numbers.items() if key in on_map]  # fmt: skip
    if missing:
        found.append(("", "", False))
        found.append(("未上图（不是零）" if zh else "not on the map (not zero)", "#5b6673", True))
    for point in missing:
        reason = point["x"]["reason"] or point["y"]["reason"]
        why = REASONS[reason][lang].split("：" if zh else ":")[0]
        mark = "◇" if point["core"] == WITH_HOSTS else "○"
        found.append((f"{mark} {_name(point['id'], names, zh)} · {why}", "#5b6673", False))
    return [
        {"x": _COLUMN, "y": _TOP + 12 + i * _LINE, "text": text, "color": color, "bold": bold}
        for i, (text, color, bold) in enumerate(found)
    ]


def _name(key: str, names: dict[str, str], zh: bool) -> str:
    name = ("全省" if zh else "the province") if key == "province" else names[key]
    limit = 22 if zh else 38
    return name if len(name) <= limit else name[: limit - 1] + "…"
