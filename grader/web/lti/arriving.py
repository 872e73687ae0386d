"""The first page behind a launch: whether the browser kept the cookie, and a window of its own where it did not."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ..models import Site
from ..secret import digest
from . import places
from .models import Seat
from .refusing import refused
from .seats import COOKIE, course_path, moved, of_ticket


@csrf_exempt  # the ticket is the secret, and works once
@require_http_methods(["GET", "POST"])
def arrive(request: HttpRequest, folder: str) -> HttpResponse:
    """Leads on; a browser that kept no cookie is offered a window, which the same ticket opens once."""
    site = get_object_or_404(Site, folder=folder)
    given = request.POST if request.method == "POST" else request.GET
    page, ticket = given.get("next", ""), given.get("ticket", "")
    if not (url_has_allowed_host_and_scheme(page, None) and page.startswith(course_path(site))):
        page = course_path(site)
    if request.seat is not None and request.method == "GET":
        return redirect(places.address(request.place) + page[1:])
    row = of_ticket(site, ticket)
    if row is not None and request.method == "GET":
        request.frame_ancestors = row.frames or "'none'"
        return render(request, "lti/own_window.html", {"ticket": ticket, "next": page, "who": row.account.user})
    response = moved(row, ticket, page) if row is not None else None
    return response or refused(request, _("This page was used, or is too old. Open the link in your course once more."))


@require_POST
def speak(request: HttpRequest, folder: str) -> HttpResponse:
    """Another language, for this seat: a cookie for the whole site would not get into a frame."""
    language, page = request.POST.get("language", ""), request.POST.get("next", "")
    if request.seat is not None and language in dict(settings.LANGUAGES):
        Seat.objects.filter(pk=request.seat.pk).update(locale=language)
    path = reverse("course", kwargs={"folder": folder})
    return redirect(page if url_has_allowed_host_and_scheme(page, None) and page.startswith(path) else path)


@require_POST
def leave(request: HttpRequest, folder: str) -> HttpResponse:
    """This browser is nobody in the course any more."""
    if not request.place:
        raise Http404
    if request.seat is not None:
        Seat.objects.filter(digest=digest(request.COOKIES[COOKIE])).delete()
    response = render(request, "lti/left.html")
    response.delete_cookie(COOKIE, path=places.address(request.place))
    return response
