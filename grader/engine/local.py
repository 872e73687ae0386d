"""A class on one machine: some lanes, each in a thread of its own, results as they come."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence

from ..core.assignment import Assignment
from ..core.submission import Submission
from ..core.verdict import Verdict
from ..pipeline import grade
from .lane import Lane

Work = Sequence[tuple[Submission, Assignment]]


def grade_all(
    work: Work, *, jobs: int, course_key: bytes, min_isolation: str = "full"
) -> Iterator[tuple[int, Verdict]]:
    """Yields (index into ``work``, verdict) in the order in which they are done.

    Raises ``IsolationError`` or ``GraderError`` where no lane can be had. When the caller stops, lanes end.
    """
    if not work:
        return
    pool = _Pool(work, course_key, min_isolation)
    try:
        pool.start(max(1, min(jobs, len(work))))
        for _ in work:
            done = pool.results.get()
            if isinstance(done, BaseException):
                raise done
            yield done
    finally:
        pool.stop()


class _Pool:
    def __init__(self, work: Work, course_key: bytes, min_isolation: str) -> None:
        self._work, self._course_key, self._min_isolation = work, course_key, min_isolation
        self._assignments = list({assignment.slug: assignment for _, assignment in work}.values())
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for index in range(len(work)):
            self._waiting.put(index)
        self.results: queue.SimpleQueue[tuple[int, Verdict] | BaseException] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lanes: list[Lane] = []

    def start(self, lanes: int) -> None:
        for _ in range(lanes):
            thread = threading.Thread(target=self._serve, daemon=True)
            thread.start()
            self._threads.append(thread)

    def _serve(self) -> None:
        try:
            while not self._stopping.is_set() and self._drain(self._lane()):
                pass
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for results
            self.results.put(error)

    def _lane(self) -> Lane:
        lane = Lane(self._assignments, min_isolation=self._min_isolation)
        self._lanes.append(lane)
        return lane

    def _drain(self, lane: Lane) -> bool:
        """Grades until nothing waits. True where the lane gave up before that, and another is needed."""
        with lane:
            while not self._stopping.is_set():
                try:
                    index = self._waiting.get_nowait()
                except queue.Empty:
                    return False
                submission, assignment = self._work[index]
                verdict = grade(submission, assignment, lane, course_key=self._course_key)
                self.results.put((index, verdict))
                if not lane.alive:
                    return True
        return False

    def stop(self) -> None:
        """Ends the lanes at once: whoever wanted the rest has gone, or everything is done."""
        self._stopping.set()
        for lane in self._lanes:
            lane.close()
        for thread in self._threads:
            thread.join()
