"""The files of one assignment, turned into those of another: a new slug, and other names."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..core.assignment import Assignment, CheckSpec
from ..core.limits import LIMIT_NAMES
from .answers import KINDS
from .app_label import relabelled
from .renaming import Pair, Renaming, names_in
from .terms import UsageProblem, near, tell

Files = dict[str, bytes]  # by path below the folder

# A key of a TOML file is no name of the assignment's, whatever a model's field is called.
KEYS = frozenset(
    {"id", "slug", "app", "submit", "title", "limits", "task", "check", *LIMIT_NAMES, *KINDS}
    | {field.name for field in dataclasses.fields(CheckSpec)}
)
_KEY = re.compile(rf"^\s*(?:{'|'.join(sorted(KEYS))})\s*=")


class Variant:
    """What becomes of each file of ``source``. ``folders`` are its own and that of its answers, with their files.

    Raises ``UsageProblem`` for old names that are nowhere and new ones that are taken.
    """

    def __init__(
        self, source: Assignment, slug: str, renaming: Renaming, folders: Sequence[tuple[Path, Mapping[str, bytes]]]
    ) -> None:
        self._source, self._slug, self._renaming = source, slug, renaming
        contents = [content for _, files in folders for content in files.values()]
        self._models = {name for content in contents for name in _classes(content)}
        # What is handed in is called as it is, and so is a package in its place.
        self._fixed = {*source.submit, *(name.removesuffix(".py") for name in source.submit)}
        _refuse_impossible(renaming, [name for folder, files in folders for name in _names(folder, files)])

    def files(self, files: Mapping[str, bytes]) -> Files:
        """All of them under their new names. ``UsageProblem`` where two would have the same one."""
        made: Files = {}
        for path, content in files.items():
            name = "/".join(map(self._part, path.split("/")))
            if name in made:
                raise UsageProblem(f"--rename would give two files the name {name}.")
            made[name] = self._content(path, content)
        return made

    def _part(self, part: str) -> str:
        """The names of folders and files too, since one file imports another."""
        return part if part in self._fixed or part.endswith(".toml") else self._renaming.text(part)

    def _content(self, path: str, content: bytes) -> bytes:
        text, encoding = _decoded(content)
        for label in {self._source.app, self._source.slug}:
            text = relabelled(text, label, self._slug, self._models)
        if path.endswith(".toml"):
            text = "".join(map(self._toml_line, text.splitlines(keepends=True)))
        else:
            text = self._renaming.text(text)
        return text.encode(encoding)

    def _toml_line(self, line: str) -> str:
        key = _KEY.match(line)
        start = key.end() if key else 0
        return line[:start] + self._renaming.text(line[start:])


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and how to write it again: identifiers are ASCII, so that the rest may be anything."""
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"  # which knows every byte


def _classes(content: bytes) -> list[str]:
    return [name.lower() for name in re.findall(r"^\s*class (\w+)", _decoded(content)[0], re.MULTILINE)]


def _names(folder: Path, files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(name, file:line) of what is a name in the Python files."""
    for path, content in files.items():
        if path.endswith(".py"):
            for name, line in names_in(_decoded(content)[0]):
                yield name, f"{folder / path}:{line}"


def _refuse_impossible(renaming: Renaming, found: Sequence[tuple[str, str]]) -> None:
    names = {name for name, _ in found}
    for pair in renaming.unused(names):
        known = {name for name in names if len(name) > 1 and not name.startswith("_")}
        raise UsageProblem(f"--rename {_said(pair)}: there is no {pair.old} to rename{near(pair.old, known)}")
    for name, where in found:
        if taken := renaming.clash(name):
            raise UsageProblem(f"--rename {_said(taken)}: {name} is there already, in {where}. Take another name.")
    for new, olds in renaming.merged().items():
        tell(f"note: {' and '.join(olds)} are both called {new} now; grader verify shows which answers that changes.")


def _said(pair: Pair) -> str:
    return f"{pair.old}={pair.new}"
