"""``grader show``: everything the gradebook holds of one student's marks."""

from __future__ import annotations

from pathlib import Path

from ..core.policy import Policy
from ..gradebook.connection import Gradebook
from ..gradebook.marks import Mark, Tried, marks
from ..gradebook.models import Adjustment, Person
from ..reports.safe import number, one_line
from ..reports.table import table
from .book import reading
from .classwork import open_course
from .coursework import iso
from .people import find_person
from .publish import points_of
from .terms import console


def show_student(folder: Path, student: str) -> None:
    """Print one student's attempts, marks and adjustments. ``UsageProblem`` where nobody is called so."""
    course = open_course(folder)
    out = console()
    with reading(folder) as book:
        person = find_person(book, student)
        out.print(_heading(person))
        found = marks(book, course.policy_of, login=student)
        for (_, slug), mark in sorted(found.items()):
            out.print()
            out.print(_of_assignment(book, person, mark, course.policy_of(slug)), end="")
        if not found:
            out.print("Nothing was handed in.")


def _heading(person: Person) -> str:
    name = " ".join(part for part in (person.first_name, person.last_name) if part)
    known = [str(person.login), name, person.email, "" if person.position else "not on the roster"]
    return "  ".join(one_line(part) for part in known if part)


def _of_assignment(book: Gradebook, person: Person, mark: Mark, policy: Policy) -> str:
    lines = [f"{one_line(mark.slug)}: {points_of(mark.points)}/{number(mark.max_score)}  {mark.status}\n"]
    if mark.published is None:
        lines.append("not published\n")
    else:
        again = ", and is another one now" if mark.differs else ""
        lines.append(f"published as {points_of(mark.published.points)} on {iso(mark.published.at)}{again}\n")
    if mark.tried:
        head = ["attempt", "submitted", "days late", "status", "score", "kept", "counts"]
        lines.append(table(head, [_attempt(one, mark, policy) for one in mark.tried]))
    lines += [_adjustment(row) for row in _adjustments(book, person, mark.slug)]
    return "".join(lines)


def _attempt(one: Tried, mark: Mark, policy: Policy) -> list[str]:
    attempt = one.attempt
    late = policy.days_late(attempt.submitted_at)
    return [
        str(attempt.number),
        iso(attempt.submitted_at) or "unknown",
        str(late),
        attempt.status.value if attempt.status else "ungraded",
        points_of(attempt.score),
        f"{policy.kept(late):.0%}",
        "yes" if one is mark.counting else "",
    ]


def _adjustments(book: Gradebook, person: Person, slug: str) -> list[Adjustment]:
    rows = Adjustment.objects.filter(person=person, assignment__slug=slug, person__course=book.course)
    return list(rows.select_related("by").order_by("pk"))


def _adjustment(row: Adjustment) -> str:
    return f"{row.points:+g} by {one_line(row.by.name)} on {iso(row.at)}: {one_line(row.comment)}\n"
