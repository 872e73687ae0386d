"""What of a class has to be graded, and what is known already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..core.assignment import Assignment
from ..core.policy import Counts
from ..core.submission import Submission
from ..core.verdict import Status, Verdict
from ..engine.toolchain import toolchain
from ..gradebook import models
from ..gradebook.connection import Gradebook
from ..gradebook.marks import Mark, any_published, marks
from ..gradebook.packing import unpacked_submission, verdict_key
from ..gradebook.recording import Reached, enforce, record, reusable
from ..gradebook.roster import Known, Place, attempts, receive
from ..intake.course import Course
from ..sandbox.selftest import LEVELS
from .classwork import Classwork, Handed
from .coursework import is_stored, stamp


@dataclass(frozen=True, slots=True)
class Item:
    """One attempt: its row, for which assignment, and the key of its verdict."""

    row: models.Submission
    assignment: Assignment
    key: str
    newest: bool  # the one that lies in the course's folder

    @property
    def place(self) -> Place:
        return self.row.person.login, self.assignment.slug


@dataclass(frozen=True, slots=True)
class Held:
    """A mark that was published and would be another one now. ``after``: as it would be."""

    before: Mark
    after: Mark


@dataclass(slots=True)
class Queue:
    """A class sorted into what is to be graded and what is unchanged. Verdicts come back through ``keep``."""

    book: Gradebook
    course: Course
    to_grade: list[tuple[Item, Submission]] = field(default_factory=list)
    newest: list[Item] = field(default_factory=list)  # but for those of which nothing has to be looked at
    unchanged: dict[Place, Known] = field(default_factory=dict)  # newest attempts whose verdict stays
    held: dict[Place, Held] = field(default_factory=dict)
    published: dict[Place, Mark] = field(default_factory=dict)

    def keep(self, item: Item, verdict: Verdict) -> bool:
        """Record a verdict. Whether it counts: not where it would change a mark that was published."""
        counts = not self._would_change(item, verdict.status, verdict.score)
        record(self.book, item.row, item.key, verdict, in_force=counts)
        return counts

    def _would_change(self, item: Item, status: Status, score: float | None) -> bool:
        before = self.published.get(item.place)
        if before is None or status is Status.ERROR:
            return False
        after = before.with_verdict(item.row.pk, status, score, self.course.policy_of(item.assignment.slug))
        if (after.points, after.status) == (before.points, before.status):
            self.published[item.place] = after
            return False
        self.held[item.place] = Held(before, after)
        return True

    def take_over(self, found: Iterable[tuple[Item, Reached]]) -> None:
        """Let verdicts that are known already count again, where they do not."""
        changes = [
            (item.row, row) for item, row in found if not self._would_change(item, Status(row.status), row.score)
        ]
        if changes:
            enforce(self.book, changes)


def queue_up(book: Gradebook, classwork: Classwork, *, force: bool, min_isolation: str, language: str) -> Queue:
    """Receive a class's work and find out which of it needs grading. ``force``: all of it."""
    queue = Queue(book, classwork.course)
    left = classwork.handed_in if force else _set_aside(queue, classwork, min_isolation, language)
    rest = list(classwork.submissions(left))
    rows = receive(book, rest, classwork.known)
    queue.newest = [item_of(row, classwork.known, newest=True) for row in rows]
    handed_in = {row.pk: one for row, one in zip(rows, rest, strict=True)}
    items = [*queue.newest, *_earlier_attempts(book, classwork, queue.newest)]
    if items and any_published(book):
        found = marks(book, classwork.course.policy_of)
        queue.published = {place: mark for place, mark in found.items() if mark.published is not None}
    known = {} if force or not items else reusable(book, {item.key for item in items}, min_isolation)
    again = []
    for item in items:
        row = known.get((item.row.pk, item.key))
        if row is None:
            submission = handed_in.get(item.row.pk) or unpacked_submission(item.row.files, *item.place)
            queue.to_grade.append((item, submission))
        elif item.row.verdict_id != row.pk:
            again.append((item, row))
        if row is not None and item.newest:
            queue.unchanged[item.place] = _known(row)
    queue.take_over(again)
    return queue


def _set_aside(queue: Queue, classwork: Classwork, min_isolation: str, language: str) -> list[Handed]:
    """Note what is as it was when it was graded, files included. Answers what has to be looked at more closely."""
    enough, judges = LEVELS[LEVELS.index(min_isolation) :], toolchain()
    before = attempts(queue.book)
    rest = []
    for one in classwork.handed_in:
        place, digest = one.place, one.assignment.digest
        known = before.get(place)
        best = classwork.course.policy_of(one.assignment.slug).counts is Counts.BEST
        as_it_was = (
            known is not None
            and (known[-1].digest, known[-1].submitted_at) == (one.digest, one.entry.submitted_at)
            and all(_stays(attempt, digest, judges, enough) for attempt in (known if best else known[-1:]))
            and known[-1].shown == stamp(known[-1].verdict, language)
            and is_stored(classwork.course.folder, *place, known[-1].status)
        )
        if known is not None and as_it_was:
            queue.unchanged[place] = known[-1]
        else:
            rest.append(one)
    return rest


def _stays(known: Known, assignment_digest: str, judges: str, enough: Sequence[str]) -> bool:
    """Whether the verdict in force is what grading again would come to."""
    strong = known.isolation in enough or known.status == Status.REJECTED
    return bool(known.settled) and strong and known.key == verdict_key(known.digest, assignment_digest, judges)


def _known(row: Reached) -> Known:
    told = (row.pk, row.key, row.status, row.incident, row.isolation, row.settled)
    return Known("", None, "", *told)


def item_of(row: models.Submission, known: Mapping[str, Assignment], *, newest: bool = False) -> Item:
    """That attempt, with the key of the verdict that it gets from the assignment as it is now."""
    assignment = known[row.assignment.slug]
    return Item(row, assignment, verdict_key(row.digest, assignment.digest, toolchain()), newest)


def _earlier_attempts(book: Gradebook, classwork: Classwork, newest: Iterable[Item]) -> Iterator[Item]:
    """Attempts before the last ones: under "best" they count too, so a changed test has to see them again."""
    slugs = [slug for slug in classwork.known if classwork.course.policy_of(slug).counts is Counts.BEST]
    last = {item.place: item.row.pk for item in newest}
    rows = models.Submission.objects.filter(
        person__course=book.course, person__login__isnull=False, assignment__slug__in=slugs
    )
    for row in rows.exclude(files=b"").select_related("person", "assignment").defer("files"):
        if last.get((row.person.login, row.assignment.slug), row.pk) != row.pk:
            yield item_of(row, classwork.known)
