"""From rows of a store to ties, events and scopes: METRIC_KEYS.md section 7, rule by rule."""

from __future__ import annotations

import numpy as np
import pytest

from graph.conventions import load_conventions
from graph.ecosystem.activity import activity_layer
from graph.ecosystem.counting import ALL_YEARS, Window, window_of
from graph.ecosystem.scopes import PROVINCE, Scopes

RULES = load_conventions()
WINDOW = Window(2021, 2025)
FIRM = ("Organization", {"kind": "enterprise", "origin": "local"})
NODES = {
    "ctr:a": ("Center", {}), "ctr:o": ("Center", {}), "base:b": ("Base", {"role": "branch"}),
    **{f"org:{x}": FIRM for x in "fghijk"}, "per:p": ("Person", {}), "per:q": ("Person", {}),
    "prj:1": ("Project", {}), "prj:lab": ("Project", {"kind": "联合实验室"}),
    "ip:1": ("Ip", {}), "chn:1": ("Chain", {"center": "ctr:a"}),
    "seg:1": ("Segment", {"chain": "chn:1"}),
}  # fmt: skip


def layer_of(snapshot, window=WINDOW):
    return activity_layer(snapshot, window, RULES)


def ties(layer):
    """{pair of ids: weight}."""
    ids = [layer.snapshot.ids[row] for row in layer.actors.tolist()]
    ends = zip(layer.u.tolist(), layer.v.tolist(), layer.weight.tolist(), strict=True)
    return {(ids[u], ids[v]): weight for u, v, weight in ends}


def pairs(snapshot, window=WINDOW):
    return {"-".join(one[-1] for one in pair) for pair in ties(layer_of(snapshot, window))}


def row(one, two, kind="COLLABORATES_WITH", **told):
    return one, kind, two, told


# events


def test_an_activity_row_that_names_a_project_adds_members_to_it(small):
    """f and g take part, h and i collaborate in it: one event of four, 1/3 a pair."""
    snapshot = small(NODES, [
        row("org:f", "prj:1", "PARTICIPATES_IN"), row("org:g", "prj:1", "PARTICIPATES_IN"),
        row("org:h", "org:i", event="prj:1"), row("org:f", "org:h", event="prj:1"),
    ])  # fmt: skip

    found = ties(layer_of(snapshot))

    assert len(found) == 6
    assert [*found.values()] == pytest.approx([1 / 3] * len(found))


def test_rows_of_an_evt_event_tie_the_pairs_that_they_name(small):
    """Four bodies, three pairs of which one stands twice: 4/(2 * 3) each; apart from evt:2."""
    snapshot = small(NODES, [
        row("org:f", "org:g", event="evt:1"), row("org:g", "org:f", "SERVES", event="evt:1"),
        row("org:g", "org:h", event="evt:1"), row("org:i", "org:f", event="evt:1"),
        row("org:i", "org:k", event="evt:2"),
    ])  # fmt: skip

    assert ties(layer_of(snapshot)) == pytest.approx({
        ("org:f", "org:g"): 2 / 3, ("org:g", "org:h"): 2 / 3, ("org:f", "org:i"): 2 / 3,
        ("org:i", "org:k"): 1,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("told", "made"),
    [({}, True), ({"count": 1}, True), ({"count": 2}, False), ({"kind": "claim"}, False),
     ({"kind": "patent"}, True)],
)  # fmt: skip
def test_bundles_and_claims_make_no_event(told, made, small):
    nodes = NODES | {"ip:1": ("Ip", told)}
    kinds = ("OWNS_IP", "DEVELOPS_IP", "TRANSFERS_IP")
    for one in kinds:
        snapshot = small(nodes, [row("org:f", "ip:1", one), row("org:g", "ip:1", "OWNS_IP")])
        assert ties(layer_of(snapshot)) == ({("org:f", "org:g"): 1} if made else {})


def test_twins_are_not_tied_by_a_person_but_counted(small):
    """Of four employers two are noted as probable twins: five pairs of 1/3."""
    note = {"note": "probable twin of another body"}
    snapshot = small(NODES, [
        row("org:f", "per:p", "EMPLOYS", **note), row("per:p", "org:g", "DIRECTS", **note),
        row("org:h", "per:p", "EMPLOYS", note="elsewhere"),
        row("per:p", "org:i", "CHIEF_SCIENTIST_OF"), row("per:p", "org:j", "SITS_ON"),
    ])  # fmt: skip

    found = ties(layer_of(snapshot))

    assert ("org:f", "org:g") not in found
    assert len(found) == 5
    assert [*found.values()] == pytest.approx([1 / 3] * len(found))


def test_a_person_who_leads_a_project_makes_no_member(small):
    snapshot = small(NODES, [
        row("per:p", "prj:1", "LEADS"), row("org:f", "prj:1", "LEADS"),
        row("org:f", "per:p", "EMPLOYS"), row("org:g", "prj:1", "PARTICIPATES_IN"),
    ])  # fmt: skip
    layer = layer_of(snapshot)

    assert ties(layer) == {("org:f", "org:g"): 1}
    assert layer.dropped["not_an_actor"] == 0


# what counts


def test_only_settled_rows_count_and_inferred_ones_only_if_formal(small):
    snapshot = small(NODES, [
        row("org:f", "org:g", status="done"), row("org:g", "org:h", status="signed"),
        row("org:h", "org:i", status="planned"), row("org:i", "org:j", status="talks"),
        row("org:j", "org:k", status="event_only"), row("org:f", "org:k", inferred=True),
        row("org:f", "prj:1", "PARTICIPATES_IN"),
        row("org:k", "prj:1", "PARTICIPATES_IN", status="planned"),
        row("ctr:a", "base:b", "HAS_BASE", inferred=True),
        row("org:f", "org:i", year=2010), row("org:f", "per:p", "SERVES"),
    ])  # fmt: skip
    layer = layer_of(snapshot)

    assert pairs(snapshot) == {"f-g", "g-h"}
    assert layer.dropped == {"status": 5, "window": 1, "not_an_actor": 1, "undated": 4}
    assert {snapshot.ids[one] for one in layer.bases} == {"base:b"}


def test_weights_add_up_and_what_is_no_positive_weight_is_one(small):
    snapshot = small(NODES, [
        row("org:f", "org:g", weight=2.5), row("org:g", "org:f", "SERVES"),
        row("org:g", "org:h", weight=0), row("org:h", "org:i", "LICENSES", weight="many"),
        row("org:i", "org:i"),
    ])  # fmt: skip

    assert ties(layer_of(snapshot)) == {
        ("org:f", "org:g"): 3.5, ("org:g", "org:h"): 1, ("org:h", "org:i"): 1,
    }  # fmt: skip


# the window

LAB = {"lab_or_project": "prj:lab"}


@pytest.mark.parametrize(
    ("rows", "first", "last"),
    [
        # A start only: the year itself; both: what meets the window; an end only, or nothing.
        ([row("org:f", "org:g", year=2020)], 2020, 2020),
        ([row("org:f", "org:g", start={"date": "2018"}, end={"date": "2021"})], 2018, 2021),
        ([row("org:f", "org:g", end={"date": "2021"})], 1900, 2021),
        ([row("org:f", "org:g")], 1900, 2100),
        # Joint laboratories run on: as the project, by the event, by the laboratory named.
        ([row("org:f", "prj:lab", "PARTICIPATES_IN", year=2015),
          row("org:g", "prj:lab", "PARTICIPATES_IN", year=2016)], 2016, 2100),
        ([row("org:f", "org:g", year=2015, event="prj:lab")], 2015, 2100),
        ([row("org:f", "org:g", year=2015, **LAB)], 2015, 2100),
        ([row("org:f", "org:g", year=2015, event="prj:1")], 2015, 2015),
        # Each row of a project by its own year.
        ([row("org:f", "prj:1", "PARTICIPATES_IN", year=2015),
          row("org:g", "prj:1", "PARTICIPATES_IN", start={"date": "2014"},
              end={"date": "2016"})], 2015, 2015),
        # Posts run on for ten years, the tenth included.
        ([row("org:f", "per:p", "EMPLOYS", year=2010),
          row("per:p", "org:g", "DIRECTS", year=2012)], 2012, 2020),
        ([row("per:p", "org:f", "CHIEF_SCIENTIST_OF", year=2012),
          row("org:g", "per:p", "EMPLOYS", year=2010)], 2012, 2020),
    ],
)  # fmt: skip
def test_when_a_tie_counts(rows, first, last, small):
    snapshot = small(NODES, rows)
    years = {first - 1: False, first: True, last: True, last + 1: False}

    for year, counts in years.items():
        if 1900 <= year <= 2100:
            assert bool(ties(layer_of(snapshot, Window(year, year)))) is counts, year


@pytest.mark.parametrize(
    ("told", "kind", "first", "last"),
    [
        ({"year": 2015}, "PRODUCES", 2015, 2100),
        ({"year": 2015, "kind": "lab"}, "RESEARCHES", 2015, 2100),
        ({"year": 2015, "lab_or_project": "prj:lab"}, "RESEARCHES", 2015, 2100),
        ({"year": 2015, "kind": "pilot"}, "RESEARCHES", 2015, 2015),
        ({"start": {"date": "2015"}, "end": {"date": "2017"}}, "PRODUCES", 2015, 2017),
    ],
)
def test_when_a_maker_or_researcher_counts(told, kind, first, last, small):
    snapshot = small(NODES, [("org:f", kind, "seg:1", told)])

    for year, counts in ((first - 1, False), (first, True), (last, True), (last + 1, False)):
        if year <= 2100:
            (segment,) = Scopes(snapshot, Window(year, year))["ctr:a"].design.segments
            assert bool(segment.made.makers["local"] or segment.made.research) is counts, year


def test_the_window_ends_with_the_latest_dated_tie(small):
    """Not with a planned one, a formal one or what somebody makes."""
    rows = [
        row("org:f", "org:g", year=2018), row("org:f", "org:h", year=2019),
        row("org:g", "prj:1", "PARTICIPATES_IN", year=2019),
        row("org:f", "org:i", year=2022, status="planned"),
        row("ctr:a", "base:b", "HAS_BASE", year=2023), row("org:f", "seg:1", "PRODUCES", year=2024),
    ]  # fmt: skip
    snapshot = small(NODES, rows)
    found = window_of(snapshot, RULES)

    assert found.years == [2015, 2019]
    assert found.before.years == [2010, 2014]
    fixed = np.isin(snapshot.edges.statement, found.derived_from)
    assert {snapshot.ids[one] for one in snapshot.edges.target[fixed]} == {"org:h", "prj:1"}
    assert len(found.derived_from) == 2
    assert window_of(small(NODES, rows[3:]), RULES) == ALL_YEARS


@pytest.mark.parametrize(
    ("text", "years"), [("2021-2025", [2021, 2025]), ("2021-2021", [2021] * 2)]
)
def test_a_window_in_words(text, years):
    assert Window.parse(text).years == years


@pytest.mark.parametrize("text", ["2021", "2025-2021", "21-25", "2021-2025 ", "2021–2025"])
def test_no_window_in_words(text):
    with pytest.raises(ValueError, match=text):
        Window.parse(text)


# scopes


def test_the_core_of_the_province(small):
    """Provincial centers, or of a level nobody tells, that are not merely planned."""
    told = {
        "ctr:1": {}, "ctr:2": {"level": "provincial", "state": "operating"},
        "ctr:3": {"level": "municipal"}, "ctr:4": {"state": "planned"},
        "ctr:5": {"level": "provincial", "state": "planned_or_unknown"},
    }  # fmt: skip
    snapshot = small({key: ("Center", one) for key, one in told.items()})
    scope = Scopes(snapshot)[PROVINCE]

    assert [scope.actors[i] for i in scope.centers] == ["ctr:1", "ctr:2"]
    assert len(scope) == 5


def test_other_centers_and_their_bases_are_left_out_but_shared_ones_stay(small):
    nodes = NODES | {
        "base:o": ("Base", {"role": "branch"}),
        "base:seat": ("Base", {"role": "seat"}),
    }
    snapshot = small(nodes, [
        row("ctr:a", "base:b", "HAS_BASE"), row("ctr:o", "base:b", "HAS_BASE"),
        row("ctr:o", "base:o", "HAS_BASE"), row("ctr:a", "base:seat", "HAS_BASE"),
        row("ctr:a", "ctr:o"), row("ctr:a", "base:o"), row("base:b", "org:f"),
        row("org:f", "org:g"), row("org:h", "seg:1", "PRODUCES"), row("org:i", "ctr:a"),
        row("base:o", "seg:1", "RESEARCHES"), row("org:k", "seg:1", "RESEARCHES", status="planned"),
    ])  # fmt: skip
    scope = Scopes(snapshot, WINDOW)["ctr:a"]

    assert scope.actors == ["base:b", "ctr:a", "org:f", "org:h", "org:i"]
    assert [scope.actors[i] for i in scope.bases] == ["base:b"]


def test_where_a_body_is_from(small):
    kinds = {"org:f": "local", "org:g": "other_province", "org:h": "abroad", "org:i": "unknown",
             "org:j": None}  # fmt: skip
    nodes = {
        key: ("Organization", {"kind": "enterprise", **({"origin": one} if one else {})})
        for key, one in kinds.items()
    } | {"ctr:a": ("Center", {})}
    scope = Scopes(small(nodes), WINDOW)[PROVINCE]

    assert dict(zip(scope.actors, scope.local, strict=True)) == {
        "ctr:a": True, "org:f": True, "org:g": False, "org:h": False, "org:i": None, "org:j": None,
    }  # fmt: skip
    assert [scope.actors[i] for i in scope.is_local_enterprise.nonzero()[0]] == ["org:f"]


@pytest.mark.parametrize(
    ("body", "layer", "told", "seen"),
    [
        ("ctr:a", "COLLABORATES_WITH", {}, {"ctr:a", "base:b"}),
        ("ctr:a", "PARTICIPATES_IN", {}, {"ctr:a", "base:b"}),
        ("base:b", "SERVES", {}, {"base:b"}), ("org:f", "SERVES", {}, {"org:f"}),
        ("ctr:a", "HAS_BASE", {}, set()), ("ctr:a", "SUPPLIES", {}, set()),
        ("ctr:a", "SERVES", {"start": {"date": "2025"}}, {"ctr:a", "base:b"}),
        ("ctr:a", "SERVES", {"start": {"date": "2026"}}, set()),
        ("ctr:a", "SERVES", {"end": {"date": "2021"}}, {"ctr:a", "base:b"}),
        ("ctr:a", "SERVES", {"end": {"date": "2020"}}, set()),
    ],
)  # fmt: skip
def test_who_is_observed_because_a_source_says_that_it_lists_all(body, layer, told, seen, small):
    """A kind of activity or event, in a year of the window; a center's speaks for its bases."""
    nodes = {key: NODES[key] for key in ("ctr:a", "base:b", "org:f")}
    snapshot = small(nodes, [row("ctr:a", "base:b", "HAS_BASE")], [(body, "complete", layer, told)])
    scope = Scopes(snapshot, WINDOW)[PROVINCE]

    assert {one for one, known in zip(scope.actors, scope.observed, strict=True) if known} == seen
    assert {scope.actors[i] for i in scope.declared} == seen


def test_fewer_actors_keep_what_is_theirs(small):
    snapshot = small(NODES, [
        row("ctr:a", "org:f", "HOSTED_BY"), row("ctr:a", "org:g", "HOSTED_BY"),
        row("ctr:a", "base:b", "HAS_BASE"), row("ctr:a", "org:f"), row("org:f", "org:g", weight=3),
    ], [("org:g", "complete", "SERVES", {}), ("base:b", "complete", "SERVES", {})])  # fmt: skip
    scope = Scopes(snapshot, WINDOW)["ctr:a"]
    assert scope.actors == ["base:b", "ctr:a", "org:f", "org:g"]

    rest = scope.restrict(scope.degree > 0)

    assert rest.actors == ["ctr:a", "org:f", "org:g"]
    assert (rest.centers.tolist(), rest.bases.tolist()) == ([0], [])
    assert rest.hosts == {0: (1, 2)}
    assert list(rest.declared) == [2]
    assert (rest.observed.tolist(), rest.type) == ([True] * 3, ["center", "host", "host"])
    assert (rest.u.tolist(), rest.v.tolist(), rest.weight.tolist()) == ([0, 1], [1, 2], [1, 3])
    alone = scope.restrict(scope.is_center | scope.is_base | (scope.strength == 4))
    assert alone.actors == ["base:b", "ctr:a", "org:f"]
    assert (alone.hosts, list(alone.declared)) == ({1: (2,)}, [0])
    assert (alone.centers.tolist(), alone.bases.tolist(), alone.weight.tolist()) == ([1], [0], [1])
