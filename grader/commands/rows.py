"""The rows of ``grades.csv``, put together from the roster, what was handed in, and what was graded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..intake.course import Student
from ..reports.grades import GradeRow
from .coursework import Summary

Place = tuple[str, str]  # student, assignment

MISSING = "missing"  # on the roster, and nothing was handed in
UNGRADED = "ungraded"  # handed in, and not graded so far


def rows(
    roster: Sequence[Student],
    max_scores: Mapping[str, float],
    submitted: Mapping[Place, str],
    summaries: Mapping[Place, Summary],
) -> list[GradeRow]:
    """One row for each submission and, with a roster, for each that is missing; in the roster's order.

    ``submitted`` holds when each came in (or ""); the assignments are those and the keys of ``max_scores``.
    """
    people = {student.id: student for student in roster}
    students = [*people, *sorted({student for student, _ in submitted} - people.keys())]
    slugs = sorted(max_scores.keys() | {slug for _, slug in submitted})
    places = ((student, slug) for student in students for slug in slugs)
    return [
        _row(place, people.get(place[0]), max_scores, submitted, summaries.get(place))
        for place in places
        if place in submitted or place[0] in people
    ]


def _row(
    place: Place,
    person: Student | None,
    max_scores: Mapping[str, float],
    submitted: Mapping[Place, str],
    summary: Summary | None,
) -> GradeRow:
    handed_in = place in submitted
    found = summary if handed_in else None
    return GradeRow(
        student=place[0],
        last_name=person.last_name if person else "",
        first_name=person.first_name if person else "",
        assignment=place[1],
        status=found.status if found else UNGRADED if handed_in else MISSING,
        score=found.score if found else None,
        max_score=found.max_score if found else max_scores.get(place[1]),
        incident=found.incident if found else "",
        submitted_at=submitted.get(place, ""),
        graded_at=found.graded_at if found else "",
    )
