"""The pool of lanes, with lanes that need no box: when they start, when they are replaced, how they end."""

from __future__ import annotations

import contextlib
import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest

from grader.core.errors import GraderError, IsolationError
from grader.core.submission import Submission
from grader.core.verdict import Status
from grader.engine import local
from tests.reports.samples import assignment, text, verdict

_SECONDS = 20  # for what happens at once where nothing is wrong


class FakeLane:
    """What the pool needs of a lane, and a record of what happened to it."""

    def __init__(self, number: int, place: int) -> None:
        self.number, self.place = number, place
        self.graded: list[str] = []
        self.alive = True
        self.closed = threading.Event()

    def close(self) -> None:
        self.alive = False
        self.closed.set()


class Lanes:
    """Stands where the class ``Lane`` does. A test says what happens in a start and with a submission."""

    def __init__(self) -> None:
        self.made: list[FakeLane] = []
        self.most = 0  # alive at once
        self.on_start: Callable[[FakeLane], object] = lambda _lane: None
        self.on_grade: Callable[[FakeLane, str], object] = lambda _lane, _student: None
        self._lock = threading.Lock()

    def __call__(self, _assignments, *, min_isolation, place, announce) -> FakeLane:
        assert min_isolation == "full"
        with self._lock:
            lane = FakeLane(len(self.made), 100 + len(self.made) if place is None else place)
            self.made.append(lane)
            self.most = max(self.most, sum(lane.alive for lane in self.made))
        try:
            announce(lane)
            self.on_start(lane)
        except BaseException:
            lane.close()
            raise
        return lane

    def grade(self, submission, _assignment, lane, *, course_key):
        assert course_key == b"key"
        lane.graded.append(submission.student)
        return self.on_grade(lane, submission.student) or verdict(student=submission.student)


@pytest.fixture(autouse=True)
def lanes(monkeypatch) -> Iterator[Lanes]:
    """Whatever a test does: afterwards every lane is closed, and no thread is left."""
    fake, before = Lanes(), threading.active_count()
    monkeypatch.setattr(local, "Lane", fake)
    monkeypatch.setattr(local, "grade", fake.grade)
    yield fake
    assert all(lane.closed.is_set() for lane in fake.made)
    assert threading.active_count() == before


def handed_in(count: int) -> list:
    return [(Submission(f"s{number}", "one_to_one", ()), assignment()) for number in range(count)]


def grading(work, jobs: int = 1):
    return local.grade_all(work, jobs=jobs, course_key=b"key")


def delivered(verdicts) -> tuple[list[int], BaseException | None]:
    """The indices that came, and what was raised after them."""
    indices: list[int] = []
    try:
        for index, _ in verdicts:
            indices.append(index)
    except GraderError as error:
        return indices, error
    return indices, None


def test_one_lane_takes_the_work_in_its_order(lanes):
    found = list(grading(handed_in(5)))
    assert [(index, verdict.student) for index, verdict in found] == [(number, f"s{number}") for number in range(5)]
    assert [lane.graded for lane in lanes.made] == [["s0", "s1", "s2", "s3", "s4"]]


def test_a_result_comes_when_it_is_done(lanes):
    """The slowest is not waited for."""
    others_came = threading.Event()
    lanes.on_grade = lambda _, student: student == "s0" and not others_came.wait(_SECONDS)
    verdicts = grading(handed_in(6), jobs=2)
    assert [next(verdicts)[0] for _ in range(5)] == [1, 2, 3, 4, 5]
    others_came.set()
    assert delivered(verdicts) == ([0], None)


# -- when lanes start --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "jobs", "expected"), [(1, 4, 1), (3, 4, 1), (4, 4, 2), (6, 4, 2), (50, 4, 4)])
def test_as_many_lanes_as_are_worth_their_start(lanes, count, jobs, expected):
    """They start at once, each in its own time: the barrier lets none pass before the last has come."""
    together = threading.Barrier(expected, timeout=_SECONDS)
    lanes.on_start = lambda _: together.wait() and None
    indices, error = delivered(grading(handed_in(count), jobs))
    assert (sorted(indices), error) == (list(range(count)), None)
    assert len(lanes.made) == expected
    assert len({lane.place for lane in lanes.made}) == expected


def test_no_lane_for_what_needs_none(lanes):
    work = [(Submission(f"s{number}", "one_to_one", (), text("empty")), assignment()) for number in range(9)]
    found = list(grading(work, jobs=4))
    assert [(index, verdict.status) for index, verdict in found] == [(number, Status.REJECTED) for number in range(9)]
    assert found[0][1].reason == text("empty")
    assert lanes.made == []


def test_what_needs_no_lane_waits_for_none(lanes):
    rejected_came = threading.Event()
    lanes.on_start = lambda _: rejected_came.wait(_SECONDS)
    work = [(Submission("empty", "one_to_one", (), text("empty")), assignment()), *handed_in(1)]
    verdicts = grading(work)
    assert next(verdicts)[0] == 0
    rejected_came.set()
    assert delivered(verdicts) == ([1], None)


def test_nothing_handed_in_needs_nothing(lanes):
    assert list(grading([], jobs=4)) == []
    assert lanes.made == []


def _never_comes_up(lane: FakeLane) -> None:
    assert lane.closed.wait(_SECONDS)
    raise GraderError("the lane was closed")


def test_a_slow_start_delays_nobody(lanes):
    """The other lane grades everything; the one that is still in its start is closed there."""
    lanes.on_start = lambda lane: lane.number == 1 and _never_comes_up(lane)
    lanes.on_grade = lambda _lane, _student: _until(lambda: len(lanes.made) == 2)
    assert delivered(grading(handed_in(6), jobs=2)) == (list(range(6)), None)
    assert lanes.made[1].graded == []


def _until(condition: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(_SECONDS * 100):
        if condition():
            return
        waiting.wait(0.01)
    raise AssertionError("it never came to that")


# -- when lanes are replaced -------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "expected"), [(5, [2, 2, 1]), (4, [2, 2])])
def test_a_lane_that_has_graded_enough_is_replaced(lanes, monkeypatch, count, expected):
    """In the same place, and not where nothing is left to grade."""
    monkeypatch.setattr(local, "RECYCLE_AFTER", 2)
    assert delivered(grading(handed_in(count))) == (list(range(count)), None)
    assert [len(lane.graded) for lane in lanes.made] == expected
    assert {lane.place for lane in lanes.made} == {lanes.made[0].place}
    assert lanes.most == 2, "the next one is up before the one before goes"


def test_a_worn_lane_stays_where_no_other_can_be_had(lanes, monkeypatch):
    monkeypatch.setattr(local, "RECYCLE_AFTER", 2)

    def start(lane):
        if lane.number:
            raise GraderError("out of memory")

    lanes.on_start = start
    assert delivered(grading(handed_in(5))) == (list(range(5)), None)
    assert len(lanes.made[0].graded) == 5


def test_a_dead_lane_is_replaced(lanes):
    def dies(lane, student):
        lane.alive = student != "s1"

    lanes.on_grade = dies
    assert delivered(grading(handed_in(4))) == (list(range(4)), None)
    assert [lane.graded for lane in lanes.made] == [["s0", "s1"], ["s2", "s3"]]


# -- when none can be had ----------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 3])
def test_where_no_lane_starts_nothing_is_graded(lanes, jobs):
    def refuse(_lane):
        raise IsolationError("no user namespaces", "sysctl")

    lanes.on_start = refuse
    indices, error = delivered(grading(handed_in(9), jobs))
    assert indices == []
    assert isinstance(error, IsolationError)


def test_where_one_lane_cannot_start_the_others_go_on(lanes):
    def refuse(lane):
        if lane.number == 1:
            raise OSError(12, "Cannot allocate memory")

    lanes.on_start = refuse
    lanes.on_grade = lambda _lane, _student: _until(lambda: len(lanes.made) == 2)
    indices, error = delivered(grading(handed_in(9), jobs=2))
    assert (sorted(indices), error) == (list(range(9)), None)


def test_where_a_lane_cannot_be_replaced_the_others_go_on(lanes):
    """Both lanes have one in hand when the first dies, and what would replace it does not start."""
    together = threading.Barrier(2, timeout=_SECONDS)

    def refuse(lane):
        if lane.number > 1:
            raise GraderError("out of memory")

    def dies(lane, _student):
        if len(lane.graded) == 1:
            together.wait()
            lane.alive = lane.number != 0
        else:
            _until(lambda: len(lanes.made) == 3)

    lanes.on_start, lanes.on_grade = refuse, dies
    indices, error = delivered(grading(handed_in(9), jobs=2))
    assert (sorted(indices), error) == (list(range(9)), None)
    assert [len(lane.graded) for lane in lanes.made] == [1, 8, 0]


def test_where_the_last_lane_cannot_be_replaced_the_results_come_before_the_error(lanes):
    def refuse(lane):
        if lane.number:
            raise GraderError("out of memory")

    def dies(lane, student):
        lane.alive = student != "s1"

    lanes.on_start, lanes.on_grade = refuse, dies
    indices, error = delivered(grading(handed_in(9)))
    assert indices == [0, 1]
    assert str(error) == "out of memory"


def test_a_fault_of_ours_with_one_submission_takes_no_result_from_the_others(lanes):
    together = threading.Barrier(2, timeout=_SECONDS)

    def fails(lane, student):
        if len(lane.graded) == 1:
            together.wait()
        if student == "s0":
            raise GraderError("a fault")

    lanes.on_grade = fails
    indices, error = delivered(grading(handed_in(9), jobs=2))
    assert sorted(indices) == list(range(1, 9))
    assert str(error) == "a fault"


# -- when somebody stops it --------------------------------------------------------------------------------


def _until_closed(lane: FakeLane, student: str) -> None:
    if student != "s0":
        assert lane.closed.wait(_SECONDS)


def test_who_takes_no_more_ends_the_lanes(lanes):
    """In the middle of a submission."""
    lanes.on_grade = _until_closed
    with contextlib.closing(grading(handed_in(9), jobs=2)) as verdicts:
        assert next(verdicts)[0] == 0


def test_ctrl_c_while_waiting_ends_the_lanes(lanes):
    lanes.on_grade = _until_closed
    verdicts = grading(handed_in(9), jobs=2)
    next(verdicts)
    with pytest.raises(KeyboardInterrupt):
        verdicts.throw(KeyboardInterrupt)


def test_a_start_is_not_waited_for_when_somebody_stops(lanes):
    lanes.on_start = lambda lane: lane.number and _never_comes_up(lane)
    lanes.on_grade = _until_closed
    with contextlib.closing(grading(handed_in(9), jobs=3)) as verdicts:
        next(verdicts)


# -- memory ------------------------------------------------------------------------------------------------


class Kept:
    """A verdict that can be watched."""


def test_memory_does_not_grow_with_the_class(lanes):
    """A verdict that was consumed is gone, and lanes do not run far ahead of who consumes."""
    alive: weakref.WeakSet[Kept] = weakref.WeakSet()

    def kept(_lane, _student):
        alive.add(kept := Kept())
        return kept

    lanes.on_grade = kept
    most = count = 0
    for _ in grading(handed_in(500), jobs=2):
        most, count = max(most, len(alive)), count + 1
        threading.Event().wait(0.0005)  # slower than the lanes
    assert count == 500
    assert most <= 2 * local._UNREAD + 2 + 2  # two in the hands of threads, two in those of the consumer


def test_ended_lanes_are_not_kept(lanes, monkeypatch):
    monkeypatch.setattr(local, "RECYCLE_AFTER", 1)
    pool = local._Pool(handed_in(50), b"key", "full")
    pool.start(1)
    assert len(list(pool.verdicts())) == 50
    pool.stop()
    lanes.made.clear()
    gc.collect()
    assert len(pool._lanes) == 0
