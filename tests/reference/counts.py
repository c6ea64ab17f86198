"""Parts 1 and 2: entities and statements per type, plain counts per chain."""

from collections import Counter


def entities(data):
    """Number of entities per type."""
    files = {
        "Center": "centers",
        "Organization": "organizations",
        "Base": "bases",
        "Person": "people",
        "Project": "projects",
        "Ip": "ip",
        "Chain": "chains",
        "Segment": "chain_segments",
        "Region": "places",
        "IndicatorObservation": "metrics",
    }
    return {kind: len(data[name]) for kind, name in files.items()}


def statements(data):
    """Number of distinct relation statements per type.

    CHOICE 1: a statement is (type, ends, role or name, start, end); status, source and event are
    what is said about it. COLLABORATES_WITH and SAME_AS_RECORD are symmetric: their two ends are
    a set.
    """
    found = set()
    for row in data["rel"]:
        ends = (row["a"], row["b"])
        if row["type"] == "COLLABORATES_WITH":
            ends = tuple(sorted(ends))
        found.add((row["type"], *ends, row["role"], row["start_year"], row["end_year"]))
    for row in data["chain_links"]:
        ends = (row["from_segment_id"], row["to_segment_id"])
        found.add(("UPSTREAM_OF", *ends, row["group"]))
    for row in data["chain_actors"]:
        kind = {"maker": "PRODUCES", "research": "RESEARCHES"}.get(row["kind"], "NAMED_IN")
        what = (row["role"], row["from"], row["to"], row["kind"])
        found.add((kind, row["org_id"], row["segment_id"], *what))
    for row in data["segment_research"]:
        # CHOICE 2: a row of segment_research.csv and a research row of chain_actors.csv on the
        # same pair are two statements (they differ in name or role).
        kind = "RESEARCHES" if row["status"] == "done" else "NAMED_IN"
        what = (row["name"], row["year"], row["kind"], row["lab_or_project_id"])
        found.add((kind, row["org_id"], row["segment_id"], *what))
    for row in data["segment_same_as"]:
        found.add(("SEGMENT_SAME_AS", row["segment_id"], row["same_as_id"], row["kind"]))
    for row in data["bases"] + data["projects"]:
        if row["same_as"]:
            own = row.get("base_id") or row["project_id"]
            found.add(("SAME_AS_RECORD", *sorted((own, row["same_as"]))))
    return dict(Counter(item[0] for item in found))


def chain_counts(data):
    """Plain counts per chain."""
    out = {}
    for chain in data["chains"]:
        key = chain["chain_id"]
        own = [row for row in data["chain_segments"] if row["chain_id"] == key]
        ids = {row["segment_id"] for row in own}
        counted = {row["segment_id"] for row in own if row["kind"] == "segment"}
        links = [
            (row["from_segment_id"], row["to_segment_id"])
            for row in data["chain_links"]
            if row["from_segment_id"] in ids
        ]
        touched = {end for link in links for end in link}
        flagged = [row for row in own if row["chokepoint"] == "1"]
        # CHOICE 3: makers are distinct organizations with a `maker` row on any segment of the
        # chain, of whatever kind; makers_counted leaves out rows on headings and the like.
        makers = [row for row in data["chain_actors"] if row["kind"] == "maker"]
        out[key] = {
            "segment": len(counted),
            **{k: sum(row["kind"] == k for row in own) for k in ("heading", "collection", "use")},
            "links": len(links),
            "links_counted": sum(a in counted and b in counted for a, b in links),
            "linked_segments": len(counted & touched),
            "makers": len({row["org_id"] for row in makers if row["segment_id"] in ids}),
            "makers_counted": len(
                {row["org_id"] for row in makers if row["segment_id"] in counted}
            ),
            "chokepoints": len(flagged),
            "chokepoints_solved": sum(bool(row["choke_solved"]) for row in flagged),
        }
    return out
