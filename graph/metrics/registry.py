"""The list of metrics: plain functions, and what a reader must know about each.

A function registers under its own name; what is written about it stands in the YAML file of its
card (``core.yaml``, ``bases.yaml``, …), which also fixes the order of the keys.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from graph.ecosystem.scope import Scope
from graph.errors import SchemaError
from graph.metrics.result import REASONS, Result

CARDS = {
    "core": {"zh": "强核心", "en": "Strong core"},
    "bases": {"zh": "多基地", "en": "Multiple bases"},
    "network": {"zh": "网络化", "en": "Networked"},
    "chain": {"zh": "产业链", "en": "Industrial chain"},
}
Function = Callable[[Scope], Result]
Rule = Callable[[Function], Function]


@dataclass(frozen=True)
class Metric:
    """One registered metric.

    Attributes
    ----------
    range : tuple of float
        Bounds of the value, both included; infinite where there is none.
    direction : str
        Which way is better: up, down, none.
    additive : bool
        Whether the contributions of the evidence sum to the value.
    headline : bool
        Whether it is one of the five on its card; the others support them.
    interchange : bool
        Whether ``metrics FILE.json`` prints it (METRICS.md section F).
    example : mapping
        Worked on ``docs/example/ecosystem.json``: the ``value`` and the arithmetic in words (zh, en).
    parts : mapping
        Labels of the numbers by name, where the value is a table.
    nulls : tuple of str
        Null models that the value may be compared with.
    """

    key: str
    card: str
    function: Function
    layer: str
    label: Mapping[str, str]
    sentence: Mapping[str, str]
    caveat: Mapping[str, str]
    example: Mapping[str, Any]
    formula: str
    range: tuple[float, float]
    direction: str
    reference: str
    undefined: tuple[str, ...]
    cost: str
    unit: str = "1"
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headline: bool = False
    additive: bool = False
    interchange: bool = True
    nulls: tuple[str, ...] = ()


REGISTRY: dict[str, Metric] = {}
_OWN = ("key", "card", "function")


@functools.cache
def _entries(card: str) -> dict[str, dict[str, Any]]:
    path = Path(__file__).with_name(f"{card}.yaml")
    body: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return body


def metric(rule: Rule) -> Callable[[Function], Function]:
    """Register a function under its own name, guarded by a rule of `graph.metrics.observation`.

    Raises
    ------
    SchemaError
        The YAML file of its card does not describe it, or wrongly.
    """

    def register(function: Function) -> Function:
        key, card = function.__name__, function.__module__.split(".")[2]
        guarded = rule(function)
        REGISTRY[key] = _described(key, card, guarded)
        return guarded

    return register


def _described(key: str, card: str, function: Function) -> Metric:
    entry = _entries(card).get(key)
    where = f"{card}.yaml, {key}"
    if entry is None:
        raise SchemaError(f"{where}: nothing is written about this metric")
    known = {one.name for one in fields(Metric)} - set(_OWN)
    needed = {
        one.name
        for one in fields(Metric)
        if one.default is MISSING and one.default_factory is MISSING
    } - set(_OWN)
    wrong = sorted((set(entry) - known) | (needed - set(entry)))
    if wrong:
        raise SchemaError(f"{where}: missing or unknown: {', '.join(wrong)}")
    unknown = sorted(set(entry["undefined"]) - set(REASONS))
    if unknown:
        raise SchemaError(f"{where}: no such reason: {', '.join(unknown)}")
    low, high = entry["range"]
    lists = {"range": (float(low), float(high)), "undefined": tuple(entry["undefined"])}
    lists["nulls"] = tuple(entry.get("nulls", ()))
    return Metric(**{**entry, "key": key, "card": card, "function": function, **lists})


def complete() -> None:
    """Put the registry into the order of the YAML files, once all modules are imported.

    Raises
    ------
    SchemaError
        Something is written about a metric that does not exist.
    """
    found = {}
    for card in CARDS:
        for key in _entries(card):
            if key not in REGISTRY:
                raise SchemaError(f"{card}.yaml, {key}: there is no such metric")
            found[key] = REGISTRY[key]
    REGISTRY.clear()
    REGISTRY.update(found)
