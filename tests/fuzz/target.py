"""One target of the search, in a process of its own: ``python -m tests.fuzz.target NAME LIBFUZZER_ARGUMENTS...``

What is looked for is any exception that the target does not allow. libFuzzer mutates the inputs of a corpus and keeps
those that reach new code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["grader.sandbox.subject.wire", "grader.intake"]):
    from grader.intake.assignments import load_assignment
    from grader.intake.uploads import read_content
    from grader.sandbox.subject import wire

from grader.sandbox.limits import default_limits

ROOT = Path(__file__).parents[2]
LIMITS = default_limits()
# By the first byte of an input: what the upload is called.
NAMES = ("models.py", "work.zip", "work.tar.gz", "work.ipynb", "services.py", "work.tgz", "Models.PY", "brief.txt")


def codec(data: bytes) -> None:
    """Any bytes are a message or a ``WireError``; what was understood is the same when it went over again."""
    try:
        message = wire.unpack(data)
        value = wire.decode(message.get("value"), _Reference, LIMITS.items, LIMITS.depth, LIMITS.text_kb * 1024)
    except wire.WireError:
        return
    again = wire.encode(value, _refer, LIMITS.items, LIMITS.depth)
    packed = wire.pack({"value": again}, LIMITS.frame_kb * 4096)
    back = wire.unpack(packed[wire.HEADER.size :])["value"]
    if back != again:
        raise AssertionError(f"{again!r} came back as {back!r}")


class _Reference:
    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data


def _refer(value: Any) -> Any:
    if isinstance(value, _Reference):
        return value.data
    raise wire.WireError("no data")


ASSIGNMENT = load_assignment(ROOT / "assignments" / "one_to_one")


def intake(data: bytes) -> None:
    """Any bytes under any of these names are a submission: taken within the limits, or refused with the reason."""
    if not data:
        return
    name = NAMES[data[0] % len(NAMES)]
    found = read_content(name, data[1:], ASSIGNMENT, LIMITS, student="anna")
    if found.problem is not None:
        if found.taken or not found.problem.en or not found.problem.ru:
            raise AssertionError(f"refused, and {len(found.taken)} files taken: {found.problem}")
        return
    if {file.target for file in found.taken} - set(ASSIGNMENT.submit):
        raise AssertionError([file.target for file in found.taken])
    if sum(len(file.content) for file in found.taken) > LIMITS.sources_kb * 1024:
        raise AssertionError("more than the limit was taken")


TARGETS: dict[str, Callable[[bytes], None]] = {"codec": codec, "intake": intake}

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
