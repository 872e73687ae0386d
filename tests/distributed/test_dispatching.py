"""Claims, leases and results on PostgreSQL: one worker at a time, one result, three attempts."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from grader.distributed.worker import Desk
from grader.gradebook import dispatching
from grader.gradebook.connection import open_gradebook
from grader.gradebook.models import Dispatch
from tests.gradebook.classes import hand_in
from tests.reports.samples import verdict


@pytest.fixture
def book(tmp_path):
    with open_gradebook(tmp_path, tmp_path.name.encode() + b"a key of its own") as opened:
        yield opened


@pytest.fixture
def handed_out(book):
    row = hand_in(book, "alice", "a = 1")
    [pk] = dispatching.hand_out([dispatching.Order(row, "key", {"assignment": "one_to_one", "toolchain": "none"})])
    return pk


def at_once(count, function):
    """What each of so many threads, each with a connection of its own, got from the function."""
    answers, barrier = [], threading.Barrier(count)

    def call():
        barrier.wait()
        answers.append(function())
        connections.close_all()

    threads = [threading.Thread(target=call) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_many_workers_one_gets_it(handed_out):
    claimed = at_once(6, lambda: dispatching.claim(handed_out))
    assert sum(found is not None for found in claimed) == 1
    assert Dispatch.objects.get(pk=handed_out).attempts == 1


def test_of_many_results_one_stays(handed_out):
    numbers = iter(range(6))
    recorded = at_once(6, lambda: dispatching.finish(handed_out, {"n": next(numbers)}))
    assert sum(recorded) == 1
    [done] = dispatching.finished([handed_out])
    assert dispatching.finish(handed_out, {"n": 99}) is False
    assert dispatching.finished([handed_out]) == [done]


def test_a_lease_that_ran_out_is_anybodys(handed_out):
    assert dispatching.claim(handed_out) is not None
    assert dispatching.standing([handed_out]).leased == {handed_out}
    Dispatch.objects.filter(pk=handed_out).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert dispatching.standing([handed_out]).leased == frozenset()
    assert dispatching.claim(handed_out).attempts == 2


def test_a_lease_that_is_renewed_is_nobody_elses(handed_out):
    dispatching.claim(handed_out)
    Dispatch.objects.filter(pk=handed_out).update(lease_until=timezone.now() - timedelta(seconds=1))
    dispatching.renew(handed_out)
    assert dispatching.claim(handed_out) is None


def test_what_is_done_or_gone_is_not_claimed(handed_out):
    dispatching.finish(handed_out, verdict().to_json(staff=True))
    assert dispatching.claim(handed_out) is None
    dispatching.clear(handed_out)
    assert dispatching.claim(handed_out) is None


def test_after_three_attempts_it_is_an_error_of_ours(handed_out):
    Dispatch.objects.filter(pk=handed_out).update(attempts=dispatching.MOST_ATTEMPTS)
    Desk(Path("nowhere")).work(handed_out)
    [done] = dispatching.finished([handed_out])
    assert done.verdict is None
    assert "3 workers began it" in done.trouble


def test_a_worker_with_another_grader_says_so(handed_out):
    Desk(Path("nowhere")).work(handed_out)
    [done] = dispatching.finished([handed_out])
    assert "the work is for none, this worker has grader" in done.trouble


def test_what_an_earlier_run_left_is_taken_up(book, handed_out):
    dispatching.claim(handed_out)
    row = Dispatch.objects.get(pk=handed_out).submission
    order = dispatching.Order(row, "key", {})
    assert dispatching.hand_out([order]) == [handed_out]
    dispatching.finish(handed_out, verdict().to_json(staff=True))
    assert dispatching.hand_out([order]) == [handed_out]  # its result waits to be recorded
    assert dispatching.finished([handed_out])[0].verdict["score"] == 2.0
