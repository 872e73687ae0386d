"""Marks as files: tables of all marks as they stand, and published marks as the files that learning platforms take."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..commands.marksheet import rows as mark_rows
from ..core.assignment import Assignment
from ..gradebook.marks import Published, marks
from ..gradebook.models import Assignment as AssignmentRow
from ..intake.course import Student
from ..lms.exports import canvas, moodle, openedx
from ..lms.exports.entries import Entry, Export
from ..lms.exports.sheet import BadSheet
from ..reports.grades import GradeRow, grades_text
from ..reports.workbook import workbook
from .access import GRADERS, Visit, in_course

_TABLES = {
    "csv": ("text/csv; charset=utf-8", lambda table: grades_text(table).encode()),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
}
_MOST_NAMED = 20  # of those who are left out


@require_GET
@in_course(GRADERS)
def downloads(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What can be had."""
    return render(request, "web/downloads.html", {"visit": visit, "slugs": list(visit.classroom.assignments)})


@require_GET
@in_course(GRADERS)
def export(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """The marks as they stand now, as a file."""
    if kind not in _TABLES:
        raise Http404
    media, write = _TABLES[kind]
    return _file(visit, f"marks.{kind}", media, write(_table(visit)))


def _file(visit: Visit, name: str, media: str, content: bytes) -> HttpResponse:
    told = f'attachment; filename="{visit.membership.site.folder}-{name}"'
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": told})


def _table(visit: Visit) -> list[GradeRow]:
    book = visit.classroom.book
    maxima = dict(AssignmentRow.objects.filter(course=book.course).values_list("slug", "max_score"))
    return mark_rows(visit.classroom.course.roster, maxima, {}, marks(book, visit.classroom.policy))


# -- learning platforms ------------------------------------------------------------------------------------


def _canvas(entries: list[Entry], spec: Assignment, given: bytes | None) -> Export:
    if given is None:
        return canvas.make(entries, spec.title.en, max_score=spec.max_score)
    titles = [spec.title.en, spec.title.ru, spec.slug]
    return canvas.fill(given, entries, titles, max_score=spec.max_score, scale=False)


def _moodle(entries: list[Entry], spec: Assignment, given: bytes | None) -> Export:
    return moodle.make(entries, spec.title.en, known=given)


def _openedx(entries: list[Entry], spec: Assignment, given: bytes | None) -> Export:
    return openedx.fill(given or b"", entries)


_PLATFORMS: dict[str, Callable[[list[Entry], Assignment, bytes | None], Export]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    "openedx": _openedx,
}


@require_POST
@in_course(GRADERS)
def for_platform(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Published marks of one assignment, in a platform's own file where one is given. Whoever is left out is named."""
    spec = visit.classroom.assignments.get(request.POST.get("slug", ""))
    make = _PLATFORMS.get(request.POST.get("platform", ""))
    if spec is None or make is None:
        raise Http404
    file = request.FILES.get("file")
    given = file.read() if isinstance(file, UploadedFile) else None
    try:
        made = make(_entries(visit, spec), spec, given)
    except BadSheet as error:
        messages.error(request, _("This file cannot be filled in: %s") % error)
        return redirect("downloads", folder=visit.membership.site.folder)
    if made.left_out:
        named = "; ".join(f"{who} ({why})" for who, why in made.left_out[:_MOST_NAMED])
        messages.warning(
            request, _("%(count)d are left out: %(named)s") % {"count": len(made.left_out), "named": named}
        )
    name = f"{spec.slug}-{request.POST['platform']}.csv"
    return _file(visit, name, "text/csv; charset=utf-8", made.content)


def _entries(visit: Visit, spec: Assignment) -> list[Entry]:
    """Everybody on the roster, with the mark that was published."""
    found = marks(visit.classroom.book, visit.classroom.policy, slug=spec.slug)
    published = {login: mark.published for (login, _slug), mark in found.items()}
    return [_entry(student, published.get(student.id)) for student in visit.classroom.course.roster]


def _entry(person: Student, told: Published | None) -> Entry:
    names = (person.last_name, person.first_name, person.email, person.lms_user_id)
    return Entry(person.id, *names, told.status if told else "not published", told.points if told else None)
