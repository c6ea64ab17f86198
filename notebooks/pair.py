"""Pairs percent scripts with their notebooks; ``--trim`` drops large outputs after a run.

python notebooks/pair.py notebooks/*.py
python notebooks/pair.py --trim notebooks/*.ipynb
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

_LARGE = 50_000


def cells_of(text: str) -> list[nbformat.NotebookNode]:
    """Cells of a percent script; ids count up so that equal scripts give equal files."""
    found = []
    parts = re.split(r"^# %%(.*)$", text, flags=re.MULTILINE)[1:]
    for number, (head, body) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        source = body.strip()
        if "[markdown]" in head:
            source = re.sub(r"^# ?", "", source, flags=re.MULTILINE)
            cell = new_markdown_cell(source)
        else:
            cell = new_code_cell(source)
        cell["id"] = f"cell-{number}"
        found.append(cell)
    return found


def pair(script: Path) -> None:
    """Write the notebook beside its script, without outputs."""
    book = new_notebook(cells=cells_of(script.read_text(encoding="utf-8")))
    book.metadata["kernelspec"] = {
        "display_name": "Python 3", "language": "python", "name": "python3"
    }  # fmt: skip
    text = nbformat.writes(book) + "\n"
    script.with_suffix(".ipynb").write_text(text, encoding="utf-8", newline="\n")


def trim(notebook: Path) -> None:
    """Drop outputs that would weigh down the repository (a whole page with its library)."""
    book = nbformat.read(notebook, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if len(str(one)) < _LARGE]
    notebook.write_text(nbformat.writes(book) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:] if name != "--trim"]
    for path in paths:
        if path.name != Path(__file__).name:
            (trim if "--trim" in sys.argv else pair)(path)
