"""The judge's process: ``python -m grader.judge SOCKET LIFELINE NUMBER``, started by ``grader.engine.lane``.

On the socket, JSON messages: first ``{"assignments": [folder, ...], "min_isolation": level}``, answered by
``{"isolation", "environment"}`` or ``{"failed": kind, ...}``; then jobs, answered by reports. Every question has an
``id``, which its answer repeats. The lifeline is a pipe whose other end dies with the grader: then this process ends
at once, and the box with it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import grader
from grader.core.errors import AssignmentError, GraderError, IsolationError
from grader.core.report import Job, RunReport
from grader.intake.assignments import load_assignment
from grader.sandbox.launcher import Zygote
from grader.sandbox.limits import default_limits
from grader.sandbox.selftest import self_test

from .session import Session, run_session


def _die_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(1)


def _share_one_processor(number: int) -> None:
    """Keeps this lane on one processor: lanes with consecutive numbers get different ones.

    The judge, the subject and the witness take turns and never work at once. On one processor each hands over
    to the next without waking another processor, which took a third of the time of a submission.
    """
    allowed = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {allowed[number % len(allowed)]})


class _Grader:
    """The grader, who asks: what is sent to it answers what it asked last."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._number = 0

    def receive(self) -> dict[str, Any]:
        """The next question. Raises ``EOFError`` where the grader has gone."""
        question: dict[str, Any] = json.loads(self._pipe.recv_bytes())
        self._number = question.pop("id")
        return question

    def encoded(self, answer: dict[str, Any]) -> bytes:
        """The answer to the last question, to be sent."""
        return json.dumps({"id": self._number, **answer}).encode()

    def send(self, encoded: bytes) -> None:
        self._pipe.send_bytes(encoded)


def _serve(asking: _Grader, session: Session) -> None:
    while True:
        try:
            job = Job.from_json(asking.receive())
        except EOFError:
            return
        try:
            answer = asking.encoded(session.grade(job).to_json())
        except GraderError as error:
            answer = asking.encoded(_trouble(str(error)))
        except Exception:  # noqa: BLE001 - a fault of ours costs this run, not the lane and those after it
            answer = asking.encoded(_trouble(traceback.format_exc()[-4000:]))
        asking.send(answer)


def _trouble(reason: str) -> dict[str, Any]:
    return RunReport(checks=(), trouble=reason).to_json()


def _failed(error: Exception) -> dict[str, Any]:
    if isinstance(error, IsolationError):
        return {"failed": "isolation", "problem": error.problem, "remedy": error.remedy}
    return {"failed": "grader", "problem": str(error), "remedy": ""}


def main() -> None:
    asking, lifeline = _Grader(Connection(int(sys.argv[1]))), int(sys.argv[2])
    _share_one_processor(int(sys.argv[3]))
    threading.Thread(target=_die_with, args=(lifeline,), daemon=True).start()
    try:
        asked = asking.receive()
        assignments = [load_assignment(Path(folder)) for folder in asked["assignments"]]
        zygote = Zygote(asked["min_isolation"])
        isolation = self_test(zygote, default_limits())
    except (GraderError, AssignmentError) as error:
        asking.send(asking.encoded(_failed(error)))
        return
    environment = {
        "grader": grader.__version__,
        "python": zygote.facts["python"],
        "django": zygote.facts["django"],
        "sqlite": zygote.facts["sqlite"],
    }

    def feed(session: Session) -> None:
        gc.collect()
        gc.freeze()  # what was loaded and collected stays: it need not be looked through again and again
        asking.send(asking.encoded({"isolation": isolation, "environment": environment}))
        _serve(asking, session)

    try:
        run_session(assignments, zygote, feed)
    except GraderError as error:
        asking.send(asking.encoded(_failed(error)))
    finally:
        zygote.close()


main()
