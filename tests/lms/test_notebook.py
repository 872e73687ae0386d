"""What a student sees in her notebook: the released one, executed by a real kernel."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from IPython.core.error import UsageError
from nbclient import NotebookClient

from grader.notebook import Result, Results, run_checks
from tests.lms.nbgraders import SLUG, answered, new_course, released
from tests.proving import only_when_proving
from tests.sandboxed import FOREIGN_KEY, REFERENCE, ROOT


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """In Russian, since then it matters that the language comes through."""
    folder = tmp_path_factory.mktemp("course")
    new_course(folder, "ru")
    return folder


def test_running_the_cells_shows_the_public_checks(course, tmp_path, monkeypatch):
    """The answer's cell all of them, a check's cell that one; a hidden one has nothing to run."""
    home = tmp_path / "home"
    shutil.copytree(course / "release" / SLUG, home)
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("PATH", f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}")
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    book = answered(released(course), FOREIGN_KEY)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(home)}}).execute()
    cells = {cell.metadata.nbgrader["grade_id"]: cell for cell in book.cells}
    (shown,) = cells["models"].outputs
    assert "✓ Муж хранится" in shown.data["text/plain"] or "✓" in shown.data["text/html"]
    assert "✗" in shown.data["text/html"]
    assert "Подсказка" in shown.data["text/html"]
    (one,) = cells["second_wife_is_refused"].outputs
    assert one.data["text/plain"].count("\n✗") == 0
    assert one.data["text/plain"].startswith("✗")
    hidden = [cell for cell in book.cells if cell.metadata.nbgrader["grade"] and "%check" not in cell.source]
    assert hidden
    assert all(not cell.outputs for cell in hidden)


@only_when_proving("the model answer through the same files: tests/template/test_outcomes")
def test_every_public_check_passes_for_the_model_answer(course):
    """With all of its points."""
    results = run_checks(course / "source" / SLUG / "workbench.zip", {f"{SLUG}/models.py": REFERENCE}, "en")
    assert results
    assert all(result.passed and not result.said for result in results)
    assert repr(Results(results)).count("✓") == len(results)


def test_what_cannot_be_run_says_why(course, tmp_path):
    """No archive; a file that the assignment does not have."""
    with pytest.raises(UsageError, match="fetch the assignment again"):
        run_checks(tmp_path / "workbench.zip", {}, "en")
    with pytest.raises(UsageError, match="no file of this assignment"):
        run_checks(course / "source" / SLUG / "workbench.zip", {"other/models.py": ""}, "en")


@only_when_proving("the same words: tests/template/test_running")
def test_a_file_that_cannot_be_imported_fails_every_check(course):
    """And says where."""
    results = run_checks(course / "source" / SLUG / "workbench.zip", {f"{SLUG}/models.py": "class ("}, "en")
    assert not any(result.passed for result in results)
    assert "SyntaxError" in results[0].said


def test_what_a_check_says_is_text():
    """HTML in a message is shown, not rendered."""
    shown = Results([Result("x", "<b>", 1, passed=False, said="<script>")])._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
