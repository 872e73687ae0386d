"""Hostile uploads through the commands themselves: each by itself, and all of them in one class with honest students."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.commands import check
from grader.engine.lane import Lane
from grader.intake.uploads import read_submission
from grader.sandbox.limits import default_limits
from tests.hostile.handing import ANSWER, OTHERS_FILE, SECRET, CannotBuild
from tests.hostile.heads import Built, built
from tests.hostile.rules import assert_ours, assert_plain
from tests.sandboxed import ROOT, VALIDATOR, WEAKEST, Grading

ATTACKS = built("intake", {"outcome", "says"}, {"alone", "because", "incident", "score"})
SLUG = "one_to_one"
HONEST = ("anna", "zoe")
# Folders in submitted/ that no file of ours may be called after.
UNSAFE = ["-rf", "CON", "a\nb", "x\u202ey", "dot.", "\x1b[2J", "n" * 230, os.fsdecode(b"\xff\xfe")]
_SECONDS = 120  # for the class; a reader that goes in circles takes longer
_CPU_SECONDS = 4  # for one upload, whatever it is; without its own grading, which is done elsewhere
_MEGABYTES = 900  # of the largest process; an archive that was unpacked takes more
COURSE = f"""\
retention_days = 30
[assignment.{SLUG}]
due = 2026-03-01T20:00:00+03:00
late_penalty = 10
"""


@dataclass
class Classroom:
    """The class once it was graded. ``skipped``: by attack, why it could not be made here."""

    course: Path
    status: int
    said: str
    seconds: float
    megabytes: float
    skipped: dict[str, str] = field(default_factory=dict)

    def verdict(self, student: str, kind: str = "graded") -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.course / kind / student / SLUG / "verdict.json").read_bytes())
        return found

    def marks(self) -> dict[tuple[str, str], dict[str, str]]:
        with (self.course / "grades.csv").open(newline="", encoding="utf-8") as file:
            return {(row["student"], row["assignment"]): row for row in csv.DictReader(file)}


def honest_class(course: Path) -> None:
    """Two honest students: one before the attackers in every order of names, and one after them."""
    for student, source in zip(HONEST, (ANSWER, ANSWER + f"# {SECRET}\n".encode()), strict=True):
        home = course / "submitted" / student / SLUG
        home.mkdir(parents=True)
        (home / "models.py").write_bytes(source)
    (course / "students.csv").write_text("id,last_name\nanna,A\nzoe,Z\n", encoding="utf-8")
    (course / "course.toml").write_text(COURSE, encoding="utf-8")


@pytest.fixture(scope="module")
def classroom(grading: Grading, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    course = tmp_path_factory.mktemp("intake") / "course"
    honest_class(course)
    skipped = {}
    for attack in ATTACKS:
        home = course / "submitted" / attack.name.partition("/")[2] / SLUG
        home.mkdir(parents=True)
        try:
            attack.module.build(home)
        except CannotBuild as error:
            skipped[attack.name] = str(error)
    for name in UNSAFE:
        home = course / "submitted" / name / SLUG
        home.mkdir(parents=True)
        (home / "models.py").write_bytes(ANSWER)
    command = [sys.executable, "-P", "-m", "grader", "grade", str(course), "--jobs", "1", "--min-isolation", WEAKEST]
    command += ["--assignments", str(grading.assignment.folder.parent)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as grader:
        assert grader.stdout is not None
        said = grader.stdout.read()
        _, status, used = os.wait4(grader.pid, 0)
        grader.returncode = os.waitstatus_to_exitcode(status)
    return Classroom(course, grader.returncode, said, time.monotonic() - began, used.ru_maxrss / 1024, skipped)


@pytest.mark.sandbox
def test_the_class_is_graded_as_if_nobody_had_attacked(classroom: Classroom) -> None:
    """Every honest student has her mark, everybody a line or a reason, and nothing lies where nothing should."""
    assert classroom.status == 0, classroom.said[-3000:]
    assert "Traceback" not in classroom.said
    assert_plain(classroom.said)
    marks = classroom.marks()
    for student in HONEST:
        row = marks[student, SLUG]
        assert (row["status"], row["score"]) == ("graded", row["max_score"])
        assert classroom.verdict(student)["incident"] is None
    assert {student for student, _ in marks} == {*HONEST, *(attack.name.partition("/")[2] for attack in ATTACKS)}
    assert classroom.said.count("cannot be used for files of ours") >= len(UNSAFE)
    above = classroom.course.parent
    assert [path.name for path in above.iterdir()] == ["course"]
    assert not [path for path in above.rglob("*escaped*") if path.is_file()]
    assert not list(Path("/tmp").glob("*escaped*"))
    assert classroom.seconds < _SECONDS
    assert classroom.megabytes < _MEGABYTES


@pytest.mark.sandbox
@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_attack(
    attack: Built,
    classroom: Classroom,
    grading: Grading,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """It ends as its file says: in the class, and by itself under ``grader check``."""
    record_property("required", " ".join(attack.head[key] for key in ("outcome", "because", "score") if key in attack.head))
    if attack.name in classroom.skipped:
        pytest.skip(classroom.skipped[attack.name])
    student = attack.name.partition("/")[2]
    full = classroom.marks()["anna", SLUG]["max_score"]
    assert_ended(attack, classroom.verdict(student), attack.head.get("because", ""), float(full))
    assert_tells_nothing(classroom.course, student)
    verdict = checked(attack, grading, tmp_path, monkeypatch)
    assert_ended(attack, verdict, attack.head.get("alone", attack.head.get("because", "")), float(full))
    reason = verdict["reason"]["en"] if verdict["reason"] else f"{verdict['score']:g} points"
    record_property("observed", f"{verdict['status']}: {reason}")


def assert_ended(attack: Built, verdict: dict[str, Any], because: str, full: float) -> None:
    VALIDATOR.validate(verdict)
    reason = verdict["reason"]["en"] if verdict["reason"] else ""
    assert verdict["status"] == attack.head["outcome"], reason
    assert because in reason, reason
    taken = [file for file in verdict["files"] if file["taken"]]
    if verdict["status"] == "rejected":
        assert (verdict["score"], taken) == (None, [])
        return
    assert taken
    assert verdict["score"] == (full if attack.head["score"] == "full" else float(attack.head["score"])), verdict["checks"]
    assert verdict["incident"] is None or attack.head.get("incident") == "any"


def assert_tells_nothing(course: Path, student: str) -> None:
    """Neither her page nor the staff's says what stands in another's file, or anything that is not a plain line."""
    for place in (course / "graded" / student, course / "evidence" / student):
        for path in place.rglob("*.*"):
            text = path.read_text(encoding="utf-8")
            assert SECRET not in text
            assert "root:x:0" not in text
            assert_plain(text)
    assert_ours((course / "graded" / student / SLUG / "feedback.html").read_text(encoding="utf-8"))


def checked(attack: Built, grading: Grading, home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The verdict of ``grader check`` on the upload alone; on the shared lane, on which the next one is fair."""
    course = home / "course"
    honest_class(course)
    folder = course / "submitted" / "eve" / SLUG
    folder.mkdir(parents=True)
    path = attack.module.build(folder)

    @contextmanager
    def shared(*_: Any, **__: Any) -> Iterator[Lane]:
        yield grading.lane

    monkeypatch.setattr(check, "Lane", shared)
    command = ["check", str(path), "-a", SLUG, "--format", "json", "--assignments", str(grading.assignment.folder.parent)]
    began = time.process_time()
    result = CliRunner().invoke(app, command, prog_name="grader")
    assert time.process_time() - began < _CPU_SECONDS
    assert result.exit_code == 0, result.output
    assert result.stderr == "" or WEAKEST != "full"
    assert_plain(result.stdout)
    assert SECRET not in result.stdout
    assert not [path for path in home.rglob("*escaped*") if path.is_file()]
    verdict: dict[str, Any] = json.loads(result.stdout)
    return verdict


@pytest.mark.sandbox
def test_what_is_exchanged_while_it_is_read_is_never_another_students(grading: Grading, tmp_path: Path) -> None:
    """A program of the attacker's puts a link, a pipe and a file in the place of each other, as fast as it can."""
    course = tmp_path / "course"
    honest_class(course)
    folder = course / "submitted" / "eve" / SLUG
    folder.mkdir(parents=True)
    outcomes = set()
    with subprocess.Popen([sys.executable, "-c", EXCHANGING, str(folder)], stdout=subprocess.PIPE, text=True) as eves:
        assert eves.stdout is not None
        assert eves.stdout.readline() == "ready\n"
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            submission = read_submission(folder, grading.assignment, default_limits())
            assert all(SECRET.encode() not in file.content for file in submission.files)
            outcomes.add(submission.problem is None)
        eves.kill()
    assert outcomes == {True, False}  # it was exchanged while it was read, and before


EXCHANGING = f"""
import os, sys
os.chdir(sys.argv[1])
open("file", "w").write("x = 1\\n")
os.symlink("{OTHERS_FILE}", "link")
os.mkfifo("pipe")
print("ready", flush=True)
while True:
    for name in ("link", "pipe"):
        for one in ("file", name):
            os.rename(one, "models.py")
            os.rename("models.py", one)
"""


def test_every_attack_says_how_it_must_end() -> None:
    """A misspelt first line must not make an attack that proves nothing."""
    assert len(ATTACKS) > 80
    for attack in ATTACKS:
        outcome = attack.head["outcome"]
        assert outcome in {"rejected", "graded"}, attack.name
        assert ("because" in attack.head) == (outcome == "rejected"), attack.name
        assert ("score" in attack.head) == (outcome == "graded"), attack.name
