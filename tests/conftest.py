"""Fixtures that several folders of tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.engine.lane import Lane
from tests.sandboxed import Grading, only_task


@pytest.fixture(scope="session")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grading]:
    """The one lane of all tests that need the box."""
    assignment = only_task("husband", tmp_path_factory.mktemp("assignments"))
    with Lane([assignment]) as lane:
        yield Grading(lane, assignment)
