"""What a reader gives: a table of rows that know where they stand."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One record. ``number`` is the row a spreadsheet shows; ``surplus`` are cells beyond
    the header, ``missing`` whether the row is shorter than the header."""

    number: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...] = ()
    missing: bool = False


@dataclass(frozen=True)
class Table:
    """One sheet or text file, opened: header known, rows still to be read."""

    file: str
    sheet: str | None
    encoding: str
    sha256: str
    header: tuple[str, ...]
    header_row: int
    rows: Iterator[Row]
    close: Callable[[], None]
    skipped: list[int]  # one counter: rows that are no records

    @functools.cached_property
    def key(self) -> tuple[str, str | None]:
        """File and sheet: rows are numbered within it."""
        return self.file, self.sheet
