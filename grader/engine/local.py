"""A class on one machine: some lanes, each in a thread of its own, results as they come."""

from __future__ import annotations

import queue
import threading
import weakref
from collections import deque
from collections.abc import Iterator, Sequence

from ..core.assignment import Assignment
from ..core.errors import GraderError
from ..core.submission import Submission
from ..core.verdict import Verdict
from ..pipeline import grade, rejected
from .lane import Lane

Work = Sequence[tuple[Submission, Assignment]]

RECYCLE_AFTER = 500  # submissions of one lane: whatever a long life might leave in it goes with it
# A lane grades about three submissions in the time of its start: one that would get fewer is not worth it.
_WORTH_A_LANE = 3
_UNREAD = 8  # verdicts for each lane that may wait for who consumes them: memory does not grow with the class


def grade_all(
    work: Work, *, jobs: int, course_key: bytes, min_isolation: str = "full"
) -> Iterator[tuple[int, Verdict]]:
    """Yields (index into ``work``, verdict) in the order in which they are done; they are taken in theirs.

    Lanes are started for what there is to run, at most ``jobs`` at once. Where one cannot be started, the others
    go on; raises ``IsolationError`` or ``GraderError`` where none is left and something is not graded. When the
    caller stops, lanes end.
    """
    if not work:
        return
    to_run = sum(submission.problem is None for submission, _ in work)
    pool = _Pool(work, course_key, min_isolation)
    try:
        pool.start(max(1, min(jobs, -(-to_run // _WORTH_A_LANE))))
        yield from pool.verdicts()
    finally:
        pool.stop()


class _Pool:
    """Threads that take from one queue; each starts a lane when something waits, and replaces it when it must."""

    def __init__(self, work: Work, course_key: bytes, min_isolation: str) -> None:
        self._work, self._course_key, self._min_isolation = work, course_key, min_isolation
        self._assignments = list({assignment.slug: assignment for _, assignment in work}.values())
        self._results: queue.SimpleQueue[tuple[int, Verdict] | _Ended] = queue.SimpleQueue()
        self._room = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()  # of what follows
        self._waiting = deque(range(len(work)))
        self._stopping = False
        self._lanes: weakref.WeakSet[Lane] = weakref.WeakSet()

    def start(self, lanes: int) -> None:
        for _ in range(lanes):
            self._room.release(_UNREAD)
            thread = threading.Thread(target=self._serve, daemon=True)
            thread.start()
            self._threads.append(thread)

    def verdicts(self) -> Iterator[tuple[int, Verdict]]:
        """All verdicts, then what ended the last thread if some are missing. Never waits for a lane's start in vain."""
        missing, serving = len(self._work), len(self._threads)
        error: BaseException | None = None
        while missing and serving:
            done = self._results.get()
            if isinstance(done, _Ended):
                serving -= 1
                error = error or done.error
                continue
            missing -= 1
            self._room.release()
            yield done
        if missing:
            raise error or GraderError(f"{missing} submissions got no verdict at all")

    def stop(self) -> None:
        """Ends the lanes at once: whoever wanted the rest has gone, or everything is done."""
        with self._lock:
            self._stopping = True
            lanes = list(self._lanes)
        for lane in lanes:
            lane.close()
        for _ in self._threads:
            self._room.release()
        for thread in self._threads:
            thread.join()

    # -- in the threads ------------------------------------------------------------------------------------

    def _serve(self) -> None:
        """One lane after the other. A thread that gets no lane ends, and its share of the work goes to the others.

        It does not try again: where a lane ended and no other can be started, memory is short, and fewer lanes help.
        """
        lane: Lane | None = None
        ended = _Ended(None)
        try:
            while self._waiting and not self._stopping:
                if not self._reject():
                    lane = self._next_lane(lane)
                    self._drain(lane)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for results
            ended = _Ended(error)
        finally:
            if lane is not None:
                lane.close()
            self._results.put(ended)

    def _next_lane(self, before: Lane | None) -> Lane:
        """A lane in the place of the one before, which stays in use where it lives and no other can be had."""
        place = None if before is None else before.place
        try:
            lane = Lane(self._assignments, min_isolation=self._min_isolation, place=place, announce=self._admit)
        except (GraderError, OSError):
            if before is None or not before.alive:
                raise
            return before
        if before is not None:
            before.close()
        return lane

    def _admit(self, lane: Lane) -> None:
        with self._lock:
            if self._stopping:
                raise GraderError("the grading was stopped")
            self._lanes.add(lane)

    def _reject(self) -> bool:
        """Whether the next in line needed no lane; it has its verdict then. None is started for such."""
        with self._lock:
            if not self._waiting:
                return True
            submission, assignment = self._work[self._waiting[0]]
            if submission.problem is None:
                return False
            index = self._waiting.popleft()
        self._deliver(index, rejected(submission, assignment, submission.problem))
        return True

    def _drain(self, lane: Lane) -> None:
        """Grades until nothing waits, the lane has ended, or it has graded enough."""
        for _ in range(RECYCLE_AFTER):
            with self._lock:
                if self._stopping or not self._waiting:
                    return
                index = self._waiting.popleft()
            submission, assignment = self._work[index]
            self._deliver(index, grade(submission, assignment, lane, course_key=self._course_key))
            if not lane.alive:
                return

    def _deliver(self, index: int, verdict: Verdict) -> None:
        self._room.acquire()
        self._results.put((index, verdict))


class _Ended:
    """What a thread says last."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error
