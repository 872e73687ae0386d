"""Secrets that work once: to register a platform, or to connect a platform's course with one of ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ..secret import digest, new_secret
from .models import Invitation


def issue(user: object, life: timedelta, **about: Any) -> str:
    """The secret of a new one, which is kept nowhere. ``about``: further columns."""
    secret = new_secret()
    Invitation.objects.create(digest=digest(secret), made_by=user, expires_at=timezone.now() + life, **about)
    return secret


def usable(secret: str) -> QuerySet[Invitation]:
    """That one, if it is in time and unused. Whoever sets its ``used_at`` has used it."""
    return Invitation.objects.filter(digest=digest(secret), used_at=None, expires_at__gt=timezone.now())
