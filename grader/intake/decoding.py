"""The text of a source file, by the encodings that editors in class really write."""

from __future__ import annotations

import codecs
import encodings
import re
from encodings.aliases import aliases

from . import reasons
from .names import shown

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_BLANK_OR_COMMENT = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_PLAIN_UTF8 = re.compile(r"(?i)utf[-_]8(?:[-_]|$)")  # beside a byte order mark Python takes no other name
_ACCEPTED = frozenset({"utf_8", "latin_1", "cp1251", "cp866", "koi8_r", "cp1252"})
# What Python's own tokenizer takes for two of them, whatever stands behind ("utf-8-unix", from Emacs).
_PREFIXES = {"utf_8": "utf_8", "latin_1": "latin_1", "iso_8859_1": "latin_1", "iso_latin_1": "latin_1"}


def source_text(name: str, content: bytes) -> str:
    """The text of a source file, without a byte order mark.

    Raises ``SubmissionError`` for bytes that are not UTF-8 and declare no other encoding that is accepted.
    """
    if b"\0" in content or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise reasons.wide_encoding(name)
    marked = content.startswith(codecs.BOM_UTF8)
    body = content[len(codecs.BOM_UTF8) :] if marked else content
    cookie = _cookie(body)
    encoding = _accepted(cookie) if cookie else "utf_8"
    if encoding is None:
        raise reasons.forbidden_cookie(name, shown(cookie or ""))
    if cookie and marked and not _PLAIN_UTF8.match(cookie):
        raise reasons.mark_and_cookie(name, shown(cookie))
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(body, 0, error.start)) + 1
        raise reasons.not_decodable(name, encoding.replace("_", "-").upper(), line) from error


def _cookie(body: bytes) -> str | None:
    """What the first or second line declares, found as Python finds it (PEP 263)."""
    for line in _LINE_END.split(body, maxsplit=2)[:2]:
        if found := _COOKIE.match(line):
            return found.group(1).decode("ascii")
        if not _BLANK_OR_COMMENT.match(line):
            return None
    return None


def _accepted(cookie: str) -> str | None:
    """Python's name of an accepted encoding. Looked up in a table: ``codecs.lookup`` would import by name."""
    name = encodings.normalize_encoding(cookie).lower()
    for prefix, encoding in _PREFIXES.items():
        if name == prefix or name.startswith(prefix + "_"):
            return encoding
    name = aliases.get(name, name)
    return name if name in _ACCEPTED else None
