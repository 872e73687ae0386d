"""Which of the grader's own files a student's tests need: the workbench and everything that it imports.

Found by reading, not by importing: what is meant for a student's machine has no business in this process.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

PACKAGE = Path(__file__).resolve().parents[1]

_DATA_FILE = re.compile(rb'with_(?:name|suffix)\("([a-z_]*\.toml)"\)')
_ROOTS = ("workbench/plugin.py", "workbench/settings.py", "workbench/management/commands/playground.py")


def kit_files(package: Path = PACKAGE) -> dict[str, bytes]:
    """Path within the package -> content, in order; data files that belong to a module come with it."""
    found: dict[str, bytes] = {}
    waiting = [PurePosixPath(root) for root in _ROOTS]
    while waiting:
        module = waiting.pop()
        if module.as_posix() in found or module == PurePosixPath("__init__.py"):
            continue
        source = (package / module).read_bytes()
        found[module.as_posix()] = source
        for name in _DATA_FILE.findall(source):
            data = module.with_suffix(".toml") if name == b".toml" else module.with_name(name.decode())
            found[data.as_posix()] = (package / data).read_bytes()
        waiting += [parent / "__init__.py" for parent in module.parents]
        waiting += _imported(package, module, source)
    return dict(sorted(found.items()))


def _imported(package: Path, module: PurePosixPath, source: bytes) -> Iterator[PurePosixPath]:
    """The modules of the package that a module names in its imports, wherever they stand in it."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = module.parents[node.level - 1]
        base = base.joinpath(*node.module.split(".")) if node.module else base
        for place in (base, *(base / name.name for name in node.names)):
            for candidate in (place.with_name(f"{place.name}.py") if place.name else None, place / "__init__.py"):
                if candidate is not None and (package / candidate).is_file():
                    yield candidate
