"""Verdicts: found again where nothing has changed, and recorded once where they are new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..core.verdict import IncidentKind, Status
from ..core.verdict import Verdict as Judged
from ..sandbox.selftest import LEVELS
from . import audit
from .connection import Gradebook
from .models import CheckResult, Submission, Verdict
from .packing import packed_verdict


@dataclass(frozen=True, slots=True)
class Recorded:
    """A verdict's row. ``new``: it was not there before."""

    row: Verdict
    new: bool


class Reached(NamedTuple):
    """A verdict that was reached before, as columns: of a class there are thousands. ``pk``: its row's id."""

    pk: int
    key: str
    status: str
    score: float | None
    incident: str
    isolation: str
    settled: bool


def reusable(
    book: Gradebook, keys: Iterable[str], min_isolation: str, *, slugs: Collection[str] | None = None
) -> dict[tuple[int, str], Reached]:
    """By submission's id and key: verdicts that may be used again.

    Not one that is not settled, and not one from a weaker box than is asked for. ``slugs``: of which assignments; None:
    of all.
    """
    enough = LEVELS[LEVELS.index(min_isolation) :]
    wanted = set(keys)
    rows = Verdict.objects.filter(submission__assignment__course=book.course, settled=True)
    if slugs is not None:
        rows = rows.filter(submission__assignment__slug__in=slugs)
    columns = rows.order_by("serial").values_list("submission_id", *Reached._fields)
    found = ((submission, Reached._make(told)) for submission, *told in columns)
    return {
        (submission, one.key): one
        for submission, one in found
        if one.key in wanted and (one.isolation in enough or one.status == Status.REJECTED)
    }


def record(book: Gradebook, submission: Submission, key: str, judged: Judged, *, in_force: bool = True) -> Recorded:
    """Keep a verdict and, where asked to, let it count. The same verdict again is the row that is there.

    An error of ours never takes the place of a verdict that is in force.
    """
    in_force = in_force and (judged.status is not Status.ERROR or submission.verdict_id is None)
    with audit.change(
        book,
        "graded",
        person=submission.person,
        assignment=submission.assignment.slug,
        attempt=submission.attempt,
        status=judged.status.value,
        score=judged.score,
        in_force=in_force,
    ) as seals:
        earlier = Verdict.objects.filter(submission=submission, key=key).order_by("-serial").first()
        same = earlier is not None and _says_the_same(earlier, judged)
        row = earlier if same and earlier else _kept(submission, key, judged, earlier.serial + 1 if earlier else 1)
        if not same:
            seals.row(row)
        if in_force and submission.verdict_id != row.pk:
            submission.verdict = row
            submission.save(update_fields=["verdict"])
            seals.row(submission)
    return Recorded(row, not same)


def enforce(book: Gradebook, changes: Sequence[tuple[Submission, Reached]], event: str = "enforced") -> None:
    """Let verdicts count that are there already."""
    with audit.change(book, event, count=len(changes)) as seals:
        for submission, verdict in changes:
            submission.verdict_id = verdict.pk
            submission.save(update_fields=["verdict"])
            seals.row(submission)


def _kept(submission: Submission, key: str, judged: Judged, serial: int) -> Verdict:
    row: Verdict = Verdict.objects.create(
        submission=submission,
        key=key,
        serial=serial,
        status=judged.status.value,
        score=judged.score,
        max_score=judged.max_score,
        incident=judged.incident.kind.value if judged.incident else "",
        isolation=judged.isolation.get("level") or "",
        settled=_is_settled(judged),
        diagnoses=[diagnosis.id for diagnosis in judged.diagnoses],
        document=packed_verdict(judged),
    )
    CheckResult.objects.bulk_create(
        CheckResult(
            verdict=row,
            check_id=check.id,
            outcome=check.outcome.value,
            points=check.points,
            max_points=check.max_points,
        )
        for check in judged.checks
    )
    return row


def _is_settled(judged: Judged) -> bool:
    """Whether grading again would come to the same.

    Not after an error of ours, nor after a time-out by the clock on the wall, of which a busy machine may be part.
    Every other incident was seen twice, on two lanes, or measured by the kernel.
    """
    incident = judged.incident
    by_the_clock = incident is not None and incident.kind is IncidentKind.TIMEOUT and not incident.certain
    return judged.status is not Status.ERROR and not by_the_clock


def _says_the_same(row: Verdict, judged: Judged) -> bool:
    """Whether it is the same result: status, score, and how each check ended."""
    outcomes = {result.check_id: result.outcome for result in row.results.all()}
    incident = judged.incident.kind.value if judged.incident else ""
    return (row.status, row.score, row.incident) == (judged.status.value, judged.score, incident) and outcomes == {
        check.id: check.outcome.value for check in judged.checks
    }
