"""The table of isolation levels against groups of attacks in docs/explanation/security.md.

    python -m tests.hostile.levels

Every attack is carried out three times: in the full box, in one without namespaces, and without Landlock too (see
``tests.sandbox.contained``). The box is a copy that every user may read, with the distribution's Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "security.md"
_CONTAINED = [sys.executable, str(ROOT / "tests" / "sandbox" / "contained.py")]
LEVELS = {"full": [], "filtered": _CONTAINED, "none": [*_CONTAINED, "--without-landlock"]}
_BEGIN, _END = "<!-- attacks:", "<!-- /attacks -->"
_TITLES = ("attacks", "held in `full`", "held in `filtered`", "held in `none`")


def carried_out(level: str, home: Path) -> dict[str, Any]:
    """What became of each attack at that level, as ``tests.hostile.report`` writes it."""
    told = home / f"{level}.json"
    own = {
        "GRADER_PROVE": "1",
        "GRADER_TEST_ISOLATION": level,
        "GRADER_ATTACKS": str(told),
        "GRADER_BOX": f"{home}/box",
    }
    command = [*LEVELS[level], sys.executable, "-m", "pytest", "-q", "-p", "tests.hostile.report", "-n", "2"]
    command += ["--dist", "worksteal", "-p", "no:cacheprovider", "tests/hostile/test_hostile.py"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.DEVNULL, check=False)
    return dict(json.loads(told.read_text(encoding="utf-8")))


def table(found: dict[str, dict[str, Any]]) -> str:
    """Markdown: a row for each group, and one for all."""
    asked, held = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for level, rows in found.items():
        for name, row in rows.items():
            for group in (name.partition("/")[0], "all"):
                asked[level, group] += row["end"] != "not asked"
                held[level, group] += row["end"] == "held"
    groups = [*sorted({group for _, group in asked} - {"all"}), "all"]
    lines = ["| group | " + " | ".join(_TITLES) + " |", "|---|" + "---|" * len(_TITLES)]
    for group in groups:
        cells = [str(asked["full", group])]
        cells += [f"{held[level, group]} of {asked[level, group]}" for level in LEVELS]
        lines.append(f"| {group} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="levels-") as folder:
        home = Path(folder)
        shutil.copytree(ROOT / ".box" / "packages", home / "box" / "packages")
        (home / "box" / "interpreter").write_text("/usr/bin/python3\n", encoding="utf-8")
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        text = table({level: carried_out(level, home) for level in LEVELS})
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(_BEGIN, 1)
    note, tail = rest.split("\n", 1)
    PAGE.write_text(f"{head}{_BEGIN}{note}\n{text}\n{_END}{tail.split(_END, 1)[1]}", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
