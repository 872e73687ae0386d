"""Gradescope's results.json by its specification, and the archive that it is given."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from grader.cli import app
from grader.core.verdict import Outcome, Status, Verdict
from grader.lms.gradescope.results import Closed, results_text
from tests.reports.samples import ESCAPES, SECRET, assignment, hidden, hostile, rejected, result, verdict
from tests.sandboxed import ROOT

SCHEMA = json.loads(Path(__file__).with_name("gradescope.schema.json").read_text("utf-8"))


def _results(shown: Verdict, **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(results_text(shown, "en", assignment=assignment(), **more))
    jsonschema.validate(data, SCHEMA)
    return data


def test_points_and_words_of_each_check_are_there() -> None:
    """The total is that of the verdict, and the sum of its tests."""
    data = _results(verdict(result("stored"), result("unique", Outcome.FAILED)))
    assert (data["score"], [test["score"] for test in data["tests"]]) == (2.0, [2.0, 0.0])
    assert [test["status"] for test in data["tests"]] == ["passed", "failed"]
    assert data["tests"][0]["name"] == "A woman and her husband: title of stored"
    assert "message of unique" in data["tests"][1]["output"]
    assert "full box" in data["output"]
    assert data["extra_data"]["isolation"] == "full"


def test_checks_of_two_tasks_that_take_turns_keep_their_own_words() -> None:
    """The page groups checks by task: each must still stand beside its own points."""
    data = _results(verdict(result("a"), result("b", Outcome.FAILED, task="other"), result("c", Outcome.FAILED)))
    assert [(test["number"], test["tags"], test["status"]) for test in data["tests"]] == [
        ("1.1", ["a"], "passed"),
        ("1.2", ["c"], "failed"),
        ("2.1", ["b"], "failed"),
    ]
    assert ["message of c" in test["output"] for test in data["tests"]] == [False, True, False]


def test_a_hidden_check_says_no_more_than_its_title_and_hides_no_total() -> None:
    """Gradescope shows a student no total where one test is hidden."""
    text = results_text(verdict(result("stored"), hidden()), "en")
    assert SECRET not in text
    data = json.loads(text)
    assert {test["visibility"] for test in data["tests"]} == {"visible"}
    assert data["visibility"] == "visible"


@pytest.mark.parametrize("closed", list(Closed))
def test_a_hidden_check_can_be_kept_back(closed: Closed) -> None:
    """The others are shown all the same."""
    data = _results(verdict(result("stored"), hidden()), closed=closed)
    assert [test["visibility"] for test in data["tests"]] == ["visible", closed.value]


def test_what_cannot_be_used_has_no_points_and_says_why() -> None:
    """That is the student's to mend."""
    data = _results(rejected())
    assert data["score"] == 0
    assert "no such file" in data["output"]


def test_an_error_of_ours_is_no_result() -> None:
    """Never a zero for what a student cannot help."""
    with pytest.raises(ValueError, match="error of ours"):
        results_text(verdict(status=Status.ERROR, score=None), "en")


def test_what_comes_from_a_student_steers_nothing() -> None:
    """Texts are sent as text, without control characters."""
    data = _results(hostile())
    assert ESCAPES not in json.dumps(data, ensure_ascii=False)
    assert (data["output_format"], data["test_output_format"], data["test_name_format"]) == ("text",) * 3


def _made(out: Path, *arguments: str) -> zipfile.ZipFile:
    done = CliRunner().invoke(app, ["gradescope", "one_to_one", "--out", str(out), *arguments], prog_name="grader")
    assert done.exit_code == 0, done.output
    return zipfile.ZipFile(io.BytesIO(out.read_bytes()))


def test_the_archive_has_its_scripts_at_its_root_and_no_answers(tmp_path: Path) -> None:
    """Programs with their bits and plain line ends; of all assignments the one; nothing of this machine."""
    archive = _made(tmp_path / "one.zip", "--lang", "ru", "--hidden-checks", "after_published")
    for name in ("setup.sh", "run_autograder"):
        entry, text = archive.getinfo(name), archive.read(name)
        assert entry.external_attr >> 16 & 0o777 == 0o755
        assert text.startswith(b"#!/bin/bash\n")
        assert b"\r" not in text
        assert b"{{" not in text
    assert b"--hidden-checks after_published --lang ru" in archive.read("run_autograder")
    names = set(archive.namelist())
    assert {"Makefile", "requirements/grader.txt", "assignments/one_to_one/test_hidden.py"} <= names
    assert not [name for name in names if name.startswith(("solutions", "tests", "student_template", "."))]
    assert {name.split("/")[1] for name in names if name.startswith("assignments/")} == {"one_to_one"}
    assert not [name for name in names if str(ROOT).encode() in archive.read(name)]


def test_the_same_grader_makes_the_same_archive(tmp_path: Path) -> None:
    """No time and no user is in it."""
    _made(tmp_path / "one.zip")
    _made(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
