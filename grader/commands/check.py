"""``grader check``: one submission, one verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from ..core.assignment import Assignment
from ..core.errors import AssignmentError, GraderError
from ..core.verdict import Verdict
from ..engine.lane import Lane
from ..intake.assignments import find_assignment
from ..intake.course import read_course
from ..intake.uploads import read_submission
from ..pipeline import grade
from ..sandbox.limits import default_limits
from .terms import UsageProblem, tell


@dataclass(frozen=True, slots=True)
class Threshold:
    """``--fail-under``: points, or a percentage of what can be reached."""

    value: float
    percent: bool = False

    @classmethod
    def parse(cls, text: str) -> Threshold:
        """``15`` or ``75%``; ``UsageProblem`` for anything else."""
        digits = text.strip()
        percent = digits.endswith("%")
        try:
            value = float(digits.removesuffix("%"))
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or value < 0:
            raise UsageProblem(f"--fail-under takes points (15) or a percentage (75%), not {text!r}.")
        return cls(value, percent)

    def missed_by(self, verdict: Verdict) -> bool:
        """Whether a verdict lies below. One without a score does."""
        if verdict.score is None:
            return True
        wanted = self.value * verdict.max_score / 100 if self.percent else self.value
        return verdict.score < wanted - 1e-9  # points are kept to a thousandth; this is only float noise


def course_language(path: Path) -> str | None:
    """The language of the course in whose ``submitted/`` the path lies, or None where it lies in none.

    A course that cannot be read is told of, and stops nothing: one file of it is looked at.
    """
    for folder in path.resolve().parents:
        if folder.name == "submitted" and (folder.parent / "course.toml").is_file():
            try:
                return read_course(folder.parent).language
            except (AssignmentError, GraderError) as error:
                tell(f"warning: {error}")
                return None
    return None


def check(
    path: Path, slug: str, *, assignments: Path, course_key: bytes, min_isolation: str
) -> tuple[Assignment, Verdict]:
    """Grade what lies at ``path``. Raises ``AssignmentError``, ``IsolationError`` and ``GraderError``."""
    assignment = find_assignment(slug, assignments)
    limits = default_limits().replaced(assignment.limits)
    submission = read_submission(path, assignment, limits)
    with Lane([assignment], min_isolation=min_isolation) as lane:
        return assignment, grade(submission, assignment, lane, course_key=course_key)
