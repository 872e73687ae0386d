"""``make fuzz SECONDS=``: each target in a process of its own, side by side.

    python -m tests.fuzz SECONDS

Exit status 1 where something was found: the input that shows it is kept in ``tests/fuzz/found/``, and the line that
runs it again is printed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SEEDS = Path(__file__).with_name("corpus")
FOUND = Path(__file__).with_name("found")
TARGETS = ("codec", "intake")
_LONGEST = 1 << 16  # bytes of an input
_SLOW_SECONDS = 20  # of one input
_MEMORY_MB = 2048


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a target did: how many inputs it was given, how many edges of our code they reached, what broke it."""

    name: str
    executions: int
    coverage: int
    corpus: int
    broken: tuple[Path, ...]
    said: str


def start(name: str, seconds: int, home: Path) -> subprocess.Popen[str]:
    """Runs a target for so long; ``home`` gets the inputs that reached new code."""
    grown = home / name
    grown.mkdir()
    command = [sys.executable, "-m", "tests.fuzz.target", name, str(grown), str(SEEDS / name)]
    command += [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-timeout={_SLOW_SECONDS}"]
    command += [f"-rss_limit_mb={_MEMORY_MB}", "-print_final_stats=1", f"-artifact_prefix={home}/{name}-"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def outcome(name: str, process: subprocess.Popen[str], home: Path) -> Outcome:
    """Waits for its end."""
    _, said = process.communicate()
    executions = re.search(r"stat::number_of_executed_units:\s*(\d+)", said)
    coverage = [int(number) for number in re.findall(r"\bcov: (\d+)", said)]
    inputs = [path for path in home.glob(f"{name}-*") if path.is_file()]
    grown = len(list((home / name).iterdir()))
    if process.returncode == 0 and not inputs and executions:
        return Outcome(name, int(executions[1]), max(coverage, default=0), grown, (), said)
    FOUND.mkdir(exist_ok=True)
    kept = tuple(Path(shutil.copy(path, FOUND)) for path in inputs)
    count = int(executions[1]) if executions else 0
    return Outcome(name, count, max(coverage, default=0), grown, kept or (Path("-"),), said)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or not arguments[0].isdigit() or int(arguments[0]) == 0:
        sys.exit("usage: python -m tests.fuzz SECONDS (make fuzz SECONDS=60)")
    seconds = int(arguments[0])
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        home = Path(folder)
        running = {name: start(name, seconds, home) for name in TARGETS}
        try:
            found = [outcome(name, process, home) for name, process in running.items()]
        except KeyboardInterrupt:
            for process in running.values():
                process.kill()
                process.wait()
            print("Stopped. Nothing is kept of what was not finished.")
            return 130
    for one in found:
        rate = one.executions / seconds
        print(
            f"{one.name:<8} {one.executions} executions ({rate:.0f} a second), {one.coverage} edges reached,", end=" "
        )
        print(f"{one.corpus} inputs that reached new code, {'nothing found' if not one.broken else 'BROKEN'}")
        for path in one.broken:
            print(one.said[-3000:])
            print(f"  again: python -m tests.fuzz.target {one.name} {path}")
    return 1 if any(one.broken for one in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
