"""The ways to grade the same submissions, each ready to be asked again and again: ``run(sources) -> seconds``."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from grader.core.assignment import Assignment
from grader.core.submission import SourceFile, Submission
from grader.core.verdict import Verdict
from grader.engine.lane import Lane
from grader.pipeline import grade

ROOT = Path(__file__).parents[1]
NAIVE = Path(__file__).with_name("naive")
ACCOUNTS = ROOT / "grader" / "sandbox" / "subject" / "apps" / "accounts"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL")


class Way(Protocol):
    """``name`` for people; ``batch``: how many submissions it is given in a round."""

    name: str
    batch: int

    def run(self, sources: Sequence[bytes]) -> float:
        """Seconds from bytes to marks of all of them. ``SystemExit`` where the model answer gets another mark."""
        ...

    def close(self) -> None: ...


def submission(source: bytes, slug: str, student: str = "bench") -> Submission:
    return Submission(student, slug, (SourceFile("models.py", source, target="models.py"),))


def refuse_another_mark(verdict: Verdict) -> None:
    if verdict.score != verdict.max_score:
        raise SystemExit(f"the model answer got {verdict.score}: {verdict.staff}")


class Lanes:
    """Ours: so many warm lanes, each in a thread of its own, as ``grader.engine.local`` has them."""

    def __init__(self, assignment: Assignment, count: int, batch: int) -> None:
        self.name = f"ours, {count} lane{'s' if count > 1 else ''}"
        self.batch = batch
        self._assignment = assignment
        began = time.perf_counter()
        self.lanes = [Lane([assignment]) for _ in range(count)]
        self.start_seconds = (time.perf_counter() - began) / count
        self.latencies: list[float] = []
        self.verdicts: list[Verdict] = []

    def run(self, sources: Sequence[bytes]) -> float:
        waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        for source in sources:
            waiting.put(source)

        def serve(lane: Lane) -> None:
            while True:
                try:
                    source = waiting.get_nowait()
                except queue.Empty:
                    return
                began = time.perf_counter()
                verdict = grade(submission(source, self._assignment.slug), self._assignment, lane, course_key=b"bench")
                self.latencies.append(time.perf_counter() - began)
                refuse_another_mark(verdict)
                self.verdicts.append(verdict)

        began = time.perf_counter()
        with ThreadPoolExecutor(len(self.lanes)) as threads:
            for done in [threads.submit(serve, lane) for lane in self.lanes]:
                done.result()
        return time.perf_counter() - began

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()


class Naive:
    """A project of its own, ``makemigrations`` and ``pytest`` as processes for each submission, without a sandbox."""

    def __init__(self, at_once: int, batch: int) -> None:
        self.name = f"makemigrations + pytest, {at_once} at a time, no sandbox"
        self.batch = batch
        self._at_once = at_once

    def run(self, sources: Sequence[bytes]) -> float:
        with tempfile.TemporaryDirectory() as folder:
            projects = [_project(Path(folder, str(number)), source) for number, source in enumerate(sources)]
            began = time.perf_counter()
            with ThreadPoolExecutor(self._at_once) as threads:
                list(threads.map(_graded_naively, projects))
            return time.perf_counter() - began

    def close(self) -> None:
        pass


def _project(home: Path, source: bytes) -> Path:
    shutil.copytree(NAIVE, home)
    shutil.copytree(ACCOUNTS, home / "accounts")
    (home / "one_to_one" / "models.py").write_bytes(source)
    return home


def _graded_naively(project: Path) -> None:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    for command in (
        [sys.executable, "manage.py", "makemigrations", "one_to_one"],
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
    ):
        run = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(f"{command}: {run.stdout}\n{run.stderr}")
