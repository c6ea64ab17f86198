"""Files into a store: read, check, resolve references, write whole or not at all.

Every row ends as exactly one of loaded, merged, flagged or quarantined. Ids may be named before
the row that declares them: such rows wait until all files of the call are read.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import MappingError, did_you_mean
from graph.records import LoadRecord
from graph.schema import load_schema
from graph.store.base import Store
from loaders.mapping import Mapping
from loaders.mapping_parser import load_mapping
from loaders.opening import FileReport, Options, open_all
from loaders.problems import Problem
from loaders.readers.delimited import known_encoding
from loaders.run import Progress, Run
from loaders.settle import Ledger


@dataclass
class Report:
    """What became of a build or check."""

    files: list[FileReport]
    problems: list[Problem]
    entities: dict[str, int]
    relations: dict[str, int]
    written: LoadRecord | None = None
    refused: bool = False

    @property
    def totals(self) -> dict[str, int]:
        """Sums over the files."""
        return {
            key: sum(one.rows.get(key, 0) for one in self.files)
            for key in ("read", "loaded", "merged", "flagged", "quarantined")
        }

    @property
    def clean(self) -> bool:
        """Whether there is nothing to report: no row, column or file with a problem."""
        return not self.problems and all(one.status != "refused" for one in self.files)


@functools.cache
def bundled_mappings() -> tuple[Mapping, ...]:
    """All mappings that ship with the product, by name; read once."""
    folder = Path(__file__).with_name("mappings")
    return tuple(load_mapping(path, load_schema()) for path in sorted(folder.glob("*.yaml")))


def build(
    store: Store,
    paths: Sequence[Path],
    options: Options | None = None,
    *,
    write: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Load files (``write``) or only check them.

    Raises
    ------
    MappingError, StoreError
        The mapping or a dataset file is wrong, or the store refuses; nothing is written.
    """
    chosen = options or Options()
    schema = load_schema()
    mappings = [load_mapping(chosen.mapping, schema)] if chosen.mapping else [*bundled_mappings()]
    if chosen.source:
        mappings = _named(mappings, chosen.source)
    if chosen.encoding is not None:
        known_encoding(chosen.encoding)
    ledger = Ledger()
    withdrawn = {name for name, (_, gone) in store.datasets().items() if gone}
    opened, reports = open_all(paths, mappings, chosen, ledger, withdrawn)
    session = store.begin()
    try:
        run = Run(session, schema, ledger, progress)
        run.all(opened)
        report = Report(reports, ledger.sorted(), *session.counts())
        if not write or (chosen.strict and not report.clean):
            session.rollback()
            report.refused = write
            report.entities, report.relations = (
                store.counts() if write else (report.entities, report.relations)
            )
        else:
            report.written = session.commit(
                list(dict.fromkeys(one.file for one in reports if one.source)), report.totals
            )
    except BaseException:
        session.rollback()
        raise
    return report


def _named(mappings: list[Mapping], source: str) -> list[Mapping]:
    found = [one for one in mappings if one.source == source]
    if not found:
        names = [one.source for one in mappings]
        raise MappingError(
            f"没有映射 {source} / there is no mapping {source}", did_you_mean(source, names)
        )
    return found


__all__ = ["FileReport", "Options", "Report", "build", "bundled_mappings"]
