"""Courses of the real nbgrader: made, filled and graded with its own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat

from tests.sandboxed import ROOT

BOOK = "one_to_one.ipynb"
SLUG = "one_to_one"


def nbgrader(course: Path, *arguments: str, expect: int = 0) -> str:
    """Runs a command of nbgrader's in a course; answers what it said."""
    command = [sys.executable, "-P", "-m", "nbgrader", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment["PYTHONPATH"] = str(ROOT)
    # it calls programs of its own environment by name
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
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
