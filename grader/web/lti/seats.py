"""Who came by a launch is somebody in one course, and nobody elsewhere: a cookie that goes to one place only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..models import Site
from ..secret import digest, new_secret
from . import places
from .cookies import let_into_frame, put
from .framing import Surroundings
from .models import Account, Seat
from .refusing import refused

COOKIE = "grader_seat"
LIFE = timedelta(hours=10)  # a day of lessons
TICKET_LIFE = timedelta(minutes=5)
_BESIDE = {"home"}  # what a place holds beside the course's pages
_ARRIVAL = "lti_arrive"


def course_path(site: Site) -> str:
    """Where the course's pages are in a place."""
    return places.inside(reverse("course", kwargs={"folder": site.folder}))


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
    arrival = places.inside(reverse(_ARRIVAL, kwargs={"folder": site.folder}))
    response = redirect(f"{_address(row)}{arrival[1:]}?{asked}")
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
    row.digest, row.framed = digest(secret), False
    response = redirect(_address(row) + page[1:])
    _give(row, secret, response)
    return response


def _address(row: Seat) -> str:
    return places.address(places.name_of(str(row.digest)))


def _give(row: Seat, secret: str, response: HttpResponse) -> None:
    seconds = int(LIFE.total_seconds())
    put(response, COOKIE, secret, seconds=seconds, path=_address(row), framed=row.framed)


def _seat_of(request: HttpRequest, place: str) -> Seat | None:
    secret = request.COOKIES.get(COOKIE)
    if not secret or not place:
        return None
    found = Seat.objects.select_related("account__user", "site", "account__platform")
    row = found.filter(
        digest=digest(secret),
        expires_at__gt=timezone.now(),
        account__user__is_active=True,
        account__platform__active=True,
    ).first()
    # A browser sends it where it belongs; whoever is no browser gets no further.
    return row if row is not None and places.name_of(str(row.digest)) == place else None


class Seated:
    """Outside of Django's own for sessions, CSRF and messages, so that their cookies too get into the frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        prefix = get_script_prefix()
        try:
            return self._answer(request)
        finally:
            set_script_prefix(prefix)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        place = request.place = places.enter(request)
        row = request.seat = _seat_of(request, place)
        if row is not None and row.frames:
            request.frame_ancestors = row.frames
        response = self._get_response(request)
        if getattr(request, "frame_ancestors", ""):
            del response.headers["X-Frame-Options"]  # it knows no other sites; the policy does
        if request.path.startswith(reverse("lti_login").removesuffix("login")):
            response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"  # the platform's window is asked, or told
        if place:
            places.keep(response, place)
        if row is not None and row.framed:
            let_into_frame(response)
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """After Django has said who the session is of: in this place it is who came by the launch."""
        if not request.place:
            return None
        name = request.resolver_match.url_name
        if request.seat is None:
            return None if name == _ARRIVAL else _out(request)
        if kwargs.get("folder") != request.seat.site.folder and name not in _BESIDE:
            return _out(request)
        request.user = request.seat.account.user
        if request.seat.locale:
            translation.activate(request.seat.locale)
            request.LANGUAGE_CODE = translation.get_language()
        return None


def _out(request: HttpRequest) -> HttpResponse:
    """To the same page of the site, where one may log in; in a frame it could not be shown."""
    if request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "document":
        query = request.META.get("QUERY_STRING", "")
        return redirect(request.path_info + (f"?{query}" if query else ""))
    return refused(request, _("Your visit has ended. Open the link in your course once more."))
