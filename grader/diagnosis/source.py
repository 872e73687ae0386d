"""The outline of a student's source, made convenient: what stands where, in which function, on which line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .finding import Finding

_DECLARING = ("assign", "annotation")
_MOST_BASES = 50  # that are looked through for a field


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it is written: ``models.OneToOneField("Husband", null=True)``. Every value is source text."""

    name: str
    args: tuple[str, ...]
    keywords: Mapping[str, str]

    @property
    def last(self) -> str:
        """The name after the last dot: ``OneToOneField``."""
        return self.name.rpartition(".")[2]

    @property
    def owner(self) -> str:
        """What stands in front of that dot: ``models``."""
        return self.name.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the source. ``inside`` is the dotted name of the classes and functions around it.

    ``kind`` is class, function, import, assign, annotation, call, except, if, return, for or with; what a kind
    does not have is empty.
    """

    kind: str
    file: str
    line: int | None
    inside: str
    name: str = ""
    target: str = ""
    text: str = ""
    module: str = ""
    known_as: str = ""
    texts: tuple[str, ...] = ()  # bases of a class, arguments of a function, names of an except
    decorators: tuple[str, ...] = ()
    call: Call | None = None
    comma: bool = False
    end: int | None = None  # last line of a with

    @property
    def place(self) -> tuple[str, int | None]:
        return self.file, self.line

    def says(self, *, en: str, ru: str, reference: str | None = None) -> Finding:
        """A finding at this place."""
        return Finding(en, ru, self.file, self.line, reference)


@dataclass(frozen=True)
class Source:
    """All entries of a submission, in the order of its lines; empty where nothing could be parsed.

    A file may have thousands of entries, and there are many questions: each index is made once.
    """

    entries: tuple[Entry, ...] = ()
    _reached: dict[str, list[Entry]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, kind: str, inside: str | None = None) -> Iterator[Entry]:
        """Entries of a kind; with ``inside`` those in that class or function, or anything within it."""
        for entry in self._kinds.get(kind, ()):
            if inside is None or f"{entry.inside}.".startswith(f"{inside}."):
                yield entry

    def class_(self, name: str) -> Entry | None:
        return self._first_classes.get(name)

    def function(self, name: str) -> Entry | None:
        """A function that stands in no class and in no other function."""
        return self._first_functions.get(name)

    @cached_property
    def classes(self) -> list[str]:
        return [entry.name for entry in self.of("class") if not entry.inside]

    @cached_property
    def functions(self) -> list[str]:
        return [entry.name for entry in self.of("function") if not entry.inside]

    def field(self, model: str, name: str) -> Entry | None:
        """The line that gives a class that field, in the class itself or in a base that stands in the source.

        An annotation counts (``kind`` tells), since it looks like one.
        """
        waiting, seen = [model], {model}
        while waiting and len(seen) <= _MOST_BASES:
            one = waiting.pop()
            found = self._first_fields.get((one, name))
            if found is not None:
                return found
            written = self.class_(one)
            bases = [base for base in dict.fromkeys(written.texts) if base not in seen] if written else []
            seen.update(bases)
            waiting += reversed(bases)  # the first of them is looked at next, with its own bases
        return None

    def fields(self, model: str) -> list[Entry]:
        """The class's own lines that assign or annotate a call."""
        return self._fields.get(model, [])

    def within(self, function: str) -> list[Entry]:
        """What stands in a function, and in functions of the same source that it calls, directly or through others."""
        if function not in self._reached:
            reached, waiting = {function}, [function]
            while waiting:
                called = self._called.get(waiting.pop(), set()) - reached
                reached |= called
                waiting += called
            self._reached[function] = [entry for entry in self.entries if entry.inside.partition(".")[0] in reached]
        return self._reached[function]

    # -- indexes -------------------------------------------------------------------------------------------

    @cached_property
    def _kinds(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.kind, []).append(entry)
        return found

    @cached_property
    def _first_classes(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in reversed(self._kinds.get("class", []))}

    @cached_property
    def _first_functions(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in reversed(self._kinds.get("function", [])) if not entry.inside}

    @cached_property
    def _first_fields(self) -> dict[tuple[str, str], Entry]:
        declaring = [entry for entry in self.entries if entry.kind in _DECLARING]
        return {(entry.inside, entry.target): entry for entry in reversed(declaring)}

    @cached_property
    def _fields(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.kind in _DECLARING and entry.call is not None:
                found.setdefault(entry.inside, []).append(entry)
        return found

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        """Of each function, or class, those functions of the source that it calls."""
        known, found = set(self.functions), dict[str, set[str]]()
        for entry in self.of("call"):
            if entry.call and entry.call.name in known:
                found.setdefault(entry.inside.partition(".")[0], set()).add(entry.call.name)
        return found

    # -- calls and names -----------------------------------------------------------------------------------

    def calls(self, function: str, pattern: str) -> list[Entry]:
        """Calls within a function whose name matches the whole pattern: ``r"captain\\.save"``."""
        wanted = re.compile(pattern)
        return [
            entry
            for entry in self.within(function)
            if entry.call and entry.kind == "call" and wanted.fullmatch(entry.call.name)
        ]

    def first_call(self, function: str, pattern: str) -> Entry | None:
        return next(iter(self.calls(function, pattern)), None)

    def imported(self, name: str) -> Entry | None:
        """The import that makes that name known."""
        return next((entry for entry in self.of("import") if entry.known_as == name), None)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that the modules know: classes, functions, imports, what is assigned outside of any function."""
        top = {entry.target for entry in self.of("assign") if not entry.inside}
        return frozenset({*self.classes, *self.functions, *top} | {entry.known_as for entry in self.of("import")})


def read_source(data: object) -> Source:
    """The source from what the judge handed over; whatever is no entry is left out."""
    if not isinstance(data, Mapping):
        return Source()
    listed = data.get("entries")
    entries = [_entry(item) for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    return Source(tuple(entries))


def _entry(item: Mapping[str, Any]) -> Entry:
    line = item.get("line")
    return Entry(
        kind=_text(item, "kind"),
        file=_text(item, "file"),
        line=line if isinstance(line, int) and line > 0 else None,
        inside=_text(item, "in"),
        name=_text(item, "name"),
        target=_text(item, "target"),
        text=_text(item, "text"),
        module=_text(item, "module"),
        known_as=_text(item, "known_as"),
        texts=_texts(item.get("bases") or item.get("args") or item.get("names")),
        decorators=_texts(item.get("decorators")),
        call=_call(item.get("call")),
        comma=item.get("comma") is True,
        end=item.get("end") if isinstance(item.get("end"), int) else None,
    )


def _call(item: object) -> Call | None:
    if not isinstance(item, Mapping):
        return None
    keywords = item.get("keywords")
    known = {str(name): str(value) for name, value in keywords.items()} if isinstance(keywords, Mapping) else {}
    return Call(_text(item, "name"), _texts(item.get("args")), known)


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else ()
