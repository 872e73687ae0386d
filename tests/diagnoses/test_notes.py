"""The five statements of the lecture notes that do not hold: whoever copies them hears so, kindly, in Russian."""

from __future__ import annotations

import re

import pytest

from grader.core.verdict import Diagnosis
from grader.engine.lane import Lane
from grader.intake.uploads import read_submission
from grader.pipeline import grade
from grader.sandbox.limits import default_limits
from tests.diagnoses.made import ASSIGNMENTS
from tests.sandboxed import COURSE_KEY, ROOT, VALIDATOR

pytestmark = pytest.mark.sandbox

NOTES = [
    (
        "parent_link",
        "notes_example",
        "parent_link_cannot_be_null",
        "the notes write it so",
        "parent_link=True, без null и без blank",
    ),
    (
        "link_and_save",
        "hire_create_by_position",
        "create_with_positional_values",
        "keywords",
        'create(name="Jack", age=32)',
    ),
    (
        "link_and_save",
        "promote_as_in_the_notes",
        "child_assigned_to_parent",
        "nothing",
        "это та же самая запись капитана",
    ),
    ("one_to_one", "notes_husband_inherits_women", "inheritance_instead_of_link", "is a", "нужно поле OneToOneField"),
    ("one_to_one", "tabs_and_spaces", "tabs_and_spaces", "mixed", "перемешаны табуляция и пробелы"),
]


def diagnosed(lane: Lane, slug: str, answer: str) -> tuple[float | None, list[Diagnosis]]:
    """Score and diagnoses of a named answer, through the whole path."""
    assignment = ASSIGNMENTS[slug]
    limits = default_limits().replaced(assignment.limits)
    submission = read_submission(ROOT / "solutions" / slug / answer, assignment, limits)
    verdict = grade(submission, assignment, lane, course_key=COURSE_KEY)
    VALIDATOR.validate(verdict.to_json(staff=True))
    assert verdict.staff["diagnoses_that_failed"] == []
    return verdict.score, list(verdict.diagnoses)


@pytest.mark.parametrize(("slug", "answer", "id_", "en", "ru"), NOTES, ids=[row[2] for row in NOTES])
def test_what_the_notes_say_wrongly_is_explained(lane, slug, answer, id_, en, ru):
    """By its own diagnosis, with a line in the student's file and a page to read."""
    _, found = diagnosed(lane, slug, answer)
    named = [entry for entry in found if entry.id == id_]
    assert len(named) == 1, [entry.id for entry in found]
    said = named[0]
    assert en in said.message.en
    assert ru in said.message.ru
    assert re.search("[а-яё]{4}", said.message.ru)
    assert said.line
    assert said.file
    assert said.reference
    assert said.reference.startswith("https://docs.")


@pytest.mark.parametrize("slug", list(ASSIGNMENTS))
def test_the_model_answer_gets_no_diagnosis(lane, slug):
    score, found = diagnosed(lane, slug, "reference")
    assert score == ASSIGNMENTS[slug].max_score
    assert found == []
