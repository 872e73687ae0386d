"""Each launch has a place of its own in front of the site's addresses: ``/as/1f0c.../c/folder/``.

A cookie of a place goes to no other. So one browser may hold many launches, of several people, also in one course, and
each of its tabs stays who it was; and a password login in the same browser is untouched. Within a place ``reverse``
answers addresses in it.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.urls import get_script_prefix, set_script_prefix

_LETTERS = 16
_PLACE = re.compile(rf"/as/([0-9a-f]{{{_LETTERS}}})(/.*)", re.DOTALL)
_END = re.compile(rf"as/[0-9a-f]{{{_LETTERS}}}/$")


def name_of(digest: str) -> str:
    """What the place of a seat is called; it gives nothing away."""
    return digest[:_LETTERS]


def address(name: str) -> str:
    """In front of all addresses in that place."""
    return f"{_END.sub('', get_script_prefix())}as/{name}/"


def inside(path: str) -> str:
    """An address as it is seen from within the place, or the site."""
    return "/" + path.removeprefix(get_script_prefix())


def enter(request: HttpRequest) -> str:
    """Goes on as if the rest were the whole address. The name of the place; empty where it is in none."""
    found = _PLACE.fullmatch(request.path_info)
    if found is None:
        return ""
    set_script_prefix(address(found[1]))
    request.path_info = found[2]
    # The browser sends what belongs closer first, and Django would take what comes last.
    request.COOKIES = parse_cookie(";".join(reversed(request.META.get("HTTP_COOKIE", "").split(";"))))
    # A session is of somebody who logged in with a password, in this browser or none.
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
    return str(found[1])


def keep(response: HttpResponse, name: str) -> None:
    """Cookies for the whole site stay in the place."""
    for cookie in response.cookies.values():
        if cookie["path"] == "/":
            cookie["path"] = address(name)
