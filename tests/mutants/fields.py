"""Mutations of one field of a model."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from .models import Field, ModelFile
from .source import Change, Edit, Source

ON_DELETE = ("CASCADE", "PROTECT", "RESTRICT", "SET_NULL", "DO_NOTHING", "SET_DEFAULT")
_COLUMN_OPTIONS = ("null", "blank", "unique", "primary_key", "db_column")
_SET_OPTIONS = ("to", "blank", "related_name")  # those that a ManyToManyField takes too
_OTHER_NAME = "counterpart"


def field_changes(file: ModelFile, field: Field) -> Iterator[Change]:
    """Everything that one small slip can make of a field."""
    changes = _relation(file, field) if field.is_relation else _column(field)
    for what, edits in (*changes, *_statement(file.source, field), *_flags(file.source, field)):
        yield Change(field.place, what, tuple(edits))


Found = Iterator[tuple[str, Iterable[Edit]]]


def _relation(file: ModelFile, field: Field) -> Found:
    yield from _kind(file.source, field)
    yield from _on_delete(file.source, field)
    yield from _related_name(file.source, field)
    yield from _target(file, field)
    yield from _other_side(file, field)


def _column(field: Field) -> Found:
    other = "IntegerField" if "Integer" not in field.kind else "TextField"
    kept = [field.arguments.text(keyword) for keyword in field.call.keywords if keyword.arg in _COLUMN_OPTIONS]
    yield f"{field.kind} -> {other}", [field.arguments.rewritten(f"{field.prefix}{other}", kept)]


# -- what a field is -----------------------------------------------------------------------------------------


def _kind(source: Source, field: Field) -> Found:
    start, end = source.start(field.call), source.end(field.call.func)
    others = {keyword.arg: field.arguments.text(keyword) for keyword in field.call.keywords}
    positional = [field.arguments.text(argument) for argument in field.call.args]
    prefix = field.prefix or "models."
    for kind in ("OneToOneField", "ForeignKey"):
        if kind != field.kind:
            yield f"{field.kind} -> {kind}", [Edit(start, end, f"{prefix}{kind}")]
    if field.kind != "ForeignKey" and not {"unique", "primary_key"} & set(others):
        unique = field.arguments.rewritten(f"{prefix}ForeignKey", [*positional, *others.values(), "unique=True"])
        yield f"{field.kind} -> ForeignKey(unique=True)", [unique]
    if field.kind != "ManyToManyField":
        kept = [*positional[:1], *(text for name, text in others.items() if name in _SET_OPTIONS)]
        yield f"{field.kind} -> ManyToManyField", [field.arguments.rewritten(f"{prefix}ManyToManyField", kept)]
    kept = [text for name, text in others.items() if name in _COLUMN_OPTIONS]
    yield f"{field.kind} -> IntegerField", [field.arguments.rewritten(f"{prefix}IntegerField", kept)]


# -- its arguments -------------------------------------------------------------------------------------------


def _on_delete(source: Source, field: Field) -> Found:
    value = field.on_delete
    if value is None:
        return
    prefix, now = "models.", source.short(value)
    if isinstance(value, ast.Attribute):
        prefix, now = f"{source.of(value.value)}.", value.attr
    for other in ON_DELETE:
        if other != now:
            yield f"on_delete {now} -> {other}", [source.replaced(value, f"{prefix}{other}")]
    argument = field.arguments.keyword("on_delete") or value
    yield "on_delete dropped", [field.arguments.without(argument)]


def _flags(source: Source, field: Field) -> Found:
    """Arguments that are True or False. Adding the default would change nothing, except ``unique=False``."""
    names = ["null", "blank", "unique", "primary_key"] if field.is_relation else ["unique", "primary_key"]
    for name in (*names, *(["parent_link"] if field.is_relation else [])):
        keyword = field.arguments.keyword(name)
        if keyword is None:
            yield f"{name} added True", [field.arguments.added(f"{name}=True")]
            if name == "unique" and field.kind == "OneToOneField":
                yield f"{name} added False", [field.arguments.added(f"{name}=False")]
            continue
        yield f"{name} dropped", [field.arguments.without(keyword)]
        now = field.constant(name)
        if isinstance(now, bool):
            yield f"{name} {now} -> {not now}", [source.replaced(keyword.value, str(not now))]


def _related_name(source: Source, field: Field) -> Found:
    keyword = field.arguments.keyword("related_name")
    for other in (_OTHER_NAME, "+"):
        if keyword is None:
            yield f'related_name added "{other}"', [field.arguments.added(f'related_name="{other}"')]
        else:
            now = source.short(keyword.value)
            yield f'related_name {now} -> "{other}"', [source.replaced(keyword.value, f'"{other}"')]
    if keyword is not None:
        yield "related_name dropped", [field.arguments.without(keyword)]
        value = source.of(keyword.value)
        yield "related_name -> related_query_name", [source.replaced(keyword, f"related_query_name={value}")]
    yield (
        f'related_query_name added "{_OTHER_NAME}"',
        [field.arguments.added(f'related_query_name="{_OTHER_NAME}"')],
    )


def _target(file: ModelFile, field: Field) -> Found:
    source, to, now = file.source, field.to, file.target(field)
    if to is None:
        return
    shown = now.name if now else source.short(to)
    for name in file.models:
        if now is None or name != now.name:
            spelt = "self" if name == field.owner.name else name
            yield f"target {shown} -> {spelt}", [source.replaced(to, f'"{spelt}"')]
    if file.is_user(field):
        yield f"target {shown} -> auth.User", [source.replaced(to, '"auth.User"')]
        yield f"target {shown} -> User", [source.replaced(to, '"User"')]
    elif now is not None:
        misspelt = f"{now.name[:-2]}{now.name[-1]}{now.name[-2]}"
        yield f"target {shown} -> {misspelt}", [source.replaced(to, f'"{misspelt}"')]


# -- the statement -------------------------------------------------------------------------------------------


def _statement(source: Source, field: Field) -> Found:
    yield "dropped", [source.replaced(field.statement, "pass")]
    name = field.statement.targets[0]
    yield f"renamed the_{field.name}", [source.replaced(name, f"the_{field.name}")]
    behind = source.end(field.statement)
    yield "a comma behind it", [Edit(behind, behind, ",")]
    yield "a colon for =", [Edit(source.end(name), source.start(field.call), ": ")]


def _other_side(file: ModelFile, field: Field) -> Found:
    """The same link, declared in the class at its other end, with both names kept."""
    target = file.target(field)
    if target is None or target is field.owner:
        return
    related = field.constant("related_name")
    name = related if isinstance(related, str) and related.isidentifier() else field.owner.name.casefold()
    options = [
        field.arguments.text(argument)
        for argument in field.arguments.all
        if argument is not field.to and getattr(argument, "arg", "") not in {"to", "related_name"}
    ]
    text = ", ".join([f'"{field.owner.name}"', *options, f'related_name="{field.name}"'])
    moved = in_class(file.source, target, f"{name} = {field.prefix}{field.kind}({text})")
    yield f"moved to {target.name}.{name}", [file.source.replaced(field.statement, "pass"), moved]


def in_class(source: Source, model: ast.ClassDef, text: str) -> Edit:
    """Puts a statement into a class: before its first one that is no docstring."""
    for statement in model.body:
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            place = source.start(statement)
            return Edit(place, place, f"{text}\n{source.indent(statement)}")
    place = source.end(model)
    return Edit(place, place, f"\n{source.indent(model.body[-1])}{text}")
