"""``[policy]`` and ``[assignment.SLUG]`` of ``course.toml``: due dates, attempts, lateness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ..core.policy import Counts, Policy
from .tables import Table

_RULES = ("counts", "attempts", "grace_minutes", "late_penalty", "late_days")
_PERCENT = 100


def read_policies(course: Table) -> tuple[Policy, Mapping[str, Policy]]:
    """The policy of the course, and by slug those of the assignments that state something of their own.

    What an assignment does not state it takes from ``[policy]``. Raises ``AssignmentError`` with the key.
    """
    general = Policy()
    if "policy" in course.data:
        general = _policy(course.table("policy", _RULES), general)
    if "assignment" not in course.data:
        return general, {}
    slugs = course.table("assignment", course.value("assignment", dict))
    return general, {slug: _policy(slugs.table(slug, ("due", *_RULES)), general) for slug in slugs.data}


def _policy(table: Table, general: Policy) -> Policy:
    stated: dict[str, Any] = {}
    if "due" in table.data:
        stated["due"] = _due(table)
    if "counts" in table.data:
        stated["counts"] = _counts(table)
    if "attempts" in table.data:
        stated["attempts"] = table.positive_whole("attempts")
    if "grace_minutes" in table.data:
        stated["grace"] = timedelta(minutes=table.positive("grace_minutes"))
    if "late_penalty" in table.data:
        stated["late_penalty"] = float(table.positive("late_penalty"))
        if stated["late_penalty"] > _PERCENT:
            raise table.error("late_penalty", "is percent of the points for each day begun: 100 at most")
    if "late_days" in table.data:
        stated["late_days"] = _late_days(table)
    return replace(general, **stated)


def _due(table: Table) -> datetime:
    due = table.data["due"]
    if not isinstance(due, datetime):
        raise table.error("due", "must be a date with a time, such as 2026-10-01T23:59:00+03:00")
    if due.tzinfo is None:
        raise table.error("due", f"has no time zone: write {due.isoformat()}+03:00, or with Z at the end for UTC")
    try:
        return due.astimezone(UTC)
    except OverflowError as error:
        raise table.error("due", "lies before or behind all years that there are in UTC") from error


def _counts(table: Table) -> Counts:
    value = table.text("counts")
    if value not in tuple(Counts):
        raise table.error("counts", f'must be {" or ".join(Counts)}, not "{value}"')
    return Counts(value)


def _late_days(table: Table) -> int:
    value: int = table.value("late_days", int)
    if value < 0:
        raise table.error("late_days", "must be 0 (nothing late counts) or more")
    return value
