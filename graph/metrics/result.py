"""What a metric gives: a value, or the reason why there is none, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graph.ecosystem.evidence import NOTHING, Evidence
from graph.ecosystem.ranking import Ranking

REASONS: dict[str, dict[str, str]] = {
    "unobserved": {"zh": "未观测：没有来源涉及", "en": "unobserved: no source speaks of it"},
    "partly_observed": {
        "zh": "部分观测：观测到的不足一半或不足10个，不足以下结论",
        "en": "partly observed: under half, or under 10, are observed: no finding",
    },
    "no_center": {"zh": "没有中心", "en": "there is no center"},
    "no_base": {"zh": "没有登记的基地", "en": "no base is registered"},
    "no_segment": {"zh": "没有计入的环节", "en": "there is no counted segment"},
    "no_link": {"zh": "环节之间没有上下游关系", "en": "no link joins the segments"},
    "no_tie": {"zh": "没有活动联系", "en": "there is no activity tie"},
    "no_host": {"zh": "没有登记的牵头单位", "en": "no host is registered"},
    "no_open_pair": {"zh": "中心没有可居间的一对机构", "en": "no pair for the center to broker"},
    "contracted": {"zh": "中心与牵头单位已合并计算", "en": "center and host are contracted"},
    "base_zero": {"zh": "链条本已不通，无可保留", "en": "the chain does not work to begin with"},
    "too_few": {"zh": "对象太少，无从计算", "en": "too few to compute"},
    "cost": {"zh": "规模太大，未计算", "en": "too large, not computed"},
    "cycle": {"zh": "上下游关系成环", "en": "the upstream links form a cycle"},
}


ROLES: dict[str, dict[str, str]] = {
    "partner": {"zh": "中心的伙伴", "en": "partner of the core"},
    "reached": {"zh": "到达的机构", "en": "actor reached"},
    "above": {"zh": "强度高于中心的机构", "en": "stronger than the center"},
    "broker": {"zh": "居间最多的机构", "en": "strongest broker"},
    "hub": {"zh": "联系最多的机构", "en": "best connected actor"},
    "core": {"zh": "最佳核心", "en": "best core"},
    "paper": {"zh": "登记而无合作", "en": "registered without activity"},
    "base": {"zh": "基地及其份额", "en": "base and its share"},
    "enterprise": {"zh": "触达的企业", "en": "enterprise reached"},
    "isolate": {"zh": "孤立的机构", "en": "isolated actor"},
    "cut": {"zh": "割点", "en": "cut actor"},
    "bridge": {"zh": "桥", "en": "bridge"},
    "kept": {"zh": "延续的联系", "en": "tie that lasts"},
}


@dataclass(frozen=True)
class Contributors:
    """The entities behind a value; ``role`` (one of ROLES) says what they are."""

    role: str
    ranking: Ranking


@dataclass(frozen=True)
class Result:
    """One value with everything needed to defend it.

    Attributes
    ----------
    value : float or None
        None when undefined or not known; ``reason`` then says why.
    low, high : float or None
        Bounds where something unobserved could move the value.
    recorded : float or None
        What the recorded part gives where it is too small to be a finding.
    observed, of : int
        Coverage: over how many of how many units the value is taken.
    evidence : Evidence
        Statements; for an additive metric their contributions sum to the value.
    error : float or None
        Standard error where the value is sampled.
    table : mapping or list or None
        The value where it is no single number: numbers, words or lists by name, or a list.
    contributors : Contributors or None
        Who the value is about.
    """

    value: float | None
    reason: str | None = None
    low: float | None = None
    high: float | None = None
    recorded: float | None = None
    observed: int = 0
    of: int = 0
    evidence: Evidence = NOTHING
    error: float | None = None
    table: Any = None
    contributors: Contributors | None = None

    def __post_init__(self) -> None:
        if self.reason is not None and self.reason not in REASONS:
            raise ValueError(f"unknown reason {self.reason!r}")
        if self.value is None and self.table is None and self.reason is None:
            raise ValueError("a result without a value needs a reason")

    @property
    def shown(self) -> Any:
        """The value as it is printed: a number, a table, or None."""
        return self.value if self.table is None else self.table

    def rounded(self) -> Result:
        """All numbers to 12 significant digits, as they are compared, ranked and printed."""
        return replace(
            self, value=significant(self.value), low=significant(self.low),
            high=significant(self.high), recorded=significant(self.recorded),
            error=significant(self.error),
            table=_rounded(self.table),
        )  # fmt: skip


def _rounded(table: Any) -> Any:
    if not isinstance(table, dict):
        return table
    return {key: significant(x) if isinstance(x, float) else x for key, x in table.items()}


def significant(value: float | None) -> float | None:
    """A float to 12 significant digits; None stays None.

    >>> significant(0.1 + 0.2)
    0.3
    """
    return None if value is None else float(f"{value:.12g}")


def undefined(reason: str, observed: int = 0, of: int = 0, evidence: Evidence = NOTHING) -> Result:
    """A result without a value."""
    return Result(None, reason, observed=observed, of=of, evidence=evidence)


def bounded(
    low: float, high: float, observed: int = 0, of: int = 0, evidence: Evidence = NOTHING,
    contributors: Contributors | None = None,
) -> Result:  # fmt: skip
    """A value with bounds: stated only where the two agree."""
    same = round(low, 9) == round(high, 9)
    return Result(
        low if same else None, None if same else "partly_observed", low, high,
        observed=observed, of=of, evidence=evidence, contributors=contributors,
    )  # fmt: skip
