"""What verdicts mean for a mutant, and what a run makes of them."""

from __future__ import annotations

import dataclasses

import pytest

from grader.core.assignment import Task
from grader.core.errors import AssignmentError
from grader.core.submission import SourceFile, Submission
from grader.core.verdict import Outcome
from tests.cli.fakes import Engine, by_first_word
from tests.mutants import __main__ as command
from tests.mutants.catalogue import Mutant
from tests.mutants.equivalents import read_equivalents
from tests.mutants.grading import Fate, Loss, Proof, costly, judged
from tests.reports.samples import assignment, rejected, result, text, verdict


def mutant(name="Women.husband: dropped"):
    return Mutant(name, name.partition(":")[0], "before\n", "after\n")


PASSED, FAILED = result("a"), result("b", Outcome.FAILED)
SKIPPED = result("c", Outcome.SKIPPED, task="passport")


@pytest.mark.parametrize(
    ("checks", "listed", "fate"),
    [
        ((PASSED,), {}, Fate.SURVIVED),
        ((PASSED, FAILED), {}, Fate.KILLED),
        ((PASSED, SKIPPED), {}, Fate.KILLED),
        ((PASSED,), {"Women.husband: dropped": "why"}, Fate.EQUIVALENT),
        ((PASSED, FAILED), {"Women.husband: dropped": "why"}, Fate.MISTAKEN),
        ((PASSED,), {"Women.husband: renamed": "why"}, Fate.SURVIVED),
    ],
)
def test_one_check_that_did_not_pass_kills(checks, listed, fate):
    assert judged(mutant(), verdict(*checks), listed).fate is fate


def test_a_free_check_that_fails_kills_too():
    """Full marks are not enough: a check without points speaks as well."""
    free = dataclasses.replace(FAILED, max_points=0.0)
    assert judged(mutant(), verdict(PASSED, free), {}).fate is Fate.KILLED


def test_no_score_is_nobodys_kill():
    grave = judged(mutant(), rejected(), {})
    assert (grave.fate, grave.reason) == (Fate.ERROR, "no such file")


def test_what_fell_is_counted_by_task():
    grave = judged(mutant(), verdict(PASSED, FAILED, SKIPPED, result("d", Outcome.FAILED)), {})
    assert grave.losses == {"husband": Loss(2, 4.0), "passport": Loss(1, 2.0)}


TASKS = ["husband", "passport"]


def of(name, *tasks, failure="not_equal"):
    lost = [result(task, Outcome.FAILED, task=task, staff={"failure": failure}) for task in tasks]
    return judged(mutant(name), verdict(PASSED, *lost), {})


def test_a_mutant_that_costs_another_task_is_named():
    strange = of("Women.husband: target", "husband", "passport")
    graves = [of("Women.husband: dropped", "husband"), strange, of("Passport.owner: dropped", "passport")]
    assert costly(graves, TASKS) == [(strange, ["passport"])]


def test_a_place_is_at_home_where_its_mutants_cost_most():
    graves = [of("Passport.owner: dropped", "passport"), of("Passport.owner: renamed", "passport")]
    strange = of("Passport.owner: target", "husband")
    assert costly([*graves, strange], TASKS) == [(strange, ["husband"])]


def test_a_class_is_at_home_with_its_fields():
    graves = [of("Women.husband: dropped", "husband"), of("Women: Meta abstract added", "husband")]
    assert costly(graves, TASKS) == []


def test_what_cannot_be_imported_says_nothing_about_tasks():
    graves = [of("Women.husband: dropped", "husband"), of("Women.husband: typo", *TASKS, failure="import")]
    assert costly(graves, TASKS) == []


@pytest.mark.parametrize("content", ['"a" = ""', "a = 1", "a = ", '"a" = "  "'])
def test_an_equivalent_needs_a_reason(tmp_path, content):
    (tmp_path / "equivalent.toml").write_text(content)
    with pytest.raises(AssignmentError):
        read_equivalents(tmp_path)


def test_without_a_list_nothing_is_equivalent(tmp_path):
    assert read_equivalents(tmp_path) == {}


# -- a whole run, on an engine that reads the verdict off the file's first word -------------------------------


def submission(word):
    return Submission("", "one_to_one", (SourceFile("models.py", f"{word}\n".encode(), target="models.py"),))


@pytest.fixture
def run(monkeypatch, capsys):
    def prove(reference, mutants, equivalents=None):
        def grading(each):
            graded = by_first_word(each)
            outcome = Outcome.PASSED if graded.score == graded.max_score else Outcome.FAILED
            return dataclasses.replace(graded, checks=(result("stored", outcome),))

        monkeypatch.setattr(command, "grade_all", engine := Engine(grading))
        proof = Proof(
            dataclasses.replace(assignment(), tasks=(Task("husband", text("husband")),)),
            submission(reference),
            tuple(mutant(name) for name in mutants),
            tuple(submission(word) for word in mutants.values()),
            equivalents or {},
        )
        try:
            status = command.prove([proof], jobs=2)
        finally:
            assert engine.closed == 1
        return status, capsys.readouterr().out

    return prove


def test_a_run_without_survivors_exits_with_zero(run):
    status, shown = run("full", {"W.h: a": "none", "W.h: b": "half", "W.h: c": "full"}, {"W.h: c": "the same"})
    assert status == 0
    assert "3 mutants, 2 killed, 1 survived, 1 of them known to be equivalent" in shown
    assert shown.index("killed     W.h: a") < shown.index("killed     W.h: b") < shown.index("equivalent W.h: c")
    assert "husband: 1 check, 2 points" in shown


def test_a_survivor_exits_with_one_and_is_shown(run):
    status, shown = run("full", {"W.h: a": "none", "W.h: b": "full"})
    assert status == 1
    assert "survived: W.h: b" in shown
    assert "-before" in shown
    assert "+after" in shown


@pytest.mark.parametrize(
    ("reference", "equivalents", "complaint"),
    [
        ("full", {"W.h: a": "why"}, "killed, though equivalent.toml says that it changes nothing: W.h: a"),
        ("full", {"W.h: z": "why"}, "equivalent.toml names a mutant that there is not: W.h: z"),
        ("half", {}, "the model answer itself does not get full marks"),
    ],
)
def test_what_would_make_the_proof_worthless_exits_with_one(run, reference, equivalents, complaint):
    status, shown = run(reference, {"W.h: a": "none"}, equivalents)
    assert status == 1
    assert complaint in shown


def test_our_error_exits_with_three(run):
    status, shown = run("full", {"W.h: a": "error"})
    assert status == 3
    assert "the grader failed: W.h: a: the machine broke" in shown


def test_a_run_that_is_stopped_ends_its_lanes(run):
    with pytest.raises(KeyboardInterrupt):
        run("full", {"W.h: a": "stop"})


@pytest.mark.parametrize("arguments", [["nonsense"], ["nonsense", "--list"]])
def test_an_unknown_assignment_exits_with_two(capsys, arguments):
    assert command.main(arguments) == 2
    assert "there is no assignment" in capsys.readouterr().err


def test_list_names_every_mutant_and_grades_none(capsys, monkeypatch):
    monkeypatch.setattr(command, "grade_all", None)
    assert command.main(["one_to_one", "--list"]) == 0
    assert "one_to_one  Women.husband: on_delete SET_NULL -> CASCADE\n" in capsys.readouterr().out
