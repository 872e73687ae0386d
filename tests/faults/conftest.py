"""A lane whose box can be made to misbehave, and a box of our own to misbehave to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.engine import lane as lanes
from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.sandbox.launcher import Zygote
from tests.faults.box import FOLDER, sabotaged
from tests.faults.matrix import PATIENCE
from tests.sandboxed import WEAKEST, only_task


@pytest.fixture(scope="module")
def lane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lane]:
    home = tmp_path_factory.mktemp("faults")
    folder = only_task("husband", home).folder
    with (folder / "assignment.toml").open("a", encoding="utf-8") as toml:
        toml.write("\n[limits]\n" + "".join(f"{name} = {value}\n" for name, value in PATIENCE.items()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lanes, "_JUDGE", "tests.faults.judge")
        patch.setenv(FOLDER, str(sabotaged(home)))
        with Lane([load_assignment(folder)], min_isolation=WEAKEST) as started:
            yield started


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    box = Zygote(WEAKEST)
    yield box
    box.close()
