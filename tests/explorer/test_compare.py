"""Centers side by side, and the map of forms."""

from __future__ import annotations

import re

import pytest

from .driver import told

SHARE = r"\d+(?:\.\d)?"


def test_centers_are_picked_and_compared_in_the_address(visit):
    page = visit("invented", "v=center", fresh=True)
    assert page.page.is_disabled('[data-run="compare"]')

    for one in ("ctr:inv-02", "ctr:inv-08"):
        page.page.check(f'[data-pick="{one}"]')
        page.ready()
    page.click('[data-run="compare"]')

    assert page.state()["compare"] == "ctr:inv-02,ctr:inv-08"
    assert page.page.locator(".side").count() == 4
    page.page.check('[data-pick="ctr:inv-01"]')
    page.until("document.querySelectorAll('.side thead th').length === 12")
    page.page.check('[data-pick="ctr:inv-12"]')
    page.until("document.querySelectorAll('.side thead th').length === 16")
    assert page.page.is_disabled('[data-pick="ctr:inv-03"]')
    page.click('[data-run="end"]')
    assert "compare" not in page.state()
    assert page.page.locator(".value").count() == 20


def test_a_comparison_shows_values_intervals_and_verdicts_without_ranks(visit):
    ids = ["ctr:inv-01", "ctr:inv-02", "ctr:inv-07"]
    page = visit("invented", f"v=center&compare={','.join(ids)}", fresh=True)
    body = told(page, f"compare?ids={','.join(ids)}")

    assert page.page.locator(".cell").count() == 20 * len(ids)
    for key, values in body["headlines"].items():
        for one in ids:
            shown = page.text(f'.cell[data-key="{key}"][data-center="{one}"] .number')
            if values[one]["value"] is not None:
                assert shown.startswith(f"{values[one]['value']:.3f}")
            elif values[one]["low"] is None:
                assert not re.search(r"\d\.\d", shown)
    for card, found in body["cards"].items():
        place = f'.card[data-card="{card}"]'
        for one, drawn in found["intervals"].items():
            row = page.page.locator(f'{place} [data-interval="{one}"]')
            assert row.locator(".span").count() == (drawn is not None)
            words = f"{drawn['low']:.3f}–{drawn['high']:.3f}" if drawn else "没有得分"
            assert words in row.inner_text()
        verdicts = page.texts(f"{place} .verdicts li")
        for told_, pair in zip(verdicts, found["pairs"], strict=True):
            wanted = "无法比较" if pair["left_wins"] is None else (
                "高于" if pair["above"] else "分不出高低")  # fmt: skip
            assert wanted in told_
            assert pair["left_wins"] is None or re.search(SHARE, told_)
    assert not re.search(r"第 ?\d+ ?名|排名第", page.text(".cards"))


def test_a_cell_opens_the_evidence_of_its_center(visit):
    page = visit("invented", "v=center&compare=ctr:inv-01,ctr:inv-02&core=with_hosts")

    page.click('.cell[data-key="core_tie_share"][data-center="ctr:inv-02"]')

    assert page.state()["center"] == "ctr:inv-02"
    assert page.page.locator(".side").count() == 4
    one = told(page, "centers/ctr:inv-02/cards?core=with_hosts")["scopes"][0]["cards"]["core"]
    assert page.text("#panel .big") == f"{one['core_tie_share']['value']:.3f}"


@pytest.mark.parametrize("ids", ["ctr:inv-01", "ctr:nobody,ctr:inv-01", "ctr:nobody"])
def test_a_comparison_of_one_asks_for_another(visit, ids):
    page = visit("invented", f"v=center&compare={ids}&lang=en")

    assert "at least two" in page.text(".cards .note")


@pytest.mark.parametrize(("store", "lang"), [("invented", "zh"), ("sample", "en")])
def test_the_map_shows_who_is_on_it_and_says_why_others_are_not(visit, store, lang):
    page = visit(store, f"v=center&show=map&lang={lang}", fresh=True)
    body = told(page, "map")

    placed = [one for one in body["points"] if one["at"]]
    assert page.page.locator(".spot").count() == len(placed)
    hollow = [one for one in placed if not one["at"]["sure"]]
    assert page.page.locator(".spot.hollow").count() == len(hollow)
    assert page.page.locator(".digits").count() == len(body["layout"]["labels"])
    assert page.page.locator(".offmap li").count() == len(body["missing"]) > 0
    reasons = told(page, "meta")["reasons"]
    for row, one in zip(page.texts(".offmap li"), body["missing"], strict=True):
        assert reasons[one["reason"]][lang].split("：" if lang == "zh" else ":")[0] in row
    outside = page.page.evaluate(
        "[...document.querySelectorAll('.forms text')].filter((one) => { const a ="
        " one.getBoundingClientRect(), b = document.querySelector('.forms').getBoundingClientRect();"
        " return a.left < b.left - 1 || a.right > b.right + 1; }).map((one) => one.textContent)"
    )
    assert outside == []


def test_a_mark_is_a_link_to_its_center_in_its_reading(visit):
    page = visit("invented", "v=center", fresh=True)
    page.click('[data-show="map"]')
    assert page.state()["show"] == "map"

    page.page.focus('.spot[data-scope="ctr:inv-05"][data-core="with_hosts"]')
    assert page.page.locator('.formslist li.lit[data-scope="ctr:inv-05"]').count() == 1
    page.page.evaluate("window.__ready = false")
    page.press("Enter").ready()

    assert page.state()["center"] == "ctr:inv-05"
    assert page.state()["core"] == "with_hosts"
    assert "show" not in page.state()
    assert page.page.locator(".value").count() == 20
