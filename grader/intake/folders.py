"""Files and folders on disk, read without following or opening anything that is not a plain file."""

from __future__ import annotations

import errno
import itertools
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..core.limits import Limits
from . import reasons
from .members import JUNK_FACTOR, Listing, Member, Wanted, limit_kb
from .names import shown

MAX_DEPTH = 20

_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = _FILE | os.O_DIRECTORY

# What says something of the file; every other error (a broken disk, no descriptors left) is ours.
_OF_THE_FILE = {
    errno.ELOOP: reasons.not_plain,
    errno.ENOTDIR: reasons.not_plain,
    errno.ENXIO: reasons.not_plain,
    errno.ENODEV: reasons.not_plain,
    errno.EACCES: reasons.unreadable,
    errno.EPERM: reasons.unreadable,
    errno.ENOENT: reasons.unreadable,
    errno.ESTALE: reasons.unreadable,
}


def read_regular(path: str | Path, limit_kb: int, *, dir_fd: int | None = None) -> bytes:
    """The bytes of one plain file, read once.

    Raises ``SubmissionError`` for a link, a special file, a second name of another file, an unreadable or too
    large one; ``OSError`` for a trouble of the machine.
    """
    name = shown(os.path.basename(path))
    with _blaming(name):
        _refuse_special(os.stat(path, dir_fd=dir_fd, follow_symlinks=False), name)  # a device is never opened
        fd = os.open(path, _FILE, dir_fd=dir_fd)
    with os.fdopen(fd, "rb") as file:
        _refuse_special(os.fstat(fd), name)  # once more: it may have been exchanged since
        content = file.read(limit_kb * 1024 + 1)
    if len(content) > limit_kb * 1024:
        raise reasons.too_large(name, limit_kb)
    return content


def read_beside(folder: Path, name: str, limit_kb: int) -> bytes:
    """``read_regular`` of one file directly in ``folder``, which is not followed either."""
    fd = _open_folder(folder, shown(folder.name), None)
    try:
        return read_regular(name, limit_kb, dir_fd=fd)
    finally:
        os.close(fd)


def read_folder(folder: Path, wanted: Wanted, limits: Limits) -> list[Member]:
    """The files below ``folder``, those that are ``wanted`` with bytes; raises like ``read_regular``."""
    listing = Listing(wanted, limits)
    fd = _open_folder(folder, shown(folder.name), None)
    try:
        _walk(fd, (), listing)
    finally:
        os.close(fd)
    return listing.members


def _walk(fd: int, above: tuple[str, ...], listing: Listing) -> None:
    for name in _names(fd, listing.limits.archive_members):
        parts = (*above, name)
        if parts == ("timestamp.txt",) or listing.passes_over(parts):
            continue  # nbgrader's timestamp is about the submission, not of it
        listing.count()
        with _blaming(shown(name)):
            mode = os.stat(name, dir_fd=fd, follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode):
            _walk_below(fd, name, parts, listing)
        elif listing.wanted(parts):
            content = read_regular(name, limit_kb(name, listing.limits), dir_fd=fd)
            listing.weigh(len(content))
            listing.take(parts, content)
        else:
            listing.leave(parts, None if stat.S_ISREG(mode) else reasons.special())


def _walk_below(fd: int, name: str, parts: tuple[str, ...], listing: Listing) -> None:
    if len(parts) > MAX_DEPTH:
        listing.leave(parts, reasons.too_deep())
        return
    below = _open_folder(name, shown(name), fd)
    try:
        _walk(below, parts, listing)
    finally:
        os.close(below)


def _names(fd: int, limit: int) -> list[str]:
    with os.scandir(fd) as entries:  # a million entries are never held at once
        names = [entry.name for entry in itertools.islice(entries, JUNK_FACTOR * limit + 1)]
    return sorted(names)


def _open_folder(path: str | Path, name: str, dir_fd: int | None) -> int:
    with _blaming(name):
        return os.open(path, _FOLDER, dir_fd=dir_fd)


def _refuse_special(state: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise reasons.not_plain(name)
    if state.st_nlink > 1:
        raise reasons.hard_link(name)


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = _OF_THE_FILE.get(error.errno or 0)
        if reason is None:
            raise
        raise reason(name) from error
