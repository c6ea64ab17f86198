"""``serve``: one line once it answers, clean stop, honest refusals."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from api.commands.serve import _bind
from api.settings import Settings
from graph.store import open_store
from loaders.build import build

START = [sys.executable, "-m", "api", "serve"]


@pytest.fixture(scope="module")
def store(tmp_path_factory, sample):
    path = tmp_path_factory.mktemp("serve") / "s.db"
    made = open_store(str(path), create=True)
    build(made, [sample.folder])
    made.close()
    return path


@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_prints_its_address_and_stops_cleanly(store, stop):
    server = subprocess.Popen(
        [*START, "--store", str(store), "--port", "0"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    with server:
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(address + "api/v1/readyz", timeout=30) as answer:
            body = json.load(answer)

        server.send_signal(getattr(signal, stop))
        out, err = server.communicate(timeout=30)

    assert body["status"] == "ok"
    assert address.startswith("http://127.0.0.1:")
    assert (server.returncode, out, err) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_answers_to_its_own_names_and_those_allowed(store):
    server = subprocess.Popen(
        [*START, "--store", str(store), "--port", "0", "--allowed-host", "atlas.example.org"],
        stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    with server:
        port = int(server.stdout.readline().strip().rpartition(":")[2].strip("/"))
        found = {}
        for name in ("127.0.0.1", "localhost", "[::1]", "atlas.example.org", "evil.example"):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/api/v1/healthz", headers={"Host": f"{name}:{port}"})
            found[name] = connection.getresponse().status
            connection.close()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("HEAD", "/api/v1/meta")
        head = connection.getresponse()
        rest = head.read()
        connection.request("GET", "/api/v1/healthz")  # the connection is still in step
        after = connection.getresponse().read()
        connection.close()
        server.terminate()
        server.wait(timeout=30)

    assert found == {"127.0.0.1": 200, "localhost": 200, "[::1]": 200, "atlas.example.org": 200,
                     "evil.example": 421}  # fmt: skip
    assert (head.status, rest) == (200, b"")
    assert json.loads(after) == {"status": "ok"}


@pytest.mark.parametrize("name", ["", "http://x", "a b", "*"])
def test_an_allowed_host_is_the_name_of_a_host(name, chuangpu):
    done = chuangpu("serve", "--allowed-host", name)

    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


def test_an_address_that_is_none_is_refused_on_one_line(store, chuangpu):
    done = chuangpu("serve", "--store", store, "--host", "no.such.host.invalid", "--lang", "en")

    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "no.such.host.invalid" in done.err


def test_a_missing_store_is_refused_on_one_line(tmp_path):
    done = subprocess.run(
        [*START, "--store", str(tmp_path / "none.db"), "--lang", "en"], capture_output=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "there is no store" in done.stderr


def test_a_port_in_use_is_refused_on_one_line(store):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*START, "--store", str(store), "--port", str(port), "--lang", "en"],
            capture_output=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--port 0" in done.stderr


def test_connections_do_not_hold_packets_back():
    """A second packet would wait for the asker's delayed acknowledgement, 40 ms."""
    with (
        _bind(Settings(port=0)) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
