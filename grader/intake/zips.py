"""A zip archive, read from memory by exact member name. Nothing is ever extracted."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..core.limits import Limits
from . import reasons
from .members import JUNK_FACTOR, Listing, Member, Wanted
from .names import archive_parts, shown

_ENTRY = b"PK\x01\x02"  # opens each entry of the central directory
_LOCAL_HEADER = 30  # bytes, at the least
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800

# What zipfile raises for bytes that are no zip. RuntimeError is its word for a password; it also warns of odd
# names, which is an exception where warnings are errors.
DAMAGED = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, OverflowError,
    IndexError, KeyError, struct.error, zlib.error, Warning,
)  # fmt: skip


def read_zip(name: str, data: bytes, wanted: Wanted, limits: Limits) -> list[Member]:
    """The members of a zip, those that are ``wanted`` with their bytes. Raises ``SubmissionError`` only."""
    # zipfile builds a record for each entry before anyone can count them, and believes no count in the file.
    if data.count(_ENTRY) > JUNK_FACTOR * limits.archive_members:
        raise reasons.too_many(limits.archive_members)
    listing = Listing(wanted, limits)
    with _blaming(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        if overlapping(archive.infolist()):
            raise reasons.overlapping()
        if any(_end(info) > len(data) for info in archive.infolist()):
            raise zipfile.BadZipFile
        for info in archive.infolist():
            _read_member(archive, info, listing)
    return listing.members


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    try:
        yield
    except DAMAGED as error:
        raise reasons.bad_archive(name, "zip") from error


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, listing: Listing) -> None:
    name = member_name(info)
    parts = archive_parts(name)
    if not parts or listing.passes_over(parts):
        return
    listing.count()
    if is_folder(info):
        return
    refuse_special(info)
    listing.weigh(info.file_size)
    if not listing.wanted(parts):
        listing.leave(parts)
        return
    limit = listing.source_limit(parts, info.file_size)
    with archive.open(info) as member:
        listing.take(parts, member.read(limit + 1))


def is_folder(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder's own entry."""
    return member_name(info).endswith(("/", "\\")) or stat.S_ISDIR(info.external_attr >> 16)


def refuse_special(info: zipfile.ZipInfo) -> None:
    """Raises ``SubmissionError`` for a member that is not a plain file which anybody can unpack."""
    mode, name = info.external_attr >> 16, shown(member_name(info))
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or mode & (stat.S_ISUID | stat.S_ISGID):
        raise reasons.not_plain(name)
    if info.flag_bits & _ENCRYPTED:
        raise reasons.locked_archive(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise reasons.odd_compression(name)


def overlapping(entries: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Those that share bytes with another one: that makes a small archive large, and has no honest use."""
    found: dict[int, zipfile.ZipInfo] = {}
    last: zipfile.ZipInfo | None = None
    end = 0
    for info in sorted(entries, key=lambda info: info.header_offset):
        if last is not None and info.header_offset < end:
            found |= {id(last): last, id(info): info}
        if _end(info) >= end:
            last, end = info, _end(info)
    return list(found.values())


def _end(info: zipfile.ZipInfo) -> int:
    """Where a member ends at the earliest."""
    return info.header_offset + _LOCAL_HEADER + info.compress_size


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its author saw it.

    ``orig_filename`` is not cut at a NUL. Without the UTF-8 flag it was decoded as cp437, though macOS writes
    UTF-8 and Russian Windows cp866.
    """
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME:
        return name
    raw = name.encode("cp437")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp866")
