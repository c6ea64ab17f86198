"""The second reading of the core: a center and its hosts contracted into one actor."""

from __future__ import annotations

import copy
import importlib.util
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from graph.ecosystem.counting import Window
from graph.ecosystem.scope import CENTER, WITH_HOSTS
from graph.ecosystem.scopes import Scopes
from graph.errors import UsageError
from graph.metrics.cards import cards_of

WINDOW = Window(2021, 2025)
FIRM = ("Organization", {"kind": "enterprise", "origin": "local"})
UNIVERSITY = ("Organization", {"kind": "university", "origin": "local", "lat": 30, "lon": 120})
NODES = {
    "ctr:a": ("Center", {"region": "甲"}), "ctr:c": ("Center", {}),
    "org:h": UNIVERSITY, "org:s": UNIVERSITY, "org:f": FIRM, "org:g": FIRM,
    "base:b": ("Base", {"role": "branch"}),
    "prj:1": ("Project", {}), "prj:2": ("Project", {}), "prj:3": ("Project", {}),
    "per:1": ("Person", {}),
    "chn:1": ("Chain", {"center": "ctr:a"}), "seg:1": ("Segment", {"chain": "chn:1"}),
}  # fmt: skip
HOSTED = ("ctr:a", "HOSTED_BY", "org:h", {})
RELATIONS = [
    HOSTED, ("ctr:a", "HAS_BASE", "base:b", {}), ("ctr:a", "CO_BUILT_BY", "org:g", {}),
    ("ctr:a", "CO_BUILT_BY", "org:h", {}),
    *((body, "PARTICIPATES_IN", "prj:1", {"year": 2022}) for body in ("ctr:a", "org:h", "org:f")),
    ("org:h", "LEADS", "prj:2", {}),
    ("ctr:a", "EMPLOYS", "per:1", {}), ("per:1", "DIRECTS", "org:h", {}),
    ("ctr:a", "COLLABORATES_WITH", "org:h", {}),
    ("org:h", "COLLABORATES_WITH", "org:g", {"weight": 2, "year": 2023}),
    ("org:h", "COLLABORATES_WITH", "base:b", {}), ("ctr:a", "COLLABORATES_WITH", "base:b", {}),
    ("ctr:a", "COLLABORATES_WITH", "org:f", {"event": "evt:1"}),
    ("org:h", "SERVES", "org:f", {"event": "evt:1"}),
    ("org:f", "COLLABORATES_WITH", "org:g", {"event": "evt:1"}),
    ("org:h", "PRODUCES", "seg:1", {}),
]  # fmt: skip


def ties(scope):
    """{pair of ids: weight}."""
    return {
        (scope.actors[u], scope.actors[v]): weight
        for u, v, weight in zip(scope.u, scope.v, scope.weight.tolist(), strict=True)
    }


def position(scope, *ids):
    return [scope.actors.index(one) for one in ids]


@pytest.fixture(scope="module")
def scopes(small):
    return Scopes(small(NODES, RELATIONS), WINDOW)


@pytest.fixture(scope="module")
def alone(scopes):
    return scopes["ctr:a"]


@pytest.fixture(scope="module")
def merged(scopes):
    return scopes.read(WITH_HOSTS)["ctr:a"]


def test_both_readings_have_the_same_actors(alone, merged):
    """The contracted host is all that is missing; its own type went into the center's."""
    assert alone.actors == ["base:b", "ctr:a", "org:f", "org:g", "org:h"]
    assert merged.actors == ["base:b", "ctr:a", "org:f", "org:g"]
    assert (alone.reading, merged.reading) == (CENTER, WITH_HOSTS)
    (a,) = position(merged, "ctr:a")
    assert (merged.type[a], merged.sector[a], merged.region[a]) == ("center", "center", "甲")
    assert np.isnan(merged.coordinates[a]).all()


def test_ties_of_the_center_itself(alone):
    """Project of three: 1/2 a pair. Person of two: 1. The evt event has 4 bodies and 3 pairs:
    4/(2*3) = 2/3 each."""
    assert ties(alone) == pytest.approx({
        ("base:b", "ctr:a"): 1, ("base:b", "org:h"): 1,
        ("ctr:a", "org:h"): 1 + 1 / 2 + 1, ("ctr:a", "org:f"): 1 / 2 + 2 / 3,
        ("org:f", "org:h"): 1 / 2 + 2 / 3, ("org:f", "org:g"): 2 / 3, ("org:g", "org:h"): 2,
    })  # fmt: skip


def test_ties_of_center_and_host(merged):
    """The project of center, host and firm has two members left: 1. The person is no event any
    more. The evt event has 3 bodies and 2 pairs: 3/4 each. Ties to both add up, 1 + 1 to the
    base; the tie between the two vanishes."""
    assert ties(merged) == pytest.approx({
        ("base:b", "ctr:a"): 2, ("ctr:a", "org:f"): 1 + 3 / 4,
        ("ctr:a", "org:g"): 2, ("org:f", "org:g"): 3 / 4,
    })  # fmt: skip


def test_events_of_center_and_host(merged):
    """prj:1 center and firm, prj:2 the center alone, evt three bodies; the person left."""
    sizes = Counter(merged.event.tolist())

    assert sorted(sizes.values()) == [1, 2, 3]
    names = {merged.activity.snapshot.ids[e] for e in sizes if e < len(NODES)}
    assert names == {"prj:1", "prj:2"}


def test_formal_ties_without_the_pair_of_center_and_host(alone, merged):
    """Neither as host nor as co-builder."""
    assert merged.formal.tolist() == [position(merged, "ctr:a", o) for o in ("base:b", "org:g")]
    assert len(alone.formal) == 3
    assert merged.hosts == {merged.actors.index("ctr:a"): ()}


def test_the_chain_stays_and_finds_the_host_under_the_center(scopes, merged):
    """The host makes the segment under its own row; the center stands for it."""
    host = scopes.snapshot.row("org:h")
    (a,) = position(merged, "ctr:a")

    assert merged.merged == {a: (host,)}
    assert merged.rows_of([a]) == {scopes.snapshot.row("ctr:a"), host}
    assert merged.rows_of([]) == set()
    assert list(merged.design.segments[0].made.makers["local"]) == [host]
    smaller = merged.restrict(np.array([False, True, True, True]))
    assert smaller.merged == {0: (host,)}


def test_evidence_of_contracted_ties(scopes, merged):
    """The rows of a tie carry its weight, those of the host included."""
    evidence = merged.tie_evidence(np.ones(len(merged.u)))
    carried = evidence.contributions[~np.isnan(evidence.contributions)]
    edges = scopes.snapshot.edges
    hosts_rows = edges.statement[edges.source == scopes.snapshot.row("org:h")]

    assert carried.sum() == pytest.approx(merged.weight.sum())
    # prj:1, g, base:b and evt:1; neither the project that it leads alone nor what it makes
    assert len(set(evidence.statements) & set(hosts_rows)) == 4
    assert set(evidence.statements) <= set(merged.ground.statements)


def test_evidence_of_the_merged_actor_names_the_host(scopes, merged):
    found = merged.actor_evidence(np.array(position(merged, "ctr:a")), np.array([0.5]))
    told = dict(zip(found.statements.tolist(), found.contributions.tolist(), strict=True))

    (center,), (host,) = (scopes.snapshot.declaring(scopes.snapshot.row(one))
                          for one in ("ctr:a", "org:h"))  # fmt: skip
    assert told[center] == 0.5
    assert np.isnan(told[host])


def test_dated_ties_are_contracted(alone, merged):
    assert alone.dated()[0] == {
        ("ctr:a", "org:f"), ("ctr:a", "org:h"), ("org:f", "org:h"), ("org:g", "org:h")
    }  # fmt: skip
    assert merged.dated()[:2] == ({("ctr:a", "org:f"), ("ctr:a", "org:g")}, frozenset())


SHARED = [
    HOSTED, ("ctr:a", "HOSTED_BY", "org:s", {}), ("ctr:c", "HOSTED_BY", "org:s", {}),
    ("org:h", "SERVES", "org:f", {}), ("org:s", "SERVES", "org:f", {}),
    ("ctr:c", "SERVES", "org:f", {}), ("ctr:a", "SERVES", "org:s", {}),
]  # fmt: skip


def test_a_host_of_two_centers_stays_itself_in_the_province(small):
    """There org:h alone is contracted; in the scope of ctr:a both hosts are."""
    scopes = Scopes(small(NODES, SHARED), WINDOW, reading=WITH_HOSTS)
    province, own = scopes["province"], scopes["ctr:a"]
    a, c, s = position(province, "ctr:a", "ctr:c", "org:s")

    assert "org:h" not in province.actors
    assert province.hosts == {a: (s,), c: (s,)}
    assert province.type[s] == "host"
    assert province.formal.tolist() == [[a, s], [c, s]]
    assert ties(province) == {
        ("ctr:a", "org:f"): 1, ("org:f", "org:s"): 1, ("ctr:c", "org:f"): 1, ("ctr:a", "org:s"): 1
    }  # fmt: skip
    assert own.actors == ["ctr:a"]  # the firm is tied to the hosts alone: the scope is as before


def test_observed_is_judged_after_contraction(small):
    """A center and a host tied only to each other are not observed as one."""
    scopes = Scopes(small(NODES, [HOSTED, ("ctr:a", "SERVES", "org:h", {})]), WINDOW)

    assert scopes["ctr:a"].observed.tolist() == [True, True]
    assert scopes.read(WITH_HOSTS)["ctr:a"].observed.tolist() == [False]


@pytest.mark.parametrize("body", ["ctr:a", "org:h"])
def test_a_declaration_on_center_or_host_speaks_of_both(body, small):
    snapshot = small(NODES, [HOSTED], [(body, "complete", "COLLABORATES_WITH", {})])
    merged = Scopes(snapshot, WINDOW, reading=WITH_HOSTS)["ctr:a"]

    assert merged.observed.tolist() == [True]
    assert len(merged.declared[0]) == 1


def test_an_evt_event_of_center_and_host_counts_both_as_one_body(small):
    """Rows a-h and f-g: after contraction bodies a, f, g and the pair f-g: 3/(2*1)."""
    row = {"event": "evt:1"}
    snapshot = small(NODES, [
        HOSTED, ("ctr:a", "SERVES", "org:f", {}), ("ctr:a", "SERVES", "org:g", {}),
        ("ctr:a", "COLLABORATES_WITH", "org:h", row), ("org:f", "SERVES", "org:g", row),
    ])  # fmt: skip
    scopes = Scopes(snapshot, WINDOW)

    assert ties(scopes["ctr:a"])["org:f", "org:g"] == pytest.approx(4 / 4)
    assert ties(scopes.read(WITH_HOSTS)["ctr:a"])["org:f", "org:g"] == pytest.approx(3 / 2)


def test_members_outside_the_scope_still_count(small):
    """A project of center, host, firm and another center: k = 3 after contraction."""
    bodies = ("ctr:a", "org:h", "org:f", "ctr:c")
    snapshot = small(NODES, [HOSTED, *((b, "PARTICIPATES_IN", "prj:1", {}) for b in bodies)])
    merged = Scopes(snapshot, WINDOW, reading=WITH_HOSTS)["ctr:a"]

    assert merged.actors == ["ctr:a", "org:f"]  # other centers are left out
    assert ties(merged) == {("ctr:a", "org:f"): 1 / 2}


def test_an_unknown_reading_is_refused(scopes):
    with pytest.raises(UsageError, match="with_hosts"):
        scopes.read("with_host")


def test_a_center_without_a_host_reads_the_same(sample):
    scopes = Scopes(sample.snapshot)
    one, two = scopes["ctr:wind-equip"], scopes.read(WITH_HOSTS)["ctr:wind-equip"]

    assert one.actors == two.actors
    assert ties(one) == ties(two)


@pytest.fixture(scope="module")
def reference():
    """The package in `tests/reference`, written by somebody who had not read the code."""
    folder = Path(__file__).parent / "reference"
    spec = importlib.util.spec_from_file_location(
        "reference_of_tests", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[spec.name])
    return lambda name: importlib.import_module(f"{spec.name}.{name}")


def by_hand(data, into):
    """Tables in which a human wrote the center wherever the host stood."""
    after = copy.deepcopy(data)
    for row in after["rel"]:
        row["a"], row["b"] = (into.get(row[end], row[end]) for end in ("a", "b"))
    after["org"] = {key: row for key, row in after["org"].items() if key not in into}
    after["organizations"] = list(after["org"].values())
    return after


def test_every_scope_of_the_sample_is_as_if_merged_by_hand(sample, reference):
    """Ties of the tables with each host's id replaced, from the independent reference."""
    scopes = Scopes(sample.snapshot)
    data = reference("tables").load(sample.folder)
    hosts = reference("scopes").hosts(data)
    window = tuple(scopes.window.years)
    contracted = 0
    for key in scopes.ids():
        before, scope = scopes[key], scopes.read(WITH_HOSTS)[key]
        core = [before.actors[i] for i in before.centers]
        shared = Counter(host for center in core for host in hosts[center])
        into = {h: center for center in core for h in hosts[center] if shared[h] == 1}
        layer = reference("layers").activity(by_hand(data, into), window)
        wanted = {tuple(sorted(p)): float(w) for p, w in layer.items() if p <= {*scope.actors}}

        assert ties(scope) == pytest.approx(wanted)
        assert len(before) == len(scope) + len(into)
        contracted += len(into)
    assert contracted == 9 + 9  # in the scopes of the centers, and in the province


@pytest.mark.parametrize("key", ["ctr:high-end-chem", "province"])
def test_cards_in_the_second_reading_keep_the_chain(key, sample):
    """The chain card is as before; the evidence of the others names known statements."""
    scopes = Scopes(sample.snapshot)
    one, two = (cards_of(scopes.read(reading)[key]).cards for reading in (CENTER, WITH_HOSTS))

    assert {k: r.value for k, r in one["chain"].items()} == {
        k: r.value for k, r in two["chain"].items()
    }
    for result in two["core"].values():
        assert len(result.evidence) > 0
