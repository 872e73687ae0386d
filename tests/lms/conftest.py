"""Our own gradebook is a database of Django's, which pytest-django keeps from tests that do not ask for one."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def _unblocked(django_db_blocker, _with_settings):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def _with_settings():
    """The gradebook lies in the course's folder, whatever this machine's DATABASE_URL says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        yield
