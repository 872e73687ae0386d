"""Folders of submissions that change places whole: they are filled aside, and moved in by renaming, all or none."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..files import inside, sync_folder

TIMESTAMP = "timestamp.txt"  # nbgrader's; about a submission, and not of it
_PREFIX = ".collect-"  # hidden: whoever reads the course passes over it
_NEW, _OLD = "new", "old"
_INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)


class Stage:
    """A place beside the submissions, on the same disk, where new ones are made ready. ``folder``: the place."""

    def __init__(self, submitted: Path, folder: Path) -> None:
        self._submitted, self.folder = submitted, folder

    def new(self, student: str, slug: str) -> Path:
        """Where a submission is made ready."""
        return inside(self.folder, _NEW, student, slug)

    def move_in(self, places: Sequence[tuple[str, str]]) -> None:
        """Put these (student, slug) in the place of what is there. Where one fails, all is as it was: ``OSError``."""
        done: list[tuple[str, str]] = []
        with _uninterrupted():
            try:
                for place in places:
                    self._exchange(*place)
                    done.append(place)
            except BaseException:
                for place in reversed(done):
                    self._take_back(*place)
                raise
        for student, _ in places:
            sync_folder(self._submitted / student)
        sync_folder(self._submitted)

    def _exchange(self, student: str, slug: str) -> None:
        target, old = inside(self._submitted, student, slug), inside(self.folder, _OLD, student, slug)
        target.parent.mkdir(exist_ok=True)
        if os.path.lexists(target):
            old.parent.mkdir(parents=True, exist_ok=True)
            target.rename(old)
        try:
            self.new(student, slug).rename(target)
        except BaseException:
            if os.path.lexists(old):
                old.rename(target)
            raise

    def _take_back(self, student: str, slug: str) -> None:
        target, old = inside(self._submitted, student, slug), inside(self.folder, _OLD, student, slug)
        target.rename(self.new(student, slug))
        if os.path.lexists(old):
            old.rename(target)
        else:
            with contextlib.suppress(OSError):  # not empty: it was there before
                target.parent.rmdir()


@contextmanager
def staging(submitted: Path) -> Iterator[Stage]:
    """A stage that is gone afterwards, whatever happens; and what one that was killed left is put right first.

    Only for who alone changes the course.
    """
    made = not submitted.exists()
    submitted.mkdir(exist_ok=True)
    for left in submitted.glob(f"{_PREFIX}*"):
        _recover(submitted, left)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=submitted))
    try:
        yield Stage(submitted, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if made:
            with contextlib.suppress(OSError):  # not empty: something was moved in
                submitted.rmdir()


def _recover(submitted: Path, left: Path) -> None:
    """A submission that was moved out and whose successor was not moved in goes back."""
    for old in left.glob(f"{_OLD}/*/*"):
        target = submitted / old.parent.name / old.name
        if not os.path.lexists(target):
            target.parent.mkdir(exist_ok=True)
            old.rename(target)
    shutil.rmtree(left)


def tree_digest(folder: Path) -> str:
    """Hex SHA-256 over the names and bytes of the files below ``folder``, its timestamp left out.

    Links are not followed: one makes the tree another one than any that was unpacked.
    """
    whole = hashlib.sha256()
    for path in sorted(_below(folder)):
        name = path.relative_to(folder).as_posix()
        if name != TIMESTAMP:
            whole.update(os.fsencode(name) + b"\0" + _content(path) + b"\n")
    return whole.hexdigest()


def _below(folder: Path) -> Iterator[Path]:
    for home, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(home, name))]
        yield from (Path(home, name) for name in (*files, *links))


def _content(path: Path) -> bytes:
    if not stat.S_ISREG(path.lstat().st_mode):
        return b"not a file"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().encode()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the renaming is done, which takes milliseconds. Only in the main thread."""
    came: list[int] = []
    before = {one: signal.signal(one, lambda number, _: came.append(number)) for one in _INTERRUPTIONS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number in came:
            signal.raise_signal(number)
