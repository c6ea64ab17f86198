"""Finding an entity: by search and in the list."""

from __future__ import annotations

import re

from .driver import CENTER


def test_a_chinese_search_opens_the_entity_and_marks_the_hit(visit):
    page = visit(fresh=True)
    page.press("/")
    page.page.keyboard.insert_text("现代纺织技术")
    page.until("document.querySelectorAll('#hits [role=option]').length > 0")
    first = page.page.locator("#hits [role=option]").first

    assert first.locator("mark").inner_text() == "现代纺织技术"
    assert page.page.get_attribute("#search", "aria-activedescendant") == "hit-0"
    page.page.evaluate(
        "document.getElementById('search').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    assert "sel" not in page.state()
    page.press("Enter")
    page.until("!document.getElementById('panel').hidden")
    page.ready()
    assert page.state()["sel"] == CENTER
    assert page.text("#panel h2") == "浙江省现代纺织技术创新中心"


def test_a_search_without_hit_says_what_to_try(visit):
    page = visit(fresh=True)
    page.page.fill("#search", "没有这样的东西")
    page.until("!document.getElementById('hits').hidden")

    assert "没有匹配的实体" in page.text("#hits")


def test_the_list_holds_what_the_network_shows(visit):
    page = visit("invented", "v=net")
    total = re.search(r"/ (\d+)", page.text("#net-status"))[1]

    page.click("#tab-list")

    assert total in page.text("#list-status")
    assert page.page.locator("table.entities tbody tr").count() == 50
    assert page.page.locator('th[aria-sort="descending"]').inner_text().startswith("关系数")
    degrees = [int(one) for one in page.texts("table.entities tbody td.num")]
    assert degrees == sorted(degrees, reverse=True)
    page.click('[data-sort="name"]')
    assert page.page.locator('th[aria-sort="ascending"]').inner_text().startswith("名称")
    page.click("#page-next")
    assert page.state()["page"] == "2"
    assert page.page.locator("table.entities tbody .invented").count() == 50
