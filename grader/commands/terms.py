"""What the verbs share: errors of usage, consoles, exit statuses, keys."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable
from enum import IntEnum, StrEnum, unique
from pathlib import Path

from rich.console import Console

from ..reports.safe import visible

CHECKOUT = Path(__file__).resolve().parents[2]


@unique
class Exit(IntEnum):
    """The exit statuses of the contract."""

    DONE = 0  # a verdict was reached, whatever the mark
    BELOW = 1  # below --fail-under; in verify: something differs
    USAGE = 2
    TROUBLE = 3  # the grader failed or cannot isolate: no mark given
    INTERRUPTED = 130


@unique
class Language(StrEnum):
    """The languages of everything that students read."""

    EN = "en"
    RU = "ru"


@unique
class Isolation(StrEnum):
    """How strong a box has to be."""

    FULL = "full"
    FILTERED = "filtered"
    NONE = "none"


class UsageProblem(Exception):
    """What was asked for cannot be done as asked; the message says what to change. Exit status 2."""


# Which data a check draws must not change from one practice run to the next; a course has a key of its own.
PRACTICE = "practice"


def key_from(text: str) -> bytes:
    """The key behind ``--seed-key``: 64 hex digits are a key (a course's, say), anything else is hashed."""
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def console(*, stderr: bool = False) -> Console:
    """A console that prints texts as they are: no markup, no wrapping, no colours that were not asked for."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=True)


def near(name: str, known: Iterable[str]) -> str:
    """``"; did you mean x?"``, or a full stop where nothing is near: a whole class's names help nobody."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]}?" if close else "."


def tell(message: str) -> None:
    """Say something that is not the answer itself, on stderr. It may quote files, and names in them."""
    console(stderr=True).print(visible(message))
