"""A .tar.gz archive, read as a stream in memory.

Not with ``tarfile``: versions in use loop for ever on a negative size (CVE-2025-8194), backtrack on a crafted
header (CVE-2024-6232) and recurse once per long-name record. What a student's archive needs is plain files
with names, and that is little.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..core.limits import Limits
from . import reasons
from .members import Listing, Member, Wanted
from .names import archive_parts, shown

_BLOCK = 512
_RECORD_LIMIT = 64 * 1024  # a long name, or the extended header of one member
_STREAM_FACTOR = 10  # how many times archive_mb the whole stream may be, junk included
_RECORDS_IN_A_ROW = 4
_LENGTH_DIGITS = 20
_ENTRIES_OF_A_RECORD = 200  # honest ones have a dozen
_GZIP = 31  # zlib's word for "with gzip's header and checksum"
_CHUNK = 64 * 1024
_PACKED = 16 * 1024
_PLAIN = b"0\0"
_WITHOUT_PAYLOAD = b"123456"  # links, devices, folders, FIFOs: whatever size they name
_FOLDER = b"5"
_SETUID_SETGID = 0o6000


class _Damaged(Exception):
    """These bytes are no tar."""


@dataclass(frozen=True, slots=True)
class _Header:
    name: bytes
    mode: int
    size: int
    kind: bytes


def read_tar_gz(name: str, data: bytes, wanted: Wanted, limits: Limits) -> list[Member]:
    """The members of a .tar.gz, those that are ``wanted`` with bytes. Raises ``SubmissionError`` only."""
    listing = Listing(wanted, limits)
    with _blaming(name):
        stream = _Stream(data, limits)
        for header in _headers(stream):
            _read_member(header, stream, listing)
        stream.drain()  # only the end of a gzip stream tells whether it is whole
    return listing.members


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    try:
        yield
    except (_Damaged, zlib.error) as error:
        raise reasons.bad_archive(name, "tar.gz") from error


class _Stream:
    """Reads on through the unpacked bytes of one gzip member, and no further than the limit.

    What stands behind that member is not looked at: a million empty ones would keep ``gzip`` busy for long.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = memoryview(data)
        self._inflate = zlib.decompressobj(_GZIP)
        self._limit_kb = _STREAM_FACTOR * limits.archive_mb * 1024
        self._left = self._limit_kb * 1024

    def some(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        chunk = b""
        while not chunk and not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._next_packed()
            chunk = self._inflate.decompress(packed, min(size, _CHUNK))
            if not chunk and not packed and not self._inflate.eof:
                raise _Damaged
        self._left -= len(chunk)
        if self._left < 0:
            raise reasons.too_large_together(self._limit_kb)
        return chunk

    def _next_packed(self) -> bytes:
        packed, self._data = self._data[:_PACKED], self._data[_PACKED:]
        return bytes(packed)

    def exactly(self, size: int) -> bytes:
        chunks = []
        while size:
            chunk = self.some(size)
            if not chunk:
                raise _Damaged
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)

    def pass_over(self, size: int) -> None:
        while size:
            chunk = self.some(size)
            if not chunk:
                raise _Damaged
            size -= len(chunk)

    def drain(self) -> None:
        while self.some(_CHUNK):
            pass


def _read_member(header: _Header, stream: _Stream, listing: Listing) -> None:
    name = header.name.decode("utf-8", "surrogateescape")
    parts = archive_parts(name)
    if not parts or listing.passes_over(parts):
        _pass_over(stream, header.size)
        return
    listing.count()
    if header.kind == _FOLDER or (header.kind in _PLAIN and name.endswith("/")):
        _pass_over(stream, header.size)
        return
    if header.kind not in _PLAIN or header.mode & _SETUID_SETGID:
        raise reasons.not_plain(shown(name))
    listing.weigh(header.size)
    if not listing.wanted(parts):
        listing.leave(parts)
        _pass_over(stream, header.size)
        return
    listing.source_limit(parts, header.size)
    listing.take(parts, _payload(stream, header.size))


def _headers(stream: _Stream) -> Iterator[_Header]:
    """Each member's header, with the name that a record before it may give. The caller reads the payload."""
    name: bytes | None = None
    records = 0
    while (header := _next_header(stream)) is not None:
        if header.kind in b"LKxg":
            records += 1
            if header.size > _RECORD_LIMIT or records > _RECORDS_IN_A_ROW:
                raise _Damaged
            record = _payload(stream, header.size)
            if header.kind == b"L":
                name = record.rstrip(b"\0")
            elif header.kind == b"x":
                name = _extended(record).get(b"path", name)
            continue
        yield header if name is None else _Header(name, header.mode, header.size, header.kind)
        name, records = None, 0
    if name is not None:
        raise _Damaged


def _next_header(stream: _Stream) -> _Header | None:
    first = stream.some(_BLOCK)
    if not first:
        return None
    block = first + stream.exactly(_BLOCK - len(first))
    if not any(block):
        return None
    if _octal(block[148:156]) != sum(block[:148]) + 8 * ord(" ") + sum(block[156:]):
        raise _Damaged
    name = block[:100].split(b"\0")[0]
    if block[257:263] == b"ustar\0":  # GNU's own format keeps other things there
        prefix = block[345:500].split(b"\0")[0]
        name = prefix + b"/" + name if prefix else name
    kind = block[156:157]
    size = 0 if kind in _WITHOUT_PAYLOAD else _octal(block[124:136])
    return _Header(name, _octal(block[100:108]), size, kind)


def _octal(field: bytes) -> int:
    digits = field.strip(b" \0")
    if digits.translate(None, b"01234567"):  # also GNU's binary numbers, for files above 8 GB
        raise _Damaged
    return int(digits or b"0", 8)


def _extended(record: bytes) -> dict[bytes, bytes]:
    """The entries of a pax header: ``<length> <key>=<value>\\n`` each."""
    entries: dict[bytes, bytes] = {}
    at, end = 0, len(record.rstrip(b"\0"))
    for _ in range(_ENTRIES_OF_A_RECORD):
        if at >= end:
            break
        length, blank, _rest = record[at : at + _LENGTH_DIGITS].partition(b" ")
        if not blank or not length.isdigit():
            raise _Damaged
        entry = record[at : at + int(length)]
        key, equals, value = entry[len(length) + 1 : -1].partition(b"=")
        if not equals or not entry.endswith(b"\n") or len(entry) != int(length):
            raise _Damaged
        entries[key] = value
        at += len(entry)
    else:
        raise _Damaged
    if b"size" in entries or any(key.startswith(b"GNU.sparse") for key in entries):
        raise reasons.not_plain(shown(entries.get(b"path", b"GNU.sparse").decode(errors="replace")))
    return entries


def _payload(stream: _Stream, size: int) -> bytes:
    content = stream.exactly(size)
    stream.pass_over(-size % _BLOCK)
    return content


def _pass_over(stream: _Stream, size: int) -> None:
    stream.pass_over(size + -size % _BLOCK)
