"""What a check needs around what it looks at: saved objects with everything filled that has to be."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .fake import Fake
from .program import Program, Refuted, Step, guarded
from .remote import Remote, key_of, pin

_DEEPEST_SCENERY = 5  # required relations of required relations


class Make:
    """``make("Women", name=...)``: a saved object, with every other required field and relation filled."""

    def __init__(self, program: Program, fake: Fake) -> None:
        self._program, self._fake = program, fake

    def __call__(self, label: str, /, **given: Any) -> Any:
        return self._made(label, given, _DEEPEST_SCENERY)

    def _made(self, label: str, given: dict[str, Any], depth: int) -> Any:
        program = self._program
        if label not in program.known_fields:
            program.known_fields[label] = checked_fields(program.subject("fields", label, evidence=None))
        values = dict(given)
        for field in program.known_fields[label]:
            if field["name"] in values or not field["required"]:
                continue
            if field["to"] is None:
                values[field["name"]] = self._fake.value(field)
            elif depth > 0:
                values[field["name"]] = self._made(field["to"], {}, depth - 1)
        if program.models_given and label in program.tables:
            return self._written(label, values)
        return _object_of(label, program.subject("create", label, values))

    def _written(self, label: str, values: dict[str, Any]) -> Any:
        """An object of a given model: the witness writes its row, and the program only reads it.

        So nothing that the student's modules did to the model's class has a say in what the scenery is, and its
        key is known here.
        """
        program = self._program
        sources, steps = set(program.sources), len(program.steps)
        stored = {name: key_of(program, value) for name, value in values.items()}
        key = program.fact("make_row", label, stored)
        made = _object_of(label, program.subject("fetch", label, key))
        identity = pin(made, f"{program.app}.{label}", key)
        # to the transcript, and to what a check rests on, it is an object that was made like any other
        program.sources = sources
        program.steps[steps:] = [Step("create", (label, values), made), Step("identity", (made,), [identity])]
        return made


def _object_of(label: str, made: Any) -> Remote:
    """What a program gave as an object of that model: ``Refuted`` where it is data."""
    if not isinstance(made, Remote):
        raise Refuted({"object": label}, {"value": repr(made)[:200]})
    return made


_FIELD_KEYS = {"name": str, "kind": str, "required": bool, "unique": bool, "decimals": list, "choices": list}
_DATA = (str, int, float, bool, bytes, Decimal, datetime.date, datetime.time, datetime.timedelta, UUID)


def checked_fields(entries: Any) -> list[dict[str, Any]]:
    """The description of a model's fields: a student's program gave it, so nothing about it is certain."""
    if type(entries) is not list:
        raise guarded("description of fields")
    for entry in entries:
        if type(entry) is not dict or not set(_FIELD_KEYS) | {"to", "max_length"} <= set(entry):
            raise guarded("description of fields")
        if any(type(entry[key]) is not kind for key, kind in _FIELD_KEYS.items()):
            raise guarded("description of fields")
        if type(entry["to"]) not in (str, type(None)) or type(entry["max_length"]) not in (int, type(None)):
            raise guarded("description of fields")
        if any(not isinstance(choice, _DATA) for choice in entry["choices"]):
            raise guarded("description of fields")
        if any(type(part) not in (int, type(None)) for part in entry["decimals"]) or len(entry["decimals"]) != 2:
            raise guarded("description of fields")
    return list(entries)
