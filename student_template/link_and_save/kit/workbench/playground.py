"""A Python shell on an empty database made from a student's models as they are: no migrations, nothing kept.

Here the student's objects are the real ones: nothing stands between them and whoever types.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import connection

from .. import wording
from ..reports.consoles import survive_old_consoles
from .kit import Kit, read_kit
from .language import chosen_language, say
from .process import OwnFamily, own_family
from .statements import interact, run_statements


def play(language: str | None) -> int:
    """Runs the shell on standard input. Answers the exit status: 1 where the models cannot be imported."""
    language = chosen_language(language)
    survive_old_consoles()
    kit = read_kit()
    with own_family(kit) as family:
        facts = family.program.load(kit.app, {})
        if facts["error"] is None:
            facts |= family.program.load_modules(list(kit.modules))
        if facts["error"] is not None:
            _tell(wording.import_message(facts["error"]).in_language(language))
            for name in family.absent.names:
                _tell(say(language, "not_handed_in", name=name))
            return 1
        errors = _made_tables(kit, family, facts, language)
        names = _names(kit, family, errors)
        _shell(names, say(language, "playground", names=", ".join(_shown(kit)), example=_example(kit)))
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - a command of a student's own project


def _made_tables(kit: Kit, family: OwnFamily, facts: dict[str, Any], language: str) -> list[list[Any]]:
    """Makes the tables, says what could not be made, and answers the errors of the system checks."""
    answer = family.database.migrate(kit.app, facts["described"])
    for entry in (*facts["broken"], *answer["problems"]):
        _tell(say(language, "no_target" if "target" in entry else "no_table", **entry))
    unresolved = [["fields.E300", entry["model"], entry["field"]] for entry in facts["broken"]]
    return [*answer["checks"], *unresolved]


def _names(kit: Kit, family: OwnFamily, errors: list[list[Any]]) -> dict[str, Any]:
    """What can be typed without importing it."""

    def reset() -> None:
        family.program.rest()
        family.database.empty()

    names: dict[str, Any] = {"__name__": "__console__", "connection": connection, "reset": reset}
    names["check"] = _check_in(errors)
    for module in kit.modules:
        names |= {module: _module(kit, module), **_functions(kit, module)}
    return names | {model.__name__: model for model in _models(kit)}


def _module(kit: Kit, name: str) -> ModuleType:
    return importlib.import_module(f"{kit.app}.{name}")


def _functions(kit: Kit, name: str) -> dict[str, Any]:
    """What the student wrote in a module, without what was imported there."""
    found = _module(kit, name)
    named = vars(found).items()
    return {key: value for key, value in named if getattr(value, "__module__", None) == found.__name__}


def _check_in(errors: list[list[Any]]) -> Callable[[str], list[str]]:
    def check(label: str) -> list[str]:
        """The ids of the system checks' errors of a model, or of ``Model.field``."""
        model, _, field = label.partition(".")
        return sorted(id_ for id_, *place in errors if place == [model, field or None] or place[0] is None)

    return check


def _models(kit: Kit) -> list[Any]:
    return list(apps.get_app_config(kit.app).get_models())


def _shown(kit: Kit) -> list[str]:
    return [model.__name__ for model in _models(kit)] + [n for module in kit.modules for n in _functions(kit, module)]


def _example(kit: Kit) -> str:
    return next((model.__name__ for model in _models(kit)), "Model")


def _shell(names: dict[str, Any], banner: str) -> None:
    if not sys.stdin.isatty():
        run_statements(sys.stdin.buffer, names)
        return
    try:
        readline: Any = importlib.import_module("readline")
        completer: Any = importlib.import_module("rlcompleter")
        readline.set_completer(completer.Completer(names).complete)
        readline.parse_and_bind("tab: complete")
    except ImportError:
        pass  # Windows has its own way to edit a line
    interact(names, banner)
