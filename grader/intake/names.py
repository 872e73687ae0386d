"""Names out of uploads: shown safely, compared safely, and never used as paths."""

from __future__ import annotations

import re
import unicodedata

from . import reasons

MAX_SHOWN = 120
_DEEPEST = 64  # folders within each other; a name of sixty kilobytes may have thirty thousand
_MAX_COMPONENT = 200  # bytes; file systems take 255, and temporary names of ours are a little longer

_JUNK_FOLDERS = frozenset({
    "__MACOSX", "__pycache__", ".git", ".hg", ".svn", ".idea", ".vscode", "node_modules",
    "venv", ".venv", "env", "site-packages", ".tox", ".ipynb_checkpoints",
    ".mypy_cache", ".pytest_cache", ".ruff_cache",
})  # fmt: skip
_JUNK_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def shown(name: str) -> str:
    """A name fit for any report: one line, nothing invisible or reordering, at most MAX_SHOWN characters."""
    if name.isascii() and name.isprintable() and len(name) <= MAX_SHOWN:
        return name  # nearly all of them
    escaped = _escaped(name[: 8 * MAX_SHOWN])
    if len(escaped) <= MAX_SHOWN and len(name) <= 8 * MAX_SHOWN:
        return escaped
    tail = _escaped(name[-24:])[-40:]  # the end of a name says what kind of file it is
    return escaped[: MAX_SHOWN - len(tail) - 3] + "..." + tail


def _escaped(name: str) -> str:
    text = unicodedata.normalize("NFC", name)
    return "".join(_visible(text, at) for at in range(len(text)))


def _visible(text: str, at: int) -> str:
    char = text[at]
    stacked = at > 0 and unicodedata.combining(char) and unicodedata.combining(text[at - 1])
    if char.isprintable() and not stacked:
        return char
    return char.encode("unicode_escape").decode() if not char.isprintable() else f"\\u{ord(char):04x}"


def archive_parts(name: str) -> tuple[str, ...]:
    """The parts of an archive member's name: ``("project", "app", "models.py")``.

    Raises ``SubmissionError`` for a name that would lead out of the archive or has no one meaning. Windows
    tools write ``\\`` between folders, so it counts as ``/`` here. What lies deeper than any project has folders is
    cut off: it is listed so, and never wanted.
    """
    if "\0" in name:
        raise reasons.unsafe_name(shown(name))
    slashed = name.replace("\\", "/")
    if slashed.startswith("/") or re.match(r"[A-Za-z]:", slashed) or "/../" in f"/{slashed}/":
        raise reasons.unsafe_name(shown(name))
    *whole, deeper = slashed.split("/", _DEEPEST)
    return tuple(part for part in (*whole, "..." if "/" in deeper else deeper) if part not in ("", "."))


def key_of(parts: tuple[str, ...]) -> str:
    """Equal for names that some file system or reader takes for the same one."""
    return unicodedata.normalize("NFKC", "/".join(parts)).casefold()


def composed(name: str) -> str:
    """A name in the one spelling by which names are compared: a Mac writes й as two letters, and others as one."""
    return unicodedata.normalize("NFC", name)


def junk_root(parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """The outermost part of a path that belongs to a machine and not to an answer, or None."""
    for at, part in enumerate(parts):
        if part in _JUNK_FOLDERS:
            return parts[: at + 1]
    last = parts[-1] if parts else ""
    return parts if last in _JUNK_FILES or last.startswith("._") else None


def archive_kind(name: str) -> str | None:
    """``"zip"``, ``"tar.gz"`` or None, by the end of the name."""
    lower = name.casefold()
    if lower.endswith(".zip"):
        return "zip"
    return "tar.gz" if lower.endswith((".tar.gz", ".tgz")) else None


def is_notebook(name: str) -> bool:
    """Whether a file's name says that it is a Jupyter notebook."""
    return name.casefold().endswith(".ipynb")


_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def is_safe_component(name: str) -> bool:
    """Whether files for this student or assignment may be written to a folder of that very name."""
    return (
        0 < len(name.encode(errors="surrogatepass")) <= _MAX_COMPONENT
        and name.isprintable()
        and not re.search(r'[/\\:*?"<>|]', name)
        and name[0] not in ".- "
        and name[-1] not in ". "
        and not _RESERVED.fullmatch(name)
    )
