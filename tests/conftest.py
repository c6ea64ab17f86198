"""Shared stores: the sample and the invented province, loaded once per run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.snapshot import Snapshot
from graph.store import MemoryStore
from loaders import zhejiang
from loaders.build import build
from loaders.invented import generate

SAMPLE = Path(zhejiang.__file__).parent


@dataclass
class Loaded:
    """A loaded folder. Read only: tests that write make their own."""

    folder: Path
    store: MemoryStore
    snapshot: Snapshot


def load_folder(folder: Path) -> Loaded:
    """Load a folder into a fresh memory store."""
    store = MemoryStore()
    build(store, [folder])
    return Loaded(folder, store, Snapshot.take(store))


@pytest.fixture(scope="session")
def sample():
    """The bundled sample of Zhejiang."""
    return load_folder(SAMPLE)


@pytest.fixture(scope="session")
def province(tmp_path_factory):
    """The invented province."""
    folder = tmp_path_factory.mktemp("province")
    generate(folder)
    return load_folder(folder)
