"""The plan of the invented province: which centre and which chain shows what."""

from __future__ import annotations

from loaders.invented import centers_bases, centers_shape, centers_sight
from loaders.invented.background import add_background
from loaders.invented.case import Case
from loaders.invented.chain import ChainPlan
from loaders.invented.chains import dark_chain
from loaders.invented.province import Province
from loaders.invented.scope import Scope

CASES = (
    centers_shape.star,
    centers_shape.target,
    centers_shape.mesh,
    centers_shape.tree,
    centers_bases.dead_bases,
    centers_bases.paper_bases,
    centers_sight.unobserved,
    centers_sight.partly_observed,
    centers_bases.host_only,
    centers_bases.no_base,
    centers_sight.clique,
    centers_sight.host_acts,
)


def plan(seed: int) -> tuple[Province, list[Scope], list[ChainPlan]]:
    """All rows, the twelve planned scopes and the six planned chains."""
    province = Province(seed)
    cases = [case(province) for case in CASES]
    _share_host(province, cases[5], cases[9])
    chains = [chain for case in cases for chain in case.scope.chains]
    chains.append(dark_chain(province))
    add_background(province, cases)
    for scope in (case.scope for case in cases):
        province.rule(f"{scope.center}：{scope.zh}", f"{scope.center}: {scope.en}")
    for chain in chains:
        province.rule(f"{chain.id}：{chain.zh}", f"{chain.id}: {chain.en}")
    return province, [case.scope for case in cases], sorted(chains, key=lambda chain: chain.id)


def _share_host(province: Province, case: Case, other: Case) -> None:
    (host,) = case.scope.hosts
    other.share_host(host)
    province.rule(
        f"{host} 同时牵头两个中心：读作“含牵头单位”时，在每个中心的生态里并入中心，在全省仍是它自己",
        f"{host} hosts two centers: read with hosts, it is part of the center in each of the two"
        " scopes and stays itself in the province",
    )
