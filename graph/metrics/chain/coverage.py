"""Who makes and who researches the segments."""

from __future__ import annotations

from graph.chain.status import open_segments, share
from graph.ecosystem.evidence import carrying, joined
from graph.ecosystem.making import LOCAL
from graph.ecosystem.scope import Scope
from graph.metrics.chain.parts import findings, spread
from graph.metrics.ground import making_ground
from graph.metrics.observation import of_chain
from graph.metrics.registry import metric
from graph.metrics.result import Result, bounded, undefined


def _coverage(scope: Scope, known: set[int], may: set[int]) -> tuple[float, float]:
    """Share of importance that is known, and that may be."""
    design = scope.design
    counted = list(range(len(design.segments)))
    low, high = share(design, known, counted), share(design, known | may, counted)
    assert low is not None
    assert high is not None
    return low, high


def _researched(scope: Scope) -> tuple[set[int], set[int]]:
    """Segments that a local actor researches, and those where nobody has looked."""
    segments = scope.design.segments
    found = {i for i, one in enumerate(segments) if one.made.researchers}
    unseen = {i for i, one in enumerate(segments) if not one.surveyed and i not in found}
    return found, set() if scope.design.closed else unseen


@metric(of_chain)
def segment_coverage(scope: Scope) -> Result:
    """Importance share of the counted segments with a local maker.

    Dimensionless, in [0, 1]. A segment without one that is not surveyed, or whose makers are of
    unknown origin, counts as without in ``low`` and as with in ``high``.
    """
    segments = scope.design.segments
    made = findings(scope).covered
    low, high = _coverage(scope, made, open_segments(scope.design))
    total = sum(one.importance for one in segments)
    carried = [spread(segments[i], LOCAL, segments[i].importance / total) for i in sorted(made)]
    evidence = joined(*carried, making_ground(scope))
    return bounded(low, high, len(made), len(segments), evidence)


@metric(of_chain)
def research_coverage(scope: Scope) -> Result:
    """Importance share of the counted segments that a local actor researches.

    Dimensionless, in [0, 1]. A segment without research that is not surveyed counts as without in
    ``low`` and as with in ``high``.
    """
    segments = scope.design.segments
    found, unseen = _researched(scope)
    low, high = _coverage(scope, found, unseen)
    total = sum(one.importance for one in segments)
    rows, parts = [], []
    for i in sorted(found):
        mine = [s for actor in segments[i].made.researchers
                for s in segments[i].made.research.get(actor, ())]  # fmt: skip
        rows += mine
        parts += [segments[i].importance / total / len(mine)] * len(mine) if mine else []
    own = carrying(rows, parts) if scope.making is not None else carrying((), ())
    return bounded(low, high, len(found), len(segments), joined(own, making_ground(scope)))


@metric(of_chain)
def dual_chain_coverage(scope: Scope) -> Result:
    """Importance share of the counted segments that are both made and researched here.

    Dimensionless, in [0, 1]. Bounds as for coverage by makers and by research.
    """
    made, (researched, unseen) = findings(scope).covered, _researched(scope)
    found = made & researched
    may = (made | open_segments(scope.design)) & (researched | unseen)
    low, high = _coverage(scope, found, may)
    of = len(scope.design.segments)
    return bounded(low, high, len(found), of, making_ground(scope))


@metric(of_chain)
def gap_rd_coverage(scope: Scope) -> Result:
    """Share of the segments without a local maker that a local actor researches.

    Dimensionless, in [0, 1], by heads, on what is recorded. None where every segment has one.
    """
    segments = scope.design.segments
    gaps = set(range(len(segments))) - findings(scope).covered
    if not gaps:
        return undefined("too_few", 0, len(segments), making_ground(scope))
    researched, _ = _researched(scope)
    known = gaps - open_segments(scope.design)
    return Result(
        len(gaps & researched) / len(gaps), observed=len(known), of=len(gaps),
        evidence=making_ground(scope),
    )  # fmt: skip


@metric(of_chain)
def core_chain_reach(scope: Scope) -> Result:
    """Importance share of the segments made or researched here by core, base or their partners.

    A maker of any origin, or a local researcher, who is a center, a base, or tied to one.
    Dimensionless, in [0, 1]. None without centers and bases.
    """
    tier = scope.is_center | scope.is_base
    if not tier.any():
        return undefined("no_center", 0, 0, making_ground(scope))
    near = tier | (scope.matrix @ tier.astype(float) > 0)
    place = scope.positions_by_row
    reached = set()
    for i, one in enumerate(scope.design.segments):
        bodies = set(one.made.researchers)
        for makers in one.made.makers.values():
            bodies |= makers.keys()
        if any(near[place[row]] for row in bodies if row in place):
            reached.add(i)
    counted = list(range(len(scope.design.segments)))
    value = share(scope.design, reached, counted)
    evidence = joined(making_ground(scope), scope.ground)
    return Result(value, observed=len(findings(scope).covered), of=len(counted), evidence=evidence)
