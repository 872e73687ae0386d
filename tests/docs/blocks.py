"""The fenced blocks of a page: files with their names, and commands with what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(\w+)?(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block. ``name`` is the file that it is, or empty."""

    language: str
    name: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """One line after ``$``, and the output that stands below it."""

    command: str
    output: str


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        language, name, body = found.groups()
        yield Block(language or "", name or "", body, text.count("\n", 0, found.start()) + 1)


def commands(block: Block) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Command(command, output)


def matches(shown: str, printed: str) -> bool:
    """Whether that was printed; a line of three dots in what is shown stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None
