"""Regrades: an assignment was changed, and what its attempts would get now is looked at before it counts."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ..commands.regraded import Regrade, regrade_of
from ..gradebook import audit, regrading
from ..gradebook.models import Regrade as RegradeRow
from . import cells, lines
from .access import GRADERS, OWNERS, STAFF, Visit, in_course
from .models import Regrading, State, Work

_ROWS = 200  # regrades
_DIFFERENCES = 50  # of what would change, on a page


def _run(visit: Visit, slug: str) -> Regrade:
    if slug not in visit.classroom.assignments:
        raise Http404
    return regrade_of(visit.classroom.book, visit.classroom.course, visit.classroom.assignments, slug=slug)


def _found(visit: Visit, pk: int) -> Regrading:
    return get_object_or_404(Regrading.objects.select_related("by", "row"), pk=pk, site=visit.membership.site)


@require_GET
@in_course(STAFF)
def regrades(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All of them, the last one first, and where one is begun."""
    last = RegradeRow.objects.filter(course=visit.membership.site.course, undone_at=None).order_by("-pk").first()
    context = {
        "visit": visit,
        "rows": visit.membership.site.regradings.select_related("by", "row").order_by("-pk")[:_ROWS],
        "slugs": list(visit.classroom.assignments),
        "last": last,
    }
    return render(request, "web/regrades.html", context)


@require_POST
@in_course(GRADERS)
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Grade again what may count and has no verdict of the assignment as it is now."""
    slug = request.POST.get("slug", "")
    run = _run(visit, slug)
    rest = run.use_known(settings.MIN_ISOLATION)
    try:
        with transaction.atomic():
            made = Regrading.objects.create(site=visit.membership.site, slug=slug, by=request.user)
            lines.enter_again(made, [(one.pk, one.person) for one in rest])
    except IntegrityError:
        messages.error(request, _("This assignment is being regraded already. Apply that or drop it first."))
        return redirect("regrades", folder=visit.membership.site.folder)
    return redirect("regrade", folder=visit.membership.site.folder, pk=made.pk)


@require_GET
@in_course(STAFF)
def regrade(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """How far it is; then what would change, by student, with the reasons. Asked for again and again meanwhile.

    ``?seen=``: how many are left where it asks. While it is as many, 204.
    """
    found = _found(visit, pk)
    context: dict[str, object] = {"visit": visit, "found": found} | _progress(found)
    if found.is_open and request.GET.get("seen") == str(context["left"]):
        return HttpResponse(status=204)
    if found.is_open and not context["left"]:
        run = _run(visit, found.slug)
        missing = run.use_known(settings.MIN_ISOLATION)
        differences = run.differences()
        page = Paginator(differences, _DIFFERENCES).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "differences": run.explained(page.object_list),
            "count": len(differences),
            "same": run.places - len(differences),
            "known": sum(one.after.published is not None for one in differences),
            "missing": [one.login for one in missing],
            "changes": bool(run.changes),
        }
    return render(request, "web/regrade_state.html" if request.htmx else "web/regrade.html", context)


def _progress(found: Regrading) -> dict[str, int]:
    works = Work.objects.filter(regrading=found)
    left = works.filter(state__in=[State.WAITING, State.RUNNING]).count()
    whole = works.count()
    return {"left": left, "done": whole - left, "whole": whole}


@require_POST
@in_course(OWNERS)
def apply(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Let it count, all at once. What is published stays as it is until it is published again."""
    with transaction.atomic():
        found = get_object_or_404(Regrading.objects.select_for_update(), pk=pk, site=visit.membership.site)
        if not found.is_open or _progress(found)["left"]:
            messages.error(request, _("Nothing was changed: it is not finished, or was decided already."))
            return redirect("regrade", folder=visit.membership.site.folder, pk=pk)
        run = _run(visit, found.slug)
        run.use_known(settings.MIN_ISOLATION)
        found.row = regrading.apply(visit.classroom.book, run.changes)
        found.save(update_fields=["row"])
    audit.anchor(visit.classroom.book)
    cells.current(visit.classroom)
    messages.success(request, _("It counts now. It can be taken back as a whole."))
    return redirect("regrade", folder=visit.membership.site.folder, pk=pk)


@require_POST
@in_course(GRADERS)
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Nothing comes of it; what still waits is taken out of the line."""
    with transaction.atomic():
        found = get_object_or_404(Regrading.objects.select_for_update(), pk=pk, site=visit.membership.site)
        if found.is_open:
            Work.objects.filter(regrading=found, state=State.WAITING).delete()
            found.dropped_at = now()
            found.save(update_fields=["dropped_at"])
    return redirect("regrades", folder=visit.membership.site.folder)


@require_POST
@in_course(OWNERS)
def undo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take back the last regrade that stands, from wherever it was applied."""
    undone = regrading.undo(visit.classroom.book)
    if undone is None:
        messages.error(request, _("There is no regrade that could be taken back."))
    else:
        audit.anchor(visit.classroom.book)
        cells.current(visit.classroom)
        messages.success(
            request, _("%d attempts have the verdict again that they had before.") % len(undone.taken_back)
        )
        if undone.left:
            messages.warning(request, _("%d were graded again later and stay as they are.") % len(undone.left))
    return redirect("regrades", folder=visit.membership.site.folder)
