"""Shared stores: the sample and the invented province, loaded once per run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.cli import main
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


class Done(NamedTuple):
    """What a command gave; ``body`` is its one JSON document."""

    status: int
    out: str
    err: str

    @property
    def body(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def chuangpu(tmp_path, monkeypatch, capsys):
    """Runs one command in this process, in an empty folder and without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CHUANGPU_STORE", raising=False)
    monkeypatch.delenv("CHUANGPU_LANG", raising=False)

    def run(*words):
        try:
            status = main([*map(str, words)])
        except SystemExit as stop:
            status = stop.code
        return Done(status, *capsys.readouterr())

    return run


@pytest.fixture
def ask(chuangpu):
    """The same with ``--json``."""
    return lambda *words: chuangpu(*words, "--json")


@pytest.fixture
def data(tmp_path):
    """An empty folder for tables, inside the folder that commands run in."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder
