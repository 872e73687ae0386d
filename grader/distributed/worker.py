"""A worker: takes dispatches, grades each on its own lane, and records what came of it in the gradebook."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from billiard import current_process
from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown
from django.db import DatabaseError, connections

from ..core.assignment import Assignment
from ..core.errors import AssignmentError, GraderError
from ..engine.lane import Lane
from ..engine.toolchain import toolchain
from ..gradebook import dispatching, models
from ..gradebook.connection import opened_database
from ..gradebook.packing import unpacked_submission
from ..intake.assignments import find_assignment
from ..pipeline import grade_seeded
from .app import QUEUE, TASK, make_app

_log = logging.getLogger("grader.worker")
_HEARTBEAT_SECONDS = 3.0
_LANE_SECONDS = 90.0  # that a process may take until it is up, its lane included
_TASKS_EACH = 500  # of a process and its lane; then both are made anew


class Refusal(Exception):
    """This worker cannot do that piece of work, and no other like it could."""


class Desk:
    """One worker process: its lane, and the assignments that the lane has loaded."""

    def __init__(self, folder: Path, min_isolation: str = "full") -> None:
        self._folder = folder
        self._lane: Lane | None = None
        self._min_isolation = min_isolation
        self._known: dict[str, Assignment] = {}

    def open(self) -> None:
        """Starts the lane before any work is claimed: what is claimed should be done soon, or not be claimed."""
        for path in sorted(self._folder.iterdir()):
            with contextlib.suppress(AssignmentError):  # whoever sends work for it will be told
                self._known[path.name] = find_assignment(path.name, self._folder)
        self._ready_lane(self._min_isolation)

    def work(self, pk: int) -> None:
        """One dispatch, from its claim to its result. What another worker is at, or has done, is left alone."""
        dispatch = dispatching.claim(pk)
        if dispatch is None:
            return
        began = time.monotonic()
        try:
            with _heartbeat(pk):
                verdict = self._verdict(dispatch)
            dispatching.finish(pk, verdict)
        except (Refusal, GraderError, AssignmentError) as error:
            dispatching.finish(pk, None, f"{socket.gethostname()}: {error}")
            _log.warning("dispatch %d: %s", pk, error)
        else:
            _log.info("dispatch %d: %s in %.2f s", pk, dispatch.job["assignment"], time.monotonic() - began)

    def _verdict(self, dispatch: models.Dispatch) -> dict[str, object]:
        job = dispatch.job
        if dispatch.attempts > dispatching.MOST_ATTEMPTS:
            raise Refusal(f"{dispatching.MOST_ATTEMPTS} workers began it, and none of them came to its end")
        if job["toolchain"] != toolchain():
            raise Refusal(
                f"the work is for {job['toolchain']}, this worker has {toolchain()}. Install the same grader."
            )
        assignment = self._assignment(job["assignment"], job["assignment_digest"])
        lane = self._ready_lane(job["min_isolation"])
        person = dispatch.submission.person
        submission = unpacked_submission(dispatch.submission.files, str(person.login), assignment.slug)
        verdict = grade_seeded(submission, assignment, lane, seed=job["seed"])
        return verdict.to_json(staff=True)

    def _assignment(self, slug: str, digest: str) -> Assignment:
        """The assignment of that digest; the lane is made anew where it has another one loaded."""
        known = self._known.get(slug)
        if known is None or known.digest != digest:
            known = find_assignment(slug, self._folder)
            if known.digest != digest:
                raise Refusal(f"{slug} is another one in {self._folder} than where the work comes from. Copy it there.")
            self._known[slug] = known
            self.close()
        return known

    def _ready_lane(self, min_isolation: str) -> Lane:
        if self._lane is None or not self._lane.alive or self._min_isolation != min_isolation:
            self.close()
            # each of the processes that were forked from one would take the same processor, had it to count itself
            self._lane = Lane(list(self._known.values()), min_isolation=min_isolation, place=_number())
            self._min_isolation = min_isolation
        return self._lane

    def close(self) -> None:
        if self._lane is not None:
            self._lane.close()
            self._lane = None


def _number() -> int:
    """Which of its worker's processes this is, beginning at 0."""
    return int(getattr(current_process(), "index", 0))


@contextlib.contextmanager
def _heartbeat(pk: int) -> Iterator[None]:
    """Renews the lease while something is done; from a thread, since grading waits for a lane."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_HEARTBEAT_SECONDS):
            with contextlib.suppress(DatabaseError):  # the next beat may reach it; a missed one costs a run
                dispatching.renew(pk)
        connections.close_all()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def with_task(app: Celery, folder: Path, min_isolation: str) -> Celery:
    """The app with its task. Each process that Celery forks opens the database and gets a desk of its own."""
    kept = ExitStack()
    desk = Desk(folder, min_isolation)

    @worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]
    def begin(**_: object) -> None:
        kept.enter_context(opened_database(Path.cwd()))
        with contextlib.suppress(GraderError):  # it may be short of something for a moment; work tries again
            desk.open()

    @worker_process_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]
    def end(**_: object) -> None:
        desk.close()
        kept.close()

    @app.task(name=TASK)  # type: ignore[untyped-decorator]
    def grade(pk: int) -> None:
        try:
            desk.work(pk)
        except DatabaseError as error:  # the lease runs out, and it is sent again
            _log.warning("dispatch %d: the gradebook cannot be reached: %s", pk, error)
            connections.close_all()

    return app


def run_worker(broker: str, folder: Path, *, concurrency: int, min_isolation: str) -> None:
    """Work until told to stop. Raises ``GraderError`` where this machine cannot isolate or reach the gradebook."""
    with Lane([], min_isolation=min_isolation):
        pass
    with opened_database(Path.cwd()):
        pass  # it is there, and up to date before several processes look at it
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _log.addHandler(handler)  # its own: Celery sets everybody else's level
    _log.setLevel(logging.INFO)
    _log.propagate = False
    app = with_task(make_app(broker), folder, min_isolation)
    app.conf.worker_max_tasks_per_child = _TASKS_EACH
    app.conf.worker_proc_alive_timeout = _LANE_SECONDS
    _log.info("worker of %d processes on %s, %s", concurrency, socket.gethostname(), toolchain())
    name = f"grader-{os.getpid()}@{socket.gethostname()}"
    options = [f"--concurrency={concurrency}", f"--hostname={name}", "--without-gossip", "--without-mingle"]
    app.worker_main(["worker", "--pool=prefork", "--loglevel=WARNING", f"--queues={QUEUE}", *options])
