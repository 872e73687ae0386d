"""A submission's sources with what is said about their lines."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.submission import Submission
from ..core.verdict import Verdict
from ..reports.safe import visible
from ..reports.view import Page


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source, and what is said about it."""

    number: int
    text: str
    notes: tuple[str, ...]


def annotated(handed_in: Submission, verdict: Verdict, shown: Page) -> list[tuple[str, list[Line]]]:
    """Each file that was taken, by its name, as lines. ``shown``: that verdict's page, in the reader's language."""
    notes: dict[tuple[str, int], list[str]] = {}
    for diagnosis, told in zip(verdict.diagnoses, shown.diagnoses, strict=True):
        if diagnosis.file and diagnosis.line:
            notes.setdefault((diagnosis.file, diagnosis.line), []).append(told.message)
    found = []
    for file in handed_in.taken:
        name = str(file.target)
        lines = file.content.decode("utf-8", "replace").split("\n")
        found.append(
            (name, [Line(n, visible(text), tuple(notes.get((name, n), ()))) for n, text in enumerate(lines, 1)])
        )
    return found
