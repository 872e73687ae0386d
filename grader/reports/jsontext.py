"""A verdict as JSON text: the contract's form, and always text that any JSON reader accepts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..core.verdict import Verdict
from .safe import encodable


def verdict_text(verdict: Verdict, *, staff: bool = False, indent: int | None = 2) -> str:
    """One verdict as JSON with a line feed at its end; the student's view unless ``staff``."""
    return json_text(verdict.to_json(staff=staff), indent=indent)


def json_text(data: object, *, indent: int | None = 2) -> str:
    """``data`` as JSON. Lone surrogates and numbers that JSON lacks are replaced.

    What would steer a terminal or reorder a line is written as JSON's own escapes, which are the same to a program.
    ``indent``: None puts it on one line, which Python writes ten times as fast.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
        text.encode()
    except (ValueError, TypeError):  # rarely: what a student's program answered may hold anything
        text = json.dumps(_plain(data), ensure_ascii=False, indent=indent, allow_nan=False)
    if not text.replace("\n", "").isprintable():
        text = "".join(char if char == "\n" or char.isprintable() else json.dumps(char)[1:-1] for char in text)
    return text + "\n"


def _plain(data: object) -> Any:
    """The same value, of JSON's own types only. What a student's program answered may hold anything."""
    if isinstance(data, str):
        return encodable(data)
    if data is None or isinstance(data, bool | int):
        return data
    if isinstance(data, float):
        return data if math.isfinite(data) else str(data)
    if isinstance(data, Mapping):
        return {encodable(str(key)): _plain(value) for key, value in data.items()}
    if isinstance(data, Sequence) and not isinstance(data, bytes | bytearray):
        return [_plain(value) for value in data]
    return encodable(str(data))
