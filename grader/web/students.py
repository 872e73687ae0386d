"""What a student sees and does in a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..core.assignment import Assignment
from ..core.submission import Submission as HandedIn
from ..core.verdict import Status, Verdict
from ..gradebook.marks import Mark, extended, marks
from ..gradebook.models import Submission
from ..gradebook.packing import unpacked, unpacked_submission, unpacked_verdict
from ..gradebook.roster import AttemptsUsed
from ..reports.pictures import pictures
from ..reports.view import page
from ..sandbox.limits import default_limits
from . import lines
from .access import STUDENTS, Visit, in_course
from .briefs import brief, stub
from .earlier import since
from .handing import Closed, hand, uploaded, written
from .models import Draft, State, Work
from .sources import annotated
from .talk import talk_about

# Milliseconds after which a page looks again: the longer the line, the later, since all who wait in it look.
_SHORTEST_PAUSE, _PAUSE_EACH, _LONGEST_PAUSE = 400, 100, 5000


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment in a student's list."""

    slug: str
    title: str
    due: datetime | None
    max_score: float
    left: int | None  # attempts; None: as many as one likes
    mark: Mark | None

    @property
    def so_far(self) -> float | None:
        """What the attempts come to. Points by hand are not in it: they are seen once the mark is published."""
        return self.mark.standing.points if self.mark and self.mark.standing else None

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < timezone.now()


def language() -> str:
    """That of the page: ``en`` or ``ru``."""
    return "ru" if (get_language() or "en").startswith("ru") else "en"


def assignment_row(visit: Visit, assignment: Assignment, mark: Mark | None) -> AssignmentRow:
    """What the lists of pages and of the API hold."""
    policy = visit.classroom.policy(assignment.slug)
    used = sum(one.attempt.status in (None, Status.GRADED) for one in mark.tried) if mark else 0
    left = None if policy.attempts is None else max(0, policy.attempts - used)
    due = extended(policy, mark.extended if mark else None).due
    return AssignmentRow(
        assignment.slug, assignment.title.in_language(language()), due, assignment.max_score, left, mark
    )


def own_marks(visit: Visit) -> dict[str, Mark]:
    """By assignment."""
    login = visit.membership.person.login
    found = marks(visit.classroom.book, visit.classroom.policy, login=login)
    return {slug: mark for (_login, slug), mark in found.items()}


@require_GET
@in_course(STUDENTS)
def course(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All assignments of the course, each with what the student has there."""
    found = own_marks(visit)
    rows = [assignment_row(visit, one, found.get(slug)) for slug, one in visit.classroom.assignments.items()]
    return render(request, "web/course.html", {"visit": visit, "rows": rows})


def own_work(visit: Visit) -> QuerySet[Work]:
    """What whoever asks has put in the line, and no regrade of the staff's."""
    return Work.objects.filter(person=visit.membership.person, regrading=None)


def _assignment(visit: Visit, slug: str) -> Assignment:
    try:
        return visit.classroom.assignments[slug]
    except KeyError:
        raise Http404 from None


@require_GET
@in_course(STUDENTS)
def assignment(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """The brief, the editor, and every attempt so far."""
    spec, person = _assignment(visit, slug), visit.membership.person
    drafts = dict(Draft.objects.filter(person=person, slug=slug).values_list("name", "text"))
    files = [(name, drafts.get(name, stub(spec, name)), stub(spec, name)) for name in spec.submit]
    context = {
        "visit": visit,
        "row": assignment_row(visit, spec, own_marks(visit).get(slug)),
        "brief": brief(spec, language()),
        "files": files,
        "open_work": own_work(visit).filter(slug=slug, state__in=[State.WAITING, State.RUNNING]).last(),
    }
    return render(request, "web/assignment.html", context)


@require_POST
@in_course(STUDENTS)
def submit(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Hand in, or only try: an upload, or what was written in the browser. The answer is the work's live panel."""
    spec, what = _assignment(visit, slug), request.POST.get("what")
    if what not in ("try", "submit"):  # a form that did not arrive whole must not take an attempt
        raise BadRequest
    try:
        work = hand(visit, spec, _handed_in(request, visit, spec), only_try=what == "try")
    except Closed:
        return _refused(request, visit, slug, _("This course is over. Nothing was handed in."))
    except AttemptsUsed:
        return _refused(request, visit, slug, _("You have no attempt left for this assignment. Nothing was handed in."))
    except lines.TooMany:
        return _refused(request, visit, slug, _("Enough of yours is waiting to be graded. Try again in a moment."))
    if request.htmx:
        return render(request, "web/panel.html", _about(visit, work))
    return redirect("work", folder=visit.membership.site.folder, pk=work.pk)


def _refused(request: HttpRequest, visit: Visit, slug: str, why: str) -> HttpResponse:
    if request.htmx:
        return render(request, "web/refused.html", {"why": why})
    messages.error(request, why)
    return redirect("assignment", folder=visit.membership.site.folder, slug=slug)


def _handed_in(request: HttpRequest, visit: Visit, spec: Assignment) -> HandedIn:
    given = request.FILES.get("upload")
    if isinstance(given, UploadedFile) and given.name:
        return uploaded(visit, spec, given.name, given.read())
    return written(visit, spec, {name: request.POST.get(f"text:{name}", "") for name in spec.submit})


@require_POST
@in_course(STUDENTS)
def draft(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Keep what was written so far."""
    spec, person = _assignment(visit, slug), visit.membership.person
    for name in spec.submit:
        text = request.POST.get(f"text:{name}")
        if text is not None and len(text) <= default_limits().source_kb * 1024:
            kept = text.replace("\0", "\ufffd")  # PostgreSQL keeps none, and no source has one
            Draft.objects.update_or_create(person=person, slug=slug, name=name, defaults={"text": kept})
    return render(request, "web/saved.html", {"at": timezone.now()})


@require_GET
@in_course(STUDENTS)
def work(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """How far a piece of work is; its result once there is one. Asked for again and again by the page.

    ``?seen=``: what it shows already. Where that is still so, 204: nothing is announced or drawn anew.
    """
    found = get_object_or_404(own_work(visit), pk=pk)
    about = _about(visit, found)
    if request.GET.get("seen") == about["seen"]:
        return HttpResponse(status=204)
    return render(request, "web/panel.html" if request.htmx else "web/work.html", about)


def _about(visit: Visit, found: Work) -> dict[str, object]:
    before = lines.place(found)
    again = min(_LONGEST_PAUSE, _SHORTEST_PAUSE + _PAUSE_EACH * before)
    about: dict[str, object] = {"visit": visit, "work": found, "slug": found.slug, "before": before, "again": again}
    about["seen"] = f"{found.state}-{before}"
    if found.state in (State.DONE, State.FAILED):
        verdict = verdict_of(found)
        if verdict is None:
            return about | {"gone": True}
        about |= _shown(visit, verdict, found.slug, found.submission, tried=found.files)
    return about


def verdict_of(found: Work) -> Verdict | None:
    """What came of it; None where it is under way, or could not be graded and never will be."""
    if found.submission is not None:
        row = found.submission.verdict
        return unpacked_verdict(row.document) if row and found.state in (State.DONE, State.FAILED) else None
    return Verdict.from_json(unpacked(found.verdict)) if found.verdict else None


def _shown(
    visit: Visit, verdict: Verdict, slug: str, attempt: Submission | None, *, tried: bytes = b""
) -> dict[str, object]:
    spec, person = visit.classroom.assignments.get(slug), visit.membership.person
    handed_in = unpacked_submission(attempt.files if attempt else tried, str(person.login), slug)
    shown = page(verdict, language(), assignment=spec)
    return {
        "page": shown,
        "sources": annotated(handed_in, verdict, shown),
        "pictures": pictures(verdict, language(), spec),
        "since": since(person, slug, verdict, handed_in, language(), before=attempt),
    }


def own_attempt(visit: Visit, pk: int) -> Submission:
    """One of whoever asks. ``Http404`` for anybody else's."""
    mine = Submission.objects.select_related("verdict", "assignment").filter(person=visit.membership.person)
    return get_object_or_404(mine, pk=pk)


@require_GET
@in_course(STUDENTS)
def attempt(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One attempt with its verdict."""
    found = own_attempt(visit, pk)
    about: dict[str, object] = {"visit": visit, "attempt": found, "slug": found.assignment.slug}
    about |= talk_about(found) | {"may_ask": found.verdict is not None and not visit.membership.site.closed}
    if found.verdict is not None:
        about |= _shown(visit, unpacked_verdict(found.verdict.document), found.assignment.slug, found)
    return render(request, "web/attempt.html", about)
