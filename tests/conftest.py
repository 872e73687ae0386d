"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from grader.engine.lane import Lane
from tests.sandboxed import WEAKEST, Grading, only_task


def pytest_configure() -> None:
    """Each worker of pytest-xdist keeps to its own processor, and its lanes with it: they would all take the first."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[int(worker.removeprefix("gw")) % len(allowed)]})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the served demo comes first: a worker without work takes from another's end, and each that takes one
    of these would serve and grade the whole demo once more.
    """
    items.sort(key=lambda item: "demo" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grading]:
    """The one lane of all tests that need the box."""
    assignment = only_task("husband", tmp_path_factory.mktemp("assignments"))
    with Lane([assignment], min_isolation=WEAKEST) as lane:
        yield Grading(lane, assignment)


@pytest.fixture(autouse=True)
def _the_lane_lives(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever ends the shared lane is named, and the next test has another one."""
    shared = request.getfixturevalue("grading") if "grading" in request.fixturenames else None
    yield
    if isinstance(shared, Grading) and not shared.lane.alive:
        status, shared.lane = shared.lane._process.poll(), shared.lane.fresh()
        pytest.fail(f"the shared lane's judge ended in this test: {status}")
