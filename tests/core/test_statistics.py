"""What a class's results say: by hand, and beside the standard library's own numbers."""

from __future__ import annotations

import random
import statistics

import pytest

from grader.core.statistics import (
    AssignmentClass,
    ClassCheck,
    ClassStudent,
    check_statistics,
    mark_statistics,
)
from grader.core.text import Text
from grader.core.verdict import Outcome

P, F, S = Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED
CHECKS = tuple(
    ClassCheck(name, "task", Text(name, name), points) for name, points in (("a", 1.0), ("b", 2.0), ("c", 3.0))
)


def a_class(*rows, tries=None):
    """One student for each row of outcomes; points as they come to."""
    students = []
    for number, row in enumerate(rows):
        outcomes = {check.id: outcome for check, outcome in zip(CHECKS, row, strict=True)}
        points = sum(check.max_points for check in CHECKS if outcomes[check.id] is P)
        students.append(ClassStudent(f"s{number}", "", "graded", points, 1, outcomes))
    return AssignmentClass("slug", Text("t", "t"), 6.0, CHECKS, tuple(students), (), tries or {})


def by_check(found):
    return {entry.check.id: entry for entry in check_statistics(found)}


def test_pass_rates_count_what_was_skipped_as_not_passed():
    found = by_check(a_class((P, P, P), (P, F, S), (F, F, P), (P, P, F)))
    assert [found[name].pass_rate for name in "abc"] == [0.75, 0.5, 0.5]


def test_discrimination_is_the_correlation_with_all_other_checks():
    rows = ((P, P, P), (P, F, F), (F, F, P), (P, P, F))
    found = by_check(a_class(*rows))
    assert found["a"].discrimination == pytest.approx(statistics.correlation([1, 1, 0, 1], [5, 0, 3, 2]))
    assert found["c"].discrimination == pytest.approx(statistics.correlation([1, 0, 1, 0], [3, 1, 0, 3]))


def test_a_check_that_good_students_pass_tells_more_than_one_that_weak_ones_pass():
    assert by_check(a_class((P, P, P), (P, P, F), (F, F, F)))["a"].discrimination == pytest.approx(0.803, abs=0.001)
    assert by_check(a_class((P, P, F), (P, P, F), (F, F, P), (F, F, P)))["c"].discrimination == pytest.approx(-1)


@pytest.mark.parametrize("rows", [(), ((P, P, P),), ((P, P, P), (P, P, P))])
def test_where_nothing_varies_nothing_is_said(rows):
    assert [entry.discrimination for entry in check_statistics(a_class(*rows))] == [None] * 3


def test_without_anybody_there_is_no_rate():
    assert [entry.pass_rate for entry in check_statistics(a_class())] == [None] * 3


def test_tries_are_the_median():
    found = by_check(a_class((P, P, P), tries={"a": [1, 4, 2], "b": [1, 2]}))
    assert [found[name].tries for name in "abc"] == [2, 1.5, None]


def test_marks_beside_the_standard_library():
    chance = random.Random(7)
    points = [round(chance.uniform(0, 20), 2) for _ in range(101)]
    students = [ClassStudent(str(n), "", "graded", value) for n, value in enumerate(points)]
    students.append(ClassStudent("zed", "", "missing", None))
    found = mark_statistics(AssignmentClass("s", Text("", ""), 20.0, (), tuple(students)))
    low, _, high = statistics.quantiles(points, n=4, method="inclusive")
    assert (found.mean, found.median) == (pytest.approx(statistics.fmean(points)), statistics.median(points))
    assert found.quartiles == (pytest.approx(low), pytest.approx(high))
    assert found.deviation == pytest.approx(statistics.stdev(points))
    assert found.statuses == {"graded": 101, "missing": 1}
    assert sum(count for *_, count in found.bins) == 101


@pytest.mark.parametrize(("points", "bin_"), [(0.0, 0), (1.99, 0), (2.0, 1), (20.0, 9), (21.5, 9), (6.0, 3)])
def test_which_bin_a_mark_falls_into(points, bin_):
    students = (ClassStudent("a", "", "graded", points),)
    found = mark_statistics(AssignmentClass("s", Text("", ""), 20.0, (), students))
    assert [number for number, (*_, count) in enumerate(found.bins) if count] == [bin_]


def test_one_mark_has_no_spread():
    found = mark_statistics(AssignmentClass("s", Text("", ""), 20.0, (), (ClassStudent("a", "", "graded", 5.0),)))
    assert (found.mean, found.quartiles, found.deviation) == (5.0, None, None)
