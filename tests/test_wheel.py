"""The built wheel, in a fresh environment, without make and without this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command, cwd, **environment):
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, check=True, capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, **environment}, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A virtual environment with our wheel; its dependencies come from this one by a .pth file."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout.decode().split("\0")  # fmt: skip
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ".", cwd=source)
    run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    wheel = next(folder.glob("*.whl"))
    run(python, "-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-deps", wheel,
        cwd=folder)  # fmt: skip
    where = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    extra = "\n".join(dict.fromkeys(sysconfig.get_path(key) for key in ("purelib", "platlib")))
    (Path(where.stdout.strip()) / "dependencies.pth").write_text(extra + "\n", encoding="utf-8")
    return python


def test_the_packages_come_from_the_wheel(installed, tmp_path):
    code = "import graph, loaders, api; print(graph.__file__, loaders.__file__, api.__file__)"

    places = run(installed, "-c", code, cwd=tmp_path).stdout.split()

    assert all(place.startswith(str(installed.parent.parent)) for place in places)


def test_demo_runs_from_the_wheel_in_a_plain_locale(installed, tmp_path):
    """No make, no UTF-8 default: the output is UTF-8 all the same, the digests close it."""
    command = installed.parent / ("chuangpu.exe" if os.name == "nt" else "chuangpu")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    first = run(command, "demo", cwd=tmp_path, **plain).stdout.splitlines()
    second = run(command, "demo", cwd=tmp_path, PYTHONHASHSEED="7").stdout.splitlines()

    digests = [line for line in first if line.startswith("digest: ")]
    assert first[-2:] == digests
    assert [len(line.removeprefix("digest: ")) for line in digests] == [64, 64]
    assert second[-2:] == digests
    assert any("虚构" in line for line in first)
    assert sum("没有新内容，库未变" in line for line in second) == 2
