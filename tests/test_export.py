"""Exports open in their own tools' readers, and hostile names stay text."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import networkx as nx
import pytest

from graph.errors import UsageError
from graph.export import FORMATS, export
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
