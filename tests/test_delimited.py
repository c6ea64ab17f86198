"""Text tables as people save them: encodings, separators, blank lines, broken files."""

from __future__ import annotations

import codecs
import gc
import warnings

import pytest

from loaders.readers import delimited

LINES = (
    "org_id,name,type,aliases,note",
    "org:a,𠮷田（杭州）,enterprise,甲;乙,",
    'org:b,乙大学,university,,"一,""二"""',
    "org:c,丙所,institute,,",
)
TEXT = "\n".join(LINES) + "\n"
TABBED = TEXT.replace('"一,""二"""', "一，二").replace(",", "\t")


def one_file(folder, content, name="organizations.csv"):
    (folder / name).write_bytes(content)
    return folder / name


@pytest.fixture
def digest(ask, data):
    """The digest and the report of one file of given bytes."""

    def build(content, name="organizations.csv", *options):
        path = one_file(data, content, name)
        body = ask(
            "build", path, "--store", f"{len(list(data.parent.iterdir()))}.db", *options
        ).body
        return body["digest"], body

    return build


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("utf-8-sig", TEXT.encode("utf-8-sig")),
        ("utf-8", TEXT.replace("\n", "\r\n").encode()),
        ("utf-8", TEXT.rstrip("\n").encode()),
        ("utf-8", TEXT.replace("\n", "\n\n \n").encode()),
        ("utf-8", ("\n\n" + TEXT).encode()),
        ("utf-8-sig", TEXT.replace("\n", "\r\n").encode("utf-8-sig")),
        ("gb18030", TEXT.encode("gb18030")),
        ("utf-16", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")),
        ("utf-16", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")),
    ],
    ids=["bom", "crlf", "no-last-newline", "blank-lines", "blank-first", "bom-crlf", "gb18030",
         "utf-16-le", "utf-16-be"],
)  # fmt: skip
def test_the_way_of_saving_does_not_show(digest, encoding, content):
    plain, _ = digest(TEXT.encode())

    found, body = digest(content)

    assert found == plain
    assert body["files"][0]["encoding"] == encoding
    assert body["totals"]["loaded"] == len(LINES) - 1


@pytest.mark.parametrize("suffix", ["txt", "tsv", "csv"])
def test_unicode_text_of_a_spreadsheet_loads(digest, suffix):
    """Tabs and UTF-16, as "Unicode text" is saved."""
    plain, _ = digest(TABBED.encode())

    assert digest(TABBED.encode("utf-16"), f"organizations.{suffix}")[0] == plain


def test_semicolons_separate_too(digest):
    text = TABBED.replace("甲;乙", "甲")
    plain, _ = digest(text.encode())

    assert digest(text.replace("\t", ";").encode())[0] == plain


def test_a_named_encoding_is_used(digest):
    plain, _ = digest(TEXT.encode())

    assert digest(TEXT.encode("gb18030"), "a.csv", "--encoding", "gb18030")[0] == plain


def test_rows_are_numbered_as_a_spreadsheet_shows(ask, data):
    """Blank lines count, line breaks inside a quoted cell do not."""
    text = (
        "\norg_id,name,type,note\n"  # rows 1 and 2
        'org:a,甲厂,enterprise,"第一行\n第二行\n第三行"\n'  # row 3
        "\n"  # row 4
        "org:b,,enterprise,\n"  # row 5
    )
    one_file(data, text.encode())

    body = ask("build", data).body

    assert [(p["row"], p["column"]) for p in body["problems"]] == [(5, "name")]
    assert body["totals"]["read"] == 2
    facts = ask("entity", "org:a").body["facts"]
    assert {fact["source"]["row"] for fact in facts} == {3}


# files that cannot be read

# Until test_a_file_that_is_refused_is_closed passes.
leaks = pytest.mark.filterwarnings("ignore::ResourceWarning")

BROKEN = {
    "undecodable": (b"org_id,name,type\norg:a,\xe7\x94\xb2,enterprise\norg:b,\xff\xff,x\n", "3"),
    "two encodings": (
        "org_id,name,type\norg:a,甲,enterprise\n".encode() + "org:b,乙丁戊,x\n".encode("gbk"), "3",
    ),
    "empty": (b"", ""),
    "only blank lines": (b"\n \n\n", ""),
    "a header twice": (b"org_id,name,type,name\norg:a,x,enterprise,y\n", "name (2, 4)"),
    "a column lacking": ("org_id,名字,type\norg:a,甲,enterprise\n".encode(), "name"),
    "nothing known": ("甲,乙\n1,2\n".encode(), "broken.csv"),
}  # fmt: skip
CODES = {
    "undecodable": "undecodable", "two encodings": "undecodable", "empty": "empty-file",
    "only blank lines": "empty-file", "a header twice": "duplicate-header",
    "a column lacking": "missing-column", "nothing known": "unknown-source",
}  # fmt: skip


@leaks
@pytest.mark.parametrize("case", BROKEN)
def test_an_unreadable_file_is_named_and_the_others_load(ask, data, case):
    content, told = BROKEN[case]
    one_file(data, content, "broken.csv")
    one_file(data, TEXT.encode())

    done = ask("build", data)

    (problem,) = done.body["problems"]
    assert (problem["file"], problem["row"], problem["code"], problem["severity"]) == (
        "broken.csv", None, CODES[case], "error")  # fmt: skip
    assert told in problem["message"]
    assert problem["suggestion"]
    assert done.status == 1
    assert {one["file"]: one["status"] for one in done.body["files"]} == {
        "broken.csv": "refused", "organizations.csv": "loaded"}  # fmt: skip
    assert done.body["totals"]["loaded"] == len(LINES) - 1


@leaks
@pytest.mark.parametrize("case", BROKEN)
def test_strict_refuses_all_for_an_unreadable_file(ask, data, case):
    one_file(data, BROKEN[case][0], "broken.csv")
    one_file(data, TEXT.encode())

    assert ask("build", data, "--strict").status == 1
    assert ask("store", "info").body["error"]["code"] == "store"  # none was left behind


@leaks
@pytest.mark.parametrize("case", ["a header twice", "undecodable", "nothing known"])
def test_an_unreadable_file_is_told_as_exactly_in_english(ask, data, case):
    content, told = BROKEN[case]
    one_file(data, content, "broken.csv")

    assert told in ask("build", data, "--lang", "en").body["problems"][0]["message"]


def test_a_file_that_is_refused_is_closed(ask, data):
    one_file(data, BROKEN["nothing known"][0])

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        ask("build", data)
        gc.collect()

    assert [one for one in seen if issubclass(one.category, ResourceWarning)] == []


def test_a_header_alone_is_an_empty_table(ask, data):
    one_file(data, (LINES[0] + "\n").encode())

    done = ask("build", data)

    assert (done.status, done.body["files"][0]["status"]) == (0, "loaded")
    assert done.body["totals"]["read"] == 0


def test_a_missing_path_is_one_line(chuangpu):
    done = chuangpu("build", "nowhere.csv")

    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert "nowhere.csv" in done.err


def test_what_is_no_table_is_said_to_be_skipped(ask, data):
    one_file(data, TEXT.encode())
    one_file(data, b"# notes", "README.md")
    (data / ".hidden.csv").write_bytes(b"x")
    (data / "loop").symlink_to(data, target_is_directory=True)

    body = ask("build", data).body

    assert [(one["file"], one["status"]) for one in body["files"]] == [
        ("README.md", "skipped"), ("organizations.csv", "loaded")]  # fmt: skip


def test_an_unknown_encoding_is_one_line(chuangpu, data):
    done = chuangpu("build", one_file(data, TEXT.encode()), "--encoding", "utf-ate")

    assert done.status in (1, 2)
    assert "utf-ate" in done.err


@leaks
def test_a_byte_order_mark_is_no_part_of_the_first_header(ask, data):
    path = one_file(data, TEXT.encode("utf-8-sig"))

    assert ask("build", path, "--encoding", "utf-8").status == 0


@leaks
def test_a_blank_first_line_does_not_hide_the_tabs(ask, data):
    assert ask("build", one_file(data, ("\n" + TABBED).encode())).status == 0


def test_an_unclosed_quote_does_not_swallow_rows(ask, data):
    """Four records, the second with a quote that nobody closes: not two rows, all well."""
    one_file(data, (LINES[0] + '\norg:a,甲,enterprise,,\norg:b,乙,enterprise,,"备注\n'
                    "org:c,丙,enterprise,,\norg:d,丁,enterprise,,\n").encode())  # fmt: skip

    assert ask("build", data).body["problems"]


def test_a_row_shorter_than_the_header_is_ragged(ask, data):
    one_file(data, (LINES[0] + "\norg:a,甲,enterprise\n").encode())

    assert [p["code"] for p in ask("build", data).body["problems"]] == ["ragged-row"]


def test_a_file_that_breaks_off_is_refused(ask, data, monkeypatch):
    """A cell beyond the limit ends the file in the middle: the exit status says so."""
    monkeypatch.setattr(delimited, "_CELL_LIMIT", 1000)
    one_file(data, (LINES[0] + "\norg:a,甲,enterprise,,\norg:b,乙,enterprise,," + "x" * 2000
                    + "\norg:c,丙,enterprise,,\n").encode())  # fmt: skip

    done = ask("build", data)

    assert [p["code"] for p in done.body["problems"]] == ["unreadable-file"]
    assert done.body["files"][0]["status"] == "refused"
    assert done.status == 1


def test_values_under_no_header_are_noticed(ask, data):
    one_file(data, b"org_id,name,type,\norg:a,x,enterprise,kept?\n")

    assert ask("build", data).body["problems"]
