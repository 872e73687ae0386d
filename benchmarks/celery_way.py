"""Ours over Celery: real Redis, real PostgreSQL, two worker processes; marks end in the gradebook."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from grader.core.assignment import Assignment
from grader.distributed.app import make_app
from grader.distributed.coordinator import Handed, Terms, grade_all
from grader.engine.toolchain import toolchain
from grader.gradebook.connection import open_gradebook
from grader.gradebook.packing import verdict_key
from grader.gradebook.recording import record
from grader.gradebook.roster import receive
from tests.servers import postgresql, redis

from .ways import ROOT, refuse_another_mark, submission


class OverCelery:
    """So many worker processes; the time runs from bytes to verdicts that are recorded and sealed."""

    def __init__(self, assignment: Assignment, workers: int, batch: int) -> None:
        self.name = f"ours over Celery, {workers} workers"
        self.batch = batch
        self._assignment, self._round = assignment, 0
        self._kept = ExitStack()
        home = Path(self._kept.enter_context(tempfile.TemporaryDirectory(prefix="bench-celery-")))
        home.chmod(0o711)
        for name in ("postgresql", "redis"):
            (home / name).mkdir()
        os.environ["DATABASE_URL"] = self._kept.enter_context(postgresql(home / "postgresql"))
        self._kept.callback(os.environ.pop, "DATABASE_URL")
        broker = self._kept.enter_context(redis(home / "redis")).url
        self._app = make_app(broker)
        command = [sys.executable, "-P", "-m", "grader", "worker", "-c", str(workers), "--broker", broker]
        log = self._kept.enter_context((home / "worker.log").open("wb"))
        self._workers = subprocess.Popen(
            [*command, "--assignments", str(assignment.folder.parent)], cwd=ROOT, stdout=log, stderr=log
        )
        self._book = self._kept.enter_context(open_gradebook(home, b"bench"))

    def run(self, sources: Sequence[bytes]) -> float:
        self._round += 1
        slug = self._assignment.slug
        began = time.perf_counter()
        work = [submission(source, slug, f"r{self._round}s{number}") for number, source in enumerate(sources)]
        rows = receive(self._book, work, {slug: self._assignment})
        judged_by = toolchain()
        handed = [
            Handed(row, one, self._assignment, verdict_key(row.digest, self._assignment.digest, judged_by))
            for row, one in zip(rows, work, strict=True)
        ]
        terms = Terms(b"bench", "full", judged_by)
        for index, verdict in grade_all(self._app, handed, terms, print):
            refuse_another_mark(verdict)
            record(self._book, handed[index].row, handed[index].key, verdict)
        return time.perf_counter() - began

    def close(self) -> None:
        self._workers.terminate()
        self._workers.wait()
        self._kept.close()
