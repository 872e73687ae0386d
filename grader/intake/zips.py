"""A zip archive, read from memory by exact member name. Nothing is ever extracted."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
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
_DAMAGED = (
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
        _refuse_overlaps(archive.infolist(), len(data))
        for info in archive.infolist():
            _read_member(archive, info, listing)
    return listing.members


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise reasons.bad_archive(name, "zip") from error


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, listing: Listing) -> None:
    name = _name(info)
    parts = archive_parts(name)
    mode = info.external_attr >> 16
    if not parts or listing.passes_over(parts):
        return
    listing.count()
    if name.endswith(("/", "\\")) or stat.S_ISDIR(mode):
        return
    _refuse_special(info, mode, shown(name))
    listing.weigh(info.file_size)
    if not listing.wanted(parts):
        listing.leave(parts)
        return
    limit = listing.source_limit(parts, info.file_size)
    with archive.open(info) as member:
        listing.take(parts, member.read(limit + 1))


def _refuse_special(info: zipfile.ZipInfo, mode: int, name: str) -> None:
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or mode & (stat.S_ISUID | stat.S_ISGID):
        raise reasons.not_plain(name)
    if info.flag_bits & _ENCRYPTED:
        raise reasons.locked_archive(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise reasons.odd_compression(name)


def _refuse_overlaps(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Entries that share their bytes make a small archive large, and have no honest use."""
    end = 0
    for info in sorted(entries, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise reasons.overlapping()
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    if end > size:
        raise zipfile.BadZipFile


def _name(info: zipfile.ZipInfo) -> str:
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
