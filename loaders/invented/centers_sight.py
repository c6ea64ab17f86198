"""Cases 07, 08, 11 and 12: what is seen of a centre, and how far it counts."""

from __future__ import annotations

from loaders.invented.case import Case
from loaders.invented.chains import joined_chains
from loaders.invented.province import Province


def unobserved(province: Province) -> Case:
    """A centre of which public sources tell plans, talks and old news, and no tie."""
    case = Case(
        province,
        7,
        "庚午",
        "未观测：来源里只有计划、洽谈、旧闻与推定，没有可计的合作",
        "unobserved: plans, talks, old news and guesses, not one tie that counts",
        state="known",
        fields="炼化一体化与新材料",
    )
    case.host("enterprise")
    bases = case.bases(0, 3)
    case.co_builder("university")
    partners = [
        province.organization(kind, source=case.source)
        for kind in (
            "enterprise",
            "enterprise",
            "university",
            "enterprise",
            "institute",
            "enterprise",
            "enterprise",
        )
    ]
    case.aside(case.center, "PARTNERS_WITH", partners[0], status="planned", role="拟合作")
    case.aside(case.center, "PARTNERS_WITH", partners[1], status="talks", role="洽谈")
    case.aside(case.center, "PARTNERS_WITH", partners[2], status="event_only", role="同场活动")
    case.aside(case.center, "PARTNERS_WITH", partners[3], year="2019", role="窗口之前的合作")
    case.aside(bases[0], "PARTNERS_WITH", partners[4], inferred="1", role="据名称推定")
    case.aside(bases[1], "SERVES", partners[5], year="2017", end="2020", role="窗口之前的服务")
    listing = province.project("省级平台名单", start="2023", source=case.source)
    for org in partners[:3]:
        case.aside(org, "LISTED_IN", listing, role="列入名单")
    case.aside(case.center, "LISTED_IN", listing, role="列入名单")
    claim = province.right("claim", year="2023", source=case.source)
    bundle = province.right(
        "patent", year="2023", source=case.source, count="12", count_kind="held"
    )
    for ip in (claim, bundle):
        case.aside(case.center, "OWNS_IP", ip, role="权利人")
        case.aside(partners[6], "OWNS_IP", ip, role="共同权利人")
    expired = province.person("早年兼职专家", source=case.source)
    case.aside(case.center, "EMPLOYS", expired, year="2008", role="双聘研发人员")
    case.aside(partners[6], "EMPLOYS", expired, year="2008", role="双聘")
    member = province.person("专家委员会委员", source=case.source)
    case.aside(member, "SITS_ON", case.center, role="专家委员会")
    case.aside(partners[4], "EMPLOYS", member, year="2020", role="研究员")
    province.doubt(
        "centers.csv",
        case.center,
        "批复日期只见于一处转述",
        "the date of approval stands in one retelling only",
    )
    province.rule(
        "计划、洽谈、同场、过期、推定、名单、打包知识产权、自称成果、任期已满的双聘、"
        "专家委员会，都不成联系",
        "planned, talks, event_only, out of the window, inferred, listed, bundle, claim, "
        "expired double post and expert committee: none makes a tie",
    )
    return case


def partly_observed(province: Province) -> Case:
    """Twelve of 25 actors are seen: intervals instead of values, and no finding on the network."""
    case = Case(
        province,
        8,
        "辛未",
        "部分观测：25个主体只见12个，基地4个只见2个，只给区间",
        "partly observed: 12 of 25 actors and 2 of 4 bases are seen, so intervals only",
        state="unveiled",
        fields="城市大脑",
    )
    host = case.host("institute")
    bases = case.bases(0, 1, 2, 3)
    firms = case.organizations("enterprise", 6)
    universities = case.organizations("university", 2)
    for kind in ("enterprise",) * 10 + ("institute",):
        case.co_builder(kind)
    case.collaborate(case.center, host, bases[0], *universities, firms[5])
    case.collaborate(bases[0], *firms[:3])
    case.collaborate(bases[1], *firms[3:5])
    return case


def clique(province: Province) -> Case:
    """One alliance of twelve: a clique by a single event; the centre is planned or unknown."""
    case = Case(
        province,
        11,
        "甲戌",
        "大联盟：12家同在一个项目里；中心拟建或不详，不入全省核心",
        "one alliance: 12 bodies in one project; planned or unknown, not in the province's K",
        state="planned_or_unknown",
        fields="集成电路",
    )
    host = case.host("university")
    (base,) = case.bases(5)
    members = [
        *case.organizations("enterprise", 6),
        *case.organizations("university", 2),
        case.organization("institute"),
    ]
    case.project(case.center, host, base, *members, kind="创新联合体", start="2024")
    return case


def host_acts(province: Province) -> Case:
    """A national centre whose host does the work; two chains joined by one segment."""
    case = Case(
        province,
        12,
        "乙亥",
        "国家级中心，牵头企业代为出面；两条链经同一环节相接",
        "national: the host acts where the centre is named; two chains joined by a segment",
        level="national",
        fields="集成电路",
    )
    host = case.host("enterprise")
    bases = case.bases(0, 2, 4)
    firms = case.organizations("enterprise", 18)
    universities = case.organizations("university", 4)
    case.collaborate(case.center, host, bases[0])
    case.collaborate(host, *bases, *universities)
    for turn, base in enumerate(bases):
        case.collaborate(base, *firms[6 * turn : 6 * turn + 6])
        case.collaborate(base, universities[turn])
    project = case.project(bases[0], universities[3], firms[6], told_as=(bases[0], firms[7]))
    case.collaborate(firms[6], firms[12])
    case.scope.chains.extend(joined_chains(case, firms, universities, project))
    other = province.organization("enterprise", source=case.source)
    case.aside(host, "PARTNERS_WITH", other, role="牵头单位自己的合作")
    province.rule(
        "牵头单位与外部伙伴的合作不把伙伴带进中心的生态",
        "a host's own partner is not in the centre's ecosystem",
    )
    return case
