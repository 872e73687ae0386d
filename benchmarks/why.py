"""Why a submission costs what it does on this machine: processor time by process, and the machine's prices.

    python -m benchmarks.why [SUBMISSIONS]

A lane grades fresh variants of the model answer, one after another. What its processes used is read from the kernel
before and after; what a page fault, a fork and a change between two processes cost here is measured beside it.
"""

from __future__ import annotations

import mmap
import os
import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from grader.engine.lane import Lane
from grader.pipeline import grade
from tests.sandboxed import only_task

from .courses import sources
from .ways import submission

_WARM_UP, _PAGES, _FORKS, _TURNS = 5, 4000, 30, 3000
_SEPARATE = 8  # pages; a fault may bring some of its neighbours along


@dataclass(frozen=True, slots=True)
class Used:
    """Processor seconds, page faults and voluntary changes to another process."""

    seconds: float
    faults: int
    switches: int

    def __sub__(self, other: Used) -> Used:
        return Used(self.seconds - other.seconds, self.faults - other.faults, self.switches - other.switches)


def used(pid: int, *, reaped: bool) -> Used:
    """What a process has used itself, or the children that it has reaped, whose switches nobody counts."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    faults, faults_of_children = int(fields[7]), int(fields[8])
    times = psutil.Process(pid).cpu_times()
    if reaped:
        return Used(times.children_user + times.children_system, faults_of_children, 0)
    switches = psutil.Process(pid).num_ctx_switches().voluntary
    return Used(times.user + times.system, faults, switches)


def of_a_submission(count: int) -> dict[str, tuple[float, float, float]]:
    """By part of a lane: milliseconds, page faults and voluntary switches of one submission."""
    with tempfile.TemporaryDirectory() as folder:
        assignment = only_task("husband", Path(folder))
        with Lane([assignment]) as lane:
            zygote = max(psutil.Process(lane.pid).children(recursive=True), key=lambda process: process.pid).pid
            parts = {
                "judge": (lane.pid, False),
                "zygote, which forks": (zygote, False),
                "subject, witness and supervisor": (zygote, True),
            }
            for source in sources(_WARM_UP, 10**6):
                grade(submission(source, assignment.slug), assignment, lane, course_key=b"why")
            before = {name: used(pid, reaped=reaped) for name, (pid, reaped) in parts.items()}
            for source in sources(count):
                grade(submission(source, assignment.slug), assignment, lane, course_key=b"why")
            spent = {name: used(pid, reaped=reaped) - before[name] for name, (pid, reaped) in parts.items()}
    return {
        name: (part.seconds / count * 1e3, part.faults / count, part.switches / count) for name, part in spent.items()
    }


def _cpu() -> float:
    """Processor seconds of this process and of the children that it has reaped."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _forked(action: Callable[[], object] = bool) -> None:
    child = os.fork()
    if not child:
        action()
        os._exit(0)
    os.waitpid(child, 0)


def fork_cost() -> float:
    """Milliseconds of both sides of a fork that does nothing, of a process of this one's size."""
    before = _cpu()
    for _ in range(_FORKS):
        _forked()
    return (_cpu() - before) / _FORKS * 1e3


def fault_cost() -> float:
    """Microseconds of a write to a page that a parent shares, beyond the write itself."""
    pages = mmap.mmap(-1, _PAGES * _SEPARATE * mmap.PAGESIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)

    def touch() -> None:
        for page in range(_PAGES):
            pages[page * _SEPARATE * mmap.PAGESIZE] = 1

    touch()
    started = _cpu()
    _forked(touch)
    spent = _cpu() - started
    began = time.process_time()
    touch()
    return max(0.0, spent - (time.process_time() - began) - fork_cost() / 1e3) / _PAGES * 1e6


def turn_cost() -> float:
    """Microseconds of a message to another process on the same processor and of its answer, both sides together."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    ours, theirs = socket.socketpair()

    def echo() -> None:
        ours.close()
        while data := theirs.recv(100):
            theirs.sendall(data)

    def ask() -> None:
        theirs.close()
        for _ in range(_TURNS):
            ours.sendall(b"?")
            ours.recv(100)

    before = _cpu()
    child = os.fork()
    if not child:
        echo()
        os._exit(0)
    ask()
    ours.close()
    os.waitpid(child, 0)
    return (_cpu() - before) / _TURNS * 1e6


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    table = Table(title=f"One submission, the mean of {count}")
    for heading in ("process", "CPU, ms", "page faults", "waits"):
        table.add_column(heading, justify="left" if heading == "process" else "right")
    for name, (milliseconds, faults, switches) in of_a_submission(count).items():
        table.add_row(name, f"{milliseconds:.1f}", f"{faults:.0f}", f"{switches:.0f}" if switches else "")
    console = Console(soft_wrap=True)
    console.print(table)
    console.print(
        f"Here a page fault costs {fault_cost():.1f} µs, a fork that does nothing {fork_cost():.1f} ms, "
        f"a message and its answer {turn_cost():.0f} µs."
    )


if __name__ == "__main__":
    main()
