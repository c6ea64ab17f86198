"""Thresholds and conventions of the metrics, read from ``conventions.yaml``."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from graph.errors import SchemaError


@dataclass(frozen=True)
class Conventions:
    """Every threshold by name; the YAML file says what each means."""

    window_years: int
    post_years: int
    joint_laboratory: str
    twin_note: str
    observed_share: float
    observed_actors: int
    base_target: int
    industry_sectors: tuple[str, ...]
    science_sectors: tuple[str, ...]
    exhaustive_core_actors: int
    flow_actors: int
    exact_actors: int
    sampled_sources: int
    robustness_sets: int
    robustness_runs: int
    robustness_runs_large: int
    large_actors: int
    robustness_error: float
    choke_external_share: float
    concentrated_hhi: float
    shapley_exact: int
    shapley_permutations: int
    shapley_permutations_most: int
    shapley_error: float
    esri_actors: int
    seed: int
    score_headlines: int
    score_windows: tuple[int, ...]
    score_draws: int
    score_floor: float
    score_interval: float
    wins: float
    series_windows: int
    map_cut_x: float
    map_cut_y: float


@functools.cache
def load_conventions() -> Conventions:
    """The conventions that ship with the package, checked for missing and unknown names."""
    path = Path(__file__).with_name("conventions.yaml")
    body = yaml.safe_load(path.read_text(encoding="utf-8"))
    wanted = {one.name for one in fields(Conventions)}
    wrong = sorted(wanted ^ set(body))
    if wrong:
        raise SchemaError(f"conventions.yaml: missing or unknown: {', '.join(wrong)}")
    lists = {name: tuple(value) for name, value in body.items() if isinstance(value, list)}
    return Conventions(**{**body, **lists})
