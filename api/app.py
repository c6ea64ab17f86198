"""The app factory: importing this module starts nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from api import errors
from api.gate import HeadAsGet, KnownHosts
from api.routes import chains, entities, overview, structure
from api.served import Served
from api.settings import Settings
from graph.store import Store

PREFIX = "/api/v1"
_POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'"


def create_app(open_store: Callable[[], Store], settings: Settings | None = None) -> FastAPI:
    """Build the whole application.

    Parameters
    ----------
    open_store : callable
        Opens the store; called once per worker thread.
    settings : Settings, optional
    """
    chosen = settings or Settings()
    app = FastAPI(
        title="创谱 Chuangpu", version="1", docs_url=None, redoc_url=None,
        openapi_url=PREFIX + "/openapi.json",
    )  # fmt: skip
    app.state.served = Served(open_store)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    if chosen.cors:
        app.add_middleware(
            CORSMiddleware, allow_origins=list(chosen.cors), allow_methods=["GET"],
            allow_headers=["If-None-Match"], expose_headers=["ETag"],
        )  # fmt: skip

    if chosen.allowed_hosts:
        app.add_middleware(KnownHosts, names=chosen.allowed_hosts)

    @app.middleware("http")
    async def headers(
        request: Request, proceed: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await proceed(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    app.add_middleware(HeadAsGet, prefix="/api/")  # the last one added is asked first
    errors.install(app)
    for router in (overview.router, structure.router, entities.router, chains.router):
        app.include_router(router, prefix=PREFIX, responses=errors.DOCUMENTED)
    page = Path(__file__).with_name("explorer")
    app.mount("/", StaticFiles(directory=page, html=True), name="explorer")
    return app
