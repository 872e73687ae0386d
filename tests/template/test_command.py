"""``grader template``: what it writes, and what it says where it cannot."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from grader.cli import app
from tests.template.projects import ASSIGNMENTS, CHECKOUT, SOLUTIONS


@pytest.fixture
def template(tmp_path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-m", "grader", "template", "--into", str(tmp_path / "out"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)

    return run


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """What is said where nothing can be made, in this process; its status is 2."""
    monkeypatch.chdir(CHECKOUT)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["template", "--into", str(tmp_path / "out"), *arguments], prog_name="grader")
        assert done.exit_code == 2
        assert not (tmp_path / "out").exists()
        return done.stderr

    return run


def test_a_folder_and_two_archives(template, tmp_path):
    done = template("one_to_one", "--zip")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "one_to_one",
        "one_to_one.zip",
        "one_to_one-tests.zip",
    }
    first = (tmp_path / "out" / "one_to_one.zip").read_bytes()
    template("one_to_one", "--zip")
    assert (tmp_path / "out" / "one_to_one.zip").read_bytes() == first


def test_all_assignments_without_a_name(template, tmp_path):
    assert template().returncode == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        file.parent.name for file in ASSIGNMENTS.glob("*/assignment.toml")
    }


def test_an_unknown_assignment(refused):
    assert "did you mean" in refused("one_to_on")


def test_an_assignment_without_a_model_answer(refused, tmp_path):
    assert "there is no model answer" in refused("one_to_one", "--solutions", str(tmp_path))


def test_marks_that_do_not_pair_hand_nothing_out(refused, tmp_path):
    source = (SOLUTIONS / "one_to_one" / "reference" / "models.py").read_text(encoding="utf-8")
    reference = tmp_path / "solutions" / "one_to_one" / "reference"
    reference.mkdir(parents=True)
    (reference / "models.py").write_text(source.replace("### END SOLUTION", "", 1), encoding="utf-8")
    assert "reference/models.py:" in refused("one_to_one", "--solutions", str(tmp_path / "solutions"))
