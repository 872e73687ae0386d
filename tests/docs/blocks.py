"""The fenced blocks of a page: files with their names, and commands with what they print."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.commands.terms import CHECKOUT

_FENCE = re.compile(r"^( *)```(\w+)?(?: (\S+))?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


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
        indent, language, name, body = found.groups()
        body = body.replace(f"\n{indent}", "\n").removeprefix(indent)  # in an item of a list
        yield Block(language or "", name or "", body, text.count("\n", 0, found.start()) + 1)


def commands(block: Block) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Command(command, output)


def matches(shown: str, printed: str) -> bool:
    """Whether that was printed; a line of three dots in what is shown stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


def perform(page: Path, folder: Path, **more: str) -> int:
    """Write each file of a page below ``folder`` and run each of its commands there; answers how many those were.

    ``more`` is added to their environment. AssertionError where one fails, or prints something else than is shown,
    stderr included.
    """
    left_out = ("COLUMNS", "FORCE_COLOR", "FEEDBACK_LANG", "PYTHONPATH", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in left_out} | more
    environment["PATH"] = f"{CHECKOUT}/.venv/bin:{os.environ['PATH']}"
    done = 0
    for block in blocks(page):
        if block.name:
            path = folder / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        else:
            assert block.language == "console", f"{page.name}:{block.line}: neither a file nor commands"
        for command in commands(block) if not block.name else ():
            # few cores here: one job at a time
            line = re.sub(r"^(grader (?:verify|grade) \w+)", r"\1 --jobs 1", command.command)
            result = subprocess.run(
                ["bash", "-c", line],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=120,
                check=False,
            )
            where = f"{page.name}:{block.line}: {command.command}\n{result.stdout}"
            assert result.returncode == 0, where
            assert matches(command.output, result.stdout), where
            done += 1
    return done
