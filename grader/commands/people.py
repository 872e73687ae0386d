"""Whom a command means: students and assignments by name, with a hint where nobody is called so."""

from __future__ import annotations

from ..gradebook.connection import Gradebook
from ..gradebook.models import Assignment, Person
from .terms import UsageProblem, near


def find_person(book: Gradebook, login: str) -> Person:
    """The student of that id; ``UsageProblem`` where there is none."""
    person: Person | None = Person.objects.filter(course=book.course, login=login).first()
    if person is None:
        known = Person.objects.filter(course=book.course, login__isnull=False).values_list("login", flat=True)
        raise UsageProblem(f"The gradebook knows no student {login!r}{near(login, known)}")
    return person


def find_row(book: Gradebook, slug: str) -> Assignment:
    """The assignment of that name; ``UsageProblem`` where nothing was graded for it."""
    row: Assignment | None = Assignment.objects.filter(course=book.course, slug=slug).first()
    if row is None:
        known = Assignment.objects.filter(course=book.course).values_list("slug", flat=True)
        raise UsageProblem(f"The gradebook knows no assignment {slug!r}{near(slug, known)}")
    return row
