"""A grader without a box: what the command line does is then a matter of milliseconds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from grader.core.assignment import Assignment
from grader.core.submission import Submission
from grader.core.verdict import Status, Verdict
from tests.reports.samples import assignment as plain_assignment
from tests.reports.samples import text, verdict

Grading = Callable[[Submission], Verdict]

ROSTER = "id,last_name,first_name,email\nzed,Zed,Z,zed@example.org\nbob,=1+1,Боб,\nalice,Ivanova,Alice,a@example.org\n"
FIRST_LINE = {"full": 2.0, "half": 1.0, "none": 0.0}


def by_first_word(submission: Submission) -> Verdict:
    """The verdict that a submission's first word asks for: full, half, none, error, stop."""
    if submission.problem is not None:
        return verdict(status=Status.REJECTED, score=None, student=submission.student, reason=submission.problem)
    word = submission.taken[0].content.split()[0].decode()
    if word == "stop":
        raise KeyboardInterrupt
    if word == "error":
        reason = text("the machine broke")
        return verdict(status=Status.ERROR, score=None, student=submission.student, reason=reason)
    return verdict(student=submission.student, score=FIRST_LINE[word], max_score=2.0)


class Engine:
    """Stands where ``grade_all`` does, and remembers how it was asked and that it was closed."""

    def __init__(self, grading: Grading = by_first_word) -> None:
        self.grading = grading
        self.asked: list[dict[str, Any]] = []
        self.closed = 0

    def __call__(self, work: Sequence[tuple[Submission, Assignment]], **options: Any) -> Iterator[tuple[int, Verdict]]:
        self.asked.append(options | {"submissions": len(work)})
        try:
            for index in reversed(range(len(work))):  # results come in any order
                yield index, self.grading(work[index][0])
        finally:
            self.closed += 1


def find_assignment(slug: str, root: Path) -> Assignment:
    assert slug == "one_to_one"
    return plain_assignment()


def make_course(folder: Path, submissions: dict[str, str]) -> Path:
    """A course of one assignment: by student, what stands in models.py."""
    shutil.rmtree(folder / "submitted", ignore_errors=True)
    for student, source in submissions.items():
        home = folder / "submitted" / student / "one_to_one"
        home.mkdir(parents=True)
        (home / "models.py").write_text(source, encoding="utf-8")
    return folder
