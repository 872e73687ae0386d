"""What students and staff say to each other about an attempt: comments, and reviews of single checks."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..gradebook.models import CheckResult, Submission
from .access import STAFF, STUDENTS, Visit, in_course
from .models import Comment, Review

_LONGEST = 5000  # characters
_ROWS = 50


class TextForm(forms.Form):
    """Something that was said."""

    text = forms.CharField(max_length=_LONGEST)


def talk_about(found: Submission) -> dict[str, object]:
    """For the pages that show an attempt: ``comments``, ``reviews``, and the checks they are about."""
    asked = list(found.reviews.select_related("answered_by").order_by("pk"))
    said = found.comments.select_related("author").order_by("pk")
    return {"comments": said, "reviews": asked, "asked_about": {one.check_id for one in asked}}


@require_POST
@in_course(STUDENTS)
def ask(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask staff to look at one check again. Of each check once: what was said stays as it is."""
    mine = Submission.objects.filter(person=visit.membership.person, verdict__isnull=False)
    found = get_object_or_404(mine, pk=pk)
    form, check = TextForm(request.POST), request.POST.get("check", "")
    if check not in CheckResult.objects.filter(verdict=found.verdict_id).values_list("check_id", flat=True):
        raise Http404
    if visit.membership.site.closed:
        messages.error(request, _("This course is over. Nothing was sent."))
    elif not form.is_valid():
        messages.error(request, _("Nothing was sent: say what should be looked at, in at most 5000 characters."))
    else:
        try:
            with transaction.atomic():
                Review.objects.create(submission=found, check_id=check, question=form.cleaned_data["text"])
            messages.success(request, _("Staff will look at it. Their answer will stand here."))
        except IntegrityError:
            messages.error(request, _("You have asked about this check already."))
    return redirect("attempt", folder=visit.membership.site.folder, pk=pk)


@require_GET
@in_course(STAFF)
def reviews(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What students ask, unanswered first, the oldest of them first."""
    rows = Review.objects.filter(submission__person__course=visit.membership.site.course)
    rows = rows.select_related("submission__person", "submission__assignment", "answered_by").defer("submission__files")
    number = request.GET.get("page", "1")
    ordered = rows.order_by(F("answered_at").desc(nulls_first=True), "pk")
    return render(request, "web/reviews.html", {"visit": visit, "page": Paginator(ordered, _ROWS).get_page(number)})


@require_POST
@in_course(STAFF)
def answer(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Answer a student's question. An answer can be written anew; points are given elsewhere."""
    rows = Review.objects.filter(submission__person__course=visit.membership.site.course)
    found, form = get_object_or_404(rows, pk=pk), TextForm(request.POST)
    if form.is_valid():
        found.answer, found.answered_by, found.answered_at = form.cleaned_data["text"], request.user, timezone.now()
        found.save(update_fields=["answer", "answered_by", "answered_at"])
        messages.success(request, _("The student can read your answer now."))
    else:
        messages.error(request, _("Nothing was kept: an answer has at most 5000 characters, and at least one."))
    return redirect("submission", folder=visit.membership.site.folder, pk=found.submission_id)


@require_POST
@in_course(STAFF)
def comment(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Say something about an attempt that its student will read."""
    rows = Submission.objects.filter(person__course=visit.membership.site.course)
    found, form = get_object_or_404(rows, pk=pk), TextForm(request.POST)
    if form.is_valid():
        Comment.objects.create(submission=found, author=request.user, text=form.cleaned_data["text"])
    else:
        messages.error(request, _("Nothing was kept: a comment has at most 5000 characters, and at least one."))
    return redirect("submission", folder=visit.membership.site.folder, pk=pk)
