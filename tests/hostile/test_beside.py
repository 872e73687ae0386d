"""Attacks in one lane while honest submissions are graded in another: at the same moment, on the same machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from grader.core.verdict import Verdict
from grader.engine.lane import Lane
from grader.pipeline import grade
from tests.hostile.arena import Attack, corpus
from tests.proving import only_when_proving
from tests.sandboxed import COURSE_KEY, REFERENCE, WEAKEST, Grading, submission

pytestmark = [pytest.mark.sandbox, only_when_proving("each attack is carried out by itself, too")]

_MEMORY = """
kept = []
try:
    while True:
        kept.append(b"x" * (4 << 20))
except MemoryError:
    pass
kept.pop()
for number in range(64):
    open(f"./{number}", "wb").write(bytes(8 << 20))
"""
# Whoever is there at the same moment can be told something by what he shares with others, if only they may say it.
_TELLING = """
import fcntl, os, time
file = open("../packages/django/__init__.py")
until = time.monotonic() + 1
while time.monotonic() < until:
    fcntl.flock(file, fcntl.LOCK_EX)
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
"""
_LISTENING = """
import fcntl, time
file = open("../packages/django/__init__.py")
until = time.monotonic() + 0.5
while time.monotonic() < until:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if fcntl.fcntl(file, fcntl.F_GETLK, b"\\1\\0" + bytes(30))[:2] not in (b"\\2\\0", b"\\1\\0"):
            print("WON: somebody holds it")
    except BlockingIOError:
        print("WON: locked")
"""


@pytest.fixture
def other(grading: Grading) -> Iterator[Lane]:
    with Lane([grading.assignment], min_isolation=WEAKEST) as lane:
        yield lane


def _beside(source: str, other: Lane, grading: Grading, honest: str, times: int) -> list[Verdict]:
    """Verdicts on the honest source, while the other one is graded in another lane."""

    def attack() -> None:
        grade(submission(source), grading.assignment, other, course_key=COURSE_KEY)

    thread = threading.Thread(target=attack)
    thread.start()
    found = [grading.verdict(honest) for _ in range(times)]
    thread.join()
    return found


def _attack(name: str) -> Attack:
    return next(attack for attack in corpus() if attack.name == name)


@pytest.mark.parametrize(
    "name", ["resources/memory_in_small_pieces", "resources/loop_at_import", "flood/two_hundred_megabytes"]
)
def test_who_uses_up_all_that_he_may_costs_nobody_else(name: str, grading: Grading, other: Lane) -> None:
    """Memory, processor and output of one submission are its own."""
    for verdict in _beside(_attack(name).source, other, grading, REFERENCE, 6):
        assert (verdict.score, verdict.incident) == (verdict.max_score, None)


def test_all_memory_and_all_disk_at_once(grading: Grading, other: Lane) -> None:
    """Two at their limits do not end each other: both get the verdict that they get alone."""
    alone = grading.verdict(REFERENCE + _MEMORY)
    for verdict in _beside(REFERENCE + _MEMORY, other, grading, REFERENCE + _MEMORY, 2):
        assert (verdict.score, verdict.incident) == (alone.score, alone.incident)


def test_two_at_the_same_moment_do_not_hear_each_other(grading: Grading, other: Lane) -> None:
    """A lock on a file that both can read is felt by neither."""
    (verdict,) = _beside(REFERENCE + _TELLING, other, grading, REFERENCE + _LISTENING, 1)
    assert "WON" not in verdict.output.text, verdict.output.text
    assert verdict.score == verdict.max_score
