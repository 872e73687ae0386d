"""Real Redis, real PostgreSQL, real workers: one set of servers for all tests of this folder."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from grader.commands.terms import CHECKOUT
from grader.gradebook.connection import opened_database
from tests.servers import Redis, postgresql, redis

HOWTO = CHECKOUT / "docs" / "howto" / "celery.md"
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

    def __init__(self, log: Path, database: str, arguments: list[str]) -> None:
        self.log = log
        environment = {**os.environ, "DATABASE_URL": database}
        command = [*GRADER, "worker", *arguments]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=CHECKOUT, env=environment, stdout=out, stderr=out, start_new_session=True
            )

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def workers_database(database: str, django_db_blocker: Any) -> str:
    """The same database for the role that the documentation gives to workers."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DATABASE_URL", database)
        with opened_database(CHECKOUT), connection.cursor() as cursor:
            cursor.execute(re.findall(r"^```sql\n(.*?)^```", HOWTO.read_text("utf-8"), re.MULTILINE | re.DOTALL)[0])
    return database.replace("grader@", "grader_worker@")


@pytest.fixture
def start_worker(broker: Redis, workers_database: str, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    started: list[Worker] = []

    def start(*arguments: str) -> Worker:
        log = tmp_path / f"worker-{len(started)}.log"
        started.append(Worker(log, workers_database, ["-c", "1", "--broker", broker.url, *arguments]))
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
