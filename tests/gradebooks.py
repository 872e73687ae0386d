"""An empty gradebook, made once: migrating a database for each test would take most of the tests' time."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from django.core.management import call_command

from grader.gradebook.connection import FILE, opened_database


@functools.cache
def _template() -> bytes:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with opened_database(folder):
        call_command("migrate", verbosity=0)  # the site's tables too: its app is installed where tests run
    return (folder / FILE).read_bytes()


def put_gradebook(folder: Path) -> None:
    """Put an empty gradebook into a course that has none."""
    if not (folder / FILE).exists():
        (folder / FILE).write_bytes(_template())
        (folder / FILE).chmod(0o600)
