"""The server on a generated store: two-step surroundings, search, cards, and the page.

One client on one connection, entities drawn by seed over all of them, no tag, no cache of bodies.
"""

from __future__ import annotations

import http.client
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.stages import emit

PATIENCE = 120.0  # seconds
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
REQUESTS = {"two steps": 300, "search": 200, "one card": 20}


@contextmanager
def serving(store: str) -> Iterator[str]:
    """A server on a free port; gives host and port once its snapshot is built."""
    command = [sys.executable, "-m", "api", "serve", "--store", store, "--port", "0"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        place = process.stdout.readline().strip().removeprefix("http://").rstrip("/")
        connection = http.client.HTTPConnection(place, timeout=600)
        connection.request("GET", "/api/v1/readyz")
        connection.getresponse().read()
        emit("server ready", seconds=time.perf_counter() - start, peak_mb=_resident(process.pid))
        try:
            yield place
        finally:
            emit("server", peak_mb=_resident(process.pid))
            process.terminate()


def _resident(process: int) -> float:
    """Resident megabytes of another process, where the system tells."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0.0
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def ask(place: str, stage: str, paths: list[str]) -> None:
    """Ask for paths one after the other; rate, bytes and latencies. Patience ends it, after two."""
    connection = http.client.HTTPConnection(place, timeout=600)
    latencies, size = [], 0
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", "/api/v1" + path)
        answer = connection.getresponse()
        size += len(answer.read())
        latencies.append(time.perf_counter() - start)
        assert answer.status == 200, (path, answer.status)
        if len(latencies) > 1 and sum(latencies) > PATIENCE:
            break
    cuts = statistics.quantiles(latencies, n=100)
    emit(
        stage, rate=len(latencies) / sum(latencies), bytes=size / len(latencies),
        p50=cuts[49] * 1000, p95=cuts[94] * 1000,
        **({"note": f"{len(latencies)} asked"} if len(latencies) < len(paths) else {}),
    )  # fmt: skip


def raw_sqlite(store: str, ids: list[str]) -> None:
    """The same two steps as rows from the store itself: what the disk alone costs."""
    db = sqlite3.connect(f"file:{quote(store)}?mode=ro", uri=True)
    near = (
        "SELECT object FROM statement WHERE subject = ?1 AND object IS NOT NULL AND active "
        "UNION SELECT subject FROM statement WHERE object = ?1 AND active"
    )
    start = time.perf_counter()
    for entity in ids:
        first = db.execute("SELECT number FROM entity WHERE id = ?", (entity,)).fetchone()[0]
        seen = {first}
        frontier = [first]
        for _ in range(2):
            found = {row[0] for one in frontier for row in db.execute(near, (one,))}
            frontier = sorted(found - seen)
            seen |= found
    seconds = time.perf_counter() - start
    db.close()
    emit("two steps, raw SQLite", rate=len(ids) / seconds)


def page_ready(place: str) -> None:
    """From asking for the page to its first drawn view, in headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        emit("page ready", note="playwright is not installed")
        return
    if not CHROMIUM.exists():
        emit("page ready", note="no Chromium")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        start = time.perf_counter()
        page.goto(f"http://{place}/")
        while not page.evaluate("window.__ready === true"):  # the page's policy forbids eval
            if time.perf_counter() - start > PATIENCE:
                break
            time.sleep(0.02)
        emit("page ready", seconds=time.perf_counter() - start)
        browser.close()


def main() -> None:
    """``python -m benchmarks.serving STORE SEED``."""
    store, seed = sys.argv[1], int(sys.argv[2])
    db = sqlite3.connect(f"file:{quote(store)}?mode=ro", uri=True)
    known = sorted(row[0] for row in db.execute("SELECT id FROM entity"))
    centers = [one for one in known if one.startswith("ctr:")]
    db.close()
    draw = random.Random(seed)
    ids = draw.sample(known, min(REQUESTS["two steps"], len(known)))
    with serving(f"sqlite:{Path(store).resolve().as_posix()}") as place:
        ask(place, "two steps", [f"/graph/ego/{quote(one)}?depth=2" for one in ids])
        words = [f"/search?q={quote(one[-3:])}" for one in ids[: REQUESTS["search"]]]
        ask(place, "search", words)
        wanted = draw.sample(centers, min(REQUESTS["one card"], len(centers)))
        ask(place, "one card", [f"/centers/{one}/cards" for one in wanted])
        page_ready(place)
    raw_sqlite(store, ids)


if __name__ == "__main__":
    main()
