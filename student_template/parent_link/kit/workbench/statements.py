"""Statements from a pipe or typed, run one by one: each one's exception is shown, and the next goes on.

Text that was copied with an indentation is taken without it.
"""

from __future__ import annotations

import code
import locale
from collections.abc import Iterable
from typing import Any

_GOES_ON = ("elif", "else", "except", "finally", "case")  # at the beginning of a line: the statement before goes on


def run_statements(lines: Iterable[bytes], names: dict[str, Any]) -> None:
    """Runs them with those names, and prints what expressions give."""
    console = _Console(names)
    indent = ""
    waiting: list[str] = []
    for raw in lines:
        line = _decoded(raw).rstrip("\r\n")
        indent = indent if waiting else _indent(line)
        line = line.removeprefix(indent)
        if waiting and console.is_whole(waiting):
            if not line.strip():
                continue  # it would end a block here, and may stand within one
            if _begins_anew(line):
                console.push("")
                waiting, indent = [], ""
        waiting = [*waiting, line] if console.push(line) else []
    if waiting:
        console.push("")


def _begins_anew(line: str) -> bool:
    if not line or line[0].isspace() or line[0] == "#":
        return False
    return not line.startswith(_GOES_ON)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode(locale.getpreferredencoding(do_setlocale=False), "replace")


def interact(names: dict[str, Any], banner: str) -> None:
    """The same for somebody who types, until the input ends."""
    _Typed(names).interact(banner, exitmsg="")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


class _Typed(code.InteractiveConsole):
    _surplus = ""

    def raw_input(self, prompt: str = "") -> str:
        """The next line, without the indentation that the first one of its statement had."""
        line = super().raw_input(prompt)
        if not self.buffer:
            self._surplus = _indent(line)
        return line.removeprefix(self._surplus)


class _Console(code.InteractiveConsole):
    def is_whole(self, lines: list[str]) -> bool:
        """Whether these lines are a statement that only waits for its end."""
        try:
            return self.compile("\n".join([*lines, ""]), "<console>", "single") is not None
        except (SyntaxError, ValueError, OverflowError):
            return False
