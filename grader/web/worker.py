"""The worker: lanes that take from the line, until it is told to end.

    python -m grader.web.worker [LANES] [--check]

One that is killed loses nothing: what it had in hand waits again when its lease has passed, and a verdict is recorded
once whoever found it.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.web.settings")
django.setup()

from django.db import DatabaseError, connections, transaction  # noqa: E402 - what follows are parts of the site

from ..commands.terms import Exit  # noqa: E402
from ..core.errors import AssignmentError, GraderError  # noqa: E402
from ..core.verdict import Status, Verdict  # noqa: E402
from ..engine.toolchain import toolchain  # noqa: E402
from ..gradebook.packing import packed, verdict_key  # noqa: E402
from ..gradebook.recording import record  # noqa: E402
from . import grading, lines, pulse  # noqa: E402
from .checkup import checkup  # noqa: E402
from .courses import Classroom  # noqa: E402
from .lti.background import Background  # noqa: E402
from .models import Work  # noqa: E402

_PAUSE_SECONDS = 0.1  # between two looks at an empty line
_AFTER_TROUBLE_SECONDS = 2.0
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
        self._background = threading.Thread(
            target=lambda: Background(self.holder, self._ending).serve(), name="background"
        )
        self._threads = [threading.Thread(target=self._serve, name=f"lane {number}") for number in range(lanes)]

    def run(self) -> None:
        """Until ``end``. Called by the main thread."""
        lines.give_back(self.holder)
        for thread in (*self._threads, self._background):
            thread.start()
        self._try(self._live)
        while not self._ending.wait(_RENEW_SECONDS):
            self._try(self._live)
        for thread in (*self._threads, self._background):
            thread.join()
        lines.give_back(self.holder)
        pulse.ended(self.holder)

    def _live(self) -> None:
        lines.renew(self.holder)
        pulse.beat(self.holder, len(self._threads))

    def end(self) -> None:
        """What is in hand is finished; nothing more is taken."""
        self._ending.set()

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except DatabaseError:
            log.exception("the database cannot be used")
            connections.close_all()

    def _serve(self) -> None:
        lane = grading.grader(self._min_isolation)
        try:
            while not self._ending.is_set():
                try:
                    if not self._next(lane):
                        self._ending.wait(_PAUSE_SECONDS)
                except (DatabaseError, GraderError, AssignmentError, OSError):
                    log.exception("a lane's work failed")
                    lane.close()
                    connections.close_all()
                    self._ending.wait(_AFTER_TROUBLE_SECONDS)
        finally:
            lane.close()
            connections.close_all()

    def _next(self, lane: grading.Here) -> bool:
        """Whether there was something to do."""
        work = lines.take(self.holder)
        if work is None:
            return False
        began = time.monotonic()
        classroom = Classroom(work.site, _ACTOR)
        if work.slug not in classroom.assignments:
            log.error("work %d is for %s, which is no assignment of the course any more", work.pk, work.slug)
            lines.done(work, failed=True)
            return True
        with lane.verdict(work, classroom) as verdict:
            seconds = time.monotonic() - began
            _keep(work, classroom, verdict, seconds)
        told = {"work": work.pk, "status": str(verdict.status), "seconds": round(seconds, 2)}
        log.info("work %d: %s in %.2f s", work.pk, verdict.status, seconds, extra=told)
        return True


def _keep(work: Work, classroom: Classroom, verdict: Verdict, seconds: float) -> None:
    """Once, whoever else has found one meanwhile: with the verdict's row, the piece of work is done, and counted."""
    tried = work.submission is None
    with transaction.atomic():
        if work.submission is not None:
            key = verdict_key(work.submission.digest, classroom.assignments[work.slug].digest, toolchain())
            record(classroom.book, work.submission, key, verdict, in_force=work.regrading_id is None)
        trouble = verdict.status is Status.ERROR
        lines.done(work, failed=trouble, verdict=packed(verdict.to_json()) if tried else b"")
        pulse.count(str(verdict.status), seconds)


def main() -> int:
    """The exit status. Until a signal; with ``--check`` one answer is graded, and nothing is taken from the line."""
    parser = argparse.ArgumentParser(prog="python -m grader.web.worker")
    parser.add_argument("lanes", nargs="?", type=int, default=2)
    parser.add_argument("--check", action="store_true", help="grade one answer and say whether this machine can")
    told = parser.parse_args()
    weakest = os.environ.get("GRADER_MIN_ISOLATION", "full")
    if told.check:
        return _check(weakest)
    worker = Worker(told.lanes, weakest)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.end())
    worker.run()
    return Exit.DONE


def _check(min_isolation: str) -> int:
    try:
        log.info("this machine can grade: %s", checkup(min_isolation))
    except GraderError as error:
        log.error("this machine cannot grade: %s", error)  # noqa: TRY400 - it says what is wrong, and for whom
        return Exit.TROUBLE
    return Exit.DONE


if __name__ == "__main__":
    sys.exit(main())
