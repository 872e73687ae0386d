"""One function of a student's, and the questions that diagnoses ask about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .facts import Facts
from .finding import Finding
from .source import Entry

WRITING = ("save", "update", "create", "bulk_update", "bulk_create", "get_or_create", "update_or_create", "save_base")
_RAW = ("execute", "executemany", "executescript")


@dataclass(frozen=True)
class Body:
    """A function, with what it calls of the same file. Empty where there is none.

    Patterns are regular expressions for a whole text, in which ``<captain>`` stands for the parameter of that place,
    whatever the student calls it.
    """

    entries: tuple[Entry, ...]
    definition: Entry | None
    names: dict[str, str]

    def _compiled(self, pattern: str) -> re.Pattern[str]:
        for wanted, actual in self.names.items():
            pattern = pattern.replace(f"<{wanted}>", re.escape(actual))
        return re.compile(pattern)

    def _of(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]

    def calls(self, pattern: str) -> list[Entry]:
        wanted = self._compiled(pattern)
        return [entry for entry in self._of("call") if entry.call and wanted.fullmatch(entry.call.name)]

    def call(self, pattern: str) -> Entry | None:
        return next(iter(self.calls(pattern)), None)

    def assign(self, target: str, text: str = ".*") -> Entry | None:
        left, right = self._compiled(target), self._compiled(text)
        found = (entry for entry in self._of("assign") if left.fullmatch(entry.target) and right.fullmatch(entry.text))
        return next(found, None)

    def text(self, kind: str, pattern: str) -> Entry | None:
        """The first if, return, for or with whose text matches."""
        wanted = self._compiled(pattern)
        return next((entry for entry in self._of(kind) if wanted.fullmatch(entry.text)), None)

    def catches(self, *names: str) -> Entry | None:
        return next((entry for entry in self._of("except") if set(entry.texts) & set(names)), None)

    @property
    def writes(self) -> list[Entry]:
        """Calls that store something."""
        return [
            entry
            for entry in self._of("call")
            if entry.call and entry.call.last in (*WRITING, "delete", "_raw_delete", *_RAW)
        ]

    @property
    def is_empty(self) -> bool:
        return not [entry for entry in self.entries if entry.kind in ("assign", "call", "return", "with", "for")]

    def says(self, *, en: str, ru: str, reference: str | None = None) -> Finding:
        """A finding at the line of the function."""
        finding = Finding(en, ru, reference=reference)
        return finding.at(*self.definition.place) if self.definition else finding


def body(facts: Facts, name: str, parameters: Sequence[str]) -> Body:
    """The function ``name`` of a submission, whose parameters the task calls so."""
    found = facts.source.function(name)
    actual = found.texts if found else ()
    names = {wanted: actual[at] if at < len(actual) else wanted for at, wanted in enumerate(parameters)}
    return Body(tuple(facts.source.within(name)) if found else (), found, names)


def failing(facts: Facts, parameters: Mapping[str, Sequence[str]], *names: str) -> Iterator[Body]:
    """Those of the functions that are there and have a check that failed. A task is called like its function."""
    for name in names:
        found = body(facts, name, parameters[name])
        if found.definition is not None and facts.failing(name):
            yield found
