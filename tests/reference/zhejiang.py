"""An independent reference for the Zhejiang sample: plain, slow, from the definitions only.

Usage: python zhejiang.py FOLDER > zhejiang_expected.json

Reads the raw CSV files of the sample folder and prints one JSON document with sorted keys.
It follows METRIC_KEYS.md (section 7 above all) and shares no code with the product. Where the
text leaves a choice open, the comment "CHOICE n" names the reading that was picked.
Needs Python 3.11 and networkx.
"""

import csv
import json
import math
import random
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import networkx as nx

COUNTING = {"done", "signed"}  # "Only done and signed count, in every layer"
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
EXACT_SETS = 60000
RUNS = 20000
SEED = 20261122


# ---------------------------------------------------------------- reading


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


# ---------------------------------------------------------------- parts 1 and 2


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


# ---------------------------------------------------------------- window and layers


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


def activity(data, window):
    """Layer A of the province: {frozenset of two actors: weight as a Fraction}."""
    actors = set(all_actors(data))
    weight = defaultdict(Fraction)
    members = defaultdict(set)  # project, right or person -> its actors
    named = defaultdict(set)  # evt: id -> the pairs its counting activity rows name
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
                weight[pair] += 1
            continue
        # an event row: one end is the project, right or person, the other a body
        event, body = row["b"], row["a"]
        if row["type"] in ("DIRECTS", "CHIEF_SCIENTIST_OF"):
            event, body = body, event
        if body in actors and event not in bundle:
            members[event].add(body)
    twin = twins(data)
    for event, group in members.items():
        for pair in map(frozenset, combinations(group, 2)):
            if not (event.startswith("per:") and pair in twin):
                weight[pair] += Fraction(1, len(group) - 1)
    for pairs in named.values():
        bodies = set().union(*pairs)
        for pair in pairs:
            weight[pair] += Fraction(len(bodies), 2 * len(pairs))
    return dict(weight)


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


# ---------------------------------------------------------------- chains


def lenders(data, ident, own_only=False):
    """The segments whose makers and researchers count for this one, itself included.

    A sub-segment lends to its parent, a part to its whole, `same` both ways, in any number of
    steps. own_only: `same` only (for link status). Segments of another kind are left out.
    """
    seg = data["seg"]
    found, todo = {ident}, [ident]
    while todo:
        here = todo.pop()
        more = set()
        for row in data["segment_same_as"]:
            a, b = row["segment_id"], row["same_as_id"]
            if row["kind"] == "same" and here in (a, b):
                more.add(a if here == b else b)
            elif row["kind"] == "part_of" and here == b and not own_only:
                more.add(a)
        if not own_only:
            more |= {key for key, row in seg.items() if row["parent_id"] == here}
        for key in more - found:
            if seg[key]["kind"] == "segment":
                found.add(key)
                todo.append(key)
    return found


class Design:
    """One scope's chain card: counted segments, D, makers, link status.

    `join`: `same` pairs inside the scope are one segment (a scope); without it each side stands
    in its own chain (gaps).
    """

    def __init__(self, data, chain_ids, window, join):
        self.data = data
        counted = [
            row["segment_id"]
            for row in data["chain_segments"]
            if row["chain_id"] in chain_ids and row["kind"] == "segment"
        ]
        same = nx.Graph()
        same.add_nodes_from(counted)
        if join:
            for row in data["segment_same_as"]:
                pair = (row["segment_id"], row["same_as_id"])
                if row["kind"] == "same" and set(pair) <= set(counted):
                    same.add_edge(*pair)
        self.rep = {k: min(group) for group in nx.connected_components(same) for k in group}
        self.counted = sorted(set(self.rep.values()))
        touched = set()
        self.links = {}  # (s, t) -> set of groups it belongs to
        for row in data["chain_links"]:
            a, b = row["from_segment_id"], row["to_segment_id"]
            touched |= {a, b}  # also by a link to a use
            if a in self.rep and b in self.rep:
                link = (self.rep[a], self.rep[b])
                group = row["group"] or ("alone", a, b)
                self.links.setdefault(link, set()).add(group)
        self.linked = {self.rep[k] for k in touched if k in self.rep}
        self.graph = nx.DiGraph()
        self.graph.add_nodes_from(self.linked)
        self.graph.add_edges_from(self.links)
        assert nx.is_directed_acyclic_graph(self.graph)
        self.sinks = [k for k in sorted(self.linked) if self.graph.out_degree(k) == 0]
        self.order = list(nx.topological_sort(self.graph))
        self.groups = {k: self._groups(k) for k in self.linked}
        made = make_rows(data, window)
        # CHOICE 6: roll-up and `same` reach over the borders of the scope: a maker entered for a
        # part or a `same` segment in another chain counts here too.
        self.makers = {k: self._makers(k, made, False) for k in self.counted}
        self.entered = {k: self._makers(k, made, True) for k in self.counted}
        self.supply = supply_ties(data, window)
        self.status = {link: self._status(*link) for link in self.links}

    def _groups(self, ident):
        """The groups of substitutes into a segment, each a list of upstream segments."""
        out = defaultdict(list)
        for (a, b), names in self.links.items():
            if b == ident:
                for name in names:
                    out[name].append(a)
        return list(out.values())

    def _makers(self, ident, made, own_only):
        """{actor: local / external / unknown} of one segment."""
        origins = defaultdict(set)
        members = {k for k, rep in self.rep.items() if rep == ident}
        places = set().union(*(lenders(self.data, k, own_only) for k in members))
        for actor, place, origin in made:
            if place in places:
                origins[actor].add(origin)
        rank = ("local", "external", "unknown")  # local by one row is local there
        return {actor: min(found, key=rank.index) for actor, found in origins.items()}

    def of(self, ident, origin):
        """The makers of one segment with this origin."""
        return {a for a, o in self.makers[ident].items() if o == origin}

    def covered(self, ident):
        """Does a local maker exist?"""
        return bool(self.of(ident, "local"))

    def _status(self, s, t):
        """Link status, no segment surveyed and no supply ties declared complete."""

        def local_link(extra):
            first = {a for a, o in self.entered[s].items() if o in extra}
            last = {a for a, o in self.entered[t].items() if o in extra}
            return any(a == b or (a, b) in self.supply for a in first for b in last)

        if local_link(("local",)):
            return "local"
        outer = {a for a, o in self.entered[s].items() if o == "external"}
        inner = {a for a, o in self.entered[t].items() if o == "local"}
        if any((a, b) in self.supply for a in outer for b in inner):
            # a maker of unknown origin that would make it local leaves it unknown
            return "unknown" if local_link(("local", "unknown")) else "external"
        # `no_maker` needs a surveyed segment and `none` complete supply ties: no source says so
        return "unknown"

    def feasible(self, present, holds):
        """The segments of D that are feasible: present, and a feasible input in every group."""
        good = set()
        for ident in self.order:
            if present(ident) and all(
                any(a in good and holds((a, ident)) for a in group) for group in self.groups[ident]
            ):
                good.add(ident)
        return good

    def share(self, good):
        """Share of D's segments (every importance is 1)."""
        return len(good) / len(self.linked) if self.linked else None

    def at_risk(self):
        """design_value_at_risk of every linked segment: share of sinks lost without it."""
        out = {}
        for gone in sorted(self.linked):
            good = self.feasible(lambda k, gone=gone: k != gone, lambda link: True)
            out[gone] = sum(k not in good for k in self.sinks) / len(self.sinks)
        return out

    def feasible_low(self):
        """strict: covered segments over local links."""
        return self.share(self.feasible(self.covered, lambda link: self.status[link] == "local"))

    def feasible_high(self):
        """Every unsurveyed segment (here: every segment) and every unknown link holds."""
        return self.share(
            self.feasible(lambda k: True, lambda link: self.status[link] in ("local", "unknown"))
        )

    def availability(self, gone=None):
        """Mean availability over the sinks without one actor."""
        have = {}
        for ident in self.order:
            local = self.of(ident, "local")
            if not local:
                have[ident] = Fraction(0)
                continue
            value = Fraction(len(local - {gone}), len(local))
            for group in self.groups[ident]:
                value = min(value, max(have[a] for a in group))
            have[ident] = value
        return sum((have[k] for k in self.sinks), Fraction(0)) / len(self.sinks)

    def retention(self):
        """(value, reason) of n_minus_1_retention."""
        if not self.sinks:
            return None, "no_segment"
        base = self.availability()
        if base == 0:
            return None, "base_zero"
        # CHOICE 7: the actors are the local makers of D's segments; one of an unlinked segment
        # has value at risk 0 and changes nothing.
        actors = set().union(*(self.of(k, "local") for k in self.linked))
        worst = max(base - self.availability(actor) for actor in actors)
        return float(1 - worst / base), None

    def local_share(self):
        """(low, high, segments where both agree) of local_share over all counted segments."""
        low, high, same = Fraction(0), Fraction(0), 0
        for ident in self.counted:
            n = {o: len(self.of(ident, o)) for o in ("local", "external", "unknown")}
            total = sum(n.values())
            a = Fraction(n["local"], total) if total else Fraction(0)
            b = Fraction(n["local"] + n["unknown"], total) if total else Fraction(1)
            low, high, same = low + a, high + b, same + (a == b)
        return float(low / len(self.counted)), float(high / len(self.counted)), same


# ---------------------------------------------------------------- scopes


def scope_actors(data, centre, ties, window, chain_ids):
    """The actors of one centre's ecosystem."""
    bases = {b for b, c in registered_bases(data).items() if c == centre}
    inside = {centre} | bases
    for row in data["rel"]:
        mine = row["type"] in ("HOSTED_BY", "CO_BUILT_BY") and row["a"] == centre
        if mine and relation_counts(data, row, window):
            inside.add(row["b"])
    for pair in ties:
        if pair & ({centre} | bases):
            inside |= pair
    counted = {
        row["segment_id"]
        for row in data["chain_segments"]
        if row["chain_id"] in chain_ids and row["kind"] == "segment"
    }
    # CHOICE 8: rows entered for a counted segment of the centre's own chains; a maker that comes
    # in only by `same` or `part_of` from another chain is no actor of the scope.
    inside |= {actor for actor, segment, _ in make_rows(data, window) if segment in counted}
    inside |= {actor for actor, segment in research_rows(data, window) if segment in counted}
    others = {row["center_id"] for row in data["centers"]} - {centre}
    others |= {b for b, c in registered_bases(data).items() if c != centre}
    return inside - others, bases


def hosts(data):
    """centre -> its hosts by counting rows."""
    out = defaultdict(set)
    for row in data["rel"]:
        if row["type"] == "HOSTED_BY" and relation_counts(data, row, None):
            out[row["a"]].add(row["b"])
    return out


def robustness(graph):
    """R: (value, how, standard error, number of sets or runs).

    Exact by memoised recursion over the sets of actors that still hold a tie, at most EXACT_SETS
    of them; else the mean of RUNS seeded runs.
    """
    n = graph.number_of_nodes()
    names = sorted(graph)
    index = {v: i for i, v in enumerate(names)}
    near = [0] * n
    for u, v in graph.edges:
        near[index[u]] |= 1 << index[v]
        near[index[v]] |= 1 << index[u]

    def bits(mask):
        while mask:
            low = mask & -mask
            yield low.bit_length() - 1
            mask ^= low

    def tied(mask):
        return sum(1 << i for i in bits(mask) if near[i] & mask)

    def largest(mask):
        best = 0
        while mask:
            part = front = mask & -mask
            while front:
                grown = 0
                for i in bits(front):
                    grown |= near[i]
                front = grown & mask & ~part
                part |= front
            best = max(best, part.bit_count())
            mask &= ~part
        return best

    def hubs(mask):
        degree = {i: (near[i] & mask).bit_count() for i in bits(mask)}
        top = max(degree.values())
        return [i for i, d in degree.items() if d == top]

    # Sum over the n removals = (n - 1) + sum of (largest - 1) while a tie is left.
    start = tied((1 << n) - 1)
    steps, todo = {}, [start]
    while todo and len(steps) <= EXACT_SETS:
        mask = todo.pop()
        if mask in steps or not mask:
            continue
        steps[mask] = [tied(mask & ~(1 << i)) for i in hubs(mask)]
        todo.extend(steps[mask])
    if len(steps) <= EXACT_SETS:
        value = {0: 0.0}
        for mask in sorted(steps, key=int.bit_count):
            after = steps[mask]
            value[mask] = sum((largest(m) - 1 if m else 0) + value[m] for m in after) / len(after)
        return (n - 1 + value[start]) / n**2, "exact", 0.0, len(steps)
    rng = random.Random(SEED)
    runs = []
    for _ in range(RUNS):
        mask, total = start, n - 1
        while mask:
            mask = tied(mask & ~(1 << rng.choice(hubs(mask))))
            total += largest(mask) - 1 if mask else 0
        runs.append(total / n**2)
    mean = sum(runs) / RUNS
    spread = sum((x - mean) ** 2 for x in runs) / (RUNS - 1)
    return mean, "seeded", math.sqrt(spread / RUNS), RUNS


def pair_connectivity(graph):
    """Share of pairs joined by a path."""
    n = graph.number_of_nodes()
    if n < 2:
        return None
    return sum(len(c) * (len(c) - 1) for c in nx.connected_components(graph)) / (n * (n - 1))


def efficiency(graph):
    """Mean over pairs of 1/distance."""
    n = graph.number_of_nodes()
    if n < 2:
        return None
    total = Fraction(0)
    for node in graph:
        for other, steps in nx.single_source_shortest_path_length(graph, node).items():
            if other != node:
                total += Fraction(1, steps)
    return float(total / (n * (n - 1)))


def core_values(graph, weight, core, host, sector):
    """{headline: (value, reason)} of the core card, over the observed actors."""
    out = {}
    n = graph.number_of_nodes()
    total = sum(weight.values())
    mine = sum(w for pair, w in weight.items() if pair & core)
    out["core_tie_share"] = (float(mine / total), None)
    if n < 3:
        out["core_betweenness"] = (None, "too_few")
    else:
        passing = nx.betweenness_centrality(graph, normalized=True)
        out["core_betweenness"] = (sum(passing[c] for c in core) / len(core), None)
    reach = set()
    for c in core:
        reach |= set(nx.single_source_shortest_path_length(graph, c, cutoff=2))
    rest = set(graph) - core
    out["core_reach_2"] = (len(reach & rest) / len(rest), None) if rest else (None, "too_few")
    roles = Counter()
    for c in core:
        for i, j in combinations(sorted(graph[c]), 2):
            if graph.has_edge(i, j):
                continue
            a, b, m = sector[i], sector[j], sector[c]
            if a == b == m:
                roles["coordinator"] += 1
            elif a == b:
                roles["consultant"] += 1
            elif m in (a, b):
                roles["gatekeeper_or_representative"] += 1
            else:
                roles["liaison"] += 1
    crossing = roles["gatekeeper_or_representative"] + roles["liaison"]
    share = crossing / sum(roles.values()) if roles else None
    out["core_cross_type_brokerage_share"] = (share, None if roles else "no_open_pair")
    free = []
    for c in sorted(core):
        strength = sum(w for pair, w in weight.items() if c in pair)
        if host[c] and strength:
            tied = sum(w for pair, w in weight.items() if c in pair and pair & host[c])
            free.append(1 - tied / strength)
    value = float(sum(free) / len(free)) if free else None
    out["core_independence"] = (value, None if free else "no_host")
    return out


def network_values(graph, core, sector):
    """{headline: value or None} of the network card over the observed actors, and R's how."""
    out = {}
    rest = graph.subgraph(set(graph) - core)
    out["coreless_pair_connectivity"] = pair_connectivity(rest)
    out["coreless_efficiency"] = efficiency(rest)
    n, m = graph.number_of_nodes(), graph.number_of_edges()
    if m == 0:
        return {
            **out,
            "robustness_normalized": None,
            "non_articulation_share": None,
            "cross_sector_tie_share": None,
        }, None
    value, how, error, sets = robustness(graph)
    out["robustness_normalized"] = value * 2 * n / (n - 1)
    out["non_articulation_share"] = 1 - len(set(nx.articulation_points(graph))) / n
    out["cross_sector_tie_share"] = sum(sector[u] != sector[v] for u, v in graph.edges) / m
    detail = {"R": value, "how": how, "standard_error": error, "sets_or_runs": sets}
    detail["standard_error_normalized"] = error * 2 * n / (n - 1)
    return out, detail


def item(value, reason, seen, of, low=None, high=None, recorded=None):
    """One headline value in the shape of the contract."""
    return {
        "value": value,
        "low": low,
        "high": high,
        "recorded": recorded,
        "reason": None if value is not None else reason,
        "coverage": {"observed": seen, "of": of},
    }


def between(low, high, seen, of):
    """A headline with an interval: a value only where both ends agree (9 decimals)."""
    if round(low, 9) == round(high, 9):
        return item(low, None, seen, of, low, high)
    return item(None, "partly_observed", seen, of, low, high)


BASE_KEYS = (
    "base_activation",
    "bases_effective_of_5",
    "base_regions_of_5",
    "base_core_link",
    "base_enterprise_reach",
)
CORE_KEYS = (
    "core_tie_share",
    "core_betweenness",
    "core_reach_2",
    "core_cross_type_brokerage_share",
    "core_independence",
)
MEAN_OVER_CENTRES = {"core_betweenness", "core_independence"}


def headlines(actors, weight, core, bases, host, sector, design):
    """The twenty headline values of one scope in the reading `center`."""
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from(tuple(pair) for pair in weight)
    seen = {a for a in actors if graph.degree(a)}  # no source is `complete:`, so a tie decides
    graph = graph.subgraph(seen)
    core_seen, n, of = core & seen, len(seen), len(actors)
    out = {}
    values = core_values(graph, weight, core_seen, host, sector) if core_seen else {}
    for key in CORE_KEYS:
        # CHOICE 9: coverage counts centres for the means over centres, actors for the rest.
        cover = (len(core_seen), len(core)) if key in MEAN_OVER_CENTRES else (n, of)
        value, reason = values.get(key, (None, "unobserved"))
        out[key] = item(value, reason, *cover)
    base_seen = len(bases & seen)
    if base_seen:  # never so in this sample; say so rather than guess
        raise SystemExit("a base is observed: the base card needs its own code")
    for key in BASE_KEYS:
        out[key] = item(None, "unobserved" if bases else "no_base", 0, len(bases))
    values, detail = network_values(graph, core_seen, sector)
    for key, value in values.items():
        if key.startswith("coreless") and not core_seen:
            out[key] = item(None, "unobserved", n, of)
        elif 2 * n < of or n < 10:
            out[key] = item(None, "partly_observed", n, of, recorded=value)
        else:
            out[key] = item(value, "too_few", n, of)
    out.update(chain_headlines(design))
    return out, sorted(seen), detail


def chain_headlines(design):
    """The five headlines of the chain card."""
    of = len(design.counted)
    made = sum(design.covered(k) for k in design.counted)
    out = {}
    # CHOICE 10: an unobserved segment is one that is not surveyed (here: every one), so `high`
    # counts it as covered, also where external makers are known. Observed: covered ones.
    out["segment_coverage"] = between(made / of, 1.0, made, of)
    low, high, same = design.local_share()
    out["local_share"] = between(low, high, same, of)
    count = Counter(design.status.values())
    links = len(design.links)
    if links:
        known = links - count["unknown"]
        high = (count["local"] + count["unknown"]) / links
        out["link_realisation"] = between(count["local"] / links, high, known, links)
    else:
        out["link_realisation"] = item(None, "no_link", 0, 0)
    low, high = design.feasible_low(), design.feasible_high()
    value = between(low, high, len(design.linked), of)
    if len(design.linked) < of:
        value.update(value=None, reason="partly_observed")
    out["feasible_value"] = value
    kept, reason = design.retention()
    out["n_minus_1_retention"] = item(kept, reason, len(design.linked), of)
    return out


def scopes(data, window):
    """Every scope: the ten centres and the province."""
    ties = activity(data, window)
    sector = all_actors(data)
    host = hosts(data)
    bases_of = registered_bases(data)
    chains = {r["chain_id"]: set(r["center_ids"].split(";")) - {""} for r in data["chains"]}
    # CHOICE 11: K of the province leaves out the centre whose state is planned (the sentence on
    # K), though the sentence on the scope says "K = all centres"; it stays an actor there.
    provincial = {
        row["center_id"] for row in data["centers"] if row["state"] != "planned_or_unknown"
    }
    out = {}
    for name in [*sorted(row["center_id"] for row in data["centers"]), "province"]:
        if name == "province":
            ids = set(chains)
            actors, bases, core = set(sector), set(bases_of), provincial
        else:
            ids = {chain for chain, centres in chains.items() if name in centres}
            actors, bases = scope_actors(data, name, ties, window, ids)
            core = {name}
        weight = {pair: w for pair, w in ties.items() if pair <= actors}
        design = Design(data, ids, window, join=True)
        values, seen, detail = headlines(actors, weight, core, bases, host, sector, design)
        out[name] = {
            "actors": len(actors),
            "actor_ids": sorted(actors),
            "observed": len(seen),
            "observed_ids": seen,
            "ties": {"|".join(sorted(pair)): float(w) for pair, w in weight.items()},
            "K": sorted(core),
            "B": sorted(bases),
            "chains": sorted(ids),
            "hosts": sorted(set().union(*(host[c] for c in core))),
            "robustness": detail,
            "headlines": values,
            "links": dict(Counter(design.status.values())),
            "segments": {"counted": len(design.counted), "linked": len(design.linked)},
        }
    return out


# ---------------------------------------------------------------- gaps


def labels(design, risk):
    """{segment: sorted labels} of one chain, empty lists included."""
    out = {}
    waiting = set()
    for ident in design.counted:
        found = set()
        local, outer = design.of(ident, "local"), design.of(ident, "external")
        if not local and not outer:
            found.add("origin_unknown" if design.makers[ident] else "missing_unverified")
            waiting.add(ident)
        elif Fraction(len(outer), len(local) + len(outer)) >= Fraction(7, 10):
            # an unlinked segment has no design_value_at_risk and cannot be external_choke
            found.add("external_choke" if risk.get(ident, 0) > 0 else "external_substitutable")
        if len(local) == 1:
            found.add("single_source")
        # concentrated needs HHI > .5 with two makers or more of capacity 1 each: never here
        out[ident] = found
    good = design.feasible(
        lambda k: design.covered(k) or k in waiting,
        lambda link: design.status[link] in ("local", "unknown"),
    )
    for ident in design.linked - good:
        # no link is `none` here, so no segment is blocked_input
        if design.covered(ident) and "external_choke" not in out[ident]:
            out[ident].add("stranded")
    return {ident: sorted(found) for ident, found in out.items()}, waiting


def shapley(design, roots, waiting):
    """repair_shapley of the root causes, v(none) and v(all): exact, over all subsets."""

    def v(chosen):
        good = design.feasible(
            lambda k: design.covered(k) or k in waiting or k in chosen,
            lambda link: bool(set(link) & chosen) or design.status[link] in ("local", "unknown"),
        )
        return Fraction(len(good), len(design.linked))

    size = len(roots)
    value = {k: Fraction(0) for k in roots}
    for k in roots:
        rest = [other for other in roots if other != k]
        for count in range(size):
            part = Fraction(
                math.factorial(count) * math.factorial(size - count - 1), math.factorial(size)
            )
            for chosen in combinations(rest, count):
                value[k] += part * (v(set(chosen) | {k}) - v(set(chosen)))
    none, every = v(set()), v(set(roots))
    assert none + sum(value.values(), Fraction(0)) == every
    return {k: float(x) for k, x in value.items()}, float(none), float(every)


def gaps(data, window):
    """Every chain on its own: labels, link status, feasible value, risks and the three lists."""
    out = {}
    for chain in data["chains"]:
        design = Design(data, {chain["chain_id"]}, window, join=False)
        risk = design.at_risk()
        below = {k: len(nx.descendants(design.graph, k)) for k in design.linked}
        label, waiting = labels(design, risk)
        causes = {"missing", "external_choke", "external_substitutable", "blocked_input"}
        roots = sorted(k for k in design.linked if causes & set(label[k]))
        exposure = {
            k: risk[k] / len(design.of(k, "local"))
            for k in design.linked
            if {"single_source", "concentrated"} & set(label[k])
        }

        def open_flag(ident):
            row = data["seg"][ident]
            return row["chokepoint"] == "1" and not row["choke_solved"]

        def ranked(values):
            return sorted(values, key=lambda k: (-round(values[k], 9), -below[k], k))

        repair, none, every = shapley(design, roots, waiting)
        out[chain["chain_id"]] = {
            "segments": {"counted": len(design.counted), "linked": len(design.linked)},
            "links": dict(Counter(design.status.values())),
            "labels": {k: v for k, v in label.items() if v},
            "link_status": {f"{a}>{b}": s for (a, b), s in design.status.items()},
            "feasible_value": {
                "low": design.feasible_low(),
                "high": design.feasible_high(),
                "coverage": len(design.linked) / len(design.counted),
            },
            "sinks": design.sinks,
            "design_value_at_risk": risk,
            "descendants": below,
            "breaks": ranked({k: risk[k] for k in roots}),
            "repair_shapley": repair,
            "repair_order": ranked(repair),
            "repair_v": {"none": none, "all": every},
            "exposure": exposure,
            "exposures": ranked(exposure),
            "to_verify": sorted(waiting, key=lambda k: (not open_flag(k), -below.get(k, 0), k)),
        }
    return out


# ---------------------------------------------------------------- output


def main():
    """Print the whole document."""
    data = load(sys.argv[1])
    found = default_window(data)
    window = (found["start"], found["end"])
    document = {
        "entities": entities(data),
        "relations": statements(data),
        "chains": chain_counts(data),
        "window": found,
        "untied": {"default_window": untied(data, window), "no_window": untied(data, None)},
        "scopes": scopes(data, window),
        "gaps": gaps(data, window),
    }
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
