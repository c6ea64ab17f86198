"""网络化: whether the network stands without its core (METRIC_KEYS.md section 4)."""

from __future__ import annotations

import functools

import numpy as np

from graph.ecosystem.scope import Scope
from graph.metrics.observation import of_network
from graph.metrics.paths import articulation_points, component_sizes, efficiency
from graph.metrics.registry import metric
from graph.metrics.result import Result, undefined
from graph.metrics.robustness import robustness

_coreless = functools.partial(of_network, coreless=True)


def _without_core(scope: Scope) -> Scope:
    seen = scope.seen
    return seen.restrict(~seen.is_center)


@metric(
    "network", layer="activity", cost="O(m)",
    zh="去核连通率", en="coreless pair connectivity",
    says_zh="假如中心明天关门，还有多少对机构能彼此找到。",
    says_en="If the center closed tomorrow, what share of pairs could still find each other.",
    formula="sum over components of n_c(n_c-1) / (n(n-1)), on A without K",
    reference="Borgatti, Computational & Mathematical Organization Theory 12:21, 2006 (1 - F)",
    undefined=("no_center", "too_few"),
)  # fmt: skip
@_coreless
def coreless_pair_connectivity(scope: Scope) -> Result:
    """Share of the pairs of actors outside the core that a path joins without the core.

    Dimensionless, in [0, 1]; a star has 0. None with fewer than two actors left.
    """
    rest = _without_core(scope)
    n = len(rest)
    if n < 2:
        return undefined("too_few", 0, 0)
    sizes = component_sizes(rest.matrix).astype(np.float64)
    return Result(float((sizes * (sizes - 1)).sum()) / (n * (n - 1)))


@metric(
    "network", layer="activity", cost="exact to 60,000 sets, O(runs * m) above",
    zh="抗毁性", en="normalized robustness",
    says_zh="依次去掉联系最多的机构，网络要多久才散。",
    says_en="How much attack it takes to break the network.",
    formula="2n/(n-1) * (1/n^2) * sum over removals of the largest component left, always "
    "removing an actor of highest current degree, expected over ties",
    reference="Schneider et al., PNAS 108:3838, 2011",
    undefined=("no_tie",),
)  # fmt: skip
@of_network
def robustness_normalized(scope: Scope) -> Result:
    """Robustness R under attack by degree, over its maximum (n-1)/(2n).

    Dimensionless, in [0, 1]; a complete graph has 1. None without ties. Above the exact limit
    it is the mean of seeded runs and carries a standard error.
    """
    seen = scope.seen
    n = len(seen)
    if not len(seen.u):
        return undefined("no_tie", 0, 0)
    value, error = robustness(seen.matrix, scope.conventions)
    scale = 2 * n / (n - 1)
    return Result(value * scale, error=None if error is None else error * scale)


@metric(
    "network", layer="activity", cost="O(nm) up to 5,000 actors, sampled above",
    zh="去核效率", en="coreless efficiency",
    says_zh="没有中心时，机构之间平均隔几步能联系上。",
    says_en="How close the actors are to each other without the core.",
    formula="mean over pairs of 1/d, 0 if unreachable, on A without K",
    reference="Latora & Marchiori, Physical Review Letters 87:198701, 2001",
    undefined=("no_center", "too_few"),
)  # fmt: skip
@_coreless
def coreless_efficiency(scope: Scope) -> Result:
    """Global efficiency of the network without the core.

    Dimensionless, in [0, 1]; a clique has 1. None with fewer than two actors left.
    """
    rest = _without_core(scope)
    if len(rest) < 2:
        return undefined("too_few", 0, 0)
    value, error = efficiency(rest.matrix, scope.conventions)
    return Result(value, error=error)


@metric(
    "network", layer="activity", cost="O(m)",
    zh="非割点占比", en="non-articulation share",
    says_zh="有多少机构退出后不会使网络断开。",
    says_en="How many actors could leave without cutting the network.",
    formula="1 - |cut actors| / n",
    reference="Hopcroft & Tarjan, Communications of the ACM 16:372, 1973",
    undefined=("no_tie",),
)  # fmt: skip
@of_network
def non_articulation_share(scope: Scope) -> Result:
    """Share of the actors that are no articulation point.

    Dimensionless, in [0, 1]. None without ties.
    """
    seen = scope.seen
    if not len(seen.u):
        return undefined("no_tie", 0, 0)
    return Result(1 - len(articulation_points(seen.matrix)) / len(seen))


@metric(
    "network", layer="activity", additive=True, cost="O(m)",
    zh="跨界联系占比", en="cross-sector tie share",
    says_zh="合作关系中跨类型（企业、高校、院所等）的占多少。",
    says_en="How many ties join bodies of different sectors.",
    formula="ties across sectors / ties = (1 + E-I index)/2",
    reference="Krackhardt & Stern, Social Psychology Quarterly 51:123, 1988",
    undefined=("no_tie",),
)  # fmt: skip
@of_network
def cross_sector_tie_share(scope: Scope) -> Result:
    """Share of the ties, each counting once, whose two ends differ in sector.

    Dimensionless, in [0, 1]. None without ties.
    """
    seen = scope.seen
    m = len(seen.u)
    if not m:
        return undefined("no_tie", 0, 0)
    sector = np.array(seen.sector)
    across = sector[seen.u] != sector[seen.v]
    return Result(float(across.sum()) / m, evidence=seen.tie_evidence(across / m / seen.weight))
