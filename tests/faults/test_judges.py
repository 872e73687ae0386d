"""The judge misbehaves: towards the box, whose programs end with it, and towards the grader, which takes another."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.core.errors import GraderError
from grader.core.report import Job
from grader.core.verdict import Status
from grader.engine import lane as lanes
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.pipeline import grade
from grader.sandbox.launcher import Family, Zygote
from grader.sandbox.limits import default_limits
from grader.sandbox.subject import wire
from tests.faults import acts
from tests.faults.acts import ACTS, HEADER, End
from tests.faults.box import KILLED
from tests.faults.false_judge import ACT, PATIENCE
from tests.faults.matrix import MATRIX, Row
from tests.hostile.arena import descendants
from tests.proving import PROVING, only_when_proving
from tests.sandboxed import ASSIGNMENT, COURSE_KEY, REFERENCE, ROOT, submission

_OF_A_PROCESS = {"exits", "loops", "crashes", "half_a_frame_and_gone", KILLED}  # what ends or occupies whoever does it
_SOON = 15.0  # seconds, on a busy machine
_QUIET = 0.3  # seconds for which a process is watched that should only wait
_LEAST_CPU = 0.05  # seconds of it in which nothing worth mentioning is done
_MOST_MEMORY = 150  # MB of a process in the box, whatever it is asked
_PATIENCE = 0.5  # seconds for a report
_JOB = Job("one_to_one", {"models.py": REFERENCE.encode()}, "a seed")
_TICKS = os.sysconf("SC_CLK_TCK")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    rows = [row for row in MATRIX if (row.act in _OF_A_PROCESS) == ("process" in metafunc.function.__name__)]
    if "report" in metafunc.function.__name__:
        rows = list(MATRIX)
    if "row" in metafunc.fixturenames:
        metafunc.parametrize("row", rows, ids=[row.act for row in rows])


# -- the box -----------------------------------------------------------------------------------------------


def running(pid: int) -> bool:
    """Whether it does something still; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_mb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def until(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + _SOON
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.01)
    return met


def only_waits(pid: int) -> bool:
    before = cpu(pid)
    time.sleep(_QUIET)
    return running(pid) and cpu(pid) - before < _LEAST_CPU


@contextlib.contextmanager
def family_of(zygote: Zygote) -> Iterator[tuple[Family, dict[str, int]]]:
    """A fresh one, and the process of each of the two."""
    before = set(descendants(zygote.pid))
    family = zygote.family(default_limits())
    _supervisor, witness, subject = sorted(set(descendants(zygote.pid)) - before)
    try:
        yield family, {"subject": subject, "witness": witness}
        ended = family.end(kill=False)
    finally:
        family.end(kill=True)  # where that was not reached
    assert ended.signal == 0, "it did not leave by itself"
    assert until(lambda: not running(subject) and not running(witness))


@pytest.mark.sandbox
@pytest.mark.parametrize("who", ["subject", "witness"])
def test_what_is_asked_in_an_odd_way_is_answered_or_ends_who_was_asked(
    row: Row, who: str, zygote: Zygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It leaves, waits without using the machine, or answers; nothing is left of it, and the box goes on."""
    monkeypatch.setattr(acts, "FOR_EVER", 0)  # a thread that says no more is over; a process has to stay
    with family_of(zygote) as (family, pids):
        pid, connection = pids[who], getattr(family, who)._socket
        right = wire.pack({"id": 7, "operation": "bool", "arguments": [1]}, 1 << 20)
        descriptor = connection.detach() if row.act == "hangs_up" else connection.fileno()

        def misbehave() -> None:
            with contextlib.suppress(OSError):  # the other end has gone meanwhile
                ACTS[row.act](End(descriptor, right, 0.2))

        thread = threading.Thread(target=misbehave, daemon=True)
        thread.start()
        if row.box == "leave":
            assert until(lambda: not running(pid))
        else:
            assert only_waits(pid) if row.box == "wait" else answered(connection) == 7 + (row.act == "wrong_id")
            assert memory_mb(pid) < _MOST_MEMORY
    thread.join()  # before its descriptor's number is another family's
    with family_of(zygote) as (family, _):
        assert "value" in family.subject.ask("bool", [1], time.monotonic() + _SOON)


def answered(connection: socket.socket) -> int:
    """The number of the next answer."""
    connection.settimeout(_SOON)
    size = HEADER.unpack(connection.recv(HEADER.size))[0]
    return int(wire.unpack(connection.recv(size))["id"])


@pytest.mark.sandbox
@pytest.mark.parametrize("who", ["subject", pytest.param("witness", marks=only_when_proving("like the subject"))])
def test_a_process_of_the_judges_takes_its_box_along(row: Row, who: str) -> None:
    """However it ends; while it only loops, the box waits."""
    command = [sys.executable, "-m", "tests.faults.false_asker", who, row.act]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as judge:
        assert judge.stdin is not None
        assert judge.stdout is not None
        box = [int(word) for word in judge.stdout.readline().split()]
        assert len(box) >= 4  # bubblewrap or the zygote, a supervisor, and the two
        judge.stdin.write("\n")
        judge.stdin.flush()
        if row.box == "wait":
            assert all(map(only_waits, box))
            judge.kill()
        judge.wait(_SOON)
    assert until(lambda: not any(map(running, box)))


# -- the grader --------------------------------------------------------------------------------------------


@pytest.fixture
def false_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lanes have a judge that does the act of the environment's variable ``ACT``, for which they do not wait long."""
    monkeypatch.setattr(lanes, "_JUDGE", "tests.faults.false_judge")
    monkeypatch.setattr(lanes, "_GRACE_SECONDS", _PATIENCE - default_limits().submission_seconds)
    monkeypatch.setenv(PATIENCE, str(_PATIENCE))


def test_an_odd_report_is_nobodys_mark(row: Row, false_judge, monkeypatch) -> None:
    """The lane ends in time, the submission has no score, and staff read why."""
    if "report" in row.slow and not PROVING:
        pytest.skip(f"slow ({row.why}): run with GRADER_PROVE=1")
    monkeypatch.setenv(ACT, row.act)
    with Lane([load_assignment(ASSIGNMENT)]) as lane:
        if row.act == "answers_twice":
            lane.run(_JOB)  # the second answer stands where the next submission's should
        with pytest.raises(GraderError) as raised:
            lane.run(_JOB)
        assert not lane.alive
    assert row.report.removeprefix("ours: ") in str(raised.value)


@pytest.mark.parametrize("act", ["garbage", "wrong_id"])
def test_a_submission_that_no_judge_can_report_of_has_no_score(act: str, false_judge, monkeypatch) -> None:
    """Three lanes later staff read why, and the student's mark is not touched."""
    monkeypatch.setenv(ACT, act)
    assignment = load_assignment(ASSIGNMENT)
    with Lane([assignment]) as lane:
        verdict = grade(submission(REFERENCE), assignment, lane, course_key=COURSE_KEY)
    assert (verdict.status, verdict.score) == (Status.ERROR, None)
    assert "the judge" in str(verdict.staff["trouble"])
