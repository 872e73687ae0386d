"""Claims about a class with attackers in it: neither their neighbours nor a killed process changes an honest mark.

python -m tests.prove_hostile orders|killed
"""

from __future__ import annotations

import contextlib
import csv
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.courses import answers, distinct
from grader.core.assignment import Assignment
from grader.core.submission import SourceFile, Submission
from grader.engine.local import grade_all
from grader.intake.assignments import load_assignment
from tests.hostile.arena import Attack, corpus
from tests.prove_class import recorded

ROOT = Path(__file__).parents[1]
GRADER = [sys.executable, "-P", "-m", "grader"]
SLUG = "one_to_one"
_TIMES = ("seconds",)  # of a verdict: what differs from run to run
_LANES = 2
_ORDERS = 3
_KILL_EVERY_SECONDS = 1.0
_RUNS = 40  # of which the last is left in peace


class Wrong(Exception):
    """What a class came to is not what it should be."""


@dataclass(frozen=True, slots=True)
class Student:
    """Who hands in what. ``score``: what an honest one must get; None for an attacker."""

    id: str
    source: bytes
    score: float | None


def make_class(honest: int, hostile: int, seed: int) -> list[Student]:
    """So many named answers and so many attacks, each a file of its own. The same seed makes the same class."""
    chance = random.Random(seed)
    known = answers(SLUG)
    students = []
    for number in range(honest):
        answer = known[0] if chance.random() < 0.4 else chance.choice(known[1:])
        students.append(Student(f"h{number:03d}", distinct(answer.source, number), answer.score))
    for number, attack in enumerate(_spread(hostile, chance)):
        students.append(Student(f"x{number:03d}", attack.source.encode("utf-8", "surrogateescape"), None))
    return students


def _spread(count: int, chance: random.Random) -> list[Attack]:
    """Attacks of as many groups as there are, since those of one group are alike."""
    groups: dict[str, list[Attack]] = {}
    for attack in corpus():
        if attack.assignment == SLUG and not attack.slow:
            groups.setdefault(attack.name.split("/")[0], []).append(attack)
    found: list[Attack] = []
    while len(found) < count:
        found += [group.pop(chance.randrange(len(group))) for group in groups.values()]
        groups = {name: group for name, group in groups.items() if group}
    return found[:count]


def orders() -> str:
    """The same 40 submissions in three orders on one lane and on two: the same verdicts."""
    students = make_class(30, 10, seed=3)
    assignment = load_assignment(ROOT / "assignments" / SLUG)
    found: dict[str, set[str]] = {student.id: set() for student in students}
    for order in range(_ORDERS):
        random.Random(order).shuffle(students)
        for lanes in (1, 2):
            for student, verdict in _graded(students, assignment, lanes):
                found[student].add(json.dumps(verdict, sort_keys=True))
    different = [student for student, verdicts in found.items() if len(verdicts) != 1]
    if different:
        raise Wrong(f"verdicts differ: {different}")
    wrong = [one.id for one in students if one.score is not None and _score(found[one.id]) != one.score]
    if wrong:
        raise Wrong(f"honest scores are wrong: {wrong}")
    return f"30 honest and 10 hostile, {_ORDERS} orders, 1 and 2 lanes: {len(found)} verdicts, each the same six times"


def _graded(students: list[Student], assignment: Assignment, lanes: int) -> Iterator[tuple[str, dict[str, Any]]]:
    work = [
        (Submission(one.id, SLUG, (SourceFile("models.py", one.source, target="models.py"),)), assignment)
        for one in students
    ]
    for index, verdict in grade_all(work, jobs=lanes, course_key=b"a key for tests"):
        told = verdict.to_json()
        yield students[index].id, {name: told[name] for name in told.keys() - set(_TIMES)}


def _score(verdicts: set[str]) -> float:
    (only,) = verdicts
    return float(json.loads(only)["score"])


def killed() -> str:
    """A class of 200, 20 of them hostile; every second a process of the run is killed, whichever it is."""
    students = make_class(180, 20, seed=4)
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        course = Path(folder, "course")
        for student in students:
            home = course / "submitted" / student.id / SLUG
            home.mkdir(parents=True)
            (home / "models.py").write_bytes(student.source)
        kills: Counter[str] = Counter()
        runs, began = 0, time.monotonic()
        while True:
            runs += 1
            before = recorded(course)
            status, said = _run(course, kills if runs < _RUNS else None)
            if status == 0:
                break
            if runs == _RUNS:
                raise Wrong(f"the run that nobody disturbed: exit {status} {said[-2000:]}")
        seconds = time.monotonic() - began
        _check(course, students)
        if not kills["the grader itself"]:
            raise Wrong(f"nobody killed the grader itself: {kills}")
    what = ", ".join(f"{count} {name}" for name, count in kills.most_common())
    return (
        f"200 students, {runs} runs in {seconds:.0f} s ({before} verdicts before the last), killed: {what}; "
        "180 honest marks right, each there once"
    )


def _run(course: Path, kills: Counter[str] | None) -> tuple[int, str]:
    """One run of the grader, disturbed where ``kills`` are counted. Its exit status, and what it said."""
    command = [*GRADER, "grade", str(course), "--jobs", str(_LANES)]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    over = threading.Event()
    killer = threading.Thread(target=_kill_now_and_then, args=(run.pid, kills, over)) if kills is not None else None
    if killer:
        killer.start()
    _, said = run.communicate()
    over.set()
    if killer:
        killer.join()
    return run.returncode, said


def _kill_now_and_then(pid: int, kills: Counter[str], over: threading.Event) -> None:
    chance = random.Random()
    while not over.wait(_KILL_EVERY_SECONDS):
        with contextlib.suppress(psutil.Error):
            root = psutil.Process(pid)
            others = root.children(recursive=True)
            if not others:
                continue  # nothing is graded yet: its start has an end
            victim = chance.choice([root, *others])
            name = _name(victim, root)
            victim.send_signal(signal.SIGKILL)
            kills[name] += 1


def _name(process: psutil.Process, root: psutil.Process) -> str:
    line = " ".join(process.cmdline())
    if process == root:
        return "the grader itself"
    if "grader.judge" in line:
        return "judges"
    return "of the box" if "subject" in line else "bubblewrap or stage"


def _check(course: Path, students: list[Student]) -> None:
    """Every student is there once, with a mark, and the honest ones with theirs; the log verifies; nothing is left."""
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if sorted(row["student"] for row in rows) != sorted(student.id for student in students):
        raise Wrong(f"{len(rows)} rows")
    scores = {row["student"]: row["score"] for row in rows}
    for one in students:
        if not scores[one.id] or (one.score is not None and float(scores[one.id]) != one.score):
            evidence = (course / "evidence" / one.id / SLUG / "verdict.json").read_text(encoding="utf-8")
            told = {name: value for name, value in json.loads(evidence).items() if name in ("incident", "staff")}
            raise Wrong(f"{one.id}: {scores[one.id]!r} and not {one.score}; {told}")
    code = (
        "import sys; from pathlib import Path; from grader.commands.book import reading;"
        "from grader.gradebook.models import Submission, Verdict\n"
        "with reading(Path(sys.argv[1])):\n"
        "    in_force = Submission.objects.filter(verdict__status='graded')\n"
        "    print(Verdict.objects.filter(status='graded').count(), Submission.objects.count(), in_force.count())"
    )
    command = [sys.executable, "-c", code, str(course)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    if done.stdout.split() != [str(len(students))] * 3:
        raise Wrong(f"verdicts, submissions, of these graded: {done.stdout}")
    audit = subprocess.run([*GRADER, "audit", str(course)], cwd=ROOT, capture_output=True, text=True, check=False)
    if audit.returncode:
        raise Wrong(audit.stdout)
    half = [path.name for path in course.rglob("*") if path.name.endswith((".partial", ".tmp"))]
    if half:
        raise Wrong(f"half-written files were left: {half}")


if __name__ == "__main__":
    try:
        print({"orders": orders, "killed": killed}[sys.argv[1]]())
    except Wrong as error:
        sys.exit(str(error))
