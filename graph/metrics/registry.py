"""The list of metrics: plain functions with what a reader must know about each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.ecosystem.scope import Scope
from graph.metrics.result import Result

CARDS = {
    "core": {"zh": "强核心", "en": "Strong core"},
    "bases": {"zh": "多基地", "en": "Multiple bases"},
    "network": {"zh": "网络化", "en": "Networked"},
    "chain": {"zh": "产业链", "en": "Industrial chain"},
}
Function = Callable[[Scope], Result]


@dataclass(frozen=True)
class Metric:
    """One registered metric.

    ``range`` bounds the value; ``direction`` says which way is better (up, down, none);
    ``additive`` that the contributions of the evidence sum to the value.
    """

    key: str
    card: str
    layer: str
    function: Function
    label: Mapping[str, str]
    sentence: Mapping[str, str]
    formula: str
    range: tuple[float, float]
    direction: str
    reference: str
    undefined: tuple[str, ...]
    cost: str
    headline: bool = True
    additive: bool = False


REGISTRY: dict[str, Metric] = {}


def metric(
    card: str,
    *,
    layer: str,
    zh: str,
    en: str,
    says_zh: str,
    says_en: str,
    formula: str,
    reference: str,
    undefined: tuple[str, ...],
    cost: str,
    range: tuple[float, float] = (0.0, 1.0),
    direction: str = "up",
    additive: bool = False,
) -> Callable[[Function], Function]:
    """Register a function under its own name.

    Raises
    ------
    ValueError
        The card is unknown, or the name is taken.
    """
    if card not in CARDS:
        raise ValueError(f"unknown card {card!r}")

    def register(function: Function) -> Function:
        key = function.__name__
        if key in REGISTRY:
            raise ValueError(f"metric {key!r} is registered twice")
        REGISTRY[key] = Metric(
            key, card, layer, function, {"zh": zh, "en": en}, {"zh": says_zh, "en": says_en},
            formula, range, direction, reference, undefined, cost, additive=additive,
        )  # fmt: skip
        return function

    return register
