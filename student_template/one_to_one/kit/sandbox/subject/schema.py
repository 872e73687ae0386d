"""From what models declare to tables: described in the subject, built by the witness.

``describe`` runs beside the student's code and answers plain data; ``rebuild`` and ``migrate`` run in a process
that has never seen it, with Django's own autodetector and schema editor. What is not needed for tables
(defaults, validators, callables, managers, mixins) does not travel.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations import CreateModel
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import deletion
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from . import wire

_given_state = ProjectState()
_given_names: dict[tuple[str, str], ModelState] = {}
_given_graph = MigrationGraph()

# Arguments of fields that never reach a table, or cannot travel.
_NOT_SCHEMA = {
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
_CALLABLE = {"callable": True}
_PLAIN_FIELD = "django.db.models.fields.Field"
_COLUMN_TYPE = re.compile(r"[a-z]+( [a-z]+)?(\(\d+(, ?\d+)?\))?", re.IGNORECASE)
_ANY_FIELD = ("null", "unique", "primary_key", "db_index", "db_column", "max_length")
_OPTIONS = (
    "abstract constraints db_table db_table_comment db_tablespace indexes managed order_with_respect_to proxy "
    "swappable unique_together index_together"
).split()


def migrate_given_apps() -> None:
    """Runs the migrations of the apps that every project has, and keeps their state for ``migrate``."""
    global _given_state, _given_graph  # noqa: PLW0603 - filled once in the zygote, shared by its forks
    executor = MigrationExecutor(connection)
    _given_state = executor.migrate(executor.loader.graph.leaf_nodes())
    _given_names.update({key: _name_only(state) for key, state in _given_state.models.items()})
    _given_graph = executor.loader.graph
    for thing in vars(models).values():
        if isinstance(thing, type) and issubclass(thing, models.Field):
            _parameters(thing)  # now, so that no fork has to


def _name_only(state: ModelState) -> ModelState:
    """That the model is there, which is all that the autodetector has to know of one that does not change."""
    options = {key: value for key, value in state.options.items() if key in ("swappable", "proxy", "managed")}
    return ModelState(state.app_label, state.name, [], options)


# -- in the subject ----------------------------------------------------------------------------------------


def describe(model: type[models.Model]) -> dict[str, Any]:
    """A model as plain data: ``{"name", "fields": [[name, path, args, kwargs]], "options", "bases"}``."""
    label = model._meta.label
    try:
        state = ModelState.from_model(model)
        fields = [[name, *_describe_field(field)] for name, field in state.fields.items()]
        options = {key: _described_option(key, state.options[key]) for key in _OPTIONS if key in state.options}
    except Exception as error:  # a field class of a student's own making may raise anything
        return {"name": label.split(".")[1], "error": f"{type(error).__name__}: {error}"}
    bases = [base for base in state.bases if isinstance(base, str)]
    return {"name": state.name, "fields": fields, "options": options, "bases": bases}


def _describe_field(field: models.Field) -> tuple[str, list[Any], dict[str, Any]]:
    _, _, args, kwargs = field.deconstruct()
    path = _django_path(type(field))
    if path == _PLAIN_FIELD:  # a field made from nothing: only its column type makes a table of it
        kwargs = {**kwargs, "column": field.db_type(connection) or ""}
    kept: dict[str, Any] = {}
    for key, value in kwargs.items():
        if key == "on_delete":
            kept[key] = on_delete_name(value)
        elif key == "default" and callable(value):
            kept[key] = _CALLABLE  # which one is nothing to a table, but that there is one is to a system check
        elif key not in _NOT_SCHEMA:
            try:
                kept[key] = _plain(value)
            except TypeError:
                continue  # an argument of the student's own field class
    return path, [_plain(value) for value in args], kept


def on_delete_name(value: Any) -> str:
    """Django's name of it: ``SET_NULL``; ``SET`` for ``SET(...)`` and for a function of the student's own."""
    for name in dir(deletion):
        if getattr(deletion, name) is value:
            return name
    return "SET"


def _plain(value: Any) -> Any:
    """Data as it is; Django's own deconstructible objects (Q, F, UniqueConstraint) as tagged data.

    ``TypeError`` for anything else, a class of a student's own included where it derives from none of Django's.
    """
    if isinstance(value, Promise):
        value = str(value)
    data = wire.scalar(value)
    if data is not NotImplemented:
        return data
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(_plain(element) for element in value)
    if isinstance(value, dict):
        return {str(key): _plain(element) for key, element in value.items()}
    if hasattr(value, "deconstruct"):
        args, kwargs = value.deconstruct()[-2:]
        kept = {key: part for key, part in kwargs.items() if not key.startswith("violation_error_")}
        return {"django": _django_path(type(value)), "args": _plain(args), "kwargs": _plain(kept)}
    raise TypeError(f"{type(value).__name__} has no place in a table")


def _django_path(cls: type) -> str:
    """The nearest class of Django's that it derives from: what a student's own class is, to a table."""
    for base in cls.__mro__:
        if base.__module__.startswith("django.db.models") and base is not object:
            return f"{base.__module__}.{base.__qualname__}"
    raise TypeError(f"{cls.__name__} is not Django's")


def _described_option(key: str, value: Any) -> Any:
    """An option's data. Of constraints and indexes those are left out that cannot travel, and no others."""
    if key not in ("constraints", "indexes"):
        return _plain(value)
    kept = []
    for entry in value:
        try:
            kept.append(_plain(entry))
        except TypeError:
            continue
    return kept


# -- in the witness ----------------------------------------------------------------------------------------


def _built(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_built(element) for element in value)
    if isinstance(value, dict):
        if "$" in value:
            return wire.decode(value, _no_reference, 1 << 20, 2, 1 << 20)
        if "django" in value:
            return _django_class(value["django"])(*_built(value["args"]), **_built(value["kwargs"]))
        return {key: _built(element) for key, element in value.items()}
    return value


def _no_reference(data: dict[str, Any]) -> Any:
    raise ValueError(f"{data} is no value")


def _django_class(path: str) -> Any:
    if not path.startswith("django.db.models"):
        raise ValueError(f"{path} is not Django's")
    found = import_string(path)
    if not isinstance(found, type):
        raise TypeError(f"{path} is not a class")
    return found


class OfColumnType(models.Field):
    """Stands for a field that a student derived from ``models.Field``: a column of the type that it names."""

    def __init__(self, column: str, **kwargs: Any) -> None:
        self.column_type = column
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.column_type, *args], kwargs

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's signature
        return self.column_type


@cache
def _parameters(cls: type) -> frozenset[str]:
    """The arguments that a field class takes, those of its bases included."""
    makers = [vars(base)["__init__"] for base in cls.__mro__[:-1] if "__init__" in vars(base)]
    return frozenset(name for maker in makers for name in inspect.signature(maker).parameters)


def _built_field(path: str, args: list[Any], kwargs: dict[str, Any]) -> models.Field:
    if path == _PLAIN_FIELD:
        column = str(kwargs["column"])
        if not _COLUMN_TYPE.fullmatch(column):
            raise ValueError(f"{column!r} is no column type that this grader knows")
        return OfColumnType(column, **{key: kwargs[key] for key in _ANY_FIELD if key in kwargs})
    cls = _django_class(path)
    # a field class of a student's own may have arguments that the class it derives from does not know
    built = {key: _built(value) for key, value in kwargs.items() if key in _parameters(cls)}
    if "on_delete" in built:
        built["on_delete"] = getattr(deletion, str(built["on_delete"]))
    if built.get("default") == _CALLABLE:
        built["default"] = int
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
    """Creates the app's tables on ``connection``, which holds those of the given apps and no others.

    Answers the app registry of the migrated state, and what could not be migrated, as
    ``{"model": name, "error": text}``: one bad model does not keep the others from their tables.
    """
    problems: list[dict[str, Any]] = []
    target = ProjectState(models=dict(_given_names))
    for model in described:
        try:
            target.add_model(rebuild(label, model))
        except ValueError as error:
            problems.append({"model": str(model.get("name")), "error": str(error)[:500]})
    operations = [step for migration in _migrations(label, target, problems) for step in migration.operations]
    return _migrated_at_once(label, operations) or _migrated_in_steps(label, operations, problems), problems


def _migrated_at_once(label: str, operations: list[Any]) -> Any:
    """The app registry after new models only, each rendered once; None, and nothing done, where that fails.

    ``CreateModel.state_forwards`` renders anew whatever a model is related to, which takes most of a migration's time.
    """
    if not all(type(operation) is CreateModel for operation in operations):
        return None
    state = _given_state.clone()
    made = ProjectState()  # has no classes, so that nothing is rendered yet
    for operation in operations:
        operation.state_forwards(label, made)
    try:
        state.apps.render_multiple(list(made.models.values()))
        state.models.update(made.models)
        with connection.schema_editor() as editor:
            for operation in operations:
                operation.database_forwards(label, editor, state, state)
    except Exception:
        return None  # whose model it was is found out step by step
    return state.apps


def _migrated_in_steps(label: str, operations: list[Any], problems: list[dict[str, Any]]) -> Any:
    """The app registry after those operations that work; the others are problems."""
    # classes of its own: models that were tried at once may have left their names on the given ones
    state = ProjectState(models={key: model.clone() for key, model in _given_state.models.items()})
    for operation in operations:
        state = _apply(label, operation, state, problems)
    return state.apps


def _migrations(label: str, target: ProjectState, problems: list[dict[str, Any]]) -> list[Any]:
    """What makes the target of the given state; models that leave no order to make them in are left out."""
    try:
        return _detected(label, target)
    except Exception as error:  # a model whose key is itself, say: CircularDependencyError, CycleError, RecursionError
        text = f"{type(error).__name__}: {error}"[:500]
    own = [key for key in target.models if key[0] == label]
    circles = {key for key in own if _is_its_own_key(key, target)}
    for left_out in (circles, *({key} | circles for key in own), set(own)):
        kept = {key: state.clone() for key, state in target.models.items() if key not in left_out}
        try:
            found = _detected(label, ProjectState(models=kept))
        except Exception:
            continue
        problems += [{"model": target.models[key].name, "error": text} for key in sorted(left_out)]
        return found
    return []


def _is_its_own_key(start: tuple[str, str], target: ProjectState) -> bool:
    """Whether one comes back to a model by going from primary key to primary key."""
    seen: set[tuple[str, str]] = set()
    place: tuple[str, str] | None = start
    while place is not None and place in target.models and place not in seen:
        seen.add(place)
        place = _key_of_another(place, target)
        if place == start:
            return True
    return False


def _key_of_another(place: tuple[str, str], target: ProjectState) -> tuple[str, str] | None:
    for field in target.models[place].fields.values():
        if field.primary_key and field.remote_field:
            to = field.remote_field.model
            app, _, name = (to if isinstance(to, str) else to._meta.label).rpartition(".")
            return place if name == "self" else (app or place[0], name.lower())
    return None


def _detected(label: str, target: ProjectState) -> list[Any]:
    questioner = MigrationQuestioner(specified_apps={label})
    given = ProjectState(models=dict(_given_names))
    return list(MigrationAutodetector(given, target, questioner).changes(_given_graph).get(label, []))


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
