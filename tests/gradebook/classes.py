"""A small class in a gradebook: who handed in what, and what it was worth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from grader.core.policy import Policy
from grader.core.submission import SourceFile, Submission
from grader.core.verdict import Verdict
from grader.gradebook import models
from grader.gradebook.connection import Gradebook
from grader.gradebook.marks import Mark, marks
from grader.gradebook.recording import record
from grader.gradebook.roster import receive
from tests.reports.samples import assignment, verdict

KEY = b"a course's key, thirty-two bytes"
SLUG = "one_to_one"


def handed_in(student: str, code: str, at: datetime | None = None) -> Submission:
    file = SourceFile("models.py", code.encode(), target="models.py")
    return Submission(student, SLUG, (file,), submitted_at=at)


def hand_in(book: Gradebook, student: str, code: str, at: datetime | None = None) -> models.Submission:
    return receive(book, [handed_in(student, code, at)], {SLUG: assignment()})[0]


def judged(score: float, **changes: object) -> Verdict:
    return verdict(score=score, max_score=2.0, **changes)


def graded(book: Gradebook, scores: Mapping[str, float]) -> dict[str, models.Submission]:
    """Everybody has handed in something of their own, and got that score."""
    rows = {}
    for student, score in scores.items():
        rows[student] = hand_in(book, student, f"# by {student}")
        record(book, rows[student], "key", judged(score))
    return rows


def mark(book: Gradebook, student: str, policy: Policy | None = None) -> Mark:
    return marks(book, lambda _: policy or Policy())[student, SLUG]
