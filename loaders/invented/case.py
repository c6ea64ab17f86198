"""One teaching case: a centre whose rows and planned scope are written side by side."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from loaders.invented.province import CITIES, MARK, Province
from loaders.invented.scope import Actor, Event, Row, Scope

FOREVER, TEN_YEARS = 9999, 10
ROLES = ("合同研发", "联合研发", "技术服务合同", "检验检测服务")


class Case:
    """Writes rows into the province and the same facts into the scope."""

    def __init__(
        self,
        province: Province,
        number: int,
        stem: str,
        zh: str,
        en: str,
        *,
        state: str = "approved",
        level: str = "",
        ground: str = "新材料",
        fields: str = "智能制造",
    ) -> None:
        self.province, self.number = province, number
        self.center = f"ctr:inv-{number:02d}"
        self.source = province.source(f"center-{number:02d}", f"虚构省{stem}中心资料")
        self.scope = Scope(self.center, zh, en)
        self.city = CITIES[number % len(CITIES)]
        self.scope.actors[self.center] = Actor("center", "center", region=self.city)
        self.director, self.scientist = (
            province.person(title, source=self.source) for title in ("中心主任", "首席科学家")
        )
        approved = (
            {}
            if state == "planned_or_unknown"
            else {
                "approval_date": f"{2021 + number % 2}-0{1 + number % 9}",
                "approval_inferred": "0",
            }
        )
        province.add(
            "centers",
            center_id=self.center,
            name=f"虚构省{stem}技术创新中心",
            name_en=f"Invented center {number:02d}",
            city=self.city,
            batch="虚构第一批",
            state=state,
            level=level,
            field_high_ground=ground,
            field=fields,
            director_id=self.director,
            chief_scientist_id=self.scientist,
            source_ids=self.source,
            note=f"{MARK}: {zh}",
            **approved,
        )
        self._formal("LOCATED_IN", f"city:inv-{CITIES.index(self.city) + 1}", "所在城市")
        self._formal("DIRECTED_BY", self.director, "主任", year="2022")
        self._formal("CHIEF_SCIENTIST", self.scientist, "首席科学家", year="2022")
        for role in ("全职研发人员", "双聘研发人员", "柔性引进研发人员"):
            person = province.person("研发人员", source=self.source)
            self._formal("EMPLOYS", person, role, year=province.recent())

    def _formal(
        self, relation: str, target: str, role: str, *, year: str = "", status: str = "done"
    ) -> None:
        self.province.relate(
            self.center, relation, target, role=role, year=year, status=status, source=self.source
        )

    # Who is in the scope.

    def organization(self, kind: str, *, origin: str = "local") -> str:
        """An organization of this scope."""
        org = self.province.organization(kind, origin=origin, source=self.source)
        row = self.province.organizations[org]
        self.scope.actors[org] = Actor(kind, kind, origin, row["city"])
        return org

    def organizations(self, kind: str, count: int) -> list[str]:
        """Several of them."""
        return [self.organization(kind) for _ in range(count)]

    def host(self, kind: str) -> str:
        """The body that hosts the centre: type host, its own type as sector."""
        org = self.organization(kind)
        self.scope.actors[org].kind = "host"
        self.scope.hosts.append(org)
        self._formal("HOSTED_BY", org, "牵头单位", year="2022")
        return org

    def share_host(self, org: str) -> None:
        """The host of another centre hosts this one too; all its collaborations are listed."""
        row = self.province.organizations[org]
        self.scope.actors[org] = Actor("host", row["type"], row["origin"], row["city"])
        self.scope.hosts.append(org)
        self._formal("HOSTED_BY", org, "牵头单位", year="2022")
        self.declare_organization(org)

    def co_builder(self, kind: str) -> str:
        """A co-builder: in the scope, with a tie or without."""
        org = self.organization(kind)
        self.scope.co_builders.append(org)
        self._formal("CO_BUILT_BY", org, "共建单位", year="2022")
        return org

    def base(
        self, city: int, *, role: str = "pilot_base", state: str = "in_use", park: str = ""
    ) -> str:
        """A base; seats, host campuses and what is not in use are places and no actors."""
        serial = (
            len([row for row in self.province.tables["bases"] if row["center_id"] == self.center])
            + 1
        )
        base = f"base:inv-{self.number:02d}-{serial}"
        self.province.add(
            "bases",
            base_id=base,
            center_id=self.center,
            name=f"{MARK}基地{self.number:02d}-{serial}",
            type=f"{MARK}基地",
            role=role,
            state=state,
            place=CITIES[city],
            park_id=park,
            status=f"{MARK}状态",
            source_ids=self.source,
        )
        status = "done" if state == "in_use" else "planned"
        self._formal("HAS_BASE", base, "基地", year="2022", status=status)
        self.province.relate(
            base, "LOCATED_IN", f"city:inv-{city + 1}", role="所在城市", source=self.source
        )
        if role not in ("seat", "host_campus") and status == "done":
            self.scope.actors[base] = Actor("base", "base", "local", CITIES[city])
            self.scope.bases.append(base)
        return base

    def bases(self, *cities: int) -> list[str]:
        """Counting bases in these cities, of roles in turn."""
        roles = ("pilot_base", "branch", "transfer_base")
        return [self.base(city, role=roles[turn % 3]) for turn, city in enumerate(cities)]

    def locate(self, body: str, lat: float, lon: float, *, city: str = "") -> None:
        """Coordinates of a base or organization; a city given here replaces the drawn one."""
        tables, actor = self.province.tables, self.scope.actors[body]
        [row] = [
            row
            for table, key in (("bases", "base_id"), ("organizations", "org_id"))
            for row in tables[table]
            if row[key] == body
        ]
        row |= {"lat": f"{lat:.1f}", "lon": f"{lon:.1f}"}
        actor.place = (lat, lon)
        if city:
            row["city"] = actor.region = city

    def declare(self) -> None:
        """A source lists all collaborations and projects of the centre and its bases."""
        source = self.province.source(f"complete-{self.number:02d}", "虚构完整清单")
        for relation in ("COLLABORATES_WITH", "PARTICIPATES_IN"):
            self.province.declare(self.center, relation, source=source)
        self.scope.center_declared = True
        self.scope.declared |= {self.center, *self.scope.bases}

    def declare_organization(self, org: str) -> None:
        """A source lists all collaborations of one organization."""
        source = self.province.source(f"complete-{self.number:02d}", "虚构完整清单")
        self.province.declare(org, "COLLABORATES_WITH", source=source)
        self.scope.declared.add(org)

    # Ties that count.

    def _dated(self) -> dict[str, str]:
        """Dates that all meet the window: a year, none, or an interval reaching into it."""
        draw = self.province.random.random()
        if draw < 0.1:
            return {}
        if draw < 0.2:
            return {"year": "2019", "end": "2022"}
        return {"year": self.province.recent()}

    def collaborate(
        self, one: str, *others: str, relation: str = "PARTNERS_WITH", year: str = ""
    ) -> None:
        """One row of weight 1 with each of the others, dated by chance or in one year."""
        for other in others:
            dates = self._dated()
            if year:  # The draw is made all the same: it keeps the colours of what follows.
                dates = {"year": year}
            years = None
            if dates:
                years = (int(dates["year"]), int(dates.get("end", dates["year"])))
            self.scope.row(Row(one, other, Fraction(1), years))
            self.province.relate(
                one,
                relation,
                other,
                role=self.province.random.choice(ROLES),
                status=self.province.random.choice(("done", "done", "signed")),
                source=self.source,
                **dates,
            )

    def repeat(self, one: str, other: str, *years: str) -> None:
        """Rows of different years between one pair add up."""
        for year in years:
            self.scope.row(Row(one, other, Fraction(1), (int(year), int(year))))
            self.province.relate(
                one, "PARTNERS_WITH", other, role="联合研发", year=year, source=self.source
            )

    def project(
        self,
        *members: str,
        kind: str = "校企攻关",
        start: str = "2023",
        told_as: tuple[str, ...] = (),
    ) -> str:
        """A project: the first member leads, every pair gets 1/(k-1).

        ``told_as`` are the two ends of a collaboration whose event_id is the project: they are
        members of its event, and the row makes no tie of its own.
        """
        last = FOREVER if kind.startswith("联合") else int(start)
        self.scope.event(Event(tuple(dict.fromkeys((*members, *told_as))), (int(start), last)))
        budget = str(self.province.random.randint(10, 90) * 10)
        project = self.province.project(
            kind, start=start, source=self.source, center=self.center, budget=budget
        )
        for turn, member in enumerate(members):
            self.province.relate(
                member,
                "PARTICIPATES_IN" if turn else "LEADS_PROJECT",
                project,
                year=start,
                role="参与" if turn else "牵头",
                source=self.source,
            )
        if told_as:
            self.province.relate(
                told_as[0],
                "PARTNERS_WITH",
                told_as[1],
                year=start,
                role="同一项目",
                event_id=project,
                source=self.source,
            )
        return project

    def right(self, *owners: str, shares: Sequence[int] = (), kind: str = "patent") -> str:
        """A right owned together: an event of its owners."""
        self.scope.event(Event(owners, (2024, 2024)))
        ip = self.province.right(kind, year=self.province.recent(), source=self.source)
        for turn, owner in enumerate(owners):
            share = str(shares[turn]) if shares else ""
            self.province.relate(
                owner,
                "OWNS_IP",
                ip,
                year="2024",
                role="共同权利人",
                share=share,
                source=self.source,
            )
        return ip

    def transfer(self, base: str, owner: str) -> None:
        """A base that transfers a right is a member of the right's event."""
        self.scope.event(Event((base, owner), (2024, 2024)))
        ip = self.province.right("technology", year="2024", source=self.source)
        self.province.relate(
            owner, "OWNS_IP", ip, year="2024", share="100", role="权利人", source=self.source
        )
        self.province.relate(base, "TRANSFERS_IP", ip, year="2024", role="转化", source=self.source)

    def share_person(
        self, one: str, other: str, *, start: str = "2022", relation: str = "EMPLOYS"
    ) -> None:
        """A person with two employers ties them; the first may use another relation."""
        years = (int(start), int(start) + TEN_YEARS)
        self.scope.event(Event((one, other), years))
        person = self.province.person("双聘专家", source=self.source)
        self.province.relate(
            one, relation, person, year=start, role="双聘研发人员", source=self.source
        )
        self.province.relate(other, "EMPLOYS", person, year=start, role="双聘", source=self.source)

    def gather(self, one: str, *others: str, year: str = "2025") -> str:
        """A shared event (its id): k bodies, r pairs named, k/(2r) for each of these pairs."""
        event = f"evt:inv-{self.province.number('event'):02d}"
        weight = Fraction(len(others) + 1, 2 * len(others))
        self.scope.event(Event((one, *others), (int(year), int(year)), tied=False))
        for other in others:
            self.scope.row(Row(one, other, weight, (int(year), int(year))))
            self.province.relate(
                one,
                "PARTNERS_WITH",
                other,
                year=year,
                role="同一次签约",
                event_id=event,
                source=self.source,
            )
        return event

    # Rows that make no tie.

    def aside(
        self,
        one: str,
        relation: str,
        other: str,
        *,
        year: str = "2024",
        role: str = "不计",
        status: str = "done",
        **more: str,
    ) -> None:
        """A row that the definitions leave out; no tie is planned for it."""
        self.province.relate(
            one, relation, other, year=year, role=role, status=status, source=self.source, **more
        )
