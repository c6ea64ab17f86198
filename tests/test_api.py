"""The API: bodies as the command line prints them, honest errors, ETags."""

from __future__ import annotations

import json
import re
import shutil

import networkx as nx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.errors import STATUS
from api.gate import hosts_of
from api.settings import Settings
from graph.errors import EcosystemError
from graph.records import Judgement
from graph.store import open_store
from loaders.build import build

PREFIX = "/api/v1"


@pytest.fixture(scope="module")
def path(tmp_path_factory, sample):
    path = tmp_path_factory.mktemp("api") / "sample.db"
    store = open_store(str(path), create=True)
    build(store, [sample.folder])
    store.close()
    return path


@pytest.fixture(scope="module")
def client(path):
    app = create_app(lambda: open_store(str(path)))
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def get(client, url, status=200, **parameters):
    answer = client.get(PREFIX + url, params=parameters)
    assert answer.status_code == status, answer.text[:300]
    return answer.json()


def printed(capsys, *command):
    assert main([*command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_error_class_has_a_status():
    assert set(EcosystemError.__subclasses__()) == set(STATUS)


def test_meta_tells_the_model(client):
    body = get(client, "/meta")

    assert body["problem_codes"]["dangling-reference"]["zh"]

    assert body["types"]["Center"]["label"]["zh"] == "技术创新中心"
    assert body["counts"]["entities"]["Organization"] == 500
    assert body["sample"] is True
    assert body["invented"] is False
    assert sum(one["headline"] for one in body["metrics"].values()) == 20


@pytest.mark.parametrize("center", ["ctr:modern-textile", "province"])
def test_cards_are_those_of_the_command_line(client, path, capsys, center):
    body = get(client, f"/centers/{center}/cards", evidence="core_tie_share")

    assert body == printed(capsys, "metrics", "--store", str(path), "--center", center,
                           "--evidence", "core_tie_share")  # fmt: skip


def test_gaps_are_those_of_the_command_line(client, path, capsys):
    assert get(client, "/gaps", top=3) == printed(
        capsys, "gaps", "--store", str(path), "--top", "3"
    )


def test_an_entity_is_that_of_the_command_line(client, path, capsys):
    body = get(client, "/entities/base:tex-pilot")

    digest = body.pop("digest")
    assert body == printed(capsys, "entity", "base:tex-pilot", "--store", str(path))
    assert digest == get(client, "/readyz")["digest"]


def test_lists_are_paged_without_loss_or_repetition(client):
    found, cursor = [], None
    while True:
        parameters = {"type": "Person,Base", "limit": 40} | ({"cursor": cursor} if cursor else {})
        body = get(client, "/entities", **parameters)
        found += [one["id"] for one in body["items"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break

    assert len(found) == len(set(found)) == body["total"] == 93 + 12
    assert found == sorted(found)


def test_neighbors_have_direction_and_total(client):
    body = get(client, "/entities/ctr:modern-textile/neighbors", relation="HAS_BASE", limit=2)

    assert body["total"] == 4
    assert [one["direction"] for one in body["items"]] == ["out", "out"]
    assert body["next_cursor"]


def test_search_finds_chinese_and_filters_by_type(client):
    body = get(client, "/search", q="纺织", type="Center")

    assert [hit["id"] for hit in body["hits"]] == ["ctr:modern-textile"]


def test_the_graph_is_cut_by_degree_and_says_so(client):
    body = get(client, "/graph", limit=20)
    ids = {node["id"] for node in body["nodes"]}

    assert body["meta"]["truncated"] is True
    assert body["meta"]["total_nodes"] == 761
    assert len(ids) == body["meta"]["returned_nodes"] == 20
    assert all(edge["source"] in ids and edge["target"] in ids for edge in body["edges"])
    assert [n["degree"] for n in body["nodes"]] == sorted(
        (n["degree"] for n in body["nodes"]), reverse=True
    )
    assert not ids & {edge["id"] for edge in body["edges"]}


def test_the_surroundings_of_an_entity_against_networkx(client, sample):
    """Two steps around a hub: the same entities and relations as NetworkX finds."""
    graph = sample.snapshot.to_networkx()
    near = nx.ego_graph(graph.to_undirected(), "org:zju-hic", radius=2)

    body = get(client, "/graph/ego/org:zju-hic", depth=2, limit=5000)
    cut = get(client, "/graph/ego/org:zju-hic", depth=2, limit=10)

    assert {node["id"] for node in body["nodes"]} == set(near)
    assert len(body["edges"]) == graph.subgraph(near).number_of_edges()
    assert body["meta"]["truncated"] is False
    assert cut["nodes"][0]["id"] == "org:zju-hic"
    assert cut["meta"]["total_nodes"] == len(near)
    assert (cut["meta"]["returned_nodes"], cut["meta"]["truncated"]) == (10, True)


def test_the_graph_of_a_center_holds_its_scope(client):
    whole = get(client, "/graph", center="ctr:modern-textile", limit=5000)

    assert whole["meta"]["truncated"] is False
    assert {"ctr:modern-textile", "base:tex-pilot"} <= {node["id"] for node in whole["nodes"]}
    assert all(node["x"] is not None for node in whole["nodes"])


def test_a_chain_has_a_box_for_every_segment(client):
    body = get(client, "/chains/chn:textile")

    assert len(body["nodes"]) == 45
    assert len({(node["x"], node["y"]) for node in body["nodes"]}) == 45
    assert {link["status"] for link in body["links"]} <= {"local", "unknown", None}
    assert body["gaps"]["totals"]["to_verify"] == len(body["gaps"]["to_verify"])


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/entities/org:none", 404, "unknown-id"),
        ("/entities/org:none/neighbors", 404, "unknown-id"),
        ("/centers/org:zju/cards", 404, "unknown-id"),
        ("/centers/ctr:modern-textile/cards?evidence=none", 404, "unknown-id"),
        ("/centers/ctr:modern-textile/cards?window=last", 422, "usage"),
        ("/chains/chn:none", 404, "unknown-id"),
        ("/graph/ego/org:none", 404, "unknown-id"),
        ("/graph?center=ctr:none", 404, "unknown-id"),
        ("/graph?limit=0", 422, "invalid-parameter"),
        ("/graph?limt=5", 422, "invalid-parameter"),
        ("/entities?cursor=%21%21", 422, "usage"),
        ("/entities?cursor=MQ", 422, "usage"),  # 1
        ("/entities?cursor=W10", 422, "usage"),  # []
        ("/entities?cursor=bnVsbA", 422, "usage"),  # null
        ("/entities?cursor=e30", 422, "usage"),  # {}
        ("/entities/ctr:modern-textile/neighbors?cursor=WzFd", 422, "usage"),  # [1]
        ("/meta?z=1", 422, "invalid-parameter"),
        ("/chains?z=1", 422, "invalid-parameter"),
        ("/search", 422, "invalid-parameter"),
        ("/nothing", 404, "unknown-path"),
    ],
)
def test_errors_are_problem_documents(client, url, status, code):
    answer = client.get(PREFIX + url)
    body = answer.json()

    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["code"] == code
    assert body["request_id"]
    assert all(set(one) == {"pointer", "detail", "code"} for one in body.get("errors", []))


WRONG = {
    "/entities?type=Organisation": ("query/type", ["Organisation", "Organization", "Center"]),
    "/entities?type=Person,Bse": ("query/type", ["Bse", "Base"]),
    "/search?q=x&type=nothing": ("query/type", ["nothing", "Person"]),
    "/graph?type=person": ("query/type", ["person", "Person"]),
    "/graph?layer=forma": ("query/layer", ["forma", "formal", "activity"]),
    "/entities/org:zju/neighbors?relation=HAS_BAS": ("query/relation", ["HAS_BAS", "HAS_BASE"]),
    "/entities/org:zju/neighbors?type=Bases": ("query/type", ["Bases", "Base"]),
    "/entities/org:zju/neighbors?direction=up": ("query/direction", ["in", "out"]),
    "/graph?layout=force": ("query/layout", ["rings", "none"]),
    "/entities?year_from=2024&year_to=2020": ("query/year_to", ["2020", "year_from", "2024"]),
    "/graph?year_from=2024&year_to=2020": ("query/year_to", ["2020", "2024"]),
    "/graph?year_from=99999999999999999999": ("query/year_from", ["9999"]),
    "/entities?year_to=-99999999999999999999": ("query/year_to", ["1"]),
    "/graph?limit=99999999999999999999": ("query/limit", ["5000"]),
    "/gaps?top=99999999999999999999": ("query/top", ["10000"]),
    "/gaps?top=" + "9" * 5000: ("query/top", []),
    "/entities?year_from=x": ("query/year_from", []),
    "/meta?lang=fr": ("query/lang", ["zh", "en"]),
    "/entities/org:zju?lang=fr": ("query/lang", ["zh", "en"]),
    "/search?q=%20": ("query/q", []),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("url", WRONG, ids=lambda url: url[:60])
def test_a_wrong_parameter_is_named_with_what_it_accepts(client, url, lang):
    pointer, told = WRONG[url]

    answer = client.get(PREFIX + url, headers={"Accept-Language": lang})
    body = answer.json()

    assert (answer.status_code, body["code"]) == (422, "invalid-parameter")
    assert answer.headers["content-type"] == "application/problem+json"
    (one,) = body["errors"]
    assert one["pointer"] == pointer
    assert pointer.partition("/")[2] in body["detail"]
    assert [word for word in told if word not in one["detail"]] == []
    assert " / " not in one["detail"]
    assert any("一" <= character <= "鿿" for character in one["detail"]) == (lang == "zh")


def test_known_values_are_still_answered(client):
    """Lists with and without spaces and commas to spare, years at the ends, both languages."""
    for url in ("/entities?type=Person, Base,", "/graph?layer=formal,activity&type=", "/meta?lang=en",
                "/entities?year_from=2020&year_to=2020", "/graph?year_from=1&year_to=9999&limit=1",
                "/entities/org:zju/neighbors?relation=HOSTED_BY&direction=in"):  # fmt: skip
        assert client.get(PREFIX + url).status_code == 200, url


def test_accepted_values_and_errors_are_documented(client):
    document = client.get(PREFIX + "/openapi.json").json()

    for path, methods in document["paths"].items():
        for status in ("404", "422"):
            content = methods["get"]["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], path
            assert set(content["application/problem+json"]["example"]) >= {"code", "detail"}
    asked = {(path.removeprefix(PREFIX), one["name"]): one["schema"]
             for path, methods in document["paths"].items()
             for one in methods["get"].get("parameters", ())}  # fmt: skip
    assert re.fullmatch(asked["/entities", "type"]["pattern"], "Person,Base")
    assert not re.fullmatch(asked["/entities", "type"]["pattern"], "Persons")
    assert "HAS_BASE" in asked["/entities/{entity}/neighbors", "relation"]["pattern"]
    assert "formal" in asked["/graph", "layer"]["pattern"]
    assert asked["/graph", "layout"]["enum"] == ["rings", "none"]
    assert '"zh"' in json.dumps(asked["/meta", "lang"])
    assert '"maximum": 9999' in json.dumps(asked["/graph", "year_to"])


@pytest.mark.parametrize(
    "url", ["/meta", "/chains/chn:textile", "/entities?limit=5", "/healthz", "/openapi.json",
            "/entities/org:none", "/graph?limit=0", "/nothing"],
)  # fmt: skip
def test_head_is_answered_like_get_without_a_body(client, url):
    got, asked = client.get(PREFIX + url), client.head(PREFIX + url)

    assert (asked.status_code, asked.content) == (got.status_code, b"")
    kept = ("content-type", "content-length", "etag", "cache-control", "content-security-policy")
    assert [asked.headers.get(key) for key in kept] == [got.headers.get(key) for key in kept]


def test_head_knows_a_tag(client):
    tag = client.head(PREFIX + "/chains").headers["etag"]

    assert client.head(PREFIX + "/chains", headers={"If-None-Match": tag}).status_code == 304


# whose name is called


@pytest.fixture(scope="module")
def guarded(path):
    settings = Settings(allowed_hosts=hosts_of("127.0.0.1", ["atlas.example.org"]))
    app = create_app(lambda: open_store(str(path)), settings)
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.mark.parametrize(
    "name", ["localhost", "localhost:8000", "LOCALHOST.:1", "127.0.0.1", "127.0.0.1:65535", "[::1]",
             "[::1]:8000", "atlas.example.org", "Atlas.Example.org:443"],
)  # fmt: skip
@pytest.mark.parametrize("url", [PREFIX + "/healthz", "/"])
def test_a_known_name_is_answered(guarded, name, url):
    assert guarded.get(url, headers={"Host": name}).status_code == 200


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
             "evil.example@localhost", "[::2]", "0.0.0.0", "", "atlas.example.org.evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("url", [PREFIX + "/meta", "/", "/js/api.js"])
def test_another_name_is_refused(guarded, name, url):
    """A page of another site that points its own name at this machine gets nothing."""
    answer = guarded.get(url, headers={"Host": name})

    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unknown-host"
    assert "--allowed-host" in answer.json()["suggestion"]
    assert guarded.head(url, headers={"Host": name}).status_code == 421


def test_names_follow_the_address_that_is_bound():
    assert set(hosts_of("127.0.0.1", [])) == {"localhost", "127.0.0.1", "::1"}
    assert "127.0.0.2" in hosts_of("127.0.0.2", [])
    assert "::1" in hosts_of("::1", [])
    assert hosts_of("0.0.0.0", []) == ()
    assert set(hosts_of("10.1.2.3", ["atlas"])) == {
        "localhost",
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "atlas",
    }


def test_errors_speak_the_language_asked_for(client):
    assert "没有" in get(client, "/entities/org:none", 404)["detail"]
    assert get(client, "/entities/org:none", 404, lang="en")["detail"] == "there is no org:none"


def test_a_known_tag_is_answered_without_a_body(client):
    first = client.get(PREFIX + "/chains")
    tag = first.headers["etag"]

    again = client.get(PREFIX + "/chains", headers={"If-None-Match": f'"x", {tag}'})
    other = client.get(PREFIX + "/meta", headers={"If-None-Match": tag})

    assert tag.startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert other.status_code == 200


def test_every_answer_forbids_outside_requests(client):
    for url in ("/meta", "/nothing"):
        policy = client.get(PREFIX + url).headers["content-security-policy"]
        assert "default-src 'self'" in policy


def test_a_source_that_moved_is_served_anew_though_the_digest_stays(tmp_path, sample):
    """Where a fact was read is part of the answer, not of the digest."""
    path = tmp_path / "s.db"
    store = open_store(str(path), create=True)
    build(store, [sample.folder])
    with TestClient(create_app(lambda: open_store(str(path)))) as client:
        url = PREFIX + "/centers/ctr:cmos-ic/cards?evidence=core_tie_share"
        before = client.get(url)
        moved = tmp_path / "moved"
        shutil.copytree(sample.folder, moved)
        table = (moved / "relations.csv").read_text(encoding="utf-8").splitlines()
        (moved / "relations.csv").write_text(
            "\n".join([table[0], *reversed(table[1:])]) + "\n", encoding="utf-8"
        )

        build(store, [moved])
        after = client.get(url, headers={"If-None-Match": before.headers["etag"]})

        assert after.status_code == 200
        assert after.json()["digest"] == before.json()["digest"]
        assert after.json()["scopes"] != before.json()["scopes"]
    store.close()


def test_a_changed_store_is_served_anew_and_a_merged_id_redirects(tmp_path, sample):
    path = tmp_path / "s.db"
    store = open_store(str(path), create=True)
    build(store, [sample.folder])
    with TestClient(create_app(lambda: open_store(str(path)))) as client:
        before = get(client, "/readyz")

        session = store.begin()
        session.judge([Judgement("org:smec", "org:xinlian", "same")])
        session.commit([], {})

        after = get(client, "/readyz")
        moved = client.get(PREFIX + "/entities/org:xinlian", follow_redirects=False)
        assert after["data_version"] == before["data_version"] + 1
        assert after["digest"] != before["digest"]
        assert (moved.status_code, moved.headers["location"]) == (
            308, "/api/v1/entities/org:smec",
        )  # fmt: skip
    store.close()
