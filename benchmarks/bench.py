"""Every way to grade, side by side in one run, on the same submissions.

    python -m benchmarks [--rounds N] [--long] [--json FILE]

A round gives each way fresh variants of the model answer (a comment differs, so nothing can be used again) of one task
with eleven checks. Ratios are taken round by round; medians and spread are printed, and a line for each target.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.sandboxed import only_task

from . import bare
from .celery_way import OverCelery
from .courses import sources
from .cpu import lane_cpu, lane_memory
from .nbgrader_way import NbGrader
from .targets import Spread, Target, percentile, ratios
from .ways import ROOT, Lanes, Naive, Way

PARTS = ("sandbox", "import", "migrate", "checks", "total")
_WARM_UP = 5
_LONG, _EARLY = 5000, 500
_MEGABYTES_A_LANE, _FLAT = 250, 1.05


class Measured:
    """What a run found out: seconds for one submission, by way and round; CPU seconds of the bare work and a lane."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.bare_cpu: list[float] = []
        self.lane_cpu: list[float] = []
        self.latencies: list[float] = []
        self.parts: list[dict[str, float]] = []
        self.megabytes = 0.0
        self.start_seconds = 0.0
        self.growth: list[float] = []  # megabytes of a lane after 5,000 submissions, in terms of those after 500
        self.checks = 0


def measure(rounds: int, console: Console, *, long: bool) -> Measured:
    """Runs every way in turns."""
    found = Measured()
    with tempfile.TemporaryDirectory() as folder:
        assignment = only_task("husband", Path(folder))  # the naive project has checks for this task only
        found.checks = len(assignment.checks)
        one, two = Lanes(assignment, 1, 12), Lanes(assignment, 2, 24)
        ways: list[Way] = [one, two, OverCelery(assignment, 2, 24), Naive(2, 4), NbGrader(2, 4)]
        try:
            for way in ways[:3]:
                way.run(list(sources(_WARM_UP, 10**6)))
            one.latencies.clear()
            one.verdicts.clear()
            for number in range(rounds):
                _round(found, ways, one, number, console)
            found.latencies, found.start_seconds = one.latencies, one.start_seconds
            found.parts = [dict(verdict.seconds) for verdict in one.verdicts]
            found.megabytes = lane_memory(one.lanes[0])
            if long:
                found.growth = _long_life(two, console)
        finally:
            for way in ways:
                way.close()
    return found


def _round(found: Measured, ways: list[Way], one: Lanes, number: int, console: Console) -> None:
    for way in ways:
        before = lane_cpu(one.lanes[0])
        seconds = way.run(list(sources(way.batch, number * 1000))) / way.batch
        found.seconds.setdefault(way.name, []).append(seconds)
        if way is one:
            found.lane_cpu.append((lane_cpu(one.lanes[0]) - before) / way.batch)
        console.print(f"round {number + 1}: {way.name}: {seconds * 1e3:.0f} ms a submission")
    found.bare_cpu.append(statistics.median(bare.measure(10)))


def _long_life(two: Lanes, console: Console) -> list[float]:
    """How a lane's memory after 5,000 submissions stands to that after 500, for each of two lanes."""
    two.run(list(sources(_EARLY * 2, 10**7)))
    early = [lane_memory(lane) for lane in two.lanes]
    console.print(f"after {_EARLY} submissions a lane has {early} MB")
    two.run(list(sources((_LONG - _EARLY) * 2, 2 * 10**7)))
    return [late / before for late, before in zip((lane_memory(lane) for lane in two.lanes), early, strict=True)]


def targets(found: Measured) -> list[Target]:
    """What was promised, with what was measured."""
    _, two, _, naive, nbgrader = found.seconds.values()
    cpu = ratios(found.lane_cpu, found.bare_cpu)
    latency = sorted(found.latencies)
    milliseconds = [value * 1e3 for value in latency]
    listed = [
        Target("CPU of a submission on a lane, times the bare work", 1.6, Spread.of(cpu)),
        Target("two lanes, times two makemigrations + pytest", 15, Spread.of(ratios(naive, two)), at_least=True),
        Target("two lanes, times two nbgrader autograde", 50, Spread.of(ratios(nbgrader, two)), at_least=True),
        Target("latency on a warm lane, median", 80, Spread.of(milliseconds), " ms"),
        Target("latency on a warm lane, 95 %", 150, Spread.of([percentile(milliseconds, 95)]), " ms"),
        Target("memory of a lane", _MEGABYTES_A_LANE, Spread.of([found.megabytes]), " MB"),
    ]
    if found.growth:
        listed.append(Target("memory after 5,000 submissions, times after 500", _FLAT, Spread.of(found.growth)))
    return listed


def report(found: Measured, rounds: int) -> dict[str, Any]:
    """Everything as JSON."""
    return {
        "rounds": rounds,
        "checks": found.checks,
        "python": platform.python_version(),
        "milliseconds": {
            name: Spread.of([value * 1e3 for value in values]).to_json() for name, values in found.seconds.items()
        },
        "bare_cpu_ms": Spread.of([value * 1e3 for value in found.bare_cpu]).to_json(),
        "lane_cpu_ms": Spread.of([value * 1e3 for value in found.lane_cpu]).to_json(),
        "lane_start_seconds": round(found.start_seconds, 2),
        "profile_ms": profile(found),
        "targets": [target.to_json() for target in targets(found)],
        "lines": [target.line() for target in targets(found)],
    }


def profile(found: Measured) -> dict[str, float]:
    """Where a submission's time on one lane goes, in milliseconds; teardown is part of the sandbox's."""
    return {part: round(statistics.median(p[part] for p in found.parts) * 1e3, 1) for part in PARTS}


def table(found: Measured) -> Table:
    shown = Table(title=f"One submission, {found.checks} checks")
    shown.add_column("way")
    shown.add_column("ms a submission, all of them together", justify="right")
    for name, values in found.seconds.items():
        shown.add_row(name, str(Spread.of([value * 1e3 for value in values])))
    shown.add_row("CPU: one lane, all its processes", str(Spread.of([value * 1e3 for value in found.lane_cpu])))
    shown.add_row("CPU: the bare work, the limit", str(Spread.of([value * 1e3 for value in found.bare_cpu])))
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", action="store_true", help="5,000 submissions on each of two lanes too")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks" / "results" / "bench.json")
    arguments = parser.parse_args()
    found = measure(arguments.rounds, Console(stderr=True), long=arguments.long)
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(report(found, arguments.rounds), indent=1) + "\n", encoding="utf-8")
    Console(soft_wrap=True).print(table(found))
    listed = targets(found)
    for target in listed:
        print(target.line())
    if not all(target.met for target in listed):
        parts = ", ".join(f"{part} {value} ms" for part, value in profile(found).items())
        print(f"Where a submission's time on a lane goes: {parts}")


if __name__ == "__main__":
    main()
