"""``grader export``: published marks for other programs."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from ..files import write_whole
from ..gradebook.marks import MISSING, Mark, marks
from ..gradebook.models import Assignment
from ..gradebook.roster import Place
from ..reports.grades import GradeRow, grades_text
from ..reports.safe import one_line
from .book import reading
from .classwork import open_course
from .marksheet import rows
from .terms import tell


def export_csv(folder: Path, *, out: Path | None, unpublished: bool) -> None:
    """Write one row for each student and assignment: what was published or, where asked, what stands now."""
    course = open_course(folder)
    with reading(folder) as book:
        found = marks(book, course.policy_of)
        maxima = dict(Assignment.objects.filter(course=book.course).values_list("slug", "max_score"))
    table = rows(course.roster, maxima, {}, found)
    if unpublished:
        tell("These marks are as they stand now; not all of them may be published.")
    else:
        table = _published(table, found)
    content = grades_text(table).encode()
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_whole(out, content)
        tell(f"{len(table)} rows written to {out}")


def _published(table: list[GradeRow], found: dict[Place, Mark]) -> list[GradeRow]:
    """What students were told; who was told nothing is left out and named."""
    kept, left_out = [], []
    for row in table:
        mark = found.get((row.student, row.assignment))
        if mark is None or mark.status == MISSING:
            kept.append(row)
        elif mark.published is None:
            left_out.append(f"{one_line(row.student)} {one_line(row.assignment)}")
        else:
            known = mark.published
            kept.append(replace(row, status=known.status, score=known.points, max_score=known.max_score))
    if left_out:
        tell(f"Left out, since not published (grader publish): {', '.join(left_out)}")
    return kept
