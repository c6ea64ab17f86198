"""Shared stores: the sample and the invented province, loaded once per run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.cli import main
from graph.records import TYPE, FileVersion, Provenance, statement
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


def snapshot_of(nodes, relations=(), facts=()):
    """A snapshot of a few statements.

    ``nodes``: {id: (type, properties)}; ``relations``: (subject, type, object, qualifiers), where
    ``year`` means a start; ``facts``: (subject, name, value, qualifiers).
    """
    said = []
    for key, (kind, properties) in nodes.items():
        said += [statement(key, TYPE, kind, "d"), statement(key, "name", key, "d")]
        said += [statement(key, name, value, "d") for name, value in properties.items()]
    for subject, kind, other, told in relations:
        year = {"start": {"date": str(told["year"])}} if "year" in told else {}
        kept = {name: value for name, value in told.items() if name != "year"} | year
        said.append(statement(subject, kind, other, "d", qualifiers=kept, relation=True))
    said += [statement(s, name, value, "d", qualifiers=told) for s, name, value, told in facts]
    store = MemoryStore()
    session = store.begin()
    version = FileVersion("d", "f.csv", None, "0", "m")
    for row, one in enumerate(said, 2):
        session.add(version, one, Provenance("f.csv", None, row))
    session.commit(["f.csv"], {})
    return Snapshot.take(store)


@pytest.fixture(scope="session")
def small():
    """Makes a snapshot of a few statements."""
    return snapshot_of


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
