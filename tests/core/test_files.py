from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from grader import files
from grader.files import create_whole, inside, write_whole


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "grades.csv"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["grades.csv"]


@pytest.mark.parametrize("failing", ["fsync", "fchmod"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch, failing, error):
    path = tmp_path / "grades.csv"
    write_whole(path, b"before")

    def fail(*_):
        raise error

    monkeypatch.setattr(files.os, failing, fail)
    with pytest.raises(type(error)):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["grades.csv"]


def test_a_failed_rename_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "grades.csv"
    write_whole(path, b"before")

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="Input/output"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["grades.csv"]


def test_the_bytes_are_on_the_disk_before_the_name_is(tmp_path, monkeypatch):
    steps = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(files.os, "fsync", lambda fd: (steps.append("fsync"), fsync(fd)))
    monkeypatch.setattr(Path, "replace", lambda self, to: (steps.append("replace"), replace(self, to)))
    write_whole(tmp_path / "x", b"x")
    assert steps == ["fsync", "replace", "fsync"]


def test_the_mode_is_the_umasks_or_the_one_asked_for(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "open", b"")
        write_whole(tmp_path / "secret", b"", mode=0o600)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_what_must_not_be_replaced_is_not(tmp_path):
    path = tmp_path / "key"
    assert create_whole(path, b"first", mode=0o600)
    assert not create_whole(path, b"second", mode=0o600)
    assert path.read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["key"]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/etc", "a\\b", "a\0b"])
def test_no_name_leads_out_of_its_folder(tmp_path, name):
    with pytest.raises(ValueError, match="cannot be the name of a file"):
        inside(tmp_path, "alice", name)
