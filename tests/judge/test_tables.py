"""What a verdict tells of the tables that were really made."""

from __future__ import annotations

import json

import pytest

from grader.core.asked import differences
from grader.core.schema import LONGEST, MOST_COLUMNS, MOST_TABLES
from grader.intake.assignments import load_assignment
from tests.judge.test_session import comparable
from tests.sandboxed import ASSIGNMENT, FOREIGN_KEY, REFERENCE, Grading

pytestmark = pytest.mark.sandbox
ASKED = load_assignment(ASSIGNMENT).tables


def told(grading: Grading, source: str):
    return {table.model: table for table in grading.verdict(source).tables.tables}


def with_model(body: str) -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{REFERENCE}\n\nclass Extra(models.Model):\n{lines}\n"


def test_the_model_answer_has_the_tables_that_are_asked_for(grading: Grading) -> None:
    assert differences(ASKED, grading.accepts(REFERENCE).tables) == []


def test_a_foreign_key_lacks_only_that_it_is_unique(grading: Grading) -> None:
    found = differences(ASKED, grading.rejects(FOREIGN_KEY, because="second_wife_is_refused").tables)
    assert {(one.field, one.fact) for one in found} == {("husband_id", "unique")}


def test_facts_of_a_table(grading: Grading) -> None:
    body = (
        'code = models.CharField(max_length=5, primary_key=True, db_column="the code")\n'
        'of = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET(None), null=True, related_name="+")\n'
        'many = models.ManyToManyField(Women, related_name="+")\n'
        "n = models.IntegerField()\nm = models.IntegerField(null=True)\n"
        "class Meta:\n"
        '    db_table = "extras"\n'
        '    unique_together = [("n", "m")]\n'
        '    constraints = [models.UniqueConstraint(fields=["n"], condition=models.Q(m=1), name="some")]'
    )
    tables = told(grading, with_model(body))
    extra = tables["Extra"]
    columns = {column.field: column for column in extra.columns}
    assert (extra.table, extra.unique) == ("extras", (("n", "m"),))
    assert (columns["code"].column, columns["code"].key, columns["code"].type) == ("the code", True, "varchar(5)")
    assert (columns["of_id"].to, columns["of_id"].on_delete, columns["of_id"].null) == ("accounts.User", "SET", True)
    assert not columns["n"].unique  # only where m is 1
    assert {column.to for column in tables["Extra_many"].columns} == {"", "Extra", "Women"}


def test_more_than_a_picture_can_show_is_counted(grading: Grading) -> None:
    wide = "\n".join(f"{'f' * 70}_{number} = models.IntegerField(null=True)" for number in range(150))
    extra = told(grading, with_model(wide))["Extra"]
    assert (len(extra.columns), extra.left_out) == (MOST_COLUMNS, 151 - MOST_COLUMNS)
    assert all(len(column.field) <= LONGEST for column in extra.columns)
    many = "\n".join(f"class M{number}(models.Model):\n    pass" for number in range(30))
    schema = grading.accepts(f"{REFERENCE}\n{many}\n").tables
    assert (len(schema.tables), schema.left_out) == (MOST_TABLES, 34 - MOST_TABLES)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202egnp.exe", "\U0001f4a3" * 300, 'a"b', "x\x00y"])
def test_a_table_of_any_name_is_told_or_left_out(grading: Grading, name: str) -> None:
    source = with_model(f"n = models.IntegerField(db_column={json.dumps(name)})\nclass Meta:\n    db_table = 'other'")
    tables = told(grading, source)
    assert {"Women", "Husband"} <= set(tables)
    assert all(len(column.column) <= LONGEST for table in tables.values() for column in table.columns)


def test_names_that_fill_a_message_cost_nobody_a_mark(grading: Grading) -> None:
    """As JSON such a letter takes twelve characters."""
    many = "\n".join(
        f"class M{number}(models.Model):\n"
        + "\n".join(
            f"    n{n} = models.IntegerField(null=True, db_column='\U0001f4a3' * 60 + '{n}')" for n in range(20)
        )
        for number in range(5)
    )
    verdict = grading.accepts(f"{REFERENCE}\n{many}\n")
    assert verdict.tables.tables
    assert verdict.tables.left_out


def test_what_cannot_be_imported_has_no_tables(grading: Grading) -> None:
    assert grading.verdict("import nothing_of_that_name\n").tables.tables == ()


def test_the_same_answer_has_the_same_tables(grading: Grading) -> None:
    first, second = (comparable(grading.verdict(REFERENCE)) for _ in range(2))
    assert first["tables"] == second["tables"]


def test_tables_of_a_second_program_are_not_told(grading: Grading) -> None:
    """A program that is started again could tell by its tables what it saw in a hidden check."""
    extra = "import os, random\nname = f't{random.SystemRandom().random()}'\nprint(name)\n"
    extra += "class Extra(models.Model):\n    class Meta:\n        db_table = name\n"
    verdict = grading.verdict(f"{REFERENCE}\n{extra}\nWomen.save = lambda self, **options: os._exit(1)\n")
    assert verdict.incident is not None
    first, second, *_ = verdict.output.text.split()
    assert first != second
    assert [table.table for table in verdict.tables.tables if table.model == "Extra"] == [first]
