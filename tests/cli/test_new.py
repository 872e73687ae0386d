"""``grader new``: what it makes passes ``grader verify``, and what it refuses leaves nothing behind."""

from __future__ import annotations

import os

import pytest

from grader.commands import answers, variant
from grader.commands.new import TEMPLATES
from grader.commands.terms import CHECKOUT
from grader.intake import assignments
from grader.intake.assignments import load_assignment
from grader.intake.solutions import stub_of
from tests.proving import only_when_proving


@pytest.fixture
def places(tmp_path):
    for name in ("assignments", "solutions"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def grader(run, places):
    def grader(verb, *arguments):
        return run(verb, *arguments, "--assignments", places / "assignments", "--solutions", places / "solutions")

    return grader


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def left(places):
    """Everything below both folders, hidden names included."""
    return sorted(os.listdir(places / "assignments")) + sorted(os.listdir(places / "solutions"))


def test_a_new_assignment_is_whole(grader, places):
    result = grader("new", "polls_fk")
    assert result.exit_code == 0, result.output
    assert "Next: grader verify polls_fk" in result.stdout
    assignment = load_assignment(places / "assignments" / "polls_fk")
    assert (assignment.app, assignment.submit) == ("polls_fk", ("models.py",))
    answers = files(places / "solutions" / "polls_fk")
    assert "ForeignKey" not in stub_of(answers["reference/models.py"])
    assert left(places) == ["polls_fk", "polls_fk"]
    assert all("$" not in text for text in [*answers.values(), *files(assignment.folder).values()])


def test_its_template_files_reach_a_package():
    """setuptools takes along what package-data names."""
    suffixes = {path.suffix for path in TEMPLATES.rglob("*") if path.is_file()}
    assert suffixes == {".template"}
    assert '"**/*.template"' in (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.sandbox
def test_a_new_assignment_passes_verify_without_a_warning(grader):
    assert grader("new", "polls_fk").exit_code == 0
    result = grader("verify", "polls_fk", "--jobs", 1)
    assert result.exit_code == 0, result.output
    assert "2 named answers, 0 differences\n" in result.stdout
    assert "warning" not in result.stdout


@pytest.mark.sandbox
def test_a_renamed_copy_passes_verify_too(grader, places):
    grader("new", "polls_fk")
    result = grader("new", "fleet", "--from", "polls_fk", "--rename", "Question=Ship,Choice=Sailor,choices=sailors")
    assert result.exit_code == 0, result.output
    written = files(places / "assignments" / "fleet") | files(places / "solutions" / "fleet")
    together = "\n".join([*written, *written.values()]).replace("A choice", "")
    assert "question" not in together.lower().replace("questions, and", "")
    assert 'ship = models.ForeignKey("Ship"' in written["reference/models.py"]
    assert "def test_sailor_has_a_ship(" in written["test_public.py"]
    assert "`fleet/models.py`" in written["brief.en.md"]
    result = grader("verify", "fleet", "--jobs", 1)
    assert result.exit_code == 0, result.output
    assert "2 named answers, 0 differences\n" in result.stdout


@pytest.mark.sandbox
@only_when_proving("grades about a hundred answers")
def test_a_private_variant_of_one_to_one_verifies(run, places):
    """The shipped answers are public; the same assignment in other words must be as sound as they are."""
    for name in ("assignments", "solutions"):
        (places / name / "one_to_one").symlink_to(CHECKOUT / name / "one_to_one")
    where = ["--assignments", places / "assignments", "--solutions", places / "solutions"]
    made = run("new", "ships", "--from", "one_to_one", "--rename", "Women=Ship,Husband=Captain", *where)
    assert made.exit_code == 0, made.output
    result = run("verify", "ships", *where)
    assert result.exit_code == 0, result.output
    assert ", 0 differences" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["Polls"], "cannot be a Django app"),
        (["polls-fk"], "cannot be a Django app"),
        (["../polls"], "cannot be a Django app"),
        (["json"], "cannot be a Django app"),
        (["django"], "cannot be a Django app"),
        (["class"], "cannot be a Django app"),
        (["polls_fk"], "is there already"),
        (["fleet", "--rename", "Question=Ship"], "--from"),
        (["fleet", "--from", "pols_fk"], 'did you mean "polls_fk"'),
        (["fleet", "--from", "polls_fk", "--rename", "Question"], "OLD=NEW"),
        (["fleet", "--from", "polls_fk", "--rename", "Question=Ship,"], "OLD=NEW"),
        (["fleet", "--from", "polls_fk", "--rename", "Question=2Ship"], "'2Ship' is no name"),
        (["fleet", "--from", "polls_fk", "--rename", "Question=Корабль"], "is no name"),
        (["fleet", "--from", "polls_fk", "--rename", "Question=Class"], "means something"),
        (["fleet", "--from", "polls_fk", "--rename", "question=import"], "means something"),
        (["fleet", "--from", "polls_fk", "--rename", "models=things"], "means something"),
        (["fleet", "--from", "polls_fk", "--rename", "name=word"], "part of many of Django's own names"),
        (["fleet", "--from", "polls_fk", "--rename", "Link=Tie"], "part of many of Django's own names"),
        (["fleet", "--from", "polls_fk", "--rename", "Question=ship"], "a class is renamed to a class"),
        (["fleet", "--from", "polls_fk", "--rename", "Qestion=Ship"], "did you mean Question?"),
        (["fleet", "--from", "polls_fk", "--rename", "Question=Choice"], "Choice is there already, in "),
        (["fleet", "--from", "polls_fk", "--rename", "Question=Ship,Question=Boat"], "stands twice"),
        (["fleet", "--from", "polls_fk", "--rename", "Question=Ship", "--rename", "Choice=Ship"], "cannot both"),
        (["fleet", "--from", "bare"], "no named answers"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(grader, places, arguments, complaint):
    grader("new", "polls_fk")
    source = files(places / "assignments" / "polls_fk")
    (places / "assignments" / "bare").mkdir()
    for name, text in source.items():
        (places / "assignments" / "bare" / name).write_text(text.replace("polls_fk", "bare"))
    before = left(places), files(places)
    result = grader("new", *arguments)
    assert result.exit_code == 2, result.output
    assert complaint in result.stderr
    assert (left(places), files(places)) == before


def test_a_field_called_like_a_key_is_renamed_and_the_key_is_not(grader, places):
    """Known to TOML as a key, to a model as a field; bytes that are no UTF-8 stay what they are."""
    grader("new", "polls_fk")
    home = places / "solutions" / "polls_fk" / "status_and_title"
    home.mkdir()
    source = "# -*- coding: cp1251 -*-\r\nstatus = title = 'Вопрос Question'\r\n".encode("cp1251")
    (home / "models.py").write_bytes(source)
    (home / "verdict.toml").write_text('why = "its status and title"\nscore = 0\nstatus = "graded"\n')
    result = grader("new", "fleet", "--from", "polls_fk", "--rename", "status=state,title=heading,Question=Ship")
    assert result.exit_code == 0, result.output
    made = places / "solutions" / "fleet" / "state_and_heading"
    wanted = source.replace(b"status", b"state").replace(b"title", b"heading").replace(b"Question", b"Ship")
    assert (made / "models.py").read_bytes() == wanted
    assert (made / "verdict.toml").read_text() == 'why = "its state and heading"\nscore = 0\nstatus = "graded"\n'


def test_the_keys_that_stay_are_those_that_there_are():
    assert {*assignments._TOP_KEYS, *assignments._CHECK_KEYS, *answers.KINDS, "id"} <= variant.KEYS


def test_a_clash_is_named_with_its_place(grader, places):
    grader("new", "polls_fk")
    result = grader("new", "fleet", "--from", "polls_fk", "--rename", "Question=Text")
    assert "text is there already, in " in result.stderr
    assert "polls_fk/" in result.stderr
    assert "models.py:" in result.stderr


def test_a_folder_of_answers_alone_is_not_written_over(grader, places):
    (places / "solutions" / "polls_fk").mkdir()
    result = grader("new", "polls_fk")
    assert result.exit_code == 2
    assert left(places) == ["polls_fk"]


def test_answers_that_cannot_be_put_in_place_take_the_assignment_along(grader, places, monkeypatch):
    """Both folders or none."""
    rename = type(places).rename

    def failing(self, target):
        if "solutions" in str(target):
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(type(places), "rename", failing)
    result = grader("new", "polls_fk")
    assert result.exit_code == 3
    assert left(places) == []


def test_a_copy_that_would_be_no_assignment_is_not_written(grader, places):
    """A task's id is a name too: with this one the two lines of the brief are the same."""
    grader("new", "polls_fk")
    toml = places / "assignments" / "polls_fk" / "assignment.toml"
    toml.write_text(toml.read_text() + "\n[check.other_one]\n")
    result = grader("new", "fleet", "--from", "polls_fk")
    assert result.exit_code == 2
    assert left(places) == ["polls_fk", "polls_fk"]
