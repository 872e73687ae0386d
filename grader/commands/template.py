"""``grader template``: what students receive, made anew from assignments and model answers."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..core.assignment import Assignment
from ..core.errors import AssignmentError
from ..files import write_whole
from ..intake.assignments import find_assignment
from ..intake.uploads import read_submission
from ..sandbox.limits import default_limits
from ..template.archive import zipped
from ..template.project import REFERENCE, template_files, update_files
from .terms import UsageProblem, console


def make_templates(slug: str | None, *, assignments: Path, solutions: Path, into: Path, zips: bool) -> None:
    """Write ``into/<slug>/`` of one assignment or of all, and with ``zips`` both archives beside it."""
    slugs = [slug] if slug else sorted(file.parent.name for file in assignments.glob("*/assignment.toml"))
    if not slugs:
        raise UsageProblem(f"There is no assignment in {assignments}.")
    for name in slugs:
        assignment = find_assignment(name, assignments)
        files = project_of(assignment, solutions)
        into.mkdir(parents=True, exist_ok=True)
        write_folder(into / name, files)
        console().print(f"{into / name}: {len(files)} files")
        if zips:
            updates = update_files(assignment, files)
            for archive, content in ((name, zipped(files, name)), (f"{name}-tests", zipped(updates))):
                write_whole(into / f"{archive}.zip", content)
                console().print(f"{into / archive}.zip: {len(content)} bytes")


def project_of(assignment: Assignment, solutions: Path) -> dict[str, bytes]:
    """The student's project, its stub made of the model answer. ``AssignmentError`` where there is none."""
    return template_files(assignment, answer_of(assignment, solutions))


def answer_of(assignment: Assignment, solutions: Path) -> dict[str, bytes]:
    """The files of the model answer by place in the app. ``AssignmentError`` where there is none."""
    folder = solutions / assignment.slug / REFERENCE
    if not folder.is_dir():
        raise AssignmentError(str(folder), None, "there is no model answer, of which the stub is made")
    submission = read_submission(folder, assignment, default_limits().replaced(assignment.limits))
    if submission.problem is not None:
        raise AssignmentError(str(folder), None, submission.problem.en)
    return {file.target: file.content for file in submission.taken if file.target}


def write_folder(place: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with just these files in place: all of them are written before the old folder goes."""
    with tempfile.TemporaryDirectory(prefix=f".{place.name}.", dir=place.parent) as temporary:
        fresh, old = Path(temporary, "fresh"), Path(temporary, "old")
        for name, content in files.items():
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if place.exists():
            place.rename(old)
        try:
            fresh.rename(place)
        except BaseException:
            if old.exists():
                old.rename(place)
            raise
