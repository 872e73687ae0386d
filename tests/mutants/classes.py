"""Mutations of a model class as a whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .fields import in_class
from .models import ModelFile
from .source import Change, Edit, Source

PLAIN = "models.Model"
_OTHER_LINK = "ancestor"


def class_changes(file: ModelFile, model: ast.ClassDef) -> Iterator[Change]:
    """Changes of a class that students write (in), and of one that their links end at."""
    source = file.source
    if source.asked(model) or model.name in file.linked_to():
        yield from _bases(file, model)
    if source.asked(model):
        yield from _meta(source, model)
        yield from _parent_link(file, model)
    if source.asked_whole(model):
        yield Change(model.name, "dropped", (source.replaced(model, "pass"),))
        name = source.find(model.name, source.start(model))
        yield Change(model.name, "renamed", (Edit(name, name + len(model.name.encode()), f"{model.name}s"),))


def _bases(file: ModelFile, model: ast.ClassDef) -> Iterator[Change]:
    source = file.source
    before = [name for name in file.models if source.start(file.models[name]) < source.start(model)]
    for base in model.bases:
        now = source.short(base)
        for other in (PLAIN, *before):
            if other not in {source.short(known) for known in model.bases}:
                yield Change(model.name, f"base {now} -> {other}", (source.replaced(base, other),))
        if len(model.bases) > 1:
            kept = ", ".join(source.of(known) for known in model.bases if known is not base)
            whole = Edit(source.start(model.bases[0]), source.end(model.bases[-1]), kept)
            yield Change(model.name, f"base {now} dropped", (whole,))
        if now == PLAIN and any(file.is_user(field) for field in file.fields(model)):
            imported = Edit(source.start(model), source.start(model), "from accounts.models import User\n\n\n")
            yield Change(model.name, f"base {now} -> User", (imported, source.replaced(base, "User")))


def _meta(source: Source, model: ast.ClassDef) -> Iterator[Change]:
    meta = next((node for node in model.body if isinstance(node, ast.ClassDef) and node.name == "Meta"), None)
    for option in ("abstract", "proxy"):
        text = f"{option} = True"
        if meta is not None:
            edit = in_class(source, meta, text)
        else:
            indent, place = source.indent(model.body[-1]), source.end(model)
            edit = Edit(place, place, f"\n\n{indent}class Meta:\n{indent}    {text}")
        yield Change(model.name, f"Meta {option} added", (edit,))


def _parent_link(file: ModelFile, model: ast.ClassDef) -> Iterator[Change]:
    """A parent link spelt out under a name of its own, in a child that has none."""
    parents = [base.id for base in model.bases if isinstance(base, ast.Name) and base.id in file.models]
    if not parents or any(field.constant("parent_link") is True for field in file.fields(model)):
        return
    link = f"{_OTHER_LINK} = models.OneToOneField({parents[0]}, on_delete=models.CASCADE, parent_link=True)"
    yield Change(model.name, f"parent link spelt out as {_OTHER_LINK}", (in_class(file.source, model, link),))
