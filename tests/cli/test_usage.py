"""What was asked for wrongly is refused with a sentence and exit status 2, never with a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands.terms import CHECKOUT

VERBS = ("check", "grade", "explain", "new", "verify", "template", "doctor")
PROMISED = {
    "check": [
        "--assignment",
        "--format",
        "--lang",
        "--staff",
        "--seed-key",
        "--min-isolation",
        "--fail-under",
    ],
    "grade": ["--assignment", "--student", "--jobs", "--lang", "--min-isolation"],
    "explain": ["--check", "--lang"],
    "new": ["--from", "--rename"],
    "verify": ["--solutions"],
    "template": ["--zip", "--into"],
    "doctor": [],
}


@pytest.fixture
def models(tmp_path):
    path = tmp_path / "models.py"
    path.write_text("x = 1\n")
    return path


def test_help_names_every_verb_and_every_exit_status(run):
    shown = run("--help").stdout
    assert all(re.search(rf"^  {verb}\b", shown, re.MULTILINE) for verb in VERBS)
    assert "grader check models.py --assignment one_to_one" in shown
    assert all(f" {status} " in shown for status in (0, 1, 2, 3))


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_teaches_its_options_by_example(run, verb):
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert all(option in result.stdout for option in PROMISED[verb])
    assert verb == "doctor" or f"grader {verb} " in result.stdout


def test_alone_it_prints_its_help(run):
    result = run()
    assert "Usage: grader" in result.output
    assert result.exit_code in {0, 2}


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "MODELS"],
        ["check", "no/such/file.py", "--assignment", "one_to_one"],
        ["check", "MODELS", "--assignment", "no_such_assignment"],
        ["check", "MODELS", "--assignment", "../one_to_one"],
        ["check", "MODELS", "--assignment", "one_to_one", "--format", "yaml"],
        ["check", "MODELS", "--assignment", "one_to_one", "--lang", "de"],
        ["check", "MODELS", "--assignment", "one_to_one", "--min-isolation", "strong"],
        ["check", "MODELS", "--assignment", "one_to_one", "--fail-under", "good"],
        ["check", "MODELS", "--assignment", "one_to_one", "--fail-under", "nan"],
        ["check", "MODELS", "--assignment", "one_to_one", "--fail-under=-1"],
        ["check", "MODELS", "--assignment", "one_to_one", "--assignments", "no/such/folder"],
        ["grade"],
        ["grade", "no/such/course"],
        ["grade", "MODELS"],
        ["grade", "EMPTY"],
        ["grade", "COURSE", "--jobs", "0"],
        ["grade", "COURSE", "--assignment", "no_such_assignment"],
        ["grade", "COURSE", "--student", "nobody"],
        ["explain"],
        ["explain", "no/such/course", "alice", "one_to_one"],
        ["explain", "EMPTY", "alice", "one_to_one"],
        ["new"],
        ["new", "No Name"],
        ["new", "ships", "--from", "no_such_assignment"],
        ["new", "ships", "--rename", "Women=Ship"],
        ["verify", "no_such_assignment"],
        ["verify", "--solutions", "no/such/folder"],
        ["verify", "--solutions", "EMPTY"],
        ["template", "no_such_assignment", "--into", "EMPTY"],
        ["explode"],
    ],
)
def test_a_mistake_is_told_in_a_sentence(run, models, course, tmp_path, arguments):
    empty = tmp_path / "empty"
    empty.mkdir()
    places = {"MODELS": models, "COURSE": course, "EMPTY": empty}
    result = run(*(places.get(argument, argument) for argument in arguments))
    assert result.exit_code == 2, result.output
    assert result.stdout == "" or arguments == ["explode"]
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_python_m_grader_is_the_same_command_from_any_folder(tmp_path):
    """What lies in the folder it is started in, a submission perhaps, is never imported."""
    for name in ("json.py", "typing.py", "grader.py"):
        (tmp_path / name).write_text("raise SystemExit('imported from the current folder')\n")
    (tmp_path / "grader").mkdir()
    answer = subprocess.run(
        [sys.executable, "-P", "-m", "grader", "--help"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(CHECKOUT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "Usage: grader" in answer.stdout


def test_the_module_path_loses_the_current_folder(tmp_path):
    """Without -P too, except for what Python itself imports before us."""
    (tmp_path / "typer.py").write_text("raise SystemExit('imported from the current folder')\n")
    answer = subprocess.run(
        [sys.executable, "-m", "grader", "--help"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(CHECKOUT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Usage: grader" in answer.stdout, answer.stderr


def test_the_default_assignments_lie_beside_the_package():
    assert Path(__file__).parents[2] == CHECKOUT
