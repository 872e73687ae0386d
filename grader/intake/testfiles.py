"""The test files of an assignment, read as syntax and never imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import AssignmentError
from .tables import nearest

FIXTURES = frozenset({
    "models", "services", "model", "make", "database", "accessor", "queries", "system_checks", "fake",
})  # fmt: skip

# module -> the names that may be taken from it; None: all
_IMPORTS: dict[str, frozenset[str] | None] = {
    "pytest": None,
    "django.core.exceptions": None,
    "django.db": frozenset({"IntegrityError", "DatabaseError"}),
    "django.db.models": frozenset({"ProtectedError", "RestrictedError"}),
}


@dataclass(frozen=True, slots=True)
class CheckTest:
    """One test function. ``id`` is its name without ``test_``, ``where`` is ``file:line``."""

    id: str
    file: str  # "test_public.py"
    where: str


def read_tests(path: Path) -> list[CheckTest]:
    """The tests of one file in their order; ``AssignmentError`` with file and line for what may not be."""
    try:
        tree = ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise AssignmentError(f"{path}:{line}", None, f"is not Python: {error}") from error
    for node in ast.walk(tree):
        _check_import(path, node)
        _check_identity(path, node)
    return [_test(path, function) for function in _functions(path, tree) if function.name.startswith("test_")]


def _error(path: Path, node: ast.AST, problem: str, key: str | None = None) -> AssignmentError:
    return AssignmentError(f"{path}:{getattr(node, 'lineno', 1)}", key, problem)


def _check_import(path: Path, node: ast.AST) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name != "pytest" or alias.asname:
                raise _error(path, node, f"may not import {alias.name}{_instead(alias.name)}")
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        allowed = _IMPORTS.get(module, frozenset())
        for alias in node.names:
            if alias.name == "*" or (allowed is not None and alias.name not in allowed):
                raise _error(path, node, f"may not import {alias.name} from {module}{_instead(module)}")


def _instead(module: str) -> str:
    if module == "pytest":
        return ' under another name; write "import pytest"'
    names = _IMPORTS.get(module) or ()
    if names:
        return f"; from {module} only {', '.join(sorted(names))}"
    return f"; a test imports nothing but {', '.join(sorted(_IMPORTS))}: fixtures give the rest"


def _check_identity(path: Path, node: ast.AST) -> None:
    """``is`` compares the judge's proxies and not the student's objects, so it must not decide anything."""
    if not isinstance(node, ast.Compare):
        return
    operands = [node.left, *node.comparators]
    for at, operator in enumerate(node.ops):
        constant = any(_is_singleton(operand) for operand in operands[at : at + 2])
        if isinstance(operator, ast.Is | ast.IsNot) and not constant:
            raise _error(path, node, '"is" may be used with None, True and False only; write ==')


def _is_singleton(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))


def _functions(path: Path, tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            if not node.name.startswith(("test_", "_")):
                raise _error(path, node, "a function here is a test_... or a helper _...", node.name)
            if node.name.startswith("_") and node.decorator_list:
                raise _error(path, node, "a helper has no decorators; fixtures are the grader's", node.name)
            yield node
        elif not _is_constant_or_import(node):
            raise _error(path, node, "only imports, constants, test functions and helpers may stand here")


def _is_constant_or_import(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # the docstring
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    # pytestmark would change how all tests are run, unseen by the checks below
    return all(isinstance(target, ast.Name) and target.id != "pytestmark" for target in targets)


def _test(path: Path, function: ast.FunctionDef) -> CheckTest:
    parameters: set[str] = set()
    for decorator in function.decorator_list:
        parameters |= _parametrized(path, decorator, function.name)
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        raise _error(path, function, "takes fixtures by name only", function.name)
    with_default = arguments.args[len(arguments.args) - len(arguments.defaults) :]
    keyword_only = [
        argument
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    ]
    required = [argument for argument in arguments.args if argument not in with_default] + keyword_only
    known = FIXTURES | parameters
    for argument in required:
        if argument.arg not in known:
            raise _error(path, argument, f'no fixture "{argument.arg}"{nearest(argument.arg, known)}', function.name)
    return CheckTest(function.name.removeprefix("test_"), path.name, f"{path}:{function.lineno}")


def _parametrized(path: Path, decorator: ast.expr, test: str) -> set[str]:
    """The names that ``@pytest.mark.parametrize`` gives; no other decorator may stand on a test."""
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != "pytest.mark.parametrize":
        raise _error(path, decorator, "the only decorator of a test is pytest.mark.parametrize", test)
    first = [word.value for word in decorator.keywords if word.arg == "argnames"] + decorator.args[:1]
    try:
        names = ast.literal_eval(first[0])
        return {name.strip() for name in (names.split(",") if isinstance(names, str) else names)}
    except (IndexError, ValueError, TypeError, AttributeError):
        raise _error(path, decorator, "parametrize must name its arguments in plain texts", test) from None
