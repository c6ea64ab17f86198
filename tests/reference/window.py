"""The window, and which relation rows count in it."""

import math

from .tables import year

COUNTING = {"done", "signed"}  # "Only done and signed count, in every layer"
FORMAL = {
    "HOSTED_BY",
    "CO_BUILT_BY",
    "HAS_BASE",
    "HOSTS_BASE_OF",
    "GUIDED_BY",
    "MEMBER_OF",
    "PART_OF",
    "HOSTS_PLATFORM",
    "OPERATED_BY",
    "MOVED_INTO",
    "LOCATED_IN",
}
ACTIVITY = {"COLLABORATES_WITH", "SERVES", "LICENSES"}
PROJECT_ROWS = {"PARTICIPATES_IN", "LEADS"}
IP_ROWS = {"OWNS_IP", "DEVELOPS_IP", "TRANSFERS_IP"}
PERSON_ROWS = {"EMPLOYS", "DIRECTS", "CHIEF_SCIENTIST_OF"}
EVENT_ROWS = PROJECT_ROWS | IP_ROWS | PERSON_ROWS
POST_YEARS = 10


def default_window(data):
    """The five years up to the latest dated tie, and the rows that fix its end.

    CHOICE 4: a tie is a counting row of a layer with a window (activity, event, make, research,
    supply); a formal relation, a planned row, an inferred row and a record's own date are none.
    """
    dated = []
    for row in data["rel"]:
        layers = ACTIVITY | EVENT_ROWS | {"SUPPLIES"}
        if row["type"] in layers and row["status"] in COUNTING and row["inferred"] != "1":
            last = year(row["end_year"]) or year(row["start_year"])
            label = "|".join((row["subject_id"], row["relation"], row["object_id"]))
            dated.append((last, "relations.csv", label))
    for row in data["segment_research"]:
        if row["status"] == "done":
            label = "|".join((row["segment_id"], row["org_id"], row["name"]))
            dated.append((year(row["year"]), "segment_research.csv", label))
    for row in data["chain_actors"]:
        if row["kind"] in ("maker", "research"):
            last = year(row["to"]) or year(row["from"])
            dated.append((last, "chain_actors.csv", row["segment_id"] + "|" + row["org_id"]))
    end = max(item[0] for item in dated if item[0])
    rows = sorted([file, label] for last, file, label in dated if last == end)
    return {"start": end - 4, "end": end, "rows_at_end": rows}


def meets(start, end, window, runs_on=None):
    """Does a tie of these years count in the window?

    runs_on: None = counts at its start only, math.inf = runs on, a number = for so many years,
    the last of them included. A tie without any date counts; window None means no window.
    """
    if window is None or (start is None and end is None):
        return True
    first = start if start is not None else -math.inf
    last = end if end is not None else first + (runs_on or 0)
    return first <= window[1] and last >= window[0]


def is_joint_lab(data, ident):
    """A joint laboratory: a project whose type begins with the two characters for `joint`."""
    return ident in data["prj"] and data["prj"][ident]["type"].startswith("联合")


def relation_counts(data, row, window):
    """Does this (renamed) relation row count in its layer, in the window?"""
    if row["status"] not in COUNTING:
        return False
    if row["type"] in FORMAL:
        return True  # no window, and inferred rows count here
    if row["inferred"] == "1":
        return False
    runs_on = None
    if row["type"] in PERSON_ROWS:
        # CHOICE 5: "ten years, the tenth included": a start in year s lasts to the end of s + 10.
        runs_on = POST_YEARS
    elif is_joint_lab(data, row["b"]) or is_joint_lab(data, row["event_id"]):
        runs_on = math.inf
    return meets(year(row["start_year"]), year(row["end_year"]), window, runs_on)
