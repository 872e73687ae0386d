"""A disk that is full, or can only be read: what is wrong and what to do is said, and no mark and no file is lost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.gradebooks import put_gradebook
from tests.htmlpages import Reader

from .fakes import make_course
from .test_grade import rows

STUDENTS = {f"s{number:02}": "full" for number in range(8)}
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")


def assert_whole(course: Path) -> None:
    """Every file that is there was written to its end, and nothing else was left."""
    assert not list(course.rglob("*.partial"))
    for path in (*course.glob("graded/**/*.json"), *course.glob("evidence/**/verdict.json")):
        json.loads(path.read_bytes())
    for path in course.glob("graded/**/*.html"):
        assert "html" in Reader(path.read_text(encoding="utf-8")).names()
    if (course / "grades.csv").exists():
        assert all(row["status"] for row in rows(course).values())


def assert_stopped(result: Any, course: Path) -> None:
    assert result.exit_code == 3, result.output
    assert "Traceback" not in result.output, result.output
    assert "run this again" in result.stderr
    assert_whole(course)


def assert_finishes(run: Callable[..., Any], engine: Any, course: Path) -> None:
    """The next run does what is left and no more; then everybody has one attempt and one mark."""
    result = run("grade", course)
    assert result.exit_code == 0, result.output
    assert {student: row["score"] for (student, _), row in rows(course).items()} == dict.fromkeys(STUDENTS, "2")
    assert_whole(course)
    assert len(list(course.glob("graded/*/one_to_one/feedback.html"))) == len(STUDENTS)
    assert run("audit", course).exit_code == 0
    asked = sum(one["submissions"] for one in engine.asked)
    assert run("grade", course).exit_code == 0
    assert sum(one["submissions"] for one in engine.asked) == asked


@contextmanager
def files_of_at_most(kilobytes: int) -> Iterator[None]:
    """No file of this process may be larger: the nearest thing to a full disk that everybody can have."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("kilobytes", [1, 4, 16, 64, 128, 192, 256, 320])
def test_wherever_a_file_may_grow_no_more(run, engine, tmp_path, kilobytes):
    """In the gradebook, in its log of writes, in a page, in the evidence."""
    course = make_course(tmp_path / "course", STUDENTS)
    put_gradebook(course)
    with files_of_at_most(kilobytes):
        result = run("grade", course)
    if result.exit_code != 0:
        assert_stopped(result, course)
    assert_finishes(run, engine, course)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts a disk of so many kilobytes; once more called, it is made that large."""
    place = tmp_path / "disk"

    def sized(kilobytes: int) -> Path:
        again = "remount," if place.is_mount() else ""
        place.mkdir(exist_ok=True)
        mounted = ["mount", "-t", "tmpfs", "-o", f"{again}size={kilobytes}k", "tmpfs", str(place)]
        if subprocess.run(mounted, capture_output=True, check=False).returncode != 0:
            pytest.skip("this root may not mount a small disk")
        return place

    yield sized
    if place.is_mount():
        subprocess.run(["umount", "-l", str(place)], check=True)


@only_root
@pytest.mark.parametrize("kilobytes", [300, 380, 460, 540, 600, 720])
def test_wherever_the_disk_is_full(run, engine, small_disk, kilobytes):
    """What was graded by then stays, and is told."""
    course = make_course(small_disk(kilobytes) / "course", STUDENTS)
    result = run("grade", course)
    if result.exit_code != 0:
        assert_stopped(result, course)
        shown = list(course.glob("graded/*/one_to_one/feedback.html"))
        assert (f"of {len(STUDENTS)} submissions were graded before it stopped" in result.stderr) == bool(shown)
    small_disk(10_000)
    assert_finishes(run, engine, course)


@only_root
def test_the_sizes_of_disks_meet_every_case(run, engine, small_disk):
    """One on which not even a gradebook fits, and one that is full in the midst of the class."""
    assert "gradebook" in run("grade", make_course(small_disk(100) / "course", STUDENTS)).stderr
    course = make_course(small_disk(10_000) / "course", STUDENTS)
    left = os.statvfs(course)
    (course.parent / "other").write_bytes(bytes(left.f_bavail * left.f_frsize - 450 * 1024))
    result = run("grade", course)
    assert "No space left on device" in result.stderr
    assert "Make room on the disk" in result.stderr
    (course.parent / "other").unlink()
    assert_finishes(run, engine, course)


@contextmanager
def only_readable(folder: Path) -> Iterator[None]:
    """For root a mount that can only be read, since permissions do not bind it; for others permissions."""
    if os.geteuid() != 0:
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    mounts = (["mount", "--bind", str(folder), str(folder)], ["mount", "-o", "remount,ro,bind", str(folder)])
    if any(subprocess.run(one, capture_output=True, check=False).returncode != 0 for one in mounts):
        pytest.skip("this root may not mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("place", [".", "graded", "evidence"])
def test_what_can_only_be_read_is_named(run, engine, tmp_path, place):
    """The whole course, or one of the folders that are written; nothing was graded in vain."""
    course = make_course(tmp_path / "course", STUDENTS)
    put_gradebook(course)
    (course / place).mkdir(exist_ok=True)
    with only_readable(course / place):
        result = run("grade", course)
        assert_stopped(result, course)
        assert str(course / place) in result.stderr
    assert_finishes(run, engine, course)


def test_a_folder_in_the_place_of_a_file_is_named(run, engine, course):
    (course / "grades.csv").mkdir()
    result = run("grade", course)
    assert_stopped(result, course.parent / "nothing")
    assert str(course / "grades.csv") in result.stderr


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_file_is_written_into(run, graded, tmp_path, kind):
    """``--out /dev/stdout`` is not replaced by a file: root would leave everybody without it."""
    out = tmp_path / "out"
    if kind == "device":
        try:
            os.mknod(out, 0o020666, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("only root makes devices")
        before = out.lstat()
        assert run("export", "csv", graded, "--unpublished", "--out", out).exit_code == 0
        assert (out.lstat().st_ino, out.lstat().st_rdev) == (before.st_ino, before.st_rdev)
        return
    os.mkfifo(out)
    reader = os.open(out, os.O_RDONLY | os.O_NONBLOCK)
    assert run("export", "csv", graded, "--unpublished", "--out", out).exit_code == 0
    assert os.read(reader, 1 << 16).startswith(b"student,")
    os.close(reader)
    assert out.is_fifo()
