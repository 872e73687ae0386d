"""The codec of the border between the judge and the box: plain data in frames, and nothing else.

A frame is a 4-byte big-endian length and that many bytes of UTF-8 JSON. Values that JSON lacks travel as
``{"$": tag, "v": ...}``; objects that must stay in the box travel as ``{"$": "ref", "id": number, ...}``.
Both ends use this file. The judge's end trusts nothing: every way in which a frame can be wrong is a
``WireError``, and size, depth and number of elements are bounded before anything is built of them.
"""

from __future__ import annotations

import datetime
import decimal
import json
import math
import struct
import uuid
from collections.abc import Callable, Mapping
from typing import Any

HEADER = struct.Struct("!I")

# Exceptions that the judge knows by name. Everything else is described by the known classes it derives from.
# Not among them: what would mean something to the judge itself (KeyboardInterrupt, StopIteration, GeneratorExit).
KNOWN_EXCEPTIONS = (
    *(
        f"builtins.{name}"
        for name in (
            "BaseException Exception ArithmeticError AssertionError AttributeError EOFError FileNotFoundError "
            "ImportError IndentationError IndexError KeyError LookupError MemoryError "
            "ModuleNotFoundError NameError NotImplementedError OSError OverflowError PermissionError "
            "RecursionError RuntimeError SyntaxError SystemExit TabError TypeError "
            "UnboundLocalError ValueError ZeroDivisionError"
        ).split()
    ),
    *(
        f"django.core.exceptions.{name}"
        for name in (
            "AppRegistryNotReady FieldDoesNotExist FieldError ImproperlyConfigured MultipleObjectsReturned "
            "ObjectDoesNotExist PermissionDenied SuspiciousOperation ValidationError"
        ).split()
    ),
    *(
        f"django.db.utils.{name}"
        for name in (
            "DataError DatabaseError Error IntegrityError InterfaceError InternalError NotSupportedError "
            "OperationalError ProgrammingError"
        ).split()
    ),
    "django.db.models.deletion.ProtectedError",
    "django.db.models.deletion.RestrictedError",
    "django.db.transaction.TransactionManagementError",
)

# Questions to the witness after which the database file is another one: the subject must have let go of it before.
WRITING = ("insert", "make_row", "break_table", "mend_table")


class WireError(Exception):
    """What arrived is not what this border carries."""


def pack(message: Mapping[str, Any], limit: int) -> bytes:
    """One frame. ``limit`` is in bytes; a longer message is a ``WireError``."""
    try:
        body = _ENCODER.encode(message).encode("ascii")
    except (ValueError, RecursionError, TypeError) as error:
        raise WireError(f"not plain data: {type(error).__name__}") from None
    if len(body) > limit:
        raise WireError(f"a message of {len(body)} bytes is over the limit of {limit}")
    return HEADER.pack(len(body)) + body


def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For a JSON decoder: an object's pairs, none of them twice (``WireError``)."""
    result = dict(pairs)
    if len(result) != len(pairs):
        raise WireError("a key stands twice")
    return result


def _no_constant(name: str) -> Any:
    raise WireError(f"{name} is not a number")


# made once: json.loads and json.dumps make new ones for each call that is not a plain one
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_pairs_hook=no_duplicates, parse_constant=_no_constant)


def unpack(body: bytes) -> dict[str, Any]:
    """The message of a frame's bytes. Only ``WireError`` can come out of it."""
    try:
        message = _DECODER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise WireError(f"not a message: {type(error).__name__}") from None
    if type(message) is not dict:
        raise WireError("not a message: no object at the top")
    return message


# -- values -----------------------------------------------------------------------------------------------


def tagged(tag: str, value: Any) -> dict[str, Any]:
    return {"$": tag, "v": value}


def scalar(value: Any) -> Any:  # noqa: PLR0911 - a table
    """The plain form of a scalar, or ``NotImplemented``. Subclasses travel as what they are made of."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        number = float.__float__(value)
        return number if math.isfinite(number) else tagged("float", repr(number))
    if isinstance(value, (bytes, bytearray)):
        return tagged("bytes", bytes(value).hex())
    if isinstance(value, decimal.Decimal):
        return tagged("decimal", decimal.Decimal.__str__(value))
    if isinstance(value, uuid.UUID):
        return tagged("uuid", uuid.UUID.__str__(value))
    return _moment(value)


def _moment(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return tagged("datetime", datetime.datetime.isoformat(value))
    if isinstance(value, datetime.date):
        return tagged("date", datetime.date.isoformat(value))
    if isinstance(value, datetime.time):
        return tagged("time", datetime.time.isoformat(value))
    if isinstance(value, datetime.timedelta):
        return tagged("timedelta", [value.days, value.seconds, value.microseconds])
    return NotImplemented


def encode(value: Any, refer: Callable[[Any], Any], items: int, depth: int) -> Any:
    """``value`` as JSON data. ``refer`` turns what is no data into a reference (or raises).

    ``items`` bounds each collection, ``depth`` the nesting; beyond either it is a ``WireError``.
    """
    plain = scalar(value)
    if plain is not NotImplemented:
        return plain
    if depth <= 0:
        raise WireError("nested too deeply")
    kind = type(value)
    if kind in _COLLECTIONS or isinstance(value, (list, tuple, dict)):
        if len(value) > items:
            raise WireError(f"more than {items} elements")
        keys = value if kind in (set, frozenset) or isinstance(value, dict) else ()
        if not all(map(_can_be_a_key, keys)):
            return refer(value)  # of objects that stay where they are nothing can be looked up by at the other end
        if isinstance(value, dict):
            pairs = dict.items(value)
            return tagged("dict", [[encode(x, refer, items, depth - 1) for x in pair] for pair in pairs])
        data = [encode(element, refer, items, depth - 1) for element in value]
        # a named tuple or a list of a student's own making counts as the tuple or list that it is
        tag = _COLLECTIONS.get(kind) or ("list" if isinstance(value, list) else "tuple")
        return data if tag == "list" else tagged(tag, data)
    return refer(value)


def _can_be_a_key(value: Any) -> bool:
    return scalar(value) is not NotImplemented or (type(value) is tuple and all(map(_can_be_a_key, value)))


_COLLECTIONS: dict[Any, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset", dict: "dict"}


def _decoded_text(text: str, limit: int) -> str:
    if len(text) > limit:
        raise WireError(f"a text of {len(text)} characters")
    # half a surrogate pair parses, and would later break whoever writes a report of it
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _decimal(text: str) -> decimal.Decimal:
    number = decimal.Decimal(text)
    if number.is_snan():  # whoever compares it or looks it up gets an exception
        raise ValueError("a number that signals")
    return number


def _timedelta(parts: list[Any]) -> datetime.timedelta:
    days, seconds, microseconds = parts
    return datetime.timedelta(days=days, seconds=seconds, microseconds=microseconds)


_DECODERS: Mapping[str, tuple[type, Callable[[Any], Any]]] = {
    "float": (str, float),
    "bytes": (str, bytes.fromhex),
    "decimal": (str, _decimal),
    "uuid": (str, uuid.UUID),
    "datetime": (str, datetime.datetime.fromisoformat),
    "date": (str, datetime.date.fromisoformat),
    "time": (str, datetime.time.fromisoformat),
    "timedelta": (list, _timedelta),
}
_SEQUENCES: Mapping[str, Callable[[list[Any]], Any]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "iterator": iter,
}


def decode(data: Any, resolve: Callable[[dict[str, Any]], Any], items: int, depth: int, text: int) -> Any:
    """The value of JSON data. ``resolve`` gets each reference (a dict with another tag) and answers for it.

    ``items``, ``depth`` and ``text`` (characters) bound what is built; every fault is a ``WireError``.
    """
    if data is None or type(data) in (bool, int):
        return data
    if type(data) is float:
        if not math.isfinite(data):
            raise WireError("a number out of range")
        return data
    if type(data) is str:
        return _decoded_text(data, text)
    if depth <= 0:
        raise WireError("nested too deeply")

    def inner(value: Any) -> Any:
        return decode(value, resolve, items, depth - 1, text)

    # the list itself, or what a set or a dict is made of
    elements = data if type(data) is list else data.get("v")
    if type(elements) is list and len(elements) > items:
        raise WireError(f"more than {items} elements")
    if type(data) is list:
        return [inner(element) for element in data]
    try:
        return _decoded_tag(data, inner, resolve)
    except (ValueError, TypeError, KeyError, ArithmeticError, AttributeError) as error:
        raise WireError(f"a value that cannot be read: {type(error).__name__}") from None


def _decoded_tag(data: dict[str, Any], inner: Callable[[Any], Any], resolve: Callable[[dict[str, Any]], Any]) -> Any:
    tag = data["$"]
    if tag in _DECODERS:
        kind, build = _DECODERS[tag]
        if type(data["v"]) is not kind:
            raise WireError(f"a {tag} that is none")
        return build(data["v"])
    if tag in _SEQUENCES:
        if type(data["v"]) is not list:
            raise WireError(f"a {tag} that is none")
        return _SEQUENCES[tag](inner(data["v"]))
    if tag == "dict":
        return {inner(key): inner(value) for key, value in inner_pairs(data["v"])}
    return resolve(data)


def inner_pairs(pairs: Any) -> list[tuple[Any, Any]]:
    """The pairs of an encoded dict; ``WireError`` where it is none."""
    if type(pairs) is not list or any(type(pair) is not list or len(pair) != 2 for pair in pairs):
        raise WireError("a dict that is none")
    return [(key, value) for key, value in pairs]
