"""The panel of an entity: facts, sources, relations."""

from __future__ import annotations

from .driver import CENTER, asked


def test_the_panel_shows_each_fact_with_its_source(visit, stores, capsys):
    body = asked(capsys, "entity", CENTER, "--store", stores["sample"])
    page = visit("sample", f"v=list&sel={CENTER}")

    panel = page.page.locator("#panel-body").inner_text()
    links = page.page.evaluate(
        "[...document.querySelectorAll('#panel-body a[target]')].map((one) => one.getAttribute('href'))"
    )
    told = [*body["facts"], *body["relations"]]
    urls = {one["url"] for fact in told for one in fact["sources"] if one["url"]}
    assert urls
    assert set(links) <= urls
    shown = page.page.locator("#panel-body dt").count()
    assert shown == len(body["facts"]) - 1  # the name stands above
    assert f"关系（{len(body['relations'])}）" in panel
    assert "centers.csv:5" in panel
    assert "2026-11-22 采集" in panel
    for flag in body["flags"]:
        if "zh" in flag:
            assert flag["zh"] in panel


def test_many_relations_come_in_two_steps(visit, stores, capsys):
    body = asked(capsys, "entity", "ctr:inv-02", "--store", stores["invented"])
    page = visit("invented", "v=list&sel=ctr:inv-02")

    assert len(body["relations"]) > 40
    assert page.page.locator(".relations > li").count() == 40
    page.page.click("#panel .more")
    assert page.page.locator(".relations > li").count() == len(body["relations"])
    assert page.page.locator("#panel .invented").count() == len(body["relations"]) + 1


def test_an_unknown_entity_says_so(visit):
    page = visit("sample", "v=list&sel=org:nobody")

    assert "没有 org:nobody" in page.text("#panel-body")
    assert page.errors.pop().startswith("Failed to load resource")
