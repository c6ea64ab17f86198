"""Three lists of a chain: what is broken, what is exposed, and what nobody has looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.chain.findings import Findings
from graph.chain.labels import EXPOSED, ROOT_CAUSES, UNVERIFIED
from graph.chain.status import STATUSES
from graph.conventions import Conventions, load_conventions
from graph.ecosystem.counting import Window, window_of
from graph.ecosystem.design import Design, chain_design
from graph.ecosystem.making import Making, make_research_supply
from graph.errors import UnknownIdError, did_you_mean
from graph.snapshot import Snapshot


@dataclass
class Gap:
    """One line of a list. ``value`` orders it; None for segments to verify."""

    segment: str
    name: str
    labels: list[str]
    value: float | None
    descendants: int
    chokepoint: bool
    choke_solved: bool
    because: list[dict[str, Any]]
    statements: list[int]


@dataclass
class ChainGaps:
    """Findings of one chain, ``same`` pairs kept apart."""

    chain: int
    id: str
    name: str
    design: Design
    findings: Findings
    breaks: list[Gap] = field(default_factory=list)
    exposures: list[Gap] = field(default_factory=list)
    to_verify: list[Gap] = field(default_factory=list)

    @property
    def statuses(self) -> dict[tuple[int, int], str]:
        """Status of every link by (source, target)."""
        return self.findings.statuses

    @property
    def labels(self) -> dict[int, list[str]]:
        """Sorted labels of every counted segment."""
        return self.findings.labels

    @property
    def at_risk(self) -> dict[int, float]:
        """Share of sinks lost without each segment of D."""
        return self.findings.at_risk

    @property
    def link_counts(self) -> dict[str, int]:
        """Number of counted links per status."""
        found = list(self.statuses.values())
        return {status: found.count(status) for status in STATUSES}

    @property
    def segment_counts(self) -> dict[str, int]:
        """Counted and linked segments, and those that are shown only."""
        return {
            "counted": len(self.design.segments),
            "linked": len(self.design.linked),
            **self.design.shown,
        }


def find_gaps(
    snapshot: Snapshot,
    chains: Sequence[str] | None = None,
    *,
    window: Window | None = None,
    conventions: Conventions | None = None,
) -> list[ChainGaps]:
    """Findings of each chain, in the order of the chains' ids.

    Parameters
    ----------
    snapshot : Snapshot
    chains : sequence of str, optional
        Ids; all chains by default.
    window : Window, optional
        Years; by default the five up to the latest dated tie.

    Raises
    ------
    UnknownIdError
        An id is no chain.
    """
    rules = conventions or load_conventions()
    known = {snapshot.ids[row]: row for row in snapshot.of_type("Chain")}
    for wanted in chains or ():
        if wanted not in known:
            raise UnknownIdError(
                f"没有产业链 {wanted} / there is no chain {wanted}", did_you_mean(wanted, known)
            )
    years = window or window_of(snapshot, rules)
    making = make_research_supply(snapshot, years, rules)
    return [_chain(making, known[key], rules) for key in sorted(chains or known)]


def _chain(making: Making, row: int, rules: Conventions) -> ChainGaps:
    snapshot = making.snapshot
    design = chain_design(making, [row], join=False)
    findings = Findings(design, rules)
    at_risk = findings.at_risk
    found = ChainGaps(row, snapshot.ids[row], snapshot.name(row), design, findings)
    below = findings.descendants
    broken = {i: at_risk.get(i, 0.0) for i in findings.labeled(ROOT_CAUSES)}
    found.breaks = [
        _gap(found, i, ROOT_CAUSES, at_risk.get(i), below[i]) for i in findings.ordered(broken)
    ]
    exposed = findings.exposure
    found.exposures = [
        _gap(found, i, EXPOSED, exposed[i], below[i]) for i in findings.ordered(exposed)
    ]
    found.to_verify = [_gap(found, i, UNVERIFIED, None, below[i]) for i in sorted(findings.waiting)]
    found.to_verify.sort(
        key=lambda gap: (
            not (gap.chokepoint and not gap.choke_solved), -gap.descendants, gap.segment,
        )
    )  # fmt: skip
    return found


def _gap(found: ChainGaps, i: int, wanted: Sequence[str], value: float | None, below: int) -> Gap:
    design, one = found.design, found.design.segments[i]
    labels = [label for label in found.labels[i] if label in wanted]
    makers = {kind: len(actors) for kind, actors in one.made.makers.items()}
    because: list[dict[str, Any]] = [
        {"label": label, "makers": makers, "surveyed": one.surveyed} for label in labels
    ]
    if "blocked_input" in labels:
        because[labels.index("blocked_input")]["inputs"] = sorted(
            design.segments[s].id
            for (s, t), status in found.statuses.items()
            if t == i and status == "none"
        )
    return Gap(
        one.id, one.name, labels, value, below, one.chokepoint, one.choke_solved, because,
        sorted(one.made.rows()),
    )  # fmt: skip
