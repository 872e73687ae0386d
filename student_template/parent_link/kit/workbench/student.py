"""The student's program for the length of a test run: imported once, its tables made, asked by one check after another.

Everything here may touch the database, so that it has to stand within pytest-django's ``unblock()``.
"""

from __future__ import annotations

import math
from typing import Any

from ..core.errors import Lost
from ..judge import loading
from ..judge.program import Program
from ..judge.remote import connect
from .kit import Kit
from .process import OwnFamily


class Student:
    """One program. ``import_error`` is None where it could be imported; ``facts`` is what it said of itself."""

    def __init__(self, kit: Kit, family: OwnFamily) -> None:
        self._kit, self._family = kit, family
        self.facts: dict[str, Any] = {}
        self.import_error: dict[str, Any] | None = None
        self.broken: list[dict[str, Any]] = []
        self.program = self._made()
        try:
            self._load()
        except Lost as lost:  # no honest program comes here; what it said can be no answer
            self.import_error = {"exception": "Lost", "message": str(lost), "file": None, "line": None}

    def _made(self) -> Program:
        program = Program(self._family, self._kit.limits, math.inf)
        connect(program)
        return program

    def _load(self) -> None:
        self.facts = loading.load(self.program, self._kit.app, {})
        self.import_error = self.facts["error"]
        if self.import_error is None:
            problems = loading.migrate(self.program, self._kit.app, self.facts)
            self.broken = [*self.facts["broken"], *problems]
            given = self._kit.models_given
            self.import_error = loading.load_modules(self.program, self._kit.modules, models_given=given)

    def next_check(self, seed: int) -> None:
        """Empty tables and seeded randomness. ``Lost`` where the program makes that impossible."""
        if self.program.lost is not None:  # its process is ours and goes on: so does it
            before, self.program = self.program, self._made()
            self.program.app, self.program.models_given = before.app, before.models_given
            self.program.tables, self.program.known_fields = before.tables, before.known_fields
        self.program.next_check(seed)
