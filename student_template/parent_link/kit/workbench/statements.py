"""Statements from a pipe, run one by one as if they were typed: each one's exception is shown, and the next goes on."""

from __future__ import annotations

import code
import locale
from collections.abc import Iterable
from typing import Any

_GOES_ON = ("elif", "else", "except", "finally", "case")  # at the beginning of a line: the statement before goes on


def run_statements(lines: Iterable[bytes], names: dict[str, Any]) -> None:
    """Runs them with those names, and prints what expressions give."""
    console = _Console(names)
    waiting: list[str] = []
    for raw in lines:
        line = _decoded(raw).rstrip("\r\n")
        if waiting and console.is_whole(waiting):
            if not line.strip():
                continue  # it would end a block here, and may stand within one
            if _begins_anew(line):
                console.push("")
                waiting = []
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


class _Console(code.InteractiveConsole):
    def is_whole(self, lines: list[str]) -> bool:
        """Whether these lines are a statement that only waits for its end."""
        try:
            return self.compile("\n".join([*lines, ""]), "<console>", "single") is not None
        except (SyntaxError, ValueError, OverflowError):
            return False
