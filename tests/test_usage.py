"""Wrong usage and what the system refuses: one line in words people use, with the remedy."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import StoreError, UsageError, reason_of
from graph.store import open_store

# (words of a command, what the line has to hold in Chinese, and in English)
WRONG = {
    "no command": ([], ["缺", "build", "--help"], ["missing", "build", "--help"]),
    "a command misspelled": (["buld"], ["是不是 build"], ["did you mean build"]),
    "no id": (["entity"], ["缺", "ID", "chuangpu entity --help"], ["missing", "ID"]),
    "no verb": (["store"], ["缺", "undo-load"], ["missing", "undo-load"]),
    "no number": (["store", "undo-load", "x"], ["应为整数", "'x'"], ["whole number", "'x'"]),
    "no value": (["search", "--limit"], ["--limit", "要有一个值"], ["--limit", "needs a value"]),
    "no such option": (["search", "x", "--nonsense"], ["不认识 --nonsense"], ["unknown"]),
    "two at once": (
        ["report", "--center", "a", "--chain", "b", "-o", "x.html"],
        ["--chain", "不能与 --center 同用"], ["not together with --center"]),
    "port too large": (["serve", "--port", "99999"], ["--port", "0–65535", "99999"],
                       ["--port", "between 0 and 65535"]),
    "port below zero": (["serve", "--port", "-1"], ["0–65535", "-1"], ["between 0 and 65535"]),
    "port no number": (["serve", "--port", "http"], ["0–65535"], ["between 0 and 65535"]),
    "limit below one": (["search", "x", "--limit", "-1"], ["--limit", "-1"], ["from 1 on", "-1"]),
    "limit nought": (["search", "x", "--limit", "0"], ["1 以上"], ["from 1 on"]),
    "nothing to search": (["search", ""], ["没有可查找的文字"], ["no text to look for"]),
    "spaces to search": (["search", " 　"], ["没有可查找的文字"], ["no text to look for"]),
    "store without name": (["store", "info", "--store", ""], ["--store", "chuangpu.db"],
                           ["--store", "chuangpu.db"]),
    "sqlite without name": (["store", "info", "--store", "sqlite:"], ["没有文件名"],
                            ["names no file"]),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_is_one_line_in_the_language_asked_for(chuangpu, case, lang):
    words, zh, en = WRONG[case]

    done = chuangpu("--lang", lang, *words)

    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert [one for one in (zh if lang == "zh" else en) if one not in done.err] == []
    assert "argument" not in done.err


@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_is_one_json_document_too(ask, case):
    done = ask(*WRONG[case][0])

    assert done.status == 2
    assert done.body["error"]["code"] == "usage"
    assert done.body["error"]["message"]
    assert done.body["error"]["suggestion"]


def test_an_empty_setting_is_no_setting(chuangpu, monkeypatch):
    monkeypatch.setenv("CHUANGPU_STORE", "")

    assert "chuangpu.db" in chuangpu("store", "info").err


# what the system refuses


@pytest.mark.parametrize("kind", [IsADirectoryError, PermissionError, FileNotFoundError, OSError])
def test_a_refusal_of_the_system_is_told_in_our_words(kind):
    numbers = {IsADirectoryError: errno.EISDIR, PermissionError: errno.EACCES,
               FileNotFoundError: errno.ENOENT, OSError: errno.ENOTTY}  # fmt: skip
    number = numbers[kind]

    for text in reason_of(kind(number, os.strerror(number))):
        assert text
        assert os.strerror(number) not in text


def test_a_report_in_the_place_of_a_folder_says_so(chuangpu, data, tmp_path):
    (data / "o.csv").write_text("org_id,name,type\norg:a,甲,enterprise\n", encoding="utf-8")
    chuangpu("build", data)

    zh, en = (chuangpu("report", "-o", data, "--lang", one) for one in ("zh", "en"))

    assert (zh.status, en.status) == (1, 1)
    assert "是文件夹" in zh.err
    assert "is a folder" in en.err


def test_a_file_where_a_folder_should_be_made_says_so(chuangpu, tmp_path):
    (tmp_path / "demo").write_bytes(b"mine")

    done = chuangpu("demo", "--lang", "en")

    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "a file of that name is there already" in done.err


YAMLS = {
    "brackets": "source: x\ncolumns: [编号, 名称\n",
    "indentation": "source: x\n  columns: y\n",
    "tab": "source: x\ncolumns:\n\t编号:\n",
    "quote": "source: 'x\ncolumns: y\n",
    "control": "source: x\x07\n",
    "date": "source: x\ndate: 2022-13-45\n",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["mapping", "dataset"])
@pytest.mark.parametrize("case", YAMLS)
def test_broken_yaml_is_told_in_our_words(chuangpu, data, case, role, lang):
    (data / "o.csv").write_text("org_id,name,type\norg:a,甲,enterprise\n", encoding="utf-8")
    path = data.parent / "m.yaml" if role == "mapping" else data / "dataset.yaml"
    path.write_text(YAMLS[case], encoding="utf-8")
    words = ["--mapping", path] if role == "mapping" else []

    done = chuangpu("build", data, *words, "--lang", lang)

    assert (done.status, done.err.count("\n")) == (1, 1)
    assert path.name in done.err
    raw = ("while ", "expected", "found character", "unacceptable", "<unicode", "month must")
    assert [one for one in raw if one in done.err] == []
    if case not in ("control", "date"):
        assert ("行" if lang == "zh" else "line") in done.err


# no text, no reader


def test_an_address_of_a_store_without_a_name_is_wrong_usage():
    for url in ("", " ", "sqlite:", "sqlite:?vfs=unix-dotfile"):
        with pytest.raises(UsageError, match="names no file"):
            open_store(url)
    with pytest.raises(StoreError):
        open_store("nowhere.db")


@pytest.mark.parametrize("words", [["entity"], ["search"], ["gaps", "--chain"], ["nonsense"],
                                   ["metrics", "--center"], ["store", "info", "--store"]],
                         ids=" ".join)  # fmt: skip
def test_a_word_that_is_no_utf8_is_wrong_usage(chuangpu, words):
    done = chuangpu(*words[:-1], words[-1], "\udcff\udcfe")

    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("words", [["check", "--codes"], ["check", "--codes", "--json"], ["--help"],
                                   ["store", "info"], ["search", "厂"]], ids=" ".join)  # fmt: skip
def test_a_reader_that_has_gone_is_no_failure_to_talk_about(words, ask, data, tmp_path):
    rows = "".join(f"org:{n},第{n}厂,enterprise\n" for n in range(50))
    (data / "o.csv").write_text("org_id,name,type\n" + rows, encoding="utf-8")
    ask("build", data)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "api", *words], stdout=writing, stderr=subprocess.PIPE,
            cwd=tmp_path, timeout=60, check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )  # fmt: skip
    finally:
        os.close(writing)

    assert done.stderr == b""
    assert done.returncode in (0, 141)  # argparse itself drops what --help cannot print
