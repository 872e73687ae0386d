"""The transcript of a check says in plain statements what the check did, and does the same when it is run."""

from __future__ import annotations

import io
import traceback
from code import InteractiveInterpreter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from grader.judge.failure import Failure
from grader.judge.fake import Fake
from grader.judge.fixtures import Database
from grader.judge.program import Program, Step
from grader.judge.remote import Module
from grader.judge.scenery import Make
from grader.judge.transcript import comment_of, transcript_of, write
from tests.apps.operations import models as own_models
from tests.judge.conftest import Start

pytestmark = [pytest.mark.sandbox, pytest.mark.django_db(transaction=True)]
SOURCE = Path(own_models.__file__).read_text(encoding="utf-8")


class Scene:
    """What a check has at hand."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.models = Module(program)
        self.make = Make(program, Fake(5))
        self.database = Database(program)


def pasted(script: str) -> str:
    """What a console says to the script, statement by statement, on the tables of the same models here."""
    said = io.StringIO()
    script = script.replace("from operations.models", "from tests.apps.operations.models")
    console = InteractiveInterpreter({"reset": lambda: None})
    with redirect_stdout(said), redirect_stderr(said):
        for line in script.splitlines():
            assert console.runsource(line, symbol="single") is False, line
    return said.getvalue()


def wife_by_key(s: Scene) -> Any:
    husband = s.make("Husband", age=41)
    s.make("Women", husband=husband, name="Anna")
    return s.models.Husband._base_manager.get(pk=husband.pk).wife.name


def husband_of_nobody(s: Scene) -> Any:
    woman = s.make("Women", husband=None)
    return s.models.Women._base_manager.get(pk=woman.pk).husband


def second_wife(s: Scene) -> Any:
    husband = s.make("Husband")
    s.make("Women", husband=husband)
    return s.make("Women", husband=husband)


def missing_wife(s: Scene) -> Any:
    return s.make("Husband").wife


def by_two_names(s: Scene) -> Any:
    s.make("Husband", name="Oleg", age=20)
    s.make("Husband", name="Борис", age=30)
    return s.models.Husband.objects.order_by("age")[1].name


def column_of_a_row(s: Scene) -> Any:
    woman = s.make("Women", husband=None)
    return s.database.row(woman)["husband_id"]


def number_of_rows(s: Scene) -> Any:
    s.make("Husband")
    s.make("Husband")
    return s.database.count("Husband")


def listed(s: Scene) -> Any:
    s.make("Husband", name="Oleg")
    return [husband.name for husband in s.models.Husband.objects.all()]


CASES: dict[str, tuple[Callable[[Scene], Any], str]] = {
    "attribute behind a key": (wife_by_key, "'Anna'"),
    "None": (husband_of_nobody, "None"),
    "refused by the database": (second_wife, "IntegrityError: UNIQUE constraint failed"),
    "missing reverse": (missing_wife, "RelatedObjectDoesNotExist"),
    "item": (by_two_names, "'Борис'"),
    "column of a row": (column_of_a_row, "(None,)"),
    "number of rows": (number_of_rows, "(2,)"),
    "iteration": (listed, "'Oleg'"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_script_shows_what_the_check_saw(name: str, start: Start) -> None:
    """Pasted elsewhere, where keys are others, its last statement says the same."""
    action, seen = CASES[name]
    program = start("operations", SOURCE)
    shown: Any = NotImplemented
    try:
        shown = action(Scene(program))
    except Exception:  # noqa: BLE001 - whatever it raises is what the script must raise too
        traceback.print_exc()
    script = write(program.steps, "operations", program.tables, shown, lambda _known: "the end")
    assert script.splitlines()[-1].endswith("# the end")
    said = pasted(script)
    assert seen in said.splitlines()[-1], (script, said)
    assert ("Traceback" in said) is (shown is NotImplemented), said


def test_names_of_the_students_giving_cannot_become_statements(start: Start) -> None:
    """A reverse name may be any text: it stays a text."""
    odd = SOURCE.replace('related_name="wife"', 'related_name="x) or print(1"')
    assert odd != SOURCE
    program = start("operations", odd)
    name = program.subject("accessor", "Women.husband")
    with pytest.raises(Exception):  # noqa: B017 - no wife: which exception is Django's
        getattr(Scene(program).make("Husband"), name)
    script = write(program.steps, "operations", program.tables, NotImplemented, lambda _known: "the end")
    assert "getattr(" in script
    assert repr(name) in script


def test_the_key_that_was_expected_is_an_expression(start: Start) -> None:
    """What gave the wrong value comes last: the row that was read before the key that it was compared with."""
    program = start("operations", SOURCE)
    s = Scene(program)
    husband = s.make("Husband")
    women = s.make("Women", husband=None)
    found = s.database.row(women)
    assert found is not None
    key = husband.pk
    failure = Failure("not_equal", {"operator": "==", "value": key}, {"value": None}, shown=found["husband_id"])
    last = transcript_of(failure, program, "operations").splitlines()[-1]
    assert 'SELECT "husband_id" FROM "operations_women"' in last
    assert last.endswith("  # expected: husband.pk. Happened: None")


def test_attributes_that_were_compared_together_are_shown_together(start: Start) -> None:
    """``[husband.name, husband.age]``, not the last of them alone."""
    program = start("operations", SOURCE)
    husband = Scene(program).make("Husband", name="Oleg", age=41)
    script = write(program.steps, "operations", program.tables, [husband.name, husband.age], lambda _known: "the end")
    assert script.splitlines()[-1] == "[husband.name, husband.age]  # the end"
    assert "['Oleg', 41]" in pasted(script)


SMUGGLING = {
    "an app": Step("create", ("os\nsmuggled()\n.Women", {})),
    "another app": Step("create", ("antigravity.Women", {})),
    "a model": Step("create", ("operations.Women\nsmuggled()\n", {})),
    "a keyword of the language": Step("model", ("class",)),
    "a table": Step("rows", ("Women\nsmuggled()\n#",), [], fact=True),
    "a module's name": Step("name", ("services", "x\nsmuggled()")),
}


@pytest.mark.parametrize("name", SMUGGLING)
def test_what_is_no_name_is_written_nowhere(name: str) -> None:
    """Then there is no transcript at all."""
    with pytest.raises(ValueError):
        write([SMUGGLING[name]], "operations", {}, NotImplemented, lambda _known: "the end")


@pytest.mark.parametrize("name", ["x=1)\nsmuggled()\nx(y", "class", "\ufb01eld"])
def test_what_is_no_keyword_is_given_as_a_text(name: str) -> None:
    """A field's name may be anything: it stays a text, and the same one."""
    step = Step("create", ("Women", {name: 5, "age": 6}))
    script = write([step], "operations", {}, NotImplemented, lambda _known: "the end")
    assert f"Women(**{{{name!r}: 5}}, age=6)" in script
    assert len(script.splitlines()) == 5  # import, reset, made, saved, shown


def test_broken_statements_are_those_of_the_database(start: Start) -> None:
    """``breaking`` is written as the trigger that it was, and the next step runs into it."""
    program = start("operations", SOURCE)
    s = Scene(program)
    with pytest.raises(Exception, match="made to fail"), s.database.breaking("Husband", "insert"):
        s.make("Husband")
    script = write(program.steps, "operations", program.tables, NotImplemented, lambda _known: "the end")
    try:
        said = pasted(script)
    finally:
        connection.cursor().execute("DROP TRIGGER IF EXISTS grader_breaking")
    assert "this step was made to fail" in said.splitlines()[-1]


COMMENTS = {
    "expected: IntegrityError. Happened: nothing is raised": Failure(
        "not_raised", {"exception": "IntegrityError"}, {"exception": None}
    ),
    "expected: nothing is raised. Happened: ValueError: two lines": Failure(
        "raised", {"exception": None}, {"exception": "ValueError", "text": "two\nlines"}
    ),
    "expected: 'wife'. Happened: 'woman'": Failure(
        "not_equal", {"operator": "==", "value": "wife"}, {"value": "woman"}
    ),
    "expected: is not None. Happened: None": Failure(
        "not_equal", {"operator": "is not", "value": None}, {"value": None}
    ),
    "expected: an object of Women. Happened: an object of RelatedManager": Failure(
        "not_an_instance", {"operator": "isinstance", "value": "<Women>"}, {"value": "<RelatedManager>"}
    ),
    "expected: an object of Women. Happened: None": Failure(
        "not_an_instance", {"operator": "isinstance", "value": "<Women>"}, {"value": "None"}
    ),
    "expected: an object of Women. Happened: '<Women>'": Failure(
        "not_equal", {"operator": "==", "value": "<Women>"}, {"value": "<Women>"}, shown="<Women>"
    ),
    r"expected: nothing is raised. Happened: ValueError: \x1b[2J\u202e\x00\ud800": Failure(
        "raised", {"exception": None}, {"exception": "ValueError", "text": "\x1b[2J\u202e\x00\ud800"}
    ),
    "expected: queries 2. Happened: queries 7": Failure("refuted", {"queries": 2}, {"queries": 7}),
}


@pytest.mark.parametrize("comment", COMMENTS)
def test_the_comment_stays_on_its_line(comment: str) -> None:
    """Expected and happened, on one line, whatever the student's exception says."""
    assert comment_of(COMMENTS[comment]) == comment
