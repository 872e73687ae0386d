"""The subject and the witness take turns: nothing that the subject leaves open changes what the witness sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.judge.fixtures import Database
from grader.judge.program import Program, Refuted
from grader.judge.remote import Module
from tests.apps.operations import models as own_models
from tests.judge.conftest import Start

pytestmark = pytest.mark.sandbox
SOURCE = Path(own_models.__file__).read_text(encoding="utf-8")
TRICKS = """
import sqlite3
from django.db import connection, transaction

_kept = []

def leave_a_generator_open():
    Women.objects.create(name="committed")
    rows = Women.objects.iterator(chunk_size=1)
    next(rows)
    _kept.append(rows)

def give_a_generator():
    for number in range(3):
        yield Women.objects.create(name=f"from a generator {number}").name

def leave_a_transaction_open():
    Women.objects.create(name="committed")
    block = transaction.atomic()
    block.__enter__()
    _kept.append(block)
    Women.objects.create(name="not committed")

def begin_by_hand():
    connection.cursor().execute("BEGIN")
    Women.objects.create(name="not committed")

def use_wal():
    connection.cursor().execute("PRAGMA journal_mode=WAL").fetchall()
    Women.objects.create(name="in the log")

def attach():
    cursor = connection.cursor()
    cursor.execute("ATTACH '/box/other.db' AS other")
    cursor.execute('CREATE TABLE other.operations_women AS SELECT * FROM main.operations_women')
    cursor.execute("INSERT INTO other.operations_women (id, name) VALUES (1, 'in the other file')")

def hold_a_connection_of_its_own():
    other = sqlite3.connect("/box/db.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO operations_women (name) VALUES ('not committed')")
    _kept.append(other)

def shadow_by_a_temporary_table():
    connection.cursor().execute("CREATE TEMP TABLE operations_women AS SELECT * FROM main.operations_women")
    connection.cursor().execute("INSERT INTO temp.operations_women (id, name) VALUES (1, 'temporary')")
"""


@pytest.fixture
def program(start: Start) -> Program:
    return start("operations", SOURCE + TRICKS)


def names(program: Program) -> list[str]:
    return [row["name"] for row in Database(program).rows("Women")]


@pytest.mark.parametrize("trick", ["leave_a_generator_open", "leave_a_transaction_open"])
def test_what_was_committed_is_seen_and_nothing_else(program: Program, trick: str) -> None:
    """An open generator loses no row; an open transaction hides none and adds none."""
    getattr(Module(program), trick)()
    assert names(program) == ["committed"]


@pytest.mark.parametrize(
    "trick", ["begin_by_hand", "attach", "hold_a_connection_of_its_own", "shadow_by_a_temporary_table"]
)
def test_what_is_not_in_the_database_does_not_exist(program: Program, trick: str) -> None:
    """Uncommitted rows, other files and temporary tables are not facts."""
    getattr(Module(program), trick)()
    assert names(program) == []


def test_a_returned_generator_is_drained_before_the_witness_acts(program: Program) -> None:
    """The rows that a generator writes are all there when it has been returned."""
    rows = Module(program).give_a_generator()
    assert len(names(program)) == 3
    assert list(rows) == names(program)


def test_another_journal_mode_is_refused(program: Program) -> None:
    """With WAL on, the database's answers count for nothing; the next check is as if it had not been."""
    Module(program).use_wal()
    with pytest.raises(Refuted, match="journal mode"):
        names(program)
    program.next_check(9)
    Module(program).Women.objects.create(name="after")
    assert names(program) == ["after"]


def test_the_program_goes_on_after_its_transaction_was_rolled_back(program: Program) -> None:
    """Closing the connection under an open atomic block does not break what comes after."""
    models = Module(program)
    models.leave_a_transaction_open()
    assert names(program) == ["committed"]
    models.Women.objects.create(name="later")
    assert names(program) == ["committed", "later"]


def test_numbering_starts_at_another_place_in_each_table_and_check(program: Program) -> None:
    """Two keys that happen to be equal would let a wrong link look right."""
    seen = set()
    for seed in (11, 12):
        program.next_check(seed)
        models = Module(program)
        seen |= {models.Women.objects.create(name="a").pk, models.Husband.objects.create(name="b", age=1).pk}
    assert len(seen) == 4


def test_breaking_makes_the_step_fail_in_the_database(program: Program) -> None:
    """The witness's own trigger counts as no foreign one, and is gone afterwards."""
    models, database = Module(program), Database(program)
    woman = models.Women.objects.create(name="before")
    from django.db import IntegrityError

    with database.breaking("Women", "update"):
        woman.name = "after"
        with pytest.raises(IntegrityError, match="made to fail"):
            woman.save()
        assert names(program) == ["before"]
    woman.save()
    assert names(program) == ["after"]


def test_refuses_needs_the_unique_error_on_exactly_that_column(start: Start) -> None:
    """A NOT NULL error, a compound key and a plain foreign key do not pass for one wife at most."""
    right = Module(program := start("operations", SOURCE))
    right.Women.objects.create(name="Anna", husband=right.Husband.objects.create(name="Oleg", age=1))
    Database(program).refuses("Women", unique="husband")
    for wrong in (
        SOURCE.replace("models.OneToOneField", "models.ForeignKey"),
        SOURCE.replace("models.OneToOneField", "models.ForeignKey")
        + "\n    class Meta:\n        unique_together = [('name', 'husband')]\n",
    ):
        program = start("wrong", wrong.replace("operations_", "wrong_"))
        models = Module(program)
        models.Women.objects.create(name="Anna", husband=models.Husband.objects.create(name="Oleg", age=1))
        with pytest.raises(Refuted):
            Database(program).refuses("Women", unique="husband")


def test_columns_and_constraints_are_told_by_attribute_name(start: Start) -> None:
    """Whatever the column is called."""
    source = SOURCE.replace('related_name="wife"', 'related_name="wife", db_column="spouse"')
    database = Database(start("operations", source))
    column = database.columns("Women")["husband_id"]
    wanted = {"column": "spouse", "null": True, "unique": True, "primary_key": False}
    assert {key: column[key] for key in wanted} == wanted
    assert column["references"] == "operations_husband"
    assert ["husband_id"] in [entry["columns"] for entry in database.constraints("Women") if entry["unique"]]
    assert database.count("Women") == 0
