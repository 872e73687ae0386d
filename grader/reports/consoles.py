"""Consoles that cannot show every letter: an old Russian one has code page 866, and a pipe of Windows too."""

from __future__ import annotations

import codecs
import sys

# of what our texts use, code page 866 lacks these
_NEAREST = {"\u00ab": '"', "\u00bb": '"', "\u2013": "-", "\u2014": "-", "\u2026": "...", "\u2192": "->"}


def survive_old_consoles() -> None:
    """A console that lacks a character shows what is nearest, or its escape, and the rest of the page as it is."""
    codecs.register_error("legible", _legible)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="legible")


def _legible(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    shown = (_NEAREST.get(letter) or letter.encode("ascii", "backslashreplace").decode() for letter in missing)
    return "".join(shown), error.end
