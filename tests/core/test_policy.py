"""Which attempt counts, and what lateness costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from grader.core.policy import Attempt, Counts, Policy, adjusted, standing
from grader.core.verdict import Status

DUE = datetime(2026, 10, 1, 20, 59, tzinfo=UTC)
HOUR = timedelta(hours=1)


def attempts(*scores, first=DUE - HOUR, every=timedelta()):
    """One attempt for each score; a status stands for one without."""
    return [
        Attempt(number, Status.GRADED, score, first + number * every)
        if isinstance(score, (int, float))
        else Attempt(number, score, None, first + number * every)
        for number, score in enumerate(scores)
    ]


def found(scores, **rules):
    stands = standing(attempts(*scores), Policy(**rules))
    return stands.attempt.number, stands.points


def test_without_an_attempt_there_is_nothing():
    assert standing([], Policy()) is None


def test_the_last_attempt_counts_or_the_best():
    assert found([5, 9, 7]) == (2, 7)
    assert found([5, 9, 7], counts=Counts.BEST) == (1, 9)
    assert found([9, 5, 9], counts=Counts.BEST) == (0, 9)  # the earlier of two equal ones


def test_attempts_beyond_the_limit_do_not_count():
    assert found([5, 9, 7], attempts=1) == (0, 5)
    assert found([5, 9, 7], attempts=2) == (1, 9)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.ERROR, None])
def test_what_has_no_score_uses_no_attempt(status):
    assert found([status, 5, status, 9, 7], attempts=2) == (3, 9)
    assert found([5, status]) == (0, 5)


def test_where_nothing_has_a_score_the_last_attempt_stands_without_points():
    assert found([Status.ERROR, Status.REJECTED]) == (1, None)


@pytest.mark.parametrize(
    ("after_due", "days"),
    [
        (timedelta(), 0),
        (timedelta(minutes=15), 0),  # the grace
        (timedelta(minutes=15, seconds=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
    ],
)
def test_a_day_that_has_begun_is_a_day_late(after_due, days):
    policy = Policy(due=DUE, grace=timedelta(minutes=15))
    assert policy.days_late(DUE + after_due) == days


def test_nobody_is_late_without_a_due_date_or_a_time():
    assert Policy().days_late(DUE) == 0
    assert Policy(due=DUE).days_late(None) == 0


@pytest.mark.parametrize(("days", "kept"), [(0, 1.0), (1, 0.75), (2, 0.5), (3, 0.0), (9, 0.0)])
def test_each_day_costs_and_after_the_last_nothing_is_left(days, kept):
    assert Policy(due=DUE, late_penalty=25, late_days=2).kept(days) == kept


def test_a_penalty_never_goes_below_nothing():
    assert Policy(due=DUE, late_penalty=60).kept(5) == 0.0


def test_the_best_attempt_is_the_best_after_its_penalty():
    policy = Policy(due=DUE, counts=Counts.BEST, late_penalty=50)
    tried = attempts(6, 9, first=DUE - HOUR, every=timedelta(hours=2))
    stands = standing(tried, policy)
    assert (stands.attempt.number, stands.points, stands.days_late) == (0, 6, 0)


@pytest.mark.parametrize(
    ("points", "by_hand", "mark"),
    [(None, [], None), (5, [], 5), (5, [1.5, -1], 5.5), (1, [-3], 0.0), (None, [2], 2), (0.1, [0.2], 0.3)],
)
def test_points_given_by_hand(points, by_hand, mark):
    assert adjusted(points, by_hand) == mark
