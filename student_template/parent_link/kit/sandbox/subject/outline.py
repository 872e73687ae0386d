"""What stands in a student's source, as flat data with line numbers: the raw material of diagnoses.

Runs in the witness, which holds no student code: the source is parsed there and never run. A file that cannot be
parsed, or is too much for the parser, only has no entries.
"""

from __future__ import annotations

import ast
import codecs
import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

_LONGEST = 200  # characters of one text
_MOST = 2000  # entries of all files together
_MOST_JSON = 80_000  # characters of all entries together, below what one message may hold
_MOST_PARTS = 20  # arguments, bases, decorators of one entry
_MOST_BYTES = 100_000  # of all files together
_MOST_NODES = 20_000  # of all files' syntax trees together
_MOST_NODES_OF_A_TEXT = 200  # what is larger is not written out: nobody compares it with anything
_MOST_NODES_OF_TEXTS = 40_000  # written out for all entries together: a part of a chain is so for each call around it
_BLANK = b" \t\r\n\f\v\0\x1a"  # a null byte and an end-of-file sign are what a broken disk or upload leaves
_EMPTY = (b"", b"#")  # how a line begins that holds nothing
_MAKING = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Call)

Entry = dict[str, Any]


def outline(files: dict[str, bytes]) -> str:
    """JSON of ``{"files": [...], "unparsed": [...], "entries": [...]}``; each entry names its kind, file and line."""
    found: dict[str, list[Entry]] = {"files": [], "unparsed": [], "entries": []}
    bytes_left, reader = _MOST_BYTES, _Reader()
    for place, content in sorted(files.items()):
        if len(content) > bytes_left or not place.endswith(".py"):
            continue
        bytes_left -= len(content)
        lines = _lines(place, content)
        found["files"].append(lines)
        try:
            lines["making"] = reader.read(place, content)
        except SyntaxError as error:
            found["unparsed"].append(_unparsed(place, error))
        except (ValueError, RecursionError, MemoryError):
            continue  # a null byte, or nested as no student nests
    found["entries"] = list(_affordable(reader.entries))
    return json.dumps(found)


def _affordable(entries: list[Entry]) -> Iterator[Entry]:
    left = _MOST_JSON
    for entry in entries:
        left -= len(json.dumps(entry))
        if left < 0:
            return
        yield entry


def _lines(place: str, content: bytes) -> Entry:
    """Of how many lines a file is, how many begin with a tab and how many with a space, and the first of each.

    ``filled`` are the lines that hold more than blanks and comments, ``making`` the classes, functions and calls;
    None where the file was not parsed.
    """
    first: dict[bytes, int] = {}
    count = {b"\t": 0, b" ": 0}
    filled = 0
    for number, line in enumerate(content.removeprefix(codecs.BOM_UTF8).splitlines(), start=1):
        filled += line.strip(_BLANK)[:1] not in _EMPTY
        if line[:1] in count and line.strip():
            count[line[:1]] += 1
            first.setdefault(line[:1], number)
    return {
        "file": place,
        "filled": filled,
        "making": None,
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


class _Reader(ast.NodeVisitor):
    """Collects entries. ``in`` of each is the dotted name of the classes and functions around it."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._place = ""
        self._around: list[str] = []
        self._nodes_left = _MOST_NODES
        self._texts_left = _MOST_NODES_OF_TEXTS

    def read(self, place: str, content: bytes) -> int | None:
        """Adds the entries of a file, all or none; answers how many of its nodes make or call something."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape is no business of ours
            tree = ast.parse(content)
        nodes = list(islice(ast.walk(tree), self._nodes_left + 1))
        if len(nodes) > self._nodes_left:
            return None
        self._nodes_left -= len(nodes)
        self._place, self._around, before = place, [], len(self.entries)
        try:
            self.visit(tree)
        except BaseException:
            del self.entries[before:]
            raise
        return sum(isinstance(node, _MAKING) for node in nodes)

    def _text(self, node: ast.AST | None) -> str:
        if node is None or self._texts_left < 0:
            return ""
        size = sum(1 for _ in islice(ast.walk(node), _MOST_NODES_OF_A_TEXT + 1))
        self._texts_left -= size
        if size > _MOST_NODES_OF_A_TEXT or self._texts_left < 0:
            return ""
        return _cut(ast.unparse(node))

    def _called(self, node: ast.AST | None) -> Entry | None:
        """A call's name and arguments as text; None for anything else."""
        if not isinstance(node, ast.Call):
            return None
        keywords = {_cut(word.arg or "**"): self._text(word.value) for word in node.keywords[:_MOST_PARTS]}
        args = [self._text(argument) for argument in node.args[:_MOST_PARTS]]
        return {"name": self._text(node.func), "args": args, "keywords": keywords}

    def _note(self, kind: str, node: Any, **facts: Any) -> None:
        if len(self.entries) < _MOST:
            around = _cut(".".join(self._around))
            line = getattr(node, "lineno", None)
            self.entries.append({"kind": kind, "file": self._place, "line": line, "in": around, **facts})

    @contextmanager
    def _inside(self, name: str) -> Iterator[None]:
        self._around.append(_cut(name))
        yield
        self._around.pop()

    # -- definitions ---------------------------------------------------------------------------------------

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._note("class", node, name=_cut(node.name), bases=[self._text(base) for base in node.bases[:_MOST_PARTS]])
        with self._inside(node.name):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        every = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
        arguments = [_cut(argument.arg) for argument in every[:_MOST_PARTS]]
        decorators = [self._text(decorator) for decorator in node.decorator_list[:_MOST_PARTS]]
        self._note("function", node, name=_cut(node.name), args=arguments, decorators=decorators)
        with self._inside(node.name):
            self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            known_as = _cut(name.asname or name.name.partition(".")[0])
            self._note("import", node, module=_cut(name.name), name="", known_as=known_as)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = _cut("." * node.level + (node.module or ""))
        for name in node.names:
            self._note("import", node, module=module, name=_cut(name.name), known_as=_cut(name.asname or name.name))

    # -- statements ----------------------------------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        comma = isinstance(node.value, ast.Tuple) and len(node.value.elts) == 1
        value = node.value.elts[0] if isinstance(node.value, ast.Tuple) and comma else node.value
        for target in node.targets:
            facts = {
                "target": self._text(target),
                "text": self._text(node.value),
                "call": self._called(value),
                "comma": comma,
            }
            self._note("assign", node, **facts)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        kind, value = ("assign", node.value) if node.value is not None else ("annotation", node.annotation)
        facts = {
            "target": self._text(node.target),
            "text": self._text(value),
            "call": self._called(value),
            "comma": False,
        }
        self._note(kind, node, **facts)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self._note("call", node, call=self._called(node))
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        self._note("except", node, names=[self._text(name) for name in names[:_MOST_PARTS]])
        self.generic_visit(node)

    def visit_If(self, node: ast.If | ast.IfExp | ast.While) -> None:
        self._note("if", node, text=self._text(node.test))
        self.generic_visit(node)

    visit_IfExp = visit_While = visit_If  # noqa: N815

    def visit_Return(self, node: ast.Return) -> None:
        self._note("return", node, text=self._text(node.value))
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
        self._note("for", node.iter, target=self._text(node.target), text=self._text(node.iter))
        self.generic_visit(node)

    visit_AsyncFor = visit_comprehension = visit_For  # noqa: N815

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items[:_MOST_PARTS]:
            self._note("with", node, text=self._text(item.context_expr), end=node.end_lineno)
        self.generic_visit(node)

    visit_AsyncWith = visit_With  # noqa: N815
