"""From a number back to the rows it came from."""

from __future__ import annotations

import functools
import hashlib
import threading
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.ecosystem.evidence import Evidence, Ints, unrolled
from graph.metrics.result import significant
from graph.records import Dataset, Document, Provenance
from graph.snapshot import Snapshot
from graph.store.base import Store, holds_invented

_LAYOUTS = 6
_EVENT_QUALIFIERS = ("event", "lab_or_project")


@dataclass(frozen=True)
class Trail:
    """The rows behind some evidence, the first ones spelled out.

    Attributes
    ----------
    total, carrying : int
        Number of rows, and of rows that carry a part of the value.
    rows : list of dict
        ``id``, ``contribution`` (None for support), ``file``, ``sheet``, ``row``, ``flagged``,
        ``relation`` (source, type, target; None for an entity), ``documents`` (pages cited);
        largest contribution first, support last.
    """

    total: int
    carrying: int
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class _Layout:
    """The rows of files behind some statements.

    ``owner`` and ``at`` say for each place whose it is and where; ``leads`` whether it is the
    first of its statement; ``order`` sorts places so that those of one row stand together, as
    ``group`` numbers them and ``bounds`` separates them.
    """

    statements: Ints
    owner: NDArray[np.intp]
    at: NDArray[np.intp]
    leads: NDArray[np.bool_]
    order: NDArray[np.intp]
    group: NDArray[np.intp]
    bounds: NDArray[np.intp]
    size: int


class Tracer:
    """Finds the rows behind statements of a snapshot; reads the store at the beginning only.

    A relation stands only while both its ends, and the event it names, are declared: the rows
    that declare them belong to its evidence.
    """

    def __init__(self, snapshot: Snapshot, store: Store) -> None:
        self.snapshot = snapshot
        self.documents, self.datasets = store.documents(), store.datasets()
        self.invented = holds_invented(store)
        edges = snapshot.edges
        self._edge = np.full(len(snapshot.statements), -1, dtype=np.int32)
        self._edge[edges.statement] = np.arange(len(edges), dtype=np.int32)
        self._subject: Ints = snapshot.subjects
        self._layouts: dict[bytes, _Layout] = {}
        self._lock = threading.Lock()

    def places(self, statement: int) -> list[Provenance]:
        """Where one statement was read."""
        places = self.snapshot.places
        return [
            self._place(at) for at in range(places.start[statement], places.start[statement + 1])
        ]

    def _place(self, at: int) -> Provenance:
        places = self.snapshot.places
        file, sheet = places.files[places.version[at]]
        cited = places.citations[places.citation[at]]
        return Provenance(
            file, sheet or None, int(places.row[at]) or None,
            documents=tuple(cited.split(";")) if cited else (),
        )  # fmt: skip

    def id_of(self, statement: int) -> str:
        """The entity a statement speaks of, or ``rel:`` and the identity of a relation."""
        if self._edge[statement] >= 0:
            identity: bytes = self.snapshot.statements[statement].tobytes()
            return "rel:" + identity.hex()
        subject: int = int(self._subject[statement])
        return self.snapshot.ids[subject]

    def relation_of(self, statement: int) -> dict[str, str] | None:
        """Source, type and target of a relation; None for a statement on an entity."""
        edge = int(self._edge[statement])
        if edge < 0:
            return None
        edges, ids = self.snapshot.edges, self.snapshot.ids
        kind = self.snapshot.relation_types[int(edges.type[edge])]
        source, target = int(edges.source[edge]), int(edges.target[edge])
        return {"source": ids[source], "type": kind, "target": ids[target]}

    def flagged(self, statement: int) -> bool:
        """Whether a flag speaks of the relation, or of the entity that is declared."""
        return bool(self._flagged[statement])

    @functools.cached_property
    def _flagged(self) -> NDArray[np.bool_]:
        entities = np.zeros(len(self.snapshot) + 1, dtype=bool)  # the last: subject not declared
        for row in self.snapshot.flags:
            entities[row] = bool(self.snapshot.own_flags(row))
        found = entities[self._subject]
        found[self._edge >= 0] = False
        found[list(self.snapshot.flagged_statements)] = True
        return found

    @functools.cached_property
    def _order(self) -> NDArray[np.int64]:
        """Rank of each statement's id; equal for statements on one entity."""
        ids, identities = self.snapshot.ids, self.snapshot.statements
        halves = np.frombuffer(identities.tobytes(), dtype=">u8").reshape(-1, 2)
        rank = np.empty(len(identities), dtype=np.int64)
        rank[np.lexsort((halves[:, 1], halves[:, 0]))] = np.arange(len(identities))
        first = bisect_left(ids, "rel:")  # relations stand here among the entities
        subject = self._subject.astype(np.int64)
        entity = np.where(subject < first, subject, subject + len(identities))
        return np.where(self._edge >= 0, first + rank, entity)

    def sources(self, statements: Iterable[int]) -> list[dict[str, Any]]:
        """Each place and page behind some statements once, as `sources_of` spells them, with
        ``flagged``."""
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for statement in statements:
            dataset = self.snapshot.dataset_of(statement)
            flagged = self.flagged(statement)
            for one in sources_of(self.places(statement), dataset, self.documents, self.datasets):
                key = (one["file"], one["sheet"], one["row"], one["document"])
                found.setdefault(key, {**one, "flagged": flagged})
        return list(found.values())

    def rows(self, evidence: Evidence) -> list[dict[str, Any]]:
        """All rows behind some evidence, as in `Trail.rows`."""
        return self.trail(evidence).rows

    def trail(self, evidence: Evidence, limit: int | None = None) -> Trail:
        """The rows behind some evidence, the first ``limit`` (None for all) spelled out.

        Each row of a file stands once per id; of a statement read in several places the first
        carries the contribution.
        """
        layout = self._layout(evidence.statements)
        statements, owner, at, order = layout.statements, layout.owner, layout.at, layout.order
        support = np.full(len(statements) - len(evidence), np.nan)
        part = np.where(
            layout.leads, np.concatenate([evidence.contributions, support])[owner], np.nan
        )
        told = ~np.isnan(part[order])
        carried = np.bincount(layout.group, told, layout.size) > 0
        total = np.bincount(layout.group, np.nan_to_num(part[order]), layout.size)
        parts = np.flatnonzero(carried)
        parts = parts[np.lexsort((parts, -np.round(np.abs(total[parts]), 12)))]
        shown = np.concatenate([parts, np.flatnonzero(~carried)])[:limit]
        rows = []
        for one in shown.tolist():
            # in the order of the evidence
            mine = np.sort(order[layout.bounds[one] : layout.bounds[one + 1]])
            statement = int(statements[owner[mine[0]]])
            found = [self._place(int(at[i])) for i in mine.tolist()]
            rows.append({
                "id": self.id_of(statement),
                "contribution": significant(float(total[one])) if carried[one] else None,
                "file": found[0].file, "sheet": found[0].sheet, "row": found[0].row,
                "flagged": any(self._flagged[statements[owner[i]]] for i in mine.tolist()),
                "relation": self.relation_of(statement),
                "documents": list(dict.fromkeys(page for p in found for page in p.documents)),
            })  # fmt: skip
        return Trail(layout.size, len(parts), rows)

    def _layout(self, statements: Ints) -> _Layout:
        """Kept for the last few sets of statements: most values of a scope stand on the same."""
        name = hashlib.sha256(statements.tobytes()).digest()
        with self._lock:
            found = self._layouts.pop(name, None) or self._laid_out(statements)
            self._layouts[name] = found
            while len(self._layouts) > _LAYOUTS:
                self._layouts.pop(next(iter(self._layouts)))
        return found

    def _laid_out(self, named: Ints) -> _Layout:
        statements = np.concatenate([named, self._behind(named)])
        places = self.snapshot.places
        begin = places.start[statements]
        owner, at = unrolled(begin, places.start[statements + 1] - begin)
        key = np.stack([self._order[statements[owner]], places.version[at], places.row[at]])
        order = np.lexsort(key[::-1])
        fresh = np.ones(len(order), dtype=bool)
        fresh[1:] = (np.diff(key[:, order], axis=1) != 0).any(axis=0)
        return _Layout(
            statements, owner, at, at == begin[owner], order, np.cumsum(fresh) - 1,
            np.append(np.flatnonzero(fresh), len(order)), int(fresh.sum()),
        )  # fmt: skip

    def _behind(self, statements: Ints) -> Ints:
        """Statements that declare what the relations among some statements need."""
        snapshot, edges = self.snapshot, self.snapshot.edges
        edge = self._edge[statements]
        edge = edge[edge >= 0]
        events = self._events[edges.qualifier[edge]].ravel()
        needed = np.unique(np.concatenate([edges.source[edge], edges.target[edge], events]))
        needed = needed[needed >= 0]
        start, declaring = snapshot.declarations
        _, at = unrolled(start[needed], start[needed + 1] - start[needed])
        return np.setdiff1d(declaring[at], statements)

    @functools.cached_property
    def _events(self) -> Ints:
        """Rows of the entities that each qualifier names, shape (n_qualifiers, 2); -1 for none."""
        snapshot = self.snapshot
        found = np.full((max(len(snapshot.qualifiers), 1), len(_EVENT_QUALIFIERS)), -1, np.int32)
        for i, qualifiers in enumerate(snapshot.qualifiers):
            for j, name in enumerate(_EVENT_QUALIFIERS):
                told = str(qualifiers.get(name) or "")
                if told in snapshot:
                    found[i, j] = snapshot.row(told)
        return found


def sources_of(
    places: Iterable[Provenance],
    dataset: str,
    documents: dict[str, Document],
    datasets: dict[str, tuple[Dataset, bool]],
) -> list[dict[str, Any]]:
    """Each place with the page it cites; without a page the dataset itself is the source."""
    body = datasets[dataset][0] if dataset in datasets else Dataset(dataset)
    found = []
    for place in places:
        cited: list[Document | None] = [
            documents[one] for one in place.documents if one in documents
        ]
        for page in cited or [None]:
            found.append({
                "dataset": dataset,
                "title": page.title if page else body.title.get("zh") or dataset,
                "publisher": page.publisher if page else None,
                "url": page.url if page else body.url,
                "date": page.date if page else None,
                "licence": body.licence,
                "file": place.file, "sheet": place.sheet, "row": place.row,
                "retrieved_on": (page.retrieved_on if page else None) or body.retrieved_on,
                "document": page.id if page else None,
                "flags": [dict(one) for one in page.flags] if page else [],
            })  # fmt: skip
    return found
