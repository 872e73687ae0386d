"""``grader adjust``: points given or taken by hand, with the reason. No regrade takes them back."""

from __future__ import annotations

import math
from pathlib import Path

from ..core.policy import Policy
from ..gradebook.connection import Gradebook
from ..gradebook.marks import Mark, adjust, marks
from ..reports.safe import one_line
from .book import writing
from .classwork import open_course
from .marksheet import write_marksheet
from .people import find_person, find_row
from .publish import points_of
from .terms import Exit, UsageProblem, console, tell


def adjust_mark(
    folder: Path, student: str, slug: str, points: float, *, why: str, by: str | None, assignments: Path
) -> Exit:
    """Add ``points`` to a mark. Raises ``UsageProblem`` where that makes no sense."""
    if not math.isfinite(points) or points == 0:
        raise UsageProblem("POINTS must be a number other than 0, such as 1.5 or -2.")
    if not why.strip():
        raise UsageProblem("--why must say why: the student and your colleagues will ask.")
    course = open_course(folder)
    with writing(folder, actor=by) as book:
        person, row = find_person(book, student), find_row(book, slug)
        policy = course.policy_of(slug)
        before = _mark(book, student, slug, policy)
        adjust(book, person, row, points, why.strip())
        after = _mark(book, student, slug, policy)
        write_marksheet(book, course, assignments)
    was = points_of(before.points if before else None)
    now = points_of(after.points if after else None)
    console().print(f"{one_line(student)}  {one_line(slug)}  {was} -> {now}  ({points:+g}: {one_line(why)})")
    if after and after.differs:
        tell(f"The mark is published as it was before. To make the new one known: grader publish {folder}")
    return Exit.DONE


def _mark(book: Gradebook, student: str, slug: str, policy: Policy) -> Mark | None:
    return marks(book, lambda _: policy, login=student).get((student, slug))
