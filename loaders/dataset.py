"""What a folder of files is: ``dataset.yaml`` beside them, or sensible defaults."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from graph.errors import MappingError, did_you_mean
from graph.records import Dataset
from loaders.yaml_file import read_yaml

MANIFEST = "dataset.yaml"
_KEYS = {"dataset", "title", "licence", "url", "retrieved_on", "invented", "note"}


@dataclass(frozen=True)
class Manifest:
    """A dataset and the day up to which its facts can speak (ISO)."""

    dataset: Dataset
    horizon: str


def read_manifest(folder: Path, default: str, root: Path | None = None) -> Manifest:
    """The dataset of a folder: its own ``dataset.yaml``, else that of the nearest folder above it,
    up to ``root``.

    Without ``dataset.yaml`` the name is ``default``, the data count as real, and the horizon for
    future dates is today.

    Raises
    ------
    MappingError
        The file is not readable, or holds unknown keys.
    """
    path = folder / MANIFEST
    for above in folder.parents if root is not None and folder != root else ():
        if path.is_file() or (above != root and root not in above.parents):
            break
        path = above / MANIFEST
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    if not path.is_file():
        return Manifest(Dataset(default), today)
    body = read_yaml(path)
    if not isinstance(body, dict) or not body.get("dataset"):
        raise MappingError(
            f"{MANIFEST}：缺 dataset / {MANIFEST}: the key dataset is missing",
            "写上 dataset: 名称 / write dataset: NAME",
        )
    unknown = sorted(set(body) - _KEYS)
    if unknown:
        raise MappingError(
            f"{MANIFEST}：不认识的键 {', '.join(unknown)} / {MANIFEST}: unknown keys "
            f"{', '.join(unknown)}",
            did_you_mean(unknown[0], _KEYS),
        )
    title = body.get("title") or {}
    retrieved = str(body["retrieved_on"]) if body.get("retrieved_on") else None
    dataset = Dataset(
        str(body["dataset"]),
        title if isinstance(title, dict) else {"zh": str(title)},
        body.get("licence"),
        body.get("url"),
        retrieved,
        bool(body.get("invented", False)),
    )
    return Manifest(dataset, retrieved or today)
