"""What follows from the design of a chain, each computed once at the first question."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from graph.chain.availability import availability_at_sinks
from graph.chain.labels import EXPOSED, ROOT_CAUSES, gap_labels, largest_share, unverified
from graph.chain.repair import Repair, repair
from graph.chain.status import all_statuses, feasible, open_segments, share, value_at_risk
from graph.conventions import Conventions
from graph.ecosystem.design import Design, covered
from graph.ecosystem.making import LOCAL

Positions = set[int]


class Findings:
    """Statuses, feasible sets, labels, failures and repairs of one design.

    Sets hold positions of segments. ``design`` may join several chains. A design with a cycle has
    statuses and labels, but nothing in it is feasible.
    """

    def __init__(self, design: Design, rules: Conventions) -> None:
        self.design, self.rules = design, rules

    @functools.cached_property
    def statuses(self) -> dict[tuple[int, int], str]:
        """Status of every link by (source, target)."""
        return all_statuses(self.design)

    @functools.cached_property
    def covered(self) -> Positions:
        """Segments with a local maker."""
        return {i for i, one in enumerate(self.design.segments) if covered(one)}

    @functools.cached_property
    def sinks(self) -> list[int]:
        """Segments of D without a link out."""
        return self.design.sinks()

    @functools.cached_property
    def descendants(self) -> list[int]:
        """Number of segments downstream of each."""
        if self.design.cycle:
            return [0] * len(self.design.segments)
        return self.design.descendants()

    @functools.cached_property
    def waiting(self) -> Positions:
        """Segments that nobody has verified: they hold where breaks are judged, in a store."""
        return unverified(self.design, self.labels)

    # feasible sets

    def _feasible(self, present: Callable[[int], bool], statuses: tuple[str, ...]) -> Positions:
        return feasible(self.design, present, lambda s, t: self.statuses[s, t] in statuses)

    @functools.cached_property
    def strict(self) -> Positions:
        """Covered segments over local links."""
        return self._feasible(self.covered.__contains__, ("local",))

    @functools.cached_property
    def upper(self) -> Positions:
        """Covered segments over local and unknown links."""
        return self._feasible(self.covered.__contains__, ("local", "unknown"))

    @functools.cached_property
    def for_all_we_know(self) -> Positions:
        """The same where every segment that may be made here is, and its links hold."""
        may = open_segments(self.design)
        return feasible(
            self.design,
            lambda i: i in self.covered or i in may,
            lambda s, t: self.statuses[s, t] in ("local", "unknown") or s in may or t in may,
        )

    @functools.cached_property
    def by_coverage(self) -> Positions:
        """Covered segments, whatever the links."""
        return feasible(self.design, self.covered.__contains__, lambda s, t: True)

    @functools.cached_property
    def with_external(self) -> Positions:
        """Segments that anybody makes, whatever the links."""
        made = {i for i, one in enumerate(self.design.segments) if any(one.made.makers.values())}
        return feasible(self.design, made.__contains__, lambda s, t: True)

    def share_of_sinks(self, found: Positions) -> float | None:
        """Importance share of the sinks that are in a set."""
        return share(self.design, found, self.sinks)

    # labels and failures

    @functools.cached_property
    def at_risk(self) -> dict[int, float]:
        """For each segment of D the share of sinks that the design cannot make without it."""
        return {} if self.design.cycle else value_at_risk(self.design)

    @functools.cached_property
    def labels(self) -> dict[int, list[str]]:
        """Sorted labels of every counted segment."""
        return gap_labels(self.design, self.statuses, self.at_risk, self.rules)

    def labeled(self, wanted: tuple[str, ...]) -> list[int]:
        """Segments of D with one of some labels."""
        return [i for i in self.design.linked if set(self.labels[i]) & set(wanted)]

    @functools.cached_property
    def exposure(self) -> dict[int, float]:
        """Value at risk times the largest local maker's share, of what one maker carries."""
        segments = self.design.segments
        return {
            i: self.at_risk.get(i, 0.0) * largest_share(segments[i]) for i in self.labeled(EXPOSED)
        }

    @functools.cached_property
    def makers(self) -> list[int]:
        """Local makers of segments of D, ascending."""
        segments = self.design.segments
        return sorted({a for i in self.design.linked for a in segments[i].made.makers[LOCAL]})

    @functools.cached_property
    def availability(self) -> tuple[float, NDArray[np.float64]]:
        """Mean availability of the sinks as it is, and without each of ``makers``."""
        return availability_at_sinks(self.design, self.makers)

    @functools.cached_property
    def repair(self) -> Repair:
        """What mending the root causes would bring, and what each of them is worth."""
        design = self.design
        holds = {
            (s, t): status in ("local", "unknown") or s in self.waiting or t in self.waiting
            for (s, t), status in self.statuses.items()
        }
        present = {i: i in self.covered or i in self.waiting for i in design.linked}
        return repair(design, self.labeled(ROOT_CAUSES), present, holds, self.rules)

    def ordered(self, values: dict[int, float]) -> list[int]:
        """By value rounded to 9 places, then descendants, both descending, then id."""
        segments = self.design.segments
        return sorted(
            values,
            key=lambda i: (-round(values[i], 9), -self.descendants[i], segments[i].id),
        )
