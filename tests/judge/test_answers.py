"""What the judge makes of answers that no honest program gives, asked without a box."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.core.errors import Lost
from grader.judge import loading
from grader.judge.failure import described, failure_of
from grader.judge.fixtures import Fixtures
from grader.judge.program import Program
from grader.judge.remote import Module, connect
from grader.sandbox.limits import default_limits
from grader.sandbox.subject import wire

Answers = Mapping[str, Callable[..., Any] | Any]
SINGER = {"name": "Singer", "fields": [], "options": {}, "bases": ["songs.women"]}
FAN = {"name": "Fan", "fields": [], "options": {}, "bases": ["other.women"]}
STAGE = {"name": "Stage", "fields": [], "options": {"proxy": True}, "bases": ["songs.singer"]}
SOLOIST = {"name": "Soloist", "fields": [], "options": {}, "bases": ["songs.singer", "songs.soloist"]}
DIVA = {"name": "Diva", "fields": [], "options": {}, "bases": ["songs.stage"]}
WOMEN = {"name": "Women", "fields": [], "options": {}, "bases": []}


class Told:
    """One that answers whatever it is told to, and keeps what it was asked."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def ask(self, operation: str, _arguments: list[Any], _until: float, _first: Any = None) -> dict[str, Any]:
        self.asked.append(operation)
        answer = self._answers[operation]
        is_reference = type(answer) is dict and "$" in answer
        return {"id": 1, "value": answer if is_reference else wire.encode(answer, _no_object, 100, 2000)}


def _no_object(value: object) -> Any:
    raise TypeError(value)


class Family:
    def __init__(self, answers: Answers) -> None:
        self.subject = self.witness = Told(answers)


def program_that(**answers: Any) -> tuple[Program, Told]:
    """A program with these answers, and who gives them."""
    family = Family(answers)
    program = Program(family, default_limits(), time.monotonic() + 60)
    connect(program)
    return program, family.subject


def account(*models: object) -> dict[str, Any]:
    return {"error": None, "broken": [], "described": json.dumps({"models": models})}


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(("levels", "lost"), [(250, False), (310, True), (900, True)])
def test_a_description_is_nested_as_every_reader_can_read_it(levels: int, *, lost: bool) -> None:
    """The report goes on to readers whose stacks are deeper, and to whom it would be a fault of the grader."""
    program, _ = program_that(load=account({**SINGER, "x": nested(levels)}))
    if lost:
        with pytest.raises(Lost, match="description"):
            loading.load(program, "songs", {})
    else:
        assert loading.load(program, "songs", {})["error"] is None


def test_a_number_of_statements_is_a_number() -> None:
    """Whatever else it is cannot be compared, nor written into a report."""
    program, _ = program_that(count_queries=b"none")
    fixtures = Fixtures()
    fixtures.program = program
    counted = Fixtures.queries.__wrapped__(fixtures)  # type: ignore[attr-defined]  # pytest's own, of a fixture
    with pytest.raises(Lost, match="number of statements"), counted(max=2):
        pass


def reference(number: int, name: str, key: object = 5) -> dict[str, Any]:
    return {"$": "ref", "id": number, "kind": "model", "name": name, "identity": ["row", f"songs.{name}", key]}


@pytest.mark.parametrize(
    ("obj", "of", "asked"),
    [
        ("Singer", {"Singer", "Women"}, False),
        ("Women", {"Women"}, False),
        ("Soloist", {"Singer", "Women", "Soloist"}, False),
        ("Fan", {"Fan"}, False),
        ("Diva", {"Diva", "Singer", "Women"}, False),
        ("Stage", {"Diva", "Fan", "Singer", "Soloist", "Women"}, True),  # a proxy's rows are its model's: it has none
    ],
)
def test_the_declaration_says_what_a_row_is_an_object_of(obj: str, of: set[str], *, asked: bool) -> None:
    """The tables were made of it. What the program says besides, here always yes, counts for nothing."""
    models = [WOMEN, SINGER, FAN, STAGE, SOLOIST, DIVA]
    program, told = program_that(load=account(*models), name=reference(77, obj), isinstance=True)
    loading.load(program, "songs", {})
    module = Module(program)
    found = program.subject("name", "models", "somebody")
    names = [model["name"] for model in models if model is not STAGE]
    assert {name for name in names if isinstance(found, getattr(module, name))} == of
    assert ("isinstance" in told.asked) is asked


def test_an_exception_in_the_place_of_an_object_is_no_fault_of_the_checks_author() -> None:
    """A program gave the class of one for what is then called: it is the program that fails the check."""
    program, _ = program_that()
    known = {"$": "exception", "class": "DoesNotExist", "bases": ["django.core.exceptions.ObjectDoesNotExist"]}
    with pytest.raises(AttributeError) as caught:
        program.decoded(known)().attname  # noqa: B018
    assert failure_of(caught, None, None, Path(__file__).parent).kind == "raised"


def test_of_a_value_enough_is_shown() -> None:
    """Lists in lists are short each, and together as long as an answer may be."""
    value = [[["x" * 290] * 9] * 9] * 9
    shown = json.dumps(described(value))
    assert 2000 < len(shown) < 10_000
    assert "... (9)" in shown


@pytest.mark.parametrize(
    "value",
    [None, True, 7, -(10**298), 1.5, "x" * 300, ["x", 1], {"a": [1, {"b": "c"}]}, [[1] * 20] * 20],
)
def test_what_is_short_is_shown_as_it_is(value: object) -> None:
    """As data, so that every report can show it in its own way."""
    assert described(value) == value


def test_a_number_of_thousands_of_digits_is_a_text() -> None:
    """Not every reader of a verdict takes such numbers."""
    assert described(10**4000) == f"1{'0' * 299}... (4001)"
