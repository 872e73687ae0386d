"""Whatever a lane reports of a shipped assignment: the score is the sum of the passed checks, and only that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.assignment import Assignment
from grader.core.report import CheckRun, RunReport
from grader.core.verdict import Incident, IncidentKind, Outcome, Status, Verdict
from grader.pipeline import grade
from tests.proving import PROVING
from tests.sandboxed import COURSE_KEY, REFERENCE, ROOT, load_assignment, submission
from tests.told import Told

ASSIGNMENTS = [load_assignment(path.parent) for path in sorted((ROOT / "assignments").glob("*/assignment.toml"))]
some = settings(max_examples=1000 if PROVING else 50, deadline=None)
outcomes = st.sampled_from([Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED])
failures = st.sampled_from(["", "not_equal", "not_true", "raised"])  # those whose words need no facts
incidents = st.builds(Incident, kind=st.sampled_from(IncidentKind), certain=st.booleans())


@st.composite
def observed(draw: st.DrawFn, assignment: Assignment) -> RunReport:
    """Every check once, in any order."""
    runs = [CheckRun(spec.id, draw(outcomes), draw(failures)) for spec in assignment.checks]
    return RunReport(tuple(draw(st.permutations(runs))), tuple(draw(st.lists(incidents, max_size=2))))


def priced(report: RunReport, assignment: Assignment) -> Verdict:
    return grade(submission(REFERENCE), assignment, Told(report), course_key=COURSE_KEY)


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=[one.slug for one in ASSIGNMENTS])
@some
@given(data=st.data())
def test_the_score_is_the_sum_of_what_passed(assignment: Assignment, data: st.DataObject) -> None:
    """And lies between nothing and all, whatever else was observed."""
    report = data.draw(observed(assignment))
    verdict = priced(report, assignment)
    passed = {run.id for run in report.checks if run.outcome is Outcome.PASSED}
    assert verdict.status is Status.GRADED
    assert verdict.score == round(sum(spec.points for spec in assignment.checks if spec.id in passed), 3)
    assert verdict.score == round(sum(check.points for check in verdict.checks), 3)
    assert 0 <= verdict.score <= verdict.max_score == assignment.max_score


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=[one.slug for one in ASSIGNMENTS])
@some
@given(data=st.data())
def test_one_more_passed_check_is_worth_its_points(assignment: Assignment, data: st.DataObject) -> None:
    """No score falls because something went better, and none rises by more than that."""
    report = data.draw(observed(assignment))
    spec = data.draw(st.sampled_from(assignment.checks))

    def score(outcome: Outcome) -> float:
        runs = tuple(replace(run, outcome=outcome) if run.id == spec.id else run for run in report.checks)
        return priced(replace(report, checks=runs), assignment).score or 0.0

    assert score(Outcome.PASSED) == pytest.approx(score(Outcome.FAILED) + spec.points)


@some
@given(data=st.data())
def test_a_report_of_other_checks_is_no_score(data: st.DataObject) -> None:
    """One too many or one too few: something of ours went wrong, and nobody's mark is touched."""
    assignment = data.draw(st.sampled_from(ASSIGNMENTS))
    report = data.draw(observed(assignment))
    stranger = CheckRun("of_no_assignment", Outcome.PASSED)
    checks = data.draw(st.sampled_from([(), report.checks[1:], (*report.checks, stranger)]))
    verdict = priced(replace(report, checks=checks), assignment)
    assert (verdict.status, verdict.score) == (Status.ERROR, None)
