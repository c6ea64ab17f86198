"""The body of ``search``: things whose names or identifiers hold a text."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graph.errors import UsageError
from graph.snapshot import Snapshot
from graph.store.base import Store, holds_invented
from graph.values.text import search_key


def searchable(text: str) -> str:
    """The text, if there is anything in it to look for.

    Raises
    ------
    UsageError
        It is empty, or only spaces and characters that cannot be seen.
    """
    if not search_key(text).strip():
        raise UsageError(
            "没有可查找的文字 / there is no text to look for",
            "写上名称的一部分 / write a part of a name",
        )
    return text


def search_body(
    snapshot: Snapshot, store: Store, text: str, *, limit: int = 20, types: Collection[str] = ()
) -> dict[str, Any]:
    """Hits: exact first, then by type (centers first), by beginning, place, length and degree.

    Parameters
    ----------
    text : str
        Compared after NFKC, lower case and without spaces; any part of a name is a match.
    types : collection of str
        Node types wanted; empty means all.

    Returns
    -------
    dict
        ``total``, ``hits`` (``id``, ``name``, ``name_en``, ``type``, ``matched`` with
        ``property`` and ``text``), ``truncated``, ``invented``.
    """
    key = search_key(text)
    order = {kind: i for i, kind in enumerate(snapshot.schema.nodes)}
    best: dict[int, tuple[Any, ...]] = {}
    for entity, predicate, name in store.find(text):
        if entity not in snapshot:
            continue
        row = snapshot.row(entity)
        kind = snapshot.types[row]
        if types and kind not in types:
            continue
        folded = search_key(name)
        place = folded.find(key)
        rank = (
            folded != key, order.get(kind, len(order)), place > 0, predicate != "name", place,
            len(folded), -int(snapshot.degree[row]), name, predicate,
        )  # fmt: skip
        best[row] = min(best.get(row, rank), rank)
    ordered = sorted(best, key=lambda row: (best[row], row))
    english = snapshot.column("name_en")
    hits = [
        {
            "id": snapshot.ids[row], "name": snapshot.name(row), "name_en": english[row],
            "type": snapshot.types[row],
            "matched": {"property": best[row][-1], "text": best[row][-2]},
        }
        for row in ordered[:limit]
    ]  # fmt: skip
    return {
        "total": len(ordered), "hits": hits, "truncated": len(ordered) > limit,
        "invented": holds_invented(store),
    }  # fmt: skip
