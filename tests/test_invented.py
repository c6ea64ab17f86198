"""The invented province: marked, closed, repeatable, and its expected numbers worked by hand."""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from loaders.invented import generate
from loaders.invented.expected_chain import ChainWorld
from loaders.invented.expected_gaps import lists
from loaders.invented.plan import plan

Row = dict[str, str]
NAMED = ("centers", "organizations", "bases", "parks", "people", "places", "projects", "ip",
         "chains", "chain_segments")  # fmt: skip
LABELS = {"missing", "missing_unverified", "external_choke", "external_substitutable",
          "single_source", "concentrated", "blocked_input", "stranded",
          "origin_unknown"}  # fmt: skip
REASONS = {"no_tie", "no_base", "no_open_pair", "no_host", "unobserved", "partly_observed",
           "no_segment", "no_link"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("invented")
    generate(place)
    return place


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, list[Row]]:
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@pytest.fixture(scope="module")
def expected(folder: Path) -> Any:
    return json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    code = "import pathlib, sys; from loaders.invented import generate; "
    code += "generate(pathlib.Path(sys.argv[1]))"
    for hash_seed in ("1", "2"):
        place = tmp_path / hash_seed
        subprocess.run(
            [sys.executable, "-c", code, str(place)],
            check=True,
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
        )
        assert contents(place) == contents(folder)


def test_another_seed_colors_rows_and_leaves_results(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path, seed=7)

    assert contents(tmp_path)["relations.csv"] != contents(folder)["relations.csv"]
    one, other = (json.loads((place / "expected.json").read_text(encoding="utf-8"))
                  for place in (folder, tmp_path))  # fmt: skip
    assert (one["scopes"], one["gaps"]) == (other["scopes"], other["gaps"])


def test_every_row_is_marked(tables: dict[str, list[Row]]) -> None:
    for rows in tables.values():
        assert rows
        assert {row["invented"] for row in rows} == {"虚构"}
        assert list(rows[0])[-1] == "invented"


def test_no_name_can_be_taken_for_a_real_one(tables: dict[str, list[Row]]) -> None:
    assert all("虚构" in row["name"] for table in NAMED for row in tables[table])
    for table in ("centers", "organizations"):
        assert all(row["name_en"].startswith("Invented") for row in tables[table])
    for row in tables["sources"]:
        assert row["url"].startswith("https://example.invalid/")
        assert "虚构" in row["title"]


def test_ids_are_unique_and_references_resolve(tables: dict[str, list[Row]]) -> None:
    ids = [next(iter(row.values())) for table in (*NAMED, "sources") if table != "chain_segments"
           for row in tables[table]]  # fmt: skip
    ids += [row["segment_id"] for row in tables["chain_segments"]]
    known = set(ids)
    assert len(ids) == len(known)
    names = {row["name"] for table in NAMED for row in tables[table]}
    assert len(names) == sum(len(tables[table]) for table in NAMED)
    for table, rows in tables.items():
        for row in rows:
            for column, value in row.items():
                if column.endswith(("_id", "_ids")) and value and not value.startswith("evt:"):
                    assert set(value.split(";")) <= known, (table, column, value)
    assert {row["subject"] for row in tables["metrics"]} <= known


def test_a_doubt_names_a_row(tables: dict[str, list[Row]]) -> None:
    for doubt in tables["doubts"]:
        rows = tables[doubt["file"].removesuffix(".csv")]
        parts = set(doubt["key"].split("|"))
        assert any(parts <= set(row.values()) for row in rows), doubt


def test_size_and_vocabulary(tables: dict[str, list[Row]], expected: Any) -> None:
    assert len(tables["centers"]) == 12
    assert 250 <= len(tables["organizations"]) <= 400
    assert {row["role"] for row in tables["bases"]} == {
        "seat", "host_campus", "pilot_base", "branch", "transfer_base"}  # fmt: skip
    assert {row["state"] for row in tables["bases"]} == {"in_use", "building", "planned", "unknown"}
    assert {row["status"] for row in tables["relations"]} == {
        "done", "signed", "planned", "talks", "event_only"}  # fmt: skip
    assert {row["kind"] for row in tables["chain_actors"]} == {
        "maker", "research", "former", "planned", "customer", "platform", "named"}  # fmt: skip
    assert max(row["start_year"] for row in tables["relations"]) == "2025"
    assert expected["window"] == [2021, 2025]
    rows = [tuple(row.items()) for row in tables["relations"]]
    assert len(rows) == len(set(rows))


def test_expected_covers_labels_statuses_and_reasons(expected: Any) -> None:
    gaps = expected["gaps"].values()

    labels = {label for gap in gaps for some in gap["labels"].values() for label in some}
    statuses = {status for gap in gaps for status in gap["link_status"].values()}
    reasons = {x["reason"] for scope in expected["scopes"].values()
               for card in scope["cards"].values() for x in card.values()}  # fmt: skip

    assert labels == LABELS
    assert statuses == {"local", "external", "none", "unknown", "no_maker"}
    assert reasons >= REASONS
    assert len(expected["scopes"]) == 12
    whole = [scope for scope in expected["scopes"].values()
             if sum(map(len, scope["cards"].values())) == 20]  # fmt: skip
    assert len(whole) == 11  # ctr:inv-06 leaves two keys of a chain without links open.


def test_order_of_breaks_is_also_that_of_the_repair_value() -> None:
    """Ordering by value at risk and by Shapley value agree, so either definition fits."""
    _, _, chains = plan(2026)
    world = ChainWorld(chains)
    for chain in chains:
        view = world.union([chain])
        roots = lists(view)["breaks"]
        value = dict.fromkeys(roots, Fraction(0))
        for order in permutations(roots):
            for turn, root in enumerate(order):
                gain = len(view.upper(order[: turn + 1])) - len(view.upper(order[:turn]))
                value[root] += Fraction(gain, math.factorial(len(roots)) * len(view.design))

        assert sum(value.values()) * len(view.design or [0]) == (
            len(view.upper(roots)) - len(view.upper()))  # fmt: skip
        assert roots == sorted(
            roots, key=lambda root: (-value[root], -view.descendants(root), root))  # fmt: skip


HAND = [
    # Star with k = 20 leaves, n = 21: every tie is the centre's; R = (n-1)/n^2, times 2n/(n-1).
    ("01", "core", "core_tie_share", 1),
    ("01", "core", "core_betweenness", 1),
    ("01", "network", "coreless_pair_connectivity", 0),
    ("01", "network", "robustness_normalized", 2 / 21),
    ("01", "network", "non_articulation_share", 20 / 21),
    # 9 firms, 4 universities, 3 bases, 4 others: C(9,2) + C(4,2) + C(3,2) = 45 of C(20,2) = 190.
    ("01", "core", "core_cross_type_brokerage_share", 145 / 190),
    # Weights: host 2, 3 bases, 6 firms of 1 and 3 of 4/6, 3 universities, 4 others: 20 in all.
    ("01", "core", "core_independence", 1 - 2 / 20),
    # Mesh: 12 x 4 / 2 = 24 ties and the centre's one. Two steps: its firm and the firm's four.
    ("03", "core", "core_tie_share", 1 / 25),
    ("03", "core", "core_reach_2", 5 / 12),
    # From each body 4 at one step, 4 at two, 3 at three: (4 + 4/2 + 3/3) / 11.
    ("03", "network", "coreless_efficiency", 7 / 11),
    # Two-tier tree 1 + 5 + 15, the row of METRICS.md: .25, .842, .158, .167, .714.
    ("04", "core", "core_tie_share", 5 / 20),
    # Pairs not on one branch: C(20,2) - 5 C(4,2) = 160 of 190.
    ("04", "core", "core_betweenness", 160 / 190),
    # Without the centre five stars of four: 5 x 4 x 3 / (20 x 19).
    ("04", "network", "coreless_pair_connectivity", 60 / 380),
    # The hub (5) goes first, then the bases (3 each): largest parts 4 4 4 4 4 1, then 1 until the
    # last is gone: 5 x 4 + 15 = 35; R = 35/441, times 42/20.
    ("04", "network", "robustness_normalized", 35 / 441 * 42 / 20),
    ("04", "network", "non_articulation_share", 15 / 21),
    # Dead bases: 2 of 6; s = 4 and 2, so exp(H) = 3 / 4^(1/3), by five.
    ("05", "bases", "base_activation", 2 / 6),
    ("05", "bases", "bases_effective_of_5", 3 / 4 ** (1 / 3) / 5),
    ("06", "bases", "base_activation", 1),
    ("06", "bases", "base_core_link", 0),
    # Host only: centre-host 3, base-host 1, base-firms 4.
    ("09", "core", "core_tie_share", 3 / 8),
    ("09", "core", "core_independence", 0),
    ("10", "core", "core_reach_2", 0),
    # Clique of 12: 11 of 66 ties; within sectors C(6,2) firms + C(3,2) universities = 18.
    ("11", "core", "core_tie_share", 11 / 66),
    ("11", "network", "robustness_normalized", 1),
    ("11", "network", "cross_sector_tie_share", 48 / 66),
    # Chain of three steps with two makers each: losing one leaves half.
    ("02", "chain", "n_minus_1_retention", 1 / 2),
    ("02", "chain", "feasible_value", 1),
    # Union of two chains, 11 segments (one shared), 9 links: one none, one external.
    ("12", "chain", "link_realisation", 7 / 9),
    # The blocked segment and the sink behind it fail.
    ("12", "chain", "feasible_value", 9 / 11),
    # Half of c-4 and four fifths of c-7 are external: (9 + 1/2 + 1/5) / 11.
    ("12", "chain", "local_share", 9.7 / 11),
    # The sole maker of c-1 (or f-4) stops two of three sinks.
    ("12", "chain", "n_minus_1_retention", 1 / 3),
]


@pytest.mark.parametrize(("center", "card", "key", "value"), HAND)
def test_expected_number_by_hand(
    expected: Any, center: str, card: str, key: str, value: float
) -> None:
    found = expected["scopes"][f"ctr:inv-{center}"]["cards"][card][key]

    assert found["value"] == pytest.approx(value, abs=1e-9)
    assert found["reason"] is None


@pytest.mark.parametrize(
    ("center", "card", "key", "low", "high"),
    [
        # Two of four bases seen, one of them tied to the centre; the others may be anything.
        ("08", "bases", "base_activation", 2 / 4, 4 / 4),
        ("08", "bases", "base_core_link", 1 / 4, 3 / 4),
        # 16 firms: 5 reached, 1 seen without a base, 10 co-builders unseen.
        ("08", "bases", "base_enterprise_reach", 5 / 16, 15 / 16),
        # Nine segments: 5 covered, 1 of nobody knows; 3 of 7 links local, 1 unknown.
        ("04", "chain", "segment_coverage", 5 / 9, 6 / 9),
        ("04", "chain", "link_realisation", 3 / 7, 4 / 7),
        # Strict: b-2 and b-7. At best b-9 holds too, and with it b-8.
        ("04", "chain", "feasible_value", 2 / 9, 4 / 9),
        # b-1 and b-9 have no maker of known origin.
        ("04", "chain", "local_share", 5 / 9, 7 / 9),
    ],
)
def test_expected_bounds_by_hand(
    expected: Any, center: str, card: str, key: str, low: float, high: float
) -> None:
    found = expected["scopes"][f"ctr:inv-{center}"]["cards"][card][key]

    assert (found["low"], found["high"]) == (pytest.approx(low), pytest.approx(high))
    assert (found["value"], found["reason"]) == (None, "partly_observed")


def test_expected_lists_by_hand(expected: Any) -> None:
    gaps = expected["gaps"]

    # Each of b-1 and b-4 costs one of two sinks; b-1 has two descendants, b-4 one; b-5 costs none.
    assert gaps["chn:inv-b"]["breaks"] == ["seg:inv-b-1", "seg:inv-b-4", "seg:inv-b-5"]
    # Each costs one sink of two: .5 x 1, with two descendants and with one, then .5 x .9.
    assert gaps["chn:inv-c"]["exposures"] == ["seg:inv-c-1", "seg:inv-c-7", "seg:inv-c-2"]
    # f-4 costs both sinks; f-3a is one of them.
    assert gaps["chn:inv-f"]["exposures"] == ["seg:inv-f-4", "seg:inv-f-3a"]
    # The flagged one first, then 2, 1 and 0 descendants; d-8 was reported broken.
    assert gaps["chn:inv-d"]["to_verify"] == [f"seg:inv-d-{n}" for n in (5, 1, 4, 8)]
