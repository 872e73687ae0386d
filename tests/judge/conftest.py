"""Programs in the box, without pytest's session around them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from grader.judge.program import Program
from grader.judge.remote import connect
from grader.sandbox.launcher import Family, Zygote
from grader.sandbox.limits import default_limits

Start = Callable[[str, str], Program]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    box = Zygote()
    yield box
    box.close()


@pytest.fixture
def start(zygote: Zygote) -> Iterator[Start]:
    """Starts a source as an app of that label, imported and migrated; ends it after the test."""
    families: list[Family] = []

    def started(label: str, source: str) -> Program:
        families.append(zygote.family(default_limits()))
        program = Program(families[-1], default_limits(), time.monotonic() + 60)
        connect(program)
        facts = program.subject("load", label, {"models.py": source.encode()})
        assert facts["error"] is None, facts
        migrated = program.witness("migrate", label, facts["described"])
        assert migrated["problems"] == []
        program.tables = migrated["tables"]
        program.next_check(7)
        return program

    yield started
    for family in families:
        family.end(kill=True)
