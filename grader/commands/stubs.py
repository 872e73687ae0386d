"""What students start from, graded like an answer: a check that it passes asks nothing of them."""

from __future__ import annotations

import dataclasses

from ..core.errors import AssignmentError
from ..core.submission import SourceFile, Submission
from ..core.verdict import Outcome, Status, Verdict
from ..intake.solutions import has_solution, stub_of
from ..reports.safe import number

_CANNOT_RUN = {"syntax_error", "import_error"}


def untouched_stub(reference: Submission, place: str) -> Submission | None:
    """The model answer without its solutions, in memory; None where it has no solution marks.

    ``place`` is its folder, for errors: ``AssignmentError`` where the marks are wrong.
    """
    sources = {file.path: _text(file, place) for file in reference.taken}
    if not any(has_solution(source) for source in sources.values()):
        return None

    def stripped(file: SourceFile) -> SourceFile:
        if not file.taken:
            return file
        return dataclasses.replace(file, content=stub_of(sources[file.path], f"{place}/{file.path}").encode())

    return dataclasses.replace(reference, files=tuple(map(stripped, reference.files)))


def _text(file: SourceFile, place: str) -> str:
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssignmentError(f"{place}/{file.path}", None, f"is not UTF-8 (byte {error.start})") from error


def stub_warnings(verdict: Verdict) -> list[str]:
    """What is wrong with an assignment whose untouched stub gets this verdict."""
    if verdict.status is not Status.GRADED:
        reason = f": {verdict.reason.en}" if verdict.reason else ""
        return [f"what students start from is {verdict.status}{reason}"]
    if broken := [diagnosis for diagnosis in verdict.diagnoses if diagnosis.id in _CANNOT_RUN]:
        return [f"what students start from cannot be run: {broken[0].message.en}"]
    return [
        f"{check.id} passes before a student has written anything: {number(check.max_points)} for nothing"
        for check in verdict.checks
        if check.outcome is Outcome.PASSED
    ]
