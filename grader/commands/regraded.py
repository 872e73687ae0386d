"""What a regrade is about, and what it would change: the same for the command and for the site.

It is about attempts whose verdict can be part of a mark, with the assignment as it is now. Of a class there are
thousands, and the site asks again whenever somebody looks: so they are read as columns, marks are made only where
another verdict would count, and reasons only of what is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Q

from ..core import policy as rules
from ..core.assignment import Assignment
from ..core.policy import Counts, Policy, standing
from ..core.verdict import Status
from ..engine.toolchain import toolchain
from ..gradebook import models
from ..gradebook.connection import Gradebook
from ..gradebook.marks import Mark, Tried, marks
from ..gradebook.packing import verdict_key
from ..gradebook.recording import reusable
from ..gradebook.roster import Place, assignments
from ..intake.course import Course
from .publish import points_of
from .queue import Item, item_of

_Results = dict[str, tuple[str, float]]  # by check: how it ended, and its points
_MANY = 500  # ids in one question; where marks of more people are asked for, everybody's cost no more


class Attempt(NamedTuple):
    """One attempt, as far as has to be known of it here. ``pk``: its row's id; ``verdict``: of the one in force."""

    pk: int
    person: int
    login: str
    slug: str
    number: int
    digest: str
    verdict: int | None
    status: str | None
    score: float | None
    submitted_at: datetime | None

    @property
    def place(self) -> Place:
        return self.login, self.slug


class Found(NamedTuple):
    """The verdict that an attempt would get. ``pk``: its row's id."""

    pk: int
    status: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A mark that would be another one. ``reasons``: by which checks, once that was asked for (``explained``)."""

    place: Place
    before: Mark
    after: Mark
    reasons: str = ""

    @property
    def by(self) -> float:
        """How many points there would be more; below zero: less."""
        return (self.after.points or 0.0) - (self.before.points or 0.0)


@dataclass(slots=True)
class Regrade:
    """The attempts it is about, and the verdicts they would get. ``tried``: all that there are, by their numbers;
    ``handed_in``: how many of them are kept with their files.
    """

    book: Gradebook
    course: Course
    known: Mapping[str, Assignment]
    handed_in: int
    tried: list[Attempt]
    attempts: list[Attempt]
    found: dict[int, Found] = field(default_factory=dict)  # by attempt's id
    failed: list[Item] = field(default_factory=list)  # errors of ours

    @property
    def places(self) -> int:
        """How many marks it is about."""
        return len({one.place for one in self.attempts})

    @property
    def changes(self) -> dict[int, int]:
        """By attempt, where another verdict would count than does now: which one. Both are ids."""
        return {one.pk: verdict.pk for one, verdict in self._changed()}

    def use_known(self, min_isolation: str) -> list[Attempt]:
        """Take the verdicts that were reached already. Gives the attempts that have none."""
        keys = {one.pk: verdict_key(one.digest, self.known[one.slug].digest, toolchain()) for one in self.attempts}
        reached = reusable(self.book, keys.values(), min_isolation, slugs={one.slug for one in self.attempts})
        for place in keys.items():
            if place in reached:
                told = reached[place]
                self.found[place[0]] = Found(told.pk, told.status, told.score)
        return [one for one in self.attempts if one.pk not in self.found]

    def items(self, attempts: Iterable[Attempt]) -> list[Item]:
        """These attempts as they are graded, with their files."""
        rows = models.Submission.objects.select_related("person", "assignment")
        found = rows.in_bulk([one.pk for one in attempts])
        return [item_of(row, self.known) for row in found.values()]

    def differences(self) -> list[Difference]:
        """What would change, by student and assignment. The highest score may be another one too."""
        changed = [
            (one, verdict)
            for one, verdict in self._changed()
            if (one.status, one.score) != (verdict.status, verdict.score)  # else no mark is another one
        ]
        people = {one.person for one, _verdict in changed}
        slugs = {one.slug for one, _verdict in changed}
        before = marks(
            self.book,
            self.course.policy_of,
            slug=slugs.pop() if len(slugs) == 1 else None,
            people=people if len(people) <= _MANY else None,
            tried=[(one.login, one.slug, _tried(one)) for one in self.tried if one.person in people],
        )
        after: dict[Place, Mark] = {}
        for one, verdict in changed:
            mark, policy = after.get(one.place, before[one.place]), self.course.policy_of(one.slug)
            after[one.place] = mark.with_verdict(one.pk, Status(verdict.status), verdict.score, policy)
        return [
            Difference(place, before[place], mark)
            for place, mark in sorted(after.items())
            if (before[place].points, before[place].status) != (mark.points, mark.status)
        ]

    def explained(self, differences: Sequence[Difference]) -> list[Difference]:
        """The same, with their reasons."""
        reasons: dict[Place, list[str]] = {one.place: [] for one in differences}
        told = [(one, verdict) for one, verdict in self._changed() if one.place in reasons]
        results = _results(pk for one, verdict in told for pk in (one.verdict, verdict.pk) if pk is not None)
        for one, verdict in told:
            was = results.get(one.verdict, {}) if one.verdict is not None else {}
            reasons[one.place] += _changed_checks(was, results.get(verdict.pk, {}))
        return [
            replace(one, reasons=", ".join(dict.fromkeys(reasons[one.place])) or "other points in total")
            for one in differences
        ]

    def _changed(self) -> list[tuple[Attempt, Found]]:
        found = self.found
        return [(one, found[one.pk]) for one in self.attempts if one.pk in found and found[one.pk].pk != one.verdict]


def regrade_of(
    book: Gradebook,
    course: Course,
    known: Mapping[str, Assignment],
    *,
    slug: str | None = None,
    student: str | None = None,
) -> Regrade:
    """What was handed in for these assignments, or for one of them, or by one student, and may count."""
    rows = models.Submission.objects.filter(person__login__isnull=False, assignment__course=book.course)
    rows = rows.filter(assignment__slug__in=known if slug is None else [slug])
    if student is not None:
        rows = rows.filter(person__login=student)
    names = ("pk", "person_id", "person__login", "assignment__slug", "attempt", "digest")
    verdict = ("verdict_id", "verdict__status", "verdict__score")
    told = list(rows.annotate(erased=Q(files=b"")).values_list("erased", *names, *verdict, "submitted_at"))
    found = [Attempt._make(one) for _erased, *one in told]
    erased = {pk for gone, pk, *_ in told if gone}
    assignments(book, [known[one] for one in sorted({one.slug for one in found})])
    by_place: defaultdict[Place, list[Attempt]] = defaultdict(list)
    for one in found:
        by_place[one.place].append(one)
    counting = {pk for place, all_ in by_place.items() for pk in _counting(all_, course.policy_of(place[1]))}
    wanted = sorted(one for one in found if one.pk in counting and one.pk not in erased)
    found.sort(key=attrgetter("number"))
    return Regrade(book, course, known, len(found) - len(erased), found, wanted)


def _tried(one: Attempt) -> Tried:
    status = Status(one.status) if one.status else None
    return Tried(rules.Attempt(one.number, status, one.score, one.submitted_at), one.pk, one.verdict)


def _counting(attempts: Sequence[Attempt], policy: Policy) -> Iterable[int]:
    """Of one place, those whose verdict can be part of the mark: all where the best counts, else the one that does
    now, and the last. What was rejected was seen by no test and never will be.
    """
    seen = {one.number: one.pk for one in attempts if one.status != Status.REJECTED}
    if policy.counts is Counts.BEST or len(attempts) == 1:
        return seen.values()
    stands = standing([_tried(one).attempt for one in attempts], policy)
    numbers = {stands.attempt.number if stands else 0, max(one.number for one in attempts)}
    return [pk for number, pk in seen.items() if number in numbers]


def _changed_checks(was: _Results, now: _Results) -> list[str]:
    told = []
    for check in {**was, **now}:
        if check not in now:
            told.append(f"{check} is gone")
        elif check not in was:
            told.append(f"{check} is new: {now[check][0]}")
        elif was[check][0] != now[check][0]:
            told.append(f"{check} {was[check][0]} -> {now[check][0]}")
        elif was[check][1] != now[check][1]:
            told.append(f"{check} {points_of(was[check][1])} -> {points_of(now[check][1])} points")
    return told


def _results(verdicts: Iterable[int]) -> dict[int, _Results]:
    """Of all these verdicts, by their ids, in few questions."""
    found: defaultdict[int, _Results] = defaultdict(dict)
    rest = iter(verdicts)
    while some := list(islice(rest, _MANY)):
        rows = models.CheckResult.objects.filter(verdict__in=some).order_by("pk")
        for verdict, check, outcome, points in rows.values_list("verdict_id", "check_id", "outcome", "points"):
            found[verdict][check] = outcome, points
    return found
