"""What a diagnosis says: a message in both languages, its place in the student's file, where to read on."""

from __future__ import annotations

from dataclasses import dataclass, replace

_LONGEST_QUOTE, _LONGEST_MESSAGE = 80, 1200
_PAGE = "cp866"  # the code page of a Russian Windows console: what cannot be written in it is spelt out
_QUOTES = "«»"  # these consoles get the plain ones in their place


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake. ``file`` and ``line`` are the student's, ``reference`` is a page of the documentation."""

    en: str
    ru: str
    file: str | None = None
    line: int | None = None
    reference: str | None = None

    def at(self, file: str | None, line: int | None) -> Finding:
        return replace(self, file=file, line=line)

    def printable(self) -> Finding:
        """The same on one line each, without what a console cannot show, whatever names a student has invented."""
        file = None if self.file is None else _printable(quoted(self.file))
        return replace(self, en=_printable(self.en), ru=_printable(self.ru), file=file)


def quoted(text: object) -> str:
    """A student's own name or text, on one line and not too long, to stand within a message."""
    line = " ".join(str(text)[: _LONGEST_QUOTE * 4].split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}..."


def _printable(text: str) -> str:
    line = " ".join(text[:_LONGEST_MESSAGE].split())
    return "".join(_shown(letter) for letter in line)


def _shown(letter: str) -> str:
    if letter in _QUOTES:
        return letter
    if not letter.isprintable():
        return "?"
    return letter.encode(_PAGE, "backslashreplace").decode(_PAGE)
