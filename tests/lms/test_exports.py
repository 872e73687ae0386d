"""Files for learning platforms, read again by Python's own csv: names that break them, people who are not there."""

from __future__ import annotations

import codecs
import csv
import io

import pytest

from grader.lms.exports import canvas, moodle, openedx
from grader.lms.exports.entries import Directory, Entry
from grader.lms.exports.sheet import BadSheet, Sheet

ANN = Entry("ann", 'O\'Brien, "Ann"', "PhD", "ann@uni.test", "4711", "graded", 17.5)
EVIL = Entry("eve", "=cmd()", "", "eve@uni.test", "4712", "graded", 3)
ANNA = Entry("anna", "Кузнецова", "Анна", "Anna@uni.test", "", "graded", 20)
GONE = Entry("gone", "Gone", "", "", "4799", "graded", 9)
MISSING = Entry("late", "Late", "", "", "4714", "missing", None)
CLASS = [ANN, EVIL, ANNA, GONE, MISSING]

GRADES = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Quiz (11),One to one (12345),Current Score
    Points Possible,,,,,10,20,(read only)
"O'Brien, ""Ann""",4711,S1,ann.o,DJ101,7,,35
"Кузнецова, Анна",4713,anna,a.k,"DJ101, DJ102",8,19,40
Eve,4712,S3,eve,DJ101,,3,15
Late,4714,S4,late,DJ101,,5,
"Student, Test",4700,,test,DJ101,,,
'''


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


# -- Canvas ----------------------------------------------------------------------------------------------------


def test_filling_in_changes_one_column():
    """Every other cell, the test student and who has no mark included, is as it was."""
    export = canvas.fill(GRADES.encode(), CLASS, ["One to one"], max_score=20, scale=False)
    before, after = read(GRADES.encode()), read(export.content)
    changed = {
        (row[0], place) for row, other in zip(before, after, strict=True)
        for place, (one, two) in enumerate(zip(row, other, strict=True)) if one != two
    }  # fmt: skip
    assert changed == {('O\'Brien, "Ann"', 6), ("Кузнецова, Анна", 6)}  # Eve had her 3 already
    assert [row[6] for row in after] == ["One to one (12345)", "20", "17.5", "20", "3", "5", ""]
    assert export.count == 3
    assert export.left_out == [("gone", "not in the file"), ("late", "missing")]


@pytest.mark.parametrize(
    ("delimiter", "newline", "mark"), [(";", "\r\n", True), (",", "\n", False), ("\t", "\n", True)]
)
def test_the_file_keeps_its_form(delimiter, newline, mark):
    """Semicolons of a Russian Canvas, line ends, byte order mark."""
    sheet = Sheet([*map(list, read(GRADES.encode()))], delimiter, newline, mark)
    given = sheet.write()
    assert given.startswith(codecs.BOM_UTF8) is mark
    export = canvas.fill(given, [MISSING], ["One to one"], max_score=20, scale=False)
    assert export.content == given


def test_another_number_of_points_is_refused_or_converted():
    """20 points of ours into Canvas's 100."""
    hundred = GRADES.replace(",,,,,10,20,", ",,,,,10,100,").encode()
    with pytest.raises(BadSheet, match="has 100 points in Canvas, and 20 here"):
        canvas.fill(hundred, CLASS, ["One to one"], max_score=20, scale=False)
    export = canvas.fill(hundred, CLASS, ["One to one"], max_score=20, scale=True)
    assert [row[6] for row in read(export.content)[2:5]] == ["87.5", "100", "15"]


@pytest.mark.parametrize(
    ("change", "titles", "said"),
    [
        ({}, ["Two to two"], "0 columns are called"),
        ({"Quiz (11)": "One to one"}, ["One to one"], "2 columns are called"),
        ({"Section": "Group"}, ["One to one"], "no gradebook of Canvas's"),
        ({",,,,,10,20,": ",,,,,10,(read only),"}, ["One to one"], "can only be read"),
        ({",,,,,10,20,": ",,,,,10,many,"}, ["One to one"], "'many' for its points"),
    ],
)
def test_a_file_that_cannot_be_filled_in_says_why(change, titles, said):
    """And nothing is guessed."""
    text = GRADES
    for one, other in change.items():
        text = text.replace(one, other)
    with pytest.raises(BadSheet, match=said):
        canvas.fill(text.encode(), CLASS, titles, max_score=20, scale=False)


def test_the_column_may_be_named_in_full():
    """With Canvas's own number, where two are called the same."""
    text = GRADES.replace("Quiz (11)", "One to one (11)").encode()
    export = canvas.fill(text, CLASS, ["One to one (12345)"], max_score=20, scale=False)
    assert read(export.content)[2][5:7] == ["7", "17.5"]


def test_a_new_file_has_what_canvas_needs():
    """Section last of the student's columns, and no name that a spreadsheet computes."""
    rows = read(canvas.make(CLASS, "Один к одному", max_score=20).content)
    assert rows[0] == ["Student", "ID", "SIS Login ID", "Section", "Один к одному"]
    assert rows[1] == ["    Points Possible", "", "", "", "20"]
    assert rows[2] == ['O\'Brien, "Ann", PhD', "4711", "ann", "", "17.5"]
    assert rows[3][0] == "'=cmd()"
    assert rows[4][0] == "Кузнецова, Анна"
    assert len(rows) == 6


# -- Moodle ----------------------------------------------------------------------------------------------------


def test_moodle_gets_who_has_a_mark():
    """By user name, ID number and address."""
    export = moodle.make(CLASS, "=One to one")
    rows = read(export.content)
    assert rows[0] == ["Username", "ID number", "Email address", "'=One to one"]
    assert rows[1] == ["ann", "4711", "ann@uni.test", "17.5"]
    assert [row[0] for row in rows[1:]] == ["ann", "eve", "anna", "gone"]
    assert export.left_out == [("late", "missing")]


def test_whom_moodle_does_not_know_is_left_out():
    """One unknown user would make it refuse the whole file. What it calls people wins."""
    known = "First name;Email address;ID number\nAnn;ANN@uni.test;\nAnna;anna@uni.test;S77\nStranger;x@uni.test;\n"
    export = moodle.make(CLASS, "One", known=known.encode())
    assert read(export.content)[1:] == [["", "", "ANN@uni.test", "17.5"], ["", "S77", "anna@uni.test", "20"]]
    assert ("gone", "not among the participants") in export.left_out
    with pytest.raises(BadSheet, match="none of the columns"):
        moodle.make(CLASS, "One", known=b"Name\nAnn\n")


# -- Open edX --------------------------------------------------------------------------------------------------

POINTS = """\
user_id,username,full_name,student_uid,enrolled,track,cohort,block_id,title,Previous Points,New Points
1,ann,Ann,,True,audit,,block-v1:x,Week,,
2,other,Other,,True,audit,,block-v1:x,Week,3,4
"""  # fmt: skip


def test_new_points_are_filled_in():
    """Of whom the file names and who has a mark; others keep what stands there."""
    export = openedx.fill(POINTS.encode(), CLASS)
    rows = read(export.content)
    assert [row[-1] for row in rows] == ["New Points", "17.5", "4"]
    assert [row[:-1] for row in rows] == [row[:-1] for row in read(POINTS.encode())]
    assert ("eve", "not in the file") in export.left_out


def test_a_file_that_open_edx_would_refuse_is_refused():
    """With the column that is missing."""
    with pytest.raises(BadSheet, match="no column block_id"):
        openedx.fill(POINTS.replace("block_id", "block").encode(), CLASS)


# -- whoever it is ---------------------------------------------------------------------------------------------


def test_what_two_people_share_names_neither():
    """A mark in a wrong row is worse than one that is left out."""
    twin = Entry("twin", "", "", "ann@uni.test", "", "graded", 1)
    directory = Directory([ANN, twin], {"mail": ("email",), "login": ("student",)})
    assert directory.find({"mail": "ann@uni.test"}) is None
    assert directory.find({"mail": "ann@uni.test", "login": "TWIN"}) is twin
    assert directory.find({}) is None


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_carriage_return_in_a_cell_splits_no_row(newline, delimiter):
    """Python 3.11 and 3.12 leave it unquoted where rows end with a line feed alone."""
    rows = [["a\rb", "c\nd"], ["e\r\nf", '"g"']]
    assert read(Sheet(rows, delimiter, newline).write(), delimiter) == rows


@pytest.mark.parametrize("data", [b"", b"\xff\xfea,b", b'a,"b\n'])
def test_what_is_no_csv_says_so(data):
    """Empty, UTF-16, a quote that never ends."""
    with pytest.raises(BadSheet):
        Sheet.read(data)
