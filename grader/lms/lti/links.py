"""``Link`` headers as platforms write them: with curly quotes, and with HTML entities in the address (Moodle 5.1)."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import urljoin

_LINK = re.compile(r"<([^>]*)>((?:\s*;\s*[^,;<]*)*)")
_REL = re.compile(r"""\brel\s*=\s*["'\u201c\u201d\u201e\u2033]?\s*([\w\s-]+)""", re.IGNORECASE)


def next_page(headers: Mapping[str, str], address: str) -> str | None:
    """Where the page after ``address`` is, letter by letter as the platform says; None behind the last one."""
    header = next((value for name, value in headers.items() if name.lower() == "link"), "")
    for target, parameters in _LINK.findall(_read(header)):
        rel = _REL.search(parameters)
        if rel and "next" in rel[1].lower().split():
            return urljoin(address, html.unescape(target.strip()))
    return None


def _read(header: str) -> str:
    """HTTP's libraries take a header for Latin-1; curly quotes come as UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
