"""Any number leads to all the rows it came from, and to no others that matter.

For each headline: deleting the rows that its evidence names changes the value; deleting rows that
it does not name leaves it unchanged; contributions of an additive metric sum to its value.
"""

from __future__ import annotations

import csv
import random
import shutil

import pytest

from graph.ecosystem.scopes import Scopes
from graph.metrics.cards import cards_of
from graph.metrics.registry import REGISTRY
from graph.report.evidence import Tracer
from graph.snapshot import Snapshot
from graph.store import MemoryStore
from loaders.build import build

# A scope of the invented province in which the headline has a value.
SCOPES = {
    "core_tie_share": "ctr:inv-02", "core_betweenness": "ctr:inv-05", "core_reach_2": "ctr:inv-06",
    "core_cross_type_brokerage_share": "ctr:inv-05", "core_independence": "ctr:inv-02",
    "base_activation": "ctr:inv-05", "bases_effective_of_5": "ctr:inv-05",
    "base_regions_of_5": "ctr:inv-05", "base_core_link": "ctr:inv-05",
    "base_enterprise_reach": "ctr:inv-05", "coreless_pair_connectivity": "ctr:inv-05",
    "robustness_normalized": "ctr:inv-05", "coreless_efficiency": "ctr:inv-03",
    "non_articulation_share": "ctr:inv-05", "cross_sector_tie_share": "ctr:inv-02",
    "segment_coverage": "ctr:inv-02", "link_realisation": "ctr:inv-12",
    "feasible_value": "ctr:inv-12", "local_share": "ctr:inv-12",
    "n_minus_1_retention": "ctr:inv-12",
}  # fmt: skip
SAMPLE_SCOPES = ("ctr:modern-textile", "ctr:cmos-ic", "province")


def results(snapshot, scope):
    cards = cards_of(Scopes(snapshot)[scope]).cards
    return {key: result for card in cards.values() for key, result in card.items()}


@pytest.fixture(scope="module")
def traced(province):
    """Results and evidence rows of every headline in its scope."""
    tracer = Tracer(province.snapshot, province.store)
    found = {}
    for key, scope in SCOPES.items():
        result = results(province.snapshot, scope)[key]
        found[key] = (result, tracer.rows(result.evidence))
    return found


def without(folder, target, gone):
    """A copy of a folder's tables without some (file, row) pairs; row 1 is the header."""
    shutil.copytree(folder, target)
    for path in target.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        kept = [row for n, row in enumerate(rows, 1) if n == 1 or (path.name, n) not in gone]
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(kept)
    return target


def rebuilt(folder, key, scope):
    store = MemoryStore()
    build(store, [folder])
    snapshot = Snapshot.take(store)
    if scope != "province" and scope not in snapshot:
        return None
    return results(snapshot, scope)[key]


def summary(result):
    return None if result is None else (result.value, result.low, result.high, result.recorded)


def named(rows):
    return {(row["file"], row["row"]) for row in rows}


def all_rows(folder):
    found = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            found += [(path.name, n) for n, _ in enumerate(csv.reader(stream), 1) if n > 1]
    return found


def with_twins(folder, kept):
    """Some rows with the rows they name as the same thing: a row does not load without its twin."""
    keys, twins = {}, []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for n, row in enumerate(csv.DictReader(stream), 2):
                keys.setdefault(next(iter(row.values())), (path.name, n))
                if row.get("same_as") and (path.name, n) in kept:
                    twins += row["same_as"].split(";")
    return kept | {keys[twin] for twin in twins if twin in keys}


def test_every_headline_is_tested():
    assert set(SCOPES) == {key for key, one in REGISTRY.items() if one.headline}


@pytest.mark.parametrize("key", SCOPES)
def test_deleting_what_the_evidence_names_changes_the_value(key, province, traced, tmp_path):
    result, rows = traced[key]
    assert result.value is not None
    carrying = [row for row in rows if row["contribution"] is not None] or rows

    after = rebuilt(without(province.folder, tmp_path / "x", named(carrying)), key, SCOPES[key])

    assert summary(after) != summary(result)


@pytest.mark.parametrize("key", SCOPES)
def test_deleting_what_it_does_not_name_changes_nothing(key, province, traced, tmp_path):
    result, rows = traced[key]
    others = [one for one in all_rows(province.folder) if one not in named(rows)]
    gone = set(random.Random(key).sample(others, len(others) * 2 // 3))
    assert len(gone) > 100

    after = rebuilt(without(province.folder, tmp_path / "x", gone), key, SCOPES[key])

    assert summary(after) == summary(result)


@pytest.mark.parametrize("scope", SAMPLE_SCOPES)
def test_the_same_on_the_sample(scope, sample, tmp_path):
    """Values of a sample scope, bounds and recorded parts included, rest on the named rows only."""
    before = results(sample.snapshot, scope)
    tracer = Tracer(sample.snapshot, sample.store)
    kept = set().union(*(named(tracer.rows(result.evidence)) for result in before.values()))
    kept = with_twins(sample.folder, kept)
    others = [one for one in all_rows(sample.folder) if one not in kept]
    gone = set(random.Random(scope).sample(others, len(others) // 2))

    store = MemoryStore()
    build(store, [without(sample.folder, tmp_path / "x", gone)])
    after = results(Snapshot.take(store), scope)

    assert {k: summary(r) for k, r in after.items()} == {k: summary(r) for k, r in before.items()}


@pytest.mark.parametrize("key", [key for key in SCOPES if REGISTRY[key].additive])
def test_contributions_of_an_additive_metric_sum_to_its_value(key, traced):
    result, rows = traced[key]

    total = sum(row["contribution"] or 0.0 for row in rows)

    assert total == pytest.approx(result.value, abs=1e-9)


def test_absence_names_the_bodies_and_the_source_that_declares_them_complete(province, traced):
    """Four of six bases are inactive: the evidence holds their rows and the declaration."""
    result, rows = traced["base_activation"]

    files = {row["file"] for row in rows}
    bases = {row["id"] for row in rows if row["file"] == "bases.csv"}

    assert result.value == pytest.approx(2 / 6)
    assert "completeness.csv" in files
    assert len([base for base in bases if base.startswith("base:inv-05-")]) >= 6
