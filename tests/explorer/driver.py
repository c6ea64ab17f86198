"""Drives the page as a reader does, and remembers what went wrong; what several tests name."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from api.cli import main

HOSTILE = """<img src=x onerror="document.title='owned'">公司"""
OWNED = "<script>document.title='owned'</script><b>中心</b>"
FORMULA = "=cmd()|'/C calc'!A0"
CENTER = "ctr:modern-textile"


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


def told(page, path):
    """What the server of a page says at a path below /api/v1."""
    return page.page.evaluate("(path) => fetch(`api/v1/${path}`).then((one) => one.json())", path)


def asked(capsys, *words):
    assert main([*map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def downloaded(page, selector):
    with page.page.expect_download() as waiting:
        page.page.click(selector)
    return waiting.value.suggested_filename, Path(waiting.value.path())
