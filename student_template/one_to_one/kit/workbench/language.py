"""In which language a student is spoken to, and the sentences that only the workbench says."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..core.text import LANGUAGES, Text

VARIABLE = "FEEDBACK_LANG"

_WORDS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def chosen_language(option: str | None) -> str:
    """What was asked for, else ``FEEDBACK_LANG``, else Russian where the system speaks it, else English."""
    for wanted in (option, os.environ.get(VARIABLE)):
        if wanted in LANGUAGES:
            return wanted
    return "ru" if _system_language().lower().startswith("ru") else "en"


def _system_language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        return locale.getlocale()[0] or ""  # on Windows: Russian_Russia
    except ValueError:  # a locale that Python does not know
        return ""


def say(language: str, key: str, **facts: Any) -> str:
    """A sentence of ``words.toml`` with its ``{names}`` filled in."""
    return Text.from_json(_WORDS[key]).in_language(language).format(**facts)
