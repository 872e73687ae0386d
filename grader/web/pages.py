"""Pages outside of courses."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from . import pulse
from .models import Role
from .uploads import largest


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The courses of whoever asks; who is in one only is led there."""
    found = request.user.memberships.select_related("site").order_by("site__title")
    memberships = list(found.filter(site=request.seat.site) if request.seat else found)
    if len(memberships) == 1:
        only = memberships[0]
        return redirect("course" if only.role == Role.STUDENT else "classroom", folder=only.site.folder)
    return render(request, "web/home.html", {"memberships": memberships})


@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """And so does its database. Without a worker the web server is ready all the same: what comes in waits."""
    return JsonResponse({"status": "ok", "workers": pulse.alive().count()})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is too large is told apart from what makes no sense."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "web/too_large.html", {"megabytes": largest() >> 20}, status=413)
    return render(request, "web/bad_request.html", status=400)
