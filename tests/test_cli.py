"""The command line: statuses, one-line errors, one JSON document, and stores end to end."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main
from loaders import zhejiang

SAMPLE = Path(zhejiang.__file__).parent
ROWS = ("loaded", "merged", "flagged", "quarantined")


def table(path, *lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the sample in ``z.db``; read only."""
    folder = tmp_path_factory.mktemp("sample")
    assert main(["build", str(SAMPLE), "--store", str(folder / "z.db"), "--lang", "en"]) == 0
    return folder / "z.db"


@pytest.fixture
def small(data, ask):
    """Two organizations in the store of the current folder."""
    table(data / "o.csv", "org_id,name,type", "org:a,甲厂,enterprise", "org:b,乙大学,university")
    return ask("build", data).body


# the sample


def test_the_sample_loads_without_a_quarantined_row(ask):
    """Every record of every table is read, and none is lost."""
    counted = {}
    for path in SAMPLE.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            counted[path.name] = sum(1 for row in csv.reader(stream) if row) - 1

    body = ask("build", SAMPLE).body

    read = {one["file"]: one["rows"]["read"] for one in body["files"] if one["status"] != "skipped"}
    assert read == counted
    assert body["totals"]["quarantined"] == 0
    assert body["totals"]["read"] == sum(counted.values())
    assert all(
        one["rows"]["read"] == sum(one["rows"][key] for key in ROWS) for one in body["files"]
    )
    assert [p for p in body["problems"] if p["severity"] == "error"] == []


def test_results_hold_no_absolute_path(ask, built, tmp_path):
    """Not of the files that were read, wherever they lie."""
    shutil.copy(built, tmp_path / "z.db")
    told = [
        ask(*words, "--store", "z.db").out
        for words in (
            ["build", SAMPLE], ["metrics"], ["gaps"], ["entity", "ctr:modern-textile"],
            ["store", "info"], ["store", "loads"], ["search", "浙江"],
        )
    ]  # fmt: skip

    for text in told:
        assert str(SAMPLE) not in text
        assert str(tmp_path) not in text


# statuses and errors

REFUSED = {
    "missing store": (["store", "info", "--store", "none.db"], ["none.db", "build"]),
    "unknown id": (["entity", "org:nobody"], ["org:nobody", "search"]),
    "unknown center": (["metrics", "--center", "ctr:modern-textil"], ["ctr:modern-textile"]),
    "unknown chain": (["gaps", "--chain", "chn:textil"], ["chn:textile"]),
    "unknown metric": (
        ["metrics", "--center", "province", "--evidence", "core_tie_shar"], ["core_tie_share"]),
    "unknown load": (["store", "undo-load", "99"], ["99", "store loads"]),
    "unknown dataset": (["store", "withdraw", "zhejian"], ["zhejian", "zhejiang"]),
    "unknown dataset back": (["store", "restore", "zhejian"], ["zhejian", "zhejiang"]),
    "unknown mapping": (["check", SAMPLE, "--source", "organization"], ["organizations"]),
    "missing path": (["check", "nowhere"], ["nowhere"]),
    "not a store": (["store", "info", "--store", "notes.txt"], ["notes.txt"]),
    "another program's": (["store", "info", "--store", "other.db"], ["other.db"]),
    "another version": (["metrics", "--store", "v9.db"], ["v9.db", "9"]),
    "damaged": (["metrics", "--store", "half.db"], ["half.db"]),
    "a folder": (["store", "info", "--store", "."], []),
    "copy from nowhere": (["store", "copy", "none.db", "copy.db"], ["none.db"]),
}  # fmt: skip


@pytest.fixture
def shelf(built, tmp_path):
    """The sample as the default store, and files that are no good store."""
    shutil.copy(built, tmp_path / "chuangpu.db")
    shutil.copy(built, tmp_path / "v9.db")
    for name, words in (
        ("v9.db", "UPDATE meta SET value = '9' WHERE key = 'schema_version'"),
        ("other.db", "CREATE TABLE notes (text)"),
    ):
        database = sqlite3.connect(tmp_path / name)
        with database:
            database.execute(words)
        database.close()
    (tmp_path / "notes.txt").write_text("some notes\n" * 500, encoding="utf-8")
    (tmp_path / "half.db").write_bytes(built.read_bytes()[:5000])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_one_line_with_the_remedy(chuangpu, shelf, case, lang):
    words, told = REFUSED[case]

    done = chuangpu(*words, "--lang", lang)

    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert [word for word in told if word not in done.err] == []


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_one_json_document_too(ask, shelf, case):
    done = ask(*REFUSED[case][0])

    assert done.status == 1
    assert set(done.body) == {"error"}
    assert set(done.body["error"]) >= {"code", "message", "suggestion"}
    assert done.body["error"]["message"]


def test_an_unknown_id_offers_what_is_near(chuangpu, shelf):
    done = chuangpu("entity", "现代纺织", "--lang", "en")

    assert done.status == 1
    assert "ctr:modern-textile" in done.err


@pytest.mark.parametrize(
    "words",
    [[], ["nonsense"], ["metrics", "--window", "2025-2021"], ["metrics", "--window", "x"],
     ["gaps", "--top", "0"], ["entity"], ["store"], ["store", "undo-load", "x"], ["check"],
     ["build"], ["search", "x", "--limit", "many"], ["store", "info", "--lang", "fr"],
     ["store", "info", "--nonsense"], ["store", "info", "--store", "ftp://x"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_one_line_and_status_2(chuangpu, words):
    done = chuangpu(*words)

    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


def test_wrong_usage_is_a_json_document_with_json(ask):
    assert set(ask("metrics", "--window", "x").body) == {"error"}


def test_an_abbreviated_option_is_not_half_understood(chuangpu, small):
    done = chuangpu("store", "info", "--js")

    assert done.status == 2 or json.loads(done.out)


def test_a_report_that_cannot_be_written_is_one_line(chuangpu, small, data):
    """And is noticed before anything is loaded."""
    done = chuangpu("build", data, "--report", "nowhere/x.json", "--store", "new.db")

    assert (done.status, done.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("files", [[], ["notes.md"], ["a/b.pdf", "c.xlsx"], [".hidden.csv"]])
def test_a_folder_without_a_table_is_refused(ask, chuangpu, data, tmp_path, command, files):
    for name in files:
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text("x\n", encoding="utf-8")

    done = chuangpu(command, data, "--lang", "en")

    assert done.status == 1
    assert [word for word in ("no table in", "data", ".csv", ".tsv") if word not in done.err] == []
    assert command == "check" or (done.out, done.err.count("\n")) == ("", 1)
    assert ask(command, data).body["error"]["code"] == "no-table"
    assert list(tmp_path.glob("*.db*")) == []


def test_a_store_that_got_nothing_is_neither_made_nor_named(ask, chuangpu, data, tmp_path):
    (data / "o.csv").write_text("col,umn\n1,2\n", encoding="utf-8")

    body = ask("build", data).body
    told = chuangpu("build", data, "--lang", "en")

    assert (body["store"], body["digest"], body["data_version"]) == (None, None, None)
    assert told.status == 1
    assert ".db" not in told.out
    assert "no store was made" in told.out
    assert list(tmp_path.glob("*.db*")) == []


def test_a_file_in_the_place_of_the_demo_is_one_line(chuangpu, tmp_path):
    (tmp_path / "demo").write_bytes(b"mine")

    done = chuangpu("demo")

    assert (done.status, done.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("name", ["x.pdf", "x"])
def test_a_report_of_another_kind_is_refused(chuangpu, small, data, name):
    assert chuangpu("build", data, "--report", name).status == 2


# options and settings


@pytest.mark.parametrize(
    "words",
    [["--store", "s.db", "--lang", "en", "--json", "store", "info"],
     ["store", "--store", "s.db", "--lang", "en", "--json", "info"],
     ["store", "info", "--store", "s.db", "--lang", "en", "--json"],
     ["--json", "store", "--lang=en", "info", "--store=s.db"]],
    ids=["before", "between", "after", "mixed"],
)  # fmt: skip
def test_options_stand_before_and_after_the_command(chuangpu, small, tmp_path, words):
    (tmp_path / "chuangpu.db").rename(tmp_path / "s.db")

    done = chuangpu(*words)

    assert (done.status, done.body["digest"]) == (0, small["digest"])


def test_the_store_comes_from_the_environment(chuangpu, small, tmp_path, monkeypatch):
    (tmp_path / "chuangpu.db").rename(tmp_path / "s.db")
    assert chuangpu("store", "check").status == 1

    monkeypatch.setenv("CHUANGPU_STORE", "sqlite:s.db")

    assert chuangpu("store", "check").status == 0


def test_the_language_comes_from_the_environment(chuangpu, small, monkeypatch):
    assert chuangpu("store", "check").out == "库完好\n"
    monkeypatch.setenv("CHUANGPU_LANG", "en")
    assert chuangpu("store", "check").out == "the store is sound\n"
    assert chuangpu("store", "check", "--lang", "zh").out == "库完好\n"
    monkeypatch.setenv("CHUANGPU_LANG", "fr")
    assert chuangpu("store", "check").out == "库完好\n"


@pytest.mark.parametrize("command", ["demo", "build", "check", "entity", "search", "metrics", "gaps",
                                     "store"])  # fmt: skip
def test_help_speaks_both_languages_and_shows_an_example(chuangpu, command):
    for lang, word in (("zh", "例："), ("en", "example: ")):
        done = chuangpu(command, "--help", "--lang", lang)
        assert done.status == 0
        assert command == "demo" or f"{word}chuangpu {command}" in " ".join(done.out.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_keys_and_codes_do_not_follow_the_language(ask, data, lang):
    table(data / "o.csv", "org_id,name,type,credit_code", "org:a,甲,enterprise,1")

    body = ask("build", data, "--lang", lang).body

    assert [p["code"] for p in body["problems"]] == ["bad-credit-code"]
    assert ("不是18位" in body["problems"][0]["message"]) == (lang == "zh")
    assert ("is not an 18-character" in body["problems"][0]["message"]) == (lang == "en")


def test_same_input_same_bytes(built, tmp_path):
    """Whatever the seed of hashing: metrics, gaps and the report of a build."""
    code = "import sys; from api.cli import main\nfor w in sys.argv[1].split(';'):\n main(w.split('|'))"
    words = ";".join(
        f"{one}|--json|--store|new.db" for one in (f"build|{SAMPLE}", "metrics", "gaps")
    )
    running = []
    for seed in ("0", "1"):
        (tmp_path / seed).mkdir()
        running.append(subprocess.Popen(
            [sys.executable, "-c", code, words], stdout=subprocess.PIPE, cwd=tmp_path / seed,
            env={**os.environ, "PYTHONHASHSEED": seed, "CHUANGPU_LANG": "zh"},
        ))  # fmt: skip

    one, other = (process.communicate(timeout=120)[0] for process in running)

    assert len(one) > 100_000
    assert one == other
