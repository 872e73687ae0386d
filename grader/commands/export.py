"""``grader export csv | xlsx | json``: the published marks of a whole course."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from ..files import write_whole
from ..gradebook.marks import MISSING, Mark, marks
from ..gradebook.models import Assignment
from ..gradebook.roster import Place
from ..intake.course import Course
from ..reports.grades import GradeRow, grades_text
from ..reports.safe import one_line
from .book import reading
from .classwork import open_course
from .marksheet import rows
from .terms import tell

BOM = codecs.BOM_UTF8  # by which Excel knows UTF-8, in a Russian one too


def export_csv(folder: Path, *, out: Path | None, unpublished: bool, bom: bool = False) -> None:
    """Write one row for each student and assignment: what was published or, where asked, what stands now."""
    table = _whole_course(folder, unpublished=unpublished)
    deliver((BOM if bom else b"") + grades_text(table).encode(), out, f"{len(table)} rows")


def export_xlsx(folder: Path, *, out: Path, unpublished: bool) -> None:
    """Write an Excel workbook: a table students x assignments, and what ``export_csv`` writes."""
    from ..reports.workbook import workbook  # what it is written with takes longer to import than the rest

    table = _whole_course(folder, unpublished=unpublished)
    deliver(workbook(table), out, f"{len(table)} rows")


def export_json(folder: Path, *, out: Path | None, unpublished: bool) -> None:
    """Write a list of objects with the keys of ``grades.csv``."""
    table = _whole_course(folder, unpublished=unpublished)
    text = json.dumps([asdict(row) for row in table], ensure_ascii=False, indent=1) + "\n"
    deliver(text.encode("utf-8", "replace"), out, f"{len(table)} marks")


def _whole_course(folder: Path, *, unpublished: bool) -> list[GradeRow]:
    """All marks of a course that may leave it. Says whose are left out."""
    table, left_out = marks_of(open_course(folder), unpublished=unpublished)
    if left_out:
        places = [f"{one_line(student)} {one_line(slug)}" for student, slug in left_out]
        tell(f"Left out, since not published (grader publish): {', '.join(places)}")
    return table


def deliver(content: bytes, out: Path | None, what: str) -> None:
    """Write to the file ``out``, and say ``what``, or to standard output."""
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_whole(out, content)
        tell(f"{what} written to {out}")


def tell_left_out(left_out: Sequence[tuple[str, str]]) -> None:
    """Name whom an export leaves out, by reason."""
    reasons: dict[str, list[str]] = {}
    for who, why in left_out:
        reasons.setdefault(why, []).append(one_line(who))
    for why, people in sorted(reasons.items()):
        tell(f"Left out, {why}: {', '.join(people)}")


def marks_of(course: Course, *, unpublished: bool, slug: str | None = None) -> tuple[list[GradeRow], list[Place]]:
    """A course's marks, or those of one assignment; and whose are left out, since they are not published."""
    with reading(course.folder) as book:
        found = marks(book, course.policy_of)
        maxima = dict(Assignment.objects.filter(course=book.course).values_list("slug", "max_score"))
    table = [row for row in rows(course.roster, maxima, {}, found) if slug in (None, row.assignment)]
    if not unpublished:
        return _published(table, found)
    tell("These marks are as they stand now; not all of them may be published.")
    return table, []


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
