"""The arithmetic of points, and what hangs on a check."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.assignment import Assignment, CheckSpec, Task, Visibility
from grader.core.text import Text
from grader.core.verdict import Outcome, earned, missing

ids = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
worths = st.dictionaries(ids, st.integers(1, 40).map(lambda quarters: quarters / 4), min_size=1, max_size=12)


@st.composite
def results(draw: st.DrawFn) -> tuple[dict[str, Outcome], dict[str, float]]:
    points = draw(worths)
    outcomes = {check: draw(st.sampled_from(Outcome)) for check in points if draw(st.booleans())}
    return outcomes, points


def spec(check_id: str, *requires: str, points: float = 1.0, task: str = "husband") -> CheckSpec:
    text = Text("x", "x")
    return CheckSpec(check_id, task, "husband.1", points, Visibility.PUBLIC, text, text, requires)


def assignment(*checks: CheckSpec) -> Assignment:
    text = Text("x", "x")
    tasks = (Task("husband", text), Task("passport", text))
    return Assignment("a", "a", ("models.py",), text, tasks, checks, Path(), "0" * 64, {})


@settings(max_examples=100, deadline=None)
@given(results())
def test_a_score_lies_between_zero_and_all_points(
    result: tuple[dict[str, Outcome], dict[str, float]],
) -> None:
    """Whatever the outcomes: 0 <= score <= sum of all points."""
    outcomes, points = result
    assert 0 <= earned(outcomes, points) <= round(sum(points.values()), 3)


@settings(max_examples=100, deadline=None)
@given(results(), st.data())
def test_one_more_passed_check_adds_its_points(
    result: tuple[dict[str, Outcome], dict[str, float]], data: st.DataObject
) -> None:
    """A check that passes instead adds exactly its worth: no score falls because something went better."""
    outcomes, points = result
    check = data.draw(st.sampled_from(sorted(points)))
    without = earned({**outcomes, check: Outcome.FAILED}, points)
    assert earned({**outcomes, check: Outcome.PASSED}, points) == pytest.approx(without + points[check])


@settings(max_examples=100, deadline=None)
@given(results())
def test_only_passed_earns(result: tuple[dict[str, Outcome], dict[str, float]]) -> None:
    """Failed, skipped, error and missing outcomes are worth the same: nothing."""
    outcomes, points = result
    passed = {check: outcome for check, outcome in outcomes.items() if outcome is Outcome.PASSED}
    assert earned(outcomes, points) == earned(passed, points) == pytest.approx(sum(points[c] for c in passed))


def test_an_unexpected_check_earns_nothing() -> None:
    """A check that is not in the assignment adds nothing, even if somebody says that it passed."""
    assert earned({"stranger": Outcome.PASSED}, {"known": 2.0}) == 0


def test_thirds_add_up() -> None:
    """Points are rounded once, at the end, to a thousandth."""
    assert earned(dict.fromkeys("abc", Outcome.PASSED), {"a": 0.1, "b": 0.2, "c": 0.3}) == 0.6


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.SKIPPED, Outcome.ERROR, None])
def test_the_first_requirement_that_did_not_pass_is_named(outcome: Outcome | None) -> None:
    """A check cannot be run where something it requires failed, was skipped or never came."""
    outcomes = {"stored": Outcome.PASSED} | ({"linked": outcome} if outcome else {})
    assert missing(["stored", "linked"], outcomes) == "linked"
    assert missing(["stored"], outcomes) is None


def test_leverage_counts_all_that_hangs_on_a_check() -> None:
    """A check's leverage is its points and those of its direct and indirect dependents, each once."""
    a, b = spec("a", points=1), spec("b", "a", points=2)
    some = assignment(a, b, spec("c", "b", "a", points=4), spec("d", points=8))
    assert some.leverage("a") == 7
    assert some.leverage("d") == 8
    assert [check.id for check in some.dependents("a")] == ["b", "c"]


def test_points_of_tasks_make_the_maximum() -> None:
    """The tasks' points add up to the assignment's."""
    some = assignment(spec("a", points=2), spec("b", points=3, task="passport"))
    assert some.task_points("husband") + some.task_points("passport") == some.max_score == 5


def test_an_unknown_check_is_a_key_error() -> None:
    """Asking for a check that is not there raises."""
    with pytest.raises(KeyError):
        assignment(spec("a")).check("b")
