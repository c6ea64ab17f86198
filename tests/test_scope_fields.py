"""What a scope of a store tells beside its ties: events, formal ties, places, ties over time."""

from __future__ import annotations

import numpy as np
import pytest

from graph.ecosystem import scopes as module
from graph.ecosystem.counting import ALL_YEARS, Window
from graph.ecosystem.scopes import Scopes

WINDOW = Window(2021, 2025)
LOCAL = {"kind": "enterprise", "origin": "local"}
NODES = {
    "ctr:a": ("Center", {"region": "甲"}),
    "org:h": ("Organization", {"kind": "university", "origin": "local", "lat": 30.25, "lon": 120}),
    "org:f": ("Organization", LOCAL | {"region": "乙市", "lat": 30}),
    "org:g": ("Organization", LOCAL | {"lat": 95, "lon": 120}),
    "org:x": ("Organization", LOCAL),
    "base:b": ("Base", {"role": "branch", "place": "乙某县", "lat": 29.5, "lon": 119.5}),
    "base:seat": ("Base", {"role": "seat"}),
    "prj:1": ("Project", {}), "prj:2": ("Project", {}), "prj:3": ("Project", {}),
    "ip:bundle": ("Ip", {"count": 3}), "ip:claim": ("Ip", {"kind": "claim"}), "ip:1": ("Ip", {}),
    "per:both": ("Person", {}), "per:one": ("Person", {}), "per:out": ("Person", {}),
}  # fmt: skip
RELATIONS = [
    ("ctr:a", "HOSTED_BY", "org:h", {}), ("ctr:a", "HOSTED_BY", "org:h", {"role": "again"}),
    ("ctr:a", "CO_BUILT_BY", "org:g", {}), ("ctr:a", "HAS_BASE", "base:b", {}),
    ("ctr:a", "HAS_BASE", "base:seat", {}), ("ctr:a", "CO_BUILT_BY", "org:x", {"status": "talks"}),
    *((body, "PARTICIPATES_IN", "prj:1", {"year": 2022}) for body in ("ctr:a", "org:h", "org:f")),
    ("org:h", "LEADS", "prj:2", {}),
    ("org:f", "PARTICIPATES_IN", "prj:3", {}), ("org:x", "PARTICIPATES_IN", "prj:3", {}),
    ("ctr:a", "OWNS_IP", "ip:bundle", {}), ("org:f", "OWNS_IP", "ip:bundle", {}),
    ("ctr:a", "OWNS_IP", "ip:claim", {}), ("org:f", "OWNS_IP", "ip:claim", {}),
    ("org:g", "OWNS_IP", "ip:1", {"year": 2015}),
    ("ctr:a", "EMPLOYS", "per:both", {}), ("per:both", "DIRECTS", "org:h", {}),
    ("org:f", "EMPLOYS", "per:one", {}),
    ("org:f", "EMPLOYS", "per:out", {}), ("org:x", "EMPLOYS", "per:out", {}),
    ("ctr:a", "COLLABORATES_WITH", "org:f", {"event": "evt:1"}),
    ("org:h", "SERVES", "org:f", {"event": "evt:1"}),
    ("org:f", "COLLABORATES_WITH", "org:g", {"event": "evt:1"}),
    ("org:x", "LISTED_IN", "prj:1", {"event": "evt:1"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(small):
    return small(NODES, RELATIONS)


@pytest.fixture(scope="module")
def scope(snapshot):
    return Scopes(snapshot, WINDOW)["ctr:a"]


def events(scope):
    """Members of each event by its id; evt events under ``evt``."""
    ids = scope.activity.snapshot.ids
    found = {}
    for event, member in zip(scope.event.tolist(), scope.member.tolist(), strict=True):
        name = ids[event] if event < len(ids) else "evt"
        found.setdefault(name, []).append(scope.actors[member])
    return found


def ids(scope, pairs):
    return [tuple(scope.actors[i] for i in pair) for pair in pairs.tolist()]


def test_the_actors_of_the_scope(scope):
    """org:x is tied to org:f alone: a partner of a partner is not in the scope."""
    assert scope.actors == ["base:b", "ctr:a", "org:f", "org:g", "org:h"]


def test_events_with_their_members_in_the_scope(scope):
    """Sole members count for projects, a person needs two employers, here or outside; bundles,
    claims and what is out of the window make no event; an evt event has the bodies named."""
    assert events(scope) == {
        "prj:1": ["ctr:a", "org:f", "org:h"],
        "prj:2": ["org:h"],
        "prj:3": ["org:f"],
        "per:both": ["ctr:a", "org:h"],
        "per:out": ["org:f"],
        "evt": ["ctr:a", "org:f", "org:g", "org:h"],
    }


def test_event_pairs_are_ordered_and_stand_once(scope):
    pairs = list(zip(scope.event.tolist(), scope.member.tolist(), strict=True))

    assert pairs == sorted(set(pairs))
    assert scope.event.dtype == scope.member.dtype == np.int32


def test_rows_behind_the_events_name_members_outside(scope, snapshot):
    """3 + 1 + 2 rows of projects, 2 + 2 of persons, 3 of the evt event, each row once."""
    assert len(scope.event_evidence()) == 13


def test_formal_ties_of_the_center(scope):
    """Each pair once; the seat is no actor, talks do not count."""
    assert ids(scope, scope.formal) == [
        ("ctr:a", "base:b"), ("ctr:a", "org:g"), ("ctr:a", "org:h")
    ]  # fmt: skip
    assert len(scope.formal_statements) == 4  # the host is told twice


def test_coordinates(scope):
    """In the order of the actors: base:b, ctr:a, org:f (half), org:g (off the globe), org:h."""
    nan = np.nan

    assert np.array_equal(
        scope.coordinates,
        [[29.5, 119.5], [nan, nan], [nan, nan], [nan, nan], [30.25, 120.0]],
        equal_nan=True,
    )


def test_fields_follow_a_scope_over_fewer_actors(scope):
    """Without base:b and ctr:a: org:f, org:g, org:h are left."""
    rest = scope.restrict(np.array([False, False, True, True, True]))

    assert events(rest)["prj:1"] == ["org:f", "org:h"]
    assert len(rest.formal) == 0
    assert rest.coordinates[2].tolist() == [30.25, 120.0]
    assert rest.dated()[0] == {("org:f", "org:h")}


def test_regions_of_the_sample(sample):
    """The eleven prefecture-level cities, under the names that actors' regions bear."""
    scopes = Scopes(sample.snapshot)
    scope = scopes["ctr:modern-textile"]

    assert set(scope.regions) == {
        "杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "衢州", "舟山", "台州", "丽水"
    }  # fmt: skip
    assert list(scope.regions) == sorted(scope.regions)
    assert "绍兴" in scope.region
    assert len(scope.regions_statements) == 11


def test_regions_of_the_invented_province(province):
    scope = Scopes(province.snapshot)["ctr:inv-05"]

    assert set(scope.regions) == {f"虚构{one}市" for one in "甲乙丙丁戊己"}
    assert set(scope.region) - {None} <= set(scope.regions)


@pytest.fixture(scope="module")
def mapped(small):
    """A province with its regions told in every way."""
    told = {"kind": "enterprise", "origin": "local"}
    return small({
        "ctr:a": ("Center", {"region": "甲市"}),
        "city:p": ("Region", {"name_en": "Home", "kind": "省"}),
        "city:甲": ("Region", {"kind": "城市", "code": "330100", "alias": "Jia"}),
        "city:乙": ("Region", {"kind": "设区市", "code": "330200"}),
        "city:乙县": ("Region", {"kind": "市辖区"}),
        "city:丙": ("Region", {"code": "330300"}),
        "city:coded-county": ("Region", {"kind": "city", "code": "330212"}),
        "city:far": ("Region", {"kind": "city"}),
        "city:other-code": ("Region", {"kind": "city", "code": "320500"}),
        "city:said": ("Region", {"kind": "境外城市"}),
        "city:county-town": ("Region", {"kind": "县级市"}),
        "org:1": ("Organization", told | {"region": "Jia"}),
        "org:2": ("Organization", told | {"region": "city:甲"}),
        "org:3": ("Organization", told | {"region": "elsewhere"}),
        "org:4": ("Organization", {"kind": "enterprise", "origin": "abroad", "region": "city:far"}),
        "org:5": ("Organization", told),
    }, [("org:5", "LOCATED_IN", "city:乙县", {}), ("org:5", "LOCATED_IN", "city:乙", {}),
        *(("ctr:a", "SERVES", f"org:{i}", {}) for i in range(1, 6))])  # fmt: skip


def test_regions_are_prefectures_of_the_province(mapped):
    """Not the province, districts, county-level towns, nor what is outside by kind, by the
    origin of its bodies, or by the digits of another province."""
    scope = Scopes(mapped, WINDOW)["ctr:a"]

    assert scope.regions == ("city:丙", "city:乙", "city:甲")


def test_actors_speak_of_regions_by_their_names(mapped):
    """An alias becomes the name, with the row that says so; a prefecture wins over a district;
    a region that no entity describes stays as told."""
    scope = Scopes(mapped, WINDOW)["ctr:a"]
    region = dict(zip(scope.actors, scope.region, strict=True))

    assert region["org:1"] == region["org:2"] == "city:甲"
    assert region["org:3"] == "elsewhere"
    assert region["org:5"] == "city:乙"
    assert scope.region_statements[scope.actors.index("org:1")] == mapped.declaring(
        mapped.row("city:甲")
    )


def test_dated_ties_now_and_before(small):
    """The window 2021-2025 and the five years before it.

    a-f is told of 2022 and of no year; a-g of 2018; a-x of no year; a-h by a project that h
    joined in 2019 and a at an unknown time; f-g by a person whom f employs since 2014, so that
    the tie runs on to 2024, and g at an unknown time.
    """
    nodes = {k: v for k, v in NODES.items() if k.startswith(("ctr", "org", "prj", "per"))}
    snapshot = small(nodes, [
        ("ctr:a", "COLLABORATES_WITH", "org:f", {"year": 2022}),
        ("ctr:a", "COLLABORATES_WITH", "org:f", {}),
        ("ctr:a", "COLLABORATES_WITH", "org:g", {"year": 2018}),
        ("ctr:a", "COLLABORATES_WITH", "org:x", {}),
        ("ctr:a", "CO_BUILT_BY", "org:g", {}),
        ("ctr:a", "HOSTED_BY", "org:h", {}),
        ("ctr:a", "PARTICIPATES_IN", "prj:1", {}),
        ("org:h", "PARTICIPATES_IN", "prj:1", {"year": 2019}),
        ("org:f", "EMPLOYS", "per:one", {"year": 2014}), ("org:g", "EMPLOYS", "per:one", {}),
    ])  # fmt: skip

    now, before, _ = Scopes(snapshot, WINDOW)["ctr:a"].dated()

    assert now == {("ctr:a", "org:f"), ("org:f", "org:g")}
    assert before == {("ctr:a", "org:g"), ("ctr:a", "org:h"), ("org:f", "org:g")}


def test_the_window_before_is_read_once_and_only_when_asked(snapshot, monkeypatch):
    read = []
    gather = module.gather
    monkeypatch.setattr(
        module, "gather", lambda *args: (read.append(args[1].years), gather(*args))[1]
    )
    scopes = Scopes(snapshot, WINDOW)
    both = [scopes["ctr:a"], scopes["province"], scopes.read("with_hosts")["ctr:a"]]
    assert read == [[2021, 2025]]

    for scope in both:
        scope.dated()

    assert read == [[2021, 2025], [2016, 2020]]


def test_no_window_no_earlier_ties(small):
    """A store without any dated tie is read over all years: nothing was before."""
    scopes = Scopes(small(NODES, [("ctr:a", "SERVES", "org:f", {})]))

    assert scopes.window == ALL_YEARS
    assert scopes["ctr:a"].dated is None
