"""The whole way over Celery, with what goes wrong on it. Everything here is real: servers, workers, lanes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from datetime import timedelta

import psutil
import pytest
from django.db import connection
from django.utils import timezone

from grader.commands.book import LOCK, reading, writing
from grader.commands.terms import CHECKOUT
from grader.distributed import coordinator
from grader.distributed.app import TASK, longest, make_app
from grader.engine.toolchain import toolchain
from grader.gradebook import audit, dispatching, models
from grader.gradebook.connection import open_gradebook, opened_database
from grader.intake.assignments import load_assignment
from grader.sandbox.limits import default_limits
from tests.gradebook.classes import hand_in, handed_in
from tests.proving import only_when_proving
from tests.sandboxed import ASSIGNMENT
from tests.servers import free_port

from .conftest import GRADER

pytestmark = pytest.mark.sandbox

REFERENCE = (CHECKOUT / "solutions" / "one_to_one" / "reference" / "models.py").read_text(encoding="utf-8")
SLOW = "import time\ntime.sleep(1.2)\n" + REFERENCE
NOSY = "import os\nprint(dict(os.environ))\n" + REFERENCE


@pytest.fixture
def course(tmp_path):
    def make(**submissions):
        for student, source in submissions.items():
            home = tmp_path / "course" / "submitted" / student / "one_to_one"
            home.mkdir(parents=True, exist_ok=True)
            (home / "models.py").write_text(source, encoding="utf-8")
        return tmp_path / "course"

    return make


def scores(folder):
    """By student the scores of every verdict that was recorded; the log must verify."""
    with reading(folder) as book:
        assert audit.verify(book) == []
        found: dict[str, list[float | None]] = {}
        rows = models.Verdict.objects.filter(submission__person__course=book.course)
        for student, score in rows.values_list("submission__person__login", "score"):
            found.setdefault(student, []).append(score)
        assert not models.Dispatch.objects.filter(submission__person__course=book.course).exists()
        return found


def wait_for(condition, seconds=40):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


def at_work(folder):
    """Whether some worker is grading something of that course now."""
    return (folder / ".grader-key").exists() and bool(_leases(folder, lambda rows: rows.exists()))


def leases_run_out(folder):
    """As if the time of a lease had passed: nobody who is dead can renew it."""
    past = timezone.now() - timedelta(seconds=1)
    return _leases(folder, lambda rows: rows.update(lease_until=past))


def _leases(folder, answer):
    with reading(folder) as book:
        rows = models.Dispatch.objects.filter(submission__person__course=book.course, done_at=None)
        return answer(rows.filter(lease_until__gte=timezone.now()))


def lose_connections():
    """Every client of the database but this one is cut off, as by a restart."""
    with opened_database(CHECKOUT), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


@pytest.fixture
def grading(broker):
    """``grader grade --engine celery`` in the background."""
    started = []

    def start(folder):
        command = [*GRADER, "grade", str(folder), "--engine", "celery", "--broker", broker.url]
        started.append(
            subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        )
        return started[-1]

    yield start
    for run in started:
        run.kill()
        run.communicate()


def test_a_class_is_graded_elsewhere(course, grade, start_worker, broker, database, monkeypatch):
    """Whatever of Celery's and Django's lies around in the shell; and after the database was away for a moment."""
    monkeypatch.setenv("CELERY_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mysite.settings")
    folder = course(alice=REFERENCE, bob="syntax error", nosy=NOSY)
    worker = start_worker()
    done = grade(folder)
    assert done.returncode == 0, done.stderr
    assert scores(folder) == {"alice": [20.0], "bob": [0.0], "nosy": [20.0]}
    told = (folder / "evidence" / "nosy" / "one_to_one" / "verdict.json").read_text(encoding="utf-8")
    assert database not in told
    assert broker.url not in told
    assert "3 unchanged" in grade(folder).stdout  # it needs no worker
    lose_connections()
    course(carol=REFERENCE)
    began = time.monotonic()
    assert grade(folder).returncode == 0
    assert scores(folder)["carol"] == [20.0]
    assert time.monotonic() - began < coordinator._LOST_AFTER / 2  # nothing had to be sent again
    said = worker.said()
    assert said.count("dispatch") == 4
    assert not [name for name in ("alice", "bob", "nosy", "carol", "syntax error") if name in said]


@only_when_proving("a worker that is killed whole is in every run")
def test_a_worker_process_that_is_killed_costs_time_only(course, grading, start_worker):
    folder = course(alice=SLOW, bob=REFERENCE)
    worker = start_worker()
    run = grading(folder)
    wait_for(lambda: at_work(folder))
    children = psutil.Process(worker.process.pid).children()
    judges = [judge for child in children for judge in child.children(recursive=True)]
    for child in children:
        child.kill()
    assert psutil.wait_procs(judges, timeout=10)[1] == []  # its lane went with it
    leases_run_out(folder)
    assert run.wait(90) == 0
    assert scores(folder) == {"alice": [20.0], "bob": [20.0]}


@only_when_proving("starts two workers one after the other; make prove kills some in a whole class")
def test_a_worker_and_the_one_who_waits_can_both_be_killed(course, grade, grading, start_worker):
    folder = course(alice=SLOW, bob=REFERENCE, carol=REFERENCE + "\n# carol\n")
    worker = start_worker()
    run = grading(folder)
    wait_for(lambda: at_work(folder))
    run.kill()
    run.wait()
    os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    leases_run_out(folder)
    start_worker()
    done = grade(folder)
    assert done.returncode == 0, done.stderr
    assert scores(folder) == {"alice": [20.0], "bob": [20.0], "carol": [20.0]}


@only_when_proving("ten seconds; make prove restarts workers in a whole class too")
def test_a_worker_that_is_told_to_stop_finishes_what_it_is_at(course, grading, start_worker):
    """As a service is stopped: SIGTERM for the worker's main process."""
    folder = course(alice=SLOW)
    worker = start_worker()
    run = grading(folder)
    wait_for(lambda: at_work(folder))
    worker.process.terminate()
    assert worker.process.wait(30) == 0
    assert run.wait(30) == 0
    assert scores(folder) == {"alice": [20.0]}


@only_when_proving("seconds of waiting for a limit")
def test_what_takes_far_too_long_is_ended_and_may_be_tried_again(start_worker, broker, tmp_path):
    """Its process is ended by the limit that came with the message; the attempt counts."""
    known = load_assignment(ASSIGNMENT)
    terms = coordinator.Terms(b"a key", "full", toolchain())
    with open_gradebook(tmp_path, b"the key of this test") as book:
        row = hand_in(book, "alice", SLOW)
        handed = coordinator.Handed(row, handed_in("alice", SLOW), known, "key")
        [pk] = dispatching.hand_out([coordinator._order(handed, terms)])
        worker, app = start_worker(), make_app(broker.url)
        app.send_task(TASK, args=[pk], retry=False, time_limit=1)
        wait_for(lambda: "Hard time limit (1s) exceeded" in worker.said())
        assert dispatching.finished([pk]) == []
        past = timezone.now() - timedelta(seconds=1)
        models.Dispatch.objects.filter(pk=pk).update(lease_until=past)
        app.send_task(TASK, args=[pk], retry=False, time_limit=longest(known.limits))
        [done] = wait_for(lambda: dispatching.finished([pk]))
        assert coordinator._verdict(handed, done).score == 20.0
        assert models.Dispatch.objects.get(pk=pk).attempts == 2


def test_an_assignment_with_more_time_gives_its_tasks_more_time():
    assert longest({"submission_seconds": 300.0}) == longest({}) + 3 * (300 - default_limits().submission_seconds)


@only_when_proving("make prove restarts Redis in a whole class too")
def test_messages_that_redis_lost_are_sent_again(course, start_worker, broker, monkeypatch):
    from typer.testing import CliRunner

    from grader.cli import app

    monkeypatch.setattr(coordinator, "_LOST_AFTER", 1.0)
    monkeypatch.setattr(coordinator, "_NOBODY_AFTER", 0.1)
    folder = course(alice=REFERENCE)
    sent = coordinator._Waiting._post

    def lose(waiting, pk):
        answer = sent(waiting, pk)
        broker.stop(losing=True)
        monkeypatch.setattr(coordinator._Waiting, "_post", sent)
        broker.start()
        start_worker()
        return answer

    monkeypatch.setattr(coordinator._Waiting, "_post", lose)
    arguments = ["grade", str(folder), "--engine", "celery", "--broker", broker.url]
    result = CliRunner().invoke(app, arguments, prog_name="grader")
    assert result.exit_code == 0, result.output
    assert "No worker is at it" in result.stderr
    assert scores(folder) == {"alice": [20.0]}


def test_another_assignment_on_the_worker_is_an_error_that_says_so(course, grade, start_worker, tmp_path):
    folder = course(alice=REFERENCE)
    shutil.copytree(CHECKOUT / "assignments", tmp_path / "assignments")
    with (tmp_path / "assignments" / "one_to_one" / "test_hidden.py").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    start_worker("--assignments", str(tmp_path / "assignments"))
    done = grade(folder)
    assert done.returncode == 3
    told = json.loads((folder / "evidence" / "alice" / "one_to_one" / "verdict.json").read_text(encoding="utf-8"))
    assert "one_to_one is another one" in told["staff"]["trouble"]
    assert scores(folder) == {"alice": [None]}


@pytest.mark.parametrize("verb", [("grade", "COURSE", "--engine", "celery"), ("worker",)])
def test_without_a_shared_gradebook_there_is_no_celery(course, verb):
    folder = course(alice=REFERENCE)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [*GRADER, *(str(folder) if word == "COURSE" else word for word in verb)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert "DATABASE_URL=postgresql://" in done.stderr


def test_two_machines_do_not_write_into_one_course(course, grade, tmp_path):
    folder = course(alice=REFERENCE)
    with writing(folder):
        shutil.copytree(folder, tmp_path / "another machine")
        (tmp_path / "another machine" / LOCK).unlink()
        done = grade(tmp_path / "another machine")
    assert done.returncode == 3
    assert "on another machine" in done.stderr


def test_a_gradebook_that_does_not_answer_is_told(course):
    url = f"postgresql://grader@127.0.0.1:{free_port()}/grades"
    done = subprocess.run(
        [*GRADER, "grade", str(course(alice=REFERENCE))],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DATABASE_URL": url},
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "cannot be used" in done.stderr
