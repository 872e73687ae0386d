"""How a program is made ready to be asked: its files imported, its account of them read, its tables made.

The same on a student's own machine, where the program is asked within the process of its tests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from ..core.schema import Schema
from ..sandbox.subject import wire
from .program import Program, guarded, is_line, shown_name
from .scenery import checked_fields

# Nesting of a description: a long condition of a constraint has some tens. Each reader has another depth at which it
# gives up, so that one which is just too deep for the next of them must not get there.
_DEEPEST = 300


def load(program: Program, app: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the program says of itself after importing its models: ``{"error", "broken", "described", "models"}``.

    ``error`` is None, or what kept it from being imported; then there is nothing else.
    """
    program.app = app
    facts = program.subject("load", app, dict(files), evidence=None)
    if type(facts) is not dict or "error" not in facts:
        raise guarded("account of an import")
    if facts["error"] is not None:
        return {"error": _checked_import_error(facts["error"])}
    facts["models"] = _read_models(facts)
    _check_facts(facts)
    program.models = {model["name"]: number for number, model in enumerate(facts["models"], start=1)}
    program.parents, program.proxies = _parents(app, facts["models"]), _proxies(facts["models"])
    return facts


def _parents(app: str, models: list[dict[str, Any]]) -> dict[str, list[str]]:
    """By model, the models of the app that it is declared to inherit from."""
    names = {f"{app}.{model['name']}".lower(): model["name"] for model in models}
    found = {}
    for model in models:
        bases = model.get("bases")
        if type(model.get("options")) is dict and type(bases) is list:
            found[model["name"]] = [names[base] for base in bases if type(base) is str and base in names]
    return found


def _proxies(models: list[dict[str, Any]]) -> set[str]:
    """The models that are declared to have no table of their own."""
    declared = ((model["name"], model.get("options")) for model in models)
    return {name for name, options in declared if type(options) is dict and options.get("proxy") is True}


def migrate(program: Program, app: str, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Has the tables made. Adds ``checks``, the system checks' errors, to the facts; answers what has no table."""
    answer = program.witness("migrate", app, facts["described"])
    # what the database has no model of was told by the subject: a relation to nothing, or to a swapped model
    unresolved = [["fields.E300", entry["model"], entry["field"]] for entry in facts["broken"]]
    facts["checks"] = answer["checks"] + unresolved
    program.tables = answer["tables"]
    with suppress(KeyError, TypeError, ValueError):  # no mark depends on it
        program.schema = Schema.from_json(json.loads(answer["picture"]))
    return list(answer["problems"])


def load_modules(program: Program, modules: Sequence[str], *, models_given: bool) -> dict[str, Any] | None:
    """Has the other modules imported. Answers what kept one of them from it, or None.

    The tables of the models are made by then. Where the models are given, what their fields need is asked before:
    of the rows that checks are about, no other module has a say.
    """
    if models_given:
        program.models_given = True
        for model in program.tables:
            with suppress(Exception):  # one that the app does not have, such as the users' of another
                program.known_fields[model] = checked_fields(program.subject("fields", model, evidence=None))
    if not modules:
        return None
    facts = program.subject("load_modules", list(modules), evidence=None)
    if type(facts) is not dict or "error" not in facts:
        raise guarded("account of an import")
    return None if facts["error"] is None else _checked_import_error(facts["error"])


def _checked_import_error(error: Any) -> dict[str, Any]:
    """The subject's account of an error at import, cut to what a report needs."""
    if type(error) is not dict or set(error) != {"exception", "message", "file", "line"}:
        raise guarded("account of an import")
    texts = {key: error[key] for key in ("exception", "message", "file")}
    if type(error["line"]) not in (int, type(None)) or any(type(t) not in (str, type(None)) for t in texts.values()):
        raise guarded("account of an import")
    cut = {key: text and text[:1000] for key, text in texts.items()}
    line = error["line"] if is_line(error["line"]) else None
    return {**cut, "exception": shown_name(error["exception"] or ""), "line": line}


def _read_models(facts: dict[str, Any]) -> list[Any]:
    """The models of the description, which travels as one JSON text: expressions nest deeper than messages may."""
    if set(facts) != {"error", "broken", "described"} or type(facts["described"]) is not str:
        raise guarded("account of an import")
    try:
        models = list(wire.unpack(facts["described"].encode())["models"])
    except (wire.WireError, KeyError, TypeError, ValueError):
        raise guarded("description of models") from None
    if _is_deeper(models, _DEEPEST):
        raise guarded("description of models")
    return models


def _is_deeper(data: Any, levels: int) -> bool:
    """Whether lists and dicts are nested in more than so many levels."""
    layer = [data]
    for _ in range(levels):
        parts = [part.values() if type(part) is dict else part for part in layer if type(part) in (list, dict)]
        layer = [element for part in parts for element in part]
        if not layer:
            return False
    return True


def _check_facts(facts: dict[str, Any]) -> None:
    """The subject's account of what it declares, as far as the judge itself reads it."""
    broken, models = facts["broken"], facts["models"]
    wrong = type(broken) is not list or any(type(entry) is not dict for entry in broken)
    wrong = wrong or any(set(entry) != {"model", "field", "target"} for entry in broken)
    wrong = wrong or any(type(value) is not str for entry in broken for value in entry.values())
    if wrong or not all(map(_is_described, models)):
        raise guarded("account of an import")


def _is_described(model: Any) -> bool:
    if type(model) is not dict or type(model.get("name")) is not str:
        return False
    fields = model.get("fields", [])
    return type(fields) is list and all(type(f) is list and len(f) == 4 and type(f[0]) is str for f in fields)
