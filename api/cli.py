"""The command ``chuangpu``: parse, call, print."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from api.arguments import refuse_undecodable, usage_error
from api.commands import data, demo, files, gaps, lookup, metrics, serve, stores
from api.console import LANGUAGES, Console
from graph.errors import EcosystemError, StoreError, UsageError, reason_of

DEFAULT_STORE = "chuangpu.db"
PIPE_CLOSED = 141
"""What shells report for a program whose reader has gone (128 + SIGPIPE)."""
Command = Callable[[argparse.Namespace, Console], int]


class _Parser(argparse.ArgumentParser):
    """Wrong usage is a `UsageError` in words of ours, for the console to print."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        commands = [
            name
            for action in self._actions
            if isinstance(action, argparse._SubParsersAction)
            for name in action.choices
        ]
        raise usage_error(message, self.prog, commands)


def language(argv: Sequence[str]) -> str:
    """``--lang``, else ``CHUANGPU_LANG``, else zh: read first, so that help speaks it."""
    found = os.environ.get("CHUANGPU_LANG", "zh")
    for i, word in enumerate(argv):
        if word.startswith("--lang="):
            found = word.partition("=")[2]
        elif word == "--lang" and i + 1 < len(argv):
            found = argv[i + 1]
    return found if found in LANGUAGES else "zh"


def build_parser(lang: str) -> argparse.ArgumentParser:
    """The whole command line in one language."""

    def say(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    shared = _Parser(add_help=False)
    shared.add_argument(
        "--store", metavar="URL", default=argparse.SUPPRESS,
        help=say("库：sqlite:路径、普通路径或 memory:", "store: sqlite:PATH, a plain path or memory:"),
    )  # fmt: skip
    shared.add_argument(
        "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("语言", "language")
    )
    shared.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS,
        help=say("只输出一个 JSON 文档", "print one JSON document"),
    )  # fmt: skip
    parser = _Parser(
        prog="chuangpu", parents=[shared],
        description=say("区域创新生态知识图谱", "Knowledge graph of a regional innovation ecosystem"),
        epilog=say("第一次使用：chuangpu demo", "First run: chuangpu demo"),
    )  # fmt: skip
    groups = parser.add_subparsers(
        dest="command", required=True, metavar=say("命令", "COMMAND"),
        title=say("命令", "commands"), parser_class=_Parser,
    )  # fmt: skip
    for module in (demo, data, lookup, metrics, gaps, files, serve, stores):
        module.register(groups, shared, say)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused or failed, 2 wrong usage, 141 nobody reads on."""
    words = [_decoded(word) for word in (sys.argv[1:] if argv is None else argv)]
    lang = language(words)
    console = Console(lang, as_json="--json" in words)
    try:
        try:
            return _run(words, console)
        finally:
            console.out.flush()  # a reader that has gone is noticed here, not at exit
    except BrokenPipeError:
        # The reader of our output has gone: nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def _run(words: list[str], console: Console) -> int:
    try:
        arguments = build_parser(console.lang).parse_args(words)
        refuse_undecodable(arguments)
        arguments.store_given = hasattr(arguments, "store")
        if not arguments.store_given:
            arguments.store = os.environ.get("CHUANGPU_STORE") or DEFAULT_STORE
        arguments.json = getattr(arguments, "json", False)
        command: Command = arguments.run
        return command(arguments, console)
    except UsageError as error:
        console.fail(error)
        return 2
    except EcosystemError as error:
        console.fail(error)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        zh, en = reason_of(error)
        name = error.filename or ""
        console.fail(StoreError(
            f"{name}：{zh} / {name}: {en}" if name else f"{zh} / {en}",
            "检查路径、权限和磁盘空间 / check the path, its permissions and the disk",
        ))  # fmt: skip
        return 1
    except KeyboardInterrupt:
        console.note(console.say("已中断，未写入", "interrupted, nothing written"))
        return 1


def _decoded(word: str) -> str:
    """An argument as text, also where the locale could not decode it.

    A byte that is no UTF-8 stays a surrogate, so that a file of that name is still found.
    """
    try:
        return os.fsencode(word).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return word


def run() -> Any:
    """Entry point of the installed script."""
    sys.exit(main())
