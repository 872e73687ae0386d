"""Claims about whole classes: a run that is killed again and again, and the same through Celery."""

from __future__ import annotations

import contextlib
import csv
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks.courses import make_course
from tests.servers import Redis, postgresql, redis

ROOT = Path(__file__).parents[1]
GRADER = [sys.executable, "-P", "-m", "grader"]
SUBMISSIONS = int(os.environ.get("PROVE_SUBMISSIONS", "2000"))
_KILLS = 3
_SECOND_RUN_SECONDS = 2.0
_KILL_EVERY_SECONDS = 2.0


class Wrong(Exception):
    """What a class came to is not what it should be."""


def killed_runs() -> str:
    """2,000 submissions on two lanes; ``kill -9`` of the run at three random moments, then finished."""
    chance = random.Random()
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        course = Path(folder, "course")
        expected = make_course(course, SUBMISSIONS)
        began = time.monotonic()
        killed_at = []
        for _ in range(_KILLS):
            run = _start(course, "--jobs", "2")
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(chance.uniform(5, 60) * SUBMISSIONS / 2000)
            run.kill()
            run.wait()
            killed_at.append(_recorded(course))
        _finish(_start(course, "--jobs", "2"))
        seconds = time.monotonic() - began
        _check(course, expected)
        again = time.monotonic()
        _finish(_start(course, "--jobs", "2"))
        again = time.monotonic() - again
    if again > _SECOND_RUN_SECONDS:
        raise Wrong(f"the second run took {again:.1f} s")
    return (
        f"{SUBMISSIONS} submissions, killed with {killed_at} verdicts recorded; each verdict there once, none wrong, "
        f"{seconds:.0f} s in all; the second run {again:.2f} s"
    )


def killed_workers() -> str:
    """The same through Celery: two workers, one killed with -9 every two seconds; Redis restarted once."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder, contextlib.ExitStack() as servers:
        home = Path(folder)
        home.chmod(0o711)
        for name in ("postgresql", "redis"):
            (home / name).mkdir()
        url = servers.enter_context(postgresql(home / "postgresql"))
        broker = servers.enter_context(redis(home / "redis"))
        environment = {**os.environ, "DATABASE_URL": url, "GRADER_BROKER": broker.url}
        course = home / "course"
        expected = make_course(course, SUBMISSIONS)
        began = time.monotonic()
        with _hostile_machine(home, environment, broker) as kills:
            runs = _until_done(course, environment)
        seconds = time.monotonic() - began
        _check(course, expected, environment)
    return (
        f"{SUBMISSIONS} submissions, {kills[0]} kills of a worker or its process, Redis restarted once: "
        f"each verdict there once, none wrong, {seconds:.0f} s"
        + (f"; in {runs} runs, since on some three workers died in a row" if runs > 1 else "")
    )


def _until_done(course: Path, environment: dict[str, str]) -> int:
    """Runs it until nothing failed on our side, three times at most; answers how many runs it took."""
    for runs in range(1, 4):
        run = _start(course, "--engine", "celery", env=environment)
        _, said = run.communicate()
        if run.returncode == 0:
            return runs
    raise Wrong(f"exit {run.returncode}: {said[-2000:]}")


@contextlib.contextmanager
def _hostile_machine(home: Path, environment: dict[str, str], broker: Redis) -> Iterator[list[int]]:
    """Two workers that come back like a service does, while somebody kills. Gives the count of kills."""
    kills, over = [0], threading.Event()
    workers = [_worker(home, environment, number) for number in range(2)]

    def harm() -> None:
        chance, restarted = random.Random(), False
        while not over.wait(_KILL_EVERY_SECONDS):
            number = chance.randrange(2)
            _kill(workers[number], chance)
            kills[0] += 1
            if workers[number].poll() is not None:
                workers[number] = _worker(home, environment, number)
            if kills[0] == 10 and not restarted:
                restarted = True
                broker.stop()
                broker.start()

    thread = threading.Thread(target=harm)
    thread.start()
    try:
        yield kills
    finally:
        over.set()
        thread.join()
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            worker.wait()


def _worker(home: Path, environment: dict[str, str], number: int) -> subprocess.Popen[bytes]:
    with (home / f"worker-{number}.log").open("ab") as log:
        return subprocess.Popen(
            [*GRADER, "worker", "-c", "1"], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )


def _kill(worker: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Mostly the process that holds the lane, at times the one above it."""
    with contextlib.suppress(psutil.Error):
        family = psutil.Process(worker.pid)
        children = family.children()
        victim = chance.choice(children) if children and chance.random() < 0.9 else family
        victim.kill()
        if victim is family:
            worker.wait()


def _start(course: Path, *arguments: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    command = [*GRADER, "grade", str(course), *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _finish(run: subprocess.Popen[str]) -> None:
    _, said = run.communicate()
    if run.returncode:
        raise Wrong(f"exit {run.returncode}: {said[-2000:]}")


def _recorded(course: Path) -> int:
    """How many verdicts the gradebook has; the killed run's transaction is rolled back by looking."""
    code = (
        "import sys; from pathlib import Path; from grader.commands.book import reading;"
        "from grader.gradebook.models import Verdict\n"
        "with reading(Path(sys.argv[1])): print(Verdict.objects.count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(course)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(done.stdout) if done.returncode == 0 else 0


def _check(course: Path, expected: dict[str, float], env: dict[str, str] | None = None) -> None:
    """Each student has the score of the answer, each verdict is recorded once, and the log verifies."""
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        scores = {row["student"]: float(row["score"] or -1) for row in csv.DictReader(file)}
    wrong = {student: (score, expected[student]) for student, score in scores.items() if score != expected[student]}
    if wrong or scores.keys() != expected.keys():
        raise Wrong(
            f"{len(wrong)} scores are wrong, {len(expected) - len(scores)} are missing: {list(wrong.items())[:5]}"
        )
    code = (
        "import sys; from pathlib import Path; from grader.commands.book import reading;"
        "from grader.gradebook.models import Dispatch, Submission, Verdict\n"
        "with reading(Path(sys.argv[1])):\n"
        "    rows = Verdict.objects.exclude(status='error')\n"
        "    print(rows.count(), Submission.objects.count(), Dispatch.objects.count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(course)], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    if done.stdout.split() != [str(len(expected))] * 2 + ["0"]:
        raise Wrong(f"verdicts, submissions, dispatches: {done.stdout}")
    audit = subprocess.run(
        [*GRADER, "audit", str(course)], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if audit.returncode:
        raise Wrong(audit.stdout)


if __name__ == "__main__":
    print(killed_runs() if sys.argv[1] == "local" else killed_workers())  # noqa: T201
