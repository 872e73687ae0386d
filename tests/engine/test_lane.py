"""A lane whose judge fails is over: what comes late is never taken for the next submission's."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from typing import Any

import psutil
import pytest

from grader.core.errors import GraderError
from grader.core.report import Job
from grader.engine import lane as lanes
from grader.engine import local
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


def test_no_process_of_the_judge_is_told_where_marks_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the judge nor anything below it has the gradebook's or the broker's address, with their passwords."""
    names = ("DATABASE_URL", "GRADER_BROKER", "CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_RESULT_BACKEND")
    for name in names:
        monkeypatch.setenv(name, "scheme://user:a-password@elsewhere/0")
    with Lane([load_assignment(ASSIGNMENT)]) as lane:
        judge = psutil.Process(lane.pid)
        family = [judge, *judge.children(recursive=True)]
        told = [process.environ() for process in family]
    assert len(family) > 1
    assert not [environment for environment in told if "a-password" in str(environment)]


def test_a_judge_that_was_killed_stops_no_class() -> None:
    """Every submission is graded, those after the loss by another lane."""
    assignment, others = load_assignment(ASSIGNMENT), _judges()
    work = [(submission(REFERENCE + f"# {number}\n", f"student {number}"), assignment) for number in range(4)]
    scores = {}
    for index, verdict in grade_all(work, jobs=1, course_key=COURSE_KEY):
        scores[index] = verdict.score
        if index == 0:
            for pid in _judges() - others:
                os.kill(pid, signal.SIGKILL)
    assert scores == dict.fromkeys(range(4), assignment.max_score)


def test_a_lane_that_has_graded_enough_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two submissions each: the third lane grades the last, and nothing is left of any."""
    made: list[Lane] = []

    class Counted(Lane):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            made.append(self)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(local, "Lane", Counted)
    monkeypatch.setattr(local, "RECYCLE_AFTER", 2)
    assignment = load_assignment(ASSIGNMENT)
    work = [(submission(REFERENCE + f"# {number}\n", f"student {number}"), assignment) for number in range(5)]
    scores = [(index, verdict.score) for index, verdict in grade_all(work, jobs=1, course_key=COURSE_KEY)]
    assert scores == [(number, assignment.max_score) for number in range(5)]
    assert len(made) == 3
    assert not any(lane.alive for lane in made)
    assert len({lane.place for lane in made}) == 1


@pytest.mark.parametrize("seconds", [0, 0.3])
def test_a_lane_can_be_closed_in_its_start(seconds: float) -> None:
    """By another thread, before the judge was told what to load or after: whoever waits for the start hears of it."""
    announced: queue.SimpleQueue[Lane] = queue.SimpleQueue()
    told: list[BaseException] = []

    def start() -> None:
        try:
            Lane([load_assignment(ASSIGNMENT)], announce=announced.put)
        except BaseException as error:  # noqa: BLE001 - looked at below
            told.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    lane = announced.get(timeout=20)
    time.sleep(seconds)
    lane.close()
    thread.join(20)
    assert not thread.is_alive()
    assert [(type(error), str(error)) for error in told] == [(GraderError, "the judge ended: the lane was closed")]
    assert not lane.alive


def test_a_lane_closed_before_it_was_told_anything() -> None:
    with pytest.raises(GraderError, match="the lane was closed"):
        Lane([load_assignment(ASSIGNMENT)], announce=Lane.close)


def test_a_fresh_lane_is_closed_in_its_start_with_the_one_it_is_like() -> None:
    with Lane([load_assignment(ASSIGNMENT)]) as lane:
        take_along = lane._take_along

        def close_too(other: Lane) -> None:
            take_along(other)
            lane.close()
            assert not other.alive

        lane._take_along = close_too  # type: ignore[method-assign]
        with pytest.raises(GraderError, match="the lane was closed"):
            lane.fresh()


def _judges() -> set[int]:
    """The judges that this process started; the shared lane's may be one of them."""
    found = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{name}/cmdline", "rb") as file:
                command = file.read()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == os.getpid() and b"grader.judge" in command:
            found.add(int(name))
    return found
