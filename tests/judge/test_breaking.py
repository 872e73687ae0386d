"""``database.breaking``: a step that fails in the database, and only that one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError

from grader.judge.fixtures import Database
from grader.judge.program import Program
from grader.judge.remote import Module
from tests.apps.operations import models as own_models
from tests.judge.conftest import Start

pytestmark = pytest.mark.sandbox
SOURCE = Path(own_models.__file__).read_text(encoding="utf-8")
MOVE = """

from django.db import transaction

def move(husband, former, woman):
    Women.objects.filter(pk=former.pk).update(husband=None)
    woman.husband = husband
    woman.save()

move_at_once = transaction.atomic(move)
"""
TRIGGER = "this step was made to fail"


@pytest.fixture
def program(start: Start) -> Iterator[Program]:
    return start("operations", SOURCE + MOVE)


def links(program: Program) -> list[object]:
    return [row["husband_id"] for row in Database(program).rows("Women")]


def test_a_link_can_be_cut_where_none_can_be_made(program: Program) -> None:
    """An update that leaves the column empty goes through; one that leaves something in it fails."""
    models, database = Module(program), Database(program)
    husband = models.Husband.objects.create(name="h", age=1)
    married = models.Women.objects.create(name="married", husband=husband)
    unmarried = models.Women.objects.create(name="unmarried")
    with database.breaking("Women", "update", filling="husband"):
        unmarried.name = "renamed"
        unmarried.save()
        married.husband = None
        married.save()
        unmarried.husband = husband
        with pytest.raises(IntegrityError, match=TRIGGER):
            unmarried.save()
        assert links(program) == [None, None]
    unmarried.save()
    assert links(program) == [None, husband.pk]


def test_other_ways_of_writing_are_not_broken(program: Program) -> None:
    """An update is broken, and an insert that fills the column is not; and the other way round."""
    models, database = Module(program), Database(program)
    husbands = [models.Husband.objects.create(name="h", age=age) for age in (1, 2)]
    with database.breaking("Women", "update", filling="husband"):
        woman = models.Women.objects.create(name="w", husband=husbands[0])
    with database.breaking("Women", "insert", filling="husband"):
        models.Women.objects.create(name="unmarried")
        with pytest.raises(IntegrityError, match=TRIGGER):
            models.Women.objects.create(name="refused", husband=husbands[1])
        woman.husband = husbands[1]
        woman.save()
    assert links(program) == [husbands[1].pk, None]


@pytest.mark.parametrize(("way", "left"), [("move", None), ("move_at_once", "husband")])
def test_it_tells_a_transaction_from_single_steps(program: Program, way: str, left: str | None) -> None:
    """The first step is done when the second fails: a transaction takes it back."""
    models, database = Module(program), Database(program)
    husband = models.Husband.objects.create(name="h", age=1)
    former = models.Women.objects.create(name="former", husband=husband)
    woman = models.Women.objects.create(name="next")
    with database.breaking("Women", "update", filling="husband"):
        with pytest.raises(IntegrityError, match=TRIGGER):
            getattr(models, way)(husband, former, woman)
        assert links(program) == [husband.pk if left else None, None]


def test_a_deleted_row_fills_nothing(program: Program) -> None:
    """The author of a check is told so, at once."""
    with (
        pytest.raises(ValueError, match="fills no field"),
        Database(program).breaking("Women", "delete", filling="name"),
    ):
        pass


def test_a_check_that_fails_within_it_leaves_nothing_broken(program: Program) -> None:
    """The next check finds the tables as they were migrated, and no trigger is missed."""
    database = Database(program)
    with pytest.raises(AssertionError), database.breaking("Women", "update"):
        raise AssertionError
    program.next_check(8)
    woman = Module(program).Women.objects.create(name="before")
    woman.name = "after"
    woman.save()
    assert [row["name"] for row in database.rows("Women")] == ["after"]


@pytest.mark.parametrize(("lines", "used"), [
    ("list(Women.objects.all())", 1),
    ("[Women.objects.count(), Husband.objects.count()]", 2),
    ("[transaction.atomic(Women.objects.count)(), Husband.objects.count()]", 2),
    ("transaction.atomic(transaction.atomic(Women.objects.count))()", 1),
])  # fmt: skip
def test_beginning_a_transaction_is_no_query(start: Start, lines: str, used: int) -> None:
    """What is counted are the questions to the database, inside an atomic block or not."""
    program = start("operations", f"{SOURCE}{MOVE}\ndef ask():\n    return str({lines})\n")
    program.subject("count_queries", True)  # noqa: FBT003 - an operation of the wire
    Module(program).ask()
    assert program.subject("count_queries", False) == used  # noqa: FBT003
