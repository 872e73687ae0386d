"""The worker: lanes that take from the line, until it is told to end.

    python -m grader.web.worker [LANES]

One that is killed loses nothing: what it had in hand waits again when its lease has passed, and a verdict is recorded
once whoever found it.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.web.settings")
django.setup()

from django.db import DatabaseError, connections, transaction  # noqa: E402 - what follows are parts of the site

from ..core.assignment import Assignment  # noqa: E402
from ..core.errors import GraderError  # noqa: E402
from ..core.verdict import Status, Verdict  # noqa: E402
from ..engine.lane import Lane  # noqa: E402
from ..engine.toolchain import toolchain  # noqa: E402
from ..gradebook.packing import packed, unpacked_submission, verdict_key  # noqa: E402
from ..gradebook.recording import record  # noqa: E402
from ..intake.coursekey import course_key  # noqa: E402
from ..pipeline import failed, grade  # noqa: E402
from . import lines  # noqa: E402
from .courses import Classroom  # noqa: E402
from .models import Work  # noqa: E402

_PAUSE_SECONDS = 0.1  # between two looks at an empty line
_AFTER_TROUBLE_SECONDS = 2.0
_RECYCLE_AFTER = 500  # submissions of one lane
_RENEW_SECONDS = lines.LEASE.total_seconds() / 3
_ACTOR = "the grader"

log = logging.getLogger("grader.web.worker")


class Worker:
    """Some lanes, a thread each. ``holder`` names this process in the leases.

    Who starts a worker anew when it has ended gives it the same name, by ``GRADER_HOLDER``: then it takes up at once
    what the one before had in hand.
    """

    def __init__(self, lanes: int, min_isolation: str) -> None:
        own = f"{socket.gethostname()[:40]} {os.getpid()} {secrets.token_hex(4)}"
        self.holder = os.environ.get("GRADER_HOLDER", own)
        self._min_isolation = min_isolation
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._serve, name=f"lane {number}") for number in range(lanes)]

    def run(self) -> None:
        """Until ``end``. Called by the main thread."""
        lines.give_back(self.holder)
        for thread in self._threads:
            thread.start()
        while not self._ending.wait(_RENEW_SECONDS):
            self._try(lambda: lines.renew(self.holder))
        for thread in self._threads:
            thread.join()
        lines.give_back(self.holder)

    def end(self) -> None:
        """What is in hand is finished; nothing more is taken."""
        self._ending.set()

    def _try(self, action: object) -> None:
        try:
            action()  # type: ignore[operator]
        except DatabaseError:
            log.exception("the database cannot be used")
            connections.close_all()

    def _serve(self) -> None:
        lane = _WarmLane(self._min_isolation)
        try:
            while not self._ending.is_set():
                try:
                    if not self._next(lane):
                        self._ending.wait(_PAUSE_SECONDS)
                except (DatabaseError, GraderError, OSError):
                    log.exception("a lane's work failed")
                    lane.close()
                    connections.close_all()
                    self._ending.wait(_AFTER_TROUBLE_SECONDS)
        finally:
            lane.close()
            connections.close_all()

    def _next(self, lane: _WarmLane) -> bool:
        """Whether there was something to do."""
        work = lines.take(self.holder)
        if work is None:
            return False
        began = time.monotonic()
        classroom = Classroom(work.site, _ACTOR)
        verdict = _verdict(work, classroom, lane)
        _keep(work, classroom, verdict)
        log.info("work %d: %s in %.2f s", work.pk, verdict.status, time.monotonic() - began)
        return True


class _WarmLane:
    """A lane for the assignments that are asked for; a new one where another assignment or a fresh one is needed."""

    def __init__(self, min_isolation: str) -> None:
        self._min_isolation = min_isolation
        self._lane: Lane | None = None
        self._known: dict[str, str] = {}
        self._graded = 0

    def for_all(self, assignments: dict[str, Assignment]) -> Lane:
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


def _verdict(work: Work, classroom: Classroom, lane: _WarmLane) -> Verdict:
    packed_ = work.submission.files if work.submission else work.files
    handed_in = unpacked_submission(packed_, str(work.person.login), work.slug)
    assignment = classroom.assignments.get(work.slug)
    if assignment is None:
        raise GraderError(f"{work.slug} is no assignment of {classroom.site}")
    if work.tries > lines.MOST_TRIES:
        return failed(handed_in, assignment, f"its worker ended {work.tries - 1} times")
    try:
        warm = lane.for_all(classroom.assignments)
    except GraderError as error:
        return failed(handed_in, assignment, str(error))
    return grade(handed_in, assignment, warm, course_key=course_key(classroom.folder))


def _keep(work: Work, classroom: Classroom, verdict: Verdict) -> None:
    """Once, whoever else has found one meanwhile: with the verdict's row, the piece of work is done."""
    trouble = verdict.status is Status.ERROR
    with transaction.atomic():
        if work.submission is None:
            lines.done(work, failed=trouble, verdict=packed(verdict.to_json()))
            return
        assignment = classroom.assignments[work.slug]
        key = verdict_key(work.submission.digest, assignment.digest, toolchain())
        record(classroom.book, work.submission, key, verdict)
        lines.done(work, failed=trouble)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    lanes = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    worker = Worker(lanes, os.environ.get("GRADER_MIN_ISOLATION", "full"))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.end())
    worker.run()


if __name__ == "__main__":
    main()
