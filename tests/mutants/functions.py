"""Mutations of one function: its statements. What is within a statement is the business of ``expressions``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from .expressions import Scope, expression_changes
from .source import Change, Edit, Source

_EFFECTS = (ast.Expr, ast.AugAssign, ast.Delete, ast.Raise)
_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.Delete)
_RIGHT_IN_DJANGO = "django.core.exceptions"

Found = Iterator[tuple[str, Iterable[Edit]]]


def function_changes(source: Source, function: ast.FunctionDef) -> Iterator[Change]:
    """Everything that one small slip can make of a function."""
    scope = Scope.of(source, function)
    for what, edits in _all(scope, function):
        yield Change(function.name, what, tuple(edits))


def _all(scope: Scope, function: ast.FunctionDef) -> Found:
    yield from _body(scope.source, function)
    yield from _decorators(scope.source, function)
    for node in ast.walk(function):
        for kind, mutate in _BY_KIND.items():
            if isinstance(node, kind):
                yield from mutate(scope, node)
        for block in ("body", "orelse", "finalbody"):
            statements = getattr(node, block, None)
            if isinstance(statements, list):
                yield from _order(scope.source, statements)
    yield from expression_changes(scope, function)


def _body(source: Source, function: ast.FunctionDef) -> Found:
    first = function.body[0]
    if _is_docstring(first) and len(function.body) > 1:
        first = function.body[1]  # behind the docstring
    yield "body deleted", [Edit(source.start(first), source.end(function.body[-1]), "return None")]


def _decorators(source: Source, function: ast.FunctionDef) -> Found:
    starts = [source.start(function)]
    starts += [source.find("@", source.end(decorator)) for decorator in function.decorator_list[:-1]]
    for decorator, start in zip(function.decorator_list, starts, strict=False):
        behind = source.find("\n", source.end(decorator)) + 1
        yield f"@{source.short(decorator)} dropped", [Edit(start, behind, "")]


def _effect(scope: Scope, node: ast.stmt) -> Found:
    if not _is_docstring(node):
        yield f"{scope.source.short(node)} dropped", [scope.source.replaced(node, "pass")]


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _assignment(scope: Scope, node: ast.Assign) -> Found:
    source, shown = scope.source, scope.source.short(node)
    match node:
        case ast.Assign(targets=[ast.Attribute()]):
            yield f"{shown} dropped", [source.replaced(node, "pass")]
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Attribute(), *_] as targets)], value=ast.Tuple(elts=values)):
            yield f"{shown} dropped", [source.replaced(node, "pass")]
            for target, value in zip(targets, values, strict=False):
                single = f"{source.of(target)} = {source.of(value)}"
                yield f"{shown} -> {single}", [source.replaced(node, single)]
    match node:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=attribute)], value=value):
            other = value.id if isinstance(value, ast.Name) else attribute
            if other in scope.names and other != owner:
                new = "None" if isinstance(value, ast.Constant) else owner
                swapped = f"{other}.{owner} = {new}"
                yield f"{shown} -> {swapped}", [source.replaced(node, swapped)]
            if isinstance(value, ast.Name) and value.id in scope.names:
                by_key = f"{owner}.{attribute}_id = {value.id}.pk"
                yield f"{shown} -> {by_key}", [source.replaced(node, by_key)]


def _return(scope: Scope, node: ast.Return) -> Found:
    source, shown = scope.source, scope.source.short(node)
    if node.value is None:
        return
    if isinstance(node.value, ast.Constant) and node.value.value is None:
        yield f"{shown} -> raise", [source.replaced(node, "raise")] if scope.handled(node) else []
        return
    yield f"{shown} dropped", [source.replaced(node, "pass")]
    yield f"{shown} -> return None", [source.replaced(node, "return None")]
    if any(isinstance(part, ast.Call) for part in ast.walk(node)):
        yield f"{shown} without return", [Edit(source.start(node), source.start(node.value), "")]


def _with(scope: Scope, node: ast.With) -> Found:
    source = scope.source
    last = node.items[-1].optional_vars or node.items[-1].context_expr
    colon = source.find(":", source.end(last))
    header = " ".join(source.between(source.start(node), colon).split())
    yield f"{header} dropped", [Edit(source.start(node), colon, "if True")]


def _condition(scope: Scope, node: ast.If) -> Found:
    source = scope.source
    shown = source.short(node.test)
    yield f"if {shown} -> not", [source.replaced(node.test, f"not ({source.of(node.test)})")]
    for constant in ("True", "False"):
        yield f"if {shown} -> {constant}", [source.replaced(node.test, constant)]


def _handler(scope: Scope, node: ast.ExceptHandler) -> Found:
    source, now = scope.source, node.type
    if now is None:
        return
    shown = source.short(now)
    if isinstance(now, ast.Attribute) and now.attr == "DoesNotExist":
        for model in scope.models:
            other = f"{model}.DoesNotExist"
            if other != shown:
                yield f"except {shown} -> {other}", [source.replaced(now, other)]
    if not shown.endswith("ObjectDoesNotExist"):
        wider = f'__import__("{_RIGHT_IN_DJANGO}", fromlist=["*"]).ObjectDoesNotExist'
        yield f"except {shown} -> ObjectDoesNotExist", [source.replaced(now, wider)]
    yield f"except {shown} -> ValueError", [source.replaced(now, "ValueError")]
    yield f"except {shown}: raised again", [source.replaced(node.body[0], "raise")]


def _order(source: Source, statements: list[ast.stmt]) -> Found:
    """Two neighbours the other way round."""
    for first, second in pairwise(statements):
        if isinstance(first, _SIMPLE) and isinstance(second, _SIMPLE) and not _is_docstring(first):
            between = source.between(source.end(first), source.start(second))
            text = f"{source.of(second)}{between}{source.of(first)}"
            what = f"{source.short(second)} before {source.short(first)}"
            yield what, [Edit(source.start(first), source.end(second), text)]


_BY_KIND: dict[type | tuple[type, ...], Callable[[Scope, ast.AST], Found]] = {
    _EFFECTS: _effect,
    ast.Assign: _assignment,
    ast.Return: _return,
    ast.With: _with,
    ast.If: _condition,
    ast.ExceptHandler: _handler,
}
