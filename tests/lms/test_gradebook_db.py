"""``grader grade`` in a course of nbgrader's: the same gradebook and the same tree as ``nbgrader autograde`` makes."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, datetime

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import notebook_hash

from grader.commands.classwork import Wanted
from grader.commands.grade import Options, grade_course
from grader.commands.grading import Means
from grader.commands.notebooks import write_feedback
from grader.commands.publish import Chosen, publish_marks
from grader.commands.terms import Exit
from grader.core.errors import GraderError
from grader.intake.coursekey import course_key
from grader.lms.nbgrader.book import NbBook
from tests.lms.nbgraders import BOOK, SLUG, answered, comments, hand_in, nbgrader, new_course, points, released
from tests.proving import only_when_proving
from tests.sandboxed import FOREIGN_KEY, REFERENCE

pytestmark = pytest.mark.sandbox

TIMESTAMP = "2026-11-01 12:00:00 UTC"
SECRET = "secret-of-right"
POLICY = "[assignment.one_to_one]\ndue = 2026-10-30T23:00:00+03:00\nlate_penalty = 15\n"  # the second day has begun


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """A course, and the folder of its assignments."""
    folder = tmp_path_factory.mktemp("course")
    return folder, new_course(folder)


@pytest.fixture(scope="module")
def assignments(handed_out):
    return handed_out[1]


@pytest.fixture(scope="module")
def handed_in(handed_out):
    """A course in which nothing is graded yet."""
    folder, _ = handed_out
    right = hand_in(folder, "right", answered(released(folder), REFERENCE))
    (right / "timestamp.txt").write_text(TIMESTAMP, encoding="utf-8")
    (right / "submission_secret.txt").write_text(SECRET, encoding="utf-8")
    hand_in(folder, "wrong", answered(released(folder), FOREIGN_KEY))
    hand_in(folder, "file", released(folder), models=FOREIGN_KEY)
    hand_in(folder, "alone", None, models=REFERENCE)
    (folder / "course.toml").write_text(POLICY, encoding="utf-8")
    course_key(folder)  # it decides the random data, and with it what a transcript shows
    return folder


@pytest.fixture(scope="module")
def both(handed_in, assignments, tmp_path_factory):
    """The same course graded in both ways."""
    theirs, ours = tmp_path_factory.mktemp("theirs") / "course", tmp_path_factory.mktemp("ours") / "course"
    shutil.copytree(handed_in, theirs)
    shutil.copytree(handed_in, ours)
    nbgrader(theirs, "autograde", SLUG, "--create")
    assert grade(ours, assignments) is Exit.DONE
    return theirs, ours


def grade(course, assignments, *, force=False, student=None):
    options = Options(Wanted(assignments, None, student), Means(1, "full", None), "en", force)
    return grade_course(course, options)


def test_marks_are_equal_cell_by_cell(both):
    """And there is no mark that only one of them knows."""
    theirs, ours = map(points, both)
    assert theirs == ours
    assert set(ours) == {"right", "wrong", "file"}


def test_the_trees_are_equal(both):
    """The notebook that formgrader shows, and the time at which it was handed in."""
    theirs, ours = both
    for student in ("right", "wrong", "file"):
        one, other = (course / "autograded" / student / SLUG for course in both)
        assert nbformat.read(one / BOOK, 4) == nbformat.read(other / BOOK, 4)
        assert sorted(path.name for path in one.iterdir()) == sorted(path.name for path in other.iterdir())
    assert comments(theirs, "wrong") == comments(ours, "wrong")
    for course in both:
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            assert str(gradebook.find_submission(SLUG, "right").timestamp) == "2026-11-01 12:00:00"


def test_being_late_costs_what_the_course_says(both):
    """In both ways, and the same as in our own gradebook. Who has no timestamp is in time."""
    with (both[1] / "grades.csv").open(encoding="utf-8") as file:
        ours = {row["student"]: row["score"] for row in csv.DictReader(file)}
    for course in both:
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            late, timely = (gradebook.find_submission(SLUG, student) for student in ("right", "wrong"))
            assert late.duedate.replace(tzinfo=UTC) == datetime(2026, 10, 30, 20, tzinfo=UTC)
            assert late.late_submission_penalty == pytest.approx(late.score * 0.3)
            assert late.score - late.late_submission_penalty == pytest.approx(float(ours["right"]))
            assert timely.late_submission_penalty == 0


def test_a_mark_by_hand_survives(both, assignments):
    """Two runs that grade everything again leave it, and the extra credit, as they are."""
    _, ours = both
    with Gradebook(f"sqlite:///{ours / 'gradebook.db'}") as gradebook:
        entry = gradebook.find_grade("widow_stays", SLUG, SLUG, "wrong")
        entry.manual_score, entry.extra_credit = 0.5, 0.25
        gradebook.db.commit()
    for _ in range(2):
        assert grade(ours, assignments, force=True) is Exit.DONE
    with Gradebook(f"sqlite:///{ours / 'gradebook.db'}") as gradebook:
        entry = gradebook.find_grade("widow_stays", SLUG, SLUG, "wrong")
        assert (entry.manual_score, entry.extra_credit) == (0.5, 0.25)
        assert entry.auto_score is not None


def test_what_has_not_changed_is_not_entered_again(both, assignments, capsys):
    """The second run has nothing to do for nbgrader either."""
    _, ours = both
    grade(ours, assignments)
    capsys.readouterr()
    before = (ours / "gradebook.db").read_bytes()
    grade(ours, assignments)
    assert "nbgrader" not in capsys.readouterr().out
    assert (ours / "gradebook.db").read_bytes() == before


def test_a_configuration_that_cannot_be_read_is_named(handed_in, assignments, tmp_path, capfd):
    """With file and cause; the marks are graded and kept all the same, and entered by the first run that can."""
    course = tmp_path / "course"
    shutil.copytree(handed_in, course)
    config = course / "nbgrader_config.py"
    before = config.read_text(encoding="utf-8")
    config.write_text("c = get_config(\n", encoding="utf-8")
    with pytest.raises(GraderError, match=r"nbgrader_config\.py cannot be read: SyntaxError"):
        grade(course, assignments)
    assert (course / "graded" / "right" / SLUG / "verdict.json").is_file()
    assert points(course) == {}
    config.write_text(before, encoding="utf-8")
    assert grade(course, assignments) is Exit.DONE
    assert set(points(course)) == {"right", "wrong", "file"}


def test_a_link_beside_a_notebook_is_not_followed(handed_in, assignments, tmp_path, capfd):
    """nbgrader copies what a link leads to: another's file, or a device that never ends. The mark stays in ours."""
    course = tmp_path / "course"
    shutil.copytree(handed_in, course)
    for number, place in enumerate(("/dev/zero", "../../right/one_to_one/submission_secret.txt")):
        folder = hand_in(course, f"eve{number}", answered(released(course), REFERENCE))
        (folder / "[a]").mkdir()
        (folder / "[a]" / "data").symlink_to(place if number == 0 else f"../{place}")
        assert grade(course, assignments, student=f"eve{number}") is Exit.DONE
        assert f"nbgrader could not take the mark of eve{number}: [a]/data is a link" in capfd.readouterr().err
        assert not (course / "autograded" / f"eve{number}").exists()
        assert (course / "graded" / f"eve{number}" / SLUG / "verdict.json").exists()


def test_a_slip_that_is_a_link_gives_nothing_away(handed_in, assignments, tmp_path):
    """It would be copied to what goes back to the student."""
    course = tmp_path / "course"
    shutil.copytree(handed_in, course)
    folder = hand_in(course, "eve", released(course))
    (folder / "timestamp.txt").write_text(TIMESTAMP, encoding="utf-8")
    (folder / "submission_secret.txt").symlink_to("../../right/one_to_one/submission_secret.txt")
    said = NbBook(course, assignments, "en").give_back(SLUG, "eve", b"page", replace=False)
    assert "submission_secret.txt" in said
    assert not (course / "feedback").exists()


def test_feedback_is_where_nbgrader_releases_it_once_it_is_published(both, assignments, capsys):
    """Our page; nobody's before."""
    _, ours = both
    write_feedback(SLUG, ours, assignments=assignments, language=None, replace=False)
    assert not (ours / "feedback").exists()
    publish_marks(ours, Chosen(), dry_run=False)
    write_feedback(SLUG, ours, assignments=assignments, language=None, replace=False)
    said = capsys.readouterr().err
    assert "Left out, not published: alone, file, right, wrong" in said
    assert "Left out, without a notebook of this assignment: alone" in said
    assert (
        "Left out, without timestamp.txt and submission_secret.txt, which nbgrader's exchange makes: file, wrong"
        in said
    )
    page = ours / "feedback" / "right" / SLUG / f"{SLUG}.html"
    assert page.read_bytes() == (ours / "graded" / "right" / SLUG / "feedback.html").read_bytes()


@only_when_proving("nbgrader's own program; runs after the test above, which puts the page there")
def test_published_feedback_is_released_by_nbgrader_itself(both, tmp_path):
    """Under the name that only she knows whose secret it is made of."""
    _, ours = both
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    nbgrader(ours, "release_feedback", SLUG, "--course=dj", f"--Exchange.root={exchange}")
    (released_page,) = (exchange / "dj" / "feedback").iterdir()
    assert released_page.name == f"{notebook_hash(secret=SECRET, notebook_id=SLUG)}.html"
    assert released_page.read_bytes() == (ours / "graded" / "right" / SLUG / "feedback.html").read_bytes()


def test_a_page_of_nbgraders_is_replaced_only_where_asked(both, assignments, capsys):
    """Runs after the tests above, in whose course right's page lies."""
    page = both[1] / "feedback" / "right" / SLUG / f"{SLUG}.html"
    page.write_text("<html>made by nbgrader</html>", encoding="utf-8")
    write_feedback(SLUG, both[1], assignments=assignments, language=None, replace=False)
    assert "with a page that nbgrader generate_feedback made" in capsys.readouterr().err
    assert "made by nbgrader" in page.read_text(encoding="utf-8")
    write_feedback(SLUG, both[1], assignments=assignments, language=None, replace=True)
    assert "made by nbgrader" not in page.read_text(encoding="utf-8")
