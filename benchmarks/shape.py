"""How many of everything an invented ecosystem of a given size has, and the file headings."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "虚构"
FIRST_YEAR, LAST_YEAR = 2016, 2025
UNITS = {"k": 1_000, "m": 1_000_000}

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "sources": "source_id url title publisher date retrieved_note mirror",
        "places": "place_id name type source_ids note",
        "centers": "center_id name name_en aliases former_names city district batch state level"
        " approval_date field legal_entity director_id chief_scientist_id source_ids note",
        "organizations": "org_id name name_en aliases former_names type city"
        " province_or_country origin origin_basis source_ids note",
        "bases": "base_id center_id name type role state place status source_ids note",
        "people": "person_id name name_en title org_id source_ids note",
        "projects": "project_id name type center_id place start_year budget_value budget_unit"
        " budget_qualifier budget_kind source_ids note",
        "ip": "ip_id name type owner_id year count count_kind qualifier source_ids note",
        "chains": "chain_id name center_ids source_ids note",
        "chain_segments": "chain_id segment_id name parent_id kind stage position importance"
        " chokepoint surveyed source_ids note",
        "chain_links": "from_segment_id to_segment_id kind group source_ids note",
        "chain_actors": "segment_id org_id kind role from to plant_place capacity source_ids note",
        "segment_research": "segment_id org_id kind name lab_or_project_id year status"
        " source_ids note",
        "relations": "subject_id relation object_id start_year end_year role status event_id"
        " inferred share amount amount_unit employment source_ids note",
    }.items()
}
"""Headings of each file, in the layouts of ``loaders/mappings``; ``invented`` follows."""


@dataclass(frozen=True)
class Shape:
    """Numbers of entities per type; they add up to ``entities``."""

    entities: int
    relations: int
    centers: int
    bases: int
    chains: int
    segments: int  # per chain
    places: int
    people: int
    ip: int
    projects: int
    organizations: int


def shape_of(size: str) -> Shape:
    """The shape of ``10k``, ``1m`` or a plain number of entities; five relations for each.

    Raises
    ------
    ValueError
        It is no size, or fewer than 500 entities.

    Examples
    --------
    >>> shape_of("100k").relations
    500000
    """
    text = size.strip().lower()
    factor = UNITS.get(text[-1:], 1)
    n = int(text[:-1] if factor > 1 else text) * factor
    if n < 500:
        raise ValueError(f"{size}: at least 500 entities")
    centers = min(20, max(2, n // 500))
    bases, chains, segments, places = 10 * centers, centers, 60, 11
    people, ip, projects = n // 10, n * 85 // 1000, n // 5
    rest = centers + bases + chains + chains * segments + places + people + ip + projects
    return Shape(
        n, 5 * n, centers, bases, chains, segments, places, people, ip, projects, n - rest
    )  # fmt: skip
