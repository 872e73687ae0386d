"""What staff of a course see and do."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..core.assignment import Assignment
from ..gradebook import audit
from ..gradebook.classes import classes
from ..gradebook.marks import adjust, extend, marks
from ..gradebook.models import Adjustment, AuditEntry, Extension, Person, Submission
from ..gradebook.packing import unpacked_submission, unpacked_verdict
from ..gradebook.roster import assignments as enter_assignments
from ..reports.class_report import class_report
from ..reports.pictures import pictures
from ..reports.view import page
from .access import GRADERS, OWNERS, STAFF, Visit, in_course
from .earlier import since
from .sources import annotated
from .students import language
from .talk import talk_about

_LOG_PAGE = 200
_REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def _student_and_assignment(visit: Visit, person: int, slug: str) -> tuple[Person, Assignment]:
    who = get_object_or_404(Person, pk=person, course=visit.membership.site.course, login__isnull=False)
    spec = visit.classroom.assignments.get(slug)
    if spec is None:
        raise Http404
    return who, spec


@require_GET
@in_course(STAFF)
def student(request: HttpRequest, visit: Visit, person: int, slug: str) -> HttpResponse:
    """All attempts of one student at one assignment, and what staff added by hand."""
    who, spec = _student_and_assignment(visit, person, slug)
    found = marks(visit.classroom.book, visit.classroom.policy, login=str(who.login))
    adjustments = Adjustment.objects.filter(person=who, assignment__slug=slug).select_related("by").order_by("pk")
    context = {
        "visit": visit,
        "who": who,
        "slug": slug,
        "mark": found.get((str(who.login), slug)),
        "title": spec.title.in_language(language()),
        "adjustments": adjustments,
        "extensions": Extension.objects.filter(person=who, assignment__slug=slug).select_related("by").order_by("pk"),
        "due": visit.classroom.policy(slug).due,
    }
    return render(request, "web/student.html", context)


class ExtendForm(forms.Form):
    """Until when, in the site's time zone, and why."""

    due = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
    why = forms.CharField(max_length=2000)


@require_POST
@in_course(GRADERS)
def extend_deadline(request: HttpRequest, visit: Visit, person: int, slug: str) -> HttpResponse:
    """Give one student more time, or less again."""
    who, spec = _student_and_assignment(visit, person, slug)
    form = ExtendForm(request.POST)
    if form.is_valid():
        book = visit.classroom.book
        extend(book, who, enter_assignments(book, [spec])[slug], form.cleaned_data["due"], form.cleaned_data["why"])
        messages.success(request, _("The deadline is another one now, for this student alone."))
    else:
        messages.error(request, _("Nothing was changed: it takes a day with a time, and a reason."))
    return redirect("student", folder=visit.membership.site.folder, person=person, slug=slug)


class AdjustForm(forms.Form):
    """Points by hand, and why."""

    points = forms.FloatField(min_value=-1000, max_value=1000)
    why = forms.CharField(max_length=2000)


@require_POST
@in_course(GRADERS)
def adjust_points(request: HttpRequest, visit: Visit, person: int, slug: str) -> HttpResponse:
    """Give or take points by hand. What is published stays as it is until it is published again."""
    who, spec = _student_and_assignment(visit, person, slug)
    form = AdjustForm(request.POST)
    if form.is_valid():
        book = visit.classroom.book
        row = enter_assignments(book, [spec])[slug]
        adjust(book, who, row, form.cleaned_data["points"], form.cleaned_data["why"])
        messages.success(request, _("%+g points. The reason is kept with them.") % form.cleaned_data["points"])
    else:
        messages.error(request, _("Nothing was changed: it takes a number of points and a reason."))
    return redirect("student", folder=visit.membership.site.folder, person=person, slug=slug)


@require_GET
@in_course(STAFF)
def submission(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One attempt with everything that the evidence holds; with ``?as=student`` exactly what its student sees."""
    rows = Submission.objects.select_related("person", "assignment", "verdict")
    found = get_object_or_404(rows, pk=pk, person__course=visit.membership.site.course)
    slug, staff = found.assignment.slug, request.GET.get("as") != "student"
    context: dict[str, object] = {"visit": visit, "attempt": found, "slug": slug, "who": found.person, "staff": staff}
    context |= talk_about(found)
    if found.verdict is not None:
        spec = visit.classroom.assignments.get(slug)
        verdict = unpacked_verdict(found.verdict.document)
        context["page"] = shown = page(verdict, language(), assignment=spec, staff=staff)
        handed_in = unpacked_submission(found.files, str(found.person.login), slug)
        context["sources"] = annotated(handed_in, verdict, shown)
        context["pictures"] = pictures(verdict, language(), spec)
        context["since"] = since(found.person, slug, verdict, handed_in, language(), before=found)
    return render(request, "web/submission.html", context)


@require_GET
@in_course(STAFF)
def report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Distributions, hardest checks, commonest diagnoses, and the heat map of students by checks."""
    found = classes(visit.classroom.book, visit.classroom.policy, list(visit.classroom.assignments.values()))
    text = class_report(visit.membership.site.title, found, language(), made_at=datetime.now(UTC))
    return HttpResponse(text, headers={"Content-Security-Policy": _REPORT_POLICY})


@require_GET
@in_course(OWNERS)
def log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The audit log's last entries; with ``?check=1``, which takes long, what in the gradebook differs."""
    book = visit.classroom.book
    entries = AuditEntry.objects.filter(course=book.course).order_by("-serial")[:_LOG_PAGE]
    names = dict(book.course.actor_set.values_list("key", "name"))
    people = dict(Person.objects.filter(course=book.course).values_list("key", "login"))
    rows = [(one, names.get(one.actor, "?"), people.get(one.person) or "") for one in entries]
    findings = audit.verify(book) if request.GET.get("check") else None
    return render(request, "web/log.html", {"visit": visit, "rows": rows, "findings": findings})
