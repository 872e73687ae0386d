"""What was read of a course before: files that nobody has touched since need not be read again.

As git does with its index, a student's folder counts as untouched where every file and folder in it is the same one
(by inode), of the same size, and not changed since by the file system's own times. A copied or restored course looks
touched, and is read.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..files import write_whole

_FILE = (".seen.json", "evidence")
_MOST_FILES = 100  # of one student's: larger folders are read each time
_RECENT_NS = 2_000_000_000  # what was changed so shortly before may change again without a new time

_Stamp = list[Any]  # of one file: its path below the student's folder, then what `_stamp` takes of it


@dataclass(frozen=True, slots=True)
class Before:
    """What a submission was when it was read: its ``digest``, and that of the assignment it was read for."""

    assignment_digest: str
    digest: str


@dataclass(frozen=True, slots=True)
class Work:
    """A submission of a folder that nobody has touched. ``before`` is None where it was not read then either."""

    submitted_at: datetime | None
    before: Before | None


@dataclass(slots=True)
class _Home:
    """One student's folder: its files as they were before anything in it was read, and what that came to."""

    files: list[_Stamp]
    work: dict[str, Work]


class Seen:
    """The notes on one course. ``version`` names all that decides what a file is read as: others' notes are dropped."""

    def __init__(self, folder: Path, version: str) -> None:
        self._path, self._version = seen_file(folder), version
        self._before = _load(self._path, version)
        self._now: dict[str, _Home] = {}
        self._unsure: set[str] = set()

    def untouched(self, home: Path) -> Mapping[str, Work] | None:
        """The submissions in a student's folder, by assignment; None where it has to be read (and noted) again."""
        before = self._before.get(home.name)
        if before is not None and all(_is_same(home, file) for file in before.files):
            self._now[home.name] = _Home(before.files, dict(before.work))  # `note` may change it
            return before.work
        self._now[home.name] = _Home(_files(home), {})
        return None

    def note(self, student: str, slug: str, work: Work) -> None:
        """What lies in a student's folder, once ``untouched`` was asked for it."""
        self._now[student].work[slug] = work

    def doubt(self, student: str) -> None:
        """Something of that student's could not be read: it is tried again next time."""
        self._unsure.add(student)

    def save(self) -> None:
        """Keep the notes for the next run. Raises ``OSError``."""
        for student in self._unsure | {name for name, home in self._now.items() if not home.files}:
            self._now.pop(student, None)
        if self._now == self._before:
            return
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        students = {name: [home.files, _work_to_json(home.work)] for name, home in self._now.items()}
        write_whole(
            self._path, json.dumps({"version": self._version, "students": students}).encode("ascii"), mode=0o600
        )


def seen_file(folder: Path) -> Path:
    """Where a course keeps these notes; they can be removed at any time."""
    name, kind = _FILE
    return folder / kind / name


def _load(path: Path, version: str) -> dict[str, _Home]:
    """The notes; none where there are none, where they are damaged, or where another version wrote them."""
    try:
        data = json.loads(path.read_bytes())
        if data["version"] != version:
            return {}
        return {name: _Home(files, _work_from_json(work)) for name, (files, work) in data["students"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _work_to_json(work: Mapping[str, Work]) -> dict[str, Any]:
    return {
        slug: [
            one.submitted_at.isoformat() if one.submitted_at else None,
            [one.before.assignment_digest, one.before.digest] if one.before else None,
        ]
        for slug, one in work.items()
    }


def _work_from_json(data: Mapping[str, Any]) -> dict[str, Work]:
    return {
        slug: Work(datetime.fromisoformat(at) if at else None, Before(*before) if before else None)
        for slug, (at, before) in data.items()
    }


def _files(home: Path) -> list[_Stamp]:
    """The folder and all in it; empty where it must not be relied on: too large, too new, or not readable."""
    newest = time.time_ns() - _RECENT_NS
    found: list[_Stamp] = []
    try:
        for path, state in _below(os.fspath(home), ""):
            if len(found) == _MOST_FILES or max(state.st_mtime_ns, state.st_ctime_ns) > newest:
                return []
            found.append([path, *_stamp(state)])
    except OSError:
        return []
    return found


def _below(home: str, path: str) -> Iterator[tuple[str, os.stat_result]]:
    """A path below ``home`` and all below it, each with its state; links are not followed."""
    place = f"{home}/{path}" if path else home
    state = os.lstat(place)
    yield path, state
    if stat.S_ISDIR(state.st_mode):
        with os.scandir(place) as entries:
            names = [entry.name for entry in entries]
        for name in names:
            yield from _below(home, f"{path}/{name}" if path else name)


def _is_same(home: Path, file: _Stamp) -> bool:
    try:
        return _stamp(os.lstat(f"{home}/{file[0]}" if file[0] else home)) == file[1:]
    except OSError:
        return False


def _stamp(state: os.stat_result) -> list[int]:
    return [state.st_mode, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns]
