"""The planned chains: every gap label and link status where it is planned, nowhere else."""

from __future__ import annotations

from loaders.invented.case import Case
from loaders.invented.chain import ChainPlan, ChainWriter
from loaders.invented.province import Province

UP, MIDDLE, DOWN = "上游", "中游", "下游"


def fine_chain(
    province: Province, center: str, firms: list[str], universities: list[str]
) -> ChainPlan:
    """甲链: three steps of two equal makers, every link local: nothing to report."""
    chain = ChainWriter(
        province, "a", "甲", "全线贯通，没有缺口", "every link holds, no gap", centers=center
    )
    heading = chain.segment("0", UP, kind="heading")
    one = chain.segment("1", UP, parent=heading)
    two = chain.segment("2", MIDDLE)
    three = chain.segment("3", DOWN)
    market = chain.segment("market", DOWN, kind="use")
    for segment, makers in ((one, firms[:2]), (two, firms[1:3]), (three, firms[3:5])):
        for maker in makers:
            chain.make(segment, maker)
    chain.link(one, two, kind="material")  # Local: firms[1] makes both.
    chain.link(two, three)
    chain.link(three, market, kind="product")
    chain.supply(firms[2], firms[3])
    chain.actor(market, firms[5], "customer", role="应用客户")
    chain.actor(two, firms[6], "named", role="行业内企业")
    chain.research(two, universities[0], kind="lab", year="2018")  # A laboratory runs on.
    chain.research(three, universities[1], status="planned")
    return chain.plan


def breaks_chain(case: Case, firms: list[str]) -> ChainPlan:
    """乙链: missing, unverified, choke, substitutable, stranded."""
    province = case.province
    chain = ChainWriter(
        province,
        "b",
        "乙",
        "断点、卡脖子、可替代、受累",
        centers=case.center,
        en="missing, choke, substitutable, stranded",
    )
    abroad = case.organization("enterprise", origin="abroad")
    elsewhere = case.organization("enterprise", origin="other_province")
    branch = case.organization("enterprise", origin="other_province")
    heading = chain.segment("heading", UP, kind="heading")
    missing = chain.segment("1", UP, choke_since="2019")
    ready = chain.segment("2", UP, parent=heading)
    half = chain.segment("3", MIDDLE)
    choke = chain.segment("4", MIDDLE, choke_since="2018")
    imported = chain.segment("5", MIDDLE)
    sink = chain.segment("6", DOWN)
    substitute = chain.segment("7", MIDDLE)
    other_sink = chain.segment("8", DOWN)
    unverified = chain.segment("9", UP, surveyed="0")
    market = chain.segment("market", DOWN, kind="use")
    collection = chain.segment("firms", DOWN, kind="collection")
    for segment, makers in (
        (ready, firms[0:2]),
        (half, firms[2:4]),
        (sink, firms[4:6]),
        (substitute, firms[6:8]),
        (other_sink, firms[8:9]),
    ):
        for maker in makers:
            chain.make(segment, maker, capacity=10 if segment == ready else 0)
    chain.make(other_sink, branch, place="虚构省虚构丁市")  # At home elsewhere, its plant is here.
    chain.make(imported, firms[10], place="境外虚构园区")  # At home here, its plant is abroad.
    chain.make(imported, elsewhere)
    chain.make(choke, abroad)
    chain.make(collection, firms[11])
    chain.actor(missing, firms[12], "former", role="曾经生产")
    chain.actor(missing, firms[13], "planned", role="在建产线")
    chain.actor(missing, firms[14], "maker", role="已停产", start="2012", end="2019")
    chain.actor(half, firms[12], "platform", role="服务平台")
    chain.link(missing, half)
    chain.link(ready, half, kind="material")
    chain.link(half, sink)
    chain.link(choke, sink, kind="equipment")
    chain.link(imported, other_sink, group="alt")
    chain.link(substitute, other_sink, group="alt")
    chain.link(unverified, other_sink)
    chain.link(other_sink, market, kind="product")
    for supplier, buyer in (
        (firms[0], firms[2]),
        (firms[3], firms[4]),
        (abroad, firms[5]),
        (elsewhere, firms[8]),
        (firms[6], branch),
    ):
        chain.supply(supplier, buyer)
    return chain.plan


def joined_chains(
    case: Case, firms: list[str], universities: list[str], project: str
) -> list[ChainPlan]:
    """丙链 and 己链: exposures and a block, then a roll-up, a part, and one shared segment."""
    province = case.province
    weak = ChainWriter(
        province,
        "c",
        "丙",
        "单点、集中、堵点",
        centers=case.center,
        en="single source, concentration, a blocked input",
    )
    elsewhere = case.organization("enterprise", origin="other_province")
    single = weak.segment("1", UP)
    heavy = weak.segment("2", MIDDLE)
    joint = weak.segment("3", DOWN)
    parts = weak.segment("4", UP)
    blocked = weak.segment("5", MIDDLE)
    sink = weak.segment("6", DOWN)
    mostly = weak.segment("7", MIDDLE, choke_since="2020")
    weak.make(single, firms[0])
    weak.make(heavy, firms[1], capacity=90)
    weak.make(heavy, firms[2], capacity=10)
    for segment, pair in (
        (joint, firms[3:5]),
        (parts, firms[5:7]),
        (blocked, firms[7:9]),
        (sink, firms[9:11]),
    ):
        for maker in pair:
            weak.make(segment, maker)
    weak.make(parts, elsewhere, capacity=2)
    weak.make(mostly, firms[11], capacity=1)
    weak.make(mostly, elsewhere, capacity=4)
    weak.link(single, heavy, kind="material")
    weak.link(heavy, joint)
    weak.link(parts, blocked)
    weak.link(blocked, sink)
    weak.link(mostly, sink, kind="equipment")
    for supplier, buyer in (
        (firms[0], firms[1]),
        (firms[2], firms[3]),
        (firms[5], firms[1]),
        (firms[7], firms[9]),
        (elsewhere, firms[10]),
    ):
        weak.supply(supplier, buyer)
    weak.complete()
    weak.research(blocked, universities[0], project=project)
    weak.research(mostly, universities[1], kind="team")

    twin = ChainWriter(
        province,
        "f",
        "己",
        "同一环节、组成部分与下级环节",
        centers=case.center,
        en="a segment shared with another chain, a part, a sub-segment",
    )
    shared = twin.segment("1", UP)
    whole = twin.segment("2", MIDDLE)
    product = twin.segment("3", DOWN)
    sub = twin.segment("3a", DOWN, parent=product)
    part = twin.segment("4", UP)
    for segment, maker in (
        (shared, firms[12]),
        (whole, firms[13]),
        (product, firms[14]),
        (sub, firms[15]),
        (part, firms[16]),
    ):
        twin.make(segment, maker)
    twin.join(shared, joint, "same")
    twin.join(part, whole, "part_of")
    twin.link(shared, whole)
    twin.link(part, whole)
    twin.link(whole, product)
    twin.link(whole, sub)
    for supplier, buyer in (
        (firms[3], firms[13]),
        (firms[16], firms[13]),
        (firms[13], firms[14]),
        (firms[13], firms[15]),
    ):
        twin.supply(supplier, buyer)
    twin.actor(sub, universities[2], "research", role="研究")
    twin.plan.segments[sub].researchers.append(universities[2])
    return [weak.plan, twin.plan]


def list_chain(
    province: Province, center: str, firms: list[str], institutes: list[str]
) -> ChainPlan:
    """戊链: a list of segments without a link: coverage is known, nothing else."""
    chain = ChainWriter(
        province,
        "e",
        "戊",
        "只有清单，没有环节之间的联系",
        centers=center,
        en="a list of segments without a link",
    )
    single, pair, gap = (
        chain.segment(slug, stage) for slug, stage in (("1", UP), ("2", MIDDLE), ("3", DOWN))
    )
    chain.make(single, firms[2])
    chain.make(pair, firms[4])
    chain.make(pair, firms[6])
    chain.research(gap, institutes[0])
    return chain.plan


def dark_chain(province: Province) -> ChainPlan:
    """丁链: what nobody has looked into; to verify, and nothing broken. It serves no centre."""
    chain = ChainWriter(
        province,
        "d",
        "丁",
        "待核实：未调查与来历不明",
        "to verify: unsurveyed and of unknown origin",
    )
    local = [province.organization("enterprise", source=chain.source) for _ in range(5)]
    unknown = province.organization("enterprise", origin="unknown", source=chain.source)
    abroad = province.organization("enterprise", origin="abroad", source=chain.source)
    dark = chain.segment("1", UP, surveyed="0")
    middle = chain.segment("2", MIDDLE)
    sink = chain.segment("3", DOWN)
    doubtful = chain.segment("4", MIDDLE)
    flagged = chain.segment("5", UP, surveyed="", choke_since="2017")
    loose = chain.segment("6", UP)
    loose_import = chain.segment("7", UP)
    solved = chain.segment("8", UP, surveyed="0", choke_solved="2023")
    for segment, maker in (
        (middle, local[0]),
        (middle, local[1]),
        (sink, local[2]),
        (sink, local[3]),
        (doubtful, unknown),
        (loose, local[4]),
        (loose_import, abroad),
    ):
        chain.make(segment, maker)
    chain.link(dark, middle, kind="material")
    chain.link(middle, sink)
    chain.link(doubtful, sink)
    chain.actor(flagged, local[4], "named", role="行业内企业")
    province.doubt(
        "chain_links.csv",
        f"{doubtful}|{sink}",
        "环节之间的联系据用语判断",
        "the link is read from the wording",
    )
    province.doubt(
        "chain_segments.csv",
        solved,
        "突破的说法出自企业自己",
        "the claim to have broken it is the firm's own",
    )
    return chain.plan
