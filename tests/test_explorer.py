"""The explorer page in a real browser, against the real server, without a network and without WebGL."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import api
from api.cli import main
from graph.store import open_store
from loaders.build import build

PAGE = Path(api.__file__).parent / "explorer"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WITHOUT_WEBGL = """
const open = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return /webgl/.test(kind) ? null : open.call(this, kind, ...rest);
};
"""
HOSTILE = """<img src=x onerror="document.title='owned'">公司"""
FORMULA = "=cmd()|'/C calc'!A0"
CENTER = "ctr:modern-textile"
LINES = 250


def written(path, folder):
    """A store at a path, filled from a folder."""
    store = open_store(str(path), create=True)
    build(store, [folder])
    store.close()
    return path


def served(path):
    """The real server on a free port; its first line of output is its address."""
    command = [sys.executable, "-m", "api", "serve", "--store", str(path), "--port", "0"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def stores(tmp_path_factory, sample, province):
    folder = tmp_path_factory.mktemp("explorer")
    hostile = folder / "hostile"
    hostile.mkdir()
    quoted = HOSTILE.replace('"', '""')
    (hostile / "organizations.csv").write_text(
        "org_id,name,type,city,credit_code,source_ids\n"
        f'org:a,"{quoted}",enterprise,杭州,,\norg:b,"{FORMULA}",university,,,\n',
        encoding="utf-8",
    )
    (hostile / "relations.csv").write_text(
        "subject_id,relation,object_id,start_year,end_year,role,source_ids\n"
        "org:a,PARTNERS_WITH,org:b,2021,2023,<b>联合研发</b>,\n",
        encoding="utf-8",
    )
    return {
        "sample": written(folder / "sample.db", sample.folder),
        "invented": written(folder / "invented.db", province.folder),
        "hostile": written(folder / "hostile.db", hostile),
    }


@pytest.fixture(scope="module")
def addresses(stores):
    servers = {name: served(path) for name, path in stores.items()}
    yield {name: one.stdout.readline().strip() for name, one in servers.items()}
    for one in servers.values():
        one.terminate()
        one.wait(10)
        one.stdout.close()


@pytest.fixture(scope="module")
def browser():
    reason = None
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        reason = "playwright is not installed"
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-cjk"
    if reason:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield found
        found.close()


class Guarded:
    """A page on one store that remembers every request elsewhere and every error."""

    def __init__(self, page, base):
        self.page, self.base = page, base
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.route("**/*", self._route)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _route(self, route):
        if route.request.url.startswith((self.base, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def open(self, state=""):
        """Load the page afresh in a state."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.base}?test=1#{state}")
        return self.ready()

    def go(self, state):
        """Change the state of the loaded page, as a typed address does."""
        if urlsplit(self.page.url).fragment != state:
            self.page.evaluate("window.__ready = false")
            self.page.evaluate(f"void (location.hash = '{state}')")
        return self.ready()

    def ready(self):
        """Wait until the view is drawn. The policy of the page forbids wait_for_function."""
        self.until("window.__ready === true")
        return self

    def until(self, script, seconds=20.0):
        """Wait until a script gives something true, and give it."""
        end = time.monotonic() + seconds
        while not (found := self.page.evaluate(script)):
            assert time.monotonic() < end, script
            self.page.wait_for_timeout(25)
        return found

    def state(self):
        return {k: v[0] for k, v in parse_qs(urlsplit(self.page.url).fragment).items()}

    def text(self, selector):
        return self.page.locator(selector).first.inner_text()

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()

    def click(self, selector):
        """Click, and wait for what it draws."""
        self.page.evaluate("window.__ready = false")
        self.page.locator(selector).first.click()
        return self.ready()

    def press(self, key):
        self.page.keyboard.press(key)
        return self


@pytest.fixture(scope="module")
def pages(browser, addresses):
    """One page per store, without WebGL. All state is in the address, so tests share it.

    Each in a window of its own: a page behind another one draws once a second.
    """
    found = {}
    for name, address in addresses.items():
        context = browser.new_context()
        context.add_init_script(WITHOUT_WEBGL)
        found[name] = Guarded(context.new_page(), address)
    return found


@pytest.fixture
def visit(pages):
    """Opens a page in a state, loading it afresh if asked.

    Afterwards nothing may have left the origin, and nothing may have failed.
    """

    def run(store="sample", state="v=net", width=1366, fresh=False):
        page = pages[store]
        page.page.set_viewport_size({"width": width, "height": 768})
        return page.open(state) if fresh or page.page.url == "about:blank" else page.go(state)

    yield run
    for page in pages.values():
        outside, errors = page.outside[:], page.errors[:]
        page.outside.clear()
        page.errors.clear()
        assert (outside, errors) == ([], [])


def asked(capsys, *words):
    assert main([*map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


# the page


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


# centers and evidence


def test_a_center_shows_twenty_values_and_unobserved_is_no_zero(visit):
    page = visit("sample", f"v=center&center={CENTER}")

    assert len(page.texts(".value")) == 20
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
            shown = card.locator(".number").inner_text()
            if one["value"] is not None:
                assert shown.startswith(f"{one['value']:.3f}"), key
            elif one["low"] is not None:
                assert f"{one['low']:.3f}" in shown, key
                assert one["high"] == 1 or f"{one['high']:.3f}" in shown, key
            else:
                assert not re.search(r"\d\.\d", shown), key
            coverage = f"{one['coverage']['observed']}/{one['coverage']['of']}"
            assert coverage in card.locator(".coverage").inner_text()


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


# chains


def test_a_chain_shows_states_links_and_three_lists(visit, stores, capsys):
    body = asked(capsys, "gaps", "--store", stores["invented"], "--chain", "chn:inv-b")["chains"][0]
    page = visit("invented", "v=chain&chain=chn:inv-b")

    boxes = page.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.box')].map((b) => "
        "[b.dataset.id, b.dataset.status]))"
    )
    counted = [one for one in boxes.values() if one != "shown"]
    assert len(counted) == body["segments"]["counted"]
    assert {one["segment"] for one in body["breaks"]} == {
        key for key, status in boxes.items() if status == "gap"}  # fmt: skip
    drawn = page.page.evaluate(
        "[...document.querySelectorAll('.link')].map((one) => one.dataset.status)"
    )
    links = [one for one in drawn if one]
    assert {one: links.count(one) for one in body["links"]} == body["links"]
    assert drawn[-1] in ("none", "no_maker")
    for name in ("breaks", "exposures", "to_verify"):
        ids = page.page.evaluate(
            f"[...document.querySelectorAll('[data-list={name}] li')].map((one) => one.dataset.id)"
        )
        assert ids == [one["segment"] for one in body[name]]
    assert "未收录不等于不存在" in page.text("#chain-counts")
    assert "只靠一家本地厂家" in page.text('[data-list="exposures"]')  # none: says why


def test_a_box_opens_its_reason_makers_and_evidence(visit):
    page = visit("sample", "v=chain&chain=chn:ic")

    page.click('.gap >> text="车规级芯片"')

    panel = page.text("#panel-body")
    assert page.state()["sel"] == "seg:ic-autochip"
    counts = "本地 0，外部 1，归属不明 1"
    for words in ("卡脖子候选", counts, "来源称卡脖子", "chain_segments.csv:295"):
        assert words in panel
    assert page.page.locator(".box.selected").get_attribute("data-id") == "seg:ic-autochip"


def test_no_text_leaves_its_box_in_either_language(visit):
    page = visit("sample", "v=chain")
    chains = page.page.evaluate(
        "[...document.querySelectorAll('#chain-select option')].map((one) => one.value)"
    )
    script = """[...document.querySelectorAll('.box')].flatMap((box) => {
      const frame = box.querySelector('.shape').getBBox();
      return [...box.querySelectorAll('text')].map((one) => one.getBBox())
        .filter((b) => b.x < 0 || b.y < -1 || b.x + b.width > frame.width + 0.5
          || b.y + b.height > frame.height + 1).map((b) => [box.dataset.id, b.x + b.width, b.y + b.height]);
    })"""
    assert len(chains) == 11
    for chain in chains:
        for lang in ("zh", "en"):
            page.go(f"v=chain&chain={chain}&lang={lang}")
            assert page.page.evaluate(script) == [], (chain, lang)


# entities


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
    assert page.page.locator("tbody .invented").count() == 50


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


def downloaded(page, selector):
    with page.page.expect_download() as waiting:
        page.page.click(selector)
    return waiting.value.suggested_filename, Path(waiting.value.path())


def test_lists_go_out_as_csv_that_no_spreadsheet_runs(visit):
    page = visit("hostile", "v=list")

    name, path = downloaded(page, "#list-export")

    assert name == "实体列表.csv"
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["id", "名称", "类型"]
    assert {row[1] for row in rows[1:3]} == {HOSTILE, "'" + FORMULA}
    assert page.text("#digest") in rows[-1][0]


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


# state, language, failure


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


@pytest.mark.parametrize("view", ["net", "chain", "center", "list"])
def test_the_language_switches_everywhere(visit, view):
    page = visit("invented", f"v={view}")
    assert page.page.get_attribute("html", "lang") == "zh-CN"

    page.click("#lang")

    assert page.page.get_attribute("html", "lang") == "en"
    assert page.state()["lang"] == "en"
    assert "Invented data" in page.text("#banner")
    assert page.texts("#tabs button") == ["Network", "Chain gaps", "Centers", "List"]
    fixed = "#filters label, .card h3, .metric, .chainhead .swatch, .gaplist h3, thead th"
    shown = page.page.locator(fixed).filter(visible=True).all_inner_texts()
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

    for state in ("v=net", f"v=net&sel={CENTER}", "v=chain", "v=center", "v=list"):
        for lang in ("zh", "en"):
            page.go(f"{state}&lang={lang}")
            width = page.page.evaluate("document.documentElement.scrollWidth")
            assert width <= 1024, (state, lang)


# the files


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_can_be_read(visit):
    page = visit("invented")
    meta = page.page.evaluate("fetch('api/v1/meta').then((one) => one.json())")

    for name, one in meta["types"].items():
        assert contrast(one["color"], "#ffffff") >= 4.5, name
    for name, one in meta["segment_status"].items():
        assert contrast(one["color"], one["background"]) >= 4.5, name


def test_vendored_files_keep_their_bytes():
    text = (PAGE / "VENDOR.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"`(vendor/[^`]+)` \|.*`([0-9a-f]{64})` \|", text))

    assert set(table) == {f"vendor/{one.name}" for one in (PAGE / "vendor").iterdir()}
    for name, digest in table.items():
        assert hashlib.sha256((PAGE / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("path", sorted((PAGE / "js").glob("*.js")), ids=lambda one: one.name)
def test_scripts_are_short_and_write_data_as_text(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LINES
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    assert not re.search(r"\?\?=|\|\|=|&&=|\.at\(|replaceAll|structuredClone|\d_\d", text)  # ES2020


def test_the_page_names_no_other_host_and_holds_no_inline_code():
    page = (PAGE / "index.html").read_text(encoding="utf-8")

    assert not re.search(r"https?://|\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)", page)
    assert not re.search(r"https?://|@import", (PAGE / "app.css").read_text(encoding="utf-8"))
