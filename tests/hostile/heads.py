"""What the files of all corpora have in common: their first lines are ``# key: value`` and say how it must end."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent


def head_of(path: Path, needed: Collection[str], known: Collection[str]) -> dict[str, str]:
    """The first lines of a file. ``ValueError`` where one that is needed is missing, or one is not known."""
    head: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"# (\w+): (.+)", line)
        if found is None:
            break
        head[found[1]] = found[2].strip()
    if not set(needed) <= set(head) <= {*needed, *known}:
        raise ValueError(f"{path.parent.name}/{path.stem}: its first lines name {sorted(head)}")
    return head


@dataclass(frozen=True, slots=True)
class Built:
    """An attack that a file of Python makes: what its head says, and the module itself."""

    name: str
    head: dict[str, str]
    module: ModuleType


def built(group: str, needed: Collection[str], known: Collection[str] = ()) -> list[Built]:
    """All attacks of a group, by name."""
    return [_built(path, needed, known) for path in sorted((FOLDER / group).glob("*.py"))]


def _built(path: Path, needed: Collection[str], known: Collection[str]) -> Built:
    head = head_of(path, needed, known)
    spec = importlib.util.spec_from_file_location(f"hostile_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Built(f"{path.parent.name}/{path.stem}", head, module)
