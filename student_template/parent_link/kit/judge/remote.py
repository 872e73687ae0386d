"""A student's objects as a check sees them: a closed table of operations, each asked of the subject as data.

Equality is never asked: two model objects are equal when label and primary key are, and that is compared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .program import Program, guarded

_KEYS = (str, int, bool, float, bytes, Decimal, date, datetime, UUID)  # what a primary key can be
_READABLE_DUNDERS = {"__name__", "__qualname__", "__module__", "__doc__"}


class Remote:
    """An object that stays in the box. What has no method here cannot be done with it."""

    __slots__ = ("_generation", "_identity", "_kind", "_name", "_number", "_program")
    __hash__ = None  # type: ignore[assignment]  # no row in the table

    def __init__(self, program: Program, number: int, kind: str, name: str) -> None:
        for slot, value in (
            ("_program", program),
            ("_number", number),
            ("_kind", kind),
            ("_name", name),
            ("_generation", program.generation),
            ("_identity", None),
        ):
            object.__setattr__(self, slot, value)

    def _ask(self, operation: str, *arguments: Any) -> Any:
        if self._generation != self._program.generation:
            raise TypeError(f"{self!r} belongs to an earlier check")
        return self._program.subject(operation, self, *arguments)

    def pin(self, label: str, key: Any) -> list[Any]:
        """The judge made this object's row, and knows its key: from now on nobody is asked for it."""
        identity = ["row", label, key]
        object.__setattr__(self, "_identity", identity)
        return identity

    # -- the table -----------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in _READABLE_DUNDERS:
            raise AttributeError(name)  # Python and pytest look for protocols that a remote object does not have
        if name == "pk" and self._identity is not None:
            return self._identity[2]
        return self._ask("get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask("set", name, value)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._ask("call", list(arguments), keywords)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return self._ask("slice", key.start, key.stop, key.step)
        return self._ask("item", key)

    def __len__(self) -> int:
        length = self._ask("len")
        if type(length) is not int or length < 0:
            raise guarded("length")
        return length

    def __bool__(self) -> bool:
        return self._ask("bool") is True

    def __iter__(self) -> Iterator[Any]:
        values = self._ask("iterate")
        if not hasattr(values, "__next__"):
            raise guarded("iterator")
        return iter(values)

    def __contains__(self, wanted: Any) -> bool:
        return any(value == wanted for value in self)

    def __instancecheck__(self, instance: Any) -> bool:
        found = isinstance(instance, Remote) and self._program.subject("isinstance", instance, self) is True
        self._program.not_an_instance = None if found else (repr(instance), repr(self))
        return found

    def __str__(self) -> str:
        text = self._ask("str")
        if type(text) is not str:
            raise guarded("text")
        return text

    def __lt__(self, other: Any) -> bool:
        return self._ask("lt", other) is True

    def __le__(self, other: Any) -> bool:
        return self._ask("le", other) is True

    def __gt__(self, other: Any) -> bool:
        return self._ask("gt", other) is True

    def __ge__(self, other: Any) -> bool:
        return self._ask("ge", other) is True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Remote):
            return False
        if self._number == other._number:
            return True
        mine, theirs = identities(self._program, self, other)
        return mine == theirs

    def __repr__(self) -> str:
        return f"<{self._name.rpartition('.')[2]}>"  # asks nobody: it is needed where nobody can answer any more


def identities(program: Program, *objects: Remote) -> list[list[Any]]:
    """``["row", label, key]`` or ``["object", number]`` of each, well formed."""
    asked = [remote for remote in objects if remote._identity is None]  # noqa: SLF001 - this module's own
    found = program.subject("identity", *asked) if asked else []
    if type(found) is not list or len(found) != len(asked):
        raise guarded("identity")
    for entry in found:
        if type(entry) is not list or not entry or entry[0] not in ("row", "object"):
            raise guarded("identity")
        if entry[0] == "row" and (len(entry) != 3 or type(entry[1]) is not str or type(entry[2]) not in _KEYS):
            raise guarded("identity")
    answers = iter(found)
    return [remote._identity or next(answers) for remote in objects]  # noqa: SLF001


def key_of(program: Program, value: Any) -> Any:
    """The primary key of a saved model object; any other value as it is."""
    if not isinstance(value, Remote):
        return value
    identity = identities(program, value)[0]
    return identity[2] if identity[0] == "row" else None


def connect(program: Program) -> None:
    """Lets references arrive as ``Remote`` and go back as references."""

    def wrap(data: dict[str, Any]) -> Remote:
        return Remote(program, data["id"], str(data.get("kind")), data["name"])

    def unwrap(value: Any) -> dict[str, Any]:
        if not isinstance(value, Remote):
            raise TypeError(f"a {type(value).__name__} cannot be given to a student's program")
        return {"$": "ref", "id": value._number}  # noqa: SLF001 - this module's own

    program.wrap, program.unwrap = wrap, unwrap


class Module:
    """A module of the app. Of ``models`` a model comes from the app registry, other names from the module itself."""

    def __init__(self, program: Program, module: str = "models") -> None:
        self._program, self._module = program, module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = self._program.subject("name", self._module, name)
        if isinstance(found, Remote):
            self.__dict__[name] = found  # a model stays what it is; data is read anew
        return found
