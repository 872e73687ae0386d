"""What it takes to start a box, and the words that the two ways of starting one share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .interpreter import Interpreter, box_folder

NOBODY = 65534
SUBJECT = str(Path(__file__).with_name("subject"))


@dataclass(frozen=True, slots=True)
class Plan:
    """``stage``: for ``stage.py``, which starts the zygote; ``setup``: for the zygote, beside its filter.

    ``namespaces``: whether the box has any; without them its level is "filtered" at best.
    """

    stage: dict[str, Any]
    setup: dict[str, Any]
    namespaces: bool


def packages() -> str:
    """The box's own packages, on the host."""
    return str(box_folder() / "packages")


def command(executable: str) -> list[str]:
    """How the zygote is started."""
    return [executable, "-s", "-P", "-B", "-S", "-m", "subject"]


def environment(interpreter: Interpreter, runner: str, packages: str, libraries: str) -> dict[str, str]:
    """Everything of an environment that the zygote gets; it forgets it when it is up."""
    found = {"PYTHONPATH": f"{runner}:{packages}", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"}
    if interpreter.library_path:
        found["LD_LIBRARY_PATH"] = libraries
    return found
