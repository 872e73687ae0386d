"""One lane with all assignments, as they are handed out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.engine.lane import Lane
from tests.diagnoses.made import ASSIGNMENTS, ONE_TO_ONE
from tests.sandboxed import Grading


@pytest.fixture(scope="session")
def lane() -> Iterator[Lane]:
    with Lane(list(ASSIGNMENTS.values())) as shared:
        yield shared


@pytest.fixture(scope="session")
def whole(lane: Lane) -> Grading:
    """The whole of one_to_one."""
    return Grading(lane, ONE_TO_ONE)
