"""Courses of the real nbgrader: made, filled and graded with its own commands."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from grader.commands.notebooks import write_source
from tests.sandboxed import ASSIGNMENT, ROOT, only_task

BOOK = "one_to_one.ipynb"
SLUG = "one_to_one"
# nbgrader calls programs of its own environment by name
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def new_course(folder: Path, language: str = "en") -> Path:
    """A course in ``folder`` whose assignment is handed out; answers the folder of assignments."""
    generated = _generated(language)
    shutil.copytree(generated / "course", folder, dirs_exist_ok=True)
    return generated / "assignments"


@cache
def _generated(language: str) -> Path:
    """Made once, since nbgrader takes seconds to start: the course as ``generate_assignment`` leaves it."""
    home = Path(tempfile.mkdtemp(prefix="nbgrader-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in ("assignments", "course"):
        (home / name).mkdir()
    cut = only_task("husband", home / "assignments")
    for file in ASSIGNMENT.glob("diagnoses*.py"):
        shutil.copy(file, cut.folder)
    write_source(
        SLUG,
        home / "course",
        assignments=home / "assignments",
        solutions=ROOT / "solutions",
        language=language,
        replace=False,
    )
    nbgrader(home / "course", "generate_assignment", SLUG, "--create")
    return home


def nbgrader(course: Path, *arguments: str, expect: int = 0) -> str:
    """Runs a command of nbgrader's in a course; answers what it said."""
    command = [sys.executable, "-P", "-m", "nbgrader", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment["PYTHONPATH"] = str(ROOT)
    environment["PATH"] = PATH
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)
    said = run.stdout + run.stderr
    assert run.returncode == expect, said[-4000:]
    return said


def hand_in(course: Path, student: str, notebook: Any, **files: str) -> Path:
    """Puts a notebook, and other files by their names without ``.py``, into ``submitted/``."""
    folder = course / "submitted" / student / SLUG
    folder.mkdir(parents=True)
    if notebook is not None:
        nbformat.write(notebook, folder / BOOK)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def released(course: Path) -> Any:
    """What students of the course are given."""
    return nbformat.read(course / "release" / SLUG / BOOK, as_version=4)


def answered(notebook: Any, source: str) -> Any:
    """The notebook with that text in its solution cell."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            first = cell.source.split("\n", 1)[0]
            cell.source = f"{first}\n{source}" if first.startswith("%%") else source
    return notebook


def points(course: Path) -> dict[str, dict[str, float | None]]:
    """``{student: {cell: points}}``, as nbgrader's gradebook has them."""
    from nbgrader.api import Gradebook  # it configures its own logging

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(SLUG)
        }


def comments(course: Path, student: str) -> list[str | None]:
    """What the gradebook says of a student's solution cells."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(SLUG, student)
        return [entry.auto_comment for notebook in submission.notebooks for entry in notebook.comments]
