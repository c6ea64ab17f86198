"""Entities, neighbors, search."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi import Query as In
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator

from api.routes.overview import center_rows
from api.routes.parts import (
    Ask,
    Query,
    Relations,
    Types,
    Years,
    answer,
    listed,
    page_of,
    refusal,
)
from graph.errors import UnknownIdError, UsageError
from graph.report.network import Filter, chosen_rows, edge_body, node_body
from graph.report.search import search_body, searchable
from graph.snapshot import Snapshot

router = APIRouter()


class EntitiesQuery(Years):
    """Filters and page of a list."""

    type: Types = ""
    q: str = ""
    region: str | None = None
    center: str | None = None
    limit: Annotated[int, In(ge=1, le=200)] = 50
    cursor: str | None = None


class NeighborsQuery(Query):
    """Filters and page of a thing's relations."""

    relation: Relations = ""
    type: Types = ""
    direction: Literal["in", "out"] | None = None
    limit: Annotated[int, In(ge=1, le=200)] = 50
    cursor: str | None = None


def _text(text: str) -> str:
    try:
        return searchable(text)
    except UsageError as error:
        raise refusal("nothing-to-search", error.message) from error


class SearchQuery(Query):
    """Text and type."""

    q: Annotated[str, In(min_length=1, max_length=200), AfterValidator(_text)]
    type: Types = ""
    limit: Annotated[int, In(ge=1, le=50)] = 12


@router.get("/entities")
def entities(request: Request, ask: Ask, query: Annotated[EntitiesQuery, In()]) -> Response:
    """A page of entities, by id."""
    view = ask.view()
    snapshot = view.snapshot

    def compute() -> Any:
        types = listed(query.type) or tuple(snapshot.schema.nodes)
        inside = center_rows(ask, query.center) if query.center else None
        rows = chosen_rows(
            snapshot, Filter(types, query.region, inside, query.year_from, query.year_to)
        )
        if query.q:
            hits = {snapshot.row(entity) for entity, _, _ in ask.store.find(query.q)
                    if entity in snapshot}  # fmt: skip
            rows = [row for row in rows if row in hits]
        page, following = page_of(rows, lambda row: snapshot.ids[row], query.limit, query.cursor)
        return {
            "digest": snapshot.digest, "total": len(rows), "returned": len(page),
            "next_cursor": following,
            "items": [_item(snapshot, row, int(snapshot.degree[row])) for row in page],
        }  # fmt: skip

    return answer(request, view, compute)


def _item(snapshot: Snapshot, row: int, degree: int) -> dict[str, Any]:
    node = node_body(snapshot, row, degree)
    keys = ("id", "type", "region", "degree", "flagged", "kind", "year")
    return {**{key: node[key] for key in keys}, "name": node["label"], "name_en": node["label_en"]}


@router.get("/entities/{entity}")
def entity(entity: str, request: Request, ask: Ask, query: Annotated[Query, In()]) -> Response:
    """Facts, relations and flags with their sources; a merged id redirects."""
    view = ask.view()
    entities = ask.entities(view)
    canonical = entities.canonical(entity)
    if canonical != entity:
        target = request.url.path.rpartition("/")[0] + "/" + quote(canonical, safe=":")
        return RedirectResponse(target, 308)
    if entity not in view.snapshot:
        raise UnknownIdError(
            f"没有 {entity} / there is no {entity}", "用 search 查找 / look for it with search"
        )
    return answer(request, view, lambda: {**entities.body(entity), "digest": view.snapshot.digest})


@router.get("/entities/{entity}/neighbors")
def neighbors(
    entity: str, request: Request, ask: Ask, query: Annotated[NeighborsQuery, In()]
) -> Response:
    """A page of a thing's relations."""
    view = ask.view()
    snapshot = view.snapshot
    if entity not in snapshot:
        raise UnknownIdError(f"没有 {entity} / there is no {entity}")
    row = snapshot.row(entity)

    def compute() -> Any:
        edges, (start, _, edge_of) = snapshot.edges, snapshot.incidence
        mine = sorted(set(edge_of[start[row] : start[row + 1]].tolist()))
        relations = set(listed(query.relation))
        types = set(listed(query.type))
        found = []
        for edge in mine:
            body = edge_body(snapshot, edge)
            way = "out" if int(edges.source[edge]) == row else "in"
            other = snapshot.row(body["target"] if way == "out" else body["source"])
            if (
                (not relations or body["type"] in relations)
                and (not types or snapshot.types[other] in types)
                and query.direction in (None, way)
            ):
                found.append({
                    "id": body["id"], "relation": body["type"], "direction": way,
                    "other": {"id": snapshot.ids[other], "name": snapshot.name(other),
                              "type": snapshot.types[other]},
                    "year": body["year"], "status": body["status"], "flagged": body["flagged"],
                })  # fmt: skip
        found.sort(key=_neighbor_key)
        page, following = page_of(found, _neighbor_key, query.limit, query.cursor)
        return {"digest": snapshot.digest, "total": len(found), "returned": len(page),
                "next_cursor": following, "items": page}  # fmt: skip

    return answer(request, view, compute)


def _neighbor_key(one: dict[str, Any]) -> list[str]:
    return [one["relation"], one["direction"], one["other"]["id"], one["id"]]


@router.get("/search")
def search(request: Request, ask: Ask, query: Annotated[SearchQuery, In()]) -> Response:
    """Things by a part of their name; body as ``search``."""
    view = ask.view()

    def compute() -> Any:
        types = set(listed(query.type))
        found = search_body(view.snapshot, ask.store, query.q, limit=query.limit, types=types)
        return {**found, "digest": view.snapshot.digest}

    return answer(request, view, compute)
