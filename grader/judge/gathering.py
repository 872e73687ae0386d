"""The raw material of diagnoses: what the models declare, what the tables are, what stands in the source.

Asked at the end of a submission, and only where something failed. Nothing here can change a mark: where an answer
does not come, or is not what it should be, that part is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .program import Program

_MOST_MODELS_JSON = 100_000  # characters of all described models together
_TEXTS = ("kind", "file", "in", "name", "module", "known_as", "target", "text", "message")
_LISTS_OF_TEXTS = ("bases", "args", "decorators", "names")
_NUMBERS = ("line", "end", "filled", "making", "tabs", "spaces", "tab_line", "space_line")
_UNREADABLE = ("RecursionError", "MemoryError")

Entry = dict[str, Any]


def gathered(program: Program, declared: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """``{"models", "tables", "system_checks", "source"}``, each empty where it is not known.

    ``declared`` is the subject's account of its import, ``files`` what was submitted.
    """
    models = declared.get("models", [])
    error = declared.get("error") or {}
    source = None if error.get("exception") in _UNREADABLE else program.aside("outline", dict(files))
    return {
        "models": models if len(json.dumps(models)) <= _MOST_MODELS_JSON else [],
        "tables": program.tables,
        "system_checks": declared.get("checks", []),
        "source": checked_outline(source),
    }


def checked_outline(text: object) -> dict[str, list[Entry]]:
    """The source outline as the witness told it; empty where it has another shape."""
    empty: dict[str, list[Entry]] = {"files": [], "unparsed": [], "entries": []}
    if type(text) is not str:
        return empty
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return empty
    if type(found) is not dict or set(found) != set(empty):
        return empty
    if not all(type(part) is list and all(map(_is_entry, part)) for part in found.values()):
        return empty
    return found


def _is_entry(entry: object) -> bool:
    return type(entry) is dict and all(_is_part(key, value) for key, value in entry.items())


def _is_part(key: str, value: object) -> bool:
    if key in _TEXTS:
        return type(value) is str
    if key in _LISTS_OF_TEXTS:
        return type(value) is list and all(type(text) is str for text in value)
    if key in _NUMBERS:
        return value is None or type(value) is int
    if key == "comma":
        return type(value) is bool
    return key == "call" and (value is None or _is_call(value))


def _is_call(value: object) -> bool:
    if type(value) is not dict or set(value) != {"name", "args", "keywords"} or type(value["keywords"]) is not dict:
        return False
    texts = [value["name"], *value["keywords"].values()]
    return _is_part("args", value["args"]) and all(type(text) is str for text in texts)
