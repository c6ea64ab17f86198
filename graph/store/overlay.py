"""Columns of a store with further statements on top, as if they were in it; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from graph.records import Provenance, Statement
from graph.store.base import Columns, Places


def overlaid(
    columns: Columns,
    added: Sequence[tuple[Statement, Provenance]],
    removed: Collection[int] = (),
) -> Columns:
    """The columns without some rows and with further statements at the end.

    A statement that the columns hold already is not added again. The cost is that of copying the
    columns: the lists are copied shallow, the statements of the store are not decoded.

    Parameters
    ----------
    columns : Columns
    added : sequence of (Statement, Provenance)
    removed : collection of int
        Rows of the columns to leave out.
    """
    kept = _without(columns, removed) if removed else columns
    fresh = _fresh(kept, added)
    if not fresh:
        return kept
    said = [one for one, _ in fresh]
    tables = {
        name: {word: at for at, word in enumerate(getattr(kept, name))}
        for name in ("entities", "predicates", "qualifiers", "datasets")
    }

    def place(name: str, word: str) -> int:
        return tables[name].setdefault(word, len(tables[name]))

    def grown(name: str, codes: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return np.concatenate([getattr(kept, name), np.array(codes, dtype=np.int32)])

    subject = grown("subject", [place("entities", one.subject) for one in said])
    predicate = grown("predicate", [place("predicates", one.predicate) for one in said])
    other = grown(
        "object", [place("entities", one.value) if one.is_relation else -1 for one in said]
    )
    qualifier = grown("qualifier", [place("qualifiers", one.qualifiers_json) for one in said])
    dataset = grown("dataset", [place("datasets", one.dataset) for one in said])
    identities = np.frombuffer(b"".join(one.id for one in said), dtype="V16")
    return Columns(
        list(tables["entities"]), list(tables["predicates"]), list(tables["qualifiers"]),
        list(tables["datasets"]), subject, predicate, other, qualifier, dataset,
        [*kept.values, *(None if one.is_relation else one.value_json for one in said)],
        np.concatenate([kept.id, identities]), _placed(kept.places, [where for _, where in fresh]),
    )  # fmt: skip


def _fresh(
    columns: Columns, added: Sequence[tuple[Statement, Provenance]]
) -> list[tuple[Statement, Provenance]]:
    """What is new, each statement once."""
    distinct = {one.id: (one, where) for one, where in reversed(added)}
    mine = np.frombuffer(b"".join(distinct), dtype="<u8").reshape(-1, 2)
    halves = np.frombuffer(columns.id.tobytes(), dtype="<u8").reshape(-1, 2)
    near = np.flatnonzero(np.isin(halves[:, 0], mine[:, 0]))
    present = {columns.id[i].tobytes() for i in near.tolist()}
    return [pair for key, pair in reversed(distinct.items()) if key not in present]


def _without(columns: Columns, removed: Collection[int]) -> Columns:
    keep = np.ones(len(columns.subject), dtype=bool)
    keep[list(removed)] = False
    places = columns.places
    count = np.diff(places.start)
    inside = np.repeat(keep, count)
    start = np.concatenate([[0], np.cumsum(count[keep])]).astype(np.int64)
    return replace(
        columns,
        **{name: getattr(columns, name)[keep]
           for name in ("subject", "predicate", "object", "qualifier", "dataset", "id")},
        values=[columns.values[i] for i in np.flatnonzero(keep).tolist()],
        places=replace(
            places, start=start,
            **{name: getattr(places, name)[inside] for name in ("version", "row", "citation")},
        ),
    )  # fmt: skip


def _placed(places: Places, where: Sequence[Provenance]) -> Places:
    """One further place for each further statement."""
    files = {pair: at for at, pair in enumerate(places.files)}
    citations = {text: at for at, text in enumerate(places.citations)}
    version = [files.setdefault((one.file, one.sheet or ""), len(files)) for one in where]
    citation = [citations.setdefault(";".join(one.documents), len(citations)) for one in where]
    start = places.start[-1] + np.arange(1, len(where) + 1)
    return Places(
        list(files), list(citations), np.concatenate([places.start, start]),
        np.concatenate([places.version, np.array(version, dtype=np.int32)]),
        np.concatenate([places.row, np.array([one.row or 0 for one in where], dtype=np.int32)]),
        np.concatenate([places.citation, np.array(citation, dtype=np.int32)]),
    )  # fmt: skip
