"""Claims about whole classes: a run that is killed again and again, and the same through Celery."""

from __future__ import annotations

import contextlib
import csv
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
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
_KILLS_IN_A_ROW = 30  # of one worker, then of the other
_WHOLE_WORKERS = 0.1  # of the kills
_NOT_BLANK = 50_000  # bytes of a picture


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
            killed_at.append(recorded(course))
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
    """The same through Celery: two workers, one killed with -9 every two seconds; Redis restarted once.

    One run, and nothing of ours may fail in it. Every minute it is the other one's turn to be killed: a worker that is
    killed every two seconds seldom gets anything done.
    """
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
            _finish(_start(course, "--engine", "celery", env=environment))
        seconds = time.monotonic() - began
        _check(course, expected, environment)
    return (
        f"{SUBMISSIONS} submissions, {kills.processes} processes with a lane and {kills.workers} whole workers killed, "
        f"Redis restarted once: each verdict there once, none wrong, none an error, {seconds:.0f} s"
    )


@dataclass(slots=True)
class _Kills:
    processes: int = 0
    workers: int = 0

    @property
    def all(self) -> int:
        return self.processes + self.workers


@contextlib.contextmanager
def _hostile_machine(home: Path, environment: dict[str, str], broker: Redis) -> Iterator[_Kills]:
    """Two workers that come back like a service does, while somebody kills. Gives the count of kills."""
    kills, over = _Kills(), threading.Event()
    workers = [_worker(home, environment, number) for number in range(2)]

    def harm() -> None:
        chance, restarted = random.Random(), False
        while not over.wait(_KILL_EVERY_SECONDS):
            number = kills.all // _KILLS_IN_A_ROW % 2
            _kill(workers[number], chance, kills)
            for place, worker in enumerate(workers):
                if worker.poll() is not None:
                    workers[place] = _worker(home, environment, place)
            if kills.all >= 10 and not restarted:
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


def _kill(worker: subprocess.Popen[bytes], chance: random.Random, kills: _Kills) -> None:
    """Mostly the process that holds the lane, at times the one above it; nothing where it has no such process yet."""
    with contextlib.suppress(psutil.Error):
        family = psutil.Process(worker.pid)
        pool = [child for child in family.children() if "worker" in child.cmdline()]
        if not pool:
            return
        if chance.random() < _WHOLE_WORKERS:
            worker.kill()
            worker.wait()
            kills.workers += 1
        else:
            chance.choice(pool).kill()
            kills.processes += 1


def _start(course: Path, *arguments: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    command = [*GRADER, "grade", str(course), *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _finish(run: subprocess.Popen[str]) -> None:
    _, said = run.communicate()
    if run.returncode:
        raise Wrong(f"exit {run.returncode}: {said[-2000:]}")


def recorded(course: Path) -> int:
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
    """Each student has the score of the answer, one verdict was recorded for each, and the log verifies."""
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
        "    in_force = Submission.objects.filter(verdict__status='graded')\n"
        "    print(Verdict.objects.count(), Submission.objects.count(), in_force.count(), Dispatch.objects.count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(course)], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    if done.stdout.split() != [str(len(expected))] * 3 + ["0"]:
        raise Wrong(f"verdicts, submissions, of these graded, dispatches: {done.stdout}")
    audit = subprocess.run(
        [*GRADER, "audit", str(course)], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if audit.returncode:
        raise Wrong(audit.stdout)


def regraded_example() -> str:
    """Students of the shipped course: a mark adjusted by hand, a test changed; preview, apply, undo, audit."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        course, assignments = Path(folder, "course"), Path(folder, "assignments")
        for student in ("anna", "jack", "maria", "oleg", "tom"):
            shutil.copytree(ROOT / "examples" / "course" / "submitted" / student, course / "submitted" / student)
        shutil.copytree(ROOT / "assignments", assignments, ignore=shutil.ignore_patterns("__pycache__"))
        mine = ["--assignments", str(assignments)]
        one = ["--assignment", "one_to_one", *mine]
        _grader("grade", course, *one)
        _grader("adjust", course, "jack", "one_to_one", "0.5", "--why", "a good question in class", *mine)
        before = _marks(course)
        _change_a_test(assignments / "one_to_one" / "assignment.toml")
        preview = _grader("regrade", course, "--preview", *one)
        _same(_marks(course), before, "a preview changed marks")
        _grader("regrade", course, "--apply", *one)
        after = _marks(course)
        if after == before or after["jack"] != before["jack"] + 0.5:
            raise Wrong(f"applied: {before} -> {after}")
        _grader("undo", course, *mine)
        _same(_marks(course), before, "undo did not take it back")
        intact = _grader("audit", course).strip()
        _change_a_row(course)
        found = _grader("audit", course, status=1)
        if "jack attempt 1 was changed by another hand" not in found:
            raise Wrong(found)
    lines = [line for line in preview.splitlines() if "->" in line]
    told = f"{len(lines)} marks in the preview, such as: {lines[0]}; {intact}"
    return f"{told} A row changed by hand: {found.splitlines()[0]}"


def _change_a_test(toml: Path) -> None:
    """A check that jack passes is worth half a point more."""
    head, mark, rest = toml.read_text(encoding="utf-8").partition("[check.any_number_of_unmarried_women]")
    points = re.search(r"(?m)^points = ([\d.]+)$", rest)
    if points is None:
        raise Wrong(f"{mark} has no points")
    more = f"points = {float(points[1]) + 0.5}"
    toml.write_text(head + mark + rest[: points.start()] + more + rest[points.end() :], encoding="utf-8")


def _change_a_row(course: Path) -> None:
    with contextlib.closing(sqlite3.connect(course / "gradebook.sqlite3")) as database:
        database.execute(
            "UPDATE gradebook_verdict SET score = 20 WHERE id = (SELECT verdict_id FROM gradebook_submission JOIN"
            " gradebook_person ON person_id = gradebook_person.id WHERE login = 'jack')"
        )
        database.commit()


def class_of_two_hundred() -> str:
    """A class of 200, graded; its report opens in a browser as one file, in Russian and English."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        course = Path(folder, "course")
        make_course(course, 200)
        _finish(_start(course, "--jobs", "2"))
        _grader("stats", course, "--html")
        seen = []
        for language, words in (("en", "Students and checks"), ("ru", "Студенты и проверки")):
            page = course / "evidence" / f"report.{language}.html"
            picture = Path(folder, f"{language}.png")
            screenshot(page, picture)
            if words not in page.read_text(encoding="utf-8") or picture.stat().st_size < _NOT_BLANK:
                raise Wrong(f"{page}: {picture.stat().st_size} bytes of picture")
            seen.append(f"{language}: {page.stat().st_size // 1024} KB, drawn")
    return f"200 students, {'; '.join(seen)}"


def screenshot(page: Path, picture: Path, *, width: int = 1280, height: int = 1400) -> None:
    """What Debian's Chromium shows of a local file."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
    options += ["--disable-background-networking", "--disable-component-update", f"--window-size={width},{height}"]
    command = ["chromium", *options, f"--screenshot={picture}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode or not picture.exists():
        raise Wrong(f"chromium (apt-get install chromium): {done.stderr[-500:]}")


def _grader(verb: str, course: Path, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [*GRADER, verb, str(course), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != status:
        raise Wrong(f"grader {verb}: exit {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done.stdout


def _marks(course: Path) -> dict[str, float]:
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == "one_to_one" and row["score"]]
    return {row["student"]: float(row["score"]) for row in rows}


def _same(found: dict[str, float], expected: dict[str, float], problem: str) -> None:
    if found != expected:
        raise Wrong(f"{problem}: {expected} -> {found}")


_CLAIMS = {"local": killed_runs, "celery": killed_workers, "regrade": regraded_example, "report": class_of_two_hundred}

if __name__ == "__main__":
    print(_CLAIMS[sys.argv[1]]())
