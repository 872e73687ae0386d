"""From what models declare to tables: described in the subject, built by the witness.

``describe`` runs beside the student's code and answers plain data; ``rebuild`` and ``migrate`` run in a process
that has never seen it, with Django's own autodetector and schema editor. What is not needed for tables
(defaults, validators, callables, managers, mixins) does not travel.
"""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import deletion
from django.utils.module_loading import import_string

_given_state = ProjectState()
_given_graph = MigrationGraph()

# Arguments of fields that never reach a table, or cannot travel.
_NOT_SCHEMA = {
    "default",
    "validators",
    "choices",
    "help_text",
    "verbose_name",
    "error_messages",
    "upload_to",
    "storage",
    "limit_choices_to",
    "editable",
}
_OPTIONS = (
    "abstract constraints db_table db_table_comment db_tablespace indexes managed order_with_respect_to proxy "
    "swappable unique_together index_together"
).split()


def migrate_given_apps() -> None:
    """Runs the migrations of the apps that every project has, and keeps their state for ``migrate``."""
    global _given_state, _given_graph  # noqa: PLW0603 - filled once in the zygote, shared by its forks
    executor = MigrationExecutor(connection)
    _given_state = executor.migrate(executor.loader.graph.leaf_nodes())
    _given_graph = executor.loader.graph
    for thing in vars(models).values():
        if isinstance(thing, type) and issubclass(thing, models.Field):
            _parameters(thing)  # now, so that no fork has to


# -- in the subject ----------------------------------------------------------------------------------------


def describe(model: type[models.Model]) -> dict[str, Any]:
    """A model as plain data: ``{"name", "fields": [[name, path, args, kwargs]], "options", "bases"}``."""
    label = model._meta.label
    try:
        state = ModelState.from_model(model)
        fields = [[name, *_describe_field(field)] for name, field in state.fields.items()]
        options = {key: _plain(state.options[key]) for key in _OPTIONS if key in state.options}
    except Exception as error:  # a field class of a student's own making may raise anything
        return {"name": label.split(".")[1], "error": f"{type(error).__name__}: {error}"}
    bases = [base for base in state.bases if isinstance(base, str)]
    return {"name": state.name, "fields": fields, "options": options, "bases": bases}


def _describe_field(field: models.Field) -> tuple[str, list[Any], dict[str, Any]]:
    _, _, args, kwargs = field.deconstruct()
    path = next(
        f"{base.__module__}.{base.__qualname__}"
        for base in type(field).__mro__
        if base.__module__.startswith("django.db.models")
    )
    kept = {}
    for key, value in kwargs.items():
        if key == "on_delete":
            kept[key] = _on_delete_name(value)
        elif key not in _NOT_SCHEMA:
            try:
                kept[key] = _plain(value)
            except TypeError:
                continue  # an argument of the student's own field class
    return path, [_plain(value) for value in args], kept


def _on_delete_name(value: Any) -> str:
    for name in dir(deletion):
        if getattr(deletion, name) is value:
            return name
    return "DO_NOTHING"  # a function of the student's, or SET(...): the same to the tables


def _plain(value: Any) -> Any:
    """Data as it is; Django's own deconstructible objects (Q, F, UniqueConstraint) as tagged data."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(_plain(element) for element in value)
    if isinstance(value, dict):
        return {str(key): _plain(element) for key, element in value.items()}
    if hasattr(value, "deconstruct"):
        parts = value.deconstruct()
        path, args, kwargs = parts[-3:]
        if path.startswith("django.db.models"):
            return {"django": path, "args": _plain(args), "kwargs": _plain(kwargs)}
    raise TypeError(f"{type(value).__name__} has no place in a table")


# -- in the witness ----------------------------------------------------------------------------------------


def _built(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_built(element) for element in value)
    if isinstance(value, dict):
        if "django" in value:
            return _django_class(value["django"])(*_built(value["args"]), **_built(value["kwargs"]))
        return {key: _built(element) for key, element in value.items()}
    return value


def _django_class(path: str) -> Any:
    if not path.startswith("django.db.models"):
        raise ValueError(f"{path} is not Django's")
    found = import_string(path)
    if not isinstance(found, type):
        raise TypeError(f"{path} is not a class")
    return found


@cache
def _parameters(cls: type) -> frozenset[str]:
    """The arguments that a field class takes, those of its bases included."""
    makers = [vars(base)["__init__"] for base in cls.__mro__[:-1] if "__init__" in vars(base)]
    return frozenset(name for maker in makers for name in inspect.signature(maker).parameters)


def _built_field(path: str, args: list[Any], kwargs: dict[str, Any]) -> models.Field:
    cls = _django_class(path)
    # a field class of a student's own may have arguments that the class it derives from does not know
    built = {key: _built(value) for key, value in kwargs.items() if key in _parameters(cls)}
    if "on_delete" in built:
        built["on_delete"] = getattr(deletion, str(built["on_delete"]))
    return cls(*_built(args), **built)


def rebuild(label: str, model: dict[str, Any]) -> ModelState:
    """The model's state from its description. Raises ``ValueError`` with the reason where it makes none."""
    if "error" in model:
        raise ValueError(model["error"])
    fields = []
    try:
        for name, path, args, kwargs in model["fields"]:
            fields.append((name, _built_field(path, args, kwargs)))
        options = {key: _built(value) for key, value in model["options"].items()}
        for key in ("unique_together", "index_together"):
            if key in options:
                options[key] = {tuple(names) for names in options[key]}
        for key in ("constraints", "indexes"):
            options[key] = list(options.get(key, ()))
        bases = tuple(str(base) for base in model["bases"]) or (models.Model,)
        return ModelState(label, str(model["name"]), fields, options, bases)
    except Exception as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def migrate(label: str, described: list[dict[str, Any]]) -> tuple[Any, list[dict[str, Any]]]:
    """Creates the app's tables on ``connection``, operation by operation.

    Answers the app registry of the migrated state, and what could not be migrated, as
    ``{"model": name, "error": text}``: one bad model does not keep the others from their tables.
    """
    problems: list[dict[str, Any]] = []
    # not a clone: that would render every model that is added, and the autodetector needs no classes
    target = ProjectState(models={key: state.clone() for key, state in _given_state.models.items()})
    for model in described:
        try:
            target.add_model(rebuild(label, model))
        except ValueError as error:
            problems.append({"model": str(model.get("name")), "error": str(error)[:500]})
    questioner = MigrationQuestioner(specified_apps={label})
    changes = MigrationAutodetector(_given_state, target, questioner).changes(_given_graph)
    state = _given_state.clone()
    for migration in changes.get(label, []):
        for operation in migration.operations:
            state = _apply(label, operation, state, problems)
    return state.apps, problems


def _apply(label: str, operation: Any, state: ProjectState, problems: list[dict[str, Any]]) -> ProjectState:
    after = state.clone()
    try:
        operation.state_forwards(label, after)
        with connection.schema_editor() as editor:
            operation.database_forwards(label, editor, state, after)
    except Exception as error:  # whatever a wrong model makes Django or SQLite say is the student's to hear
        model = getattr(operation, "model_name", None) or getattr(operation, "name", "")
        problems.append({"model": model, "error": f"{type(error).__name__}: {error}"[:500]})
        return state
    return after
