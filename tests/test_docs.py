"""The documentation says what is so: pages are fresh, commands run, numbers and links are right."""

from __future__ import annotations

import argparse
import contextlib
import csv
import importlib.util
import io
import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from api.app import create_app
from api.cli import build_parser, main
from loaders.build import bundled_mappings
from loaders.invented import generate

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
GUIDES = (DOCS / "zh" / "指南.md", DOCS / "en" / "guide.md")
PAGES = sorted([README, ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
SAMPLE = ROOT / "loaders" / "zhejiang"
ENTITIES = (
    "centers", "organizations", "bases", "parks", "people", "projects", "ip", "chains",
    "chain_segments", "places", "metrics",
)  # fmt: skip
TESTED = re.compile(r"^<!-- tested -->\n```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)


def load_generator() -> ModuleType:
    """``docs/generate.py`` as a module; like a script it finds its neighbors."""
    if str(DOCS) not in sys.path:
        sys.path.insert(0, str(DOCS))
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def rows_of(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def count(folder: Path) -> tuple[int, int]:
    """Rows of all tables of a folder, and of those whose rows are entities."""
    rows = {path.stem: rows_of(path) for path in folder.glob("*.csv")}
    return sum(rows.values()), sum(rows.get(name, 0) for name in ENTITIES)


class Desk:
    """A folder with what a clone has, where each command line runs once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed: dict[str, str] = {}
        for name in ("docs", "loaders"):
            (folder / name).symlink_to(ROOT / name)

    def run(self, line: str) -> str:
        """What the line prints; it has to succeed."""
        if line not in self.printed:
            program, *words = shlex.split(line, comments=True)
            assert program == "chuangpu"
            out, err = io.StringIO(), io.StringIO()
            with (
                contextlib.chdir(self.folder),
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
            ):
                status = main(words)
            assert status == 0, f"{line}\n{err.getvalue()}"
            self.printed[line] = out.getvalue()
        return self.printed[line]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CHUANGPU_LANG", raising=False)
        patch.delenv("CHUANGPU_STORE", raising=False)
        yield Desk(tmp_path_factory.mktemp("desk"))


def commands_of(path: Path) -> list[str]:
    blocks = TESTED.findall(text_of(path))
    return [line for block in blocks for line in block.splitlines() if line.strip()]


# generated pages


def test_generated_pages_are_fresh():
    assert load_generator().stale() == [], "run: python docs/generate.py"


def test_check_tells_a_stale_page_by_its_status(tmp_path, monkeypatch, capsys):
    generator = load_generator()
    monkeypatch.setattr(generator, "stale", lambda: ["zh/指标.md"])

    status = generator.main(["--check"])

    assert status == 1
    assert "docs/zh/指标.md" in capsys.readouterr().err


def test_every_page_is_generated_in_both_languages(tmp_path):
    names = load_generator().stale(tmp_path)

    assert len(names) == 10
    assert {name.partition("/")[0] for name in names} == {"zh", "en"}


# commands


@pytest.mark.parametrize("page", [README, *GUIDES], ids=lambda path: path.name)
def test_commands_marked_as_tested_run(page, desk):
    lines = commands_of(page)

    assert lines
    for line in lines:
        desk.run(line)


def test_the_excerpt_is_what_demo_prints(desk):
    """Line by line and in order, whatever the width of its columns; … stands for what is left out."""
    excerpt = re.search(r"<!-- excerpt of: (.+) -->\n```text\n(.*?)^```$", text_of(README),
                        re.MULTILINE | re.DOTALL)  # fmt: skip
    assert excerpt
    printed = iter(" ".join(line.split()) for line in desk.run(excerpt[1]).splitlines())

    for line in excerpt[2].splitlines():
        wanted = " ".join(line.split())
        if wanted not in ("", "…"):
            assert wanted in printed, f"not printed, or not in this order: {wanted}"


def test_the_python_example_runs(desk):
    example = re.search(r"^```python\n(.*?)^```$", text_of(README), re.MULTILINE | re.DOTALL)
    assert example
    desk.run("chuangpu demo")
    out = io.StringIO()

    with contextlib.chdir(desk.folder), contextlib.redirect_stdout(out):
        exec(compile(example[1], "README.md", "exec"), {})

    assert out.getvalue().startswith("0.72")


def test_the_mapping_in_the_readme_is_the_file():
    shown = re.search(r"^   ```yaml\n(.*?)^   ```$", text_of(README), re.MULTILINE | re.DOTALL)
    assert shown

    lines = [line.removeprefix("   ") for line in shown[1].splitlines()]

    assert lines == text_of(DOCS / "example" / "partners" / "partners.yaml").splitlines()


def test_the_example_comes_out_as_the_readme_says(desk):
    """4 rows: 2 loaded, 1 flagged, 1 quarantined; core tie share 1.000 over 4 of 8."""
    lines = commands_of(README)
    copy, check, build, metrics = lines[
        lines.index("chuangpu store copy demo/invented.db my.db") :
    ][:4]
    desk.run("chuangpu demo")
    for line in (copy, check, build):
        desk.run(line)

    totals = json.loads(desk.run(check.replace("my.db", "demo/invented.db") + " --json"))["totals"]
    card = desk.run(metrics)

    assert totals == {"read": 4, "loaded": 2, "merged": 0, "flagged": 1, "quarantined": 1}
    assert re.search(r"核心关联占比 +1\.000 +4/8", card)


def test_every_command_is_documented():
    """In the guide of each language: commands in its table, verbs of ``store`` in a command line."""
    commands = choices(build_parser("en"))

    for guide in map(text_of, GUIDES):
        for name in commands:
            assert f"| `{name}` |" in guide, f"the command {name} is not in the guide"
        for verb in choices(commands["store"]):
            assert f"chuangpu store {verb}" in guide, f"store {verb} is not in the guide"


def test_every_address_of_the_interface_is_documented(sample):
    paths = create_app(lambda: sample.store).openapi()["paths"]

    assert len(paths) > 10
    for guide in map(text_of, GUIDES):
        lines = guide.splitlines()
        for path, methods in paths.items():
            told = path.removeprefix("/api/v1")
            line = next((one for one in lines if f"`{told}`" in one.partition("|")[2][:40]), "")
            assert line, f"{told} is not in the guide"
            for parameter in methods["get"].get("parameters", ()):
                name = parameter["name"]  # lang speaks of errors only and is told below the table
                if parameter["in"] == "query" and name != "lang":
                    assert f"`{name}`" in line, (told, name)


def choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The subcommands of a parser by name."""
    return next(
        dict(action.choices)
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )


# numbers and tables


def test_the_readme_counts_the_sample():
    rows, entities = count(SAMPLE)
    line = next(one for one in text_of(README).splitlines() if "Zhejiang sample]" in one)

    assert f"| {rows:,}；{entities:,} 实体" in line
    assert f"{rows:,} 行里有 {rows_of(SAMPLE / 'doubts.csv')} 行是存疑说明" in text_of(README)
    assert f"公开网页 {rows_of(SAMPLE / 'sources.csv')} 页" in line
    assert re.search(r"retrieved_on: \"(.+)\"", text_of(SAMPLE / "dataset.yaml"))[1] in line


def test_the_readme_counts_the_invented_province(tmp_path):
    generate(tmp_path)

    rows, entities = count(tmp_path)

    line = next(one for one in text_of(README).splitlines() if "| 虚构省 invented" in one)
    assert f"| {rows:,}；{entities:,} 实体" in line


def test_every_mapping_is_in_the_tables_of_the_guides():
    names = [one.source for one in bundled_mappings()]

    assert f"内置的 {len(names)} 种表" in text_of(README)
    assert f"[{len(names)} bundled tables]" in text_of(README)
    for guide in map(text_of, GUIDES):
        for name in names:
            assert f"| `{name}` |" in guide, f"the mapping {name} is not in the guide"


# links


def anchors(path: Path) -> set[str]:
    """Anchors of the headings, spelled as GitHub spells them."""
    lines = re.findall(r"^#+ (.+)$", FENCED.sub("", text_of(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_resolve(page):
    """Relative ones: the file is there, and so is the heading."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", FENCED.sub("", text_of(page))):
        if re.match(r"https?://", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []
