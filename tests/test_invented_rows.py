"""The invented province read back from its rows, without the code of the plan or of the product.

By section 7 of METRIC_KEYS.md: first the planned scopes, then the province in both readings.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from graph.metrics.cards import compute_cards
from loaders.invented import graph_shape, graph_sums
from loaders.invented.plan import plan

Row = dict[str, str]
ACTIVITY = {"PARTNERS_WITH", "SERVES", "LICENSES"}
MEMBERSHIP = {"PARTICIPATES_IN", "LEADS_PROJECT", "OWNS_IP", "DEVELOPS_IP", "TRANSFERS_IP"}
POSTS = {"EMPLOYS", "HAS_SCIENTIST", "DIRECTED_BY", "HAS_DEPUTY_DIRECTOR", "CHIEF_SCIENTIST"}


@pytest.fixture(scope="module")
def tables(province: Any) -> dict[str, list[Row]]:
    found = {}
    for path in sorted(province.folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def counts(row: Row, runs_on: int = 0) -> bool:
    """Whether a row counts: its status, inference and dates."""
    start, end = (row[key] and int(row[key]) for key in ("start_year", "end_year"))
    if row["status"] not in ("done", "signed") or row["inferred"] == "1":
        return False
    if not start:
        return True
    return int(start) <= 2025 and int(end or int(start) + runs_on) >= 2021


def ties_of(
    tables: dict[str, list[Row]], into: dict[str, str] | None = None
) -> dict[frozenset[str], Fraction]:
    """Weights of A; ``into`` contracts actors before events are projected."""
    into = into or {}
    joint = {row["project_id"] for row in tables["projects"] if row["type"].startswith("联合")}
    no_event = {row["ip_id"] for row in tables["ip"] if row["count"] or row["type"] == "claim"}
    weights: dict[frozenset[str], Fraction] = defaultdict(Fraction)
    members: dict[str, set[str]] = defaultdict(set)
    shared: dict[str, set[frozenset[str]]] = defaultdict(set)
    for row in tables["relations"]:
        one, name, other = row["subject_id"], row["relation"], row["object_id"]
        one, other = into.get(one, one), into.get(other, other)
        if name in ACTIVITY and counts(row) and one != other:
            event = row["event_id"]
            if event.startswith("evt:"):
                shared[event].add(frozenset((one, other)))
            elif event:
                members[event] |= {one, other}
            else:
                weights[frozenset((one, other))] += 1
        elif name in MEMBERSHIP and other not in no_event:
            if counts(row, 99 if other in joint else 0):
                members[other].add(one)
        elif name in POSTS and counts(row, 10) and row["note"] != "probable twin":
            members[other].add(one)
    for actors in members.values():
        for pair in combinations(sorted(actors), 2):
            weights[frozenset(pair)] += Fraction(1, len(actors) - 1)
    for pairs in shared.values():
        for named in pairs:
            weights[named] += Fraction(len(frozenset().union(*pairs)), 2 * len(pairs))
    return weights


def test_rows_hold_the_planned_scopes_and_nothing_else(tables: dict[str, list[Row]]) -> None:
    """Actors and weights of each scope, read from the CSV files, are those of the plan."""
    weights = ties_of(tables)
    formal = [row for row in tables["relations"] if row["status"] == "done"]
    places = {row["base_id"] for row in tables["bases"] if row["role"] in ("seat", "host_campus")}
    bases = {row["object_id"]: row["subject_id"] for row in formal
             if row["relation"] == "HAS_BASE" and row["object_id"] not in places}  # fmt: skip
    centers = {row["center_id"] for row in tables["centers"]}
    segments = {row["segment_id"]: row["chain_id"] for row in tables["chain_segments"]
                if row["kind"] == "segment"}  # fmt: skip
    makes = [
        (row["org_id"], row["segment_id"])
        for row in tables["chain_actors"]
        if row["kind"] in ("maker", "research") and not (row["to"] and row["to"] < "2021")
    ]
    makes += [(row["org_id"], row["segment_id"]) for row in tables["segment_research"]
              if row["status"] == "done"]  # fmt: skip

    for scope in plan(2026)[1]:
        own = {scope.center, *(base for base, center in bases.items() if center == scope.center)}
        actors = own | {row["object_id"] for row in formal if row["subject_id"] == scope.center
                        and row["relation"] in ("HOSTED_BY", "CO_BUILT_BY")}  # fmt: skip
        actors |= {actor for pair in weights if pair & own for actor in pair}
        chains = {row["chain_id"] for row in tables["chains"] if scope.center in row["center_ids"]}
        actors |= {org for org, segment in makes if segments.get(segment) in chains}
        actors -= (centers | set(bases)) - own
        ties = {pair: weight for pair, weight in weights.items() if pair <= actors}

        assert actors == set(scope.actors)
        assert ties == {frozenset(pair): weight for pair, weight in scope.ties.items()}
        assert chains == {chain.id for chain in scope.chains}


class Province:
    """The scope of all actors: K the provincial centres, B their bases and those of the others."""

    def __init__(self, tables: dict[str, list[Row]], *, with_hosts: bool) -> None:
        self.centers = [row["center_id"] for row in tables["centers"]
                        if row["level"] in ("", "provincial")
                        and row["state"] != "planned_or_unknown"]  # fmt: skip
        formal = [(row["subject_id"], row["relation"], row["object_id"])
                  for row in tables["relations"] if row["status"] == "done"]  # fmt: skip
        places = {row["base_id"] for row in tables["bases"]
                  if row["role"] in ("seat", "host_campus")}  # fmt: skip
        owner = {base: center for center, name, base in formal
                 if name == "HAS_BASE" and base not in places}  # fmt: skip
        self.hosts = [(center, host) for center, name, host in formal
                      if name == "HOSTED_BY" and center in self.centers]  # fmt: skip
        hosted = Counter(host for _, host in self.hosts)
        self.into = {host: center for center, host in self.hosts
                     if with_hosts and hosted[host] == 1}  # fmt: skip
        self.shared = [host for host, times in hosted.items() if times == 2]
        sector = {row["org_id"]: row["type"] for row in tables["organizations"]}
        sector |= {row["center_id"]: "center" for row in tables["centers"]}
        sector |= dict.fromkeys(owner, "base")
        self.sector = {one: kind for one, kind in sector.items() if one not in self.into}
        self.bases = set(owner)
        self.weights = {tuple(sorted(pair)): weight
                        for pair, weight in ties_of(tables, self.into).items()}  # fmt: skip
        spoken = {row["subject_id"] for row in tables["completeness"]}
        spoken |= {base for base, center in owner.items() if center in spoken}
        tied = {actor for pair in self.weights for actor in pair}
        self.graph = graph_sums.graph_of(sorted((tied | spoken) & set(self.sector)), self.weights)
        self.registered = {
            (center, body)
            for center, name, body in formal
            if center in self.centers and self.into.get(body) != center
            and (name in ("HOSTED_BY", "CO_BUILT_BY") or (name == "HAS_BASE" and body in owner))
        }  # fmt: skip

    def share(self, tier: set[str]) -> Fraction:
        """Weight of the ties with an end in the tier, by all."""
        touching = (weight for pair, weight in self.weights.items() if tier & set(pair))
        return sum(touching, Fraction(0)) / sum(self.weights.values())

    def strength(self, actor: str) -> Fraction:
        """Weight of an actor's ties."""
        return sum((w for pair, w in self.weights.items() if actor in pair), Fraction(0))

    def reach(self, steps: int) -> Fraction:
        """Actors outside K within so many steps of a centre, by all outside K."""
        found = {actor for center in self.seen for actor, away
                 in graph_sums.distances(self.graph, center).items() if away <= steps}  # fmt: skip
        return Fraction(len(found - set(self.centers)), len(self.graph) - len(self.seen))

    @property
    def seen(self) -> list[str]:
        """The observed centres."""
        return [center for center in self.centers if center in self.graph]

    def percentile(self, center: str) -> Fraction:
        """Share of the actors outside K that are weaker, equals counting half."""
        others = [self.strength(actor) for actor in self.graph if actor not in self.centers]
        own = self.strength(center)
        weaker = sum(one < own for one in others) + Fraction(others.count(own), 2)
        return weaker / len(others)

    def brokerage(self) -> dict[str, int]:
        """Open pairs of the observed centres by sector."""
        counts = dict.fromkeys(
            ("coordinator", "consultant", "gatekeeper_or_representative", "liaison"), 0
        )
        for center in self.seen:
            for one, other in graph_sums.open_pairs(self.graph, center):
                kinds = self.sector[one], self.sector[center], self.sector[other]
                name = {
                    (True, True): "coordinator",
                    (True, False): "consultant",
                    (False, True): "gatekeeper_or_representative",
                    (False, False): "liaison",
                }[kinds[0] == kinds[2], kinds[1] in (kinds[0], kinds[2])]
                counts[name] += 1
        return counts

    def gap(self) -> tuple[Fraction, Fraction]:
        """Registered pairs without a tie; an unobserved end counts in the upper bound only."""
        idle = unseen = 0
        for center, body in self.registered:
            known = center in self.graph and body in self.graph
            unseen += not known
            idle += known and body not in self.graph[center]
        return (Fraction(idle, len(self.registered)),
                Fraction(idle + unseen, len(self.registered)))  # fmt: skip

    def values(self) -> dict[str, dict[str, Any]]:
        """Those keys of the province that a few lines give."""
        graph, seen = self.graph, self.seen
        tied = [center for center in seen if graph[center]]
        cores = graph_shape.core_numbers(graph)
        count, ties = len(graph), graph_shape.ties(graph)
        degrees = [len(near) for near in graph.values()]
        coreless = graph_sums.without(graph, self.centers)
        pairs = list(combinations(sorted(self.bases), 2))

        def mean(values: list[Fraction]) -> Fraction:
            return sum(values, Fraction(0)) / len(values)

        return {
            "core": {
                "core_tie_share": self.share(set(self.centers)),
                "core_tier_tie_share": self.share({*self.centers, *self.bases}),
                "degree_centralization": Fraction(
                    count * max(degrees) - sum(degrees), (count - 1) * (count - 2)
                ),
                "be_fit_designated": graph_shape.fit(graph, set(self.centers)),
                "be_fit_core_tier": graph_shape.fit(graph, {*self.centers, *self.bases}),
                "core_coreness_ratio": mean(
                    [Fraction(cores[center], max(cores.values())) for center in seen]
                ),
                "core_reach_1": self.reach(1),
                "core_reach_2": self.reach(2),
                "core_constraint": mean([graph_shape.constraint(graph, one) for one in tied]),
                "core_effective_size": mean(
                    [graph_shape.effective_size(graph, one) for one in tied]
                ),
                "core_strength_percentile": mean([self.percentile(center) for center in seen]),
            },
            "bases": {
                "bases_registered": len(self.bases),
                "bases_active": sum(bool(graph.get(base)) for base in self.bases),
                "base_base_density": Fraction(
                    sum(two in graph.get(one, ()) for one, two in pairs), len(pairs)
                ),
            },
            "network": {
                "n_actors": count,
                "n_ties": len(ties),
                "giant_share": Fraction(max(graph_sums.component_sizes(graph)), count),
                "pair_connectivity": graph_sums.pair_connectivity(graph),
                "coreless_pair_connectivity": graph_sums.pair_connectivity(coreless),
                "ei_index_type": graph_shape.across_less_within(
                    [(self.sector[one], self.sector[two]) for one, two in ties]
                ),
                "type_assortativity": graph_shape.assortativity(graph, self.sector),
                "transitivity": graph_shape.transitivity(graph),
                "bridge_share": Fraction(graph_shape.bridges(graph), len(ties)),
            },
        }


@pytest.mark.parametrize("reading", ["center", "with_hosts"])
def test_the_province_follows_from_its_rows(
    province: Any, tables: dict[str, list[Row]], reading: str
) -> None:
    wanted = Province(tables, with_hosts=reading == "with_hosts")
    [cards] = compute_cards(province.snapshot, ["province"], reading=reading)

    assert set(cards.scope.actors) == set(wanted.sector)
    for card, values in wanted.values().items():
        for key, value in values.items():
            assert cards.cards[card][key].value == pytest.approx(float(value), abs=1e-6), key
    assert cards.cards["core"]["core_brokerage"].table == wanted.brokerage()
    gap = cards.cards["core"]["formal_activity_gap"]
    assert (gap.low, gap.high) == pytest.approx(tuple(map(float, wanted.gap())), abs=1e-6)


def test_a_host_of_two_centers_stays_itself_in_the_province(
    province: Any, tables: dict[str, list[Row]]
) -> None:
    """Hosts of one centre of the core are contracted; the shared one only in the two scopes."""
    [shared] = Province(tables, with_hosts=True).shared
    [alone] = compute_cards(province.snapshot, ["province"])
    [merged] = compute_cards(province.snapshot, ["province"], reading="with_hosts")
    own = compute_cards(province.snapshot, ["ctr:inv-06", "ctr:inv-10"], reading="with_hosts")

    gone = set(alone.scope.actors) - set(merged.scope.actors)
    # Centres 01 02 03 05 07 08 10 have a host of their own; 04 has none, 06 shares its only one,
    # 09, 11 and 12 are not in the core of the province.
    assert len(gone) == 7
    assert shared not in gone
    assert all(shared not in one.scope.actors for one in own)
    # The host's only ties are those with centre 06, three of weight 1: they count in the province.
    ties = {pair for pair in Province(tables, with_hosts=True).weights if shared in pair}
    assert ties == {("ctr:inv-06", shared)}
