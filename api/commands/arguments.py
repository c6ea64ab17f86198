"""Types of arguments that several commands take."""

from __future__ import annotations

import argparse

from graph.ecosystem.counting import Window


def window(text: str) -> Window:
    """Years as ``Y0-Y1``."""
    try:
        return Window.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: Y0-Y1, 2021-2025") from None


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: 1, 2, 3 …")
    return int(text)
