"""Feedback pages that may leave the course: those of the verdicts that were published.

They are made of the gradebook. What lies in ``graded/`` shows the attempt that was handed in last, and what stands now.
"""

from __future__ import annotations

from pathlib import Path

from ..core.assignment import Assignment
from ..core.errors import AssignmentError
from ..gradebook.marks import MISSING, Mark, marks
from ..gradebook.models import Verdict
from ..gradebook.packing import unpacked_verdict
from ..intake.assignments import find_assignment
from ..intake.course import Course
from ..reports.html import feedback
from .book import reading


def published_pages(
    course: Course, slug: str, *, assignments: Path, language: str
) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """The pages of an assignment by student, and whose is left out: ``[(who, why)]``.

    A page shows the verdict that counted when the mark was published, whatever came after it. ``assignments``: their
    folder; one that is gone since lends its pages no titles of tasks.
    """
    assignment = _assignment(slug, assignments)
    pages: dict[str, bytes] = {}
    left_out = []
    with reading(course.folder) as book:
        found = {login: mark for (login, name), mark in marks(book, course.policy_of).items() if name == slug}
        told = {login: mark.published.verdict for login, mark in found.items() if mark.published}
        rows = Verdict.objects.in_bulk([verdict for verdict in told.values() if verdict is not None])
        for login, mark in sorted(found.items()):
            row = rows.get(told.get(login))
            if row is None:
                left_out.append((login, _why_not(mark)))
            else:
                verdict = unpacked_verdict(row.document)
                pages[login] = feedback(verdict, language, assignment=assignment).encode()
    return pages, left_out


def _assignment(slug: str, assignments: Path) -> Assignment | None:
    try:
        return find_assignment(slug, assignments)
    except AssignmentError:
        return None


def _why_not(mark: Mark) -> str:
    if mark.status == MISSING:
        return MISSING
    return "not published" if mark.published is None else "without a verdict to show: points were given by hand"
