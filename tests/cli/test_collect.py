"""``grader collect``: archives of platforms become ``submitted/``, whole or not at all, and never backwards."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import zipfile

import pytest

from grader.commands import collect as collecting
from grader.commands import staging
from grader.commands.terms import CHECKOUT
from grader.intake.course import submitted_at
from grader.sandbox.limits import default_limits
from tests.gradebooks import put_gradebook
from tests.lms.downloads import MADE, METADATA, canvas, canvas_name, gradescope, moodle, packed

ROSTER = '''\
id,last_name,first_name,email,lms_user_id
anna,Кузнецова,Анна,anna@uni.test,4713
ann,"O'Brien, ""Ann""",Ann,ann@uni.test,4711
eve,=cmd(),Eve,eve@uni.test,4712
'''
LATER = (2026, 3, 2, 12, 0, 0)
EARLIER = (2026, 2, 1, 12, 0, 0)
SLUG = "one_to_one"


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "students.csv").write_text(ROSTER, encoding="utf-8")
    return folder


@pytest.fixture
def collect(run, course, tmp_path):
    """Collects ``archive`` into the course; answers the command's result."""

    def collect(archive, *more, expect=0):
        result = run("collect", archive, "-a", SLUG, "--course", course, *more)
        assert result.exit_code == expect, result.output
        return result

    return collect


def tree(course):
    """By path below ``submitted/``, what stands in each file; hidden files included."""
    submitted = course / "submitted"
    return {
        path.relative_to(submitted).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(submitted.rglob("*"))
        if path.is_file()
    }


def one(tmp_path, source, made=MADE, name="anna.zip"):
    """Moodle's archive of Anna's file alone."""
    return moodle(tmp_path / name, [("Анна Кузнецова", 1234, {"models.py": source})], made=made)


def test_moodle(collect, course, tmp_path):
    archive = moodle(
        tmp_path / "a.zip",
        [
            ("Анна Кузнецова", 1234, {"models.py": "1", "app/models.py": "2"}),
            ('Ann O\'Brien, "Ann"', 1235, {"work.zip": "3"}),
            ("Test Student", 1236, {"models.py": "4"}),
        ],
    )
    result = collect(archive)
    assert tree(course) == {
        "anna/one_to_one/models.py": "1",
        "anna/one_to_one/app/models.py": "2",
        "ann/one_to_one/work.zip": "3",
    }
    assert "Moodle: 2 new, 0 newer than what was there, 0 unchanged; 1 left out." in result.stdout
    assert "Left out, nobody on the roster is called so: Test Student_1236" in result.stderr


def test_canvas_says_who_was_late(collect, course, tmp_path):
    """Its archive has no times: that is said where the course has a due date."""
    (course / "course.toml").write_text("[assignment.one_to_one]\ndue = 2026-03-01T20:00:00Z\n", encoding="utf-8")
    files = [
        (canvas_name("Кузнецова, Анна", 4713, 90210, "models.py", late=True), "1"),
        (canvas_name("=cmd(), Eve", 4712, 90220, "models-2.py"), "2"),
        ("bob_4714_text.html", "3"),
    ]
    result = collect(canvas(tmp_path / "a.zip", files))
    assert tree(course) == {"anna/one_to_one/models.py": "1", "eve/one_to_one/models-2.py": "2"}
    assert "Late, says Canvas: anna" in result.stderr
    assert "does not say when they were handed in" in result.stderr
    assert "Left out, typed into Canvas's editor, not handed in as a file: bob_4714" in result.stderr


def test_gradescope_says_when(collect, course, tmp_path):
    """A group's submission is that of each of them, and a timestamp of a student's own counts for nothing."""
    files = {
        "submission_409194023/models.py": "1",
        "submission_409194023/timestamp.txt": "2020-01-01 00:00:00 UTC",
        "submission_500000001/models.py": "2",
        "submission_500000001/Timestamp.TXT": "2020-01-01 00:00:00 UTC",
    }
    collect(gradescope(tmp_path / "a.zip", METADATA, files))
    assert tree(course) == {
        "anna/one_to_one/models.py": "1",
        "anna/one_to_one/timestamp.txt": "2026-04-26 17:34:00.861687 UTC\n",
        "ann/one_to_one/models.py": "2",
        "ann/one_to_one/timestamp.txt": "2026-04-27 05:00:00.000000 UTC\n",
        "eve/one_to_one/models.py": "2",
        "eve/one_to_one/timestamp.txt": "2026-04-27 05:00:00.000000 UTC\n",
    }
    assert submitted_at(course / "submitted" / "anna" / SLUG).year == 2026


def test_a_dry_run_writes_nothing(collect, course, tmp_path):
    before = sorted(course.iterdir())
    result = collect(one(tmp_path, "1"), "--dry-run")
    assert sorted(course.iterdir()) == before
    assert "anna     Анна Кузнецова_1234  1      new" in result.stdout
    assert "Nothing was written" in result.stdout


# -- attempts ----------------------------------------------------------------------------------------------


def test_a_newer_attempt_replaces_an_older_one_and_never_the_other_way(collect, course, tmp_path):
    """Files that the newer one does not have any more are gone too."""
    first = moodle(tmp_path / "a.zip", [("Анна Кузнецова", 1, {"models.py": "1", "extra.py": ""})])
    assert "1 new," in collect(first).stdout
    assert "1 unchanged" in collect(first).stdout
    assert "1 newer" in collect(one(tmp_path, "2", LATER)).stdout
    assert tree(course) == {"anna/one_to_one/models.py": "2"}
    for made in (MADE, EARLIER):
        older = collect(one(tmp_path, "0", made), "--replace")
        assert "Left out, older than the attempt that is there: anna" in older.stderr
    assert tree(course) == {"anna/one_to_one/models.py": "2"}


def test_attempts_at_canvas_are_in_the_order_of_their_files(collect, course, tmp_path):
    for number, source in [(100, "1"), (300, "3"), (200, "2")]:
        files = [(canvas_name("Кузнецова, Анна", 4713, number, "models.py"), source)]
        collect(canvas(tmp_path / "a.zip", files))
    assert tree(course) == {"anna/one_to_one/models.py": "3"}


def _gradescope(tmp_path, hour, source, sid="4713"):
    metadata = f"submission_{hour}:\n  :submitters:\n  - :sid: '{sid}'\n  :created_at: 2026-04-26 {hour}:00:00 Z\n"
    return gradescope(tmp_path / "a.zip", metadata, {f"submission_{hour}/models.py": source})


def test_attempts_at_gradescope_are_in_the_order_of_their_times(collect, course, tmp_path):
    for hour, source in [(10, "1"), (12, "3"), (11, "2")]:
        collect(_gradescope(tmp_path, hour, source))
    assert tree(course) == {
        "anna/one_to_one/models.py": "3",
        "anna/one_to_one/timestamp.txt": "2026-04-26 12:00:00.000000 UTC\n",
    }


def test_of_two_attempts_in_one_archive_the_newer_counts(collect, course, tmp_path):
    entry = "submission_{0}:\n  :submitters:\n  - :sid: '4713'\n  :created_at: 2026-04-26 {0}:00:00 Z\n"
    files = {"submission_10/models.py": "1", "submission_12/models.py": "3"}
    result = collect(gradescope(tmp_path / "a.zip", entry.format(12) + entry.format(10), files))
    assert tree(course)["anna/one_to_one/models.py"] == "3"
    assert "Left out, older than another one in the archive" in result.stderr


def test_two_people_who_look_like_one_student_are_both_left_out(collect, course, tmp_path):
    """Of a name that two people bear nobody knows whose work it is."""
    people = [("Анна Кузнецова", 1, {"models.py": "1"}), ("Кузнецова Анна", 2, {"models.py": "2"})]
    result = collect(moodle(tmp_path / "a.zip", people))
    assert tree(course) == {}
    assert "not the only one that names anna: Анна Кузнецова_1, Кузнецова Анна_2" in result.stderr


def test_what_was_put_there_by_hand_stays(collect, course, tmp_path):
    folder = course / "submitted" / "anna" / SLUG
    folder.mkdir(parents=True)
    (folder / "models.py").write_text("by hand")
    assert "which is newer nobody knows" in collect(one(tmp_path, "1")).stderr
    assert tree(course) == {"anna/one_to_one/models.py": "by hand"}
    collect(one(tmp_path, "1"), "--replace")
    (folder / "models.py").write_text("mended")
    assert "changed in submitted/ since it was collected" in collect(one(tmp_path, "2", LATER)).stderr
    assert tree(course) == {"anna/one_to_one/models.py": "mended"}


def test_times_decide_where_submissions_came_another_way(collect, course, tmp_path):
    """As nbgrader's exchange leaves them."""
    folder = course / "submitted" / "anna" / SLUG
    folder.mkdir(parents=True)
    (folder / "models.py").write_text("nbgrader's")
    (folder / "timestamp.txt").write_text("2026-04-26 11:30:00 UTC")
    assert "older than the attempt" in collect(_gradescope(tmp_path, 11, "2")).stderr
    assert "1 newer" in collect(_gradescope(tmp_path, 12, "3")).stdout
    assert tree(course)["anna/one_to_one/models.py"] == "3"


def test_moodles_worksheet_says_when(collect, course, tmp_path):
    """In the zone that is named; also for what was collected without it."""
    (course / "course.toml").write_text("[assignment.one_to_one]\ndue = 2026-03-01T20:00:00Z\n", encoding="utf-8")
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_text(
        "\ufeffIdentifier,Full name,Email address,Status,Last modified (submission),Grade\n"
        'Participant 1234,Анна Кузнецова,anna@uni.test,Submitted,"Sunday, 1 March 2026, 11:30 PM",\n',
        encoding="utf-8",
    )
    assert "does not say when they were handed in" in collect(one(tmp_path, "1")).stderr
    result = collect(one(tmp_path, "1"), "--names", worksheet, "--zone", "Europe/Moscow")
    assert "1 unchanged but for its time" in result.stdout
    assert result.stderr == ""
    assert tree(course)["anna/one_to_one/timestamp.txt"] == "2026-03-01 20:30:00.000000 UTC\n"
    assert "1 unchanged;" in collect(one(tmp_path, "1"), "--names", worksheet).stdout
    collect(one(tmp_path, "2", LATER), "--names", worksheet, "--zone", "Asia/Yekaterinburg")
    assert tree(course)["anna/one_to_one/timestamp.txt"] == "2026-03-01 18:30:00.000000 UTC\n"
    assert "no time zone 'Mars/One'" in collect(one(tmp_path, "2"), "--zone", "Mars/One", expect=2).stderr


def test_without_notes_what_is_there_counts_as_put_there_by_hand(collect, course, tmp_path):
    collect(one(tmp_path, "1"))
    notes = course / "evidence" / ".collected.json"
    assert stat.S_IMODE(notes.stat().st_mode) == 0o600
    notes.write_text("{")
    assert "which is newer nobody knows" in collect(one(tmp_path, "2", LATER)).stderr
    assert "1 unchanged" in collect(one(tmp_path, "1")).stdout
    assert "1 newer" in collect(one(tmp_path, "2", LATER)).stdout


# -- archives that mean harm -------------------------------------------------------------------------------


def _link(name):
    info = zipfile.ZipInfo(name, MADE)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


EVE = "Eve cmd()_2_assignsubmission_file"
LIMITS = default_limits()


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ([(f"{EVE}/../../../../models.py", "x")], "leads out"),
        ([(f"{EVE}/..\\models.py", "x")], "leads out"),
        ([(_link(f"{EVE}/models.py"), "/etc/passwd")], "not a plain file"),
        ([(f"{EVE}/big.txt", bytes(LIMITS.archive_mb * 1024 * 1024 + 1))], "larger than"),
        ([(f"{EVE}/{n}.txt", bytes(LIMITS.archive_mb * 1024 * 512 + 1)) for n in (1, 2)], "larger than"),
        ([(f"{EVE}/{n}.txt", "") for n in range(LIMITS.archive_members + 1)], "There are more than"),
        ([(f"{EVE}/models.py", "1"), (f"{EVE}/./models.py", "2")], "same name"),
        ([(f"{EVE}/a", "1"), (f"{EVE}/a/b", "2")], "same name"),
        ([(f"{EVE}/" + "d/" * 30 + "x", "1")], "leads out"),
        ([(f"{EVE}/" + "n" * 300, "1")], "leads out"),
    ],
)
def test_a_harmful_file_costs_its_own_submission_only(collect, course, tmp_path, members, why):
    """The others are placed, and nothing is written anywhere else."""
    good = ("Анна Кузнецова_1_assignsubmission_file/models.py", "1")
    result = collect(packed(tmp_path / "a.zip", [members[0], good, *members[1:]]))
    assert tree(course) == {"anna/one_to_one/models.py": "1"}
    assert why in result.stderr
    assert "eve (Eve cmd()_2)" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "course"}


def test_a_damaged_file_costs_its_own_submission_only(collect, course, tmp_path):
    people = [("Анна Кузнецова", 1, {"models.py": "1"}), ("Eve cmd()", 2, {"m.py": "7" * 99})]
    archive = moodle(tmp_path / "a.zip", people)
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        info = opened.infolist()[1]
    data[info.header_offset + 30 + len(info.filename.encode()) + 2] ^= 0xFF
    archive.write_bytes(data)
    assert "eve (Eve cmd()_2)" in collect(archive).stderr
    assert tree(course) == {"anna/one_to_one/models.py": "1"}


def test_files_that_share_their_bytes_cost_their_own_submission_only(collect, course, tmp_path):
    """A bomb of many files that are all the same one."""
    people = [("Анна Кузнецова", 1, {"models.py": "1"}), ("Eve cmd()", 2, {"a.py": "7" * 99, "b.py": "7" * 99})]
    archive = moodle(tmp_path / "a.zip", people)
    with zipfile.ZipFile(archive, "a") as opened:
        opened.filelist[2].header_offset = opened.filelist[1].header_offset
        opened.writestr("stray.txt", "")
    assert "Files in the archive overlap" in collect(archive).stderr
    assert tree(course) == {"anna/one_to_one/models.py": "1"}


def test_a_size_that_is_a_lie_is_no_way_out(collect, course, tmp_path):
    """The archive says ten bytes, and the file goes on."""
    big = bytes(LIMITS.archive_mb * 1024 * 1024 + 1)
    archive = moodle(tmp_path / "a.zip", [("Eve cmd()", 2, {"m.py": big})])
    size = len(big).to_bytes(4, "little")
    archive.write_bytes(archive.read_bytes().replace(size, (10).to_bytes(4, "little")))
    assert "eve (Eve cmd()_2)" in collect(archive).stderr
    assert tree(course) == {}


def test_a_link_in_the_course_is_not_followed(collect, course, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (course / "submitted" / "anna").mkdir(parents=True)
    (course / "submitted" / "anna" / SLUG).symlink_to(elsewhere)
    (course / "submitted" / "eve").symlink_to(elsewhere)
    people = [("Анна Кузнецова", 1, {"models.py": "1"}), ("Eve cmd()", 2, {"models.py": "2"})]
    result = collect(moodle(tmp_path / "a.zip", people), "--replace")
    assert "a link or a file is in its place: anna, eve" in result.stderr
    assert list(elsewhere.iterdir()) == []


# -- mistakes and interruptions ----------------------------------------------------------------------------


def test_mistakes_write_nothing(run, collect, course, tmp_path):
    before = sorted(course.rglob("*"))
    archive = one(tmp_path, "1")
    names = tmp_path / "names.csv"
    names.write_text("a,b\n1,2\n")
    assert "neither the columns name,id" in collect(archive, "--names", names, expect=2).stderr
    assert "not named as Gradescope" in collect(archive, "--platform", "gradescope", expect=2).stderr
    assert "no zip archive" in collect(names, expect=2).stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "is no course" in run("collect", archive, "-a", SLUG, "--course", empty).stderr
    assert run("collect", archive, "-a", "one_too_one", "--course", course).exit_code == 2
    (course / "students.csv").write_text("id\nanna\nanna\n")
    assert "a second student" in collect(archive, expect=2).stderr
    after = [path for path in sorted(course.rglob("*")) if path.name != ".grader-lock"]
    assert after == before
    assert list(empty.iterdir()) == []


def test_a_disk_that_fails_halfway_leaves_all_as_it_was(collect, course, tmp_path, monkeypatch):
    people = [("Анна Кузнецова", 1, {"models.py": "1"}), ("Eve cmd()", 2, {"models.py": "2"})]
    collect(moodle(tmp_path / "a.zip", people[:1]))
    before = tree(course)
    people[0][2]["models.py"] = "new"
    real = staging.Stage._exchange

    def failing(self, student, slug):
        if student == "eve":
            raise OSError(5, "Input/output error")
        real(self, student, slug)

    monkeypatch.setattr(staging.Stage, "_exchange", failing)
    collect(moodle(tmp_path / "a.zip", people, made=LATER), expect=3)
    assert tree(course) == before
    assert [path.name for path in (course / "submitted").iterdir()] == ["anna"]


def test_ctrl_c_while_files_are_unpacked_leaves_all_as_it_was(collect, course, tmp_path, monkeypatch):
    collect(one(tmp_path, "1"))
    before = tree(course)

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(collecting, "tree_digest", interrupted)
    collect(one(tmp_path, "2", LATER), expect=130)
    assert tree(course) == before


def test_ctrl_c_while_submissions_change_places_waits(collect, course, tmp_path, monkeypatch):
    """They have all changed by then."""
    people = [("Анна Кузнецова", 1, {"models.py": "1"}), ("Eve cmd()", 2, {"models.py": "2"})]
    real = staging.Stage._exchange
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background ignore it

    def signalled(self, student, slug):
        signal.raise_signal(signal.SIGINT)
        real(self, student, slug)

    monkeypatch.setattr(staging.Stage, "_exchange", signalled)
    collect(moodle(tmp_path / "a.zip", people), expect=130)
    signal.signal(signal.SIGINT, before)
    assert set(tree(course)) == {"anna/one_to_one/models.py", "eve/one_to_one/models.py"}
    monkeypatch.undo()
    assert "2 unchanged" in collect(moodle(tmp_path / "a.zip", people)).stdout


def test_what_a_killed_run_left_is_put_right(collect, course, tmp_path):
    """Killed between moving the old one out and the new one in: the old one comes back."""
    collect(one(tmp_path, "1"))
    left = course / "submitted" / ".collect-killed"
    (left / "old" / "anna").mkdir(parents=True)
    (course / "submitted" / "anna" / SLUG).rename(left / "old" / "anna" / SLUG)
    (left / "new" / "anna" / SLUG).mkdir(parents=True)
    assert "1 unchanged" in collect(one(tmp_path, "1")).stdout
    assert tree(course) == {"anna/one_to_one/models.py": "1"}
    assert not left.exists()


def test_two_at_a_time_are_refused(collect, course, tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from grader.commands.book import alone\n"
        "with alone(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(course)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            assert f"another grader (process {holder.pid})" in collect(one(tmp_path, "1"), expect=3).stderr
        finally:
            holder.kill()
    collect(one(tmp_path, "1"))


def test_who_is_forgotten_is_not_noted_any_more(run, engine, collect, course, tmp_path):
    put_gradebook(course)
    collect(one(tmp_path, "full"))
    assert run("grade", course).exit_code == 0
    assert run("forget", course, "anna", "--yes").exit_code == 0
    assert json.loads((course / "evidence" / ".collected.json").read_text())["places"] == {SLUG: {}}


# -- through the real thing --------------------------------------------------------------------------------


@pytest.mark.sandbox
def test_an_archive_is_collected_and_graded(course, tmp_path):
    """By the command itself, in the real box: who was collected has a mark."""
    answers = CHECKOUT / "solutions" / SLUG
    people = [
        ("Анна Кузнецова", 1, {"models.py": (answers / "reference" / "models.py").read_bytes()}),
        ("Eve cmd()", 2, {"one_to_one/models.py": (answers / "foreign_key" / "models.py").read_bytes()}),
    ]
    archive = moodle(tmp_path / "a.zip", people)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    for arguments in (["collect", archive, "-a", SLUG, "--course", course], ["grade", course, "--jobs", "1"]):
        command = [sys.executable, "-P", "-m", "grader", *map(str, arguments)]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    scores = {
        student: json.loads((course / "graded" / student / SLUG / "verdict.json").read_text(encoding="utf-8"))["score"]
        for student in ("anna", "eve")
    }
    assert scores["anna"] == 20
    assert 0 < scores["eve"] < 20
