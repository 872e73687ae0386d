"""Real Redis, real PostgreSQL, real workers: one set of servers for all tests of this folder."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.commands.terms import CHECKOUT
from tests.servers import Redis, postgresql, redis

GRADER = [sys.executable, "-P", "-m", "grader"]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql(tmp_path_factory.mktemp("postgresql")) as url:
        yield url


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(autouse=True)
def _here(database: str, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[None]:
    """The gradebook is in PostgreSQL, also for what runs in the tests' own process."""
    monkeypatch.setenv("DATABASE_URL", database)
    with django_db_blocker.unblock():
        yield


@pytest.fixture(autouse=True)
def _not_for_ever() -> Iterator[None]:
    """Who waits for workers waits as long as it takes; a test must not."""

    def over(*_: object) -> None:
        raise TimeoutError("nothing came of it in 100 seconds")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(100)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


class Worker:
    """``grader worker`` as a process of its own, in a group with all of its children."""

    def __init__(self, log: Path, arguments: list[str]) -> None:
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [*GRADER, "worker", *arguments], cwd=CHECKOUT, stdout=out, stderr=out, start_new_session=True
            )

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def start_worker(broker: Redis, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    started: list[Worker] = []

    def start(*arguments: str) -> Worker:
        log = tmp_path / f"worker-{len(started)}.log"
        started.append(Worker(log, ["-c", "1", "--broker", broker.url, *arguments]))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


@pytest.fixture
def grade(broker: Redis, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``grader grade --engine celery`` as a process of its own."""

    def run(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*GRADER, "grade", str(course), "--engine", "celery", "--broker", broker.url, *arguments]
        return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120)

    return run
