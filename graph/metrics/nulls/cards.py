"""Null models of all values on the cards of a scope, as the registry says which may be used."""

from __future__ import annotations

from collections.abc import Mapping

from graph.metrics.cards import Cards
from graph.metrics.nulls.cache import cached_null_results
from graph.metrics.nulls.run import Progress
from graph.metrics.nulls.statistics import NullResult
from graph.metrics.registry import REGISTRY


def nulls_of_cards(
    cards: Cards, digest: str, samples: int, progress: Progress | None = None
) -> Mapping[str, Mapping[str, NullResult]]:
    """{key: {null: result}} for every metric that names a null model; adjusted per card.

    Parameters
    ----------
    digest : str
        Of the snapshot: results are kept on disk under it.
    samples : int
        Draws of each null model, at least 1; reports take 1,000.
    """
    chosen = {key: one for key, one in REGISTRY.items() if one.nulls}
    return cached_null_results(
        cards.scope, {key: (one.function, one.nulls) for key, one in chosen.items()},
        digest=digest, samples=samples, progress=progress,
        formulas={key: one.formula for key, one in chosen.items()},
        cards={key: one.card for key, one in chosen.items()},
    )  # fmt: skip
