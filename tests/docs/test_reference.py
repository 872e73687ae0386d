"""What the reference pages list is what the code has, no less and no more."""

from __future__ import annotations

import dataclasses
import re

import pytest
import typer.main

from grader.cli import app
from grader.commands import answers
from grader.commands.terms import CHECKOUT
from grader.core.limits import LIMIT_NAMES
from grader.core.verdict import IncidentKind
from grader.intake import asked, assignments, course, policies, testfiles
from grader.judge.fake import Fake
from grader.judge.fixtures import Database, Fixtures
from grader.judge.remote import Remote
from grader.sandbox.limits import default_limits

from .tables import names, tables

REFERENCE = CHECKOUT / "docs" / "reference"


def listed(page, heading):
    """The names in the first column, in order, none of them twice."""
    found = [name for row in tables(REFERENCE / page)[heading] for name in names(row)]
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("The assignment", assignments._TOP_KEYS),
        ("[[task]]", ("id", "title")),
        ("[check.ID]", assignments._CHECK_KEYS),
        ("[limits]", LIMIT_NAMES),
        ("tables.toml", asked.COLUMN_KEYS),
    ],
)
def test_every_key_of_assignment_toml(heading, keys):
    assert listed("assignment-toml.md", heading) == set(keys)


def test_the_defaults_of_limits():
    for row in tables(REFERENCE / "assignment-toml.md")["[limits]"]:
        assert float(row[1]) == getattr(default_limits(), names(row)[0]), row


def test_the_hidden_share():
    text = (REFERENCE / "assignment-toml.md").read_text(encoding="utf-8")
    assert f"At most {float(assignments.HIDDEN_SHARE) * 100:.0f} % of" in text


def test_every_key_of_verdict_toml():
    assert listed("verdict-toml.md", "verdict.toml") == set(answers.KINDS)
    text = (REFERENCE / "verdict-toml.md").read_text(encoding="utf-8")
    assert all(f'`"{kind}"`' in text for kind in IncidentKind)


def test_every_fixture():
    given = {name for name, value in vars(Fixtures).items() if type(value).__name__ == "FixtureFunctionDefinition"}
    assert given == testfiles.FIXTURES
    assert listed("fixtures.md", "Fixtures") == given


def public(cls):
    return {name for name, value in vars(cls).items() if not name.startswith("_") and callable(value)}


def test_every_operation_of_the_database_and_of_made_up_data():
    assert listed("fixtures.md", "database") == public(Database)
    assert listed("fixtures.md", "fake") == public(Fake)


def test_every_operation_of_a_remote_object():
    plumbing = {"__init__", "__repr__"}  # made by the grader; asks nobody
    defined = {name for name, value in vars(Remote).items() if name.startswith("__") and callable(value)} - plumbing
    rows = tables(REFERENCE / "fixtures.md")["Remote objects"]
    methods = [name for row in rows for name in re.findall(r"`(__\w+__)`", row[-1])]
    assert sorted(methods) == sorted(defined)


def test_every_import():
    rows = tables(REFERENCE / "fixtures.md")["Imports"]
    said = {names(row)[0]: frozenset(re.findall(r"`(\w+)`", row[1])) or None for row in rows}
    assert said == testfiles._IMPORTS


TOP = typer.main.get_command(app).commands
# a group's commands stand under its own heading, as "export csv"
COMMANDS = TOP | {
    f"{group} {name}": command for group in TOP for name, command in getattr(TOP[group], "commands", {}).items()
}


def test_every_key_of_course_toml():
    assert listed("course-toml.md", "course.toml") == set(course._KEYS)
    assert listed("course-toml.md", "Rules") == {"due", *policies._RULES}
    assert listed("course-toml.md", "students.csv") == {field.name for field in dataclasses.fields(course.Student)}


def test_every_command_has_its_heading():
    headings = re.findall(
        r"^##+ grader ([\w -]+)$", (REFERENCE / "commands.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(headings) == sorted(COMMANDS)


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_option_of_a_command(verb):
    declared = set()
    for parameter in COMMANDS[verb].params:
        argument = parameter.param_type_name == "argument"
        declared |= {parameter.metavar} if argument else {*parameter.opts, *parameter.secondary_opts}
    declared -= {"--help", "-h"}
    assert (listed("commands.md", f"grader {verb}") if declared else set()) == declared


def test_every_variable_of_the_environment():
    told = [parameter.envvar for command in COMMANDS.values() for parameter in command.params if parameter.envvar]
    variables = {name for names in told for name in ([names] if isinstance(names, str) else names)}
    text = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    assert variables == set(re.findall(r"`((?:GRADER|FEEDBACK|CELERY)_\w+)`", text))
