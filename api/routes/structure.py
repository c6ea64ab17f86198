"""Cards of centers and province, compared, over time, and on the map of forms."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as In

from api.routes.parts import Ask, Query, answer, etag
from api.served import View
from graph.ecosystem.counting import Window
from graph.ecosystem.scope import CENTER, READINGS
from graph.ecosystem.scopes import PROVINCE
from graph.errors import UnknownIdError, UsageError, did_you_mean
from graph.metrics.cards import Cards, compute_cards
from graph.metrics.series import alternatives, cards_over, windows_over_time
from graph.report.cards import cards_body
from graph.report.forms import map_body
from graph.report.forms_svg import map_svg
from graph.report.scores import aggregate, compare_body, series_body

router = APIRouter()


class StructureQuery(Query):
    """Window ``Y0-Y1`` and reading of the core."""

    window: str | None = None
    core: Annotated[str, In(pattern="^(center|with_hosts)$")] = CENTER


class CardsQuery(StructureQuery):
    """The same, the key whose evidence is wanted whole, and whether means are wanted."""

    evidence: str | None = None
    aggregate: bool = False


class CompareQuery(StructureQuery):
    """The same, and the ids to compare, separated by commas."""

    ids: str


class MapQuery(Query):
    """Window ``Y0-Y1``; both readings are on the map."""

    window: str | None = None


@router.get("/centers/{center}/cards")
def cards(center: str, request: Request, ask: Ask, query: Annotated[CardsQuery, In()]) -> Response:
    """Four cards of a center, or of the province; body as ``metrics``."""
    view = ask.view()
    window, wanted = _window(query.window), _scope(view, center)

    def compute() -> Any:
        found = [_cards(view, wanted, window, query.core)]
        means = []
        if query.aggregate:
            others = _alternatives(view, [wanted], window, query.core)
            means = [aggregate(found[0], [one[0] for one in others])]
        return cards_body(ask.tracer(view), found, evidence=query.evidence, means=means)

    return answer(request, view, compute)


@router.get("/centers/{center}/series")
def series(
    center: str, request: Request, ask: Ask, query: Annotated[StructureQuery, In()]
) -> Response:
    """The cards window by window, oldest first; body as ``metrics --series``."""
    view = ask.view()
    window, wanted = _window(query.window) or view.window, _scope(view, center)

    def compute() -> Any:
        windows = windows_over_time(view.snapshot, window, view.scopes.conventions)
        found = view.once(
            ("series", wanted, query.core, window),
            lambda: cards_over(view.snapshot, [wanted], windows, reading=query.core),
        )
        return series_body(ask.tracer(view), found)

    return answer(request, view, compute)


@router.get("/compare")
def compare(request: Request, ask: Ask, query: Annotated[CompareQuery, In()]) -> Response:
    """Centers side by side as intervals, not ranks; body as ``metrics --compare``."""
    view = ask.view()
    window = _window(query.window)
    ids = [_scope(view, one) for one in dict.fromkeys(filter(None, query.ids.split(",")))]
    if len(ids) < 2:
        raise UsageError("ids 需要至少两个编号 / ids needs two or more", "ids=ctr:a,ctr:b")

    def compute() -> Any:
        found = [_cards(view, one, window, query.core) for one in ids]
        return compare_body(ask.tracer(view), found, _alternatives(view, ids, window, query.core))

    return answer(request, view, compute)


@router.get("/map")
def forms(request: Request, ask: Ask, query: Annotated[MapQuery, In()]) -> Response:
    """Core tie share against coreless connectivity, in both readings of the core."""
    view = ask.view()
    window = _window(query.window)
    return answer(request, view, lambda: _map(ask, view, window))


@router.get("/map.svg")
def forms_picture(request: Request, ask: Ask, query: Annotated[MapQuery, In()]) -> Response:
    """The same as a picture."""
    view = ask.view()
    body = _map(ask, view, _window(query.window))
    headers = {"ETag": etag(request, f"{view.snapshot.digest} {view.snapshot.last_load}")}
    lang = query.lang or "zh"
    return Response(map_svg(body, lang), media_type="image/svg+xml", headers=headers)


def _map(ask: Any, view: View, window: Window | None) -> dict[str, Any]:
    readings = [
        [_cards(view, one, window, reading) for one in view.scopes.ids()] for reading in READINGS
    ]
    return map_body(ask.tracer(view), readings)


def _cards(view: View, scope: str, window: Window | None, reading: str) -> Cards:
    if window is None or window.years == view.window.years:
        return view.cards(scope, reading)
    found: Cards = view.once(
        ("cards", scope, reading, window.first, window.last),
        lambda: compute_cards(view.snapshot, [scope], window=window, reading=reading)[0],
    )
    return found


def _alternatives(
    view: View, ids: list[str], window: Window | None, reading: str
) -> list[list[Cards]]:
    windows = alternatives(window or view.window, view.scopes.conventions)
    return [[_cards(view, one, other, reading) for one in ids] for other in windows]


def _scope(view: View, center: str) -> str:
    """The id of a scope; an id that was merged leads to the one it was merged into."""
    if center == PROVINCE:
        return center
    if center not in view.snapshot:
        raise UnknownIdError(
            f"没有中心 {center} / there is no center {center}",
            did_you_mean(center, view.scopes.ids()),
        )
    wanted = view.snapshot.canonical(center)
    if wanted not in view.scopes.ids():
        raise UnknownIdError(f"{center} 不是中心 / {center} is no center")
    return wanted


def _window(text: str | None) -> Window | None:
    if text is None:
        return None
    try:
        return Window.parse(text)
    except ValueError:
        raise UsageError(
            f"window 应为 Y0-Y1：{text} / window should be Y0-Y1, not {text}", "2021-2025"
        ) from None
