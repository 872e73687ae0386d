"""A course's gradebook for one command: read by anybody at any time, written by one at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..core.errors import GraderError
from ..gradebook import audit
from ..gradebook.connection import FILE, Gradebook, only_writer, open_gradebook
from ..intake.coursekey import course_key
from .terms import UsageProblem

LOCK = ".grader-lock"


@contextmanager
def reading(folder: Path) -> Iterator[Gradebook]:
    """The gradebook of a course that was graded before; ``UsageProblem`` where there is none."""
    if not os.environ.get("DATABASE_URL") and not (folder / FILE).exists():
        raise UsageProblem(f"{folder} has no gradebook so far. Run: grader grade {folder}")
    with open_gradebook(folder, course_key(folder)) as book:
        yield book


@contextmanager
def writing(folder: Path, *, actor: str | None = None) -> Iterator[Gradebook]:
    """The gradebook of a course, for the only one who may change it now. ``actor``: in whose name.

    Raises ``GraderError`` with the other's process id where somebody else is at it.
    """
    with alone(folder), open_gradebook(folder, course_key(folder), actor=actor) as book, only_writer(book):
        try:
            yield book
        finally:
            audit.anchor(book)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """For the only one who may change a course now; ``GraderError`` where somebody else is at it.

    The kernel takes the lock back when its holder dies, so that there is none to clean up.
    """
    path = folder / LOCK
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise GraderError(
                f"another grader (process {other}) is at work in {folder}. Try again when it ends."
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
