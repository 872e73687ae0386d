"""``grader publish``: marks become known. Only published ones go to students, into exports and to an LMS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..core.verdict import Status
from ..gradebook.connection import Gradebook
from ..gradebook.marks import UNGRADED, Mark, marks, publish
from ..intake.course import Course
from ..reports.safe import number, one_line
from .book import writing
from .classwork import open_course
from .people import find_person, find_row
from .terms import Exit, console, tell


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose marks, for which assignment; None: all."""

    slug: str | None = None
    student: str | None = None


def points_of(points: float | None) -> str:
    """A number of points for people; a dash for none."""
    return "-" if points is None else number(points)


def publish_marks(folder: Path, chosen: Chosen, *, dry_run: bool) -> Exit:
    """Publish, and tell what changed. ``dry_run``: tell only. Nothing is published twice."""
    course = open_course(folder)
    with writing(folder) as book:
        found = _chosen(book, course, chosen)
        ready = [mark for mark in found if mark.status not in (Status.ERROR, UNGRADED)]
        changed = [mark for mark in ready if mark.differs]
        new = [mark for mark in ready if mark.published is None]
        if not dry_run:
            publish(book, ready)
    _tell(changed, len(new), len(ready) - len(new) - len(changed), dry_run=dry_run)
    left_out = [mark for mark in found if mark not in ready]
    for mark in left_out:
        tell(f"left out: {one_line(mark.login)}  {one_line(mark.slug)}  {mark.status}")
    return Exit.DONE


def _chosen(book: Gradebook, course: Course, chosen: Chosen) -> list[Mark]:
    if chosen.student is not None:
        find_person(book, chosen.student)
    if chosen.slug is not None:
        find_row(book, chosen.slug)
    found = marks(book, course.policy_of, login=chosen.student)
    return [mark for (_, slug), mark in sorted(found.items()) if chosen.slug in (None, slug)]


def _tell(changed: Sequence[Mark], new: int, same: int, *, dry_run: bool) -> None:
    out = console()
    for mark in changed:
        before = mark.published.points if mark.published else None
        out.print(f"{one_line(mark.login)}  {one_line(mark.slug)}  {points_of(before)} -> {points_of(mark.points)}")
    verb = "would be published" if dry_run else "published"
    out.print(f"{new} new and {len(changed)} changed marks {verb}; {same} were known already.")
