"""The rows of the invented province: one table per file, filled by the plan."""

from __future__ import annotations

import random

MARK = "虚构"
FIRST_YEAR, LAST_YEAR = 2021, 2025  # The default window: five years up to the latest dated tie.
CITIES = ("虚构甲市", "虚构乙市", "虚构丙市", "虚构丁市", "虚构戊市", "虚构己市")

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "sources": "source_id url title publisher date retrieved_note mirror",
        "centers": "center_id name name_en aliases former_names city district batch state level"
        " approval_date approval_inferred approval_latest unveil_date unveil_inferred"
        " unveil_latest field_high_ground field legal_entity homepage registered_capital"
        " director_id chief_scientist_id source_ids note",
        "organizations": "org_id name name_en aliases former_names type city"
        " province_or_country origin origin_basis lat lon source_ids note",
        "bases": "base_id center_id name type role state place park_id lat lon status same_as"
        " source_ids note",
        "parks": "park_id name kind level city source_ids",
        "people": "person_id name name_en title org_id source_ids note",
        "places": "place_id name type source_ids",
        "relations": "subject_id relation object_id start_year end_year role status event_id"
        " inferred share amount amount_unit source_ids note",
        "projects": "project_id name type center_id place start_year budget_value budget_unit"
        " budget_qualifier budget_kind same_as source_ids note",
        "ip": "ip_id name type owner_id year count count_kind qualifier source_ids note",
        "metrics": "center_id metric subject value unit as_of qualifier source_ids note",
        "chains": "chain_id name center_ids source_ids note",
        "chain_segments": "chain_id segment_id name parent_id kind stage position chokepoint"
        " choke_since choke_solved choke_source_year surveyed source_ids note",
        "chain_links": "from_segment_id to_segment_id kind group source_ids",
        "chain_actors": "segment_id org_id kind role from to plant_place capacity source_ids",
        "segment_same_as": "segment_id same_as_id kind source_ids note",
        "segment_research": "segment_id org_id kind name lab_or_project_id year status source_ids",
        "completeness": "subject_id relation from_year to_year source_ids",
        "doubts": "file key reason_zh reason_en",
    }.items()
}

KINDS: dict[str, tuple[str, str, int]] = {  # type -> letter of the id, Chinese word, digits
    "enterprise": ("e", "企业", 4),
    "university": ("u", "大学", 2),
    "institute": ("i", "研究院", 2),
    "hospital": ("h", "医院", 2),
    "government": ("g", "政府部门", 2),
    "fund": ("f", "基金", 2),
    "platform": ("p", "平台", 2),
    "association": ("a", "协会", 2),
}
PLACES_OUTSIDE = {"other_province": "虚构外省", "abroad": "虚构外国", "unknown": ""}


class Province:
    """All rows, in the order of planning; the seed only colours what no result depends on."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in COLUMNS}
        self.rules: list[dict[str, str]] = []
        self.organizations: dict[str, dict[str, str]] = {}
        self._numbers: dict[str, int] = {}
        for number, city in enumerate(CITIES, 1):
            self.add(
                "places",
                place_id=f"city:inv-{number}",
                name=city,
                type="虚构城市",
                source_ids=self.source("places", "虚构地名表"),
            )

    def add(self, table: str, **cells: str) -> None:
        """Append one row; columns that are not given stay empty."""
        unknown = set(cells) - set(COLUMNS[table])
        if unknown:
            raise ValueError(f"{table} has no column {sorted(unknown)}")
        self.tables[table].append(cells)

    def rule(self, zh: str, en: str) -> None:
        """Note in words what a planted row shows."""
        self.rules.append({"zh": zh, "en": en})

    def number(self, key: str) -> int:
        """The next number of a running series."""
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return self._numbers[key]

    def source(self, slug: str, title: str = "虚构来源") -> str:
        """The id of an invented source, written on first use."""
        source_id = f"src:inv-{slug}"
        if all(row["source_id"] != source_id for row in self.tables["sources"]):
            self.add(
                "sources",
                source_id=source_id,
                url=f"https://example.invalid/{slug}",
                title=f"[{title}]",
                publisher="虚构出版者",
                date="2025-12-31",
                retrieved_note="invented",
                mirror="0",
            )
        return source_id

    def recent(self) -> str:
        """Some year of the window."""
        return str(self.random.randint(FIRST_YEAR, LAST_YEAR))

    def organization(self, kind: str, *, origin: str = "local", source: str) -> str:
        """A new organization; a local one gets a city."""
        letter, word, digits = KINDS[kind]
        serial = f"{self.number(kind):0{digits}d}"
        city = self.random.choice(CITIES) if origin == "local" else ""
        org_id = f"org:inv-{letter}{serial}"
        self.add(
            "organizations",
            org_id=org_id,
            name=f"{MARK}{word}{serial}",
            name_en=f"Invented {kind} {serial}",
            type=kind,
            city=city,
            province_or_country="虚构省" if city else PLACES_OUTSIDE[origin],
            origin=origin,
            origin_basis="" if origin == "unknown" else "city" if city else "page",
            source_ids=source,
        )
        self.organizations[org_id] = self.tables["organizations"][-1]
        return org_id

    def person(self, title: str, *, source: str) -> str:
        """A new person; the title is free text and names no body."""
        serial = f"{self.number('person'):03d}"
        person_id = f"per:inv-{serial}"
        self.add(
            "people",
            person_id=person_id,
            name=f"{MARK}人{serial}",
            name_en=f"Invented person {serial}",
            title=f"{MARK}{title}",
            source_ids=source,
        )
        return person_id

    def project(
        self, kind: str, *, start: str, source: str, center: str = "", budget: str = ""
    ) -> str:
        """A new project; a type that begins with 联合 is a joint laboratory and runs on."""
        serial = f"{self.number('project'):03d}"
        project_id = f"prj:inv-{serial}"
        money = (
            {
                "budget_value": budget,
                "budget_unit": "万元",
                "budget_qualifier": "exact",
                "budget_kind": "research_funding",
            }
            if budget
            else {}
        )
        self.add(
            "projects",
            project_id=project_id,
            name=f"{MARK}项目{serial}",
            type=kind,
            center_id=center,
            place=self.random.choice(CITIES),
            start_year=start,
            source_ids=source,
            **money,
        )
        return project_id

    def right(
        self, kind: str, *, year: str, source: str, count: str = "", count_kind: str = ""
    ) -> str:
        """A new IP record: one right, a bundle (count above 1) or a claim."""
        serial = f"{self.number('ip'):03d}"
        ip_id = f"ip:inv-{serial}"
        self.add(
            "ip",
            ip_id=ip_id,
            name=f"{MARK}成果{serial}",
            type=kind,
            year=year,
            count=count,
            count_kind=count_kind,
            qualifier="exact" if count else "",
            source_ids=source,
        )
        return ip_id

    def relate(
        self,
        subject: str,
        relation: str,
        target: str,
        *,
        source: str,
        year: str = "",
        end: str = "",
        role: str = "",
        status: str = "done",
        **more: str,
    ) -> None:
        """One row of relations.csv, in the sample's words for relations."""
        self.add(
            "relations",
            subject_id=subject,
            relation=relation,
            object_id=target,
            start_year=year,
            end_year=end,
            role=role,
            status=status,
            inferred=more.pop("inferred", "0"),
            source_ids=source,
            **more,
        )

    def declare(self, subject: str, relation: str, *, source: str) -> None:
        """A source says: these are all relations of that type in the window."""
        self.add(
            "completeness",
            subject_id=subject,
            relation=relation,
            from_year=str(FIRST_YEAR),
            to_year=str(LAST_YEAR),
            source_ids=source,
        )

    def doubt(self, file: str, key: str, zh: str, en: str) -> None:
        """Flag a row as doubtful; it counts and is shown flagged."""
        self.add(
            "doubts", file=file, key=key, reason_zh=f"{MARK}：{zh}", reason_en=f"invented: {en}"
        )
