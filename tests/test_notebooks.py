"""Notebooks run, and their pictures make no outside request."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph import plots
from graph.records import TYPE, FileVersion, Provenance, statement
from graph.snapshot import Snapshot
from graph.store import MemoryStore

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("[0-9]*.py"))
OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//|url\(\s*["']?https?:|@import""")


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(script, tmp_path):
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, encoding="utf-8",
        env={"PATH": "", "PYTHONUTF8": "1"}, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-800:]
    assert "核心关联占比" in done.stdout
    assert "合计 0.721649" in done.stdout


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_paired_with_its_script(script):
    """The .ipynb holds the cells of the percent script, with outputs."""
    book = json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))
    code = ["".join(c["source"]).strip() for c in book["cells"] if c["cell_type"] == "code"]
    text = script.read_text(encoding="utf-8")
    cells = [part.strip() for part in re.split(r"^# %%.*$", text, flags=re.MULTILINE)]
    written = [cell for cell in cells if cell and not cell.startswith("# ")]

    assert code == written
    assert any(c.get("outputs") for c in book["cells"])


def test_the_picture_asks_nothing_of_the_outside(sample):
    page = plots.to_pyvis_html(sample.snapshot, limit=60)

    assert not OUTSIDE.findall(page)
    assert "浙江大学" in page or "\\u6d59" in page
    assert "显示 60 / 761 个实体" in page
    assert "vis.Network" in page


def test_a_hostile_name_stays_text():
    store = MemoryStore()
    session = store.begin()
    name = "</script><img src=x onerror=alert(1)>"
    version = FileVersion("d", "f.csv", None, "0", "m")
    for one in (
        statement("org:x", TYPE, "Organization", "d"),
        statement("org:x", "name", name, "d"),
    ):
        session.add(version, one, Provenance("f.csv", None, 2))
    session.commit(["f.csv"], {})

    page = plots.to_pyvis_html(Snapshot.take(store))
    shown = plots.Picture(Snapshot.take(store))._repr_html_()

    assert "<img src=x" not in page
    assert shown.count("<iframe") == 1
    assert "<img" not in shown
