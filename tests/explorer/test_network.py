"""The first view: the network, its legend, focus, keyboard and captions."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(("store", "words"), [("sample", "示例数据"), ("invented", "虚构数据")])
def test_the_first_view_is_the_network_and_says_what_the_data_are(visit, store, words):
    page = visit(store, fresh=True)

    shown = page.page.evaluate("window.cy.nodes().length")
    assert words in page.text("#banner")
    assert re.match(rf"显示 {shown} / \d+ 个实体，\d+ 条关系", page.text("#net-status"))
    assert page.page.evaluate("window.cy.edges().length") > 500
    assert len(page.text("#digest")) == 12
    assert page.page.title().startswith("协同网络 · 创谱")
    assert page.page.get_attribute("#tab-net", "aria-selected") == "true"


def test_the_legend_filters_and_counts(visit):
    page = visit("invented")
    people = page.page.evaluate("window.cy.nodes('[type = \"Person\"]').length")

    page.click('input[data-type="Person"]')

    assert people == 104
    assert page.page.evaluate("window.cy.nodes('[type = \"Person\"]').length") == 0
    assert "Person" not in page.state()["types"]
    page.click("#filter-reset")
    assert page.page.evaluate("window.cy.nodes('[type = \"Person\"]').length") == people


def test_nothing_left_says_so(visit):
    page = visit("invented", "v=net&types=none")

    assert "没有符合" in page.text("#net-empty")


def test_focus_dims_the_rest_and_moves_the_neighbors_until_escape(visit):
    page = visit("invented")
    where = "JSON.stringify(window.cy.nodes().map((n) => [n.id(), n.position()]))"
    before = page.page.evaluate(where)

    spot = page.page.evaluate("window.cy.getElementById('ctr:inv-02').renderedPosition()")
    frame = page.page.locator("#cy").bounding_box()
    page.page.mouse.click(frame["x"] + spot["x"], frame["y"] + spot["y"])
    page.until("location.hash.includes('sel=') && window.__ready")
    page.until("!window.cy.animated() && !window.cy.nodes().some((n) => n.animated())")

    assert page.page.evaluate("window.cy.$('.focus').id()") == "ctr:inv-02"
    dim = page.page.evaluate("window.cy.nodes('.dim').length")
    near = page.page.evaluate("window.cy.nodes('.near').length")
    assert near == page.page.evaluate(
        "window.cy.$('.focus').neighborhood().nodes().not('.focus').length")  # fmt: skip
    assert dim + near + 1 == page.page.evaluate("window.cy.nodes().length")
    assert page.page.evaluate(where) != before
    page.press("Escape")
    page.until("document.getElementById('panel').hidden && window.__ready")
    assert page.page.evaluate(where) == before
    assert page.page.evaluate("window.cy.$('.dim').length") == 0


def test_a_thing_outside_the_picture_comes_with_its_neighbors(visit):
    page = visit("sample", "v=net&sel=seg:ic-cvd", fresh=True)

    assert page.page.evaluate("window.cy.$('.focus').id()") == "seg:ic-cvd"
    assert page.page.evaluate("window.cy.nodes('.near').length") == 2
    page.press("Escape")
    page.until("document.getElementById('panel').hidden && window.__ready")
    assert page.page.evaluate("window.cy.getElementById('seg:ic-cvd').length") == 0


def test_the_network_works_by_keyboard(visit):
    page = visit("invented", fresh=True)
    page.page.focus("#cy")
    page.press("ArrowRight")
    first = page.page.evaluate("window.cy.$('.cursor').id()")

    page.press("ArrowDown")
    second = page.page.evaluate("window.cy.$('.cursor').id()")
    assert first
    assert second not in (None, first)
    assert page.text("#announce")
    page.press("Enter")
    page.until("location.hash.includes('sel=')")
    page.ready()
    assert page.state()["sel"] == second
    zoom = page.page.evaluate("window.cy.zoom()")
    page.page.focus("#cy")
    page.press("Escape").ready()
    page.press("+").press("+")
    assert page.page.evaluate("window.cy.zoom()") > zoom


def test_a_caption_filters_by_its_center(visit):
    page = visit("invented")

    page.click('.caption[data-center="ctr:inv-05"]')

    assert page.state()["center"] == "ctr:inv-05"
    assert page.page.evaluate("window.cy.nodes('[type = \"Center\"]').length") == 1


def test_captions_do_not_cover_each_other(visit):
    for width in (1366, 1024):
        page = visit("sample", "v=net", width)
        boxes = page.page.evaluate(
            "[...document.querySelectorAll('.caption')].map((one) => one.getBoundingClientRect())"
            ".map((b) => [b.left, b.top, b.right, b.bottom])"
        )
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                apart = a[0] >= b[2] - 1 or b[0] >= a[2] - 1 or a[1] >= b[3] - 1 or b[1] >= a[3] - 1
                assert apart, (width, a, b)
