"""The comment behind the last statement of a transcript: what was expected of it, and what happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .failure import Failure
from .remote import Remote
from .statements import remote_facts

_LONGEST = 200
_OBJECT = re.compile(r"<(\w+)>")  # how ``described`` writes an object that stayed in the box

Known = Callable[[Any], str | None]  # the expression that gave a value, where the transcript has one


def nothing_known(_value: Any) -> str | None:
    """For a comment that stands alone."""
    return None


def comment_of(failure: Failure, known: Known = nothing_known) -> str:
    """``expected: IntegrityError. Happened: nothing is raised``, on one line, with nothing that a console obeys."""
    if "exception" in failure.expected or "exception" in failure.happened:
        expected, happened = (_raised(side) for side in (failure.expected, failure.happened))
    elif failure.expected.get("operator") == "isinstance":
        expected, happened = (_named(str(side.get("value"))) for side in (failure.expected, failure.happened))
    else:
        # what a program answered may be the text "<Ship>": only what is no text itself holds objects for sure
        expected = _phrase(failure.expected, known, texts=False)
        happened = _phrase(failure.happened, known, texts=_is_data(failure.shown))
        if isinstance(failure.shown, Remote) and remote_facts(failure.shown)[1] == "class":
            expected, happened = (side.replace("an object of", "the class") for side in (expected, happened))
        if expected == happened and "an object of" in happened:
            happened += ", but not the same"
    return _printable(" ".join(f"expected: {expected}. Happened: {happened}".split()))


def _raised(side: Mapping[str, Any]) -> str:
    if not side.get("exception"):
        return "nothing is raised"
    return f"{side['exception']}: {side['text']}"[:_LONGEST] if side.get("text") else str(side["exception"])


def _phrase(side: Mapping[str, Any], known: Known, *, texts: bool) -> str:
    operator = side.get("operator", "==")
    start = {"==": "", "in": "contains "}.get(operator, f"{operator} ")
    if "value" in side:
        return (start + _told(side["value"], known, texts=texts))[:_LONGEST]
    return ", ".join(f"{key.replace('_', ' ')} {value!r}" for key, value in side.items())[:_LONGEST]


def _told(value: Any, known: Known, *, texts: bool) -> str:
    """A value as Python writes it, but objects in words and keys as the expressions that gave them."""
    if isinstance(value, list):
        return "[" + ", ".join(_told(element, known, texts=texts) for element in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{key!r}: {_told(part, known, texts=texts)}" for key, part in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, str) and not texts and _OBJECT.fullmatch(value):
        return _named(value)
    return known(value) or repr(value)


def _named(text: str) -> str:
    found = _OBJECT.fullmatch(text)
    return f"an object of {found[1]}" if found else text


def _is_data(value: Any) -> bool:
    """Whether it holds no object, so that every text in it is a text."""
    if isinstance(value, dict):
        return all(map(_is_data, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_data, value))
    return not isinstance(value, Remote) and value is not NotImplemented


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
