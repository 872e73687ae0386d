"""``grader collect``: what a platform gives for "download all submissions" becomes the course's ``submitted/``."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from ..core.errors import SubmissionError
from ..files import write_whole
from ..intake.assignments import find_assignment
from ..intake.course import read_policy, read_roster, submitted_at
from ..lms.downloads.archive import BadDownload, Download, open_download
from ..lms.downloads.handed import Found, Handed, Who
from ..lms.downloads.people import Names, People, Unplaced
from ..lms.downloads.platforms import Platform, read_download
from ..lms.exports.sheet import BadSheet
from ..reports.safe import one_line
from ..reports.table import table
from ..sandbox.limits import default_limits
from .book import alone
from .collected import Collected, Origin
from .export import tell_left_out
from .staging import TIMESTAMP, Stage, staging, tree_digest
from .terms import UsageProblem, console, tell

_NEW, _NEWER, _DATED, _SAME = "new", "newer than what was there", "unchanged but for its time", "unchanged"
_SIGNS = ("submitted", "students.csv", "course.toml", "nbgrader_config.py")  # one of them makes a folder a course


@dataclass(frozen=True, slots=True)
class Wish:
    """What is collected, and into which course. ``replace``: what was not collected, or was changed since, too."""

    archive: Path
    slug: str
    course: Path
    platform: Platform | None = None
    names: Path | None = None
    zone: str | None = None
    replace: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """One submission that is unpacked, and what becomes of it. ``what``: one of the four above."""

    student: str
    handed: Handed
    what: str
    origin: Origin


def collect(wish: Wish, assignments: Path) -> None:
    """Place the archive's submissions. Says what it did, whom it left out, and why.

    Raises ``UsageProblem`` for an archive, a list or a course that cannot be used: then nothing was written.
    """
    find_assignment(wish.slug, assignments)
    if not any((wish.course / name).exists() for name in _SIGNS):
        raise UsageProblem(
            f"{wish.course} is no course: it has none of {', '.join(_SIGNS)}. Name it: --course; or begin one with a"
            " students.csv in it (docs/reference/course-toml.md)."
        )
    names, zone = _names(wish.names), _zone(wish.zone)
    people = People(read_roster(wish.course), names)
    with _stage(wish) as stage, _blaming(wish.archive), open_download(wish.archive) as download:
        platform, found = read_download(download, wish.platform)
        for handed in found.handed:
            handed.submitted_at = handed.submitted_at or names.submitted_at(handed, zone)
        placed, left_out = _placed(found, people)
        collected = Collected(wish.course)
        steps = list(_steps(wish, platform, stage, download, placed, collected, left_out))
        if not wish.dry_run:
            stage.move_in([(step.student, wish.slug) for step in steps if step.what in {_NEW, _NEWER}])
            for step in steps:
                if step.what == _DATED:
                    place = wish.course / "submitted" / step.student / wish.slug
                    write_whole(place / TIMESTAMP, _timestamp(step.handed))
                collected.note(wish.slug, step.student, step.origin)
            collected.save()
    _tell(wish, platform, steps, left_out)


@contextmanager
def _stage(wish: Wish) -> Iterator[Stage]:
    """Where submissions are unpacked: beside those of the course, or elsewhere where nothing is to be written."""
    if wish.dry_run:
        with tempfile.TemporaryDirectory() as folder:
            yield Stage(wish.course / "submitted", Path(folder))
    else:
        with alone(wish.course), staging(wish.course / "submitted") as stage:
            yield stage


@contextmanager
def _blaming(file: Path) -> Iterator[None]:
    """Turns what is wrong with a file into the user's problem, with its name."""
    try:
        yield
    except (BadDownload, BadSheet) as error:
        raise UsageProblem(f"{file} cannot be used: {error}.") from error


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, KeyError, OSError) as error:
        raise UsageProblem(f"There is no time zone {name!r}: name one such as Europe/Moscow.") from error


def _names(file: Path | None) -> Names:
    if file is None:
        return Names()
    with _blaming(file):
        return Names.read(file.read_bytes())


def _placed(found: Found, people: People) -> tuple[dict[str, Handed], list[tuple[str, str]]]:
    """By student, what is hers; and what is nobody's, with the reason."""
    named: defaultdict[str, list[tuple[Handed, Who]]] = defaultdict(list)
    left_out = list(found.strays)
    left_out += [(handed.label, handed.problem) for handed in found.handed if handed.problem]
    for handed in (one for one in found.handed if not one.problem):
        try:
            for student, who in people.of(handed):
                named[student].append((handed, replace(who, key="")))
        except Unplaced as error:
            left_out.append((handed.label, str(error)))
    placed = {}
    for student, several in sorted(named.items()):
        newest = max(handed.order for handed, _ in several)
        best = [handed for handed, _ in several if handed.order == newest]
        one_person = len({who for _, who in several}) == 1
        if len(best) == 1 and one_person:
            placed[student] = best[0]
            left_out += [(one.label, "older than another one in the archive") for one, _ in several if one != best[0]]
        else:
            left_out += [(one.label, f"not the only one that names {student}") for one, _ in several]
    return placed, left_out


def _steps(
    wish: Wish,
    platform: Platform,
    stage: Stage,
    download: Download,
    placed: dict[str, Handed],
    collected: Collected,
    left_out: list[tuple[str, str]],
) -> Iterator[_Step]:
    """Unpack each submission, and compare it with what lies in the course. Adds to ``left_out`` what stays out."""
    for student, handed in placed.items():
        folder = stage.new(student, wish.slug)
        try:
            _unpack(download, handed, folder)
        except SubmissionError as refusal:
            shutil.rmtree(folder, ignore_errors=True)
            left_out.append((f"{student} ({handed.label})", refusal.en.rstrip(".")))
            continue
        origin = Origin(platform.value, handed.handle, handed.order, tree_digest(folder))
        if handed.submitted_at is not None:
            (folder / TIMESTAMP).write_bytes(_timestamp(handed))
        there = wish.course / "submitted" / student / wish.slug
        known = collected.origin(wish.slug, student)
        what = _decided(there, origin, known, handed.submitted_at, overwrite=wish.replace)
        if what in {_NEW, _NEWER, _DATED, _SAME}:
            yield _Step(student, handed, what, origin)
        else:
            left_out.append((student, what))


def _timestamp(handed: Handed) -> bytes:
    """As nbgrader writes it."""
    return f"{handed.submitted_at:%Y-%m-%d %H:%M:%S.%f} UTC\n".encode("ascii")


def _unpack(download: Download, handed: Handed, folder: Path) -> None:
    """Without a timestamp of the student's own: when she handed in is for the platform to say."""
    files = [(parts, member) for parts, member in handed.files if "/".join(parts).casefold() != TIMESTAMP]
    folder.mkdir(parents=True)
    download.unpack(files, folder, default_limits())


def _decided(there: Path, new: Origin, known: Origin | None, at: datetime | None, *, overwrite: bool) -> str:
    """What becomes of a submission: one of the four that are done, or else why it is left out."""
    if there.parent.is_symlink() or there.is_symlink() or (there.exists() and not there.is_dir()):
        return "a link or a file is in its place"
    if not there.exists():
        return _NEW
    digest, before = tree_digest(there), submitted_at(there)
    newer = _is_newer(new, known, at, before)
    if digest == new.digest:
        what = _DATED if at is not None and before is None else _SAME
    elif newer is False:
        what = "older than the attempt that is there"
    elif overwrite or (newer and (known is None or known.digest == digest)):
        what = _NEWER
    elif known is not None and known.digest != digest:
        what = "changed in submitted/ since it was collected (--replace takes the archive's)"
    else:
        what = "another one is there, and which is newer nobody knows (--replace takes the archive's)"
    return what


def _is_newer(new: Origin, known: Origin | None, at: datetime | None, before: datetime | None) -> bool | None:
    """Whether it is a later attempt than the one that is there; None where nobody knows.

    A platform's own order is surer than times, which may have been mended by hand.
    """
    if known is not None and known.platform == new.platform:
        return None if new.order == known.order else new.order > known.order
    return None if at is None or before is None or at == before else at > before


def _tell(wish: Wish, platform: Platform, steps: Sequence[_Step], left_out: Sequence[tuple[str, str]]) -> None:
    name, out = platform.name.capitalize(), console()
    if wish.dry_run and steps:
        rows = [[one.student, one.handed.label, str(len(one.handed.files)), one.what] for one in steps]
        out.print(table(["student", "in the archive", "files", "is"], rows), end="")
    counts = Counter(step.what for step in steps)
    told = ", ".join(
        f"{counts[what]} {what}" for what in (_NEW, _NEWER, _DATED, _SAME) if what != _DATED or counts[what]
    )
    out.print(f"{name}: {told}; {len(left_out)} left out.{' Nothing was written.' if wish.dry_run else ''}")
    tell_left_out(left_out)
    late = [one_line(step.student) for step in steps if step.handed.late]
    if late:
        tell(f"Late, says {name}: {', '.join(late)}")
    if any(step.handed.submitted_at is None for step in steps) and read_policy(wish.course, wish.slug).due:
        tell(
            f"{name}'s archive does not say when they were handed in, so lateness costs nothing:"
            f" see docs/howto/{platform.value}.md"
        )
