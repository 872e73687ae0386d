"""Which Python runs in the box, and which parts of the host have to be seen there for it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import GraderError

_ROOT = Path(__file__).parents[2]
_HOME = "/python"  # where an interpreter stands in the box that is not the distribution's own

_QUESTION = """
import json, os, platform, sys, sysconfig
print(json.dumps({
    "prefix": os.path.realpath(sys.base_prefix),
    "executable": os.path.realpath(sys.executable),
    "stdlib": os.path.realpath(sysconfig.get_path("stdlib")),
    "multiarch": sysconfig.get_config_var("MULTIARCH") or "",
    "version": platform.python_version(),
}))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """``binds``: (path on the host, path in the box). ``links``: (target, link) as bubblewrap makes them.

    Of a prefix of its own only the executable, the standard library and its shared library are bound.
    """

    executable: str  # in the box
    binds: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    library_path: str
    version: str
    hidden: tuple[str, ...] = ()  # folders that lie in what is bound, and are nobody's business in the box
    prefix: str = ""  # of an interpreter that is not the distribution's own

    def on_host(self, path: str) -> str:
        """Where that path of the box lies outside it."""
        return self.prefix + path.removeprefix(_HOME) if self.prefix and path.startswith(_HOME) else path


def box_folder() -> Path:
    """Where ``make setup`` keeps the box's own packages. ``GRADER_BOX`` names another place."""
    return Path(os.environ.get("GRADER_BOX", _ROOT / ".box"))


def find_interpreter() -> Interpreter:
    """The interpreter that ``make setup`` chose. Raises ``GraderError`` where there is none."""
    note = box_folder() / "interpreter"
    if not note.is_file() or not (box_folder() / "packages" / "django").is_dir():
        raise GraderError(f"the box's Python environment is missing in {box_folder()}. Run: make setup")
    executable = note.read_text(encoding="utf-8").strip()
    answer = subprocess.run(  # noqa: S603 - a path that make setup wrote
        [executable, "-I", "-S", "-c", _QUESTION], capture_output=True, text=True, check=False, timeout=30
    )
    if answer.returncode:
        raise GraderError(f"{executable} does not run: {answer.stderr.strip()}. Run: make setup")
    facts = json.loads(answer.stdout)
    libraries, links = _system_libraries(facts["multiarch"])
    if facts["prefix"] == "/usr":
        own = [facts["executable"], facts["stdlib"]]
        binds = tuple((path, path) for path in own)
        return Interpreter(facts["executable"], binds + libraries, links, "", facts["version"])
    prefix = facts["prefix"]
    own = [facts["executable"], facts["stdlib"], *sorted(str(path) for path in Path(prefix, "lib").glob("libpython*"))]
    binds = tuple((path, _HOME + path.removeprefix(prefix)) for path in own)
    hidden = (_HOME + facts["stdlib"].removeprefix(prefix) + "/site-packages",)
    return Interpreter(binds[0][1], binds + libraries, links, f"{_HOME}/lib", facts["version"], hidden, prefix)


def _system_libraries(multiarch: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """The shared libraries and the loader, at their own places."""
    binds: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    for name in ("/lib", "/lib64"):
        if os.path.islink(name):
            links.append((os.readlink(name), name))
        elif os.path.isdir(name):
            binds.append((name, name))
    narrow = f"/usr/lib/{multiarch}"
    wanted = [narrow, "/usr/lib64"] if multiarch and os.path.isdir(narrow) else ["/usr/lib", "/usr/lib64"]
    wanted.append("/usr/share/zoneinfo")
    binds += [(name, name) for name in wanted if os.path.isdir(name)]
    return tuple(binds), tuple(links)
