"""What is asked of tables, and in what those of an answer differ: in nothing that the brief leaves open."""

from __future__ import annotations

import dataclasses

import pytest

from grader.core.asked import AskedColumn, AskedTable, Difference, asked_by, differences
from grader.core.schema import LONGEST, MOST_COLUMNS, MOST_TABLES, Column, ModelTable, Schema

ID = Column("id", "id", "INTEGER", null=False, key=True, unique=True)
NAME = Column("name", "name", "varchar(100)", null=False, key=False, unique=False)
LINK = Column(
    "husband_id", "husband_id", "bigint", null=True, key=False, unique=True, to="Husband", on_delete="SET_NULL"
)
WOMEN = ModelTable("Women", "app_women", (ID, NAME, LINK))
HUSBAND = ModelTable("Husband", "app_husband", (ID, NAME))
MODEL_ANSWER = Schema((HUSBAND, WOMEN))
ASKED = asked_by(MODEL_ANSWER)


def women(*columns: Column, **changes: object) -> Schema:
    return Schema((HUSBAND, dataclasses.replace(WOMEN, columns=columns, **changes)))


def test_a_model_answer_lacks_nothing() -> None:
    assert differences(ASKED, MODEL_ANSWER) == []


def test_of_a_column_that_is_no_link_only_the_name_is_asked() -> None:
    other = dataclasses.replace(NAME, type="TEXT", null=True, unique=True)
    assert differences(ASKED, women(ID, other, LINK)) == []


def test_whoever_adds_something_differs_in_nothing() -> None:
    more = dataclasses.replace(NAME, field="age")
    extra = ModelTable("Pet", "app_pet", (ID,))
    assert differences(ASKED, Schema((*women(ID, NAME, LINK, more).tables, extra))) == []


def test_a_column_of_another_name_in_the_database_is_the_same_field() -> None:
    assert differences(ASKED, women(ID, NAME, dataclasses.replace(LINK, column="his number"))) == []


def test_a_key_that_may_have_any_name_is_found_under_another_one() -> None:
    key = Column("code", "code", "char(32)", null=False, key=True, unique=True)
    assert differences(ASKED, women(key, NAME, LINK)) == []


def test_a_field_may_stand_in_the_table_that_is_inherited_from() -> None:
    person = ModelTable("Person", "app_person", (ID, NAME))
    key = Column("person_ptr_id", "person_ptr_id", "bigint", null=False, key=True, unique=True, to="Person")
    of_itself = dataclasses.replace(key, to="Women")
    assert differences(ASKED, Schema((*women(key, LINK).tables, person))) == []
    assert differences(ASKED, women(of_itself, LINK)) == [Difference("Women", "name", "column")]
    assert differences(ASKED, Schema((*women(key, NAME).tables, dataclasses.replace(person, columns=(ID, LINK))))) == [
        Difference("Women", "husband_id", "column")
    ]


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"unique": False}, ("unique", True, False)),
        ({"null": False}, ("null", True, False)),
        ({"to": "Women"}, ("to", "Husband", "Women")),
        ({"on_delete": "CASCADE"}, ("on_delete", "SET_NULL", "CASCADE")),
    ],
)
def test_each_fact_that_differs_is_named_with_both_sides(change: dict[str, object], difference: tuple) -> None:
    found = differences(ASKED, women(ID, NAME, dataclasses.replace(LINK, **change)))
    assert found == [Difference("Women", "husband_id", *difference)]


@pytest.mark.parametrize("end", ["DB_SET_NULL", "SET", "SET_DEFAULT"])
def test_ends_that_do_the_same_or_may_do_it(end: str) -> None:
    assert differences(ASKED, women(ID, NAME, dataclasses.replace(LINK, on_delete=end))) == []


def test_what_is_missing_is_said_once() -> None:
    assert differences(ASKED, women(ID, NAME)) == [Difference("Women", "husband_id", "column")]
    assert differences(ASKED, Schema((WOMEN,))) == [Difference("Husband", "", "table")]


def test_nothing_is_said_of_what_was_left_out() -> None:
    assert differences(ASKED, women(ID, left_out=40)) == []
    assert differences(ASKED, Schema((WOMEN,), left_out=3)) == []


def test_a_key_is_asked_for() -> None:
    asked = [AskedTable("Women", (AskedColumn("husband_id", key=True),))]
    assert differences(asked, MODEL_ANSWER) == [Difference("Women", "husband_id", "key", asked=True, found=False)]


def test_facts_survive_json() -> None:
    table = dataclasses.replace(WOMEN, unique=(("name", "husband_id"),), left_out=2)
    schema = Schema((table, HUSBAND), left_out=1)
    assert Schema.from_json(schema.to_json()) == schema


def test_what_is_beyond_the_bounds_is_counted_and_not_kept() -> None:
    wide = dataclasses.replace(WOMEN, columns=(NAME,) * 5000).to_json()
    schema = Schema.from_json({"tables": [wide] * 500, "left_out": 1})
    assert (len(schema.tables), schema.left_out) == (MOST_TABLES, 501 - MOST_TABLES)
    assert (len(schema.tables[0].columns), schema.tables[0].left_out) == (MOST_COLUMNS, 5000 - MOST_COLUMNS)


@pytest.mark.parametrize("name", ["x" * (LONGEST + 1), 3, None])
def test_what_is_no_name_is_refused(name: object) -> None:
    data = MODEL_ANSWER.to_json()
    data["tables"][0]["model"] = name
    with pytest.raises(ValueError, match="is no name"):
        Schema.from_json(data)
