"""Work that goes to workers elsewhere: handed out, claimed, finished once, counted.

The database is the only thing that coordinator and workers share. A message says that there is work, never what
came of it; whether somebody is at it is said by a lease, which a living worker renews. What time it is for a lease is
said by the database alone: the clocks of several machines may be further apart than a lease is long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Now

from ..core.verdict import Status
from .models import Dispatch, Submission, Verdict
from .packing import packed, unpacked

LEASE_SECONDS = 12.0
MOST_ATTEMPTS = 3
_ABANDONED = timedelta(days=1)
_MOST_TROUBLE = 4000  # characters


@dataclass(frozen=True, slots=True)
class Order:
    """One piece of work: whose submission, its verdict's key, and what a worker has to know (JSON)."""

    submission: Submission
    key: str
    job: dict[str, Any]


def hand_out(orders: Sequence[Order]) -> list[int]:
    """The dispatches' ids, in the same order. One that an earlier run left unfinished is taken up again.

    Only where it was the same work, and nothing of ours went wrong with it: what was asked for otherwise (a weaker box,
    say) gives way to a dispatch with another id, so that whoever is still at it has nothing to write a result into.
    """
    wanted = {(order.submission.pk, order.key): order for order in orders}
    known: dict[tuple[int, str], Dispatch] = {}
    others = []
    failed = ExpressionWrapper(Q(done_at__isnull=False, result=None), output_field=BooleanField())
    rows = Dispatch.objects.filter(submission__in={pk for pk, _ in wanted}).annotate(failed=failed).defer("result")
    for row in rows:
        order = wanted.get((row.submission_id, row.key))
        if order is not None and order.job == row.job and not row.failed:
            known[row.submission_id, row.key] = row
        elif order is not None:
            others.append(row.pk)
    Dispatch.objects.filter(pk__in=others).delete()
    # three attempts are counted in one run: whoever asks again wants it tried again
    again = [row.pk for row in known.values()]
    Dispatch.objects.filter(pk__in=again).update(sent_at=Now())
    Dispatch.objects.filter(pk__in=again, done_at=None).update(attempts=0, trouble="")
    fresh = [
        Dispatch(submission=order.submission, key=order.key, job=order.job)
        for place, order in wanted.items()
        if place not in known
    ]
    Dispatch.objects.bulk_create(fresh, batch_size=200)
    known |= {(row.submission_id, row.key): row for row in fresh}
    return [known[order.submission.pk, order.key].pk for order in orders]


def tidy(course: int, kept: Sequence[int]) -> None:
    """Remove what a run that was killed left behind in a course, but for those that are ``kept``.

    That is: results that are recorded already, and what nobody has asked for in a day.
    """
    recorded = Verdict.objects.filter(submission=OuterRef("submission"), key=OuterRef("key"))
    left = Dispatch.objects.filter(submission__person__course=course).exclude(pk__in=kept)
    left.filter(Exists(recorded.exclude(status=Status.ERROR)) | Q(sent_at__lt=Now() - _ABANDONED)).delete()


def claim(pk: int) -> Dispatch | None:
    """Take a piece of work; None where it is done, gone, or somebody is at it.

    Counts the attempt before anything can go wrong with it, so that work which kills its workers comes to an end.
    """
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    waiting = Dispatch.objects.filter(free, pk=pk, done_at=None)
    if not waiting.update(attempts=F("attempts") + 1, lease_until=_a_lease()):
        return None
    related = ("submission__person", "submission__assignment")
    found: Dispatch | None = Dispatch.objects.select_related(*related).filter(pk=pk).first()
    return found


def _a_lease() -> Any:
    return Now() + timedelta(seconds=LEASE_SECONDS)


def renew(pk: int) -> None:
    """Say that somebody is still at it."""
    Dispatch.objects.filter(pk=pk, done_at=None).update(lease_until=_a_lease())


def give_back(pk: int, trouble: str) -> None:
    """Let somebody else have it at once; the attempt counts. ``trouble``: why, told where nobody can do it."""
    Dispatch.objects.filter(pk=pk, done_at=None).update(lease_until=None, trouble=trouble[-_MOST_TROUBLE:])


def finish(pk: int, verdict: dict[str, Any] | None, trouble: str = "") -> bool:
    """Record what came of it: the staff's view of a verdict, or what went wrong with us. False: somebody was first."""
    result = packed(verdict) if verdict is not None else None
    change = {"result": result, "trouble": trouble[-_MOST_TROUBLE:], "done_at": Now(), "lease_until": None}
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
    return [_done(*told) for told in rows.values_list("pk", "result", "trouble")]


def _done(pk: int, result: bytes | None, trouble: str) -> Done:
    try:
        return Done(pk, unpacked(result) if result is not None else None, trouble)
    except ValueError as error:
        return Done(pk, None, str(error))


def clear(pk: int) -> None:
    """Its result is in the gradebook: the dispatch has done its work."""
    Dispatch.objects.filter(pk=pk).delete()


def leased(pks: Sequence[int]) -> frozenset[int]:
    """Those of the dispatches that somebody is at now."""
    held = Dispatch.objects.filter(pk__in=pks, done_at=None, lease_until__gte=Now())
    return frozenset(held.values_list("pk", flat=True))
