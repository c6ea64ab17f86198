"""``metrics`` and ``gaps``: cards of centers and province, and what chains lack."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from api.console import Console
from api.tables import print_evidence, print_gaps, print_mark, print_matrix, print_scope
from graph.chain.gaps import find_gaps
from graph.ecosystem.counting import Window, window_of
from graph.ecosystem.scopes import PROVINCE
from graph.errors import UsageError
from graph.metrics.cards import compute_cards
from graph.report.cards import cards_body
from graph.report.evidence import Tracer
from graph.report.gaps import gaps_body
from graph.snapshot import open_snapshot
from graph.store import open_store


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``metrics`` and ``gaps``."""
    metrics = groups.add_parser(
        "metrics", parents=[shared],
        help=say("四张卡：强核心、多基地、网络化、产业链", "four cards: core, bases, network, chain"),
        epilog=say("例：", "example: ")
        + "chuangpu metrics --store demo/zhejiang.db --center ctr:modern-textile",
    )  # fmt: skip
    metrics.add_argument("--center", metavar="ID", help=say(
        "只看一个中心（或 province）", "one center only (or province)"))  # fmt: skip
    metrics.add_argument("--window", metavar="Y0-Y1", type=_window, help=say(
        "年份窗口，默认最近五年", "years, by default the last five"))  # fmt: skip
    metrics.add_argument("--evidence", metavar="KEY", help=say(
        "列出某个数值所依据的全部行", "all rows that a value came from"))  # fmt: skip
    metrics.set_defaults(run=run_metrics)
    gaps = groups.add_parser(
        "gaps", parents=[shared],
        help=say("断点、暴露点、待核实的环节", "breaks, exposures, segments to verify"),
        epilog=say("例：", "example: ") + "chuangpu gaps --store demo/zhejiang.db --chain chn:textile --top 10",
    )  # fmt: skip
    gaps.add_argument("--chain", metavar="ID", help=say("只看一条链", "one chain only"))
    gaps.add_argument("--top", metavar="N", type=_positive, help=say(
        "每个清单最多几条", "at most so many per list"))  # fmt: skip
    gaps.add_argument("--window", metavar="Y0-Y1", type=_window, help=say(
        "年份窗口，默认最近五年", "years, by default the last five"))  # fmt: skip
    gaps.set_defaults(run=run_gaps)


def _window(text: str) -> Window:
    try:
        return Window.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: Y0-Y1, 2021-2025") from None


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: 1, 2, 3 …")
    return int(text)


def run_metrics(arguments: argparse.Namespace, console: Console) -> int:
    """Compute and print cards."""
    store = open_store(arguments.store)
    try:
        snapshot = open_snapshot(store)
        if arguments.evidence and not arguments.center and not console.as_json:
            raise UsageError(
                "--evidence 需要 --center ID（或 --center province） / "
                "--evidence needs --center ID (or --center province)"
            )
        wanted = [arguments.center] if arguments.center else None
        with console.progress(console.say("计算", "computing")) as advance:
            cards = compute_cards(
                snapshot, wanted, window=arguments.window, progress=lambda key: advance(key, 0)
            )
        body = cards_body(Tracer(snapshot, store), cards, evidence=arguments.evidence)
    finally:
        store.close()
    if console.as_json:
        console.document(body)
        return 0
    print_mark(console, invented=body["invented"])
    if arguments.evidence:
        print_evidence(console, body, arguments.evidence)
    elif arguments.center:
        print_scope(console, body["scopes"][0], body["window"], supporting=True)
    else:
        print_matrix(console, body)
        province = next(one for one in body["scopes"] if one["id"] == PROVINCE)
        print_scope(console, province, body["window"])
    console.line(f"digest: {body['digest']}")
    return 0


def run_gaps(arguments: argparse.Namespace, console: Console) -> int:
    """Find and print gaps."""
    store = open_store(arguments.store)
    try:
        snapshot = open_snapshot(store)
        window = arguments.window or window_of(snapshot)
        chains = [arguments.chain] if arguments.chain else None
        found = find_gaps(snapshot, chains, window=window)
        body = gaps_body(Tracer(snapshot, store), found, window, top=arguments.top)
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
