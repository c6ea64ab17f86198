"""The null models as samplers: from a scope and a generator to a random scope (METRICS.md 0)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.ecosystem.counting import Window
from graph.ecosystem.scope import Scope
from graph.metrics.network.events import segments_made
from graph.metrics.nulls.bipartite import fitted, model_of
from graph.metrics.nulls.switching import switched

Generator = np.random.Generator


def bare(scope: Scope) -> Scope:
    """The observed actors without what only evidence needs, as the samplers take them.

    Robustness takes one seeded attack a scope there (METRICS.md section E).
    """
    rules = replace(
        scope.conventions, robustness_sets=0, robustness_runs=1, robustness_runs_large=1,
        robustness_error=math.inf,
    )  # fmt: skip
    seen = scope.seen
    return replace(
        seen, conventions=rules, window=Window(seen.window.first, seen.window.last), declared={}, registered=[],
        region_statements={}, activity=None, dated=None,
        ties=np.arange(len(seen.u), dtype=np.int32), observed=np.ones(len(seen), dtype=bool),
    )  # fmt: skip


def random_ties(scope: Scope, generator: Generator) -> Scope:
    """N1: as many distinct pairs drawn uniformly, the weights permuted over them."""
    n, m = len(scope), len(scope.u)
    chosen = generator.choice(n * (n - 1) // 2, size=m, replace=False, shuffle=False)
    row = np.arange(n, dtype=np.int64)
    start = row * (2 * n - row - 1) // 2  # of the pairs (i, i+1), (i, i+2), … of each i
    u = np.searchsorted(start, chosen, side="right") - 1
    return _tied(scope, u, chosen - start[u] + u + 1, generator)


def rewired(scope: Scope, generator: Generator) -> Scope:
    """N2: ties switched with the degrees kept, the weights permuted over the new ties."""
    return _tied(scope, *switched(scope.u, scope.v, len(scope), generator), generator)


def _tied(scope: Scope, u: NDArray[np.int64], v: NDArray[np.int64], generator: Generator) -> Scope:
    order = np.lexsort((v, u))
    return replace(
        scope, u=u[order].astype(np.int32), v=v[order].astype(np.int32),
        weight=generator.permutation(scope.weight),
    )  # fmt: skip


def redesignated(scope: Scope, generator: Generator) -> Scope:
    """N3: the name of center moved to actors drawn uniformly."""
    chosen = generator.choice(len(scope), size=len(scope.centers), replace=False)
    return designated(scope, chosen.tolist(), generator)


def designated(scope: Scope, chosen: list[int], generator: Generator) -> Scope:
    """The same ties, with the given actors as centers.

    Each new center trades its label, also that of a base, with a former one; with several, who
    trades with whom is drawn. Sectors stay, and nobody is a host.
    """
    former = sorted(set(scope.centers.tolist()) - set(chosen))
    new = sorted(set(chosen) - set(scope.centers.tolist()))
    types, bases = list(scope.type), set(scope.bases.tolist())
    for one, other in zip(generator.permutation(former).tolist(), new, strict=True):
        types[one], types[other] = types[other], types[one]
        if other in bases:
            bases ^= {one, other}
    return scope.relabeled(
        type=types, hosts={}, centers=np.array(sorted(chosen), dtype=np.int32),
        bases=np.array(sorted(bases), dtype=np.int32),
    )  # fmt: skip


def designations(scope: Scope, samples: int) -> list[list[int]] | None:
    """All choices of centers, the actual one included; None where they are too many.

    One center: its alternatives, up to ``exact_actors`` whatever ``samples``. Several: the
    subsets of their number, up to ``samples``.
    """
    n, k = len(scope), len(scope.centers)
    limit = max(samples, scope.conventions.exact_actors) if k == 1 else samples
    if math.comb(n, k) > limit:
        return None
    return [list(chosen) for chosen in itertools.combinations(range(n), k)]


def permuted_labels(scope: Scope, generator: Generator) -> Scope:
    """N4: sectors permuted over the actors and, independently, regions."""
    sectors, regions = (generator.permutation(len(scope)).tolist() for _ in range(2))
    return scope.relabeled(
        sector=[scope.sector[i] for i in sectors], region=[scope.region[i] for i in regions]
    )


def random_memberships(scope: Scope, generator: Generator) -> Scope:
    """N5: members of events and makers of segments drawn anew, each apart.

    The expected numbers of each actor, event and segment are kept. An event that gets no member
    is absent; ties stay.
    """
    numbers, event = np.unique(scope.event, return_inverse=True)
    shape = (len(numbers), len(scope))
    model = scope.once("events", lambda: fitted(event, scope.member, shape))
    rows, members = model.draw(generator)
    drawn = replace(scope, event=numbers[rows], member=members.astype(np.int32))
    makers = scope.once("makers", lambda: model_of(segments_made(scope)))
    made = makers.matrix(generator)
    drawn.once("segments made", lambda: made)
    return drawn


@dataclass(frozen=True)
class Null:
    """One null model: its words, and how a random scope is drawn from a `bare` one."""

    number: int
    sample: Callable[[Scope, Generator], Scope]
    label: Mapping[str, str]
    sentence: Mapping[str, str]


NULLS: dict[str, Null] = {
    "N1": Null(
        1, random_ties,
        {"zh": "同规模同密度随机网络", "en": "random network of equal size and density"},
        {"zh": "只保留机构数、联系数和权重：检验集中程度、核心占比和效率。",
         "en": "Keeps the numbers of actors and ties and the weights: tests centralization, the "
         "core's share, efficiency."},
    ),
    "N2": Null(
        2, rewired,
        {"zh": "保持各机构联系数", "en": "same number of ties for each actor"},
        {"zh": "保留每家机构的联系数：检验去核连通、聚类、混合和抗毁；不能检验由度决定的值。",
         "en": "Keeps each actor's number of ties: tests connectivity without the core, "
         "clustering, mixing, robustness; not what degrees decide."},
    ),
    "N3": Null(
        3, redesignated,
        {"zh": "换一个机构当中心", "en": "another actor called the center"},
        {"zh": "保留整个网络，只换谁叫中心：检验挂牌的中心是不是核心；不能检验全网的值。",
         "en": "Keeps the whole network and changes who is called the center: tests whether this "
         "actor is the core; not values of the whole network."},
    ),
    "N4": Null(
        4, permuted_labels,
        {"zh": "打乱类型或地区标签", "en": "labels of sector or region shuffled"},
        {"zh": "保留整个网络，打乱类型和地区：检验跨界联系和居间；不能检验结构。",
         "en": "Keeps the whole network and permutes sectors and regions: tests ties and "
         "brokerage across them; not topology."},
    ),
    "N5": Null(
        5, random_memberships,
        {"zh": "二模配置模型", "en": "two-mode configuration"},
        {"zh": "保留每家机构和每个事件（或环节）的期望成员数：检验产学研同在、覆盖和嵌套；"
         "不能检验总数。",
         "en": "Keeps the expected number of members of each actor and event (or segment): tests "
         "who meets in events, coverage, nestedness; not totals."},
    ),
}  # fmt: skip
"""The null models by name."""
