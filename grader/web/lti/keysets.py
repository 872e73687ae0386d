"""Keys of platforms: read from their key sets, kept in rows, and read again where a launch names an unknown one."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from ...lms.lti.jose import key_in
from ...lms.lti.outside import Answer, Forbidden, NoAnswer, Outside
from .models import Platform

_SHORTEST, _USUAL, _LONGEST = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
ASKED_EVERY = timedelta(seconds=15)  # at most, whatever keys launches name
_PATIENCE, _LOOK_EVERY = 6.0, 0.1  # seconds
_MAX_AGE = re.compile(r"max-age=(\d{1,9})")


def outside() -> Outside:
    """The way to platforms."""
    return Outside(settings.LTI_TEST_ORIGINS)


def find(platform: Platform, kid: str) -> RSAPublicKey | None:
    """The platform's key of that name. Where it cannot be reached, the keys that it last had serve on."""
    fresh = platform.key_set_until is not None and platform.key_set_until > timezone.now()
    known = key_in(platform.key_set, kid)
    if known is not None and fresh:
        return known
    _read_again(platform)
    return key_in(platform.key_set, kid)


def _read_again(platform: Platform) -> None:
    """Unless somebody did so just now; if somebody is at it, this waits for what they find."""
    now = timezone.now()
    not_lately = Q(key_set_asked_at=None) | Q(key_set_asked_at__lt=now - ASKED_EVERY)
    row = Platform.objects.filter(pk=platform.pk)
    if row.filter(not_lately).update(key_set_asked_at=now, key_set_asking=True):
        row.update(key_set_asking=False, **_read(str(platform.keyset_url)))
    else:
        until = time.monotonic() + _PATIENCE
        lately = row.filter(key_set_asking=True, key_set_asked_at__gt=now - ASKED_EVERY)
        while lately.exists() and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)
    platform.refresh_from_db(fields=["key_set", "key_set_until"])


def _read(address: str) -> dict[str, Any]:
    """What to keep of a platform's key set. Nothing, where something else comes, or nothing does."""
    try:
        answer = outside().request("GET", address, headers={"Accept": "application/json"})
    except (Forbidden, NoAnswer):
        return {}
    told = answer.json()
    if answer.status != HTTPStatus.OK or not isinstance(told, dict) or not isinstance(told.get("keys"), list):
        return {}
    return {"key_set": {"keys": told["keys"]}, "key_set_until": timezone.now() + _life(answer)}


def _life(answer: Answer) -> timedelta:
    """For how long the platform says that it is good, within bounds."""
    given = _MAX_AGE.search(answer.headers.get("Cache-Control", ""))
    return min(max(timedelta(seconds=int(given[1])), _SHORTEST), _LONGEST) if given else _USUAL
