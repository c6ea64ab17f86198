"""The body of ``entity``: one thing with every fact's source."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from graph.doubts import conflict, disputed, speaks_of
from graph.errors import UnknownIdError
from graph.judgements import canonical_ids
from graph.records import COMPLETE, FLAG, TYPE, Statement
from graph.report.evidence import sources_of
from graph.schema import Schema
from graph.snapshot import Snapshot, open_snapshot
from graph.store.base import Store, holds_invented
from graph.values.text import search_key


class Entities:
    """Looks entities up in a store; merged ids show as one thing.

    Statements of the thing itself are read from the store; names and flags of those it is tied to
    come from a snapshot, so that the number of reads does not grow with the ties.
    """

    def __init__(self, store: Store, snapshot: Snapshot | None = None) -> None:
        self.store = store
        self._given = snapshot
        self._canonical = canonical_ids(store.judgements())
        self._documents: dict[str, Any] | None = None

    @functools.cached_property
    def snapshot(self) -> Snapshot:
        """What names and flags of other things are read from."""
        return self._given or open_snapshot(self.store)

    @property
    def schema(self) -> Schema:
        """The model."""
        return self.snapshot.schema

    def canonical(self, entity: str) -> str:
        """The canonical id of an id."""
        return self._canonical.get(entity, entity)

    def members(self, entity: str) -> list[str]:
        """All ids that are one with an id, the canonical one first."""
        first = self.canonical(entity)
        return [first, *sorted(k for k, v in self._canonical.items() if v == first)]

    def statements(self, entity: str) -> list[Statement]:
        """Statements about a thing under all its ids."""
        return [one for key in self.members(entity) for one in self.store.statements_of(key)]

    def label(self, entity: str) -> dict[str, Any]:
        """Id, name and type of a thing; no type if nothing of that id is declared."""
        if entity not in self.snapshot:
            first = self.canonical(entity)
            return {"id": first, "name": first, "type": None}
        row = self.snapshot.row(entity)
        return {
            "id": self.snapshot.ids[row], "name": self.snapshot.name(row),
            "type": self.snapshot.types[row],
        }  # fmt: skip

    def resolve(self, text: str) -> list[str]:
        """Canonical ids that an id, an identifier or an exact name means."""
        if any(one.predicate == TYPE for one in self.statements(text)):
            return [self.canonical(text)]
        key = search_key(text)
        found = {
            self.canonical(entity)
            for entity, _, name in self.store.find(text)
            if search_key(name) == key
        }
        return sorted(found)

    def body(self, entity: str) -> dict[str, Any]:
        """Facts, relations and flags of one thing, each with its source.

        Raises
        ------
        UnknownIdError
            Nothing of that id is declared.
        """
        label = self.label(entity)
        if label["type"] is None:
            raise UnknownIdError(
                f"没有 {entity} / there is no {entity}",
                "用 search 查找 / look for it with search",
            )
        mine = self.statements(entity)
        incoming = [one for key in self.members(entity) for one in self.store.statements_to(key)]
        flags = [{**one.value, **one.qualifiers} for one in mine if one.predicate == FLAG]
        incoming_flags = self._incoming_flags(incoming, entity)
        said = (
            (one.predicate, one.value_json) for one in mine
            if self.schema.is_single(label["type"], one.predicate)
        )  # fmt: skip
        flags += [conflict(name) for name in sorted(disputed(said))]
        places = self.store.provenances(one.id for one in [*mine, *incoming])
        facts = [
            self._fact(one, places, label["type"])
            for one in mine
            if not one.is_relation and one.predicate not in (FLAG, TYPE, COMPLETE)
        ]
        relations = [
            self._relation(one, places, way, flags if way == "out" else incoming_flags)
            for way, found in (("out", mine), ("in", incoming))
            for one in found
            if one.is_relation
        ]
        members = self.members(entity)
        return {
            **label, "canonical_id": members[0], "merged_from": members[1:],
            "invented": holds_invented(self.store),
            "flags": [one for one in flags if not one.get("relation")],
            "facts": facts, "relations": relations,
            "complete": [
                {"relation": one.value, **one.qualifiers} for one in mine
                if one.predicate == COMPLETE
            ],
        }  # fmt: skip

    def _incoming_flags(self, incoming: Iterable[Statement], entity: str) -> list[dict[str, Any]]:
        members, snapshot = set(self.members(entity)), self.snapshot
        return [
            {**flag, "subject": subject}
            for subject in sorted({one.subject for one in incoming if one.subject in snapshot})
            for flag in snapshot.written_flags.get(snapshot.row(subject), ())
            if flag.get("other") in members
        ]

    def _sources(self, one: Statement, places: dict[bytes, Any]) -> list[dict[str, Any]]:
        if self._documents is None:
            self._documents = self.store.documents()
            self._datasets = self.store.datasets()
        return sources_of(places.get(one.id, ()), one.dataset, self._documents, self._datasets)

    def _fact(
        self, one: Statement, places: dict[bytes, Any], kind: str
    ) -> dict[str, Any]:  # fmt: skip
        known = self.schema.nodes[kind].properties.get(one.predicate)
        sources = self._sources(one, places)
        originals = [place.original for place in places.get(one.id, ()) if place.original]
        return {
            "property": one.predicate, "value": one.value, "unit": known.unit if known else None,
            "original": originals[0] if originals else None,
            "source": sources[0] if sources else None, "sources": sources,
        }  # fmt: skip

    def _relation(
        self, one: Statement, places: dict[bytes, Any], way: str, flags: list[dict[str, Any]]
    ) -> dict[str, Any]:
        other = one.value if way == "out" else one.subject
        qualifiers = one.qualifiers
        mine = [
            {"code": flag["code"], **{k: flag[k] for k in ("zh", "en") if k in flag}}
            for flag in flags
            if flag.get("relation") == one.predicate
            and flag.get("other") == one.value
            and flag.get("subject", one.subject) == one.subject
            and speaks_of(flag, qualifiers)
        ]
        if qualifiers.get("inferred") and not any(flag["code"] == "inferred" for flag in mine):
            mine.append({"code": "inferred"})
        sources = self._sources(one, places)
        return {
            "id": "rel:" + one.id.hex(), "type": one.predicate, "direction": way,
            "other": self.label(other), "properties": qualifiers, "flags": mine,
            "source": sources[0] if sources else None, "sources": sources,
        }  # fmt: skip
