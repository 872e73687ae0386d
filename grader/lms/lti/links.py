"""``Link`` headers as platforms write them: with curly quotes, and with HTML entities in the address (Moodle 5.1)."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import urljoin

_LONGEST = 16_000
_PART = re.compile(
    r"""<(?P<target>[^<>]*)>"""
    r"""|(?<![\w*-])(?P<name>[\w*-]+)\s*=\s*"""
    r"""(?:"(?P<straight>[^"]*)"|'(?P<single>[^']*)'|[\u201c-\u201f](?P<curly>[^\u201c-\u201f]*)|(?P<bare>[^\s,;<"']+))"""
)


def next_page(headers: Mapping[str, str], address: str) -> str | None:
    """Where the page after ``address`` is, letter by letter as the platform says; None behind the last one."""
    header = next((value for name, value in headers.items() if name.lower() == "link"), "")
    target = None
    for part in _PART.finditer(_read(header)[:_LONGEST]):
        told = part.groupdict()
        if told["target"] is not None:
            target = told["target"]
        elif target is not None and told["name"].lower() == "rel" and "next" in _words(told):
            return _joined(address, html.unescape(target.strip()))
    return None


def _words(told: Mapping[str, str | None]) -> list[str]:
    value = next((told[name] for name in ("straight", "single", "curly", "bare") if told[name] is not None), "")
    return (value or "").lower().split()


def _joined(address: str, target: str) -> str | None:
    try:
        return urljoin(address, target)
    except ValueError:  # no address at all
        return None


def _read(header: str) -> str:
    """HTTP's libraries take a header for Latin-1; curly quotes come as UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
