"""One lane beside a ``makemigrations`` + ``pytest`` process per submission, in turns, in one run.

    python -m benchmarks.bench [--rounds N] [--json FILE]

A round grades a fresh variant of the model answer (a comment differs, so nothing can be reused) once on a warm
lane and once the naive way, without any sandbox. Medians are printed, and the median of the ratios pair by pair.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from grader.core.assignment import Assignment
from grader.core.submission import SourceFile, Submission
from grader.engine.lane import Lane
from grader.pipeline import grade
from tests.sandboxed import only_task

ROOT = Path(__file__).parents[1]
NAIVE = Path(__file__).with_name("naive")
ACCOUNTS = ROOT / "grader" / "sandbox" / "subject" / "apps" / "accounts"
PARTS = ("sandbox", "import", "migrate", "checks", "total")
WARM_UP = 3


def variant(number: int) -> bytes:
    source = (ROOT / "solutions" / "one_to_one" / "reference" / "models.py").read_bytes()
    return source + f"\n# variant {number}\n".encode()


def on_a_lane(lane: Lane, assignment: Any, source: bytes) -> tuple[float, dict[str, float]]:
    """Seconds from bytes to verdict, and their parts as the verdict tells them."""
    submission = Submission("bench", assignment.slug, (SourceFile("models.py", source, target="models.py"),))
    began = time.perf_counter()
    verdict = grade(submission, assignment, lane, course_key=b"bench")
    seconds = time.perf_counter() - began
    if verdict.score != verdict.max_score:
        raise SystemExit(f"the model answer got {verdict.score}: {verdict.staff}")
    return seconds, dict(verdict.seconds)


def naively(source: bytes) -> float:
    """Seconds for a project of its own, ``makemigrations`` and ``pytest``, both as processes."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        shutil.copytree(NAIVE, project)
        shutil.copytree(ACCOUNTS, project / "accounts")
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        began = time.perf_counter()
        (project / "one_to_one" / "models.py").write_bytes(source)
        for command in (
            [sys.executable, "manage.py", "makemigrations", "one_to_one"],
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        ):
            run = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
            if run.returncode:
                raise SystemExit(f"{command}: {run.stdout}\n{run.stderr}")
        return time.perf_counter() - began


def measure(rounds: int, console: Console) -> dict[str, Any]:
    """Medians in milliseconds, the parts of the lane's time, and the ratios pair by pair."""
    with tempfile.TemporaryDirectory() as folder:
        # the naive project has checks for this task only
        return _measured(only_task("husband", Path(folder)), rounds, console)


def _measured(assignment: Assignment, rounds: int, console: Console) -> dict[str, Any]:
    ours: list[float] = []
    theirs: list[float] = []
    parts: list[dict[str, float]] = []
    with Lane([assignment]) as lane:
        for number in range(WARM_UP):
            on_a_lane(lane, assignment, variant(-number - 1))
        for number in range(rounds):
            seconds, split = on_a_lane(lane, assignment, variant(number))
            ours.append(seconds)
            parts.append(split)
            theirs.append(naively(variant(number)))
            console.print(f"round {number + 1} of {rounds}: {seconds * 1e3:.0f} ms, {theirs[-1] * 1e3:.0f} ms")
    ratios = [slow / fast for slow, fast in zip(theirs, ours, strict=True)]
    return {
        "rounds": rounds,
        "checks": len(assignment.checks),
        "python": platform.python_version(),
        "lane_ms": {part: round(statistics.median(p[part] for p in parts) * 1e3, 1) for part in PARTS},
        "lane_with_pipeline_ms": round(statistics.median(ours) * 1e3, 1),
        "naive_ms": round(statistics.median(theirs) * 1e3, 1),
        "times_as_fast": {
            "median": round(statistics.median(ratios), 1),
            "lowest": round(min(ratios), 1),
            "highest": round(max(ratios), 1),
        },
    }


def table(result: dict[str, Any]) -> Table:
    shown = Table(title=f"One submission, {result['checks']} checks, median of {result['rounds']} rounds")
    shown.add_column("way")
    shown.add_column("ms", justify="right")
    for part in PARTS[:-1]:
        shown.add_row(f"one lane: {part}", f"{result['lane_ms'][part]:.1f}")
    shown.add_row("one lane: bytes to verdict", f"{result['lane_with_pipeline_ms']:.1f}", style="bold")
    shown.add_row("makemigrations + pytest, no sandbox", f"{result['naive_ms']:.1f}", style="bold")
    times = result["times_as_fast"]
    shown.add_row("times as fast", f"{times['median']} ({times['lowest']} to {times['highest']})", style="bold")
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "results" / "bench.json")
    arguments = parser.parse_args()
    result = measure(arguments.rounds, Console(stderr=True))
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    Console().print(table(result))


if __name__ == "__main__":
    main()
