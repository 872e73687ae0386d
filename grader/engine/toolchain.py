"""What judges: the grader's own version and what it runs on. Another toolchain may reach another verdict."""

from __future__ import annotations

import functools
import hashlib
import subprocess
from pathlib import Path

import grader

from ..core.errors import GraderError
from ..sandbox.interpreter import box_folder

_PACKAGE = Path(grader.__file__).parent
# What can change a verdict. Not `core/policy` and the like: marks are made of verdicts, not the other way round.
_JUDGING = ("diagnosis", "intake", "judge", "sandbox", "core/verdict.py", "core/limits.py", "pipeline.py", "wording.*")
_QUESTION = """
import platform, sqlite3, sys
sys.path.append(sys.argv[1])
import django
print("python", platform.python_version(), "django", django.get_version(), "sqlite", sqlite3.sqlite_version)
"""


@functools.cache
def toolchain() -> str:
    """One line that is equal exactly where verdicts are: version, digest of the judging code, versions in the box.

    Raises ``GraderError`` where the box's environment is missing.
    """
    return f"grader {grader.__version__} {_source_digest()[:16]} {_box_versions()}"


def _source_digest() -> str:
    whole = hashlib.sha256()
    for name in _JUDGING:
        for path in sorted(_PACKAGE.glob(name)):
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.suffix in (".py", ".toml"):
                    whole.update(f"{file.relative_to(_PACKAGE).as_posix()}\0".encode())
                    whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _box_versions() -> str:
    try:
        executable = (box_folder() / "interpreter").read_text(encoding="utf-8").strip()
        answer = subprocess.run(  # noqa: S603 - a path that make setup wrote
            [executable, "-I", "-S", "-B", "-c", _QUESTION, str(box_folder() / "packages")],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise GraderError(f"the box's Python environment in {box_folder()} does not run. Run: make setup") from error
    return answer.stdout.strip()
