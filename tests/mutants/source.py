"""A Python file whose syntax tree knows where each node stands, so that one span can be replaced by another text."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.intake.solutions import BEGIN, END


@dataclass(frozen=True, slots=True)
class Edit:
    """The bytes from ``start`` to ``end`` become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One mutation: where it is made ("Women.husband"), what it does ("blank dropped"), and its edits."""

    place: str
    what: str
    edits: tuple[Edit, ...]

    @property
    def name(self) -> str:
        return f"{self.place}: {self.what}"


class Source:
    """A parsed file. Offsets are bytes of its UTF-8 form, as the columns of ``ast`` are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._bytes = text.encode()
        lines = self._bytes.split(b"\n")  # as Python counts them: splitlines() would split at a form feed too
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._asked = list(_regions(lines, self._starts))

    def start(self, node: ast.AST) -> int:
        """Where a node begins; a decorated one at its first decorator's ``@``."""
        decorators = getattr(node, "decorator_list", [])
        if decorators:
            return self._bytes.rindex(b"@", 0, self.start(decorators[0]))
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.AST) -> int:
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.AST) -> str:
        """The text of a node, as it stands."""
        return self._bytes[self.start(node) : self.end(node)].decode()

    def short(self, node: ast.AST) -> str:
        """The text of a node on one line, for a name."""
        return " ".join(self.of(node).split())

    def find(self, text: str, start: int) -> int:
        return self._bytes.index(text.encode(), start)

    def between(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode()

    def indent(self, node: ast.stmt) -> str:
        return " " * (node.col_offset)

    def replaced(self, node: ast.AST, text: str) -> Edit:
        return Edit(self.start(node), self.end(node), text)

    def asked(self, node: ast.AST) -> bool:
        """Whether students write it: some of it stands between solution marks, or the file has no marks."""
        start, end = self.start(node), self.end(node)
        return not self._asked or any(start < last and first < end for first, last in self._asked)

    def asked_whole(self, node: ast.AST) -> bool:
        """Whether students write all of it."""
        start, end = self.start(node), self.end(node)
        return not self._asked or any(first <= start and end <= last for first, last in self._asked)

    def with_edits(self, edits: Iterable[Edit]) -> str:
        """The text after the edits, which must not overlap."""
        result, done = b"", 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < done:
                raise ValueError(f"edits overlap at byte {edit.start}")
            result += self._bytes[done : edit.start] + edit.text.encode()
            done = edit.end
        return (result + self._bytes[done:]).decode()


def _regions(lines: list[bytes], starts: list[int]) -> Iterator[tuple[int, int]]:
    begun = None
    for line, start in zip(lines, starts, strict=False):
        if line.strip() == BEGIN.encode():
            begun = start
        elif line.strip() == END.encode() and begun is not None:
            yield begun, start
            begun = None


class Arguments:
    """The arguments of a call as they stand, and the edits that take one out or add one."""

    def __init__(self, source: Source, call: ast.Call) -> None:
        self._source, self._call = source, call
        self.all = sorted([*call.args, *call.keywords], key=source.start)

    def keyword(self, name: str) -> ast.keyword | None:
        return next((keyword for keyword in self._call.keywords if keyword.arg == name), None)

    def text(self, argument: ast.AST) -> str:
        return self._source.of(argument)

    def without(self, argument: ast.AST) -> Edit:
        """Takes one argument out, with the comma behind it, or before it if it is the last."""
        index = self.all.index(argument)
        source = self._source
        if index + 1 < len(self.all):
            return Edit(source.start(argument), source.start(self.all[index + 1]), "")
        if index > 0:
            return Edit(source.end(self.all[index - 1]), source.end(argument), "")
        return Edit(source.start(argument), source.end(self._call) - 1, "")

    def added(self, text: str) -> Edit:
        """Adds an argument behind the others."""
        if self.all:
            place = self._source.end(self.all[-1])
            return Edit(place, place, f", {text}")
        place = self._source.end(self._call) - 1
        return Edit(place, place, text)

    def rewritten(self, function: str, arguments: Iterable[str]) -> Edit:
        """The whole call anew."""
        return self._source.replaced(self._call, f"{function}({', '.join(arguments)})")
