"""What somebody sees who does not get in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .framing import everywhere


def refused(request: HttpRequest, why: str, *, status: int = 403) -> HttpResponse:
    """A page with the reason; it says nothing of what a token held."""
    if not hasattr(request, "frame_ancestors"):
        request.frame_ancestors = everywhere()  # in a frame it would not be seen else
    return render(request, "lti/refused.html", {"why": why}, status=status)
