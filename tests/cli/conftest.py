from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.commands import classwork, grading
from tests.gradebooks import put_gradebook

from .fakes import ROSTER, Engine, find_assignment, make_course


@pytest.fixture
def run(monkeypatch):
    """Runs the command; answers its result, with stdout and stderr apart."""
    for name in (
        "GRADER_ASSIGNMENTS",
        "GRADER_SOLUTIONS",
        "FEEDBACK_LANG",
        "FORCE_COLOR",
        "TTY_COMPATIBLE",
        "NO_COLOR",
        "COLUMNS",
    ):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: Any) -> Any:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="grader")

    return run


@pytest.fixture
def engine(monkeypatch):
    """No box: verdicts by the first word of what was handed in."""
    fake = Engine()
    monkeypatch.setattr(grading, "grade_all", fake)
    monkeypatch.setattr(classwork, "find_assignment", find_assignment)
    return fake


@pytest.fixture
def course(tmp_path, _gradebooks):
    made = make_course(tmp_path / "course", {"alice": "full", "bob": "half", "carol": "none"})
    put_gradebook(made)
    return made


@pytest.fixture(autouse=True)
def _gradebooks(django_db_blocker):
    """Each course has a gradebook of its own in its folder, which is not the database of the tests."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def graded(run, engine, course):
    (course / "students.csv").write_text(ROSTER, encoding="utf-8")
    assert run("grade", course).exit_code == 0
    return course
