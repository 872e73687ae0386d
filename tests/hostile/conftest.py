"""What the attacks run against: the shared lane, and secrets laid out for them to find.

The secrets are in place before the session's lane starts: pytest imports this file while it collects.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.hostile.arena import SECRET, SECRET_NAME, Arena
from tests.sandboxed import Grading

os.environ[SECRET_NAME] = SECRET


@pytest.fixture(scope="session")
def arena(grading: Grading) -> Iterator[Arena]:
    """The lane that all attacks and honest submissions share."""
    arena = Arena(grading)
    yield arena
    arena.close()
