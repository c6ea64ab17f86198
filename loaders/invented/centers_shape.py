"""Cases 01 to 04: the four shapes, by hand-made ties."""

from __future__ import annotations

from loaders.invented.case import Case
from loaders.invented.chains import breaks_chain, fine_chain
from loaders.invented.province import CITIES, Province


def star(province: Province) -> Case:
    """A star with 20 leaves: everybody knows the centre and nobody else."""
    case = Case(
        province,
        1,
        "甲子",
        "单核放射：人人只连中心，中心一停，网络就散",
        "star: everybody is tied to the centre and to nobody else",
        ground="互联网+",
        fields="数字安防",
    )
    host = case.host("university")
    bases = case.bases(0, 1, 2)
    firms = case.organizations("enterprise", 9)
    others = [*case.organizations("university", 3)]
    others += [case.organization(kind) for kind in ("institute", "hospital", "association", "fund")]
    case.repeat(case.center, host, "2022", "2024")
    case.collaborate(case.center, *bases, *firms[3:7], *others)
    case.collaborate(case.center, firms[7], relation="SERVES")
    case.collaborate(case.center, firms[8], relation="LICENSES")
    event = case.gather(case.center, *firms[:3])
    case.aside(firms[3], "MEMBER_OF", others[5], year="2025", role="同场入会", event_id=event)
    province.rule(
        f"{event}：入会一行属建制层，事件只算4家、3对，每对 4/6",
        f"{event}: the membership row is formal; 4 bodies, 3 pairs, 4/6 for each pair",
    )
    province.doubt(
        "relations.csv",
        f"{case.center}|PARTNERS_WITH|{firms[3]}",
        "合作只见于一处报道；照常计入并加标记",
        "told in one report; counted and flagged",
    )
    case.declare()
    return case


def target(province: Province) -> Case:
    """The form the guideline asks for: strong core, six live bases, a mesh without the core."""
    case = Case(
        province,
        2,
        "乙丑",
        "目标形态：强核心、多基地、网络化，去掉中心仍连通",
        "target form: strong core, live bases, and a mesh that survives without the core",
        fields="智能制造",
    )
    host = case.host("institute")
    bases = case.bases(0, 1, 2, 3, 4, 0)
    firms = case.organizations("enterprise", 18)
    universities = case.organizations("university", 4)
    case.repeat(case.center, host, "2023", "2025")
    case.collaborate(host, bases[0])
    case.collaborate(case.center, *bases)
    for turn, base in enumerate(bases):
        after = bases[(turn + 1) % 6]
        case.collaborate(base, after)
        for firm in firms[3 * turn : 3 * turn + 3]:
            case.collaborate(base, firm)
            case.collaborate(after, firm, relation="SERVES")
        case.project(case.center, firms[3 * turn])
    for turn, university in enumerate(universities):
        case.collaborate(university, bases[turn], bases[turn + 2])
    case.collaborate(case.center, *universities[:3])
    case.share_person(case.center, universities[3], relation="HAS_SCIENTIST")
    case.project(case.center, bases[0], firms[0], universities[0], kind="创新联合体")
    case.right(bases[1], firms[4], universities[1], shares=(40, 40, 20))
    case.declare()
    case.scope.chains.append(fine_chain(province, case.center, firms, universities))
    return case


def mesh(province: Province) -> Case:
    """A ring lattice of the host and 11 co-builders; the centre hangs on one of them."""
    case = Case(
        province,
        3,
        "丙寅",
        "扁平网络：伙伴互联，中心只挂在边上，无基地",
        "flat mesh: partners know each other, the centre hangs at the edge, no base",
        ground="生命健康",
        fields="生物医药",
    )
    host = case.host("hospital")
    kinds = ("enterprise",) * 6 + ("university",) * 3 + ("institute",) * 2
    ring = [case.co_builder(kind) for kind in kinds]  # Co-builders are in the scope, tied or not.
    ring.insert(6, host)
    for turn, body in enumerate(ring):
        case.collaborate(body, ring[(turn + 1) % 12], ring[(turn + 2) % 12])
    case.collaborate(case.center, ring[0])
    return case


def tree(province: Province) -> Case:
    """Two tiers, 1 + 5 + 15, every tie of weight 1, each made in another way; no host.

    Years, cities and coordinates are fixed, so that persistence, regions and distances follow.
    """
    case = Case(
        province,
        4,
        "丁卯",
        "两级树：中心连5个基地，每个基地连3家企业，无牵头单位",
        "two-tier tree: the centre with 5 bases, each base with 3 firms, no host",
        fields="汽车及零部件",
    )
    bases = case.bases(0, 1, 2, 3, 4)
    case.collaborate(case.center, *bases[:4], year="2024")
    case.share_person(case.center, bases[4], start="2015")
    firms = case.organizations("enterprise", 15)
    for turn, base in enumerate(bases):
        one, two, three = firms[3 * turn : 3 * turn + 3]
        case.project(base, one, kind="联合实验室", start="2016")
        if turn % 2:
            case.transfer(base, two)
            case.right(base, three, shares=(50, 50))
        else:
            case.collaborate(base, two, year="2024")
            case.share_person(base, three)
        # In the open sea, ten degrees apart: every firm is due north of its own base.
        case.locate(base, 10.0 * turn, -150.0)
        near = 0.2 if turn else 0.1
        for firm, north, city in ((one, 0.1, turn), (two, near, turn), (three, 0.4, turn + 1)):
            case.locate(firm, 10.0 * turn + north, -150.0, city=CITIES[city])
    case.declare()
    case.scope.chains.append(breaks_chain(case, firms))
    return case
