"""What a metric gives: a value, or the reason why there is none, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.ecosystem.evidence import NOTHING, Evidence

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

    def __post_init__(self) -> None:
        if self.reason is not None and self.reason not in REASONS:
            raise ValueError(f"unknown reason {self.reason!r}")
        if self.value is None and self.reason is None:
            raise ValueError("a result without a value needs a reason")

    def rounded(self) -> Result:
        """All numbers to 12 significant digits, as they are compared, ranked and printed."""
        return replace(
            self, value=significant(self.value), low=significant(self.low),
            high=significant(self.high), recorded=significant(self.recorded),
            error=significant(self.error),
        )  # fmt: skip


def significant(value: float | None) -> float | None:
    """A float to 12 significant digits; None stays None.

    >>> significant(0.1 + 0.2)
    0.3
    """
    return None if value is None else float(f"{value:.12g}")


def undefined(reason: str, observed: int, of: int, evidence: Evidence = NOTHING) -> Result:
    """A result without a value."""
    return Result(None, reason, observed=observed, of=of, evidence=evidence)


def bounded(
    low: float, high: float, observed: int, of: int, evidence: Evidence = NOTHING
) -> Result:
    """A value with bounds: stated only where the two agree."""
    same = round(low, 9) == round(high, 9)
    return Result(
        low if same else None, None if same else "partly_observed", low, high,
        observed=observed, of=of, evidence=evidence,
    )  # fmt: skip
