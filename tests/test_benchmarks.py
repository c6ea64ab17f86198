"""The benchmarks: generated data load and are as large as asked; all sides agree on structure."""

from __future__ import annotations

import csv
import dataclasses
import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from graph.ecosystem.document import scope_of_document
from graph.store.memory import MemoryStore
from loaders.build import build

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # benchmarks is not installed and pytest adds no path

shape = importlib.import_module("benchmarks.shape")
generate = importlib.import_module("benchmarks.ties").generate
ecosystem = importlib.import_module("benchmarks.ecosystem")
scopes = importlib.import_module("benchmarks.scope")
structure = importlib.import_module("benchmarks.structure")
structure_page = importlib.import_module("benchmarks.structure_page")
SHAPE = shape.shape_of("1k")
ACTORS, TIES = 1_000, 5_000


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


# structure


@pytest.fixture(scope="module")
def run():
    """All three sides on a thousand actors, where every value but robustness is exact."""
    pytest.importorskip("igraph", reason="igraph is not installed: pip install -e '.[dev]'")
    return structure.measure(ACTORS, TIES, 2026, 60)


def test_ours_networkx_and_igraph_agree_on_every_heavy_metric(run):
    keys = run.heavy()

    assert len(keys) == 17
    assert {key: structure_page.agrees(run, "NetworkX", key) for key in keys} == dict.fromkeys(
        keys, True
    )
    assert {key: structure_page.agrees(run, "igraph", key) for key in keys} == {
        key: None if key == "base_mediation" else True for key in keys
    }


def test_every_key_of_the_three_cards_has_a_value_in_its_range(run):
    cards = run.found["cards"]

    assert cards["odd"] == []
    assert cards["keys"] == sum(run.found[f"card {card}"]["keys"] for card in structure_page.CARDS)


def test_the_page_tells_seconds_values_and_differences(run):
    text = structure_page.page(run)

    assert "did not finish" not in text
    assert "failed" not in text
    assert "DIFFERENT" not in text
    assert all(f"| {key} |" in text for key in run.heavy())


def test_a_value_that_is_missing_or_differs_is_told():
    """A side that did not finish, one that failed, and one that is off by a millionth."""
    found = {
        "ours transitivity": {"value": 0.5, "seconds": 1.0, "peak_mb": 9.0},
        "igraph transitivity": {"value": 0.500001},
        "NetworkX transitivity": {"unfinished": 3.0},
        "ours nestedness": {"value": 2.0},
        "igraph nestedness": {"failed": -9},
    }

    table = structure_page.value_table(structure_page.Run(ACTORS, TIES, 3, found))

    off = "0.500001 | 2e-06 DIFFERENT | did not finish in 3 s |  |"
    assert f"| transitivity | 0.5 |  | {off}" in table
    assert "| nestedness | 2 |  | failed (-9) |  | – |  |" in table


def test_the_ecosystem_has_the_size_asked_for_and_the_same_seed_gives_the_same():
    one, same = (ecosystem.draw(ACTORS, TIES) for _ in range(2))

    assert (len(one), len(one.pairs)) == (ACTORS, TIES)
    for field in dataclasses.fields(one):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(same, field.name))
    assert len(ecosystem.draw(ACTORS, TIES, seed=1).ties) != len(one.ties)


def test_the_scope_of_arrays_is_that_of_the_document():
    drawn = ecosystem.draw(ACTORS, TIES)
    read = scope_of_document(scopes.document(drawn))

    made = scopes.scope_of_arrays(drawn)

    assert made.dated() == read.dated()
    for field in dataclasses.fields(read):
        if field.name not in ("dated", "dropped"):
            np.testing.assert_equal(getattr(made, field.name), getattr(read, field.name))


@pytest.mark.parametrize(("actors", "ties"), [(499, 5000), (1000, 3999)])
def test_a_wrong_size_of_the_structure_is_refused(actors, ties):
    with pytest.raises(ValueError, match="at least"):
        ecosystem.draw(actors, ties)
