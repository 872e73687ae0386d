"""What staff of a course see of learning platforms: which courses are connected, and what was sent there."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ..access import GRADERS, OWNERS, STAFF, Visit, in_course
from . import invitations
from .models import Context, Delivery, Link, Score, Sending

CODE_LIFE = timedelta(days=7)
_ROWS = 50
_STATES = {"": gettext_lazy("all"), **dict(Sending.choices)}


@require_GET
@in_course(STAFF)
def lms(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The platforms' courses that are this one, their activities, and every score with what became of it."""
    return render(request, "lti/lms.html", _about(request, visit))


def _about(request: HttpRequest, visit: Visit) -> dict[str, object]:
    site = visit.membership.site
    state = request.GET.get("state", "")
    state = state if state in _STATES else ""
    scores = _scores(visit).filter(**({"state": state} if state else {}))
    latest = Delivery.objects.filter(score=OuterRef("pk")).order_by("-pk")
    scores = scores.annotate(
        told=Subquery(latest.values("answer")[:1]),
        told_at=Subquery(latest.values("at")[:1]),
        given=Subquery(latest.values("given")[:1]),
        maximum=Subquery(latest.values("maximum")[:1]),
    )
    rows = scores.select_related("link__context", "person", "publication")
    page = Paginator(rows.order_by("person__last_name", "person__login", "pk"), _ROWS)
    contexts = Context.objects.filter(site=site).select_related("deployment__platform")
    return {
        "visit": visit,
        "contexts": contexts.order_by("pk"),
        "links": Link.objects.filter(context__site=site).select_related("context").order_by("context", "pk"),
        "states": _STATES.items(),
        "state": state,
        "page": page.get_page(request.GET.get("page", "1")),
    }


def _scores(visit: Visit) -> QuerySet[Score]:
    return Score.objects.filter(link__context__site=visit.membership.site)


def _context(visit: Visit, pk: int) -> Context:
    return get_object_or_404(Context, pk=pk, site=visit.membership.site)


def _back(visit: Visit) -> HttpResponse:
    return redirect("lms", folder=visit.membership.site.folder)


@require_POST
@in_course(OWNERS)
def code(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A code that connects one course of a platform with this one. It is shown on this page and never again."""
    at_once = request.POST.get("at_once") == "1"
    secret = invitations.issue(request.user, CODE_LIFE, site=visit.membership.site, at_once=at_once)
    response = render(request, "lti/lms.html", _about(request, visit) | {"code": secret, "days": CODE_LIFE.days})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@in_course(OWNERS)
def when(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Whether marks are published and sent at once, or when an owner publishes them."""
    context = _context(visit, pk)
    context.at_once = request.POST.get("at_once") == "1"
    context.counted_serial = 0
    context.save(update_fields=["at_once", "counted_serial"])
    return _back(visit)


@require_POST
@in_course(GRADERS)
def sync(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Read the platform's roster, as soon as the worker comes to it."""
    context = _context(visit, pk)
    if context.roster:
        Context.objects.filter(pk=context.pk).update(sync_due_at=timezone.now())
        messages.success(request, _("The roster is read in a moment."))
    else:
        messages.error(request, _("The platform does not let the roster of this course be read."))
    return _back(visit)


@require_POST
@in_course(OWNERS)
def part(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The platform's course is none of ours any more: nobody comes from there, and nothing goes there."""
    context = _context(visit, pk)
    context.site, context.counted_serial = None, 0
    context.save(update_fields=["site", "counted_serial"])
    context.members.update(counted=False)
    Score.objects.filter(link__context=context).delete()
    messages.success(request, _("The courses are parted. What was handed in, and the marks, stay."))
    return _back(visit)


@require_POST
@in_course(GRADERS)
def resend(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Send this score again, also over what the platform holds instead."""
    score = get_object_or_404(_scores(visit), pk=pk)
    if score.publication.points is None:
        messages.error(request, _("There are no points to be sent."))
        return _back(visit)
    Score.objects.filter(pk=score.pk).update(
        state=Sending.WAITING, why="", held=False, overwrite=True, due_at=timezone.now(), tries=0
    )
    messages.success(request, _("The score is sent again in a moment."))
    return _back(visit)
