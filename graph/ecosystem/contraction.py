"""The second reading of the core: a center and its hosts as one actor (METRIC_KEYS.md section 7).

Real public data often names the host where the center acts. The merged actor is the center.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from graph.ecosystem.activity import Activity, project
from graph.ecosystem.events import Gathered
from graph.ecosystem.evidence import Ints
from graph.ecosystem.scope import CENTER, READINGS
from graph.errors import UsageError, did_you_mean


def checked(reading: str) -> str:
    """A reading that exists; UsageError otherwise."""
    if reading not in READINGS:
        raise UsageError(
            f"没有读法 {reading} / there is no reading {reading}", did_you_mean(reading, READINGS)
        )
    return reading


def contracted(reading: str, hosts: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """The center of the scope that each host is contracted into; none in the reading `center`.

    A host of two centers stays itself, and no center is contracted into another.

    >>> contracted("with_hosts", {1: [5, 6], 2: [6, 1]})
    {5: 1}
    """
    if reading == CENTER:
        return {}
    of: dict[int, set[int]] = {}
    for center, found in hosts.items():
        for host in found:
            of.setdefault(host, set()).add(center)
    return {
        host: min(mine) for host, mine in sorted(of.items()) if len(mine) == 1 and host not in hosts
    }


def left(hosts: Mapping[int, Iterable[int]], into: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """The hosts of each center that are not contracted into it."""
    return {
        center: tuple(sorted(h for h in found if h not in into)) for center, found in hosts.items()
    }


def stood_for(into: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """The hosts contracted into each center."""
    found: dict[int, list[int]] = {}
    for host, center in sorted(into.items()):
        found.setdefault(center, []).append(host)
    return {center: tuple(hosts) for center, hosts in found.items()}


def contraction(
    layer: Activity, rows: Ints, into: Mapping[int, int]
) -> Callable[[Gathered], Activity]:
    """A function that makes the ties among some actors of a store, hosts contracted.

    Parameters
    ----------
    layer : Activity
        Any layer of the store: all number its actors alike.
    rows : ndarray of int32
        Snapshot rows of the actors of a scope, before contraction.
    into : mapping of int to int
        The row of the center that each host is contracted into.
    """
    target = np.arange(len(layer.actors), dtype=np.int32)
    within = np.zeros(len(layer.actors), dtype=bool)
    within[layer.position(rows)] = True
    hosts = layer.position(np.array(list(into), dtype=np.int32))
    target[hosts] = layer.position(np.array(list(into.values()), dtype=np.int32))
    within[hosts] = False
    return functools.partial(project, into=target, within=within)
