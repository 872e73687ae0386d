"""A lane whose judge fails is over: what comes late is never taken for the next submission's."""

from __future__ import annotations

import os
import signal

import pytest

from grader.core.errors import GraderError
from grader.core.report import Job
from grader.engine import lane as lanes
from grader.engine.lane import Lane
from grader.engine.local import grade_all
from grader.intake.assignments import load_assignment
from grader.pipeline import grade
from grader.sandbox.limits import default_limits
from tests.sandboxed import ASSIGNMENT, COURSE_KEY, REFERENCE, submission

pytestmark = pytest.mark.sandbox
SLEEPER = Job("one_to_one", {"models.py": b"import time\ntime.sleep(1000)\n"}, "seed")


def test_a_judge_that_does_not_answer_in_time_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lane ends; the next submission gets its own verdict, from another lane."""
    assignment = load_assignment(ASSIGNMENT)
    with Lane([assignment]) as lane:
        monkeypatch.setattr(lanes, "_GRACE_SECONDS", 1 - default_limits().submission_seconds)
        with pytest.raises(GraderError, match="does not answer"):
            lane.run(SLEEPER)
        assert not lane.alive
        monkeypatch.undo()
        verdict = grade(submission(""), assignment, lane, course_key=COURSE_KEY)
        assert (verdict.status.value, verdict.score) == ("graded", 0)
        verdict = grade(submission(REFERENCE), assignment, lane, course_key=COURSE_KEY)
        assert verdict.score == verdict.max_score


def test_a_judge_that_was_killed_stops_no_class() -> None:
    """Every submission is graded, those after the loss by another lane."""
    assignment = load_assignment(ASSIGNMENT)
    work = [(submission(REFERENCE + f"# {number}\n", f"student {number}"), assignment) for number in range(4)]
    scores = {}
    for index, verdict in grade_all(work, jobs=1, course_key=COURSE_KEY):
        scores[index] = verdict.score
        if index == 0:
            for pid in _judges():
                os.kill(pid, signal.SIGKILL)
    assert scores == dict.fromkeys(range(4), assignment.max_score)


def _judges() -> list[int]:
    """The judges that this process started and that are not the shared lane's."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{name}/cmdline", "rb") as file:
                command = file.read()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == os.getpid() and b"grader.judge" in command:
            found.append(int(name))
    return sorted(found)[-1:]  # the newest
