"""Where the bodies of a store are: regions of prefecture level, and coordinates."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import numpy as np

from graph.ecosystem.counting import Mask
from graph.ecosystem.evidence import Floats
from graph.ecosystem.making import EXTERNAL, LOCAL, origin_of
from graph.snapshot import Snapshot

_PREFECTURE = re.compile(r"(?<!县级)(?<!直辖)(市|州|盟|地区)$|(?<!county-level )(city|prefecture)$")
_ELSEWHERE = re.compile(r"外|abroad|outside|foreign|other")
_OTHER_NAMES = ("省", "自治区", "区", "县", "旗", "镇", "乡", "街道", "国")


class Places:
    """Regions of a snapshot, under the names that its Region entities bear.

    Parameters
    ----------
    snapshot : Snapshot
    counts : ndarray of bool, shape (n_edges,)
        Relations that count, whatever their year.
    """

    def __init__(self, snapshot: Snapshot, counts: Mask) -> None:
        self.snapshot, self.counts = snapshot, counts

    def region(self, row: int) -> tuple[str | None, list[int]]:
        """The region told, else the region whose name the place holds, else where it lies; with
        the statements that say so beside the actor's own row."""
        told = self.snapshot.column("region")[row]
        if told:
            known = self._spellings.get(str(told))
            if known is None or self.snapshot.name(known) == told:
                return str(told), []
            return self.snapshot.name(known), self.snapshot.declaring(known)
        place = str(self.snapshot.column("place")[row] or "")
        for name, region in self._by_length:
            if name in place:
                return name, self.snapshot.declaring(region)
        return self._located.get(row, (None, []))

    @functools.cached_property
    def prefectures(self) -> list[int]:
        """Rows of the regions of prefecture level in the province, in order of their names.

        The division code tells the level, or else the kind: 市, 州, 盟, 地区, city, prefecture.
        A region is outside if its kind says so; if bodies there are known to be external and
        none to be local; or, where nobody is, if its code begins with another province's digits.
        """
        snapshot = self.snapshot
        rows = [row for row in snapshot.of_type("Region") if self._is_prefecture(row)]
        origins = self._origins()
        codes = {row: str(snapshot.column("code")[row] or "")[:2] for row in rows}
        home = {codes[row] for row in rows if LOCAL in origins.get(row, ())} - {""}
        inside = [
            row
            for row in rows
            if LOCAL in origins.get(row, ())
            or (EXTERNAL not in origins.get(row, ()) and (not home or codes[row] in {"", *home}))
        ]
        return sorted(inside, key=lambda row: (snapshot.name(row), row))

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the prefectures, each once."""
        return tuple(dict.fromkeys(self.snapshot.name(row) for row in self.prefectures))

    def coordinates(self, rows: Iterable[int]) -> Floats:
        """Latitude and longitude told of each row, NaN where none is, shape (n, 2)."""
        lat, lon = self.snapshot.column("lat"), self.snapshot.column("lon")
        found = [coordinates(lat[row], lon[row]) for row in rows]
        return np.array(found, dtype=np.float64).reshape(len(found), 2)

    def _is_prefecture(self, row: int) -> bool:
        code = str(self.snapshot.column("code")[row] or "")[:6]
        if re.fullmatch(r"\d{6}", code):
            return code.endswith("00") and not code.endswith("0000")
        kind = str(self.snapshot.column("kind")[row] or "").strip().lower()
        if not kind:
            return not self.snapshot.name(row).endswith(_OTHER_NAMES)
        return bool(_PREFECTURE.search(kind)) and not _ELSEWHERE.search(kind)

    def _origins(self) -> dict[int, set[str]]:
        """Origins of the bodies whose region is told, by region."""
        found: dict[int, set[str]] = {}
        told = self.snapshot.column("region")
        for row in self.snapshot.of_type("Center", "Organization"):
            region = self._spellings.get(str(told[row]))
            if region is not None:
                found.setdefault(region, set()).add(origin_of(self.snapshot, row))
        return found

    @functools.cached_property
    def _spellings(self) -> dict[str, int]:
        """Row of the region that a name means; the name shown first, 市 added or not last."""
        snapshot = self.snapshot
        regions = snapshot.of_type("Region")
        alias, english = snapshot.columns_many("alias"), snapshot.column("name_en")
        found: dict[str, int] = {}
        for row in regions:
            found.setdefault(snapshot.name(row), row)
        for row in regions:
            for other in (*alias[row], english[row]):
                if other:
                    found.setdefault(str(other), row)
        for row in regions:
            name = snapshot.name(row)
            found.setdefault(name.removesuffix("市") if name.endswith("市") else name + "市", row)
        return found

    @functools.cached_property
    def _by_length(self) -> list[tuple[str, int]]:
        """Names of the regions with their rows: prefectures first, longer names first."""
        mine = set(self.prefectures)
        rows = [(self.snapshot.name(row), row) for row in self.snapshot.of_type("Region")]
        return sorted(rows, key=lambda one: (one[1] not in mine, -len(one[0]), one))

    @functools.cached_property
    def _located(self) -> dict[int, tuple[str | None, list[int]]]:
        """Where each body lies, a prefecture before a district."""
        found: dict[int, tuple[str | None, list[int]]] = {}
        edges, mine = self.snapshot.edges, set(self.prefectures)
        rows = self.snapshot.edge_rows("LOCATED_IN").tolist()
        for edge in sorted(rows, key=lambda edge: int(edges.target[edge]) not in mine):
            target = int(edges.target[edge])
            if self.counts[edge] and self.snapshot.types[target] == "Region":
                body = (self.snapshot.name(target), [int(edges.statement[edge])])
                found.setdefault(int(edges.source[edge]), body)
        return found


def coordinates(lat: object, lon: object) -> tuple[float, float]:
    """Latitude and longitude in degrees; NaN unless both are numbers on the globe."""
    if not all(isinstance(x, int | float) and not isinstance(x, bool) for x in (lat, lon)):
        return np.nan, np.nan
    north, east = float(str(lat)), float(str(lon))
    if not (abs(north) <= 90 and abs(east) <= 180):
        return np.nan, np.nan
    return north, east
