"""Identifiers renamed as whole words, in every spelling, in texts of any kind.

``BestMan=Mate`` stands for ``BestMan``, ``bestman`` (Django's own name of the other side), ``best_man`` and
``BEST_MAN``, each also where it is a part of a longer name: ``best_man_id``, ``BestManManager``.
"""

from __future__ import annotations

import builtins
import io
import keyword
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..intake.testfiles import FIXTURES
from .terms import UsageProblem

# What has a meaning of its own in the files of an assignment: renaming it, or to it, breaks what it is part of.
_TAKEN = (
    {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *FIXTURES}
    | {"assert", "check", "django", "id", "pk", "pytest", "self", "slug", "task", "test"}
    | {"Meta", "Model", "Manager", "objects"}
)
# Parts of Django's names: with "name" renamed, related_name would be another word too.
_PARTS = frozenset(
    """
    add all app apps args base blank by clean cls column columns constraints count create db default defer delete error
    exclude exists field fields filter first full get instance key kwargs label last length link list many manager max
    meta min model name null object on one only order ordering parent prefetch primary query related remove row rows
    save select set table to type unique update user using value values verbose
    """.split()
)
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ADDRESS = r"https?://[^\s\"'<>)\]`]+"
# Within a text the letter of an escape stands where a word begins: "\nwomen".
_START = r"(?:(?<=\\[nrt])|(?<![A-Za-z0-9]))"
_HUMP = r"(?:(?<=\\[nrt])|(?<![A-Z]))"


@dataclass(frozen=True, slots=True)
class Pair:
    """One ``OLD=NEW`` as it was written."""

    old: str
    new: str

    def spellings(self) -> dict[str, str]:
        """Every spelling of the old name, with the new name spelt alike."""
        if self.old[0].islower():
            return {self.old: self.new, self.old.upper(): self.new.upper()}
        old, new = _snake(self.old), _snake(self.new)
        return {
            old.upper(): new.upper(),
            old: new,
            self.old.lower(): self.new.lower(),
            self.old: self.new,
        }


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def pairs_of(arguments: Iterable[str]) -> tuple[Pair, ...]:
    """``Women=Ship,wife=mate`` and so on; ``UsageProblem`` for what cannot be renamed."""
    pairs: list[Pair] = []
    for text in [part.strip() for argument in arguments for part in argument.split(",")]:
        pair = _pair(text)
        for other in pairs:
            if other.old == pair.old:
                raise UsageProblem(f"--rename: {pair.old} stands twice.")
            if other.new == pair.new:
                raise UsageProblem(f"--rename: {other.old} and {pair.old} cannot both be called {pair.new}.")
        pairs.append(pair)
    return tuple(pairs)


def _pair(text: str) -> Pair:
    old, equals, new = (part.strip() for part in text.partition("="))
    if not equals:
        raise UsageProblem(f"--rename takes OLD=NEW, not {text!r}.")
    for name in (old, new):
        if not _IDENTIFIER.fullmatch(name):
            raise UsageProblem(f"--rename {text}: {name!r} is no name of Latin letters, digits and underscores.")
        if name in _TAKEN or name.lower() in keyword.kwlist:
            raise UsageProblem(f"--rename {text}: {name} means something to Python, Django or the checks.")
    if old[0].islower() != new[0].islower():
        raise UsageProblem(f"--rename {text}: a class is renamed to a class (Women=Ship), a field to a field.")
    pair = Pair(old, new)
    if parts := sorted(_PARTS.intersection(pair.spellings())):
        raise UsageProblem(f"--rename {text}: {parts[0]} is part of many of Django's own names, such as related_name.")
    return pair


class Renaming:
    """All pairs at once, so that two names can change places. Where two pairs spell a word, the later decides."""

    def __init__(self, pairs: Collection[Pair]) -> None:
        self.pairs = tuple(pairs)
        # What was written out decides about a word, not what follows from the name of a class.
        ordered = sorted(pairs, key=lambda pair: pair.old[0].islower())
        self.spellings: dict[str, str] = {}
        for pair in ordered:
            self.spellings |= pair.spellings()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(f"{_ADDRESS}|{_words(self.spellings)}" if self.spellings else _ADDRESS)

    def text(self, text: str) -> str:
        """``text`` with every word renamed, addresses of web pages left as they are."""
        return self._pattern.sub(lambda found: self.spellings.get(found[0], found[0]), text)

    def merged(self) -> dict[str, list[str]]:
        """New spellings that stand for several old ones: ``{"ship": ["women", "wife"]}``."""
        found: dict[str, list[str]] = {}
        for old, new in self.spellings.items():
            found.setdefault(new, []).append(old)
        return {new: olds for new, olds in found.items() if len(olds) > 1 and new.islower()}

    def unused(self, names: Collection[str]) -> Iterator[Pair]:
        """The pairs whose old name is no part of any of these names, in no spelling."""
        whole = "\n".join(names)
        for pair in self.pairs:
            if not re.search(_words(pair.spellings()), whole):
                yield pair

    def clash(self, name: str) -> Pair | None:
        """The pair whose new name ``name`` has taken already, and keeps."""
        if self.text(name) != name:
            return None
        for pair in self.pairs:
            news = {new: "" for old, new in pair.spellings().items() if old != new}
            if news and re.search(_words(news), name):
                return pair
        return None


def _words(spellings: Mapping[str, str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(_word(word) for word in sorted(spellings, key=len, reverse=True))


def _word(word: str) -> str:
    if word.isupper():
        return f"{_START}{word}(?![A-Za-z0-9])"
    if word[0].isupper():
        return f"{_HUMP}{word}(?![a-z])"
    return f"{_START}{word}(?![a-z0-9])"


def names_in(source: str) -> Iterator[tuple[str, int]]:
    """(name, line) of what is a name in a Python file, or a name or path of names in one of its texts.

    A file that is no Python to its end, as a wrong answer may be, has its names up to there.
    """
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NAME:
                yield token.string, token.start[0]
            elif token.type == tokenize.STRING and re.fullmatch(r"\w*([\"'])[\w.]+\1", token.string):
                yield token.string.strip("\"'"), token.start[0]
    except (tokenize.TokenError, SyntaxError):
        return
