"""What a class's results say about its checks and marks. Pure functions of records that somebody else fills.

Discrimination is the corrected item-total correlation (Nunnally and Bernstein, Psychometric Theory, 3rd ed., ch. 8):
the Pearson correlation of a check (1 passed, 0 not) with the points of all *other* checks. A check that good students
pass and weak ones do not comes near 1; near 0 it tells nothing; below 0 it is likely to be wrong itself.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .text import Text
from .verdict import Outcome, Status


@dataclass(frozen=True, slots=True)
class ClassCheck:
    """One check as the class meets it."""

    id: str
    task: str
    title: Text
    max_points: float


@dataclass(frozen=True, slots=True)
class ClassStudent:
    """One student's standing. ``status``: a verdict's, "missing" or "ungraded"; ``outcomes`` by check."""

    login: str
    name: str
    status: str
    points: float | None
    attempts: int = 0
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassDiagnosis:
    """A named mistake, and how many students made it."""

    id: str
    message: Text
    students: int


@dataclass(frozen=True, slots=True)
class AssignmentClass:
    """Everything about one assignment in one class. ``tries``: by check, which attempt of a student passed it first."""

    slug: str
    title: Text
    max_score: float
    checks: tuple[ClassCheck, ...]
    students: tuple[ClassStudent, ...]
    diagnoses: tuple[ClassDiagnosis, ...] = ()
    tries: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def graded(self) -> tuple[ClassStudent, ...]:
        """Those who have outcomes."""
        return tuple(student for student in self.students if student.status == Status.GRADED and student.outcomes)


@dataclass(frozen=True, slots=True)
class CheckStatistics:
    """``pass_rate`` 0.0 to 1.0, ``discrimination`` -1.0 to 1.0, ``tries`` the median; None where undefined."""

    check: ClassCheck
    pass_rate: float | None
    discrimination: float | None
    tries: float | None


@dataclass(frozen=True, slots=True)
class MarkStatistics:
    """``statuses``: how many students by status; numbers over those who have points; ``bins``: a histogram."""

    statuses: Mapping[str, int]
    mean: float | None
    median: float | None
    quartiles: tuple[float, float] | None
    deviation: float | None
    bins: tuple[tuple[float, float, int], ...]  # from, to (in points), how many students


def check_statistics(found: AssignmentClass) -> list[CheckStatistics]:
    """One entry for each check, in the assignment's order. A check that was skipped was not passed."""
    graded = found.graded
    passed = {
        check.id: [student.outcomes.get(check.id) is Outcome.PASSED for student in graded] for check in found.checks
    }
    totals = [
        sum(check.max_points for check in found.checks if passed[check.id][number]) for number in range(len(graded))
    ]
    return [_of_check(found, check, passed[check.id], totals) for check in found.checks]


def _of_check(
    found: AssignmentClass, check: ClassCheck, passed: Sequence[bool], totals: Sequence[float]
) -> CheckStatistics:
    tries = found.tries.get(check.id)
    if not passed:
        return CheckStatistics(check, None, None, statistics.median(tries) if tries else None)
    rest = [total - check.max_points * one for total, one in zip(totals, passed, strict=True)]
    return CheckStatistics(
        check,
        pass_rate=sum(passed) / len(passed),
        discrimination=_correlation([float(one) for one in passed], rest),
        tries=statistics.median(tries) if tries else None,
    )


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's; None where one side does not vary."""
    if len(one) < 2 or len(set(one)) == 1 or len(set(other)) == 1:  # noqa: PLR2004 - two points make a line
        return None
    return statistics.correlation(one, other)


def mark_statistics(found: AssignmentClass, *, bins: int = 10) -> MarkStatistics:
    """The distribution of the marks. The last bin takes what lies above the full score (points given by hand)."""
    points = sorted(student.points for student in found.students if student.points is not None)
    width = found.max_score / bins
    counts = Counter(min(bins - 1, int(value / width + 1e-9)) for value in points) if width else Counter()
    quartiles = statistics.quantiles(points, n=4, method="inclusive") if len(points) > 1 else None
    return MarkStatistics(
        statuses=Counter(student.status for student in found.students),
        mean=statistics.fmean(points) if points else None,
        median=statistics.median(points) if points else None,
        quartiles=(quartiles[0], quartiles[2]) if quartiles else None,
        deviation=statistics.stdev(points) if len(points) > 1 else None,
        bins=tuple((number * width, (number + 1) * width, counts[number]) for number in range(bins)),
    )
