"""``grader verify``: differences are named; who wrote verdict.toml wrongly is told where."""

from __future__ import annotations

import dataclasses

import pytest

from grader.commands import verify as command
from grader.commands.answers import Expectation, differences, heavy, read_expectation
from grader.core.errors import AssignmentError
from grader.core.verdict import Diagnosis, Incident, IncidentKind, Outcome, Status
from tests.reports.samples import assignment, rejected, result, text, verdict

from .fakes import Engine, find_assignment


def write(folder, toml, source="half\n"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models.py").write_text(source)
    (folder / "verdict.toml").write_text(toml)
    return folder


MARKED = "full = 1\n### BEGIN SOLUTION\nx = 2\n### END SOLUTION\n"


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
        ("score = 1\ndiagnoses = [3]", "must be a list of texts"),
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
        ({"failed": frozenset()}, "b failed, and should not have: message of b"),
        ({"failed": frozenset({"a", "b"})}, "a should have failed: passed"),
        ({"skipped": frozenset()}, "c skipped, and should not have"),
        ({"skipped": frozenset({"c", "d"})}, "d should have skipped: not in the verdict"),
        ({"incident": IncidentKind.TIMEOUT}, "incident is none, not timeout"),
    ],
)
def test_each_difference_is_named(changes, difference):
    assert list(differences(dataclasses.replace(EXACT, **changes), verdict(*CHECKS))) == [difference]


def test_diagnoses_are_compared_once_that_is_switched_on(monkeypatch):
    wanted = dataclasses.replace(EXACT, diagnoses=frozenset({"seen", "missed"}))
    made = tuple(Diagnosis(name, text("x")) for name in ("seen", "odd"))
    assert list(differences(wanted, verdict(*CHECKS, diagnoses=made))) == [
        "diagnosis odd is made, and should not be",
        "diagnosis missed should be made, and is not",
    ]
    assert (
        list(
            differences(
                dataclasses.replace(EXACT, diagnoses=frozenset({"seen", "odd"})), verdict(*CHECKS, diagnoses=made)
            )
        )
        == []
    )


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
    assert "warning one_to_one: no wrong answer fails stored" in answer.stdout
    assert "1 named answers, 0 differences, 3 warnings" in answer.stdout


def test_a_difference_exits_with_one_and_is_named(verify, tmp_path):
    write(tmp_path / "one_to_one" / "half", "score = 2")
    answer = verify("one_to_one")
    assert answer.exit_code == 1
    assert "DIFFERS one_to_one/half" in answer.stdout
    assert "score is 1, not 2" in answer.stdout


def test_answers_are_named_in_their_order_whichever_ends_first(verify, tmp_path):
    """The engine of these tests brings the last one first."""
    for name in ("c", "a", "b"):
        write(tmp_path / "one_to_one" / name, "score = 1", f"half {name}\n")
    named = [line.split("/")[1] for line in verify().stdout.splitlines() if line.startswith(("ok", "DIFFERS"))]
    assert named == ["a", "b", "c"]


class WithoutTheFirst(Engine):
    def __call__(self, work, **options):
        return (found for found in super().__call__(work, **options) if found[0] != 0)


def test_what_got_a_verdict_is_named_even_if_another_got_none(verify, tmp_path, monkeypatch):
    for name in ("a", "b"):
        write(tmp_path / "one_to_one" / name, "score = 1", f"half {name}\n")
    monkeypatch.setattr(command, "grade_all", WithoutTheFirst())
    answer = verify()
    assert answer.exit_code == 3
    assert "one_to_one/b" in answer.stdout
    assert "1 named answers got no verdict at all" in answer.stderr


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


def by_what_stands_in_it(submission):
    """Full marks for a solution, and half of the check's points for a stub, as a check of no use would give."""
    source = submission.taken[0].content.decode()
    if source.startswith("broken"):
        return verdict(diagnoses=(Diagnosis("import_error", text("no module")),), score=0.0)
    if "x = 2" in source or source.startswith("full"):
        return verdict(result("stored"))
    return verdict(result("stored", Outcome.FAILED))


@pytest.fixture
def sound(verify, monkeypatch, tmp_path):
    """An assignment whose stub fails its check: what a warning names is then the test's own doing."""
    monkeypatch.setattr(command, "grade_all", Engine(by_what_stands_in_it))
    reference = write(tmp_path / "one_to_one" / "reference", "score = 2", MARKED.replace("full", "stub"))
    write(tmp_path / "one_to_one" / "wrong", 'score = 0\nfailed = ["stored"]\nwhy = "wrong"', "wrong\n")
    return reference


def warnings(answer):
    return [
        line.removeprefix("warning one_to_one: ") for line in answer.stdout.splitlines() if line.startswith("warning")
    ]


def test_a_sound_assignment_has_no_warning(verify, sound):
    answer = verify()
    assert answer.exit_code == 0, answer.output
    assert warnings(answer) == []
    assert "2 named answers, 0 differences\n" in answer.stdout


def test_a_check_that_the_untouched_stub_passes_is_told(verify, sound):
    (sound / "models.py").write_text(MARKED)
    assert warnings(verify()) == ["stored passes before a student has written anything: 2 for nothing"]


def test_a_stub_that_cannot_be_run_is_told(verify, sound):
    (sound / "models.py").write_text(MARKED.replace("full", "broken").replace("broken = 1\n", "broken = 1\n"))
    assert warnings(verify())[-1:] == ["what students start from cannot be run: no module"]


def test_a_reference_without_marks_is_told(verify, sound):
    (sound / "models.py").write_text("full = 1\n")
    assert warnings(verify()) == ["reference has no solution marks: students would start from the whole answer"]


def test_marks_that_do_not_pair_are_refused_with_their_line(verify, sound):
    (sound / "models.py").write_text("full = 1\n### BEGIN SOLUTION\n")
    answer = verify()
    assert answer.exit_code == 2
    assert f"{sound}/models.py:2" in answer.stderr


def test_equal_answers_and_one_without_a_reason_are_told(verify, sound, tmp_path):
    write(tmp_path / "one_to_one" / "wrong_too", 'score = 0\nfailed = ["stored"]', "wrong\n")
    assert warnings(verify()) == [
        "one_to_one/wrong_too does not say why it is there: its verdict.toml has no why",
        "one_to_one/wrong and one_to_one/wrong_too are the same to the byte",
    ]


def test_an_answer_that_cannot_be_imported_fails_no_check_in_particular(verify, sound, tmp_path, monkeypatch):
    """It fails all of them, and so would show nothing about any."""
    unimportable = {"traceback": "", "failure": "import", "seconds": 0.0}
    grading = by_what_stands_in_it

    def grade(submission):
        found = grading(submission)
        checks = tuple(dataclasses.replace(check, staff=unimportable) for check in found.checks)
        return dataclasses.replace(found, checks=checks)

    monkeypatch.setattr(command, "grade_all", Engine(grade))
    assert warnings(verify()) == ["no wrong answer fails stored"]
