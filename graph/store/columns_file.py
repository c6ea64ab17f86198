"""Columns of a store in one file, so that a snapshot opens without reading the statements again.

The file stands beside the store and carries the version of the store it was made from; one that
does not fit, or cannot be read, is as good as none. It is never needed, only quick.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from graph.store.base import Columns, Places

_LAYOUT = 2
_ARRAYS = ("subject", "predicate", "object", "qualifier", "dataset")
_LISTS = ("entities", "predicates", "qualifiers", "datasets")
_PLACES = ("start", "version", "row", "citation")
_NONE = "\x01"  # stands for no value; JSON text holds no control character


def load_columns(path: Path, version: str) -> Columns | None:
    """The columns of a version of the store, or None."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["store"]) != version or int(stored["layout"]) != _LAYOUT:
                return None
            columns = Columns(
                entities=_texts(stored["entities"].tobytes()),
                predicates=_texts(stored["predicates"].tobytes()),
                qualifiers=_texts(stored["qualifiers"].tobytes()),
                datasets=_texts(stored["datasets"].tobytes()),
                subject=stored["subject"],
                predicate=stored["predicate"],
                object=stored["object"],
                qualifier=stored["qualifier"],
                dataset=stored["dataset"],
                values=[
                    None if text == _NONE else text for text in _texts(stored["values"].tobytes())
                ],
                id=stored["id"].view("V16").reshape(-1),
                places=Places(
                    _pairs(_texts(stored["places.files"].tobytes())),
                    _texts(stored["places.citations"].tobytes()),
                    *(stored[f"places.{name}"] for name in _PLACES),
                ),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return columns if len(columns.values) == len(columns.id) else None


def save_columns(path: Path, version: str, columns: Columns) -> None:
    """Write the columns whole or not at all; a folder that refuses is no error."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    contents: dict[str, Any] = {name: _bytes(getattr(columns, name)) for name in _LISTS}
    contents |= {name: getattr(columns, name) for name in _ARRAYS}
    contents["values"] = _bytes([_NONE if one is None else one for one in columns.values])
    contents["id"] = np.frombuffer(columns.id.tobytes(), dtype=np.uint8)
    places = columns.places
    contents["places.files"] = _bytes([one for pair in places.files for one in pair])
    contents["places.citations"] = _bytes(places.citations)
    contents |= {f"places.{name}": getattr(places, name) for name in _PLACES}
    contents |= {"store": np.array(version), "layout": np.array(_LAYOUT)}
    try:
        with part.open("wb") as stream:
            np.savez(stream, **contents)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)


def _bytes(texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Texts joined by a line break, with their number before. A file name that holds one
    makes the number wrong, and the columns are read from the store."""
    joined = "\n".join([str(len(texts)), *texts])
    return np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    return list(zip(texts[::2], texts[1::2], strict=True))


def _texts(content: bytes) -> list[str]:
    count, *found = content.decode("utf-8", "surrogatepass").split("\n")
    if int(count) != len(found):
        raise ValueError("the number of texts does not fit")
    return found
