"""Cards beyond the headlines: folds, the weakest, both readings, means on request, the panel."""

from __future__ import annotations

import pytest

from .driver import told

ALL = ["core", "bases", "network", "chain"]


def test_supporting_values_are_folded_and_the_fold_is_in_the_address(visit):
    page = visit("invented", "v=center&center=ctr:inv-02", fresh=True)
    metrics = told(page, "meta")["metrics"]
    fold = page.page.locator('details.supporting[data-card="core"]')
    assert fold.get_attribute("open") is None
    assert not fold.locator(".support").first.is_visible()

    page.page.focus('[data-fold="core"]')
    page.page.evaluate("window.__ready = false")
    page.press("Enter").ready()

    assert page.state()["open"] == "core"
    assert page.page.evaluate("document.activeElement.dataset.fold") == "core"
    rows = page.page.locator('details.supporting[data-card="core"] .support')
    wanted = [k for k, one in metrics.items() if one["card"] == "core" and not one["headline"]]
    assert [one.get_attribute("data-key") for one in rows.all()] == wanted
    for row, key in zip(rows.all(), wanted, strict=True):
        assert row.is_visible()
        assert row.locator(".bar").count() == (metrics[key]["range"] == [0, 1]), key
    page = visit("invented", "v=center&center=ctr:inv-02&open=core", fresh=True)
    assert page.page.locator('details.supporting[data-card="core"]').get_attribute("open") == ""
    page.click('[data-fold="core"]')
    assert "open" not in page.state()


@pytest.mark.parametrize(
    ("lang", "names"), [("zh", ["协调", "联络"]), ("en", ["coordinator", "liaison"])]
)
def test_tables_and_counts_are_shown_as_such(visit, lang, names):
    page = visit("invented", f"v=center&center=ctr:inv-02&open=core,network&lang={lang}")

    roles = page.text('[data-key="core_brokerage"] .parts')
    assert all(one in roles for one in names)
    assert page.text('[data-key="n_actors"] .number').split()[0] == "30"
    page.click('[data-key="core_brokerage"]')
    assert page.texts("#panel .big.parts dt")[0] == names[0]
    assert "78" in page.texts("#panel .big.parts dd")


@pytest.mark.parametrize("center", ["ctr:inv-02", "ctr:inv-07", "ctr:inv-08", "province"])
def test_the_weakest_headline_of_each_card_is_marked(visit, center):
    page = visit("invented", f"v=center&center={center}")
    scope = told(page, f"centers/{center}/cards")["scopes"][0]

    for card, weakest in scope["weakest"].items():
        marks = page.page.locator(f'.card[data-card="{card}"] .weakest')
        if not weakest:
            assert marks.count() == 0
            continue
        one = scope["cards"][card][weakest["key"]]
        best = weakest["certain"] and (one["high"] if one["value"] is None else one["value"]) == 1
        assert marks.count() == (not best)
        if not best:
            words = "最弱一项" if weakest["certain"] else "最弱一项，或更弱的未知项"
            assert page.text(f'[data-key="{weakest["key"]}"] .weakest') == words


def test_the_reading_of_the_core_is_switched_in_the_address_and_in_the_panel(visit):
    page = visit("invented", "v=center&center=ctr:inv-08&key=core_tie_share", fresh=True)
    own, merged = (
        told(page, f"centers/ctr:inv-08/cards?core={one}")["scopes"][0]["cards"]["core"]["core_tie_share"]
        for one in ("center", "with_hosts")
    )  # fmt: skip
    assert own["value"] != merged["value"]
    assert page.text("#panel .big") == f"{own['value']:.3f}"

    page.page.evaluate("window.__ready = false")
    page.page.check('[data-core="with_hosts"]')
    page.ready()

    assert page.state()["core"] == "with_hosts"
    assert page.text("#panel .big") == f"{merged['value']:.3f}"
    assert "与牵头单位合并" in page.text("#panel .other")
    assert page.text('.value[data-key="core_tie_share"] .number') == f"{merged['value']:.3f}"
    assert page.page.evaluate("document.activeElement.dataset.core") == "with_hosts"
    page = visit("invented", "v=center&center=ctr:inv-08&core=with_hosts", fresh=True)
    assert page.page.is_checked('[data-core="with_hosts"]')
    assert "算作一个机构" in page.text("#reading-note")


def test_means_come_on_request_only_side_by_side(visit):
    page = visit("invented", "v=center&center=ctr:inv-08", fresh=True)
    assert page.page.locator(".means").count() == 0

    page.click('[data-means="bases"]')

    assert page.state()["means"] == "bases"
    found = told(page, "centers/ctr:inv-08/cards?aggregate=true")["scopes"][0]["aggregate"]["bases"]
    cells = page.texts('.card[data-card="bases"] .means td')
    for name, cell in zip(("arithmetic_mean", "geometric_mean", "minimum"), cells, strict=False):
        assert cell == f"{found[name]['low']:.3f}–{found[name]['high']:.3f}"
    drawn = found["monte_carlo"]
    assert cells[3] == f"{drawn['low']:.3f}–{drawn['high']:.3f}"
    assert page.page.locator(".means").count() == 1
    page = visit(
        "invented", f"v=center&center=ctr:inv-07&means={','.join(ALL)}&lang=en", fresh=True
    )
    assert "fewer than three" in page.text('.card[data-card="core"] .means')
    assert page.page.locator('.card[data-card="core"] .means td').count() == 0
    page.click('[data-means="core"]')
    assert page.state()["means"] == "bases,network,chain"


def test_contributors_lead_to_their_entities(visit):
    page = visit("invented", "v=center&center=ctr:inv-02&key=core_tie_share")
    one = told(page, "centers/ctr:inv-02/cards?evidence=core_tie_share")
    who = one["scopes"][0]["cards"]["core"]["core_tie_share"]["contributors"]

    assert page.text("#who h3") == f"谁：中心的伙伴（{who['total']}）"
    assert page.page.locator("#who li").count() == 12
    page.page.click("#who .more")
    assert page.page.locator("#who li").count() == who["total"]
    assert page.page.locator("#who .invented").count() == who["total"]
    assert page.texts("#who .part")[0] == f"{who['rows'][0]['part']:.3f}"
    page.click("#who a")
    assert page.state()["sel"] == who["rows"][0]["ids"][0]
    assert page.text("#panel h2") == who["rows"][0]["names"][0]


@pytest.mark.parametrize(
    ("state", "key"),
    [("center=ctr:inv-02", "core_tie_share"), ("center=ctr:inv-08&core=with_hosts", "base_core_link"),
     ("center=ctr:inv-07", "core_tie_share"), ("center=ctr:inv-02", "n_ties")],
)  # fmt: skip
def test_the_course_of_a_value_has_gaps_not_zeros(visit, state, key):
    page = visit("invented", f"v=center&{state}&key={key}")
    page.until("document.querySelector('#series')?.dataset.ready")
    center = page.state()["center"]
    body = told(page, f"centers/{center}/series?core={page.state().get('core', 'center')}")
    card = told(page, "meta")["metrics"][key]["card"]
    values = [one["scopes"][0]["cards"][card][key] for one in body["series"]]

    points = sum(one["value"] is not None for one in values)
    bounds = sum(one["value"] is None and one["low"] is not None for one in values)
    assert page.page.locator("#series .dot").count() == points
    assert page.page.locator("#series .maybe").count() == bounds
    gaps = len(values) - points - bounds
    assert page.page.locator("#series .gap").count() == (gaps if points + bounds else 0)
    path = page.page.locator("#series .course").first
    if points:
        runs = sum(
            one["value"] is not None and (i == 0 or values[i - 1]["value"] is None)
            for i, one in enumerate(values)
        )
        assert path.get_attribute("d").count("M") == runs
    rows = page.page.locator("#series tbody tr")
    assert rows.count() == len(values)
    page.page.click("#series summary")
    assert rows.first.is_visible()


def test_the_course_of_the_province_is_computed_on_request_only(visit):
    page = visit("invented", "v=center&key=core_tie_share", fresh=True)
    assert page.page.locator("#series .dot").count() == 0

    page.page.click("#series button")

    page.until("document.querySelectorAll('#series .dot').length > 5", 60)


def test_the_panel_says_what_to_beware_of(visit):
    page = visit("invented", "v=center&center=ctr:inv-02&key=core_tie_share&lang=en")
    known = told(page, "meta")["metrics"]["core_tie_share"]

    assert known["caveat"]["en"] in page.text("#panel .caveat")
