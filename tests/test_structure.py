"""``metrics`` in all its forms: ecosystem files, readings, null models, comparison, time, map."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli import main
from graph.store import open_store
from loaders.build import build

KEYS = json.loads(
    (Path(__file__).parent / "fixtures" / "metric_keys.json").read_text(encoding="utf-8")
)
EXAMPLE = Path(__file__).parents[1] / "docs" / "example" / "ecosystem.json"
STAR = {
    "meta": {"name": "星"},
    "nodes": [{"id": "c", "type": "center"}, *({"id": x, "type": "enterprise"} for x in "abd")],
    "edges": [{"source": "c", "target": x, "type": "collaborates"} for x in "abd"],
}


@pytest.fixture(scope="module")
def path(tmp_path_factory, province):
    """The invented province in a file."""
    path = tmp_path_factory.mktemp("structure") / "i.db"
    store = open_store(str(path), create=True)
    build(store, [province.folder])
    store.close()
    return path


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Null models are kept apart from the user's."""
    monkeypatch.setenv("CHUANGPU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def ran(capsys, *command):
    status = main([*map(str, command)])
    found = capsys.readouterr()
    return status, found.out, found.err


def asked(capsys, *command):
    status, out, err = ran(capsys, *command, "--json")
    assert status == 0, err
    return json.loads(out)


def written(tmp_path, body):
    path = tmp_path / "生态.json"
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


# ecosystem files


def test_a_file_prints_exactly_the_keys_of_the_contract(capsys):
    body = asked(capsys, "metrics", EXAMPLE)

    assert set(body) == {"core", "bases", "network", "chain"}
    for card in ("core", "bases", "network"):
        assert set(body[card]) == set(KEYS[card])
    assert set(body["chain"]) <= set(KEYS["chain"])


def test_a_star_by_hand(capsys, tmp_path):
    """Three leaves: share 1, betweenness 1, constraint 3 (1/3)^2, R (n-1)/n^2 = 3/16."""
    body = asked(capsys, "metrics", written(tmp_path, STAR))

    core, network = body["core"], body["network"]
    assert (core["core_tie_share"], core["core_betweenness"], core["be_fit_best"]) == (1, 1, 1)
    assert core["core_constraint"] == pytest.approx(1 / 3)
    assert core["core_independence"] is None
    assert core["core_brokerage"] == {
        "coordinator": 0, "consultant": 3, "gatekeeper_or_representative": 0, "liaison": 0,
    }  # fmt: skip
    assert network["robustness_R"] == pytest.approx(3 / 16)
    assert network["n_actors"] == 4
    assert set(body["bases"].values()) == {None, 0}


def test_the_reading_is_a_choice_for_a_file_too(capsys, tmp_path):
    """The host's tie to a becomes the center's: shares 1/2 and 1."""
    body = {
        "nodes": [{"id": "c", "type": "center"}, {"id": "h", "type": "host"},
                  {"id": "a", "type": "enterprise"}, {"id": "b", "type": "enterprise"}],
        "edges": [{"source": "h", "target": "c", "type": "hosts"},
                  {"source": "c", "target": "a", "type": "collaborates"},
                  {"source": "h", "target": "b", "type": "collaborates"}],
    }  # fmt: skip
    file = written(tmp_path, body)

    assert asked(capsys, "metrics", file)["core"]["core_tie_share"] == 0.5
    merged = asked(capsys, "metrics", file, "--core", "with_hosts")
    assert merged["core"]["core_tie_share"] == 1
    assert merged["network"]["n_actors"] == 3


def test_a_file_in_words_counts_what_cleaning_did(capsys, tmp_path):
    dirty = {
        **STAR,
        "edges": [*STAR["edges"], {"source": "a", "target": "a", "type": "collaborates"}],
    }
    status, out, _ = ran(capsys, "metrics", written(tmp_path, dirty))

    assert status == 0
    assert "自己连自己 1" in out
    assert "核心关联占比" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"nodes": [', "生态.json:1:12"),
        ("[]", "生态文件"),
        ('{"nodes": [], "x": NaN}', "NaN"),
        ('{"edges": []}', "nodes"),
        (
            json.dumps({
                "nodes": [{"id": "a", "type": "segment"}, {"id": "b", "type": "segment"}],
                "edges": [{"source": "a", "target": "b", "type": "upstream_of"},
                          {"source": "b", "target": "a", "type": "upstream_of"}],
            }), "a > b",
        ),
    ],
    ids=["cut", "a-list", "nan", "no-nodes", "cycle"],
)  # fmt: skip
def test_a_bad_file_is_refused_in_one_line(capsys, tmp_path, text, said):
    status, out, err = ran(capsys, "metrics", written(tmp_path, text), "--json")

    assert status == 1
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert set(json.loads(out)) == {"error"}


def test_a_missing_file_is_named(capsys, tmp_path):
    status, _, err = ran(capsys, "metrics", tmp_path / "none.json")

    assert (status, "none.json" in err) == (1, True)


@pytest.mark.parametrize(
    "option", [("--center", "c"), ("--nulls", "5"), ("--series",), ("--aggregate",)]
)
def test_what_is_for_stores_is_wrong_usage_with_a_file(capsys, option):
    status, _, err = ran(capsys, "metrics", EXAMPLE, *option)

    assert (status, option[0] in err) == (2, True)


# stores


@pytest.mark.parametrize("option", [[], ["--core", "with_hosts"]])
def test_every_card_holds_its_headlines_and_all_its_keys(capsys, path, option):
    body = asked(capsys, "metrics", "--store", path, "--center", "ctr:inv-02", *option)
    scope = body["scopes"][0]

    assert body["core"] == (option[1] if option else "center")
    for card in ("core", "bases", "network"):
        assert set(KEYS[card]) <= set(scope["cards"][card])
        assert sum(one["headline"] for one in scope["cards"][card].values()) == 5
        assert scope["weakest"][card]["key"] in scope["cards"][card]
    independence = scope["cards"]["core"]["core_independence"]
    assert independence["reason"] == ("contracted" if option else None)


def test_both_readings_leave_the_chain_as_it_is(capsys, path):
    one, two = (
        asked(capsys, "metrics", "--store", path, "--center", "ctr:inv-02", "--core", reading)
        for reading in ("center", "with_hosts")
    )
    chain = [body["scopes"][0]["cards"]["chain"] for body in (one, two)]

    assert {k: v["value"] for k, v in chain[0].items()} == {
        k: v["value"] for k, v in chain[1].items()
    }


def test_null_models_stand_beside_the_value(capsys, path, cache):
    body = asked(capsys, "metrics", "--store", path, "--center", "ctr:inv-02", "--nulls", "20")
    core = body["scopes"][0]["cards"]["core"]["core_tie_share"]

    assert set(core["nulls"]) == {"N1", "N3"}
    assert core["percentile"] == core["nulls"]["N1"]["percentile"]
    assert core["nulls"]["N3"]["exact"] is True
    assert len(list(cache.iterdir())) == 1
    again = asked(capsys, "metrics", "--store", path, "--center", "ctr:inv-02", "--nulls", "20")
    assert again == body


def test_nothing_is_compared_or_averaged_unless_asked_for(capsys, path):
    scope = asked(capsys, "metrics", "--store", path, "--center", "ctr:inv-02")["scopes"][0]

    assert "aggregate" not in scope
    values = [one for card in scope["cards"].values() for one in card.values()]
    assert {one["percentile"] for one in values} == {None}


def test_a_comparison_names_intervals_and_no_ranks(capsys, path):
    body = asked(
        capsys, "metrics", "--store", path, "--compare", "ctr:inv-02,ctr:inv-04,ctr:inv-03"
    )

    network = body["cards"]["network"]
    assert network["intervals"]["ctr:inv-02"]["low"] < network["intervals"]["ctr:inv-02"]["high"]
    assert network["pairs"][0]["above"] == "ctr:inv-02"  # the target form against the tree
    assert "rank" not in json.dumps(body)
    assert body["cards"]["bases"]["intervals"]["ctr:inv-03"] is None  # it has no base


def test_a_comparison_needs_two(capsys, path):
    status, _, err = ran(capsys, "metrics", "--store", path, "--compare", "ctr:inv-02")

    assert (status, "--compare" in err) == (2, True)


def test_an_unknown_center_is_suggested(capsys, path):
    status, _, err = ran(capsys, "metrics", "--store", path, "--compare", "ctr:inv-02,ctr:inv-99")

    assert (status, "ctr:inv-99" in err) == (1, True)


def test_a_series_ends_with_the_window_of_the_cards(capsys, path):
    body = asked(capsys, "metrics", "--store", path, "--center", "ctr:inv-02", "--series")
    cards = asked(capsys, "metrics", "--store", path, "--center", "ctr:inv-02")

    last = body["series"][-1]
    assert last["window"] == cards["window"]
    for card, values in cards["scopes"][0]["cards"].items():
        for key, one in values.items():
            assert last["scopes"][0]["cards"][card][key]["value"] == one["value"]
    assert all(a["window"][0] + 1 == b["window"][0]
               for a, b in zip(body["series"], body["series"][1:], strict=False))  # fmt: skip


def test_the_map_is_a_picture_without_scripts(capsys, path, tmp_path):
    body = asked(capsys, "metrics", "--store", path, "--map", tmp_path / "m.svg")
    picture = (tmp_path / "m.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(picture)

    assert "虚构" in picture
    assert "script" not in picture
    assert {point["core"] for point in body["points"]} == {"center", "with_hosts"}
    unseen = next(p for p in body["points"] if p["id"] == "ctr:inv-07")
    assert unseen["form"] is None
    star = next(p for p in body["points"] if p["id"] == "ctr:inv-01")
    assert (star["x"]["value"], star["y"]["value"], star["form"]) == (1, 0, "star")


# faces agree


def test_the_interface_gives_the_same_bodies(capsys, path, tmp_path):
    app = create_app(lambda: open_store(str(path)))
    store = ("--store", path)
    pairs = [
        ("/centers/ctr:inv-02/cards?core=with_hosts&aggregate=true",
         ("metrics", *store, "--center", "ctr:inv-02", "--core", "with_hosts", "--aggregate")),
        ("/centers/province/series", ("metrics", *store, "--series")),
        ("/compare?ids=ctr:inv-02,ctr:inv-04", ("metrics", *store, "--compare", "ctr:inv-02,ctr:inv-04")),
        ("/map", ("metrics", *store, "--map", tmp_path / "m.svg")),
    ]  # fmt: skip
    with TestClient(app) as client:
        for url, command in pairs:
            answer = client.get("/api/v1" + url)
            assert answer.status_code == 200, answer.text
            assert answer.json() == asked(capsys, *command), url
        picture = client.get("/api/v1/map.svg")
        assert picture.text == (tmp_path / "m.svg").read_text(encoding="utf-8")
        assert client.get("/api/v1/compare?ids=ctr:inv-02").status_code == 422


PROGRAM = """
import sys
from api.cli import main
for command in (["--nulls", "5", "--aggregate"], ["--series"], ["--core", "with_hosts"]):
    main(["metrics", "--store", sys.argv[1], "--center", "ctr:inv-02", *command, "--json"])
"""


def test_the_same_bytes_whatever_the_hash_seed_and_the_threads(path, tmp_path):
    found = set()
    for seed, threads in (("1", "1"), ("2", "2"), ("1", "2")):
        environment = {
            **os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads,
            "OPENBLAS_NUM_THREADS": threads, "CHUANGPU_CACHE": str(tmp_path / seed / threads),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(path)], env=environment, capture_output=True,
            check=True, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        found.add(done.stdout)
    assert len(found) == 1
