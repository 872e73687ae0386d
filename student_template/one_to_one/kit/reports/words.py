"""The reports' own words, in both languages. What a check says comes with the verdict instead."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..core.text import Text

WORDS_FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: ``words("mark.passed")``."""

    language: str
    table: Mapping[str, Text]

    def __call__(self, key: str, **values: str) -> str:
        """The words behind ``key``, with ``{names}`` filled in; ``KeyError`` where there is no such key."""
        return self.table[key].in_language(self.language).format(**values)

    def known(self, key: str, otherwise: str) -> str:
        """The words behind ``key``, or ``otherwise``: for keys that come from data."""
        return self(key) if key in self.table else otherwise

    def text(self, text: Text) -> str:
        """A verdict's text in this language, or in the other one where this one is empty."""
        return text.in_language(self.language) or text.en or text.ru


@cache
def load_table() -> Mapping[str, Text]:
    """Every entry of ``words.toml`` by ``section.name``."""
    sections = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": Text.from_json(entry)
        for section, entries in sections.items()
        for name, entry in entries.items()
    }


def words_in(language: str) -> Words:
    """The words of ``language``, one of ``LANGUAGES``."""
    return Words(language, load_table())
