"""What stands in a student's source, as flat data with line numbers: the raw material of diagnoses.

Runs in the witness, which holds no student code: the source is parsed there and never run. A file that cannot be
parsed, or is too much for the parser, only has no entries.
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LONGEST = 200  # characters of one text
_MOST = 2000  # entries of all files together
_MOST_JSON = 80_000  # characters of all entries together, below what one message may hold
_MOST_PARTS = 20  # arguments, bases, decorators of one entry
_LARGEST_FILE = 100_000  # bytes
_MOST_NODES = 20_000  # of one file's syntax tree

Entry = dict[str, Any]


def outline(files: dict[str, bytes]) -> str:
    """JSON of ``{"indents": [...], "unparsed": [...], "entries": [...]}``; each entry names its kind, file and line."""
    found: dict[str, list[Entry]] = {"indents": [], "unparsed": [], "entries": []}
    for place, content in sorted(files.items()):
        if len(content) > _LARGEST_FILE or not place.endswith(".py"):
            continue
        found["indents"].append(_indents(place, content))
        try:
            found["entries"] += _entries(place, content)
        except SyntaxError as error:
            found["unparsed"].append(_unparsed(place, error))
        except (ValueError, RecursionError, MemoryError):
            continue  # a null byte, or nested as no student nests
    found["entries"] = list(_affordable(found["entries"]))
    return json.dumps(found)


def _affordable(entries: list[Entry]) -> Iterator[Entry]:
    left = _MOST_JSON
    for entry in entries[:_MOST]:
        left -= len(json.dumps(entry))
        if left < 0:
            return
        yield entry


def _entries(place: str, content: bytes) -> list[Entry]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape is no business of ours
        tree = ast.parse(content)
    if sum(1 for _ in ast.walk(tree)) > _MOST_NODES:
        return []
    reader = _Reader(place)
    reader.visit(tree)
    return reader.entries


def _indents(place: str, content: bytes) -> Entry:
    """How many lines begin with a tab and how many with a space, and the first of each."""
    first: dict[bytes, int] = {}
    count = {b"\t": 0, b" ": 0}
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line[:1] in count and line.strip():
            count[line[:1]] += 1
            first.setdefault(line[:1], number)
    return {
        "file": place,
        "tabs": count[b"\t"],
        "spaces": count[b" "],
        "tab_line": first.get(b"\t"),
        "space_line": first.get(b" "),
    }


def _unparsed(place: str, error: SyntaxError) -> Entry:
    return {
        "file": place,
        "line": error.lineno,
        "message": _cut(str(error.msg)),
        "text": _cut((error.text or "").strip()),
    }


def _cut(text: str) -> str:
    return text[:_LONGEST]


def _text(node: ast.AST | None) -> str:
    return "" if node is None else _cut(ast.unparse(node))


def _called(node: ast.AST | None) -> Entry | None:
    """A call's name and arguments as text; None for anything else."""
    if not isinstance(node, ast.Call):
        return None
    keywords = {word.arg or "**": _text(word.value) for word in node.keywords[:_MOST_PARTS]}
    args = [_text(argument) for argument in node.args[:_MOST_PARTS]]
    return {"name": _text(node.func), "args": args, "keywords": keywords}


class _Reader(ast.NodeVisitor):
    """Collects entries. ``in`` of each is the dotted name of the classes and functions around it."""

    def __init__(self, place: str) -> None:
        self.entries: list[Entry] = []
        self._place = place
        self._around: list[str] = []

    def _note(self, kind: str, node: Any, **facts: Any) -> None:
        line = getattr(node, "lineno", None)
        self.entries.append({"kind": kind, "file": self._place, "line": line, "in": ".".join(self._around), **facts})

    @contextmanager
    def _inside(self, name: str) -> Iterator[None]:
        self._around.append(name)
        yield
        self._around.pop()

    # -- definitions ---------------------------------------------------------------------------------------

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._note("class", node, name=node.name, bases=[_text(base) for base in node.bases[:_MOST_PARTS]])
        with self._inside(node.name):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        every = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
        arguments = [argument.arg for argument in every[:_MOST_PARTS]]
        decorators = [_text(decorator) for decorator in node.decorator_list[:_MOST_PARTS]]
        self._note("function", node, name=node.name, args=arguments, decorators=decorators)
        with self._inside(node.name):
            self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            known_as = name.asname or name.name.partition(".")[0]
            self._note("import", node, module=name.name, name="", known_as=known_as)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for name in node.names:
            self._note("import", node, module=module, name=name.name, known_as=name.asname or name.name)

    # -- statements ----------------------------------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        comma = isinstance(node.value, ast.Tuple) and len(node.value.elts) == 1
        value = node.value.elts[0] if isinstance(node.value, ast.Tuple) and comma else node.value
        for target in node.targets:
            facts = {"target": _text(target), "text": _text(node.value), "call": _called(value), "comma": comma}
            self._note("assign", node, **facts)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        kind, value = ("assign", node.value) if node.value is not None else ("annotation", node.annotation)
        facts = {"target": _text(node.target), "text": _text(value), "call": _called(value), "comma": False}
        self._note(kind, node, **facts)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self._note("call", node, call=_called(node))
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        self._note("except", node, names=[_text(name) for name in names[:_MOST_PARTS]])
        self.generic_visit(node)

    def visit_If(self, node: ast.If | ast.IfExp | ast.While) -> None:
        self._note("if", node, text=_text(node.test))
        self.generic_visit(node)

    visit_IfExp = visit_While = visit_If  # noqa: N815

    def visit_Return(self, node: ast.Return) -> None:
        self._note("return", node, text=_text(node.value))
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
        self._note("for", node.iter, target=_text(node.target), text=_text(node.iter))
        self.generic_visit(node)

    visit_AsyncFor = visit_comprehension = visit_For  # noqa: N815

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items[:_MOST_PARTS]:
            self._note("with", node, text=_text(item.context_expr), end=node.end_lineno)
        self.generic_visit(node)

    visit_AsyncWith = visit_With  # noqa: N815
