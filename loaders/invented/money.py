"""Money and reported numbers of the invented province; neither makes a tie."""

from __future__ import annotations

from loaders.invented.case import Case
from loaders.invented.province import Province


def add_money(province: Province, cases: list[Case], source: str) -> None:
    """Fiscal and host money by year; the host of centre 05 stays under twice the grant."""
    office = next(
        row["org_id"] for row in province.tables["organizations"] if row["type"] == "government"
    )
    funds = [row["org_id"] for row in province.tables["organizations"] if row["type"] == "fund"]
    for case in cases:
        for host in case.scope.hosts[:1]:
            for year in ("2023", "2024"):
                grant = province.random.randint(20, 60)
                times = 15 if case.number == 5 else 25
                for payer, tenths, role in (
                    (office, grant, "省级财政资金"),
                    (host, grant * times // 10, "依托单位新增投入"),
                ):
                    province.relate(
                        payer,
                        "INVESTS_IN",
                        case.center,
                        year=year,
                        role=role,
                        amount=f"{tenths / 100:.2f}",
                        amount_unit="亿元",
                        source=source,
                    )
    firms = [
        row["org_id"] for row in province.tables["organizations"] if row["type"] == "enterprise"
    ]
    for fund, firm in zip(funds, province.random.sample(firms, len(funds)), strict=True):
        province.relate(
            fund,
            "INVESTS_IN",
            firm,
            year=province.recent(),
            role="产业基金",
            amount=str(province.random.randint(5, 50) * 100),
            amount_unit="万元",
            source=source,
        )
    for case in cases[:6:2]:
        company = province.organization("enterprise", source=source)
        province.relate(
            case.center, "SPUN_OFF", company, year="2024", role="孵化企业", source=source
        )
    province.rule(
        "戊辰中心牵头单位的新增投入不足财政资金的两倍",
        "the host of ctr:inv-05 adds less than twice the fiscal money",
    )


def add_reported(province: Province, cases: list[Case]) -> None:
    """Numbers that the centres report of themselves."""
    for case in cases[:6]:
        for metric, value, unit in (
            ("research_teams", 4 + case.number, "个"),
            ("site_area", 1000 * case.number, "平方米"),
        ):
            province.add(
                "metrics",
                center_id=case.center,
                metric=metric,
                subject=case.center,
                value=str(value),
                unit=unit,
                as_of="2025",
                qualifier="exact",
                source_ids=case.source,
            )
