"""A lane: one judge's process with its box. It takes one job at a time and answers a report."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..core.assignment import Assignment
from ..core.errors import GraderError, IsolationError
from ..core.report import Job, RunReport
from ..sandbox.limits import default_limits
from ..sandbox.selftest import LEVELS
from ..sandbox.subject import wire

_PACKAGE = Path(__file__).parents[2]
_JUDGE = "grader.judge"
_START_SECONDS = 90.0
_GRACE_SECONDS = 30.0  # beyond a submission's own budget, for what is ours
_LARGEST_ANSWER = 64 << 20  # bytes; a report is some hundred kilobytes
_NOT_FOR_THE_JUDGE = (
    "PYTEST_ADDOPTS",
    "PYTEST_PLUGINS",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",  # no verdict is written there, so no process of the judge's has to know where marks are
    "GRADER_SECRET_KEY",
    "GRADER_METRICS_TOKEN",
    "GRADER_BROKER",
    "CELERY_BROKER_URL",
    "CELERY_BROKER_READ_URL",
    "CELERY_BROKER_WRITE_URL",
    "CELERY_RESULT_BACKEND",
)
_numbers = itertools.count(os.getpid())  # of lanes: one lane each of two graders need not share a processor
_REMEDY = "Run `grader doctor` to see what this machine lacks, and the command that brings it."


class Lane:
    """Starts when made; ``close`` ends it and everything below it. May be made and used by any thread.

    Raises ``IsolationError`` where the box is weaker than ``min_isolation``, ``GraderError`` where no judge comes
    up. ``isolation`` is what the self-test proved, ``environment`` the versions that grade. ``place`` says which
    processor it keeps to: a lane that stands in for another takes the other's, any other lane the next one.
    ``announce`` hears of the lane before it is up, so that another thread can close it in its start.
    """

    def __init__(
        self,
        assignments: Sequence[Assignment],
        *,
        min_isolation: str = "full",
        place: int | None = None,
        announce: Callable[[Lane], object] | None = None,
    ) -> None:
        self._assignments, self._min_isolation = tuple(assignments), min_isolation
        self.place = next(_numbers) if place is None else place
        self._questions = itertools.count(1)
        self._closed = False
        self._ending = threading.Lock()
        self._others: weakref.WeakSet[Lane] = weakref.WeakSet()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the lane
        ours, theirs = Pipe()
        # The judge watches this pipe's other end: it closes with the last copy of our end, however we end.
        watched, lifeline = os.pipe()
        self._lifeline: int | None = lifeline
        environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_THE_JUDGE}
        environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(_PACKAGE)}
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-B", "-P", "-m", _JUDGE, str(theirs.fileno()), str(watched), str(self.place)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            pass_fds=[theirs.fileno(), watched],
            env=environment,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the one who started us: it will close the lane
        )
        theirs.close()
        os.close(watched)
        self._pipe: Connection[bytes, bytes] = ours
        try:
            if announce is not None:
                announce(self)
            folders = [str(assignment.folder.resolve()) for assignment in assignments]
            asked = {"assignments": folders, "min_isolation": min_isolation}
            ready = self._asked(asked, _START_SECONDS)
            _check_start(ready)
            self.isolation: dict[str, Any] = ready["isolation"]
            self.environment: dict[str, Any] = ready["environment"]
            self._refuse_weak_box()
        except BaseException:
            self.close()
            raise

    def _refuse_weak_box(self) -> None:
        level = self.isolation["level"]
        if LEVELS.index(level) < LEVELS.index(self._min_isolation):
            missing = ", ".join(self.isolation["missing"]) or "the self-test"
            problem = f"isolation is {level!r}, {self._min_isolation!r} is asked for; not blocked: {missing}"
            raise IsolationError(problem, _REMEDY)

    def run(self, job: Job) -> RunReport:
        """One submission, judged. Raises ``GraderError`` where the judge itself fails: then the lane is over.

        An answer that came late must never be taken for the next submission's.
        """
        limits = next((a.limits for a in self._assignments if a.slug == job.assignment), {})
        budget = default_limits().replaced(limits).submission_seconds
        try:
            answer = self._asked(job.to_json(), budget + _GRACE_SECONDS)
            return _report(answer | {"isolation": self.isolation, "environment": self.environment})
        except GraderError:
            self._end()
            raise

    def _asked(self, question: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """The judge's answer to this very question. After so many seconds the judge is ended, whatever it does."""
        number = next(self._questions)
        message = json.dumps({"id": number, **question}).encode()
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            self._process.kill()  # nothing more can come, and who waits for it hears of that

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            self._pipe.send_bytes(message)
            data = self._pipe.recv_bytes(_LARGEST_ANSWER)
        except (EOFError, OSError, ValueError, TypeError) as error:  # the last two: closed by another thread meanwhile
            if overdue.is_set():
                raise GraderError("the judge does not answer") from error
            if (
                type(error) is OSError and not self._closed
            ):  # its length, as multiprocessing says it; an error of the machine is a subclass
                raise GraderError(f"the judge's answer cannot be read: {error}") from error
            raise GraderError(f"the judge ended: {self._last_words()}") from error
        finally:
            timer.cancel()
        return _answer(data, number)

    def _last_words(self) -> str:
        if self._closed:
            return "the lane was closed"
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        try:
            self._log.seek(0)
            said = self._log.read()
        except ValueError:  # by another thread, meanwhile
            return "the lane was closed"
        return said.decode("utf-8", "backslashreplace").strip()[-2000:] or "it said nothing"

    @property
    def alive(self) -> bool:
        """Whether its judge still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The judge's process id."""
        return self._process.pid

    def fresh(self) -> Self:
        """Another lane like this one, which ends with it. ``GraderError`` where this one was closed."""
        if self._closed:
            raise GraderError("the lane was closed")
        return type(self)(
            self._assignments, min_isolation=self._min_isolation, place=self.place, announce=self._take_along
        )

    def _take_along(self, other: Lane) -> None:
        with self._ending:
            self._others.add(other)
        if self._closed:
            raise GraderError("the lane was closed")

    def close(self) -> None:
        """Ends the judge and, through it, the box. Harmless when called again."""
        self._closed = True
        with self._ending:
            others = list(self._others)
        for other in others:
            other.close()
        self._end()
        self._log.close()

    def _end(self) -> None:
        """Ends the judge and, through it, the box. Two threads may want that at once."""
        with self._ending:
            if self._lifeline is not None:
                os.close(self._lifeline)
                self._lifeline = None
            self._process.kill()  # first: who waits for its answer hears of its end
            self._process.wait()
            self._pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _check_start(answer: dict[str, Any]) -> None:
    if answer.get("failed") == "isolation":
        raise IsolationError(answer["problem"], answer["remedy"])
    if "failed" in answer:
        raise GraderError(answer["problem"])


def _answer(data: bytes, number: int) -> dict[str, Any]:
    try:
        answer = json.loads(data.decode(), object_pairs_hook=wire.no_duplicates)
    except (ValueError, RecursionError, wire.WireError) as error:
        raise GraderError(f"the judge's answer cannot be read: {type(error).__name__}") from error
    if type(answer) is not dict or answer.pop("id", None) != number:
        raise GraderError("the judge answered another question")
    return answer


def _report(answer: Mapping[str, Any]) -> RunReport:
    if "failed" in answer:
        raise GraderError(answer["problem"])
    try:
        return RunReport.from_json(answer)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise GraderError(f"the judge's report is none: {type(error).__name__}: {error}") from error
