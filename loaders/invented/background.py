"""The rest of the province: bodies outside every scope, parks and links across."""

from __future__ import annotations

from loaders.invented.case import Case
from loaders.invented.money import add_money, add_reported
from loaders.invented.province import CITIES, MARK, Province

PARKS = (  # Of city 0 to 5; the last one is no site for a base by the guideline.
    ("high_tech_zone", "national"),
    ("high_tech_zone", "provincial"),
    ("wan_mu_qian_yi", "provincial"),
    ("high_tech_zone", "national"),
    ("wan_mu_qian_yi", "provincial"),
    ("other", "county"),
)
WITHOUT_PARK = 8  # The centre whose bases have no park on record.
LENT = (1, 2, 4, 5, 6, 12)  # Centres whose firms also work with firms of other centres.


def add_background(province: Province, cases: list[Case]) -> None:
    """All of it, in a fixed order."""
    source = province.source("background", "虚构背景资料")
    _parks(province, source)
    bodies = _bodies(province, source)
    _ties(province, bodies, source)
    _events(province, bodies, source)
    _across(province, cases, source)
    _governments(province, cases, bodies, source)
    add_money(province, cases, source)
    add_reported(province, cases)


def _parks(province: Province, source: str) -> None:
    for number, (kind, level) in enumerate(PARKS, 1):
        province.add(
            "parks",
            park_id=f"park:inv-{number}",
            name=f"{MARK}园区{number}",
            kind=kind,
            level=level,
            city=CITIES[number - 1],
            source_ids=source,
        )
    for row in province.tables["bases"]:
        if row["center_id"] != f"ctr:inv-{WITHOUT_PARK:02d}":
            row["park_id"] = f"park:inv-{CITIES.index(row['place']) + 1}"
    province.rule(
        "虚构己市的园区既非高新区也非万亩千亿平台，设在那里的基地违反选址规则",
        "the park of the sixth city is neither a high-tech zone nor a 10000-mu platform",
    )


def _bodies(province: Province, source: str) -> dict[str, list[str]]:
    counts = {
        "enterprise": 60,
        "university": 6,
        "institute": 10,
        "hospital": 3,
        "platform": 4,
        "association": 2,
        "fund": 3,
        "government": 7,
    }
    bodies = {
        kind: [province.organization(kind, source=source) for _ in range(count)]
        for kind, count in counts.items()
    }
    outside = ("other_province", "other_province", "abroad", "unknown", "unknown")
    bodies["outside"] = [
        province.organization("enterprise", origin=origin, source=source) for origin in outside
    ]
    return bodies


def _ties(province: Province, bodies: dict[str, list[str]], source: str) -> None:
    """Ties of the province that no scope holds; each pair once."""
    chance = province.random
    pool = [
        *bodies["enterprise"],
        *bodies["university"],
        *bodies["institute"],
        *bodies["hospital"],
        *bodies["outside"],
    ]
    seen = set[tuple[str, str]]()
    while len(seen) < 90:
        one, other = sorted(chance.sample(pool, 2))
        if (one, other) not in seen:
            seen.add((one, other))
            province.relate(
                one,
                chance.choice(("PARTNERS_WITH", "PARTNERS_WITH", "LICENSES")),
                other,
                year=chance.choice(("", "2018", *map(str, range(2021, 2026)))),
                role="联合研发",
                source=source,
                status=chance.choice(("done", "done", "signed", "talks", "planned")),
            )
    for platform, firm in zip(bodies["platform"], bodies["enterprise"], strict=False):
        province.relate(
            platform, "SERVES", firm, year=province.recent(), role="检测服务", source=source
        )
        province.relate(
            platform, "OPERATED_BY", bodies["institute"][0], role="运营方", source=source
        )
        province.relate(
            firm, "MOVED_INTO", platform, year=province.recent(), role="入驻", source=source
        )
    for turn, firm in enumerate(bodies["enterprise"][:20]):
        province.relate(
            firm,
            "MEMBER_OF",
            bodies["association"][turn % 2],
            year="2022",
            role="会员单位",
            source=source,
        )
        province.relate(
            firm,
            "SUPPLIES",
            bodies["enterprise"][turn + 20],
            role="供货",
            year=province.recent(),
            source=source,
        )
    province.relate(
        bodies["enterprise"][0],
        "OWNS",
        bodies["enterprise"][40],
        role="全资子公司",
        share="100",
        source=source,
    )
    province.relate(
        bodies["enterprise"][41],
        "HAS_SHAREHOLDER",
        bodies["fund"][0],
        role="股东",
        share="12.5",
        year="2023",
        source=source,
    )
    province.relate(
        bodies["enterprise"][43], "PART_OF", bodies["enterprise"][44], role="分公司", source=source
    )
    province.relate(
        bodies["university"][0],
        "HOSTS_BASE_OF",
        bodies["institute"][2],
        role="承载其基地",
        year="2023",
        source=source,
    )
    province.relate(
        bodies["enterprise"][1],
        "CUSTOMER_OF",
        bodies["enterprise"][42],
        role="客户",
        year="2023",
        source=source,
    )


def _events(province: Province, bodies: dict[str, list[str]], source: str) -> None:
    """Projects of 2 to 6 members, rights with shares, persons with two employers."""
    chance = province.random
    pool = [*bodies["enterprise"], *bodies["university"], *bodies["institute"]]
    for turn in range(25):
        year = province.recent()
        kind = ("校企攻关", "联合实验室", "创新联合体", "研发项目", "联合研发中心")[turn % 5]
        project = province.project(
            kind, start=year, source=source, budget=str(chance.randint(5, 99) * 10)
        )
        for place, member in enumerate(chance.sample(pool, 2 + turn % 5)):
            province.relate(
                member,
                "PARTICIPATES_IN" if place else "LEADS_PROJECT",
                project,
                year=year,
                role="参与" if place else "牵头",
                source=source,
            )
    for turn, shares in enumerate((("60", "40"), ("50", "30", "20"), ("50", "45"), ("70", ""))):
        ip = province.right("patent", year=province.recent(), source=source)
        for owner, share in zip(chance.sample(pool, len(shares)), shares, strict=True):
            province.relate(
                owner, "OWNS_IP", ip, year="2024", role="共同权利人", share=share, source=source
            )
        if turn == 2:
            province.rule(f"{ip} 的份额合计95%，不足100%", f"the shares of {ip} add up to 95 only")
    for turn in range(12):
        person = province.person("双聘专家", source=source)
        for place, body in enumerate(chance.sample(pool, 2)):
            province.relate(
                body,
                "EMPLOYS",
                person,
                year=str(2016 + turn % 10),
                role=("全职", "双聘")[place],
                source=source,
            )
    for kind in ("standard", "software", "product", "award", "paper"):
        ip = province.right(kind, year=province.recent(), source=source)
        province.relate(
            chance.choice(pool),
            "OWNS_IP",
            ip,
            year="2023",
            role="权利人",
            share="100",
            source=source,
        )
    province.relate(
        bodies["enterprise"][3], "USES_IP", "ip:inv-001", role="使用", year="2024", source=source
    )
    province.relate(
        bodies["institute"][1], "DEVELOPS_IP", ip, role="研发", year="2023", source=source
    )


def _across(province: Province, cases: list[Case], source: str) -> None:
    """Links between scopes that enter none: firm to firm, centre to centre, base to centre."""
    firms = {
        case.number: [
            actor
            for actor, facts in case.scope.actors.items()
            if (facts.kind, facts.origin) == ("enterprise", "local")
        ]
        for case in cases
    }
    for turn, number in enumerate(LENT):
        other = LENT[(turn + 1) % len(LENT)]
        for one, partner in zip(
            province.random.sample(firms[number], 3),
            province.random.sample(firms[other], 3),
            strict=True,
        ):
            province.relate(
                one,
                "PARTNERS_WITH",
                partner,
                year=province.recent(),
                role="跨中心合作",
                source=source,
            )
    centers = {case.number: case.center for case in cases}
    province.relate(
        centers[2], "PARTNERS_WITH", centers[12], year="2025", role="中心之间合作", source=source
    )
    province.relate(
        "base:inv-05-1",
        "PARTNERS_WITH",
        centers[2],
        year="2024",
        role="基地与另一中心合作",
        source=source,
    )
    province.rule(
        "中心之间、基地与别的中心之间的合作只进全省，不进任一中心的生态",
        "ties with another centre or its bases count in the province, in no scope",
    )


def _governments(
    province: Province, cases: list[Case], bodies: dict[str, list[str]], source: str
) -> None:
    """Guidance, recognition and seats on boards: no tie."""
    office = bodies["government"][0]
    recognised = province.project("省级平台名单", start="2022", source=source)
    province.relate(office, "RECOGNISES", recognised, year="2022", role="认定单位", source=source)
    for turn, case in enumerate(cases):
        province.relate(
            case.center, "GUIDED_BY", office, year="2022", role="指导单位", source=source
        )
        deputy = province.person("中心副主任", source=source)
        province.relate(
            case.center, "HAS_DEPUTY_DIRECTOR", deputy, year="2023", role="副主任", source=source
        )
        member = province.person("理事会成员", source=source)
        province.relate(member, "SITS_ON", case.center, year="2022", role="理事会", source=source)
        province.relate(
            bodies["university"][turn % 6],
            "EMPLOYS",
            member,
            year="2020",
            role="教授",
            source=source,
        )
    province.relate(
        bodies["institute"][3],
        "HOSTS_PLATFORM",
        recognised,
        year="2022",
        role="依托单位",
        source=source,
    )
    for turn, firm in enumerate(bodies["enterprise"][20:26]):
        province.relate(
            firm,
            "SETTLES_IN",
            f"city:inv-{turn + 1}",
            year=province.recent(),
            role="落户协议",
            status="signed",
            source=source,
        )
