"""Feedback pages that may leave the course: those that show what was published."""

from __future__ import annotations

import json
from pathlib import Path

from ..gradebook.marks import MISSING, Mark, marks
from ..intake.course import Course
from .book import reading


def published_pages(course: Course, slug: str) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """The pages of an assignment by student, and whose is left out: ``[(who, why)]``.

    A page shows the attempt that was handed in last. Where the mark is that of another one, or was published before
    it became what it is now, the page would say something else than the mark.
    """
    with reading(course.folder) as book:
        found = {login: mark for (login, name), mark in marks(book, course.policy_of).items() if name == slug}
    pages: dict[str, bytes] = {}
    left_out = []
    for login, mark in sorted(found.items()):
        folder = course.folder / "graded" / login / slug
        if why := _why_not(mark, folder):
            left_out.append((login, why))
        else:
            pages[login] = (folder / "feedback.html").read_bytes()
    return pages, left_out


def _why_not(mark: Mark, folder: Path) -> str:
    if mark.status == MISSING:
        return MISSING
    if mark.published is None:
        return "not published"
    if mark.differs:
        return "published with another mark than now"
    try:
        shown = json.loads((folder / "verdict.json").read_bytes())["score"]
    except FileNotFoundError:
        return "without a feedback page"
    if mark.counting is None or shown != mark.counting.attempt.score:
        return "with a page about another attempt than the one that counts"
    return ""
