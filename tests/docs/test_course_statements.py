"""Each statement of the lecture notes has a check that finds it out, and each wrong one an answer and a diagnosis."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest

from grader.commands.answers import VERDICT_FILE, read_expectation
from grader.commands.terms import CHECKOUT
from grader.intake.assignments import load_assignment

from .tables import tables

TABLES = tables(CHECKOUT / "docs" / "reference" / "course-statements.md")
HOLDS, FAILS = TABLES["What holds"], TABLES["What does not hold"]

# slug/answer and the diagnosis that it brings: what the notes get wrong
WRONG = {
    "parent_link/notes_example": "parent_link_cannot_be_null",
    "link_and_save/hire_create_by_position": "create_with_positional_values",
    "link_and_save/promote_as_in_the_notes": "child_assigned_to_parent",
    "one_to_one/notes_husband_inherits_women": "inheritance_instead_of_link",
    "one_to_one/tabs_and_spaces": "tabs_and_spaces",
}


@cache
def loaded(slug):
    return load_assignment(CHECKOUT / "assignments" / slug)


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


def test_all_three_assignments_have_their_statements():
    assert {quoted(row[1])[0] for row in HOLDS} == {path.name for path in (CHECKOUT / "assignments").iterdir()}
    assert len({row[0] for row in HOLDS}) == len(HOLDS) >= 14


@pytest.mark.parametrize("row", HOLDS, ids=lambda row: row[2])
def test_a_statement_has_a_check(row):
    _, slugs, checks = row
    [slug] = quoted(slugs)
    named = quoted(checks)
    assert named
    assert set(named) <= {check.id for check in loaded(slug).checks}


def test_what_the_notes_get_wrong_is_all_there():
    assert {quoted(row[1])[0]: quoted(row[2])[0] for row in FAILS} == WRONG
    assert len(FAILS) == len(WRONG)


@pytest.mark.parametrize("row", FAILS, ids=lambda row: quoted(row[1])[0])
def test_a_wrong_statement_has_an_answer_that_brings_its_diagnosis(row):
    _, answer, diagnosis, advice = row
    slug, _, name = quoted(answer)[0].partition("/")
    folder = CHECKOUT / "solutions" / slug / name
    assert set(quoted(diagnosis)) <= read_expectation(folder, loaded(slug)).diagnoses
    assert tomllib.loads((folder / VERDICT_FILE).read_text(encoding="utf-8"))["score"] < loaded(slug).max_score
    assert advice.strip()
