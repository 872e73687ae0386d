"""What the attacks run against: the shared lane, and secrets laid out for them to find.

The secrets are in place before the session's lane starts: pytest imports this file while it collects.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping

import pytest

from grader.engine.lane import Lane
from tests.hostile.arena import SECRET, SECRET_NAME, Arena
from tests.sandboxed import ROOT, WEAKEST, Grading, only_tasks

os.environ[SECRET_NAME] = SECRET


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grading]:
    """A lane for ``link_and_save``, where the models are given, cut down to the tasks that are attacked."""
    whole = ROOT / "assignments" / "link_and_save"
    assignment = only_tasks(("appoint", "dismiss", "ship_or_none"), whole, tmp_path_factory.mktemp("given"))
    for path in whole.glob("diagnoses*.py"):
        shutil.copy(path, assignment.folder)
    with Lane([assignment], min_isolation=WEAKEST) as lane:
        yield Grading(lane, assignment)


@pytest.fixture(scope="session")
def arenas(grading: Grading, services: Grading) -> Iterator[Mapping[str, Arena]]:
    """By assignment: the lane that all attacks on it share with honest submissions."""
    arenas = {each.assignment.slug: Arena(each) for each in (grading, services)}
    yield arenas
    for arena in arenas.values():
        arena.close()
