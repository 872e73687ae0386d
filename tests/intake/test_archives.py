"""Hostile archives: each attack is refused with a reason, none leads to a file on the disk or a traceback."""

from __future__ import annotations

import copy
import dataclasses
import gzip
import io
import stat
import struct
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.core.submission import Submission
from grader.intake.uploads import read_submission
from tests.intake.builders import LIMITS, SOURCE, assignment, refused, taken, tarred, zipped

HandIn = Callable[..., Submission]

MEMBERS = LIMITS.archive_members
UNSAFE = ["../models.py", "a/../../models.py", "a/../models.py", "..\\models.py", "/models.py",
          "C:\\x\\models.py", "C:models.py", "\\\\host\\share\\models.py", "venv/../models.py"]  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_leads_out_is_refused(hand_in: HandIn, name: str, tmp_path: Path) -> None:
    """The whole archive is, also when a good file lies beside: nothing is quietly renamed."""
    files = {"models.py": SOURCE, name: b"evil"}
    assert "leads out" in refused(hand_in("work.zip", zipped(files)))
    assert "leads out" in refused(hand_in("work.tar.gz", tarred(files)))
    assert {path.name for path in tmp_path.iterdir()} == {"work.zip", "work.tar.gz"}


def test_a_nul_in_a_name_is_refused(hand_in: HandIn) -> None:
    """zipfile would cut ``models.py<NUL>.txt`` to ``models.py``."""
    data = zipped({"models.pyX.txt": SOURCE}).replace(b"models.pyX.txt", b"models.py\0.txt")
    assert "cannot be read safely" in refused(hand_in("work.zip", data))


def test_backslashes_of_windows_tools_are_folders(hand_in: HandIn) -> None:
    """A zip from Windows is read like any other."""
    assert taken(hand_in("work.zip", zipped({"one_to_one\\models.py": SOURCE}))) == {"models.py": SOURCE}


@pytest.mark.parametrize("raw", ["Папка".encode(), "Папка".encode("cp866")])
def test_russian_names_without_a_flag_are_shown_as_written(hand_in: HandIn, raw: bytes) -> None:
    """macOS writes UTF-8 and Windows cp866, and neither says so."""
    placeholder = b"P" * len(raw)
    data = zipped({f"{placeholder.decode()}/models.py": SOURCE}).replace(placeholder, raw)
    assert hand_in("work.zip", data).taken[0].path == "Папка/models.py"


@pytest.mark.parametrize(
    "mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK, stat.S_IFREG | stat.S_ISUID]
)
def test_a_special_member_of_a_zip_is_refused(hand_in: HandIn, mode: int) -> None:
    """A link would be written as a text file, or followed."""
    info = zipfile.ZipInfo("models.py")
    info.external_attr = mode << 16
    assert "not a plain file" in refused(hand_in("work.zip", zipped([(info, b"/etc/passwd")])))


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.CONTTYPE,
     tarfile.GNUTYPE_SPARSE, b"Z"],
)  # fmt: skip
@pytest.mark.parametrize("target", ["/etc/passwd", "../other/models.py", "models.py"])
def test_a_special_member_of_a_tar_is_refused(hand_in: HandIn, kind: bytes, target: str) -> None:
    """Links, pipes, devices, sparse files and kinds that nobody knows."""
    info = tarfile.TarInfo("models.py")
    info.type, info.linkname = kind, target
    assert "not a plain file" in refused(hand_in("work.tar.gz", tarred([(info, b"")])))


def test_a_setuid_member_of_a_tar_is_refused(hand_in: HandIn) -> None:
    """An answer has no such mode."""
    info = tarfile.TarInfo("models.py")
    info.mode = 0o4755
    assert "not a plain file" in refused(hand_in("work.tar.gz", tarred([(info, SOURCE)])))


@pytest.mark.parametrize("entry", [b"22 GNU.sparse.major=1\n", b"16 size=9999999\n"])
def test_a_tar_whose_headers_change_sizes_is_refused(hand_in: HandIn, entry: bytes) -> None:
    """Sparse files by way of an extended header."""
    assert refused(hand_in("work.tar.gz", raw_tar((b"x", entry), (b"0", SOURCE))))


def test_links_in_a_virtual_environment_are_passed_over(hand_in: HandIn) -> None:
    """Every venv has them, and none of it is read."""
    link = tarfile.TarInfo("proj/venv/bin/python")
    link.type, link.linkname = tarfile.SYMTYPE, "/usr/bin/python3"
    submission = hand_in("work.tar.gz", tarred([(link, b""), ("proj/models.py", SOURCE)]))
    assert taken(submission) == {"models.py": SOURCE}
    assert [file.path for file in submission.files if not file.taken] == ["proj/venv"]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_two_members_of_one_name_are_refused(hand_in: HandIn, pack: Callable[..., bytes]) -> None:
    """A reader would take the last, a person sees the first."""
    data = pack([("models.py", SOURCE), ("./models.py", b"x = 1\n")])
    assert "same name" in refused(hand_in("work.zip" if pack is zipped else "work.tgz", data))


@pytest.mark.parametrize("name", ["-rf", "con\nnewline.py", "CON", "dot.", "blank ", "d/" * 300 + "x", "n" * 5000])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, None])
def test_odd_names_are_shown_escaped_and_cut(hand_in: HandIn, name: str, form: int | None) -> None:
    """They do no harm, as nothing is ever written by them."""
    files = {name: b"x", "models.py": SOURCE}
    submission = hand_in("work.zip", zipped(files)) if form is None else hand_in("w.tgz", tarred(files, form))
    assert taken(submission) == {"models.py": SOURCE}
    for file in submission.files:
        assert len(file.path) <= 120
        assert file.path.isprintable()


def test_a_long_russian_path_is_read(hand_in: HandIn) -> None:
    """Both ways in which tar writes a path above 100 bytes."""
    name = "Иванов Иван Иванович ПИ-21/Лабораторная работа номер пять/one_to_one/models.py"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT):
        assert taken(hand_in(f"{form}.tgz", tarred({name: SOURCE}, form))) == {"models.py": SOURCE}


def test_a_bomb_is_refused_by_what_it_unpacks_to(hand_in: HandIn) -> None:
    """Zeros that pack a thousandfold: as a source, as another file, in a zip and in a tar."""
    zeros = bytes(LIMITS.archive_mb * 1024 * 1024 + 1)
    for name in ("models.py", "data.bin"):
        assert "larger than" in refused(hand_in(f"{name}.zip", zipped({name: zeros})))
        assert "larger than" in refused(hand_in(f"{name}.tgz", tarred({name: zeros})))
    source = bytes(LIMITS.source_kb * 1024 + 1)
    assert "models.py is larger than" in refused(hand_in("source.zip", zipped({"models.py": source})))
    assert "models.py is larger than" in refused(hand_in("source.tgz", tarred({"models.py": source})))


def test_an_endless_stream_is_stopped(tmp_path: Path) -> None:
    """Junk may be passed over, but not without end."""
    limits = dataclasses.replace(LIMITS, archive_mb=1)
    path = tmp_path / "work.tar.gz"
    path.write_bytes(tarred({"venv/x": bytes(11 * 1024 * 1024), "models.py": SOURCE}))
    assert "larger than" in refused(read_submission(path, assignment(), limits))


def test_too_many_members_are_refused(hand_in: HandIn) -> None:
    """Counted before anything is read; a virtual environment may have more."""
    many = {f"f{number}.txt": b"" for number in range(MEMBERS + 1)}
    assert f"more than {MEMBERS}" in refused(hand_in("work.zip", zipped(many)))
    assert f"more than {MEMBERS}" in refused(hand_in("work.tgz", tarred(many)))
    assert f"more than {MEMBERS}" in refused(hand_in("work", many))
    junk = {f"venv/{name}": b"" for name in many} | {"models.py": SOURCE}
    assert taken(hand_in("junk.zip", zipped(junk))) == {"models.py": SOURCE}
    assert taken(hand_in("junk.tgz", tarred(junk))) == {"models.py": SOURCE}


def test_a_directory_of_a_million_entries_is_not_parsed(hand_in: HandIn) -> None:
    """zipfile would build a record for each, and the count in the file may lie."""
    entry = b"PK\x01\x02" + bytes(42)
    number = 400_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, number * len(entry), 0, 0)
    started = time.monotonic()
    assert "more than" in refused(hand_in("work.zip", entry * number + end))
    assert time.monotonic() - started < 2


def test_overlapping_members_are_refused(hand_in: HandIn) -> None:
    """Two entries of the directory that share the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a/models.py", SOURCE)
        again = copy.copy(archive.filelist[0])
        again.filename = "b/models.py"
        archive.filelist.append(again)
    assert "overlap" in refused(hand_in("work.zip", buffer.getvalue()))


def test_a_size_that_lies_is_refused(hand_in: HandIn) -> None:
    """Ten bytes promised, many more packed: the checksum does not agree."""
    data = bytearray(zipped({"models.py": b"x = 1  # " + b"a" * 100_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    assert "damaged" in refused(hand_in("work.zip", bytes(data)))


def changed(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(signature) + offset
    return data[:at] + value + data[at + len(value) :]


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [
        (8, b"\x01\0", "password"),
        (10, b"\x63\0", "unusual way"),
        (10, b"\x0e\0", "unusual way"),
        (16, b"\0\0\0\0", "damaged"),
        (42, b"\xff\xff\xff\x7f", "damaged"),
        (20, b"\xff\xff\xff\xff", "damaged"),
        (46, b"MODELS.py", "damaged"),
    ],
)
def test_a_zip_with_a_wrong_entry_is_refused(hand_in: HandIn, offset: int, value: bytes, reason: str) -> None:
    """Encrypted, packed by AES or LZMA, wrong checksum, offset, size, or another name in the member."""
    data = changed(zipped({"models.py": SOURCE}), b"PK\x01\x02", offset, value)
    assert reason in refused(hand_in("work.zip", data))


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><body>Log in</body></html>", b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c", b"%PDF-1.7",
     b"PK\x05\x06", b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\0", gzip.compress(b"x" * 600, mtime=0), SOURCE],
)  # fmt: skip
@pytest.mark.parametrize("name", ["work.zip", "work.tar.gz"])
def test_what_is_no_archive_is_refused(hand_in: HandIn, content: bytes, name: str) -> None:
    """A login page, another packer, a PDF, nothing at all: the reason says that it is not one."""
    assert "archive, or it is damaged" in refused(hand_in(name, content))


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_archive_is_refused(hand_in: HandIn, pack: Callable[..., bytes], share: float) -> None:
    """A broken upload is never taken for a short one."""
    data = pack({"models.py": SOURCE * 50, "b.txt": b"x"})
    name = "work.zip" if pack is zipped else "work.tgz"
    assert "damaged" in refused(hand_in(name, data[: int(len(data) * share)]))


def raw_tar(*members: tuple[bytes, bytes], size: bytes | None = None) -> bytes:
    """A .tar.gz of members by kind, all called models.py; ``size`` is written into each header instead."""
    whole = b""
    for kind, content in members:
        header = bytearray(512)
        header[:9] = b"models.py"
        header[124:136] = size or f"{len(content):011o}\0".encode()
        header[148:156] = b" " * 8
        header[156:157] = kind
        header[148:156] = f"{sum(header):06o}\0 ".encode()
        whole += bytes(header) + content + bytes(-len(content) % 512)
    return gzip.compress(whole + bytes(1024))


@pytest.mark.parametrize("size", [b"\xff" * 12, b"\x80" + b"\0" * 10 + b"\x05", b"-0000000512\0", b"99999999999\0"])
def test_a_tar_with_a_size_that_is_none_is_refused(hand_in: HandIn, size: bytes) -> None:
    """A negative size made tarfile loop for ever."""
    assert "damaged" in refused(hand_in("work.tar.gz", raw_tar((b"0", SOURCE), size=size)))


@pytest.mark.parametrize(
    "members",
    [
        [(b"L", b"models.py\0")] * 5000 + [(b"0", SOURCE)],
        [(b"L", b"x" * 70_000), (b"0", SOURCE)],
        [(b"x", b"9" * 60_000), (b"0", SOURCE)],
        [(b"x", b"99 path=x\n"), (b"0", SOURCE)],
        [(b"x", b"0 path=x\n"), (b"0", SOURCE)],
        [(b"x", b"-5 path=x\n"), (b"0", SOURCE)],
        [(b"x", "\u0665 path=x\n".encode()), (b"0", SOURCE)],
        [(b"L", b"models.py\0")],
    ],
)
def test_a_tar_with_broken_records_is_refused(hand_in: HandIn, members: list[tuple[bytes, bytes]]) -> None:
    """Long names without end, headers that are too large or that lie about their length."""
    assert "damaged" in refused(hand_in("work.tar.gz", raw_tar(*members)))


def test_a_million_empty_gzip_members_cost_nothing(hand_in: HandIn) -> None:
    """What stands behind the first gzip member is not looked at."""
    started = time.monotonic()
    data = tarred({"models.py": SOURCE}) + gzip.compress(b"") * 500_000
    assert taken(hand_in("work.tar.gz", data)) == {"models.py": SOURCE}
    assert time.monotonic() - started < 2


def test_an_archive_above_the_limit_is_not_opened(hand_in: HandIn, tmp_path: Path) -> None:
    """It is read up to the limit and no further."""
    path = tmp_path / "work.zip"
    with path.open("wb") as file:
        file.truncate(LIMITS.archive_mb * 1024 * 1024 + 1)
    assert "work.zip is larger than 20 MB" in refused(read_submission(path, assignment(), LIMITS))


def test_sources_have_a_limit_together(hand_in: HandIn) -> None:
    """A package of many large files is refused, though each is small enough."""
    files = {"models/__init__.py": b""} | {f"models/m{n}.py": b"#" * (LIMITS.source_kb * 1024) for n in range(3)}
    for name, content in (("work", files), ("work.zip", zipped(files)), ("work.tgz", tarred(files))):
        assert "together" in refused(hand_in(name, content))
