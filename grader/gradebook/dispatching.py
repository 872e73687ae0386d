"""Work that goes to workers elsewhere: handed out, claimed, finished once, counted.

The database is the only thing that coordinator and workers share. A message says that there is work, never what
came of it; whether somebody is at it is said by a lease, which a living worker renews.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from .models import Dispatch, Submission
from .packing import packed, unpacked

LEASE_SECONDS = 12.0
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Order:
    """One piece of work: whose submission, its verdict's key, and what a worker has to know (JSON)."""

    submission: Submission
    key: str
    job: dict[str, Any]


def hand_out(orders: Sequence[Order]) -> list[int]:
    """The dispatches' ids, in the same order. One that an earlier run left unfinished is taken up again."""
    known = {
        (row.submission_id, row.key): row
        for row in Dispatch.objects.filter(submission__in=[order.submission for order in orders]).defer("result")
    }
    fresh = [
        Dispatch(submission=order.submission, key=order.key, job=order.job)
        for order in orders
        if (order.submission.pk, order.key) not in known
    ]
    Dispatch.objects.bulk_create(fresh, batch_size=200)
    known |= {(row.submission_id, row.key): row for row in fresh}
    again = [known[order.submission.pk, order.key].pk for order in orders]
    # three attempts are counted in one run: whoever asks again wants it tried again
    Dispatch.objects.filter(pk__in=again, done_at=None).update(attempts=0)
    return again


def claim(pk: int) -> Dispatch | None:
    """Take a piece of work; None where it is done, gone, or somebody is at it.

    Counts the attempt before anything can go wrong with it, so that work which kills its workers comes to an end.
    """
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    lease = now + timedelta(seconds=LEASE_SECONDS)
    taken = Dispatch.objects.filter(free, pk=pk, done_at=None).update(attempts=F("attempts") + 1, lease_until=lease)
    if not taken:
        return None
    related = ("submission__person", "submission__assignment")
    found: Dispatch | None = Dispatch.objects.select_related(*related).filter(pk=pk).first()
    return found


def renew(pk: int) -> None:
    """Say that somebody is still at it."""
    lease = timezone.now() + timedelta(seconds=LEASE_SECONDS)
    Dispatch.objects.filter(pk=pk, done_at=None).update(lease_until=lease)


def give_back(pk: int) -> None:
    """Let somebody else have it at once; the attempt counts."""
    Dispatch.objects.filter(pk=pk, done_at=None).update(lease_until=None)


def finish(pk: int, verdict: dict[str, Any] | None, trouble: str = "") -> bool:
    """Record what came of it: the staff's view of a verdict, or what went wrong with us. False: somebody was first."""
    result = packed(verdict) if verdict is not None else None
    change = {"result": result, "trouble": trouble[-4000:], "done_at": timezone.now(), "lease_until": None}
    return bool(Dispatch.objects.filter(pk=pk, done_at=None).update(**change))


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a dispatch: the staff's view of a verdict, or ``trouble``."""

    pk: int
    verdict: dict[str, Any] | None
    trouble: str


def finished(pks: Sequence[int]) -> list[Done]:
    """Those of the dispatches that are done."""
    rows = Dispatch.objects.filter(pk__in=pks, done_at__isnull=False).order_by("done_at")
    told = rows.values_list("pk", "result", "trouble")
    return [Done(pk, unpacked(result) if result is not None else None, trouble) for pk, result, trouble in told]


def clear(pk: int) -> None:
    """Its result is in the gradebook: the dispatch has done its work."""
    Dispatch.objects.filter(pk=pk).delete()


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with dispatches that are not done: ``begun``: some worker has taken one; ``leased``: now."""

    begun: bool
    leased: frozenset[int]


def standing(pks: Sequence[int]) -> Standing:
    """Who is being worked at, of those."""
    rows = list(Dispatch.objects.filter(pk__in=pks, done_at=None).values_list("pk", "attempts", "lease_until"))
    now = timezone.now()
    leased = frozenset(pk for pk, _, until in rows if until is not None and until >= now)
    return Standing(any(attempts for _, attempts, _ in rows), leased)
