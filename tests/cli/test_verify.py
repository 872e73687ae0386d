"""``grader verify``: differences are named; who wrote verdict.toml wrongly is told where."""

from __future__ import annotations

import dataclasses

import pytest

from grader.commands import verify as command
from grader.commands.answers import Expectation, differences, heavy, read_expectation
from grader.core.errors import AssignmentError
from grader.core.verdict import Incident, IncidentKind, Outcome, Status
from tests.reports.samples import assignment, rejected, result, verdict

from .fakes import Engine, find_assignment


def write(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models.py").write_text("half\n")
    (folder / "verdict.toml").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("score = 1\nfaild = []", "faild: unknown key"),
        ('score = "1"', "score: cannot be '1'"),
        ("score = true", "score: cannot be True"),
        ("", "score: an answer that is graded needs score"),
        ('score = 1\nstatus = "rejected"', "score: an answer that is rejected has no score"),
        ('status = "broken"', "status: is 'broken'"),
        ('score = 1\nincident = "boom"', "incident: is 'boom'"),
        ('score = 1\nfailed = ["store"]', "did you mean stored?"),
        ("score = 1\nskipped = [3]", "has no check 3"),
        ('score = 1\ndjango = "new"', "django: is no version condition"),
        ("score = ", "is not TOML"),
    ],
)
def test_a_wrong_verdict_toml_is_refused_where_it_is_wrong(tmp_path, text, complaint):
    with pytest.raises(AssignmentError) as caught:
        read_expectation(write(tmp_path / "answer", text), assignment())
    assert complaint in str(caught.value)
    assert "verdict.toml" in str(caught.value)


def test_every_named_answer_needs_one_but_the_model_answer(tmp_path):
    (tmp_path / "reference").mkdir()
    assert read_expectation(tmp_path / "reference", assignment()) == Expectation(score=2.0)
    (tmp_path / "other").mkdir()
    with pytest.raises(AssignmentError, match="is missing"):
        read_expectation(tmp_path / "other", assignment())


CHECKS = (result("a"), result("b", Outcome.FAILED), result("c", Outcome.SKIPPED))
EXACT = Expectation(score=2.0, failed=frozenset({"b"}), skipped=frozenset({"c"}))


def test_the_exact_verdict_has_no_difference():
    assert list(differences(EXACT, verdict(*CHECKS))) == []


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"score": 3.0}, "score is 2, not 3"),
        ({"failed": frozenset()}, "b failed, and should not have"),
        ({"failed": frozenset({"a", "b"})}, "a should have failed: passed"),
        ({"skipped": frozenset()}, "c skipped, and should not have"),
        ({"skipped": frozenset({"c", "d"})}, "d should have skipped: not in the verdict"),
        ({"incident": IncidentKind.TIMEOUT}, "incident is none, not timeout"),
    ],
)
def test_each_difference_is_named(changes, difference):
    assert list(differences(dataclasses.replace(EXACT, **changes), verdict(*CHECKS))) == [difference]


def test_an_incident_that_nobody_expected_is_a_difference():
    shown = verdict(*CHECKS, incident=Incident(IncidentKind.DIED, "b"))
    assert list(differences(EXACT, shown)) == ["incident is died, not none"]


def test_a_rejection_can_be_what_is_expected():
    assert list(differences(Expectation(None, status=Status.REJECTED), rejected(checks=()))) == []
    assert "status is rejected (no such file), not graded" in list(differences(EXACT, rejected(checks=())))


def test_a_check_with_half_a_task_on_it_needs_a_gate():
    spec = assignment().checks[0]
    light = dataclasses.replace(spec, id="light", requires=())
    alone = dataclasses.replace(assignment(), checks=(spec,))
    assert heavy(alone) == {"stored": "2 of the 2 points of husband hang on it"}
    assert heavy(dataclasses.replace(alone, checks=(dataclasses.replace(spec, gate="why"),))) == {}
    assert heavy(dataclasses.replace(alone, checks=(spec, light))) == {}


@pytest.fixture
def verify(run, monkeypatch, tmp_path):
    spec = dataclasses.replace(assignment().checks[0], gate="it is the only one")
    monkeypatch.setattr(command, "grade_all", Engine())
    monkeypatch.setattr(
        command,
        "find_assignment",
        lambda slug, root: dataclasses.replace(find_assignment(slug, root), checks=(spec,)),
    )
    return lambda *arguments: run("verify", *arguments, "--solutions", tmp_path)


def test_answers_as_expected_exit_with_zero(verify, tmp_path):
    write(tmp_path / "one_to_one" / "half", "score = 1")
    answer = verify()
    assert answer.exit_code == 0, answer.output
    assert "ok      one_to_one/half" in answer.stdout
    assert "stored: 2 of 2" in answer.stdout
    assert "warning: no wrong answer fails this check" in answer.stdout


def test_a_difference_exits_with_one_and_is_named(verify, tmp_path):
    write(tmp_path / "one_to_one" / "half", "score = 2")
    answer = verify("one_to_one")
    assert answer.exit_code == 1
    assert "DIFFERS one_to_one/half" in answer.stdout
    assert "score is 1, not 2" in answer.stdout


def test_an_answer_for_other_versions_is_left_aside(verify, tmp_path):
    """The versions that count are those the verdict names: what ran in the box."""
    write(tmp_path / "one_to_one" / "half", 'score = 2\ndjango = ">=99"')
    answer = verify()
    assert answer.exit_code == 0
    assert "holds for Django >=99, not for 5.2.19" in answer.stdout


def test_our_error_exits_with_three(verify, tmp_path):
    write(tmp_path / "one_to_one" / "half", "score = 1")
    (tmp_path / "one_to_one" / "half" / "models.py").write_text("error\n")
    assert verify().exit_code == 3
