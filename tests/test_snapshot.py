"""The frozen copy: what it holds, its other forms, and when it is stale."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from graph import open_snapshot
from graph.records import TYPE, FileVersion, Judgement, Provenance, statement
from graph.snapshot import Snapshot
from graph.store import MemoryStore, SqliteStore
from loaders.build import build

FILE = FileVersion("d", "f.csv", None, "0", "m")


def store_of(*statements):
    store = MemoryStore()
    session = store.begin()
    for row, one in enumerate(statements, 2):
        session.add(FILE, one, Provenance("f.csv", None, row))
    session.commit(["f.csv"], {})
    return store


def entity(key, kind, **properties):
    return [
        statement(key, TYPE, kind, "d"),
        *(statement(key, name, value, "d") for name, value in properties.items()),
    ]


def test_the_sample_as_networkx(sample):
    built = sample.snapshot.to_networkx()
    with (sample.folder / "relations.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    partners = [1 for *_, data in built.edges(data=True) if data["type"] == "COLLABORATES_WITH"]
    assert built.graph["digest"] == sample.snapshot.digest
    assert len(partners) == sum(row["relation"] == "PARTNERS_WITH" for row in rows)
    assert built.nodes["org:zju"]["name"] == "浙江大学"
    assert built.nodes["org:zju"]["type"] == "Organization"


def test_the_sample_as_tables(sample):
    tables = sample.snapshot.tables()

    assert tables["nodes"].num_rows == len(sample.snapshot) == 1132
    assert tables["edges"].num_rows == len(sample.snapshot.edges)
    assert set(tables["facts"].column("predicate").to_pylist()) >= {"name", "type", "origin"}
    years = tables["edges"].column("start").to_pylist()
    assert None in years
    assert max(year for year in years if year) == 2026


def test_the_sample_as_a_matrix(sample):
    snapshot = sample.snapshot
    directed = snapshot.matrix("SUPPLIES")
    both = snapshot.matrix("SUPPLIES", undirected=True)

    assert directed.shape == (1132, 1132)
    assert directed.sum() == 47
    assert (both != both.T).nnz == 0
    assert both.sum() == 2 * 47


def test_columns_cannot_be_changed(sample):
    with pytest.raises(ValueError, match="read-only"):
        sample.snapshot.edges.source[0] = 1


def test_a_stale_snapshot_is_not_current(tmp_path):
    store = SqliteStore(tmp_path / "g.db")
    first = open_snapshot(store)
    assert open_snapshot(store, first) is first
    (tmp_path / "places.csv").write_text("place_id,name,type\ncity:a,甲市,city\n", encoding="utf-8")

    build(store, [tmp_path / "places.csv"])

    assert not first.is_current(store)
    second = open_snapshot(store, first)
    assert second is not first
    assert second.ids == ["city:a"]
    store.close()


def test_order_of_statements_does_not_show():
    rows = [*entity("org:b", "Organization", name="乙"), *entity("org:a", "Organization", name="甲"),
            statement("org:a", "SUPPLIES", "org:b", "d", relation=True)]  # fmt: skip
    one, two = Snapshot.take(store_of(*rows)), Snapshot.take(store_of(*rows[::-1]))

    assert one.digest == two.digest
    assert one.ids == two.ids
    assert one.column("name") == two.column("name")
    assert np.array_equal(one.edges.source, two.edges.source)


def test_a_disputed_value_holds_for_nobody_and_is_flagged():
    """Two values of a single-valued property: both are kept, none is taken."""
    store = store_of(
        *entity("org:a", "Organization", name="甲"), statement("org:a", "name", "乙", "d")
    )

    snapshot = Snapshot.take(store)

    assert snapshot.column("name") == [None]
    assert snapshot.columns_many("name") == [["乙", "甲"]]
    assert snapshot.name(0) == "org:a"
    assert {flag["code"] for flag in snapshot.flags[0]} == {"duplicate-id-conflict"}


def test_of_dated_values_the_latest_holds():
    early = {"as_of": {"date": "2020", "precision": "year"}}
    late = {"as_of": {"date": "2024", "precision": "year"}}
    store = store_of(
        *entity("org:a", "Organization"),
        statement("org:a", "name", "旧名", "d", qualifiers=early),
        statement("org:a", "name", "新名", "d", qualifiers=late),
    )

    assert Snapshot.take(store).column("name") == ["新名"]


def test_merged_entities_share_their_relations():
    store = store_of(
        *entity("org:a", "Organization", name="甲"), *entity("org:b", "Organization", name="甲"),
        *entity("org:c", "Organization", name="丙"),
        statement("org:b", "SUPPLIES", "org:c", "d", relation=True),
    )  # fmt: skip
    session = store.begin()
    session.judge([Judgement("org:a", "org:b", "same")])
    session.commit([], {})

    snapshot = Snapshot.take(store)

    assert snapshot.ids == ["org:a", "org:c"]
    assert snapshot.row("org:b") == snapshot.row("org:a") == 0
    assert snapshot.matrix("SUPPLIES").toarray().tolist() == [[0, 1], [0, 0]]


def test_a_negative_judgement_keeps_clusters_apart():
    store = store_of(*(s for k in "abc" for s in entity(f"org:{k}", "Organization", name=k)))
    session = store.begin()
    session.judge([Judgement("org:a", "org:b", "same"), Judgement("org:b", "org:c", "same"),
                   Judgement("org:a", "org:c", "different")])  # fmt: skip
    session.commit([], {})

    assert Snapshot.take(store).ids == ["org:a", "org:c"]
