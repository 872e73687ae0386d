"""A file that holds nothing is told so, and nothing else beside it."""

from __future__ import annotations

import pytest

from grader.diagnosis.run import diagnose
from tests.diagnoses.made import ASSIGNMENTS, ONE_TO_ONE, error, facts, ids, report
from tests.sandboxed import Grading

IMPORTS = '"""Models."""\n\nfrom django.db import models\n\nVALUE = 1\n'


@pytest.mark.parametrize("source", ["\n", "  \n\t\n# later\n", "\0\0\0", "\ufeff\n", "\x1a"])
def test_a_file_without_a_line_of_code_is_empty(source):
    """Blanks, comments, null bytes: whatever an editor, a disk or an upload leaves of a file."""
    found, troubles = diagnose(report(source), ONE_TO_ONE)
    assert troubles == []
    assert [(entry.id, entry.file) for entry in found] == [("file_is_empty", "models.py")]
    assert found[0].message.en.startswith("models.py is empty: hand it in once more.")
    assert found[0].message.ru.startswith("Файл models.py пуст: сдайте его ещё раз.")


def test_null_bytes_are_no_syntax_to_be_explained():
    assert ids("\0", error=error("SyntaxError", "source code string cannot contain null bytes")) == ["file_is_empty"]


def test_imports_alone_define_nothing():
    """Said once, not once for each function that is missing."""
    assignment = ASSIGNMENTS["link_and_save"]
    every = tuple(check.id for check in assignment.checks)
    assert ids(IMPORTS, assignment=assignment, place="services.py", failed=every) == ["file_defines_nothing"]


@pytest.mark.parametrize(
    "source",
    [
        "class Women(models.Model):\n    pass\n",
        "def f():\n    pass\n",
        "Women = type('Women', (), {})\n",
        "f = lambda: 1\n",
    ],
)
def test_a_file_that_makes_something_does_not_define_nothing(source):
    assert not {"file_is_empty", "file_defines_nothing"} & set(ids(source))


def test_a_file_that_was_not_read_is_not_called_empty():
    """Too large for the outline, or nested too deeply: nobody knows what it holds."""
    deep = f"a = {'-' * 5000}1\n"
    assert facts(deep).source.entries == ()
    assert facts("a = 1\n" * 20_000).source.entries == ()
    for source in (deep, "a = 1\n" * 20_000):
        assert not {"file_is_empty", "file_defines_nothing"} & set(ids(source))


def test_what_a_file_holds_is_counted():
    known = facts("class Women:\n    pass\n").files
    assert (known["models.py"]["filled"], known["models.py"]["making"]) == (2, 1)


@pytest.mark.sandbox
@pytest.mark.parametrize("source", ["", "# nothing yet\n", "\0" * 40])
def test_an_empty_file_is_told_through_the_whole_path(whole: Grading, source):
    verdict = whole.verdict(source)
    assert [entry.id for entry in verdict.diagnoses] == ["file_is_empty"]
    assert verdict.staff["diagnoses_that_failed"] == []
