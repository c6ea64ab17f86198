"""What stands before the application: whose name may be called, and HEAD as GET without body."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names by which a machine calls itself."""


def host_name(text: str) -> str:
    """The name in a Host header or setting: without port, brackets and final dot.

    >>> host_name("[::1]:8000"), host_name("LOCALHOST.:80"), host_name("::1")
    ('::1', 'localhost', '::1')
    """
    text = text.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    name = text if text.count(":") > 1 else text.partition(":")[0]
    return name.removesuffix(".")


def hosts_of(address: str, configured: Iterable[str]) -> tuple[str, ...]:
    """The names that a server bound to an address answers to; none means any.

    On a loopback address only this machine can ask, but any page that its user opens can make
    the browser ask under a name of its own (DNS rebinding): so other names are refused. On other
    addresses we cannot know our names, and check them only where some are configured.
    """
    extra = tuple(configured)
    if not extra and not ipaddress.ip_address(address).is_loopback:
        return ()
    return tuple(dict.fromkeys((*LOOPBACK, address, *extra)))


class KnownHosts:
    """Refuses requests that call the server by a name it does not go by."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self.app, self.names = app, frozenset(map(host_name, names))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            called = [host_name(one) for one in Headers(scope=scope).getlist("host")] or [""]
            unknown = next((one for one in called if one not in self.names), None)
            if unknown is not None:
                refusal = problem(
                    Request(scope), 421, "unknown-host",
                    f"本服务不叫 {unknown or '（空）'} / this server is not called {unknown or '(nothing)'}",
                    "用 http://127.0.0.1 打开，或用 serve --allowed-host 加上这个名字 / "
                    "open it as http://127.0.0.1, or add the name with serve --allowed-host",
                )  # fmt: skip
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)


class HeadAsGet:
    """Answers HEAD like GET, without the body; the framework's own routes answer 405."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] == "HEAD"
        if not asked or not scope["path"].startswith(self.prefix):
            await self.app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
            elif not message.get("more_body"):
                await send({"type": "http.response.body", "body": b""})

        await self.app({**scope, "method": "GET"}, receive, bodiless)
