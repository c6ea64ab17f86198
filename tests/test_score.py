"""Means of a card, their Monte Carlo, comparison and windows: numbers worked by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from graph.conventions import load_conventions
from graph.ecosystem.counting import Window
from graph.metrics.cards import MODULES
from graph.metrics.result import Result, undefined
from graph.metrics.score import draws, has_score, headline_bounds, interval, score, wins
from graph.metrics.series import alternatives, windows_over_time

RULES = load_conventions()
CORE = (
    "core_tie_share", "core_betweenness", "core_reach_2", "core_cross_type_brokerage_share",
    "core_independence",
)  # fmt: skip
assert MODULES, "importing them fills the registry"


def card(*values):
    """The five headlines of the core card; a pair is bounds, a word a reason."""
    found = {}
    for key, value in zip(CORE, values, strict=True):
        if isinstance(value, str):
            found[key] = undefined(value)
        elif isinstance(value, tuple):
            found[key] = Result(None, "partly_observed", *value)
        else:
            found[key] = Result(value)
    return found


def test_three_means_side_by_side():
    """(.2 + .4 + .6 + .8 + 1)/5 = .6; the fifth root of .0384; .2."""
    found = score(card(0.2, 0.4, 0.6, 0.8, 1.0), RULES)

    assert found.arithmetic == pytest.approx((0.6, 0.6))
    assert found.geometric == pytest.approx((0.0384**0.2, 0.0384**0.2))
    assert found.minimum == (0.2, 0.2)
    assert (found.weakest, found.certain, found.known) == ("core_tie_share", True, 5)


def test_a_zero_makes_the_geometric_mean_zero():
    assert score(card(0.0, 1.0, 1.0, 1.0, 1.0), RULES).geometric == (0.0, 0.0)


def test_what_is_missing_widens_the_bounds():
    """One between .5 and .9, one unknown: (.4 + .5 + 0 + 1 + 1)/5 and (.4 + .9 + 1 + 1 + 1)/5."""
    found = score(card(0.4, (0.5, 0.9), "unobserved", 1.0, 1.0), RULES)

    assert found.arithmetic == pytest.approx((2.9 / 5, 4.3 / 5))
    assert found.geometric == pytest.approx((0.0, (0.4 * 0.9) ** 0.2))
    assert found.minimum == (0.0, 0.4)
    assert (found.weakest, found.certain, found.known, found.of) == (CORE[0], False, 4, 5)


@pytest.mark.parametrize("reason", ["no_host", "contracted"])
def test_what_does_not_apply_is_left_out(reason):
    found = score(card(0.2, 0.4, 0.6, 0.8, reason), RULES)

    assert found.arithmetic == pytest.approx((0.5, 0.5))
    assert (found.known, found.of) == (4, 4)


def test_two_known_values_make_no_score():
    found = score(card(0.2, 0.4, "no_tie", "no_tie", "no_host"), RULES)

    assert (found.arithmetic, found.geometric, found.minimum) == (None, None, None)
    assert found.weakest == CORE[0]


def test_three_known_values_make_a_score():
    """(.2 + .4 + .6 + 0 + 0)/5 and (.2 + .4 + .6 + 1 + 1)/5."""
    found = score(card(0.2, 0.4, 0.6, "no_tie", "no_tie"), RULES)

    assert found.arithmetic == pytest.approx((1.2 / 5, 3.2 / 5))
    assert (found.known, found.of) == (3, 5)


def test_supporting_values_are_in_no_score():
    more = {**card(0.5, 0.5, 0.5, 0.5, 0.5), "degree_centralization": Result(0.0)}

    assert set(headline_bounds(more)) == set(CORE)
    assert score(more, RULES).minimum == (0.5, 0.5)


def test_draws_of_equal_values_are_that_value():
    """Whatever the weights and the mean: five times .7 is .7."""
    found = draws([card(0.7, 0.7, 0.7, 0.7, 0.7)], RULES)

    assert found.shape == (RULES.score_draws,)
    assert np.allclose(found, 0.7)
    assert interval(found, RULES) == pytest.approx((0.7, 0.7, 0.7))


def test_draws_lie_between_the_means_of_the_ends():
    found = draws([card(0.2, 0.4, (0.5, 0.9), 0.8, 1.0)], RULES)

    assert 0.2 <= found.min() < found.max() <= 1.0
    low, median, high = interval(found, RULES)
    assert low < median < high


def test_the_mean_of_the_draws_is_that_of_the_weights():
    """Dirichlet(1) weights have mean 1/5: arithmetic draws of (0, 1, 1, 1, 1) have mean .8; a
    geometric one is exp(w ln .001) with w from Beta(1, 4)."""
    rules = replace(RULES, score_draws=200_000)
    w = np.linspace(0, 1, 200_001)
    beta = 4 * (1 - w) ** 3
    geometric = np.trapezoid(beta * np.exp(w * math.log(rules.score_floor)), w)

    found = draws([card(0.0, 1.0, 1.0, 1.0, 1.0)], rules)

    assert found.mean() == pytest.approx((0.8 + geometric) / 2, abs=0.003)


def test_the_same_choices_for_all():
    """A card above another in every value wins every draw; a card ties with itself."""
    low = draws([card(0.1, 0.2, 0.3, 0.4, 0.5)], RULES)
    high = draws([card(0.2, 0.3, 0.4, 0.5, 0.6)], RULES)

    assert wins(high, low) == 1.0
    assert wins(low, high) == 0.0
    assert wins(low, low) == 0.5


def test_windows_are_drawn_alike():
    found = draws([card(*[0.2] * 5), card(*[0.8] * 5)], RULES)

    assert {round(x, 9) for x in found.tolist()} == {0.2, 0.8}
    assert found.mean() == pytest.approx(0.5, abs=0.05)


def test_a_score_needs_three_known_values():
    assert has_score(card(0.2, 0.4, (0.1, 0.3), "no_tie", "no_host"), RULES)
    assert not has_score(card(0.2, 0.4, "no_tie", "no_tie", "no_host"), RULES)


def test_alternative_windows_end_in_the_same_year():
    found = [one.years for one in alternatives(Window(2021, 2025), RULES)]

    assert found == [[2023, 2025], [2021, 2025], [2019, 2025]]


def test_windows_over_time_begin_with_the_first_dated_tie(small):
    """First tie 2019, window 2021–2023: 2019–2021, 2020–2022, 2021–2023."""
    snapshot = small(
        {"org:a": ("Organization", {}), "org:b": ("Organization", {})},
        [("org:a", "COLLABORATES_WITH", "org:b", {"year": 2019}),
         ("org:a", "COLLABORATES_WITH", "org:b", {"year": 2023, "status": "done"})],
    )  # fmt: skip
    found = [one.years for one in windows_over_time(snapshot, Window(2021, 2023), RULES)]

    assert found == [[2019, 2021], [2020, 2022], [2021, 2023]]


def test_windows_over_time_without_earlier_ties(small):
    """Only what counts is looked at: a planned tie and a formal one are none, nor one that tells
    no year; nothing dated before the window leaves the window alone."""
    bodies = {"org:a": ("Organization", {}), "org:b": ("Organization", {}),
              "ctr:c": ("Center", {})}  # fmt: skip
    none = small(bodies, [("org:a", "SERVES", "org:b", {})])
    later = small(bodies, [
        ("org:a", "SERVES", "org:b", {"year": 2023}),
        ("org:a", "SERVES", "org:b", {"year": 2010, "status": "planned"}),
        ("ctr:c", "HOSTED_BY", "org:b", {"year": 2011}),
    ])  # fmt: skip

    for snapshot in (none, later):
        found = [one.years for one in windows_over_time(snapshot, Window(2021, 2025), RULES)]
        assert found == [[2021, 2025]]


def test_windows_over_time_are_the_last_ten(small):
    snapshot = small(
        {"org:a": ("Organization", {}), "org:b": ("Organization", {})},
        [("org:a", "SERVES", "org:b", {"year": 1990})],
    )
    found = [one.years for one in windows_over_time(snapshot, Window(2021, 2025), RULES)]

    assert found == [[last - 4, last] for last in range(2016, 2026)]


def test_the_weakest_is_the_first_of_equals_at_nine_decimals():
    assert score(card(0.5, 0.3, 0.3 - 1e-10, 0.9, 0.9), RULES).weakest == CORE[1]
    assert score(card(0.5, 0.3, 0.3 - 2e-9, 0.9, 0.9), RULES).weakest == CORE[2]


@pytest.mark.parametrize(("low", "certain"), [(0.3, True), (0.29, False)])
def test_the_weakest_is_certain_if_no_unknown_value_can_be_lower(low, certain):
    assert score(card(0.3, (low, 0.9), 0.8, 0.9, 0.9), RULES).certain is certain


def test_nothing_known_has_no_weakest():
    found = score(card("no_tie", "no_tie", "no_tie", "no_tie", "no_host"), RULES)

    assert (found.weakest, found.certain, found.known, found.of) == (None, False, 0, 4)


def test_bounds_can_be_the_weakest():
    """At most .2, but an unknown one could be lower; then the others are higher for sure."""
    found = score(card("no_tie", (0.1, 0.2), 0.5, "no_tie", "no_host"), RULES)
    sure = score(card(0.9, (0.1, 0.2), 0.5, 0.2, "no_host"), RULES)

    assert (found.weakest, found.certain, found.known) == (CORE[1], False, 2)
    assert (sure.weakest, sure.certain) == (CORE[1], True)


def test_means_are_to_twelve_digits():
    found = score(card(0.1, 0.2, 0.3, 0.3, 0.1), RULES)

    assert found.arithmetic == (0.2, 0.2)
    assert found.minimum == (0.1, 0.1)
    assert found.geometric == (float(f"{0.00018**0.2:.12g}"),) * 2


def test_an_interval_leaves_a_tail_at_each_end():
    """Nine tenths of 0 to 100 lie between 5 and 95."""
    assert interval(np.arange(101.0), RULES) == (5, 50, 95)
    assert interval(np.zeros(5), RULES) == (0, 0, 0)
    assert interval(np.full(3, 1 / 3), RULES) == (0.333333333333,) * 3


def test_draws_of_bounds_lie_between_them():
    """Uniform between .2 and .6: their mean is .4, and the geometric mean a little lower."""
    found = draws([card(*[(0.2, 0.6)] * 5)], RULES)

    assert 0.2 < found.min() < 0.3
    assert 0.5 < found.max() < 0.6
    assert 0.38 < found.mean() < 0.4


def test_a_draw_wins_over_another_at_nine_decimals():
    one, other = np.array([0.1, 0.3, 0.5, 0.7]), np.array([0.1 + 1e-10, 0.2, 0.6, 0.7 - 2e-9])

    assert wins(one, other) == (0.5 + 1 + 0 + 1) / 4
