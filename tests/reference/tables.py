"""The raw tables of the sample, with the relations named as in the store."""

import csv
from pathlib import Path

RENAMED = {  # sample relation -> (store relation, is it read the other way round)
    "PARTNERS_WITH": ("COLLABORATES_WITH", False),
    "LEADS_PROJECT": ("LEADS", False),
    "DIRECTED_BY": ("DIRECTS", True),
    "HAS_DEPUTY_DIRECTOR": ("DIRECTS", True),
    "CHIEF_SCIENTIST": ("CHIEF_SCIENTIST_OF", True),
    "HAS_SCIENTIST": ("EMPLOYS", False),
    "HAS_TEAM_LEADER": ("EMPLOYS", False),
    "HAS_ENGINEER": ("EMPLOYS", False),
    "OWNS": ("OWNS_COMPANY", False),
    "HAS_SHAREHOLDER": ("OWNS_COMPANY", True),
}


def read(folder, name):
    """All rows of one CSV file, as a list of dictionaries of stripped texts."""
    with (Path(folder) / name).open(encoding="utf-8", newline="") as file:
        return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(file)]


def load(folder):
    """The tables this reference needs, plus relations.csv after the renamings of section 7."""
    names = (
        "centers organizations bases people places projects ip chains chain_segments chain_links"
        " chain_actors segment_same_as segment_research metrics relations"
    )
    data = {name: read(folder, name + ".csv") for name in names.split()}
    data["rel"] = [renamed(row) for row in data["relations"]]
    data["org"] = {row["org_id"]: row for row in data["organizations"]}
    data["prj"] = {row["project_id"]: row for row in data["projects"]}
    data["right"] = {row["ip_id"]: row for row in data["ip"]}
    data["seg"] = {row["segment_id"]: row for row in data["chain_segments"]}
    return data


def renamed(row):
    """One row of relations.csv with the store's relation name and direction."""
    name, turned = RENAMED.get(row["relation"], (row["relation"], False))
    out = dict(row, type=name, a=row["subject_id"], b=row["object_id"])
    if turned:
        out["a"], out["b"] = out["b"], out["a"]
    return out


def year(text):
    """The year of a date text, or None."""
    return int(text[:4]) if text else None
