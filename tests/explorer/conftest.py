"""Stores, servers, a browser and one page per store, shared by all tests of the explorer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.store import open_store
from loaders.build import build

from .driver import FORMULA, HOSTILE, OWNED, Guarded

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


@pytest.fixture(scope="package")
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
        "org:a,PARTNERS_WITH,org:b,2021,2023,<b>联合研发</b>,\n"
        "ctr:h,PARTNERS_WITH,org:a,2021,2023,,\nctr:g,PARTNERS_WITH,org:a,2021,2023,,\n",
        encoding="utf-8",
    )
    (hostile / "centers.csv").write_text(
        f"center_id,name,batch,state\nctr:h,{OWNED},第一批,approved\nctr:g,{OWNED}二,第一批,approved\n",
        encoding="utf-8",
    )
    return {
        "sample": written(folder / "sample.db", sample.folder),
        "invented": written(folder / "invented.db", province.folder),
        "hostile": written(folder / "hostile.db", hostile),
    }


@pytest.fixture(scope="package")
def addresses(stores):
    servers = {name: served(path) for name, path in stores.items()}
    yield {name: one.stdout.readline().strip() for name, one in servers.items()}
    for one in servers.values():
        one.terminate()
        one.wait(10)
        one.stdout.close()


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
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
