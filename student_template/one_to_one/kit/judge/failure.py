"""From what pytest caught to structured data: the kind of failure, what was expected, what happened."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ..core.errors import Lost
from .program import BoxInfo, Refuted
from .remote import Remote

_LONGEST = 300  # characters of a text in a message
_MOST = 6000  # characters of a whole value: collections in collections multiply what each of them may hold
_TRACEBACK = 4000
_OURS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Failure:
    """``kind`` as in ``core.report.CheckRun``; "ours" where it is no student's doing."""

    kind: str
    expected: dict[str, Any] = field(default_factory=dict)
    happened: dict[str, Any] = field(default_factory=dict)
    traceback: str = ""
    shown: Any = NotImplemented  # the value that was found wrong, where there is one


def described(value: Any) -> Any:
    """A value for a message: plain data as it is, anything else as text, cut."""
    return _Description().of(value)


class _Description:
    """One value's plain data. What comes when enough is shown is left out."""

    def __init__(self) -> None:
        self._left = _MOST

    def of(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            shown = [self.of(element) for element in value[:20] if self._left > 0]
            return shown if len(value) == len(shown) else [*shown, f"... ({len(value)})"]
        if isinstance(value, dict):
            return {self._text(str(key)): self.of(part) for key, part in list(value.items())[:30] if self._left > 0}
        if isinstance(value, str):
            return self._text(value)
        if value is None or isinstance(value, bool | float):
            self._left -= 1
            return value
        if isinstance(value, int):
            text = self._text(str(value))
            return value if len(text) <= _LONGEST else text
        return self._text(value.__name__ if isinstance(value, type) else repr(value)[:_LONGEST])

    def _text(self, text: str) -> str:
        self._left -= min(len(text), _LONGEST) + 1
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... ({len(text)})"


def failure_of(
    excinfo: pytest.ExceptionInfo[BaseException],
    compared: tuple[str, Any, Any] | None,
    not_an_instance: tuple[str, str] | None,
    tests: Path,
) -> Failure:
    """What a check's exception says.

    ``compared`` is the last comparison that did not hold, ``not_an_instance`` the last ``isinstance`` (object,
    class); ``tests`` the folder of the checks.
    """
    error = excinfo.value
    text = "".join(traceback.format_exception(error))[-_TRACEBACK:]
    if isinstance(error, Lost):
        return Failure("incident", traceback=text)
    if isinstance(error, Refuted):
        return Failure("refuted", described(error.expected), described(error.happened), text)
    if isinstance(error, pytest.fail.Exception):
        wanted = _not_raised(excinfo)
        if wanted is not None:
            return Failure("not_raised", {"exception": wanted}, {"exception": None}, text)
    elif isinstance(error, AssertionError) and not hasattr(error, "box_info"):
        return _failed_assertion(compared, not_an_instance, text)
    elif hasattr(error, "box_info") or (_arose_in(excinfo, tests) and not _is_the_authors(error)):
        return Failure("raised", {"exception": None}, _raised(error), text)
    return Failure("ours", traceback=text)


def _failed_assertion(
    compared: tuple[str, Any, Any] | None, not_an_instance: tuple[str, str] | None, text: str
) -> Failure:
    if compared is None and not_an_instance is not None:
        value, wanted = not_an_instance
        return Failure(
            "not_an_instance", {"operator": "isinstance", "value": wanted}, {"value": value[:_LONGEST]}, text
        )
    if compared is None:
        return Failure("not_true", {"value": True}, {"value": False}, text)
    operator, left, right = compared
    if operator == "in":
        found = list(right) if isinstance(right, dict | set | frozenset) else right
        expected = {"operator": "in", "value": described(left)}
        return Failure("not_in", expected, {"value": described(found)}, text, right)
    expected = {"operator": operator, "value": described(right)}
    return Failure("not_equal", expected, {"value": described(left)}, text, left)


def _not_raised(excinfo: pytest.ExceptionInfo[BaseException]) -> str | None:
    """The names of the exceptions that ``pytest.raises`` waited for in vain; None for another failure."""
    for entry in reversed(excinfo.traceback):
        waiting = entry.frame.f_locals.get("self")
        expected = getattr(waiting, "expected_exceptions", None)
        if isinstance(expected, tuple):
            return " | ".join(cls.__name__ for cls in expected)
    return None


def _raised(error: BaseException) -> dict[str, Any]:
    info: BoxInfo | None = getattr(error, "box_info", None)
    if info is None:
        return {"exception": type(error).__name__, "text": described(str(error))}
    place = {"file": info.file, "line": info.line} if info.file else {}
    return {"exception": info.name, "text": described(info.text), **place}


def _is_the_authors(error: BaseException) -> bool:
    """Whether a check misspelt a name of its own, or of a fixture: no student's doing."""
    if isinstance(error, AttributeError):
        owner = type(error.obj)
        # an exception: what was taken for an object was the class of one, which a program can give for anything
        return owner.__module__.startswith(__package__) and not issubclass(owner, (Remote, BaseException))
    return isinstance(error, NameError)


def _arose_in(excinfo: pytest.ExceptionInfo[BaseException], tests: Path) -> bool:
    """Whether a check's own line raised it, or a library that it called: it met data of a shape that it did not expect.

    So does a line that used a remote object in a way that the table does not know.
    """
    innermost = excinfo.traceback[-1]
    for entry in reversed(excinfo.traceback):
        path = Path(str(entry.path))
        if path.parent == tests:
            return True
        if _OURS in path.parents:
            break
    # AttributeError: a reverse name such as __import__, which no remote object is ever asked for
    unknown = isinstance(excinfo.value, TypeError | AttributeError)
    return unknown and isinstance(innermost.frame.f_locals.get("self"), Remote)
