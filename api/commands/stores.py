"""``store``: what is in it, its loads, taking back, copying, checking."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.console import Console
from graph.errors import StoreError, UsageError
from graph.records import LoadRecord
from graph.store import SqliteStore, Store, open_store
from graph.store.base import StoreInfo


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``store`` with its verbs."""
    parser = groups.add_parser("store", parents=[shared], help=say("管理库", "look after the store"),
                               epilog=say("例：", "example: ") 
                               + "chuangpu store info --store demo/zhejiang.db")  # fmt: skip
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=say("动作", "VERB"))
    for name, zh, en, run in (
        ("info", "版本、摘要、事实数、数据集", "version, digest, facts, datasets", run_info),
        ("loads", "每次装载", "each load", run_loads),
        ("check", "检查库是否完好", "check that the store is sound", run_check),
    ):
        one = verbs.add_parser(name, parents=[shared], help=say(zh, en))
        one.set_defaults(run=run)
    undo = verbs.add_parser("undo-load", parents=[shared], help=say(
        "撤回一次装载独有的内容", "take back what only that load said"))  # fmt: skip
    undo.add_argument("number", type=int, metavar="N")
    undo.set_defaults(run=run_undo)
    copy = verbs.add_parser("copy", parents=[shared], help=say(
        "整库复制（备份）", "copy a whole store (the backup)"))  # fmt: skip
    copy.add_argument("source", metavar="FROM")
    copy.add_argument("target", metavar="TO")
    copy.set_defaults(run=run_copy)
    for name, zh, en in (
        ("withdraw", "撤回一个数据集", "take a dataset out of force"),
        ("restore", "恢复一个数据集", "bring a dataset back"),
    ):
        one = verbs.add_parser(name, parents=[shared], help=say(zh, en))
        one.add_argument("dataset", metavar="DATASET")
        one.set_defaults(run=run_withdraw if name == "withdraw" else run_restore)


def run_info(arguments: argparse.Namespace, console: Console) -> int:
    """Print what the store holds."""
    store = open_store(arguments.store)
    try:
        info = store.info()
        entities, relations = store.counts()
        sources = [{**asdict(one), "withdrawn": gone} for one, gone in store.datasets().values()]
    finally:
        store.close()
    body = {**_info(info), "entities": entities, "relations": relations, "sources": sources}
    if console.as_json:
        console.document(body)
        return 0
    rows = [(console.say(zh, en), body[key]) for key, zh, en in (
        ("url", "库", "store"), ("data_version", "数据版本", "data version"),
        ("digest", "摘要", "digest"), ("facts", "事实", "facts"))]  # fmt: skip
    rows += [(kind, n) for kind, n in (*entities.items(), *relations.items())]
    console.table((console.say("项", "item"), console.say("值", "value")), rows)
    head = [console.say(*pair) for pair in (
        ("数据集", "dataset"), ("名称", "title"), ("许可", "licence"), ("采集日", "retrieved"),
        ("虚构", "invented"), ("状态", "state"))]  # fmt: skip
    console.table(head, [
        (one["name"], one["title"].get(console.lang, ""), one["licence"], one["retrieved_on"],
         console.say("虚构", "invented") if one["invented"] else "",
         console.say("已撤回", "withdrawn") if one["withdrawn"] else console.say("有效", "in force"))
        for one in sources
    ])  # fmt: skip
    return 0


def _info(info: StoreInfo) -> dict[str, Any]:
    keys = ("url", "kind", "data_version", "digest", "facts")
    return {key: getattr(info, key) for key in keys}


def run_loads(arguments: argparse.Namespace, console: Console) -> int:
    """Print the list of loads."""
    store = open_store(arguments.store)
    try:
        loads = store.loads()
    finally:
        store.close()
    if console.as_json:
        console.document({"loads": [_load(one) for one in loads]})
        return 0
    head = [console.say(*pair) for pair in (
        ("编号", "number"), ("时间", "time"), ("种类", "kind"), ("对象", "of"), ("读入", "read"),
        ("载入", "loaded"), ("标记", "flagged"), ("隔离", "quarantined"), ("之后的摘要", "digest after"),
        ("状态", "state"))]  # fmt: skip
    console.table(head, [
        (one.number, one.time, one.kind, one.target or console.say(
            f"{len(one.files)} 个文件", f"{len(one.files)} files"),
         *(one.counts.get(key, "") for key in ("read", "loaded", "flagged", "quarantined")),
         one.digest_after[:12], console.say("已撤回", "undone") if one.undone else "")
        for one in loads
    ], right=[0, 4, 5, 6, 7])  # fmt: skip
    return 0


def _load(one: LoadRecord) -> dict[str, Any]:
    return {**asdict(one), "files": list(one.files), "counts": dict(one.counts)}


def _change(
    arguments: argparse.Namespace, console: Console, act: Callable[[Store], LoadRecord]
) -> int:
    """Change what is in force, and say what came of it."""
    store = open_store(arguments.store)
    try:
        record, info = act(store), store.info()
    finally:
        store.close()
    if console.as_json:
        console.document(
            {**_load(record), "data_version": info.data_version, "digest": info.digest}
        )
    else:
        console.line(console.say(
            f"第 {record.number} 次：{record.kind} {record.target}，数据版本 {info.data_version}",
            f"load {record.number}: {record.kind} {record.target}, data version {info.data_version}",
        ))  # fmt: skip
        console.line(f"digest: {info.digest}")
    return 0


def run_undo(arguments: argparse.Namespace, console: Console) -> int:
    """Take a load back."""
    return _change(arguments, console, lambda store: store.undo_load(arguments.number))


def run_withdraw(arguments: argparse.Namespace, console: Console) -> int:
    """Take a dataset out of force."""
    return _change(arguments, console, lambda store: store.withdraw(arguments.dataset))


def run_restore(arguments: argparse.Namespace, console: Console) -> int:
    """Bring a dataset back into force."""
    return _change(arguments, console, lambda store: store.restore(arguments.dataset))


def run_check(arguments: argparse.Namespace, console: Console) -> int:
    """Check the store's own bookkeeping."""
    store = open_store(arguments.store)
    try:
        problems = store.check()
        digest = store.info().digest
    finally:
        store.close()
    if console.as_json:
        console.document({"problems": problems, "sound": not problems, "digest": digest})
    else:
        for problem in problems:
            console.line(console.both(problem))
        if not problems:
            console.line(console.say("库完好", "the store is sound"))
    return 1 if problems else 0


def run_copy(arguments: argparse.Namespace, console: Console) -> int:
    """Copy one SQLite store into a new file, safe beside a writer."""
    source = open_store(arguments.source)
    try:
        if not isinstance(source, SqliteStore) or arguments.target == "memory:":
            raise UsageError(
                "store copy 现在只在 sqlite 库之间复制 / store copy works between sqlite stores",
                "chuangpu store copy sqlite:A sqlite:B",
            )
        target = Path(arguments.target.removeprefix("sqlite:"))
        if target.exists():
            raise StoreError(
                f"{target} 已存在 / {target} exists already",
                "换一个文件名，或先移走它 / choose another name, or move it away first",
            )
        source.backup(target)
        copied = SqliteStore(target, create=False)
        try:
            same = copied.info().digest == source.info().digest
            body = {**_info(copied.info()), "equal": same}
        finally:
            copied.close()
    finally:
        source.close()
    if console.as_json:
        console.document(body)
    else:
        console.line(console.say("已复制，摘要相同", "copied, digests are equal") if same else console.say(
            "已复制；复制期间原库又有写入", "copied; the source was written meanwhile"))  # fmt: skip
        console.line(f"digest: {body['digest']}")
    return 0
