"""What platforms call submissions, and whom they mean by it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest

from grader.intake.course import Student
from grader.lms.downloads.archive import BadDownload, open_download
from grader.lms.downloads.canvas import feedback_name as canvas_feedback
from grader.lms.downloads.handed import Handed, Who
from grader.lms.downloads.moodle import feedback_name as moodle_feedback
from grader.lms.downloads.people import Names, People, Unplaced, plain
from grader.lms.downloads.platforms import Platform, read_download
from grader.lms.downloads.times import moment
from grader.lms.exports.sheet import BadSheet
from tests.lms.downloads import METADATA, canvas, canvas_name, gradescope, moodle, packed

OBRIEN = 'Ann O\'Brien, "Ann"'


def read(path, platform=None):
    with open_download(path) as download:
        return read_download(download, platform)


def told(found):
    """By label: the files' places, and why it cannot be used."""
    return {one.label: ["/".join(parts) for parts, _ in one.files] or one.problem for one in found.handed}


# -- Moodle ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [False, True])
def test_moodle_in_folders(tmp_path, old):
    """With and without the underscore at the end; folders of the student's own are kept."""
    people = [("Анна Кузнецова", 1234, {"models.py": "1", "app/models.py": "2"}), (OBRIEN, 1235, {"a_b.zip": "3"})]
    platform, found = read(moodle(tmp_path / "a.zip", people, old=old))
    assert platform is Platform.MOODLE
    assert told(found) == {
        "Анна Кузнецова_1234": ["models.py", "app/models.py"],
        "Ann OBrien, Ann_1235": ["a_b.zip"],
    }
    assert found.handed[0].who == (Who(name="Анна Кузнецова", key="1234"),)
    assert found.strays == []


def test_moodle_in_one_folder_and_what_is_no_file(tmp_path):
    people = [("Ann", 1, {"my_models_2.py": "1"})]
    assert told(read(moodle(tmp_path / "a.zip", people, flat=True))[1]) == {"Ann_1": ["my_models_2.py"]}
    typed = moodle(tmp_path / "b.zip", [("Ann", 1, {"onlinetext.html": "<p>"})], plugin="onlinetext")
    assert told(read(typed)[1]) == {"Ann_1": "typed into Moodle's editor, not handed in as a file"}


def test_a_later_moodle_archive_is_the_newer_one(tmp_path):
    """Moodle gives each file the time at which the archive was made."""
    orders = [
        read(moodle(tmp_path / "a.zip", [("Ann", 1, {"x": ""})], made=made))[1].handed[0].order
        for made in [(2026, 3, 1, 9, 0, 0), (2026, 3, 1, 10, 0, 0), (2027, 1, 1, 0, 0, 0)]
    ]
    assert orders == sorted(set(orders))


# -- Canvas ------------------------------------------------------------------------------------------------


def test_canvas_names(tmp_path):
    """Letters of every script, a late mark, several files, names with digits and underscores."""
    files = [
        (canvas_name("Кузнецова, Анна", 4713, 90210, "models.py", late=True), "1"),
        (canvas_name("Кузнецова, Анна", 4713, 90211, "my_1_2_models.py", late=True), "2"),
        (canvas_name(OBRIEN, 4711, 90200, "models-1.py"), "3"),
        (canvas_name("Smith_Jones2, Eve", 4712, 90300, "models.py"), "4"),
        ("bob_4714_text.html", "5"),
        ("carol_LATE_4715_link.html", "6"),
        ("LATE_anon_aB3dE_90400_models.py", "7"),
    ]
    platform, found = read(canvas(tmp_path / "a.zip", files))
    assert platform is Platform.CANVAS
    assert told(found) == {
        "кузнецоваанна_4713": ["models.py", "my_1_2_models.py"],
        "annobrienann_4711": ["models-1.py"],
        "smith_jones2eve_4712": ["models.py"],
        "bob_4714": "typed into Canvas's editor, not handed in as a file",
        "carol_4715": "a link, not a file",
        "anon_aB3dE": ["models.py"],
    }
    assert [one.late for one in found.handed] == [True, False, False, False, True, True]
    anna, ann = found.handed[:2]
    assert (anna.handle, anna.order) == ("кузнецоваанна_LATE_4713_90210", 90211)
    assert (ann.who[0].user_id, found.handed[-1].who[0].user_id) == ("4711", "")


# -- Gradescope --------------------------------------------------------------------------------------------


def test_gradescope_says_whose_it_is_and_when(tmp_path):
    """Groups, numbers that are not quoted, other zones, and what nobody handed in."""
    files = {
        "submission_409194023/app/models.py": "1",
        "submission_500000001/models.py": "2",
        "submission_600000002/models.py": "3",
        "submission_9/models.py": "4",
    }
    platform, found = read(gradescope(tmp_path / "a.zip", METADATA, files))
    assert platform is Platform.GRADESCOPE
    assert told(found) == {
        "Анна Кузнецова (submission_409194023)": ["app/models.py"],
        "Ann O'Brien, Eve (submission_500000001)": ["models.py"],
        "submission_600000002": ["models.py"],
        "Nobody (submission_700000003)": "without a file in the archive",
    }
    assert found.handed[2].problem == "without a name"
    assert found.strays == [
        ("assignment_5837402_export/submission_9/models.py", "not named in submission_metadata.yml")
    ]
    anna, group = found.handed[:2]
    assert anna.submitted_at == datetime(2026, 4, 26, 17, 34, 0, 861687, UTC)
    assert group.submitted_at == datetime(2026, 4, 27, 5, 0, tzinfo=UTC)
    assert [(one.number, one.email) for one in group.who] == [("4711", "ann@uni.test"), ("", "Eve@Uni.test")]
    assert anna.order < group.order


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        ("- a list", "is no list of submissions"),
        ("a: [", "cannot be read"),
        ("a: !!python/object/apply:os.system ['touch pwned']", "cannot be read"),
        ("[" * 20_000, "cannot be read"),
    ],
)
def test_metadata_that_cannot_be_read(tmp_path, monkeypatch, metadata, why):
    """Nothing in it is executed."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadDownload, match=why):
        read(gradescope(tmp_path / "a.zip", metadata, {}))
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


# -- all of them -------------------------------------------------------------------------------------------


def test_an_archive_that_was_unpacked_and_packed_again(tmp_path):
    """As Safari and the Finder make one do: a folder around all, and what belongs to the machine beside it."""
    again = packed(
        tmp_path / "a.zip",
        [("Course-42/Ann_1_assignsubmission_file/models.py", "1"), ("__MACOSX/Course-42/._x", ""),
         ("Course-42/.DS_Store", "")],
    )  # fmt: skip
    assert told(read(again)[1]) == {"Ann_1": ["models.py"]}


def test_another_archive_is_refused_and_a_platform_can_be_named(tmp_path):
    path = packed(tmp_path / "a.zip", [("ann/models.py", "1"), ("bob/models.py", "2")])
    with pytest.raises(BadDownload, match="Gradescope or Moodle or Canvas"):
        read(path)
    with pytest.raises(BadDownload, match="not named as Canvas"):
        read(path, Platform.CANVAS)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(BadDownload, match="did not arrive whole"):
        read(path)
    path.write_bytes(b"")
    with pytest.raises(BadDownload, match="no zip archive"):
        read(path)


def test_names_of_pages_that_go_back(tmp_path):
    """Read again by the rule by which the platform itself reads them: by the parts between underscores."""
    name, number, kind, plugin, rest = moodle_feedback("Ann OBrien_1234", "one_to_one").split("_", 4)
    assert (name, number, kind, plugin, rest) == ("Ann OBrien", "1234", "assignfeedback", "file", "one_to_one.html")
    digits = [part for part in canvas_feedback("smith_LATE_4711_90210", "task_2").split("_") if part.isdigit()]
    assert digits[:2] == ["4711", "90210"]


# -- people ------------------------------------------------------------------------------------------------

ROSTER = [
    Student("anna", "Кузнецова", "Анна", "anna@uni.test", "4713"),
    Student("ann", "O'Brien", "Ann", "ann@uni.test", "4711"),
    Student("semyon", "Ёлкин", "Семён"),
    Student("twin1", "Doe", "Jo"),
    Student("twin2", "Doe", "Jo", "jo@uni.test"),
    Student("4713", "Number", "Like Anna's"),
]


def named(who, names=None, roster=ROSTER):
    people = People(roster, Names.read(names.encode()) if names else None)
    return [student for student, _ in people.of(Handed("a label", (who,), "a handle"))]


@pytest.mark.parametrize(
    ("who", "student"),
    [
        (Who(name="Анна Кузнецова"), "anna"),
        (Who(name=unicodedata.normalize("NFD", "Кузнецова Анна")), "anna"),
        (Who(name="кузнецоваанна", user_id="4713"), "anna"),
        (Who(name="annobrien"), "ann"),
        (Who(name="Елкин Семен"), "semyon"),
        (Who(name="Jo Doe", email="JO@uni.test"), "twin2"),
        (Who(name="Somebody", number="4711"), "ann"),
        (Who(name="Somebody", login="semyon"), "semyon"),
    ],
)
def test_a_student_is_found(who, student):
    assert named(who) == [student]


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (Who(name="Jo Doe"), r"several are called so \(twin1, twin2\)"),
        (Who(name="Ann"), "nobody on the roster"),
        (Who(name="", user_id="99"), "nobody on the roster"),
        (Who(number="4713"), r"several are called so \(4713, anna\)"),
    ],
)
def test_who_is_not_found_is_nobody(who, why):
    """A first name alone, or a number that is one student's login and another's number, decides nothing."""
    with pytest.raises(Unplaced, match=why):
        named(who)


WORKSHEET = "Identifier,Full name,Email address,Status,Grade\nParticipant 1234,Jo Doe,jo@uni.test,Submitted,\n"
RUSSIAN = "\ufeffИдентификатор;Полное имя;Адрес электронной почты\nУчастник1234;Джо;jo@uni.test\n"
GRADEBOOK = 'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Doe, Jo",1234,,twin2,A\n'


@pytest.mark.parametrize("names", [WORKSHEET, RUSSIAN, GRADEBOOK, "name,id\nJo Doe,twin2\n", "id;name\ntwin2;1234\n"])
def test_a_list_says_who_is_meant(names):
    assert named(Who(name="Jo Doe", key="1234"), names) == ["twin2"]


def test_a_group_is_named_in_several_rows():
    assert named(Who(name="Group A", key="7"), "name,id\ngroup a,ann\nGroup A,anna\n") == ["ann", "anna"]


def test_a_list_cannot_name_who_is_not_there():
    with pytest.raises(Unplaced, match="who is not on the roster"):
        named(Who(name="Ann"), "name,id\nAnn,../../etc\n")


@pytest.mark.parametrize("names", ["who,is\na,b\n", "id,last_name\nann,x\n"])
def test_another_list_is_refused(names):
    with pytest.raises(BadSheet, match="neither the columns name,id nor"):
        Names.read(names.encode())


def test_without_a_roster_the_platforms_logins_are_the_ids():
    """Where it tells one that can be the name of a folder."""
    assert named(Who(number="4711", email="a@b.c"), roster=[]) == ["4711"]
    assert named(Who(key="1234"), GRADEBOOK, roster=[]) == ["twin2"]
    with pytest.raises(Unplaced, match="tells no login"):
        named(Who(name="Ann", number="../ann"), roster=[])


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("Wednesday, 10 June 2026, 2:14 PM", (2026, 6, 10, 14, 14)),
        ("Wednesday, June 10, 2026, 12:05 AM", (2026, 6, 10, 0, 5)),
        ("среда, 10 июня 2026, 14:14", (2026, 6, 10, 14, 14)),
        ("Sunday, 1 March 2026, 12:00 pm", (2026, 3, 1, 12, 0)),
        ("-", None),
        ("30 February 2026, 10:00", None),
        ("10 juin 2026, 10:00", None),
    ],
)
def test_times_of_a_worksheet(told, at):
    assert moment(told) == (datetime(*at) if at else None)  # noqa: DTZ001 - it names no zone


def test_plain_names():
    assert plain("O'Brien, “Ann”-Ёва 2") == "obrienannева2"
