"""The pages about platforms, done: what a platform gives is there, and each command prints what is shown."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile

import pytest

from grader.commands.terms import CHECKOUT
from tests.lms.downloads import METADATA, canvas, canvas_name, gradescope, moodle
from tests.proving import only_when_proving

from .blocks import perform

HOWTO = CHECKOUT / "docs" / "howto"
SLUG = "one_to_one"
GRADES = """\
Student,ID,SIS User ID,SIS Login ID,Section,One to one (12345)
    Points Possible,,,,,20
"Кузнецова, Анна",4713,,,DJ101,
"O'Brien, Ben",4711,,ben,DJ101,
"Cmd, Eve",4712,,eve,DJ101,
"""
POINTS = """\
user_id,username,full_name,block_id,title,Previous Points,New Points
16,anna,Анна,block-v1:x,One to one,,
17,b.obrien,Ben,block-v1:x,One to one,,
18,eve,Eve,block-v1:x,One to one,3,
"""


def answer(name):
    return (CHECKOUT / "solutions" / SLUG / name / "models.py").read_bytes()


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@only_when_proving("ten commands; the page about Open edX is done in every run")
@pytest.mark.sandbox
def test_moodle(tmp_path):
    people = [
        ("Анна Кузнецова", 1234, {"models.py": answer("reference")}),
        ("Ben O'Brien", 1235, {"models.py": answer("foreign_key")}),
        ("Test Student", 1236, {"models.py": b"x"}),
    ]
    moodle(tmp_path / "DJ101-One to one-42.zip", people)
    (tmp_path / "participants.csv").write_text(
        "\ufeffFirst name,Last name,Email address\nАнна,Кузнецова,anna@uni.test\nBen,O'Brien,BEN@uni.test\n", "utf-8"
    )
    (tmp_path / "worksheet.csv").write_text(
        "\ufeffIdentifier,Full name,Email address,Status,Last modified (submission)\n"
        'Participant 1234,Анна Кузнецова,anna@uni.test,Submitted,"Sunday, 1 March 2026, 11:30 PM"\n'
        'Participant 1235,Ben O\'Brien,ben@uni.test,Submitted,"Monday, 2 March 2026, 12:30 AM"\n',
        encoding="utf-8",
    )
    assert perform(HOWTO / "moodle.md", tmp_path) == 7
    assert [row[2:] for row in rows(tmp_path / "marks.csv")[1:]] == [["anna@uni.test", "20"], ["BEN@uni.test", "15"]]
    with zipfile.ZipFile(tmp_path / "feedback.zip") as pages:
        assert sorted(name.split("_")[1] for name in pages.namelist()) == ["1234", "1235"]
    assert "Ben OBrien_1235" not in _left_out(tmp_path, "--names", "names.csv")
    assert "Ben OBrien_1235" in _left_out(tmp_path)


def _left_out(folder, *more):
    """Whom the archive leaves out of a course that knows nobody's name."""
    (folder / "mycourse" / "students.csv").write_text("id\nanna\nben\n", encoding="utf-8")
    grader = [sys.executable, "-P", "-m", "grader", "collect", "DJ101-One to one-42.zip", "-a", SLUG]
    command = [*grader, "--course", "mycourse", "--dry-run", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stderr


@only_when_proving("ten commands; the page about Open edX is done in every run")
@pytest.mark.sandbox
def test_canvas(tmp_path):
    files = [
        (canvas_name("Кузнецова, Анна", 4713, 90210, "models.py", late=True), answer("reference")),
        (canvas_name("O'Brien, Ben", 4711, 90220, "models.py"), answer("foreign_key")),
        ("eve_4712_text.html", "<p>"),
    ]
    canvas(tmp_path / "submissions.zip", files)
    (tmp_path / "Grades.csv").write_text(GRADES, encoding="utf-8")
    assert perform(HOWTO / "canvas.md", tmp_path) == 5
    assert [row[-1] for row in rows(tmp_path / "filled.csv")] == ["One to one (12345)", "20", "20", "15", ""]
    with zipfile.ZipFile(tmp_path / "feedback.zip") as pages:
        assert sorted(pages.namelist()) == [
            "obrienben_4711_90220_one_to_one.html",
            "кузнецоваанна_LATE_4713_90210_one_to_one.html",
        ]


@pytest.mark.sandbox
def test_open_edx(tmp_path):
    for student, name in (("anna", "reference"), ("ben", "foreign_key")):
        place = tmp_path / "mycourse" / "submitted" / student / SLUG
        place.mkdir(parents=True)
        (place / "models.py").write_bytes(answer(name))
    (tmp_path / "points.csv").write_text(POINTS, encoding="utf-8")
    assert perform(HOWTO / "openedx.md", tmp_path) == 3
    assert [row[-1] for row in rows(tmp_path / "filled.csv")] == ["New Points", "20", "15", ""]


def test_gradescope(tmp_path):
    (tmp_path / "mycourse").mkdir()
    roster = "id,last_name,first_name,lms_user_id,email\nanna,,,4713,\nann,,,4711,\neve,,,,eve@uni.test\n"
    (tmp_path / "mycourse" / "students.csv").write_text(roster, encoding="utf-8")
    metadata = METADATA.replace("submission_600000002:\n  :submitters: []\n", "")
    files = {"submission_409194023/models.py": "1", "submission_500000001/models.py": "2"}
    gradescope(tmp_path / "submissions.zip", metadata, files)
    assert perform(HOWTO / "gradescope.md", tmp_path) == 1
