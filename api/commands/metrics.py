"""``metrics``: cards of centers and province, of an ecosystem file, and what they are set against."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.arguments import positive, window
from api.commands.files import write
from api.console import Console
from api.structure_tables import (
    print_aggregates,
    print_compare,
    print_dropped,
    print_nulls,
    print_series,
)
from api.tables import print_evidence, print_mark, print_matrix, print_scope
from api.what_if_tables import print_what_if
from graph.conventions import load_conventions
from graph.ecosystem.counting import Window, window_of
from graph.ecosystem.document import scope_of_document
from graph.ecosystem.scope import CENTER, READINGS
from graph.ecosystem.scopes import PROVINCE, Scopes
from graph.errors import UsageError
from graph.metrics.cards import Cards, cards_in, cards_of, compute_cards
from graph.metrics.nulls.cards import nulls_of_cards
from graph.metrics.nulls.statistics import NullResult
from graph.metrics.series import alternatives, cards_over, windows_over_time
from graph.report.cards import cards_body
from graph.report.document import document_body, document_scope
from graph.report.evidence import Tracer
from graph.report.forms import map_body
from graph.report.forms_svg import map_svg
from graph.report.scores import aggregate, compare_body, series_body
from graph.report.what_if import what_if_body
from graph.snapshot import Snapshot, open_snapshot
from graph.store import open_store
from loaders.ecosystem import read_document
from loaders.what_if import Supposition, suppose

_OF_A_STORE = ("center", "window", "evidence", "nulls", "aggregate", "compare", "map", "with")
_OF_FACTS = ("evidence", "nulls", "aggregate")
_NAMED = 5


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``metrics``."""
    parser = groups.add_parser(
        "metrics", parents=[shared],
        help=say("四张卡：强核心、多基地、网络化、产业链", "four cards: core, bases, network, chain"),
        epilog=say("例：", "example: ")
        + "chuangpu metrics --store demo/zhejiang.db --center ctr:modern-textile",
    )  # fmt: skip
    parser.add_argument("file", metavar="FILE.json", nargs="?", type=Path, help=say(
        "生态文件；不给则看库", "an ecosystem file; without it the store"))  # fmt: skip
    parser.add_argument("--center", metavar="ID", help=say(
        "只看一个中心（或 province）", "one center only (or province)"))  # fmt: skip
    parser.add_argument("--window", metavar="Y0-Y1", type=window, help=say(
        "年份窗口，默认最近五年", "years, by default the last five"))  # fmt: skip
    parser.add_argument("--core", choices=list(READINGS), default=CENTER, help=say(
        "核心口径：中心本身，或与牵头单位合并", "who the core is: the center, or with its hosts"))  # fmt: skip
    parser.add_argument("--evidence", metavar="KEY", help=say(
        "列出某个数值所依据的全部行", "all rows that a value came from"))  # fmt: skip
    parser.add_argument("--nulls", metavar="B", type=positive, help=say(
        "与零模型比较，各抽 B 次", "compare with null models, B draws each"))  # fmt: skip
    parser.add_argument("--aggregate", action="store_true", help=say(
        "并列算术平均、几何平均和最小值", "three means of each card side by side"))  # fmt: skip
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--series", action="store_true", help=say(
        "逐年滚动窗口", "window by window over the years"))  # fmt: skip
    one.add_argument("--compare", metavar="ID,ID", help=say(
        "几个中心以区间对照，不排名", "centers side by side as intervals, not ranks"))  # fmt: skip
    one.add_argument("--map", metavar="FILE.svg", type=Path, help=say(
        "强核心与网络化对照图", "the map of forms as a picture"))  # fmt: skip
    one.add_argument("--with", metavar="FILE.json", type=Path, help=say(
        "假设推演：生态文件加在库上，不写入，对照前后",
        "what if: an ecosystem file on top of the store, not written; before and after"))  # fmt: skip
    parser.set_defaults(run=run_metrics)


def run_metrics(arguments: argparse.Namespace, console: Console) -> int:
    """Compute and print cards."""
    if arguments.file:
        return _of_file(arguments, console)
    if arguments.evidence and not arguments.center and not console.as_json:
        raise UsageError(
            "--evidence 需要 --center ID（或 --center province） / "
            "--evidence needs --center ID (or --center province)"
        )
    if getattr(arguments, "with"):
        return _what_if(arguments, console, getattr(arguments, "with"))
    store = open_store(arguments.store)
    try:
        snapshot = open_snapshot(store)
        tracer = Tracer(snapshot, store)
        if arguments.compare:
            return _compare(arguments, console, tracer)
        if arguments.series:
            return _series(arguments, console, tracer)
        if arguments.map:
            return _map(arguments, console, tracer)
        return _cards(arguments, console, tracer)
    finally:
        store.close()


def _of_file(arguments: argparse.Namespace, console: Console) -> int:
    unfit = [name for name in (*_OF_A_STORE, "series") if getattr(arguments, name)]
    if unfit:
        raise UsageError(
            f"--{unfit[0]} 用于库，不用于生态文件 / --{unfit[0]} is for a store, not for a file"
        )
    scope = scope_of_document(read_document(arguments.file), reading=arguments.core)
    cards = cards_of(scope)
    if console.as_json:
        console.document(document_body(cards))
        return 0
    print_scope(console, document_scope(cards), scope.window.years, supporting=True)
    print_dropped(console, scope.dropped)
    return 0


def _what_if(arguments: argparse.Namespace, console: Console, path: Path) -> int:
    """The cards of the store as it is and as a document supposes; the store is only read."""
    unfit = [name for name in _OF_FACTS if getattr(arguments, name)]
    if unfit:
        raise UsageError(
            f"--{unfit[0]} 不能与 --with 同用 / --{unfit[0]} does not go with --with",
            "先看假设前后的值 / look at the values before and after first",
        )
    store = open_store(arguments.store)
    try:
        found = suppose(store, path)
    finally:
        store.close()
    if found.window:
        first, last = found.window.years
        console.note(console.say(
            f"文件的窗口 {first}–{last} 不用：按库的窗口", f"the window of the file, {first}–{last}, is not "
            "used: the store's is",
        ))  # fmt: skip
    years = arguments.window or window_of(found.before)
    years = Window(years.first, years.last)  # on both sides the same
    with console.progress(console.say("计算", "computing")) as advance:
        sides = [
            compute_cards(snapshot, scopes, window=years, reading=arguments.core,
                          progress=lambda key: advance(key, 0))
            for snapshot, scopes in _sides(found, arguments.center)
        ]  # fmt: skip
    body = what_if_body(
        *sides, digest=found.before.digest, invented=found.invented,
        told=_told(found, years, console.lang), everything=arguments.center is not None,
    )  # fmt: skip
    if console.as_json:
        console.document(body)
        return 0
    print_mark(console, invented=body["invented"])
    print_what_if(console, body)
    console.line(console.say("核心口径：", "core: ") + console.label(READINGS[body["core"]]))
    console.line(f"digest: {body['digest']}")
    return 0


def _sides(
    found: Supposition, center: str | None
) -> Iterator[tuple[Snapshot, Sequence[str] | None]]:
    """The snapshots with their scopes; a center that is only supposed has no before."""
    wanted = None if center is None else [center]
    new = center is not None and center not in found.before and center in found.after
    yield found.before, [] if new else wanted
    yield found.after, wanted


def _told(found: Supposition, years: Window, lang: str) -> dict[str, Any]:
    idle, bases = found.no_base()
    return {
        "file": found.file, "invented": found.says_invented, "nodes": found.nodes,
        "edges": found.edges, "dropped": found.dropped,
        "unknown": [asdict(one) for one in found.unknown], "unknown_total": found.unknown_total,
        "problems": [one.as_json(lang) for one in found.problems[:_NAMED]],
        "replaced": [asdict(one) for one in found.replaced],
        "outside_window": found.outside(years), "no_base": {"edges": idle, "ids": bases},
        "ignored_window": found.window.years if found.window else None,
    }  # fmt: skip


def _wanted(arguments: argparse.Namespace, console: Console, snapshot: Snapshot) -> list[Cards]:
    with console.progress(console.say("计算", "computing")) as advance:
        return compute_cards(
            snapshot, [arguments.center] if arguments.center else None, window=arguments.window,
            reading=arguments.core, progress=lambda key: advance(key, 0),
        )  # fmt: skip


def _cards(arguments: argparse.Namespace, console: Console, tracer: Tracer) -> int:
    snapshot = tracer.snapshot
    cards = _wanted(arguments, console, snapshot)
    means, nulls = [], []
    if arguments.aggregate:
        others = _alternatives(arguments, snapshot, [one.scope.id for one in cards])
        means = [aggregate(one, [window[i] for window in others]) for i, one in enumerate(cards)]
    if arguments.nulls:
        nulls = [_nulls(arguments, console, snapshot, one) for one in cards]
    body = cards_body(tracer, cards, evidence=arguments.evidence, nulls=nulls, means=means)
    if console.as_json:
        console.document(body)
        return 0
    print_mark(console, invented=body["invented"])
    if arguments.evidence:
        print_evidence(console, body, arguments.evidence)
    elif arguments.center:
        print_scope(console, body["scopes"][0], body["window"], supporting=True)
        print_dropped(console, body["scopes"][0]["dropped"])
    else:
        print_matrix(console, body)
        province = next(one for one in body["scopes"] if one["id"] == PROVINCE)
        print_scope(console, province, body["window"])
    if arguments.aggregate:
        print_aggregates(console, body["scopes"])
    if arguments.nulls:
        print_nulls(console, body["scopes"])
    console.line(console.say("核心口径：", "core: ") + console.label(READINGS[body["core"]]))
    console.line(f"digest: {body['digest']}")
    return 0


def _nulls(
    arguments: argparse.Namespace, console: Console, snapshot: Snapshot, one: Cards
) -> Mapping[str, Mapping[str, NullResult]]:
    title = console.say(f"零模型 {one.scope.id}", f"null models of {one.scope.id}")
    with console.progress(title) as advance:

        def tell(null: str, done: int, total: int) -> None:
            advance(f"{null} / {total}", done)

        return nulls_of_cards(one, snapshot.digest, arguments.nulls, tell)


def _alternatives(
    arguments: argparse.Namespace, snapshot: Snapshot, scopes: list[str]
) -> list[list[Cards]]:
    years = arguments.window or window_of(snapshot)
    rules = load_conventions()
    return cards_over(snapshot, scopes, alternatives(years, rules), reading=arguments.core)


def _compare(arguments: argparse.Namespace, console: Console, tracer: Tracer) -> int:
    ids = list(dict.fromkeys(filter(None, arguments.compare.split(","))))
    if len(ids) < 2:
        raise UsageError(
            "--compare 需要至少两个编号，以逗号隔开 / --compare needs two ids or more, by commas"
        )
    cards = compute_cards(tracer.snapshot, ids, window=arguments.window, reading=arguments.core)
    body = compare_body(tracer, cards, _alternatives(arguments, tracer.snapshot, ids))
    return _shown(console, body, print_compare)


def _series(arguments: argparse.Namespace, console: Console, tracer: Tracer) -> int:
    snapshot = tracer.snapshot
    years = windows_over_time(snapshot, arguments.window or window_of(snapshot), load_conventions())
    scopes = [arguments.center or PROVINCE]
    body = series_body(tracer, cards_over(snapshot, scopes, years, reading=arguments.core))
    return _shown(console, body, print_series)


def _shown(
    console: Console, body: dict[str, Any], show: Callable[[Console, dict[str, Any]], None]
) -> int:
    if console.as_json:
        console.document(body)
    else:
        print_mark(console, invented=body["invented"])
        show(console, body)
    return 0


def _map(arguments: argparse.Namespace, console: Console, tracer: Tracer) -> int:
    scopes = Scopes(tracer.snapshot, arguments.window)
    wanted = [arguments.center] if arguments.center else None
    readings = [cards_in(scopes.read(reading), wanted) for reading in READINGS]
    body = map_body(tracer, readings)
    write(arguments.map, map_svg(body, console.lang).encode())
    if console.as_json:
        console.document(body)
    else:
        console.line(arguments.map.as_posix())
    return 0
