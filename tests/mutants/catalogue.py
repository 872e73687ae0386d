"""All mutants of a file, each with a name of its own and a text that no other has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .classes import class_changes
from .fields import field_changes
from .functions import function_changes
from .models import ModelFile
from .source import Change, Source


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file before and after one mutation. ``place`` is the field, class or function that was changed."""

    name: str
    place: str
    before: str
    text: str


def mutants_of(text: str) -> list[Mutant]:
    """Every mutant of a file, in the order of the file. Raises ``SyntaxError`` if it does not parse."""
    source = Source(text)
    found: list[Mutant] = []
    texts, names = {text}, set()
    for change in _changes(source):
        mutated = source.with_edits(change.edits)
        if mutated in texts:
            continue
        _refuse_unparsable(mutated, change)
        name, count = change.name, 1
        while name in names:
            count += 1
            name = f"{change.name} ({count})"
        texts.add(mutated)
        names.add(name)
        found.append(Mutant(name, change.place, text, mutated))
    return found


def _changes(source: Source) -> Iterator[Change]:
    file = ModelFile(source)
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef):
            for field in file.fields(node):
                if source.asked(field.statement):
                    yield from field_changes(file, field)
            yield from class_changes(file, node)
        elif isinstance(node, ast.FunctionDef) and source.asked(node):
            yield from function_changes(source, node)


def _refuse_unparsable(mutated: str, change: Change) -> None:
    """A mutant that is no Python would be killed whatever the checks are: that is a fault of its mutator."""
    try:
        compile(mutated, "mutant", "exec", dont_inherit=True)
    except SyntaxError as error:
        raise AssertionError(f"{change.name}: {error}\n{mutated}") from error
