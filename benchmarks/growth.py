"""How time, memory and the gradebook grow with a class: 100, 1,000 and 10,000 submissions.

    python -m benchmarks.growth [--sizes 100,1000,10000] [--json FILE]

For each size a course of distinct submissions is graded by ``grader grade`` on two lanes (with the checks of
``make bench``), and then once more, unchanged. Memory is the highest sum of what all processes of the run use (PSS),
looked at every second. Written as JSON and as SVG, beside each other.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from grader.reports.charts import Series, line_chart
from tests.sandboxed import only_task

from .courses import make_course
from .ways import ROOT

_LOOK_SECONDS = 1.0
_FILES = "gradebook.sqlite3*"


@dataclass(frozen=True, slots=True)
class Point:
    """One class: seconds of the first run and of one that finds all unchanged, megabytes in use and on disk."""

    submissions: int
    seconds: float
    unchanged_seconds: float
    memory_mb: float
    gradebook_mb: float


def measure(submissions: int) -> Point:
    """Grades an invented class. ``SystemExit`` where a run fails."""
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        course = Path(folder, "course")
        assignment = only_task("husband", Path(folder))
        make_course(course, submissions, slug=assignment.slug)
        seconds, memory = _grade(course, assignment.folder.parent)
        again, _ = _grade(course, assignment.folder.parent)
        size = sum(path.stat().st_size for path in course.glob(_FILES))
    return Point(submissions, round(seconds, 2), round(again, 2), round(memory, 1), round(size / 2**20, 2))


def _grade(course: Path, assignments: Path) -> tuple[float, float]:
    """Seconds, and the highest megabytes of all its processes together."""
    command = [sys.executable, "-P", "-m", "grader", "grade", str(course), "--jobs", "2"]
    command += ["--assignments", str(assignments)]
    began = time.perf_counter()
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    highest = 0.0
    while run.poll() is None:
        highest = max(highest, _megabytes(run.pid))
        try:
            run.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    if run.returncode:
        raise SystemExit(f"{command}: {run.stderr and run.stderr.read().decode()}")
    return time.perf_counter() - began, highest


def _megabytes(pid: int) -> float:
    total = 0
    try:
        processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return 0.0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:  # it has ended meanwhile
            continue
    return total / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "results" / "growth.json")
    arguments = parser.parse_args()
    points = []
    for size in map(int, arguments.sizes.split(",")):
        points.append(measure(size))
        print(asdict(points[-1]), flush=True)
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps([asdict(point) for point in points], indent=1) + "\n", encoding="utf-8")
    for name, unit in (("seconds", "s"), ("unchanged_seconds", "s"), ("memory_mb", "MB"), ("gradebook_mb", "MB")):
        curve = Series("", [(point.submissions, getattr(point, name)) for point in points])
        words = name.replace("_", " ")
        chart = line_chart([curve], title=words, x_label="submissions", y_label=unit, log_x=True, log_y=True)
        arguments.json.with_name(f"growth-{name}.svg").write_text(chart, encoding="utf-8")


if __name__ == "__main__":
    main()
