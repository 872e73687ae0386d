"""What changed from one attempt of a student to the next: checks, points, and the source."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..core.verdict import CheckResult, Outcome, Verdict
from .safe import number, one_line, shortened, visible
from .words import words_in

MOST_COMPARED = 1200  # lines of all files, before and after: comparing takes time that grows with their square
MOST_SHOWN, _LONGEST = 200, 300  # lines of a file's differences, and characters of one
_KINDS = {"+": "added", "-": "removed", "@": "place", " ": "same"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt as it is compared: its verdict, and its files by their place in the app."""

    verdict: Verdict
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class FileChange:
    """How one file changed: lines of a unified diff as (kind, text); kinds: added, removed, same, place (``@@``).

    ``left_out`` lines more there are; ``too_long``: the file was not compared.
    """

    name: str
    lines: tuple[tuple[str, str], ...] = ()
    left_out: int = 0
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """Titles of the checks that pass now and did not, of those that passed and do not, and the rest.

    ``points`` is "+2", or empty where one of both has no score; ``asked_anew``: the assignment is another one by now.
    """

    points: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    files: tuple[FileChange, ...]
    asked_anew: bool


def changes(before: Attempt, after: Attempt, language: str) -> Changes:
    """From one attempt to a later one, as its student may see it. Checks that only one of both has are left out."""
    old = {check.id: check for check in before.verdict.checks}
    both = [check for check in after.verdict.checks if check.id in old]
    words = words_in(language)

    passed = [(_passed(old[check.id]), _passed(check), one_line(words.text(check.title))) for check in both]
    digests = {str(attempt.verdict.environment.get("assignment_digest")) for attempt in (before, after)}
    return Changes(
        points=_points(before.verdict.score, after.verdict.score),
        gained=tuple(title for was, now, title in passed if now and not was),
        lost=tuple(title for was, now, title in passed if was and not now),
        files=tuple(_files(before.files, after.files)),
        asked_anew=len(digests) > 1,
    )


def _passed(check: CheckResult) -> bool:
    return check.outcome is Outcome.PASSED


def _points(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return ""
    more = number(abs(after - before))
    return more if more == "0" else f"{'+' if after > before else '-'}{more}"


def _files(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[FileChange]:
    room = MOST_COMPARED
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) == after.get(name):
            continue
        old, new = (_lines(files.get(name)) for files in (before, after))
        if len(old) + len(new) > room:
            yield FileChange(one_line(name), too_long=True)
        else:
            room -= len(old) + len(new)
            yield _file(name, old, new)


def _lines(content: bytes | None) -> list[str]:
    """None of a file that is not there."""
    return [] if content is None else content.decode("utf-8", "replace").split("\n")


def _file(name: str, old: list[str], new: list[str]) -> FileChange:
    lines = list(difflib.unified_diff(old, new, n=2, lineterm=""))[2:]  # without the names
    shown = tuple((_KINDS[line[0]], shortened(visible(line), _LONGEST)) for line in lines[:MOST_SHOWN])
    return FileChange(one_line(name), shown, max(0, len(lines) - MOST_SHOWN))
