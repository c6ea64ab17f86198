"""Gap labels of segments (METRICS.md section C, METRIC_KEYS.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping

from graph.chain.status import feasible
from graph.conventions import Conventions
from graph.ecosystem.design import Design, Segment, covered, only_unknown
from graph.ecosystem.making import EXTERNAL, LOCAL

LABELS: dict[str, dict[str, str]] = {
    "missing": {"zh": "断点", "en": "missing"},
    "missing_unverified": {"zh": "未收录（未调查）", "en": "missing, unverified"},
    "origin_unknown": {"zh": "厂家归属不明", "en": "origin unknown"},
    "external_choke": {"zh": "卡脖子候选", "en": "choke point candidate"},
    "external_substitutable": {"zh": "外供可替代", "en": "external, substitutable"},
    "blocked_input": {"zh": "堵点", "en": "blocked input"},
    "single_source": {"zh": "单点", "en": "single source"},
    "concentrated": {"zh": "过度集中", "en": "concentrated"},
    "stranded": {"zh": "受累", "en": "stranded"},
}
ROOT_CAUSES = ("missing", "external_choke", "external_substitutable", "blocked_input")
EXPOSED = ("single_source", "concentrated")
UNVERIFIED = ("missing_unverified", "origin_unknown")


def hhi(segment: Segment) -> float | None:
    """Herfindahl index of local capacity; None if nobody local makes it."""
    capacities = list(segment.made.makers[LOCAL].values())
    total = sum(capacities)
    return sum((x / total) ** 2 for x in capacities) if total else None


def external_share(segment: Segment) -> float | None:
    """External share of the capacity of known origin; None without such a maker."""
    local = sum(segment.made.makers[LOCAL].values())
    external = sum(segment.made.makers[EXTERNAL].values())
    return external / (local + external) if local + external else None


def largest_share(segment: Segment) -> float:
    """Largest local maker's share of local capacity (0 if nobody local makes it)."""
    capacities = list(segment.made.makers[LOCAL].values())
    return max(capacities) / sum(capacities) if capacities else 0.0


def gap_labels(
    design: Design,
    statuses: dict[tuple[int, int], str],
    at_risk: dict[int, float],
    conventions: Conventions,
) -> dict[int, list[str]]:
    """Sorted labels of every counted segment; an empty list where there is none.

    Choke points are candidates only, until an official list or a source says so.
    """
    labels = {i: _own(one, at_risk.get(i), conventions) for i, one in enumerate(design.segments)}
    for i, one in enumerate(design.segments):
        if covered(one) and any(_blocked(design, statuses, group, i) for group in design.inputs[i]):
            labels[i].append("blocked_input")
    waiting = unverified(design, labels)
    upper = feasible(
        design,
        lambda i: covered(design.segments[i]) or i in waiting,
        lambda s, t: statuses[s, t] in ("local", "unknown") or s in waiting or t in waiting,
    )
    for i in design.linked:
        if (
            covered(design.segments[i])
            and i not in upper
            and not {"blocked_input", "external_choke"} & set(labels[i])
        ):
            labels[i].append("stranded")
    return {i: sorted(found) for i, found in labels.items()}


def unverified(design: Design, labels: Mapping[int, list[str]]) -> set[int]:
    """Segments that nobody has verified; none in a document, which is complete."""
    if design.closed:
        return set()
    return {i for i, found in labels.items() if set(found) & set(UNVERIFIED)}


def _own(segment: Segment, at_risk: float | None, conventions: Conventions) -> list[str]:
    """Labels that follow from the makers of one segment; ``at_risk`` is None if unlinked."""
    makers = segment.made.makers
    local, external = makers[LOCAL], makers[EXTERNAL]
    if not any(makers.values()):
        return ["missing" if segment.surveyed else "missing_unverified"]
    if only_unknown(segment):
        return ["origin_unknown"]
    found = []
    share = round(external_share(segment) or 0.0, 9)
    if external and (not local or share >= conventions.choke_external_share):
        choke = at_risk is not None and round(at_risk, 9) > 0
        found.append("external_choke" if choke else "external_substitutable")
    if len(local) == 1:
        found.append("single_source")
    elif len(local) > 1 and round(hhi(segment) or 0.0, 9) > conventions.concentrated_hhi:
        found.append("concentrated")
    return found


def _blocked(
    design: Design, statuses: dict[tuple[int, int], str], group: list[int], target: int
) -> bool:
    members = [j for j in group if covered(design.segments[j])]
    return bool(members) and all(statuses[j, target] == "none" for j in members)
