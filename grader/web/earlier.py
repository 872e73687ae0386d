"""The attempt before: what a result is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.submission import Submission as HandedIn
from ..core.verdict import Status, Verdict
from ..gradebook.models import Person, Submission
from ..gradebook.packing import unpacked_submission, unpacked_verdict
from ..reports.changes import Attempt, Changes, changes


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the attempt of that number."""

    number: int
    changes: Changes


def since(
    person: Person, slug: str, verdict: Verdict, handed_in: HandedIn, language: str, *, before: Submission | None
) -> Since | None:
    """From the last graded attempt to this result; None where there is none. It takes one query.

    ``before``: the attempt that this is the result of; None for what was only tried.
    """
    rows = Submission.objects.select_related("verdict").filter(
        person=person, assignment__slug=slug, verdict__status=Status.GRADED
    )
    if before is not None:
        rows = rows.filter(attempt__lt=before.attempt)
    earlier = rows.exclude(files=b"").order_by("-attempt").first()
    if earlier is None:
        return None
    old = unpacked_submission(earlier.files, str(person.login), slug)
    was = Attempt(unpacked_verdict(earlier.verdict.document), _taken(old))
    return Since(earlier.attempt, changes(was, Attempt(verdict, _taken(handed_in)), language))


def _taken(handed_in: HandedIn) -> dict[str, bytes]:
    return {str(file.target): file.content for file in handed_in.taken}
