"""The map of forms: fields, honest marks, numbers that can be read, hostile names as text."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from graph.ecosystem.scope import READINGS
from graph.metrics.cards import compute_cards
from graph.metrics.result import REASONS
from graph.report.evidence import Tracer
from graph.report.forms import FORMS, map_body
from graph.report.forms_layout import SIDE, layout, place_of, shorten, text_width
from graph.report.forms_svg import WIDTH, map_svg

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'" * 3
CUT = {"x": 0.2, "y": 0.5}


def drawn_of(stored):
    readings = [compute_cards(stored.snapshot, reading=one) for one in READINGS]
    return map_body(Tracer(stored.snapshot, stored.store), readings)


@pytest.fixture(scope="module")
def bodies(sample, province):
    return {"sample": drawn_of(sample), "invented": drawn_of(province)}


def point(x, y, key="ctr:a", name="甲", core="center", reason=None):
    ends = {
        axis: {"value": value, "recorded": recorded, "reason": reason if value is None else None,
               "coverage": {"observed": 1, "of": 1}}
        for axis, (value, recorded) in (("x", x), ("y", y))
    }  # fmt: skip
    found = {"id": key, "name": name, "core": core, **ends, "form": None}
    return {**found, "at": place_of(found)}


def body_of(points, missing=()):
    axes = {
        "x": "",
        "y": "",
        "x_label": {"zh": "横", "en": "x"},
        "y_label": {"zh": "竖", "en": "y"},
    }
    return {"digest": "d", "invented": False, "window": [2021, 2025], "cut": CUT, "axes": axes,
            "forms": FORMS, "points": points, "missing": list(missing),
            "layout": layout(points, CUT, FORMS)}  # fmt: skip


def elements(body, lang="zh"):
    root = ElementTree.fromstring(map_svg(body, lang))
    return root, {
        name: root.findall(f".//*[@class='{name}']") for name in ("mark", "number", "line")
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["sample", "invented"])
def test_a_mark_is_filled_only_where_both_ends_are_values(name, lang, bodies):
    """A scope with neither number has no mark, at zero or elsewhere, and a line with its reason."""
    body = bodies[name]
    root, found = elements(body, lang)

    assert root.tag == f"{SVG}svg"
    wanted = [one for one in body["points"] if one["at"]]
    assert [one.get("data-id") for one in found["mark"]] == [one["id"] for one in wanted]
    for mark, one in zip(found["mark"], wanted, strict=True):
        shape = mark[1]
        sure = one["x"]["value"] is not None and one["y"]["value"] is not None
        assert (shape.get("fill") == "#ffffff") is not sure
        assert (shape.get("stroke-dasharray") is not None) is not sure
    lines = [one.text or "" for one in found["line"]]
    for one in body["missing"]:
        why = REASONS[one["reason"]][lang].split("：" if lang == "zh" else ":")[0]
        assert any(line.endswith(f" · {why}") for line in lines)
    placed = {one["id"] for one in wanted}
    assert len(lines) == len(placed) + len(body["missing"]) + (3 if body["missing"] else 1)


@pytest.mark.parametrize("name", ["sample", "invented"])
def test_numbers_lie_apart_from_each_other_and_from_the_marks(name, bodies):
    body = bodies[name]
    boxes = [
        (one["x"] - text_width(str(one["number"])) / 2, one["y"] - 9,
         one["x"] + text_width(str(one["number"])) / 2, one["y"])
        for one in body["layout"]["labels"]
    ]  # fmt: skip
    marks = [(one["at"]["x"], one["at"]["y"]) for one in body["points"] if one["at"]]

    for a, b in combinations(boxes, 2):
        assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3], (a, b)
    for left, top, right, bottom in boxes:
        assert not [m for m in marks if left - 5 < m[0] < right + 5 and top - 5 < m[1] < bottom + 5]
    for field in body["layout"]["fields"]:
        near = [m for m in marks if abs(m[1] - field["text_y"] + 5) < 12]
        wide = max(text_width(text, 14) for text in FORMS[field["form"]].values())
        left = field["text_x"] - (wide if field["anchor"] == "end" else 0)
        assert not [m for m in near if left - 6 < m[0] < left + wide + 6], field


def test_marks_of_one_scope_close_together_share_a_number():
    close = [point((0.5, None), (0.5, None)), point((0.52, None), (0.5, None), core="with_hosts")]
    apart = [point((0.5, None), (0.5, None)), point((0.8, None), (0.5, None), core="with_hosts")]

    assert len(layout(close, CUT, FORMS)["labels"]) == 1
    assert len(layout(apart, CUT, FORMS)["labels"]) == 2


def test_many_scopes_in_one_place_keep_their_numbers_apart():
    points = [point((1.0, None), (0.0, None), key=f"ctr:{n}") for n in range(12)]
    labels = layout(points, CUT, FORMS)["labels"]

    assert len({(one["x"], one["y"]) for one in labels}) == 12
    assert any(one["line"] for one in labels)
    assert all(0 <= one["x"] <= SIDE and 0 <= one["y"] <= SIDE for one in labels)


def test_both_readings_missing_for_one_reason_take_one_line(bodies):
    missing = bodies["sample"]["missing"]

    assert any(one["cores"] == ["center", "with_hosts"] for one in missing)
    assert len({(one["id"], one["reason"]) for one in missing}) == len(missing)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_and_long_names_stay_text_inside_the_picture(lang):
    points = [point((0.3, None), (None, 0.4), name=HOSTILE, reason="partly_observed")]
    gone = {"id": "ctr:b", "name": "长" * 60, "reason": "unobserved", "cores": ["center"]}
    root, found = elements(body_of(points, [gone]), lang)

    assert not root.findall(f".//{SVG}script")
    assert HOSTILE in (found["mark"][0][0].text or "")
    for one in found["line"]:
        assert float(one.get("x")) + text_width(one.text or "") < WIDTH
    assert sum("…" in (one.text or "") for one in found["line"]) == 2


def test_a_text_that_fits_is_left_alone():
    assert shorten("甲乙", 24) == "甲乙"
    assert text_width(shorten("甲" * 50, 100)) <= 100


def test_a_clique_of_ten_is_a_strong_core_and_one_of_eleven_is_not(bodies):
    """2/n of all ties touch one actor of a clique of n: the cut lies at ten."""
    cut = bodies["sample"]["cut"]

    assert 2 / 10 >= cut["x"] > 2 / 11
    assert cut["y"] == 0.5
