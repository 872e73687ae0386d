"""Text for people, always in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or title in English and Russian."""

    en: str
    ru: str

    def to_json(self) -> dict[str, str]:
        return {"en": self.en, "ru": self.ru}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Text:
        return cls(en=data["en"], ru=data["ru"])

    def in_language(self, language: str) -> str:
        """The text in ``language``: one of ``LANGUAGES``."""
        return self.ru if language == "ru" else self.en
