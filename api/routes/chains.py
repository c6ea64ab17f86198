"""Chains and gaps."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as In

from api.routes.parts import Ask, Query, answer
from api.served import View
from graph.chain.gaps import ChainGaps
from graph.errors import UnknownIdError, did_you_mean
from graph.report.chain import chain_body
from graph.report.gaps import gaps_body

router = APIRouter()


class GapsQuery(Query):
    """One chain, and how many lines per list."""

    chain: str | None = None
    top: Annotated[int | None, In(ge=1, le=10_000)] = None


def _one(view: View, chain: str) -> ChainGaps:
    found = view.gaps()
    if chain not in found:
        raise UnknownIdError(
            f"没有产业链 {chain} / there is no chain {chain}", did_you_mean(chain, found)
        )
    return found[chain]


@router.get("/chains")
def chains(request: Request, ask: Ask, query: Annotated[Query, In()]) -> Response:
    """All chains with their counts."""
    view = ask.view()
    snapshot = view.snapshot

    def compute() -> Any:
        return {
            "digest": snapshot.digest,
            "items": [
                {
                    "id": one.id, "name": one.name, "name_en": snapshot.column("name_en")[one.chain],
                    "centers": snapshot.columns_many("center")[one.chain],
                    "segments": one.segment_counts, "links": one.link_counts,
                    "totals": {"breaks": len(one.breaks), "exposures": len(one.exposures),
                               "to_verify": len(one.to_verify)},
                }
                for one in view.gaps().values()
            ],
        }  # fmt: skip

    return answer(request, view, compute)


@router.get("/chains/{chain}")
def chain(chain: str, request: Request, ask: Ask, query: Annotated[Query, In()]) -> Response:
    """One chain as boxes and links with status, makers and evidence, and its gaps."""
    view = ask.view()
    found = _one(view, chain)

    def compute() -> Any:
        tracer = ask.tracer(view)
        gaps = gaps_body(tracer, [found], view.window)
        return {**chain_body(tracer, found), "window": view.window.years,
                "gaps": gaps["chains"][0]}  # fmt: skip

    return answer(request, view, compute)


@router.get("/gaps")
def gaps(request: Request, ask: Ask, query: Annotated[GapsQuery, In()]) -> Response:
    """Three lists per chain; body as ``gaps``."""
    view = ask.view()
    found = [_one(view, query.chain)] if query.chain else list(view.gaps().values())
    return answer(
        request, view,
        lambda: gaps_body(ask.tracer(view), found, view.window, top=query.top),
    )  # fmt: skip
