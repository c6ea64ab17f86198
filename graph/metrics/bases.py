"""多基地: how many bases really work, where, and for whom (METRIC_KEYS.md section 3)."""

from __future__ import annotations

import numpy as np
from scipy.stats import entropy

from graph.ecosystem.evidence import supporting
from graph.ecosystem.scope import Scope
from graph.metrics.observation import of_bases
from graph.metrics.registry import metric
from graph.metrics.result import Result, bounded, undefined


@metric(
    "bases", layer="activity", additive=True, cost="O(m)",
    zh="基地激活率", en="base activation",
    says_zh="登记的基地里有多少真的在合作。",
    says_en="How many of the registered bases really work with somebody.",
    formula="|{b: d(b) > 0}| / |B|",
    reference="own definition; guideline 二.10 asks for at least five bases",
    undefined=("no_base",),
)  # fmt: skip
@of_bases
def base_activation(scope: Scope) -> Result:
    """Share of the registered bases with an activity tie.

    Dimensionless, in [0, 1]. Unobserved bases count as without in ``low``, as with in ``high``.
    """
    bases, of = scope.bases, len(scope.bases)
    active = bases[scope.degree[bases] > 0]
    open_bases = int((~scope.observed[bases]).sum())
    evidence = scope.actor_evidence(active, np.full(len(active), 1 / of))
    return bounded(len(active) / of, (len(active) + open_bases) / of, 0, 0, evidence)


def base_strength(scope: Scope) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Weight of each base's ties to actors outside the core, shape (n_bases,)."""
    outside = (~scope.is_center).astype(np.float64)
    found: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (scope.matrix @ outside)[scope.bases]
    return found


@metric(
    "bases", layer="activity", cost="O(m)",
    zh="有效基地数（以5为满）", en="effective bases of five",
    says_zh="挂了多块牌子，实际有几个基地在干活。",
    says_en="Several plates on the wall: how many bases are really working.",
    formula="min(1, exp(-sum p ln p) / 5), p = share of a base in the tie weight outside K",
    reference="Hill, Ecology 54:427, 1973 (order 1)",
    undefined=("no_base", "no_tie"),
)  # fmt: skip
@of_bases
def bases_effective_of_5(scope: Scope) -> Result:
    """Effective number of bases over the target of five, at most 1.

    Dimensionless, in [0, 1]. None where no base has a tie outside the core.
    """
    strength = base_strength(scope)
    if not strength.sum():
        return undefined("no_tie", 0, 0)
    effective = float(np.exp(entropy(strength / strength.sum())))
    return Result(min(1.0, effective / scope.conventions.base_target))


@metric(
    "bases", layer="activity", cost="O(m)",
    zh="基地覆盖地区（以5为满）", en="base regions of five",
    says_zh="有活动的基地分布在几个设区市。",
    says_en="In how many prefectures a base is at work.",
    formula="min(1, regions with an active base / 5)",
    reference="own definition; five because the guideline's only number is five bases",
    undefined=("no_base", "unobserved"),
)  # fmt: skip
@of_bases
def base_regions_of_5(scope: Scope) -> Result:
    """Number of regions with an active base over the target of five, at most 1.

    Dimensionless, in [0, 1]; 0 where every base is known to be inactive. None where bases are
    active and no source tells the region of any of them.
    """
    active = scope.bases[scope.degree[scope.bases] > 0].tolist()
    regions = {scope.region[i] for i in active} - {None}
    if active and not regions:
        return undefined("unobserved", 0, 0)
    told = supporting(s for i in active for s in scope.region_statements.get(i, ()))
    return Result(min(1.0, len(regions) / scope.conventions.base_target), evidence=told)


@metric(
    "bases", layer="activity", additive=True, cost="O(m)",
    zh="基地与中心连通率", en="base core link",
    says_zh="有多少基地与中心有直接合作，而不只是挂牌。",
    says_en="How many bases work with a center, not only bear its name.",
    formula="|{b: tied to a c in K}| / |B|",
    reference="own definition",
    undefined=("no_base", "no_center"),
)  # fmt: skip
@of_bases
def base_core_link(scope: Scope) -> Result:
    """Share of the registered bases with a direct activity tie to a center.

    Dimensionless, in [0, 1]. None without a center.
    """
    if not len(scope.centers):
        return undefined("no_center", 0, 0)
    bases, of = scope.bases, len(scope.bases)
    tied = bases[(scope.matrix @ scope.is_center.astype(np.float64))[bases] > 0]
    open_bases = int((~scope.observed[bases]).sum())
    evidence = scope.actor_evidence(tied, np.full(len(tied), 1 / of))
    return bounded(len(tied) / of, (len(tied) + open_bases) / of, 0, 0, evidence)


@metric(
    "bases", layer="activity", additive=True, cost="O(m)",
    zh="基地触达企业率", en="base enterprise reach",
    says_zh="本地企业里有多少与至少一个基地合作。",
    says_en="How many of the local enterprises work with at least one base.",
    formula="|{local enterprises tied to a base}| / |{local enterprises}|",
    reference="own definition; guideline 二.10 asks for 50 close and 1,000 served enterprises",
    undefined=("no_base", "too_few"),
)  # fmt: skip
@of_bases
def base_enterprise_reach(scope: Scope) -> Result:
    """Share of the local enterprises that are tied to a base.

    Dimensionless, in [0, 1]. An untied enterprise that no source speaks of may be tied to a base
    that no source speaks of: ``low`` counts it as without, ``high`` as with. ``high`` counts an
    enterprise of unknown origin as local. None without a local enterprise.
    """
    firm = np.array([kind == "enterprise" for kind in scope.type], dtype=bool)
    local = np.array([one is True for one in scope.local], dtype=bool) & firm
    unknown = np.array([one is None for one in scope.local], dtype=bool) & firm
    if not local.any():
        return undefined("too_few", 0, 0)
    is_base = np.zeros(len(scope), dtype=bool)
    is_base[scope.bases] = True
    tied = scope.matrix @ is_base.astype(np.float64) > 0
    all_spoken = all(b in scope.declared for b in scope.bases.tolist())
    may = np.zeros(len(scope), dtype=bool) if all_spoken else ~scope.observed
    reached = np.flatnonzero(local & tied).astype(np.int32)
    low = len(reached) / int(local.sum())
    high = int(((local | unknown) & (tied | may)).sum()) / int((local | unknown).sum())
    evidence = scope.actor_evidence(reached, np.full(len(reached), 1 / int(local.sum())))
    return bounded(low, high, 0, 0, evidence)
