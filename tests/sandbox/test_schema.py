"""From what models declare, through plain data, to the tables that Django itself would make of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState

from grader.sandbox.subject import schema

LABEL = "variety"
pytestmark = pytest.mark.django_db(transaction=True)


def tables() -> dict[str, Any]:
    """Columns, indexes and foreign keys of the app's tables, without the names that Django makes up."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
        for name, sql in cursor.fetchall():
            if not name.startswith(("variety_", "Люди")):
                continue
            cursor.execute(f'PRAGMA table_xinfo("{name}")')
            columns = sorted(row[1:] for row in cursor.fetchall())
            cursor.execute(f'PRAGMA foreign_key_list("{name}")')
            links = sorted(row[2:] for row in cursor.fetchall())
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL", [name]
            )
            indexes = sorted(row[0] for row in cursor.fetchall())
            found[name] = (columns, links, indexes, "UNIQUE" in sql, "CHECK" in sql)
    return found


@pytest.fixture
def without_tables() -> Iterator[None]:
    """The app's own tables, as the test database made them, are away during a test."""
    models = [model for model in apps.get_app_config(LABEL).get_models() if model._meta.managed]
    with connection.schema_editor() as editor:
        for model in models:
            if not model._meta.proxy:
                editor.delete_model(model)
    yield
    with connection.schema_editor() as editor:
        for name in tables():
            editor.execute(f'DROP TABLE "{name}"')
        for model in models:
            if not model._meta.proxy:
                editor.create_model(model)


def models_of_the_app() -> list[Any]:
    return list(apps.get_app_config(LABEL).get_models())


def djangos_own_way() -> None:
    """What ``makemigrations`` and ``migrate`` do, from the model classes themselves."""
    target = given_state()
    for model in models_of_the_app():
        target.add_model(ModelState.from_model(model))
    questioner = MigrationQuestioner(specified_apps={LABEL})
    state = given_state()
    for migration in MigrationAutodetector(given_state(), target, questioner).changes(MigrationGraph())[LABEL]:
        with connection.schema_editor() as editor:
            state = migration.apply(state, editor)


def given_state() -> ProjectState:
    state = ProjectState()
    for label in ("contenttypes", "auth"):
        for model in apps.get_app_config(label).get_models():
            state.add_model(ModelState.from_model(model))
    return state


def test_the_tables_are_those_that_django_would_make(without_tables: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every shape of model, carried as JSON, gives the same columns, indexes, links and constraints."""
    monkeypatch.setattr(schema, "_given_state", given_state())
    described = json.loads(json.dumps([schema.describe(model) for model in models_of_the_app()]))
    assert [model for model in described if "error" in model] == []
    registry, problems = schema.migrate(LABEL, described)
    assert problems == []
    ours = tables()
    assert registry.get_model(LABEL, "Person")._meta.db_table == "Люди и звери"
    with connection.schema_editor() as editor:
        for name in ours:
            editor.execute(f'DROP TABLE "{name}"')
    djangos_own_way()
    assert ours == tables()
    assert len(ours) == 6  # a table each, and one for the friends


def test_a_model_that_cannot_be_built_does_not_keep_the_others_from_their_tables(
    without_tables: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its error is told, and the rest is migrated."""
    monkeypatch.setattr(schema, "_given_state", given_state())
    described = [schema.describe(apps.get_model(LABEL, "NotOurs"))]
    plain = {"name": "Plain", "fields": [["id", "django.db.models.AutoField", [], {"primary_key": True}]]}
    plain |= {"options": {}, "bases": []}
    for broken in (
        {"name": "Broken", "error": "its own field raised"},
        {"name": "Broken", "fields": [["x", "os.system", ["true"], {}]], "options": {}, "bases": []},
        {"name": "Broken", "fields": [["x", "django.db.models.sql.query.Query", [], {}]], "options": {}, "bases": []},
        {"name": "Broken", "fields": "nonsense", "options": {}, "bases": []},
        {"name": "Broken"},
    ):
        _, problems = schema.migrate(LABEL, [*described, broken, plain])
        assert [problem["model"] for problem in problems] == ["Broken"], problems
        assert set(tables()) == {"variety_plain"}
        with connection.schema_editor() as editor:
            editor.execute('DROP TABLE "variety_plain"')


@pytest.mark.parametrize(
    ("end", "name"),
    [
        (models.CASCADE, "CASCADE"),
        (models.DO_NOTHING, "DO_NOTHING"),
        (models.SET(None), "SET"),
        (lambda *_: None, "SET"),
    ],
)
def test_set_none_is_not_taken_for_do_nothing(end: Any, name: str) -> None:
    """To the tables they are the same, to a student they are not; and tables can be made of either."""
    assert schema.on_delete_name(end) == name
    args = ["django.db.models.ForeignKey", [], {"to": "auth.User", "on_delete": name}]
    state = schema.rebuild(LABEL, {"name": "Some", "fields": [["of", *args]], "options": {}, "bases": []})
    assert schema.on_delete_name(state.fields["of"].remote_field.on_delete) == name
