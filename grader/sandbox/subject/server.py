"""What answers in the box: the subject serves its objects, the witness its facts. Data only, never a verdict.

Every request has a number, an operation from a closed table, and arguments, and may name operations to be done
``first``, of which nothing is answered; every answer has that number and either a value or an exception, and says
``open`` where a transaction is left open. What a student's code does to this program can change answers, as it could by
being written differently in the first place; it cannot earn anything by that.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import operator
import random
import socket
import sys
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from . import outline, project, wire
from .witness import Witness

CHANNEL = 3
_CHUNK = 1 << 16
_ANY = 1 << 30
_NO_QUERY = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "--")  # an atomic block asks nothing, nor a trigger
_LAST_QUERY = "SELECT 'the last one'"

_KNOWN = {id(import_string(name)): name for name in wire.KNOWN_EXCEPTIONS}


class Channel:
    """The box's end of a channel: blocking, one request at a time."""

    def __init__(self, limits: dict[str, Any]) -> None:
        self._socket = socket.socket(fileno=CHANNEL)
        self._limit = limits["frame_kb"] * 1024

    def send(self, message: dict[str, Any]) -> None:
        self._socket.sendall(wire.pack(message, self._limit))

    def receive(self) -> dict[str, Any] | None:
        """The next request, or None when the judge has gone."""
        received, size = b"", wire.HEADER.size
        while len(received) < size:
            part = self._socket.recv(_CHUNK)
            if not part:
                return None
            received += part
            if len(received) >= wire.HEADER.size:
                size = wire.HEADER.size + wire.HEADER.unpack_from(received)[0]
        return wire.unpack(received[wire.HEADER.size :])


class Answering:
    """A loop over requests. ``operations`` is the closed table of one kind of process."""

    def __init__(self, limits: dict[str, Any], channel: Channel | None = None) -> None:
        self._channel = channel or Channel(limits)
        self._items, self._depth = limits["items"], limits["depth"]
        self._text = limits["text_kb"] * 1024
        self.operations: dict[str, Callable[..., Any]] = {}

    def run(self) -> None:
        self._channel.send({"id": 0, "value": "ready"})
        while (request := self._channel.receive()) is not None:
            self._answer(request)

    def _answer(self, request: dict[str, Any]) -> None:
        number, operation = request["id"], request["operation"]
        asked = (operation, request["arguments"])
        try:
            for operation, arguments in (*request.get("first", ()), asked):
                decoded = [wire.decode(argument, self.resolve, _ANY, _ANY, _ANY) for argument in arguments]
                value = self.operations[operation](*decoded)
            reply = {"id": number, "value": wire.encode(value, self.refer, self._items, self._depth)}
        except BaseException as error:  # also SystemExit and the like: they are answers
            reply = {"id": number, "error": {"operation": operation, **self.describe(error)}}
        if self.is_open():
            reply["open"] = True
        try:
            self._channel.send(reply)
        except wire.WireError as error:
            self._channel.send({"id": number, "error": {"operation": operation, **self.describe(error)}})

    def is_open(self) -> bool:
        """Whether something is going on in the database that nobody else may count on."""
        return False

    def refer(self, value: Any) -> Any:
        raise wire.WireError(f"{type(value).__name__} cannot leave the box")

    def resolve(self, data: dict[str, Any]) -> Any:
        raise wire.WireError(f"no references here: {data['$']}")

    def describe(self, error: BaseException) -> dict[str, Any]:
        """An exception as data: its name, the known classes it derives from, its text."""
        try:
            # a KeyError's text is the repr of its key
            text = str(error.args[0] if type(error) is KeyError else error)[: self._text // 8]
        except BaseException:
            text = ""
        known = known_bases(type(error))
        return {"class": _class_name(type(error)), "bases": known, "text": text}


def _class_name(cls: type) -> str:
    return str(type.__dict__["__qualname__"].__get__(cls))[:200]


def known_bases(cls: type) -> list[str]:
    """The known exceptions that a class derives from, without those implied by others."""
    found: list[type] = []
    for base in type.__dict__["__mro__"].__get__(cls):
        if id(base) in _KNOWN and not any(issubclass(other, base) for other in found):
            found.append(base)
    return [_KNOWN[id(base)] for base in found]


class Subject(Answering):
    """Serves a student's program: attribute, call, item and the other rows of the table below."""

    def __init__(self, limits: dict[str, Any], channel: Channel | None = None) -> None:
        super().__init__(limits, channel)
        self._label = ""
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._models: dict[int, Any] = {}  # by number, which they keep
        self._counter = itertools.count(1)
        self._queries: list[str] | None = None
        self.operations = {
            "load": self.load,
            "load_modules": self.load_modules,
            "fetch": self.fetch,
            "rest": self.rest,
            "forget": self.forget,
            "name": self.name,
            "model": self.model,
            "fields": lambda label: project.describe_fields(self.model(label)),
            "create": self.create,
            "accessor": self.accessor,
            "identity": self.identity,
            "count_queries": self.count_queries,
            "get": getattr,
            "set": setattr,
            "call": lambda function, arguments, keywords: function(*arguments, **keywords),
            "call_method": self.call_method,
            "item": operator.getitem,
            "slice": lambda value, start, stop, step: value[start:stop:step],
            "len": len,
            "bool": bool,
            "iterate": iter,
            # by what an object is, whatever it says of its class
            "isinstance": lambda value, cls: type.__subclasscheck__(cls, type(value)),
            "str": str,
            "lt": operator.lt,
            "le": operator.le,
            "gt": operator.gt,
            "ge": operator.ge,
        }

    # -- references ----------------------------------------------------------------------------------------

    def refer(self, value: Any) -> Any:
        cls = type(value)
        if issubclass(cls, Promise):
            return str(value)
        if hasattr(cls, "__next__"):
            return self._drained(value)
        if issubclass(cls, type):
            if issubclass(value, BaseException):
                return {"$": "exception", "class": _class_name(value), "bases": known_bases(value)}
            return self._reference(value, "class", _class_name(value))
        if not issubclass(cls, Model):
            return self._reference(value, "object", _class_name(cls))
        reference = self._reference(value, "model", _class_name(cls))
        with contextlib.suppress(Exception):  # a key of an odd kind: it will be asked for by itself
            reference["identity"] = wire.encode(self._identity(value), super().refer, 3, 2)
        return reference

    def _drained(self, iterator: Any) -> Any:
        """An iterator's values, all of them now: nothing may be left open while the witness acts."""
        values = list(itertools.islice(iterator, self._items + 1))
        encoded = wire.encode(values, self.refer, self._items, self._depth)
        return wire.tagged("iterator", encoded)

    def _reference(self, value: Any, kind: str, name: str) -> dict[str, Any]:
        number = self._numbers.get(id(value))
        if number is None:
            number = next(self._counter)
            self._numbers[id(value)] = number
            self._objects[number] = value  # keeps the id from being reused
        return {"$": "ref", "id": number, "kind": kind, "name": name}

    def resolve(self, data: dict[str, Any]) -> Any:
        return self._objects[data["id"]]

    def is_open(self) -> bool:
        try:
            raw = connections["default"].connection
            return raw is not None and bool(raw.in_transaction)
        except Exception:  # whatever stands in the place of a connection is to be closed
            return True

    def describe(self, error: BaseException) -> dict[str, Any]:
        described = super().describe(error)
        described["file"], described["line"] = project.own_line(error, self._label)
        if isinstance(error, ValidationError):
            try:
                described["validation"] = _validation(error)
            except Exception:
                described["validation"] = []
        return described

    # -- operations ----------------------------------------------------------------------------------------

    def load(self, label: str, files: dict[str, bytes]) -> dict[str, Any]:
        """Writes the app's files and imports its models; see ``project.load``."""
        project.write_app(label, files)
        return self.take_in(label)

    def take_in(self, label: str) -> dict[str, Any]:
        """Imports the models of the app that lies on the path."""
        self._label = label
        found = project.load(label)
        if found["error"] is None:
            self._models = dict(enumerate(apps.get_app_config(label).get_models(), start=1))
            self._counter = itertools.count(len(self._models) + 1)
        self.rest()
        return found

    def load_modules(self, modules: list[str]) -> dict[str, Any]:
        """Imports what else was handed in; see ``project.load_modules``."""
        found = project.load_modules(self._label, modules)
        self.rest()
        return found

    def fetch(self, label: str, key: Any) -> Any:
        """The object of that primary key, read from the database."""
        return self.model(label)._base_manager.get(pk=key)

    def rest(self) -> None:
        """Closes the connection, so that what was not committed does not exist, and nothing is in the way."""
        wrapper = connections["default"]
        raw = wrapper.connection
        if raw is not None:
            raw.close()
            wrapper.connection = None  # Django's next connect() forgets what an open atomic block left in it

    def forget(self, seed: int) -> None:
        """Between two checks: references end, the student's own randomness is as seeded, nothing is open.

        The models of the app are known by their numbers again: 1 for the first that was described, and so on.
        """
        self._objects = dict(self._models)
        self._numbers = {id(model): number for number, model in self._models.items()}
        self._queries = None
        random.seed(seed)
        self.rest()

    def name(self, module: str, name: str) -> Any:
        """A name of a module of the app: of ``models`` what the app registry has, else what stands there."""
        if module == "models":
            with contextlib.suppress(LookupError):
                return apps.get_app_config(self._label).get_model(name)
        return getattr(sys.modules[f"{self._label}.{module}"], name)

    def model(self, label: str) -> Any:
        app, _, name = label.rpartition(".")
        return apps.get_model(app or self._label, name)

    def call_method(self, owner: Any, path: list[str], arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """``owner.objects.get(...)`` for the path ``["objects", "get"]``."""
        return functools.reduce(getattr, path, owner)(*arguments, **keywords)

    def create(self, label: str, values: dict[str, Any]) -> Any:
        created = self.model(label)(**values)
        created.save()
        return created

    def accessor(self, label: str) -> str | None:
        """The reverse name of ``Women.husband`` as Django knows it; None where there is none."""
        name, _, field = label.rpartition(".")
        relation = self.model(name)._meta.get_field(field).remote_field
        return relation.get_accessor_name() if relation and not relation.hidden else None

    def identity(self, *values: Any) -> list[Any]:
        """``["row", model, key]`` for a saved model object, ``["object", number]`` for anything else."""
        return [self._identity(value) for value in values]

    def _identity(self, value: Any) -> list[Any]:
        if type.__subclasscheck__(Model, type(value)):
            options = type(value)._meta
            key = value.__dict__.get(options.pk.attname)
            if key is not None:
                return ["row", options.concrete_model._meta.label, options.pk.get_prep_value(key)]
        return ["object", self._numbers.get(id(value), 0)]

    def count_queries(self, on: bool) -> int:  # noqa: FBT001 - an operation of the wire has no keywords
        """Begins counting (True) or ends it (False) and answers how many statements there were.

        SQLite tells of them, so that it does not matter by which of Django's ways they come. Where it has not told of
        the last one, which is asked here, somebody has taken the counter away: that is worth more than any number.
        """
        wrapper = connections["default"]
        if on:
            wrapper.ensure_connection()
            self._queries = []
            connection_created.connect(self._count_here)
            self._count_here(connection=wrapper)
            return 0
        counted, self._queries = self._queries or [], None
        connection_created.disconnect(self._count_here)
        with contextlib.suppress(AttributeError):  # no connection any more
            before = len(counted)
            wrapper.connection.execute(_LAST_QUERY)
            wrapper.connection.set_trace_callback(None)
            if counted[before:] == [_LAST_QUERY]:
                return before
        return _ANY

    def _count_here(self, connection: Any, **_: Any) -> None:
        """Has every statement of a connection noted, but those that only begin and end transactions."""
        counted = self._queries

        def note(sql: str) -> None:
            if counted is not None and not sql.startswith(_NO_QUERY):
                counted.append(sql)

        connection.connection.set_trace_callback(note)


def _validation(error: ValidationError) -> Any:
    """``{field: [[code, text]]}`` or ``[[code, text]]``."""
    if hasattr(error, "error_dict"):
        return {str(name): _validation(ValidationError(errors)) for name, errors in error.error_dict.items()}
    return [[entry.code and str(entry.code), " ".join(map(str, entry.messages))] for entry in error.error_list]


def serve_subject(limits: dict[str, Any]) -> None:
    """Runs in the hardened fork that will hold a student's program."""
    Subject(limits).run()


def serve_witness(limits: dict[str, Any]) -> None:
    """Runs in the hardened fork that never sees one."""
    witness = Witness()
    answering = Answering(limits)
    answering.operations = {
        "migrate": witness.migrate,
        "reset": witness.reset,
        "ask": witness.ask,
        "outline": outline.outline,
    }
    answering.run()
