"""What changed between two attempts: checks, points, lines, and nothing that could harm or take long."""

from __future__ import annotations

import random
import time

import pytest

from grader.core.text import LANGUAGES
from grader.core.verdict import Outcome
from grader.reports.changes import MOST_COMPARED, MOST_SHOWN, Attempt, changes

from .samples import HOSTILE, SECRET, hidden, rejected, result, verdict

PASSED, FAILED, SKIPPED = Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED
BEFORE = "class Women:\n    name = 1\n    husband = 2\n"
AFTER = "class Women:\n    name = 1\n    husband = 3\n"


def attempt(source: str = BEFORE, *outcomes: Outcome, **more: str) -> Attempt:
    checks = [result(f"c{number}", outcome) for number, outcome in enumerate(outcomes)]
    files = {"models.py": source.encode(), **{name: text.encode() for name, text in more.items()}}
    return Attempt(verdict(*checks), files)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_checks_that_end_otherwise_are_named(language):
    found = changes(
        attempt(BEFORE, FAILED, PASSED, PASSED, SKIPPED), attempt(AFTER, PASSED, FAILED, PASSED, FAILED), language
    )
    suffix = " по-русски" if language == "ru" else ""
    assert (found.gained, found.lost) == ((f"title of c0{suffix}",), (f"title of c1{suffix}",))


def test_a_check_that_only_one_has_is_left_out():
    found = changes(attempt(BEFORE, PASSED), attempt(BEFORE, PASSED, PASSED), "en")
    assert (found.gained, found.lost) == ((), ())


@pytest.mark.parametrize(
    ("before", "after", "points"),
    [((FAILED,), (PASSED,), "+2"), ((PASSED,), (FAILED,), "-2"), ((PASSED,), (PASSED,), "0")],
)
def test_points(before, after, points):
    assert changes(attempt(BEFORE, *before), attempt(BEFORE, *after), "en").points == points


def test_without_a_score_only_the_source_is_compared():
    found = changes(attempt(BEFORE, PASSED), Attempt(rejected(), {"models.py": AFTER.encode()}), "en")
    assert found.points == ""
    assert found.files[0].name == "models.py"


def test_lines_are_a_unified_diff():
    (file,) = changes(attempt(BEFORE), attempt(AFTER), "en").files
    assert file.lines == (
        ("place", "@@ -1,4 +1,4 @@"),
        ("same", " class Women:"),
        ("same", "     name = 1"),
        ("removed", "-    husband = 2"),
        ("added", "+    husband = 3"),
        ("same", " "),
    )


def test_files_that_came_and_went():
    found = changes(attempt(BEFORE, old="x"), attempt(BEFORE, new="y"), "en").files
    assert {(file.name, file.lines[-1]) for file in found} == {("new", ("added", "+y")), ("old", ("removed", "-x"))}


def test_the_same_files_have_no_differences():
    assert changes(attempt(), attempt(), "en").files == ()


def test_another_assignment_is_said():
    other = Attempt(verdict(environment={"assignment_digest": "1"}), {})
    assert changes(attempt(), other, "en").asked_anew
    assert not changes(attempt(), attempt(), "en").asked_anew


def test_what_a_student_wrote_steers_nothing():
    (file,) = changes(
        attempt(BEFORE), attempt(HOSTILE.encode("utf-8", "replace").decode() + "\n" + "x" * 9999), "en"
    ).files
    assert all(line.isprintable() and len(line) <= 310 for _, line in file.lines)


def test_values_of_hidden_checks_do_not_appear():
    before = Attempt(verdict(hidden()), {})
    after = Attempt(verdict(result("secretly", PASSED)), {})
    assert SECRET not in str(changes(before, after, "en"))
    assert SECRET not in str(changes(after, before, "en"))


def test_long_differences_are_cut_and_counted():
    (file,) = changes(attempt(""), attempt("x\n" * 500), "en").files
    assert len(file.lines) == MOST_SHOWN
    assert file.left_out == 502 - MOST_SHOWN


def test_what_is_too_long_is_not_compared():
    many = {f"m{number}": "x\n" * (MOST_COMPARED // 2) for number in range(5)}
    found = changes(attempt("1"), attempt("2\n" * MOST_COMPARED, **many), "en").files
    assert [file.too_long for file in found] == [True, False, True, True, True, True]


@pytest.mark.parametrize("letters", ["ab", "abcdefgh", "a"])
def test_no_source_takes_long(letters):
    some = random.Random(4711)
    old, new = ("\n".join(some.choices(letters, k=size)) for size in (MOST_COMPARED - 202, 198))
    began = time.process_time()
    assert changes(attempt(old), attempt(new + "\nz"), "en").files[0].lines
    assert time.process_time() - began < 2
