"""Claims, leases and results on PostgreSQL: one worker at a time, one result, three attempts."""

from __future__ import annotations

import functools
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, connections
from django.utils import timezone

from grader.commands.terms import CHECKOUT
from grader.core.verdict import Status
from grader.distributed import coordinator, worker
from grader.distributed.worker import Desk
from grader.engine.toolchain import toolchain
from grader.gradebook import dispatching
from grader.gradebook.connection import open_gradebook, opened_database
from grader.gradebook.models import Dispatch
from grader.gradebook.recording import record
from grader.intake.assignments import load_assignment
from tests.gradebook.classes import hand_in, handed_in
from tests.reports.samples import verdict
from tests.sandboxed import ASSIGNMENT


@pytest.fixture
def book(tmp_path):
    with open_gradebook(tmp_path, tmp_path.name.encode() + b"a key of its own") as opened:
        yield opened


JOB = {"assignment": "one_to_one", "toolchain": "none", "min_isolation": "full"}


@pytest.fixture
def row(book):
    return hand_in(book, "alice", "a = 1")


@pytest.fixture
def handed_out(row):
    [pk] = dispatching.hand_out([dispatching.Order(row, "key", JOB)])
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
    assert dispatching.leased([handed_out]) == {handed_out}
    Dispatch.objects.filter(pk=handed_out).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert dispatching.leased([handed_out]) == frozenset()
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


def test_what_an_earlier_run_left_is_taken_up(row, handed_out):
    dispatching.claim(handed_out)
    order = dispatching.Order(row, "key", JOB)
    assert dispatching.hand_out([order]) == [handed_out]
    dispatching.finish(handed_out, verdict().to_json(staff=True))
    assert dispatching.hand_out([order]) == [handed_out]  # its result waits to be recorded
    assert dispatching.finished([handed_out])[0].verdict["score"] == 2.0


def test_what_went_wrong_in_an_earlier_run_is_tried_again(row, handed_out):
    dispatching.finish(handed_out, None, "no memory")
    [again] = dispatching.hand_out([dispatching.Order(row, "key", JOB)])
    assert dispatching.finished([again]) == []
    assert dispatching.claim(again).attempts == 1


def test_a_result_from_a_weaker_box_is_not_taken_for_a_stronger_one(row):
    """Somebody still works at what an earlier run asked for; this run asks for more."""
    [weak] = dispatching.hand_out([dispatching.Order(row, "key", {**JOB, "min_isolation": "none"})])
    dispatching.claim(weak)
    [strong] = dispatching.hand_out([dispatching.Order(row, "key", JOB)])
    assert dispatching.finish(weak, verdict().to_json(staff=True)) is False
    assert dispatching.finished([strong]) == []
    assert dispatching.claim(strong).job["min_isolation"] == "full"


@pytest.mark.parametrize("hours", [-1, 1])
def test_machines_whose_clocks_differ_agree_on_a_lease(handed_out, monkeypatch, hours):
    dispatching.claim(handed_out)
    told = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: told)
    assert dispatching.claim(handed_out) is None
    assert dispatching.leased([handed_out]) == {handed_out}
    dispatching.renew(handed_out)
    monkeypatch.undo()
    left = Dispatch.objects.get(pk=handed_out).lease_until - timezone.now()
    assert timedelta(0) < left <= timedelta(seconds=dispatching.LEASE_SECONDS)


def test_what_a_killed_run_had_recorded_already_is_cleared(book, row, handed_out):
    """It was killed between recording a verdict and clearing its dispatch; and of a run long ago nobody asks."""
    dispatching.finish(handed_out, verdict().to_json(staff=True))
    others = [hand_in(book, name, "a = 2") for name in ("bob", "carol", "dave")]
    waiting, asked, old = dispatching.hand_out([dispatching.Order(one, "key", JOB) for one in others])
    Dispatch.objects.filter(pk=old).update(sent_at=timezone.now() - timedelta(days=2))
    dispatching.tidy(book.course.pk, [asked])
    assert left_of(book) == {handed_out, waiting, asked}
    record(book, row, "key", verdict())
    dispatching.tidy(book.course.pk, [asked])
    assert left_of(book) == {waiting, asked}


def left_of(book):
    rows = Dispatch.objects.filter(submission__person__course=book.course)
    return set(rows.values_list("pk", flat=True))


def job_for(known, **changes):
    job = {"assignment": known.slug, "assignment_digest": known.digest, "toolchain": toolchain(), "seed": "a" * 64}
    return {**job, "min_isolation": "full", **changes}


def test_a_machine_that_cannot_grade_leaves_work_to_others(row, monkeypatch, tmp_path):
    """Its lane does not come up: the work is given back at once, and after three attempts the reason is told."""
    [pk] = dispatching.hand_out([dispatching.Order(row, "key", job_for(load_assignment(ASSIGNMENT)))])
    monkeypatch.setenv("GRADER_BOX", str(tmp_path / "nothing here"))
    monkeypatch.setattr(worker, "_SICK_SECONDS", 0.0)
    desk = Desk(ASSIGNMENT.parent)
    for attempt in (1, 2, 3):
        desk.work(pk)
        assert Dispatch.objects.get(pk=pk).attempts == attempt
        assert dispatching.leased([pk]) == frozenset()
        assert dispatching.finished([pk]) == []
    desk.work(pk)
    [done] = dispatching.finished([pk])
    assert "3 workers began it" in done.trouble
    assert "nothing here" in done.trouble


@pytest.mark.sandbox
def test_files_that_change_under_a_worker_change_no_verdict(row, tmp_path):
    """Its lane dies, and the next one loads another assignment: that must not pass for the one that was asked for."""
    folder = tmp_path / "assignments"
    shutil.copytree(ASSIGNMENT, folder / ASSIGNMENT.name)
    asked = job_for(load_assignment(folder / ASSIGNMENT.name))
    first, second = dispatching.hand_out([dispatching.Order(row, key, asked) for key in ("first", "second")])
    desk = Desk(folder)
    try:
        desk.work(first)
        with (folder / ASSIGNMENT.name / "test_hidden.py").open("a", encoding="utf-8") as file:
            file.write("\n# changed\n")
        desk._lane.close()
        desk.work(second)
        [third] = dispatching.hand_out(
            [dispatching.Order(row, "third", job_for(load_assignment(folder / ASSIGNMENT.name)))]
        )
        desk.work(third)
    finally:
        desk.close()
    done = {one.pk: one for one in dispatching.finished([first, second, third])}
    assert done[first].verdict["status"] == done[third].verdict["status"] == "graded"
    assert done[second].verdict is None
    assert "one_to_one is another one" in done[second].trouble


def test_a_grader_that_changes_under_a_worker_grades_nothing(row, monkeypatch):
    versions = iter(["old", "new"])
    monkeypatch.setattr(worker, "toolchain", functools.cache(lambda: next(versions)))
    monkeypatch.setattr(worker, "_SICK_SECONDS", 0.0)
    [pk] = dispatching.hand_out([dispatching.Order(row, "key", job_for(load_assignment(ASSIGNMENT), toolchain="old"))])
    Desk(ASSIGNMENT.parent).work(pk)
    assert dispatching.finished([pk]) == []
    assert "Start it again" in Dispatch.objects.get(pk=pk).trouble


def test_a_worker_is_never_talked_into_a_weaker_box(monkeypatch):
    """It was started with --min-isolation full; the work would do with less."""
    asked: list[str] = []
    monkeypatch.setattr(worker, "Lane", lambda *_, min_isolation, **__: asked.append(min_isolation))
    for least, wanted in (("full", "none"), ("none", "full"), ("filtered", "none")):
        Desk(ASSIGNMENT.parent, least)._ready_lane(wanted)
    assert asked == ["full", "full", "filtered"]


@pytest.mark.parametrize(
    ("told", "trouble"),
    [
        (verdict().to_json(staff=True), "about something else"),
        ({"version": 99}, "no verdict"),
        ([], "no verdict"),
    ],
)
def test_what_is_no_verdict_on_that_submission_is_no_mark(row, told, trouble):
    known = load_assignment(ASSIGNMENT)
    handed = coordinator.Handed(row, handed_in("alice", "a = 1"), known, "key")
    judged = coordinator._verdict(handed, dispatching.Done(1, told, ""))
    assert (judged.status, judged.score) == (Status.ERROR, None)
    assert trouble in judged.staff["trouble"]


def test_a_damaged_result_is_told(handed_out):
    dispatching.finish(handed_out, {})
    Dispatch.objects.filter(pk=handed_out).update(result=b"not packed")
    [done] = dispatching.finished([handed_out])
    assert done.verdict is None
    assert "damaged" in done.trouble


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gradebook_verdict SET score = 20",
        "UPDATE gradebook_submission SET verdict_id = NULL",
        "UPDATE gradebook_dispatch SET job = '{}'",
        "DELETE FROM gradebook_dispatch",
        "INSERT INTO gradebook_dispatch (submission_id) VALUES (1)",
        "SELECT mac FROM gradebook_auditentry",
        "SELECT key FROM gradebook_course",
    ],
)
def test_a_workers_role_may_do_nothing_else(workers_database, monkeypatch, statement):
    monkeypatch.setenv("DATABASE_URL", workers_database)
    with opened_database(CHECKOUT), connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM gradebook_dispatch")
        assert cursor.fetchone()[0] == "grader_worker"
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)
