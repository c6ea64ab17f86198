"""``demo``: the sample and the invented province, each in a store of its own, and what they show."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.commands.data import print_report, report_body
from api.commands.files import write
from api.console import Console
from api.tables import print_list, print_mark, print_matrix, print_scope
from graph.chain.gaps import find_gaps
from graph.ecosystem.scopes import PROVINCE
from graph.metrics.cards import compute_cards
from graph.report.cards import cards_body
from graph.report.evidence import Tracer
from graph.report.gaps import LISTS, gaps_body
from graph.report.html import province_report
from graph.snapshot import open_snapshot
from graph.store import open_store
from graph.store.base import holds_invented
from loaders import zhejiang
from loaders.build import build
from loaders.invented import generate

FOLDER = Path("demo")
_TOP = 10


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``demo``."""
    text = say(
        "建示例库与虚构省，打印所见",
        "build the sample and the invented province, print what they show",
    )
    parser = groups.add_parser("demo", parents=[shared], help=text, description=text,
                               epilog=say("例：", "example: ") + "chuangpu demo")  # fmt: skip
    parser.set_defaults(run=run_demo)


def run_demo(arguments: argparse.Namespace, console: Console) -> int:
    """Build both, print both; the sample comes last."""
    FOLDER.mkdir(exist_ok=True)
    files = FOLDER / "invented-province"  # ASCII: some file systems know nothing else
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir()
    generate(files)
    made = [
        (console.say("虚构省", "Invented province"), files, FOLDER / "invented.db"),
        (console.say("浙江示例", "Zhejiang sample"), Path(zhejiang.__file__).parent,
         FOLDER / "zhejiang.db"),
    ]  # fmt: skip
    bodies = {}
    for title, folder, path in made:
        bodies[path.stem] = _one(console, title, folder, path)
        bodies[path.stem]["report"] = path.with_suffix(".html").as_posix()
    if console.as_json:
        console.document(bodies)
        return 0
    console.line()
    console.line(console.say(
        "接着看：chuangpu metrics --store demo/zhejiang.db --center ctr:modern-textile",
        "next: chuangpu metrics --store demo/zhejiang.db --center ctr:modern-textile",
    ))  # fmt: skip
    for body in bodies.values():
        console.line(console.say("报告：", "report: ") + body["report"])
    for body in bodies.values():
        console.line(f"digest: {body['digest']}")
    return 0


def _one(console: Console, title: str, folder: Path, path: Path) -> dict[str, Any]:
    store = open_store(path.as_posix(), create=True)
    try:
        with console.progress(title) as advance:
            report = build(store, [folder], progress=advance)
        snapshot = open_snapshot(store)
        tracer = Tracer(snapshot, store)
        cards = compute_cards(snapshot)
        metrics = cards_body(tracer, cards)
        window = cards[0].scope.window
        gaps = gaps_body(tracer, find_gaps(snapshot, window=window), window)
        loaded = report_body(report, store, console.lang, write=True)
        invented = holds_invented(store)
        write(path.with_suffix(".html"), province_report(snapshot, store, console.lang).encode())
    finally:
        store.close()
    lists = top_lists(gaps)
    if not console.as_json:
        console.heading(f"━━ {title} ━━")
        print_mark(console, invented=invented)
        if not invented:
            console.line(console.say(
                "示例数据：据公开报道整理，未经机构确认",
                "Sample: compiled from public reports, not confirmed by the institutions",
            ))  # fmt: skip
        print_report(console, report, loaded)
        print_matrix(console, metrics)
        province = next(one for one in metrics["scopes"] if one["id"] == PROVINCE)
        print_scope(console, province, metrics["window"])
        for name in LISTS:
            print_list(console, name, lists[name][:_TOP], len(lists[name]))
    return {
        "digest": metrics["digest"], "files": loaded["files"], "totals": loaded["totals"],
        "metrics": metrics, "invented": invented,
        **{name: lists[name][:_TOP] for name in LISTS},
    }  # fmt: skip


def top_lists(gaps: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The three lists over all chains, each ordered as inside a chain."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}
    for chain in gaps["chains"]:
        for name in LISTS:
            found[name] += [{**gap, "chain": chain["name"]} for gap in chain[name]]
    found["breaks"].sort(
        key=lambda g: (-g["design_value_at_risk"], -g["descendants"], g["segment"])
    )
    found["exposures"].sort(key=lambda g: (-g["exposure"], -g["descendants"], g["segment"]))
    found["to_verify"].sort(key=_verify_order)
    return found


def _verify_order(gap: dict[str, Any]) -> tuple[bool, int, str]:
    choke = gap["chokepoint"]
    urgent = choke["says_a_source"] and not choke["reported_broken"]
    return (not urgent, -gap["descendants"], gap["segment"])
