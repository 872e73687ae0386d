"""Late penalties in nbgrader's gradebook by the rules of ``course.toml``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import LateSubmissionPlugin

from ...intake.course import read_policy


class CoursePolicy(LateSubmissionPlugin):
    """What each day late costs. nbgrader asks only where it knows a due date, and counts an extension that it gave."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points to take off one notebook's ``score``; None where nothing is."""
        preprocessor: Any = self.parent
        course = Path(preprocessor.parent.parent.coursedir.root)
        policy = read_policy(course, preprocessor.assignment_id)
        days = policy.days_begun(timedelta(seconds=total_seconds_late))
        penalty = score - round(score * policy.kept(days), 3)
        self.log.info("%s: %s days late, %s of %s points taken off", student_id, days, penalty, score)
        return penalty or None


def enter_due(gradebook: Gradebook, slug: str, due: datetime) -> None:
    """Tell nbgrader when an assignment is due. It keeps UTC without a zone."""
    known = gradebook.find_assignment(slug)
    moment = due.astimezone(UTC).replace(tzinfo=None)
    if known.duedate != moment:
        known.duedate = moment
        gradebook.db.commit()
