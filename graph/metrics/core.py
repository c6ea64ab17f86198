"""强核心: how far the center is the core of its ecosystem (METRIC_KEYS.md section 2)."""

from __future__ import annotations

import functools

import numpy as np

from graph.ecosystem.scope import Scope
from graph.metrics.observation import of_core
from graph.metrics.paths import betweenness
from graph.metrics.registry import metric
from graph.metrics.result import Result, undefined

_per_center = functools.partial(of_core, per_center=True)


@metric(
    "core", layer="activity", additive=True, cost="O(m)",
    zh="核心关联占比", en="core tie share",
    says_zh="全部合作中有多大一部分与中心相连。",
    says_en="What part of all collaboration touches the center.",
    formula="sum of w(u,v) with u or v in K / sum of all w(u,v)",
    reference="Everett & Borgatti, Journal of Mathematical Sociology 23, 1999 (group degree)",
    undefined=("no_tie",),
)  # fmt: skip
@of_core
def core_tie_share(scope: Scope) -> Result:
    """Share of the weight of ties that have an end in the core.

    Dimensionless, in [0, 1]; a star has 1. None without ties.
    """
    seen = scope.seen
    total = float(seen.weight.sum())
    if not total:
        return undefined("no_tie", 0, 0)
    mine = seen.is_center[seen.u] | seen.is_center[seen.v]
    value = float(seen.weight[mine].sum()) / total
    return Result(value, evidence=seen.tie_evidence(mine / total))


@metric(
    "core", layer="activity", cost="O(nm) up to 5,000 actors, sampled above",
    zh="核心中介度", en="core betweenness",
    says_zh="其他机构之间的最短联系有多少要经过中心。",
    says_en="How many of the shortest links between others pass the center.",
    formula="mean over c in K of sum over pairs {i,j} without c of the share of shortest paths "
    "through c / ((n-1)(n-2)/2)",
    reference="Freeman, Sociometry 40:35, 1977",
    undefined=("too_few", "no_tie"),
)  # fmt: skip
@_per_center
def core_betweenness(scope: Scope) -> Result:
    """Mean normalized betweenness of the observed centers, unweighted.

    Dimensionless, in [0, 1]; the hub of a star has 1. None under three actors or without ties.
    Above 5,000 actors it is estimated from seeded sources and carries a standard error.
    """
    seen, rules = scope.seen, scope.conventions
    if len(seen) < 3:
        return undefined("too_few", 0, 0)
    if not len(seen.u):
        return undefined("no_tie", 0, 0)
    scores, error = betweenness(seen.matrix, seen.centers, rules)
    return Result(float(scores.mean()), error=error)


@metric(
    "core", layer="activity", additive=True, cost="O(m)",
    zh="核心两步覆盖率", en="core two-step reach",
    says_zh="中心直接或隔一家就能联系到的机构占多少。",
    says_en="Share of actors that a center reaches directly or through one other.",
    formula="|{v not in K: d(K,v) <= 2}| / (n - |K|)",
    reference="Borgatti, Computational & Mathematical Organization Theory 12:21, 2006",
    undefined=("too_few",),
)  # fmt: skip
@of_core
def core_reach_2(scope: Scope) -> Result:
    """Share of the actors outside the core within two steps of any center.

    Dimensionless, in [0, 1]; isolates count as not reached. None if nobody is outside.
    """
    seen = scope.seen
    outside = len(seen) - len(seen.centers)
    if not outside:
        return undefined("too_few", 0, 0)
    reached = seen.is_center.copy()
    for _ in range(2):
        reached = reached | (seen.matrix @ reached.astype(np.float64) > 0)
    members = np.flatnonzero(reached & ~seen.is_center).astype(np.int32)
    evidence = seen.actor_evidence(members, np.full(len(members), 1 / outside))
    return Result(len(members) / outside, evidence=evidence)


@metric(
    "core", layer="activity", cost="O(d^2)",
    zh="跨界中介占比", en="core cross-type brokerage share",
    says_zh="中心居间的机构对里，有多少是把不同类型的机构连起来的。",
    says_en="How often the center joins unlike bodies rather than like ones.",
    formula="(gatekeeper or representative + liaison) / open pairs i-c-j, by sector",
    reference="Gould & Fernandez, Sociological Methodology 19:89, 1989",
    undefined=("no_open_pair",),
)  # fmt: skip
@of_core
def core_cross_type_brokerage_share(scope: Scope) -> Result:
    """Share of the open pairs around centers whose two ends differ in sector.

    Over pairs i-c-j, both tied to c and not to each other. Dimensionless, in [0, 1]; None where
    no center has an open pair.
    """
    roles = brokerage(scope)
    total = sum(roles.values())
    if not total:
        return undefined("no_open_pair", 0, 0)
    crossing = roles["gatekeeper_or_representative"] + roles["liaison"]
    return Result(crossing / total)


def brokerage(scope: Scope) -> dict[str, int]:
    """Open pairs around the observed centers by Gould and Fernandez' role."""
    seen = scope.seen
    names = sorted(set(seen.sector))
    code = np.array([names.index(one) for one in seen.sector], dtype=np.int32)
    linked = seen.matrix
    roles = dict.fromkeys(
        ("coordinator", "consultant", "gatekeeper_or_representative", "liaison"), 0
    )
    for center in seen.centers.tolist():
        around = np.sort(linked.indices[linked.indptr[center] : linked.indptr[center + 1]])
        tied = linked[around][:, around].toarray() > 0
        one, two = np.triu_indices(len(around), 1)
        open_pair = ~tied[one, two]
        a, b = code[around][one[open_pair]], code[around][two[open_pair]]
        c = code[center]
        same, touches = a == b, (a == c) | (b == c)
        roles["coordinator"] += int((same & touches).sum())
        roles["consultant"] += int((same & ~touches).sum())
        roles["gatekeeper_or_representative"] += int((~same & touches).sum())
        roles["liaison"] += int((~same & ~touches).sum())
    return roles


@metric(
    "core", layer="activity", cost="O(d)",
    zh="核心独立性", en="core independence",
    says_zh="除去与牵头单位的联系，中心还剩多少自己的合作。",
    says_en="How much of the center's collaboration is not with its own hosts.",
    formula="mean over c in K of 1 - w(c, hosts) / s(c)",
    reference="own definition; guideline 四 (an independent legal person)",
    undefined=("no_host", "no_tie"),
)  # fmt: skip
@_per_center
def core_independence(scope: Scope) -> Result:
    """Mean share of a center's tie weight that is not with its hosts.

    Dimensionless, in [0, 1]. Over observed centers with a host and a tie; None if there is none.
    """
    values = []
    for center in scope.centers[scope.observed[scope.centers]].tolist():
        hosts, strength = scope.hosts.get(center, ()), float(scope.strength[center])
        if hosts and strength:
            row = scope.matrix[[center]].toarray().ravel()
            values.append(1 - float(row[list(hosts)].sum()) / strength)
    if not values:
        hosted = any(scope.hosts.values())
        return undefined("no_tie" if hosted else "no_host", 0, 0)
    return Result(float(np.mean(values)))
