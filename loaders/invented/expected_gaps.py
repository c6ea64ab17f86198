"""Gap labels and the three lists of one planned chain (METRIC_KEYS.md 5 and 7)."""

from __future__ import annotations

from fractions import Fraction

from loaders.invented.expected_chain import ChainView

MOSTLY_EXTERNAL = Fraction(7, 10)
CONCENTRATED = Fraction(1, 2)
ROOTS = {"missing", "external_choke", "external_substitutable", "blocked_input"}
CONTINGENT = {"single_source", "concentrated"}
UNKNOWN = {"missing_unverified", "origin_unknown"}


def labels(view: ChainView, segment: str) -> list[str]:
    """The sorted gap labels of one segment."""
    if not view.world.makers(segment):
        return ["missing_unverified" if view.unverified(segment) else "missing"]
    if view.doubtful(segment):
        return ["origin_unknown"]
    found = set[str]()
    local, share = view.local(segment), view.external_share(segment) or Fraction(0)
    in_design = segment in view.design
    if share > 0 and (not local or share >= MOSTLY_EXTERNAL):
        at_risk = in_design and view.value_at_risk(segment) > 0
        found.add("external_choke" if at_risk else "external_substitutable")
    if len(local) == 1:
        found.add("single_source")
    total = sum(local.values())
    if len(local) > 1 and sum(Fraction(size, total) ** 2 for size in local.values()) > CONCENTRATED:
        found.add("concentrated")
    groups = view.groups.get(segment, {}).values()
    if local and any(_blocked(view, segment, group) for group in groups):
        found.add("blocked_input")
    infeasible = in_design and segment not in view.upper()
    if local and infeasible and not found & {"blocked_input", "external_choke"}:
        found.add("stranded")
    return sorted(found)


def _blocked(view: ChainView, segment: str, group: list[str]) -> bool:
    members = [one for one in group if view.covered(one)]
    return bool(members) and all(view.status[one, segment] == "none" for one in members)


def lists(view: ChainView) -> dict[str, list[str]]:
    """Breaks, exposures and what is to verify, each in its order."""
    found = {segment: set(labels(view, segment)) for segment in view.counted}

    def exposure(segment: str) -> Fraction:
        return view.value_at_risk(segment) * view.largest_share(segment)

    return {
        "breaks": sorted(
            (segment for segment in view.design if found[segment] & ROOTS),
            key=lambda segment: (
                -view.value_at_risk(segment),
                -view.descendants(segment),
                segment,
            ),
        ),
        "exposures": sorted(
            (segment for segment in view.design if found[segment] & CONTINGENT),
            key=lambda segment: (-exposure(segment), -view.descendants(segment), segment),
        ),
        "to_verify": sorted(
            (segment for segment in view.counted if found[segment] & UNKNOWN),
            key=lambda segment: (
                not view.segments[segment].flagged,
                -view.descendants(segment),
                segment,
            ),
        ),
    }
