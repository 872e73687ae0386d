"""``[policy]`` and ``[assignment.SLUG]`` of ``course.toml``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from grader.core.errors import AssignmentError
from grader.core.policy import Counts, Policy
from grader.intake.course import read_course


def course(folder, text):
    (folder / "submitted").mkdir()
    (folder / "course.toml").write_text(text, encoding="utf-8")
    return read_course(folder)


def test_without_a_word_the_last_attempt_counts_and_nothing_is_late(tmp_path):
    found = course(tmp_path, "")
    assert found.policy_of("anything") == Policy()
    assert found.policy_of("anything").counts is Counts.LAST
    assert found.retention_days is None


def test_an_assignment_takes_from_the_course_what_it_does_not_state(tmp_path):
    found = course(
        tmp_path,
        """
        retention_days = 400
        [policy]
        counts = "best"
        attempts = 5
        grace_minutes = 15
        late_penalty = 10
        late_days = 3
        [assignment.one_to_one]
        due = 2026-10-01T23:59:00+03:00
        attempts = 2
        late_penalty = 12.5
        [assignment.parent_link]
        counts = "last"
        """,
    )
    general = Policy(None, Counts.BEST, 5, timedelta(minutes=15), 10.0, 3)
    assert found.policy_of("link_and_save") == general
    due = datetime(2026, 10, 1, 20, 59, tzinfo=UTC)
    assert found.policy_of("one_to_one") == Policy(due, Counts.BEST, 2, timedelta(minutes=15), 12.5, 3)
    assert found.policy_of("parent_link").counts is Counts.LAST
    assert found.retention_days == 400


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("[policy]\ndue = 2026-10-01T00:00:00Z", "policy.due", "unknown key"),
        ("[policy]\ncount = 'best'", "policy.count", 'did you mean "counts"?'),
        ("[policy]\ncounts = 'first'", "policy.counts", "best or last"),
        ("[policy]\nattempts = 0", "policy.attempts", "above zero"),
        ("[policy]\nattempts = true", "policy.attempts", "whole number"),
        ("[policy]\nlate_penalty = 101", "policy.late_penalty", "100 at most"),
        ("[policy]\nlate_days = -1", "policy.late_days", "0"),
        ("[policy]\ngrace_minutes = 'ten'", "policy.grace_minutes", "number"),
        ("[assignment.one]\ndue = 2026-10-01T00:00:00", "assignment.one.due", "time zone"),
        ("[assignment.one]\ndue = 2026-10-01", "assignment.one.due", "date with a time"),
        ("[assignment.one]\ndue = '2026-10-01T00:00:00Z'", "assignment.one.due", "date with a time"),
        ("[assignment]\none = 3", "assignment.one", "table"),
        ("policy = 3", "policy", "table"),
        ("retention_days = 0", "retention_days", "above zero"),
    ],
)
def test_a_mistake_names_its_key(tmp_path, text, key, problem):
    with pytest.raises(AssignmentError) as caught:
        course(tmp_path, text)
    assert caught.value.key == key
    assert problem in caught.value.problem
