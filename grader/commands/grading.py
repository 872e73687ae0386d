"""The work of a class put through an engine: this machine's lanes, or Celery workers anywhere."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from ..core.submission import Submission
from ..core.verdict import Verdict
from ..engine.local import grade_all
from ..engine.toolchain import toolchain
from .queue import Item
from .terms import tell

Work = Sequence[tuple[Item, Submission]]


@dataclass(frozen=True, slots=True)
class Means:
    """With what to grade: how many lanes, the weakest box that will do; ``broker``: through Celery, over that one."""

    jobs: int
    min_isolation: str
    broker: str | None = None


def verdicts(work: Work, means: Means, course_key: bytes) -> Iterator[tuple[Item, Verdict]]:
    """Verdicts as they come; lanes are closed when this is."""
    if not work:
        return
    found = _local(work, means, course_key) if means.broker is None else _celery(work, means, course_key)
    try:
        for position, verdict in found:
            yield work[position][0], verdict
    finally:
        if isinstance(found, Generator):
            found.close()


def _local(work: Work, means: Means, course_key: bytes) -> Iterator[tuple[int, Verdict]]:
    plain = [(submission, item.assignment) for item, submission in work]
    return grade_all(plain, jobs=means.jobs, course_key=course_key, min_isolation=means.min_isolation)


def _celery(work: Work, means: Means, course_key: bytes) -> Iterator[tuple[int, Verdict]]:
    from ..distributed import app, coordinator  # Celery takes half a second to import

    handed = [coordinator.Handed(item.row, submission, item.assignment, item.key) for item, submission in work]
    terms = coordinator.Terms(course_key, means.min_isolation, toolchain())
    return coordinator.grade_all(app.make_app(str(means.broker)), handed, terms, tell)
