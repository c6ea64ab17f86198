"""How the command line speaks: one language, one JSON document, or tables and one-line errors."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from rich import box
from rich.console import Console as RichConsole
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from graph.errors import EcosystemError, half

LANGUAGES = ("zh", "en")
_PLAIN_WIDTH = 110


class _Rich(RichConsole):
    """Leaves a closed pipe to the caller; the original ends the program with status 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Console:
    """Results on stdout, messages on stderr, both UTF-8 whatever the locale says."""

    def __init__(self, lang: str, *, as_json: bool = False) -> None:
        self.lang, self.as_json = lang, as_json
        self.out, self.err = _utf8(sys.stdout), _utf8(sys.stderr)
        width = None if self.out.isatty() else _PLAIN_WIDTH
        self._rich = _Rich(file=self.out, width=width, highlight=False, soft_wrap=False)
        self._notes = _Rich(file=self.err, highlight=False)

    def say(self, zh: str, en: str) -> str:
        """The text in the chosen language."""
        return zh if self.lang == "zh" else en

    def label(self, words: Any) -> str:
        """The label of a zh/en pair in the chosen language."""
        return str(words[self.lang])

    def both(self, text: str) -> str:
        """The half of a ``中文 / English`` message that fits the language."""
        return half(text, self.lang)

    def line(self, text: str = "") -> None:
        """One line on stdout, as it is."""
        self.out.write(_printable(text, cut=False) + "\n")
        self.out.flush()

    def heading(self, text: str) -> None:
        """A heading on stdout."""
        self._rich.print(f"\n[bold]{escape(_printable(text))}[/bold]")

    def note(self, text: str) -> None:
        """One line on stderr."""
        self.err.write(_printable(text, cut=False) + "\n")
        self.err.flush()

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        *,
        right: Sequence[int] = (),
        title: str | None = None,
    ) -> None:
        """A table; columns in ``right`` are aligned right. Text of data is never markup."""
        table = Table(
            box=box.SIMPLE_HEAD, title=escape(title) if title else None, title_justify="left",
            pad_edge=False, title_style="bold",
        )  # fmt: skip
        for i, name in enumerate(columns):
            table.add_column(
                escape(name), justify="right" if i in right else "left", overflow="fold"
            )
        for row in rows:
            table.add_row(*(escape(_printable(cell)) for cell in row))
        self._rich.print(table)

    def document(self, body: Any) -> None:
        """Exactly one JSON document on stdout."""
        json.dump(body, self.out, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
        self.out.write("\n")

    def fail(self, error: EcosystemError) -> None:
        """A refusal: one line on stderr, and with ``--json`` one document on stdout."""
        message, suggestion = self.both(error.message), self.both(error.suggestion)
        text = " ".join(f"{message}{'；' if self.lang == 'zh' else '; '}{suggestion}".split())
        self.note(text.strip("；; ") if suggestion else " ".join(message.split()))
        if self.as_json:
            self.document(
                {"error": {"code": error.code, "message": message, "suggestion": suggestion}}
            )

    @contextmanager
    def progress(self, title: str) -> Iterator[Any]:
        """A progress bar on stderr, on a terminal only; yields ``advance(label, done)``."""
        if not self.err.isatty():
            yield lambda label, done: None
            return
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"),
            TimeElapsedColumn(), console=self._notes, transient=True,
        )  # fmt: skip
        with bar:
            task = bar.add_task(title, total=None)
            yield lambda label, done: bar.update(task, description=escape(label), completed=done)


def _utf8(stream: TextIO) -> TextIO:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def _printable(cell: Any, *, cut: bool = True) -> str:
    """Text without control, direction and surrogate characters, cut at 300 characters."""
    text = "" if cell is None else str(cell)
    kept = "".join(c if c.isprintable() or c in "\n\u3000" else "�" for c in text)
    return kept[:300] + "…" if cut and len(kept) > 300 else kept
