"""Which of the files handed in are the answer. The order of preference is the contract's."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.assignment import Assignment
from ..core.errors import SubmissionError
from ..core.submission import SourceFile
from ..core.text import Text
from . import reasons
from .members import Member
from .names import is_notebook, key_of, shown
from .notebooks import module_from

# Every project has this app; its models are given and never the answer.
_GIVEN_APPS = frozenset({"accounts"})
_MAX_ODD = 255  # letters; file systems take no longer names
_MAX_MODULE = 100  # bytes of a module's name: it becomes a file in the box
# What browsers, Windows and learning platforms make of a second copy, and Notepad of any file.
_COPY = r"(?: ?\(\d+\)|-\d+| [-\u2013\u2014] (?:copy|копия)(?: ?\(\d+\))?)?"


@dataclass(frozen=True, slots=True)
class _Place:
    """One file (or package, by its folder) that could be the answer."""

    parts: tuple[str, ...]
    package: bool

    @property
    def shown(self) -> str:
        return shown("/".join(self.parts) + ("/" if self.package else ""))

    def holds(self, member: Member) -> bool:
        if not self.package:
            return member.parts == self.parts
        return len(member.parts) > len(self.parts) and member.parts[: len(self.parts)] == self.parts


def is_wanted(parts: tuple[str, ...], submit: Sequence[str]) -> bool:
    """Whether the bytes of a file of that path may be needed."""
    if is_notebook(parts[-1]):
        return True
    return any(_is_odd(parts[-1], name) or (_stem(name) in parts[:-1] and parts[-1].endswith(".py")) for name in submit)


def choose(members: Sequence[Member], assignment: Assignment) -> tuple[SourceFile, ...]:
    """All members, those that are the answer with their targets.

    Raises ``SubmissionError`` where the answer is missing or could be one of several.
    """
    _refuse_ambiguous([member for member in members if member.content is not None])
    targets: dict[Member, tuple[str, Text | None]] = {}
    notes: dict[Member, Text] = {}
    from_cells: defaultdict[Member, list[SourceFile]] = defaultdict(list)
    books = [member for member in members if member.content is not None and is_notebook(member.parts[-1])]
    for name in assignment.submit:
        found = _find([member for member in members if member not in targets], name, assignment.app)
        if found is None:
            if not books:
                raise _not_found(members, name)
            book, taken = _from_books(books, name, assignment)
            from_cells[book].append(taken)
            notes |= {other: reasons.other_taken(shown(book.name)) for other in books if other != book}
            continue
        place, others = found
        notes |= {book: reasons.other_taken(place.shown) for book in books}
        for member in filter(place.holds, members):
            if (target := _target(member, place, name)) is not None:
                targets[member] = target, _odd_note(member, place, name)
            elif member.content is not None:
                notes[member] = reasons.odd_module_name()
        for other in others:
            for member in filter(other.holds, members):
                notes.setdefault(member, reasons.other_taken(place.shown))
    return tuple(
        file
        for member in members
        for file in (from_cells.get(member) or [_source(member, targets.get(member), notes.get(member))])
    )


def choose_lone(member: Member, assignment: Assignment) -> tuple[SourceFile, ...]:
    """A file that was handed in by itself: it is the answer under whatever name.

    Raises ``SubmissionError`` where more than one file is asked for.
    """
    own = member.parts[-1]
    if is_notebook(own):
        return tuple(_from_cells(member, name, assignment) for name in assignment.submit)
    target = next((name for name in assignment.submit if _is_odd(own, name)), assignment.submit[0])
    for name in assignment.submit:
        if name != target:
            raise reasons.not_found(name, [shown(own)])
    note = None if own == target else reasons.found_as(shown(own), target)
    return (SourceFile(shown(own), member.content or b"", target, note),)


def _from_cells(member: Member, name: str, assignment: Assignment) -> SourceFile:
    alone = len(assignment.submit) == 1
    return module_from(member.name, member.content or b"", name, alone=alone)


def _from_books(books: Sequence[Member], name: str, assignment: Assignment) -> tuple[Member, SourceFile]:
    """The one notebook that has cells that count, and its file; raises ``SubmissionError``."""
    found: list[tuple[Member, SourceFile]] = []
    refusals: list[SubmissionError] = []
    for book in books:
        try:
            found.append((book, _from_cells(book, name, assignment)))
        except SubmissionError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    if len(found) > 1:
        raise reasons.several(name, [shown(book.name) for book, _ in found])
    return found[0]


def untaken(members: Sequence[Member], note: Text) -> tuple[SourceFile, ...]:
    """All members, none taken: the files of a rejected submission."""
    return tuple(_source(member, None, note if member.content is not None else None) for member in members)


def _not_found(members: Sequence[Member], name: str) -> SubmissionError:
    return reasons.not_found(name, [shown(member.name) for member in members if member.note != reasons.junk()])


def _find(members: Sequence[Member], name: str, app: str) -> tuple[_Place, list[_Place]] | None:
    """Where ``name`` is, and the places that were passed over for it; None where there is no such file."""
    exact = _exact_places(members, name)
    odd = [
        _Place(member.parts, package=False)
        for member in members
        if member.content is not None
        and _is_odd(member.parts[-1], name)
        and not any(place.holds(member) for place in exact)
    ]
    in_app = [place for place in exact if place.parts[-2:-1] == (app,)]
    not_given = [place for place in exact if app in _GIVEN_APPS or _GIVEN_APPS.isdisjoint(place.parts[-2:-1])]
    for places in (in_app, not_given, odd):
        if len(places) > 1:
            raise reasons.several(name, [place.shown for place in places])
        if places:
            return places[0], [place for place in (*exact, *odd) if place != places[0]]
    return None


def _exact_places(members: Sequence[Member], name: str) -> list[_Place]:
    packages: list[_Place] = []
    for member in sorted(members, key=lambda member: len(member.parts)):
        is_package = member.parts[-2:] == (_stem(name), "__init__.py") and member.content is not None
        if is_package and not any(place.holds(member) for place in packages):
            packages.append(_Place(member.parts[:-1], package=True))
    files = [
        _Place(member.parts, package=False)
        for member in members
        if member.parts[-1] == name
        and member.content is not None
        and not any(place.holds(member) for place in packages)
    ]
    return files + packages


def _target(member: Member, place: _Place, name: str) -> str | None:
    if not place.package:
        return name
    # Python looks for the NFKC form of what stands in an import, whatever the file system handed us.
    inside = [unicodedata.normalize("NFKC", part) for part in member.parts[len(place.parts) :]]
    stems = [*inside[:-1], inside[-1].removesuffix(".py")]
    importable = all(part.isidentifier() and len(part.encode()) <= _MAX_MODULE for part in stems)
    if member.content is None or not importable or inside[-1] == stems[-1]:
        return None
    return "/".join((_stem(name), *inside))


def _odd_note(member: Member, place: _Place, name: str) -> Text | None:
    own = member.parts[-1]
    return None if place.package or own == name else reasons.found_as(shown(own), name)


def _source(member: Member, target: tuple[str, Text | None] | None, note: Text | None) -> SourceFile:
    content = member.content or b""
    if target is not None:
        return SourceFile(shown(member.name), content, *target)
    return SourceFile(shown(member.name), content, None, member.note or note or reasons.not_asked())


def _refuse_ambiguous(members: Sequence[Member]) -> None:
    same: defaultdict[str, list[Member]] = defaultdict(list)
    for member in members:
        same[key_of(member.parts)].append(member)
    for group in same.values():
        if len(group) > 1:
            raise reasons.ambiguous([shown(member.name) for member in group])


def _is_odd(own: str, name: str) -> bool:
    """Whether a file's own name is ``name`` or what a machine makes of it: ``Models (1).py.txt``."""
    if len(own) > _MAX_ODD:
        return False
    pattern = re.escape(_stem(name)) + _COPY + r"\.py(?:\.txt)?"
    return re.fullmatch(pattern, key_of((own,))) is not None


def _stem(name: str) -> str:
    return name.removesuffix(".py")
