"""The one who hands work out and writes what comes back: it alone holds the course's key."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from celery import Celery
from kombu.exceptions import OperationalError

from ..core.assignment import Assignment
from ..core.submission import Submission
from ..core.verdict import Verdict
from ..gradebook import dispatching, models
from ..pipeline import failed, rejected, seed_root
from .app import TASK

_POLL_SECONDS = 0.2
_LOST_AFTER = 30.0  # a message that nobody has taken for so long may be gone: it is sent again
_PATIENCE = 5  # each time after twice as long, so often: where no worker runs, messages must not pile up
_NOBODY_AFTER = 15.0
_AHEAD = 64  # messages that wait at least, and how many for each that is worked at
_AHEAD_EACH = 4


@dataclass(frozen=True, slots=True)
class Handed:
    """One attempt to be graded elsewhere: its row, what was handed in, for which assignment, its verdict's key."""

    row: models.Submission
    submission: Submission
    assignment: Assignment
    key: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all of the work: the key of the course, the weakest box, and what has to judge."""

    course_key: bytes
    min_isolation: str
    toolchain: str


def grade_all(
    app: Celery, work: Sequence[Handed], terms: Terms, tell: Callable[[str], None]
) -> Iterator[tuple[int, Verdict]]:
    """Yields (index into ``work``, verdict) as they come. Waits for workers as long as it takes.

    A dispatch is cleared once the caller asks for the next verdict, so that one which was not recorded is there when
    the same work is asked for again. ``tell`` is told what a person should know meanwhile.
    """
    for index, handed in enumerate(work):
        if handed.submission.problem is not None:
            yield index, rejected(handed.submission, handed.assignment, handed.submission.problem)
    todo = [index for index, handed in enumerate(work) if handed.submission.problem is None]
    pks = dispatching.hand_out([_order(work[index], terms) for index in todo])
    waiting = _Waiting(app, dict(zip(pks, todo, strict=True)), tell)
    while waiting.left:
        done = dispatching.finished(list(waiting.left))
        for one in done:
            index = waiting.left.pop(one.pk)
            yield index, _verdict(work[index], one)
            dispatching.clear(one.pk)
        waiting.send()
        if not done:
            time.sleep(_POLL_SECONDS)


def _order(handed: Handed, terms: Terms) -> dispatching.Order:
    job = {
        "assignment": handed.assignment.slug,
        "assignment_digest": handed.assignment.digest,
        "seed": seed_root(terms.course_key, handed.submission, handed.assignment),
        "min_isolation": terms.min_isolation,
        "toolchain": terms.toolchain,
    }
    return dispatching.Order(handed.row, handed.key, job)


def _verdict(handed: Handed, done: dispatching.Done) -> Verdict:
    if done.verdict is None:
        return failed(handed.submission, handed.assignment, done.trouble)
    return Verdict.from_json(done.verdict)


@dataclass(slots=True)
class _Waiting:
    """What is not done: a few messages are always under way, and one that seems lost is sent again."""

    app: Celery
    left: dict[int, int]  # dispatch -> index of the work, in the order in which they are sent
    tell: Callable[[str], None]
    _sent: dict[int, float] = field(default_factory=dict)  # when, by monotonic seconds
    _times: Counter[int] = field(default_factory=Counter)  # how often
    _began: float = field(default_factory=time.monotonic)
    _looked: float = 0.0
    _leased: frozenset[int] = frozenset()
    _begun: bool = False
    _told: set[str] = field(default_factory=set)

    def send(self) -> None:
        now = time.monotonic()
        if now - self._looked > 1.0 or not self._looked:
            self._look(now)
        ahead = max(_AHEAD, _AHEAD_EACH * len(self._leased))
        under_way = sum(pk in self._sent for pk in self.left)
        for pk in self.left:
            patience = _LOST_AFTER * 2 ** min(self._times[pk] - 1, _PATIENCE)
            lost = pk in self._sent and pk not in self._leased and now - self._sent[pk] > patience
            if not lost and (pk in self._sent or under_way >= ahead):
                continue
            if not self._post(pk):
                return
            under_way += not lost
            self._sent[pk] = now
            self._times[pk] += 1

    def _look(self, now: float) -> None:
        self._looked = now
        found = dispatching.standing(list(self.left))
        for pk in self._leased - found.leased:  # its worker is gone, or it is done: count anew
            self._sent[pk], self._times[pk] = now - 2 * _LOST_AFTER, 1
        self._leased = found.leased
        self._begun |= found.begun
        if not self._begun and now - self._began > _NOBODY_AFTER:
            self._once(
                "workers", "No worker has taken anything so far. Start one: grader worker (see docs/howto/celery.md)"
            )

    def _post(self, pk: int) -> bool:
        try:
            self.app.send_task(TASK, args=[pk], retry=False)
        except (OperationalError, OSError) as error:
            self._once("broker", f"The broker cannot be reached; trying again until it can: {error}")
            time.sleep(1.0)
            return False
        self._told.discard("broker")
        return True

    def _once(self, kind: str, message: str) -> None:
        """A terminal full of one sentence hides the next."""
        if kind not in self._told:
            self._told.add(kind)
            self.tell(message)
