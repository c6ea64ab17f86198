"""The body of ``chains/{id}``: a chain as a picture with status, makers and evidence per segment."""

from __future__ import annotations

from typing import Any

from graph.chain.gaps import ChainGaps
from graph.chain.labels import EXPOSED, LABELS, ROOT_CAUSES, UNVERIFIED
from graph.ecosystem.making import Made
from graph.layout.lanes import lanes
from graph.report.evidence import Tracer
from graph.values.date import year_of

STATUS = {
    "ok": {"zh": "已布局", "en": "Covered", "color": "#236b41", "background": "#e8f3ec", "sign": "●"},
    "weak": {"zh": "单点", "en": "Single source", "color": "#8a5200", "background": "#fff4e0",
             "sign": "△"},
    "gap": {"zh": "断点", "en": "Gap", "color": "#c62828", "background": "#fdecea", "sign": "✕"},
    "unverified": {"zh": "未调查", "en": "Not surveyed", "color": "#5b6776",
                   "background": "#f2f4f7", "sign": "?"},
    "shown": {"zh": "不计入", "en": "Not counted", "color": "#5b6776", "background": "#ffffff",
              "sign": ""},
}  # fmt: skip


def label_status(label: str) -> str:
    """The colour group of a gap label."""
    if label in ROOT_CAUSES:
        return "gap"
    if label in EXPOSED:
        return "weak"
    return "unverified" if label in UNVERIFIED else "victim"


def segment_status(labels: list[str]) -> str:
    """Worst first: a gap, an unverified segment, a weak one; else covered."""
    groups = {label_status(label) for label in labels}
    return next((one for one in ("gap", "unverified", "weak") if one in groups), "ok")


def chain_body(tracer: Tracer, found: ChainGaps) -> dict[str, Any]:
    """Boxes and links of one chain; headings, collections and uses are shown, not counted."""
    return _ChainBody(tracer, found).body()


class _ChainBody:
    def __init__(self, tracer: Tracer, found: ChainGaps) -> None:
        snapshot = tracer.snapshot
        self.snapshot, self.tracer, self.found = snapshot, tracer, found
        self.position = {row: i for i, one in enumerate(found.design.segments) for row in one.rows}
        chain = snapshot.column("chain")
        self.rows = [
            row for row in snapshot.of_type("Segment")
            if chain[row] and snapshot.canonical(chain[row]) == found.id
        ]  # fmt: skip

    def body(self) -> dict[str, Any]:
        snapshot, ids = self.snapshot, self.snapshot.ids
        inside = set(self.rows)
        edges = [
            edge for edge in snapshot.edge_rows("UPSTREAM_OF").tolist()
            if {int(snapshot.edges.source[edge]), int(snapshot.edges.target[edge])} <= inside
        ]  # fmt: skip
        stage = snapshot.column("stage")
        pairs = [(ids[snapshot.edges.source[e]], ids[snapshot.edges.target[e]]) for e in edges]
        placed = lanes({ids[row]: str(stage[row]) for row in self.rows}, pairs)
        return {
            "digest": snapshot.digest, "id": self.found.id, "name": self.found.name,
            "width": placed.width, "height": placed.height,
            "lanes": [{"stage": one.stage, "x0": one.x0, "x1": one.x1} for one in placed.lanes],
            "nodes": [
                {**self._node(row), "x": box.x, "y": box.y, "width": placed.box[0],
                 "height": placed.box[1], "layer": box.column, "row": box.row}
                for row in self.rows for box in [placed.boxes[ids[row]]]
            ],
            "links": [self._link(edge) for edge in edges],
        }  # fmt: skip

    def _node(self, row: int) -> dict[str, Any]:
        snapshot, position = self.snapshot, self.position.get(row)
        counted = position is not None
        labels = self.found.labels.get(position, []) if position is not None else []
        design = self.found.design
        made = design.segments[position].made if position is not None else Made()
        column = snapshot.column
        return {
            "id": snapshot.ids[row], "name": snapshot.name(row),
            "name_en": column("name_en")[row], "kind": column("kind")[row] or "segment",
            "stage": column("stage")[row], "parent": column("parent")[row],
            "status": segment_status(labels) if counted else "shown", "labels": labels,
            "reasons": [LABELS[label] for label in labels],
            "makers": {kind: len(actors) for kind, actors in made.makers.items()},
            "researchers": len(made.researchers),
            "surveyed": column("surveyed")[row] is True,
            "linked": position is not None and design.segments[position].linked,
            "chokepoint": {
                "says_a_source": column("chokepoint")[row] is True,
                "reported_broken": bool(column("choke_solved")[row]),
                "reported_broken_in": column("choke_solved")[row],
                "since": year_of(column("choke_since")[row]),
                "source_year": year_of(column("choke_source_date")[row]),
            },
            "flagged": bool(snapshot.own_flags(row)), "flags": snapshot.own_flags(row),
            "actors": self._actors(made), "researched_by": self._researchers(made),
            "evidence": self.tracer.sources([*snapshot.declaring(row), *made.rows()]),
        }  # fmt: skip

    def _actors(self, made: Made) -> list[dict[str, Any]]:
        return [
            {
                "id": self.snapshot.ids[actor], "name": self.snapshot.name(actor), "origin": kind,
                "capacity": capacity,
                "flagged": any(map(self.tracer.flagged, made.statements.get(actor, ()))),
            }
            for kind, actors in made.makers.items()
            for actor, capacity in sorted(actors.items())
        ]  # fmt: skip

    def _researchers(self, made: Made) -> list[dict[str, Any]]:
        return [
            {
                "id": self.snapshot.ids[actor], "name": self.snapshot.name(actor),
                "local": actor in made.researchers,
                "flagged": any(map(self.tracer.flagged, found)),
            }
            for actor, found in sorted(made.research.items())
        ]  # fmt: skip

    def _link(self, edge: int) -> dict[str, Any]:
        snapshot = self.snapshot
        source, target = int(snapshot.edges.source[edge]), int(snapshot.edges.target[edge])
        qualifiers = snapshot.edge_qualifiers(edge)
        pair = (self.position.get(source, -1), self.position.get(target, -1))
        status = self.found.statuses.get(pair)
        return {
            "source": snapshot.ids[source], "target": snapshot.ids[target], "status": status,
            "counted": status is not None, "kind": qualifiers.get("kind"),
            "group": qualifiers.get("group"),
            "flagged": self.tracer.flagged(int(snapshot.edges.statement[edge])),
        }  # fmt: skip
