"""Cases 05, 06, 09 and 10: what becomes of bases."""

from __future__ import annotations

from loaders.invented.case import TEN_YEARS, Case
from loaders.invented.chains import list_chain
from loaders.invented.province import Province
from loaders.invented.scope import Event


def dead_bases(province: Province) -> Case:
    """Six plates on the wall, two at work: a complete source shows the other four without tie."""
    case = Case(
        province,
        5,
        "戊辰",
        "挂牌基地：6个基地，完整清单显示4个没有任何合作",
        "dead bases: six on the wall; a complete source shows four without any tie",
        fields="现代纺织",
    )
    host = case.host("enterprise")
    bases = case.bases(0, 1, 2, 3, 4, 5)
    firms = case.organizations("enterprise", 8)
    universities = case.organizations("university", 3)
    case.collaborate(case.center, bases[0], bases[1], host, *universities, *firms[6:])
    case.collaborate(bases[0], *firms[:4])
    case.collaborate(bases[1], *firms[4:6])
    case.declare()
    return case


def paper_bases(province: Province) -> Case:
    """Five live bases that the centre has nothing to do with."""
    case = Case(
        province,
        6,
        "己巳",
        "纸面联系：5个基地各自活跃，却没有一个与中心有合作",
        "paper bases: five live bases, none of them tied to the centre",
        fields="新能源",
    )
    host = case.host("university")
    bases = case.bases(1, 2, 3, 4, 1)
    firms = case.organizations("enterprise", 12)
    institutes = case.organizations("institute", 4)
    case.repeat(case.center, host, "2021", "2023", "2025")
    case.collaborate(case.center, *institutes, *firms[10:])
    for turn, base in enumerate(bases):
        case.collaborate(base, *firms[2 * turn : 2 * turn + 2])
    twins, twin = firms[:2], province.person("疑似同一企业的负责人", source=case.source)
    case.scope.event(Event(tuple(twins), (2024, 2024 + TEN_YEARS), tied=False))
    for firm in twins:
        case.aside(firm, "EMPLOYS", twin, role="总经理", note="probable twin")
        province.tables["doubts"].append(
            {
                "file": "relations.csv",
                "key": f"{firm}|EMPLOYS|{twin}",
                "reason_zh": "虚构：两处任职的单位疑为同一家公司，未必是两家之间的联系",
                "reason_en": "probable twin: the two invented bodies are probably one company",
            }
        )
    province.rule(
        "疑为同一家的两家企业共有一人，不成联系",
        "one person in two bodies noted as probable twins makes no tie",
    )
    case.scope.chains.append(list_chain(province, case.center, firms, institutes))
    case.scope.omitted |= {"feasible_value", "n_minus_1_retention"}
    return case


def host_only(province: Province) -> Case:
    """A centre whose only partner is its host; seven actors, all observed, still too few."""
    case = Case(
        province,
        9,
        "壬申",
        "依附牵头单位：中心只与牵头单位合作；7个主体，全部已观测仍不足10个",
        "host only: the host is the only partner; 7 actors, all observed, still under 10",
        level="enterprise",
        ground="互联网+",
        fields="智能制造",
    )
    host = case.host("enterprise")
    (base,) = case.bases(3)
    firms = case.organizations("enterprise", 4)
    case.repeat(case.center, host, "2022", "2024")
    case.project(case.center, host)
    case.collaborate(base, host, *firms)
    case.declare()
    return case


def no_base(province: Province) -> Case:
    """A new centre: a seat, a campus, a plan and a building site; complete sources, no tie yet."""
    case = Case(
        province,
        10,
        "癸酉",
        "刚起步：只有所在地、园区与规划中的基地；完整清单显示尚无合作",
        "just begun: seat, campus, planned and unbuilt bases only; complete sources, no tie",
        state="unveiled",
        ground="生命健康",
        fields="生物医药",
    )
    host = case.host("university")
    case.base(4, role="seat")
    case.base(4, role="host_campus")
    case.base(2, role="pilot_base", state="planned")
    case.base(3, role="branch", state="building")
    case.base(5, role="transfer_base", state="unknown")
    for org in (
        host,
        *(
            case.co_builder(kind)
            for kind in ("enterprise",) * 6 + ("university",) * 2 + ("institute",) * 2
        ),
    ):
        case.declare_organization(org)
    case.declare()
    fund = province.organization("fund", source=case.source)
    company = province.organization("enterprise", source=case.source)
    case.aside(case.center, "SPUN_OFF", company, role="孵化企业")
    case.aside(fund, "INVESTS_IN", case.center, role="产业基金", amount="1.5", amount_unit="亿元")
    case.aside(case.center, "OWNS", company, role="参股", share="30")
    province.rule(
        "孵化、投资、持股不计层，不成联系",
        "spin-offs, investments and shareholdings have no layer and make no tie",
    )
    return case
