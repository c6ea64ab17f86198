"""What all routes share: strict query models, weak ETags, cursors."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from typing import Annotated, Any, Literal

from fastapi import Depends, Request, Response
from fastapi import Query as In
from fastapi.responses import JSONResponse
from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

from api.served import Served, View
from graph.errors import UsageError, nearest
from graph.schema import load_schema

RELEASE = "1"


class Query(BaseModel):
    """Query parameters; unknown ones are refused, so that a mistyped name is not ignored."""

    model_config = ConfigDict(extra="forbid")
    lang: Annotated[
        Literal["zh", "en"] | None, In(description="语言 / language of errors")
    ] = None  # fmt: skip


class Years(Query):
    """A span of years, both included."""

    year_from: Annotated[int | None, In(ge=1, le=9999, description="首年 / first year")] = None
    year_to: Annotated[int | None, In(ge=1, le=9999, description="末年 / last year")] = None

    @field_validator("year_to")
    @classmethod
    def in_order(cls, value: int | None, info: ValidationInfo) -> int | None:
        """The last year is not before the first."""
        first = info.data.get("year_from")
        if value is not None and first is not None and value < first:
            raise refusal(
                "years-out-of-order",
                f"{value} 早于 year_from {first} / {value} is before year_from {first}",
            )
        return value


class Listed:
    """Metadata of a text parameter: words of the model, separated by commas.

    ``words`` gives them when asked: the model is not read at import.
    """

    def __init__(self, words: Callable[[], Collection[str]]) -> None:
        self.words = words

    def check(self, text: str) -> str:
        """The text; a refusal with the nearest word for one that is not in the model."""
        known = self.words()
        for word in listed(text):
            if word not in known:
                near, (zh, en) = nearest(word, known), _known(known)
                if near:
                    zh, en = f"是不是 {near}？{zh}", f"did you mean {near}? {en}"
                raise refusal("unknown-value", f"没有 {word}；{zh} / there is no {word}; {en}")
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        word = f"({'|'.join(self.words())})"
        return {
            **handler(schema), "pattern": f"^({word}(,{word})*)?$",
            "description": " / ".join(_known(self.words())),
        }  # fmt: skip


def _known(words: Iterable[str]) -> tuple[str, str]:
    spelled = ", ".join(words)
    return f"可用：{spelled}", f"known: {spelled}"


Types = Annotated[str, Listed(lambda: load_schema().nodes)]
Relations = Annotated[str, Listed(lambda: load_schema().relations)]
Layers = Annotated[str, Listed(lambda: load_schema().layers)]


def listed(text: str) -> tuple[str, ...]:
    """The words of a text that commas separate."""
    return tuple(filter(None, (one.strip() for one in text.split(","))))


def refusal(code: str, message: str) -> PydanticCustomError:
    """A parameter that cannot be, said as ``中文 / English``."""
    return PydanticCustomError(code, "{message}", {"message": message})


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
