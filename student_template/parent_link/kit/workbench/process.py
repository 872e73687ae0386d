"""A student's program within the process that asks it: the box's own server and witness, without a box.

Questions and answers go through the same codec, with the same limits, as they do across the border of the box, so
that a check cannot tell the difference.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..core.errors import Lost
from ..core.limits import Limits
from ..sandbox.subject import paths, project, wire
from ..sandbox.subject.server import Answering, Channel, Subject
from ..sandbox.subject.witness import Witness
from .absent import Absent
from .kit import Kit


class Memory(Channel):
    """A channel that keeps the last message. It carries what the box's channel carries, and no more."""

    def __init__(self, limits: dict[str, Any]) -> None:
        self._limit = limits["frame_kb"] * 1024
        self.kept: dict[str, Any] = {}

    def send(self, message: dict[str, Any]) -> None:
        self.kept = _carried(message, self._limit)

    def receive(self) -> dict[str, Any] | None:
        return None


def _carried(message: dict[str, Any], limit: int) -> dict[str, Any]:
    return wire.unpack(wire.pack(message, limit)[wire.HEADER.size :])


class OwnSubject(Subject):
    """The student's program where it lies. Ctrl-C is meant for the tests, not for it."""

    def load(self, label: str, files: dict[str, bytes]) -> dict[str, Any]:  # noqa: ARG002
        return self.take_in(label)

    def describe(self, error: BaseException) -> dict[str, Any]:
        if isinstance(error, KeyboardInterrupt):
            raise error
        return super().describe(error)


class Asking:
    """What stands for a process that is asked: it answers before ``ask`` returns."""

    def __init__(self, answering: Answering, memory: Memory) -> None:
        self._answering, self._memory = answering, memory

    def ask(
        self,
        operation: str,
        arguments: list[Any],
        until: float,  # noqa: ARG002 - nobody can end what runs in this process
        first: list[Any] | None = None,
    ) -> dict[str, Any]:
        request = {"id": 1, "operation": operation, "arguments": arguments, "first": first or []}
        try:
            self._answering._answer(_carried(request, 1 << 30))  # noqa: SLF001 - one step of its loop
        except wire.WireError as error:
            raise Lost("protocol", str(error)) from None
        return self._memory.kept


class OwnFamily:
    """Subject and witness of the student's project. ``program`` and ``database`` are the objects behind them."""

    def __init__(self, limits: Limits, absent: Absent) -> None:
        self.absent = absent
        known = dataclasses.asdict(limits)
        answers, statements = Memory(known), Memory(known)
        self.program = OwnSubject(known, answers)
        self.database = Witness()
        witness = Answering(known, statements)
        witness.operations = {
            "migrate": self.database.migrate,
            "reset": self.database.reset,
            "ask": self.database.ask,
        }
        self.subject = Asking(self.program, answers)
        self.witness = Asking(witness, statements)


@contextmanager
def own_family(kit: Kit) -> Iterator[OwnFamily]:
    """The family of the student's app, with a database in a temporary folder.

    Django must be set up with ``workbench.settings``, and may then be used for nothing else in this process.
    """
    home = _home(kit.app)
    with TemporaryDirectory(prefix="playground-", ignore_cleanup_errors=True) as folder, Absent(home, kit) as absent:
        paths.WORK, paths.DATABASE = str(home), str(Path(folder, "db.sqlite3"))
        project.prepare()
        project.write_database(project.template_database())
        family = OwnFamily(kit.limits, absent)
        try:
            yield family
        finally:
            family.program.rest()


def _home(app: str) -> Path:
    """The folder that holds the app, written as Python will write it in a traceback."""
    found = importlib.util.find_spec(app)
    for place in (found and found.submodule_search_locations) or ():
        return Path(place).parent
    return Path(sys.path[0])
