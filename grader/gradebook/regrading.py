"""Regrades: verdicts that are known already are let count together, and taken back together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from . import audit
from .connection import Gradebook
from .models import Regrade, Submission, Verdict

_BATCH = 500  # rows


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the last regrade: attempts that are as before it, and those that a later run changed again."""

    taken_back: tuple[Submission, ...]
    left: tuple[Submission, ...]


def apply(book: Gradebook, changes: Mapping[int, int]) -> Regrade:
    """Let verdicts count, in one change of the log. ``changes``: by attempt, the verdict that is to count; both ids."""
    with audit.change(book, "regraded", count=len(changes)) as seals:
        found = Submission.objects.select_related("person").in_bulk(list(changes))
        told = [[pk, found[pk].verdict_id, verdict] for pk, verdict in changes.items()]
        row: Regrade = Regrade.objects.create(course=book.course, changes=told, by=book.actor)
        for pk, verdict in changes.items():
            found[pk].verdict_id = verdict
        Submission.objects.bulk_update(found.values(), ["verdict"], batch_size=_BATCH)
        seals.row(*found.values(), row)
    return row


def undo(book: Gradebook) -> Undone | None:
    """Take the last regrade that still stands back; None where there is none."""
    row = Regrade.objects.filter(course=book.course, undone_at=None).order_by("-pk").first()
    if row is None:
        return None
    told = {submission: (before, after) for submission, before, after in row.changes}
    there = set(Verdict.objects.filter(submission__in=told).values_list("pk", flat=True))
    taken_back, left = [], []
    with audit.change(book, "undone", regrade=row.pk) as seals:
        for submission in Submission.objects.filter(pk__in=told).select_related("person", "assignment"):
            before, after = told[submission.pk]
            if submission.verdict_id != after or (before is not None and before not in there):
                left.append(submission)
                continue
            submission.verdict_id = before
            submission.save(update_fields=["verdict"])
            taken_back.append(submission)
        row.undone_at = timezone.now()
        row.save()
        seals.row(row, *taken_back)
    return Undone(tuple(taken_back), tuple(left))
