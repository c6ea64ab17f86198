"""``serve``: the API and the explorer page."""

from __future__ import annotations

import argparse
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from api.app import create_app
from api.arguments import host, port
from api.console import Console
from api.gate import hosts_of
from api.settings import Settings
from graph.errors import StoreError, reason_of
from graph.store import open_store

_STOPS = (signal.SIGINT, signal.SIGTERM)


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``serve``."""
    text = say("启动网页与接口", "serve the page and the API")
    parser = groups.add_parser("serve", parents=[shared], help=text, description=text,
                               epilog=say("例：", "example: ")
                               + "chuangpu serve --store demo/zhejiang.db")  # fmt: skip
    parser.add_argument("--host", default="127.0.0.1", help=say("监听地址", "address to bind"))
    parser.add_argument("--port", type=port, default=8000, help=say(
        "端口，0 为任选", "port, 0 picks a free one"))  # fmt: skip
    parser.add_argument(
        "--allowed-host", metavar="NAME", action="append", default=[], type=host, help=say(
            "还可以用这个名字访问（可多次）；监听本机地址时默认只认 localhost、127.0.0.1、[::1]",
            "a further name to be called by (may be repeated); on a loopback address only "
            "localhost, 127.0.0.1 and [::1] are answered"))  # fmt: skip
    parser.set_defaults(run=run_serve)


def run_serve(arguments: argparse.Namespace, console: Console) -> int:
    """Serve until interrupted; prints the address once it answers."""
    url = arguments.store
    open_store(url).close()  # refuse a missing store before binding
    listener = _bind(Settings(arguments.host, arguments.port))
    address, number = listener.getsockname()[:2]
    settings = Settings(
        arguments.host, number, allowed_hosts=hosts_of(address, arguments.allowed_host)
    )
    app = create_app(lambda: open_store(url), settings)
    shown = f"[{address}]" if ":" in address else address
    server = _Announcing(
        uvicorn.Config(app, log_level="warning", access_log=False),
        lambda: console.line(f"http://{shown}:{number}/"),
    )
    server.run(sockets=[listener])
    return 0


def _bind(settings: Settings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = socket.create_server((settings.host, settings.port), family=family)
        # Connections inherit it. Without, an answer in two packets waits 40 ms for the asker.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except socket.gaierror as error:
        raise StoreError(
            f"没有主机 {settings.host} / there is no host {settings.host}",
            "用本机的地址，例如 127.0.0.1 / use an address of this machine, such as 127.0.0.1",
        ) from error
    except OSError as error:
        zh, en = reason_of(error)
        raise StoreError(
            f"不能监听 {settings.host}:{settings.port}（{zh}） / "
            f"cannot bind {settings.host}:{settings.port} ({en})",
            "换一个端口：--port 0 / choose another port: --port 0",
        ) from error
    return listener


class _Announcing(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM with status 0: uvicorn would raise the signal again."""
        before = {one: signal.signal(one, self.handle_exit) for one in _STOPS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
