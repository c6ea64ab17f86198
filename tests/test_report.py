"""One-file reports: self-contained, honest, every number with its rows, hostile text harmless."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from graph.errors import UnknownIdError
from graph.metrics.cards import compute_cards
from graph.metrics.registry import REGISTRY
from graph.records import TYPE, FileVersion, Provenance, statement
from graph.report.cards import cards_body
from graph.report.evidence import Tracer
from graph.report.html import center_report, chain_report, province_report
from graph.report.scores import weakest
from graph.report.values import value_text
from graph.snapshot import Snapshot
from graph.store import MemoryStore

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"


class Page(HTMLParser):
    """Collects what a browser would fetch, the scripts, and the text."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.scripts, self.text, self.tags = [], 0, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.scripts += tag == "script" or any(name.startswith("on") for name, _ in attrs)
        self.fetched += [v for name, v in attrs if name in ("src", "data", "srcset")]
        if tag == "link":
            self.fetched.append(dict(attrs).get("href"))

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def pages(sample, province):
    return {
        "center": center_report(sample.snapshot, sample.store, "ctr:modern-textile"),
        "chain": chain_report(sample.snapshot, sample.store, "chn:ic"),
        "province": province_report(sample.snapshot, sample.store),
        "english": center_report(sample.snapshot, sample.store, "ctr:cmos-ic", "en"),
        "invented": province_report(province.snapshot, province.store),
    }


@pytest.mark.parametrize("name", ["center", "chain", "province", "english", "invented"])
def test_a_report_is_one_file_without_scripts_or_requests(name, pages):
    page = Page(pages[name])

    assert page.fetched == []
    assert page.scripts == 0
    assert "default-src 'none'" in pages[name]
    assert not re.search(r"url\(|@import", pages[name])


@pytest.mark.parametrize("name", ["center", "english"])
def test_every_value_lists_all_the_rows_it_came_from(name, pages, sample):
    center = {"center": "ctr:modern-textile", "english": "ctr:cmos-ic"}[name]
    text = "".join(Page(pages[name]).text)
    [cards] = compute_cards(sample.snapshot, [center])
    tracer = Tracer(sample.snapshot, sample.store)

    for results in cards.cards.values():
        for result in results.values():
            for row in tracer.rows(result.evidence):
                assert f"{row['file']}:{row['row']}" in text


def test_unobserved_never_looks_like_zero(pages):
    """Of the base values of a center without observed base only the registered are a number."""
    start = pages["center"].index("多基地</h3>")
    card = pages["center"][start : pages["center"].index("网络化</h3>", start)]

    of_bases = [one for one in REGISTRY.values() if one.card == "bases"]
    shares = [one for one in of_bases if one.range == (0, 1)]
    assert "".join(Page(card).text).count("未观测：没有来源涉及") == len(of_bases) - 1
    assert card.count('class="value') == 1
    assert 'class="fill"' not in card
    assert card.count('class="nothing"') == len(shares)


@pytest.mark.parametrize("name", ["center", "english", "invented"])
def test_both_readings_of_the_core_stand_side_by_side(name, pages, sample, province):
    """Every headline has a second column; the value in it is that of the other reading."""
    center = {"center": "ctr:modern-textile", "english": "ctr:cmos-ic", "invented": "province"}
    stored = province if name == "invented" else sample
    [cards] = compute_cards(stored.snapshot, [center[name]], reading="with_hosts")
    headlines = [
        (key, one) for card in cards.cards.values() for key, one in card.items()
        if REGISTRY[key].headline
    ]  # fmt: skip
    body = cards_body(Tracer(stored.snapshot, stored.store), [cards])["scopes"][0]["cards"]
    lang = "en" if name == "english" else "zh"

    assert pages[name].count('class="other"') == len(headlines) == 20
    for key, _ in headlines:
        start = pages[name].index(f'<details id="{key}">')
        summary = pages[name][start : pages[name].index("</summary>", start)]
        other = "".join(Page(summary[summary.index('class="other"') + 14 :]).text)
        assert value_text(REGISTRY[key], body[REGISTRY[key].card][key], lang) in other
    assert {"zh": "二者之间的联系不计", "en": "as one actor"}[lang] in pages[name]


def test_the_weakest_headline_is_marked_where_there_is_one(pages, sample):
    [cards] = compute_cards(sample.snapshot, ["ctr:modern-textile"])
    core = weakest(cards.cards["core"], cards.scope.conventions)
    chain = weakest(cards.cards["chain"], cards.scope.conventions)

    for least, words in ((core, "最弱一项</span>"), (chain, "最弱一项，或更弱的未知项</span>")):
        start = pages["center"].index(f'<details id="{least["key"]}">')
        assert words in pages["center"][start : pages["center"].index("</summary>", start)]
    assert (core["certain"], chain["certain"]) == (True, False)


def test_bounds_below_every_value_are_the_weakest(province):
    """A value of 1 is not the weakest of a card where another headline is at most .6."""
    [cards] = compute_cards(province.snapshot, ["province"])
    bases = cards.cards["bases"]
    found = weakest(bases, cards.scope.conventions)

    assert bases[found["key"]].value is None
    assert bases[found["key"]].high == min(
        one.high if one.value is None else one.value for key, one in bases.items()
        if REGISTRY[key].headline
    )  # fmt: skip
    assert found["certain"] is False


def test_the_province_report_draws_the_map_of_forms(pages):
    for name in ("province", "invented"):
        start = pages[name].index("<svg xmlns")
        picture = ElementTree.fromstring(
            pages[name][start : pages[name].index("</svg>", start) + 6]
        )
        assert picture.get("role") == "img"
    assert "<svg xmlns" not in pages["center"]


def test_bounds_are_shown_as_bounds(pages):
    assert "至少 0.795" in pages["center"]


def test_invented_and_sample_data_say_so(pages):
    assert "虚构数据：用于演示与测试" in pages["invented"]
    assert "示例数据：据公开报道整理，未经机构确认" in pages["province"]
    assert "虚构数据" not in pages["province"]


def test_a_report_names_digest_and_licence(pages, sample):
    assert sample.snapshot.digest in pages["chain"]
    assert "Apache-2.0" in pages["chain"]


def test_the_same_store_gives_the_same_bytes(pages, sample):
    assert chain_report(sample.snapshot, sample.store, "chn:ic") == pages["chain"]


def test_hostile_names_stay_text():
    store = MemoryStore()
    session = store.begin()
    version = FileVersion("d", "f.csv", None, "0", "m")
    said = [
        statement("ctr:x", TYPE, "Center", "d"), statement("ctr:x", "name", HOSTILE, "d"),
        statement("chn:x", TYPE, "Chain", "d"), statement("chn:x", "name", HOSTILE, "d"),
        statement("chn:x", "center", "ctr:x", "d"),
        statement("seg:x", TYPE, "Segment", "d"), statement("seg:x", "name", HOSTILE * 200, "d"),
        statement("seg:x", "chain", "chn:x", "d"),
    ]  # fmt: skip
    for row, one in enumerate(said, 2):
        session.add(version, one, Provenance("f.csv", None, row))
    session.commit(["f.csv"], {})
    page = Page(center_report(Snapshot.take(store), store, "ctr:x"))

    assert "img" not in page.tags
    assert "{{7*7}}" in "".join(page.text)


def test_an_unknown_center_or_chain_is_refused(sample):
    with pytest.raises(UnknownIdError, match="no center"):
        center_report(sample.snapshot, sample.store, "ctr:none")
    with pytest.raises(UnknownIdError, match="no chain"):
        chain_report(sample.snapshot, sample.store, "chn:none")


@pytest.mark.parametrize(("lang", "told"), [("zh", "没有带日期的联系"), ("en", "no dated tie")])
def test_without_a_dated_tie_there_is_no_window(lang, told, chuangpu, data, tmp_path):
    """A file of a header only, or of ties without a date: no years 0 to 9999 are printed."""
    (data / "o.csv").write_text("org_id,name,type\n", encoding="utf-8")
    chuangpu("build", data)

    assert chuangpu("report", "-o", "r.html", "--lang", lang).status == 0

    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert told in text
    assert "9999" not in text
