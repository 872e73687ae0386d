"""The line in front of the lanes: who comes in, who is next, who has it in hand, and when it is done.

All of it are rows, so that nothing is lost with a process. Who takes a piece of work holds a lease on it and renews it;
when that has passed, the piece waits again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from ..core.errors import GraderError
from ..core.submission import Submission as HandedIn
from ..gradebook.models import Person, Submission
from ..gradebook.packing import packed_files
from .models import Allowance, Regrading, Site, State, Work

LEASE = timedelta(seconds=30)
MOST_TRIES = 5  # of one piece: what ends its worker again and again is left to staff
_OPEN = (State.WAITING, State.RUNNING)
MOST_WAITING = 20  # of one student's, in all assignments: nobody needs more at once
MOST_AT_ONCE = 30  # of one student's, before they have to wait
_LAST_TURN = 1 << 20
SECONDS_EACH = 5.0  # after which one more may come in


class TooMany(Exception):
    """A student has enough in the line already, or has put in too much in a short time."""


def enter(
    site: Site, person: Person, slug: str, *, attempt: Submission | None = None, tried: HandedIn | None = None
) -> Work:
    """Put an attempt, or what is only tried, in the line. Raises ``TooMany``. To be called in a transaction."""
    _use_allowance(person)
    mine = Work.objects.filter(person=person, state__in=_OPEN, regrading=None).count()
    if mine >= MOST_WAITING:
        raise TooMany
    files = packed_files(tried) if tried else b""
    return Work.objects.create(site=site, person=person, slug=slug, submission=attempt, files=files, turn=mine)


def enter_again(regrading: Regrading, attempts: Iterable[tuple[int, int]]) -> None:
    """Put attempts in the line that are graded again: behind all that students wait for. Their ids, and whose."""
    Work.objects.bulk_create(
        (
            Work(
                site=regrading.site,
                person_id=person,
                slug=regrading.slug,
                submission_id=pk,
                regrading=regrading,
                turn=_LAST_TURN,
            )
            for pk, person in attempts
        ),
        batch_size=500,
    )


def _use_allowance(person: Person) -> None:
    """Takes one out of the student's bucket. Its row is locked, so two at the same moment are one after the other."""
    now = timezone.now()
    Allowance.objects.get_or_create(person=person, defaults={"left": MOST_AT_ONCE, "at": now})
    bucket = Allowance.objects.select_for_update().get(person=person)
    left = min(MOST_AT_ONCE, bucket.left + (now - bucket.at).total_seconds() / SECONDS_EACH)
    if left < 1:
        raise TooMany
    bucket.left, bucket.at = left - 1, now
    bucket.save()


def place(work: Work) -> int:
    """How many are served before it; 0 when it is next, or in hand already."""
    if work.state != State.WAITING:
        return 0
    before = Q(turn__lt=work.turn) | Q(turn=work.turn, pk__lt=work.pk)
    return Work.objects.filter(before, state=State.WAITING).count()


def take(holder: str) -> Work | None:
    """The next piece for ``holder``, or None where nothing waits. No two get the same."""
    now = timezone.now()
    waiting = Work.objects.filter(Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=now))
    if not waiting.exists():
        return None  # looking costs no lock
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        found = waiting.order_by("turn", "pk").first()
        if found is None:
            return None
        found.state, found.holder, found.lease_until = State.RUNNING, holder, now + LEASE
        found.tries = found.tries + 1
        found.save(update_fields=["state", "holder", "lease_until", "tries"])
    return found


def renew(holder: str) -> None:
    """Whoever is alive keeps what it has in hand."""
    Work.objects.filter(state=State.RUNNING, holder=holder).update(lease_until=timezone.now() + LEASE)


def give_back(holder: str) -> int:
    """Lets all that ``holder`` has in hand wait again, at once: it is known to have ended."""
    return Work.objects.filter(state=State.RUNNING, holder=holder).update(
        state=State.WAITING, holder="", lease_until=None
    )


def done(work: Work, *, failed: bool = False, verdict: bytes = b"") -> None:
    """It is graded. ``GraderError`` where somebody else has it in hand by now: then their result counts."""
    changed = Work.objects.filter(pk=work.pk, state=State.RUNNING, holder=work.holder).update(
        state=State.FAILED if failed else State.DONE, done_at=timezone.now(), verdict=verdict, lease_until=None
    )
    if not changed:
        raise GraderError(f"work {work.pk} was taken over by somebody else")
