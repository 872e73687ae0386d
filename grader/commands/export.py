"""``grader export csv | xlsx | json | nbgrader-csv``: the published marks of a whole course."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ..files import write_named
from ..gradebook.marks import MISSING, Mark, marks
from ..gradebook.models import Assignment
from ..gradebook.roster import Place
from ..intake.course import Course, Student
from ..lms.exports import nbgrader
from ..reports.grades import GradeRow, grades_text
from ..reports.jsontext import json_text
from ..reports.safe import one_line
from .book import reading
from .classwork import open_course
from .marksheet import rows
from .terms import tell

BOM = codecs.BOM_UTF8  # by which Excel knows UTF-8, in a Russian one too


def export_csv(folder: Path, *, out: Path | None, unpublished: bool, bom: bool = False) -> None:
    """Write one row for each student and assignment: what was published or, where asked, what stands now."""
    table = _whole_course(open_course(folder), unpublished=unpublished).table
    deliver((BOM if bom else b"") + grades_text(table).encode(), out, f"{len(table)} rows")


def export_xlsx(folder: Path, *, out: Path, unpublished: bool) -> None:
    """Write an Excel workbook: a table students x assignments, and what ``export_csv`` writes."""
    from ..reports.workbook import workbook  # what it is written with takes longer to import than the rest

    table = _whole_course(open_course(folder), unpublished=unpublished).table
    deliver(workbook(table), out, f"{len(table)} rows")


def export_json(folder: Path, *, out: Path | None, unpublished: bool) -> None:
    """Write a list of objects with the keys of ``grades.csv``."""
    table = _whole_course(open_course(folder), unpublished=unpublished).table
    deliver(json_text([asdict(row) for row in table], indent=1).encode(), out, f"{len(table)} marks")


def export_nbgrader_csv(folder: Path, *, out: Path | None, unpublished: bool) -> None:
    """Write what ``nbgrader export`` writes, of our gradebook."""
    course = open_course(folder)
    found = _whole_course(course, unpublished=unpublished)
    people = {student.id: student for student in course.roster}
    rows = [_nbgrader_row(course, people.get(row.student), row, found.marks) for row in found.table]
    deliver(nbgrader.make(rows), out, f"{len(rows)} rows")


def _nbgrader_row(course: Course, person: Student | None, row: GradeRow, found: Mapping[Place, Mark]) -> nbgrader.Row:
    """One row. A score that was published and is another one now has no parts that anybody could add up."""
    mark = found.get((row.student, row.assignment))
    counting = mark.counting if mark else None
    penalty = mark.penalty if mark and mark.points == row.score else None
    return nbgrader.Row(
        row.assignment,
        course.policy_of(row.assignment).due,
        counting.attempt.submitted_at if counting else None,
        row.student,
        row.last_name,
        row.first_name,
        person.email if person else "",
        None if row.score is None or penalty is None else round(row.score + penalty, 3),
        penalty,
        row.score,
        row.max_score,
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """A course's marks as rows, and as the gradebook has them; whose are left out, since they are not published."""

    table: list[GradeRow]
    left_out: list[Place]
    marks: Mapping[Place, Mark]


def _whole_course(course: Course, *, unpublished: bool) -> Marks:
    """All marks of a course that may leave it. Says whose are left out."""
    found = marks_of(course, unpublished=unpublished)
    if found.left_out:
        places = [f"{one_line(student)} {one_line(slug)}" for student, slug in found.left_out]
        tell(f"Left out, since not published (grader publish): {', '.join(places)}")
    return found


def deliver(content: bytes, out: Path | None, what: str) -> None:
    """Write to the file ``out``, and say ``what``, or to standard output."""
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_named(out, content)
        tell(f"{what} written to {out}")


def tell_left_out(left_out: Sequence[tuple[str, str]]) -> None:
    """Name whom an export leaves out, by reason."""
    reasons: dict[str, list[str]] = {}
    for who, why in left_out:
        reasons.setdefault(why, []).append(one_line(who))
    for why, people in sorted(reasons.items()):
        tell(f"Left out, {one_line(why)}: {', '.join(people)}")


def marks_of(course: Course, *, unpublished: bool, slug: str | None = None) -> Marks:
    """A course's marks, or those of one assignment."""
    with reading(course.folder) as book:
        found = marks(book, course.policy_of)
        maxima = dict(Assignment.objects.filter(course=book.course).values_list("slug", "max_score"))
    table = [row for row in rows(course.roster, maxima, {}, found) if slug in (None, row.assignment)]
    if not unpublished:
        return Marks(*_published(table, found), found)
    tell("These marks are as they stand now; not all of them may be published.")
    return Marks(table, [], found)


def _published(table: list[GradeRow], found: dict[Place, Mark]) -> tuple[list[GradeRow], list[Place]]:
    """What students were told, and who was told nothing."""
    kept: list[GradeRow] = []
    left_out: list[Place] = []
    for row in table:
        mark = found.get((row.student, row.assignment))
        if mark is None or mark.status == MISSING:
            kept.append(row)
        elif mark.published is None:
            left_out.append((row.student, row.assignment))
        else:
            known = mark.published
            kept.append(replace(row, status=known.status, score=known.points, max_score=known.max_score))
    return kept, left_out
