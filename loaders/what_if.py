"""An ecosystem document on top of what a store holds, as if it had been built; nothing is written.

The statements are those that ``build`` would write, with three differences. What a document means
by silence (origin, surveyed) is said of new entities only. A single value that the document tells
holds in place of the store's. An edge with an end that is nowhere is left out and counted.

The statements are laid over the columns that the snapshot is made of. Seconds for both snapshots of
50 edges, on a busy machine of two cores, beside one snapshot and beside a copy of all statements into
a `MemoryStore`: sample (9,654 statements) 0.2, 0.1, 0.6; 10k bodies (114,175) 0.6, 0.2, 7.3; 100k
bodies (1,112,573) 10, 5, 226. The cards take more: those of all scopes, on each side, 0.6 s on the
sample and 40 s at 10k.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.conventions import load_conventions
from graph.ecosystem.counting import Window, in_window, runs_on, status_counts
from graph.ecosystem.events import counting_bases
from graph.errors import SourceError, nearest
from graph.judgements import canonical_ids
from graph.records import Provenance, Statement
from graph.schema import Schema, load_schema
from graph.snapshot import Snapshot
from graph.store.base import Store, holds_invented
from graph.store.overlay import overlaid
from loaders.dataset import read_manifest
from loaders.drafts import Draft, End
from loaders.ecosystem import (
    SOURCE,
    TYPES,
    Ecosystem,
    ecosystem_of,
    read_document,
    tables_of_document,
)
from loaders.ecosystem_rows import MAPPINGS, DocumentReader
from loaders.problems import Problem

_WINDOWED = ("activity", "event", "make", "research", "supply")
_NEVER = "9999-12-31"  # a supposition may lie in the future
_NAMED = 5
_MANY = 20_000
LEFT_OUT, NO_CHAIN = "attribute left out", "chain not in the store"


@dataclass(frozen=True)
class Named:
    """An id that is nowhere, how many edges name it, and the id that is perhaps meant."""

    id: str
    edges: int
    nearest: str | None


@dataclass(frozen=True)
class Replaced:
    """A single value of the store in whose place another one is supposed."""

    id: str
    property: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Supposition:
    """A store before and after.

    Attributes
    ----------
    nodes, edges : int
        How many of the document are applied.
    dropped : dict
        What is left out, filled in or not told, by reason.
    unknown : list of Named
        The first ids that are nowhere; ``unknown_total`` of them.
    problems : list of Problem
        Nodes and attributes that cannot be used.
    window : Window or None
        The window of the document, which a store does not apply.
    invented, says_invented : bool
        Whether the store, and whether the document, is invented.
    """

    before: Snapshot
    after: Snapshot
    first: int  # the first statement of the after that is supposed
    file: str
    nodes: int
    edges: int
    dropped: dict[str, int]
    unknown: list[Named]
    unknown_total: int
    problems: list[Problem]
    replaced: list[Replaced]
    window: Window | None
    invented: bool
    says_invented: bool

    def outside(self, window: Window) -> int:
        """Number of relations supposed that are dated so that they do not count in a window."""
        met = in_window(self.after, runs_on(self.after, load_conventions()), window)
        return int(np.count_nonzero(~met[self._rows(*_WINDOWED)]))

    def no_base(self) -> tuple[int, list[str]]:
        """Relations supposed that make no tie for one end is a base that does not count: their
        number, and those bases."""
        after, rows = self.after, self._rows("activity", "event")
        idle = set(after.of_type("Base")) - counting_bases(after, status_counts(after))
        ends = np.stack([after.edges.source[rows], after.edges.target[rows]])
        hit = np.isin(ends, np.array(sorted(idle), dtype=np.int32))
        found = sorted({after.ids[row] for row in ends[hit].tolist()})
        return int(np.count_nonzero(hit.any(axis=0))), found

    def _rows(self, *layers: str) -> NDArray[np.intp]:
        """The relations supposed that are of some layers."""
        rows = self.after.edge_rows(*self.after.schema.of_layer(*layers))
        return rows[self.after.edges.statement[rows] >= self.first]


def suppose(store: Store, path: Path) -> Supposition:
    """What a store would hold if a document were true.

    The store is read once; its columns are shared by both snapshots.

    Raises
    ------
    SourceError
        The file is no ecosystem document, or a node has an id that the store holds as another
        type or kind.
    """
    schema = load_schema()
    info, columns = store.columns()
    aliases = canonical_ids(store.judgements())
    before = Snapshot(info, columns, aliases, schema)

    def known(entity: str) -> str | None:
        return before.types[before.row(entity)] if entity in before else None

    body = read_document(path)
    ecosystem = ecosystem_of(body, schema, known)
    _refuse_other_types(before, ecosystem, path.name)
    name = ecosystem.meta.name or SOURCE
    dataset = read_manifest(path.parent, name).dataset
    drafts: dict[str, list[Draft]] = {}
    headers: list[str] = []
    for table in tables_of_document(path, path.name, body):
        reader = DocumentReader(ecosystem, table, schema, dataset.name, _NEVER, known)
        drafts[str(table.sheet)] = [reader.read(row) for row in table.rows]
        headers += [one for one in table.header if one not in MAPPINGS[str(table.sheet)].columns]
    counts = Counter(ecosystem.counts)
    added, lost = _said(before, ecosystem, drafts, path.name)
    counts[NO_CHAIN] += len(lost)
    counts["unknown attribute"] += len(headers)
    problems = [p for one in drafts["nodes"] for p in one.problems]
    counts[LEFT_OUT] += sum(one.severity == "warning" for one in problems)
    counts["unusable id"] += sum(one.code == "bad-id" for one in problems)
    replaced, removed = _replaced(before, schema, added)
    missing = [*ecosystem.unknown.items(), *Counter(lost).items()]
    after = Snapshot(
        replace(info, digest=f"{info.digest}+{path.name}"), overlaid(columns, added, removed),
        aliases, schema,
    )  # fmt: skip
    return Supposition(
        before, after, len(columns.id) - len(removed), path.name, sum(not one.fatal for one in drafts["nodes"]),
        sum(not one.fatal for one in drafts["edges"]), dict(sorted((+counts).items())),
        [Named(one, edges, _near(before, ecosystem, one)) for one, edges in missing[:_NAMED]],
        len(missing), problems, replaced, ecosystem.meta.window,
        holds_invented(store), ecosystem.meta.invented or dataset.invented,
    )  # fmt: skip


def _refuse_other_types(before: Snapshot, ecosystem: Ecosystem, file: str) -> None:
    """A node may repeat an entity of the store, not call it something else."""
    for number, node in enumerate(ecosystem.nodes, 1):
        entity, kind = ecosystem.ids[str(node["id"])], node.get("type")
        if entity not in before or not isinstance(kind, str) or kind not in TYPES:
            continue
        row = before.row(entity)
        here, there = TYPES[kind], before.types[row]
        told = before.column("kind")[row] if there == "Organization" else None
        if here == there and (kind == "host" or told in (None, kind)):
            continue
        spelled = f"{there}（{told}）" if told else there
        raise SourceError(
            "wrong-type",
            f"{file} 节点 {number}：{entity} 在库里是 {spelled}，文件里写作 {kind}（{here}） / "
            f"{file}, node {number}: {entity} is {there}{f' ({told})' if told else ''} in the store, "
            f"the file calls it {kind} ({here})",
            "改正编号或类型；库里已有的可以不写节点，只写编号 / correct the id or the type; what the store "
            "holds needs no node, its id in an edge is enough",
        )


def _said(
    before: Snapshot, ecosystem: Ecosystem, drafts: dict[str, list[Draft]], file: str
) -> tuple[list[tuple[Statement, Provenance]], list[str]]:
    """The statements with their places, and the chains that are not there."""
    added: list[tuple[Statement, Provenance]] = []
    lost: list[str] = []
    for sheet, found in drafts.items():
        for draft in found:
            if draft.fatal:
                continue
            place = Provenance(file, sheet, draft.row)
            added += [(one, place) for _, said in draft.entities for one in said]
            for one, end in draft.references:
                if _is(before, end):
                    added.append((one, place))
                else:
                    lost.append(end.id)
            added += [(one.statement, place) for one in draft.relations]
    return added, lost


def _is(before: Snapshot, end: End) -> bool:
    return end.id in before and before.types[before.row(end.id)] in end.types


def _replaced(
    before: Snapshot, schema: Schema, added: Iterable[tuple[Statement, Provenance]]
) -> tuple[list[Replaced], set[int]]:
    """Single values of the store that the document tells otherwise, and their statements."""
    found: dict[tuple[int, str], Replaced] = {}
    removed: set[int] = set()
    for one, _ in added:
        if one.is_relation or one.subject not in before:
            continue
        row = before.row(one.subject)
        if not schema.is_single(before.types[row], one.predicate):
            continue
        subjects, texts, _, statements = before.fact_columns.get(
            one.predicate, (np.empty(0), [], None, np.empty(0))
        )
        for at in np.flatnonzero(subjects == row).tolist():
            if texts[at] != one.value_json:
                removed.add(int(statements[at]))
                shown = before.column(one.predicate)[row]
                found[row, one.predicate] = Replaced(
                    before.ids[row], one.predicate, shown, one.value
                )
    return list(found.values()), removed


def _near(before: Snapshot, ecosystem: Ecosystem, wanted: str) -> str | None:
    """The id that is perhaps meant: that of the entity with this name, else one spelled alike."""
    names = before.column("name")
    if wanted in names:
        return before.ids[names.index(wanted)]
    known = [*ecosystem.ids, *before.ids]
    if len(known) > _MANY:  # comparing takes long: only those that begin alike
        start = wanted.rpartition(":")[2][:2]
        known = [one for one in known if one.rpartition(":")[2].startswith(start)][:_MANY]
    return nearest(wanted, known)
