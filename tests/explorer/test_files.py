"""The files of the page: colours, vendored bytes, short scripts, no other host."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import api

PAGE = Path(api.__file__).parent / "explorer"
LINES = 250


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
