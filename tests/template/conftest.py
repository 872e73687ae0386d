"""What the tests of the template share: all assignments, and what a student gets of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands.template import project_of
from grader.core.assignment import Assignment
from grader.intake.assignments import find_assignment
from tests.template.projects import ASSIGNMENTS, SOLUTIONS, Project

SLUGS = sorted(file.parent.name for file in ASSIGNMENTS.glob("*/assignment.toml"))


@pytest.fixture(scope="session", params=SLUGS)
def assignment(request: pytest.FixtureRequest) -> Assignment:
    return find_assignment(request.param, ASSIGNMENTS)


@pytest.fixture(scope="session")
def made(assignment: Assignment) -> dict[str, bytes]:
    """The files of its project, as they are generated now."""
    return project_of(assignment, SOLUTIONS)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of ``one_to_one``, as a student gets it."""
    return Project(tmp_path, find_assignment("one_to_one", ASSIGNMENTS))
