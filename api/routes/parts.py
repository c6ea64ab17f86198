"""What all routes share: strict query models, weak ETags, cursors."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from api.served import Served, View
from graph.errors import UsageError

RELEASE = "1"


class Query(BaseModel):
    """Query parameters; unknown ones are refused, so that a mistyped name is not ignored."""

    model_config = ConfigDict(extra="forbid")
    lang: str | None = None


def served(request: Request) -> Served:
    """What this application answers from."""
    found: Served = request.app.state.served
    return found


Ask = Annotated[Served, Depends(served)]


def answer(request: Request, view: View, body: Callable[[], Any]) -> Response:
    """The body with a weak ETag; 304 without computing it when the asker has it already."""
    tag = etag(request, f"{view.snapshot.digest} {view.snapshot.last_load}")
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return JSONResponse(body(), headers=headers)


def etag(request: Request, version: str) -> str:
    """Weak tag over the version of the store, release, path, sorted query."""
    query = "&".join(sorted(f"{k}={v}" for k, v in request.query_params.multi_items()))
    text = "\x1f".join((version, RELEASE, request.url.path, query))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _matches(header: str, tag: str) -> bool:
    found = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in found or tag.removeprefix("W/") in found


def encode_cursor(key: Any) -> str:
    """An opaque position after which the next page begins."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def page_of(items: list[Any], key: Callable[[Any], Any], limit: int, cursor: str | None) -> Any:
    """One page of items that are ordered by ``key``; the cursor is the last key given out.

    Returns
    -------
    (page, next_cursor)

    Raises
    ------
    UsageError
        The cursor is none of ours, or of another list.
    """
    if cursor is not None:
        try:
            after = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            items = [one for one in items if key(one) > after]
        except (ValueError, TypeError) as error:
            raise UsageError(
                "cursor 不是本接口给出的 / the cursor is none of ours",
                "从第一页重新开始 / begin again with the first page",
            ) from error
    page = items[:limit]
    more = len(items) > limit
    return page, encode_cursor(key(page[-1])) if more and page else None
