"""The body of ``gaps``: per chain counts, labels and three lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.chain.gaps import ChainGaps, Gap
from graph.chain.labels import EXPOSED, ROOT_CAUSES, UNVERIFIED
from graph.ecosystem.counting import Window
from graph.metrics.result import significant
from graph.report.evidence import Tracer

LISTS = ("breaks", "exposures", "to_verify")


def gaps_body(
    tracer: Tracer,
    found: Sequence[ChainGaps],
    window: Window,
    *,
    top: int | None = None,
) -> dict[str, Any]:
    """Gaps as CLI.md prints them; ``top`` cuts each list and says so."""
    return {
        "digest": tracer.snapshot.digest,
        "invented": tracer.invented,
        "window": window.years,
        "chains": [_chain(tracer, one, top) for one in found],
    }


def _chain(tracer: Tracer, one: ChainGaps, top: int | None) -> dict[str, Any]:
    segments = one.design.segments
    body: dict[str, Any] = {
        "id": one.id, "name": one.name, "segments": one.segment_counts,
        "links": one.link_counts,
        "labels": {segments[i].id: labels for i, labels in one.labels.items() if labels},
        "link_status": {
            f"{segments[s].id}>{segments[t].id}": status
            for (s, t), status in sorted(one.statuses.items())
        },
        "cycle": one.design.cycle,
        "assumption": "links without group are taken as essential",
    }  # fmt: skip
    values = {"breaks": "repair_value", "exposures": "exposure", "to_verify": None}
    orders = {"breaks": ROOT_CAUSES, "exposures": EXPOSED, "to_verify": UNVERIFIED}
    for name in LISTS:
        whole: list[Gap] = getattr(one, name)
        listed = whole if top is None else whole[:top]
        body[name] = [_gap(tracer, gap, values[name], orders[name]) for gap in listed]
        body.setdefault("totals", {})[name] = len(whole)
    body["truncated"] = any(body["totals"][name] > len(body[name]) for name in LISTS)
    return body


def _gap(tracer: Tracer, gap: Gap, value: str | None, order: Sequence[str]) -> dict[str, Any]:
    snapshot = tracer.snapshot
    row = snapshot.row(gap.segment)
    body: dict[str, Any] = {
        "segment": gap.segment, "name": gap.name,
        "label": next(label for label in order if label in gap.labels), "labels": gap.labels,
        "because": gap.because, "descendants": gap.descendants,
        "chokepoint": {"says_a_source": gap.chokepoint, "reported_broken": gap.choke_solved},
        "flags": snapshot.own_flags(row),
        "evidence": tracer.sources([*snapshot.declaring(row), *gap.statements]), "leads": None,
    }  # fmt: skip
    if value == "repair_value":
        body |= {"repair_value": None, "design_value_at_risk": significant(gap.value)}
    elif value:
        body[value] = significant(gap.value)
    return body
