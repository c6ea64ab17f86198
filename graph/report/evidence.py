"""From a number back to the rows it came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from graph.ecosystem.evidence import Evidence, Ints
from graph.metrics.result import significant
from graph.records import Dataset, Document, Provenance
from graph.snapshot import Snapshot
from graph.store.base import Store


class Tracer:
    """Finds the rows behind statements of a snapshot, and remembers them.

    A relation stands only while both its ends, and the event it names, are declared: the rows
    that declare them belong to its evidence.
    """

    def __init__(self, snapshot: Snapshot, store: Store) -> None:
        self.snapshot, self.store = snapshot, store
        self._places: dict[int, list[Provenance]] = {}
        edges = snapshot.edges
        self._edge = np.full(len(snapshot.statements), -1, dtype=np.int32)
        self._edge[edges.statement] = np.arange(len(edges), dtype=np.int32)
        self._subject: Ints = snapshot.subjects

    def places(self, statement: int) -> list[Provenance]:
        """Where one statement was read."""
        if statement not in self._places:
            self._fetch([statement])
        return self._places[statement]

    def _fetch(self, statements: Iterable[int]) -> None:
        wanted = {self.snapshot.statements[i].tobytes(): i for i in statements}
        found = self.store.provenances(wanted)
        for identity, i in wanted.items():
            self._places[i] = found.get(identity, [])

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
        if self._edge[statement] >= 0:
            return statement in self.snapshot.flagged_statements
        flags = self.snapshot.flags.get(int(self._subject[statement]), ())
        return any(not flag.get("relation") for flag in flags)

    def rows(self, evidence: Evidence) -> list[dict[str, Any]]:
        """All rows behind some evidence, largest contribution first, support last.

        Returns
        -------
        list of dict
            ``id``, ``contribution`` (None for support), ``file``, ``sheet``, ``row``, ``flagged``,
            ``relation`` (source, type, target; None for an entity), ``documents`` (pages cited).
            Each row of a file stands once per id; of a statement read in several places the first
            carries the contribution.
        """
        shares = dict(
            zip(evidence.statements.tolist(), evidence.contributions.tolist(), strict=True)
        )
        wanted = dict.fromkeys([*shares, *self._behind(shares)])
        missing = [one for one in wanted if one not in self._places]
        if missing:
            self._fetch(missing)
        table: dict[tuple[str, str, str, int], float | None] = {}
        doubtful = set()
        relations: dict[str, dict[str, str] | None] = {}
        pages: dict[tuple[str, str, str, int], dict[str, None]] = {}
        for statement in wanted:
            share = shares.get(statement, float("nan"))
            part = None if np.isnan(share) else share
            for place in self._places[statement]:
                relations.setdefault(self.id_of(statement), self.relation_of(statement))
                key = (self.id_of(statement), place.file, place.sheet or "", place.row or 0)
                pages.setdefault(key, {}).update(dict.fromkeys(place.documents))
                known = table.get(key)
                if self.flagged(statement):
                    doubtful.add(key)
                if part is not None:
                    table[key] = part + (known or 0.0)
                else:
                    table.setdefault(key, None)
                part = None
        ordered = sorted(
            table.items(),
            key=lambda item: (item[1] is None, -round(abs(item[1] or 0.0), 12), item[0]),
        )
        return [
            {
                "id": key[0], "contribution": significant(part), "file": key[1],
                "sheet": key[2] or None, "row": key[3] or None, "flagged": key in doubtful,
                "relation": relations[key[0]],
                "documents": list(pages[key]),
            }
            for key, part in ordered
        ]  # fmt: skip

    def _behind(self, statements: Iterable[int]) -> list[int]:
        snapshot, edges = self.snapshot, self.snapshot.edges
        declaring = snapshot.declaring()
        found: dict[int, None] = {}
        for statement in statements:
            edge = int(self._edge[statement])
            if edge < 0:
                continue
            ends = [int(edges.source[edge]), int(edges.target[edge])]
            qualifiers = snapshot.edge_qualifiers(edge)
            for name in ("event", "lab_or_project"):
                told = str(qualifiers.get(name) or "")
                if told in snapshot:
                    ends.append(snapshot.row(told))
            for row in ends:
                found.update(dict.fromkeys(declaring.get(row, ())))
        return list(found)


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
