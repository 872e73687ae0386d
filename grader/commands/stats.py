"""``grader stats``: a class in numbers on the terminal, and as a report with charts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ..core.text import LANGUAGES
from ..files import write_whole
from ..gradebook.classes import classes
from ..gradebook.models import Assignment
from ..intake.assignments import find_assignment
from ..reports.class_report import class_report
from ..reports.stats import stats_text
from .book import reading
from .classwork import is_ours, open_course
from .people import find_row
from .terms import console, tell


def show_stats(folder: Path, *, slug: str | None, language: str | None, html: bool, assignments: Path) -> None:
    """Print the numbers; with ``html`` write ``evidence/report.en.html`` and ``report.ru.html`` as well."""
    course = open_course(folder)
    with reading(folder) as book:
        if slug is not None:
            find_row(book, slug)
        slugs = Assignment.objects.filter(course=book.course).order_by("slug").values_list("slug", flat=True)
        wanted = [name for name in slugs if slug in (None, name) and is_ours(name, assignments)]
        found = classes(book, course.policy_of, [find_assignment(name, assignments) for name in wanted])
        name = book.course.name
    console().print(stats_text(found, language or course.language), end="")
    if html:
        home = folder / "evidence"  # for staff only, as everything in there
        home.mkdir(mode=0o700, exist_ok=True)
        for each in LANGUAGES:
            path = home / f"report.{each}.html"
            write_whole(path, class_report(name, found, each, made_at=datetime.now(UTC)).encode())
            tell(f"written: {path}")
