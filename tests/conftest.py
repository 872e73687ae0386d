"""Fixtures that several folders of tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from tests.sandboxed import ASSIGNMENT, Grading


@pytest.fixture(scope="session")
def grading() -> Iterator[Grading]:
    """The one lane of all tests that need the box."""
    assignment = load_assignment(ASSIGNMENT)
    with Lane([assignment]) as lane:
        yield Grading(lane, assignment)
