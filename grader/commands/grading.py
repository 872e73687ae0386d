"""The work of a class put through an engine: on this machine's lanes."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from ..core.submission import Submission
from ..core.verdict import Verdict
from ..engine.local import grade_all
from .queue import Item

Work = Sequence[tuple[Item, Submission]]


@dataclass(frozen=True, slots=True)
class Means:
    """With what to grade: how many lanes, and the weakest box that will do."""

    jobs: int
    min_isolation: str


def verdicts(work: Work, means: Means, course_key: bytes) -> Iterator[tuple[Item, Verdict]]:
    """Verdicts as they come; lanes are closed when this is."""
    if not work:
        return
    found = grade_all(
        [(submission, item.assignment) for item, submission in work],
        jobs=means.jobs,
        course_key=course_key,
        min_isolation=means.min_isolation,
    )
    try:
        for position, verdict in found:
            yield work[position][0], verdict
    finally:
        if isinstance(found, Generator):
            found.close()
