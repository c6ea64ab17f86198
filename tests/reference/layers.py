"""The layers: make, research, supply, and activity between the actors of the province."""

import math
from collections import defaultdict
from fractions import Fraction
from itertools import combinations

from .tables import year
from .window import ACTIVITY, EVENT_ROWS, PERSON_ROWS, is_joint_lab, meets, relation_counts


def make_rows(data, window):
    """Counting PRODUCES rows: (actor, segment, local / external / unknown)."""
    out = []
    for row in data["chain_actors"]:
        if row["kind"] != "maker":
            continue
        if not meets(year(row["from"]), year(row["to"]), window, math.inf):
            continue
        origin = data["org"][row["org_id"]]["origin"]
        kind = {"local": "local", "unknown": "unknown"}.get(origin, "external")
        if row["plant_place"]:
            kind = "local" if row["plant_place"].startswith("浙江") else "external"
        out.append((row["org_id"], row["segment_id"], kind))
    return out


def research_rows(data, window):
    """Counting RESEARCHES rows: (actor, segment)."""
    out = []
    for row in data["chain_actors"]:
        if row["kind"] == "research" and meets(year(row["from"]), year(row["to"]), window):
            out.append((row["org_id"], row["segment_id"]))
    for row in data["segment_research"]:
        lab = row["kind"] == "lab" or is_joint_lab(data, row["lab_or_project_id"])
        if row["status"] == "done" and meets(
            year(row["year"]), None, window, math.inf if lab else None
        ):
            out.append((row["org_id"], row["segment_id"]))
    return out


def supply_ties(data, window):
    """Directed supply ties (supplier, customer) that count."""
    return {
        (row["a"], row["b"])
        for row in data["rel"]
        if row["type"] == "SUPPLIES" and relation_counts(data, row, window)
    }


def registered_bases(data):
    """B of the province: base -> centre, for bases with a HAS_BASE that counts, seats left out."""
    role = {row["base_id"]: row["role"] for row in data["bases"]}
    return {
        row["b"]: row["a"]
        for row in data["rel"]
        if row["type"] == "HAS_BASE"
        and relation_counts(data, row, None)
        and role[row["b"]] not in ("seat", "host_campus")
    }


def all_actors(data):
    """Every actor of the province with its sector."""
    sector = {row["org_id"]: row["type"] for row in data["organizations"]}
    sector.update({row["center_id"]: "center" for row in data["centers"]})
    sector.update(dict.fromkeys(registered_bases(data), "base"))
    return sector


def twins(data):
    """Pairs of bodies that a row notes as probable twins: the two bodies of its person."""
    marked = defaultdict(set)
    for row in data["rel"]:
        if row["type"] in PERSON_ROWS and row["note"].startswith("probable twin"):
            marked[row["b"] if row["type"] == "EMPLOYS" else row["a"]].add(
                row["a"] if row["type"] == "EMPLOYS" else row["b"]
            )
    return {frozenset(pair) for group in marked.values() for pair in combinations(group, 2)}


def memberships(data, window):
    """What layer A is made of: the plain ties, the events and the `evt:` ids.

    (pairs tied without an event, one entry per row; project, right or person -> its actors;
    evt: id -> the pairs its counting activity rows name)
    """
    actors = set(all_actors(data))
    plain = []
    members = defaultdict(set)
    named = defaultdict(set)
    bundle = {
        key
        for key, row in data["right"].items()
        if row["type"] == "claim" or (row["count"] and int(row["count"]) > 1)
    }
    for row in data["rel"]:
        if row["type"] not in ACTIVITY | EVENT_ROWS or not relation_counts(data, row, window):
            continue
        if row["type"] in ACTIVITY:
            pair = frozenset((row["a"], row["b"]))
            if not pair <= actors or len(pair) < 2:
                continue
            if row["event_id"].startswith("evt:"):
                named[row["event_id"]].add(pair)
            elif row["event_id"]:
                members[row["event_id"]] |= pair
            else:
                plain.append(pair)
            continue
        # an event row: one end is the project, right or person, the other a body
        event, body = row["b"], row["a"]
        if row["type"] in ("DIRECTS", "CHIEF_SCIENTIST_OF"):
            event, body = body, event
        if body in actors and event not in bundle:
            members[event].add(body)
    return plain, members, named


def projected(data, parts, into=None):
    """({frozenset of two actors: weight as a Fraction}, {event: its actors}).

    into: actor -> the actor it is contracted into, before the events are projected. An `evt:` id
    and its bodies stand among the events too; a person is one only with two bodies or more.
    """
    plain, members, named = parts

    def moved(group):
        return frozenset((into or {}).get(actor, actor) for actor in group)

    weight = defaultdict(Fraction)
    events = {}
    for pair in map(moved, plain):
        if len(pair) == 2:
            weight[pair] += 1
    twin = set(map(moved, twins(data)))
    for event, group in members.items():
        group = moved(group)
        person = event.startswith("per:")
        if not (person and len(group) < 2):
            events[event] = group
        for pair in map(frozenset, combinations(group, 2)):
            if not (person and pair in twin):
                weight[pair] += Fraction(1, len(group) - 1)
    for event, pairs in named.items():
        bodies = frozenset().union(*map(moved, pairs))
        kept = {pair for pair in map(moved, pairs) if len(pair) == 2}
        # CHOICE 12: after contraction k counts the bodies that the rows then name, also where a
        # row has shrunk to one body; r counts the pairs left.
        events[event] = bodies
        for pair in kept:
            weight[pair] += Fraction(len(bodies), 2 * len(kept))
    return dict(weight), events


def activity(data, window):
    """Layer A of the province: {frozenset of two actors: weight as a Fraction}."""
    return projected(data, memberships(data, window))[0]


def untied(data, window):
    """Centers and Bases without any tie in A; a base outside B is no actor and has none."""
    tied = set().union(*activity(data, window)) if activity(data, window) else set()
    inside = registered_bases(data)
    every = sorted(row["base_id"] for row in data["bases"])
    return {
        "centers": sorted(r["center_id"] for r in data["centers"] if r["center_id"] not in tied),
        "bases": [base for base in every if base not in tied],
        "bases_of_B": [base for base in every if base in inside and base not in tied],
    }
