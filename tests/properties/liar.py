"""A subject that lies: what an honest program answers, and now and then something else that Hypothesis makes up.

``Mimic`` has no database: what it was asked to make it remembers, and speaks of as an honest program speaks of saved
rows. ``Forwarding`` has an honest program behind it, which does what is asked. Lies are what was said before, what
is said with one value changed, the errors that checks wait for, or anything at all.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from hypothesis import strategies as st

from grader.core.errors import Lost
from grader.sandbox.subject import wire
from tests.properties.strategies import answer, as_json

_REVERSE = {
    "Women.husband": "wife",
    "Women.best_man": "best_man_of",
    "Passport.owner": "passport",
    "Profile.user": "profile",
}


def _error(name: str, base: str, **more: Any) -> dict[str, Any]:
    return {"error": {"class": name, "bases": [base], "text": "no", **more}}


_UNCLEAN = {name: [["unique", "no"]] for name in ("husband", "best_man", "owner", "user")}
MISSING = _error("DoesNotExist", "django.core.exceptions.ObjectDoesNotExist")
TAKEN = _error("IntegrityError", "django.db.utils.IntegrityError")
ERRORS = [
    MISSING,
    TAKEN,
    _error("ValidationError", "django.core.exceptions.ValidationError", validation=_UNCLEAN),
    _error("AttributeError", "builtins.AttributeError"),
    _error("ProtectedError", "django.db.models.deletion.ProtectedError"),
]

Said = dict[str, Any]  # {"value": ...} or {"error": ...}

# One lie: its kind, two numbers that choose, and the answer where it is an odd one. Everything is drawn before the
# check begins: what Hypothesis makes up must not depend on what the box answers.
_KINDS = ["again", "changed", "plain", "error", "odd"]
_lie = st.tuples(st.sampled_from(_KINDS), st.integers(0, 50), st.integers(0, 20), answer)
LIES = st.dictionaries(st.integers(0, 60), _lie, max_size=8) | st.dictionaries(st.integers(0, 60), _lie, min_size=20)
_PLAIN = [None, True, False, 0, 1, "", "wife", [], {"$": "iterator", "v": []}, {"$": "tuple", "v": []}]
_TEXTS = ["row", "object", "one_to_one.Women", "one_to_one.Husband", "accounts.User", "Women", "", "\ud800", "model"]


# One lie that is kept up: from which question on, of which model which object (the first one seen, the second, ...)
# has another key, and by how much.
LABELS = ["one_to_one.Women", "one_to_one.Husband", "one_to_one.Passport", "one_to_one.Profile", "accounts.User"]
_shift = st.tuples(
    st.integers(0, 40), st.sampled_from(LABELS), st.integers(0, 2), st.sampled_from([1, -1, 10_007, 100_000])
)
SHIFTS = st.none() | _shift


class Answering(Protocol):
    def said(self, operation: str, arguments: list[Any], first: list[Any]) -> Said: ...


class Liar:
    """Stands for the subject. ``lies`` by the number of the question: all else is what ``behind`` says."""

    def __init__(
        self,
        behind: Answering,
        lies: Mapping[int, tuple[str, int, int, Said]],
        shift: tuple[int, str, int, int] | None = None,
    ) -> None:
        self._behind, self._lies, self._shift = behind, lies, shift
        self._history: list[Said] = []
        self._keys: list[int] = []  # of the model whose objects get another key, as they were seen
        self._true: dict[int, int] = {}  # what stands behind a key that was made up

    def ask(self, operation: str, arguments: list[Any], until: float, first: list[Any] | None = None) -> dict[str, Any]:
        del until
        number = len(self._history)
        arguments = _everywhere(arguments, lambda part: self._true.get(part, part) if type(part) is int else part)
        said = self._behind.said(operation, arguments, first or [])
        if self._shift is not None:
            said = _everywhere(said, lambda part: self._shifted(part, number))
        self._history.append(said)
        if number in self._lies:
            said = self._lie(said, *self._lies[number])
        try:
            reply = wire.unpack(as_json({"id": 1, **said}))
        except wire.WireError as error:
            raise Lost("protocol", str(error)) from None
        if set(reply) - {"open"} not in ({"id", "value"}, {"id", "error"}) or reply.get("open", True) is not True:
            raise Lost("protocol", "neither a value nor an error")
        return reply

    def _shifted(self, data: Any, number: int) -> Any:
        """An identity with another key, where it is that object's; anything else as it is."""
        assert self._shift is not None
        since, label, which, by = self._shift
        if type(data) is not list or data[:2] != ["row", label] or type(data[2]) is not int:
            return data
        if data[2] not in self._keys:
            self._keys.append(data[2])
        if number < since or self._keys.index(data[2]) != which:
            return data
        self._true[data[2] + by] = data[2]
        return ["row", label, data[2] + by]

    def _lie(self, said: Said, kind: str, one: int, other: int, odd: Said) -> Said:
        match kind:
            case "again":
                return self._history[one % len(self._history)]
            case "changed":
                leaves = list(_leaves(said, ()))
                path = leaves[one % len(leaves)] if leaves else ()
                changed: Said = _with(said, path, lambda leaf: _other(leaf, other))
                return changed
            case "plain":
                return {"value": _PLAIN[one % len(_PLAIN)]}
            case "error":
                return ERRORS[one % len(ERRORS)]
        return odd


def _other(leaf: Any, choice: int) -> Any:
    """Another value of about the same kind."""
    if isinstance(leaf, bool) or leaf is None:
        options: list[Any] = [None, True, False]
    elif isinstance(leaf, int):
        options = [leaf + 1, leaf - 1, leaf + 100_000, 0, -1, 2**63, float(leaf), str(leaf)]
    else:
        options = [*_TEXTS, f"{leaf}x", 1]
    return options[choice % len(options)]


def _leaves(data: Any, path: tuple[Any, ...]) -> Any:
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, (*path, key))
    else:
        yield path


def _everywhere(data: Any, change: Callable[[Any], Any]) -> Any:
    """The same with every part of it changed, from the inside out."""
    if isinstance(data, dict):
        return {key: _everywhere(value, change) for key, value in data.items()}
    if isinstance(data, list):
        return change([_everywhere(value, change) for value in data])
    return change(data)


def _with(data: Any, path: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(data)
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[path[0]] = _with(copy[path[0]], path[1:], change)
    return copy


class Forwarding:
    """An honest program in the box."""

    def __init__(self, subject: Any, until: float) -> None:
        self._subject, self._until = subject, until

    def said(self, operation: str, arguments: list[Any], first: list[Any]) -> Said:
        reply = self._subject.ask(operation, arguments, self._until, first)
        return {name: value for name, value in reply.items() if name != "id"}


class Mimic:
    """A program that writes nothing, and answers as if it had."""

    def __init__(self, app: str) -> None:
        self._app = app
        self._classes: dict[str, int] = {}
        self._objects: dict[int, tuple[str, dict[str, Any], int]] = {}  # by number: model, values, key
        self._numbers = itertools.count(100)
        self._keys = itertools.count(1)

    def said(self, operation: str, arguments: list[Any], first: list[Any]) -> Said:
        del first
        found = getattr(self, f"_on_{operation}", self._on_anything)(*arguments)
        return found if isinstance(found, dict) and set(found) == {"error"} else {"value": found}

    def _on_anything(self, *_: Any) -> Any:
        return True

    def _class(self, name: str) -> dict[str, Any]:
        number = self._classes.setdefault(name, len(self._classes) + 1)
        return {"$": "ref", "id": number, "kind": "class", "name": name}

    def _object(self, number: int) -> dict[str, Any]:
        label, _, key = self._objects[number]
        identity = ["row", label if "." in label else f"{self._app}.{label}", key]
        return {"$": "ref", "id": number, "kind": "model", "name": label, "identity": identity}

    def _on_name(self, _module: str, name: str) -> Any:
        return self._class(name)

    def _on_model(self, label: str) -> Any:
        return self._class(label)

    def _on_create(self, label: str, values: dict[str, Any]) -> Any:
        number = next(self._numbers)
        self._objects[number] = label, dict(map(tuple, values["v"])), next(self._keys)
        return self._object(number)

    def _on_accessor(self, label: str) -> Any:
        return _REVERSE.get(label)

    def _on_identity(self, *references: dict[str, Any]) -> Any:
        return [self._identity(reference["id"]) for reference in references]

    def _identity(self, number: int) -> list[Any]:
        return self._object(number)["identity"] if number in self._objects else ["object", number]

    def _on_get(self, owner: dict[str, Any], name: str) -> Any:
        label, values, key = self._objects.get(owner["id"], ("", {}, 0))
        if name == "pk":
            return key
        if name in values:
            return values[name]
        if name in _REVERSE.values():
            return self._reverse(owner, name)
        return self._on_create(label or "Thing", {"v": []})  # some object, whose attributes can be asked for in turn

    def _reverse(self, owner: dict[str, Any], name: str) -> Any:
        attribute = next(label.rpartition(".")[2] for label, reverse in _REVERSE.items() if reverse == name)
        for number, (_, values, _) in self._objects.items():
            value = values.get(attribute)
            if isinstance(value, dict) and value.get("id") == owner["id"]:
                return self._object(number)
        return MISSING

    def _on_set(self, owner: dict[str, Any], name: str, value: Any) -> Any:
        self._objects.get(owner["id"], ("", {}, 0))[1][name] = value

    def _on_call_method(
        self, _owner: dict[str, Any], path: Any, _arguments: list[Any], keywords: dict[str, Any]
    ) -> Any:
        if path[-1] not in ("get", "filter"):
            return None
        wanted = dict(map(tuple, keywords["v"]))
        found = [self._object(n) for n, (_, _, key) in self._objects.items() if key == wanted.get("pk", key)]
        if path[-1] == "filter":
            return {"$": "iterator", "v": found[-1:]}
        return found[-1] if found else MISSING
