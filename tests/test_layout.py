"""Positions: deterministic, apart from each other, in the order that the picture promises."""

from __future__ import annotations

import itertools
import math

from graph.layout.lanes import lanes
from graph.layout.rings import rings
from graph.snapshot import Snapshot
from graph.store import MemoryStore


def test_roles_sit_on_their_rings(province):
    """Hosts inside centers inside bases inside partners inside people, projects and IP."""
    snapshot = province.snapshot
    rows = snapshot.of_type("Center", "Organization", "Base", "Person", "Project", "Ip")
    placed = rings(snapshot, rows)
    radius = {row: math.hypot(placed.x[row], placed.y[row]) for row in rows}

    def span(*wanted):
        found = [radius[row] for row in rows if placed.role[row] in wanted]
        return min(found), max(found)

    order = [span("host"), span("center"), span("base"), span("partner"),
             span("person", "project", "ip")]  # fmt: skip
    for inner, outer in itertools.pairwise(order):
        assert inner[1] < outer[0]


def test_no_two_entities_share_a_place(province):
    snapshot = province.snapshot
    rows = snapshot.of_type("Center", "Organization", "Base", "Person", "Project", "Ip")
    placed = rings(snapshot, rows)

    assert len({(placed.x[row], placed.y[row]) for row in rows}) == len(rows)


def test_sectors_fill_the_circle_and_hold_their_center(province):
    snapshot = province.snapshot
    rows = snapshot.of_type("Center", "Organization", "Base")
    placed = rings(snapshot, rows)

    assert math.isclose(sum(s.end - s.start for s in placed.sectors), 2 * math.pi)
    assert sum(s.count for s in placed.sectors) == len(rows)
    for row in snapshot.of_type("Center"):
        assert placed.sector[row] == snapshot.ids[row]


def test_rings_of_nothing():
    placed = rings(Snapshot.take(MemoryStore()), [])

    assert placed.x == {}
    assert placed.sectors == []


def test_lanes_keep_stage_and_direction():
    stages = {"a": "上游", "b": "上游", "c": "中游", "d": "下游", "e": "?"}
    placed = lanes(stages, [("a", "b"), ("b", "c"), ("c", "d")])

    x = {node: box.x for node, box in placed.boxes.items()}
    assert x["a"] < x["b"] < x["c"] < x["d"]
    assert placed.boxes["e"].stage == "中游"
    for lane in placed.lanes:
        inside = [box for box in placed.boxes.values() if box.stage == lane.stage]
        assert all(lane.x0 < box.x and box.x + placed.box[0] < lane.x1 for box in inside)


def test_boxes_do_not_overlap(sample):
    snapshot = sample.snapshot
    for chain in ("chn:textile", "chn:ic", "chn:auto"):
        rows = [r for r in snapshot.of_type("Segment") if snapshot.column("chain")[r] == chain]
        placed = lanes({snapshot.ids[r]: snapshot.column("stage")[r] for r in rows}, [])
        width, height = placed.box
        boxes = list(placed.boxes.values())
        for i, one in enumerate(boxes):
            for two in boxes[i + 1 :]:
                assert abs(one.x - two.x) >= width or abs(one.y - two.y) >= height
        assert max(box.x for box in boxes) + width <= placed.width
        assert max(box.y for box in boxes) + height <= placed.height


def test_a_cycle_inside_a_stage_does_not_hang():
    placed = lanes({"a": "上游", "b": "上游"}, [("a", "b"), ("b", "a")])

    assert len(placed.boxes) == 2
