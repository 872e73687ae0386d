"""A student's objects as a check sees them: a closed table of operations, each asked of the subject as data.

Equality is never asked: two model objects are equal when label and primary key are, and that is compared here.

A question costs two changes of process, so none is asked whose answer is here: a model that was described, a method
that is only called, what the last answer said of an object.
"""

# ruff: noqa: SLF001 - the attributes of a remote object are the student's, so it has no public ones of its own

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .program import Program, guarded

_KEYS = (str, int, bool, float, bytes, Decimal, date, datetime, UUID)  # what a primary key can be
_READABLE_DUNDERS = {"__name__", "__qualname__", "__module__", "__doc__"}

# What every model class, every model object and every manager of Django's has, by the kind of what has it.
_ALWAYS_THERE = {
    "class": {"_base_manager", "_default_manager"},
    "model": {"save", "delete", "full_clean", "refresh_from_db"},
    "manager": {"all", "count", "create", "exclude", "exists", "filter", "first", "get", "get_or_create", "last"},
}


class Remote:
    """An object that stays in the box. What has no method here cannot be done with it."""

    __slots__ = ("_generation", "_identity", "_kind", "_name", "_number", "_program", "_seen")
    __hash__ = None  # type: ignore[assignment]  # no row in the table

    def __init__(self, program: Program, number: int, kind: str, name: str, identity: list[Any] | None = None) -> None:
        _keep(
            self,
            _program=program,
            _number=number,
            _kind=kind,
            _name=name,
            _generation=program.generation,
            _identity=None,  # for good: see ``pin``
            _seen=(program.moment, identity),  # until something else happens
        )

    def _ask(self, operation: str, *arguments: Any) -> Any:
        self._assert_of_now()
        return self._program.subject(operation, self, *arguments)

    def _assert_of_now(self) -> None:
        if self._generation != self._program.generation:
            raise TypeError(f"{self!r} belongs to an earlier check")

    # -- the table -----------------------------------------------------------------------------------------

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in _READABLE_DUNDERS:
            raise AttributeError(name)  # Python and pytest look for protocols that a remote object does not have
        if name == "pk" and self._identity is not None:
            return self._identity[2]
        self._assert_of_now()
        if name in _ALWAYS_THERE.get(self._kind, ()):
            return self._program.known("get", (self, name), Method(self, name))
        identity = _known_identity(self)
        if name == "pk" and identity is not None and type(identity[-1]) is int and identity[0] == "row":
            return self._program.known("get", (self, name), identity[2])
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
        found = isinstance(instance, Remote) and _is_of(instance, self)
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


class Method(Remote):
    """What a model or its manager surely has, by the way to it. Nobody is asked for it, only for what it does."""

    __slots__ = ("_fetched", "_owner", "_path")

    def __init__(self, owner: Remote, name: str) -> None:
        program = owner._program
        path = (*owner._path, name) if isinstance(owner, Method) else (name,)
        of_manager = owner._kind == "class"
        super().__init__(program, -next(program.numbers), *(("manager", "Manager") if of_manager else ("", "method")))
        _keep(self, _owner=owner._owner if isinstance(owner, Method) else owner, _path=path, _fetched=None)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        self._assert_of_now()
        asked = ("call_method", (self._owner, list(self._path), list(arguments), keywords))
        return self._program.subject("call", self, list(arguments), keywords, asked=asked)


def _keep(remote: Remote, **slots: Any) -> None:
    """Sets what a remote object itself consists of: its attributes are the student's."""
    for slot, value in slots.items():
        object.__setattr__(remote, slot, value)


def pin(remote: Remote, label: str, key: Any) -> list[Any]:
    """The judge made this object's row, and knows its key: from now on nobody is asked for it."""
    identity = ["row", label, key]
    _keep(remote, _identity=identity)
    return identity


def _known_identity(remote: Remote) -> list[Any] | None:
    """What is known of the object without asking: for good, or since nothing happened after it was told."""
    moment, told = remote._seen
    return remote._identity or (told if moment == remote._program.moment else None)


def identities(program: Program, *objects: Remote) -> list[list[Any]]:
    """``["row", label, key]`` or ``["object", number]`` of each, well formed."""
    asked = tuple(remote for remote in objects if remote._identity is None)
    known = [identity for identity in map(_known_identity, asked) if identity is not None]
    if asked and len(known) == len(asked):
        found = program.known("identity", asked, known)
    else:
        found = program.subject("identity", *asked) if asked else []
    if type(found) is not list or len(found) != len(asked) or not all(map(_is_identity, found)):
        raise guarded("identity")
    answers = iter(found)
    return [remote._identity or next(answers) for remote in objects]


def _is_identity(entry: Any) -> bool:
    if type(entry) is not list or not entry or entry[0] not in ("row", "object"):
        return False
    return entry[0] == "object" or (len(entry) == 3 and type(entry[1]) is str and type(entry[2]) in _KEYS)


def _is_of(instance: Remote, cls: Remote) -> bool:
    """Whether an object is of a class. Of a row it is the declaration that says so, which the tables were made of."""
    program = instance._program
    wanted = next((name for name, number in program.models.items() if number == cls._number), None)
    if instance._kind == "model" and wanted in program.parents and wanted not in program.proxies:
        identity = identities(program, instance)[0]
        app, _, name = str(identity[1]).rpartition(".")
        if identity[0] == "row" and app == program.app and name in program.parents and name not in program.proxies:
            return bool(program.known("isinstance", (instance, cls), wanted in _family(program, name)))
    return program.subject("isinstance", instance, cls) is True


def _family(program: Program, name: str) -> set[str]:
    """A model, and all that it inherits from."""
    found, waiting = {name}, [name]
    while waiting:
        new = [parent for parent in program.parents.get(waiting.pop(), ()) if parent not in found]
        found.update(new)
        waiting += new
    return found


def key_of(program: Program, value: Any) -> Any:
    """The primary key of a saved model object; any other value as it is."""
    if not isinstance(value, Remote):
        return value
    identity = identities(program, value)[0]
    return identity[2] if identity[0] == "row" else None


def connect(program: Program) -> None:
    """Lets references arrive as ``Remote`` and go back as references."""

    def wrap(data: dict[str, Any]) -> Remote:
        kind = data.get("kind")
        identity = program.decoded(data["identity"]) if "identity" in data else None
        if identity is not None and not _is_identity(identity):
            raise guarded("identity")
        return Remote(program, data["id"], kind if kind in ("class", "model") else "object", data["name"], identity)

    def unwrap(value: Any) -> dict[str, Any]:
        if not isinstance(value, Remote):
            raise TypeError(f"a {type(value).__name__} cannot be given to a student's program")
        return {"$": "ref", "id": _fetched(value) if isinstance(value, Method) else value._number}

    def _fetched(method: Method) -> int:
        """The number of the method itself: it is wanted for something else than being called."""
        if method._fetched is None:
            found = functools.reduce(program.attribute, method._path, method._owner)
            if not isinstance(found, Remote):
                raise TypeError(f"{method!r} is none")
            _keep(method, _fetched=found._number)
        return int(method._fetched)

    program.wrap, program.unwrap = wrap, unwrap


class Module:
    """A module of the app. Of ``models`` a model comes from the app registry, other names from the module itself."""

    def __init__(self, program: Program, module: str = "models") -> None:
        self._program, self._module = program, module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        program, place = self._program, (self._module, name)
        if self._module == "models" and name in program.models:
            found = program.known("name", place, Remote(program, program.models[name], "class", name))
        else:
            found = program.subject("name", *place)
        if isinstance(found, Remote):
            self.__dict__[name] = found  # a model stays what it is; data is read anew
        return found
