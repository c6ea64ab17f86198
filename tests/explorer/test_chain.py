"""Chains: boxes, links, the three lists, and the panel of a segment."""

from __future__ import annotations

from .driver import asked


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
