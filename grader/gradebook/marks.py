"""Marks: what attempts, policies and adjustments come to, and what of it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..core.policy import Attempt, Policy, Standing, adjusted, standing
from ..core.verdict import Status
from . import audit
from .connection import Gradebook
from .models import Adjustment, Assignment, Extension, Person, Publication, Submission
from .roster import Place

MISSING = "missing"  # on the roster, and nothing was handed in
UNGRADED = "ungraded"  # handed in, and without a verdict so far


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt: its row's id, its verdict's id (None: none so far), when the verdict was reached."""

    attempt: Attempt
    submission: int
    verdict: int | None = None
    incident: str = ""
    graded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The mark that the student knows. ``verdict``: the id of the one that counted then; None: points by hand only."""

    status: str
    points: float | None
    max_score: float
    at: datetime
    verdict: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One student's mark for one assignment. ``points`` are after penalty and adjustments.

    ``extended``: until when this student has time, where that is not the class's due date.
    """

    login: str
    slug: str
    max_score: float
    tried: tuple[Tried, ...] = ()
    standing: Standing | None = None
    adjustments: tuple[float, ...] = ()
    published: Published | None = None
    extended: datetime | None = None

    @property
    def points(self) -> float | None:
        return adjusted(self.standing.points if self.standing else None, self.adjustments)

    @property
    def penalty(self) -> float | None:
        """What lateness took off the attempt that counts; None where it has no score."""
        if self.standing is None or self.standing.points is None or self.standing.attempt.score is None:
            return None
        return round(self.standing.attempt.score - self.standing.points, 3)

    @property
    def status(self) -> str:
        """A verdict's status, "missing" or "ungraded"; points given by hand make it "graded"."""
        if self.adjustments:
            return Status.GRADED.value
        if self.standing is None:
            return MISSING
        return self.standing.attempt.status.value if self.standing.attempt.status else UNGRADED

    @property
    def counting(self) -> Tried | None:
        """The attempt that counts."""
        if self.standing is None:
            return None
        return next(one for one in self.tried if one.attempt.number == self.standing.attempt.number)

    @property
    def differs(self) -> bool:
        """Whether it was published, and is another one now."""
        return self.published is not None and (self.published.points, self.published.status) != (
            self.points,
            self.status,
        )

    def with_verdict(self, submission: int, status: Status, score: float | None, policy: Policy) -> Mark:
        """The mark as it would be, were this the verdict on that attempt."""
        tried = tuple(
            Tried(Attempt(one.attempt.number, status, score, one.attempt.submitted_at), submission)
            if one.submission == submission
            else one
            for one in self.tried
        )
        stands = standing([one.attempt for one in tried], extended(policy, self.extended))
        return replace(self, tried=tried, standing=stands)


@dataclass(slots=True)
class _Found:
    tried: list[Tried] = field(default_factory=list)
    adjustments: list[float] = field(default_factory=list)
    published: Published | None = None
    extended: datetime | None = None


def extended(policy: Policy, due: datetime | None) -> Policy:
    """The rules for a student who has time until ``due``; None: as long as everybody."""
    return policy if due is None else replace(policy, due=due)


def marks(
    book: Gradebook,
    policy_of: Callable[[str], Policy],
    *,
    login: str | None = None,
    slug: str | None = None,
    people: Collection[int] | None = None,
    tried: Iterable[tuple[str, str, Tried]] | None = None,
) -> dict[Place, Mark]:
    """Every mark there is, by login and slug: where something was handed in, given or allowed by hand, or published.

    Of one student, of those whose rows' ids are ``people``, for one assignment, or of the whole course. ``tried``: the
    attempts with login and slug, where they were read already, in the order of their numbers.
    """
    found: defaultdict[Place, _Found] = defaultdict(_Found)
    who: dict[str, object] = {"person__course": book.course, "person__login__isnull": False}
    who |= {} if login is None else {"person__login": login}
    # With its course, the assignment has an index: else SQLite walks over all attempts of everybody.
    who |= {} if slug is None else {"assignment__slug": slug, "assignment__course": book.course}
    who |= {} if people is None else {"person__in": people}
    for person, what, one in _tried(who) if tried is None else tried:
        found[person, what].tried.append(one)
    for person, what, points in Adjustment.objects.filter(**who).values_list(
        "person__login", "assignment__slug", "points"
    ):
        found[person, what].adjustments.append(points)
    publications = Publication.objects.filter(**who).order_by("pk")
    for person, what, *told in publications.values_list(
        "person__login", "assignment__slug", "status", "points", "max_score", "at", "verdict_id"
    ):
        found[person, what].published = Published(*told)
    extensions = Extension.objects.filter(**who).order_by("pk")
    for person, what, due in extensions.values_list("person__login", "assignment__slug", "due"):
        found[person, what].extended = due
    maxima = dict(Assignment.objects.filter(course=book.course).values_list("slug", "max_score"))
    return {
        (person, what): _mark(person, what, maxima[what], one, policy_of(what)) for (person, what), one in found.items()
    }


def _tried(who: Mapping[str, object]) -> Iterable[tuple[str, str, Tried]]:
    rows = Submission.objects.filter(**who).order_by("attempt")
    names = ("person__login", "assignment__slug", "attempt", "submitted_at", "pk")
    verdict = ("verdict_id", "verdict__status", "verdict__score", "verdict__incident", "verdict__graded_at")
    for login, slug, number, at, pk, id_, status, score, incident, graded_at in rows.values_list(*names, *verdict):
        attempt = Attempt(number, Status(status) if status else None, score, at)
        yield login, slug, Tried(attempt, pk, id_, incident or "", graded_at)


def _mark(login: str, slug: str, max_score: float, one: _Found, policy: Policy) -> Mark:
    stands = standing([tried.attempt for tried in one.tried], extended(policy, one.extended))
    return Mark(
        login, slug, max_score, tuple(one.tried), stands, tuple(one.adjustments), one.published, extended=one.extended
    )


def any_published(book: Gradebook) -> bool:
    """Whether any mark of the course was ever made known."""
    return bool(Publication.objects.filter(person__course=book.course).exists())


def publish(book: Gradebook, chosen: Sequence[Mark]) -> int:
    """Make these marks known, and answer how many were new or another than before. An error of ours never is."""
    fresh = [
        mark
        for mark in chosen
        if mark.status not in (Status.ERROR, UNGRADED) and (mark.published is None or mark.differs)
    ]
    if not fresh:
        return 0
    who = {person.login: person for person in Person.objects.filter(course=book.course, login__isnull=False)}
    what = {row.slug: row for row in Assignment.objects.filter(course=book.course)}
    rows = [
        Publication(
            person=who[mark.login],
            assignment=what[mark.slug],
            status=mark.status,
            points=mark.points,
            max_score=mark.max_score,
            verdict_id=mark.counting.verdict if mark.counting else None,
            by=book.actor,
        )
        for mark in fresh
    ]
    with audit.change(book, "published", count=len(rows)) as seals:
        seals.row(*Publication.objects.bulk_create(rows, batch_size=200))
    return len(rows)


def adjust(book: Gradebook, person: Person, assignment: Assignment, points: float, comment: str) -> Adjustment:
    """Give (or, below zero, take) points by hand, with the reason for it."""
    with audit.change(book, "adjusted", person=person, assignment=assignment.slug, points=points) as seals:
        row: Adjustment = Adjustment.objects.create(
            person=person, assignment=assignment, points=points, comment=comment, by=book.actor
        )
        seals.row(row)
    return row


def extend(book: Gradebook, person: Person, assignment: Assignment, due: datetime, comment: str) -> Extension:
    """Give one student time until ``due``, with the reason for it."""
    with audit.change(book, "extended", person=person, assignment=assignment.slug) as seals:
        row: Extension = Extension.objects.create(
            person=person, assignment=assignment, due=due, comment=comment, by=book.actor
        )
        seals.row(row)
    return row
