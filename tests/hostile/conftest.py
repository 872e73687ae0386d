"""What the attacks run against: the shared lane, and secrets laid out for them to find.

The secrets are in place before the session's lane starts: pytest imports this file while it collects.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.core.assignment import Assignment
from grader.engine.lane import Lane
from tests.hostile.arena import SECRET, SECRET_NAME, Arena
from tests.proving import PROVING
from tests.sandboxed import ROOT, WEAKEST, Grading, only_tasks

os.environ[SECRET_NAME] = SECRET


# Beside the husband of ``one_to_one``: by assignment, the tasks that are attacked.
_TASKS = {
    "link_and_save": ("appoint", "dismiss", "reassign", "roster", "ship_or_none"),  # where the models are given
    "parent_link": ("implicit", "explicit"),
}


class Arenas(Mapping[str, Arena]):
    """By assignment: the lane that all attacks on it share with honest submissions; started when it is asked for.

    In an ordinary run those are to ``one_to_one``, whichever assignment was attacked: that takes less time.
    """

    def __init__(self, grading: Grading, home: Path) -> None:
        self._home = home
        self._first = grading.assignment
        self._gradings = {grading.assignment.slug: grading}
        self._arenas: dict[str, Arena] = {}
        self._closing = ExitStack()

    def __getitem__(self, slug: str) -> Arena:
        if slug not in self._arenas:
            if slug not in self._gradings:
                assignment = _cut_down(slug, self._home)
                lane = self._closing.enter_context(Lane([assignment, self._first], min_isolation=WEAKEST))
                self._gradings[slug] = Grading(lane, assignment)
            self._arenas[slug] = Arena(self._gradings[slug], None if PROVING else self._first)
            self._closing.callback(self._arenas[slug].close)
        return self._arenas[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(("one_to_one", *_TASKS))

    def __len__(self) -> int:
        return 1 + len(_TASKS)

    def close(self) -> None:
        self._closing.close()


def _cut_down(slug: str, home: Path) -> Assignment:
    whole = ROOT / "assignments" / slug
    assignment = only_tasks(_TASKS[slug], whole, home)
    for path in whole.glob("diagnoses*.py"):
        shutil.copy(path, assignment.folder)
    return assignment


@pytest.fixture(scope="session")
def arenas(grading: Grading, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arenas]:
    """The places where all attacks are carried out."""
    arenas = Arenas(grading, tmp_path_factory.mktemp("attacked"))
    yield arenas
    arenas.close()
