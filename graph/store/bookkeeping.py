"""Rules that all stores share: the order of places, undoing loads, what is unknown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from graph.errors import StoreError, did_you_mean
from graph.records import LoadRecord, Provenance


def provenance_order(one: Provenance) -> tuple[str, str, int, str]:
    """The stable order of provenances: file, sheet, row, original."""
    return (one.file, one.sheet or "", one.row or 0, one.original or "")


def toggle_load(loads: list[LoadRecord], target: LoadRecord, withdrawn: set[str]) -> None:
    """Undo a load in the list; undoing an undo (or a withdrawal) turns its effect back."""
    if target.kind == "undo" and target.target:
        inner = next(one for one in loads if one.number == int(target.target))
        toggle_load(loads, inner, withdrawn)
    elif target.kind == "withdraw" and target.target:
        withdrawn.discard(target.target) if not target.undone else withdrawn.add(target.target)
    elif target.kind == "restore" and target.target:
        withdrawn.add(target.target) if not target.undone else withdrawn.discard(target.target)
    loads[target.number - 1] = replace(target, undone=not target.undone)


def no_such_load(number: int) -> StoreError:
    """The error for an unknown load number."""
    return StoreError(
        f"没有第 {number} 次装载 / there is no load {number}",
        "用 store loads 查看编号 / see the numbers with store loads",
    )


def already_undone(number: int) -> StoreError:
    """The error for undoing a load twice."""
    return StoreError(
        f"第 {number} 次装载已撤回 / load {number} is undone already",
        "要恢复它，撤回那次撤回 / to bring it back, undo the undo",
    )


def no_such_dataset(name: str, known: Iterable[str]) -> StoreError:
    """The error for an unknown dataset name."""
    return StoreError(f"没有数据集 {name} / there is no dataset {name}", did_you_mean(name, known))


def now() -> str:
    """UTC time for the audit trail of loads; never part of a digest or a result."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
