"""The judge's process as it is, with a box whose programs can be made to misbehave.

A submission whose first line is ``# fault: WHO OPERATION ACT`` gets a first program in which WHO (subject or witness)
does ACT of ``acts.py`` in place of answering OPERATION, or is killed from outside when it is asked that.
"""

from __future__ import annotations

import os
import re
import runpy
import signal
from typing import Any

from grader.core.limits import Limits
from grader.core.report import Job, RunReport
from grader.judge import session
from grader.sandbox import bubblewrap, filtered, launcher
from tests.faults.box import FOLDER, KILLED
from tests.hostile.arena import descendants

_LINE = re.compile(rb"# fault: (\w+) (\w+) (\w+)\n")
_FORKED = ("witness", "subject")  # in this order, after their supervisor

_armed: dict[str, str] = {}  # of the submission, until its first program is started


class Zygote(launcher.Zygote):
    """Tells the next family what is to go wrong in it."""

    def send(self, request: dict[str, Any], descriptors: list[int]) -> None:
        if request["op"] == "spawn" and _armed.get("what") != KILLED:
            request["limits"]["fault"] = dict(_armed)
            _armed.clear()
        super().send(request, descriptors)

    def family(self, limits: Limits) -> launcher.Family:
        before = set(descendants(self.pid))
        family = super().family(limits)
        if _armed:
            _, *forked = sorted(set(descendants(self.pid)) - before)
            kill_when_asked(getattr(family, _armed["who"]), _armed["at"], forked[_FORKED.index(_armed["who"])])
            _armed.clear()
        return family


def kill_when_asked(channel: Any, operation: str, pid: int) -> None:
    ask = channel.ask

    def deadly(asked: str, *rest: Any) -> dict[str, Any]:
        if asked == operation:
            os.kill(pid, signal.SIGKILL)
        return ask(asked, *rest)  # type: ignore[no-any-return]

    channel.ask = deadly


class Session(session.Session):
    """Reads from a submission what is to go wrong."""

    def grade(self, job: Job) -> RunReport:
        _armed.clear()
        if found := _LINE.match(job.files["models.py"]):
            _armed.update(zip(("who", "at", "what"), (part.decode() for part in found.groups()), strict=True))
        return super().grade(job)


if __name__ == "__main__":
    bubblewrap.SUBJECT = filtered.SUBJECT = os.environ[FOLDER]
    launcher.Zygote, session.Session = Zygote, Session  # type: ignore[misc]
    runpy.run_module("grader.judge.__main__", run_name="__main__")
