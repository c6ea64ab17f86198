"""Where the bases are: regions, and distance to the enterprises they serve."""

from __future__ import annotations

from collections import Counter

import numpy as np
from scipy.stats import entropy

from graph.ecosystem.counting import Mask
from graph.ecosystem.evidence import Evidence, Floats, Ints, supporting
from graph.ecosystem.making import LOCAL
from graph.ecosystem.scope import Scope
from graph.metrics.ground import making_ground
from graph.metrics.observation import of_bases
from graph.metrics.registry import metric
from graph.metrics.result import Result, undefined

EARTH_RADIUS = 6371.0088
"""Mean radius in kilometers (IUGG)."""


def _active(scope: Scope) -> Ints:
    active: Ints = scope.bases[scope.degree[scope.bases] > 0]
    return active


def _told(scope: Scope, active: Ints) -> Evidence:
    told = [s for i in active.tolist() for s in scope.region_statements.get(i, ())]
    return supporting([*told, *scope.regions_statements])


@metric(of_bases)
def base_regions_of_5(scope: Scope) -> Result:
    """Number of regions with an active base over the target of five, at most 1.

    Dimensionless, in [0, 1]; 0 where every base is known to be inactive. None where bases are
    active and no source tells the region of any of them.
    """
    active = _active(scope)
    regions = {scope.region[i] for i in active.tolist()} - {None}
    if len(active) and not regions:
        return undefined("unobserved")
    value = min(1.0, len(regions) / scope.conventions.base_target)
    return Result(value, evidence=_told(scope, active))


def _counts(scope: Scope) -> dict[str | None, int]:
    """Active bases by region, regions of the ecosystem only."""
    found = Counter(scope.region[i] for i in _active(scope).tolist())
    return {region: found[region] for region in scope.regions if found[region]}


@metric(of_bases)
def base_region_coverage(scope: Scope) -> Result:
    """Share of the ecosystem's regions with an active base.

    Dimensionless, in [0, 1]. None where the ecosystem names no regions.
    """
    if not scope.regions:
        return undefined("too_few")
    value = len(_counts(scope)) / len(set(scope.regions))
    return Result(value, evidence=_told(scope, _active(scope)))


@metric(of_bases)
def base_region_entropy(scope: Scope) -> Result:
    """Entropy of the active bases' counts over the regions, over ln of their number.

    Dimensionless, in [0, 1]. None under two regions, and where no active base lies in one.
    """
    counts = list(_counts(scope).values())
    if len(set(scope.regions)) < 2 or not counts:
        return undefined("too_few")
    value = float(entropy(counts)) / float(np.log(len(set(scope.regions))))
    return Result(value, evidence=_told(scope, _active(scope)))


@metric(of_bases)
def base_service_distance(scope: Scope) -> Result:
    """Median distance of local enterprises from their nearest active base, by capacity.

    In kilometers, on a great circle. The weight of an enterprise is its capacity over all
    segments, 1 where it makes none; the lower weighted median is taken. None unless an enterprise
    and an active base have coordinates.
    """
    places = scope.coordinates
    if not len(places):
        return undefined("too_few")
    placed: Mask = ~(np.isnan(places[:, 0]) | np.isnan(places[:, 1]))
    active = _active(scope)
    active = active[placed[active]]
    firms = np.flatnonzero(scope.is_local_enterprise & placed)
    if not len(active) or not len(firms):
        return undefined("too_few")
    nearest = np.full(len(firms), np.inf)
    for base in active.tolist():
        nearest = np.minimum(nearest, great_circle(places[firms], places[base]))
    weight = _capacity(scope)[firms]
    order = np.argsort(nearest, kind="stable")
    half = np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)
    return Result(float(nearest[order][half]), evidence=making_ground(scope))


def great_circle(places: Floats, place: Floats) -> Floats:
    """Kilometers from places (n, 2) to one place (2,), latitude and longitude in degrees.

    >>> float(great_circle(np.array([[0.0, 0.0]]), np.array([0.0, 180.0]))[0].round(1))
    20015.1
    """
    one, two = np.radians(places), np.radians(place)
    half = np.sin((one - two) / 2) ** 2
    chord = half[:, 0] + np.cos(one[:, 0]) * np.cos(two[0]) * half[:, 1]
    found: Floats = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return found


def _capacity(scope: Scope) -> Floats:
    """Capacity of each actor over the segments entered for it; 1 for none."""
    position = scope.positions_by_row
    total = np.zeros(len(scope))
    for segment in scope.design.segments:
        for actor, capacity in segment.entered.makers[LOCAL].items():
            if actor in position:
                total[position[actor]] += capacity
    return np.where(total > 0, total, 1.0)
