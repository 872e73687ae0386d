"""What somebody sees who does not get in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused(request: HttpRequest, why: str, *, status: int = 403) -> HttpResponse:
    """A page with the reason; it says nothing of what a token held."""
    return render(request, "lti/refused.html", {"why": why}, status=status)
