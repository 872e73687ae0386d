"""The rows of ``grades.csv``, put together from the roster, what was handed in, and the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..gradebook.marks import MISSING, UNGRADED, Mark
from ..gradebook.roster import Place
from ..intake.course import Student
from ..reports.grades import GradeRow
from .coursework import iso


def rows(
    roster: Sequence[Student],
    max_scores: Mapping[str, float],
    handed_in: Mapping[Place, str],
    marks: Mapping[Place, Mark],
) -> list[GradeRow]:
    """One row for each submission and, with a roster, for each that is missing; in the roster's order.

    ``handed_in`` holds the status of what has no mark so far: "ungraded", or "error" where it could not be read.
    """
    people = {student.id: student for student in roster}
    students = [*people, *sorted({login for login, _ in (*handed_in, *marks)} - people.keys())]
    slugs = sorted({*max_scores, *(slug for _, slug in (*handed_in, *marks))})
    places = ((login, slug) for login in students for slug in slugs)
    return [
        _row(place, people.get(place[0]), max_scores.get(place[1]), marks.get(place), handed_in.get(place, MISSING))
        for place in places
        if place in handed_in or place in marks or place[0] in people
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
