"""How a piece of work gets its verdict: on a lane of this process, or by Celery's workers wherever they are."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from celery import Celery

from ..core.assignment import Assignment
from ..core.errors import GraderError
from ..core.submission import Submission
from ..core.verdict import Verdict
from ..distributed.app import make_app
from ..distributed.coordinator import Handed, Terms, grade_all
from ..engine.lane import Lane
from ..engine.toolchain import toolchain
from ..gradebook.packing import unpacked_submission, verdict_key
from ..intake.coursekey import course_key
from ..pipeline import failed, grade
from . import lines
from .courses import Classroom
from .models import Work

_RECYCLE_AFTER = 500  # submissions of one lane
_BROKER = "GRADER_BROKER"
log = logging.getLogger("grader.web.worker")


class Here:
    """A lane for the assignments that are asked for; a new one where another assignment or a fresh one is needed."""

    def __init__(self, min_isolation: str) -> None:
        self._min_isolation = min_isolation
        self._lane: Lane | None = None
        self._known: dict[str, str] = {}
        self._graded = 0

    @contextmanager
    def verdict(self, work: Work, classroom: Classroom) -> Iterator[Verdict]:
        """The verdict, to be recorded in the block. Its assignment must be one of the classroom's."""
        packed = work.submission.files if work.submission else work.files
        handed_in = unpacked_submission(packed, str(work.person.login), work.slug)
        assignment = classroom.assignments[work.slug]
        if work.tries > lines.MOST_TRIES:
            yield failed(handed_in, assignment, f"its worker ended {work.tries - 1} times")
            return
        with self._graded_by(work, handed_in, assignment, classroom) as verdict:
            yield verdict

    @contextmanager
    def _graded_by(
        self, work: Work, handed_in: Submission, assignment: Assignment, classroom: Classroom
    ) -> Iterator[Verdict]:
        try:
            lane = self._ready(classroom.assignments)
        except GraderError as error:
            yield failed(handed_in, assignment, str(error))
            return
        yield grade(handed_in, assignment, lane, course_key=course_key(classroom.folder))

    def _ready(self, assignments: dict[str, Assignment]) -> Lane:
        wanted = {slug: assignment.digest for slug, assignment in assignments.items()}
        lane, worn = self._lane, self._graded >= _RECYCLE_AFTER
        if lane is None or worn or not lane.alive or not wanted.items() <= self._known.items():
            self.close()
            lane = self._lane = Lane(list(assignments.values()), min_isolation=self._min_isolation)
            self._known = wanted
        self._graded += 1
        return lane

    def close(self) -> None:
        if self._lane is not None:
            self._lane.close()
        self._lane, self._graded = None, 0


class Elsewhere(Here):
    """Attempts go to ``grader worker`` on other machines, through the database; what is only tried stays here.

    A thread of the site's worker does nothing then but wait for one of them, so that it may have many.
    """

    def __init__(self, min_isolation: str, app: Celery) -> None:
        super().__init__(min_isolation)
        self._app = app

    @contextmanager
    def _graded_by(
        self, work: Work, handed_in: Submission, assignment: Assignment, classroom: Classroom
    ) -> Iterator[Verdict]:
        if work.submission is None or handed_in.problem is not None:
            with super()._graded_by(work, handed_in, assignment, classroom) as verdict:
                yield verdict
            return
        key = verdict_key(work.submission.digest, assignment.digest, toolchain())
        handed = Handed(work.submission, handed_in, assignment, key)
        terms = Terms(course_key(classroom.folder), self._min_isolation, toolchain())
        run = grade_all(self._app, [handed], terms, log.warning)
        _, verdict = next(run)
        yield verdict
        next(run, None)  # now that it is recorded, the dispatch can go


def grader(min_isolation: str) -> Here:
    """The one for this process: ``GRADER_BROKER`` names the Redis over which other machines hear of work."""
    broker = os.environ.get(_BROKER)
    return Elsewhere(min_isolation, make_app(broker)) if broker else Here(min_isolation)
