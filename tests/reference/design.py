"""The chains of one scope: counted segments, links, makers, what is feasible."""

from collections import defaultdict
from fractions import Fraction

import networkx as nx

from .layers import make_rows, supply_ties


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
