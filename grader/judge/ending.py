"""Which step a transcript shows last: the one that gave the value that was found wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .program import Step
from .remote import Remote

NAMING = ("name", "model")
_SILENT = (*NAMING, "identity")
_SMALLEST_KEY = 1000  # keys begin beyond it (see Program.next_check), so that no age or count is taken for one
_SCALARS = (type(None), bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Ending:
    """``fact``: the question that is asked again, of a row for ``column`` alone; ``gets``: attributes to be read.

    ``listed``: they are read into a list. Without either a script ends as its steps do; ``bare``: the last of
    them, where it only read an attribute, is not worth a statement.
    """

    fact: Step | None = None
    column: str | None = None
    gets: tuple[Step, ...] = ()
    listed: bool = False
    bare: bool = False


def last_of(steps: Sequence[Step]) -> Step:
    """The last step that did something or asked for something."""
    return next((step for step in reversed(steps) if step.operation not in _SILENT), steps[-1])


def ending(steps: Sequence[Step], shown: Any) -> Ending:
    """How a script of those steps ends whose check found ``shown`` wrong (``NotImplemented``: no value at all)."""
    last = last_of(steps)
    if last.fact and last.operation == "row" and type(last.value) is dict and _holds(last.value.values(), shown):
        return _of_row(last, shown)
    source = _source(shown, [step for step in steps if step.fact and not step.failed])
    if source is not None:
        return Ending() if source is last else Ending(fact=source)
    if last.failed or shown is NotImplemented or isinstance(shown, Remote):
        return Ending()
    if last.fact:
        asked = [step for step in steps if step.fact]
        return (last.operation == "row" and _gave_before(asked, last, shown)) or Ending()
    gets = _read_together(steps, shown)
    if gets:
        return Ending(gets=gets, listed=True)
    return _gave_before(steps, last, shown) or Ending(bare=_cannot_be(last, shown))


def _of_row(step: Step, shown: Any) -> Ending:
    names = [name for name, value in step.value.items() if _same(value, shown)]
    return Ending(fact=step, column=names[0] if len(names) == 1 else None)


def _source(shown: Any, facts: Sequence[Step]) -> Step | None:
    """What the database was last asked whose answer holds all of ``shown``: rows, or names of columns."""
    if not isinstance(shown, list) or not shown:
        return None
    for step in reversed(facts):
        if isinstance(step.value, list | dict) and all(element in step.value for element in shown):
            return step
    return None


def _read_together(steps: Sequence[Step], shown: Any) -> tuple[Step, ...]:
    """The last steps, where they read one attribute for each element: ``[captain.name, captain.age]``."""
    if not isinstance(shown, list | tuple) or not shown:
        return ()
    read = [step for step in steps if step.operation not in _SILENT][-len(shown) :]
    fitting = len(read) == len(shown) and all(
        step.operation == "get" and not step.failed and _same(step.value, value)
        for step, value in zip(read, shown, strict=True)
    )
    return tuple(read) if fitting else ()


def _gave_before(steps: Sequence[Step], last: Step, shown: Any) -> Ending | None:
    """The last attribute or column whose value was ``shown``: what it was compared with was read after it."""
    if last.operation not in ("get", "row") or not isinstance(shown, _SCALARS) or _same(last.value, shown):
        return None
    for step in reversed(steps):
        if step.operation == "get" and not step.fact and not step.failed and _same(step.value, shown):
            return Ending(gets=(step,))
        if step.fact and step.operation == "row" and type(step.value) is dict and _holds(step.value.values(), shown):
            return _of_row(step, shown)
    return None


def _cannot_be(last: Step, shown: Any) -> bool:
    """Whether the last value is surely not what was found wrong, nor what that was made of."""
    if last.operation != "get" or not isinstance(last.value, _SCALARS) or _same(last.value, shown):
        return False
    if isinstance(shown, list | tuple | dict):
        return not _within(last.value, shown)
    return shown is None or can_be_a_key(last.value)


def _within(value: Any, data: Any) -> bool:
    if isinstance(data, dict):
        data = [*data, *data.values()]
    return any(_within(value, part) for part in data) if isinstance(data, list | tuple) else _same(value, data)


def _holds(values: Any, wanted: Any) -> bool:
    return any(_same(value, wanted) for value in values)


def _same(one: Any, other: Any) -> bool:
    """Equal, and of one type: ``False`` is no count."""
    return type(one) is type(other) and not isinstance(one, Remote) and bool(one == other)


def can_be_a_key(value: Any) -> bool:
    """Whether a value is of a kind whose equal is the same thing: a key, not a number that just happens."""
    return (type(value) is int and value >= _SMALLEST_KEY) or type(value).__name__ == "UUID"
