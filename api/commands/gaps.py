"""``gaps``: what chains lack."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from api.arguments import positive, window
from api.console import Console
from api.tables import print_gaps, print_mark
from graph.chain.gaps import find_gaps
from graph.ecosystem.counting import window_of
from graph.report.evidence import Tracer
from graph.report.gaps import gaps_body
from graph.snapshot import open_snapshot
from graph.store import open_store


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``gaps``."""
    gaps = groups.add_parser(
        "gaps", parents=[shared],
        help=say("断点、暴露点、待核实的环节", "breaks, exposures, segments to verify"),
        epilog=say("例：", "example: ") + "chuangpu gaps --store demo/zhejiang.db --chain chn:textile --top 10",
    )  # fmt: skip
    gaps.add_argument("--chain", metavar="ID", help=say("只看一条链", "one chain only"))
    gaps.add_argument("--top", metavar="N", type=positive, help=say(
        "每个清单最多几条", "at most so many per list"))  # fmt: skip
    gaps.add_argument("--window", metavar="Y0-Y1", type=window, help=say(
        "年份窗口，默认最近五年", "years, by default the last five"))  # fmt: skip
    gaps.set_defaults(run=run_gaps)


def run_gaps(arguments: argparse.Namespace, console: Console) -> int:
    """Find and print gaps."""
    store = open_store(arguments.store)
    try:
        snapshot = open_snapshot(store)
        years = arguments.window or window_of(snapshot)
        chains = [arguments.chain] if arguments.chain else None
        found = find_gaps(snapshot, chains, window=years)
        body = gaps_body(Tracer(snapshot, store), found, years, top=arguments.top)
    finally:
        store.close()
    if console.as_json:
        console.document(body)
        return 0
    print_mark(console, invented=body["invented"])
    for chain in body["chains"]:
        print_gaps(console, chain)
    console.line(f"digest: {body['digest']}")
    return 0
