"""What a lane leaves behind, however it ends: no process, no file, no mount."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.core.assignment import Assignment
from grader.core.errors import GraderError
from grader.core.report import Job
from grader.core.verdict import Status
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.pipeline import grade, seed_root
from grader.sandbox.launcher import Zygote
from tests.hostile.arena import descendants
from tests.proving import only_when_proving
from tests.sandboxed import ASSIGNMENT, COURSE_KEY, REFERENCE, ROOT, Grading, submission

pytestmark = pytest.mark.sandbox

_SOON = 3.0  # seconds within which everything below an ended lane is gone
_LOOP = "while True:\n    pass\n"
_NOBODY = 65534


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(ASSIGNMENT)


def _job(source: str, assignment: Assignment) -> Job:
    given = submission(source)
    seed = seed_root(COURSE_KEY, given, assignment)
    return Job("one_to_one", {"models.py": source.encode()}, seed)


def _running(pid: int) -> bool:
    """Whether that process still does something; one that only waits to be reaped does not."""
    try:
        text = Path("/proc", str(pid), "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] not in ("Z", "X")


def _still_there(pids: set[int]) -> set[int]:
    """Those that are left after a while."""
    until = time.monotonic() + _SOON
    while (left := {pid for pid in pids if _running(pid)}) and time.monotonic() < until:
        time.sleep(0.02)
    return left


def _until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.02)


def _family(lane: int) -> set[int]:
    """The lane's process and all below it."""
    return {lane, *descendants(lane)}


def _names(pids: set[int]) -> list[str]:
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            found.append(Path("/proc", str(pid), "cmdline").read_text(encoding="utf-8").replace("\0", " "))
    return found


def _mounts() -> str:
    return Path("/proc/self/mountinfo").read_text(encoding="utf-8")


def _files() -> set[str]:
    return set(os.listdir(tempfile.gettempdir()))


def test_nothing_is_left_of_a_lane_that_was_closed(
    assignment: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Honest and hostile submissions graded, then closed: no process, no file, no mount, no descriptor."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mounts, descriptors = _mounts(), set(os.listdir("/proc/self/fd"))
    lane = Lane([assignment])
    for source in (REFERENCE, "import os\nos._exit(0)\n", "raise SystemExit\n"):
        grade(submission(source), assignment, lane, course_key=COURSE_KEY)
    family = _family(lane._process.pid)
    assert len(family) >= 3, _names(family)
    assert _mounts() == mounts, "the lane mounted something where everybody sees it"
    lane.close()
    lane.close()  # harmless
    assert not _still_there(family), _names(family)
    assert _mounts() == mounts
    assert _files() == set()
    assert set(os.listdir("/proc/self/fd")) == descriptors


def test_between_submissions_only_the_zygote_waits(grading: Grading) -> None:
    """Judge, bubblewrap's two processes and the zygote; a submission adds three and takes them away."""
    before = _family(grading.lane._process.pid)
    for source in (REFERENCE, "import os\nos._exit(0)\n"):
        grading.verdict(source)
        assert not _still_there(_family(grading.lane._process.pid) - before)
        assert before <= _family(grading.lane._process.pid)
    assert len(before) == 4, _names(before)


@pytest.mark.parametrize(
    "source",
    [
        _LOOP,
        *(
            pytest.param(source, marks=only_when_proving("like a loop"))
            for source in (
                "import time\ntime.sleep(1000)\n",
                REFERENCE + "\nWomen.save = lambda s: [0 for _ in iter(int, 1)]\n",
            )
        ),
    ],
)
def test_a_lane_closed_while_it_grades_leaves_nothing(source: str, assignment: Assignment) -> None:
    """Closed by another thread: the one that waits for a report is told, and everything below ends."""
    lane = Lane([assignment])
    waiting = _family(lane._process.pid)
    told: list[BaseException] = []

    def run() -> None:
        try:
            lane.run(_job(source, assignment))
        except BaseException as error:  # noqa: BLE001 - looked at below
            told.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    _until(lambda: len(_family(lane._process.pid)) >= len(waiting) + 3)
    family = _family(lane._process.pid)
    lane.close()
    assert not _still_there(family), _names(family)
    thread.join(_SOON)
    assert not thread.is_alive(), "the thread that waits for the report waits for ever"
    assert [type(error) for error in told] == [GraderError]


_HOLDER = """
import sys
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.pipeline import grade
from tests.sandboxed import ASSIGNMENT, submission
assignment = load_assignment(ASSIGNMENT)
lane = Lane([assignment])
print("up", flush=True)
sys.stdin.readline()
while True:
    grade(submission("while True:\\n    pass\\n"), assignment, lane, course_key=b"x")
"""


def test_nothing_outlives_a_holder_that_was_killed(tmp_path: Path) -> None:
    """SIGKILL for the process that holds a lane, in the middle of an endless loop of a student's."""
    mounts = _mounts()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-B", "-c", _HOLDER]
    holder = subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"up\n"
        waiting = len(_family(holder.pid))  # it grades only when told to: so these are all, and no submission's
        holder.stdin.write(b"go\n")
        holder.stdin.flush()
        _until(lambda: len(_family(holder.pid)) >= waiting + 3)
        family = _family(holder.pid)
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()
    assert len(family) >= 8, _names(family)
    assert not _still_there(family), _names(family)
    assert _mounts() == mounts
    assert os.listdir(tmp_path) == []


def test_nothing_outlives_a_judge_that_was_killed(assignment: Assignment) -> None:
    """The lane says so, and the box is gone with its judge."""
    lane = Lane([assignment])
    family = _family(lane._process.pid)
    try:
        os.kill(lane._process.pid, signal.SIGKILL)
        assert not _still_there(family), _names(family)
        assert not lane.alive
        with pytest.raises(GraderError):
            lane.run(_job(REFERENCE, assignment))
    finally:
        lane.close()


def test_a_box_that_was_killed_costs_a_student_nothing(assignment: Assignment) -> None:
    """The zygote is killed from outside: the submission is graded on a fresh lane, as if nothing had been."""
    lane = Lane([assignment])
    try:
        below = descendants(lane._process.pid)
        zygote = next(pid for pid, name in below.items() if "-m subject" in name and "--args" not in name)
        os.kill(zygote, signal.SIGKILL)
        verdict = grade(submission(REFERENCE), assignment, lane, course_key=COURSE_KEY)
        assert verdict.status is Status.GRADED, verdict.staff
        assert verdict.score == verdict.max_score
        assert verdict.incident is None
    finally:
        family = _family(lane._process.pid)
        lane.close()
    assert not _still_there(family), _names(family)


def test_a_lane_outlives_the_thread_that_started_it(assignment: Assignment) -> None:
    """Bubblewrap dies with the thread that started it: so it is the judge's main thread that does."""
    made: list[Lane] = []
    thread = threading.Thread(target=lambda: made.append(Lane([assignment])))
    thread.start()
    thread.join()
    with made[0] as lane:
        time.sleep(0.2)
        verdict = grade(submission(REFERENCE), assignment, lane, course_key=COURSE_KEY)
        assert verdict.score == verdict.max_score
        assert lane.alive


def test_a_box_is_refused_to_another_thread_than_the_main_one() -> None:
    """It would end with that thread; nothing is started."""
    refused: list[BaseException] = []
    before = descendants(os.getpid())

    def start() -> None:
        try:
            Zygote()
        except GraderError as error:
            refused.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert len(refused) == 1
    assert set(descendants(os.getpid())) <= set(before)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_as_root_the_box_is_nobodys(grading: Grading) -> None:
    """Every process of the box runs under an unprivileged user and group, with no group of root's."""
    below = descendants(grading.lane._process.pid)
    assert len(below) >= 3
    for pid, name in below.items():
        status = Path("/proc", str(pid), "status").read_text(encoding="utf-8")
        facts = dict(line.split(":", 1) for line in status.splitlines())
        assert facts["Uid"].split() == [str(_NOBODY)] * 4, name
        assert facts["Gid"].split() == [str(_NOBODY)] * 4, name
        assert "0" not in facts["Groups"].split(), name


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_as_root_a_submission_is_nobodys_and_has_no_rights(assignment: Assignment) -> None:
    """Seen from outside, while it runs: no capability, no new privileges, the system calls filtered."""
    with Lane([assignment]) as lane:
        waiting = set(descendants(lane._process.pid))
        thread = threading.Thread(target=lambda: lane.run(_job(_LOOP, assignment)))
        thread.start()
        try:
            _until(lambda: len(set(descendants(lane._process.pid)) - waiting) >= 3)
            time.sleep(0.2)  # until all of them have given up what they give up
            strict = 0
            for pid in set(descendants(lane._process.pid)) - waiting:
                status = Path("/proc", str(pid), "status").read_text(encoding="utf-8")
                facts = {key: value.strip() for key, value in (line.split(":", 1) for line in status.splitlines())}
                assert facts["Uid"].split() == [str(_NOBODY)] * 4
                assert int(facts["CapEff"], 16) == int(facts["CapPrm"], 16) == 0
                strict += facts["Seccomp"] == "2" and facts["NoNewPrivs"] == "1"
            assert strict == 2, "the subject and the witness"
        finally:
            thread.join()
