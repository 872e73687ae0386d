"""What a check did, as plain statements that a student can paste into ``manage.py playground``.

Every operation that crosses the border is noted as a ``Step``; when a check fails, ``write`` makes a script of them.
 A value that came from the student's program is written as the expression that gave it (``husband.pk``), so
that the script works on other rows with other keys.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from . import statements
from .comment import Known, comment_of
from .ending import NAMING, can_be_a_key, ending, last_of
from .failure import Failure
from .program import Program, Step
from .remote import Remote
from .statements import Line, Parts, Var

_MOST_STEPS, _LONGEST = 300, 8000
_COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def transcript_of(failure: Failure, program: Program, app: str) -> str:
    """The transcript of the check that just failed; empty where it was not the program's doing."""
    if failure.kind in ("ours", "incident"):
        return ""
    shown = None if failure.kind == "not_an_instance" and failure.happened == {"value": "None"} else failure.shown
    try:
        return write(program.steps, app, program.tables, shown, partial(comment_of, failure))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return ""  # the answers of a program that lies need not fit together, and a script of lies helps nobody


def write(
    steps: Sequence[Step], app: str, tables: Mapping[str, Any], shown: Any, comment: Callable[[Known], str]
) -> str:
    """The script of a failed check's steps; empty where there is nothing to be shown.

    ``tables``: table, key and columns by model. ``shown`` is the value that the check found wrong, or
    ``NotImplemented``; ``comment`` answers what stands behind the last statement. ``ValueError`` where the
    program gave something for a name that is none.
    """
    if not steps or len(steps) > _MOST_STEPS:
        return ""
    writer = _Writer(app, tables)
    for step in steps:
        writer.take(step)
    writer.finish(steps, shown)
    text = writer.script(comment)
    return text if len(text) <= _LONGEST else ""


class _Writer:
    def __init__(self, app: str, tables: Mapping[str, Any]) -> None:
        self._app, self._tables = app, tables
        self._imports: dict[str, set[str]] = {}
        self._plain_imports: set[str] = set()
        self._objects: dict[int, Parts] = {}  # by a remote object's number: how to write it
        self._values: dict[tuple[type, Any], Parts] = {}  # the same for keys and other values it gave
        self._lines: list[Line] = []
        self._asked: Line | None = None  # the last question to the database
        self._last: Parts | None = None  # of the last step, where it made no line

    # -- steps ---------------------------------------------------------------------------------------------

    def take(self, step: Step) -> None:
        if step.operation == "identity":
            self._note_keys(step)
            return
        self._last = None
        if step.fact:
            self._add(None, statements.fact(step, self._tables, self.parts, self._import))
            self._asked = self._lines[-1]
            return
        maker: Callable[..., tuple[Parts, bool]] = getattr(self, f"_{step.operation}", self._compared(step.operation))
        if step.operation == "system_checks" and step.value is None:
            maker = self._declared
        parts, effect = maker(*step.arguments)
        if parts:
            self._bind(step, parts, effect=effect)

    def _note_keys(self, step: Step) -> None:
        if step.failed:
            return
        pairs = zip(step.arguments, step.value, strict=True)
        # what was there first is the more telling name for a key
        for remote, identity in sorted(pairs, key=lambda pair: pair[0]._number):  # noqa: SLF001
            if identity[0] == "row" and remote._number in self._objects:  # noqa: SLF001
                self._values.setdefault(_key(identity[2]), [*self.parts(remote), ".pk"])

    def _bind(self, step: Step, parts: Parts, *, effect: bool) -> None:
        value = step.value
        if step.operation in NAMING and isinstance(value, Remote):
            self._objects[statements.remote_facts(value)[0]] = parts  # a class by its name shows nothing yet
            return
        if step.operation == "create" and step.failed:
            return  # its lines stand already
        if step.failed:
            self._add(None, parts)
        elif isinstance(value, Remote):
            number, kind, name = statements.remote_facts(value)
            if number in self._objects:
                self._shown(parts, effect=effect)
            elif parts and isinstance(parts[0], Var) and len(parts) == 1:
                self._objects[number] = parts  # just made
            elif effect or kind == "model":
                self._objects[number] = [self._add(name, parts)]
            else:
                self._objects[number] = self._last = parts
        elif _holds_objects(value):
            self._name_elements(self._add("found", parts), value)
        else:
            self._shown(parts, effect=effect)
            if not effect and can_be_a_key(value):
                self._values.setdefault(_key(value), parts)

    def _shown(self, parts: Parts, *, effect: bool) -> None:
        if effect:
            self._add(None, parts)
        else:
            self._last = parts

    def _name_elements(self, holder: Var, value: Any) -> None:
        pairs = value.items() if isinstance(value, dict) else enumerate(_listed(value))
        for index, element in pairs:
            if isinstance(element, Remote):
                number = statements.remote_facts(element)[0]
                self._objects.setdefault(number, [holder, f"[{index!r}]"])

    def _add(self, hint: str | None, parts: Parts) -> Var:
        target = Var(hint or "value")
        self._lines.append(Line(target if hint else None, parts))
        return target

    # -- one method for each operation: how it is written, and whether it does something -------------------

    def _name(self, module: str, name: str) -> tuple[Parts, bool]:
        if module == "models" and name[:1].isupper():
            return self._model(name)
        self._import(self._app, module)
        return [statements.checked_label(f"{module}.{name}")], False

    def _model(self, label: str) -> tuple[Parts, bool]:
        app, _, name = label.rpartition(".")
        if app in sys.stdlib_module_names:
            raise ValueError(label)  # no app: a program may call anything the target of a link
        self._import(f"{app or self._app}.models", name)
        return [name], False

    def _get(self, value: Any, name: str) -> tuple[Parts, bool]:
        return [*self._attribute(value, name)], False

    def _set(self, value: Any, name: str, new: Any) -> tuple[Parts, bool]:
        return [*self._attribute(value, name), " = ", *self.parts(new)], True

    def _attribute(self, value: Any, name: str) -> Parts:
        if statements.is_name(name):
            return [*self.parts(value), f".{name}"]
        return ["getattr(", *self.parts(value), f", {name!r})"]  # a name of the student's giving can be anything

    def _call(self, function: Any, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> tuple[Parts, bool]:
        return [*self.parts(function), "(", *self._arguments(arguments, keywords), ")"], True

    def _arguments(self, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> Parts:
        given = [self.parts(argument) for argument in arguments]
        given += [statements.keyword_argument(name, self.parts(value)) for name, value in keywords.items()]
        return statements.joined(given)

    def _create(self, label: str, values: Mapping[str, Any]) -> tuple[Parts, bool]:
        model, _ = self._model(label)
        made = self._add(label.rpartition(".")[2], [*model, "(", *self._arguments((), values), ")"])
        self._add(None, [made, ".save()"])
        return [made], False

    def _accessor(self, label: str) -> tuple[Parts, bool]:
        model, _, field = label.rpartition(".")
        return [*self._model(model)[0], f"._meta.get_field({field!r}).remote_field.get_accessor_name()"], False

    def _item(self, value: Any, key: Any) -> tuple[Parts, bool]:
        return [*self.parts(value), "[", *self.parts(key), "]"], False

    def _slice(self, value: Any, *ends: Any) -> tuple[Parts, bool]:
        start, stop, step = ("" if end is None else repr(end) for end in ends)
        return [*self.parts(value), f"[{start}:{stop}" + (f":{step}]" if step else "]")], False

    def _iterate(self, value: Any) -> tuple[Parts, bool]:
        return ["list(", *self.parts(value), ")"], True

    def _isinstance(self, value: Any, cls: Any) -> tuple[Parts, bool]:
        return ["isinstance(", *self.parts(value), ", ", *self.parts(cls), ")"], False

    def _len(self, value: Any) -> tuple[Parts, bool]:
        return ["len(", *self.parts(value), ")"], True

    def _bool(self, value: Any) -> tuple[Parts, bool]:
        return ["bool(", *self.parts(value), ")"], True

    def _str(self, value: Any) -> tuple[Parts, bool]:
        return ["str(", *self.parts(value), ")"], True

    def _compared(self, operation: str) -> Callable[..., tuple[Parts, bool]]:
        sign = _COMPARISONS.get(operation)
        if sign is None:
            return lambda *_: ([], False)
        return lambda left, right: ([*self.parts(left), f" {sign} ", *self.parts(right)], False)

    def _system_checks(self, label: str) -> tuple[Parts, bool]:
        return [f"check({label!r})"], False  # a function of the playground's own

    def _declared(self, label: str) -> tuple[Parts, bool]:
        model, _, field = label.rpartition(".")
        names = ["[field.name for field in ", *self._model(model)[0], "._meta.get_fields()]"]
        return [f"{field!r} in ", *names], False

    def _count_queries(self, on: bool) -> tuple[Parts, bool]:  # noqa: FBT001 - as it stands in the step
        self._import("django.db", "connection")
        if on:
            self._add(None, ["connection.force_debug_cursor = True"])
            self._before = self._add("before", ["len(connection.queries)"])
            return [], False
        return ["len(connection.queries) - ", self._before], False

    # -- writing -------------------------------------------------------------------------------------------

    def parts(self, value: Any) -> Parts:
        """How a value is written: what came from the program as the expression that gave it."""
        if isinstance(value, Remote):
            return list(self._objects.get(statements.remote_facts(value)[0], ["..."]))
        known = self._values.get(_key(value)) if can_be_a_key(value) else None
        return list(known) if known else statements.literal(value, self.parts, self._import, self._plain_imports.add)

    def _import(self, module: str, name: str) -> None:
        statements.checked_label(f"{module}.{name}")
        self._imports.setdefault(module, set()).add(name)

    def finish(self, steps: Sequence[Step], shown: Any) -> None:
        """The last statement shows what was found wrong."""
        last, end = last_of(steps), ending(steps, shown)
        if isinstance(shown, Remote):
            self._add(None, self.parts(shown))
        elif end.fact is not None:
            if end.fact is last:
                self._lines.pop()
            self._add(None, statements.fact(end.fact, self._tables, self.parts, self._import, attname=end.column))
        elif end.gets:
            read = statements.joined([self._get(*step.arguments)[0] for step in end.gets])
            self._add(None, ["[", *read, "]"] if end.listed else read)
        elif self._last is not None and not (end.bare and self._lines and self._lines[-1] is self._asked):
            self._add(None, self._last)
        silent = shown is None and not last.failed and (last.value is None or end.gets)
        if silent and end.fact is None and last.operation not in ("set", "create"):
            self._lines[-1].parts = ["print(", *self._lines[-1].parts, ")"]  # a console keeps silent about None

    def _origin(self, value: Any) -> Parts:
        return self._values.get(_key(value), []) if can_be_a_key(value) else []

    def _known(self, value: Any) -> str | None:
        """The expression that gave a key, of variables that the script has. After they got their names."""
        parts = self._origin(value)
        named = all(isinstance(part, str) or part.name for part in parts)
        return Line(None, parts).text() if parts and named else None

    def script(self, comment: Callable[[Known], str]) -> str:
        mentioned: Parts = []
        comment(lambda value: mentioned.extend(self._origin(value)))
        lines = statements.tidied(self._lines, mentioned)
        taken = {name for names in self._imports.values() for name in names}
        statements.name_variables(lines, taken)
        body = [line.text() for line in lines]
        if not body:
            return ""
        body[-1] += f"  # {comment(self._known)}"
        return "\n".join([*self._import_lines(), "reset()", *body])

    def _import_lines(self) -> Iterator[str]:
        yield from (f"import {name}" for name in sorted(self._plain_imports))
        for module, names in sorted(self._imports.items()):
            yield f"from {module} import {', '.join(sorted(names))}"


def _key(value: Any) -> tuple[type, Any]:
    return (type(value), value)


def _listed(value: Any) -> list[Any]:
    if type(value).__name__ == "list_iterator":
        return list(copy.copy(value))
    return list(value) if isinstance(value, list | tuple) else []


def _holds_objects(value: Any) -> bool:
    elements = value.values() if isinstance(value, dict) else _listed(value)
    return any(isinstance(element, Remote) for element in elements)
