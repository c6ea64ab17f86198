"""The page of the structure benchmark: cards, then each heavy metric on three sides."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from benchmarks.report import Found, machine

SIDES = ("ours", "igraph", "NetworkX")
CARDS = ("core", "bases", "network")
SAME = 1e-6
ADDRESSES = 6  # GiB that a child of the others may map
DRAWN = {"robustness_R": 0.01}  # the other sides run one order of attack (METRIC_KEYS.md)
# Seconds and GiB that the three cards may take, up to so many actors.
LIMITS = ((100_000, 30.0, 2), (float("inf"), float("inf"), 8))


@dataclass(frozen=True)
class Run:
    """What was measured."""

    actors: int
    ties: int
    limit: float
    found: Found

    def heavy(self) -> list[str]:
        """The heavy metrics."""
        names = (name.split(" ", 1) for name in self.found)
        return [key for side, *rest in names for key in rest if side == "ours" and key != "graph"]

    @property
    def sides(self) -> tuple[str, ...]:
        """Ours, and the others if they were asked."""
        return SIDES if self.limit else SIDES[:1]

    def of(self, side: str, key: str) -> dict[str, Any]:
        """What one side told of a metric; empty if it has none."""
        return self.found.get(f"{side} {key}", {})


def difference(run: Run, side: str, key: str) -> float | None:
    """The largest relative difference from ours, None where a side has no value."""
    one, two = _numbers(run.of("ours", key)), _numbers(run.of(side, key))
    if one is None or two is None:
        return None
    return max(abs(a - b) / max(abs(a), abs(b), 1e-12) for a, b in zip(one, two, strict=True))


def agrees(run: Run, side: str, key: str) -> bool | None:
    """Within 1e-6; within .01 where each side draws on its own. None without a value."""
    off = difference(run, side, key)
    return None if off is None else off <= DRAWN.get(key, SAME)


def _numbers(found: dict[str, Any]) -> list[float] | None:
    value = found.get("value")
    return None if value is None else value if isinstance(value, list) else [value]


def page(run: Run) -> str:
    """The whole page in Markdown."""
    read, drawn = run.found.get("read", {}), run.found.get("sources", {})
    return "\n".join([
        f"# 结构指标的性能 / Metrics of structure, {run.actors:,} actors and {run.ties:,} ties",
        "",
        f"虚构数据 / invented data: {read.get('centers', 0)} centers (the largest body has "
        f"{read.get('most', 0):,} ties), {read.get('bases', 0)} bases, "
        f"{read.get('events', 0):,} events, {read.get('segments', 0)} segments. "
        "One run; each value in its own process.",
        f"{machine()} {_igraph(run)}Load {os.getloadavg()[0]:.1f} at the end.",
        "",
        cards_table(run),
        "",
        verdict(run),
        "",
        time_table(run),
        "",
        value_table(run),
        "",
        *_notes(run, drawn.get("count", 0)),
        "",
    ])  # fmt: skip


def _igraph(run: Run) -> str:
    return f"igraph {version('igraph')}. " if run.limit else ""


def _notes(run: Run, sources: int) -> list[str]:
    chosen = ": all of them." if sources == run.actors else ", a seeded sample; ± is its error."
    notes = [
        f"- Paths start from {sources:,} actors, the same on all sides{chosen}",
        "- Peak memory is that of the process: a stage starts with what it inherits.",
    ]
    if run.limit:
        notes += [
            "- robustness_R: ours is a mean over seeded orders of attack with its standard error, "
            "the others run one order. igraph looks for components after every removal.",
            "- igraph counts no shortest paths without listing them: no base_mediation.",
            f"- The others may take {run.limit:.0f} s and {ADDRESSES} GiB for each value; "
            "networkx.constraint computes all actors at once, which here is its faster way.",
        ]
    return notes


def cards_table(run: Run) -> str:
    """Reading and the cards, with the slowest keys of each."""
    lines = ["| 步骤 / stage | s | peak MB | slowest keys, s |", "|---|--:|--:|---|"]
    for name in ("draw", "document", "read", "cards", *(f"card {card}" for card in CARDS)):
        one = run.found.get(name)
        if one is None:
            continue
        slow = ", ".join(f"{key} {_short(s)}" for key, s in one.get("slowest", {}).items())
        lines.append(f"| {name} | {_seconds(one)} | {_peak(one)} | {slow} |")
    return "\n".join(lines)


def verdict(run: Run) -> str:
    """Whether the cards kept their limits, and which values lie outside what is declared."""
    cards = run.found.get("cards", {})
    odd = cards.get("odd", [])
    most, gigabytes = next((s, g) for n, s, g in LIMITS if run.actors <= n)
    kept = cards.get("seconds", 1e9) <= most and cards.get("peak_mb", 1e9) <= 1024 * gigabytes
    within = f"{gigabytes} GiB" if most == float("inf") else f"{most:.0f} s and {gigabytes} GiB"
    return (
        f"三张卡片 / the three cards, {cards.get('keys', 0)} keys: {_seconds(cards)} s, "
        f"{_peak(cards)} MB; within {within}: {'yes' if kept else 'no'}. "
        f"Outside the declared range or undefined: {', '.join(odd) or 'none'}."
    )


def time_table(run: Run) -> str:
    """Seconds and peak memory of each heavy metric on three sides."""
    lines = [
        "| 指标 / metric | " + " | ".join(f"{side} s | MB" for side in run.sides) + " |",
        "|---|" + "--:|--:|" * len(run.sides),
    ]
    for key in ("graph", *run.heavy()):
        cells = [
            f"{_seconds(run.of(side, key))} | {_peak(run.of(side, key))}" for side in run.sides
        ]
        lines.append(f"| {key} | {' | '.join(cells)} |")
    return "\n".join(lines)


def value_table(run: Run) -> str:
    """The values, with sampling error and relative differences from ours."""
    lines = [
        "| 指标 / metric | ours | ± |" + "".join(f" {side} | off |" for side in run.sides[1:]),
        "|---|--:|--:|" + "--:|--:|" * len(run.sides[1:]),
    ]
    for key in run.heavy():
        mine = run.of("ours", key)
        error = mine.get("error")
        cells = [_shown(mine), "" if error is None else f"{error:.1e}"]
        for side in run.sides[1:]:
            cells += [_shown(run.of(side, key)), _off(run, side, key)]
        lines.append(f"| {key} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _off(run: Run, side: str, key: str) -> str:
    off = difference(run, side, key)
    return "" if off is None else f"{off:.0e}{'' if agrees(run, side, key) else ' DIFFERENT'}"


def _shown(found: dict[str, Any]) -> str:
    if "unfinished" in found:
        return f"did not finish in {found['unfinished']:.0f} s"
    if "failed" in found:
        return f"failed ({found['failed']})"
    if "lacking" in found:
        return f"needs over {found['lacking']} GiB"
    numbers = _numbers(found)
    return found.get("reason") or "–" if numbers is None else " / ".join(map(_number, numbers))


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.9g}"


def _short(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.1f}"


def _seconds(found: dict[str, Any]) -> str:
    if "unfinished" in found:
        return f"> {found['unfinished']:.0f}"
    if "failed" in found:
        return "failed"
    return _short(found["seconds"]) if "seconds" in found else ""


def _peak(found: dict[str, Any]) -> str:
    return f"{found['peak_mb']:.0f}" if "peak_mb" in found else ""
