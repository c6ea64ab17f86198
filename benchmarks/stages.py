"""Runs pieces of work in forked children and tells their time and peak memory, line by line."""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

Value = dict[str, Any]
_FORK = multiprocessing.get_context("fork")


def peak_mb() -> float:
    """Peak resident memory of this process; a forked child starts at what it inherits."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def emit(stage: str, **found: Any) -> None:
    """One JSON line for the process that collects."""
    print(json.dumps({"stage": stage, **found}, ensure_ascii=False), flush=True)


def measured(
    stage: str, work: Callable[[], Any], tell: Callable[[Any], Value] | None = None
) -> Any:
    """Do it here, once; emit seconds and peak memory, and what ``tell`` says of the result."""
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    peak = peak_mb()
    emit(stage, seconds=seconds, peak_mb=peak, **(tell(result) if tell else {}))
    return result


def forked(work: Callable[[], Any]) -> None:
    """Do it in a forked child without a limit: the child may measure, fork on and end."""
    sys.stdout.flush()
    child = _FORK.Process(target=work)
    child.start()
    child.join()
    if child.exitcode:
        emit("failed", note=f"exit code {child.exitcode}")


def stage(
    name: str,
    work: Callable[[], Any],
    tell: Callable[[Any], Value] | None = None,
    *,
    limit: float | None = None,
) -> None:
    """Measure in a forked child; when ``limit`` seconds pass, end it and say so."""
    sys.stdout.flush()
    child = _FORK.Process(target=measured, args=(name, work, tell))
    child.start()
    child.join(limit)
    if child.is_alive():
        child.kill()
        child.join()
        emit(name, unfinished=limit)
    elif child.exitcode:
        emit(name, failed=child.exitcode)
