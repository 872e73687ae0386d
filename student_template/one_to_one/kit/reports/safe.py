"""Text that a student wrote, made harmless before somebody looks at it.

A terminal obeys control characters, and terminals and browsers reorder text at bidirectional ones: a file
name or an error message could otherwise repaint the screen on which marks are read.
"""

from __future__ import annotations

import re
import unicodedata

# Printable by Unicode's own account are the visible characters and the blank; other blanks (a no-break space
# in a name, say) do no harm either.
_HARMLESS_CATEGORIES = frozenset({"Zs"})
# Marks upon one letter: languages need four at most, and hundreds reach into the lines around it.
_MOST_MARKS = 4
_MAY_BE_PILED = re.compile(r"[^\x00-\u02ff\u0370-\u0482\u048a-\u0590]" + f"{{{_MOST_MARKS + 1}}}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """``text`` with everything but printable characters, line feeds and tabs as a visible escape.

    So are marks above the fourth that are piled upon one letter.
    """
    if not text.isprintable():
        text = "".join(_shown(char) for char in text.replace("\r\n", "\n"))
    return _unpiled(text) if _MAY_BE_PILED.search(text) else text


def one_line(text: str) -> str:
    """Like ``visible``, with line feeds and tabs escaped too: for names inside a line."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def without_controls(text: str) -> str:
    """``text`` with control characters as visible escapes, but for line feeds and tabs: for files that hold names.

    Letters that only change how a line is read stay: some languages need them.
    """
    return _CONTROLS.sub(lambda found: _escape(found[0]), text.replace("\r\n", "\n"))


def encodable(text: str) -> str:
    """``text`` without lone surrogates, which no encoding can write: each becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def shortened(text: str, limit: int) -> str:
    """The first ``limit`` characters, and three dots where there were more."""
    return text if len(text) <= limit else text[:limit] + " ..."


def number(value: float) -> str:
    """Points as people write them: ``17``, ``0.5``, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _shown(char: str) -> str:
    if char in "\n\t" or char.isprintable() or unicodedata.category(char) in _HARMLESS_CATEGORIES:
        return char
    return _escape(char)


def _unpiled(text: str) -> str:
    shown, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        shown.append(_escape(char) if marks > _MOST_MARKS else char)
    return "".join(shown)


def _escape(char: str) -> str:
    code = ord(char)
    if code < 1 << 8:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"
