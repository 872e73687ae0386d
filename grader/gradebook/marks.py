"""Marks: what attempts, policies and adjustments come to, and what of it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..core.policy import Attempt, Policy, Standing, adjusted, standing
from ..core.verdict import Status
from . import audit
from .connection import Gradebook
from .models import Adjustment, Assignment, Person, Publication, Submission
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
    """One student's mark for one assignment. ``points`` are after penalty and adjustments."""

    login: str
    slug: str
    max_score: float
    tried: tuple[Tried, ...] = ()
    standing: Standing | None = None
    adjustments: tuple[float, ...] = ()
    published: Published | None = None

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
        return _mark(self.login, self.slug, self.max_score, tried, policy, self.adjustments, self.published)


@dataclass(slots=True)
class _Found:
    tried: list[Tried] = field(default_factory=list)
    adjustments: list[float] = field(default_factory=list)
    published: Published | None = None


def marks(book: Gradebook, policy_of: Callable[[str], Policy], *, login: str | None = None) -> dict[Place, Mark]:
    """Every mark there is, by login and slug: where something was handed in, given by hand or published."""
    found: defaultdict[Place, _Found] = defaultdict(_Found)
    who = {"person__course": book.course, "person__login__isnull": False} | ({"person__login": login} if login else {})
    for person, slug, one in _tried(who):
        found[person, slug].tried.append(one)
    for person, slug, points in Adjustment.objects.filter(**who).values_list(
        "person__login", "assignment__slug", "points"
    ):
        found[person, slug].adjustments.append(points)
    publications = Publication.objects.filter(**who).order_by("pk")
    for person, slug, *told in publications.values_list(
        "person__login", "assignment__slug", "status", "points", "max_score", "at", "verdict_id"
    ):
        found[person, slug].published = Published(*told)
    maxima = dict(Assignment.objects.filter(course=book.course).values_list("slug", "max_score"))
    return {
        (person, slug): _mark(
            person,
            slug,
            maxima[slug],
            tuple(one.tried),
            policy_of(slug),
            tuple(one.adjustments),
            one.published,
        )
        for (person, slug), one in found.items()
    }


def _tried(who: Mapping[str, object]) -> Iterable[tuple[str, str, Tried]]:
    rows = Submission.objects.filter(**who).order_by("attempt")
    names = ("person__login", "assignment__slug", "attempt", "submitted_at", "pk")
    verdict = ("verdict_id", "verdict__status", "verdict__score", "verdict__incident", "verdict__graded_at")
    for login, slug, number, at, pk, id_, status, score, incident, graded_at in rows.values_list(*names, *verdict):
        attempt = Attempt(number, Status(status) if status else None, score, at)
        yield login, slug, Tried(attempt, pk, id_, incident or "", graded_at)


def _mark(
    login: str,
    slug: str,
    max_score: float,
    tried: tuple[Tried, ...],
    policy: Policy,
    adjustments: tuple[float, ...],
    published: Published | None,
) -> Mark:
    stands = standing([one.attempt for one in tried], policy)
    return Mark(login, slug, max_score, tried, stands, adjustments, published)


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
