"""Feedback that goes back to Moodle and Canvas: named as they name it, and the verdict that was published."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from grader.commands import classwork, published_pages
from grader.commands.published_pages import published_pages as pages_of
from tests.lms.downloads import canvas, canvas_name, gradescope, moodle

from .fakes import find_assignment

SLUG = "one_to_one"
ROSTER = "id,last_name,first_name,email,lms_user_id\nanna,Кузнецова,Анна,,4713\neve,Cmd,Eve,,4712\nzed,Zed,Z,,\n"
LATER = (2026, 3, 2, 12, 0, 0)


@pytest.fixture
def course(tmp_path, _gradebooks, engine, monkeypatch):
    """An empty course with a roster, in which the best attempt counts."""
    monkeypatch.setattr(published_pages, "find_assignment", lambda slug, _: find_assignment(slug, tmp_path))
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "students.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "course.toml").write_text('language = "ru"\n[policy]\ncounts = "best"\n', encoding="utf-8")
    return folder


@pytest.fixture
def graded_from(run, course):
    """Collects an archive and grades it."""

    def graded_from(archive, *more):
        assert run("collect", archive, "-a", SLUG, "--course", course, *more).exit_code == 0
        assert run("grade", course).exit_code == 0

    return graded_from


@pytest.fixture
def export(run, course, tmp_path):
    """Answers the pages by their names, and what was said."""

    def export(platform, *more):
        out = tmp_path / "feedback.zip"
        result = run("export", f"{platform}-feedback", course, "-a", SLUG, "--out", out, *more)
        assert result.exit_code == 0, result.output
        with zipfile.ZipFile(out) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}, result.stderr

    return export


def _moodle(tmp_path, anna="full", **more):
    people = [("Анна Кузнецова", 1234, {"models.py": anna}), ("Eve Cmd", 1235, {"models.py": "half"})]
    return moodle(tmp_path / "a.zip", people, **more)


def test_moodle_gets_pages_by_its_own_names(run, course, graded_from, export, tmp_path):
    graded_from(_moodle(tmp_path))
    run("publish", course, "--student", "anna")
    pages, said = export("moodle")
    assert list(pages) == ["Анна Кузнецова_1234_assignfeedback_file_one_to_one.html"]
    assert "2 / 2" in next(iter(pages.values()))
    assert "Left out, not published: eve" in said
    assert "1 pages written" in said


def test_canvas_gets_pages_by_the_names_of_its_files(run, course, graded_from, export, tmp_path):
    files = [
        (canvas_name("Кузнецова, Анна", 4713, 90210, "models.py", late=True), "full"),
        (canvas_name("Cmd, Eve", 4712, 90220, "models-1.py"), "half"),
    ]
    graded_from(canvas(tmp_path / "a.zip", files))
    run("publish", course)
    pages, _ = export("canvas")
    assert set(pages) == {"кузнецоваанна_LATE_4713_90210_one_to_one.html", "cmdeve_4712_90220_one_to_one.html"}


def test_a_page_shows_the_attempt_that_counts(run, course, graded_from, export, tmp_path):
    """The best one, though another one was handed in since, and whatever became of the files."""
    graded_from(_moodle(tmp_path))
    graded_from(_moodle(tmp_path, anna="none", made=LATER))
    run("publish", course)
    shutil.rmtree(course / "graded")
    pages, _ = export("moodle")
    assert "2 / 2" in pages["Анна Кузнецова_1234_assignfeedback_file_one_to_one.html"]


def test_a_page_shows_what_was_published(run, course, graded_from, export, tmp_path):
    """Not what stands now: of that the student was told nothing so far."""
    graded_from(_moodle(tmp_path, anna="half"))
    run("publish", course)
    assert run("collect", _moodle(tmp_path, made=LATER), "-a", SLUG, "--course", course).exit_code == 0
    assert run("grade", course).exit_code == 1  # a published mark would be another one now
    assert "1 / 2" in export("moodle")[0]["Анна Кузнецова_1234_assignfeedback_file_one_to_one.html"]
    run("publish", course)
    assert "2 / 2" in export("moodle")[0]["Анна Кузнецова_1234_assignfeedback_file_one_to_one.html"]


def test_a_page_is_in_the_courses_language_or_another(run, course, graded_from, export, tmp_path):
    graded_from(_moodle(tmp_path))
    run("publish", course)
    assert all('lang="ru"' in page for page in export("moodle")[0].values())
    assert all('lang="en"' in page for page in export("moodle", "--lang", "en")[0].values())


def test_who_came_another_way_or_has_no_verdict_is_named(run, course, graded_from, export, tmp_path):
    graded_from(_moodle(tmp_path))
    shutil.copytree(course / "submitted" / "eve", course / "submitted" / "zoe")
    assert run("grade", course).exit_code == 0
    run("adjust", course, "zed", SLUG, "1", "--why", "by word of mouth")
    run("publish", course)
    pages, said = export("moodle")
    assert len(pages) == 2
    assert "Left out, not collected from Moodle: zoe" in said
    assert "Left out, without a verdict to show: points were given by hand: zed" in said


def test_a_groups_page_does_not_go_to_one_of_them(run, course, graded_from, export, tmp_path):
    """Moodle's number of a group may be the number of somebody else."""
    names = tmp_path / "names.csv"
    names.write_text("name,id\nGroup A,anna\nGroup A,eve\n", encoding="utf-8")
    graded_from(moodle(tmp_path / "a.zip", [("Group A", 7, {"models.py": "full"})]), "--names", names)
    run("publish", course)
    pages, said = export("moodle")
    assert pages == {}
    assert "handed in as a group: Moodle takes pages of single students: anna, eve" in said


def test_what_was_not_collected_there_is_a_mistake(run, course, graded_from, tmp_path):
    metadata = "submission_1:\n  :submitters:\n  - :name: Eve Cmd\n"
    graded_from(gradescope(tmp_path / "a.zip", metadata, {"submission_1/models.py": "half"}))
    out = tmp_path / "feedback.zip"
    result = run("export", "moodle-feedback", course, "-a", SLUG, "--out", out)
    assert result.exit_code == 2
    assert "Nothing of one_to_one was collected from Moodle" in result.stderr
    assert not out.exists()


def test_a_page_of_an_assignment_that_is_gone(run, course, graded_from, tmp_path):
    """It is made of the verdict alone."""
    graded_from(_moodle(tmp_path))
    run("publish", course)
    pages, _ = pages_of(classwork.open_course(course), SLUG, assignments=tmp_path / "nowhere", language="en")
    assert set(pages) == {"anna", "eve"}
