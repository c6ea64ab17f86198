"""``python -m benchmarks --size 100k``: generate, measure both sides, print one table."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import Both, Found, page
from benchmarks.shape import Shape, shape_of
from benchmarks.ties import generate

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results")


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", default="100k", help="10k, 100k, 1m or a number of entities")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep files and store there")
    parser.add_argument("--limit", type=float, default=120, help="seconds per NetworkX value")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/SIZE.md")
    return parser.parse_args()


def collect(module: str, *arguments: str) -> Found:
    """Run one side as a process; its lines by stage, shown as they come."""
    found: Found = {}
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            found[told.pop("stage")] = told
            print(f"  {line.rstrip()}", file=sys.stderr)
    if process.returncode:
        sys.exit(f"{module} ended with code {process.returncode}")
    return found


def run(args: argparse.Namespace, shape: Shape, folder: Path) -> Both:
    """Generate into a folder and measure both sides, one after the other."""
    files, store = folder / "files", folder / "graph.db"
    for suffix in ("", "-wal", "-shm", "-snapshot"):
        Path(f"{store}{suffix}").unlink(missing_ok=True)
    start = time.perf_counter()
    generate(files, shape, args.seed)
    seconds = time.perf_counter() - start
    ours = collect("benchmarks.ours", str(files), str(store))
    theirs = collect("benchmarks.networkx_side", str(files), str(args.limit))
    server = collect("benchmarks.serving", str(store), str(args.seed))
    return Both(args.size, shape, args.limit, seconds, ours, theirs, server)


def main() -> None:
    """Parse the command line, run, print, and write if asked."""
    args = options()
    try:
        shape = shape_of(args.size)
    except ValueError as error:
        sys.exit(f"--size: {error}")
    if args.keep:
        text = page(run(args, shape, args.keep.resolve()))
    else:
        with tempfile.TemporaryDirectory(prefix="chuangpu-bench-") as folder:
            text = page(run(args, shape, Path(folder)))
    print(text)
    if args.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{args.size}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
