"""Untouched submissions are not read again, and whatever touches one is noticed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.commands.classwork import Classwork, Wanted, read_classwork
from grader.intake import seen
from grader.intake.seen import Seen, seen_file
from tests.sandboxed import ROOT

WANTED = Wanted(ROOT / "assignments")
SOURCE = b"from django.db import models\n"
OTHER = b"from django.db import modelz\n"  # as long
SOON = -1_000_000_000_000  # nothing is too new to be noted


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two students, read once and noted."""
    monkeypatch.setattr(seen, "_RECENT_NS", SOON)
    for student in ("ann", "bob"):
        home = tmp_path / "submitted" / student / "one_to_one"
        home.mkdir(parents=True)
        (home / "models.py").write_bytes(SOURCE)
    first = read_classwork(tmp_path, WANTED)
    assert _read(first) == {"ann", "bob"}
    return tmp_path


def _read(work: Classwork) -> set[str]:
    """Whose submissions were read."""
    return {one.entry.student for one in work.handed_in if one.submission is not None}


def _known(work: Classwork) -> list[tuple[object, ...]]:
    return [(*one.place, one.digest, one.entry.submitted_at) for one in work.handed_in]


def _fresh(course: Path) -> list[tuple[object, ...]]:
    """What a run without notes would find."""
    seen_file(course).unlink()
    return _known(read_classwork(course, WANTED))


def test_what_nobody_touched_is_not_read(course: Path) -> None:
    """Its digest is known, its bytes are there for who needs them, and the notes say the same as the files."""
    work = read_classwork(course, WANTED)
    assert _read(work) == set()
    assert [one.files[0].content for one in work.submissions(work.handed_in)] == [SOURCE, SOURCE]
    assert _known(work) == _fresh(course)


def _same_size_and_time(home: Path) -> None:
    before = os.stat(home / "models.py")
    (home / "models.py").write_bytes(OTHER)
    os.utime(home / "models.py", ns=(before.st_atime_ns, before.st_mtime_ns))


def _exchanged(home: Path) -> None:
    (home / "other").write_bytes(OTHER)
    os.replace(home / "other", home / "models.py")


def _package(home: Path) -> None:
    (home / "models.py").unlink()
    (home / "models").mkdir()
    (home / "models" / "__init__.py").write_bytes(OTHER)


def _time(home: Path) -> None:
    (home / "timestamp.txt").write_text("2026-11-01 10:00:00 UTC", "ascii")


def _linked(home: Path) -> None:
    home.rename(home.parent.parent.parent / "elsewhere")
    home.symlink_to(home.parent.parent.parent / "elsewhere")


def _another(home: Path) -> None:
    shutil.copytree(home, home.parent / "parent_link")


def _hard_link(home: Path) -> None:
    os.link(home / "models.py", home.parent.parent.parent / "second-name")


@pytest.mark.parametrize(
    "touch", [_same_size_and_time, _exchanged, _package, _time, _linked, _another, _hard_link, shutil.rmtree]
)
def test_what_was_touched_is_read(course: Path, touch: Callable[[Path], object]) -> None:
    """That student's, not the other's; and what comes out is what a run without notes finds."""
    before = _known(read_classwork(course, WANTED))
    touch(course / "submitted" / "ann" / "one_to_one")
    work = read_classwork(course, WANTED)
    assert "bob" not in _read(work)
    assert _known(work) != before
    assert _known(work) == _fresh(course)


def test_what_was_changed_a_moment_ago_is_read_again(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system's clock is coarse: a second change in the same tick would not be seen."""
    monkeypatch.setattr(seen, "_RECENT_NS", 3600 * 10**9)
    seen_file(course).unlink()
    for _ in range(2):
        assert _read(read_classwork(course, WANTED)) == {"ann", "bob"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": "x", "students": {"ann": 1}}'])
def test_damaged_notes_are_no_notes(course: Path, content: bytes) -> None:
    """All is read, and noted again."""
    seen_file(course).write_bytes(content)
    assert _read(read_classwork(course, WANTED)) == {"ann", "bob"}
    assert _read(read_classwork(course, WANTED)) == set()


def test_another_version_and_another_assignment_read_for_themselves(course: Path, tmp_path: Path) -> None:
    """What a file is taken for depends on both."""
    assert Seen(course, "another").untouched(course / "submitted" / "ann") is None
    own = tmp_path / "assignments"
    shutil.copytree(ROOT / "assignments", own)
    toml = own / "one_to_one" / "assignment.toml"
    toml.write_text(toml.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert _read(read_classwork(course, Wanted(own))) == {"ann", "bob"}
    assert _read(read_classwork(course, Wanted(own))) == set()


def test_a_part_of_a_course_is_read_and_leaves_the_notes_alone(course: Path) -> None:
    """Notes are about whole folders of students."""
    before = seen_file(course).read_bytes()
    assert _read(read_classwork(course, Wanted(ROOT / "assignments", student="ann"))) == {"ann"}
    assert _read(read_classwork(course, Wanted(ROOT / "assignments", slug="one_to_one"))) == {"ann", "bob"}
    assert seen_file(course).read_bytes() == before
