"""Meta, graph, cards, health."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from fastapi import Query as In
from fastapi.responses import JSONResponse

from api.routes.parts import Ask, Layers, Query, Types, Years, answer, listed
from graph.errors import UnknownIdError
from graph.report.meta import meta_body
from graph.report.network import Filter, ego_body, graph_body
from graph.store.base import SCHEMA_VERSION
from loaders.problems import CODES

router = APIRouter()


class GraphQuery(Years):
    """Filters of a picture; lists are separated by commas."""

    type: Types = ""
    region: str | None = None
    center: str | None = None
    layer: Layers = ""
    layout: Literal["rings", "none"] = "rings"
    limit: Annotated[int, In(ge=1, le=5000)] = 500


@router.get("/meta")
def meta(request: Request, ask: Ask, query: Annotated[Query, In()]) -> Response:
    """Model, words, colours, datasets."""
    view = ask.view()
    codes = {code: {"zh": zh, "en": en} for code, (zh, en) in CODES.items()}
    return answer(
        request, view,
        lambda: {**meta_body(view.snapshot, ask.store, view.window), "problem_codes": codes},
    )  # fmt: skip


@router.get("/graph")
def graph(request: Request, ask: Ask, query: Annotated[GraphQuery, In()]) -> Response:
    """Nodes and edges with positions; ``truncated`` says when nodes were left out."""
    view = ask.view()
    chosen = Filter(
        listed(query.type), query.region,
        center_rows(ask, query.center) if query.center else None,
        query.year_from, query.year_to, listed(query.layer),
    )  # fmt: skip
    return answer(
        request, view,
        lambda: graph_body(view.snapshot, chosen, limit=query.limit, layout=query.layout),
    )  # fmt: skip


class EgoQuery(Query):
    """How far, and how many."""

    depth: Annotated[int, In(ge=1, le=3)] = 1
    limit: Annotated[int, In(ge=1, le=5000)] = 500


@router.get("/graph/ego/{entity}")
def ego(entity: str, request: Request, ask: Ask, query: Annotated[EgoQuery, In()]) -> Response:
    """The surroundings of one entity within some steps."""
    view = ask.view()
    if entity not in view.snapshot:
        raise UnknownIdError(f"没有 {entity} / there is no {entity}")
    row = view.snapshot.row(entity)
    return answer(
        request, view,
        lambda: ego_body(view.snapshot, row, depth=query.depth, limit=query.limit),
    )  # fmt: skip


def center_rows(ask: Ask, center: str) -> frozenset[int]:
    """The scope of a center with the people, projects, IP and places tied to its actors' core."""
    view = ask.view()
    snapshot = view.snapshot
    if center not in snapshot or snapshot.types[snapshot.row(center)] != "Center":
        raise UnknownIdError(f"没有中心 {center} / there is no center {center}")
    row = snapshot.row(center)
    scope = view.once(("scope", center), lambda: view.scopes[snapshot.ids[row]])
    inside = set(scope.rows.tolist())
    near = {row, *scope.rows[scope.bases].tolist()}
    near |= {int(scope.rows[h]) for hosts in scope.hosts.values() for h in hosts}
    start, other, _ = snapshot.incidence
    around = {one for row in near for one in other[start[row] : start[row + 1]].tolist()}
    inside |= {one for one in around if snapshot.types[one] in ("Person", "Project", "Ip", "Base")}
    return frozenset(inside)


@router.get("/healthz")
def healthz() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
def readyz(ask: Ask) -> JSONResponse:
    """The store is open and the snapshot is built."""
    snapshot = ask.view().snapshot
    return JSONResponse({
        "status": "ok", "digest": snapshot.digest, "data_version": snapshot.data_version,
        "schema_version": SCHEMA_VERSION,
    })  # fmt: skip
