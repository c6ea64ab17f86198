"""Rows behind the ties and events of an activity layer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.ecosystem.activity import Activity
from graph.ecosystem.evidence import Evidence, Floats, Ints, carrying, joined, unrolled


def tie_rows(layer: Activity, ties: Ints, per_weight: Floats) -> Evidence:
    """Rows of ties; each carries ``per_weight`` of its tie times its part of the weight.

    An event's part is shared by the rows that make its two bodies members.
    """
    factor = np.full(len(layer.u), np.nan)
    factor[ties] = per_weight
    share = factor[layer.part_tie] * layer.part_weight
    direct = (layer.part_statement >= 0) & ~np.isnan(share)
    found = [carrying(layer.part_statement[direct], share[direct])]
    of_event = (layer.part_event >= 0) & ~np.isnan(share)
    if of_event.any():
        found.append(_event_rows(layer, np.flatnonzero(of_event), share))
    return joined(*found)


def _event_rows(layer: Activity, parts: NDArray[np.intp], share: Floats) -> Evidence:
    size = len(layer.actors) + 1
    key = layer.member_event.astype(np.int64) * size + layer.member_actor
    order = np.argsort(key, kind="stable")
    key, statement = key[order], layer.member_statement[order]
    found_statement, found_share = [], []
    for ends in (layer.u, layer.v):
        wanted = layer.part_event[parts].astype(np.int64) * size + ends[layer.part_tie[parts]]
        first = np.searchsorted(key, wanted, side="left")
        count = np.searchsorted(key, wanted, side="right") - first
        owner, place = unrolled(first, count)
        found_statement.append(statement[place])
        found_share.append((share[parts] / 2 / np.maximum(count, 1))[owner])
    return carrying(np.concatenate(found_statement), np.concatenate(found_share))


def events_of(layer: Activity, ties: Ints) -> Ints:
    """Numbers of the events that have a part in some ties."""
    chosen = np.zeros(len(layer.u), dtype=bool)
    chosen[ties] = True
    events = np.unique(layer.part_event[chosen[layer.part_tie]])
    return events[events >= 0]


def member_rows(layer: Activity, events: Ints) -> list[int]:
    """Rows that make anybody a member of some events."""
    found: list[int] = layer.member_statement[np.isin(layer.member_event, events)].tolist()
    return found


def members_at(layer: Activity, place: Ints) -> tuple[Ints, Ints]:
    """Events with their members at places (-1 is outside), ordered, each pair once."""
    member = place[layer.member_actor]
    inside = member >= 0
    size = int(place.max(initial=0)) + 1
    key = np.unique(layer.member_event[inside].astype(np.int64) * size + member[inside])
    return (key // size).astype(np.int32), (key % size).astype(np.int32)
