"""Where the pages of a launch are shown: in whose frames, and in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from ...lms.lti.launch import Launch
from ...lms.lti.outside import Forbidden, origin
from . import keysets
from .models import Platform

_ORIGIN = re.compile(r"https?://[a-z0-9.\[\]:-]{1,253}")  # nothing that means anything in a policy

_MANY = 30  # a header has its limits


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``frames``: the origins that may show the pages, as a policy has them."""

    frames: str = ""
    framed: bool = False
    locale: str = ""


def surroundings(request: HttpRequest, platform: Platform, said: Launch) -> Surroundings:
    """Of a launch. A browser that does not say is given what works in a frame and outside of one."""
    framed = request.headers.get("Sec-Fetch-Dest", "iframe") != "document"
    language = said.locale.replace("_", "-").split("-")[0].lower()
    return Surroundings(frames(platform, said), framed, language if language in dict(settings.LANGUAGES) else "")


def frames(platform: Platform, said: Launch | None = None) -> str:
    """The origins that may show our pages in a frame: the platform's, and where this launch came from."""
    addresses = [platform.issuer, platform.auth_url, *(f"https://{host}" for host in platform.hosts.lower().split())]
    if said is not None:
        addresses += [said.return_url, said.deep_linking.return_url if said.deep_linking else ""]
    return " ".join(dict.fromkeys(filter(None, map(frame_origin, addresses))))


def everywhere() -> str:
    """Every platform's origins: of a page that says why somebody does not get in, and nothing else."""
    known = Platform.objects.filter(active=True).order_by("pk")[:_MANY]
    origins = " ".join(map(frames, known)).split()
    return " ".join(dict.fromkeys(origins)) or "'none'"


def frame_origin(address: str) -> str:
    """The origin of an address of a platform, as a policy has it; empty where it cannot stand in one."""
    try:
        found = origin(keysets.outside().check(address))
    except Forbidden:
        return ""
    return found if _ORIGIN.fullmatch(found) else ""
