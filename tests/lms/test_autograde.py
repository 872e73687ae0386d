"""``nbgrader autograde``, the real one, with the grading left to us: the same marks, and nothing to forge."""

from __future__ import annotations

import os

import nbformat
import pytest

from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.intake.uploads import read_submission
from grader.pipeline import grade
from grader.sandbox.limits import default_limits
from tests.lms.nbgraders import BOOK, SLUG, answered, comments, hand_in, nbgrader, new_course, points, released
from tests.sandboxed import COURSE_KEY, FOREIGN_KEY, REFERENCE

pytestmark = pytest.mark.sandbox

EMPTYING = """\
import ast
class Nothing(ast.NodeTransformer):
    def visit_Module(self, node):
        node.body = []
        return node
get_ipython().ast_transformers.append(Nothing())
"""
ALWAYS_EQUAL = """\
class Always:
    def __eq__(self, other): return True
    def __getattr__(self, name): return Always()
    def __call__(self, *a, **k): return Always()
    def __bool__(self): return True
Women = Husband = Always()
"""
SILENT = """\
from IPython.core.interactiveshell import ExecutionResult
type(get_ipython()).showtraceback = lambda *a, **k: None
ExecutionResult.success = property(lambda self: True)
"""
FORGED = {"emptying": EMPTYING, "always_equal": ALWAYS_EQUAL, "silent": SILENT}


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """A course, and the folder of its assignments."""
    folder = tmp_path_factory.mktemp("course")
    return folder, new_course(folder)


@pytest.fixture(scope="module")
def assignment(handed_out):
    return load_assignment(handed_out[1] / SLUG)


@pytest.fixture(scope="module")
def course(handed_out):
    """Handed out, handed in and autograded by nbgrader's own commands."""
    folder, _ = handed_out
    hand_in(folder, "right", answered(released(folder), REFERENCE))
    hand_in(folder, "wrong", answered(released(folder), FOREIGN_KEY))
    hand_in(folder, "untouched", released(folder))
    hand_in(folder, "file", released(folder), models=FOREIGN_KEY)
    for name, trick in FORGED.items():
        hand_in(folder, name, answered(released(folder), trick))
    hand_in(folder, "edited", _with_edited_tests(answered(released(folder), FOREIGN_KEY)))
    hand_in(folder, "deleted", _without_tests(answered(released(folder), FOREIGN_KEY)))
    hand_in(folder, "unmarked", _without_metadata(answered(released(folder), REFERENCE)))
    said = nbgrader(folder, "autograde", SLUG, "--create", expect=1)
    (folder / "said.txt").write_text(said, encoding="utf-8")
    return folder


def _with_edited_tests(notebook):
    for cell in notebook.cells:
        facts = cell.metadata.get("nbgrader", {})
        if facts.get("grade"):
            cell.source = "pass"
            facts["points"] = 100
    return notebook


def _without_tests(notebook):
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    return notebook


def _without_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


def test_each_cell_has_the_points_of_its_check(course, assignment):
    """Those that the grader itself gives to the same folder."""
    found = points(course)
    with Lane([assignment]) as lane:
        for student in ("right", "wrong", "untouched", "file", "edited", "deleted", *FORGED):
            folder = course / "submitted" / student / SLUG
            submission = read_submission(folder, assignment, default_limits(), student=student)
            verdict = grade(submission, assignment, lane, course_key=COURSE_KEY)
            assert found[student] == {check.id: check.points for check in verdict.checks}, student
    assert sum(found["right"].values()) == assignment.max_score
    assert 0 < sum(found["wrong"].values()) < assignment.max_score
    assert found["file"] == found["wrong"]  # models.py beside an untouched notebook is the answer
    assert found["edited"] == found["deleted"] == found["wrong"]


@pytest.mark.parametrize("trick", FORGED)
def test_a_forged_notebook_has_not_a_point(course, trick):
    """Its cells are files to us. The same tricks get everything where cells are executed (below)."""
    assert set(points(course)[trick].values()) == {0}


def test_who_cannot_be_graded_has_no_mark_and_is_named(course):
    """A notebook without a solution cell: nbgrader says whose, and why."""
    said = (course / "said.txt").read_text(encoding="utf-8")
    assert "unmarked: one_to_one.ipynb has no solution cell" in said
    assert not (course / "autograded" / "unmarked" / SLUG).exists()
    assert set(points(course)["unmarked"].values()) == {None}


def test_cells_say_what_the_grader_says(course):
    """Passed checks their title, failed ones the message; of a hidden check no value is told."""
    book = nbformat.read(course / "autograded" / "wrong" / SLUG / BOOK, as_version=4)
    told = {cell.metadata["nbgrader"]["grade_id"]: cell for cell in book.cells if "nbgrader" in cell.metadata}
    failed = told["second_wife_is_refused"].outputs[0]
    assert failed.output_type == "error"
    assert "Hint" in "\n".join(failed.traceback)
    assert told["husband_is_stored"].outputs[0].data["text/plain"].startswith("✓ ")
    hidden = [cell for cell in told.values() if cell.cell_type == "code" and cell.source.startswith("# ") and
              cell.metadata["nbgrader"]["grade"] and "%check" not in cell.source]  # fmt: skip
    assert hidden
    assert all("Transcript" not in str(cell.outputs) for cell in hidden)


def test_the_answer_gets_its_diagnosis_as_a_comment(course):
    """Where nbgrader's feedback and formgrader show it."""
    (said,) = comments(course, "wrong")
    assert "ForeignKey" in said
    assert comments(course, "right") == [None]


def test_feedback_is_released_by_nbgrader_itself(course):
    """generate_feedback works on what we left."""
    nbgrader(course, "generate_feedback", SLUG, "--student=wrong")
    page = (course / "feedback" / "wrong" / SLUG / "one_to_one.html").read_text(encoding="utf-8")
    assert "ForeignKey" in page


@pytest.fixture(scope="module")
def plain_course(tmp_path_factory):
    """What an instructor without us would write: test cells that are executed in the student's kernel."""
    folder = tmp_path_factory.mktemp("plain")
    cells = [
        _cell("models", "### BEGIN SOLUTION\nclass Women: husband = 1\n### END SOLUTION", solution=True),
        _cell("unique", "assert Women.husband == 1", points=2),
        _cell("reverse", "raised = False\ntry:\n    Women.husband.wife\nexcept AttributeError:\n    raised = True\n"
              "assert raised or Women.husband == 2", points=3),
    ]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    source = folder / "source" / SLUG
    source.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), source / BOOK)
    nbgrader(folder, "generate_assignment", SLUG, "--create")
    for name, trick in FORGED.items():
        hand_in(folder, name, answered(released(folder), trick))
    nbgrader(folder, "autograde", SLUG, "--create")
    return folder


def _cell(grade_id, source, *, solution=False, points=0):
    facts = {"grade_id": grade_id, "grade": points > 0, "solution": solution, "locked": not solution, "task": False,
             "schema_version": 3} | ({"points": points} if points else {})  # fmt: skip
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": facts})


@pytest.mark.skipif(not os.environ.get("GRADER_PROVE"), reason="starts kernels: GRADER_PROVE=1")
@pytest.mark.parametrize("trick", FORGED)
def test_why_no_cell_is_executed(plain_course, trick):
    """Each of these gets full marks from a plain nbgrader assignment, for no answer at all."""
    assert points(plain_course)[trick] == {"unique": 2, "reverse": 3}
