"""Cookies for pages in a frame of another site: ``SameSite=None; Secure; Partitioned``.

A partitioned cookie belongs to the site in whose frame it was set, so that browsers which block others keep it. Python
knows the attribute from 3.14 on.
"""

from __future__ import annotations

from http.cookies import Morsel

from django.http import HttpResponse

_NAME = "partitioned"
# There is no other way to teach it an attribute.
Morsel._reserved.setdefault(_NAME, "Partitioned")  # type: ignore[attr-defined]  # noqa: SLF001
Morsel._flags.add(_NAME)  # type: ignore[attr-defined]  # noqa: SLF001


def put(response: HttpResponse, name: str, value: str, *, seconds: int, path: str, framed: bool) -> None:
    """A cookie that no script reads. Over http, which only tests on one machine do, browsers take it all the same."""
    response.set_cookie(
        name, value, max_age=seconds, path=path, secure=True, httponly=True, samesite="None" if framed else "Lax"
    )
    if framed:
        response.cookies[name][_NAME] = True


def let_into_frame(response: HttpResponse) -> None:
    """All cookies of the response are for pages in a frame."""
    for cookie in response.cookies.values():
        cookie["samesite"], cookie["secure"], cookie[_NAME] = "None", True, True
