"""What a benchmark says of what it measured."""

from __future__ import annotations

import pytest

from benchmarks.targets import Spread, Target, percentile, ratios


def test_a_spread_is_the_median_between_the_ends():
    assert Spread.of([3.0, 1.0, 2.0, 10.0]) == Spread(2.5, 1.0, 10.0)


@pytest.mark.parametrize(
    ("at_least", "measured", "line"),
    [
        (False, 1.5, "met     CPU: 1.5 (1.5 to 1.5), at most 1.6"),
        (False, 3.2, "MISSED  CPU: 3.2 (3.2 to 3.2), at most 1.6: 2.00 times off"),
        (True, 3.2, "met     CPU: 3.2 (3.2 to 3.2), at least 1.6"),
        (True, 0.8, "MISSED  CPU: 0.8 (0.8 to 0.8), at least 1.6: 2.00 times off"),
    ],
)
def test_a_target_says_whether_it_was_met_and_how_far_off_it_is(at_least, measured, line):
    target = Target("CPU", 1.6, Spread.of([measured]), at_least=at_least)
    assert target.line() == line
    assert target.to_json()["met"] is line.startswith("met")


def test_ratios_are_taken_round_by_round():
    assert ratios([10.0, 20.0], [1.0, 4.0]) == [10.0, 5.0]


@pytest.mark.parametrize(("percent", "value"), [(50, 51), (95, 96), (100, 100), (0, 1)])
def test_percentiles(percent, value):
    assert percentile(list(range(1, 101)), percent) == value
