"""Builds the scopes of a snapshot: one per center, and the province."""

from __future__ import annotations

import functools

import numpy as np

from graph.conventions import Conventions, load_conventions
from graph.ecosystem.activity import activity_layer
from graph.ecosystem.counting import Window, status_counts, window_of
from graph.ecosystem.design import chain_design, overlaps
from graph.ecosystem.evidence import Ints
from graph.ecosystem.making import is_counted, make_research_supply
from graph.ecosystem.scope import Scope
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
    """

    def __init__(
        self,
        snapshot: Snapshot,
        window: Window | None = None,
        conventions: Conventions | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.conventions = conventions or load_conventions()
        self.counts = status_counts(snapshot)
        self.window = window or window_of(snapshot, self.conventions)
        self.activity = activity_layer(snapshot, self.window, self.conventions)
        self.making = make_research_supply(snapshot, self.window, self.conventions)
        self._hosts = self._formal("HOSTED_BY")
        self._builders = self._formal("CO_BUILT_BY")
        self._has_base = self._formal("HAS_BASE")

    def ids(self) -> list[str]:
        """Ids of the centers, ascending, then the province."""
        return [*(self.snapshot.ids[row] for row in self.snapshot.of_type("Center")), PROVINCE]

    def __getitem__(self, key: str) -> Scope:
        return self.province() if key == PROVINCE else self.center(self.snapshot.row(key))

    def _formal(self, name: str) -> dict[int, list[tuple[int, int]]]:
        """For each subject (other end, statement) of a formal relation that counts."""
        table: dict[int, list[tuple[int, int]]] = {}
        edges = self.snapshot.edges
        for edge in self.snapshot.edge_rows(name).tolist():
            if self.counts[edge]:
                ends = (int(edges.target[edge]), int(edges.statement[edge]))
                table.setdefault(int(edges.source[edge]), []).append(ends)
        return table

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
        for table in (self._has_base, self._hosts):
            registered += [s for found in table.values() for _, s in found]
        core = self.core_of_province()
        chains = self.snapshot.of_type("Chain")
        return self._scope(PROVINCE, "全省 / province", rows, core, chains, registered)

    def center(self, center: int) -> Scope:
        """The ecosystem of one center, whatever its level or state."""
        snapshot, layer = self.snapshot, self.activity
        registered = list(snapshot.declaring(center))
        inside = {center}
        for table in (self._hosts, self._builders):
            for other, statement in table.get(center, ()):
                inside.add(other)
                registered.append(statement)
        bases = set()
        for other, statement in self._has_base.get(center, ()):
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
        mine = {other for other, _ in self._has_base.get(center, ())}
        theirs = {
            other
            for owner, found in self._has_base.items()
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
        snapshot, layer = self.snapshot, self.activity
        place = np.full(len(layer.actors), -1, dtype=np.int32)
        mine = layer.position(rows)
        place[mine] = np.arange(len(rows))
        u, v = place[layer.u], place[layer.v]
        ties = np.flatnonzero((u >= 0) & (v >= 0)).astype(np.int32)
        position = {row: i for i, row in enumerate(rows.tolist())}
        hosts = {
            position[center]: tuple(
                sorted(position[h] for h, _ in self._hosts.get(center, ()) if h in position)
            )
            for center in core
            if center in position
        }
        centers = np.array(sorted(hosts), dtype=np.int32)
        bases = np.array(
            [i for i, row in enumerate(rows.tolist()) if row in layer.bases], dtype=np.int32
        )
        types, sectors = self._types(rows, hosts)
        regions = [self._region(row) for row in rows.tolist()]
        declared = self._declared(position)
        observed = np.zeros(len(rows), dtype=bool)
        observed[u[ties]] = True
        observed[v[ties]] = True
        observed[sorted(declared)] = True
        return Scope(
            key, name, self.window, self.conventions, [snapshot.ids[row] for row in rows.tolist()],
            types, sectors, [self._local(row) for row in rows.tolist()],
            [region for region, _ in regions], centers, bases, hosts,
            u[ties], v[ties], layer.weight[ties], observed, declared,
            chain_design(self.making, chains, join=True), self.making, rows, registered, layer,
            ties, layer.dropped, {i: found for i, (_, found) in enumerate(regions) if found},
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

    @functools.cached_property
    def _region_rows(self) -> list[tuple[str, int]]:
        """Names of the regions with their rows, longer names first."""
        rows = self.snapshot.of_type("Region")
        return sorted(
            ((self.snapshot.name(row), row) for row in rows), key=lambda one: (-len(one[0]), one)
        )

    def _region(self, row: int) -> tuple[str | None, list[int]]:
        """The region told, else the region whose name the place holds, else where it lies; with
        the statements that say so beside the actor's own row."""
        told = self.snapshot.column("region")[row]
        if told:
            return str(told), []
        place = str(self.snapshot.column("place")[row] or "")
        for name, region in self._region_rows:
            if name in place:
                return name, self.snapshot.declaring(region)
        return self._located.get(row, (None, []))

    @functools.cached_property
    def _located(self) -> dict[int, tuple[str | None, list[int]]]:
        found: dict[int, tuple[str | None, list[int]]] = {}
        edges = self.snapshot.edges
        for edge in self.snapshot.edge_rows("LOCATED_IN").tolist():
            target = int(edges.target[edge])
            if self.counts[edge] and self.snapshot.types[target] == "Region":
                body = (self.snapshot.name(target), [int(edges.statement[edge])])
                found.setdefault(int(edges.source[edge]), body)
        return found

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
                spoken += [base for base, _ in self._has_base.get(row, ())]
            for each in spoken:
                if each in position:
                    found.setdefault(position[each], []).append(one)
        return found
