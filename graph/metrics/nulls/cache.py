"""Null results on disk, named by the digest of everything that they depend on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graph.ecosystem.scope import Scope
from graph.metrics.nulls.run import Keys, Progress, Results, null_results
from graph.metrics.nulls.statistics import NullResult

_FORMAT = 2


def cached_null_results(
    scope: Scope,
    keys: Keys,
    *,
    digest: str,
    formulas: Mapping[str, str],
    samples: int,
    seed: int | None = None,
    cards: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    folder: Path | None = None,
) -> Results:
    """`null_results`, read from disk if they were computed before.

    Parameters
    ----------
    digest : str
        Of the snapshot that the scope is of.
    formulas : mapping
        The formula of each key: a metric that is defined anew is computed anew.
    folder : Path, optional
        By default `cache_folder`. If it cannot be written the results are given all the same; a
        file that cannot be read is written again.
    """
    start = scope.conventions.seed if seed is None else seed
    about = {
        "format": _FORMAT, "version": version("chuangpu"), "digest": digest, "scope": scope.id,
        "reading": scope.reading, "window": scope.window.years,
        "conventions": asdict(scope.conventions), "samples": samples, "seed": start,
        "keys": [
            [key, formulas.get(key), sorted(nulls), (cards or {}).get(key)]
            for key, (_, nulls) in sorted(keys.items())
        ],
    }  # fmt: skip
    name = hashlib.sha256(_written(about)).hexdigest()
    folder = cache_folder() if folder is None else folder
    path = None if folder is None else folder / f"nulls-{name}.json"
    found = None if path is None else _read(path, about)
    if found is None:
        found = null_results(
            scope, keys, samples=samples, seed=start, cards=cards, progress=progress
        )
        if path is not None:
            _write(path, _written({"about": about, "results": found}))
    return {key: found[key] for key in keys if key in found}


def cache_folder() -> Path | None:
    """``CHUANGPU_CACHE``, else ``chuangpu`` in ``XDG_CACHE_HOME`` or in ``~/.cache``.

    None where there is no home either: then nothing is kept.
    """
    own, shared = os.environ.get("CHUANGPU_CACHE"), os.environ.get("XDG_CACHE_HOME")
    if own:
        return Path(own)
    if shared and Path(shared).is_absolute():
        return Path(shared) / "chuangpu"
    try:
        return Path.home() / ".cache" / "chuangpu"
    except RuntimeError:
        return None


def _written(body: Any) -> bytes:
    text = json.dumps(
        body, ensure_ascii=False, sort_keys=True, allow_nan=False, indent=1, default=asdict
    )
    return text.encode() + b"\n"


def _read(path: Path, about: Mapping[str, Any]) -> Results | None:
    """The results of a file, or None if it is absent, corrupt or about something else."""
    try:
        body = json.loads(path.read_bytes())
        if _written(body["about"]) != _written(about):
            return None
        return {
            key: {null: NullResult(**one) for null, one in tests.items()}
            for key, tests in body["results"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(path: Path, content: bytes) -> None:
    """Put a whole file in place, or none; a folder that cannot be written is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
