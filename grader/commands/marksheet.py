"""``grades.csv``: put together from the roster, what was handed in, and the marks as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..gradebook.connection import Gradebook
from ..gradebook.marks import MISSING, UNGRADED, Mark, marks
from ..gradebook.models import Assignment
from ..gradebook.roster import Place
from ..intake.course import Course, Student
from ..reports.grades import GradeRow
from .classwork import handed_in
from .coursework import iso, write_grades
from .terms import tell


def write_marksheet(
    book: Gradebook,
    course: Course,
    assignments: Path,
    *,
    here: Iterable[Place] | None = None,
    troubled: Mapping[Place, str] | None = None,
    maxima: Mapping[str, float] | None = None,
) -> list[GradeRow]:
    """Bring ``grades.csv`` up to date and answer its rows. One that was edited by hand is kept, and that is told.

    ``assignments``: the folder of those that are ours. ``here``: what was handed in, where that is known.
    ``troubled``: the status of what could not be graded now.
    ``maxima``: the points of assignments for which nothing may have been handed in.
    """
    places = handed_in(course, assignments) if here is None else here
    without = dict.fromkeys(places, UNGRADED) | dict(troubled or {})
    known = dict(Assignment.objects.filter(course=book.course).values_list("slug", "max_score"))
    table = rows(course.roster, known | dict(maxima or {}), without, marks(book, course.policy_of))
    kept = write_grades(course.folder, table)
    if kept:
        tell(f"grades.csv had been edited since it was written; your version is kept as {kept.name}.")
    return table


def rows(
    roster: Sequence[Student],
    max_scores: Mapping[str, float],
    here: Mapping[Place, str],
    found: Mapping[Place, Mark],
) -> list[GradeRow]:
    """One row for each submission and, with a roster, for each that is missing; in the roster's order.

    ``here`` holds the status of what was handed in and has no mark so far: "ungraded", or "error".
    """
    people = {student.id: student for student in roster}
    students = [*people, *sorted({login for login, _ in (*here, *found)} - people.keys())]
    slugs = sorted({*max_scores, *(slug for _, slug in (*here, *found))})
    places = ((login, slug) for login in students for slug in slugs)
    return [
        _row(place, people.get(place[0]), max_scores.get(place[1]), found.get(place), here.get(place, MISSING))
        for place in places
        if place in here or place in found or place[0] in people
    ]


def _row(place: Place, person: Student | None, max_score: float | None, mark: Mark | None, otherwise: str) -> GradeRow:
    counting = mark.counting if mark else None
    status = mark.status if mark else otherwise
    return GradeRow(
        student=place[0],
        last_name=person.last_name if person else "",
        first_name=person.first_name if person else "",
        assignment=place[1],
        status=otherwise if status == UNGRADED and otherwise != MISSING else status,
        score=mark.points if mark else None,
        max_score=max_score,
        incident=counting.incident if counting else "",
        submitted_at=iso(counting.attempt.submitted_at) if counting else "",
        graded_at=iso(counting.graded_at) if counting else "",
    )
