"""Text that a student wrote, made harmless before somebody looks at it.

A terminal obeys control characters, and terminals and browsers reorder text at bidirectional ones: a file
name or an error message could otherwise repaint the screen on which marks are read.
"""

from __future__ import annotations

import unicodedata

# Printable by Unicode's own account are the visible characters and the blank; other blanks (a no-break space
# in a name, say) do no harm either.
_HARMLESS_CATEGORIES = frozenset({"Zs"})


def visible(text: str) -> str:
    """``text`` with everything but printable characters, line feeds and tabs as a visible escape."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Like ``visible``, with line feeds and tabs escaped too: for names inside a line."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


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
    code = ord(char)
    if code < 1 << 8:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"
