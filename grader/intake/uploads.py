"""One upload - a file, a notebook, a folder, a .zip or a .tar.gz - read into a ``Submission``."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..core.assignment import Assignment
from ..core.errors import SubmissionError
from ..core.limits import Limits
from ..core.submission import SourceFile, Submission
from . import reasons
from .decoding import source_text
from .folders import read_beside, read_folder, read_regular
from .members import Member, limit_kb
from .names import archive_kind, shown
from .selection import choose, choose_lone, is_wanted, untaken
from .tars import read_tar_gz
from .zips import read_zip


@dataclass(frozen=True, slots=True)
class _Upload:
    members: list[Member]
    lone: bool = False  # a file by itself, which is the answer whatever it is called


def read_submission(
    path: Path,
    assignment: Assignment,
    limits: Limits,
    *,
    student: str = "",
    submitted_at: datetime | None = None,
) -> Submission:
    """What was handed in at ``path``, as bytes.

    Whatever the upload holds, a ``Submission`` comes back; ``problem`` says why it cannot be used, and then
    nothing is taken. A link at ``path`` itself is refused as well. Raises ``FileNotFoundError`` where there
    is nothing at ``path``, and ``OSError`` where the machine fails.
    """
    is_folder = stat.S_ISDIR(os.lstat(path).st_mode)
    read = _read_folder if is_folder else _read_file
    whole = () if is_folder else (path.name,)
    return _submission(lambda: read(path, assignment, limits), whole, assignment, limits, student, submitted_at)


def read_content(
    name: str,
    content: bytes,
    assignment: Assignment,
    limits: Limits,
    *,
    student: str = "",
    submitted_at: datetime | None = None,
) -> Submission:
    """What came as one file of that name, which is in memory: as ``read_submission`` says."""

    def read() -> _Upload:
        limit = limits.archive_mb * 1024 if archive_kind(name) else limit_kb(name, limits)
        if len(content) > limit * 1024:
            raise reasons.too_large(shown(name), limit)
        return _of_content(name, lambda _: content, assignment, limits)

    return _submission(read, (name,), assignment, limits, student, submitted_at)


def _submission(
    read: Callable[[], _Upload],
    whole: Sequence[str],
    assignment: Assignment,
    limits: Limits,
    student: str,
    submitted_at: datetime | None,
) -> Submission:
    """``whole``: what the upload is called, to be listed where it cannot be read."""

    def submission(files: Sequence[SourceFile], refusal: SubmissionError | None = None) -> Submission:
        problem = reasons.note_of(refusal) if refusal else None
        return Submission(student, assignment.slug, tuple(files), problem, submitted_at)

    try:
        upload = read()
    except SubmissionError as refusal:
        return submission([SourceFile(shown(name), b"", None, reasons.note_of(refusal)) for name in whole], refusal)
    try:
        files = choose_lone(upload.members[0], assignment) if upload.lone else choose(upload.members, assignment)
        _check_sources(files, limits)
    except SubmissionError as refusal:
        return submission(untaken(upload.members, reasons.not_taken_now()), refusal)
    return submission(files)


def _read_file(path: Path, assignment: Assignment, limits: Limits) -> _Upload:
    return _of_content(path.name, lambda limit: read_regular(path, limit), assignment, limits)


def _of_content(name: str, read: Callable[[int], bytes], assignment: Assignment, limits: Limits) -> _Upload:
    """``read``: gives the file's bytes; it is told how many kilobytes are enough."""
    if archive_kind(name):
        return _Upload(_read_archive(name, read(limits.archive_mb * 1024), assignment, limits))
    if not name.casefold().endswith(".py") and not is_wanted((name.casefold(),), assignment.submit):
        raise reasons.not_a_source(shown(name), assignment.submit)
    return _Upload([Member((name,), read(limit_kb(name, limits)))], lone=True)


def _read_folder(path: Path, assignment: Assignment, limits: Limits) -> _Upload:
    """The files of a folder; where the answer is not among them, those of the one archive that lies in it."""
    members = read_folder(path, lambda parts: is_wanted(parts, assignment.submit), limits)
    archives = [member for member in members if len(member.parts) == 1 and archive_kind(member.name)]
    if not archives or any(member.content is not None for member in members):
        return _Upload(members)
    if len(archives) > 1:
        raise reasons.several_archives([shown(member.name) for member in archives])
    data = read_beside(path, archives[0].name, limits.archive_mb * 1024)
    others = [member for member in members if member is not archives[0]]
    return _Upload(_read_archive(archives[0].name, data, assignment, limits) + others)


def _read_archive(name: str, data: bytes, assignment: Assignment, limits: Limits) -> list[Member]:
    read = read_zip if archive_kind(name) == "zip" else read_tar_gz
    return read(shown(name), data, lambda parts: is_wanted(parts, assignment.submit), limits)


def _check_sources(files: Sequence[SourceFile], limits: Limits) -> None:
    taken = [file for file in files if file.taken]
    for file in taken:
        if len(file.content) > limits.source_kb * 1024:  # what a large notebook says
            raise reasons.too_large(file.path, limits.source_kb)
    if sum(len(file.content) for file in taken) > limits.sources_kb * 1024:
        raise reasons.too_large_together(limits.sources_kb)
    for file in taken:
        source_text(file.path, file.content)
