"""The generated ecosystem of the benchmarks: it loads, it is as large as asked, it is marked."""

from __future__ import annotations

import csv
import dataclasses
import importlib
import sys
from pathlib import Path

import pytest

from graph.store.memory import MemoryStore
from loaders.build import build

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # benchmarks is not installed and pytest adds no path

shape = importlib.import_module("benchmarks.shape")
generate = importlib.import_module("benchmarks.ties").generate
SHAPE = shape.shape_of("1k")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("benchmark")
    generate(found, SHAPE)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_all_rows_load_and_the_counts_are_those_asked_for(folder):
    """No row is quarantined or flagged; a contract drawn twice is one relation."""
    report = build(MemoryStore(), [folder])

    assert report.clean, report.problems[:3]
    assert sum(report.entities.values()) == SHAPE.entities
    assert sum(report.relations.values()) == pytest.approx(SHAPE.relations, rel=0.02)


def test_same_seed_same_bytes(folder, tmp_path):
    generate(tmp_path / "same", SHAPE)
    generate(tmp_path / "other", SHAPE, seed=1)

    assert contents(tmp_path / "same") == contents(folder)
    assert contents(tmp_path / "other") != contents(folder)


def test_every_row_is_marked_invented(folder):
    for name in shape.COLUMNS:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert {row["invented"] for row in csv.DictReader(stream)} == {shape.MARK}
    assert "invented: true" in (folder / "dataset.yaml").read_text("utf-8")


@pytest.mark.parametrize("size", ["1k", "10k", "100k", "1m", "2500"])
def test_types_add_up_to_the_entities(size):
    parts = dataclasses.asdict(shape.shape_of(size))
    entities, relations = parts.pop("entities"), parts.pop("relations")
    parts["segments"] *= parts["chains"]

    assert sum(parts.values()) == entities
    assert relations == 5 * entities


@pytest.mark.parametrize("size", ["", "k", "499", "-1k", "many"])
def test_a_wrong_size_is_refused(size):
    with pytest.raises(ValueError, match=r"at least|invalid literal"):
        shape.shape_of(size)
