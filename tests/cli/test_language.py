"""Which language feedback is in: the option, then FEEDBACK_LANG, then course.toml, then English."""

from __future__ import annotations

import json

import pytest

from grader.cli import grading
from grader.commands import explain
from tests.reports.samples import assignment, verdict

EN, RU = "Score", "Баллы"
CASES = [
    ("ru", "en", "en", "ru"),
    ("en", "ru", "ru", "en"),
    (None, "ru", "en", "ru"),
    (None, "en", "ru", "en"),
    (None, None, "ru", "ru"),
    (None, "", "ru", "ru"),
    (None, None, None, "en"),
]
by_precedence = pytest.mark.parametrize(("option", "environment", "toml", "wanted"), CASES)


@pytest.fixture
def spoken(run, course, engine, monkeypatch):
    """Runs a verb in a course of that language."""

    def spoken(verb, *arguments, option, environment, toml):
        if toml:
            (course / "course.toml").write_text(f'language = "{toml}"\n')
        if environment is not None:
            monkeypatch.setenv("FEEDBACK_LANG", environment)
        return run(verb, *arguments, *(["--lang", option] if option else []))

    return spoken


@by_precedence
def test_check(spoken, course, monkeypatch, option, environment, toml, wanted):
    """A file in a course's submitted/ is spoken of in the course's language."""
    monkeypatch.setattr(grading, "check_one", lambda *_, **__: (assignment(), verdict()))
    path = course / "submitted" / "alice" / "one_to_one" / "models.py"
    answer = spoken("check", path, "--assignment", "one_to_one", option=option, environment=environment, toml=toml)
    assert answer.exit_code == 0, answer.output
    assert f"{RU if wanted == 'ru' else EN}: " in answer.stdout


def test_check_of_a_file_in_no_course_is_in_english(spoken, tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "check_one", lambda *_, **__: (assignment(), verdict()))
    path = tmp_path / "models.py"
    path.write_text("x = 1\n")
    answer = spoken("check", path, "--assignment", "one_to_one", option=None, environment=None, toml="ru")
    assert f"{EN}: " in answer.stdout


def test_a_course_that_cannot_be_read_does_not_stop_a_check(spoken, course, monkeypatch):
    monkeypatch.setattr(grading, "check_one", lambda *_, **__: (assignment(), verdict()))
    path = course / "submitted" / "alice" / "one_to_one" / "models.py"
    answer = spoken("check", path, "--assignment", "one_to_one", option=None, environment=None, toml="de")
    assert answer.exit_code == 0
    assert f"{EN}: " in answer.stdout
    assert "warning: " in answer.stderr
    assert "course.toml" in answer.stderr


@by_precedence
def test_grade(spoken, course, option, environment, toml, wanted):
    assert spoken("grade", course, option=option, environment=environment, toml=toml).exit_code == 0
    page = (course / "graded" / "alice" / "one_to_one" / "feedback.html").read_text(encoding="utf-8")
    assert f'<html lang="{wanted}"' in page


@by_precedence
def test_explain(spoken, course, monkeypatch, option, environment, toml, wanted):
    monkeypatch.setattr(explain, "find_assignment", lambda slug, root: assignment())
    place = course / "evidence" / "alice" / "one_to_one"
    place.mkdir(parents=True)
    (place / "verdict.json").write_text(json.dumps(verdict().to_json(staff=True)))
    answer = spoken("explain", course, "alice", "one_to_one", option=option, environment=environment, toml=toml)
    assert answer.exit_code == 0, answer.output
    assert ("получено" if wanted == "ru" else "earned") in answer.stdout


@pytest.mark.parametrize("verb", ["check", "grade", "explain"])
def test_a_language_that_there_is_not_is_refused(run, verb, course, monkeypatch):
    monkeypatch.setenv("FEEDBACK_LANG", "de")
    arguments = {"check": [course / "submitted", "-a", "x"], "grade": [course], "explain": [course, "alice", "x"]}
    answer = run(verb, *arguments[verb])
    assert answer.exit_code == 2
    assert "FEEDBACK_LANG" in answer.stderr or "--lang" in answer.stderr
