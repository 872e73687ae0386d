"""Guessing passwords: who fails too often under one name from one address has to wait. django-axes counts, in rows,
so that all processes of the site count together.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping

from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

_ROOM = 255  # characters of a name in axes' rows


def address(request: HttpRequest) -> str | None:
    """Whose request it is: the peer's address, or behind ``settings.PROXIES`` proxies what the first of ours saw.

    Only so many entries of ``X-Forwarded-For``, from its end, are written by proxies of ours; a caller can write the
    rest.
    """
    told = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    peer = request.META.get("REMOTE_ADDR", "")
    named = told[-settings.PROXIES] if 0 < settings.PROXIES <= len(told) else peer
    for one in (named, peer):
        try:
            return str(ipaddress.ip_address(one))
        except ValueError:
            continue
    return None  # a local socket has none


def name(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Under which name somebody tries to get in, as far as its column has room for it."""
    told = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(told)[:_ROOM]


def locked_out(request: HttpRequest, _response: HttpResponse, credentials: Mapping[str, str] | None) -> HttpResponse:
    """The page instead of an answer, with when to try again."""
    who = get_client_username(request, credentials)
    tries = AccessAttempt.objects.filter(username=who, ip_address=request.axes_ip_address)
    now = timezone.now()
    again = (tries.aggregate(last=Max("attempt_time"))["last"] or now) + settings.AXES_COOLOFF_TIME
    seconds = max(1, math.ceil((again - now).total_seconds()))
    told = {"again": again, "minutes": math.ceil(seconds / 60)}
    response = render(request, "web/locked_out.html", told, status=settings.AXES_HTTP_RESPONSE_CODE)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
