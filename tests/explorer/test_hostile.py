"""Hostile names stay text, on the page and in exports; invented data say so in exports."""

from __future__ import annotations

import csv
import re

import pytest

from graph.export.sanitize import cell

from .driver import FORMULA, HOSTILE, OWNED, downloaded


def test_a_hostile_name_stays_text(visit):
    page = visit("hostile", "v=list&sel=org:a", fresh=True)

    assert HOSTILE in page.texts("table.entities .name")
    assert FORMULA in page.texts("table.entities .name")
    assert page.text("#panel h2") == HOSTILE
    assert "<b>联合研发</b>" in page.text("#panel-body")
    page.page.fill("#search", "<img")
    page.until("document.querySelectorAll('#hits [role=option]').length > 0")
    assert page.texts("#hits .name") == [HOSTILE]
    page.press("Enter")
    page.click("#tab-net")
    assert page.page.locator("main img").count() == 0
    assert "owned" not in page.page.title()


@pytest.mark.parametrize(
    "state",
    [
        "center=ctr:h&key=core_tie_share",
        "show=map",
        "compare=ctr:h,ctr:g",
        "compare=ctr:h,ctr:g&key=core_tie_share",
    ],
)
def test_hostile_names_stay_text_on_the_center_pages(visit, state):
    page = visit("hostile", f"v=center&{state}", fresh=True)

    shown = page.page.evaluate(
        "document.getElementById('main').textContent + [...document.querySelectorAll('[title]')]"
        ".map((one) => one.title).join('')"
    )
    assert "<script>" in shown
    assert page.page.locator("main script, main b:text('中心'), main img").count() == 0
    assert "owned" not in page.page.title()


def test_a_hostile_contributor_stays_text(visit):
    page = visit("hostile", "v=center&center=ctr:h&key=core_tie_share")

    assert HOSTILE in page.texts("#who .name")
    page.click('#who a[data-id="org:a"]')
    assert page.text("#panel h2") == HOSTILE


def test_lists_go_out_as_csv_that_no_spreadsheet_runs(visit):
    page = visit("hostile", "v=list")

    name, path = downloaded(page, "#list-export")

    assert name == "实体列表.csv"
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["id", "名称", "类型"]
    assert {row[1] for row in rows[1:-1]} == {HOSTILE, "'" + FORMULA, OWNED, OWNED + "二"}
    assert page.text("#digest") in rows[-1][0]


def test_cells_are_marked_as_the_command_line_marks_them(visit):
    page = visit("hostile", "v=list")
    texts = ["=1", "＝1", "＋1", "－1", "＠a", " =1", "\t甲", "\r甲", "甲＝乙", "a-b"]

    marked = page.page.evaluate(
        "async (texts) => { const { cell } = await import('/js/export.js');"
        " return texts.map((one) => cell(one).replace(/^\"|\"$/g, '')); }", texts,
    )  # fmt: skip

    assert marked == [cell(one) for one in texts]


def test_every_export_of_invented_data_says_so(visit):
    page = visit("invented", "v=chain&chain=chn:inv-b")

    name, path = downloaded(page, "#chain-export")
    assert name.startswith("虚构-")
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert {row[-1] for row in rows[:-1]} == {"虚构"}
    assert "虚构数据" in rows[-1][0]
    name, path = downloaded(page, "#chain-svg")
    drawing = path.read_text(encoding="utf-8")
    assert name.endswith(".svg")
    assert "虚构数据" in drawing
    assert not re.search(r'(href|src)="http', drawing)
    page.click("#tab-net")
    name, path = downloaded(page, "#net-png")
    assert name.startswith("虚构-")
    assert path.read_bytes().startswith(b"\x89PNG")
