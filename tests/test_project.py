"""The files around the code: pins, verbs, import contracts, packages, nothing of one machine."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([0-9][A-Za-z0-9.!+]*)")

# Written as patterns, which do not match themselves. A path counts where it begins: an address
# of a source may well have such a folder further on.
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.~-])/(?:work|root)/"
    r"|pypi\.org|pythonhosted\.org|crates\.io|proxy\.golang\.org|registry\.npmjs\.org"
    r"|maven\.org|maven\.apache\.org|deb\.debian\.org|security\.debian\.org"
)


def pins() -> dict[str, str]:
    """Version by canonical name, in file order."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [PIN.fullmatch(line) for line in lines]
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


def repository_files() -> list[Path]:
    """Tracked files, and those that the next commit would add."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def test_constraints_are_plain_pins():
    """Each line is name==version, once for each package, in alphabetical order."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()

    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert len(pins()) == len(lines)
    assert list(pins()) == sorted(pins())


def test_every_named_dependency_is_pinned_within_its_range():
    """Those of a plain install and those of every extra."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    named = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    pinned = pins()

    for requirement in map(Requirement, named):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"constraints.txt does not pin {requirement.name}"
        assert version in requirement.specifier, f"{requirement}, but {version} is pinned"


def test_no_file_knows_this_machine():
    """A clone installs from wherever its user does: no registry host, no path of a workplace."""
    found = []
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
            if hit := OF_ONE_MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {hit[0]}")

    assert found == []


@pytest.mark.parametrize(
    ("text", "names_it"),
    [
        ("open('/" + "work/data.csv')", True),
        ("file:///" + "root/x", True),
        ("https://kjt.zj.gov.cn/" + "work/art.html", False),
        ("~/" + "work/data.csv", False),
        ("https://py" + "pi.org/simple", True),
    ],
)
def test_what_counts_as_naming_a_machine(text, names_it):
    assert bool(OF_ONE_MACHINE.search(text)) is names_it


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_make_help_lists_every_verb():
    """`make` alone prints help; help and the Makefile name the same verbs, in one order."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    targets = re.findall(r"^([a-z][a-z0-9-]*):", makefile, re.MULTILINE)
    # `make test` runs this test: its own flags are not for the inner make.
    inner = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }

    printed = subprocess.run(
        ["make"], cwd=ROOT, env=inner, capture_output=True, check=True
    ).stdout.decode("utf-8")

    assert phony
    assert targets == phony[1].split()
    assert sorted(re.findall(r"^  make (\S+)", printed, re.MULTILINE)) == sorted(targets)


def test_import_contracts_hold():
    """The layers and forbidden imports that pyproject.toml declares."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    run = subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout.decode("utf-8", "replace")
    assert re.search(rb"\b0 broken", run.stdout)


def test_declared_packages_are_those_on_disk():
    """A folder left out of pyproject.toml would be missing from an ordinary install."""
    on_disk = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in ("graph", "loaders", "api")
        for path in (ROOT / top).rglob("__init__.py")
    }
    declared = PROJECT["tool"]["setuptools"]["packages"]

    assert len(declared) == len(set(declared))
    assert set(declared) == on_disk
