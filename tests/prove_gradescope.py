"""Gradescope's autograder, built, unpacked and run in the layout of Gradescope's containers.

    python -m tests.prove_gradescope [--every N]

Its scores on the named answers of an assignment are compared with those of ``grader check``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
SLUG = "one_to_one"
GRADER = [sys.executable, "-P", "-m", "grader"]
_AT_ONCE = 2


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
            found = list(pool.map(lambda answer: _compared(home, source, answer), answers))
        trouble = _without_a_box(home, source, answers[0])
    wrong = [line for line, _ in found if line]
    if wrong:
        raise Wrong("\n".join(wrong))
    levels = sorted({level for _, level in found})
    return f"{len(answers)} named answers: the scores of grader check, isolation {', '.join(levels)}; {trouble}"


def _installed(home: Path) -> Path:
    """The archive unpacked as Gradescope does it, and its ``setup.sh`` run."""
    archive, source = home / "autograder.zip", home / "source"
    _run([*GRADER, "gradescope", SLUG, "--out", str(archive)], cwd=ROOT)
    source.mkdir()
    with zipfile.ZipFile(archive) as whole:
        for entry in whole.infolist():
            path = Path(whole.extract(entry, source))
            path.chmod(entry.external_attr >> 16 & 0o777)
    _run([str(source / "setup.sh")], cwd=home)
    return source


def _compared(home: Path, source: Path, answer: Path) -> tuple[str, str]:
    """What differs (nothing, it is hoped), and the level of isolation that the result names."""
    place = home / answer.name
    done = _autograde(place, source, answer)
    file = place / "results" / "results.json"
    if done.returncode or not file.exists():
        return f"{answer.name}: exit {done.returncode} {(done.stdout + done.stderr)[-800:]}", ""
    result = json.loads(file.read_text("utf-8"))
    checked = _run([*GRADER, "check", str(place / "submission"), "-a", SLUG, "--format", "json"], cwd=ROOT)
    verdict = json.loads(checked)
    level = str(result["extra_data"]["isolation"])
    tests = {test["tags"][0]: test["score"] for test in result["tests"]}
    ours = {check["id"]: check["points"] for check in verdict["checks"]}
    if (result["score"], tests) != (verdict["score"] or 0, ours):
        return f"{answer.name}: {result['score']} instead of {verdict['score']}", level
    expected = tomllib.loads((answer / "verdict.toml").read_text("utf-8")).get("score", 0)
    return ("" if result["score"] == expected else f"{answer.name}: verdict.toml says {expected}"), level


def _autograde(place: Path, source: Path, answer: Path) -> subprocess.CompletedProcess[str]:
    shutil.copytree(answer, place / "submission", ignore=shutil.ignore_patterns("verdict.toml"))
    (place / "results").mkdir()
    (place / "source").symlink_to(source)
    environment = {**os.environ, "AUTOGRADER_HOME": str(place)}
    return subprocess.run(
        [str(source / "run_autograder")], cwd=place, env=environment, capture_output=True, text=True, check=False
    )


def _without_a_box(home: Path, source: Path, answer: Path) -> str:
    """Where no box can be made there must be no result at all."""
    (source / ".box" / "interpreter").write_text("/nowhere/python3\n", "utf-8")
    done = _autograde(home / "no-box", source, answer)
    left = list((home / "no-box" / "results").iterdir())
    if done.returncode != 3 or left or "No mark was given" not in done.stdout:
        raise Wrong(f"without a box: exit {done.returncode}, {left}, {done.stdout}{done.stderr}")
    return "without a box: exit 3 and no result"


def _run(command: list[str], *, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Wrong(f"{' '.join(command)}: exit {done.returncode}\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    print(equal_scores(parser.parse_args().every))
