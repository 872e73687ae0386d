"""Mutations within the statements of a function: calls, their arguments, comparisons, names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from .source import Arguments, Edit, Source

_WITHOUT_EFFECT_ON_WHICH_ROWS = ("order_by", "select_related", "prefetch_related", "select_for_update", "distinct")
_RENAMED = {
    "filter": ("all", "exclude"),
    "exclude": ("all", "filter"),
    "first": ("last", "get"),
    "get": ("first", "filter"),
    "get_or_create": ("create",),
    "update_or_create": ("create", "get_or_create"),
    "save_base": ("save",),
    "values_list": ("values",),
}
_WRITES = ("save", "delete", "save_base", "refresh_from_db")
_COMPARED = {ast.Is: "is not", ast.IsNot: "is", ast.Eq: "!=", ast.NotEq: "==", ast.In: "not in", ast.NotIn: "in"}

Found = Iterator[tuple[str, Iterable[Edit]]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a function can name: its parameters and variables, the models that its file imports."""

    source: Source
    parameters: tuple[str, ...]
    names: tuple[str, ...]  # parameters first, then variables in the order in which they are made
    models: tuple[str, ...]
    handlers: tuple[ast.ExceptHandler, ...]

    @classmethod
    def of(cls, source: Source, function: ast.FunctionDef) -> Scope:
        parameters = tuple(argument.arg for argument in (*function.args.args, *function.args.kwonlyargs))
        stored = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and _is_stored(node)]
        imported = [
            alias.asname or alias.name
            for node in source.tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").rsplit(".", 1)[-1] == "models"
            for alias in node.names
        ]
        handlers = tuple(node for node in ast.walk(function) if isinstance(node, ast.ExceptHandler))
        return cls(source, parameters, tuple(dict.fromkeys([*parameters, *stored])), tuple(imported), handlers)

    def handled(self, node: ast.AST) -> bool:
        """Whether a node stands in an ``except`` block."""
        return any(inner is node for handler in self.handlers for inner in ast.walk(handler))


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def expression_changes(scope: Scope, function: ast.FunctionDef) -> Found:
    """What one slip can make of each expression of a function's body."""
    for statement in function.body:
        for node in ast.walk(statement):
            for kind, mutate in _BY_KIND.items():
                if isinstance(node, kind):
                    yield from mutate(scope, node)


# -- calls ---------------------------------------------------------------------------------------------------


def _call(scope: Scope, call: ast.Call) -> Found:
    yield from _method(scope, call)
    arguments = Arguments(scope.source, call)
    for argument in arguments.all:
        shown = f"{_called(scope.source, call)}({scope.source.short(argument)})"
        yield f"{shown}: dropped", [arguments.without(argument)]
        if isinstance(argument, ast.keyword):
            yield from _keyword(scope, argument, shown)
        else:
            yield from _other_value(scope, argument, f"{shown}:")
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "order_by" in shown:
                turned = argument.value[1:] if argument.value.startswith("-") else f"-{argument.value}"
                yield f'{shown}: -> "{turned}"', [scope.source.replaced(argument, f'"{turned}"')]
    yield from _argument_order(scope.source, call)


def _called(source: Source, call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else source.short(call.func)


def _method(scope: Scope, call: ast.Call) -> Found:
    source, function = scope.source, call.func
    if not isinstance(function, ast.Attribute):
        return
    shown, receiver = source.short(call), function.value
    name = Edit(source.end(function) - len(function.attr.encode()), source.end(function), "")
    if function.attr in _WITHOUT_EFFECT_ON_WHICH_ROWS:
        all_rows = "" if isinstance(receiver, ast.Call) else ".all()"
        yield f"{function.attr} dropped", [source.replaced(call, f"{source.of(receiver)}{all_rows}")]
    for other in _RENAMED.get(function.attr, ()):
        if other == "all":
            edits = [source.replaced(call, f"{source.of(receiver)}.all()")]
        elif other == "create" and (defaults := Arguments(source, call).keyword("defaults")):
            edits = [Edit(name.start, name.end, other), Arguments(source, call).without(defaults)]
        else:
            edits = [Edit(name.start, name.end, other)]
        yield f"{shown}: {function.attr} -> {other}", edits
    if function.attr == "create" and isinstance(receiver, ast.Attribute):
        yield f"{shown}: made, not saved", [source.replaced(function, source.of(receiver.value))]
    if function.attr in _WRITES and isinstance(receiver, ast.Name):
        for other in scope.names:
            if other != receiver.id:
                yield f"{shown} -> {other}.{function.attr}", [source.replaced(receiver, other)]


def _keyword(scope: Scope, keyword: ast.keyword, shown: str) -> Found:
    value = keyword.value
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        yield f"{shown}: -> {not value.value}", [scope.source.replaced(value, str(not value.value))]
    elif keyword.arg is not None:
        yield from _other_value(scope, value, f"{shown}:")


def _other_value(scope: Scope, value: ast.expr, shown: str) -> Found:
    """None for an object, an object for None."""
    if isinstance(value, ast.Constant) and value.value is None:
        for name in scope.parameters:
            yield f"{shown} None -> {name}", [scope.source.replaced(value, name)]
    elif isinstance(value, ast.Name) and value.id in scope.names:
        yield f"{shown} {value.id} -> None", [scope.source.replaced(value, "None")]


def _argument_order(source: Source, call: ast.Call) -> Found:
    """Neighbours swapped: two positional arguments, or the values of two keywords. And keywords left out."""
    called = _called(source, call)
    for pair in (*pairwise(call.args), *_values(call)):
        first, second = pair
        what = f"{called}: {source.short(first)} and {source.short(second)} swapped"
        yield what, [source.replaced(first, source.of(second)), source.replaced(second, source.of(first))]
    named = [keyword for keyword in call.keywords if keyword.arg is not None]
    if called in {"create", "create_user"} and named and len(named) == len(call.keywords):
        edits = [source.replaced(keyword, source.of(keyword.value)) for keyword in named]
        yield f"{source.short(call)}: keywords left out", edits


def _values(call: ast.Call) -> Iterator[tuple[ast.expr, ast.expr]]:
    values = [keyword.value for keyword in call.keywords if keyword.arg is not None]
    return pairwise(values)


# -- the rest ------------------------------------------------------------------------------------------------


def _name(scope: Scope, name: ast.Name) -> Found:
    """Another of the given models."""
    if name.id in scope.models and not _is_stored(name):
        for other in scope.models:
            if other != name.id:
                yield f"{name.id} -> {other}", [scope.source.replaced(name, other)]


def _assigned(scope: Scope, statement: ast.Assign | ast.Return) -> Found:
    if statement.value is not None:
        yield from _other_value(scope, statement.value, f"{scope.source.short(statement)}:")


def _tuple(scope: Scope, node: ast.Tuple) -> Found:
    source = scope.source
    if isinstance(node.ctx, ast.Load):
        for first, second in pairwise(node.elts):
            edits = [source.replaced(first, source.of(second)), source.replaced(second, source.of(first))]
            yield f"{source.short(node)}: swapped", edits


def _compare(scope: Scope, node: ast.Compare) -> Found:
    source, other = scope.source, _COMPARED.get(type(node.ops[0]))
    if other and len(node.ops) == 1:
        text = f"{source.of(node.left)} {other} {source.of(node.comparators[0])}"
        yield f"{source.short(node)} -> {other}", [source.replaced(node, text)]


def _if_else(scope: Scope, node: ast.IfExp) -> Found:
    for part in (node.body, node.orelse):
        yield (
            f"{scope.source.short(node)} -> {scope.source.short(part)}",
            [scope.source.replaced(node, scope.source.of(part))],
        )


def _comprehension(scope: Scope, node: ast.ListComp | ast.GeneratorExp) -> Found:
    for generator in node.generators:
        for condition in generator.ifs:
            yield f"if {scope.source.short(condition)} -> True", [scope.source.replaced(condition, "True")]


_BY_KIND: dict[type | tuple[type, ...], Callable[[Scope, ast.AST], Found]] = {
    ast.Call: _call,
    ast.Name: _name,
    (ast.Assign, ast.Return): _assigned,
    ast.Tuple: _tuple,
    ast.Compare: _compare,
    ast.IfExp: _if_else,
    (ast.ListComp, ast.GeneratorExp): _comprehension,
}
