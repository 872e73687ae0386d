"""What a file of models declares, as far as mutating it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .source import Arguments, Source

RELATIONS = ("OneToOneField", "ForeignKey", "ManyToManyField")
_USER = ("AUTH_USER_MODEL", "get_user_model")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a model: ``name = models.SomeField(...)``."""

    owner: ast.ClassDef
    statement: ast.Assign
    name: str
    call: ast.Call
    kind: str  # "OneToOneField"
    prefix: str  # "models.", or nothing where the class was imported by its name
    arguments: Arguments

    @property
    def place(self) -> str:
        return f"{self.owner.name}.{self.name}"

    @property
    def is_relation(self) -> bool:
        return self.kind in RELATIONS

    @property
    def to(self) -> ast.expr | None:
        """The node that says what a relation links to."""
        return self._argument("to", 0)

    @property
    def on_delete(self) -> ast.expr | None:
        return self._argument("on_delete", 1)

    def _argument(self, name: str, position: int) -> ast.expr | None:
        keyword = self.arguments.keyword(name)
        if keyword is not None:
            return keyword.value
        return self.call.args[position] if len(self.call.args) > position else None

    def constant(self, name: str) -> object:
        """The value of a keyword that is written out; None where it is missing or no constant."""
        keyword = self.arguments.keyword(name)
        return keyword.value.value if keyword and isinstance(keyword.value, ast.Constant) else None


class ModelFile:
    """A source file, seen as models and their fields."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.models = {node.name: node for node in source.tree.body if isinstance(node, ast.ClassDef) and node.bases}

    def fields(self, model: ast.ClassDef) -> Iterator[Field]:
        for statement in model.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                    kind, prefix = _called(self.source, call)
                    if kind in RELATIONS or kind.endswith("Field"):
                        yield Field(model, statement, name, call, kind, prefix, Arguments(self.source, call))

    def target(self, field: Field) -> ast.ClassDef | None:
        """The model of this file that a relation links to, however it is spelt."""
        match field.to:
            case ast.Constant(value=str(name)) | ast.Name(id=name):
                plain = name.rsplit(".", 1)[-1].casefold()
                return next((model for model in self.models.values() if model.name.casefold() == plain), None)
        return None

    def is_user(self, field: Field) -> bool:
        """Whether a relation links to the project's user model."""
        return field.to is not None and any(word in self.source.of(field.to) for word in _USER)

    def linked_to(self) -> set[str]:
        """The models that some relation written by students links to."""
        asked = [
            field
            for model in self.models.values()
            for field in self.fields(model)
            if field.is_relation and self.source.asked(field.statement)
        ]
        return {target.name for field in asked if (target := self.target(field)) is not None}


def _called(source: Source, call: ast.Call) -> tuple[str, str]:
    match call.func:
        case ast.Attribute(value=value, attr=name):
            return name, f"{source.of(value)}."
        case ast.Name(id=name):
            return name, ""
    return "", ""
