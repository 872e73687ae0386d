"""The one who hands work out and writes what comes back: it alone holds the course's key."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from celery import Celery
from kombu.exceptions import OperationalError

from ..core.assignment import Assignment
from ..core.submission import Submission
from ..core.verdict import Verdict
from ..gradebook import dispatching, models
from ..pipeline import failed, rejected, seed_root
from .app import TASK, longest

_POLL_SECONDS = 0.2
_LOST_AFTER = 30.0  # a message that nobody has taken for so long may be gone: it is sent again
_PATIENCE = 5  # each time after twice as long, so often: where no worker runs, messages must not pile up
_NOBODY_AFTER = 15.0  # that nothing is worked at and nothing comes back
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
    if not todo:
        return
    pks = dispatching.hand_out([_order(work[index], terms) for index in todo])
    dispatching.tidy(work[todo[0]].row.person.course_id, pks)
    places = dict(zip(pks, todo, strict=True))
    waiting = _Waiting(app, places, {pk: longest(work[index].assignment.limits) for pk, index in places.items()}, tell)
    while waiting.left:
        done = dispatching.finished(list(waiting.left))
        for one in done:
            index = waiting.left.pop(one.pk)
            yield index, _verdict(work[index], one)
            dispatching.clear(one.pk)
        waiting.send(moved=bool(done))
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
    try:
        verdict = Verdict.from_json(done.verdict)
    except (KeyError, TypeError, ValueError) as error:
        return failed(handed.submission, handed.assignment, f"what a worker wrote is no verdict: {error!r}")
    about = (verdict.environment.get("submission_digest"), verdict.environment.get("assignment_digest"))
    if about != (handed.submission.digest, handed.assignment.digest):
        return failed(handed.submission, handed.assignment, "a worker's verdict is about something else")
    return verdict


@dataclass(slots=True)
class _Waiting:
    """What is not done: a few messages are always under way, and one that seems lost is sent again."""

    app: Celery
    left: dict[int, int]  # dispatch -> index of the work, in the order in which they are sent
    limits: Mapping[int, int]  # dispatch -> seconds that a worker may take
    tell: Callable[[str], None]
    _sent: dict[int, float] = field(default_factory=dict)  # when, by monotonic seconds
    _times: Counter[int] = field(default_factory=Counter)  # how often
    _moved: float = field(default_factory=time.monotonic)  # when something was last worked at or came back
    _looked: float = 0.0
    _leased: frozenset[int] = frozenset()
    _told: set[str] = field(default_factory=set)

    def send(self, *, moved: bool) -> None:
        """Send what is due. ``moved``: something came back since the last time."""
        now = time.monotonic()
        if moved:
            self._go_on(now)
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
        leased = dispatching.leased(list(self.left))
        for pk in self._leased - leased:  # its worker is gone, or it is done: count anew
            self._sent[pk], self._times[pk] = now - 2 * _LOST_AFTER, 1
        self._leased = leased
        if leased:
            self._go_on(now)
        elif self.left and now - self._moved > _NOBODY_AFTER:
            self._once("workers", "No worker is at it. Start one: grader worker (see docs/howto/celery.md)")

    def _go_on(self, now: float) -> None:
        self._moved = now
        self._told.discard("workers")

    def _post(self, pk: int) -> bool:
        try:
            self.app.send_task(TASK, args=[pk], retry=False, time_limit=self.limits[pk])
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
