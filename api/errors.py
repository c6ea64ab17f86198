"""Error class to HTTP status, and the one JSON shape of every error (RFC 9457)."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph.errors import (
    EcosystemError,
    MappingError,
    SchemaError,
    SourceError,
    StoreError,
    UnknownIdError,
    UsageError,
    half,
)

STATUS: dict[type[EcosystemError], int] = {
    SchemaError: 500,
    MappingError: 500,
    SourceError: 422,
    StoreError: 503,
    UnknownIdError: 404,
    UsageError: 422,
}
_TITLES = {
    304: "Not Modified", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    406: "Not Acceptable", 422: "Unprocessable Content", 500: "Internal Server Error",
    503: "Service Unavailable",
}  # fmt: skip


def problem(
    request: Request, status: int, code: str, detail: str, suggestion: str = "",
    errors: list[dict[str, Any]] | None = None,
) -> JSONResponse:  # fmt: skip
    """A problem document in the language the request asks for."""
    body: dict[str, Any] = {
        "type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status,
        "detail": in_language(request, detail), "instance": request.url.path,
        "request_id": uuid.uuid4().hex[:12], "code": code,
        "suggestion": in_language(request, suggestion),
    }  # fmt: skip
    if errors is not None:
        body["errors"] = errors
    return JSONResponse(body, status, media_type="application/problem+json")


def in_language(request: Request, text: str) -> str:
    """The half of a ``中文 / English`` message that the request asks for (``lang``)."""
    wanted = request.query_params.get("lang")
    if wanted is None:
        wanted = "en" if request.headers.get("accept-language", "zh").startswith("en") else "zh"
    return half(text, "en" if wanted == "en" else "zh")


def install(app: FastAPI) -> None:
    """Give every error, the framework's own included, the one shape."""

    @app.exception_handler(EcosystemError)
    def ours(request: Request, error: EcosystemError) -> JSONResponse:
        status = STATUS.get(type(error), 500)
        return problem(request, status, error.code, error.message, error.suggestion)

    @app.exception_handler(HTTPException)
    def framework(request: Request, error: HTTPException) -> JSONResponse:
        code = "unknown-path" if error.status_code == 404 else "http"
        return problem(request, error.status_code, code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = [
            {"pointer": "/".join(str(part) for part in one["loc"]), "detail": one["msg"],
             "code": one["type"]}
            for one in error.errors()
        ]  # fmt: skip
        places = ", ".join(one["pointer"] for one in found)
        return problem(
            request, 422, "invalid-parameter", f"参数不对：{places} / wrong parameters: {places}",
            "见 /api/v1/openapi.json / see /api/v1/openapi.json", found,
        )  # fmt: skip

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> JSONResponse:
        return problem(
            request, 500, "internal", "服务器内部错误 / internal error of the server",
            "带上编号告诉管理员 / tell the administrator the request id",
        )  # fmt: skip
