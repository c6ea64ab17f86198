"""``build`` and ``check``: files in, a report out."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from api.commands.files import write
from api.console import Console
from graph.errors import StoreError, UsageError
from graph.export import as_text
from graph.store import SqliteStore, Store, open_store
from loaders.build import Options, Report, build
from loaders.opening import tables_of
from loaders.problems import CODES, Problem

_SHOWN = 20
ROWS = ("read", "loaded", "merged", "flagged", "quarantined")
ROW_LABELS = {
    "read": ("读入", "read"), "loaded": ("载入", "loaded"), "merged": ("并入", "merged"),
    "flagged": ("标记", "flagged"), "quarantined": ("隔离", "quarantined"),
}  # fmt: skip


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``build`` and ``check``."""
    for name, zh, en in (
        ("build", "读文件，检查后写入库", "read files, check them, write them into the store"),
        ("check", "只检查，不写入", "do all but write"),
    ):
        parser = groups.add_parser(
            name, parents=[shared], help=say(zh, en), description=say(zh, en),
            epilog=say("例：", "example: ") + f"chuangpu {name} demo/invented-province --store my.db",
        )  # fmt: skip
        parser.add_argument(
            "paths", nargs="*" if name == "check" else "+", metavar="PATH", type=Path,
            help=say("文件或文件夹", "files or folders"),
        )  # fmt: skip
        parser.add_argument("--mapping", metavar="FILE.yaml", type=Path,
                            help=say("自己的映射", "a mapping of your own"))  # fmt: skip
        parser.add_argument("--source", metavar="NAME",
                            help=say("指定内置映射", "a bundled mapping by name"))  # fmt: skip
        parser.add_argument(
            "--encoding", metavar="NAME", help=say("文件编码", "encoding of the files")
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help=say(
                "有一行被标记或隔离就不写入", "write nothing if any row is flagged or quarantined"
            ),
        )
        parser.add_argument("--report", metavar="FILE.xlsx|FILE.json", type=Path,
                            help=say("另存报告", "also write the report to a file"))  # fmt: skip
        if name == "check":
            parser.add_argument("--codes", action="store_true",
                                help=say("列出全部问题代码", "list all problem codes"))  # fmt: skip
        parser.set_defaults(run=run_build if name == "build" else run_check)


def run_build(arguments: argparse.Namespace, console: Console) -> int:
    """Load files into the store; a store made for a refused build is not left behind."""
    tables_of(arguments.paths)  # nothing to read is refused before a store is made
    store = open_store(arguments.store, create=True)
    empty = store.data_version() == 0 and not store.loads()
    try:
        return _run(arguments, console, store, write=True)
    finally:
        untouched = empty and not store.loads()
        store.close()
        if untouched and isinstance(store, SqliteStore):
            store.path.unlink(missing_ok=True)


def run_check(arguments: argparse.Namespace, console: Console) -> int:
    """Check files against the store, or against an empty one."""
    if arguments.codes:
        return _codes(console)
    if not arguments.paths:
        raise UsageError("缺少 PATH / PATH is missing", "chuangpu check PATH…")
    try:
        store = open_store(arguments.store)
    except StoreError as error:
        if not error.missing:
            raise
        console.note(
            console.say("库还不存在，按空库检查", "no store yet: checked against an empty one")
        )
        store = open_store("memory:")
    try:
        return _run(arguments, console, store, write=False)
    finally:
        store.close()


def _codes(console: Console) -> int:
    if console.as_json:
        console.document({code: {"zh": zh, "en": en} for code, (zh, en) in CODES.items()})
    else:
        columns = (console.say("代码", "code"), "中文", "English")
        console.table(columns, [(code, zh, en) for code, (zh, en) in sorted(CODES.items())])
    return 0


def _run(arguments: argparse.Namespace, console: Console, store: Store, *, write: bool) -> int:
    if arguments.report and arguments.report.suffix not in (".xlsx", ".json"):
        raise UsageError(
            f"报告只能是 .xlsx 或 .json：{arguments.report} / "
            f"a report is .xlsx or .json, not {arguments.report}"
        )
    if arguments.report and not arguments.report.parent.is_dir():
        raise StoreError(
            f"没有文件夹 {arguments.report.parent} / there is no folder {arguments.report.parent}",
            "先建文件夹 / create it first",
        )
    options = Options(arguments.mapping, arguments.source, arguments.encoding, arguments.strict)
    with console.progress(console.say("读入", "reading")) as advance:
        report = build(store, arguments.paths, options, write=write, progress=advance)
    body = report_body(report, store, console.lang, write=write)
    if arguments.report:
        save_report(arguments.report, body)
    if console.as_json:
        console.document(body)
    else:
        print_report(console, report, body, write=write)
    failed = any(one.status == "refused" for one in report.files)
    return 1 if failed or (arguments.strict and not report.clean) else 0


def report_body(report: Report, store: Store, lang: str, *, write: bool) -> dict[str, Any]:
    """The report as CLI.md prints it."""
    info = store.info()
    there = write and bool(store.loads())  # a new store that got nothing is not left behind
    kept = there and not report.refused
    return {
        "store": store.url if there else None,
        "data_version": info.data_version if kept else None,
        "digest": info.digest if kept else None,
        "files": [
            {
                "file": one.file, "sheet": one.sheet, "source": one.source,
                "encoding": one.encoding, "status": one.status, "rows": one.rows,
                "skipped_rows": one.skipped_rows,
            }
            for one in report.files
        ],
        "totals": report.totals,
        "problems": [one.as_json(lang) for one in report.problems],
        "entities": report.entities, "relations": report.relations,
        "written": kept and report.written is not None,
    }  # fmt: skip


def save_report(path: Path, body: dict[str, Any]) -> None:
    """The report as a file, JSON or a workbook with one sheet of files and one of problems."""
    if path.suffix == ".json":
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1)
        write(path, (text + "\n").encode("utf-8"))
        return
    book = Workbook()
    files = book.create_sheet("files")
    book.remove(book.worksheets[0])
    files.append(["file", "sheet", "source", "encoding", "status", *ROWS, "skipped_rows"])
    for one in body["files"]:
        head = [one[key] for key in ("file", "sheet", "source", "encoding", "status")]
        files.append([_cell(x) for x in (*head, *(one["rows"].get(key, 0) for key in ROWS),
                                         one["skipped_rows"])])  # fmt: skip
    problems = book.create_sheet("problems")
    keys = ("file", "sheet", "row", "column", "value", "code", "severity", "message",
            "suggestion", "entity")  # fmt: skip
    problems.append(list(keys))
    for problem in body["problems"]:
        problems.append([_cell(problem[key]) for key in keys])
    content = io.BytesIO()
    book.save(content)
    write(path, content.getvalue())


def _cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula stays text."""
    if not isinstance(value, str):
        return value
    return as_text("".join(c for c in value if c.isprintable()))


def print_report(
    console: Console, report: Report, body: dict[str, Any], *, write: bool = True
) -> None:
    """Rows per file, problems, and what is in the store."""
    labels = [console.say(*ROW_LABELS[key]) for key in ROWS]
    head = [console.say("文件", "file"), console.say("映射", "mapping"),
            console.say("状态", "status"), *labels]  # fmt: skip
    read = [one for one in report.files if one.status != "skipped"]
    rows = [
        [one.file, one.source or "–", _status(console, one.status),
         *(one.rows.get(key, 0) for key in ROWS)]
        for one in read
    ]  # fmt: skip
    rows.append([console.say("合计", "total"), "", "", *(report.totals[key] for key in ROWS)])
    console.table(head, rows, right=range(3, 8))
    skipped = [one.file for one in report.files if one.status == "skipped"]
    if skipped:
        console.line(console.say("不是表格，未读：", "no tables, not read: ") + ", ".join(skipped))
    print_problems(console, report.problems)
    if body["entities"]:
        kinds = ", ".join(f"{kind} {n}" for kind, n in body["entities"].items())
        console.line(console.say("实体：", "entities: ") + kinds)
        console.line(
            console.say("关系：", "relations: ")
            + ", ".join(f"{kind} {n}" for kind, n in body["relations"].items())
        )
    if report.refused:
        console.line(
            console.say("--strict：有问题，未写入", "--strict: problems found, nothing written")
        )
    elif body["digest"]:
        if not body["written"]:
            console.line(console.say("没有新内容，库未变", "nothing new, the store is unchanged"))
        console.line(f"{body['store']}  data_version {body['data_version']}  {body['digest']}")
    elif write and body["store"] is None:
        console.line(console.say("没有可写的内容，没有建库", "nothing to write, no store was made"))


def _status(console: Console, status: str) -> str:
    words = {
        "loaded": ("全部", "loaded"), "partly": ("有问题", "partly"), "refused": ("拒收", "refused"),
    }  # fmt: skip
    return console.say(*words[status]) if status in words else status


def print_problems(console: Console, problems: list[Problem]) -> None:
    """Problems one by one, those of a code that repeats summed up."""
    if not problems:
        return
    by_code: dict[str, list[Problem]] = {}
    for one in problems:
        by_code.setdefault(one.code, []).append(one)
    rows = []
    for code, found in sorted(by_code.items(), key=lambda item: (item[1][0].severity, item[0])):
        errors = [one for one in found if one.severity == "error"]
        for one in (errors or found)[: _SHOWN if errors else 3]:
            rows.append(_problem(console, one))
        left = len(found) - min(len(errors or found), _SHOWN if errors else 3)
        if left > 0:
            rows.append(("", "", "", code, console.say(f"……另有 {left} 处", f"… {left} more"), ""))
    head = [console.say(*pair) for pair in (
        ("文件", "file"), ("行", "row"), ("列", "column"), ("代码", "code"), ("问题", "problem"),
        ("怎么办", "remedy"),
    )]  # fmt: skip
    title = console.say(
        "问题（全部：--json 或 --report）", "problems (all of them: --json or --report)"
    )
    console.table(head, rows, right=[1], title=title)


def _problem(console: Console, one: Problem) -> tuple[Any, ...]:
    text = one.zh if console.lang == "zh" else one.en
    remedy = one.suggestion_zh if console.lang == "zh" else one.suggestion_en
    value = f"（{one.value}）" if one.value and one.value not in text else ""
    return (one.file, one.row, one.column, one.code, text + value, remedy)
