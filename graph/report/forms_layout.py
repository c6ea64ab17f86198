"""Where the marks, the numbers beside them and the names of the fields lie on the map of forms.

The picture and the page draw the same layout. Lengths are pixels in a square of `SIDE`, from its
upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot
from typing import Any

SIDE = 480
RADIUS = 9.0  # of a mark, with some air
_NEAR = 26.0  # two marks of one scope so close together need one number
_WIDE, _CAPITAL, _NARROW, _SIZE = 12.0, 8.5, 6.5, 12.0  # widths of letters at 12 px
_WIDE_FROM = 0x2000  # signs and Chinese
_DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
_RINGS = (0.0, *(float(one) for one in range(10, 240, 13)))
Box = tuple[float, float, float, float]


def text_width(text: str, size: float = _SIZE) -> float:
    """About how wide a text is drawn, in pixels.

    >>> text_width("扁平"), text_width("ab")
    (24.0, 13.0)
    """
    return sum(map(_letter_width, text)) * size / _SIZE


def _letter_width(one: str) -> float:
    if ord(one) >= _WIDE_FROM:
        return _WIDE
    return _CAPITAL if one.isupper() else _NARROW


def shorten(text: str, width: float) -> str:
    """A text in a width; what does not fit ends in an ellipsis.

    >>> shorten("扁平网状", 40)
    '扁平…'
    """
    if text_width(text) <= width:
        return text
    while text and text_width(text) + _WIDE > width:
        text = text[:-1]
    return text + "…"


def place_of(point: dict[str, Any]) -> dict[str, Any] | None:
    """Where a point is marked; ``sure`` is false where an end is only what is recorded."""
    ends = [
        one["value"] if one["value"] is not None else one["recorded"]
        for one in (point["x"], point["y"])
    ]
    if None in ends:
        return None
    sure = point["x"]["value"] is not None and point["y"]["value"] is not None
    return {"x": round(SIDE * ends[0], 1), "y": round(SIDE * (1 - ends[1]), 1), "sure": sure}


def layout(
    points: Sequence[dict[str, Any]], cut: dict[str, float], forms: dict[str, dict[str, str]]
) -> dict[str, Any]:
    """Fields with the place of their names, and the numbers, none of them on a mark.

    Every point holds under ``at`` what `place_of` gives.
    """
    numbers = {key: n for n, key in enumerate(dict.fromkeys(one["id"] for one in points), 1)}
    spots: dict[str, list[tuple[float, float]]] = {}
    for one in points:
        if one["at"]:
            spots.setdefault(one["id"], []).append((one["at"]["x"], one["at"]["y"]))
    marks = [_box(x, y, RADIUS, RADIUS) for found in spots.values() for x, y in found]
    fields = _fields(cut, forms, marks)
    taken = [*marks, *(_text_box(one, forms) for one in fields)]
    labels = []
    for key, group in sorted(
        ((key, group) for key, found in spots.items() for group in _groups(found)),
        key=lambda pair: (pair[1], numbers[pair[0]]),
    ):
        label, box = _label(numbers[key], group, taken)
        labels.append({"id": key, **label})
        taken.append(box)
    return {"side": SIDE, "numbers": numbers, "fields": fields, "labels": labels}


def _groups(found: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """The marks of a scope: together if they are near each other, else one by one."""
    if len(found) == 2 and hypot(found[0][0] - found[1][0], found[0][1] - found[1][1]) < _NEAR:
        return [found]
    return [[one] for one in found]


def _box(x: float, y: float, half_width: float, half_height: float) -> Box:
    return x - half_width, y - half_height, x + half_width, y + half_height


def _overlap(box: Box, others: Iterable[Box]) -> float:
    return sum(
        max(0.0, min(box[2], o[2]) - max(box[0], o[0]))
        * max(0.0, min(box[3], o[3]) - max(box[1], o[1]))
        for o in others
    )


def _outside(box: Box) -> float:
    return max(0.0, -box[0], -box[1], box[2] - SIDE, box[3] - SIDE)


def _label(
    number: int, group: list[tuple[float, float]], taken: list[Box]
) -> tuple[dict[str, Any], Box]:
    """The first free place around the marks; far ones get a line to their mark."""
    half = text_width(str(number)) / 2 + 1
    best: tuple[float, dict[str, Any], Box] | None = None
    for ring in _RINGS:
        for dx, dy in _DIRECTIONS:
            for x, y in group:
                cx, cy = x + dx * (RADIUS + half + ring), y + dy * (RADIUS + 6 + ring)
                box = _box(cx, cy, half, 6)
                cost = _overlap(box, taken) + 1000 * _outside(box)
                if best is None or cost < best[0]:
                    line = [x, y, round(x + (cx - x) * 0.8, 1), round(y + (cy - y) * 0.8, 1)]
                    label = {"number": number, "x": round(cx, 1), "y": round(cy + 4, 1),
                             "line": line if ring else None}  # fmt: skip
                    best = cost, label, box
        if best and best[0] == 0:
            break
    assert best is not None
    return best[1], best[2]


def _fields(
    cut: dict[str, float], forms: dict[str, dict[str, str]], marks: list[Box]
) -> list[dict[str, Any]]:
    across, down = round(SIDE * cut["x"], 1), round(SIDE * (1 - cut["y"]), 1)
    corners = {
        "mesh": (0, 0, across, down), "target": (across, 0, SIDE, down),
        "fragmented": (0, down, across, SIDE), "star": (across, down, SIDE, SIDE),
    }  # fmt: skip
    fields = []
    for form, (left, top, right, bottom) in corners.items():
        field: dict[str, Any] = {
            "form": form, "x": left, "y": top, "width": round(right - left, 1),
            "height": round(bottom - top, 1), "anchor": "start" if left == 0 else "end",
        }  # fmt: skip
        wanted = _width(form, forms)
        rows = range(20, int(bottom - top) - 4, 18)
        places = [
            {"text_x": round(x, 1), "text_y": top + row if top == 0 else bottom + 10 - row}
            for row in rows
            for x in ([8.0, max(8.0, right - 8 - wanted)] if left == 0
                      else [right - 8, left + 8 + wanted])
        ]  # fmt: skip
        field.update(min(places, key=lambda p: _overlap(_text_box({**field, **p}, forms), marks)))
        fields.append(field)
    return fields


def _width(form: str, forms: dict[str, dict[str, str]]) -> float:
    return max(text_width(text, 14) for text in forms[form].values())


def _text_box(field: dict[str, Any], forms: dict[str, dict[str, str]]) -> Box:
    wide, x, y = _width(field["form"], forms), field["text_x"], field["text_y"]
    left = x if field["anchor"] == "start" else x - wide
    return left, y - 13, left + wide, y + 4
