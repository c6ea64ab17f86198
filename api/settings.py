"""One frozen settings object, read once and passed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How the server behaves.

    ``cors`` lists the origins that may read the API from another page; empty means same origin.
    ``allowed_hosts`` lists the names that a request may call the server by; empty means any, which
    is for applications that are embedded: ``serve`` fills it.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    cors: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
