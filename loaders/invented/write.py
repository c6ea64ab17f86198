"""Writes the invented province: CSV files, dataset.yaml and expected.json."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import yaml

from loaders.invented.expected import expected
from loaders.invented.plan import plan
from loaders.invented.province import COLUMNS, MARK, Province

DATASET = {
    "dataset": "invented_province",
    "title": {"zh": "虚构省", "en": "Invented province"},
    "licence": "Apache-2.0",
    "invented": True,
    "retrieved_on": "2026-01-01",
    "note": "虚构：由 loaders/invented 按种子生成，与任何真实机构无关。"
    " Invented: made from a seed by loaders/invented; nothing in it is real.",
}


def generate(folder: Path, seed: int = 2026) -> None:
    """Write every file of the invented province into a folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there; files of the same names are replaced.
    seed : int
        Same seed, same bytes. The seed colours years, cities, roles and the background; the
        expected cards and gaps are the same for every seed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    province, scopes, chains = plan(seed)
    for table in COLUMNS:
        _write_table(folder / f"{table}.csv", table, province)
    _write_text(
        folder / "dataset.yaml",
        yaml.safe_dump(DATASET, allow_unicode=True, sort_keys=False, width=100),
    )
    document = expected(province, scopes, chains)
    _write_text(
        folder / "expected.json",
        json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    )


def _write_table(path: Path, table: str, province: Province) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*COLUMNS[table], "invented"])
        for row in province.tables[table]:
            writer.writerow([*(row.get(column, "") for column in COLUMNS[table]), MARK])


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
