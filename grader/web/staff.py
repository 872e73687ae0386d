"""What staff of a course see and do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ..gradebook.marks import Mark, marks
from ..gradebook.models import Person, Submission
from ..gradebook.packing import unpacked_submission, unpacked_verdict
from ..reports.view import page
from .access import STAFF, Visit, in_course
from .students import language


@dataclass(frozen=True, slots=True)
class Row:
    """One student of the class table: a mark, or None, for each assignment."""

    person: Person
    cells: tuple[tuple[str, Mark | None], ...]

    @property
    def total(self) -> float:
        return sum(mark.points or 0.0 for _, mark in self.cells if mark)


@require_GET
@in_course(STAFF)
def classroom(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The class as a table: students by assignments."""
    book = visit.classroom.book
    found = marks(book, visit.classroom.policy)
    people = Person.objects.filter(course=book.course, login__isnull=False).order_by("position", "last_name", "login")
    slugs = list(visit.classroom.assignments)
    rows = [Row(one, tuple((slug, found.get((str(one.login), slug))) for slug in slugs)) for one in people]
    titles = [(slug, one.title.in_language(language())) for slug, one in visit.classroom.assignments.items()]
    return render(request, "web/class.html", {"visit": visit, "rows": rows, "titles": titles})


@require_GET
@in_course(STAFF)
def student(request: HttpRequest, visit: Visit, person: int, slug: str) -> HttpResponse:
    """All attempts of one student at one assignment."""
    book = visit.classroom.book
    who = get_object_or_404(Person, pk=person, course=book.course, login__isnull=False)
    spec = visit.classroom.assignments.get(slug)
    if spec is None:
        raise Http404
    mark = marks(book, visit.classroom.policy, login=who.login).get((str(who.login), slug))
    context = {"visit": visit, "who": who, "slug": slug, "mark": mark, "title": spec.title.in_language(language())}
    return render(request, "web/student.html", context)


@require_GET
@in_course(STAFF)
def submission(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One attempt with everything that the evidence holds."""
    rows = Submission.objects.select_related("person", "assignment", "verdict")
    found = get_object_or_404(rows, pk=pk, person__course=visit.membership.site.course)
    slug = found.assignment.slug
    context: dict[str, object] = {"visit": visit, "attempt": found, "slug": slug, "who": found.person}
    if found.verdict is not None:
        spec = visit.classroom.assignments.get(slug)
        verdict = unpacked_verdict(found.verdict.document)
        context["page"] = page(verdict, language(), assignment=spec, staff=True)
        handed_in = unpacked_submission(found.files, str(found.person.login), slug)
        context["sources"] = [(one.target, one.content.decode("utf-8", "replace")) for one in handed_in.taken]
    return render(request, "web/submission.html", context)
