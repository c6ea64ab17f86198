"""Locales that know no Chinese: everything that leaves the program is UTF-8 all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LANG": "C"}
SEVERAL = "import sys; from api.cli import main\nfor one in sys.argv[1:]: main(one.split('|'))"
STRICT = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a locale of POSIX systems")


def run(folder, *arguments, **environment):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CHUANGPU_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True,
        env={**kept, **environment}, timeout=120,
    )  # fmt: skip


@pytest.fixture
def small(tmp_path, ask):
    """A folder with one table in which one row is bad, and the store built from it."""
    text = "org_id,name,type\norg:a,浙江示例厂,enterprise\norg:b,,university\n"
    (tmp_path / "o.csv").write_text(text, encoding="utf-8")
    ask("build", "o.csv")
    return tmp_path


def test_the_demo_runs(tmp_path):
    done = run(tmp_path, "-m", "api", "demo", **PLAIN)

    assert (done.returncode, done.stderr) == (0, b"")
    output = done.stdout.decode("utf-8")
    assert "虚构数据" in output
    assert [len(line) for line in output.splitlines()[-2:]] == [len("digest: ") + 64] * 2


def test_tables_messages_files_and_help_are_utf8(small):
    commands = ("check|o.csv|--report|r.json", "entity|org:a|--json", "entity|org:nobody", "--help")
    done = run(small, "-c", SEVERAL, *commands, **PLAIN)

    output, errors = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert "必填值为空" in output
    assert '"name": "浙江示例厂"' in output
    assert "区域创新生态知识图谱" in output
    assert errors.startswith("没有 org:nobody")
    assert errors.count("\n") == 1
    assert "必填值为空" in (small / "r.json").read_text(encoding="utf-8")


def test_chinese_words_are_understood(small):
    done = run(small, "-m", "api", "entity", "浙江示例厂", **PLAIN)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "org:a" in done.stdout.decode("utf-8")


def test_a_chinese_file_name_is_shown(small):
    (small / "o.csv").rename(small / "机构.csv")

    done = run(small, "-m", "api", "check", ".", "--json", **PLAIN)

    assert done.returncode == 0
    files = [one["file"] for one in json.loads(done.stdout.decode("utf-8"))["files"]]
    assert "机构.csv" in files


def test_an_argument_that_is_no_text_is_one_line(small):
    """In any locale: bytes that are no UTF-8, as a word typed in another encoding may be."""
    done = run(small, "-m", "api", "entity", b"\xff\xfe", PYTHONUTF8="1")

    assert done.returncode in (1, 2)
    assert (done.stdout, done.stderr.count(b"\n")) == (b"", 1)
    assert b"Traceback" not in done.stderr


def test_no_encoding_is_left_to_the_locale(small):
    """Every file we open names its encoding: tables, mappings, manifests, reports, the demo."""
    (small / "m.yaml").write_text(
        "source: x\ncolumns: {org_id: {required: true}, name: {required: true}}\n"
        "entities:\n  o: {type: Organization, id: org_id,"
        " properties: {name: name, kind: {literal: enterprise}}}\n", encoding="utf-8",
    )  # fmt: skip
    (small / "dataset.yaml").write_text("dataset: d\n", encoding="utf-8")
    commands = ("build|o.csv|--report|r.json", "check|o.csv|--mapping|m.yaml",
                "entity|org:a", "store|copy|chuangpu.db|b.db", "demo|--lang|en")  # fmt: skip

    done = run(small, *STRICT, "-c", SEVERAL, *commands, CHUANGPU_LANG="en")

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").splitlines()[-1].startswith("digest: ")
