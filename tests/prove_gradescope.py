"""Gradescope's autograder, built, unpacked and run in the layout of Gradescope's containers.

    python -m tests.prove_gradescope [--every N]

Its scores on the named answers of an assignment are compared with those of ``grader check``: where there are
namespaces, and in a container that has none, as Gradescope's have (``tests.sandbox.contained``).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SLUG = "one_to_one"
GRADER = [sys.executable, "-P", "-m", "grader"]
_AT_ONCE = 2
# By the level that the result must name: what the autograder is started by.
_PLACES: dict[str, list[str]] = {
    "full": [],
    "filtered": [sys.executable, str(ROOT / "tests" / "sandbox" / "contained.py")],
}


class Wrong(Exception):
    """The autograder does not do what it is for."""


def equal_scores(every: int = 1) -> str:
    """Each named answer (or each ``every``-th) by ``run_autograder`` and by ``grader check``; then a broken box."""
    with tempfile.TemporaryDirectory(prefix="prove-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        source = _installed(home)
        answers = sorted(path.parent for path in (ROOT / "solutions" / SLUG).glob("*/verdict.toml"))[::every]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            checked = list(pool.map(_checked, answers))
            for level, before in _PLACES.items():
                run = partial(_compared, home / level, source, before, level)
                if wrong := [line for line in pool.map(run, answers, checked) if line]:
                    raise Wrong("\n".join(wrong))
        trouble = _without_a_box(home, source, answers[0])
    levels = " and ".join(_PLACES)
    return f"{len(answers)} named answers: the scores of grader check, isolation {levels}; {trouble}"


def _installed(home: Path) -> Path:
    """The archive unpacked as Gradescope does it, and its ``setup.sh`` run."""
    archive, source = home / "autograder.zip", home / "source"
    _run([*GRADER, "gradescope", SLUG, "--out", str(archive)], cwd=ROOT)
    source.mkdir()
    with zipfile.ZipFile(archive) as whole:
        for entry in whole.infolist():
            path = Path(whole.extract(entry, source))
            path.chmod(entry.external_attr >> 16 & 0o777)
    # the distribution's Python, as there: without namespaces it must be one that every user may read
    _run([str(source / "setup.sh")], cwd=home, env={**os.environ, "PATH": "/usr/bin:/bin"})
    return source


def _checked(answer: Path) -> dict[str, Any]:
    """The verdict of ``grader check``; that it is the right one is what ``make verify`` shows."""
    with tempfile.TemporaryDirectory() as folder:
        submission = _submission(answer, Path(folder))
        verdict = _run([*GRADER, "check", str(submission), "-a", SLUG, "--format", "json"], cwd=ROOT)
    return dict(json.loads(verdict))


def _compared(home: Path, source: Path, before: list[str], level: str, answer: Path, verdict: dict[str, Any]) -> str:
    """What differs; nothing, it is hoped."""
    place = home / answer.name
    done = _autograde(place, source, answer, before)
    file = place / "results" / "results.json"
    if done.returncode or not file.exists():
        return f"{answer.name}: exit {done.returncode} {(done.stdout + done.stderr)[-800:]}"
    result = json.loads(file.read_text("utf-8"))
    if result["extra_data"]["isolation"] != level:
        return f"{answer.name}: isolation {result['extra_data']['isolation']}, not {level}"
    tests = {test["tags"][0]: test["score"] for test in result["tests"]}
    ours = {check["id"]: check["points"] for check in verdict["checks"]}
    if (result["score"], tests) != (verdict["score"] or 0, ours):
        return f"{answer.name}: {result['score']} instead of {verdict['score']} ({level})"
    return ""


def _submission(answer: Path, place: Path) -> Path:
    """The answer as a student hands it in."""
    return shutil.copytree(answer, place / "submission", ignore=shutil.ignore_patterns("verdict.toml"))


def _autograde(place: Path, source: Path, answer: Path, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    _submission(answer, place)
    (place / "results").mkdir()
    (place / "source").symlink_to(source)
    environment = {**os.environ, "AUTOGRADER_HOME": str(place)}
    command = [*before, str(source / "run_autograder")]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


def _without_a_box(home: Path, source: Path, answer: Path) -> str:
    """Where no box can be made there must be no result at all."""
    (source / ".box" / "interpreter").write_text("/nowhere/python3\n", "utf-8")
    done = _autograde(home / "no-box", source, answer)
    left = list((home / "no-box" / "results").iterdir())
    if done.returncode != 3 or left or "No mark was given" not in done.stdout:
        raise Wrong(f"without a box: exit {done.returncode}, {left}, {done.stdout}{done.stderr}")
    return "without a box: exit 3 and no result"


def _run(command: list[str], *, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Wrong(f"{' '.join(command)}: exit {done.returncode}\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    print(equal_scores(parser.parse_args().every))
