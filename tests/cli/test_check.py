"""``grader check``, with a lane that needs no box."""

from __future__ import annotations

import contextlib
import json

import pytest

from grader.commands import check as command
from grader.commands.check import Threshold
from grader.commands.terms import PRACTICE, key_from
from grader.core.errors import GraderError, IsolationError
from grader.core.verdict import Outcome
from tests.reports.samples import HOSTILE, SECRET, hidden, hostile, result, verdict

from .fakes import by_first_word, find_assignment


class Bench:
    """What the fake lane was asked, and which verdict it gives."""

    def __init__(self) -> None:
        self.grading = by_first_word
        self.keys: list[bytes] = []
        self.open = 0

    @contextlib.contextmanager
    def lane(self, assignments, *, min_isolation):
        self.open += 1
        try:
            yield self
        finally:
            self.open -= 1

    def grade(self, submission, assignment, lane, *, course_key):
        assert lane is self
        self.keys.append(course_key)
        return self.grading(submission)


@pytest.fixture
def bench(monkeypatch):
    bench = Bench()
    monkeypatch.setattr(command, "Lane", bench.lane)
    monkeypatch.setattr(command, "grade", bench.grade)
    monkeypatch.setattr(command, "find_assignment", find_assignment)
    return bench


@pytest.fixture
def check(run, bench, tmp_path):
    models = tmp_path / "models.py"
    models.write_text("half\n")

    def check(*options):
        return run("check", models, "--assignment", "one_to_one", *options)

    return check


def test_a_low_mark_is_no_failure_of_the_command(check):
    answer = check()
    assert answer.exit_code == 0
    assert "Score: 1 / 2" in answer.stdout


def test_json_is_one_verdict_and_nothing_else(check, bench):
    bench.grading = lambda _: verdict(hidden(), isolation={"level": "filtered"})
    answer = check("--format", "json")
    assert json.loads(answer.stdout)["version"] == 1
    assert SECRET not in answer.stdout
    assert "filtered" in answer.stderr


def test_the_weaker_box_is_told_of_outside_the_answer(check, bench):
    assert check("--format", "json").stderr == ""


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_only_staff_see_what_is_hidden(check, bench, form):
    bench.grading = lambda _: verdict(hidden())
    assert SECRET not in check("--format", form).stdout
    assert SECRET in check("--format", form, "--staff").stdout


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_hostile_text_can_always_be_printed(check, bench, form):
    bench.grading = lambda _: hostile()
    answer = check("--format", form)
    assert answer.exit_code == 0
    answer.stdout_bytes.decode("utf-8")
    assert "\x1b" not in answer.stdout
    assert HOSTILE not in answer.stdout


def test_the_language_is_the_one_asked_for(check):
    assert "Баллы: 1 / 2" in check("--lang", "ru").stdout
    assert '<html lang="ru">' in check("--lang", "ru", "--format", "html").stdout


@pytest.mark.parametrize(("threshold", "status"), [("1", 0), ("1.5", 1), ("50%", 0), ("50.1%", 1), ("0", 0)])
def test_below_the_threshold_it_exits_with_one(check, threshold, status):
    answer = check("--fail-under", threshold)
    assert answer.exit_code == status
    assert "Score: 1 / 2" in answer.stdout


def test_without_a_score_no_threshold_is_reached(run, bench, tmp_path):
    answer = run("check", tmp_path, "--assignment", "one_to_one", "--fail-under", "0")
    assert answer.exit_code == 1
    assert run("check", tmp_path, "--assignment", "one_to_one").exit_code == 0


def test_float_noise_does_not_decide():
    assert not Threshold.parse("0.3").missed_by(verdict(result("x"), score=0.1 + 0.2))
    assert Threshold.parse("0.301").missed_by(verdict(result("x"), score=0.3))


def test_our_error_exits_with_three_and_still_says_what_happened(run, bench, tmp_path):
    models = tmp_path / "models.py"
    models.write_text("error\n")
    answer = run("check", models, "--assignment", "one_to_one", "--format", "json", "--fail-under", "0")
    assert answer.exit_code == 3
    assert json.loads(answer.stdout)["score"] is None
    assert "the machine broke" in answer.stderr


@pytest.mark.parametrize("error", [IsolationError("no box", "mend it so"), GraderError("no judge"), ValueError("bug")])
def test_without_a_verdict_nothing_is_printed_as_one(check, bench, error):
    def fail(_):
        raise error

    bench.grading = fail
    answer = check("--format", "json")
    assert answer.exit_code == 3
    assert answer.stdout == ""
    assert str(error) in answer.stderr
    assert ("Traceback" in answer.stderr) is isinstance(error, ValueError)
    assert bench.open == 0


def test_ctrl_c_closes_the_lane(check, bench):
    def interrupted(_):
        raise KeyboardInterrupt

    bench.grading = interrupted
    assert check().exit_code == 130
    assert bench.open == 0


def test_practice_draws_the_same_data_each_time(check, bench):
    check()
    check()
    check("--seed-key", "another")
    assert bench.keys[0] == bench.keys[1] == key_from(PRACTICE)
    assert bench.keys[2] not in bench.keys[:2]


def test_a_courses_key_can_be_given_in_hex():
    assert key_from("0f" * 32) == b"\x0f" * 32
    assert len(key_from("0f")) == 32


def test_a_check_that_failed_is_shown_as_such(check, bench):
    bench.grading = lambda _: verdict(result("wife", Outcome.FAILED))
    assert "[FAILED] title of wife" in check().stdout
