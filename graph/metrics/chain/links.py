"""How the links between segments stand, and whether one can go all the way through."""

from __future__ import annotations

from graph.chain.routes import joined_pairs
from graph.ecosystem.evidence import carrying, joined
from graph.ecosystem.scope import Scope
from graph.metrics.chain.parts import findings
from graph.metrics.ground import link_ground, making_ground
from graph.metrics.observation import of_chain
from graph.metrics.registry import metric
from graph.metrics.result import Result, bounded, undefined


@metric(of_chain)
def link_status(scope: Scope) -> Result:
    """Status of each upstream link: local, external, none, unknown or no_maker.

    By ``"source>target"``. Unknown is kept apart from none; empty without links.
    """
    segments = scope.design.segments
    found = {
        f"{segments[s].id}>{segments[t].id}": status
        for (s, t), status in findings(scope).statuses.items()
    }
    known = sum(status != "unknown" for status in found.values())
    return Result(
        None, observed=known, of=len(found), evidence=link_ground(scope),
        table=dict(sorted(found.items())),
    )  # fmt: skip


@metric(of_chain)
def link_unknown_share(scope: Scope) -> Result:
    """Share of the links whose status nobody knows.

    Dimensionless, in [0, 1]. None without links.
    """
    found = list(findings(scope).statuses.values())
    if not found:
        return undefined("no_link", 0, 0, making_ground(scope))
    unknown = found.count("unknown")
    return Result(
        unknown / len(found), observed=len(found) - unknown, of=len(found),
        evidence=link_ground(scope),
    )  # fmt: skip


@metric(of_chain)
def link_realisation(scope: Scope) -> Result:
    """Share of the links whose status is local.

    Dimensionless, in [0, 1]. An unknown link counts as not realized in ``low`` and as realized in
    ``high``; in an ecosystem file, which is complete, it is left out. None without (known) links.
    """
    design = scope.design
    if not design.links:
        return undefined("no_link", 0, 0, making_ground(scope))
    statuses = findings(scope).statuses
    found = list(statuses.values())
    local, unknown, of = found.count("local"), found.count("unknown"), len(found)
    rows = [
        (link.statements[0], 1 / of)
        for link in design.links
        if link.statements and statuses[link.source, link.target] == "local"
    ]
    carried = carrying((row for row, _ in rows), (part for _, part in rows))
    evidence = joined(carried, link_ground(scope))
    if design.closed:
        if unknown == of:
            return undefined("no_link", 0, of, evidence)
        return Result(local / (of - unknown), observed=of - unknown, of=of, evidence=evidence)
    return bounded(local / of, (local + unknown) / of, of - unknown, of, evidence)


@metric(of_chain)
def link_realisation_feasible(scope: Scope) -> Result:
    """Share of the known links between segments with local makers that are local.

    Dimensionless, in [0, 1]; tells blocked links from missing makers. On what is recorded. None
    where no such link is known.
    """
    found = findings(scope)
    between = [
        status
        for (s, t), status in found.statuses.items()
        if s in found.covered and t in found.covered
    ]
    known = [status for status in between if status != "unknown"]
    if not known:
        return undefined("no_link", 0, len(between), link_ground(scope))
    return Result(
        known.count("local") / len(known), observed=len(known), of=len(between),
        evidence=link_ground(scope),
    )  # fmt: skip


@metric(of_chain)
def through_share(scope: Scope) -> Result:
    """Share of the pairs of a first and a last segment joined here all the way.

    Over pairs that a path of the design joins: by covered segments over local links.
    Dimensionless, in [0, 1]. None without such a pair.
    """
    return _through(scope, ("local",))


@metric(of_chain)
def through_share_upper(scope: Scope) -> Result:
    """The same where unknown links hold.

    Dimensionless, in [0, 1]. None without such a pair.
    """
    return _through(scope, ("local", "unknown"))


def _through(scope: Scope, wanted: tuple[str, ...]) -> Result:
    found = findings(scope)
    pairs = joined_pairs(scope.design, None, lambda s, t: True)
    if not pairs:
        return undefined("no_link", 0, 0, link_ground(scope))
    whole = joined_pairs(scope.design, found.covered, lambda s, t: found.statuses[s, t] in wanted)
    return Result(
        len(whole) / len(pairs), observed=len(pairs), of=len(pairs), evidence=link_ground(scope)
    )
