"""Hostile ``course.toml`` and ``students.csv``: the file is named and nothing is graded, or everybody has her mark."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.commands import grading as grading_command
from grader.pipeline import grade
from tests.gradebooks import put_gradebook
from tests.hostile.heads import Built, built
from tests.hostile.rules import assert_plain
from tests.hostile.test_intake import SLUG, honest_class
from tests.sandboxed import Grading

ATTACKS = built("course", {"outcome", "says"}, {"because", "honest", "then"})


@pytest.fixture
def run(grading: Grading, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Callable[..., Any]]:
    """Runs a command on the shared lane; whatever it says is plain."""

    def graded(work: Any, *, course_key: bytes, **_: Any) -> Iterator[tuple[int, Any]]:
        for number, (submission, assignment) in enumerate(work):
            yield number, grade(submission, assignment, grading.lane, course_key=course_key)

    def run(verb: str, *arguments: str) -> Any:
        own = ["--assignments", str(grading.assignment.folder.parent)] if verb in _OF_ASSIGNMENTS else []
        result = CliRunner().invoke(app, [*verb.split(), *arguments, *own], prog_name="grader")
        assert "Traceback" not in result.output, result.output[-3000:]
        if verb.startswith("export"):  # a file for programs, which keeps the letters that some languages need
            assert not {letter for letter in result.stdout if category(letter) == "Cc"} - {"\n", "\r", "\t"}
        else:
            assert_plain(result.stdout)
        assert_plain(result.stderr)
        return result

    monkeypatch.setattr(grading_command, "grade_all", graded)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with django_db_blocker.unblock():
        yield run


_OF_ASSIGNMENTS = ("grade", "forget", "stats", "export canvas", "export moodle")


@pytest.mark.sandbox
@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_attack(
    attack: Built, run: Callable[..., Any], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Refused with the file's name, or graded with the honest ones' marks; every command after it ends well."""
    head = attack.head
    record_property("required", f"{head['outcome']} {head.get('because', '')}")
    course = tmp_path / "course"
    honest_class(course)
    put_gradebook(course)
    attack.module.build(course)
    result = run("grade", str(course))
    if head["outcome"] == "refused":
        assert result.exit_code == 2, result.output
        assert head["because"] in result.stderr
        assert not (course / "graded").exists()
        record_property("observed", result.stderr.strip()[:200])
        return
    assert result.exit_code == 0, result.output
    marks = {row["student"]: row for row in _marks(course)}
    for student in (head.get("honest", "anna"), "zoe"):
        assert (marks[student]["status"], marks[student]["score"]) == ("graded", marks[student]["max_score"])
    for command in filter(None, head.get("then", "").split("|")):
        _carry_out(command, run, course)
    record_property("observed", "graded")


def _marks(course: Path) -> list[dict[str, str]]:
    with (course / "grades.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def _carry_out(command: str, run: Callable[..., Any], course: Path) -> None:
    words = command.split(" ")
    verb = " ".join(words[:2]) if words[0] == "export" else words[0]
    done = run(verb, str(course), *command.removeprefix(verb).split())
    assert done.exit_code == 0, done.output
    if verb == "export json":
        assert {row["student"] for row in json.loads(done.stdout)} >= {"anna", "zoe"}
    elif verb.startswith("export"):
        columns = {len(row) for row in csv.reader(io.StringIO(done.stdout, newline=""), strict=True)}
        assert len(columns) == 1, columns


def test_every_attack_says_how_it_must_end() -> None:
    """A misspelt first line must not make an attack that proves nothing."""
    assert len(ATTACKS) > 15
    for attack in ATTACKS:
        assert attack.head["outcome"] in {"refused", "graded"}, attack.name
        assert ("because" in attack.head) == (attack.head["outcome"] == "refused"), attack.name
