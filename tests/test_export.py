"""Exports open in their own tools' readers, and hostile names stay text."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import networkx as nx
import pytest
from openpyxl import load_workbook

from graph.errors import UsageError
from graph.export import FORMATS, export
from graph.export.sanitize import cell
from graph.records import TYPE, FileVersion, Provenance, statement
from graph.snapshot import Snapshot
from graph.store import MemoryStore

HOSTILE = ["<img src=x onerror=alert(1)>", "=cmd()", "a\x00b\x0bc", '"];alert(1)//', "长" * 5000]


@pytest.fixture(scope="module")
def hostile():
    store = MemoryStore()
    session = store.begin()
    version = FileVersion("d", "f.csv", None, "0", "m")
    for number, name in enumerate(HOSTILE):
        key = f"org:{number}"
        for one in (statement(key, TYPE, "Organization", "d"), statement(key, "name", name, "d")):
            session.add(version, one, Provenance("f.csv", None, number + 2))
    session.add(version, statement("org:0", "SUPPLIES", "org:1", "d", relation=True),
                Provenance("f.csv", None, 9))  # fmt: skip
    session.commit(["f.csv"], {})
    return Snapshot.take(store)


def test_gexf_opens_in_networkx(sample):
    built = nx.read_gexf(io.BytesIO(export(sample.snapshot, "gexf")))

    assert len(built) == len(sample.snapshot)
    assert built.number_of_edges() == len(sample.snapshot.edges)
    assert built.nodes["org:zju"]["label"] == "浙江大学"


def test_graphml_opens_in_networkx(sample):
    built = nx.read_graphml(io.BytesIO(export(sample.snapshot, "graphml")), force_multigraph=True)

    assert len(built) == len(sample.snapshot)
    assert built.number_of_edges() == len(sample.snapshot.edges)
    assert built.nodes["org:zju"]["kind"] == "university"


def test_csv_tables_have_a_mark_and_all_rows(sample):
    archive = zipfile.ZipFile(io.BytesIO(export(sample.snapshot, "csv")))
    nodes = archive.read("nodes.csv").decode("utf-8")

    assert nodes.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(nodes.lstrip("\ufeff"))))
    assert len(rows) == len(sample.snapshot)


def test_json_is_the_body_of_the_api(sample):
    body = json.loads(export(sample.snapshot, "json"))

    assert body["meta"]["digest"] == sample.snapshot.digest
    assert body["meta"]["truncated"] is False
    assert len(body["nodes"]) == len(sample.snapshot)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_stay_text(name, hostile):
    content = export(hostile, name)

    if name == "gexf":
        found = {d["label"] for _, d in nx.read_gexf(io.BytesIO(content)).nodes(data=True)}
    elif name == "graphml":
        built = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
        found = {d["label"] for _, d in built.nodes(data=True)}
    elif name == "json":
        found = {node["label"] for node in json.loads(content)["nodes"]}
    else:
        text = zipfile.ZipFile(io.BytesIO(content)).read("nodes.csv").decode("utf-8-sig")
        found = {row["label"] for row in csv.DictReader(io.StringIO(text))}
        assert "'=cmd()" in found
        found = {label.removeprefix("'") for label in found}
    plain = {name.replace("\x00", "").replace("\x0b", "") for name in HOSTILE}
    assert found in (plain, set(HOSTILE))


@pytest.mark.parametrize("name", FORMATS)
def test_equal_content_gives_equal_bytes(name, sample):
    assert export(sample.snapshot, name) == export(sample.snapshot, name)


@pytest.mark.parametrize("name", FORMATS)
def test_invented_data_says_so(name, province):
    content = export(province.snapshot, name, invented=True)
    if name == "csv":
        content = zipfile.ZipFile(io.BytesIO(content)).read("edges.csv")

    assert "虚构" in content.decode("utf-8")


def test_an_unknown_format_names_the_nearest(sample):
    with pytest.raises(UsageError, match="gexf"):
        export(sample.snapshot, "gefx")


# cells and files of tables


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\t", "\r"])
def test_what_a_spreadsheet_might_run_is_marked_as_text(sign, before):
    assert cell(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("lead", ["\t", "\r", "\n"])
def test_tab_and_return_at_the_start_are_marked_too(lead):
    assert cell(f"{lead}甲") == f"'{lead}甲"


@pytest.mark.parametrize("text", ["甲＝乙", "a-b", "1", "", "'=1"])
def test_other_text_stays_as_it_is(text):
    assert cell(text) == text


def test_a_report_of_a_build_runs_no_formula_either(ask, data, tmp_path):
    (data / "o.csv").write_text("org_id,name,type\norg:a,甲,＝cmd()\n", encoding="utf-8")
    ask("build", data, "--report", "r.xlsx")

    values = list(load_workbook(tmp_path / "r.xlsx")["problems"].values)

    assert "'＝cmd()" in values[1]


@pytest.fixture
def one(ask, data):
    (data / "o.csv").write_text("org_id,name,type\norg:a,甲,enterprise\n", encoding="utf-8")
    ask("build", data)


@pytest.mark.parametrize("name", ["x.csv", "x.CSV", "x.txt"])
def test_two_tables_do_not_go_into_one_csv_file(chuangpu, one, tmp_path, name):
    done = chuangpu("export", "--format", "csv", "-o", name, "--lang", "en")

    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "-o x.zip" in done.err
    assert "folder: -o x" in done.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("there", [True, False])
def test_tables_go_into_a_folder(chuangpu, one, tmp_path, there):
    if there:
        (tmp_path / "tables.2026").mkdir()
    name = "tables.2026" if there else "tables"

    done = chuangpu("export", "--format", "csv", "-o", name)

    assert done.status == 0
    assert sorted(path.name for path in (tmp_path / name).iterdir()) == ["edges.csv", "nodes.csv"]
    assert "org:a" in (tmp_path / name / "nodes.csv").read_text("utf-8-sig")


def test_tables_go_into_a_zip(chuangpu, one, tmp_path):
    assert chuangpu("export", "--format", "csv", "-o", "x.zip").status == 0

    assert zipfile.ZipFile(tmp_path / "x.zip").namelist() == ["nodes.csv", "edges.csv"]


def test_a_file_in_the_place_of_the_folder_is_one_line(chuangpu, one, tmp_path):
    (tmp_path / "tables").write_bytes(b"mine")

    done = chuangpu("export", "--format", "csv", "-o", "tables")

    assert (done.status, done.err.count("\n")) == (1, 1)
    assert (tmp_path / "tables").read_bytes() == b"mine"
