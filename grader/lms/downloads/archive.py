"""A whole class's archive: its members by name, and one submission of it unpacked into a folder of its own.

What is wrong with a member is wrong with the submission that it belongs to, and with no other.
"""

from __future__ import annotations

import mmap
import os
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ...core.errors import SubmissionError
from ...core.limits import Limits
from ...files import inside
from ...intake import reasons
from ...intake.folders import MAX_DEPTH
from ...intake.names import archive_parts, junk_root, shown
from ...intake.zips import DAMAGED, is_folder, member_name, overlapping, refuse_special

_ENTRY = b"PK\x01\x02"  # opens each entry of the central directory
_MOST_ENTRIES = 500_000
_LONGEST_NAME, _LONGEST_PATH = 255, 1000  # bytes; what file systems take, with room for the course's own folder
_CHUNK = 1024 * 1024


class BadDownload(Exception):
    """The archive cannot be used at all; says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. ``problem``: why it must not be unpacked, and with it the submission that it is of."""

    parts: tuple[str, ...]
    info: zipfile.ZipInfo
    problem: SubmissionError | None = None

    @property
    def name(self) -> str:
        return "/".join(self.parts)


Files = Sequence[tuple[tuple[str, ...], Member]]  # where in the submission, and what


class Download:
    """An open archive. ``members``: its files in their order, without what belongs to a machine only."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        shared = {id(info) for info in overlapping(archive.infolist())}
        found = (_member(info, shared=id(info) in shared) for info in archive.infolist() if not is_folder(info))
        self.members = [member for member in found if junk_root(member.parts) is None]

    def strip_root(self) -> None:
        """Leave out the one folder that everything lies in: an archive that was unpacked and packed again has one."""
        if len({member.parts[0] for member in self.members if len(member.parts) > 1}) == 1:
            self.members = [replace(member, parts=member.parts[1:]) for member in self.members if len(member.parts) > 1]

    def read(self, member: Member, limit_mb: int) -> bytes:
        """A member's bytes; ``BadDownload`` where it is damaged or larger than that."""
        try:
            with self._archive.open(member.info) as file:
                content = file.read(limit_mb * 1024 * 1024 + 1)
        except DAMAGED as error:
            raise BadDownload(f"{shown(member.name)} in it is damaged: download it again") from error
        if len(content) > limit_mb * 1024 * 1024:
            raise BadDownload(f"{shown(member.name)} in it is larger than {limit_mb} MB")
        return content

    def unpack(self, files: Files, folder: Path, limits: Limits) -> None:
        """Write a submission's files below ``folder``. Raises ``SubmissionError`` where one of them must not be.

        What is written by then is the caller's to remove. Raises ``OSError`` where the machine fails.
        """
        _check(files, limits)
        left = limits.archive_mb * 1024 * 1024
        for parts, member in files:
            refuse_special(member.info)
            path = inside(folder, *parts)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                left -= self._write(member, path, left)
            except (FileExistsError, NotADirectoryError):
                raise reasons.ambiguous([shown("/".join(parts))]) from None
            if left < 0:
                raise reasons.too_large_together(limits.archive_mb * 1024)

    def _write(self, member: Member, path: Path, most: int) -> int:
        """Unpack one file, and answer how many bytes it has: at most a few more than ``most``."""
        written = 0
        with path.open("xb") as out:
            for chunk in self._chunks(member):
                written += len(chunk)
                if written > most:
                    break
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        return written

    def _chunks(self, member: Member) -> Iterator[bytes]:
        try:
            with self._archive.open(member.info) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except DAMAGED as error:
            raise reasons.bad_archive(shown(member.name), "zip") from error


@contextmanager
def open_download(path: Path) -> Iterator[Download]:
    """The archive at ``path``; ``BadDownload`` where it is none."""
    with path.open("rb") as file:
        if _entries(file.fileno()) > _MOST_ENTRIES:
            raise BadDownload(f"it has more than {_MOST_ENTRIES} files")
        try:
            archive = zipfile.ZipFile(file)
            download = Download(archive)
        except DAMAGED as error:
            raise BadDownload("it is no zip archive, or did not arrive whole: download it again") from error
        with archive:
            yield download


def _entries(descriptor: int) -> int:
    """How many members there are at most: zipfile makes a record of each before anybody can count them."""
    if os.fstat(descriptor).st_size == 0:
        return 0
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as data:
        count, at = 0, data.find(_ENTRY)
        while at >= 0 and count <= _MOST_ENTRIES:
            count, at = count + 1, data.find(_ENTRY, at + 1)
    return count


def _member(info: zipfile.ZipInfo, *, shared: bool) -> Member:
    name = unicodedata.normalize("NFC", member_name(info))
    try:
        return Member(archive_parts(name), info, reasons.overlapping() if shared else None)
    except SubmissionError as refusal:
        parts = tuple(part for part in name.replace("\\", "/").split("/") if part)
        return Member(parts or (name,), info, refusal)


def _check(files: Files, limits: Limits) -> None:
    """Refuse by what the archive says of itself, before anything is unpacked."""
    if len(files) > limits.archive_members:
        raise reasons.too_many(limits.archive_members)
    if sum(member.info.file_size for _, member in files) > limits.archive_mb * 1024 * 1024:
        raise reasons.too_large_together(limits.archive_mb * 1024)
    for parts, member in files:
        if member.problem is not None:
            raise member.problem
        sizes = [len(part.encode("utf-8", "surrogatepass")) for part in parts]
        if len(parts) > MAX_DEPTH or max(sizes) > _LONGEST_NAME or sum(sizes) > _LONGEST_PATH:
            raise reasons.unsafe_name(shown("/".join(parts)))
