"""Files that are written whole or not at all: the only place of the reports that touches a disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SUFFIX = ".partial"


def write_whole(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write ``path`` so that nobody, not even after a power cut, ever sees half of it.

    ``mode`` is the file's mode; without it the process's umask decides, as for any new file. Raises
    ``OSError`` with the file's name, and then leaves what was there before.
    """
    with _partial(path, content, (0o666 & ~_umask()) if mode is None else mode) as temporary:
        temporary.replace(path)
    sync_folder(path.parent)


def write_named(path: Path, content: bytes) -> None:
    """Write a file that a user named: as ``write_whole``, but a device or a pipe (``/dev/stdout``) is written into.

    Put in its place, a file would leave root without it. Raises ``OSError``.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
    else:
        write_whole(path, content)


def create_whole(path: Path, content: bytes, *, mode: int) -> bool:
    """Like ``write_whole``, but never over a file that is there: then it answers False."""
    with _partial(path, content, mode) as temporary:
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return False
    sync_folder(path.parent)
    return True


def clear_partial(folder: Path) -> None:
    """Remove what a killed process left half written in a folder. To be called by the only one who writes there."""
    for stale in folder.glob(f".*{_SUFFIX}"):
        stale.unlink(missing_ok=True)


def inside(folder: Path, *names: str) -> Path:
    """``folder`` with ``names`` below it. ``ValueError`` where a name is not that of one file or folder.

    The intake lets no other names in; this is the second lock on the same door.
    """
    for name in names:
        if name in {"", ".", ".."} or "/" in name or "\\" in name or "\0" in name:
            raise ValueError(f"{name!r} cannot be the name of a file")
    return folder.joinpath(*names)


@contextmanager
def _partial(path: Path, content: bytes, mode: int) -> Iterator[Path]:
    """A finished file beside ``path`` under a name of its own, gone afterwards: after Ctrl-C too."""
    temporary: Path | None = None
    try:
        with _naming(path):
            handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=_SUFFIX, dir=path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
        yield temporary
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Errors name the file that was to be written: a full disk names none, and nobody knows the temporary one."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask


def sync_folder(folder: Path) -> None:
    """Make the new name itself last. Some file systems cannot: then the file alone has to do."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)
