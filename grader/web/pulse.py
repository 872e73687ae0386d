"""What workers leave in rows for who watches over them: that they live, and how long gradings took."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from . import lines
from .models import Pulse, Tally

_FORGOTTEN_AFTER = timedelta(days=1)
BUCKETS = ("0.25", "0.5", "1", "2", "4", "8", "16", "32", "64", "+Inf")  # seconds, each up to and with


def beat(holder: str, lanes: int) -> None:
    """This worker lives."""
    now = timezone.now()
    Pulse.objects.update_or_create(holder=holder, defaults={"lanes": lanes, "seen_at": now})
    Pulse.objects.filter(seen_at__lt=now - _FORGOTTEN_AFTER).delete()


def ended(holder: str) -> None:
    """It ends in good order."""
    Pulse.objects.filter(holder=holder).delete()


def alive() -> QuerySet[Pulse]:
    """The workers that were seen within a lease: of all others the work goes back into the line."""
    return Pulse.objects.filter(seen_at__gt=timezone.now() - lines.LEASE)


def count(status: str, seconds: float) -> None:
    """One grading more. To be called in the transaction that keeps its verdict, so that both happen or neither."""
    le = next(bucket for bucket in BUCKETS if seconds <= float(bucket))
    row, _ = Tally.objects.get_or_create(status=status, le=le)
    Tally.objects.filter(pk=row.pk).update(count=F("count") + 1, seconds=F("seconds") + seconds)
