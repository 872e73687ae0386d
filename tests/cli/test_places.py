"""``grader doctor COURSE``: whether a gradebook lies where a database can live."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands import places

MOUNTS = """\
22 1 254:1 / / rw,relatime - ext4 /dev/root rw
30 22 0:40 / /home/teacher rw,relatime shared:1 - nfs4 server:/export rw
31 30 0:41 / /home/teacher/My\\040Disk rw - fuse.sshfs elsewhere: rw
32 22 0:42 / /srv rw - cifs //server/share rw
33 32 0:43 / /srv rw - tmpfs none rw
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home", "ext4"),
        ("/home/teacher", "nfs4"),
        ("/home/teacher/course", "nfs4"),
        ("/home/teachers", "ext4"),
        ("/home/teacher/My Disk/course", "fuse.sshfs"),
        ("/srv/course", "tmpfs"),
    ],
)
def test_the_file_system_of_a_place(place, kind):
    assert places._file_system(Path(place), MOUNTS) == kind


def facts(course, monkeypatch, mounts=""):
    listing = course.parent / "mountinfo"
    listing.write_text(mounts)
    monkeypatch.setattr(places, "_MOUNTS", listing)
    return {fact.name.strip(): fact for fact in places.course_facts(course)}


def test_a_network_folder_is_warned_of(course, monkeypatch):
    found = facts(course, monkeypatch, f"30 22 0:40 / {course.resolve()} rw - nfs4 server:/x rw\n")
    assert "nfs4" in found["network folder"].value
    assert "DATABASE_URL" in found["network folder"].remedy


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - School", "Yandex.Disk"])
def test_a_synced_folder_is_warned_of(tmp_path, course, monkeypatch, name):
    home = tmp_path / name
    home.mkdir()
    course.rename(home / "course")
    found = facts(home / "course", monkeypatch)
    assert name in found["synced folder"].value


def test_a_marker_file_gives_a_synced_folder_away(course, monkeypatch):
    (course.parent / ".stfolder").mkdir()
    assert ".stfolder" in facts(course, monkeypatch)["synced folder"].value


def test_a_local_folder_is_fine_and_postgresql_is_anywhere(course, monkeypatch):
    assert set(facts(course, monkeypatch)) == {"gradebook"}
    monkeypatch.setenv("DATABASE_URL", "postgresql://grader@db.example.org/grades")
    found = facts(course, monkeypatch)
    assert found["gradebook"].value == "PostgreSQL, grades on db.example.org"


def test_students_past_retention_are_counted(run, engine, course, monkeypatch):
    (course / "course.toml").write_text("retention_days = 30\n")
    run("grade", course)
    assert facts(course, monkeypatch)["retention"].value == "0 students past 30 days"
