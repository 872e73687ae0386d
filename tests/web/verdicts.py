"""Verdicts on a shipped assignment, made without a lane: which checks passed is said here."""

from __future__ import annotations

from collections.abc import Collection

from grader.core.assignment import Assignment
from grader.core.report import CheckRun, RunReport
from grader.core.verdict import Outcome, Verdict
from grader.gradebook.models import Submission
from grader.gradebook.recording import record
from grader.gradebook.roster import hand_in
from grader.pipeline import grade
from tests.sandboxed import COURSE_KEY, REFERENCE, submission
from tests.told import Told


def judged(spec: Assignment, login: str, failed: Collection[str]) -> Verdict:
    """All checks passed but these."""
    runs = [
        CheckRun(check.id, Outcome.FAILED, "not_true") if check.id in failed else CheckRun(check.id, Outcome.PASSED)
        for check in spec.checks
    ]
    handed_in = submission(REFERENCE, login)
    return grade(handed_in, spec, Told(RunReport(tuple(runs), isolation={"level": "full"})), course_key=COURSE_KEY)


def attempt(here, login: str, failed: Collection[str] = (), slug: str = "one_to_one") -> Submission:
    """One more attempt of somebody in the class, and its verdict."""
    spec = here.classroom.assignments[slug]
    row = hand_in(here.classroom.book, here.people[login], spec, submission(REFERENCE, login))
    record(here.classroom.book, row, f"key {row.pk}", judged(spec, login, failed))
    row.refresh_from_db()
    return row
