"""TOML tables read key by key. Every error names the file and the dotted key."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ..core.errors import AssignmentError
from ..core.text import LANGUAGES, Text

_HUGE = 1e9
_TYPES = {
    str: "a text", bool: "true or false", int: "a whole number", float: "a number",
    list: "a list", dict: "a table",
}  # fmt: skip


def read_toml(path: Path) -> dict[str, Any]:
    """The file's content; ``AssignmentError`` where it is missing or is not TOML."""
    try:
        return tomllib.loads(path.read_bytes().decode())
    except (FileNotFoundError, NotADirectoryError):
        raise AssignmentError(str(path), None, "there is no such file") from None
    except UnicodeDecodeError as error:
        raise AssignmentError(str(path), None, f"is not UTF-8 (byte {error.start})") from error
    except (ValueError, RecursionError) as error:  # tomllib lets through what int and the stack say
        raise AssignmentError(str(path), None, f"is not TOML: {error}") from error


def nearest(name: str, known: Collection[str]) -> str:
    """``"; did you mean x?"``, or the known names where none is near."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    if close:
        return f'; did you mean "{close[0]}"?'
    return f"; known: {', '.join(sorted(known))}" if known else ""


class Table:
    """One table of a TOML file with a closed set of keys. Methods raise ``AssignmentError``."""

    def __init__(self, file: str, data: Mapping[str, Any], known: Collection[str], at: str = "") -> None:
        self.file = file
        self.data = data
        self.at = at
        for key in data:
            if key not in known:
                raise self.error(key, f"unknown key{nearest(key, known)}")

    def dotted(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def error(self, key: str, problem: str) -> AssignmentError:
        return AssignmentError(self.file, self.dotted(key), problem)

    def value(self, key: str, expected: type) -> Any:
        """The value under ``key``, which must be there and be of type ``expected``."""
        if key not in self.data:
            raise self.error(key, "is missing")
        value = self.data[key]
        if type(value) is not expected:  # exactly: True is an int to isinstance
            kind = _TYPES.get(type(value), "a date or time")
            raise self.error(key, f"must be {_TYPES[expected]}, not {kind}")
        return value

    def text(self, key: str) -> str:
        value: str = self.value(key, str)
        if not value.strip():
            raise self.error(key, "is empty")
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self.data else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that are all different."""
        values = self.value(key, list)
        for value in values:
            if type(value) is not str:
                raise self.error(key, "must be a list of texts")
            if values.count(value) > 1:
                raise self.error(key, f'names "{value}" twice')
        return tuple(values)

    def bilingual(self, key: str) -> Text:
        table = self.table(key, LANGUAGES)
        return Text(table.text("en"), table.text("ru"))

    def positive(self, key: str) -> int | float:
        """A number above zero, as it was written."""
        whole = type(self.data.get(key)) is int
        value: int | float = self.value(key, int if whole else float)
        if not 0 < value < _HUGE:  # nan is neither
            raise self.error(key, f"must be a number above zero, not {value if abs(value) < _HUGE else 'that'}")
        return value

    def positive_whole(self, key: str) -> int:
        """A whole number above zero."""
        value: int = self.value(key, int)
        if not 0 < value < _HUGE:
            raise self.error(key, "must be a whole number above zero")
        return value

    def table(self, key: str, known: Collection[str]) -> Table:
        return Table(self.file, self.value(key, dict), known, self.dotted(key))
