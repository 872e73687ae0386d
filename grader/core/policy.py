"""What a student's attempts at an assignment come to: which attempt counts, and what lateness costs. Pure functions.

An attempt that was rejected, and one whose verdict is an error of ours, has no score and uses no attempt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from .verdict import Status

_DAY = timedelta(days=1)


@unique
class Counts(StrEnum):
    """Which of several attempts is the mark."""

    BEST = "best"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Policy:
    """An assignment's rules, as ``course.toml`` states them.

    ``attempts``: how many may count, in the order in which they came in; None: all. ``late_penalty``: percent of the
    points that each day begun after ``due`` and ``grace`` costs. ``late_days``: after so many an attempt is worth
    nothing; None: never.
    """

    due: datetime | None = None
    counts: Counts = Counts.LAST
    attempts: int | None = None
    grace: timedelta = timedelta()
    late_penalty: float = 0.0
    late_days: int | None = None

    def days_late(self, submitted_at: datetime | None) -> int:
        """Days begun after the due date; 0 where it was in time, or where nobody knows when it came in."""
        if self.due is None or submitted_at is None:
            return 0
        return self.days_begun(submitted_at - self.due)

    def days_begun(self, late: timedelta) -> int:
        """Days begun so long after what was due; 0 within the grace."""
        return 0 if late <= self.grace else math.ceil(late / _DAY)

    def kept(self, days_late: int) -> float:
        """The part of the points that an attempt keeps, 0.0 to 1.0."""
        if self.late_days is not None and days_late > self.late_days:
            return 0.0
        return max(0.0, 1.0 - days_late * self.late_penalty / 100)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt and what its verdict says. ``status`` is None where it has no verdict so far."""

    number: int
    status: Status | None
    score: float | None
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The attempt that counts. ``points`` are after the penalty, to a thousandth; None where there is no score."""

    attempt: Attempt
    points: float | None
    days_late: int


def standing(attempts: Sequence[Attempt], policy: Policy) -> Standing | None:
    """What the attempts come to, or None where there is none.

    Where none has a score the last one stands, without points, so that its status can be seen.
    """
    if not attempts:
        return None
    ordered = sorted(attempts, key=lambda attempt: attempt.number)
    counted = [attempt for attempt in ordered if attempt.status is Status.GRADED][: policy.attempts]
    if not counted:
        return Standing(ordered[-1], None, policy.days_late(ordered[-1].submitted_at))
    standings = [_of(attempt, policy) for attempt in counted]
    if policy.counts is Counts.LAST:
        return standings[-1]
    return max(standings, key=lambda found: (found.points or 0.0, -found.attempt.number))


def _of(attempt: Attempt, policy: Policy) -> Standing:
    days = policy.days_late(attempt.submitted_at)
    return Standing(attempt, round((attempt.score or 0.0) * policy.kept(days), 3), days)


def adjusted(points: float | None, adjustments: Sequence[float]) -> float | None:
    """The points with what staff added or took away: never below zero, None where there is nothing to adjust.

    Points given by hand make a mark where there was none.
    """
    if not adjustments:
        return points
    return max(0.0, round((points or 0.0) + math.fsum(adjustments), 3))
