"""What a regrade is about, and what it would change: the same for the command and for the site.

It is about attempts whose verdict can be part of a mark, with the assignment as it is now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..core.assignment import Assignment
from ..core.policy import Counts
from ..core.verdict import Status
from ..gradebook import models
from ..gradebook.connection import Gradebook
from ..gradebook.marks import Mark, marks
from ..gradebook.recording import reusable
from ..gradebook.roster import Place, assignments
from ..intake.course import Course
from .publish import points_of
from .queue import Item, item_of

_Results = dict[str, tuple[str, float]]  # by check: how it ended, and its points


@dataclass(frozen=True, slots=True)
class Difference:
    """A mark that would be another one, and by which checks."""

    place: Place
    before: Mark
    after: Mark
    reasons: str

    @property
    def by(self) -> float:
        """How many points there would be more; below zero: less."""
        return (self.after.points or 0.0) - (self.before.points or 0.0)


@dataclass(slots=True)
class Regrade:
    """The attempts it is about, and the verdicts they would get. ``handed_in``: how many there are in all."""

    book: Gradebook
    course: Course
    handed_in: int
    items: list[Item]
    before: Mapping[Place, Mark]
    found: dict[int, models.Verdict] = field(default_factory=dict)  # by submission's id
    failed: list[Item] = field(default_factory=list)  # errors of ours

    @property
    def changes(self) -> list[tuple[models.Submission, models.Verdict]]:
        """Attempts for which another verdict would count than does now."""
        rows = [(item.row, self.found[item.row.pk]) for item in self.items if item.row.pk in self.found]
        return [(row, verdict) for row, verdict in rows if verdict.pk != row.verdict_id]

    def use_known(self, min_isolation: str) -> list[Item]:
        """Take the verdicts that were reached already. Gives the attempts that have none."""
        slugs = {item.assignment.slug for item in self.items}
        known = reusable(self.book, {item.key for item in self.items}, min_isolation, slugs=slugs)
        self.found |= {
            item.row.pk: known[item.row.pk, item.key] for item in self.items if (item.row.pk, item.key) in known
        }
        return [item for item in self.items if item.row.pk not in self.found]

    def marks_after(self) -> dict[Place, Mark]:
        """The marks of all those attempts as they would be; the highest score may be another one too."""
        after = {item.place: self.before[item.place] for item in self.items}
        for row, verdict in self.changes:
            place = _place(row)
            policy = self.course.policy_of(row.assignment.slug)
            after[place] = after[place].with_verdict(row.pk, Status(verdict.status), verdict.score, policy)
        return after

    def differences(self) -> list[Difference]:
        """What would change, by student and assignment."""
        changed = {
            place: after
            for place, after in self.marks_after().items()
            if (self.before[place].points, self.before[place].status) != (after.points, after.status)
        }
        reasons: dict[Place, list[str]] = {place: [] for place in changed}
        told = [(row, verdict) for row, verdict in self.changes if _place(row) in changed]
        results = _results([pk for row, verdict in told for pk in (row.verdict_id, verdict.pk) if pk is not None])
        for row, verdict in told:
            reasons[_place(row)] += _changed_checks(results.get(row.verdict_id, {}), results.get(verdict.pk, {}))
        return [
            Difference(
                place, self.before[place], after, ", ".join(dict.fromkeys(reasons[place])) or "other points in total"
            )
            for place, after in sorted(changed.items())
        ]


def regrade_of(
    book: Gradebook,
    course: Course,
    known: Mapping[str, Assignment],
    *,
    slug: str | None = None,
    student: str | None = None,
) -> Regrade:
    """What was handed in for these assignments, or for one of them, or by one student, and may count."""
    rows = models.Submission.objects.filter(person__course=book.course, person__login__isnull=False)
    rows = rows.exclude(files=b"").select_related("person", "assignment", "verdict").defer("files", "verdict__document")
    rows = rows.filter(assignment__slug__in=known if slug is None else [slug])
    if student is not None:
        rows = rows.filter(person__login=student)
    found = list(rows.order_by("pk"))
    assignments(book, [known[one] for one in sorted({row.assignment.slug for row in found})])
    before = marks(book, course.policy_of, login=student, slug=slug)
    items = [item_of(row, known) for row in found if _may_count(row, before, course)]
    return Regrade(book, course, len(found), items, before)


def _may_count(row: models.Submission, before: Mapping[Place, Mark], course: Course) -> bool:
    """Whether the attempt's verdict can be part of a mark: all where the best counts, else the one that does now."""
    if row.verdict is not None and row.verdict.status == Status.REJECTED:
        return False  # no test ever saw it
    if course.policy_of(row.assignment.slug).counts is Counts.BEST:
        return True
    mark = before[row.person.login, row.assignment.slug]
    counts_now = mark.counting is not None and bool(row.pk == mark.counting.submission)
    return counts_now or _is_last(row, mark)


def _is_last(row: models.Submission, mark: Mark) -> bool:
    return bool(row.attempt == max(one.attempt.number for one in mark.tried))


def _place(row: models.Submission) -> Place:
    return row.person.login, row.assignment.slug


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


def _results(verdicts: Sequence[int]) -> dict[int, _Results]:
    """Of all these verdicts, by their ids, in one question."""
    found: defaultdict[int, _Results] = defaultdict(dict)
    rows = models.CheckResult.objects.filter(verdict__in=verdicts).order_by("pk")
    for verdict, check, outcome, points in rows.values_list("verdict_id", "check_id", "outcome", "points"):
        found[verdict][check] = outcome, points
    return found
