"""State in the address, the two languages, failures, and a page that keeps its width."""

from __future__ import annotations

import re

import pytest

from .driver import CENTER

VIEWS = [
    "net", "chain", "center", "list", "center&show=map",
    "center&center=ctr:inv-08&open=core,bases&means=core,bases&key=core_brokerage&core=with_hosts",
    "center&compare=ctr:inv-01,ctr:inv-02&key=core_tie_share&center=ctr:inv-02",
]  # fmt: skip


def test_the_state_is_restored_from_the_address_and_by_going_back(visit):
    page = visit(
        "sample", f"v=center&center={CENTER}&key=core_tie_share&lang=zh&future=kept", fresh=True
    )

    assert page.text("#panel h2") == "核心关联占比"
    page.click("#tab-chain")
    assert page.state()["v"] == "chain"
    assert page.state()["future"] == "kept"
    page.page.evaluate("window.__ready = false")
    page.page.go_back()
    page.ready()
    assert page.state()["key"] == "core_tie_share"
    assert page.text("#panel h2") == "核心关联占比"
    assert page.page.get_attribute("#tab-center", "aria-selected") == "true"


@pytest.mark.parametrize("view", VIEWS)
def test_the_language_switches_everywhere(visit, view):
    page = visit("invented", f"v={view}")
    assert page.page.get_attribute("html", "lang") == "zh-CN"

    page.click("#lang")

    assert page.page.get_attribute("html", "lang") == "en"
    assert page.state()["lang"] == "en"
    assert "Invented data" in page.text("#banner")
    assert page.texts("#tabs button") == ["Network", "Chain gaps", "Centers", "List"]
    fixed = (
        "#filters label, .card h3, .metric, .chainhead .swatch, .gaplist h3, thead th, .readings, "
        ".supporting summary, .cardbar button, .weakest, .means, .side tbody th, .intervals h4, "
        ".words, .forms text, .formslist h3, .formslist small, #panel dt, #panel h3, .caveat, "
        ".navhint, .navfoot button, .parts, .support"
    )
    shown = page.page.locator(fixed).filter(visible=True).all_text_contents()
    assert not [one for one in shown if re.search(r"[\u4e00-\u9fff]", one)]
    page.page.evaluate("window.__ready = false")
    page.page.go_back()
    page.ready()
    assert page.page.get_attribute("html", "lang") == "zh-CN"


def test_a_failure_names_its_number_and_offers_to_retry(visit):
    page = visit("sample", "v=list", fresh=True)
    broken = {"title": "x", "status": 500, "request_id": "abc123"}
    page.page.route("**/api/v1/chains", lambda route: route.fulfill(status=500, json=broken))

    page.click("#tab-chain")

    assert "abc123" in page.text("#failure")
    assert page.errors.pop().startswith("Failed to load resource")
    page.page.unroute("**/api/v1/chains")
    page.click("#failure button")
    assert page.page.locator(".box").count() > 10


def test_the_page_itself_never_scrolls_sideways(visit):
    page = visit("sample", "v=net", 1024)

    states = (
        "v=net", f"v=net&sel={CENTER}", "v=chain", "v=center", "v=list", "v=center&show=map",
        f"v=center&center={CENTER}&open=core,bases,network&means=core&key=core_brokerage",
        f"v=center&compare={CENTER},ctr:cmos-ic&key=core_tie_share",
    )  # fmt: skip
    for state in states:
        for lang in ("zh", "en"):
            page.go(f"{state}&lang={lang}")
            width = page.page.evaluate("document.documentElement.scrollWidth")
            assert width <= 1024, (state, lang)
            inner = "document.querySelector('#view-center .cards')"
            wide = f"{inner} ? {inner}.scrollWidth - {inner}.clientWidth : 0"
            assert page.page.evaluate(wide) <= 0, (state, lang)
