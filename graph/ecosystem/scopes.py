"""Builds the scopes of a snapshot: one per center, and the province."""

from __future__ import annotations

import copy
import functools

import numpy as np

from graph.conventions import Conventions, load_conventions
from graph.ecosystem.activity import Activity, project
from graph.ecosystem.contraction import checked, contracted, contraction, left, stood_for
from graph.ecosystem.counting import ALL_YEARS, Window, status_counts, window_of
from graph.ecosystem.design import chain_design, overlaps
from graph.ecosystem.events import gather
from graph.ecosystem.evidence import Ints
from graph.ecosystem.formal import Formal
from graph.ecosystem.making import is_counted, make_research_supply
from graph.ecosystem.places import Places
from graph.ecosystem.scope import CENTER, Scope
from graph.ecosystem.tracing import members_at
from graph.ecosystem.turnover import dated_ties
from graph.records import COMPLETE
from graph.snapshot import Snapshot

PROVINCE = "province"
_NO_FORMAL_STATE = ("planned", "planned_or_unknown")


class Scopes:
    """All scopes of a snapshot in one window.

    Parameters
    ----------
    snapshot : Snapshot
    window : Window, optional
        By default the years up to the latest dated tie; without any dated tie all years.
    reading : str
        Whether a center is itself (`center`) or contracted with its hosts (`with_hosts`). Both
        have the same actors: the scope is built first, then contracted.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        window: Window | None = None,
        conventions: Conventions | None = None,
        reading: str = CENTER,
    ) -> None:
        self.snapshot = snapshot
        self.conventions = conventions or load_conventions()
        self.counts = status_counts(snapshot)
        self.window = window or window_of(snapshot, self.conventions)
        self.reading = checked(reading)
        self.gathered = gather(snapshot, self.window, self.conventions)
        self.activity = project(self.gathered)
        self.making = make_research_supply(snapshot, self.window, self.conventions)
        self.formal = Formal(snapshot, self.counts)
        self.places = Places(snapshot, self.counts)
        # Shared by all scopes and by the other reading; made when somebody asks.
        self._gathered_before = functools.cache(
            lambda: gather(snapshot, self.window.before, self.conventions)
        )
        self._before = functools.cache(lambda: project(self._gathered_before()))
        self._alone = functools.cache(lambda key: self.read(CENTER)._built(key))

    def read(self, reading: str) -> Scopes:
        """The same scopes in another reading of the core; what was read is shared."""
        other = copy.copy(self)
        other.reading = checked(reading)
        return other

    def ids(self) -> list[str]:
        """Ids of the centers, ascending, then the province."""
        return [*(self.snapshot.ids[row] for row in self.snapshot.of_type("Center")), PROVINCE]

    def __getitem__(self, key: str) -> Scope:
        """A scope; in the reading `center`, which the other one refers to, always the same."""
        return self._alone(key) if self.reading == CENTER else self._built(key)

    def _built(self, key: str) -> Scope:
        return self.province() if key == PROVINCE else self.center(self.snapshot.row(key))

    def core_of_province(self) -> list[int]:
        """Rows of the provincial centers that are not merely planned."""
        level, state = self.snapshot.column("level"), self.snapshot.column("state")
        return [
            row
            for row in self.snapshot.of_type("Center")
            if level[row] in (None, "provincial") and state[row] not in _NO_FORMAL_STATE
        ]

    def province(self) -> Scope:
        """All actors; K = the provincial centers; all chains."""
        rows = self.activity.actors
        registered = [s for row in rows.tolist() for s in self.snapshot.declaring(row)]
        for table in (self.formal.has_base, self.formal.hosts):
            registered += [s for found in table.values() for _, s in found]
        core = self.core_of_province()
        chains = self.snapshot.of_type("Chain")
        return self._scope(PROVINCE, "全省 / province", rows, core, chains, registered)

    def center(self, center: int) -> Scope:
        """The ecosystem of one center, whatever its level or state."""
        snapshot, layer = self.snapshot, self.activity
        registered = list(snapshot.declaring(center))
        inside = {center}
        for table in (self.formal.hosts, self.formal.builders):
            for other, statement in table.get(center, ()):
                inside.add(other)
                registered.append(statement)
        bases = set()
        for other, statement in self.formal.has_base.get(center, ()):
            registered.append(statement)
            if other in layer.bases:
                bases.add(other)
        inside |= bases
        seeds = layer.position(np.array(sorted({center, *bases}), dtype=np.int32))
        near = np.concatenate([
            layer.v[np.isin(layer.u, seeds)], layer.u[np.isin(layer.v, seeds)]
        ])  # fmt: skip
        inside |= set(layer.actors[near].tolist())
        chains = self._chains_of(center)
        makers, rows = self._working_on(chains)
        registered += rows
        others = (set(layer.centers) | self._bases_of_others(center)) - {center}
        actors = np.array(sorted((inside | makers) - others), dtype=np.int32)
        actors = actors[np.isin(actors, layer.actors)]
        return self._scope(
            snapshot.ids[center], snapshot.name(center), actors, [center], chains, registered
        )

    def _bases_of_others(self, center: int) -> set[int]:
        mine = {other for other, _ in self.formal.has_base.get(center, ())}
        theirs = {
            other
            for owner, found in self.formal.has_base.items()
            if owner in self.activity.centers and owner != center
            for other, _ in found
        }
        return theirs - mine

    def _chains_of(self, center: int) -> list[int]:
        wanted = self.snapshot.ids[center]
        rows = (
            row
            for row, value, _, _ in self.snapshot.facts("center")
            if self.snapshot.types[row] == "Chain" and self.snapshot.canonical(value) == wanted
        )
        return sorted(set(rows))

    def _working_on(self, chains: list[int]) -> tuple[set[int], list[int]]:
        """Makers and researchers entered on counted segments of chains, with their rows."""
        snapshot = self.snapshot
        wanted = {snapshot.ids[row] for row in chains}
        of_chain = snapshot.column("chain")
        bodies: set[int] = set()
        statements: list[int] = []
        for row in snapshot.of_type("Segment"):
            if snapshot.canonical(of_chain[row] or "") in wanted and is_counted(snapshot, row):
                made = self.making.own[row]
                bodies |= made.statements.keys() | made.research.keys()
                statements += made.rows()
        return bodies, statements

    def _scope(
        self, key: str, name: str, rows: Ints, core: list[int], chains: list[int],
        registered: list[int],
    ) -> Scope:  # fmt: skip
        snapshot = self.snapshot
        hosts = self.formal.hosts_among(core, set(rows.tolist()))
        into = contracted(self.reading, hosts)
        contract = contraction(self.activity, rows, into) if into else None
        layer = contract(self.gathered) if contract else self.activity

        def before() -> Activity:
            return contract(self._gathered_before()) if contract else self._before()

        rows = np.array([row for row in rows.tolist() if row not in into], dtype=np.int32)
        position = {row: i for i, row in enumerate(rows.tolist())}
        place = np.full(len(layer.actors), -1, dtype=np.int32)
        place[layer.position(rows)] = np.arange(len(rows))
        position |= {host: position[center] for host, center in into.items()}
        u, v = place[layer.u], place[layer.v]
        ties = np.flatnonzero((u >= 0) & (v >= 0)).astype(np.int32)
        host_positions = {
            position[center]: tuple(position[host] for host in found)
            for center, found in left(hosts, into).items()
        }
        types, sectors = self._types(rows, host_positions)
        regions = [self.places.region(row) for row in rows.tolist()]
        declared = self._declared(position)
        observed = np.zeros(len(rows), dtype=bool)
        observed[u[ties]] = True
        observed[v[ties]] = True
        observed[sorted(declared)] = True
        event, member = members_at(layer, place)
        formal, formal_statements = self.formal.pairs(core, position)
        ids = [snapshot.ids[row] for row in rows.tolist()]
        return Scope(
            key, name, self.window, self.conventions, ids,
            types, sectors, [self._local(row) for row in rows.tolist()],
            [region for region, _ in regions], np.array(sorted(host_positions), dtype=np.int32),
            np.array([i for i, row in enumerate(rows.tolist()) if row in layer.bases], np.int32),
            host_positions, u[ties], v[ties], layer.weight[ties], observed, declared,
            chain_design(self.making, chains, join=True), self.making, rows, registered, layer,
            ties, layer.dropped, {i: found for i, (_, found) in enumerate(regions) if found},
            reading=self.reading, event=event, member=member, formal=formal,
            formal_statements=formal_statements, coordinates=self.places.coordinates(rows.tolist()),
            regions=self.places.names,
            regions_statements=[s for r in self.places.prefectures for s in snapshot.declaring(r)],
            merged={position[center]: found for center, found in stood_for(into).items()},
            alone=None if self.reading == CENTER else lambda: self._alone(key),
            dated=None if self.window == ALL_YEARS else dated_ties(layer, before, rows),
        )  # fmt: skip

    def _types(self, rows: Ints, hosts: dict[int, tuple[int, ...]]) -> tuple[list[str], list[str]]:
        """Type in the scope and sector of each actor."""
        kinds = self.snapshot.column("kind")
        own = {"Center": "center", "Base": "base"}
        sectors = [
            own.get(self.snapshot.types[row]) or str(kinds[row] or "unknown")
            for row in rows.tolist()
        ]
        types = list(sectors)
        for found in hosts.values():
            for host in found:
                types[host] = "host"
        return types, sectors

    def _local(self, row: int) -> bool | None:
        if self.snapshot.types[row] in ("Center", "Base"):
            return not self.snapshot.column("abroad")[row]
        told = self.snapshot.column("origin")[row]
        return None if told in (None, "unknown") else told == "local"

    def _declared(self, position: dict[int, int]) -> dict[int, list[int]]:
        """Declarations that speak of each actor: its own, and for a base its center's."""
        layers = self.snapshot.schema.of_layer("activity", "event")
        found: dict[int, list[int]] = {}
        for row, value, qualifiers, one in self.snapshot.facts(COMPLETE):
            if value not in layers:
                continue
            if not overlaps(qualifiers, self.window.first, self.window.last):
                continue
            spoken = [row]
            if self.snapshot.types[row] == "Center":
                spoken += [base for base, _ in self.formal.has_base.get(row, ())]
            for each in spoken:
                if each in position:
                    found.setdefault(position[each], []).append(one)
        return found
