"""Centers: their twenty values, and the evidence rows behind each."""

from __future__ import annotations

import re

import pytest

from graph.metrics.registry import REGISTRY
from graph.report.values import value_text

from .driver import CENTER, asked


def test_a_center_shows_twenty_values_and_unobserved_is_no_zero(visit):
    page = visit("sample", f"v=center&center={CENTER}")

    assert page.page.locator(".value").count() == 20
    unknown = page.page.locator('[data-key="base_activation"]')
    assert "未观测" in unknown.inner_text()
    assert unknown.locator(".solid, .hatch").count() == 0
    assert unknown.locator(".bar.none").count() == 1
    bounds = page.page.locator('[data-key="segment_coverage"]')
    assert "至少" in bounds.inner_text()
    assert bounds.locator(".hatch").count() == 1
    assert "relations.csv" in page.text(".cards .note")


def test_the_values_on_the_cards_are_those_of_the_command_line(visit, stores, capsys):
    body = asked(capsys, "metrics", "--store", stores["invented"], "--center", "ctr:inv-08")
    page = visit("invented", "v=center&center=ctr:inv-08")

    for values in body["scopes"][0]["cards"].values():
        for key, one in values.items():
            card = page.page.locator(f'[data-key="{key}"]')
            shown = " ".join(card.locator(".number").text_content().split())
            if isinstance(one["value"], dict):
                parts = REGISTRY[key].parts
                assert shown == "".join(f"{parts[x]['zh']} {one['value'][x]}" for x in parts), key
            elif one["value"] is not None or one["low"] is not None:
                assert shown.startswith(value_text(REGISTRY[key], one, "zh")), key
            else:
                assert not re.search(r"\d\.\d", shown), key
            coverage = f"{one['coverage']['observed']}/{one['coverage']['of']}"
            assert coverage in card.locator(".coverage").text_content()


@pytest.mark.parametrize(
    ("store", "center", "key"),
    [
        ("sample", "province", "core_tie_share"),
        ("invented", "ctr:inv-05", "base_activation"),
        ("invented", "province", "link_realisation"),
    ],
)
def test_evidence_rows_are_those_of_the_command_line(visit, stores, capsys, store, center, key):
    command = ["metrics", "--store", stores[store], "--center", center, "--evidence", key]
    cards = asked(capsys, *command)["scopes"][0]["cards"]
    wanted = next(card[key] for card in cards.values() if key in card)["evidence"]
    page = visit(store, f"v=center&center={center}")

    page.click(f'[data-key="{key}"]')

    rows = page.page.evaluate(
        "[...document.querySelectorAll('table.evidence tbody tr')].map((row) => ({...row.dataset, "
        "told: row.cells[1].textContent, place: row.querySelector('code').textContent, "
        "names: [...row.querySelectorAll('a')].map((one) => one.dataset.id)}))"
    )
    assert len(rows) == wanted["total"] > 0
    for row, one in zip(rows, wanted["rows"], strict=True):
        assert (row["id"], row["file"], row["row"]) == (one["id"], one["file"], str(one["row"]))
        assert row["flagged"] == str(one["flagged"]).lower()
        assert row["place"] == f"{one['file']}:{one['row']}"
        relation = one["relation"]
        assert row["names"] == (
            [relation["source"], relation["target"]] if relation else [one["id"]])  # fmt: skip
        part = one["contribution"]
        assert row["told"] == ("（前提）" if part is None else f"{part:.6f}")
    assert page.page.locator("table.evidence tr[data-flagged=true] .flag").count() == sum(
        one["flagged"] for one in wanted["rows"])  # fmt: skip


def test_the_tab_of_cards_opens_the_center_that_is_selected(visit):
    page = visit("sample", f"sel={CENTER}")

    page.click("#tab-center")

    assert (
        page.page.locator(f'.center[data-center="{CENTER}"]').get_attribute("aria-current")
        == "true"
    )
    page.click("#tab-chain")
    assert page.page.locator("#chain-select").input_value() == "chn:textile"


def test_a_window_is_told_in_years_and_none_in_words(visit):
    """Where no tie is dated, all years count: nobody reads 0 to 9999."""
    page = visit("sample", f"v=center&center={CENTER}")

    dated, undated = page.page.evaluate(
        "async () => { const { windowText } = await import('/js/values.js');"
        " return [windowText([2021, 2025]), windowText([0, 9999])]; }"
    )

    assert dated == "2021–2025"
    assert "没有带日期的联系" in undated
    assert re.search(r"窗口 \d{4}–\d{4}", page.text(".cardshead"))
