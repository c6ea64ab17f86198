"""Our side, as a process of its own: ``python -m benchmarks.ours FOLDER STORE``.

Parsing and building start in fresh children. The analysis is one line of forks: the child that
took the snapshot forks the one that builds the scopes, which forks one child per metric, so that
each tells its own peak and nothing is built twice.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.stages import Value, emit, forked, measured, stage
from graph.chain.gaps import find_gaps
from graph.ecosystem.scope import Scope
from graph.ecosystem.scopes import PROVINCE, Scopes
from graph.metrics.algorithms.paths import sampled_sources
from graph.metrics.cards import cards_of
from graph.metrics.registry import REGISTRY
from graph.metrics.result import Result
from graph.snapshot import Snapshot
from graph.store.sqlite_rows import stored_digest
from graph.store.sqlite_store import SqliteStore
from loaders.build import Report, build

Where = tuple[Path, Path]  # folder of the files, store


def parse(folder: Path) -> int:
    """Rows of all files, read with csv alone."""
    count = 0
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            count += sum(1 for _ in csv.reader(stream)) - 1
    return count


def build_store(where: Where) -> tuple[Report, int]:
    """Load the files into a new SQLite store; with the number of statements."""
    store = SqliteStore(where[1])
    report = build(store, [where[0]])
    statements = store.info().facts
    store.close()
    return report, statements


def _built(path: Path, found: tuple[Report, int]) -> Value:
    report, statements = found
    return {
        "rows": report.totals["read"], "quarantined": report.totals["quarantined"],
        "entities": sum(report.entities.values()), "relations": sum(report.relations.values()),
        "statements": statements, "file_mb": path.stat().st_size / 1e6,
    }  # fmt: skip


def recompute_digest(path: Path) -> str:
    """The digest over what the store's tables hold."""
    db = sqlite3.connect(path)
    found = stored_digest(db)
    db.close()
    return found


def analysis(where: Where) -> None:
    """Take the snapshot, then fork the rest."""
    store = SqliteStore(where[1], create=False)
    snapshot = measured(
        "snapshot", lambda: Snapshot.take(store),
        lambda taken: {"nodes": len(taken), "edges": len(taken.edges)},
    )  # fmt: skip
    store.close()
    stage("gaps", lambda: find_gaps(snapshot), lambda found: {"chains": len(found)})
    forked(lambda: _scopes(snapshot, where[0]))


def _scopes(snapshot: Snapshot, folder: Path) -> None:
    scopes = measured("scopes", lambda: Scopes(snapshot))
    stage("cards of one center", lambda: cards_of(scopes[scopes.ids()[0]]))
    forked(lambda: _province(scopes, folder))


def _province(scopes: Scopes, folder: Path) -> None:
    scope = measured("province scope", lambda: _ready(scopes), _shape)
    _write_sources(scope, folder)
    for key, one in REGISTRY.items():
        stage(key, lambda one=one: one.function(scope), _value)  # type: ignore[misc]


def _ready(scopes: Scopes) -> Scope:
    """The scope of the province with what all of its metrics share."""
    scope = scopes[PROVINCE]
    _ = scope.matrix, scope.seen.matrix, scope.ground
    return scope


def _shape(scope: Scope) -> Value:
    seen = scope.seen
    return {"actors": len(scope), "seen": len(seen), "ties": len(seen.u),
            "weight": float(seen.weight.sum())}  # fmt: skip


def _value(result: Result) -> Value:
    value = result.value if result.value is not None else result.recorded
    return {"value": value, "error": result.error, "reason": result.reason}


def _write_sources(scope: Scope, folder: Path) -> None:
    """The actors that the sampled metrics start from, for the other side to start from, too."""
    rest = scope.seen.restrict(~scope.seen.is_center)
    for name, one in (("seen", scope.seen), ("coreless", rest)):
        rules = one.conventions
        chosen: Iterable[Any] = range(len(one))
        if len(one) > rules.exact_actors:
            chosen = sampled_sources(len(one), rules).tolist()
        text = "".join(f"{one.actors[i]}\n" for i in chosen)
        (folder / f"{name}.sources").write_text(text, encoding="utf-8")


def main(where: Where) -> None:
    """All stages, each line on standard output."""
    emit("start", side="ours")
    stage("parse", lambda: parse(where[0]), lambda rows: {"rows": rows})
    stage("build", lambda: build_store(where), lambda found: _built(where[1], found))
    stage("digest", lambda: recompute_digest(where[1]), lambda found: {"digest": found})
    forked(lambda: analysis(where))


if __name__ == "__main__":
    main((Path(sys.argv[1]), Path(sys.argv[2])))
