from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.gradebook.connection import Gradebook, open_gradebook
from tests.gradebook.classes import KEY
from tests.gradebooks import put_gradebook


@pytest.fixture(autouse=True)
def _unblocked(django_db_blocker):
    """Gradebooks have databases of their own, which pytest-django's does not know of."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def book(tmp_path: Path, _unblocked: None) -> Iterator[Gradebook]:
    put_gradebook(tmp_path)
    with open_gradebook(tmp_path, KEY, actor="maria") as opened:
        yield opened
