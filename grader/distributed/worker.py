"""A worker: takes dispatches, grades each on its own lane, and records what came of it in the gradebook."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from billiard import current_process
from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown
from django.db import Error as DatabaseTrouble
from django.db import connections

from ..core.assignment import Assignment
from ..core.errors import AssignmentError, GraderError
from ..engine.lane import Lane
from ..engine.toolchain import toolchain
from ..gradebook import dispatching, models
from ..gradebook.connection import opened_database
from ..gradebook.packing import unpacked_submission
from ..intake.assignments import find_assignment
from ..pipeline import grade_seeded
from ..sandbox.selftest import LEVELS
from .app import QUEUE, TASK, make_app

_log = logging.getLogger("grader.worker")
_HEARTBEAT_SECONDS = 3.0
_LANE_SECONDS = 90.0  # that a process may take until it is up, its lane included
_TASKS_EACH = 500  # of a process and its lane; then both are made anew
_SICK_SECONDS = 3.0  # that a process which cannot grade leaves the work to others
_Answer = TypeVar("_Answer")


class Refusal(Exception):
    """This worker cannot do that piece of work, and no other like it could."""


class Desk:
    """One worker process: its lane, and the assignments as the lane has loaded them.

    ``min_isolation``: the weakest box that will do here; work may ask for a stronger one, never for a weaker one.
    """

    def __init__(self, folder: Path, min_isolation: str = "full") -> None:
        self._folder = folder
        self._lane: Lane | None = None
        self._least = min_isolation
        self._asked = min_isolation  # of the lane that is open
        self._known: dict[str, Assignment] = {}

    def open(self) -> None:
        """Starts the lane before any work is claimed: what is claimed should be done soon, or not be claimed."""
        self._ready_lane(self._least)

    def work(self, pk: int) -> None:
        """One dispatch, from its claim to its result. What another worker is at, or has done, is left alone."""
        dispatch = _insisting(lambda: dispatching.claim(pk))
        if dispatch is None:
            return
        began = time.monotonic()
        try:
            with _heartbeat(pk):
                verdict = self._verdict(dispatch)
        except (Refusal, AssignmentError) as error:
            trouble = f"{socket.gethostname()}: {error}"
            _insisting(lambda: dispatching.finish(pk, None, trouble))
            _log.warning("dispatch %d: %s", pk, error)
        except DatabaseTrouble:
            raise
        except Exception as error:  # noqa: BLE001 - this machine's trouble, or a fault of ours: others may do better
            self._give_back(pk, error)
        else:
            _insisting(lambda: dispatching.finish(pk, verdict))
            _log.info("dispatch %d: %s in %.2f s", pk, dispatch.job["assignment"], time.monotonic() - began)

    def _give_back(self, pk: int, error: Exception) -> None:
        """With the lane, which may be why. A machine that fails at once must not be the one that takes everything."""
        self.close()
        trouble = str(error) if isinstance(error, GraderError) else repr(error)
        _log.warning("dispatch %d is given back: %s", pk, trouble)
        dispatching.give_back(pk, f"{socket.gethostname()}: {trouble}")
        time.sleep(_SICK_SECONDS)

    def _verdict(self, dispatch: models.Dispatch) -> dict[str, object]:
        job = dispatch.job
        if dispatch.attempts > dispatching.MOST_ATTEMPTS:
            last = f". The last trouble: {dispatch.trouble}" if dispatch.trouble else ""
            raise Refusal(f"{dispatching.MOST_ATTEMPTS} workers began it, and none of them came to its end{last}")
        if job["toolchain"] != toolchain():
            raise Refusal(
                f"the work is for {job['toolchain']}, this worker has {toolchain()}. Install the same grader,"
                " and start the worker again."
            )
        self._refuse_another(job["assignment"], job["assignment_digest"])
        lane = self._ready_lane(job["min_isolation"])
        assignment = self._known.get(job["assignment"])
        if assignment is None or assignment.digest != job["assignment_digest"]:
            raise GraderError(f"{job['assignment']} was changed in {self._folder} while it was read")
        person = dispatch.submission.person
        submission = unpacked_submission(dispatch.submission.files, str(person.login), assignment.slug)
        verdict = grade_seeded(submission, assignment, lane, seed=job["seed"])
        return verdict.to_json(staff=True)

    def _refuse_another(self, slug: str, digest: str) -> None:
        """Refuses work for an assignment that is another one here; the lane ends where it has an older one loaded."""
        known = self._known.get(slug)
        if self._lane and self._lane.alive and known and known.digest == digest:
            return
        if find_assignment(slug, self._folder).digest != digest:
            raise Refusal(f"{slug} is another one in {self._folder} than where the work comes from. Copy it there.")
        self.close()

    def _ready_lane(self, asked: str) -> Lane:
        strong = max(asked, self._least, key=LEVELS.index)
        if self._lane is None or not self._lane.alive or self._asked != strong:
            self.close()
            self._load()
            self._lane = Lane(list(self._known.values()), min_isolation=strong, place=_place())
            self._asked = strong
        return self._lane

    def _load(self) -> None:
        """Reads what a lane is about to read: files change under a worker that runs for weeks."""
        if toolchain.__wrapped__() != toolchain():
            raise GraderError("the grader's own files were changed since this worker was started. Start it again.")
        self._known.clear()
        for path in sorted(self._folder.iterdir()):
            with contextlib.suppress(AssignmentError):  # whoever sends work for it will be told
                self._known[path.name] = find_assignment(path.name, self._folder)

    def close(self) -> None:
        if self._lane is not None:
            self._lane.close()
            self._lane = None


def _insisting(ask: Callable[[], _Answer]) -> _Answer:
    """Asks the database, and once more where it has gone away since it was asked last: it may be back."""
    try:
        return ask()
    except DatabaseTrouble:
        connections.close_all()
        return ask()


def _place() -> int:
    """Which processor the lane keeps to: another one for each process of a worker, and not the first for each worker.

    A lane that counted for itself would begin with the same number in all processes that are forked from one.
    """
    return os.getppid() + int(getattr(current_process(), "index", 0))


@contextlib.contextmanager
def _heartbeat(pk: int) -> Iterator[None]:
    """Renews the lease while something is done; from a thread, since grading waits for a lane."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(_HEARTBEAT_SECONDS):
            try:
                dispatching.renew(pk)
            except DatabaseTrouble:  # the next beat may reach it, over another connection; a missed one costs a run
                connections.close_all()
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
        _open_database(kept)
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
        except DatabaseTrouble as error:  # the lease runs out, and it is sent again
            _log.warning("dispatch %d: the gradebook cannot be reached: %s", pk, error)
            connections.close_all()

    return app


def _open_database(kept: ExitStack) -> None:
    """Waits for it as long as it takes: a process that went on without would take work and lose it."""
    told = False
    while True:
        try:
            kept.enter_context(opened_database(Path.cwd()))
        except GraderError as error:
            if not told:
                _log.warning("waiting: %s", error)
            told = True
            time.sleep(1.0)
        else:
            return


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
