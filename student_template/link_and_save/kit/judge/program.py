"""One submission's processes as the judge sees them: who is asked what, in turns, and by when."""

from __future__ import annotations

import copy
import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from ..core.errors import Lost
from ..core.limits import Limits
from ..core.schema import Schema
from ..core.verdict import Evidence
from ..sandbox.subject import wire

_EXCEPTIONS: dict[str, type[BaseException]] = {name: import_string(name) for name in wire.KNOWN_EXCEPTIONS}
_ITERATOR: type = type(iter([]))
_LONGEST_NAME, _LONGEST_TEXT = 200, 4000
_MOST_LINES = 1 << 20  # that a file can have
_ENCODE_DEPTH, _ENCODE_ITEMS = 100, 1 << 30  # the judge's own data

_READING = {"get", "identity", "name", "model", "fields", "accessor", "isinstance"}

# Operations of ours that no honest program can make fail: importing, starting afresh, making the tables.
_NEVER_RAISING = {"load", "load_modules", "forget", "rest", "migrate", "reset"}

# What the witness may raise because of what was asked, not because its database is out of order.
_ANSWERS_OF_THE_WITNESS = {"IntegrityError", "LookupError", "FieldDoesNotExist"}


class Refuted(AssertionError):
    """A fact that a check rests on does not hold. Carries both sides as data."""

    def __init__(self, expected: dict[str, Any], happened: dict[str, Any]) -> None:
        super().__init__(f"expected {expected}, happened {happened}")
        self.expected = expected
        self.happened = happened


class BoxInfo:
    """Where an exception that came out of the box arose: kept on it as ``box_info``."""

    def __init__(self, name: str, text: str, file: str | None, line: int | None) -> None:
        self.name, self.text, self.file, self.line = name, text, file, line


def _instance(cls: type[BaseException], text: str) -> BaseException:
    """An exception without its ``__init__``, which may ask for more than a text."""
    try:
        return cls.__new__(cls, text)
    except TypeError:  # of classes whose layouts do not go together, with the wrong one first
        return Exception(text)


def shown_name(name: str) -> str:
    """A name from the box that can be a class's name, and stand in a report."""
    return re.sub(r"[^\w.<>]", "?", name)[:_LONGEST_NAME] or "?"


def is_line(number: Any) -> bool:
    """Whether it can be the number of a line."""
    return type(number) is int and 0 < number <= _MOST_LINES


def guarded(kind: str) -> Lost:
    return Lost("protocol", f"an answer that is no {kind}")


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of the student's program, or (``fact``) a question to the database. ``failed``: it raised."""

    operation: str
    arguments: tuple[Any, ...]
    value: Any = None
    failed: bool = False
    fact: bool = False


class Asked(Protocol):
    """One process, or what stands for it, that answers a question in the wire's form."""

    def ask(
        self, operation: str, arguments: list[Any], until: float, first: list[Any] | None = None
    ) -> dict[str, Any]: ...


class Family(Protocol):
    """The two that make up a program. ``grader.sandbox.launcher.Family`` is one, in the box."""

    @property
    def subject(self) -> Asked: ...
    @property
    def witness(self) -> Asked: ...


class Program:
    """A submission's subject and witness. ``until`` (monotonic seconds) bounds everything together.

    Every call may raise ``Lost``: then the program is over.
    """

    def __init__(self, family: Family, limits: Limits, until: float) -> None:
        self.limits = limits
        self._until = until
        self._family = family
        self._classes: dict[tuple[Any, ...], type[BaseException]] = {}
        self._open = False  # whether the student's program left a transaction open
        self._holds = False  # whether it may hold a connection to the file
        self._first: list[Any] = []  # what it has to do before the next thing that it is asked
        self.generation = 0  # references of one check end with it
        self.numbers = itertools.count(1)  # of what has a number here only
        self.models: dict[str, int] = {}  # by name, the number that a model of the app keeps
        self.parents: dict[str, list[str]] = {}  # by name, those of the app that a model inherits from
        self.proxies: set[str] = set()  # models without a table: their rows are those of what they inherit from
        self.moment = 0  # counts what could have changed an object of the program: reading an attribute does not
        self.sources: set[Evidence] = set()
        self.not_an_instance: tuple[str, str] | None = None  # the last isinstance() that was False: object, class
        self.steps: list[Step] = []  # of the check that runs, for its transcript
        self.tables: dict[str, Any] = {}  # as ``Database.tables`` in the box says
        self.schema = Schema()  # the same for people: a picture is drawn of it
        self.app = ""
        self.models_given = False  # whether the models are ours, so that only other modules are the student's
        self.known_fields: dict[str, list[dict[str, Any]]] = {}  # by model: they do not change
        self.lost: Lost | None = None
        self.wrap: Callable[[dict[str, Any]], Any] = _no_reference
        self.unwrap: Callable[[Any], Any] = _no_object

    # -- asking --------------------------------------------------------------------------------------------

    def subject(
        self,
        operation: str,
        *arguments: Any,
        evidence: Evidence | None = Evidence.BEHAVIOUR,
        asked: tuple[str, tuple[Any, ...]] | None = None,
    ) -> Any:
        """Asks the student's program. Its exceptions are raised here, as judge-side classes.

        ``asked``: operation and arguments that do the same with fewer questions.
        """
        question = asked or (operation, arguments)
        if evidence is None:
            return self._ask_subject(*question)
        self.sources.add(evidence)
        return self._noted(operation, arguments, lambda: self._ask_subject(*question))

    def attribute(self, owner: Any, name: str) -> Any:
        """An attribute that the check itself did not ask for, so that no step is made of it."""
        return self._ask_subject("get", (owner, name))

    def _ask_subject(self, operation: str, arguments: tuple[Any, ...]) -> Any:
        self.moment += operation not in _READING
        first, self._first = self._first, []
        self._holds = True
        return self._ask(self._family.subject, operation, arguments, first)

    def known(self, operation: str, arguments: tuple[Any, ...], value: Any) -> Any:
        """What the student's program need not be asked for, noted as if it had been asked."""
        self.sources.add(Evidence.BEHAVIOUR)
        self.steps.append(Step(operation, arguments, value))
        return value

    def witness(self, operation: str, *arguments: Any) -> Any:
        """Asks the witness. What the subject has not committed does not exist by then, nor is it in the way."""
        writes = operation == "ask" and arguments[0] in wire.WRITING
        if self._open or (writes and self._holds):
            self._ask_subject("rest", ())
            self._holds = False
        return self._ask(self._family.witness, operation, arguments)

    def fact(self, question: str, *arguments: Any) -> Any:
        """One question to the database. ``Refuted`` where something foreign stands in it."""
        self.sources.add(Evidence.DATABASE)
        try:
            return self._noted(question, arguments, lambda: self.witness("ask", question, list(arguments)), fact=True)
        except Exception as error:
            info: BoxInfo | None = getattr(error, "box_info", None)
            if info is None or info.name in _ANSWERS_OF_THE_WITNESS:
                raise
            if info.name == "ForeignSchema":
                raise Refuted({"schema": "as migrated"}, {"schema": info.text}) from None
            self.lost = Lost("protocol", f"the witness cannot work: {info.name}: {info.text}")
            raise self.lost from None

    def aside(self, operation: str, *arguments: Any) -> Any:
        """Asks the witness what no mark depends on. None where no answer comes, and nothing is lost by that."""
        until = min(time.monotonic() + self.limits.call_seconds / 2, self._until)
        try:
            reply = self._family.witness.ask(operation, self._encoded(arguments), until)
            return self.decoded(reply.get("value"))
        except Lost:
            return None

    def _noted(self, operation: str, arguments: tuple[Any, ...], ask: Callable[[], Any], *, fact: bool = False) -> Any:
        """What ``ask`` answers or raises, kept as a step of the running check."""
        try:
            value = ask()
        except BaseException:
            self.steps.append(Step(operation, arguments, failed=True, fact=fact))
            raise
        # an iterator is for the check to use up, so a copy of it is kept
        kept = copy.copy(value) if type(value) is _ITERATOR else value
        self.steps.append(Step(operation, arguments, kept, fact=fact))
        return value

    def _ask(self, channel: Asked, operation: str, arguments: tuple[Any, ...], first: list[Any] | None = None) -> Any:
        if self.lost is not None:
            raise self.lost
        encoded = self._encoded(arguments)
        until = min(time.monotonic() + self.limits.call_seconds, self._until)
        try:
            reply = channel.ask(operation, encoded, until, first)
            if channel is self._family.subject:
                self._open = "open" in reply
            if "error" in reply:
                raise self._raised(operation, reply["error"])
            return self.decoded(reply["value"])
        except Lost as lost:
            self.lost = lost if channel is self._family.subject else _of_the_witness(lost)
            raise self.lost from None

    def _encoded(self, arguments: tuple[Any, ...]) -> list[Any]:
        try:
            return [wire.encode(argument, self.unwrap, _ENCODE_ITEMS, _ENCODE_DEPTH) for argument in arguments]
        except (TypeError, wire.WireError) as error:
            # what a student's program gave (a class, an iterator) was handed on to it, or to the witness
            refused = TypeError(str(error))
            refused.box_info = BoxInfo("TypeError", str(error), None, None)  # type: ignore[attr-defined]
            raise refused from None

    def decoded(self, data: Any) -> Any:
        limits = self.limits
        try:
            return wire.decode(data, self._resolve, limits.items, limits.depth, limits.text_kb * 1024)
        except wire.WireError as error:
            raise Lost("protocol", str(error)) from None

    # -- what comes back -----------------------------------------------------------------------------------

    def _resolve(self, data: dict[str, Any]) -> Any:
        if data["$"] == "exception":
            return self._exception_class(data["class"], data["bases"])
        if data["$"] == "ref" and type(data["id"]) is int and type(data["name"]) is str:
            return self.wrap(data)
        raise wire.WireError("an unknown kind of value")

    def _exception_class(self, name: Any, bases: Any) -> type[BaseException]:
        """The known class itself where it is one, else a class of that name with the known bases."""
        if type(name) is not str or type(bases) is not list or not bases:
            raise Lost("protocol", "an exception that is none")
        name = shown_name(name)
        if any(type(base) is not str or base not in _EXCEPTIONS for base in bases):
            raise Lost("protocol", "an unknown exception")
        if len(bases) == 1 and bases[0].rpartition(".")[2] == name:
            return _EXCEPTIONS[bases[0]]
        key = (name, *bases)
        if key not in self._classes:
            parents = tuple(_EXCEPTIONS[base] for base in bases)
            names = {"__qualname__": name}
            short = name.rpartition(".")[2]
            try:
                self._classes[key] = type(short, parents, names)
            except TypeError:  # layouts that do not go together: the first one has to do
                self._classes[key] = type(short, parents[:1], names)
        return self._classes[key]

    def _raised(self, operation: str, data: Any) -> BaseException:
        """What an answer with an error makes the judge raise; ``Lost`` where no honest program could answer so."""
        try:
            error = self.exception(data)
        except (TypeError, ValueError, AttributeError) as odd:
            return Lost("protocol", f"an exception that cannot be: {odd}")
        info: BoxInfo = error.box_info  # type: ignore[attr-defined]
        operation = str(data.get("operation", operation))  # it may have been one of the first
        return Lost("protocol", f"{operation}: {info.name}: {info.text}") if operation in _NEVER_RAISING else error

    def exception(self, data: Any) -> BaseException:
        """The judge-side exception of an answer; ``ValidationError`` keeps its codes and fields."""
        if type(data) is not dict or type(data.get("text")) is not str:
            raise Lost("protocol", "an exception that is none")
        cls = self._exception_class(data.get("class"), data.get("bases"))
        text = str(self.decoded(data["text"]))
        if issubclass(cls, ValidationError):
            error: BaseException = self._validation_error(data.get("validation"))
        else:
            error = _instance(cls, text)
            error.args = (text,)
        file, line = data.get("file"), data.get("line")
        place = (file[:_LONGEST_NAME], line) if type(file) is str and is_line(line) else (None, None)
        error.box_info = BoxInfo(shown_name(data["class"]), text[:_LONGEST_TEXT], *place)  # type: ignore[attr-defined]
        return error

    def _validation_error(self, data: Any) -> ValidationError:
        if type(data) is dict:
            return ValidationError({str(name): self._validation_list(part) for name, part in data.items()})
        return ValidationError(self._validation_list(data))

    @staticmethod
    def _validation_list(data: Any) -> list[ValidationError]:
        if type(data) is not list:
            raise guarded("list of errors")
        errors = []
        for entry in data:
            if type(entry) is not list or len(entry) != 2 or type(entry[1]) is not str:
                raise guarded("list of errors")
            errors.append(ValidationError(entry[1], code=str(entry[0]) if entry[0] else None))
        return errors

    # -- the end -------------------------------------------------------------------------------------------

    def next_check(self, seed: int) -> None:
        """Empty tables with numbering begun anew, no references, seeded randomness."""
        self.generation += 1
        self.steps = []
        # done with the check's first question; a file that is still held by then is none of the database any more
        self._first = [["forget", [seed % (1 << 32)]]]
        self._open = self._holds = False
        self.witness("reset", 1000 + seed % 1_000_000)
        self.sources = set()

    @property
    def deaf(self) -> bool:
        """Whether its processes do not listen any more, so that they have to be killed."""
        return self.lost is not None and self.lost.why != "closed"


def _of_the_witness(lost: Lost) -> Lost:
    """No student's code in it can have made it fail: whoever reads of it must know."""
    if lost.why == "closed":
        return Lost("witness")
    return Lost(lost.why, f"the witness: {lost.detail or 'no answer in time'}")


def _no_reference(_data: dict[str, Any]) -> Any:
    raise wire.WireError("a reference where only data belongs")


def _no_object(value: Any) -> Any:
    raise TypeError(f"a {type(value).__name__} cannot be given to a student's program")
