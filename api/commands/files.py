"""``report`` and ``export``: files to mail and to open in other tools."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.console import Console
from graph.errors import StoreError, UsageError, reason_of
from graph.export import FORMATS, export
from graph.report.html import center_report, chain_report, province_report
from graph.snapshot import open_snapshot
from graph.store import open_store
from graph.store.base import holds_invented

_SQLITE = b"SQLite format 3"  # how a store begins


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``report`` and ``export``."""
    report = groups.add_parser(
        "report", parents=[shared], help=say("单文件网页报告", "a report as one HTML file"),
        epilog=say("例：", "example: ") + "chuangpu report --store demo/zhejiang.db -o report.html",
    )  # fmt: skip
    what = report.add_mutually_exclusive_group()
    what.add_argument("--center", metavar="ID", help=say("一个中心", "one center"))
    what.add_argument("--chain", metavar="ID", help=say("一条产业链", "one chain"))
    report.add_argument("--format", choices=("html",), default="html")
    report.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    report.set_defaults(run=run_report)
    out = groups.add_parser(
        "export", parents=[shared], help=say("导出给其他软件", "export for other tools"),
        epilog=say("例：", "example: ")
        + "chuangpu export --store demo/zhejiang.db --format gexf -o graph.gexf",
    )  # fmt: skip
    out.add_argument("--format", metavar="NAME", help=say("格式", "format"))
    out.add_argument("--formats", action="store_true", help=say("列出格式", "list the formats"))
    out.add_argument("-o", "--output", metavar="FILE", type=Path, help=say(
        "文件；csv 为 .zip 或文件夹", "file; for csv a .zip or a folder"))  # fmt: skip
    out.set_defaults(run=run_export)


def run_report(arguments: argparse.Namespace, console: Console) -> int:
    """Write one HTML file."""
    store = open_store(arguments.store)
    try:
        snapshot = open_snapshot(store)
        if arguments.center:
            text = center_report(snapshot, store, arguments.center, console.lang)
        elif arguments.chain:
            text = chain_report(snapshot, store, arguments.chain, console.lang)
        else:
            text = province_report(snapshot, store, console.lang)
    finally:
        store.close()
    write(arguments.output, text.encode("utf-8"))
    return _written(console, arguments.output, snapshot.digest)


def run_export(arguments: argparse.Namespace, console: Console) -> int:
    """Write the graph in a format."""
    if arguments.formats:
        if console.as_json:
            console.document({name: suffix for name, (_, suffix, _) in FORMATS.items()})
        else:
            console.table(
                (console.say("格式", "format"), console.say("后缀", "suffix"), "media type"),
                [(name, suffix, media) for name, (_, suffix, media) in FORMATS.items()],
            )
        return 0
    if not arguments.format or not arguments.output:
        raise UsageError(
            "缺少 --format 或 -o / --format or -o is missing",
            "chuangpu export --store demo/zhejiang.db --format gexf -o graph.gexf",
        )
    into_folder = arguments.format == "csv" and _is_folder(arguments.output)
    store = open_store(arguments.store)
    try:
        snapshot = open_snapshot(store)
        content = export(snapshot, arguments.format, invented=holds_invented(store))
    finally:
        store.close()
    if into_folder:
        _unpack(content, arguments.output)
    else:
        write(arguments.output, content)
    return _written(console, arguments.output, snapshot.digest)


def _is_folder(path: Path) -> bool:
    """Whether tables go into a folder (one that is there, or a name without suffix), not a zip.

    Raises
    ------
    UsageError
        The name is that of one file of another kind: there are two tables.
    """
    suffix = path.suffix.lower()
    if path.is_dir() or not suffix:
        return True
    if suffix != ".zip":
        other, folder = path.with_suffix(".zip").as_posix(), path.with_suffix("").as_posix()
        raise UsageError(
            f"csv 是两张表，放不进 {path} / csv is two tables, which do not fit into {path}",
            f"用 -o {other}，或写进文件夹 -o {folder} / use -o {other}, or a folder: -o {folder}",
        )
    return False


def _unpack(content: bytes, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            write(folder / name, archive.read(name))


def write(path: Path, content: bytes) -> None:
    """Write a file, or say why it cannot be written."""
    try:
        if path.is_file():
            with path.open("rb") as stream:
                if stream.read(len(_SQLITE)) == _SQLITE:
                    raise UsageError(
                        f"{path} 是一个库，不覆盖 / {path} is a store and is not overwritten",
                        "换一个文件名 / choose another file name",
                    )
        path.write_bytes(content)
    except OSError as error:
        zh, en = reason_of(error)
        raise StoreError(
            f"写不了 {path}（{zh}） / cannot write {path} ({en})",
            "检查文件夹和权限 / check folder and permissions",
        ) from error


def _written(console: Console, path: Path, digest: str) -> int:
    if console.as_json:
        console.document({"file": path.as_posix(), "digest": digest})
    else:
        console.line(path.as_posix())
    return 0
