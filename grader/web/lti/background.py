"""What nobody waits for: scores that are due, rosters, keys that grow old, rows that have ended."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connections
from django.utils import timezone

from ...core.errors import AssignmentError, GraderError
from ..models import Site
from . import keys, rosters
from .models import Context, Errand, Invitation, Key, Login, Seat
from .outbox import fill
from .posting import Poster

_PAUSE_SECONDS = 1.0
_AFTER_TROUBLE_SECONDS = 5.0
_HOUSEKEEPING = timedelta(minutes=10)
_KEPT = timedelta(days=30)  # an ended key, a used invitation: for who asks what happened

log = logging.getLogger("grader.web.lti")


class Background:
    """One thread of the worker. ``holder``: the worker's name."""

    def __init__(self, holder: str, ending: threading.Event) -> None:
        self._ending = ending
        self._poster = Poster(holder)
        self._tidy_at = timezone.now()

    def serve(self) -> None:
        """Until the worker ends. Trouble with one course is no trouble of the others."""
        try:
            while not self._ending.is_set():
                self._ending.wait(_PAUSE_SECONDS if self._round() else _AFTER_TROUBLE_SECONDS)
        finally:
            connections.close_all()

    def _round(self) -> bool:
        try:
            for site in Site.objects.filter(pk__in=Context.objects.values("site")).select_related("course"):
                self._fill(site)
            self._poster.post_due(lambda: not self._ending.is_set())
            rosters.sync_due(self._poster.services)
            if self._tidy_at <= timezone.now():
                self._tidy_at = timezone.now() + _HOUSEKEEPING
                _tidy()
        except DatabaseError:
            log.exception("the database cannot be used")
            connections.close_all()
            return False
        except Exception:  # with this thread all courses' scores would end, and nobody would see it
            log.exception("scores and rosters: something of ours went wrong")
            return False
        return True

    def _fill(self, site: Site) -> None:
        try:
            fill(site)
        except (AssignmentError, GraderError, OSError):
            log.exception("the scores of course %d cannot be read", site.pk)


def _tidy() -> None:
    keys.rotate_old()
    now = timezone.now()
    for model in (Login, Seat, Errand):
        model.objects.filter(expires_at__lt=now).delete()
    Invitation.objects.filter(expires_at__lt=now - _KEPT).delete()
    Key.objects.filter(gone_at__lt=now - _KEPT).delete()
