"""What must hold of whatever the grader wrote, wherever it came from."""

from __future__ import annotations

from pathlib import Path
from unicodedata import category


def assert_plain(text: str) -> None:
    """Nothing in it steers a terminal, reorders a line, or cannot be seen."""
    odd = sorted({char for char in set(text) - {"\n", "\t"} if not char.isprintable() and category(char) != "Zs"})
    assert not odd, (odd, text)


def tree(folder: Path) -> dict[str, bytes]:
    """What stands in each file below a folder, by path; links are not followed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
