"""The place of a submission where there are no namespaces: a folder of its own, made for it and cleared after it.

A student's program may leave anything there: folders within folders without end, or such as nobody may look into. All
of it is removed by the zygote, which goes down by one level at a time and follows no link.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import Any

from . import harden, landlock, paths

_RETRIES, _PAUSE_SECONDS = 200, 0.01  # until what was killed is gone
_SECTOR = 512  # bytes, in which stat counts
_YOUNG_SECONDS = 60.0  # a folder that was made a moment ago may not be locked yet


class Place:
    """``setup``: what the launcher told the zygote. ``pause``: milliseconds after which to look again whether it is
    too full. Restricts the zygote for good: it and all its children read what Python needs, and write below ``home``.
    """

    pause = 20

    def __init__(self, setup: dict[str, Any]) -> None:
        self._home = setup["home"]
        self._files, self._bytes = 0, 0
        self._lock = os.open(self._home, os.O_RDONLY | os.O_DIRECTORY)  # until this process ends, however it does
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        clear_stale(setup["above"], setup["prefix"])
        readable = [path for top in setup["readable"] for path in _without(top, setup["hidden"])]
        harden.no_new_privileges()
        landlock.restrict(
            [
                *((path, landlock.READ) for path in readable),
                ("/dev/null", landlock.WRITE),
                (self._home, landlock.WRITE),
                (setup["above"], landlock.REMOVE_FOLDER),  # the home itself, at the end
            ]
        )

    def open(self, limits: dict[str, Any]) -> None:
        """Makes the folder and goes there. ``FileExistsError`` where another submission's was not cleared."""
        self._files, self._bytes = limits["inodes"], limits["disk_mb"] << 20
        os.mkdir(paths.WORK, 0o700)
        os.chdir(paths.WORK)

    def before_subject(self) -> None:
        """There is nothing more to be asked for."""

    def overfull(self) -> bool:
        """Whether there are more files or bytes than there may be, or a folder that hides what it holds."""
        files, size = 0, 0
        waiting = [paths.WORK]
        while waiting:
            try:
                with os.scandir(waiting.pop()) as entries:
                    for entry in entries:
                        files += 1
                        size += _size(entry)
                        if files > self._files or size > self._bytes:
                            return True
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
            except FileNotFoundError:
                continue  # it was removed meanwhile
            except OSError:
                return True
        return False

    def clear(self) -> None:
        """Removes the folder and everything in it. ``OSError`` where that cannot be done.

        Processes that were killed a moment ago may still be at work in it.
        """
        for _ in range(_RETRIES):
            with contextlib.suppress(OSError):
                remove(paths.WORK)
            if not os.path.lexists(paths.WORK):
                return
            time.sleep(_PAUSE_SECONDS)
        remove(paths.WORK)

    def close(self) -> None:
        """Removes everything that was made for this box."""
        self.clear()
        remove(self._home)


def clear_stale(above: str, prefix: str) -> None:
    """Removes the folders of boxes that were killed: those of this user with such a name that nobody holds."""
    for entry in list(os.scandir(above)):
        with contextlib.suppress(OSError):
            about = entry.stat(follow_symlinks=False)
            ours = (
                entry.name.startswith(prefix) and about.st_uid == os.geteuid() and entry.is_dir(follow_symlinks=False)
            )
            if not ours or time.time() - about.st_mtime < _YOUNG_SECONDS:
                continue
            descriptor = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(entry.path)
            finally:
                os.close(descriptor)


def remove(folder: str) -> None:
    """Removes a folder with everything in it, one level at a time; follows no link. Ends in ``/``."""
    os.chdir("/")
    _enter(folder)
    names, levels = [folder], [os.listdir(".")]
    while levels:
        if not levels[-1]:
            levels.pop()
            os.chdir(".." if levels else "/")
            os.rmdir(names.pop())
            continue
        name = levels[-1].pop()
        try:
            os.unlink(name)
        except IsADirectoryError:
            os.chmod(name, 0o700)
            _enter(name)
            names.append(name)
            levels.append(os.listdir("."))


def _enter(name: str) -> None:
    descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchdir(descriptor)
    finally:
        os.close(descriptor)


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * _SECTOR
    except FileNotFoundError:
        return 0


def _without(top: str, hidden: list[str]) -> list[str]:
    """The path itself, or, where something hidden lies in that folder, what lies in it besides."""
    if not any(folder.startswith(top + "/") for folder in hidden):
        return [top]
    return [entry.path for entry in os.scandir(top) if entry.path not in hidden]
