"""What is in the student's folder and will not be there when the work is graded cannot be imported here either."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Self

from .kit import Kit

_GIVEN = {"accounts", "kit"}  # folders of the project that a program may import from, beside its own app


class Absent:
    """While it is entered, Python finds of the project ``home`` only what is graded. ``names``: what was sought."""

    def __init__(self, home: Path, kit: Kit) -> None:
        self._home, self._app = home, kit.app
        self._known = {file.split("/")[0].removesuffix(".py") for file in kit.files}
        self.names: list[str] = []

    def __enter__(self) -> Self:
        sys.meta_path.insert(0, self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        sys.meta_path.remove(self)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002
        """Python's question for a module. None: whoever else knows it may answer."""
        if self._is_absent(name):
            if name not in self.names:
                self.names.append(name)
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

    def _is_absent(self, name: str) -> bool:
        top, _, rest = name.partition(".")
        if top == self._app:
            first = rest.split(".")[0]
            return bool(first) and first not in self._known and self._lies_in(self._home / top, first)
        return top not in _GIVEN and self._lies_in(self._home, top)

    @staticmethod
    def _lies_in(folder: Path, name: str) -> bool:
        return (folder / f"{name}.py").is_file() or (folder / name).is_dir()
