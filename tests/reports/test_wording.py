"""The sentences that a failed check is told in, and who gets a hint."""

from __future__ import annotations

import dataclasses

import pytest

from grader import pipeline
from grader.core.assignment import Visibility
from grader.core.report import CheckRun, RunReport
from grader.core.submission import Submission
from grader.core.verdict import Outcome
from grader.wording import message

from .samples import assignment, text

IMPORT = {"exception": "NameError", "message": "name 'x' is not defined", "file": "models.py", "line": 3}


def failed(failure, expected, happened):
    return CheckRun("stored", Outcome.FAILED, failure, expected, happened)


def said(failure, expected, happened):
    return message(failed(failure, expected, happened), broken=(), titles={})


def compared(operator, wanted, found):
    return said("not_equal", {"operator": operator, "value": wanted}, {"value": found})


def test_something_where_nothing_should_be():
    told = compared("==", [], ["fields.E304"])
    assert told.en == "There should be nothing here, but there is: ['fields.E304']."
    assert told.ru == "Здесь ничего не должно быть, а есть: ['fields.E304']."


@pytest.mark.parametrize(("operator", "wanted", "found"), [("is not", None, None), ("!=", [], [])])
def test_nothing_where_something_should_be(operator, wanted, found):
    told = compared(operator, wanted, found)
    assert told.en == "There is nothing here, and there should be something."
    assert told.ru == "Здесь ничего нет, а должно быть."


@pytest.mark.parametrize(
    ("operator", "wanted", "found", "sentence"),
    [
        ("==", 3, [], "Expected 3, but it was []."),
        ("==", [], None, "Expected [], but it was None."),
        ("!=", 3, 3, 'Expected "!= 3", but it was 3.'),
        ("is", None, 4, 'Expected "is None", but it was 4.'),
    ],
)
def test_other_comparisons_name_both_sides(operator, wanted, found, sentence):
    assert compared(operator, wanted, found).en == sentence


def test_exceptions_to_choose_from():
    told = said("not_raised", {"exception": "IntegrityError | ValidationError"}, {"exception": None})
    assert "Expected IntegrityError or ValidationError, but" in told.en
    assert "исключение IntegrityError или ValidationError, но" in told.ru


def test_a_name_that_the_grader_gave_is_never_told():
    told = compared("==", "wife", "husband_of_women_by_another_name")
    assert told.en == "Expected 'wife', but it was a name that is taken already."
    assert told.ru == "Ожидалось 'wife', а получилось имя, которое уже занято."
    choices = "Choices are: age, best_man_of_women_by_another_name, id"
    told = said("raised", {"exception": None}, {"exception": "FieldError", "text": choices})
    assert told.en == "FieldError was raised: Choices are: age, a name that is taken already, id"


# -- what the pipeline makes of a whole report -----------------------------------------------------------------

FIRST = assignment().checks[0]
HIDDEN = dataclasses.replace(FIRST, id="unseen", visibility=Visibility.HIDDEN)
SECOND = dataclasses.replace(FIRST, id="wife", title=text("wife"))


class Lane:
    """A lane that reports what it is given."""

    def __init__(self, report):
        self._report = report

    def run(self, job):
        return self._report

    def fresh(self):
        return self

    def close(self):
        pass


def graded(*runs):
    known = dataclasses.replace(assignment(), checks=(HIDDEN, FIRST, SECOND))
    submission = Submission("alice", known.slug, ())
    return pipeline.grade(submission, known, Lane(RunReport(checks=runs)), course_key=b"key").checks


def test_an_error_at_import_is_told_once():
    names = ("unseen", "stored", "wife")
    checks = graded(*(dataclasses.replace(failed("import", {}, IMPORT), id=name) for name in names))
    _, first, second = checks
    assert first.message.en.startswith("Your code could not be imported. Error in models.py, line 3: NameError")
    assert second.message.en == "Not run: your file could not be imported."
    assert second.message.ru == "Не проверялось: ваш файл не удалось импортировать."
    assert not [check.id for check in checks if check.hint.en or check.hint.ru]


def test_a_hint_stands_only_where_the_check_itself_found_something():
    unseen = CheckRun("unseen", Outcome.PASSED)
    skipped = CheckRun("wife", Outcome.SKIPPED, "missing", skipped_because="stored")
    _, found, missing = graded(unseen, failed("not_equal", {"value": 1}, {"value": 2}), skipped)
    assert found.hint == FIRST.hint
    assert missing.hint.en == missing.hint.ru == ""
    ended = failed("incident", {}, {"incident": "died", "place": "here"})
    _, stopped, _ = graded(unseen, ended, skipped)
    assert stopped.hint.en == ""
