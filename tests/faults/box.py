"""What the box holds when its programs are to misbehave: its own folder, with a saboteur in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.sandbox.plan import SUBJECT

FOLDER = "GRADER_TEST_SUBJECT"  # tells the judge's process where it is
KILLED = "killed_from_outside"  # what no act can do: signals are forbidden in the box


def sabotaged(home: Path) -> Path:
    """The folder of the box's programs, as it is and with the saboteur called at the end of the server."""
    folder = home / "subject"
    shutil.copytree(SUBJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("acts.py", "saboteur.py"):
        shutil.copy(Path(__file__).with_name(name), folder)
    with (folder / "server.py").open("a", encoding="utf-8") as server:
        server.write("\n\nfrom . import saboteur\n\nsaboteur.install()\n")
    for path in (home, folder, *folder.rglob("*")):
        path.chmod(0o755)  # nobody reads them, in the box
    return folder
