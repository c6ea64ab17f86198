"""``python -m benchmarks.structure``: the metrics of structure beside igraph and NetworkX.

Draws an invented ecosystem, computes the three cards and each heavy metric alone, prints one page.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.__main__ import RESULTS, collect
from benchmarks.ecosystem import LEAST
from benchmarks.shape import shape_of
from benchmarks.structure_page import Run, page


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.structure", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--actors", type=int, default=100_000)
    size.add_argument("--size", help="actors as 10k, 100k, 1m")
    parser.add_argument("--ties", type=int, help="tied pairs; five for each actor")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument(
        "--limit", type=float, default=120, help="seconds per igraph or NetworkX value; 0: without"
    )
    parser.add_argument(
        "--write", action="store_true", help="write benchmarks/results/structure-SIZE.md"
    )
    found = parser.parse_args(arguments)
    if found.size:
        try:
            found.actors = shape_of(found.size).entities
        except ValueError as error:
            parser.error(f"--size: {error}")
    found.ties = found.ties or 5 * found.actors
    if found.actors < 500 or found.ties < LEAST * found.actors:
        parser.error(f"at least 500 actors and {LEAST} ties for each")
    return found


def measure(actors: int, ties: int, seed: int, limit: float) -> Run:
    """Everything in processes of its own, one after the other."""
    found = collect("benchmarks.sides", *map(str, (actors, ties, seed, limit)))
    return Run(actors, ties, limit, found)


def named(actors: int) -> Path:
    """The file of a size: structure-100k.md."""
    for unit, letter in ((1_000_000, "m"), (1_000, "k")):
        if actors % unit == 0:
            return RESULTS / f"structure-{actors // unit}{letter}.md"
    return RESULTS / f"structure-{actors}.md"


def main() -> None:
    """Parse the command line, run, print, and write if asked."""
    args = options()
    text = page(measure(args.actors, args.ties, args.seed, args.limit))
    sys.stdout.write(text)
    if args.write:
        RESULTS.mkdir(exist_ok=True)
        named(args.actors).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
