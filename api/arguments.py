"""Arguments of commands: their types, and argparse's complaints in both languages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable

from api.gate import host_name
from graph.ecosystem.counting import Window
from graph.errors import UsageError, did_you_mean

PORTS = (0, 65535)


def positive(text: str) -> int:
    """A count of one or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"应为 1 以上的整数，不是 {text!r} / should be a whole number from 1 on, not {text!r}"
        )
    return int(text)


def window(text: str) -> Window:
    """Years as ``Y0-Y1``."""
    try:
        return Window.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"年份窗口应为 Y0-Y1（如 2021-2025），不是 {text!r} / "
            f"years should be Y0-Y1 such as 2021-2025, not {text!r}"
        ) from None


def port(text: str) -> int:
    """A port of TCP, 0 for any that is free."""
    first, last = PORTS
    if not text.isdecimal() or not first <= int(text) <= last:
        raise argparse.ArgumentTypeError(
            f"端口应在 {first}–{last} 之间，不是 {text!r} / "
            f"a port is between {first} and {last}, not {text!r}"
        )
    return int(text)


def host(text: str) -> str:
    """A name by which a server is called."""
    name = host_name(text)
    if not name or re.search(r"[\s/@*]", text):
        raise argparse.ArgumentTypeError(
            f"应为主机名，例如 atlas.example.org，不是 {text!r} / "
            f"should be the name of a host such as atlas.example.org, not {text!r}"
        )
    return name


_PLACE = re.compile(r"argument (?P<place>.+?): (?P<rest>.*)", re.DOTALL)
_CHOICE = re.compile(  # a guess stands in it from Python 3.15 on; ours is said instead
    r"invalid choice: (?P<word>.*?)(?:, maybe you meant .*\?)? \(choose from (?P<known>.*)\)",
    re.DOTALL,
)
# What argparse says -> what we say, with the groups of the pattern in place.
_WORDINGS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), zh, en)
    for pattern, zh, en in (
        (r"the following arguments are required: (.*)", r"还缺 \1", r"missing: \1"),
        (r"one of the arguments (.*) is required", r"\1 须有其一", r"one of \1 is needed"),
        (r"unrecognized arguments: (.*)", r"不认识 \1", r"unknown: \1"),
        (r"expected one argument", "后面要有一个值", "needs a value after it"),
        (
            r"expected (?:at least one argument|\d+ arguments?)",
            "后面要有值",
            "needs values after it",
        ),
        (r"not allowed with argument (.*)", r"不能与 \1 同用", r"not together with \1"),
        (r"ignored explicit argument '?(.*?)'?", r"不带值，多了 \1", r"takes no value, found \1"),
        (r"invalid int value: (.*)", r"应为整数，不是 \1", r"should be a whole number, not \1"),
        (r"invalid \w+ value: (.*)", r"不能是 \1", r"cannot be \1"),
    )
)


def usage_error(message: str, program: str, commands: Iterable[str]) -> UsageError:
    """A complaint of argparse in words of both languages, with the remedy.

    ``commands`` are the words that may follow ``program``; offered when one is missing.
    """
    found = _PLACE.fullmatch(message)
    place, rest = (found["place"], found["rest"]) if found else ("", message)
    remedy = f"见 {program} --help / see {program} --help"
    choice = _CHOICE.fullmatch(rest)
    if choice:
        word = choice["word"].strip("'\"")
        known = [one.strip("'\" ") for one in choice["known"].split(",")]
        zh, en = f"没有 {word}", f"there is no {word}"
        remedy = did_you_mean(word, known) or remedy
    else:
        zh, en = _worded(rest)
        listed = ", ".join(commands)
        if listed and rest.startswith("the following arguments are required"):
            remedy = f"可用：{listed}（{program} --help） / one of: {listed} ({program} --help)"
    if place:
        zh, en = f"{place}：{zh}", f"{place}: {en}"
    return UsageError(f"{zh} / {en}", remedy)


def _worded(text: str) -> tuple[str, str]:
    for pattern, zh, en in _WORDINGS:
        found = pattern.fullmatch(text)
        if found:
            return found.expand(zh), found.expand(en)
    zh, bar, en = text.partition(" / ")  # a type of ours has said it already
    return (zh, en) if bar else (text, text)


def refuse_undecodable(arguments: argparse.Namespace) -> None:
    """Raise UsageError for a word that is no UTF-8; names of files may hold any bytes."""
    for name, value in vars(arguments).items():
        if isinstance(value, str) and not _is_text(value):
            shown = value.encode("utf-8", "replace").decode("utf-8")
            raise UsageError(
                f"{name} 不是 UTF-8 文字：{shown} / {name} is no UTF-8 text: {shown}",
                "在 UTF-8 的终端里重新输入 / type it again in a terminal that speaks UTF-8",
            )


def _is_text(value: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in value)
