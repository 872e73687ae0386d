"""Who came by a launch is somebody in one course, and nobody elsewhere: a cookie that goes to that course's pages only.

So one browser may hold many launches, of several people of several platforms, and none gets in another's way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from ..models import Site
from .cookies import let_into_frame, put
from .framing import Surroundings
from .models import Account, Seat
from .secret import digest, new_secret

COOKIE = "grader_seat"
LIFE = timedelta(hours=10)  # a day of lessons
TICKET_LIFE = timedelta(minutes=5)


def course_path(site: Site) -> str:
    """Where the course's pages are; the cookie goes there and nowhere else."""
    return reverse("course", kwargs={"folder": site.folder})


def seated(account: Account, site: Site, around: Surroundings, page: str) -> HttpResponse:
    """Gives the browser a seat and leads it to ``page``, past where it shows whether the cookie stayed."""
    secret, ticket = new_secret(), new_secret()
    row = Seat.objects.create(
        digest=digest(secret),
        account=account,
        site=site,
        frames=around.frames,
        framed=around.framed,
        locale=around.locale,
        ticket=digest(ticket),
        expires_at=timezone.now() + LIFE,
    )
    asked = urlencode({"ticket": ticket, "next": page})
    response = redirect(f"{reverse('lti_arrive', kwargs={'folder': site.folder})}?{asked}")
    _give(row, secret, response)
    return response


def of_ticket(site: Site, ticket: str) -> Seat | None:
    """The seat that this ticket opens in a window of its own; None where it was used, or is too old."""
    fresh = Seat.objects.filter(ticket=digest(ticket), site=site, made_at__gt=timezone.now() - TICKET_LIFE)
    return fresh.select_related("account__user", "site").first()


def moved(row: Seat, ticket: str, page: str) -> HttpResponse | None:
    """Gives the seat to this window, and leads it to ``page``; None where another was quicker."""
    secret = new_secret()
    mine = Seat.objects.filter(pk=row.pk, ticket=digest(ticket))
    if not mine.update(ticket=None, digest=digest(secret), framed=False):
        return None
    row.framed = False
    response = redirect(page)
    _give(row, secret, response)
    return response


def _give(row: Seat, secret: str, response: HttpResponse) -> None:
    seconds = int(LIFE.total_seconds())
    put(response, COOKIE, secret, seconds=seconds, path=course_path(row.site), framed=row.framed)


def _seat_of(request: HttpRequest) -> Seat | None:
    secret = request.COOKIES.get(COOKIE)
    if not secret:
        return None
    found = Seat.objects.select_related("account__user", "site", "account__platform")
    row = found.filter(
        digest=digest(secret),
        expires_at__gt=timezone.now(),
        account__user__is_active=True,
        account__platform__active=True,
    ).first()
    # A browser sends it where it belongs; whoever is no browser gets no further.
    return row if row is not None and request.path.startswith(course_path(row.site)) else None


class Seated:
    """Outside of Django's own for sessions, CSRF and messages, so that their cookies too get into the frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        row = request.seat = _seat_of(request)
        if row is not None and row.frames:
            request.frame_ancestors = row.frames
        response = self._get_response(request)
        if getattr(request, "frame_ancestors", ""):
            del response.headers["X-Frame-Options"]  # it knows no other sites; the policy does
        if request.path.startswith(reverse("lti_login").removesuffix("login")):
            response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"  # the platform's window is asked, or told
        if row is not None and row.framed:
            let_into_frame(response)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """After Django has said who the session is of: in this course it is who came by the launch."""
        if request.seat is None:
            return
        request.user = request.seat.account.user
        if request.seat.locale:
            translation.activate(request.seat.locale)
            request.LANGUAGE_CODE = translation.get_language()
