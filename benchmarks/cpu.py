"""CPU seconds of a lane: the judge and everything below it, those that have ended included."""

from __future__ import annotations

import psutil

from grader.engine.lane import Lane


def lane_cpu(lane: Lane) -> float:
    """User and system seconds so far of the lane's judge, its zygote, and every process they have reaped.

    A submission's processes are reaped by their supervisor, and that by the zygote: between two submissions all
    that was spent is counted.
    """
    judge = psutil.Process(lane.pid)
    total = 0.0
    for process in (judge, *judge.children(recursive=True)):
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def lane_memory(lane: Lane) -> float:
    """Megabytes that the lane's processes use, shared pages divided among those who share them (PSS)."""
    judge = psutil.Process(lane.pid)
    return sum(process.memory_full_info().pss for process in (judge, *judge.children(recursive=True))) / 2**20
