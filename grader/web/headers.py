"""Headers that every page bears."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# CodeMirror puts its rules into a style element, which it gives the nonce, and measures with style attributes.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'{targets}; base-uri 'none'; frame-ancestors {frames}"
)


class ContentSecurityPolicy:
    """No script but our own files, and nothing from elsewhere. ``request.nonce`` is for the editor's styles.

    A view, or what stands around it, may set ``request.frame_ancestors`` (who shows the page in a frame) and
    ``request.form_target`` (where else its form goes), both as a policy has them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.nonce = secrets.token_urlsafe(16)
        response = self._get_response(request)
        told = {
            "nonce": request.nonce,
            "frames": getattr(request, "frame_ancestors", "'none'"),
            "targets": f" {request.form_target}" if hasattr(request, "form_target") else "",
        }
        response.headers.setdefault("Content-Security-Policy", _POLICY.format(**told))
        response.headers.setdefault("Cache-Control", "private, no-cache")  # pages are of whoever asked
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
