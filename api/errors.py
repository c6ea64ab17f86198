"""Error class to HTTP status, and the one JSON shape of every error (RFC 9457)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
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
    406: "Not Acceptable", 421: "Misdirected Request", 422: "Unprocessable Content",
    500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip
_MEDIA = "application/problem+json"
# What the framework says of a parameter, by its code; the rest speaks for itself.
_SAID = {
    "missing": ("缺少这个参数", "the parameter is missing"),
    "extra_forbidden": ("没有这个参数", "there is no such parameter"),
    "int_parsing": ("应为整数", "should be a whole number"),
    "int_parsing_size": ("数字太大", "the number is too large"),
    "greater_than_equal": ("应不小于 {ge}", "should be {ge} or more"),
    "less_than_equal": ("应不大于 {le}", "should be {le} or less"),
    "string_too_short": ("至少 {min_length} 个字", "should have {min_length} characters or more"),
    "string_too_long": ("最多 {max_length} 个字", "should have {max_length} characters or fewer"),
    "literal_error": ("可用：{expected}", "should be {expected}"),
}


class OneError(BaseModel):
    """One parameter that is wrong."""

    pointer: str
    detail: str
    code: str


class Problem(BaseModel):
    """The shape of every error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    code: str
    suggestion: str
    errors: list[OneError] = []


def _documented(title: str, **example: Any) -> dict[str, Any]:
    schema = Problem.model_json_schema()
    schema["properties"]["errors"]["items"] = schema.pop("$defs")["OneError"]
    found = {
        "type": "about:blank", "title": title, "instance": "/api/v1/entities",
        "request_id": "5f0c1d2e3a4b", **example,
    }  # fmt: skip
    return {"description": title, "content": {_MEDIA: {"schema": schema, "example": found}}}


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    404: _documented(
        "Not Found", status=404, code="unknown-id", detail="there is no org:none",
        suggestion="look for it with search",
    ),
    422: _documented(
        "Unprocessable Content", status=422, code="invalid-parameter",
        detail="type: there is no Organisation; did you mean Organization?",
        suggestion="see /api/v1/openapi.json",
        errors=[{"pointer": "query/type", "code": "unknown-value",
                 "detail": "there is no Organisation; did you mean Organization?"}],
    ),
}  # fmt: skip
"""Errors of every route, as OpenAPI tells them."""


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
    return JSONResponse(body, status, media_type=_MEDIA)


def in_language(request: Request, text: str) -> str:
    """The half of a ``中文 / English`` message that the request asks for (``lang``)."""
    wanted = request.query_params.get("lang")
    if wanted not in ("zh", "en"):
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
            {"pointer": "/".join(str(part) for part in one["loc"]), "code": one["type"],
             "detail": in_language(request, _said(one))}
            for one in error.errors()
        ]  # fmt: skip
        places = "; ".join(f"{one['pointer'].rpartition('/')[2]}: {one['detail']}" for one in found)
        return problem(
            request, 422, "invalid-parameter", places,
            "见 /api/v1/openapi.json / see /api/v1/openapi.json", found,
        )  # fmt: skip

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> JSONResponse:
        return problem(
            request, 500, "internal", "服务器内部错误 / internal error of the server",
            "带上编号告诉管理员 / tell the administrator the request id",
        )  # fmt: skip


def _said(one: Mapping[str, Any]) -> str:
    """What is wrong with one parameter, as ``中文 / English``."""
    if one["type"] not in _SAID:
        return str(one["msg"])
    return " / ".join(text.format(**one.get("ctx", {})) for text in _SAID[one["type"]])
