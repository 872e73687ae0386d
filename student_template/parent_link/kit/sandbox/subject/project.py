"""The throw-away project: settings, the student's app, and what its models declare, as plain data.

The declaration goes to the witness, which builds the tables of it with a clean Django (``schema.py``), so that
nothing a student's code does to Django's own code has any say in what stands in the database.
"""

from __future__ import annotations

import importlib
import json
import os
import sqlite3
import sys
import traceback
from pathlib import Path
from typing import Any

import django
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection, connections, models

from . import clashes, paths, schema

_APPS = Path(__file__).with_name("apps")
# The database lives as long as its submission: nothing has to survive a crash. Neither setting is kept in the file.
_OPTIONS = {"init_command": "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"}
_template = b""


def configure() -> dict[str, Any]:
    """Sets Django up in the zygote and prepares the template database. Answers the versions that grade."""
    sys.path.insert(0, str(_APPS))
    settings.configure(**settings_in(Path(paths.WORK)))
    django.setup()
    prepare()
    sys.path.insert(0, paths.WORK)
    return {"django": django.get_version(), "sqlite": sqlite3.sqlite_version}


def settings_in(work: Path) -> dict[str, Any]:
    """The settings of every project whose app lies in the folder ``work``; the app itself is loaded later."""
    return {
        "INSTALLED_APPS": ["django.contrib.admin", "django.contrib.contenttypes", "django.contrib.auth", "accounts"],
        "AUTH_USER_MODEL": "accounts.User",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": _OPTIONS}},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "SECRET_KEY": "the box has no secrets",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LANGUAGE_CODE": "en",
        "MEDIA_ROOT": str(work),
        "BASE_DIR": work,
    }


def prepare() -> None:
    """Makes the template database: the tables of the given apps. The connection must lead to one in memory, and
    leads to the work folder's database from then on."""
    global _template  # noqa: PLW0603 - the zygote's one piece of state, shared by all its forks
    schema.migrate_given_apps()
    connection.ensure_connection()
    _template = connection.connection.serialize()
    connection.connection.close()
    del connections["default"]  # Django's own close() leaves a database in memory open
    connections.settings["default"]["NAME"] = paths.DATABASE


def template_database() -> bytes:
    """The database that every submission starts from: the given apps' tables, without rows."""
    return _template


def write_database(image: bytes) -> None:
    """Puts a database's bytes in place; there must be none. ``FileExistsError`` otherwise."""
    descriptor = os.open(paths.DATABASE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with open(descriptor, "wb") as file:
        file.write(image)


def write_app(label: str, files: dict[str, bytes]) -> None:
    """Puts the app's files into the work folder, beside what every app has."""
    folder = Path(paths.WORK, label)
    for name, content in {"__init__.py": b"", "migrations/__init__.py": b"", **files}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    importlib.invalidate_caches()


def load(label: str) -> dict[str, Any]:
    """Imports the models of an app, and says what they declare or why they could not be imported."""
    try:
        config = AppConfig.create(label)
        # what Apps.populate() does for one more app, without doing it again for the others
        apps.app_configs[label] = config
        config.apps = apps
        config.import_models()
        importlib.import_module(f"{label}.models")  # an app without models is nothing to Django, but an error here
        apps.clear_cache()
    except BaseException as error:
        return {"error": import_failure(error, label)}
    broken = take_out_unresolved(config)
    described = json.dumps({"models": declared(config)})
    take_out_fields_of_proxies(config)
    clashes.part(config)
    return {"error": None, "broken": broken, "described": described}


def load_modules(label: str, modules: list[str]) -> dict[str, Any]:
    """Imports other modules of a loaded app: ``{"error": None or why one could not be imported}``."""
    try:
        for module in modules:
            importlib.import_module(f"{label}.{module}")
    except BaseException as error:
        return {"error": import_failure(error, label)}
    return {"error": None}


def import_failure(error: BaseException, label: str) -> dict[str, Any]:
    """Class, text and place (the last line of the student's own files) of an error at import."""
    place: tuple[str | None, int | None] = (None, None)
    if isinstance(error, SyntaxError) and error.filename:
        place = (_own_name(error.filename, label), error.lineno)
    else:
        for frame, line in traceback.walk_tb(error.__traceback__):
            if _own_name(frame.f_code.co_filename, label):
                place = (_own_name(frame.f_code.co_filename, label), line)
    text = error.msg if isinstance(error, SyntaxError) else _text(error)
    return {
        "exception": type(error).__name__,
        "message": str(text)[:1000],
        "file": place[0],
        "line": place[1],
    }


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:
        return ""  # an exception whose __str__ raises is still an exception


def _own_name(filename: str, label: str) -> str | None:
    own = f"{paths.WORK}/{label}/".replace("\\", "/")
    filename = filename.replace("\\", "/")
    return filename[len(own) :] if filename.startswith(own) else None


def own_line(error: BaseException, label: str) -> tuple[str | None, int | None]:
    """File and line of the student's code in which an error arose, or (None, None)."""
    failure = import_failure(error, label)
    return failure["file"], failure["line"]


# -- what the models declare -------------------------------------------------------------------------------


def take_out_unresolved(config: AppConfig) -> list[dict[str, Any]]:
    """Removes relations to models that do not exist: with one, Django can use nothing of that model."""
    removed = []
    for model in config.get_models():
        options = model._meta
        for fields in (options.local_fields, options.local_many_to_many):
            for field in [field for field in fields if _is_unresolved(field)]:
                _take_out(field, fields, model)
                target = field.remote_field.model
                target = target if isinstance(target, str) else target._meta.label
                removed.append({"model": model.__name__, "field": field.name, "target": target})
    if removed:
        apps.clear_cache()
    return removed


def take_out_fields_of_proxies(config: AppConfig) -> None:
    """A proxy has no table (models.E017): with fields of its own, nothing that it links to could be deleted."""
    found = [
        (field, fields, model)
        for model in config.get_models()
        for fields in (model._meta.local_fields, model._meta.local_many_to_many)
        for field in fields
        if model._meta.proxy
    ]
    for field, fields, model in found:
        _take_out(field, fields, model)
    if found:
        apps.clear_cache()


def _take_out(field: Any, fields: list[Any], model: type[models.Model]) -> None:
    fields.remove(field)
    if model._meta.pk is field:
        options = model._meta
        options.pk, order, options.order_with_respect_to = None, options.order_with_respect_to, None
        options._prepare(model)
        options.order_with_respect_to = order
    for name in {field.name, field.attname}:
        if name in model.__dict__:
            delattr(model, name)


def _is_unresolved(field: Any) -> bool:
    """Whether its target does not exist, or was swapped for another (``auth.User``) and has no table."""
    if field.remote_field is None:
        return False
    target = field.remote_field.model
    return isinstance(target, str) or bool(target._meta.swapped)


def declared(config: AppConfig) -> list[dict[str, Any]]:
    """Every model of the app as plain data that ``schema.rebuild`` understands."""
    return [schema.describe(model) for model in config.get_models()]


def describe_fields(model: type[models.Model]) -> list[dict[str, Any]]:
    """What is needed to fill an object of the model: one entry for each column that it can be given."""
    family = (model, *model._meta.get_parent_list())
    links = {link for member in family for link in member._meta.parents.values() if link is not None}
    entries = []
    for field in model._meta.concrete_fields:
        if field in links or getattr(field, "generated", False) or isinstance(field, models.AutoField):
            continue
        relation = field.remote_field
        entries.append(
            {
                "name": field.name,
                "kind": field.get_internal_type(),
                # a key has to be given even where the student's field says null=True
                "required": (field.primary_key or not field.null)
                and not (field.has_default() or _has_db_default(field)),
                "to": relation.model._meta.label if relation else None,
                "max_length": field.max_length,
                "unique": field.unique,
                "decimals": [getattr(field, "max_digits", None), getattr(field, "decimal_places", None)],
                "choices": [value for value, _ in (field.flatchoices or []) if value not in (None, "")][:50],
            }
        )
    return entries


def _has_db_default(field: Any) -> bool:
    return field.db_default is not models.NOT_PROVIDED
